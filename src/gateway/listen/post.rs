//! A message of a client: POST.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use hyper::body::{Body as _, Incoming};
use hyper::header::{HeaderValue, RETRY_AFTER};
use hyper::{HeaderMap, Request, Response, StatusCode};
use tokio::time::timeout;

use super::body::{Answer, Events, empty, events, json, words};
use super::connection::Connection;
use super::head;
use super::hub::{Hub, Unbegun};
use super::pending::Pending;
use super::renamed::{Renamed, asked_progress};
use super::streams::Purpose;
use crate::gateway::envelope::Envelope;
use crate::gateway::journal::say;
use crate::gateway::link::{lock, now};
use crate::gateway::message::{LISTEN, Lost, TOOLS_LIST};
use crate::gateway::record::{Record, Side};
use crate::gateway::reply::{self, INVALID_REQUEST, NO_ANSWER, NO_METHOD};
use crate::wire::{Id, LONGEST, Members, SESSION};

/// How long a client may take to send a message.
const PATIENCE: Duration = Duration::from_secs(60);
/// After so long without an answer a stream is opened, so that the client sees that the gateway is there.
const SOON: Duration = Duration::from_secs(10);

type Reply = Response<Answer>;

/// Answers a POST of a client.
pub(super) async fn post(hub: Arc<Hub>, client: usize, request: Request<Incoming>) -> Reply {
    let (head, body) = request.into_parts();
    if !head::is_json(&head.headers) {
        return words(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "send `application/json`",
        );
    }
    if !head::accepts(&head.headers, &head::BOTH) {
        let text = "accept both `application/json` and `text/event-stream`";
        return words(StatusCode::NOT_ACCEPTABLE, text);
    }
    let line = match timeout(PATIENCE, read(body)).await {
        Ok(Ok(line)) => line,
        Ok(Err(status)) => return empty(status),
        Err(_) => return empty(StatusCode::REQUEST_TIMEOUT),
    };
    let text = std::str::from_utf8(&line).map_err(|_| "it is not UTF-8".to_owned());
    let read = match text.and_then(Envelope::of_client) {
        Ok(read) => read,
        Err(reason) => return unreadable(&hub, client, &line, &reason),
    };
    let without_session = head::is_without_session(&head.headers, &read);
    let posted = Posted {
        hub,
        client,
        headers: &head.headers,
    };
    match (read.id().cloned(), without_session) {
        (Some(id), true) => posted.request_without_session(&id, &read).await,
        // There is nothing to tell a server that knows no sessions, and a request is cancelled by closing
        // its stream.
        (None, true) => empty(StatusCode::ACCEPTED),
        (id, false) => posted.in_session(id, read).await,
    }
}

/// Reads a body of bounded length.
async fn read(mut body: Incoming) -> Result<Vec<u8>, StatusCode> {
    let mut line = Vec::new();
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let frame = frame.map_err(|_| StatusCode::BAD_REQUEST)?;
        if let Ok(data) = frame.into_data() {
            if line.len() + data.len() > LONGEST {
                return Err(StatusCode::PAYLOAD_TOO_LARGE);
            }
            line.extend_from_slice(&data);
        }
    }
    // JSON has line ends only between its parts, and a message is one line.
    for byte in &mut line {
        if matches!(*byte, b'\n' | b'\r') {
            *byte = b' ';
        }
    }
    Ok(line)
}

/// A body that is no message which all readers take alike.
fn unreadable(hub: &Hub, client: usize, line: &[u8], reason: &str) -> Reply {
    let record = Record::Refused {
        at: now(),
        side: Side::Client,
        reason: reason.to_owned(),
    };
    hub.journal(client).write(&record);
    let told = match Lost::read(line) {
        Some(Lost::Request(id)) => reply::refused(&id, reason),
        _ => reply::error(
            None,
            INVALID_REQUEST,
            &format!("Refused by the gateway: {reason}"),
        ),
    };
    json(StatusCode::BAD_REQUEST, told)
}

/// A message with what is known of it.
struct Posted<'a> {
    hub: Arc<Hub>,
    client: usize,
    headers: &'a HeaderMap,
}

