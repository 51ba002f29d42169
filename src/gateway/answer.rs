//! The server's side of a session: answers are passed on byte for byte, lists without what is hidden.

use std::borrow::Cow;

use super::message::{Lost, Message, SUBSCRIPTION};
use super::record::{Record, Side};
use super::session::{Out, Session, Waiting};
use super::{reply, visible};
use crate::wire::{self, Id, Members};

/// The server's first word on a subscription.
const ACKNOWLEDGED: &str = "notifications/subscriptions/acknowledged";
/// Tools that a server can list; names beyond are not held in mind.
const MOST_LISTED: usize = 20_000;

impl Session {
    /// Reads a line of the server. `at` is in seconds since 1970.
    pub fn from_server(&mut self, line: Vec<u8>, at: u64) -> Vec<Out> {
        if line.trim_ascii().is_empty() {
            return Vec::new();
        }
        // A server that cuts a text in the middle of a character has done its work all the same.
        let text = String::from_utf8_lossy(&line);
        let outs = self.server_line(&wire::without_halves(&text), at);
        if self.settings.dry_run {
            let logged = outs.into_iter().filter(|out| matches!(out, Out::Log(_)));
            return logged.chain([Out::ToClient(line)]).collect();
        }
        if !outs.is_empty() {
            return outs;
        }
        let line = match text {
            Cow::Borrowed(_) => line,
            Cow::Owned(text) => text.into_bytes(),
        };
        vec![Out::ToClient(one_line(line))]
    }

    /// What to do instead of passing the line on; nothing, if it passes.
    fn server_line(&mut self, text: &str, at: u64) -> Vec<Out> {
        match Message::read(text) {
            Err(reason) => self.refuse_answer(text.as_bytes(), &reason, at),
            Ok(Message::Request {
                id: Id::Text(token),
                ..
            }) if self.questions.owns(&token) => {
                vec![refused("it asks in the gateway's name", at)]
            }
            Ok(Message::Notification { method, members }) if method == ACKNOWLEDGED => {
                let changed = self.with_tools(&members);
                let changed = changed.map(|text| Out::ToClient(one_line(text.into_bytes())));
                changed.into_iter().collect()
            }
            Ok(
                Message::Request { .. }
                | Message::Notification { .. }
                | Message::Response { id: None, .. },
            ) => Vec::new(),
            Ok(Message::Response {
                id: Some(id),
                members,
            }) => self.answer(&id, &members, at),
        }
    }

    fn answer(&mut self, id: &Id, members: &Members<'_>, at: u64) -> Vec<Out> {
        if matches!(self.waiting.get(id), None | Some(Waiting::Held)) {
            return vec![refused("it answers nothing that was asked", at)];
        }
        let changed = match self.over(id) {
            Some(Waiting::Call(reserved)) => {
                if is_failure(members) {
                    self.evaluator.failed(reserved);
                }
                None
            }
            Some(Waiting::List) => self.without_hidden(members),
            Some(Waiting::Introduction) => with_list_changed(members),
            Some(Waiting::Held | Waiting::Listen { .. } | Waiting::Other) | None => None,
        };
        let changed = changed.map(|text| Out::ToClient(one_line(text.into_bytes())));
        changed.into_iter().collect()
    }

    /// The answer to `tools/list` without the tools that are hidden; `None` if none is.
    fn without_hidden(&mut self, members: &Members<'_>) -> Option<String> {
        let result = members.object("result")?;
        let tools = wire::items(result.raw("tools")?)?;
        let policy = self.evaluator.policy();
        let mut kept = Vec::with_capacity(tools.len());
        for tool in &tools {
            let name = Members::of(tool.get()).and_then(|tool| tool.text("name"));
            // A tool without a name cannot be called, and no rule can be about it.
            let Some(name) = name else { continue };
            if visible(policy, &name) {
                kept.push(tool.get());
            }
            if self.listed.len() < MOST_LISTED {
                self.listed.insert(name);
            }
        }
        if kept.len() == tools.len() {
            return None;
        }
        let tools = format!("[{}]", kept.join(","));
        let result = result.with(&[("tools", Some(&tools))]);
        Some(members.with(&[("result", Some(&result))]))
    }

