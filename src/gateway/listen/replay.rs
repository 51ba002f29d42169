//! What the streams of a session have carried, for a client that loses one and comes back with the id of the
//! last event that it has read (`Last-Event-ID`, in the protocol up to 2025-11-25).

use std::collections::{BTreeMap, VecDeque};
use std::fmt;

use super::streams::{Item, Sender, Stream, pair};

/// An event of a session: the stream that it was sent on, and its place there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct EventId {
    pub(super) stream: u64,
    event: u64,
}

/// Bytes of a session that are kept for clients that come back.
const MOST: usize = 1 << 20;

/// The streams of a connection, by their numbers.
#[derive(Debug)]
pub(super) struct Replay {
    /// Whether a client can come back to a stream.
    keeps: bool,
    streams: BTreeMap<u64, Track>,
    last: u64,
    bytes: usize,
}

/// One stream.
#[derive(Debug)]
struct Track {
    /// Where its reader reads; `None` when there is none.
    to: Option<Sender>,
    /// Whether the last item was sent.
    is_over: bool,
    /// How many items it has had.
    sent: u64,
    /// The items that are kept, the last ones.
    items: VecDeque<(u64, Item)>,
}

impl EventId {
    /// The id of a stream's beginning, before its first item.
    pub(super) const fn beginning(stream: u64) -> Self {
        Self { stream, event: 0 }
    }

    /// Reads the id as it stands in a header.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (stream, event) = text.split_once('-')?;
        Some(Self {
            stream: stream.parse().ok()?,
            event: event.parse().ok()?,
        })
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.stream, self.event)
    }
}

impl Replay {
    pub(super) const fn new(keeps: bool) -> Self {
        Self {
            keeps,
            streams: BTreeMap::new(),
            last: 0,
            bytes: 0,
        }
    }

    /// Opens a stream; gives its number.
    pub(super) fn open(&mut self) -> (u64, Stream) {
        self.last += 1;
        let (to, stream) = pair();
        let track = Track {
            to: Some(to),
            is_over: false,
            sent: 0,
            items: VecDeque::new(),
        };
        self.streams.insert(self.last, track);
        (self.last, stream)
    }

    /// Whether somebody reads a stream.
    pub(super) fn is_read(&self, stream: u64) -> bool {
        let to = self.streams.get(&stream).and_then(|it| it.to.as_ref());
        to.is_some_and(Sender::is_read)
    }

    /// Sends an item, and keeps it where a client can come back. Whether the stream goes on.
    pub(super) fn send(&mut self, stream: u64, mut item: Item) -> bool {
        let Some(track) = self.streams.get_mut(&stream) else {
            return false;
        };
        track.sent += 1;
        track.is_over = item.is_last;
        if self.keeps {
            let event = track.sent;
            item.event = Some(EventId { stream, event });
            self.bytes += item.line.len();
            track.items.push_back((event, item.clone()));
        }
        let is_read = track.to.as_ref().is_some_and(|to| to.send(item));
        if track.is_over || !is_read {
            // A reader that is too slow ends with what it has.
            track.to = None;
        }
        if !self.keeps && track.to.is_none() {
            self.forget(stream);
        }
        self.shorten();
        self.keeps || is_read
    }

    /// Leaves off the oldest of what is kept, first of streams that are over.
    fn shorten(&mut self) {
        while self.bytes > MOST {
            let filled = self.streams.iter().filter(|(_, it)| !it.items.is_empty());
            let Some(stream) = filled.min_by_key(|(number, it)| (!it.is_over, **number)) else {
                return;
            };
            let stream = *stream.0;
            let Some(track) = self.streams.get_mut(&stream) else {
                return;
            };
            if let Some((_, item)) = track.items.pop_front() {
                self.bytes -= item.line.len();
            }
            if track.is_over && track.items.is_empty() {
                self.streams.remove(&stream);
            }
        }
    }

    /// Nobody can come back to a stream any more.
    pub(super) fn forget(&mut self, stream: u64) {
        let track = self.streams.remove(&stream);
        let items = track.into_iter().flat_map(|it| it.items);
        self.bytes -= items.map(|(_, item)| item.line.len()).sum::<usize>();
    }

    /// A stream from after an event on; whoever has read it reads no more. `None` if what came then is not
    /// kept.
    pub(super) fn resume(&mut self, after: EventId) -> Option<Stream> {
        let track = self.streams.get_mut(&after.stream).filter(|_| self.keeps)?;
        let first = track
            .items
            .front()
            .map_or(track.sent + 1, |(event, _)| *event);
        if after.event > track.sent || after.event + 1 < first {
            return None;
        }
        let (to, stream) = pair();
        for (event, item) in &track.items {
            if *event > after.event {
                to.send(item.clone());
            }
        }
        track.to = (!track.is_over).then_some(to);
        Some(stream)
    }

    /// Closes all streams.
    pub(super) fn close_all(&mut self) {
        self.streams.clear();
        self.bytes = 0;
    }
}
