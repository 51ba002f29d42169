//! `require` and `deny-if` of an entry: rules on the arguments of a call.

use super::faults::WRONG_TYPE;
use super::fields::Fields;
use super::yaml::{Node, Value};
use crate::diagnostic::Diagnostic;
use crate::model::{Condition, Guard, InvalidCondition, Operator};
use crate::source::Spanned;

/// The keys of a guard, in canonical order.
pub const GUARD_KEYS: &[&str] = &["conditions", "on-deny", "ask"];
/// The keys of a condition, in canonical order.
pub const CONDITION_KEYS: &[&str] = &["path", "op", "value"];

/// The guards under a key. One with a fault is left out whole: half a guard is another guard.
pub(super) fn read(fields: &mut Fields<'_>, key: &'static str) -> Vec<Spanned<Guard>> {
    let nodes = fields.list(key);
    nodes
        .into_iter()
        .filter_map(|node| guard(node, fields.found()))
        .collect()
}

fn guard(node: Node, found: &mut Vec<Diagnostic>) -> Option<Spanned<Guard>> {
    let before = found.len();
    let mut fields = Fields::new(node, "a rule on arguments", found)?;
    let place = fields.place();
    let conditions: Vec<Condition> = fields
        .list("conditions")
        .into_iter()
        .filter_map(|node| condition(node, fields.found()))
        .collect();
    if conditions.is_empty() && fields.found().len() == before {
        let message = "a rule on arguments needs `conditions`";
        let help = "write `conditions: [{ path: args.<name>, op: eq, value: … }]`; to decide \
                    whatever the arguments are, use `decision`";
        let fault = Diagnostic::new(&WRONG_TYPE, place, message).help(help);
        fields.found().push(fault);
    }
    let on_deny = fields.text("on-deny").map(|text| text.value);
    let ask = fields.flag("ask");
    fields.finish();
    let guard = Guard {
        conditions,
        on_deny,
        ask,
    };
    (found.len() == before).then(|| Spanned::new(guard, place))
}

fn condition(node: Node, found: &mut Vec<Diagnostic>) -> Option<Condition> {
    let mut fields = Fields::new(node, "a condition", found)?;
    let place = fields.place();
    let path = fields.required("path");
    let operator = fields.required_word::<Operator>("op", Operator::WORDS);
    let value = fields.required_node("value");
    let value_place = value.as_ref().map_or(place, |node| node.span);
    let value = value.and_then(|node| json(node, fields.found()));
    fields.finish();
    let (path, operator, value) = (path?, operator?, value?);
    let invalid = |invalid: InvalidCondition| {
        let place = match &invalid {
            InvalidCondition::Path(_) => path.span,
            InvalidCondition::Value(_) => value_place,
        };
        found.push(Diagnostic::new(&WRONG_TYPE, place, invalid.to_string()));
    };
    Condition::new(path.value.clone(), operator.value, value)
        .map_err(invalid)
        .ok()
}

/// The value as JSON has it.
fn json(node: Node, found: &mut Vec<Diagnostic>) -> Option<serde_json::Value> {
    use serde_json::Value as Json;
    Some(match node.value {
        Value::Null => Json::Null,
        Value::Bool(value) => Json::Bool(value),
        Value::Number(Some(number)) => Json::Number(number),
        Value::Number(None) => {
            let message = "this number is larger than a call can carry";
            found.push(Diagnostic::new(&WRONG_TYPE, node.span, message));
            return None;
        }
        Value::Text(text) => Json::String(text),
        Value::List(items) => Json::Array(
            items
                .into_iter()
                .map(|item| json(item, found))
                .collect::<Option<_>>()?,
        ),
        Value::Map(entries) => Json::Object(
            entries
                .into_iter()
                .map(|(key, value)| Some((key.value, json(value, found)?)))
                .collect::<Option<_>>()?,
        ),
    })
}