    /// The server's word of a subscription, which tells of changed lists of tools whether or not the server
    /// does: a changed policy is reason enough.
    fn with_tools(&self, members: &Members<'_>) -> Option<String> {
        let params = members.object("params")?;
        let id = Id::of(params.object("_meta")?.raw(SUBSCRIPTION)?)?;
        let told = params.object("notifications")?;
        let wanted = self.waiting.get(&id) == Some(&Waiting::Listen { tools: true });
        if !wanted || told.raw("toolsListChanged") == Some("true") {
            return None;
        }
        let told = told.with(&[("toolsListChanged", Some("true"))]);
        let params = params.with(&[("notifications", Some(&told))]);
        Some(members.with(&[("params", Some(&params))]))
    }

    /// A line of the server that is not passed on. Whoever waits for it is told.
    pub(super) fn refuse_answer(&mut self, line: &[u8], reason: &str, at: u64) -> Vec<Out> {
        let mut outs = vec![refused(reason, at)];
        if let Some(Lost::Answer(id)) = Lost::read(line)
            && self.waiting.get(&id).is_some_and(|it| *it != Waiting::Held)
        {
            self.over(&id);
            let reason = format!("the server's line was refused: {reason}");
            outs.push(Out::ToClient(reply::unanswered(&id, &reason)));
        }
        outs
    }

    /// The server is gone: nothing that waits will be answered.
    pub fn server_gone(&mut self) -> Vec<Out> {
        let waiting = std::mem::take(&mut self.waiting);
        let tell = |id: &Id| Out::ToClient(reply::unanswered(id, "the connection ended"));
        waiting.keys().map(tell).collect()
    }

    /// The server will not answer a request, which may have been done all the same: it stays counted.
    pub(super) fn unanswered(&mut self, id: &Id, reason: &str) -> Vec<Out> {
        let waited = self.over(id);
        let told = waited.map(|_| Out::ToClient(reply::unanswered(id, reason)));
        told.into_iter().collect()
    }

    /// A request did not reach the server: what it counted is given back, and the client is told.
    pub fn not_sent(&mut self, line: &[u8], reason: &str) -> Vec<Out> {
        // An answer of the client has an id of the server's, which may be that of a call as well.
        let Some(Lost::Request(id)) = Lost::read(line) else {
            return Vec::new();
        };
        let Some(waiting) = self.over(&id) else {
            return Vec::new();
        };
        if let Waiting::Call(reserved) = waiting {
            self.evaluator.release(reserved);
        }
        vec![Out::ToClient(reply::unanswered(&id, reason))]
    }
}

/// Whether an answer to a call says that it failed.
fn is_failure(members: &Members<'_>) -> bool {
    let result = members.object("result");
    let failed = |result: Members<'_>| result.raw("isError") == Some("true");
    members.raw("error").is_some() || result.is_some_and(failed)
}

fn refused(reason: &str, at: u64) -> Out {
    Out::Log(Record::Refused {
        at,
        side: Side::Server,
        reason: reason.to_owned(),
    })
}

/// The answer to `initialize` that promises word of changed lists, which a changed policy brings.
fn with_list_changed(members: &Members<'_>) -> Option<String> {
    let result = members.object("result")?;
    let capabilities = result.object("capabilities")?;
    let tools = capabilities.object("tools")?;
    if tools.raw("listChanged") == Some("true") {
        return None;
    }
    let tools = tools.with(&[("listChanged", Some("true"))]);
    let capabilities = capabilities.with(&[("tools", Some(&tools))]);
    let result = result.with(&[("capabilities", Some(&capabilities))]);
    Some(members.with(&[("result", Some(&result))]))
}

/// The line as it came, unless a carriage return inside it would end it for some readers.
fn one_line(line: Vec<u8>) -> Vec<u8> {
    let body = line.strip_suffix(b"\r").unwrap_or(&line);
    if !body.contains(&b'\r') {
        return line;
    }
    match std::str::from_utf8(body) {
        Ok(text) => wire::compact(text).into_bytes(),
        Err(_) => line,
    }
}
