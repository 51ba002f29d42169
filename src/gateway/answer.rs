//! The server's side of a session: answers are passed on byte for byte, lists without what is hidden.

use super::envelope::{Envelope, Kind, Sent};
use super::message::{Lost, SUBSCRIPTION};
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
        let line = match String::from_utf8(line) {
            Ok(line) => line,
            Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
        };
        if let Some(messages) = batch(&line) {
            let each = messages.into_iter();
            return each.flat_map(|it| self.server_said(it, at)).collect();
        }
        self.server_said(line, at)
    }

    /// Takes one message of the server.
    fn server_said(&mut self, line: String, at: u64) -> Vec<Out> {
        let read = match Envelope::of_server(line) {
            Ok(read) => read,
            Err((line, reason)) => return self.refuse_answer(line.as_bytes(), &reason, at),
        };
        let changed = match read.kind() {
            Kind::Request {
                id: Id::Text(token),
                ..
            } if self.questions.owns(token) => {
                return vec![refused("it asks in the gateway's name", at)];
            }
            Kind::Notification { method } if method == ACKNOWLEDGED => self.with_tools(&read),
            Kind::Response { id: Some(id) } => match self.answer(id, &read) {
                Ok(changed) => changed,
                Err(reason) => return vec![refused(reason, at)],
            },
            Kind::Request { .. } | Kind::Notification { .. } | Kind::Response { id: None } => None,
        };
        vec![Out::ToClient(one_line(with_plain_id(
            changed.unwrap_or(read),
        )))]
    }

    /// The answer, if it changes.
    fn answer(&mut self, id: &Id, read: &Envelope) -> Result<Option<Envelope>, &'static str> {
        if matches!(self.waiting.get(id), None | Some(Waiting::Held)) {
            return Err("it answers nothing that was asked");
        }
        Ok(match self.over(id) {
            Some(Waiting::Call(reserved)) => {
                if is_failure(read) {
                    self.evaluator.failed(reserved);
                }
                None
            }
            Some(Waiting::List) => self.without_hidden(read),
            Some(Waiting::Introduction) => with_list_changed(read),
            Some(Waiting::Held | Waiting::Listen { .. } | Waiting::Other) | None => None,
        })
    }

    /// The answer to `tools/list` without the tools that are hidden; `None` if none is.
    fn without_hidden(&mut self, read: &Envelope) -> Option<Envelope> {
        let result = read.object("result")?;
        let tools = wire::items(result.raw("tools")?)?;
        let policy = self.evaluator.policy();
        let mut kept = Vec::with_capacity(tools.len());
        for tool in &tools {
            let tool_read = Members::of(tool.get());
            let has_form = tool_read
                .as_ref()
                .is_some_and(|it| it.raw("outputSchema").is_some());
            let name = tool_read.and_then(|it| it.text("name"));
            // A tool without a name cannot be called, and no rule can be about it.
            let Some(name) = name else { continue };
            if visible(policy, &name) {
                kept.push(tool.get());
            }
            if self.listed.len() < MOST_LISTED {
                self.listed.insert(name, has_form);
            }
        }
        if kept.len() == tools.len() {
            return None;
        }
        let tools = format!("[{}]", kept.join(","));
        let result = result.with(&[("tools", Some(&tools))]);
        Some(read.with("result", &result))
    }

    /// The server's word of a subscription, which tells of changed lists of tools whether or not the server
    /// does: a changed policy is reason enough.
    fn with_tools(&self, read: &Envelope) -> Option<Envelope> {
        let params = read.params()?;
        let id = Id::of(params.object("_meta")?.raw(SUBSCRIPTION)?)?;
        let told = params.object("notifications")?;
        let wanted = self.waiting.get(&id) == Some(&Waiting::Listen { tools: true });
        if !wanted || told.raw("toolsListChanged") == Some("true") {
            return None;
        }
        let told = told.with(&[("toolsListChanged", Some("true"))]);
        read.with_params(&[("notifications", Some(&told))])
    }

    /// A line of the server that is not passed on. Whoever waits for it is told.
    pub(super) fn refuse_answer(&mut self, line: &[u8], reason: &str, at: u64) -> Vec<Out> {
        let mut outs = vec![refused(reason, at)];
        if let Some(Lost::Answer(id)) = Lost::read(line)
            && self.waiting.get(&id).is_some_and(|it| *it != Waiting::Held)
        {
            self.over(&id);
            let reason = format!("the server's line was refused: {reason}");
            outs.push(Out::ToClient(reply::unanswered(&id, &reason).into()));
        }
        outs
    }

    /// The server is gone: nothing that waits will be answered.
    pub fn server_gone(&mut self) -> Vec<Out> {
        let waiting = std::mem::take(&mut self.waiting);
        let tell = |id: &Id| Out::ToClient(reply::unanswered(id, "the connection ended").into());
        waiting.keys().map(tell).collect()
    }

    /// The server will not answer a request, which may have been done all the same: it stays counted.
    pub(super) fn unanswered(&mut self, id: &Id, reason: &str) -> Vec<Out> {
        let waited = self.over(id);
        let told = waited.map(|_| Out::ToClient(reply::unanswered(id, reason).into()));
        told.into_iter().collect()
    }

    /// A request did not reach the server: what it counted is given back, and the client is told.
    pub fn not_sent(&mut self, sent: &Sent, reason: &str) -> Vec<Out> {
        // An answer of the client has an id of the server's, which may be that of a call as well.
        let Some(id) = sent.request() else {
            return Vec::new();
        };
        let Some(waiting) = self.over(&id) else {
            return Vec::new();
        };
        if let Waiting::Call(reserved) = waiting {
            self.evaluator.release(reserved);
        }
        vec![Out::ToClient(reply::unanswered(&id, reason).into())]
    }
}

