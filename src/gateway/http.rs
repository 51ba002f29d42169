//! A server over streamable HTTP: each line is a POST; answers come as JSON or as events.

use std::io::{self, BufReader, Read};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use serde_json::Value;
use ureq::http::{HeaderValue, Response, header};
use ureq::{Agent, Body, RequestBuilder};

use super::envelope::Sent;
use super::fault::Fault;
use super::greeting::{Greeting, Spoken, agreed};
use super::left_off::{AGAIN, Instead, LeftOff};
use super::link::{Link, Upstream, lock};
use super::message::TOOLS_LIST;
use super::mirrored::Mirrored;
use super::outgoing::Outgoing;
use super::run::{Ended, Start, connect, first_end, serve};
use super::running::Running;
use crate::wire::{
    EVENTS, Events, Id, LAST_EVENT, LONGEST, Line, METHOD, Members, NAME, Remote, SESSION,
    Unreached, VERSION, encoded, follow, media_type,
};

pub(super) struct Http {
    agent: Agent,
    remote: Remote,
    spoken: Mutex<Spoken>,
    /// Requests that can be cancelled.
    running: Running,
    /// What the tools want to see in headers.
    mirrored: Mutex<Mirrored>,
    /// Locked while a new session begins.
    greeting: Mutex<Greeting>,
    busy: AtomicUsize,
    /// Whether the server's own events are read.
    listening: AtomicBool,
}

/// Requests that can wait for the server at once.
const MOST: usize = 64;
/// How long a message may take that wants no answer.
const NOTICE: Duration = Duration::from_secs(30);
/// MCP: the headers of a request do not say what its body says.
const HEADER_MISMATCH: i64 = -32020;

/// Runs the gateway before a server at an address, until the client goes away.
///
/// # Errors
///
/// When the process cannot be told of signals.
pub fn run_url(mut start: Start, remote: Remote) -> io::Result<Ended> {
    let http = Arc::new(Http::new(remote));
    let (link, pipe, ends) = connect(&mut start, Box::new(Arc::clone(&http)));
    serve(&link, start.reload)?;
    first_end(&link, &ends, || {});
    http.leave();
    pipe.finish();
    Ok(Ended::Asked)
}

impl Upstream for Arc<Http> {
    fn send(&self, sent: Sent, link: &Arc<Link>) {
        let Some(message) = Outgoing::of(&sent) else {
            return link.not_sent(&sent, "it is no message");
        };
        if let Some(id) = &message.cancels
            && let Some(agent) = self.running.cancel(id)
        {
            link.forget(id);
            return agent.shutdown();
        }
        // What wants no answer keeps its place in the order; what wants one must not hold up the rest.
        if message.id.is_none() {
            return self.post(&message, &sent, link);
        }
        if self.busy.fetch_add(1, Ordering::AcqRel) >= MOST {
            self.busy.fetch_sub(1, Ordering::AcqRel);
            return link.not_sent(&sent, "too many requests wait for the server");
        }
        if let Some(id) = message.id.as_ref().filter(|_| message.version.is_some()) {
            self.running.begin(id, || self.remote.agent());
        }
        let (http, link) = (Arc::clone(self), Arc::clone(link));
        thread::spawn(move || {
            http.post(&message, &sent, &link);
            if let Some(id) = &message.id {
                http.running.end(id);
            }
            http.busy.fetch_sub(1, Ordering::AcqRel);
        });
    }

    fn end(&self) {
        self.leave();
    }
}

impl Http {
    pub(super) fn new(remote: Remote) -> Self {
        Self {
            agent: remote.agent(),
            remote,
            spoken: Mutex::default(),
            running: Running::default(),
            mirrored: Mutex::default(),
            greeting: Mutex::default(),
            busy: AtomicUsize::new(0),
            listening: AtomicBool::new(false),
        }
    }

    /// Sends one message and carries back what comes for it.
    fn post(self: &Arc<Self>, message: &Outgoing, sent: &Sent, link: &Arc<Link>) {
        self.keep_greeting(message, sent);
        let response = match self.send_renewing(message, sent.line(), link) {
            Ok(response) => response,
            Err(error) => return Fault::of(&error, self.remote.url()).tell(message, sent, link),
        };
        let status = response.status();
        if let Some(session) = response.headers().get(SESSION) {
            lock(&self.spoken).session = Some(session.clone());
        }
        let fault = (!status.is_success()).then(|| Fault::of_status(&response, self.remote.url()));
        let left_off = self.carry(response, message, link);
        if let Some(fault) = fault {
            // If its body was the answer, nothing waits now.
            return fault.tell(message, sent, link);
        }
        if message.method == "notifications/initialized" {
            self.listen(link);
        }
        if let Some(id) = &message.id {
            let instead = left_off.instead(self.remote.url());
            if message.version.is_none() {
                self.resume(left_off, id, message, link);
            }
            link.unanswered(id, &instead);
        }
    }

