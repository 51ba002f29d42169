//! One connection of a client to a server: lines in, lines and records out. Nothing here touches the
//! world.

use std::cell::OnceCell;
use std::collections::{BTreeMap, VecDeque};

use super::ask::{self, Questions, Reply};
use super::envelope::{Envelope, Kind, Sent};
use super::listing::Listing;
use super::lookalike::Names;
use super::message::{LISTEN, Lost, TOOLS_CALL, TOOLS_LIST};
use super::record::{Record, Side};
use super::recording::Passed;
use super::{reply, visible};
use crate::policy::{Evaluator, Policy, Reservation};
use crate::wire::{self, Id};

/// What a session is told once.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The server's name, for questions.
    pub server: String,
    /// Whether everything passes and decisions are only recorded.
    pub dry_run: bool,
    /// Text that the server cannot guess; it keeps the server from asking in the gateway's name.
    pub secret: String,
    /// Whether calls that are passed on are to be recorded with their arguments.
    pub records: bool,
}

/// What a session wants done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Out {
    /// A line for the client, without its line feed.
    ToClient(Sent),
    /// A line for the server, without its line feed.
    ToServer(Sent),
    /// A line for the log.
    Log(Record),
    /// A call to record, which is passed on.
    Passed(Passed),
}

/// One connection, as what carries its lines sees it: a session, or a dry run around one.
pub(super) trait Talk: Send {
    /// The session itself.
    fn session(&mut self) -> &mut Session;

    /// Reads a line of the client. `at` is in seconds since 1970.
    fn client_line(&mut self, line: Vec<u8>, at: u64) -> Vec<Out>;

    /// Takes a message of the client that was read.
    fn client_said(&mut self, read: Envelope, at: u64) -> Vec<Out>;

    /// Reads a line of the server.
    fn server_line(&mut self, line: Vec<u8>, at: u64) -> Vec<Out>;

    /// Decides the calls that have waited for the server's list of tools.
    fn decide_listed(&mut self, at: u64) -> Vec<Out>;

    /// Decides by another policy from now on.
    fn replace(&mut self, policy: Policy) -> Vec<Out>;
}

impl Talk for Session {
    fn session(&mut self) -> &mut Session {
        self
    }

    fn client_line(&mut self, line: Vec<u8>, at: u64) -> Vec<Out> {
        self.from_client(&line, at)
    }

    fn client_said(&mut self, read: Envelope, at: u64) -> Vec<Out> {
        Self::client_said(self, read, at)
    }

    fn server_line(&mut self, line: Vec<u8>, at: u64) -> Vec<Out> {
        self.from_server(line, at)
    }

    fn decide_listed(&mut self, at: u64) -> Vec<Out> {
        Self::decide_listed(self, at)
    }

    fn replace(&mut self, policy: Policy) -> Vec<Out> {
        Self::replace(self, policy)
    }
}

/// The state of one connection.
#[derive(Debug)]
pub struct Session {
    pub(super) evaluator: Evaluator,
    pub(super) settings: Settings,
    /// Whether the client has sent `initialize`: the protocol up to 2025-11-25.
    pub(super) initialized: bool,
    /// Whether such a client shows forms.
    pub(super) shows_forms: bool,
    pub(super) waiting: BTreeMap<Id, Waiting>,
    cancelled: VecDeque<Id>,
    pub(super) questions: Questions,
    /// The tools that the server has listed, and whether a result of each must have a form.
    pub(super) listed: BTreeMap<String, bool>,
    /// The names that the policy speaks of, once a call has one that could be one of them.
    pub(super) names: OnceCell<Names>,
    /// What the gateway itself asks for of that list.
    pub(super) listing: Listing,
}

/// What a request that has no answer yet was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Waiting {
    /// A list of tools, whose answer is filtered.
    List,
    /// The gateway's own request for the list of tools.
    OwnList,
    /// A call, and what is counted for it.
    Call(Reservation),
    /// A call that waits for a person or for the list of tools; the server knows nothing of it.
    Held,
    /// The handshake, or what stands for it from 2026-07-28 on.
    Introduction,
    /// A subscription; whether it is to tell of changed lists of tools.
    Listen {
        /// Whether the client wants word of them.
        tools: bool,
    },
    /// Any other.
    Other,
}

