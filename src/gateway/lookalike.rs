//! What a lenient server would take for something that the policy speaks of, while the policy does not.

use std::mem::discriminant;

use percent_encoding::percent_decode_str;
use serde_json::Value;
use unicode_normalization::UnicodeNormalization as _;
use unicode_security::confusable_detection::skeleton;

use crate::escape;
use crate::policy::{Condition, Fallback, Policy, Rule, tool_pointer};

/// JavaScript that copies an object takes the value of this key for where all missing keys are looked up.
pub(super) const PROTOTYPE: &str = "__proto__";

/// A word as the most lenient readers compare words: up to a NUL, where C ends a text, without white
/// space and hidden characters, and without regard to case.
pub(super) fn folded(word: &str) -> String {
    let word = word.split('\0').next().unwrap_or_default();
    word.chars()
        .filter(|c| !c.is_whitespace() && !escape::is_hidden(*c))
        // The way there and back, so that letters of which only one direction is one letter are alike.
        .flat_map(char::to_lowercase)
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
        .collect()
}

/// The word that another one is nearly, without being it.
pub(super) fn nearly<'w>(word: &str, mut words: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    let like = folded(word);
    words.find(|known| *known != word && folded(known) == like)
}

/// Where the policy speaks of a tool that a name which it lets pass unnamed is nearly, and that tool.
/// `listed` says whether the server itself lists a tool of a name.
pub(super) fn nearly_named<'p>(
    policy: &'p Policy,
    tool: &str,
    listed: impl Fn(&str) -> bool,
) -> Option<(String, &'p str)> {
    if policy.default == Fallback::Deny || policy.hides(tool) || policy.rule(tool).is_some() {
        return None;
    }
    let hidden = policy.hide.iter().enumerate();
    let hidden = hidden.map(|(place, name)| (format!("/hide/{place}"), name.as_str()));
    let ruled = policy.tools.0.iter();
    let ruled = ruled.map(|(name, _)| (tool_pointer(name), name.as_str()));
    let mut likes = vec![looks(tool)];
    // `server__drop` is `drop` where a server strips what clients put before names, unless the server has
    // a tool that is called so.
    if !listed(tool) {
        likes.extend(last_parts(tool).map(looks));
    }
    let mut named = hidden.chain(ruled);
    named.find(|(_, name)| likes.contains(&looks(name)))
}

/// What is left of a name for a reader that sees letters and digits alone: percent escapes decoded,
/// characters that look alike taken for one, no case, no signs.
fn looks(name: &str) -> String {
    let name = name.split('\0').next().unwrap_or_default();
    let decoded = percent_decode_str(name).decode_utf8_lossy();
    let letters: String = decoded.nfkc().map(letter).collect();
    let plain: String = skeleton(&letters.to_lowercase()).collect();
    // A letter and the marks on it are one character where readers strip marks.
    let plain = plain.nfkd().filter(|c| c.is_alphanumeric());
    let plain: String = plain.flat_map(char::to_lowercase).collect();
    let plain: String = skeleton(&plain).collect();
    if plain.is_empty() {
        folded(name)
    } else {
        plain
    }
}

/// Small capitals, which have no capital and no compatible form in Unicode, and the letters that they are.
const SMALL_CAPITALS: (&str, &str) = ("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnopqrstuvwyz");

fn letter(sign: char) -> char {
    let (small, plain) = SMALL_CAPITALS;
    let mut pairs = small.chars().zip(plain.chars());
    pairs
        .find(|(it, _)| *it == sign)
        .map_or(sign, |(_, plain)| plain)
}

/// What stands after each sign that clients and gateways put between a server's name and a tool's.
fn last_parts(name: &str) -> impl Iterator<Item = &str> {
    let signs = ["__", "/", ".", ":", "--"].into_iter();
    signs.filter_map(|sign| {
        name.trim_end_matches(sign)
            .rsplit_once(sign)
            .map(|(_, last)| last)
    })
}

/// What a server could read in the arguments of a call where the rule reads something else or nothing;
/// in words, without any value.
pub(super) fn misread(rule: &Rule, arguments: &Value) -> Option<String> {
    let mut conditions = rule.guards().flat_map(|guard| &guard.conditions);
    conditions.find_map(|condition| misread_by(condition, arguments))
}

fn misread_by(condition: &Condition, arguments: &Value) -> Option<String> {
    let path = condition.path();
    let other_kind = || {
        Some(format!(
            "`{path}` is of another kind than the policy reads."
        ))
    };
    let mut here = arguments;
    for step in condition.steps() {
        let next = match here {
            Value::Object(map) => {
                let mut keys = map.keys().map(String::as_str);
                let odd = keys
                    .find(|key| *key == PROTOTYPE || nearly(key, std::iter::once(step)).is_some());
                if odd.is_some() {
                    return Some(format!("A key is nearly `{step}` of the policy."));
                }
                map.get(step)
            }
            Value::Array(items) => match step.parse::<usize>() {
                Ok(place) => items.get(place),
                Err(_) => return other_kind(),
            },
            Value::Null => None,
            // Servers exist that read an object out of a text.
            Value::String(_) | Value::Number(_) | Value::Bool(_) => return other_kind(),
        };
        match next {
            Some(next) => here = next,
            None => return None,
        }
    }
    if of_another_kind(condition, here) {
        other_kind()
    } else {
        None
    }
}

