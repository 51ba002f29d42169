//! The clients, and their connections in use.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard, Weak};

use super::connection::Connection;
use super::streams::Streams;
use super::{Behind, Client};
use crate::gateway::child::{self, Child};
use crate::gateway::dry_run::talk;
use crate::gateway::http::Http;
use crate::gateway::journal::Journal;
use crate::gateway::link::{End, Link, Upstream, lock};
use crate::gateway::session::Settings;
use crate::policy::{Evaluator, Policy};

/// Sessions at once.
const MOST_SESSIONS: usize = 4096;
/// Seconds after which a session that nobody uses is ended.
const IDLE: u64 = 30 * 60;

/// Everything that requests share.
pub(super) struct Hub {
    itself: Weak<Self>,
    settings: Settings,
    journal: Journal,
    behind: Behind,
    /// In the order of their places, which no other client ever gets.
    clients: RwLock<Vec<Arc<Known>>>,
    sessions: Mutex<BTreeMap<String, Arc<Connection>>>,
    /// The last number that was given to a request.
    numbers: AtomicU64,
}

/// A client, and its connection without a session.
struct Known {
    name: String,
    evaluator: Mutex<Evaluator>,
    shared: Mutex<Option<Arc<Connection>>>,
}

impl Known {
    fn of(client: Client) -> Self {
        Self {
            name: client.name,
            evaluator: Mutex::new(client.evaluator),
            shared: Mutex::default(),
        }
    }
}

/// Why no session begins.
#[derive(Debug)]
pub(super) enum Unbegun {
    /// There are too many.
    Full,
    /// The server cannot be started.
    Failed(io::Error),
}

impl Hub {
    pub(super) fn new(
        settings: Settings,
        journal: Journal,
        behind: Behind,
        clients: Vec<Client>,
    ) -> Arc<Self> {
        let clients = clients.into_iter().map(|it| Arc::new(Known::of(it)));
        let clients = RwLock::new(clients.collect());
        Arc::new_cyclic(|itself| Self {
            itself: Weak::clone(itself),
            settings,
            journal,
            behind,
            clients,
            sessions: Mutex::default(),
            numbers: AtomicU64::new(0),
        })
    }

    /// The log, for what belongs to no connection.
    pub(super) fn journal(&self, client: usize) -> Journal {
        let known = self.known(client);
        let name = known.as_ref().map(|it| it.name.as_str());
        self.journal.of_client(name.unwrap_or_default())
    }

    fn clients(&self) -> RwLockReadGuard<'_, Vec<Arc<Known>>> {
        self.clients.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn known(&self, client: usize) -> Option<Arc<Known>> {
        self.clients().get(client).cloned()
    }

    /// The place of the client of a name.
    pub(super) fn place(&self, name: &str) -> Option<usize> {
        self.clients().iter().position(|it| it.name == name)
    }

    /// Takes in a client, or another policy of one that was there before; gives its place.
    pub(super) fn admit(&self, client: Client) -> usize {
        if let Some(place) = self.place(&client.name) {
            self.replace(place, client.evaluator.policy());
            return place;
        }
        let mut clients = self.clients.write().unwrap_or_else(PoisonError::into_inner);
        clients.push(Arc::new(Known::of(client)));
        clients.len() - 1
    }

