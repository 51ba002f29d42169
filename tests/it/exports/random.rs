//! Random policies and calls over a server of five tools.

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Value, json};
use toolrisk::model::{Definition, Parameter, Window};
use toolrisk::policy::{
    AllTools, Condition, Fallback, Guard, OnError, Operator, Policy, Quota, Rule, Scope,
};

const TOOLS: [&str; 5] = ["get_order", "list_orders", "pay", "refund", "delete_order"];
const PATHS: [&str; 7] = [
    "title",
    "amount",
    "force",
    "tags",
    "ratio",
    "filter.status",
    "tags.0",
];

/// A call as it is made.
#[derive(Debug, Clone)]
pub(super) struct Made {
    pub(super) tool: String,
    pub(super) arguments: Value,
    pub(super) at: u64,
}

pub(super) fn definitions() -> Vec<Definition> {
    let parameter = |path: &str, kind: &str, required| Parameter {
        path: path.to_owned(),
        kind: kind.to_owned(),
        required,
        ..Parameter::default()
    };
    TOOLS
        .iter()
        .map(|name| Definition {
            name: (*name).to_owned(),
            parameters: vec![
                parameter("title", "string", false),
                parameter("amount", "integer", true),
                parameter("force", "boolean", false),
                parameter("tags", "array", false),
                parameter("tags[]", "string", false),
                parameter("ratio", "number", false),
                parameter("filter", "object", false),
                parameter("filter.status", "string", false),
            ],
            ..Definition::default()
        })
        .collect()
}

fn scalar() -> impl Strategy<Value = Value> {
    select(vec![
        json!("a"),
        json!("abc"),
        json!("draft"),
        json!("5"),
        json!("true"),
        json!(""),
        json!(0),
        json!(5),
        json!(5.0),
        json!(100),
        json!(-3),
        json!(0.5),
        json!(100.5),
        json!(9_007_199_254_740_993_u64),
        json!(true),
        json!(false),
        json!(null),
    ])
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        6 => scalar(),
        1 => vec(scalar(), 0..3).prop_map(Value::from),
        1 => scalar().prop_map(|it| json!({ "status": it })),
    ]
}

fn condition() -> impl Strategy<Value = Condition> {
    let operator = select(Operator::ALL);
    (select(&PATHS[..]), operator, value(), vec(scalar(), 0..4)).prop_map(
        |(path, operator, value, list)| {
            let path = format!("args.{path}");
            let value = match operator {
                Operator::Lt | Operator::Lte | Operator::Gt | Operator::Gte => {
                    if value.is_number() { value } else { json!(5) }
                }
                Operator::In | Operator::NotIn => Value::from(list),
                Operator::Regex => match value.as_str() {
                    Some("a") => json!("^a"),
                    Some("abc") => json!("[b-d]+c?$"),
                    Some("5") => json!(r"\d"),
                    _ => json!("dra|^$"),
                },
                Operator::PathUnder => json!(["/notes", "/srv/x"]),
                Operator::HostIn => json!(["example.com", "*.gnu.org"]),
                Operator::RefIs => json!(["a", "release/*"]),
                Operator::Exists | Operator::UrlPublic | Operator::SqlReadsOnly => {
                    json!(value.is_string())
                }
                _ => value,
            };
            Condition::new(path, operator, value).unwrap()
        },
    )
}

fn guard() -> impl Strategy<Value = Guard> {
    (vec(condition(), 0..3), any::<bool>()).prop_map(|(conditions, ask)| Guard {
        conditions,
        on_deny: Some("No.\nNot so.".to_owned()),
        ask,
    })
}

fn quota(tool: &'static str) -> impl Strategy<Value = Quota> {
    let window = select(Window::ALL);
    (
        select(vec!["shared", tool]),
        window,
        prop_oneof![1 => Just(0_u32), 5 => 1_u32..4],
    )
        .prop_map(|(counter, window, max)| Quota {
            counter: counter.to_owned(),
            window,
            max,
            scope: Scope::Grant,
            on_error: OnError::Count,
        })
}

fn rule(tool: &'static str) -> impl Strategy<Value = Rule> {
    let full = (
        vec(guard(), 0..2),
        vec(guard(), 0..3),
        vec(quota(tool), 0..3),
    )
        .prop_map(|(require, deny_if, limits)| Rule {
            require,
            deny_if,
            limits,
        });
    prop_oneof![1 => Just(Rule::default()), 4 => full]
}

pub(super) fn policy() -> impl Strategy<Value = Policy> {
    let names: Vec<&'static str> = TOOLS.to_vec();
    let ruled = subsequence(names, 0..=TOOLS.len());
    let tools = ruled.prop_flat_map(|names| {
        names
            .into_iter()
            .map(|name| rule(name).prop_map(move |rule| (name, rule)))
            .collect::<Vec<_>>()
    });
    let hide = subsequence(vec!["delete_order", "refund", "unheard_of", "*"], 0..3);
    let all = option::weighted(0.25, quota("all"));
    (select(Fallback::ALL), hide, all, tools).prop_map(|(default, hide, all, tools)| {
        let mut policy = Policy::new(default);
        policy.all_tools = AllTools {
            limits: all.into_iter().collect(),
        };
        let tools = tools.into_iter().filter(|(name, _)| !hide.contains(name));
        policy.tools.0 = tools.map(|(name, rule)| (name.to_owned(), rule)).collect();
        policy.hide = hide.into_iter().map(str::to_owned).collect();
        policy
    })
}

pub(super) fn calls() -> impl Strategy<Value = Vec<Made>> {
    let tool = prop_oneof![8 => select(&TOOLS[..]), 1 => Just("unheard_of"), 1 => Just("new_tool")];
    let name = select(vec!["title", "amount", "force", "tags", "ratio", "filter"]);
    let typed = (
        option::of(select(vec!["a", "abc", "draft"])),
        -3_i64..120,
        any::<bool>(),
    )
        .prop_map(|(title, amount, force)| {
            let mut arguments = json!({ "amount": amount, "force": force });
            if let Some(title) = title {
                arguments["title"] = json!(title);
            }
            arguments
        });
    let any = btree_map(name, value(), 0..5).prop_map(|it| json!(it));
    let arguments = prop_oneof![typed, any];
    vec((tool, arguments, 0_u64..40), 1..14).prop_map(|calls| {
        let mut at = 0;
        let mut made = Vec::new();
        for (tool, arguments, later) in calls {
            at += later;
            made.push(Made {
                tool: tool.to_owned(),
                arguments,
                at,
            });
        }
        made
    })
}
