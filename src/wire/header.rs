//! Headers of MCP over HTTP.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The last event that was read of a stream which is to go on, up to protocol version 2025-11-25.
pub const LAST_EVENT: &str = "last-event-id";
/// The server's name for the connection, up to protocol version 2025-11-25.
pub const SESSION: &str = "mcp-session-id";
/// The protocol version.
pub const VERSION: &str = "mcp-protocol-version";
/// The method of the message, from 2026-07-28 on.
pub const METHOD: &str = "mcp-method";
/// What the message is about, from 2026-07-28 on.
pub const NAME: &str = "mcp-name";
/// The media type of a stream of server-sent events.
pub const EVENTS: &str = "text/event-stream";

/// A text as a header's value: as it is where that is safe, else in the form that MCP gives it.
pub fn encoded(text: &str) -> String {
    let safe = text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
        && text.trim() == text
        && !text.is_empty()
        && !(text.starts_with("=?base64?") && text.ends_with("?="));
    if safe {
        return text.to_owned();
    }
    format!("=?base64?{}?=", STANDARD.encode(text))
}

/// What a header's value says, in either form; `None` if it is in neither.
pub fn decoded(value: &str) -> Option<String> {
    let inner = value.strip_prefix("=?base64?");
    match inner.and_then(|inner| inner.strip_suffix("?=")) {
        Some(inner) => String::from_utf8(STANDARD.decode(inner).ok()?).ok(),
        None => Some(value.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_in_both_forms() {
        assert_eq!(decoded("SGVsbG8=").as_deref(), Some("SGVsbG8="));
        for text in ["us-west1", "Hello, 世界", " padded ", "=?base64?a?="] {
            assert_eq!(decoded(&encoded(text)).as_deref(), Some(text));
        }
        for broken in [
            "=?base64?SGVsbG8?=",
            "=?base64?SGVs!!!bG8=?=",
            "=?base64?/w==?=",
        ] {
            assert_eq!(decoded(broken), None, "{broken}");
        }
    }

    #[test]
    fn names_that_no_header_can_carry_are_encoded() {
        assert_eq!(encoded("us-west1"), "us-west1");
        assert_eq!(encoded("Hello, 世界"), "=?base64?SGVsbG8sIOS4lueVjA==?=");
        assert_eq!(encoded(" padded "), "=?base64?IHBhZGRlZCA=?=");
        assert_eq!(
            encoded("=?base64?literal?="),
            "=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?="
        );
    }
}