const CANCELLED: &str = "notifications/cancelled";
/// Requests without an answer that are held in mind.
const MOST_WAITING: usize = 10_000;
/// Cancelled requests whose late answer is still expected.
const MOST_CANCELLED: usize = 1_000;

impl Session {
    /// A connection on which nothing was said yet.
    pub fn new(policy: Policy, settings: Settings) -> Self {
        Self::of(Evaluator::new(policy), settings)
    }

    /// The same, with a record of calls that others may share.
    pub fn of(evaluator: Evaluator, settings: Settings) -> Self {
        Self {
            evaluator,
            questions: Questions::new(&settings.secret),
            settings,
            initialized: false,
            shows_forms: false,
            waiting: BTreeMap::new(),
            cancelled: VecDeque::new(),
            listed: BTreeMap::new(),
            names: OnceCell::new(),
            listing: Listing::default(),
        }
    }

    /// Whether the client still waits for the answer to a request.
    pub fn waits(&self, id: &Id) -> bool {
        self.waiting.contains_key(id) && !self.cancelled.contains(id)
    }

    /// How many requests of the client have no answer yet.
    pub fn waiting(&self) -> usize {
        let own = |it: &&Waiting| **it != Waiting::OwnList;
        self.waiting.values().filter(own).count()
    }

    /// Lets calls that have waited too long for the server's list of tools be decided without it.
    pub fn give_up(&mut self, at: u64) {
        self.listing.give_up(at);
    }

    /// Reads a line of the client. `at` is in seconds since 1970.
    pub fn from_client(&mut self, line: &[u8], at: u64) -> Vec<Out> {
        if line.trim_ascii().is_empty() {
            return Vec::new();
        }
        let text = std::str::from_utf8(line).map_err(|_| "it is not UTF-8".to_owned());
        match text.and_then(Envelope::of_client) {
            Ok(read) => self.client_said(read, at),
            Err(reason) => self.refused(line, &reason, at),
        }
    }

    /// A message of the client that was read. `at` is in seconds since 1970.
    pub fn client_said(&mut self, read: Envelope, at: u64) -> Vec<Out> {
        let refused = self.allowed(&read).err();
        match (refused, read.kind()) {
            (Some(reason), _) => self.refused(read.line().as_bytes(), &reason, at),
            (None, Kind::Request { method, .. }) if method == TOOLS_CALL => self.call(read, at),
            (
                None,
                Kind::Response {
                    id: Some(Id::Text(token)),
                },
            ) if self.questions.owns(token) => self.response(token, &read, at),
            (None, Kind::Request { id, method }) => {
                let waiting = self.waiting_for(method, &read);
                self.waiting.insert(id.clone(), waiting);
                vec![Out::ToServer(read.into())]
            }
            (None, Kind::Notification { method }) if method == CANCELLED => self.cancelled(read),
            (None, _) => vec![Out::ToServer(read.into())],
        }
    }

    /// Whether a message may be said now.
    pub(super) fn allowed(&self, read: &Envelope) -> Result<(), String> {
        match read.kind() {
            Kind::Request { id, .. } if self.waiting.contains_key(id) => {
                Err("its id is that of a request without an answer".to_owned())
            }
            Kind::Request { .. } if self.waiting.len() >= MOST_WAITING => {
                Err("too many requests have no answer".to_owned())
            }
            Kind::Request { .. } => match read.call() {
                Some(Err(reason)) => Err(reason.clone()),
                Some(Ok(_)) | None => Ok(()),
            },
            Kind::Notification { method } if method == TOOLS_CALL => {
                Err("a call without an id".to_owned())
            }
            Kind::Notification { .. } | Kind::Response { .. } => Ok(()),
        }
    }

    /// A line that was too long to be kept; `left` is a message with its id. Whoever waits is told.
    pub fn too_long(&mut self, side: Side, left: &[u8], at: u64) -> Vec<Out> {
        let reason = format!("it is longer than {} bytes", wire::LONGEST);
        match side {
            Side::Client => self.refused(left, &reason, at),
            Side::Server => self.refuse_answer(left, &reason, at),
        }
    }

