//! Which open stream of a client a message goes to.

use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::renamed::{Renamed, progress_of, subscription_of};
use crate::gateway::link::{Downstream, lock};
use crate::gateway::mirrored::Mirrored;
use crate::wire::{Id, Members};

/// What a stream carries.
#[derive(Debug)]
pub(super) enum Item {
    /// A message on the way to the answer.
    Message(Vec<u8>),
    /// The answer, which ends the stream.
    Answer(Vec<u8>),
}

/// The end of a stream at which the client reads.
#[derive(Debug)]
pub(super) struct Stream {
    from: UnboundedReceiver<Item>,
    held: Arc<AtomicUsize>,
}

/// The end of a stream at which messages come in.
#[derive(Debug, Clone)]
struct Sender {
    to: UnboundedSender<Item>,
    held: Arc<AtomicUsize>,
}

/// Bytes that may wait for a client to read them; a stream with more is closed.
const MOST_HELD: usize = 64 << 20;
/// Messages that wait for a client to open a stream.
const MOST_KEPT: usize = 64;

/// The streams of one connection.
#[derive(Debug)]
pub(super) struct Streams {
    /// Whether clients that know nothing of each other use the connection.
    shared: bool,
    open: Mutex<Open>,
    /// What the tools that were listed want to see in headers.
    pub(super) mirrored: Mutex<Mirrored>,
}

#[derive(Debug, Default)]
struct Open {
    waiting: BTreeMap<Id, Waiter>,
    opened: u64,
    events: Option<Sender>,
    /// Messages for which no stream was open.
    kept: VecDeque<Vec<u8>>,
}

#[derive(Debug)]
struct Waiter {
    to: Sender,
    /// The how many-th stream it is.
    place: u64,
    /// The token of its progress, as it is written.
    progress: Option<String>,
    /// Whether it is a subscription, to which only what names it belongs.
    listens: bool,
    /// Whether it asks for the list of tools.
    lists: bool,
    renamed: Option<Renamed>,
}

/// What a stream is opened for.
#[derive(Debug, Default)]
pub(super) struct Purpose {
    /// The token of the request's progress, as it is written.
    pub(super) progress: Option<String>,
    /// Whether the request is a subscription.
    pub(super) listens: bool,
    /// Whether it asks for the list of tools.
    pub(super) lists: bool,
    /// How the request was called before.
    pub(super) renamed: Option<Renamed>,
}

fn pair() -> (Sender, Stream) {
    let (to, from) = unbounded_channel();
    let held = Arc::new(AtomicUsize::new(0));
    let sender = Sender {
        to,
        held: Arc::clone(&held),
    };
    (sender, Stream { from, held })
}

impl Sender {
    /// Whether the item is on its way.
    fn send(&self, item: Item) -> bool {
        let length = item.len();
        let held = self.held.fetch_add(length, Ordering::AcqRel);
        held + length <= MOST_HELD && self.to.send(item).is_ok()
    }
}

impl Item {
    const fn len(&self) -> usize {
        match self {
            Self::Message(line) | Self::Answer(line) => line.len(),
        }
    }
}

impl Stream {
    /// The next item; `None` when the stream is closed.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Item>> {
        let item = self.from.poll_recv(context);
        if let Poll::Ready(Some(item)) = &item {
            self.held.fetch_sub(item.len(), Ordering::AcqRel);
        }
        item
    }
}

impl Streams {
    pub(super) fn new(shared: bool) -> Self {
        Self {
            shared,
            open: Mutex::default(),
            mirrored: Mutex::default(),
        }
    }

    /// Opens the stream of a request; `None` while a request with its id has no answer.
    pub(super) fn open(&self, id: &Id, purpose: Purpose) -> Option<Stream> {
        let mut open = lock(&self.open);
        if open.waiting.contains_key(id) {
            return None;
        }
        open.opened += 1;
        let (to, stream) = pair();
        let waiter = Waiter {
            to,
            place: open.opened,
            progress: purpose.progress,
            listens: purpose.listens,
            lists: purpose.lists,
            renamed: purpose.renamed,
        };
        open.waiting.insert(id.clone(), waiter);
        Some(stream)
    }

