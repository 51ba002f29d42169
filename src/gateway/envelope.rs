//! A message that was read once from its line, and what goes with it.

use super::message::{ENVELOPE, Lost, TOOLS_CALL, ToolCall, method_name, plain_keys};
use crate::wire::{self, Id, Members, Spans};

/// A message with its line. Whoever it comes to asks it, and nobody reads the line again.
#[derive(Debug, Clone, PartialEq)]
pub struct Envelope {
    line: String,
    kind: Kind,
    members: Spans,
    /// The members of `params`, as places in its value.
    params: Option<Spans>,
    /// What a request of the client says to call.
    call: Option<Result<ToolCall, String>>,
}

/// What a message is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// Wants an answer.
    Request {
        /// The id of the answer.
        id: Id,
        /// What is to be done.
        method: String,
    },
    /// Wants none.
    Notification {
        /// What has happened.
        method: String,
    },
    /// Answers a request; without an id it answers one that could not be read.
    Response {
        /// The id of the request.
        id: Option<Id>,
    },
}

impl Envelope {
    /// Reads a message of the client; it goes on in one line for every reader of lines.
    ///
    /// # Errors
    ///
    /// Why the text is no message that all readers take alike, without any of its values.
    pub(super) fn of_client(text: &str) -> Result<Self, String> {
        wire::check(text)?;
        let line = wire::compact(text);
        let (kind, members, params) = read(&line)?;
        let mut envelope = Self {
            line,
            kind,
            members,
            params,
            call: None,
        };
        let calls = matches!(&envelope.kind, Kind::Request { method, .. } if method == TOOLS_CALL);
        envelope.call = calls.then(|| ToolCall::read(envelope.params().as_ref()));
        Ok(envelope)
    }

    /// Reads a message of the server; its line stays as it came.
    ///
    /// # Errors
    ///
    /// As for one of the client.
    pub(super) fn of_server(line: String) -> Result<Self, (String, String)> {
        // A server that cuts a text in the middle of a character has done its work all the same.
        let text = wire::without_halves(&line);
        let read = wire::check(&text).and_then(|()| read(&text));
        drop(text);
        match read {
            Ok((kind, members, params)) => Ok(Self {
                line,
                kind,
                members,
                params,
                call: None,
            }),
            Err(reason) => Err((line, reason)),
        }
    }

    /// The line, without its line feed.
    pub fn line(&self) -> &str {
        &self.line
    }

    pub(super) const fn kind(&self) -> &Kind {
        &self.kind
    }

    /// The id of a request.
    pub(super) const fn id(&self) -> Option<&Id> {
        match &self.kind {
            Kind::Request { id, .. } => Some(id),
            Kind::Notification { .. } | Kind::Response { .. } => None,
        }
    }

    /// The method; empty for an answer.
    pub(super) fn method(&self) -> &str {
        match &self.kind {
            Kind::Request { method, .. } | Kind::Notification { method } => method,
            Kind::Response { .. } => "",
        }
    }

    /// What a request of the client says to call, or why it calls nothing.
    pub(super) const fn call(&self) -> Option<&Result<ToolCall, String>> {
        self.call.as_ref()
    }

    /// The members of the message.
    pub(super) fn members(&self) -> Members<'_> {
        self.members.members(&self.line)
    }

    /// The members of `params`, if it is an object.
    pub(super) fn params(&self) -> Option<Members<'_>> {
        let text = self.members.raw(&self.line, "params")?;
        Some(self.params.as_ref()?.members(text))
    }

    /// The object under a key of the message.
    pub(super) fn object(&self, key: &str) -> Option<Members<'_>> {
        Members::of(self.members.raw(&self.line, key)?)
    }

    /// The value under a key of the message, as it is written.
    pub(super) fn raw(&self, key: &str) -> Option<&str> {
        self.members.raw(&self.line, key)
    }

    /// The same with another value under a key, which is neither the id nor the parameters.
    pub(super) fn with(&self, key: &str, value: &str) -> Self {
        let (line, members) = self.members.with(&self.line, &[(key, Some(value))]);
        Self {
            line,
            kind: self.kind.clone(),
            members,
            params: self.params.clone(),
            call: self.call.clone(),
        }
    }

    /// The same with other values in its parameters; without those that have none.
    pub(super) fn with_params(&self, changes: &[(&str, Option<&str>)]) -> Option<Self> {
        let (text, params) = {
            let text = self.raw("params")?;
            self.params.as_ref()?.with(text, changes)
        };
        let mut other = self.with("params", &text);
        other.params = Some(params);
        Some(other)
    }

    /// The same request under another id.
    pub(super) fn with_id(&self, id: &Id) -> Self {
        let mut changed = self.with("id", &id.json());
        if let Kind::Request { id: own, .. } = &mut changed.kind {
            own.clone_from(id);
        }
        changed
    }

    /// The line, without the rest.
    pub(super) fn into_line(self) -> Vec<u8> {
        self.line.into_bytes()
    }
}

