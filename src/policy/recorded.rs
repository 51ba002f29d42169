//! A call as it stands in a file: recorded, or written by hand to try a policy.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::Effect;

/// A call to decide.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordedCall {
    /// The tool's exact name.
    pub tool: String,
    /// The server's name, where the line gives it; else empty.
    pub server: String,
    /// Its arguments, an object.
    pub arguments: Value,
    /// Whether the values of the arguments are known: the gateway's log has their names alone.
    pub is_whole: bool,
    /// Seconds since 1970-01-01T00:00Z, where the line gives a time.
    pub at: Option<u64>,
    /// Whether the server answered with an error.
    pub failed: bool,
    /// What its author expects.
    pub expect: Option<Effect>,
}

/// Why a line is no call.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unrecorded(String);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    tool: Option<String>,
    arguments: Option<Given>,
    method: Option<String>,
    params: Option<Params>,
    time: Option<Value>,
    #[serde(default)]
    failed: bool,
    expect: Option<Effect>,
    #[serde(rename = "jsonrpc")]
    _version: Option<String>,
    #[serde(rename = "id")]
    _id: Option<Value>,
    server: Option<String>,
    // What the gateway's log has beside.
    #[serde(rename = "client")]
    _client: Option<String>,
    #[serde(rename = "effect")]
    _effect: Option<Effect>,
    #[serde(rename = "rule")]
    _rule: Option<String>,
    #[serde(rename = "answer")]
    _answer: Option<String>,
    #[serde(rename = "dry_run")]
    _dry_run: Option<bool>,
}

/// Arguments, or their names alone, as the gateway's log has them.
#[derive(Deserialize)]
#[serde(untagged, expecting = "`arguments` is not an object")]
enum Given {
    Values(Map<String, Value>),
    Names(Vec<String>),
}

impl Given {
    /// The arguments, and whether their values are known.
    fn read(self) -> (Map<String, Value>, bool) {
        match self {
            Self::Values(values) => (values, true),
            Self::Names(names) => (Map::new(), names.is_empty()),
        }
    }
}

/// Calls of a file with the number of each line, and what was passed over.
#[derive(Debug, Default)]
pub struct Recording {
    /// The calls.
    pub calls: Vec<(usize, RecordedCall)>,
    /// Lines that stand beside the gateway's log where both go to stderr, such as the server's own.
    pub foreign: usize,
}

impl Recording {
    /// Reads calls, a line each: recorded, logged by the gateway, or written by hand.
    ///
    /// # Errors
    ///
    /// The number of a line that is no call, and why.
    pub fn read(text: &str) -> Result<Self, (usize, Unrecorded)> {
        // Tools of Windows put a byte order mark before their text.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let is_log = text.lines().any(|line| Logged::of(line).is_some());
        let mut recording = Self::default();
        for (number, line) in (1..)
            .zip(text.lines())
            .filter(|(_, line)| !line.trim().is_empty())
        {
            if is_log && !line.starts_with('{') {
                recording.foreign += 1;
            } else if !is_log || Logged::of(line).is_none_or(|it| it.is_call()) {
                let call = line.parse().map_err(|error| (number, error))?;
                recording.calls.push((number, call));
            }
        }
        Ok(recording)
    }
}

/// A line of the gateway's log.
#[derive(Deserialize)]
struct Logged {
    #[serde(rename = "dry_run")]
    _dry_run: bool,
    answer: Option<String>,
    refused: Option<String>,
}

impl Logged {
    fn of(line: &str) -> Option<Self> {
        serde_json::from_str(line).ok()
    }

    /// Whether it tells of a call that no line before it told of: not of a message that was refused, nor of the
    /// answer to a question.
    fn is_call(&self) -> bool {
        let asked_before = self.answer.as_ref().is_some_and(|it| it != "unasked");
        self.refused.is_none() && !asked_before
    }
}

/// What stands in a recording in place of a value that may be a credential.
pub const REDACTED: &str = "[redacted]";
/// What a text begins with that stands in a recording in place of a longer one.
pub const LEFT_OUT: &str = "[left out:";

#[derive(Deserialize)]
struct Params {
    name: String,
    #[serde(default)]
    arguments: Map<String, Value>,
}

