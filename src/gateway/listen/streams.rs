//! Which open stream of a client a message goes to.

use std::borrow::Cow;
use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use hyper::body::Bytes;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::renamed::{Renamed, progress_of, subscription_of};
use super::replay::{EventId, Replay};
use crate::gateway::envelope::{Envelope, Kind, Sent};
use crate::gateway::link::{Downstream, lock};
use crate::gateway::mirrored::Mirrored;
use crate::wire::{Id, Members};

/// What a stream carries: a message.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) line: Bytes,
    /// Whether it is the answer, which ends the stream.
    pub(super) is_last: bool,
    /// Where a client that has read it can go on.
    pub(super) event: Option<EventId>,
}

/// The end of a stream at which the client reads.
#[derive(Debug)]
pub(super) struct Stream {
    from: UnboundedReceiver<Item>,
    held: Arc<AtomicUsize>,
}

/// The end of a stream at which messages come in.
#[derive(Debug)]
pub(super) struct Sender {
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
    is_shared: bool,
    open: Mutex<Open>,
    /// What the tools that were listed want to see in headers.
    pub(super) mirrored: Mutex<Mirrored>,
}

#[derive(Debug)]
struct Open {
    waiting: BTreeMap<Id, Waiter>,
    streams: Replay,
    /// The stream of what belongs to no request.
    events: Option<u64>,
    /// Messages for which no stream was open.
    kept: VecDeque<Vec<u8>>,
}

#[derive(Debug)]
struct Waiter {
    stream: u64,
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

pub(super) fn pair() -> (Sender, Stream) {
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
    pub(super) fn send(&self, item: Item) -> bool {
        let length = item.line.len();
        let held = self.held.fetch_add(length, Ordering::AcqRel);
        held + length <= MOST_HELD && self.to.send(item).is_ok()
    }

    /// Whether somebody reads.
    pub(super) fn is_read(&self) -> bool {
        !self.to.is_closed()
    }
}

impl Item {
    fn message(line: Vec<u8>) -> Self {
        Self {
            line: Bytes::from(line),
            is_last: false,
            event: None,
        }
    }

    fn answer(line: Vec<u8>) -> Self {
        Self {
            is_last: true,
            ..Self::message(line)
        }
    }
}

impl Stream {
    /// The next item; `None` when the stream is closed.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Item>> {
        let item = self.from.poll_recv(context);
        if let Poll::Ready(Some(item)) = &item {
            self.held.fetch_sub(item.line.len(), Ordering::AcqRel);
        }
        item
    }
}

impl Streams {
    pub(super) fn new(is_shared: bool) -> Self {
        Self {
            is_shared,
            open: Mutex::new(Open {
                waiting: BTreeMap::new(),
                // Without sessions, a client that loses a stream has cancelled its request.
                streams: Replay::new(!is_shared),
                events: None,
                kept: VecDeque::new(),
            }),
            mirrored: Mutex::default(),
        }
    }

    /// Opens the stream of a request; `None` while a request with its id has no answer.
    pub(super) fn open(&self, id: &Id, purpose: Purpose) -> Option<(u64, Stream)> {
        let mut open = lock(&self.open);
        if open.waiting.contains_key(id) {
            return None;
        }
        let (number, stream) = open.streams.open();
        let waiter = Waiter {
            stream: number,
            progress: purpose.progress,
            listens: purpose.listens,
            lists: purpose.lists,
            renamed: purpose.renamed,
        };
        open.waiting.insert(id.clone(), waiter);
        Some((number, stream))
    }

    /// Opens the stream of what belongs to no request; `None` while another one is open.
    pub(super) fn open_events(&self) -> Option<(u64, Stream)> {
        let mut open = lock(&self.open);
        if open.is_listened() {
            return None;
        }
        if let Some(old) = open.events.take() {
            open.streams.forget(old);
        }
        let (number, stream) = open.streams.open();
        open.events = Some(number);
        open.send_kept(number);
        Some((number, stream))
    }

    /// A stream that was lost, from after an event on.
    pub(super) fn resume(&self, after: EventId) -> Option<Stream> {
        let mut open = lock(&self.open);
        let stream = open.streams.resume(after)?;
        if open.events == Some(after.stream) {
            open.send_kept(after.stream);
        }
        Some(stream)
    }

    /// The client waits for a request no longer.
    pub(super) fn close(&self, id: &Id) {
        let mut open = lock(&self.open);
        if let Some(waiter) = open.waiting.remove(id) {
            open.streams.forget(waiter.stream);
        }
    }

    /// The whole stream has come to the client.
    pub(super) fn forget(&self, stream: u64) {
        lock(&self.open).streams.forget(stream);
    }

    /// Whether anybody reads a stream.
    pub(super) fn is_in_use(&self) -> bool {
        let open = lock(&self.open);
        let mut waiting = open.waiting.values();
        open.is_listened() || waiting.any(|it| open.streams.is_read(it.stream))
    }

