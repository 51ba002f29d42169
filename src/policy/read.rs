//! A policy from JSON text. What is not understood is refused as a whole: a gateway must not guess.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _, MapAccess, Visitor};

use super::document::{Policy, Rule, Tools};

/// Why a text is no policy, with line and column.
#[derive(Debug)]
pub struct PolicyError(serde_json::Error);

impl std::fmt::Display for PolicyError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for PolicyError {}

impl From<serde_json::Error> for PolicyError {
    fn from(error: serde_json::Error) -> Self {
        Self(error)
    }
}

impl std::str::FromStr for Policy {
    type Err = PolicyError;

    fn from_str(text: &str) -> Result<Self, PolicyError> {
        let policy: Self = serde_json::from_str(text)?;
        let mut named: BTreeSet<&str> = policy.hide.iter().map(String::as_str).collect();
        if named.len() < policy.hide.len() {
            return Err(serde_json::Error::custom("`hide` names a tool twice").into());
        }
        for (name, _) in &policy.tools.0 {
            // Other grammars mean every tool by it; here it would be a rule of no tool, and unheeded.
            if name == "*" {
                let message =
                    "`*` is only allowed under `hide`; use `all_tools` for rules on every tool";
                return Err(serde_json::Error::custom(message).into());
            }
            if !named.insert(name) {
                let message =
                    format!("`{name}` appears twice: under `hide` and `tools`, or in `tools`");
                return Err(serde_json::Error::custom(message).into());
            }
        }
        Ok(policy)
    }
}

impl<'de> Deserialize<'de> for Tools {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        reader.deserialize_map(Entries)
    }
}

struct Entries;

impl<'de> Visitor<'de> for Entries {
    type Value = Tools;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a map of tool names to rules")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Tools, M::Error> {
        let mut tools: Vec<(String, Rule)> = Vec::new();
        while let Some(entry) = map.next_entry()? {
            tools.push(entry);
        }
        Ok(Tools(tools))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_reads_back_as_it_was_written_and_a_faulty_one_is_refused() {
        let text = r#"{
          "version": "1", "default": "deny", "hide": ["delete"],
          "all_tools": { "limits": [ { "counter": "calls", "window": "minute", "max": 60 } ] },
          "tools": { "get": {}, "pay": { "deny_if": [
            { "conditions": [ { "path": "args.amount", "op": "gt", "value": 100 } ], "ask": true } ] } }
        }"#;
        let policy: Policy = text.parse().unwrap();
        assert_eq!(policy.json().parse::<Policy>().unwrap(), policy);
        for (wrong, from, to) in [
            ("a misspelt key", r#""default""#, r#""defualt""#),
            ("another version", r#""1""#, r#""2""#),
            ("a window that is none", "minute", "week"),
            ("an operator that is none", r#""gt""#, r#""over""#),
            ("a tool named twice", r#""get""#, r#""pay""#),
            ("hidden and ruled", r#""get""#, r#""delete""#),
            ("a rule of every tool", r#""get""#, r#""*""#),
            ("a bound that is text", "100", r#""100""#),
            ("a path beside the arguments", "args.amount", "amount"),
        ] {
            let broken = text.replace(from, to);
            assert_ne!(broken, text);
            assert!(broken.parse::<Policy>().is_err(), "{wrong}");
        }
    }
}
