//! The arguments of a tool's calls → rules on them.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::values::{self, Kind};
use super::{Reason, Seen};
use crate::model::{Condition, Guard, Operator, Truth};
use crate::plural::count;
use crate::policy::document::Rule;
use crate::policy::{LEFT_OUT, REDACTED};
use crate::secret::{is_secret_name, may_hold_credential};

/// Adds the rules that the calls' arguments justify.
pub(super) fn learn(place: &str, seen: &[Seen<'_>], rule: &mut Rule, reasons: &mut Vec<Reason>) {
    let whole: Vec<&Value> = seen
        .iter()
        .filter(|it| it.call.is_whole)
        .map(|it| &it.call.arguments)
        .collect();
    if whole.len() < seen.len() {
        let reason = format!(
            "No rule reads arguments, because their values are missing in {}.",
            count(seen.len() - whole.len(), "recorded call")
        );
        return reasons.push(because(place, reason));
    }
    for (path, values) in by_path(&whole) {
        if values.iter().any(|it| is_marker(it)) {
            let reason = format!(
                "There is no rule on `{path}`, because the recording leaves its values out."
            );
            reasons.push(because(place, reason));
            continue;
        }
        let name = path.rsplit('.').next().unwrap_or_default();
        if is_secret_name(name) || values.iter().any(|it| may_be_secret(it)) {
            let reason = format!(
                "There is no rule on `{path}`, because its values may be secrets, which a policy must not hold."
            );
            reasons.push(because(place, reason));
            continue;
        }
        let Some(kind) = values::kind(&values) else {
            continue;
        };
        let made = Made {
            path: &path,
            kind: &kind,
            given: values.len(),
            calls: &whole,
        };
        if let Err(reason) = made.add(place, rule, reasons) {
            reasons.push(because(place, reason));
        }
    }
}

fn because(place: &str, reason: String) -> Reason {
    Reason {
        place: place.to_owned(),
        reason,
    }
}

fn is_marker(value: &Value) -> bool {
    match value {
        Value::String(text) => text == REDACTED || text.starts_with(LEFT_OUT),
        Value::Array(items) => items.iter().any(is_marker),
        Value::Object(map) => map.values().any(is_marker),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

fn may_be_secret(value: &Value) -> bool {
    match value {
        Value::String(text) => may_hold_credential(text),
        Value::Array(items) => items.iter().any(may_be_secret),
        Value::Object(map) => map.values().any(may_be_secret),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// The values of each argument by its path, also of those within objects.
fn by_path<'a>(calls: &[&'a Value]) -> BTreeMap<String, Vec<&'a Value>> {
    let mut found = BTreeMap::new();
    for map in calls.iter().filter_map(|it| it.as_object()) {
        collect(map, "", &mut found);
    }
    found
}

fn collect<'a>(
    map: &'a Map<String, Value>,
    above: &str,
    found: &mut BTreeMap<String, Vec<&'a Value>>,
) {
    for (key, value) in map {
        // A condition cannot name such a key.
        if key.is_empty() || key.contains('.') {
            continue;
        }
        let path = if above.is_empty() {
            key.clone()
        } else {
            format!("{above}.{key}")
        };
        match value {
            Value::Object(inner) => collect(inner, &path, found),
            other => found.entry(path).or_default().push(other),
        }
    }
}

/// A rule that the values of an argument justify.
struct Made<'a> {
    path: &'a str,
    kind: &'a Kind,
    /// How many calls give the argument.
    given: usize,
    /// The arguments of all calls.
    calls: &'a [&'a Value],
}

impl Made<'_> {
    /// Adds the rule with its reason.
    ///
    /// # Errors
    ///
    /// Why there is none after all.
    fn add(&self, place: &str, rule: &mut Rule, reasons: &mut Vec<Reason>) -> Result<(), String> {
        let always = self.given == self.calls.len();
        let (key, guard) = match (self.kind, always) {
            (Kind::Listed(values), false) => ("deny_if", self.unless_listed(values)),
            (_, false) => {
                return Err(format!(
                    "There is no rule on `{}`, because {} of {} do not give it, and {} can only be required.",
                    self.path,
                    self.calls.len() - self.given,
                    count(self.calls.len(), "call"),
                    self.kind.noun(),
                ));
            }
            (_, true) => ("require", self.required()),
        };
        let passes = |guard: &Guard| self.calls.iter().all(|call| lets_pass(guard, key, call));
        // The judge of the rule is asked, for it takes a spelling that is not plain for one that does not fit.
        let Some(guard) = guard.filter(passes) else {
            return Err(format!(
                "There is no rule on `{}`, because a rule on {} would refuse a recorded spelling.",
                self.path,
                self.kind.noun()
            ));
        };
        let guards = if key == "require" {
            &mut rule.require
        } else {
            &mut rule.deny_if
        };
        reasons.push(Reason {
            place: format!("{place}/{key}/{}", guards.len()),
            reason: self.reason(always),
        });
        guards.push(guard);
        Ok(())
    }

    fn condition(&self, operator: Operator, value: Value) -> Option<Condition> {
        Condition::new(format!("args.{}", self.path), operator, value).ok()
    }

    fn required(&self) -> Option<Guard> {
        let (operator, value) = match self.kind {
            Kind::Folders(folders) => (Operator::PathUnder, json!(folders)),
            Kind::Hosts(hosts) => (Operator::HostIn, json!(hosts)),
            Kind::Listed(values) => (Operator::In, json!(values)),
        };
        Some(self.guard(vec![self.condition(operator, value)?]))
    }

    /// An argument that not every call gives is refused where it is given with another value.
    fn unless_listed(&self, values: &[Value]) -> Option<Guard> {
        Some(self.guard(vec![
            self.condition(Operator::Exists, json!(true))?,
            self.condition(Operator::NotIn, json!(values))?,
        ]))
    }

    fn guard(&self, conditions: Vec<Condition>) -> Guard {
        let on_deny = format!("The policy does not allow this value of `{}`.", self.path);
        Guard {
            conditions,
            on_deny: Some(on_deny),
            ask: false,
        }
    }

    fn reason(&self, always: bool) -> String {
        let calls = count(self.calls.len(), "call");
        let of = if always {
            format!("in all {calls}")
        } else {
            format!("in the {} of {calls} that give it", self.given)
        };
        format!("`{}` {} {of}.", self.path, self.kind.said())
    }
}

/// Whether a guard under this key lets a call pass.
fn lets_pass(guard: &Guard, key: &str, arguments: &Value) -> bool {
    let mut conditions = guard.conditions.iter();
    if key == "require" {
        conditions.all(|it| it.holds(arguments) == Truth::Yes)
    } else {
        conditions.any(|it| it.holds(arguments) == Truth::No)
    }
}
