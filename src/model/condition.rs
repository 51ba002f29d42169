//! Rules on a call's arguments: conditions, and guards of several.

use std::cmp::Ordering;

use regex_automata::meta::{BuildError, Regex};
use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};

use super::value::Wanted;
use super::vocabulary;

vocabulary! {
    /// How a condition compares: the eleven of the PolicyLayer grammar, and five that read what a value means.
    Operator {
        /// The argument is the value; numbers compare by amount.
        Eq = "eq",
        /// The argument is not the value, or is absent.
        Neq = "neq",
        /// The argument is a smaller number.
        Lt = "lt",
        /// The argument is a smaller number or the same.
        Lte = "lte",
        /// The argument is a greater number.
        Gt = "gt",
        /// The argument is a greater number or the same.
        Gte = "gte",
        /// The argument is one of the listed values.
        In = "in",
        /// The argument is none of the listed values, or is absent.
        NotIn = "not_in",
        /// The argument is there (`true`) or is not (`false`).
        Exists = "exists",
        /// The argument is text in which the pattern is found.
        Regex = "regex",
        /// The argument is text with the value in it, or a list with the value among its items.
        Contains = "contains",
        /// The argument is the path of a folder or of something in it, however it is spelled.
        PathUnder = "path_under",
        /// The argument is an address whose host is one of the listed ones.
        HostIn = "host_in",
        /// The argument is a web address that does not lead to this machine or a private network (`true`), or is none (`false`).
        UrlPublic = "url_public",
        /// The argument is the name of one of the listed branches, however it is spelled.
        RefIs = "ref_is",
        /// The argument is SQL that only reads (`true`), or that does more (`false`).
        SqlReadsOnly = "sql_reads_only",
    }
}

impl Operator {
    /// Whether it reads what a value means rather than comparing the value.
    pub const fn reads_meaning(self) -> bool {
        matches!(
            self,
            Self::PathUnder | Self::HostIn | Self::UrlPublic | Self::RefIs | Self::SqlReadsOnly
        )
    }
}

/// Conditions that hold together; none at all always holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guard {
    /// The conditions.
    pub conditions: Vec<Condition>,
    /// What the caller is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_deny: Option<String>,
    /// Whether a person may let the call pass all the same.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ask: bool,
}

impl Guard {
    /// A guard that holds for every call.
    pub fn always(on_deny: &str, ask: bool) -> Self {
        Self {
            conditions: Vec::new(),
            on_deny: Some(on_deny.to_owned()),
            ask,
        }
    }
}

/// Guards before a tool.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Guards {
    /// Each must hold, or the call is refused.
    pub require: Vec<Guard>,
    /// None may hold, or the call is refused.
    pub deny_if: Vec<Guard>,
}

/// Compares one argument with a value.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Condition {
    path: String,
    operator: Operator,
    value: Value,
    pattern: Option<Regex>,
    wanted: Option<Wanted>,
}

/// Equal when written alike; the pattern follows from the value.
impl Eq for Condition {}

impl PartialEq for Condition {
    fn eq(&self, other: &Self) -> bool {
        (&self.path, self.operator, &self.value) == (&other.path, other.operator, &other.value)
    }
}

/// Why two things make no condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InvalidCondition {
    /// The path does not lead into the arguments.
    Path(String),
    /// The operator cannot compare with the value.
    Value(String),
}

impl std::fmt::Display for InvalidCondition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Path(path) => write!(
                f,
                "`{path}` is not a path to an argument: write `args.` and the argument's name"
            ),
            Self::Value(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for InvalidCondition {}

/// Whether a condition holds of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truth {
    /// It holds.
    Yes,
    /// It does not hold.
    No,
    /// The argument is of a kind that the operator cannot judge. That counts against the call:
    /// text in place of an amount must not slip past a bound.
    Unjudged,
}

/// The form in a file.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    path: String,
    op: Operator,
    value: Value,
}

