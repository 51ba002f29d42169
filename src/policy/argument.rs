//! Where one argument decides: a tool with an `action` of which one value deletes is rated by that value. A
//! policy need not take the whole tool away for it.

use serde_json::json;

use crate::model::{
    Category, Condition, Confidence, Decision, Definition, Guard, Guards, Limit, Operator,
    Parameter, Severity, Truth,
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
    /// The entry's own rules on arguments, where it has any.
    own: Guards,
}

impl Choice {
    /// The choice of a tool that is rated by some values of one argument alone, where the policy can go by it.
    /// Nothing when the entry decides itself, or has rules on arguments that leave one of those values open.
    pub fn of(rated: &RatedTool<'_>) -> Option<Self> {
        let review = &rated.tool.review;
        if review.decision.is_some() || review.limit.is_some() {
            return None;
        }
        let choice = Self::in_definition(rated)?;
        let has_own = choice.own != Guards::default();
        (!has_own || choice.is_held()).then_some(choice)
    }

    /// The same, whatever the entry decides. Nothing when the tool's own name says the same as those values, or
    /// when no value is milder.
    pub fn in_definition(rated: &RatedTool<'_>) -> Option<Self> {
        let category = rated.rating.category;
        if !matches!(category, Category::Destructive | Category::Financial) {
            return None;
        }
        let definition = &rated.tool.definition;
        let mut choices = definition.parameters.iter().filter(|each| chooses(each));
        let argument = choices.next().filter(|_| choices.next().is_none())?;
        // The rules are asked last: they cost a thousand times what the looks above do.
        if effect(&definition.name).category >= category {
            return None;
        }
        let choice = Self::in_values(argument, category)?;
        let own = rated.tool.review.guards();
        Some(Self { own, ..choice })
    }

    /// Whether the entry's own rules stop each call that does what the tool is rated for.
    pub fn is_held(&self) -> bool {
        self.open().is_empty() && !self.is_chosen_by_server()
    }

    /// The values that do what the tool is rated for, and that the entry's own rules let pass.
    pub fn open(&self) -> Vec<&str> {
        let worst = self.worst.iter().map(String::as_str);
        let open = worst.filter(|it| !stops(&self.own, &self.argument, Some(it)));
        open.collect()
    }

    /// Whether the entry's own rules let a call pass that leaves the argument out.
    pub fn is_chosen_by_server(&self) -> bool {
        self.is_optional && !stops(&self.own, &self.argument, None)
    }

    /// The severity of a call with one of the other values.
    pub fn severity(&self, rated: &RatedTool<'_>) -> Severity {
        severity_of(self.rest, &rated.rating.traits)
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
            own: Guards::default(),
        })
        .filter(|choice| !choice.worst.is_empty())
    }

    /// What is decided of a call with one of the other values.
    pub(super) fn decision(&self, rated: &RatedTool<'_>) -> (Decision, Option<Limit>) {
        let severity = self.severity(rated);
        let decision = default_decision(severity, self.rest);
        let limit = (decision == Decision::Limit).then(|| default_limit(severity));
        (decision, limit)
    }

    /// The rules on the argument: the entry's own, or the worst values are denied, or a person is asked, and the
    /// argument must be given.
    pub(super) fn guards(&self, ask: bool) -> Guards {
        if self.own != Guards::default() {
            return self.own.clone();
        }
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

/// Whether rules stop each call with a value of an argument, or each without the argument, whatever else the call
/// has. A person who is asked stops it, too.
fn stops(guards: &Guards, argument: &str, value: Option<&str>) -> bool {
    let call = match value {
        Some(value) => json!({ argument: value }),
        None => json!({}),
    };
    let path = format!("args.{argument}");
    let alone = |guard: &&Guard| guard.conditions.iter().all(|it| it.path() == path);
    let forbids = |guard: &Guard| {
        let mut conditions = guard.conditions.iter();
        conditions.all(|it| it.holds(&call) == Truth::Yes)
    };
    let requires = |guard: &Guard| {
        let mut conditions = guard.conditions.iter();
        conditions.any(|it| it.holds(&call) == Truth::No)
    };
    guards.deny_if.iter().filter(alone).any(forbids)
        || guards.require.iter().filter(alone).any(requires)
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
