//! A server over streamable HTTP: each line is a POST; answers come as JSON or as events.

use std::io::{self, BufReader, Read};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use ureq::http::{HeaderValue, Response, Uri, header};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body, RequestBuilder};

use super::fault::Fault;
use super::line::{LONGEST, Line};
use super::outgoing::{Outgoing, encoded};
use super::redirect::redirected;
use super::run::{Ended, Link, Start, Upstream, finish, first_end, lock, serve};
use super::sse::next_event;
use super::wire::Members;

/// Where a server is, and what each request to it carries.
#[derive(Clone)]
pub struct Remote {
    url: Uri,
    headers: Vec<(String, HeaderValue)>,
    /// Whether it is on this machine.
    here: bool,
}

impl Remote {
    /// A server at an address of http or https, with headers for every request.
    ///
    /// # Errors
    ///
    /// In words, when the headers, which are secrets, would cross a network in the clear.
    pub fn new(url: Uri, headers: Vec<(String, HeaderValue)>) -> Result<Self, String> {
        let host = url.host().unwrap_or_default();
        let here = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
        if url.scheme_str() != Some("https") && !here && !headers.is_empty() {
            return Err(format!("`{host}` would be sent headers in the clear"));
        }
        Ok(Self { url, headers, here })
    }
}

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
/// Redirects that are followed, to the same origin only.
const REDIRECTS: usize = 3;
/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(30);
/// Before the server's own events are asked for again.
const AGAIN: Duration = Duration::from_secs(1);

const SESSION: &str = "mcp-session-id";
const VERSION: &str = "mcp-protocol-version";
const EVENTS: &str = "text/event-stream";

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
        let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier);
        let config = Agent::config_builder()
            .tls_config(tls.build())
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_connect(Some(CONNECT))
            .user_agent(concat!("toolrisk/", env!("CARGO_PKG_VERSION")));
        // What stays on this machine does not go through a proxy, to which headers would go in the clear.
        let config = if remote.here {
            config.proxy(None)
        } else {
            config
        };
        Self {
            agent: config.build().new_agent(),
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
        let response = match self.follow(|url| {
            let request = self.common(self.agent.post(url), message);
            // Nobody waits for the rest of an answer that there should not be, and the next line waits.
            let most = message.id.is_none().then_some(CONNECT);
            let request = request.config().timeout_global(most).build();
            request.content_type("application/json").send(text)
        }) {
            Ok(response) => response,
            Err(fault) => return fault.tell(message, text, link),
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
        let kind = kind(&response);
        let body = response.into_body().into_reader();
        if kind == EVENTS {
            let mut body = BufReader::new(body);
            while let Ok(Some(event)) = next_event(&mut body) {
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
        let response = self.follow(|url| {
            let request = self.spoken_headers(self.agent.get(url), None);
            request.header(header::ACCEPT, EVENTS).call()
        });
        let Ok(response) = response else { return false };
        if !response.status().is_success() || kind(&response) != EVENTS {
            return false;
        }
        let mut body = BufReader::new(response.into_body().into_reader());
        while let Ok(Some(event)) = next_event(&mut body) {
            link.from_server(event);
        }
        true
    }

    /// Tells the server that the connection is over.
    fn leave(&self) {
        if lock(&self.spoken).session.is_none() {
            return;
        }
        let request = self.spoken_headers(self.agent.delete(self.remote.url.clone()), None);
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
        let request = request.header("mcp-method", encoded(&message.method));
        match &message.name {
            Some(name) => request.header("mcp-name", encoded(name)),
            None => request,
        }
    }

    /// The user's headers, and what the connection has come to; `version` is that of the message itself.
    fn spoken_headers<B>(
        &self,
        mut request: RequestBuilder<B>,
        version: Option<&str>,
    ) -> RequestBuilder<B> {
        for (name, value) in &self.remote.headers {
            request = request.header(name.as_str(), value.clone());
        }
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

    /// Makes a request, and makes it again where the server redirects it within its own origin.
    fn follow(
        &self,
        make: impl Fn(Uri) -> Result<Response<Body>, ureq::Error>,
    ) -> Result<Response<Body>, Fault> {
        let mut url = self.remote.url.clone();
        for _ in 0..=REDIRECTS {
            let response = make(url.clone()).map_err(|error| Fault::of(&error))?;
            if !matches!(response.status().as_u16(), 307 | 308) {
                return Ok(response);
            }
            let place = response.headers().get(header::LOCATION);
            let place = place.and_then(|place| place.to_str().ok());
            url = redirected(&url, place.unwrap_or_default())
                .ok_or_else(|| Fault::redirect("the server redirects to another origin"))?;
        }
        Err(Fault::redirect("the server redirects too often"))
    }
}

/// The media type, without its parameters.
fn kind(response: &Response<Body>) -> String {
    let kind = response.headers().get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default();
    kind.trim().to_ascii_lowercase()
}

/// The protocol version in the answer to `initialize`.
fn agreed(text: &str) -> Option<HeaderValue> {
    let version = Members::of(text)?
        .object("result")?
        .text("protocolVersion")?;
    HeaderValue::from_str(&version).ok()
}