    /// Keeps what has to be said again when the server forgets the session.
    fn keep_greeting(&self, message: &Outgoing, sent: &Sent) {
        match message.method.as_str() {
            "initialize" => {
                // A new connection: a session that the server has forgotten has no place in it.
                *lock(&self.spoken) = Spoken::default();
                lock(&self.greeting).initialize = Some(sent.clone());
            }
            "notifications/initialized" => lock(&self.greeting).initialized = Some(sent.clone()),
            _ => {}
        }
    }

    fn request(&self, message: &Outgoing, text: &[u8]) -> Result<Response<Body>, Unreached> {
        let own = message.id.as_ref().and_then(|id| self.running.of(id));
        let agent = own.unwrap_or_else(|| self.agent.clone());
        follow(self.remote.url(), |url| {
            let request = self.common(agent.post(url), message);
            // Nobody waits for the rest of an answer that there should not be, and the next line waits.
            let most = message.id.is_none().then_some(NOTICE);
            let request = request.config().timeout_global(most).build();
            request.content_type("application/json").send(text)
        })
    }

    /// Sends a message, and sends it again in a new session where the server has forgotten the old one.
    fn send_renewing(
        self: &Arc<Self>,
        message: &Outgoing,
        text: &[u8],
        link: &Arc<Link>,
    ) -> Result<Response<Body>, Unreached> {
        let session = lock(&self.spoken).session.clone();
        let response = self.request(message, text)?;
        let forgotten = response.status().as_u16() == 404 && message.method != "initialize";
        match session.filter(|_| forgotten && message.version.is_none()) {
            Some(old) if self.renew(&old, link) => self.request(message, text),
            _ if response.status().as_u16() == 400 => self.send_mirroring(response, message, text),
            _ => Ok(response),
        }
    }

    /// Sends a call again with the headers that the tool wants, where the server misses them: the client may
    /// know the tool from an earlier connection, which this one has not seen.
    fn send_mirroring(
        &self,
        response: Response<Body>,
        message: &Outgoing,
        text: &[u8],
    ) -> Result<Response<Body>, Unreached> {
        let (head, body) = response.into_parts();
        let mut read = Vec::new();
        let most = u64::try_from(LONGEST).unwrap_or(u64::MAX);
        let _short = body.into_reader().take(most).read_to_end(&mut read);
        let code = serde_json::from_slice::<Value>(&read).ok();
        let code = code.and_then(|error| error.pointer("/error/code")?.as_i64());
        let Some(list) = message.list().filter(|_| code == Some(HEADER_MISMATCH)) else {
            return Ok(Response::from_parts(head, Body::builder().data(read)));
        };
        self.read_tools(&list);
        self.request(message, text)
    }

    /// Reads the server's list of tools for the headers that they want.
    fn read_tools(&self, list: &str) {
        let list = Sent::Raw(list.into());
        let Some(message) = Outgoing::of(&list) else {
            return;
        };
        let Ok(response) = self.request(&message, list.line()) else {
            return;
        };
        let is_stream = media_type(&response) == EVENTS;
        let body = response.into_body().into_reader();
        if is_stream {
            let mut events = Events::new(BufReader::new(body), LONGEST);
            while let Ok(Some(event)) = events.next_event() {
                self.learn(&message, event);
            }
        } else if let Some(line) = whole(body) {
            self.learn(&message, line);
        }
    }

    /// Begins a new session in place of one that the server has forgotten; whether there is one now.
    fn renew(self: &Arc<Self>, old: &HeaderValue, link: &Arc<Link>) -> bool {
        let greeting = lock(&self.greeting);
        // Of many requests that find the session gone, one begins the new one.
        if lock(&self.spoken).session.as_ref() != Some(old) {
            return true;
        }
        let (Some(initialize), Some(initialized)) = (&greeting.initialize, &greeting.initialized)
        else {
            return false;
        };
        let (Some(first), Some(second)) = (Outgoing::of(initialize), Outgoing::of(initialized))
        else {
            return false;
        };
        // Until the new session is there, other requests name the old one, and come here in their turn.
        let answer = self.request(&first, initialize.line());
        let Some(spoken) = answer.ok().and_then(Spoken::of) else {
            return false;
        };
        *lock(&self.spoken) = spoken;
        let _accepted = self.request(&second, initialized.line());
        self.listen(link);
        true
    }

    /// Asks for the rest of a stream that the server closed before the answer, for as long as the client
    /// waits and the server goes on.
    fn resume(&self, left_off: LeftOff, id: &Id, message: &Outgoing, link: &Arc<Link>) {
        let mut left_off = left_off;
        while link.waits(id)
            && let Some(last) = left_off.id.clone()
        {
            thread::sleep(left_off.retry);
            match self.get(Some(&last)) {
                Some(response) => left_off = left_off.or(self.carry(response, message, link)),
                None => return,
            }
        }
    }

