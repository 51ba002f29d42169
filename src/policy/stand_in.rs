//! A pattern in place of a condition that reads what a value means, for targets that compare text.
//!
//! Only under `require`, where a pattern of the plainest spellings lets through less than the condition
//! does. Under `deny_if` no pattern finds every spelling.

use serde_json::Value;

use super::capabilities::Sense;
use crate::model::{Condition, Operator};

/// The rest of an address: a port, then signs that every parser takes alike.
const REST: &str = r"(:[0-9]{1,4})?([/?#][!-\[\]-~]*)?$";
/// A part of a host's name.
const LABEL: &str = "[a-z0-9]+(-[a-z0-9]+)*";
/// Endings of names that are given out to the public.
const PUBLIC: &str = "com|org|net|edu|gov|int|eu|uk|de|fr|nl|ch|at|it|es|pl|se|no|fi|dk|jp|cn|in|br|au|ca|us|info|app|dev";

/// The pattern, where there is one that is no looser.
pub(super) fn stand_in(condition: &Condition, sense: Sense) -> Option<Condition> {
    if sense != Sense::Required {
        return None;
    }
    let pattern = match condition.operator() {
        Operator::UrlPublic if condition.value() == &Value::Bool(true) => {
            format!("^https?://({LABEL}\\.)+({PUBLIC}){REST}")
        }
        Operator::HostIn => hosts(&texts(condition.value())?)?,
        Operator::PathUnder => folders(&texts(condition.value())?)?,
        _ => return None,
    };
    let path = condition.path().to_owned();
    Condition::new(path, Operator::Regex, Value::from(pattern)).ok()
}

fn hosts(names: &[&str]) -> Option<String> {
    let mut hosts = Vec::new();
    for name in names {
        let plain = |c: char| c.is_ascii_lowercase() || c == '.' || c == '-';
        let (below, rest) = match name.strip_prefix("*.") {
            Some(rest) => (format!("({LABEL}\\.)+"), rest),
            None => (String::new(), *name),
        };
        if rest.is_empty() || !rest.chars().all(plain) || rest.ends_with('.') {
            return None;
        }
        hosts.push(format!("{below}{}", rest.replace('.', "\\.")));
    }
    Some(format!("^https?://({}){REST}", hosts.join("|")))
}

fn folders(folders: &[&str]) -> Option<String> {
    let mut read = Vec::new();
    for folder in folders {
        let plain = |c: char| c.is_ascii_alphanumeric() || "/_-.".contains(c);
        let parts: Vec<&str> = folder
            .split('/')
            .filter(|part| !matches!(*part, "" | "."))
            .collect();
        let special = parts
            .first()
            .is_none_or(|first| matches!(*first, "proc" | "dev"));
        if special || !folder.starts_with('/') || !folder.chars().all(plain) {
            return None;
        }
        read.push(parts.join("/").replace('.', "\\."));
    }
    let file = "/[A-Za-z0-9_-][A-Za-z0-9_.-]*";
    Some(format!("^/({})({file})*$", read.join("|")))
}

fn texts(value: &Value) -> Option<Vec<&str>> {
    match value {
        Value::String(text) => Some(vec![text]),
        Value::Array(items) => items.iter().map(Value::as_str).collect(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::Truth;
    use crate::policy::quote::is_portable_pattern;

    #[test]
    fn a_pattern_lets_through_plain_spellings_and_nothing_that_the_condition_refuses() {
        let conditions = [
            (Operator::UrlPublic, json!(true), "https://www.gnu.org/a?b"),
            (
                Operator::HostIn,
                json!(["example.com", "*.gnu.org"]),
                "https://ftp.gnu.org:80/x",
            ),
            (
                Operator::PathUnder,
                json!(["/notes", "/srv/a.b/"]),
                "/srv/a.b/c/d.md",
            ),
        ];
        let texts = [
            "https://www.gnu.org/a?b",
            "https://ftp.gnu.org:80/x",
            "/srv/a.b/c/d.md",
            "/notes",
            "/notes/../etc",
            "/notes/..",
            "/notesx",
            "/srv/aab/x",
            "http://localhost/",
            "http://10.0.0.1/",
            "http://a.local/",
            "https://example.com@evil.org/",
            "https://example.com.evil.org/",
            "https://gnu.org",
            "http://127.0.0.1.nip.io/",
            "https://xn--a.com/",
            "https://a.com:99999/",
            "https://a.com/\\",
            "https://a.com/ x",
            "file:///notes",
        ];
        for (operator, value, plain) in conditions {
            let condition = Condition::new("args.a".to_owned(), operator, value).unwrap();
            let pattern = stand_in(&condition, Sense::Required).unwrap();
            assert!(
                is_portable_pattern(pattern.value().as_str().unwrap()),
                "{pattern:?}"
            );
            assert_eq!(
                pattern.holds(&json!({ "a": plain })),
                Truth::Yes,
                "{pattern:?}"
            );
            for text in texts {
                let call = json!({ "a": text });
                let looser =
                    pattern.holds(&call) == Truth::Yes && condition.holds(&call) != Truth::Yes;
                assert!(!looser, "{operator} {text}");
            }
            assert_eq!(stand_in(&condition, Sense::Forbidden), None);
        }
    }
}