    /// A line that goes no further; whoever waits for it is told.
    fn refused(&mut self, line: &[u8], reason: &str, at: u64) -> Vec<Out> {
        let mut outs = vec![Out::Log(Record::Refused {
            at,
            side: Side::Client,
            reason: reason.to_owned(),
        })];
        match Lost::read(line) {
            Some(Lost::Request(id)) => outs.push(Out::ToClient(reply::refused(&id, reason).into())),
            Some(Lost::Answer(Id::Text(token))) if self.questions.owns(&token) => {
                let question = self.questions.close(&token);
                outs.extend(
                    question
                        .into_iter()
                        .flat_map(|it| self.reply(it, Reply::Declined, at)),
                );
            }
            Some(Lost::Answer(id)) => outs.push(Out::ToServer(reply::refused(&id, reason).into())),
            None => {}
        }
        outs
    }

    /// What a request that passes waits for.
    fn waiting_for(&mut self, method: &str, read: &Envelope) -> Waiting {
        match method {
            TOOLS_LIST => Waiting::List,
            "initialize" => {
                let capabilities = read.params().and_then(|it| it.value("capabilities"));
                self.initialized = true;
                self.shows_forms = capabilities.is_some_and(|it| ask::shows_forms(&it));
                Waiting::Introduction
            }
            "server/discover" => Waiting::Introduction,
            LISTEN => Waiting::Listen {
                tools: wants_tools(read),
            },
            _ => Waiting::Other,
        }
    }

    /// The client waits for a request no longer.
    fn cancelled(&mut self, read: Envelope) -> Vec<Out> {
        let id = read.params().and_then(|it| Id::of(it.raw("requestId")?));
        let held = id.and_then(|id| self.cancel(id));
        held.unwrap_or_else(|| vec![Out::ToServer(read.into())])
    }

    /// The client waits no longer. What was sent may still be done, so it stays counted; a call that
    /// waits for a person is not made, and the server is not told of it.
    fn cancel(&mut self, id: Id) -> Option<Vec<Out>> {
        if self.waiting.get(&id) == Some(&Waiting::Held) {
            self.over(&id);
            if self.listing.forget(&id) {
                return Some(Vec::new());
            }
            let (token, question) = self.questions.close_call(&id)?;
            self.evaluator.release(question.reserved);
            return Some(vec![Out::ToClient(reply::cancelled(&token).into())]);
        }
        if self.waiting.contains_key(&id) && !self.cancelled.contains(&id) {
            self.cancelled.push_back(id);
        }
        if self.cancelled.len() > MOST_CANCELLED
            && let Some(oldest) = self.cancelled.pop_front()
        {
            self.waiting.remove(&oldest);
        }
        None
    }

    /// Nothing is waited for under this id any more; gives what was.
    pub(super) fn over(&mut self, id: &Id) -> Option<Waiting> {
        // The client may use the id again, and has not cancelled that request.
        self.cancelled.retain(|it| it != id);
        self.waiting.remove(id)
    }

    /// An answer to a question of the gateway.
    fn response(&mut self, token: &str, read: &Envelope, at: u64) -> Vec<Out> {
        let Some(question) = self.questions.close(token) else {
            return Vec::new();
        };
        self.reply(question, Reply::of_answer(&read.members()), at)
    }

    /// Decides by another policy from now on.
    pub fn replace(&mut self, policy: Policy) -> Vec<Out> {
        let other =
            |name: &String| visible(self.evaluator.policy(), name) != visible(&policy, name);
        let changed = self.listed.keys().any(other);
        self.evaluator.replace(policy);
        self.names = OnceCell::new();
        if !changed {
            return Vec::new();
        }
        let all = self.initialized.then(|| reply::list_changed(None));
        let listening = self.waiting.iter();
        let listening =
            listening.filter(|(_, waiting)| matches!(waiting, Waiting::Listen { tools: true }));
        let each = listening.map(|(id, _)| reply::list_changed(Some(id)));
        let told = all.into_iter().chain(each);
        told.map(|line| Out::ToClient(line.into())).collect()
    }
}

/// Whether a subscription asks for word of changed lists of tools.
fn wants_tools(read: &Envelope) -> bool {
    let wanted = read.params().and_then(|it| it.object("notifications"));
    wanted.is_some_and(|wanted| wanted.raw("toolsListChanged") == Some("true"))
}
