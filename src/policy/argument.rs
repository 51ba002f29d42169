//! Where one argument decides: a tool with an `action` of which one value deletes is rated by that value. A
//! policy need not take the whole tool away for it.

use serde_json::json;

use crate::model::{
    Category, Condition, Confidence, Decision, Definition, Guard, Guards, Limit, Operator,
    Parameter,
};
use crate::rules::{
    Assessment, Classifier, RatedTool, default_decision, default_limit, severity_of,
};

/// Names of arguments that choose what a call does.
const CHOOSING: &[&str] = &[
    "action",
    "action_type",
    "actiontype",
    "command",
    "method",
    "mode",
    "op",
    "operation",
    "operation_type",
    "operationtype",
    "subcommand",
    "verb",
];

/// An argument whose value decides what a call does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The argument.
    pub argument: String,
    /// The values that do what the tool is rated for. Untrusted text.
    pub worst: Vec<String>,
    /// The most severe effect of the other values.
    pub rest: Category,
    /// Whether a call may leave the argument out, so that the server chooses.
    is_optional: bool,
}

impl Choice {
    /// The choice of a tool that is rated by some values of one argument alone. Nothing when the tool's own
    /// name says the same as those values, when no value is milder, or when the entry decides itself.
    pub fn of(rated: &RatedTool<'_>) -> Option<Self> {
        let review = &rated.tool.review;
        let decided = review.decision.is_some()
            || review.limit.is_some()
            || review.guards() != Guards::default();
        let category = rated.rating.category;
        if decided || !matches!(category, Category::Destructive | Category::Financial) {
            return None;
        }
        let definition = &rated.tool.definition;
        let mut choices = definition.parameters.iter().filter(|each| chooses(each));
        let argument = choices.next().filter(|_| choices.next().is_none())?;
        // The rules are asked last: they cost a thousand times what the looks above do.
        if effect(&definition.name).category >= category {
            return None;
        }
        Self::in_values(argument, category)
    }

    fn in_values(argument: &Parameter, category: Category) -> Option<Self> {
        let mut worst = Vec::new();
        let mut rest = None;
        for value in &argument.values {
            let effect = effect_of_value(value);
            if effect >= category {
                worst.push(value.clone());
            } else {
                rest = rest.max(Some(effect));
            }
        }
        Some(Self {
            argument: argument.path.clone(),
            worst,
            rest: rest?,
            is_optional: !argument.required,
        })
        .filter(|choice| !choice.worst.is_empty())
    }

    /// What is decided of a call with one of the other values.
    pub(super) fn decision(&self, rated: &RatedTool<'_>) -> (Decision, Option<Limit>) {
        let severity = severity_of(self.rest, &rated.rating.traits);
        let decision = default_decision(severity, self.rest);
        let limit = (decision == Decision::Limit).then(|| default_limit(severity));
        (decision, limit)
    }

    /// The rules on the argument: the worst values are denied, or a person is asked, and the argument must
    /// be given.
    pub(super) fn guards(&self, ask: bool) -> Guards {
        let path = format!("args.{}", self.argument);
        let guard = |operator, value, on_deny: String| {
            let condition = Condition::new(path.clone(), operator, value).ok()?;
            Some(Guard {
                conditions: vec![condition],
                on_deny: Some(on_deny),
                ask,
            })
        };
        let argument = &self.argument;
        let given = format!("Set `{argument}`: without it, the server chooses what the call does.");
        let refused = format!("The policy does not allow this value of `{argument}`.");
        let require = self
            .is_optional
            .then(|| guard(Operator::Exists, json!(true), given))
            .flatten();
        Guards {
            require: require.into_iter().collect(),
            deny_if: guard(Operator::In, json!(self.worst), refused)
                .into_iter()
                .collect(),
        }
    }
}

/// Whether an argument at the top chooses between kinds of calls.
fn chooses(parameter: &Parameter) -> bool {
    parameter.values.len() > 1 && CHOOSING.contains(&parameter.path.to_lowercase().as_str())
}

/// What the rules say of a name alone.
fn effect(name: &str) -> Assessment {
    Classifier::built_in().assess_by_rules(&Definition {
        name: name.to_owned(),
        ..Definition::default()
    })
}

/// What a value does, read as a verb with an object. A value that the rules do not know counts as `execute`:
/// unsure is not mild.
fn effect_of_value(value: &str) -> Category {
    let read = effect(&format!("{value}_record"));
    if read.confidence == Confidence::Low {
        read.category.max(Category::Execute)
    } else {
        read.category
    }
}
