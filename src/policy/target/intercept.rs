//! Intercept, the open source proxy: YAML rules of what must hold
//! (github.com/policylayer/intercept, POLICY.md).
//!
//! Its conditions say what lets a call pass, so a `deny_if` is written as its opposite. A missing argument
//! meets no condition there, and values compare as printed text where they are not both numbers; so
//! only what cannot be confused is said.

use crate::policy::loss::{GuardRule, Instead, Loss, Wanted, Why};
use serde_json::Value;

use super::{Export, Prefer, Refusal, ServerPolicy, Target, TargetInfo, only};
use crate::escape;
use crate::model::{Decision, Guard, Parameter, Window};
use crate::policy::capabilities::{Capabilities, Denial, Sense, Span, plain_name};
use crate::policy::document::{Quota, Rule};
use crate::policy::lookup::Lookup;
use crate::policy::lower::{self, Lowered};
use crate::policy::wording;
use crate::policy::{Condition, Operator, names, quote};

/// See the module.
pub(super) struct Intercept;

const CAPABILITIES: Capabilities = Capabilities {
    asks: false,
    counts,
    reads,
    joins: false,
    opens: true,
    denial: Denial::Apart,
    carries,
};

/// The counters of all tools stand under this name, among those of the tools.
const ALL_TOOLS: &str = "_global";

fn carries(tool: &str) -> Result<(), Why> {
    if tool == ALL_TOOLS {
        return Err(Why::NameOfTotals);
    }
    plain_name(tool)
}

fn counts(quota: &Quota, span: Span<'_>) -> Result<(), Why> {
    if quota.max == 0 {
        return Err(Why::LeastLimit);
    }
    match span {
        // The validator takes what is before the dot for the tool, finds none, and refuses the file.
        Span::Tool(name) if name.contains('.') => Err(Why::DottedName),
        Span::Tool(_) | Span::Server => Ok(()),
        Span::Shared => Err(Why::SharedCounter),
    }
}

fn reads(condition: &Condition, sense: Sense, _: Option<&Parameter>) -> Result<(), Why> {
    if condition.steps().any(|step| step.parse::<usize>().is_ok()) {
        return Err(Why::ListItems);
    }
    let Some(operator) = operator(condition, sense) else {
        return Err(Why::NoCondition);
    };
    let value = condition.value();
    let said = match operator {
        Operator::Eq | Operator::Neq | Operator::Contains => distinct(value),
        Operator::In | Operator::NotIn => value
            .as_array()
            .is_some_and(|list| list.iter().all(distinct)),
        Operator::Lt | Operator::Lte | Operator::Gt | Operator::Gte => {
            value.as_f64().is_some_and(|it| it.abs() < 9e15)
        }
        Operator::Exists => true,
        Operator::Regex => quote::is_portable_pattern(value.as_str().unwrap_or_default()),
        Operator::PathUnder
        | Operator::HostIn
        | Operator::UrlPublic
        | Operator::RefIs
        | Operator::SqlReadsOnly => return Err(Why::ComparesText),
    };
    if said { Ok(()) } else { Err(Why::PrintsAlike) }
}

/// The operator of the condition that must hold; none where there is no such.
fn operator(condition: &Condition, sense: Sense) -> Option<Operator> {
    let there = condition.value() == &Value::Bool(true);
    Some(match (sense, condition.operator()) {
        // An argument that is null counts as absent there.
        (Sense::Required, Operator::Exists) if there => Operator::Exists,
        (Sense::Forbidden, Operator::Exists) if !there => Operator::Exists,
        (Sense::Required, Operator::Exists)
        | (Sense::Forbidden, Operator::Exists | Operator::Regex | Operator::Contains)
        | (
            _,
            Operator::PathUnder
            | Operator::HostIn
            | Operator::UrlPublic
            | Operator::RefIs
            | Operator::SqlReadsOnly,
        ) => {
            return None;
        }
        (Sense::Required, operator) => operator,
        (Sense::Forbidden, Operator::Eq) => Operator::Neq,
        (Sense::Forbidden, Operator::Neq) => Operator::Eq,
        (Sense::Forbidden, Operator::In) => Operator::NotIn,
        (Sense::Forbidden, Operator::NotIn) => Operator::In,
        (Sense::Forbidden, Operator::Lt) => Operator::Gte,
        (Sense::Forbidden, Operator::Lte) => Operator::Gt,
        (Sense::Forbidden, Operator::Gt) => Operator::Lte,
        (Sense::Forbidden, Operator::Gte) => Operator::Lt,
    })
}

