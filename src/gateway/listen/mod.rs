//! The gateway as a server over streamable HTTP, for many clients at once.
//!
//! Each session (protocol versions up to 2025-11-25) has a connection of its own, and with it a server
//! process or a session at the server's address: what a server keeps in mind for one client is not for
//! another one. Requests without sessions (from 2026-07-28 on) carry all that a server has to know, so
//! those of one client's token share a connection, on which each has an id of its own.
//!
//! HTTP is asynchronous here, because a thousand open streams must not be a thousand threads; sessions
//! and servers are the same as before one client on pipes.

mod body;
mod connection;
mod cors;
mod door;
mod head;
mod hub;
mod metrics;
mod pending;
mod post;
mod renamed;
mod replay;
mod serve;
mod streams;

use std::ffi::OsString;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use super::journal::Journal;
use super::recording::Recorder;
use super::session::Settings;
use crate::policy::{Evaluator, Policy};
use crate::wire::Remote;
use door::Door;
use hub::Hub;

/// What stands behind a gateway that many clients use.
#[derive(Debug)]
pub enum Behind {
    /// A command, started for each connection.
    Command(Vec<OsString>),
    /// A server at an address.
    Url(Remote),
}

/// Somebody who may use the gateway.
#[derive(Debug)]
pub struct Client {
    /// Whose calls these are, in the log and for limits. Without a name there are no others.
    pub name: String,
    /// What the client shows to come in; `None` if everybody on this machine may.
    pub token: Option<String>,
    /// The client's policy, and the record of calls, which all clients share.
    pub evaluator: Evaluator,
}

/// Gives a policy when it is another one than before.
pub type Reload = Box<dyn FnMut() -> Option<Policy> + Send>;

/// What has changed about the clients while the gateway runs.
#[derive(Debug)]
pub enum Change {
    /// This client may come in by this token and with this policy, whether or not it could before.
    Admitted(Client),
    /// The client of this name may not come in any more.
    ShutOut(String),
    /// The calls of the client of this name are decided by this policy.
    Policy(String, Policy),
}

/// Gives what has changed since it was last asked.
pub type Watch = Box<dyn FnMut() -> Vec<Change> + Send>;

/// What a gateway over HTTP runs with.
pub struct Listen {
    /// Where it listens.
    pub address: SocketAddr,
    /// Names of the gateway besides those of loopback.
    pub hosts: Vec<String>,
    /// Origins of pages besides those of loopback.
    pub origins: Vec<String>,
    /// Who may come in.
    pub clients: Vec<Client>,
    /// The watch over the clients and their policies.
    pub changes: Watch,
    /// The server.
    pub behind: Behind,
    /// What each session is told; its secret is made anew for each.
    pub settings: Settings,
    /// Where decisions are written, a line each.
    pub log: Box<dyn Write + Send>,
    /// Whether a call is refused when its decision cannot be written.
    pub log_required: bool,
    /// Where calls are recorded with their arguments, if they are.
    pub recorder: Option<Recorder>,
}

/// How often the policies are looked at, and what waits.
const LOOK: Duration = Duration::from_millis(500);

/// Runs the gateway until a signal tells it to stop. `said` is told the address once clients can come.
///
/// # Errors
///
/// When it cannot listen at the address.
pub fn run_listen(listen: Listen, said: impl FnOnce(SocketAddr)) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(1024)
        .enable_all()
        .build()?;
    let listener = runtime.block_on(tokio::net::TcpListener::bind(listen.address))?;
    let address = listener.local_addr()?;
    let door = Door::new(
        address.port(),
        &listen.hosts,
        &listen.origins,
        &listen.clients,
    );
    let door = Arc::new(door);
    let settings = listen.settings;
    let journal = Journal::new(
        listen.log,
        listen.recorder,
        &settings.server,
        settings.dry_run,
        listen.log_required,
    );
    let hub = Hub::new(settings, journal, listen.behind, listen.clients);
    let (stop, stopped) = channel();
    super::signals::watch(move || {
        // Nobody waits any more only when it has stopped already.
        let _stopped = stop.send(());
    })?;
    watch(Arc::clone(&hub), Arc::clone(&door), listen.changes);
    runtime.spawn(serve::serve(listener, door, Arc::clone(&hub)));
    said(address);
    // It can fail only where no signal can be caught; then the process ends by one.
    while stopped.recv().is_err() {
        thread::park();
    }
    hub.end_all();
    runtime.shutdown_background();
    Ok(())
}

/// Takes in what changes about the clients, and ends sessions that nobody uses.
fn watch(hub: Arc<Hub>, door: Arc<Door>, mut changes: Watch) {
    thread::spawn(move || {
        loop {
            thread::sleep(LOOK);
            for change in changes() {
                take_in(&hub, &door, change);
            }
            hub.look();
            hub.end_idle();
        }
    });
}

/// A client's policy holds before its token opens, and what an old token has opened ends.
fn take_in(hub: &Hub, door: &Door, change: Change) {
    match change {
        Change::Admitted(client) => {
            let token = client.token.clone();
            let place = hub.admit(client);
            if door.set(place, token.as_deref()) {
                hub.end_client(place);
            }
        }
        Change::ShutOut(name) => {
            if let Some(place) = hub.place(&name) {
                door.shut(place);
                hub.end_client(place);
            }
        }
        Change::Policy(name, policy) => {
            if let Some(place) = hub.place(&name) {
                hub.replace(place, &policy);
            }
        }
    }
}
