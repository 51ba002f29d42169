//! A call as it stands in a file: recorded, or written by hand to try a policy.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::Effect;

/// A call to decide.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordedCall {
    /// The tool's exact name.
    pub tool: String,
    /// Its arguments, an object.
    pub arguments: Value,
    /// Seconds since 1970-01-01T00:00Z, where the line gives a time.
    pub at: Option<u64>,
    /// Whether the server did not do it.
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
    arguments: Option<Map<String, Value>>,
    method: Option<String>,
    params: Option<Params>,
    time: Option<Time>,
    #[serde(default)]
    failed: bool,
    expect: Option<Effect>,
    #[serde(rename = "jsonrpc")]
    _version: Option<String>,
    #[serde(rename = "id")]
    _id: Option<Value>,
}

#[derive(Deserialize)]
struct Params {
    name: String,
    #[serde(default)]
    arguments: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Time {
    Seconds(u64),
    Text(jiff::Timestamp),
}

impl std::str::FromStr for RecordedCall {
    type Err = Unrecorded;

    fn from_str(text: &str) -> Result<Self, Unrecorded> {
        let line: Line =
            serde_json::from_str(text).map_err(|error| Unrecorded(error.to_string()))?;
        let (tool, arguments) = match (line.tool, line.method.as_deref(), line.params) {
            (Some(tool), None, None) => (tool, line.arguments.unwrap_or_default()),
            (None, Some("tools/call"), Some(params)) => (params.name, params.arguments),
            _ => {
                let message = "a call has `tool` and `arguments`, or is a `tools/call` request";
                return Err(Unrecorded(message.to_owned()));
            }
        };
        let at = match line.time {
            None => None,
            Some(Time::Seconds(seconds)) => Some(seconds),
            Some(Time::Text(time)) => Some(
                u64::try_from(time.as_second())
                    .map_err(|_| Unrecorded(format!("`time` lies before 1970: {time}")))?,
            ),
        };
        Ok(Self {
            tool,
            arguments: Value::Object(arguments),
            at,
            failed: line.failed,
            expect: line.expect,
        })
    }
}
