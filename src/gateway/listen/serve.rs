//! HTTP: connections are taken, requests are told apart.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::header::{ALLOW, HeaderName, HeaderValue, WWW_AUTHENTICATE};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use super::body::{Answer, Events, empty, events, whole, words};
use super::cors;
use super::door::{Door, Turned};
use super::head;
use super::hub::Hub;
use super::metrics::{self, Responses};
use super::pending::Pending;
use super::post::post;
use super::replay::EventId;
use crate::wire::EVENTS;

/// Connections of clients at once.
const MOST: usize = 8192;
/// How long a client may take to send the head of a request.
const PATIENCE: Duration = Duration::from_secs(30);
/// Where MCP is spoken.
const ENDPOINT: &str = "/mcp";

/// Takes connections until the runtime ends.
pub(super) async fn serve(listener: TcpListener, door: Arc<Door>, hub: Arc<Hub>) {
    let responses = Arc::new(Responses::default());
    let places = Arc::new(Semaphore::new(MOST));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else {
            return;
        };
        let Ok((stream, _)) = listener.accept().await else {
            // Too many files are open; some are closed soon.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        // An answer is small and must not wait for more to be sent with it.
        let _slower = stream.set_nodelay(true);
        let (door, hub) = (Arc::clone(&door), Arc::clone(&hub));
        let responses = Arc::clone(&responses);
        tokio::spawn(async move {
            let service = service_fn(|request| {
                let (door, hub) = (Arc::clone(&door), Arc::clone(&hub));
                let responses = Arc::clone(&responses);
                async move {
                    let response = route(&door, hub, &responses, request).await;
                    responses.count(response.status());
                    Ok::<_, Infallible>(response)
                }
            });
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(PATIENCE)
                .serve_connection(TokioIo::new(stream), service);
            // A client may break off whenever it likes.
            let _broken = connection.await;
            drop(place);
        });
    }
}

/// Answers a request, and lets the page that has sent it read the answer if it may.
async fn route(
    door: &Door,
    hub: Arc<Hub>,
    responses: &Responses,
    request: Request<Incoming>,
) -> Response<Answer> {
    let Some(page) = door.page(request.headers()) else {
        return answer(door, hub, responses, request).await;
    };
    if cors::asks_first(&request) {
        return cors::may_ask(empty(StatusCode::NO_CONTENT), page, request.headers());
    }
    cors::may_read(answer(door, hub, responses, request).await, page)
}

async fn answer(
    door: &Door,
    hub: Arc<Hub>,
    responses: &Responses,
    request: Request<Incoming>,
) -> Response<Answer> {
    let path = request.uri().path();
    if path == "/healthz" {
        return words(StatusCode::OK, "ok");
    }
    let client = match door.client(request.headers()) {
        Ok(client) => client,
        Err(turned) => return turned_away(turned),
    };
    if path == "/metrics" && request.method() == Method::GET {
        let text = metrics::text(&hub, responses);
        return whole(StatusCode::OK, metrics::KIND, text.into_bytes());
    }
    if path != ENDPOINT {
        let text = format!("MCP is spoken at `{ENDPOINT}`");
        return words(StatusCode::NOT_FOUND, &text);
    }
    match *request.method() {
        Method::POST => post(hub, client, request).await,
        Method::GET => listen(&hub, client, &request),
        Method::DELETE => leave(hub, client, &request).await,
        _ => not_allowed("GET, POST, DELETE"),
    }
}

fn turned_away(turned: Turned) -> Response<Answer> {
    match turned {
        Turned::Host => words(
            StatusCode::FORBIDDEN,
            "this gateway has another name; `--allow-host` adds one",
        ),
        Turned::Origin => words(
            StatusCode::FORBIDDEN,
            "a page of this origin may not speak to this gateway; `--allow-origin` lets it",
        ),
        Turned::Token => {
            let mut response = words(StatusCode::UNAUTHORIZED, "send a bearer token");
            with(&mut response, WWW_AUTHENTICATE, "Bearer");
            response
        }
    }
}

fn with(response: &mut Response<Answer>, name: HeaderName, value: &'static str) {
    let value = HeaderValue::from_static(value);
    response.headers_mut().insert(name, value);
}

fn not_allowed(allowed: &'static str) -> Response<Answer> {
    let mut response = empty(StatusCode::METHOD_NOT_ALLOWED);
    with(&mut response, ALLOW, allowed);
    response
}

/// The stream of what belongs to no request of a session, or one that the client has lost.
fn listen(hub: &Hub, client: usize, request: &Request<Incoming>) -> Response<Answer> {
    let Some(name) = head::session(request.headers()) else {
        return not_allowed("POST");
    };
    if !head::accepts(request.headers(), &[EVENTS]) {
        return words(StatusCode::NOT_ACCEPTABLE, "accept `text/event-stream`");
    }
    let Some(connection) = hub.session(client, name) else {
        return words(StatusCode::NOT_FOUND, "no such session");
    };
    let can_resume = head::can_resume(request.headers());
    if let Some(last) = head::last_event(request.headers()) {
        let lost = EventId::read(last);
        let found = lost.and_then(|it| Some((it.stream, connection.streams.resume(it)?)));
        let Some(stream) = found else {
            let text = "this event is not known, or what came after it is not kept";
            return words(StatusCode::BAD_REQUEST, text);
        };
        let pending = Pending::new(stream, connection, None);
        return events(Events::new(pending, false, None));
    }
    match connection.streams.open_events() {
        Some(stream) => {
            let pending = Pending::new(stream, connection, None);
            events(Events::new(pending, can_resume, None))
        }
        None => words(StatusCode::CONFLICT, "the session has such a stream"),
    }
}

/// Ends a session.
async fn leave(hub: Arc<Hub>, client: usize, request: &Request<Incoming>) -> Response<Answer> {
    let Some(name) = head::session(request.headers()).map(str::to_owned) else {
        return not_allowed("POST");
    };
    if hub.session(client, &name).is_none() {
        return words(StatusCode::NOT_FOUND, "no such session");
    }
    let ended = tokio::task::spawn_blocking(move || hub.end(&name)).await;
    match ended {
        Ok(()) => empty(StatusCode::NO_CONTENT),
        Err(_) => empty(StatusCode::INTERNAL_SERVER_ERROR),
    }
}