/// Paths begin with it: the arguments of the call.
const ROOT: &str = "args.";
/// Compiled bytes of a pattern, so that a policy cannot eat the memory of whoever reads it.
const PATTERN_SIZE: usize = 1 << 20;

impl TryFrom<Written> for Condition {
    type Error = InvalidCondition;

    fn try_from(written: Written) -> Result<Self, InvalidCondition> {
        Self::new(written.path, written.op, written.value)
    }
}

impl From<Condition> for Written {
    fn from(condition: Condition) -> Self {
        Self {
            path: condition.path,
            op: condition.operator,
            value: condition.value,
        }
    }
}

impl Condition {
    /// A condition on the argument at `path`, such as `args.amount` or `args.items.0.id`.
    ///
    /// # Errors
    ///
    /// When the path does not lead into the arguments or the value is of a kind that the
    /// operator cannot compare with.
    pub fn new(path: String, operator: Operator, value: Value) -> Result<Self, InvalidCondition> {
        let rest = path.strip_prefix(ROOT);
        if rest.is_none_or(|rest| rest.split('.').any(str::is_empty)) {
            return Err(InvalidCondition::Path(path));
        }
        let wants = |kind| {
            let message = format!("`{operator}` compares with {kind}, not {value}");
            Err(InvalidCondition::Value(message))
        };
        let mut pattern = None;
        match operator {
            // The last five read their value below.
            Operator::Eq
            | Operator::Neq
            | Operator::Contains
            | Operator::PathUnder
            | Operator::HostIn
            | Operator::UrlPublic
            | Operator::RefIs
            | Operator::SqlReadsOnly => {}
            Operator::Lt | Operator::Lte | Operator::Gt | Operator::Gte => {
                if !value.is_number() {
                    return wants("a number");
                }
            }
            Operator::In | Operator::NotIn => {
                if !value.is_array() {
                    return wants("a list");
                }
            }
            Operator::Exists => {
                if !value.is_boolean() {
                    return wants("true or false");
                }
            }
            Operator::Regex => {
                let Some(text) = value.as_str() else {
                    return wants("a pattern");
                };
                pattern = Some(compile(text)?);
            }
        }
        let wanted = match Wanted::of(operator, &value) {
            Ok(wanted) => wanted,
            Err(kind) => return wants(kind),
        };
        Ok(Self {
            path,
            operator,
            value,
            pattern,
            wanted,
        })
    }

    /// The path, with `args.` before it.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The names on the way to the argument: `items`, `0`, `id`.
    pub fn steps(&self) -> impl Iterator<Item = &str> {
        self.path.split('.').skip(1)
    }

    /// How it compares.
    pub const fn operator(&self) -> Operator {
        self.operator
    }

    /// What it compares with.
    pub const fn value(&self) -> &Value {
        &self.value
    }

    /// The values that an argument is compared with for equality; none with any other operator.
    pub fn equals(&self) -> &[Value] {
        match self.operator() {
            Operator::Eq | Operator::Neq => std::slice::from_ref(self.value()),
            Operator::In | Operator::NotIn => self.value().as_array().map_or(&[], Vec::as_slice),
            Operator::Lt
            | Operator::Lte
            | Operator::Gt
            | Operator::Gte
            | Operator::Exists
            | Operator::Regex
            | Operator::Contains
            | Operator::PathUnder
            | Operator::HostIn
            | Operator::UrlPublic
            | Operator::RefIs
            | Operator::SqlReadsOnly => &[],
        }
    }

    /// Whether it holds of these arguments, which are the object of a call.
    pub fn holds(&self, arguments: &Value) -> Truth {
        let found = self.steps().try_fold(arguments, step);
        if self.operator == Operator::Exists {
            return Truth::from(self.value == Value::Bool(found.is_some()));
        }
        match found {
            Some(found) => self.compare(found),
            None => Truth::from(matches!(self.operator, Operator::Neq | Operator::NotIn)),
        }
    }

