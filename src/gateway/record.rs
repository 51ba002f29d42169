//! What was decided, as a line of the log. Values of arguments are never in it.

use serde_json::{Value, json};

use crate::escape;
use crate::model::vocabulary;
use crate::policy::Effect;

vocabulary! {
    /// Who wrote a line.
    Side {
        /// The agent's client.
        Client = "client",
        /// The MCP server.
        Server = "server",
    }
}

vocabulary! {
    /// What came of a question.
    Answer {
        /// A person let the call pass.
        Approved = "approved",
        /// Whoever answered did not.
        Declined = "declined",
        /// No answer came.
        Unanswered = "unanswered",
        /// Nobody was asked: the client cannot.
        Unasked = "unasked",
    }
}

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// A call was decided.
    Decided {
        /// Seconds since 1970-01-01T00:00Z.
        at: u64,
        /// The tool's name.
        tool: String,
        /// What happens to the call.
        effect: Effect,
        /// The deciding rule, a JSON pointer into the policy.
        rule: String,
        /// The names of the arguments.
        keys: Vec<String>,
        /// What came of the question, where there was one.
        answer: Option<Answer>,
    },
    /// A line was not understood.
    Refused {
        /// Seconds since 1970-01-01T00:00Z.
        at: u64,
        /// Who wrote it.
        side: Side,
        /// Why.
        reason: String,
    },
}

/// Characters of a name in the log; names come from outside and have no bound of their own.
const NAME: usize = 200;
/// Names of arguments in a line of the log.
const KEYS: usize = 64;

impl Record {
    /// The record as one line of JSON, without a line feed. `server` is the server's name, `client` that of
    /// the client where it has one.
    pub fn json(&self, server: &str, client: Option<&str>, dry_run: bool) -> String {
        let mut line = match self {
            Self::Decided {
                at,
                tool,
                effect,
                rule,
                keys,
                answer,
            } => {
                let keys: Vec<String> = keys.iter().take(KEYS).map(|key| cut(key, NAME)).collect();
                let mut line = json!({
                    "time": time(*at), "server": server, "tool": cut(tool, NAME),
                    "effect": effect, "rule": cut(rule, 2 * NAME), "arguments": keys,
                });
                if let (Some(answer), Some(map)) = (answer, line.as_object_mut()) {
                    map.insert("answer".to_owned(), json!(answer));
                }
                line
            }
            Self::Refused { at, side, reason } => json!({
                "time": time(*at), "server": server, "refused": cut(reason, 2 * NAME), "from": side,
            }),
        };
        if let Some(map) = line.as_object_mut() {
            if let Some(client) = client {
                map.insert("client".to_owned(), json!(cut(client, NAME)));
            }
            map.insert("dry_run".to_owned(), Value::Bool(dry_run));
        }
        escape::json(line.to_string())
    }
}

/// A time as RFC 3339 has it.
pub(super) fn time(at: u64) -> String {
    let seconds = i64::try_from(at).unwrap_or(i64::MAX);
    jiff::Timestamp::from_second(seconds)
        .unwrap_or(jiff::Timestamp::MAX)
        .to_string()
}

/// The text, with an ellipsis in place of what is beyond a number of characters.
pub(super) fn cut(text: &str, most: usize) -> String {
    let mut out: String = text.chars().take(most).collect();
    if out.len() < text.len() {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_one_harmless_line_of_bounded_length() {
        let record = Record::Decided {
            at: 60,
            tool: "a\n\u{202e}".to_owned() + &"x".repeat(1000),
            effect: Effect::Deny,
            rule: "/default".to_owned(),
            keys: vec!["k\u{1b}".to_owned(); 100],
            answer: Some(Answer::Unasked),
        };
        let line = record.json("files", Some("alice"), true);
        assert!(!line.contains('\n') && !line.chars().any(escape::is_hidden));
        assert!(line.len() < 2000, "{line}");
        let value: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(value["time"], "1970-01-01T00:01:00Z");
        assert_eq!(
            (&value["effect"], &value["answer"]),
            (&json!("deny"), &json!("unasked"))
        );
        assert_eq!(value["dry_run"], true);
        assert_eq!(value["client"], "alice");
    }
}