/// Whether nothing but this text prints as this text.
fn distinct(value: &Value) -> bool {
    let Some(text) = value.as_str() else {
        return false;
    };
    let letter = text.starts_with(|c: char| c.is_alphabetic());
    let other = ["true", "false", "NaN", "Inf"].contains(&text) || text.starts_with("map[");
    letter && !other
}

impl Target for Intercept {
    fn info(&self) -> &'static TargetInfo {
        &TargetInfo {
            name: "intercept",
            title: "Intercept",
            language: "yaml",
            place: "`policy.yaml`, which `intercept -c policy.yaml -- COMMAND` reads",
            is_client: false,
            source: "https://github.com/policylayer/intercept/blob/main/POLICY.md",
        }
    }

    fn export(&self, servers: &[ServerPolicy<'_>], prefer: Prefer) -> Result<Export, Refusal> {
        let mut lowered = lower::lower(only(servers, self.info())?, prefer, &CAPABILITIES)?;
        names::server(lowered.name, "any name", |name| !name.is_empty())?;
        let stricter = stricter(&lowered);
        lowered.losses.extend(stricter);
        let closed = lowered.denies_others();
        let mut lines = vec![
            "version: \"1\"".to_owned(),
            format!(
                "description: {}",
                quote::yaml(&format!("{}: policy by toolrisk", lowered.name))
            ),
            format!("default: {}", if closed { "deny" } else { "allow" }),
        ];
        let hidden = lowered.named(&[Decision::Hide]);
        if !hidden.is_empty() {
            lines.push("hide:".to_owned());
            lines.extend(
                hidden
                    .iter()
                    .map(|name| format!("  - {}", quote::yaml(name))),
            );
        }
        let rules = &lowered.policy.tools.0;
        let lookup = Lookup::new(&lowered.policy);
        let all = &lowered.policy.all_tools.limits;
        lines.push(
            if rules.is_empty() && all.is_empty() {
                "tools: {}"
            } else {
                "tools:"
            }
            .to_owned(),
        );
        for (name, rule) in rules {
            if !lookup.hides(name) {
                lines.push(format!("  {}:", quote::yaml(name)));
                lines.extend(block(&entries(name, rule)));
            }
        }
        if !all.is_empty() {
            lines.push("  '*':".to_owned());
            lines.extend(block(&limits("all tools", all)));
        }
        let head = quote::comment("#", self.info(), servers, &lowered.losses);
        Ok(Export {
            text: format!("{head}{}\n", lines.join("\n")),
            losses: lowered.losses,
            schema: None,
        })
    }
}

/// A rule of the file, as lines without indentation.
type Entry = Vec<String>;

fn block(entries: &[Entry]) -> Vec<String> {
    if entries.is_empty() {
        return vec!["    rules: []".to_owned()];
    }
    let mut lines = vec!["    rules:".to_owned()];
    for entry in entries {
        for (place, line) in entry.iter().enumerate() {
            let mark = if place == 0 { "- " } else { "  " };
            lines.push(format!("      {mark}{line}"));
        }
    }
    lines
}

