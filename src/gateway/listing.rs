//! The gateway's own look at the server's list of tools: a name that resembles a tool of the policy is another
//! tool if the server lists it, and a client may call it without having asked for the list.

use super::answer::{MOST_LISTED, listed};
use super::envelope::Envelope;
use super::lookalike::Names;
use super::message::{TOOLS_LIST, ToolCall};
use super::session::{Out, Session, Waiting};
use crate::policy::Fallback;
use crate::wire::{self, Id, quoted};

/// Calls that can wait for the list at once.
const MOST_HELD: usize = 256;
/// Pages of a list.
const MOST_PAGES: usize = 200;

/// Seconds that a call waits for the list.
const PATIENCE: u64 = 10;
/// Seconds for which the end of a list stands: a server need not say that its list is another one.
const FRESH: u64 = 5;

/// How far the gateway has asked for the list.
#[derive(Debug, Default)]
pub(super) struct Listing {
    /// Whether a request has no answer yet.
    is_asked: bool,
    /// How many requests are over.
    over: u64,
    /// The number of the last request.
    last: u64,
    /// Pages that were asked for since the list was begun.
    pages: usize,
    /// What requests of this client say of themselves, as it is written.
    meta: Option<String>,
    /// Whether there was a whole list, and when, in seconds since 1970.
    last_end: Option<(bool, u64)>,
    /// Whether the list has changed since it was begun.
    has_changed: bool,
    /// The calls that wait for it, in order.
    held: Vec<Held>,
    /// The calls that have waited, and are to be decided now.
    ready: Vec<Envelope>,
}

/// A call that waits for the list.
#[derive(Debug)]
struct Held {
    /// Since when, in seconds since 1970.
    since: u64,
    read: Envelope,
}

/// What an answer to a request for a page is.
enum Page {
    /// The last page of the list.
    Last,
    /// A page before the one at this cursor.
    Before(String),
    /// No page.
    None,
}

impl Listing {
    /// The server says that its list is another one now.
    pub(super) const fn is_old(&mut self) {
        self.last_end = None;
        self.has_changed = true;
    }

    /// Whether there was a whole list when the gateway asked for it just now; `None` if it has not asked.
    fn was_whole(&self, at: u64) -> Option<bool> {
        let fresh = |(_, end): &(bool, u64)| at.abs_diff(*end) < FRESH;
        self.last_end.filter(fresh).map(|(is_whole, _)| is_whole)
    }

    /// How many requests of the gateway's own are over.
    pub(super) const fn over(&self) -> u64 {
        self.over
    }

    /// Lets a call go that nobody waits for any more; whether it waited for the list.
    pub(super) fn forget(&mut self, id: &Id) -> bool {
        let before = self.held.len();
        self.held.retain(|call| call.read.id() != Some(id));
        self.held.len() < before
    }

    /// Lets the calls be decided that have waited too long.
    pub(super) fn give_up(&mut self, at: u64) {
        let waits = |call: &Held| at.abs_diff(call.since) < PATIENCE;
        let (held, late) = std::mem::take(&mut self.held).into_iter().partition(waits);
        self.held = held;
        self.release(late);
    }

    fn release(&mut self, calls: Vec<Held>) {
        self.ready.extend(calls.into_iter().map(|call| call.read));
    }

    /// The calls that have waited, and are to be decided now.
    pub(super) fn take_ready(&mut self) -> Vec<Envelope> {
        std::mem::take(&mut self.ready)
    }

    /// No list comes any more.
    pub(super) fn clear(&mut self) {
        self.held.clear();
        self.ready.clear();
        self.is_asked = false;
    }

    /// A request is over, and nothing more is asked for.
    fn end(&mut self, is_whole: bool, at: u64) {
        self.is_asked = false;
        if !self.has_changed {
            self.last_end = Some((is_whole, at));
        }
        let held = std::mem::take(&mut self.held);
        self.release(held);
    }
}

/// What a name is that the policy does not speak of.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unnamed<'a> {
    /// A lenient server could take it for this tool, of which the policy speaks at this place.
    Resembles {
        /// The place, as a JSON Pointer.
        rule: &'a str,
        /// The tool.
        tool: &'a str,
    },
    /// The server has no such tool on its list, or has not shown its list in time.
    Unlisted,
}

impl Session {
    /// Where the policy speaks of a tool that a lenient server could take an unnamed name for, and that tool. A
    /// name that the server itself lists is a tool of its own.
    pub(super) fn resembled(&self, tool: &str) -> Option<(&str, &str)> {
        let is_unknown = self.is_unknown(tool);
        let names = is_unknown.then(|| {
            self.names
                .get_or_init(|| Names::of(self.evaluator.policy()))
        });
        names?.nearly(tool)
    }