/// What a message is, and where its members and those of its parameters stand.
type Read = (Kind, Spans, Option<Spans>);

fn read(text: &str) -> Result<Read, String> {
    let spans = Spans::of(text).ok_or("it is no object")?;
    let members = spans.members(text);
    plain_keys(&members, ENVELOPE)?;
    if members.text("jsonrpc").as_deref() != Some("2.0") {
        return Err("`jsonrpc` is not \"2.0\"".to_owned());
    }
    let raw_id = members.raw("id");
    let id = raw_id.and_then(Id::of);
    let answers = members.raw("result").is_some() || members.raw("error").is_some();
    let kind = match members.raw("method") {
        None => response(raw_id.and_then(Id::of_answer), raw_id, &members)?,
        Some(_) if answers => return Err("it is both a request and an answer".to_owned()),
        Some(method) => {
            let method = method_name(method)?;
            match (id, raw_id) {
                (Some(id), _) => Kind::Request { id, method },
                (None, None) => Kind::Notification { method },
                (None, Some(_)) => return Err(NO_ID.to_owned()),
            }
        }
    };
    let params = members.raw("params").and_then(Spans::of);
    Ok((kind, spans, params))
}

const NO_ID: &str = "`id` is neither a text nor a whole number";

fn response(id: Option<Id>, raw_id: Option<&str>, members: &Members<'_>) -> Result<Kind, String> {
    let failed = members.raw("error").is_some();
    if failed == members.raw("result").is_some() {
        return Err("it is neither a request nor an answer".to_owned());
    }
    let unread = failed && raw_id.is_none_or(|raw| raw == "null");
    if id.is_none() && !unread {
        return Err(NO_ID.to_owned());
    }
    Ok(Kind::Response { id })
}

/// A line on its way, with what was read of it.
#[derive(Debug, Clone)]
pub enum Sent {
    /// A message that was read.
    Read(Box<Envelope>),
    /// A line that nobody has read, or one of the gateway's own.
    Raw(Vec<u8>),
}

impl Sent {
    /// The line, without its line feed.
    pub fn line(&self) -> &[u8] {
        match self {
            Self::Read(read) => read.line().as_bytes(),
            Self::Raw(line) => line,
        }
    }

    /// The line, without the rest.
    pub fn into_line(self) -> Vec<u8> {
        match self {
            Self::Read(read) => read.into_line(),
            Self::Raw(line) => line,
        }
    }

    /// The request that it is, if anybody waits for its answer.
    pub(super) fn request(&self) -> Option<Id> {
        match self {
            Self::Read(read) => read.id().cloned(),
            Self::Raw(line) => match Lost::read(line) {
                Some(Lost::Request(id)) => Some(id),
                Some(Lost::Answer(_)) | None => None,
            },
        }
    }
}

impl PartialEq for Sent {
    fn eq(&self, other: &Self) -> bool {
        self.line() == other.line()
    }
}

impl Eq for Sent {}

impl From<Vec<u8>> for Sent {
    fn from(line: Vec<u8>) -> Self {
        Self::Raw(line)
    }
}

impl From<Envelope> for Sent {
    fn from(read: Envelope) -> Self {
        Self::Read(Box::new(read))
    }
}
