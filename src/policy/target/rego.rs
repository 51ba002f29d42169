//! Rego for Open Policy Agent and its kin: the policy as data, and rules that decide by it
//! (openpolicyagent.org/docs/policy-language).
//!
//! The caller counts: it passes the calls that each counter has seen in its present window. Patterns
//! and numbers stay within what every engine reads alike.

use crate::policy::loss::Why;
use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Export, Prefer, Refusal, ServerPolicy, Target, TargetInfo};
use crate::escape;
use crate::model::Parameter;
use crate::policy::capabilities::{Capabilities, Denial, Sense};
use crate::policy::lower::{Lowered, lower_all};
use crate::policy::{Condition, Guard, Operator, Quota, Rule, quote};

/// See the module.
pub(super) struct Rego;

const CAPABILITIES: Capabilities = Capabilities {
    asks: true,
    counts: |_, _| Ok(()),
    reads,
    joins: true,
    opens: true,
    denial: Denial::Apart,
    carries: |_| Ok(()),
};

fn reads(condition: &Condition, _: Sense, _: Option<&Parameter>) -> Result<(), Why> {
    if condition.steps().any(|step| step.parse::<usize>().is_ok()) {
        return Err(Why::ListItems);
    }
    let value = condition.value();
    let pattern = value.as_str().unwrap_or_default();
    if condition.operator() == Operator::Regex && !quote::is_portable_pattern(pattern) {
        return Err(Why::OtherPattern);
    }
    if !exact(value) {
        return Err(Why::OddNumber);
    }
    Ok(())
}

/// Whether every number in a value is a whole one that a binary fraction holds, or a short fraction.
fn exact(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.as_f64().is_some_and(|it| it.abs() < 9e15),
        Value::Array(items) => items.iter().all(exact),
        Value::Object(map) => map.values().all(exact),
        Value::Null | Value::Bool(_) | Value::String(_) => true,
    }
}

impl Target for Rego {
    fn info(&self) -> &'static TargetInfo {
        &TargetInfo {
            name: "rego",
            title: "Rego",
            language: "rego",
            place: "a bundle of Open Policy Agent or regorus. Query `data.toolrisk.decision`",
            is_client: false,
            source: "https://www.openpolicyagent.org/docs/policy-language",
        }
    }

    fn export(&self, servers: &[ServerPolicy<'_>], prefer: Prefer) -> Result<Export, Refusal> {
        let lowered = lower_all(servers, prefer, &CAPABILITIES)?;
        let data: BTreeMap<&str, Value> = lowered.iter().map(|it| (it.name, data(it))).collect();
        // A JSON value always serialises.
        let data = escape::json(serde_json::to_string_pretty(&data).unwrap_or_default());
        let losses: Vec<_> = lowered.iter().flat_map(|it| it.losses.clone()).collect();
        let head = quote::comment("#", self.info(), servers, &losses);
        Ok(Export {
            text: format!("{head}{RULES}\nservers := {data}\n"),
            losses,
            schema: None,
        })
    }
}

/// The policy, its paths as steps and its counters as keys, so that the rules need not cut strings.
fn data(server: &Lowered<'_>) -> Value {
    let policy = &server.policy;
    let hidden: Vec<&String> = policy.hide.iter().collect();
    let tools: BTreeMap<&str, Value> = policy
        .tools
        .0
        .iter()
        .map(|(name, rule)| (name.as_str(), rule_data(rule)))
        .collect();
    json!({
        "default": policy.default.as_str(),
        "hide": hidden,
        "limits": quotas(&policy.all_tools.limits),
        "tools": tools,
    })
}

fn rule_data(rule: &Rule) -> Value {
    json!({
        "require": guards(&rule.require),
        "deny_if": guards(&rule.deny_if),
        "limits": quotas(&rule.limits),
    })
}

fn guards(guards: &[Guard]) -> Vec<Value> {
    let conditions = |guard: &Guard| {
        let written = guard.conditions.iter().map(|it| {
            let steps: Vec<&str> = it.steps().collect();
            json!({ "at": steps, "op": it.operator(), "value": it.value() })
        });
        written.collect::<Vec<_>>()
    };
    guards
        .iter()
        .map(|guard| {
            json!({
                "conditions": conditions(guard),
                "ask": guard.ask,
                "reason": guard.on_deny.as_deref().unwrap_or("denied by policy"),
            })
        })
        .collect()
}

fn quotas(quotas: &[Quota]) -> Vec<Value> {
    quotas
        .iter()
        .map(|quota| {
            let key = format!("{}/{}", quota.counter, quota.window);
            json!({ "counter": key, "max": quota.max })
        })
        .collect()
}

const RULES: &str = include_str!("rego.rego");
