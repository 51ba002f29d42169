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
pub(super) const MOST_LISTED: usize = 20_000;
/// The server's word that its list of tools is another one.
const LIST_CHANGED: &str = "notifications/tools/list_changed";

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
            Kind::Response { id: Some(id) } if self.waiting.get(id) == Some(&Waiting::OwnList) => {
                self.over(id);
                return self.own_list(&read, at);
            }
            Kind::Notification { method } if method == LIST_CHANGED => {
                self.listing.is_old();
                None
            }
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
            Some(Waiting::Held | Waiting::OwnList | Waiting::Listen { .. } | Waiting::Other)
            | None => None,
        })
    }

    /// The answer to `tools/list` without the tools that are hidden; `None` if none is.
    fn without_hidden(&mut self, read: &Envelope) -> Option<Envelope> {
        let result = read.object("result")?;
        let tools = wire::items(result.raw("tools")?)?;
        let policy = self.evaluator.policy();
        let mut kept = Vec::with_capacity(tools.len());
        for tool in &tools {
            // A tool without a name cannot be called, and no rule can be about it.
            let Some((name, has_form)) = listed(tool.get()) else {
                continue;
            };
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
            let reason = format!("the server's line was refused: {reason}");
            outs.extend(self.unanswered(&id, &reason, at));
        }
        outs
    }

    /// The server is gone: nothing that waits will be answered.
    pub fn server_gone(&mut self) -> Vec<Out> {
        let waiting = std::mem::take(&mut self.waiting);
        self.listing.clear();
        let tell = |id: &Id| Out::ToClient(reply::unanswered(id, "the connection ended").into());
        let clients = waiting.iter().filter(|(_, it)| **it != Waiting::OwnList);
        clients.map(|(id, _)| tell(id)).collect()
    }

    /// The server will not answer a request, which may have been done all the same: it stays counted.
    pub(super) fn unanswered(&mut self, id: &Id, reason: &str, at: u64) -> Vec<Out> {
        match self.over(id) {
            Some(Waiting::OwnList) => {
                self.no_list(at);
                Vec::new()
            }
            Some(_) => vec![Out::ToClient(reply::unanswered(id, reason).into())],
            None => Vec::new(),
        }
    }

    /// A request did not reach the server: what it counted is given back, and the client is told.
    pub fn not_sent(&mut self, sent: &Sent, reason: &str, at: u64) -> Vec<Out> {
        // An answer of the client has an id of the server's, which may be that of a call as well.
        let Some(id) = sent.request() else {
            return Vec::new();
        };
        let Some(waiting) = self.over(&id) else {
            return Vec::new();
        };
        match waiting {
            Waiting::OwnList => {
                self.no_list(at);
                return Vec::new();
            }
            Waiting::Call(reserved) => self.evaluator.release(reserved),
            _ => {}
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

/// The name of a tool of a list, and whether its results must have a form.
pub(super) fn listed(tool: &str) -> Option<(String, bool)> {
    let read = Members::of(tool)?;
    Some((read.text("name")?, read.raw("outputSchema").is_some()))
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
