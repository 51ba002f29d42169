//! One connection of a client to a server: lines in, lines and records out. Nothing here touches the
//! world.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::ask::{self, Questions, Reply};
use super::message::{LISTEN, Lost, Message, TOOLS_CALL, TOOLS_LIST};
use super::record::{Record, Side};
use super::recording::Passed;
use super::{reply, visible};
use crate::policy::{Evaluator, Policy, Reservation};
use crate::wire::{self, Id, Members};

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
    ToClient(Vec<u8>),
    /// A line for the server, without its line feed.
    ToServer(Vec<u8>),
    /// A line for the log.
    Log(Record),
    /// A call to record, which is passed on.
    Passed(Passed),
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
    /// Names of the tools that the server has listed.
    pub(super) listed: BTreeSet<String>,
}

/// What a request that has no answer yet was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Waiting {
    /// A list of tools, whose answer is filtered.
    List,
    /// A call, and what is counted for it.
    Call(Reservation),
    /// A call that waits for a person; the server knows nothing of it.
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
            listed: BTreeSet::new(),
        }
    }

    /// Whether the client still waits for the answer to a request.
    pub fn waits(&self, id: &Id) -> bool {
        self.waiting.contains_key(id) && !self.cancelled.contains(id)
    }

    /// How many requests have no answer yet.
    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// Reads a line of the client. `at` is in seconds since 1970.
    pub fn from_client(&mut self, line: Vec<u8>, at: u64) -> Vec<Out> {
        if line.trim_ascii().is_empty() {
            return Vec::new();
        }
        let Ok(text) = std::str::from_utf8(&line) else {
            return self.refuse(line, "it is not UTF-8", at);
        };
        let mut outs = match Message::read(text) {
            Ok(Message::Request {
                id,
                method,
                members,
            }) => match self.request(&id, &method, &members, text, at) {
                Ok(outs) => outs,
                Err(reason) => return self.refuse(line, &reason, at),
            },
            Ok(Message::Notification { method, members }) => {
                match self.notification(&method, &members, text) {
                    Ok(outs) => outs,
                    Err(reason) => return self.refuse(line, &reason, at),
                }
            }
            Ok(Message::Response { id, members }) => self.response(id.as_ref(), &members, text, at),
            Err(reason) => return self.refuse(line, &reason, at),
        };
        if self.settings.dry_run {
            outs.push(Out::ToServer(line));
        }
        outs
    }

    /// A line that was too long to be kept; `left` is a message with its id. Whoever waits is told.
    pub fn too_long(&mut self, side: Side, left: &[u8], at: u64) -> Vec<Out> {
        let reason = format!("it is longer than {} bytes", wire::LONGEST);
        match side {
            Side::Client => self.refused(left, &reason, at),
            Side::Server => self.refuse_answer(left, &reason, at),
        }
    }

    /// A line that is not passed on, unless nothing is to be enforced.
    fn refuse(&mut self, line: Vec<u8>, reason: &str, at: u64) -> Vec<Out> {
        if self.settings.dry_run {
            let side = Side::Client;
            let reason = reason.to_owned();
            let record = Record::Refused { at, side, reason };
            return vec![Out::Log(record), Out::ToServer(line)];
        }
        self.refused(&line, reason, at)
    }

    /// A line that goes no further; whoever waits for it is told.
    fn refused(&mut self, line: &[u8], reason: &str, at: u64) -> Vec<Out> {
        let mut outs = vec![Out::Log(Record::Refused {
            at,
            side: Side::Client,
            reason: reason.to_owned(),
        })];
        match Lost::read(line) {
            Some(Lost::Request(id)) => outs.push(Out::ToClient(reply::refused(&id, reason))),
            Some(Lost::Answer(Id::Text(token))) if self.questions.owns(&token) => {
                let question = self.questions.close(&token);
                outs.extend(
                    question
                        .into_iter()
                        .flat_map(|it| self.reply(it, Reply::Declined, at)),
                );
            }
            Some(Lost::Answer(id)) => outs.push(Out::ToServer(reply::refused(&id, reason))),
            None => {}
        }
        outs
    }

    fn request(
        &mut self,
        id: &Id,
        method: &str,
        members: &Members<'_>,
        text: &str,
        at: u64,
    ) -> Result<Vec<Out>, String> {
        if self.waiting.contains_key(id) {
            return Err("its id is that of a request without an answer".to_owned());
        }
        if self.waiting.len() >= MOST_WAITING {
            return Err("too many requests have no answer".to_owned());
        }
        let waiting = match method {
            TOOLS_CALL => return self.call(id, members, text, at),
            TOOLS_LIST => Waiting::List,
            "initialize" => {
                let params = members.object("params");
                let capabilities = params.and_then(|params| params.value("capabilities"));
                self.initialized = true;
                self.shows_forms = capabilities.is_some_and(|it| ask::shows_forms(&it));
                Waiting::Introduction
            }
            "server/discover" => Waiting::Introduction,
            LISTEN => Waiting::Listen {
                tools: wants_tools(members),
            },
            _ => Waiting::Other,
        };
        self.waiting.insert(id.clone(), waiting);
        Ok(self.pass(text))
    }

    /// The line for the server. In a dry run the line as it came is sent instead, by the caller.
    fn pass(&self, text: &str) -> Vec<Out> {
        if self.settings.dry_run {
            return Vec::new();
        }
        vec![Out::ToServer(wire::compact(text).into_bytes())]
    }

    fn notification(
        &mut self,
        method: &str,
        members: &Members<'_>,
        text: &str,
    ) -> Result<Vec<Out>, String> {
        if method == TOOLS_CALL {
            return Err("a call without an id".to_owned());
        }
        if method == "notifications/cancelled" {
            let params = members.object("params");
            let id = params.as_ref().and_then(|params| params.raw("requestId"));
            if let Some(id) = id.and_then(Id::of)
                && let Some(outs) = self.cancel(id)
            {
                return Ok(outs);
            }
        }
        Ok(self.pass(text))
    }

    /// The client waits no longer. What was sent may still be done, so it stays counted; a call that
    /// waits for a person is not made, and the server is not told of it.
    fn cancel(&mut self, id: Id) -> Option<Vec<Out>> {
        if self.waiting.get(&id) == Some(&Waiting::Held) {
            self.over(&id);
            let (token, question) = self.questions.close_call(&id)?;
            self.evaluator.release(question.reserved);
            return Some(vec![Out::ToClient(reply::cancelled(&token))]);
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

    fn response(
        &mut self,
        id: Option<&Id>,
        members: &Members<'_>,
        text: &str,
        at: u64,
    ) -> Vec<Out> {
        let Some(Id::Text(token)) = id else {
            return self.pass(text);
        };
        if !self.questions.owns(token) {
            return self.pass(text);
        }
        let Some(question) = self.questions.close(token) else {
            return Vec::new();
        };
        self.reply(question, Reply::of_answer(members), at)
    }

    /// Decides by another policy from now on.
    pub fn replace(&mut self, policy: Policy) -> Vec<Out> {
        let other =
            |name: &String| visible(self.evaluator.policy(), name) != visible(&policy, name);
        let changed = self.listed.iter().any(other);
        self.evaluator.replace(policy);
        if !changed || self.settings.dry_run {
            return Vec::new();
        }
        let all = self.initialized.then(|| reply::list_changed(None));
        let listening = self.waiting.iter();
        let listening =
            listening.filter(|(_, waiting)| matches!(waiting, Waiting::Listen { tools: true }));
        let each = listening.map(|(id, _)| reply::list_changed(Some(id)));
        all.into_iter().chain(each).map(Out::ToClient).collect()
    }
}

/// Whether a subscription asks for word of changed lists of tools.
fn wants_tools(members: &Members<'_>) -> bool {
    let wanted = members
        .object("params")
        .and_then(|it| it.object("notifications"));
    wanted.is_some_and(|wanted| wanted.raw("toolsListChanged") == Some("true"))
}
