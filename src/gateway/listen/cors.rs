//! What pages of other origins may send and read (CORS): browsers ask first, and hold answers back otherwise.

use hyper::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS,
    ACCESS_CONTROL_REQUEST_METHOD, HeaderValue, VARY,
};
use hyper::{HeaderMap, Method, Request, Response};

use super::body::Answer;

const METHODS: &str = "GET, POST, DELETE";
/// What clients of MCP send beside what pages always may.
const HEADERS: &str = "accept, authorization, content-type, last-event-id, mcp-session-id, mcp-protocol-version, \
                       mcp-method, mcp-name";
/// What clients of MCP read.
const EXPOSED: &str = "mcp-session-id, mcp-protocol-version, www-authenticate, retry-after";

/// Whether a browser asks what a page may send.
pub(super) fn asks_first<B>(request: &Request<B>) -> bool {
    let asked = request.headers();
    request.method() == Method::OPTIONS && asked.contains_key(ACCESS_CONTROL_REQUEST_METHOD)
}

/// Says what the page may send. Headers that mirror arguments have any name after `mcp-param-`.
pub(super) fn may_ask(
    response: Response<Answer>,
    page: HeaderValue,
    asked: &HeaderMap,
) -> Response<Answer> {
    let mut response = may_read(response, page);
    let named = asked.get(ACCESS_CONTROL_REQUEST_HEADERS);
    let named = named.and_then(|it| it.to_str().ok()).unwrap_or_default();
    let mut allowed = HEADERS.to_owned();
    for name in named.split(',').map(|it| it.trim().to_ascii_lowercase()) {
        if name.starts_with("mcp-param-") {
            allowed.push_str(", ");
            allowed.push_str(&name);
        }
    }
    let headers = response.headers_mut();
    headers.insert(
        ACCESS_CONTROL_ALLOW_METHODS,
        HeaderValue::from_static(METHODS),
    );
    if let Ok(allowed) = HeaderValue::from_str(&allowed) {
        headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, allowed);
    }
    headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    response
}

/// Lets a page read an answer. The token that it shows is its own; cookies play no part.
pub(super) fn may_read(mut response: Response<Answer>, page: HeaderValue) -> Response<Answer> {
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, page);
    headers.insert(
        ACCESS_CONTROL_EXPOSE_HEADERS,
        HeaderValue::from_static(EXPOSED),
    );
    headers.append(VARY, HeaderValue::from_static("origin"));
    response
}