/// Whether an argument is of no kind that the condition asks for by its value: many servers take `1` or
/// `"true"` for `true`. Null is as good as absent.
fn of_another_kind(condition: &Condition, found: &Value) -> bool {
    // The other operators say by themselves that they cannot judge a kind.
    let values = condition.equals();
    let alike = |value: &Value| discriminant(value) == discriminant(found);
    !values.is_empty() && !found.is_null() && !values.iter().any(alike)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn words_that_some_reader_takes_for_each_other_fold_alike() {
        for word in [
            "task",
            "TASK",
            "ta\u{17f}k",
            "tas\u{212a}",
            " task\u{200b}",
            "task\0x",
            "ta\u{ad}sk",
        ] {
            assert_eq!(folded(word), "task", "{word:?}");
        }
        assert_eq!(folded("ΣΑΣ"), folded("σας"));
        assert_ne!(folded("tasks"), "task");
    }

    #[test]
    fn no_spelling_of_a_hidden_tool_passes_where_the_default_is_allow() {
        let policy: Policy =
            r#"{ "version": "1", "default": "allow", "hide": ["drop"], "tools": { "read_file": {} } }"#
                .parse()
                .unwrap();
        let nearly =
            |name: &str, listed: bool| nearly_named(&policy, name, |_| listed).map(|it| it.1);
        for name in [
            "\u{ff44}\u{ff52}\u{ff4f}\u{ff50}",
            "dr\u{43e}p",
            "drop\u{fe0f}",
            "drop\u{2800}",
            "drop/",
            "Drop ",
            "dr\u{ad}op",
            "DROP",
            "drop\0x",
            "./drop",
            "drop.",
            "drop%20",
            "%64rop",
            "drop\u{3000}",
            "dro\u{301}p",
            "\u{1d41d}rop",
            "dr-op",
            "_drop_",
            "\u{1d05}ro\u{1d18}",
        ] {
            assert_eq!(nearly(name, true), Some("drop"), "{name:?}");
        }
        for name in ["server__drop", "mcp.server.drop", "server/drop", "s:drop/"] {
            assert_eq!(nearly(name, false), Some("drop"), "{name:?}");
            assert_eq!(nearly(name, true), None, "the server has a tool {name:?}");
        }
        assert_eq!(nearly("readFile", true), Some("read_file"));
        for name in [
            "drops",
            "dropdown",
            "airdrop",
            "raindrop_list",
            "read",
            "drop",
            "read_file",
        ] {
            assert_eq!(nearly(name, false), None, "{name:?}");
        }
    }

    #[test]
    fn arguments_that_a_server_could_read_otherwise_are_found() {
        let policy: Policy = r#"{ "version": "1", "default": "deny", "tools": { "t": { "deny_if": [
            { "conditions": [ { "path": "args.force", "op": "eq", "value": true } ] },
            { "conditions": [ { "path": "args.branch", "op": "in", "value": ["main"] } ] },
            { "conditions": [ { "path": "args.items.0.amount", "op": "gt", "value": 9 } ] },
            { "conditions": [ { "path": "args.options.all", "op": "exists", "value": true } ] } ] } } }"#
            .parse()
            .unwrap();
        let rule = policy.rule("t").unwrap();
        for odd in [
            json!({ "force": "true" }),
            json!({ "force": 1 }),
            json!({ "Force": true }),
            json!({ "force\0": true }),
            json!({ "branch": ["main"] }),
            json!({ "items": [{ "Amount": 10 }] }),
            json!({ "items": { "0": 10 } }),
            json!({ "items": "[{\"amount\":10}]" }),
            json!({ "options": "{\"all\":1}" }),
            json!({ "options": [{ "all": 1 }] }),
            json!({ "__proto__": { "force": true } }),
            json!({ "options": { "__proto__": { "all": 1 } } }),
        ] {
            assert!(misread(rule, &odd).is_some(), "{odd}");
        }
        for plain in [
            json!({}),
            json!({ "force": true, "branch": "main", "items": [{ "amount": "x" }] }),
            json!({ "force": null, "branch": null, "items": null, "options": null }),
            json!({ "forces": 1, "items": [], "options": {}, "other": { "Force": 1 } }),
        ] {
            assert_eq!(misread(rule, &plain), None, "{plain}");
        }
    }
}
