//! A server over streamable HTTP: each message is a POST; answers come as JSON or as events.

use std::collections::VecDeque;
use std::io::{BufReader, Read};
use std::time::{Duration, Instant};

use ureq::http::{HeaderValue, Response, header};
use ureq::{Agent, Body, RequestBuilder};

use super::channel::{Channel, Received};
use super::finding::Failure;
use super::instead::Head;
use super::limits::{Limit, Limits};
use super::message::{MODERN, Outgoing, answers, is_rpc_error};
use super::unreached::unreached;
use crate::wire::{
    EVENTS, Events, Line, METHOD, Remote, SESSION, Unreached, VERSION, follow, media_type,
};

/// How long the server is told that the connection is over.
const FAREWELL: Duration = Duration::from_secs(1);
/// Bytes of an error's body that are kept.
const KEPT: u64 = 4 << 10;

/// A connection over HTTP.
pub(super) struct Http {
    agent: Agent,
    remote: Remote,
    limits: Limits,
    /// Bytes that the server may still send.
    left: usize,
    session: Option<HeaderValue>,
    version: Option<HeaderValue>,
    received: VecDeque<Received>,
    /// Why the last request has no answer, though there was a response.
    unanswered: Option<Failure>,
}

impl Http {
    pub(super) fn new(remote: Remote, limits: Limits) -> Self {
        Self {
            agent: remote.agent(),
            remote,
            limits,
            left: limits.total,
            session: None,
            version: None,
            received: VecDeque::new(),
            unanswered: None,
        }
    }

    fn headers<B>(&self, request: RequestBuilder<B>, modern: bool) -> RequestBuilder<B> {
        let mut request = self.remote.with_headers(request);
        if modern {
            return request.header(VERSION, MODERN);
        }
        if let Some(session) = &self.session {
            request = request.header(SESSION, session.clone());
        }
        match &self.version {
            Some(version) => request.header(VERSION, version.clone()),
            None => request,
        }
    }

    fn post(&self, message: &Outgoing, until: Instant) -> Result<Response<Body>, Unreached> {
        follow(self.remote.url(), |url| {
            let request = self.headers(self.agent.post(url), message.modern);
            let request = request.header(header::ACCEPT, "application/json, text/event-stream");
            let request = if message.modern {
                request.header(METHOD, message.method)
            } else {
                request
            };
            // No time at all would mean any time.
            let left = until.saturating_duration_since(Instant::now());
            let left = left.max(Duration::from_millis(1));
            let request = request.config().timeout_global(Some(left)).build();
            let request = request.content_type("application/json");
            request.send(message.text.as_bytes())
        })
    }

    /// Keeps what a response holds: one message, or events up to the answer.
    fn keep(&mut self, response: Response<Body>, message: &Outgoing) -> Result<(), Failure> {
        let kind = media_type(&response);
        let body = response.into_body().into_reader();
        let most = u64::try_from(self.left).unwrap_or(u64::MAX);
        let mut body = BufReader::new(body.take(most));
        if kind == EVENTS {
            let events = self.keep_events(&mut body, message);
            self.left = usize::try_from(body.get_ref().limit()).unwrap_or(0);
            if events.is_ok() && self.left == 0 {
                return Err(Failure::Limit(Limit::Total));
            }
            return events;
        }
        let longest = u64::try_from(self.limits.message).unwrap_or(u64::MAX);
        let mut text = Vec::new();
        let read = body
            .by_ref()
            .take(longest.saturating_add(1))
            .read_to_end(&mut text);
        self.left = usize::try_from(body.get_ref().limit()).unwrap_or(0);
        if text.len() > self.limits.message {
            return Err(Failure::Limit(Limit::Message));
        }
        if self.left == 0 {
            return Err(Failure::Limit(Limit::Total));
        }
        if let Err(error) = read {
            return Err(broken(&error, message));
        }
        if !text.trim_ascii().is_empty() {
            self.received.push_back(Received::new(text));
        }
        Ok(())
    }

    fn keep_events(
        &mut self,
        body: &mut BufReader<impl Read>,
        message: &Outgoing,
    ) -> Result<(), Failure> {
        let mut events = Events::new(body, self.limits.message);
        loop {
            let event = events.next_event();
            match event.map_err(|error| broken(&error, message))? {
                Some(Line::Whole(event)) => {
                    let event = Received::new(event);
                    let last = message.id.is_some_and(|id| answers(&event.text, id));
                    self.received.push_back(event);
                    if last {
                        return Ok(());
                    }
                }
                Some(Line::TooLong(_)) => return Err(Failure::Limit(Limit::Message)),
                Some(Line::Half) | None => return Ok(()),
            }
        }
    }
}

impl Channel for Http {
    fn send(&mut self, message: &Outgoing, until: Instant) -> Result<(), Failure> {
        let response = match self.post(message, until) {
            Ok(response) => response,
            Err(Unreached::Request(ureq::Error::Timeout(ureq::Timeout::Global))) => {
                return Err(silent(message));
            }
            Err(error) => return Err(unreached(&error)),
        };
        let status = response.status();
        if status.is_success() {
            if let Some(session) = response.headers().get(SESSION) {
                self.session = Some(session.clone());
            }
            let head = Head::of(&response);
            let before = self.received.len();
            self.keep(response, message)?;
            let new: Vec<&Received> = self.received.iter().skip(before).collect();
            let answered = |id| new.iter().any(|it| answers(&it.text, id));
            self.unanswered = message
                .id
                .filter(|id| !answered(*id))
                .map(|_| head.instead(message.method, &new));
            if self.unanswered.is_some() && self.left == 0 {
                return Err(Failure::Limit(Limit::Total));
            }
            if self.unanswered.is_some() && !head.is_events() {
                // What it is has been told.
                self.received.truncate(before);
            }
            return Ok(());
        }
        if status.is_redirection() {
            return Err(unreached(&Unreached::led(status.as_u16(), &response)));
        }
        let mut body = Vec::new();
        let reader = response.into_body().into_reader();
        // An error whose text does not come whole is an error all the same.
        let _half = reader.take(KEPT).read_to_end(&mut body);
        let body = Received::new(body);
        if !matches!(status.as_u16(), 401 | 403) && is_rpc_error(&body.text) {
            self.received.push_back(body);
            return Ok(());
        }
        let (status, body) = (status.as_u16(), body.text);
        Err(Failure::Status { status, body })
    }

    fn next(&mut self, _: Instant) -> Result<Option<Received>, Failure> {
        match self.received.pop_front() {
            None => self.unanswered.take().map_or(Ok(None), Err),
            received => Ok(received),
        }
    }

    fn agreed(&mut self, version: &str) {
        self.version = HeaderValue::from_str(version).ok();
    }

    fn restart(&mut self) -> Result<bool, Failure> {
        Ok(false)
    }
}

impl Drop for Http {
    fn drop(&mut self) {
        if self.session.is_some() {
            let request = self.agent.delete(self.remote.url().clone());
            let request = self.headers(request, false);
            // A server may keep its sessions as it likes.
            let request = request.config().timeout_global(Some(FAREWELL)).build();
            let _kept = request.call();
        }
    }
}

fn silent(message: &Outgoing) -> Failure {
    Failure::Silent {
        method: message.method.to_owned(),
    }
}

/// Why a body ended early.
fn broken(error: &std::io::Error, message: &Outgoing) -> Failure {
    if error.kind() == std::io::ErrorKind::TimedOut || error.to_string().contains("timeout") {
        return silent(message);
    }
    Failure::Broken(error.to_string())
}
