//! A server over streamable HTTP: each line is a POST; answers come as JSON or as events.

use std::io::{self, BufReader, Read};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use ureq::http::{HeaderValue, Response, header};
use ureq::{Agent, Body, RequestBuilder};

use super::fault::Fault;
use super::outgoing::Outgoing;
use super::run::{Ended, Link, Start, Upstream, finish, first_end, lock, serve};
use crate::wire::{
    EVENTS, LONGEST, Line, METHOD, Members, NAME, Remote, SESSION, VERSION, encoded, follow,
    media_type, next_event,
};

struct Http {
    agent: Agent,
    remote: Remote,
    spoken: Mutex<Spoken>,
    busy: AtomicUsize,
    /// Whether the server's own events are read.
    listening: AtomicBool,
}

/// What the server has said of the connection.
#[derive(Debug, Clone, Default)]
struct Spoken {
    /// Its name for the connection, up to protocol version 2025-11-25.
    session: Option<HeaderValue>,
    /// The protocol version that `initialize` agreed on.
    version: Option<HeaderValue>,
}

/// Requests that can wait for the server at once.
const MOST: usize = 64;
/// How long a message may take that wants no answer.
const NOTICE: Duration = Duration::from_secs(30);
/// Before the server's own events are asked for again.
const AGAIN: Duration = Duration::from_secs(1);

/// Runs the gateway before a server at an address, until the client goes away.
///
/// # Errors
///
/// When the process cannot be told of signals.
pub fn run_url(mut start: Start, remote: Remote) -> io::Result<Ended> {
    let http = Arc::new(Http::new(remote));
    let (link, ends) = Link::new(&mut start, Box::new(Arc::clone(&http)));
    serve(&link, start.reload)?;
    first_end(&link, &ends, || {});
    http.leave();
    finish(&link);
    Ok(Ended::Asked)
}

impl Upstream for Arc<Http> {
    fn send(&self, text: Vec<u8>, link: &Arc<Link>) {
        let Some(message) = Outgoing::read(&text) else {
            return link.not_sent(&text, "it is no message");
        };
        // What wants no answer keeps its place in the order; what wants one must not hold up the rest.
        if message.id.is_none() {
            return self.post(&message, &text, link);
        }
        if self.busy.fetch_add(1, Ordering::AcqRel) >= MOST {
            self.busy.fetch_sub(1, Ordering::AcqRel);
            return link.not_sent(&text, "too many requests wait for the server");
        }
        let (http, link) = (Arc::clone(self), Arc::clone(link));
        thread::spawn(move || {
            http.post(&message, &text, &link);
            http.busy.fetch_sub(1, Ordering::AcqRel);
        });
    }
}

impl Http {
    fn new(remote: Remote) -> Self {
        Self {
            agent: remote.agent(),
            remote,
            spoken: Mutex::default(),
            busy: AtomicUsize::new(0),
            listening: AtomicBool::new(false),
        }
    }

    /// Sends one message and carries back what comes for it.
    fn post(self: &Arc<Self>, message: &Outgoing, text: &[u8], link: &Arc<Link>) {
        if message.method == "initialize" {
            // A new connection: a session that the server has forgotten has no place in it.
            *lock(&self.spoken) = Spoken::default();
        }
        let response = match follow(self.remote.url(), |url| {
            let request = self.common(self.agent.post(url), message);
            // Nobody waits for the rest of an answer that there should not be, and the next line waits.
            let most = message.id.is_none().then_some(NOTICE);
            let request = request.config().timeout_global(most).build();
            request.content_type("application/json").send(text)
        }) {
            Ok(response) => response,
            Err(error) => return Fault::of(&error).tell(message, text, link),
        };
        let status = response.status();
        if let Some(session) = response.headers().get(SESSION) {
            lock(&self.spoken).session = Some(session.clone());
        }
        self.carry(response, message, link);
        if status.is_success() {
            if message.method == "notifications/initialized" {
                self.listen(link);
            }
            if let Some(id) = &message.id {
                link.unanswered(id, "the server's answer broke off");
            }
        } else {
            // If its body was the answer, nothing waits now.
            let fault = Fault {
                reason: format!("the server said HTTP {}", status.as_u16()),
                undone: status.is_client_error() || status.is_redirection(),
            };
            fault.tell(message, text, link);
        }
    }