    /// A number that no other request has.
    pub(super) fn number(&self) -> u64 {
        self.numbers.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// How many sessions there are.
    pub(super) fn sessions(&self) -> usize {
        lock(&self.sessions).len()
    }

    /// Begins a session of a client; gives its name.
    pub(super) fn begin(&self, client: usize) -> Result<(String, Arc<Connection>), Unbegun> {
        if self.sessions() >= MOST_SESSIONS {
            return Err(Unbegun::Full);
        }
        let name = secret().map_err(Unbegun::Failed)?;
        let ended = {
            let (hub, name) = (Weak::clone(&self.itself), name.clone());
            move || {
                if let Some(hub) = hub.upgrade() {
                    hub.end(&name);
                }
            }
        };
        let connection = self.connect(client, false, ended);
        let connection = connection.map_err(Unbegun::Failed)?;
        lock(&self.sessions).insert(name.clone(), Arc::clone(&connection));
        if connection.server_gone.load(Ordering::Acquire) {
            self.end(&name);
        }
        Ok((name, connection))
    }

    /// A session by its name, if it is the client's own.
    pub(super) fn session(&self, client: usize, name: &str) -> Option<Arc<Connection>> {
        let found = lock(&self.sessions).get(name).cloned();
        let found = found.filter(|it| it.client == client && !it.is_over())?;
        found.touch();
        Some(found)
    }

    /// Ends a session, if there is one of that name.
    pub(super) fn end(&self, name: &str) {
        let ended = lock(&self.sessions).remove(name);
        if let Some(ended) = ended {
            ended.end();
        }
    }

    /// The connection of a client's requests that belong to no session, started where there is none.
    pub(super) fn shared(&self, client: usize) -> io::Result<Arc<Connection>> {
        let unknown = || io::Error::from(io::ErrorKind::NotFound);
        let known = self.known(client).ok_or_else(unknown)?;
        let mut shared = lock(&known.shared);
        let usable =
            |it: &&Arc<Connection>| !it.is_over() && !it.server_gone.load(Ordering::Acquire);
        if let Some(connection) = shared.as_ref().filter(usable) {
            return Ok(Arc::clone(connection));
        }
        let hub = Weak::clone(&self.itself);
        let connection = self.connect(client, true, move || {
            if let Some(hub) = hub.upgrade() {
                hub.end_shared(client);
            }
        })?;
        *shared = Some(Arc::clone(&connection));
        Ok(connection)
    }

    fn end_shared(&self, client: usize) {
        let known = self.known(client);
        let ended = known.and_then(|known| {
            let mut shared = lock(&known.shared);
            let gone = |it: &mut Arc<Connection>| it.server_gone.load(Ordering::Acquire);
            shared.take_if(gone)
        });
        if let Some(ended) = ended {
            ended.end();
        }
    }

    /// A new connection; `ended` is told when its server has ended.
    fn connect(
        &self,
        client: usize,
        is_shared: bool,
        ended: impl Fn() + Send + Sync + 'static,
    ) -> io::Result<Arc<Connection>> {
        let unknown = || io::Error::from(io::ErrorKind::NotFound);
        let known = self.known(client).ok_or_else(unknown)?;
        let streams = Arc::new(Streams::new(is_shared));
        let (upstream, output): (Box<dyn Upstream>, _) = match &self.behind {
            Behind::Command(command) => {
                let (child, output) = Child::start(command)?;
                (Box::new(Arc::new(child)), Some(output))
            }
            Behind::Url(remote) => (Box::new(Arc::new(Http::new(remote.clone()))), None),
        };
        let settings = Settings {
            secret: secret()?,
            ..self.settings.clone()
        };
        let gone = Arc::new(AtomicBool::new(false));
        let server_gone = Arc::clone(&gone);
        let link = Arc::new(Link {
            session: Mutex::new(talk(lock(&known.evaluator).clone(), settings)),
            client: Box::new(Arc::clone(&streams)),
            journal: self.journal.of_client(&known.name),
            upstream,
            ended: Box::new(move |end| {
                if end == End::Server {
                    gone.store(true, Ordering::Release);
                    ended();
                }
            }),
        });
        if let Some(output) = output {
            child::read(output, Arc::clone(&link));
        }
        let connection = Connection::new(link, streams, client, server_gone);
        Ok(Arc::new(connection))
    }

    /// Decides the calls of a client by another policy from now on.
    pub(super) fn replace(&self, client: usize, policy: &Policy) {
        let Some(known) = self.known(client) else {
            return;
        };
        lock(&known.evaluator).replace(policy.clone());
        let shared = lock(&known.shared).clone();
        let own = |it: &&Arc<Connection>| it.client == client;
        let mut all: Vec<_> = lock(&self.sessions).values().filter(own).cloned().collect();
        all.extend(shared);
        for connection in all {
            connection.link.replace(policy.clone());
        }
    }

    /// Ends all that a client has open.
    pub(super) fn end_client(&self, client: usize) {
        let own: Vec<String> = lock(&self.sessions)
            .iter()
            .filter(|(_, connection)| connection.client == client)
            .map(|(name, _)| name.clone())
            .collect();
        for name in own {
            self.end(&name);
        }
        let known = self.known(client);
        if let Some(shared) = known.and_then(|it| lock(&it.shared).take()) {
            shared.end();
        }
    }

    /// Looks in all connections whether something has waited too long.
    pub(super) fn look(&self) {
        let mut all: Vec<_> = lock(&self.sessions).values().cloned().collect();
        let clients = self.clients().clone();
        all.extend(clients.iter().filter_map(|it| lock(&it.shared).clone()));
        for connection in all {
            connection.link.look();
        }
    }

    /// Ends the sessions that nobody uses.
    pub(super) fn end_idle(&self) {
        let idle: Vec<String> = lock(&self.sessions)
            .iter()
            .filter(|(_, connection)| connection.is_idle(IDLE))
            .map(|(name, _)| name.clone())
            .collect();
        for name in idle {
            self.end(&name);
        }
    }

    /// Ends everything, all servers at the same time.
    pub(super) fn end_all(&self) {
        let sessions = std::mem::take(&mut *lock(&self.sessions));
        let clients = self.clients().clone();
        let shared = clients.iter().filter_map(|it| lock(&it.shared).take());
        let all: Vec<_> = sessions.into_values().chain(shared).collect();
        std::thread::scope(|scope| {
            for connection in &all {
                scope.spawn(|| connection.end());
            }
        });
    }
}

/// A name that nobody can guess.
fn secret() -> io::Result<String> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        // Writing to a text does not fail.
        let _written = write!(text, "{byte:02x}");
    }
    Ok(text)
}