    /// Whether neither the policy nor the server's list, as far as it is known, has a name; where the policy lets
    /// pass what it does not name, but not all that it names.
    fn is_unknown(&self, tool: &str) -> bool {
        let policy = self.evaluator.policy();
        let stands = policy.hides(tool) || policy.rule(tool).is_some();
        let restricts = !policy.hide.is_empty() || !policy.tools.0.is_empty();
        policy.default == Fallback::Allow && restricts && !stands && !self.listed.contains_key(tool)
    }

    /// What is known against a name that the policy does not speak of.
    ///
    /// Whatever a lenient server makes of a name that is not on its list, it is not what the policy lets pass. Only
    /// where a server answers that it has no list, all names pass that resemble none of the policy.
    pub(super) fn against(&self, tool: &str, at: u64) -> Option<Unnamed<'_>> {
        if let Some((rule, tool)) = self.resembled(tool) {
            return Some(Unnamed::Resembles { rule, tool });
        }
        let has_no_list = self.listing.was_whole(at) == Some(false);
        (self.is_unknown(tool) && !has_no_list).then_some(Unnamed::Unlisted)
    }

    /// Whether the server has said just now which tools it has.
    pub(super) fn knows_list(&self, at: u64) -> bool {
        self.listing.was_whole(at) == Some(true)
    }

    /// Whether only the server's list says what a call calls.
    pub(super) fn needs_list(&self, call: &ToolCall, at: u64) -> bool {
        let can_wait = self.listing.held.len() < MOST_HELD;
        can_wait && self.is_unknown(&call.tool) && self.listing.was_whole(at).is_none()
    }

    /// Lets a call wait for the server's list.
    pub(super) fn hold(&mut self, id: Id, read: Envelope, at: u64) -> Vec<Out> {
        self.waiting.insert(id, Waiting::Held);
        let meta = read.params().and_then(|it| it.object("_meta"));
        // The progress of the list is not that of the call.
        let meta = meta.map(|it| it.with(&[("progressToken", None)]));
        self.listing.held.push(Held { since: at, read });
        if self.listing.is_asked {
            return Vec::new();
        }
        self.listing.meta = meta;
        self.listing.pages = 0;
        self.listing.has_changed = false;
        vec![self.ask_for_page(None)]
    }

    /// The request for a page of the list.
    fn ask_for_page(&mut self, cursor: Option<&str>) -> Out {
        let id = loop {
            self.listing.last += 1;
            let id = Id::Text(format!("toolrisk-tools-{}", self.listing.last));
            if !self.waiting.contains_key(&id) {
                break id;
            }
        };
        let cursor = cursor.map(|it| format!(r#""cursor":{}"#, quoted(it)));
        let meta = self.listing.meta.as_ref();
        let meta = meta.map(|it| format!(r#""_meta":{it}"#));
        let params: Vec<String> = meta.into_iter().chain(cursor).collect();
        let line = format!(
            r#"{{"jsonrpc":"2.0","id":{},"method":"{TOOLS_LIST}","params":{{{}}}}}"#,
            id.json(),
            params.join(",")
        );
        self.waiting.insert(id, Waiting::OwnList);
        self.listing.is_asked = true;
        self.listing.pages += 1;
        Out::ToServer(line.into_bytes().into())
    }

    /// A page of the list, which nobody but the gateway has asked for.
    pub(super) fn own_list(&mut self, read: &Envelope, at: u64) -> Vec<Out> {
        self.listing.over += 1;
        match self.learn(read) {
            // What is beyond the most that is kept in mind would seem to be on no list.
            Page::Last => self.listing.end(self.listed.len() < MOST_LISTED, at),
            Page::Before(cursor) if self.listing.pages < MOST_PAGES => {
                return vec![self.ask_for_page(Some(&cursor))];
            }
            Page::Before(_) | Page::None => self.listing.end(false, at),
        }
        Vec::new()
    }

    /// There is no list: what waits for it is decided without one.
    pub(super) fn no_list(&mut self, at: u64) {
        self.listing.over += 1;
        self.listing.end(false, at);
    }

    /// Decides the calls that have waited for the server's list of tools.
    pub fn decide_listed(&mut self, at: u64) -> Vec<Out> {
        let mut outs = Vec::new();
        for read in self.listing.take_ready() {
            if let Some(id) = read.id().cloned() {
                self.over(&id);
                outs.extend(self.decided(read, at));
            }
        }
        outs
    }

    /// Keeps the names of a page.
    fn learn(&mut self, read: &Envelope) -> Page {
        let result = read.object("result");
        let tools = result.as_ref().and_then(|it| wire::items(it.raw("tools")?));
        let (Some(result), Some(tools)) = (&result, tools) else {
            return Page::None;
        };
        for (name, has_form) in tools.iter().filter_map(|it| listed(it.get())) {
            if self.listed.len() < MOST_LISTED {
                self.listed.insert(name, has_form);
            }
        }
        result.text("nextCursor").map_or(Page::Last, Page::Before)
    }
}
