//! What the headers of a request must say, and which way of the protocol it is in.

use hyper::HeaderMap;
use hyper::header::{ACCEPT, CONTENT_TYPE};

use super::door::one;
use crate::gateway::envelope::Envelope;
use crate::gateway::mirrored::Mirrored;
use crate::gateway::reply::{HEADER_MISMATCH, INVALID_PARAMS, NO_METHOD};
use crate::wire::{EVENTS, LAST_EVENT, METHOD, NAME, SESSION, VERSION, decoded};

/// The version from which on there are no sessions.
const WITHOUT_SESSIONS: &str = "2026-07-28";
/// The versions with sessions.
const WITH_SESSIONS: [&str; 4] = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"];
/// Methods that there are no more without sessions.
const GONE: [&str; 5] = [
    "initialize",
    "ping",
    "logging/setLevel",
    "resources/subscribe",
    "resources/unsubscribe",
];

/// Whether a message belongs to no session: it says so itself, or its version does.
pub(super) fn is_without_session(headers: &HeaderMap, read: &Envelope) -> bool {
    let meta = read.params().and_then(|it| {
        let meta = it.object("_meta")?;
        meta.raw(META_VERSION).map(|_| ())
    });
    let version = one(headers, VERSION).filter(|it| is_date(it));
    meta.is_some() || version.is_some_and(|it| it >= WITHOUT_SESSIONS)
}

const META_VERSION: &str = "io.modelcontextprotocol/protocolVersion";
const META_CAPABILITIES: &str = "io.modelcontextprotocol/clientCapabilities";

fn is_date(text: &str) -> bool {
    text.len() == 10 && text.bytes().all(|it| it.is_ascii_digit() || it == b'-')
}

/// Whether the version that a request of a session names is one.
pub(super) fn has_known_version(headers: &HeaderMap) -> bool {
    !headers.contains_key(VERSION)
        || one(headers, VERSION).is_some_and(|version| WITH_SESSIONS.contains(&version))
}

/// Whether the client knows events that have an id and no message, from which it can resume a stream.
pub(super) fn can_resume(headers: &HeaderMap) -> bool {
    one(headers, VERSION) == WITH_SESSIONS.last().copied()
}

/// The last event that a client has read of a stream which it comes back to.
pub(super) fn last_event(headers: &HeaderMap) -> Option<&str> {
    headers
        .contains_key(LAST_EVENT)
        .then(|| one(headers, LAST_EVENT).unwrap_or_default())
}

/// The session that a request names.
pub(super) fn session(headers: &HeaderMap) -> Option<&str> {
    one(headers, SESSION)
}