    /// Carries the messages of a body to the client. Gives where a stream of events left off.
    fn carry(&self, response: Response<Body>, message: &Outgoing, link: &Arc<Link>) -> LeftOff {
        let kind = media_type(&response);
        let failed = !response.status().is_success();
        let is_refused = matches!(response.status().as_u16(), 401 | 403 | 429 | 503);
        let body = response.into_body().into_reader();
        if kind == EVENTS {
            let mut events = Events::new(BufReader::new(body), LONGEST);
            while let Ok(Some(event)) = events.next_event() {
                link.from_server(self.learn(message, event), message.id.as_ref());
            }
            return LeftOff {
                id: events.last_id().map(str::to_owned),
                retry: events.retry().unwrap_or(AGAIN),
                instead: Instead::Events,
            };
        }
        if kind != "application/json" {
            return LeftOff::with(Instead::of(&kind, body));
        }
        let Some(read) = whole(body) else {
            return LeftOff::with(Instead::Nothing);
        };
        let read = match (read, &message.id) {
            (Line::Whole(text), Some(id)) if failed => match addressed(text, id) {
                // What says who may call, and when, stands in the headers.
                Addressed::ByUs(_) if is_refused => return LeftOff::default(),
                Addressed::ByServer(text) | Addressed::ByUs(text) => Line::Whole(text),
            },
            (read, _) => read,
        };
        link.from_server(self.learn(message, read), message.id.as_ref());
        LeftOff::with(Instead::OtherJson)
    }

    /// Keeps what the server says of the connection and of its tools; gives the line for the client.
    fn learn(&self, message: &Outgoing, line: Line) -> Line {
        let Line::Whole(text) = line else { return line };
        if message.method == "initialize"
            && let Some(version) = agreed(&text)
        {
            lock(&self.spoken).version = Some(version);
        }
        // Before 2026-07-28 the key meant nothing.
        let changed = std::str::from_utf8(&text).ok().and_then(|text| {
            let listed = message.method == TOOLS_LIST && message.version.is_some();
            listed.then(|| lock(&self.mirrored).learn(text)).flatten()
        });
        Line::Whole(changed.map_or(text, String::into_bytes))
    }

    /// Reads the events that the server sends by itself, if it offers them and nobody reads them yet.
    fn listen(self: &Arc<Self>, link: &Arc<Link>) {
        if self.listening.swap(true, Ordering::AcqRel) {
            return;
        }
        let (http, link) = (Arc::clone(self), Arc::clone(link));
        thread::spawn(move || {
            let nothing = Outgoing::default();
            let mut left_off = LeftOff::default();
            while let Some(response) = http.get(left_off.id.as_deref()) {
                left_off = left_off.or(http.carry(response, &nothing, &link));
                thread::sleep(left_off.retry);
            }
            http.listening.store(false, Ordering::Release);
        });
    }

    /// A stream of events that the server sends by itself, from where an earlier one left off.
    fn get(&self, last: Option<&str>) -> Option<Response<Body>> {
        let response = follow(self.remote.url(), |url| {
            let request = self.spoken_headers(self.agent.get(url), None);
            let request = request.header(header::ACCEPT, EVENTS);
            match last {
                Some(last) => request.header(LAST_EVENT, encoded(last)).call(),
                None => request.call(),
            }
        });
        let response = response.ok()?;
        let offered = response.status().is_success() && media_type(&response) == EVENTS;
        offered.then_some(response)
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
        let request = match message.method.as_str() {
            // It begins a session, so it is in none.
            "initialize" => self.remote.with_headers(request),
            _ => self.spoken_headers(request, version),
        };
        let request = request.header(header::ACCEPT, both);
        if version.is_none() {
            return request;
        }
        let request = request.header(METHOD, encoded(&message.method));
        let request = match &message.name {
            Some(name) => request.header(NAME, encoded(name)),
            None => request,
        };
        let tool = message.name.as_deref().unwrap_or_default();
        let headers = lock(&self.mirrored).of_call(tool, &message.arguments);
        headers.into_iter().fold(request, |request, (name, value)| {
            request.header(name, value)
        })
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

/// A body of JSON on one line.
fn whole(body: impl Read) -> Option<Line> {
    let most = u64::try_from(LONGEST).unwrap_or(u64::MAX);
    let mut text = Vec::new();
    let read = body.take(most + 1).read_to_end(&mut text);
    if read.is_err() || text.trim_ascii().is_empty() {
        return None;
    }
    if text.len() > LONGEST {
        return Some(Line::TooLong(Vec::new()));
    }
    // JSON has line feeds only between its parts.
    text.iter_mut()
        .filter(|c| **c == b'\n')
        .for_each(|c| *c = b' ');
    Some(Line::Whole(text))
}

/// A message with an id.
enum Addressed {
    /// The server gave it.
    ByServer(Vec<u8>),
    /// The server could not tell which request it had read.
    ByUs(Vec<u8>),
}

/// An error that the server could not assign to a request, as the answer to the one that it came for.
fn addressed(text: Vec<u8>, id: &Id) -> Addressed {
    let read = std::str::from_utf8(&text).ok().and_then(Members::of);
    let changed = read.and_then(|members| {
        let unassigned = members.raw("id").is_none_or(|id| id == "null");
        let is_error = members.raw("error").is_some() && unassigned;
        is_error.then(|| members.with(&[("id", Some(&id.json()))]))
    });
    match changed {
        Some(changed) => Addressed::ByUs(changed.into_bytes()),
        None => Addressed::ByServer(text),
    }
}