    /// Opens the stream of what belongs to no request; `None` while another one is open.
    pub(super) fn open_events(&self) -> Option<Stream> {
        let mut open = lock(&self.open);
        let taken = open.events.as_ref().is_some_and(|it| !it.to.is_closed());
        if taken {
            return None;
        }
        let (to, stream) = pair();
        for line in open.kept.drain(..) {
            to.send(Item::Message(line));
        }
        open.events = Some(to);
        Some(stream)
    }

    /// Nobody reads the stream of a request any more.
    pub(super) fn close(&self, id: &Id) {
        lock(&self.open).waiting.remove(id);
    }

    /// Whether any stream is open.
    pub(super) fn is_in_use(&self) -> bool {
        let open = lock(&self.open);
        let events = open.events.as_ref();
        !open.waiting.is_empty() || events.is_some_and(|it| !it.to.is_closed())
    }

    /// Closes all streams.
    pub(super) fn close_all(&self) {
        let mut open = lock(&self.open);
        open.waiting.clear();
        open.events = None;
    }
}

impl Downstream for Arc<Streams> {
    fn send(&self, line: Vec<u8>, about: Option<&Id>) -> io::Result<()> {
        let text = String::from_utf8_lossy(&line);
        let Some(members) = Members::of(&text) else {
            return Ok(());
        };
        let mut open = lock(&self.open);
        let method = members.text("method");
        let Some(method) = method else {
            if let Some(id) = members.raw("id").and_then(Id::of)
                && let Some(waiter) = open.waiting.remove(&id)
            {
                if waiter.lists {
                    // Which tools leave the list for their headers is for the client to say.
                    let _shorter = lock(&self.mirrored).learn(&text);
                }
                let answer = waiter.renamed.map(|it| it.answer(&members));
                waiter.to.send(Item::Answer(answer.unwrap_or(line)));
            }
            return Ok(());
        };
        match open.place(&method, &members, about, self.shared) {
            Place::Request(id) => open.message(&id, &members, &line),
            Place::Events => open.event(line),
            Place::Nowhere => {}
        }
        Ok(())
    }
}

/// Where a message belongs.
enum Place {
    Request(Id),
    Events,
    Nowhere,
}

impl Open {
    fn place(
        &self,
        method: &str,
        members: &Members<'_>,
        about: Option<&Id>,
        is_shared: bool,
    ) -> Place {
        if let Some(token) = progress_of(method, members) {
            let mut waiting = self.waiting.iter();
            let found = waiting.find(|(_, it)| it.progress.as_deref() == Some(&token));
            if let Some((id, _)) = found {
                return Place::Request(id.clone());
            }
        }
        let named = subscription_of(members).or_else(|| about.cloned());
        if let Some(id) = named
            && self.waiting.contains_key(&id)
        {
            return Place::Request(id);
        }
        let mut likely = self.waiting.iter().filter(|(_, it)| !it.listens);
        if is_shared {
            // Nobody may see what may be meant for another one.
            return match (likely.next(), likely.next()) {
                (Some((id, _)), None) if !is_of_connection(method) => Place::Request(id.clone()),
                _ => Place::Nowhere,
            };
        }
        let newest = likely.max_by_key(|(_, it)| it.place);
        let listened = self.events.as_ref().is_some_and(|it| !it.to.is_closed());
        match newest {
            Some((id, _)) if !(is_of_connection(method) && listened) => Place::Request(id.clone()),
            _ => Place::Events,
        }
    }

    fn message(&mut self, id: &Id, members: &Members<'_>, line: &[u8]) {
        let Some(waiter) = self.waiting.get(id) else {
            return;
        };
        let told = waiter.renamed.as_ref().and_then(|it| it.message(members));
        if !waiter
            .to
            .send(Item::Message(told.unwrap_or_else(|| line.to_vec())))
        {
            self.waiting.remove(id);
        }
    }

    fn event(&mut self, line: Vec<u8>) {
        let open = self.events.as_ref().filter(|it| !it.to.is_closed());
        let Some(events) = open else {
            if self.kept.len() >= MOST_KEPT {
                self.kept.pop_front();
            }
            return self.kept.push_back(line);
        };
        if !events.send(Item::Message(line)) {
            self.events = None;
        }
    }
}

/// Whether a notification is about the connection, not about what a request does.
fn is_of_connection(method: &str) -> bool {
    method.ends_with("/list_changed") || method == "notifications/resources/updated"
}
