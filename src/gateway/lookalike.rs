//! What a lenient server would take for something that the policy speaks of, while the policy does not.

use std::mem::discriminant;

use serde_json::Value;

use super::spelling::Spellings;
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

/// The word of the protocol that another one is nearly, without being it: also in letters that look alike and with
/// escapes.
pub(super) fn nearly_said<'w>(word: &str, words: &[&'w str]) -> Option<&'w str> {
    if words.contains(&word) {
        return None;
    }
    let found = nearly(word, words.iter().copied());
    if found.is_some() || (word.is_ascii() && !word.contains(['%', '\\', '&'])) {
        return found;
    }
    let spellings = Spellings::of(word);
    let mut words = words.iter().copied();
    words.find(|known| spellings.is_alike(&Spellings::of(known)))
}

/// The names that a policy speaks of, as lenient servers read them. A policy that denies what it does not name
/// needs none of them.
#[derive(Debug)]
pub(super) struct Names(Vec<Name>);

/// A tool that the policy speaks of.
#[derive(Debug)]
struct Name {
    /// Where the policy speaks of it.
    pointer: String,
    tool: String,
    spellings: Spellings,
    folded: String,
}

impl Names {
    pub(super) fn of(policy: &Policy) -> Self {
        if policy.default == Fallback::Deny {
            return Self(Vec::new());
        }
        let hidden = policy.hide.iter().enumerate();
        let hidden = hidden.map(|(place, name)| (format!("/hide/{place}"), name.as_str()));
        let ruled = policy.tools.0.iter();
        let ruled = ruled.map(|(name, _)| (tool_pointer(name), name.as_str()));
        let names = hidden.chain(ruled).map(|(pointer, tool)| Name {
            pointer,
            tool: tool.to_owned(),
            spellings: Spellings::of(tool),
            folded: folded(tool),
        });
        Self(names.collect())
    }

    /// Where the policy speaks of a tool that a lenient server could take a name for that the policy does not
    /// know, and that tool.
    pub(super) fn nearly(&self, name: &str) -> Option<(&str, &str)> {
        let spellings = Spellings::of(name);
        let like = folded(name);
        let mut known = self.0.iter();
        let found = known.find(|it| spellings.reach(&it.spellings) || it.folded == like)?;
        Some((&found.pointer, &found.tool))
    }
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
