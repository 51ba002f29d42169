//! The text of one tool → its value, or why it is not used.

use serde_json::Value;

use super::finding::Finding;
use super::limits::{Limit, Limits};
use super::loose::{members, only};
use crate::wire::{check, json_fault};

/// Bytes of a description that a model can be expected to read.
const LONG_DESCRIPTION: usize = 16 << 10;
/// Whole numbers beyond this are not exact in every reader of JSON.
const EXACT: f64 = 9_007_199_254_740_991.0;

/// A tool with what is odd about it; or its name, if that can be read, and why it is not used.
type ReadTool = Result<(Value, Vec<Finding>), (Option<String>, String)>;

/// Reads one tool of a list. Two readers must come to the same value, else there is nothing to rate.
pub(super) fn read_tool(
    text: &str,
    lossy: bool,
    limits: &Limits,
    as_mcp: fn(Value) -> Value,
) -> ReadTool {
    let name = || {
        let members = members(text)?;
        serde_json::from_str::<String>(only(&members, "name").ok()??).ok()
    };
    let fault = |reason: String| (name(), reason);
    if text.len() > limits.tool {
        let (bytes, limit) = (text.len(), limits.words(Limit::Tool));
        return Err(fault(format!("it has {bytes} bytes: {limit}")));
    }
    if lossy && text.contains('\u{fffd}') {
        return Err(fault("it has bytes that are not UTF-8".to_owned()));
    }
    check(text).map_err(|reason| fault(plain(&reason)))?;
    let tool: Value =
        serde_json::from_str(text).map_err(|error| fault(plain(&json_fault(text, &error))))?;
    let tool = as_mcp(tool);
    match tool.get("name") {
        _ if !tool.is_object() => Err(fault("it is not an object".to_owned())),
        None => Err(fault("it has no name".to_owned())),
        Some(Value::String(name)) if name.trim().is_empty() => {
            Err(fault("its name is empty".to_owned()))
        }
        Some(Value::String(name)) => {
            let odd = odd(name, &tool);
            Ok((tool, odd))
        }
        Some(_) => Err(fault("its name is not a text".to_owned())),
    }
}

/// Why readers do not come to one value.
fn plain(reason: &str) -> String {
    format!("its JSON can be read in more than one way or not at all ({reason})")
}

fn odd(name: &str, tool: &Value) -> Vec<Finding> {
    let description = tool.get("description").and_then(Value::as_str);
    let bytes = description.map_or(0, str::len);
    let long = (bytes > LONG_DESCRIPTION).then(|| {
        format!("its description has {bytes} bytes, more than the {LONG_DESCRIPTION} that models can be expected to read")
    });
    let inexact = has_inexact(tool)
        .then(|| "it has a number beyond 2^53, which readers of JSON round differently".to_owned());
    let findings = long.into_iter().chain(inexact);
    findings
        .map(|reason| Finding::Odd {
            name: name.to_owned(),
            reason,
        })
        .collect()
}

/// Whether a number in a value is not exact everywhere; values here are at most 128 deep.
fn has_inexact(value: &Value) -> bool {
    match value {
        Value::Number(number) => {
            !number.is_f64() && number.as_f64().is_some_and(|it| it.abs() > EXACT)
        }
        Value::Array(items) => items.iter().any(has_inexact),
        Value::Object(members) => members.values().any(has_inexact),
        Value::Null | Value::Bool(_) | Value::String(_) => false,
    }
}