/// The last second of the year 9999.
const LAST: u64 = 253_402_300_799;

/// Seconds since 1970-01-01T00:00Z.
fn seconds(time: &Value) -> Result<u64, Unrecorded> {
    let read = match time {
        Value::Number(seconds) => seconds.as_u64(),
        Value::String(text) => match text.parse::<jiff::Timestamp>() {
            Ok(time) if time < jiff::Timestamp::UNIX_EPOCH => {
                return Err(Unrecorded(format!("`time` lies before 1970: {time}")));
            }
            Ok(time) => u64::try_from(time.as_second()).ok(),
            Err(_) => None,
        },
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    };
    let seconds = read.ok_or_else(|| {
        let message = "`time` is text as RFC 3339 has it, or whole seconds since 1970; not";
        Unrecorded(format!("{message} {time}"))
    })?;
    if seconds > LAST {
        let message = "lies after the year 9999; it is in seconds, not in milliseconds";
        return Err(Unrecorded(format!("`time` {time} {message}")));
    }
    Ok(seconds)
}

impl std::str::FromStr for RecordedCall {
    type Err = Unrecorded;

    fn from_str(text: &str) -> Result<Self, Unrecorded> {
        if text.trim_start().starts_with('[') {
            return Err(Unrecorded("a call is an object, not a list".to_owned()));
        }
        // The text is one line of a file, which has a number of its own.
        let line: Line = serde_json::from_str(text).map_err(|error| {
            Unrecorded(
                error
                    .to_string()
                    .replace(" at line 1 column ", " at column "),
            )
        })?;
        let (tool, arguments, is_whole) = match (line.tool, line.method.as_deref(), line.params) {
            (Some(tool), None, None) => {
                let given = line.arguments.map(Given::read);
                let (arguments, is_whole) = given.unwrap_or_else(|| (Map::new(), true));
                (tool, arguments, is_whole)
            }
            (None, Some("tools/call"), Some(params)) => (params.name, params.arguments, true),
            _ => {
                let message = "a call has `tool` and `arguments`, or is a `tools/call` request";
                return Err(Unrecorded(message.to_owned()));
            }
        };
        let at = line.time.as_ref().map(seconds).transpose()?;
        Ok(Self {
            tool,
            server: line.server.unwrap_or_default(),
            arguments: Value::Object(arguments),
            is_whole,
            at,
            failed: line.failed,
            expect: line.expect,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(time: &str) -> Result<Option<u64>, String> {
        let line = format!(r#"{{ "tool": "get", "time": {time} }}"#);
        let call = line.parse::<RecordedCall>();
        call.map(|it| it.at).map_err(|error| error.to_string())
    }

    #[test]
    fn a_time_is_text_with_an_offset_or_whole_seconds() {
        for (time, seconds) in [
            ("60", 60),
            ("253402300799", LAST),
            (r#""1970-01-01T00:00:59.999Z""#, 59),
            (r#""1970-01-01T01:00:59+01:00""#, 59),
            // A leap second counts to the second before it, and so to the same minute.
            (r#""2016-12-31T23:59:60Z""#, 1_483_228_799),
        ] {
            assert_eq!(at(time), Ok(Some(seconds)), "{time}");
        }
        assert_eq!(at("null"), Ok(None));
        for (time, words) in [
            ("1.5", "whole seconds"),
            ("-5", "whole seconds"),
            ("true", "whole seconds"),
            (r#""2017-01-01""#, "RFC 3339"),
            (r#""2017-01-01T00:00:00""#, "RFC 3339"),
            (r#""1969-12-31T23:59:59.5Z""#, "before 1970"),
            ("253402300800", "milliseconds"),
        ] {
            let message = at(time).unwrap_err();
            assert!(message.contains(words), "{time}: {message}");
        }
    }

    #[test]
    fn a_line_that_is_no_call_is_told_what_a_call_is() {
        for (line, words) in [
            (r#"["get", {}]"#, "an object, not a list"),
            (r#"{ "tool": 5 }"#, "at column 11"),
            (r#"{ "method": "tools/list" }"#, "`tools/call` request"),
        ] {
            let message = line.parse::<RecordedCall>().unwrap_err().to_string();
            assert!(message.contains(words), "{line}: {message}");
        }
    }
}