/// Whether the body is JSON.
pub(super) fn is_json(headers: &HeaderMap) -> bool {
    let kind = one(headers, CONTENT_TYPE.as_str()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/json")
}

/// Whether the client reads all of the media types.
pub(super) fn accepts(headers: &HeaderMap, kinds: &[&str]) -> bool {
    let all = headers.get_all(ACCEPT).iter();
    let all: Vec<&str> = all.filter_map(|value| value.to_str().ok()).collect();
    let all = all.join(",").to_ascii_lowercase();
    let named: Vec<&str> = all
        .split(',')
        .map(|it| it.split(';').next().unwrap_or_default().trim())
        .collect();
    let any = |kind: &str| {
        let group = kind.split('/').next().unwrap_or_default();
        let group = format!("{group}/*");
        named
            .iter()
            .any(|it| *it == kind || *it == "*/*" || *it == group)
    };
    kinds.iter().all(|kind| any(kind))
}

/// The media types of an answer.
pub(super) const BOTH: [&str; 2] = ["application/json", EVENTS];

/// Holds the headers of a request without a session against its body.
///
/// # Errors
///
/// The code and the message of the error.
pub(super) fn check(
    headers: &HeaderMap,
    read: &Envelope,
    mirrored: &Mirrored,
) -> Result<(), (i32, String)> {
    let (method, params) = (read.method(), read.params());
    let meta = params.as_ref().and_then(|it| it.object("_meta"));
    let version = meta.as_ref().and_then(|it| it.text(META_VERSION));
    let capable = meta.as_ref().and_then(|it| it.object(META_CAPABILITIES));
    let (Some(version), Some(_)) = (version, capable) else {
        let wants = format!("`_meta` needs `{META_VERSION}` and `{META_CAPABILITIES}`");
        return Err((INVALID_PARAMS, wants));
    };
    same(headers, VERSION, &version, false)?;
    same(headers, METHOD, method, false)?;
    let params = params.as_ref();
    let name = params.and_then(|it| match method {
        "tools/call" | "prompts/get" => it.text("name"),
        "resources/read" => it.text("uri"),
        _ => None,
    });
    if let Some(name) = &name {
        same(headers, NAME, name, true)?;
    }
    if let Some(Ok(call)) = read.call() {
        let wanted = mirrored.of_call(&call.tool, &call.arguments);
        for name in mirrored.names(&call.tool) {
            match wanted.iter().find(|(wanted, _)| *wanted == name) {
                Some((_, value)) => {
                    same(headers, &name, &decoded(value).unwrap_or_default(), true)?;
                }
                None if headers.contains_key(&name) => return Err(mismatch(&name)),
                None => {}
            }
        }
    }
    if GONE.contains(&method) {
        return Err((NO_METHOD, "Method not found".to_owned()));
    }
    Ok(())
}

fn same(
    headers: &HeaderMap,
    name: &str,
    value: &str,
    may_be_encoded: bool,
) -> Result<(), (i32, String)> {
    let given = one(headers, name);
    let given = if may_be_encoded {
        given.and_then(decoded)
    } else {
        given.map(str::to_owned)
    };
    let number = |text: &str| text.parse::<f64>().ok();
    let equal = given.is_some_and(|given| {
        let as_numbers = number(&given).is_some() && number(&given) == number(value);
        given == value || (as_numbers && name.starts_with("Mcp-Param-"))
    });
    if equal { Ok(()) } else { Err(mismatch(name)) }
}

fn mismatch(name: &str) -> (i32, String) {
    let message = format!("the header `{name}` does not say what the body says");
    (HEADER_MISMATCH, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(lines: &[(&str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            let name = hyper::header::HeaderName::from_bytes(name.as_bytes()).unwrap();
            headers.append(name, value.parse().unwrap());
        }
        headers
    }

    fn checked(lines: &[(&str, &str)], tool: &str) -> Result<(), i32> {
        let text = format!(
            r#"{{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{{"name":"{tool}","arguments":{{"region":"eu"}},
            "_meta":{{"{META_VERSION}":"2026-07-28","{META_CAPABILITIES}":{{}}}}}}}}"#
        );
        let schema = r#"{"properties":{"region":{"type":"string","x-mcp-header":"Region"}}}"#;
        let list =
            format!(r#"{{"result":{{"tools":[{{"name":"where","inputSchema":{schema}}}]}}}}"#);
        let mut mirrored = Mirrored::default();
        mirrored.learn(&list);
        let read = Envelope::of_client(&text).unwrap();
        check(&headers(lines), &read, &mirrored).map_err(|(code, _)| code)
    }

    #[test]
    fn headers_say_what_the_body_says() {
        let version = (VERSION, "2026-07-28");
        let method = (METHOD, "tools/call");
        assert_eq!(checked(&[version, method, (NAME, "get")], "get"), Ok(()));
        let encoded = (NAME, "=?base64?Z2V0?=");
        assert_eq!(checked(&[version, method, encoded], "get"), Ok(()));
        let region = ("Mcp-Param-Region", "eu");
        let named = (NAME, "where");
        assert_eq!(checked(&[version, method, named, region], "where"), Ok(()));
        let mismatch = Err(HEADER_MISMATCH);
        for lines in [
            &[method, (NAME, "get")][..],
            &[version, (NAME, "get")],
            &[version, method],
            &[version, method, (NAME, "Get")],
            &[version, method, (NAME, "get"), (NAME, "other")],
            &[version, (METHOD, "TOOLS/CALL"), (NAME, "get")],
            &[(VERSION, "2025-11-25"), method, (NAME, "get")],
        ] {
            assert_eq!(checked(lines, "get"), mismatch, "{lines:?}");
        }
        let other = ("Mcp-Param-Region", "us");
        assert_eq!(checked(&[version, method, named], "where"), mismatch);
        assert_eq!(checked(&[version, method, named, other], "where"), mismatch);
    }

    #[test]
    fn what_a_client_reads_is_taken_from_all_its_words() {
        let accept = |value| headers(&[("accept", value)]);
        assert!(accepts(
            &accept("application/json, text/event-stream"),
            &BOTH
        ));
        assert!(accepts(&accept("text/*;q=0.5, application/*"), &BOTH));
        assert!(accepts(&accept("*/*"), &BOTH));
        assert!(!accepts(&accept("application/json"), &BOTH));
        assert!(!accepts(&HeaderMap::new(), &BOTH));
    }
}