    pub(super) fn compare(&self, found: &Value) -> Truth {
        let value = &self.value;
        match self.operator {
            Operator::Exists => Truth::Unjudged,
            Operator::Eq => Truth::from(same(found, value)),
            Operator::Neq => Truth::from(!same(found, value)),
            Operator::Lt => ordered(found, value, Ordering::is_lt),
            Operator::Lte => ordered(found, value, Ordering::is_le),
            Operator::Gt => ordered(found, value, Ordering::is_gt),
            Operator::Gte => ordered(found, value, Ordering::is_ge),
            Operator::In => Truth::from(lists(value, found)),
            Operator::NotIn => Truth::from(!lists(value, found)),
            Operator::Regex => match (&self.pattern, found.as_str()) {
                (Some(pattern), Some(text)) => Truth::from(pattern.is_match(text)),
                _ => Truth::Unjudged,
            },
            Operator::Contains => match (found, value) {
                (Value::Array(_), _) => Truth::from(lists(found, value)),
                (Value::String(text), Value::String(part)) => Truth::from(text.contains(part)),
                _ => Truth::Unjudged,
            },
            Operator::PathUnder
            | Operator::HostIn
            | Operator::UrlPublic
            | Operator::RefIs
            | Operator::SqlReadsOnly => {
                let wanted = self.wanted.as_ref();
                wanted.map_or(Truth::Unjudged, |wanted| wanted.judge(found))
            }
        }
    }
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }
}

fn compile(pattern: &str) -> Result<Regex, InvalidCondition> {
    let limit = Regex::config().nfa_size_limit(Some(PATTERN_SIZE));
    Regex::builder()
        .configure(limit)
        .build(pattern)
        .map_err(|error| InvalidCondition::Value(in_a_line(&error)))
}

/// The last line of the message: what is wrong, without the drawing of where.
fn in_a_line(error: &BuildError) -> String {
    let text = match error.syntax_error() {
        Some(syntax) => syntax.to_string(),
        None => format!("it needs more than {PATTERN_SIZE} bytes"),
    };
    let last = text.lines().last().unwrap_or_default();
    format!(
        "the pattern does not compile: {}",
        last.trim_start_matches("error: ")
    )
}

fn step<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    match value {
        Value::Object(map) => map.get(name),
        Value::Array(items) => items.get(name.parse::<usize>().ok()?),
        _ => None,
    }
}

fn lists(list: &Value, item: &Value) -> bool {
    list.as_array()
        .is_some_and(|items| items.iter().any(|each| same(each, item)))
}

fn ordered(found: &Value, value: &Value, accept: fn(Ordering) -> bool) -> Truth {
    match (found, value) {
        (Value::Number(found), Value::Number(value)) => {
            compare_numbers(found, value).map_or(Truth::Unjudged, |order| accept(order).into())
        }
        _ => Truth::Unjudged,
    }
}

/// Equal values; numbers by amount, so that `1` is `1.0`.
fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => {
            compare_numbers(left, right) == Some(Ordering::Equal)
        }
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(a, b)| same(a, b))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .all(|(key, a)| right.get(key).is_some_and(|b| same(a, b)))
        }
        _ => left == right,
    }
}

/// Whole numbers exactly, others as binary fractions.
fn compare_numbers(left: &Number, right: &Number) -> Option<Ordering> {
    match (whole(left), whole(right)) {
        (Some(left), Some(right)) => Some(left.cmp(&right)),
        _ => left.as_f64()?.partial_cmp(&right.as_f64()?),
    }
}