    /// Carries the messages of a body to the client.
    fn carry(&self, response: Response<Body>, message: &Outgoing, link: &Arc<Link>) {
        let kind = media_type(&response);
        let body = response.into_body().into_reader();
        if kind == EVENTS {
            let mut body = BufReader::new(body);
            while let Ok(Some(event)) = next_event(&mut body, LONGEST) {
                self.learn(message, &event);
                link.from_server(event);
            }
            return;
        }
        if kind != "application/json" {
            return;
        }
        let most = u64::try_from(LONGEST).unwrap_or(u64::MAX);
        let mut text = Vec::new();
        let read = body.take(most + 1).read_to_end(&mut text);
        if read.is_err() || text.trim_ascii().is_empty() {
            return;
        }
        let read = if text.len() > LONGEST {
            Line::TooLong
        } else {
            // JSON has line feeds only between its parts.
            text.iter_mut()
                .filter(|c| **c == b'\n')
                .for_each(|c| *c = b' ');
            Line::Whole(text)
        };
        self.learn(message, &read);
        link.from_server(read);
    }

    /// Keeps the version that the handshake agreed on.
    fn learn(&self, message: &Outgoing, line: &Line) {
        let Line::Whole(line) = line else { return };
        if message.method == "initialize"
            && let Ok(text) = std::str::from_utf8(line)
            && let Some(version) = agreed(text)
        {
            lock(&self.spoken).version = Some(version);
        }
    }

    /// Reads the events that the server sends by itself, if it offers them and nobody reads them yet.
    fn listen(self: &Arc<Self>, link: &Arc<Link>) {
        if self.listening.swap(true, Ordering::AcqRel) {
            return;
        }
        let (http, link) = (Arc::clone(self), Arc::clone(link));
        thread::spawn(move || {
            while http.hear(&link) {
                thread::sleep(AGAIN);
            }
            http.listening.store(false, Ordering::Release);
        });
    }

    /// Reads events to the end of their stream; whether there was one.
    fn hear(&self, link: &Arc<Link>) -> bool {
        let response = follow(self.remote.url(), |url| {
            let request = self.spoken_headers(self.agent.get(url), None);
            request.header(header::ACCEPT, EVENTS).call()
        });
        let Ok(response) = response else { return false };
        if !response.status().is_success() || media_type(&response) != EVENTS {
            return false;
        }
        let mut body = BufReader::new(response.into_body().into_reader());
        while let Ok(Some(event)) = next_event(&mut body, LONGEST) {
            link.from_server(event);
        }
        true
    }

    /// Tells the server that the connection is over.
    fn leave(&self) {
        if lock(&self.spoken).session.is_none() {
            return;
        }
        let request = self.spoken_headers(self.agent.delete(self.remote.url().clone()), None);
        let request = request.config().timeout_global(Some(AGAIN)).build();
        // A server may keep its sessions as it likes.
        let _kept = request.call();
    }

    fn common<B>(&self, request: RequestBuilder<B>, message: &Outgoing) -> RequestBuilder<B> {
        let both = "application/json, text/event-stream";
        let version = message.version.as_deref();
        let request = self.spoken_headers(request, version);
        let request = request.header(header::ACCEPT, both);
        if version.is_none() {
            return request;
        }
        let request = request.header(METHOD, encoded(&message.method));
        match &message.name {
            Some(name) => request.header(NAME, encoded(name)),
            None => request,
        }
    }

    /// The user's headers, and what the connection has come to; `version` is that of the message itself.
    fn spoken_headers<B>(
        &self,
        request: RequestBuilder<B>,
        version: Option<&str>,
    ) -> RequestBuilder<B> {
        let mut request = self.remote.with_headers(request);
        let spoken = lock(&self.spoken).clone();
        if let Some(session) = spoken.session {
            request = request.header(SESSION, session);
        }
        match (version, spoken.version) {
            (Some(version), _) => request.header(VERSION, encoded(version)),
            (None, Some(version)) => request.header(VERSION, version),
            (None, None) => request,
        }
    }
}

/// The protocol version in the answer to `initialize`.
fn agreed(text: &str) -> Option<HeaderValue> {
    let version = Members::of(text)?
        .object("result")?
        .text("protocolVersion")?;
    HeaderValue::from_str(&version).ok()
}