impl Posted<'_> {
    async fn request_without_session(&self, id: &Id, read: &Envelope) -> Reply {
        let (hub, client) = (Arc::clone(&self.hub), self.client);
        let started = tokio::task::spawn_blocking(move || hub.shared(client)).await;
        let connection = match started {
            Ok(Ok(connection)) => connection,
            Ok(Err(error)) => {
                say(&format!("error: cannot start the server: {error}"));
                return unstarted(Some(id));
            }
            Err(_) => return unstarted(Some(id)),
        };
        let checked = {
            let mirrored = lock(&connection.streams.mirrored);
            head::check(self.headers, read, &mirrored)
        };
        if let Err((code, message)) = checked {
            let status = match code {
                NO_METHOD => StatusCode::NOT_FOUND,
                _ => StatusCode::BAD_REQUEST,
            };
            return json(status, reply::error(Some(id), code, &message));
        }
        let own = Id::Text(format!("toolrisk-{}", self.hub.number()));
        let (sent, renamed) = Renamed::request(read, &own);
        let method = read.method();
        let purpose = Purpose {
            progress: asked_progress(read).map(|_| own.json()),
            listens: method == LISTEN,
            lists: method == TOOLS_LIST,
            renamed: Some(renamed),
        };
        let Some(stream) = connection.streams.open(&own, purpose) else {
            return unstarted(Some(id));
        };
        let pending = Pending::new(stream, Arc::clone(&connection), Some(own));
        send(&connection, sent).await;
        answer(pending, false, |told| status_of(told, method)).await
    }

    async fn in_session(&self, id: Option<Id>, read: Envelope) -> Reply {
        if !head::has_known_version(self.headers) {
            let told = reply::error(id.as_ref(), INVALID_REQUEST, "unknown protocol version");
            return json(StatusCode::BAD_REQUEST, told);
        }
        match (id, head::session(self.headers)) {
            (Some(id), None) if read.method() == "initialize" => self.initialize(&id, read).await,
            (id, None) => {
                let wants = "no `Mcp-Session-Id`: begin with `initialize`";
                let told = reply::error(id.as_ref(), INVALID_REQUEST, wants);
                json(StatusCode::BAD_REQUEST, told)
            }
            (id, Some(name)) => {
                let Some(connection) = self.hub.session(self.client, name) else {
                    let told = reply::error(id.as_ref(), INVALID_REQUEST, "no such session");
                    return json(StatusCode::NOT_FOUND, told);
                };
                if let Some(id) = id {
                    return self.request(&connection, &id, read).await;
                }
                send(&connection, read).await;
                empty(StatusCode::ACCEPTED)
            }
        }
    }

    async fn initialize(&self, id: &Id, read: Envelope) -> Reply {
        let (hub, client) = (Arc::clone(&self.hub), self.client);
        let begun = tokio::task::spawn_blocking(move || hub.begin(client)).await;
        let (name, connection) = match begun {
            Ok(Ok(begun)) => begun,
            Ok(Err(Unbegun::Full)) => {
                let told = reply::error(Some(id), NO_ANSWER, "there are too many sessions");
                let mut told = json(StatusCode::SERVICE_UNAVAILABLE, told);
                let wait = HeaderValue::from_static("60");
                told.headers_mut().insert(RETRY_AFTER, wait);
                return told;
            }
            Ok(Err(Unbegun::Failed(error))) => {
                say(&format!("error: cannot start the server: {error}"));
                return unstarted(Some(id));
            }
            Err(_) => return unstarted(Some(id)),
        };
        let mut told = self.request(&connection, id, read).await;
        if let Ok(name) = HeaderValue::from_str(&name) {
            told.headers_mut().insert(SESSION, name);
        }
        told
    }

    async fn request(&self, connection: &Arc<Connection>, id: &Id, read: Envelope) -> Reply {
        let purpose = Purpose {
            progress: asked_progress(&read),
            ..Purpose::default()
        };
        let Some(stream) = connection.streams.open(id, purpose) else {
            let reason = "its id is that of a request without an answer";
            return json(StatusCode::BAD_REQUEST, reply::refused(id, reason));
        };
        // A client that loses its connection has not cancelled what it asked for.
        let pending = Pending::new(stream, Arc::clone(connection), None);
        send(connection, read).await;
        let can_resume = head::can_resume(self.headers);
        answer(pending, can_resume, |_| StatusCode::OK).await
    }
}

/// Sends a message to the server; who sends the next one waits until it is written.
async fn send(connection: &Arc<Connection>, read: Envelope) {
    let connection = Arc::clone(connection);
    let sent = tokio::task::spawn_blocking(move || {
        connection.link.client_said(read);
    });
    // It fails only at the end of the process.
    let _over = sent.await;
}

/// The answer as JSON if it comes first and soon, and else as a stream of events.
async fn answer(
    mut pending: Pending,
    can_resume: bool,
    status: impl Fn(&[u8]) -> StatusCode,
) -> Reply {
    match timeout(SOON, pending.next()).await {
        Ok(Some(answer)) if answer.is_last => {
            pending.answered_at_once();
            json(status(&answer.line), answer.line)
        }
        Ok(None) => unstarted(None),
        Ok(first) => events(Events::new(pending, can_resume, first)),
        Err(_) => events(Events::new(pending, can_resume, None)),
    }
}

fn unstarted(id: Option<&Id>) -> Reply {
    let told = reply::error(id, NO_ANSWER, "the server cannot be reached");
    json(StatusCode::BAD_GATEWAY, told)
}

/// The status of an answer without a session: errors of the protocol have one of their own.
fn status_of(line: &[u8], method: &str) -> StatusCode {
    let read = std::str::from_utf8(line).ok().and_then(Members::of);
    let error = read.and_then(|it| it.object("error")?.value("code")?.as_i64());
    match error {
        Some(-32601) => StatusCode::NOT_FOUND,
        Some(-32022..=-32020) => StatusCode::BAD_REQUEST,
        Some(_) if method == "server/discover" => StatusCode::BAD_REQUEST,
        None | Some(_) => StatusCode::OK,
    }
}