fn whole(number: &Number) -> Option<i128> {
    number
        .as_i64()
        .map(i128::from)
        .or_else(|| number.as_u64().map(i128::from))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn holds(path: &str, operator: Operator, value: Value, arguments: &Value) -> Truth {
        Condition::new(path.to_owned(), operator, value)
            .unwrap()
            .holds(arguments)
    }

    #[test]
    fn every_operator_judges_what_it_can_and_no_more() {
        use Operator::*;
        use Truth::*;
        let call = json!({
            "amount": 100, "text": "drop table", "tags": ["a", "b"], "none": null,
            "file": "//etc/./passwd", "files": ["/etc/a", "/tmp/b"], "url": "http://localhost/",
            "branch": "x/../main", "sql": "select 1",
            "items": [{ "id": 7 }], "big": 9_007_199_254_740_993_u64,
        });
        let cases = [
            ("amount", Eq, json!(100.0), Yes),
            ("amount", Neq, json!(100), No),
            ("amount", Lt, json!(100), No),
            ("amount", Lte, json!(100), Yes),
            ("amount", Gt, json!(99.5), Yes),
            ("amount", Gte, json!(101), No),
            ("amount", In, json!([1, 100]), Yes),
            ("amount", NotIn, json!([1, 100]), No),
            ("big", Gt, json!(9_007_199_254_740_992_u64), Yes),
            ("none", Exists, json!(true), Yes),
            ("gone", Exists, json!(false), Yes),
            ("gone", Eq, json!(1), No),
            ("gone", Neq, json!(1), Yes),
            ("gone", NotIn, json!([1]), Yes),
            ("gone", Gt, json!(1), No),
            ("text", Regex, json!("^drop"), Yes),
            ("text", Contains, json!("table"), Yes),
            ("tags", Contains, json!("b"), Yes),
            ("tags", Contains, json!("c"), No),
            ("items.0.id", Eq, json!(7), Yes),
            ("items.1.id", Exists, json!(true), No),
            ("text", Gt, json!(1), Unjudged),
            ("amount", Regex, json!("1"), Unjudged),
            ("amount", Contains, json!(1), Unjudged),
            ("file", PathUnder, json!("/etc"), Yes),
            ("files", PathUnder, json!("/etc"), Unjudged),
            ("files", PathUnder, json!(["/etc", "/tmp"]), Yes),
            ("gone", PathUnder, json!("/etc"), No),
            ("none", PathUnder, json!("/etc"), Unjudged),
            ("url", UrlPublic, json!(true), No),
            ("url", UrlPublic, json!(false), Yes),
            ("url", HostIn, json!(["localhost"]), Yes),
            ("branch", RefIs, json!("main"), Unjudged),
            ("sql", SqlReadsOnly, json!(true), Yes),
            ("amount", SqlReadsOnly, json!(true), Unjudged),
        ];
        for (path, operator, value, expected) in cases {
            let truth = holds(&format!("args.{path}"), operator, value.clone(), &call);
            assert_eq!(truth, expected, "{path} {operator} {value}");
        }
    }

    #[test]
    fn what_an_operator_cannot_compare_with_is_refused_when_it_is_written() {
        for (path, operator, value) in [
            ("amount", Operator::Eq, json!(1)),
            ("args.", Operator::Eq, json!(1)),
            ("args.a..b", Operator::Eq, json!(1)),
            ("args.a", Operator::Gt, json!("1")),
            ("args.a", Operator::In, json!("1")),
            ("args.a", Operator::Exists, json!(1)),
            ("args.a", Operator::Regex, json!("(")),
            ("args.a", Operator::Regex, json!(1)),
            ("args.a", Operator::PathUnder, json!("notes")),
            ("args.a", Operator::PathUnder, json!([])),
            ("args.a", Operator::HostIn, json!("https://a.example")),
            ("args.a", Operator::UrlPublic, json!("true")),
            ("args.a", Operator::RefIs, json!("x/../main")),
            ("args.a", Operator::SqlReadsOnly, json!(1)),
        ] {
            assert!(
                Condition::new(path.to_owned(), operator, value.clone()).is_err(),
                "{path} {value}"
            );
        }
    }
}