/// The messages of a batch, which version 2025-03-26 allows. The client gets them one by one.
fn batch(line: &str) -> Option<Vec<String>> {
    let is_list = line.trim_start().starts_with('[');
    let items = wire::items(line).filter(|it| is_list && !it.is_empty())?;
    Some(items.iter().map(|it| it.get().to_owned()).collect())
}

/// The answer under its id as the client wrote it, which waits for `2` and may not know `2.0`.
fn with_plain_id(read: Envelope) -> Envelope {
    let plain = match (read.kind(), read.raw("id")) {
        (Kind::Response { id: Some(id) }, Some(raw)) if Id::of(raw).is_none() => id.json(),
        _ => return read,
    };
    read.with("id", &plain)
}

/// Whether an answer to a call says that it failed.
fn is_failure(read: &Envelope) -> bool {
    let result = read.object("result");
    let failed = |result: Members<'_>| result.raw("isError") == Some("true");
    read.raw("error").is_some() || result.is_some_and(failed)
}

fn refused(reason: &str, at: u64) -> Out {
    Out::Log(Record::Refused {
        at,
        side: Side::Server,
        reason: reason.to_owned(),
    })
}

/// The answer to `initialize` that promises word of changed lists, which a changed policy brings.
fn with_list_changed(read: &Envelope) -> Option<Envelope> {
    let result = read.object("result")?;
    let capabilities = result.object("capabilities")?;
    let tools = capabilities.object("tools")?;
    if tools.raw("listChanged") == Some("true") {
        return None;
    }
    let tools = tools.with(&[("listChanged", Some("true"))]);
    let capabilities = capabilities.with(&[("tools", Some(&tools))]);
    let result = result.with(&[("capabilities", Some(&capabilities))]);
    Some(read.with("result", &result))
}

/// The line as it came, unless a carriage return inside it would end it for some readers.
fn one_line(read: Envelope) -> Sent {
    let line = read.line();
    if line.strip_suffix('\r').unwrap_or(line).contains('\r') {
        return wire::compact(line).into_bytes().into();
    }
    read.into()
}
