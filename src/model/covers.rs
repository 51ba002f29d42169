//! What one condition says of another one on the same argument.

use serde_json::Value;

use super::condition::{Condition, Operator, Truth};

impl Condition {
    /// Whether it holds of every call of which the other one holds, where that can be told.
    pub fn covers(&self, other: &Self) -> bool {
        use Operator as O;
        if self.path() != other.path() {
            return false;
        }
        let (is, was) = (self.value(), other.value());
        match (self.operator(), other.operator()) {
            _ if self == other => true,
            (O::Exists, _) => *is == true && other.needs_a_value(),
            (_, O::Eq | O::In) => {
                let values = other.equals();
                !values.is_empty() && values.iter().all(|it| self.takes(it))
            }
            (O::Neq | O::NotIn, O::Neq | O::NotIn) => {
                self.equals().iter().all(|it| !other.takes(it))
            }
            (own @ (O::Lt | O::Lte), theirs @ (O::Lt | O::Lte)) => {
                at_least(is, was, own == O::Lt && theirs == O::Lte)
            }
            (own @ (O::Gt | O::Gte), theirs @ (O::Gt | O::Gte)) => {
                at_least(was, is, own == O::Gt && theirs == O::Gte)
            }
            (O::PathUnder, O::PathUnder)
            | (O::RefIs, O::RefIs)
            | (O::HostIn | O::UrlPublic, O::HostIn) => {
                let texts = listed(was);
                !texts.is_empty() && texts.iter().all(|it| self.takes_all_of(it))
            }
            _ => false,
        }
    }

    /// Whether it holds of nothing, or of nothing of which the other one holds, where that can be told.
    pub fn excludes(&self, other: &Self) -> bool {
        use Operator as O;
        if self.path() != other.path() {
            return false;
        }
        match (self.operator(), other.operator()) {
            (O::PathUnder, O::PathUnder) | (O::RefIs, O::RefIs) | (O::HostIn, O::HostIn) => {
                let within = |outer: &Self, inner: &Self| {
                    listed(inner.value())
                        .iter()
                        .any(|it| outer.takes_all_of(it))
                };
                !within(self, other) && !within(other, self) && !self.has_pattern_like(other)
            }
            (O::UrlPublic, O::HostIn) => {
                *self.value() == true
                    && !listed(other.value()).iter().any(|it| self.takes_all_of(it))
            }
            (O::HostIn, O::UrlPublic) => other.excludes(self),
            (O::UrlPublic, O::UrlPublic) | (O::SqlReadsOnly, O::SqlReadsOnly) => {
                self.value() != other.value()
            }
            // A path is no address of the web, and neither is a number.
            (O::PathUnder, O::HostIn) | (O::HostIn, O::PathUnder) => true,
            (O::PathUnder, O::UrlPublic) => *other.value() == true,
            (O::UrlPublic, O::PathUnder) => *self.value() == true,
            (left, right) => {
                (reads_number(left) && reads_text(right))
                    || (reads_text(left) && reads_number(right))
            }
        }
    }

    /// Whether it can hold: none of the folders, hosts or refs that it lists is read as one.
    pub fn can_hold(&self) -> bool {
        match self.operator() {
            Operator::PathUnder | Operator::HostIn | Operator::RefIs => {
                listed(self.value()).iter().any(|it| self.takes_all_of(it))
            }
            Operator::In => !self.equals().is_empty(),
            _ => true,
        }
    }

    /// Whether it holds only where the argument is given.
    pub fn needs_a_value(&self) -> bool {
        match self.operator() {
            Operator::Neq | Operator::NotIn => false,
            Operator::Exists => *self.value() == true,
            _ => true,
        }
    }

    /// Whether it holds of an argument with this value.
    pub fn takes(&self, value: &Value) -> bool {
        match self.operator() {
            Operator::Exists => *self.value() == true,
            _ => self.compare(value) == Truth::Yes,
        }
    }

    /// Whether it holds of all that a folder, a host or a ref of such a condition stands for.
    fn takes_all_of(&self, text: &str) -> bool {
        let takes = |text: String| self.takes(&Value::String(text));
        match self.operator() {
            Operator::HostIn | Operator::UrlPublic => match text.strip_prefix("*.") {
                // Names at two depths, one of which no list has by chance.
                Some(parent) => {
                    takes(format!("https://x--y.{parent}/"))
                        && takes(format!("https://x--y.x--y.{parent}/"))
                }
                None => takes(format!("https://{text}/")),
            },
            Operator::RefIs if text.contains('*') => {
                takes(text.replace('*', "x--y")) && takes(text.replace('*', "x--y/x--y"))
            }
            _ => takes(text.to_owned()),
        }
    }

    /// Whether a pattern with a star on one side takes a name of the other one's.
    fn has_pattern_like(&self, other: &Self) -> bool {
        let lists = [listed(self.value()), listed(other.value())];
        let stars = lists.iter().flatten().filter(|it| it.contains('*'));
        // Two stars may meet in a name that neither list has.
        self.operator() == Operator::RefIs && stars.count() > 1
    }
}

/// Whether a bound is at least another one; more than that where only the other one takes the bound itself.
fn at_least(bound: &Value, other: &Value, other_is_closed: bool) -> bool {
    let (Some(bound), Some(other)) = (bound.as_f64(), other.as_f64()) else {
        return false;
    };
    bound > other || (bound >= other && !other_is_closed)
}

const fn reads_number(operator: Operator) -> bool {
    matches!(
        operator,
        Operator::Lt | Operator::Lte | Operator::Gt | Operator::Gte
    )
}

fn reads_text(operator: Operator) -> bool {
    operator.reads_meaning() || operator == Operator::Regex
}

/// The texts of a list, or the single one in its place.
fn listed(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}