    /// Closes all streams.
    pub(super) fn close_all(&self) {
        let mut open = lock(&self.open);
        open.waiting.clear();
        open.streams.close_all();
        open.events = None;
    }
}

/// A message of the server, as far as its way to a client hangs on it.
struct Said<'a> {
    line: &'a [u8],
    members: Members<'a>,
    params: Option<Members<'a>>,
    /// The method; `None` for an answer.
    method: Option<String>,
    id: Option<Id>,
}

impl<'a> Said<'a> {
    fn of(read: &'a Envelope) -> Self {
        let (method, id) = match read.kind() {
            Kind::Response { id } => (None, id.clone()),
            Kind::Request { .. } | Kind::Notification { .. } => {
                (Some(read.method().to_owned()), None)
            }
        };
        Self {
            line: read.line().as_bytes(),
            members: read.members(),
            params: read.params(),
            method,
            id,
        }
    }

    /// The same of a line that the gateway has made, or that passes as it came.
    fn of_line(line: &'a [u8], text: &'a str) -> Option<Self> {
        let members = Members::of(text)?;
        Some(Self {
            line,
            params: members.object("params"),
            method: members.text("method"),
            id: members.raw("id").and_then(Id::of),
            members,
        })
    }

    fn text(&self) -> Cow<'a, str> {
        String::from_utf8_lossy(self.line)
    }
}

impl Downstream for Arc<Streams> {
    fn send(&self, sent: Sent, about: Option<&Id>) -> io::Result<()> {
        match &sent {
            Sent::Read(read) => self.carry(&Said::of(read), about),
            Sent::Raw(line) => {
                if let Some(said) = Said::of_line(line, &String::from_utf8_lossy(line)) {
                    self.carry(&said, about);
                }
            }
        }
        Ok(())
    }
}

impl Streams {
    fn carry(&self, said: &Said<'_>, about: Option<&Id>) {
        let mut open = lock(&self.open);
        if let Some(method) = &said.method {
            match open.place(method, said.params.as_ref(), about, self.is_shared) {
                Place::Request(id) => open.message(&id, said),
                Place::Events => open.event(said.line.to_vec()),
                Place::Nowhere => {}
            }
            return;
        }
        let waiter = said.id.as_ref().and_then(|id| open.waiting.remove(id));
        let Some(waiter) = waiter else { return };
        if waiter.lists {
            // Which tools leave the list for their headers is for the client to say.
            let _shorter = lock(&self.mirrored).learn(&said.text());
        }
        let answer = waiter.renamed.map(|it| it.answer(&said.members));
        let answer = Item::answer(answer.unwrap_or_else(|| said.line.to_vec()));
        open.streams.send(waiter.stream, answer);
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
        params: Option<&Members<'_>>,
        about: Option<&Id>,
        is_shared: bool,
    ) -> Place {
        if let Some(token) = params.and_then(|it| progress_of(method, it)) {
            let mut waiting = self.waiting.iter();
            let found = waiting.find(|(_, it)| it.progress.as_deref() == Some(&token));
            if let Some((id, _)) = found {
                return Place::Request(id.clone());
            }
        }
        let named = params.and_then(subscription_of).or_else(|| about.cloned());
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
        let newest = likely.max_by_key(|(_, it)| (self.streams.is_read(it.stream), it.stream));
        match newest {
            Some((id, _)) if !(is_of_connection(method) && self.is_listened()) => {
                Place::Request(id.clone())
            }
            _ => Place::Events,
        }
    }

    fn message(&mut self, id: &Id, said: &Said<'_>) {
        let Some(waiter) = self.waiting.get(id) else {
            return;
        };
        let renamed = waiter.renamed.as_ref().zip(said.params.as_ref());
        let told = renamed.and_then(|(it, params)| it.message(&said.members, params));
        let line = || said.line.to_vec();
        let told = Item::message(told.unwrap_or_else(line));
        if !self.streams.send(waiter.stream, told) {
            self.waiting.remove(id);
        }
    }

    fn event(&mut self, line: Vec<u8>) {
        if let Some(events) = self.events.filter(|it| self.streams.is_read(*it)) {
            self.streams.send(events, Item::message(line));
            return;
        }
        if self.kept.len() >= MOST_KEPT {
            self.kept.pop_front();
        }
        self.kept.push_back(line);
    }

    /// Sends the messages for which no stream was open.
    fn send_kept(&mut self, stream: u64) {
        for line in std::mem::take(&mut self.kept) {
            self.streams.send(stream, Item::message(line));
        }
    }

    /// Whether somebody reads the stream of what belongs to no request.
    fn is_listened(&self) -> bool {
        self.events.is_some_and(|it| self.streams.is_read(it))
    }
}

/// Whether a notification is about the connection, not about what a request does.
fn is_of_connection(method: &str) -> bool {
    method.ends_with("/list_changed") || method == "notifications/resources/updated"
}
