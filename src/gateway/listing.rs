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

/// How far the gateway has asked for the list.
#[derive(Debug, Default)]
pub(super) struct Listing {
    /// Whether a request has no answer yet.
    is_asked: bool,
    /// The number of the last request.
    last: u64,
    /// Pages that were asked for since the list was begun.
    pages: usize,
    /// What requests of this client say of themselves, as it is written.
    meta: Option<String>,
    /// Whether the whole list is known, and has not changed since.
    is_whole: bool,
    /// Whether the list has changed since it was begun.
    has_changed: bool,
    /// The calls that wait for it, in order.
    calls: Vec<Envelope>,
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
        self.is_whole = false;
        self.has_changed = true;
    }

    /// Whether the whole list is known.
    pub(super) const fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// Lets a call go that nobody waits for any more; whether it waited for the list.
    pub(super) fn forget(&mut self, id: &Id) -> bool {
        let before = self.calls.len();
        self.calls.retain(|call| call.id() != Some(id));
        self.calls.len() < before
    }

    /// No list comes any more.
    pub(super) fn clear(&mut self) {
        self.calls.clear();
        self.is_asked = false;
    }
}

impl Session {
    /// Where the policy speaks of a tool that a lenient server could take an unnamed name for, and that tool. A
    /// name that the server itself lists is a tool of its own.
    pub(super) fn resembled(&self, tool: &str) -> Option<(&str, &str)> {
        let policy = self.evaluator.policy();
        let stands = policy.hides(tool) || policy.rule(tool).is_some();
        if policy.default == Fallback::Deny || stands || self.listed.contains_key(tool) {
            return None;
        }
        self.names.get_or_init(|| Names::of(policy)).nearly(tool)
    }

    /// Whether only the server's list says what a call calls.
    pub(super) fn needs_list(&self, call: &ToolCall) -> bool {
        let can_wait = !self.listing.is_whole && self.listing.calls.len() < MOST_HELD;
        can_wait && self.resembled(&call.tool).is_some()
    }

    /// Lets a call wait for the server's list.
    pub(super) fn hold(&mut self, id: Id, read: Envelope) -> Vec<Out> {
        self.waiting.insert(id, Waiting::Held);
        let meta = read.params().and_then(|it| it.object("_meta"));
        // The progress of the list is not that of the call.
        let meta = meta.map(|it| it.with(&[("progressToken", None)]));
        self.listing.calls.push(read);
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
        match self.learn(read) {
            Page::Last => self.decide_held(true, at),
            Page::Before(cursor) if self.listing.pages < MOST_PAGES => {
                vec![self.ask_for_page(Some(&cursor))]
            }
            Page::Before(_) | Page::None => self.decide_held(false, at),
        }
    }

    /// There is no list: what waits for it is decided without one.
    pub(super) fn no_list(&mut self, at: u64) -> Vec<Out> {
        self.decide_held(false, at)
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

    fn decide_held(&mut self, is_whole: bool, at: u64) -> Vec<Out> {
        self.listing.is_asked = false;
        self.listing.is_whole = is_whole && !self.listing.has_changed;
        let mut outs = Vec::new();
        for read in std::mem::take(&mut self.listing.calls) {
            if let Some(id) = read.id().cloned() {
                self.over(&id);
                outs.extend(self.decided(read, at));
            }
        }
        outs
    }
}