fn entries(tool: &str, rule: &Rule) -> Vec<Entry> {
    let mut entries = Vec::new();
    for guard in &rule.require {
        entries.extend(evaluate(tool, guard, Sense::Required));
    }
    for guard in &rule.deny_if {
        if guard.conditions.is_empty() {
            let mut entry = vec![
                format!("name: {}", quote::yaml(&format!("{tool}: never"))),
                "action: deny".to_owned(),
            ];
            entry.extend(guard.on_deny.iter().map(|text| on_deny(text)));
            entries.push(entry);
        } else {
            entries.extend(evaluate(tool, guard, Sense::Forbidden));
        }
    }
    entries.extend(limits(tool, &rule.limits));
    entries
}

fn on_deny(text: &str) -> String {
    format!("on_deny: {}", quote::yaml(text))
}

fn evaluate(tool: &str, guard: &Guard, sense: Sense) -> Option<Entry> {
    if guard.conditions.is_empty() {
        return None;
    }
    let words = wording::words(guard, sense);
    let mut entry = vec![
        format!("name: {}", quote::yaml(&format!("{tool}: {words}"))),
        "conditions:".to_owned(),
    ];
    for condition in &guard.conditions {
        let operator = operator(condition, sense).unwrap_or(condition.operator());
        let value = match operator {
            Operator::Exists => Value::Bool(true),
            _ => condition.value().clone(),
        };
        entry.push(format!("  - path: {}", quote::yaml(condition.path())));
        entry.push(format!("    op: {operator}"));
        entry.push(format!("    value: {}", literal(&value)));
    }
    entry.extend(guard.on_deny.iter().map(|text| on_deny(text)));
    Some(entry)
}

fn literal(value: &Value) -> String {
    match value {
        Value::String(text) => quote::yaml(text),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(literal).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => {
            escape::json(value.to_string())
        }
    }
}

/// The strictest quota of each window; two of one window would share a counter.
fn limits(tool: &str, quotas: &[Quota]) -> Vec<Entry> {
    let strictest = |window: &Window| {
        let of = quotas.iter().filter(|quota| quota.window == *window);
        of.map(|quota| quota.max).min().map(|max| (max, *window))
    };
    Window::ALL
        .iter()
        .filter_map(strictest)
        .map(|(max, window)| {
            vec![
                format!("name: {}", quote::yaml(&format!("{tool}: {max}/{window}"))),
                format!("rate_limit: {max}/{window}"),
            ]
        })
        .collect()
}

/// What is refused there and would pass by the policy: calls without an argument that is compared.
fn stricter(lowered: &Lowered<'_>) -> Vec<Loss> {
    let mut found = Vec::new();
    for (tool, rule) in &lowered.policy.tools.0 {
        let senses = [
            (&rule.require, Sense::Required),
            (&rule.deny_if, Sense::Forbidden),
        ];
        for (guards, sense) in senses {
            for guard in guards.iter().filter(|guard| !guard.conditions.is_empty()) {
                let absent = guard.conditions.iter().any(|it| passes_absent(it, sense));
                let null = guard
                    .conditions
                    .iter()
                    .any(|it| it.operator() == Operator::Exists);
                if absent || null {
                    found.push(Loss {
                        server: lowered.name.to_owned(),
                        tool: tool.clone(),
                        wanted: Wanted::Rule(GuardRule::new(guard, sense)),
                        instead: Instead::Present,
                        reason: Why::MissingArgument,
                        looser: false,
                    });
                }
            }
        }
    }
    found
}

fn passes_absent(condition: &Condition, sense: Sense) -> bool {
    match condition.operator() {
        Operator::Neq | Operator::NotIn => sense == Sense::Required,
        Operator::Eq
        | Operator::In
        | Operator::Lt
        | Operator::Lte
        | Operator::Gt
        | Operator::Gte => sense == Sense::Forbidden,
        Operator::Exists
        | Operator::Regex
        | Operator::Contains
        | Operator::PathUnder
        | Operator::HostIn
        | Operator::UrlPublic
        | Operator::RefIs
        | Operator::SqlReadsOnly => false,
    }
}
