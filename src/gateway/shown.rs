//! The arguments of a call as a person is shown them: every one of them, none pushed out of sight.

use std::cmp::Reverse;

use serde_json::Value;

use crate::escape;
use crate::sort;

/// Values that a question can show; more would not be read.
const MOST: usize = 200;
/// Characters of all values together.
const ROOM: usize = 4000;
/// Characters of one value: at least, and at most.
const WIDTH: (usize, usize) = (40, 600);
/// Characters of the path to a value.
const PATH: usize = 80;

/// Words in the names of arguments that what a call does hangs on.
const WEIGHTY: &[&str] = &[
    "account",
    "all",
    "amount",
    "branch",
    "channel",
    "cmd",
    "code",
    "command",
    "currency",
    "destination",
    "email",
    "file",
    "force",
    "host",
    "id",
    "name",
    "owner",
    "path",
    "price",
    "quantity",
    "query",
    "recipient",
    "recipients",
    "recursive",
    "ref",
    "repo",
    "script",
    "source",
    "sql",
    "target",
    "to",
    "total",
    "uri",
    "url",
    "user",
];

/// A line for each value in the arguments: those on the paths of `ruled` first, then those whose names
/// weigh most, then the rest as they come.
///
/// # Errors
///
/// With the number of values, when there are too many to show.
pub(super) fn lines(arguments: &Value, ruled: &[String]) -> Result<String, usize> {
    let mut leaves = Vec::new();
    collect(arguments, &mut Vec::new(), &mut leaves);
    if leaves.len() > MOST {
        return Err(leaves.len());
    }
    if leaves.is_empty() {
        return Ok("It has no arguments.".to_owned());
    }
    sort::by_key(&mut leaves, |leaf| {
        (leaf.rank(ruled), Reverse(leaf.is_weighty()))
    });
    let width = (ROOM / leaves.len()).clamp(WIDTH.0, WIDTH.1);
    let mut text = String::from("Arguments:");
    for leaf in leaves {
        text.push_str("\n- ");
        text.push_str(&leaf.path());
        text.push_str(": ");
        text.push_str(&shortened(&escape::json(leaf.value.to_string()), width));
    }
    Ok(text)
}

/// A value with nothing inside it, and the way to it.
struct Leaf<'a> {
    steps: Vec<String>,
    value: &'a Value,
}

impl Leaf<'_> {
    /// The place of the first rule that reads it or what it lies in.
    fn rank(&self, ruled: &[String]) -> usize {
        let path = self.steps.join(".");
        let reads = |rule: &String| {
            let within = |outer: &str, inner: &str| {
                let rest = inner.strip_prefix(outer);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            };
            within(rule, &path) || within(&path, rule)
        };
        ruled.iter().position(reads).unwrap_or(ruled.len())
    }

    fn is_weighty(&self) -> bool {
        let name = self.steps.iter().rev();
        let mut name = name.filter(|step| step.parse::<usize>().is_err());
        let name = name.next().map(String::as_str).unwrap_or_default();
        let words = words(name);
        words.iter().any(|word| WEIGHTY.contains(&word.as_str()))
    }

    fn path(&self) -> String {
        let plain = |c: char| c.is_ascii_alphanumeric() || "_-$.".contains(c);
        let path = self.steps.join(".");
        if !path.is_empty() && path.chars().all(plain) {
            return shortened(&path, PATH);
        }
        let quoted = escape::json(Value::from(path).to_string());
        shortened(&quoted, PATH)
    }
}

/// The words of a name, in lower case: `toAccountId` is `to`, `account`, `id`.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in name.chars() {
        if !c.is_alphanumeric() || c.is_uppercase() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| c.is_alphanumeric()) {
            word.extend(c.to_lowercase());
        }
    }
    words
}

fn collect<'a>(value: &'a Value, steps: &mut Vec<String>, leaves: &mut Vec<Leaf<'a>>) {
    let mut inner = |step: String, value: &'a Value| {
        steps.push(step);
        collect(value, steps, leaves);
        steps.pop();
    };
    match value {
        Value::Object(map) if !map.is_empty() => {
            map.iter()
                .for_each(|(key, value)| inner(key.clone(), value));
        }
        Value::Array(items) if !items.is_empty() => {
            let items = items.iter().enumerate();
            items.for_each(|(place, value)| inner(place.to_string(), value));
        }
        _ if steps.is_empty() => {}
        value => leaves.push(Leaf {
            steps: steps.clone(),
            value,
        }),
    }
}

/// The text without its middle, where it is longer than `most` characters.
fn shortened(text: &str, most: usize) -> String {
    let length = text.chars().count();
    if length <= most {
        return text.to_owned();
    }
    let half = most / 2;
    let head: String = text.chars().take(half).collect();
    let tail: String = text.chars().skip(length - half).collect();
    let gone = length - 2 * half;
    format!("{head} […{gone} characters left out…] {tail}")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn shown(arguments: &Value, ruled: &[&str]) -> String {
        let ruled: Vec<String> = ruled.iter().map(|&path| path.to_owned()).collect();
        lines(arguments, &ruled).unwrap()
    }

    #[test]
    fn padding_pushes_nothing_out_of_sight() {
        let pad = "x".repeat(5000);
        for arguments in [
            json!({ "_note": pad, "amount": 9_999 }),
            json!({ "payment": { "_note": pad, "amount": 9_999 } }),
            json!({ "items": [pad, { "amount": 9_999, "b": [pad, pad] }] }),
            json!({ pad.clone(): 1, "amount": 9_999 }),
            json!({ "a\nb": "\n\n\n".repeat(2000), "amount": 9_999 }),
        ] {
            let text = shown(&arguments, &[]);
            assert!(text.contains("amount: 9999"), "{text}");
            assert!(text.len() < 3000, "{}", text.len());
            let first = text.lines().nth(1).unwrap();
            assert!(first.contains("amount"), "what weighs comes first: {text}");
        }
        let long = shown(&json!({ "text": format!("a{pad}z") }), &[]);
        assert!(
            long.contains("\"axx")
                && long.ends_with("xz\"")
                && long.contains("characters left out")
        );
    }

    #[test]
    fn what_a_rule_reads_comes_before_everything_else() {
        let arguments = json!({ "amount": 1, "deep": { "odd": 2 }, "to": "bob" });
        let text = shown(&arguments, &["deep.odd"]);
        assert!(
            text.starts_with("Arguments:\n- deep.odd: 2\n- amount: 1\n- to:"),
            "{text}"
        );
    }

    #[test]
    fn nothing_is_hidden_or_forged_and_too_much_is_not_shown_at_all() {
        let text = shown(&json!({ "a\nto: \"eve\"": "b\u{200b}\n- to: 1" }), &[]);
        assert_eq!(text.lines().count(), 2, "{text}");
        assert!(
            text.contains(r#""a\nto: \"eve\"": "b\u200b\n- to: 1""#),
            "{text}"
        );
        let many: Vec<u32> = (0..300).collect();
        assert_eq!(lines(&json!({ "a": many }), &[]), Err(300));
        assert_eq!(shown(&json!({}), &[]), "It has no arguments.");
    }
}
