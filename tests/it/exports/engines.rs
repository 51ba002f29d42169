//! Documents judged by the engines themselves: Cedar, Rego, CEL, and this crate's evaluator.

use std::str::FromStr;

use cedar_policy::{
    Authorizer, Context, Decision, Entities, EntityUid, PolicySet, Request, Schema, ValidationMode,
    Validator,
};
use serde_json::{Map, Value, json};
use toolrisk::model::Definition;
use toolrisk::policy::{Call, Effect, Evaluator, Export, Policy};

use super::{Decide, SERVER, Seen};

/// The policy as this crate reads it, its counters set by the calls that passed.
pub(super) fn own(text: &str) -> Decide {
    let policy: Policy = text.parse().unwrap();
    Box::new(move |call| {
        let mut evaluator = Evaluator::new(policy.clone());
        let none = json!({});
        for (tool, at) in &call.passed.0 {
            // What passed once is counted, whatever its arguments were.
            evaluator.replace(counting(&policy));
            evaluator.decide(Call {
                tool,
                arguments: &none,
                at: *at,
            });
        }
        evaluator.replace(policy.clone());
        let verdict = evaluator.decide(Call {
            tool: call.tool,
            arguments: call.arguments,
            at: call.at,
        });
        verdict.effect
    })
}

/// The same policy without guards.
fn counting(policy: &Policy) -> Policy {
    let mut policy = policy.clone();
    for (_, rule) in &mut policy.tools.0 {
        rule.require.clear();
        rule.deny_if.clear();
    }
    policy
}

fn uid(text: &str) -> EntityUid {
    EntityUid::from_str(text).unwrap()
}

fn allows(policies: &PolicySet, request: &Request) -> bool {
    let answer = Authorizer::new().is_authorized(request, policies, &Entities::empty());
    assert!(answer.diagnostics().errors().next().is_none(), "{answer:?}");
    answer.decision() == Decision::Allow
}

fn validated(text: &str, schema: &Schema) -> PolicySet {
    let policies = PolicySet::from_str(text).unwrap();
    let result = Validator::new(schema.clone()).validate(&policies, ValidationMode::Strict);
    assert!(result.validation_passed(), "{result}\n{text}");
    policies
}

pub(super) fn schema(text: &str) -> Schema {
    Schema::from_cedarschema_str(text).unwrap().0
}

pub(super) fn cedar(export: &Export) -> Decide {
    let text = export.schema.as_ref().unwrap();
    let schema = schema(text);
    let policies = validated(&export.text, &schema);
    Box::new(move |call| {
        let action = uid(&format!("Mcp::Action::\"{SERVER}/{}\"", call.tool));
        let passes = |approved: bool| {
            let mut input = Map::new();
            for (name, value) in call.arguments.as_object().unwrap() {
                if ["title", "amount", "force"].contains(&name.as_str()) {
                    input.insert(name.clone(), value.clone());
                }
            }
            let mut used = json!(call.passed.used(call.policy, call.at));
            // The schema names the counters of the action; others are not passed.
            let named = declared_counters(call);
            used.as_object_mut()
                .unwrap()
                .retain(|key, _| named.contains(key));
            let context = json!({ "approved": approved, "used": used, "input": input });
            let Ok(context) = Context::from_json_value(context, Some((&schema, &action))) else {
                return false;
            };
            let (agent, server) = (
                uid("Mcp::Agent::\"a\""),
                format!("Mcp::Server::\"{SERVER}\""),
            );
            match Request::new(agent, action.clone(), uid(&server), context, Some(&schema)) {
                Ok(request) => allows(&policies, &request),
                Err(_) => false,
            }
        };
        if passes(false) {
            Effect::Allow
        } else if passes(true) {
            Effect::Ask
        } else {
            Effect::Deny
        }
    })
}

fn declared_counters(call: &Seen<'_>) -> Vec<String> {
    let own = call.policy.rule(call.tool);
    let own = own.map_or(&[][..], |rule| &rule.limits);
    let all = call.policy.all_tools.limits.iter().chain(own);
    all.map(|quota| format!("{}/{}", quota.counter, quota.window))
        .collect()
}

/// A schema of the shape that AWS makes of a gateway's tools.
pub(super) fn agentcore_schema(tools: &[&Definition]) -> String {
    let actions: Vec<String> = tools
        .iter()
        .map(|tool| {
            format!(
                "action \"{SERVER}___{}\" appliesTo {{ principal: [OAuthUser], resource: [Gateway], \
                 context: {{ input: {{ title?: String, amount: Long, force?: Bool }} }} }};",
                tool.name
            )
        })
        .collect();
    format!(
        "namespace AgentCore {{ entity OAuthUser tags String; entity Gateway; {} }}",
        actions.join("\n")
    )
}

pub(super) fn agentcore(text: &str, tools: &[&Definition]) -> Decide {
    let schema = schema(&agentcore_schema(tools));
    let policies = validated(text, &schema);
    Box::new(move |call| {
        let action = uid(&format!("AgentCore::Action::\"{SERVER}___{}\"", call.tool));
        let input: Map<String, Value> = call
            .arguments
            .as_object()
            .unwrap()
            .iter()
            .filter(|(name, _)| ["title", "amount", "force"].contains(&name.as_str()))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        let context = json!({ "input": input });
        let Ok(context) = Context::from_json_value(context, Some((&schema, &action))) else {
            return Effect::Deny;
        };
        let user = uid("AgentCore::OAuthUser::\"u\"");
        let gateway = uid("AgentCore::Gateway::\"GATEWAY_ARN\"");
        match Request::new(user, action, gateway, context, Some(&schema)) {
            Ok(request) if allows(&policies, &request) => Effect::Allow,
            _ => Effect::Deny,
        }
    })
}

pub(super) fn toolhive(text: &str) -> Decide {
    let document: Value = serde_saphyr::from_str(text).unwrap();
    assert_eq!(
        (&document["version"], &document["type"]),
        (&json!("1.0"), &json!("cedarv1"))
    );
    let mut policies = String::new();
    for policy in document["cedar"]["policies"].as_array().unwrap() {
        policies.push_str(policy.as_str().unwrap());
    }
    let policies = PolicySet::from_str(&policies).unwrap();
    Box::new(move |call| {
        let mut context = Map::new();
        for (name, value) in call.arguments.as_object().unwrap() {
            match value {
                Value::String(_) | Value::Bool(_) => {
                    context.insert(format!("arg_{name}"), value.clone());
                }
                // A decimal there; no text and no truth value in any case.
                Value::Number(number) => {
                    let near = number.as_i64().unwrap_or_default();
                    context.insert(format!("arg_{name}"), json!(near));
                }
                Value::Null | Value::Array(_) | Value::Object(_) => {
                    context.insert(format!("arg_{name}_present"), json!(true));
                }
            }
        }
        let context = Context::from_json_value(Value::Object(context), None).unwrap();
        let tool = uid(&format!("Tool::\"{}\"", call.tool));
        let action = uid("Action::\"call_tool\"");
        let request = Request::new(uid("Client::\"c\""), action, tool, context, None).unwrap();
        if allows(&policies, &request) {
            Effect::Allow
        } else {
            Effect::Deny
        }
    })
}

/// Whether an expression is true; a failure is none of both.
fn truth(expression: &str, name: &'static str, value: &Value) -> Option<bool> {
    let program = cel::Program::compile(expression).unwrap();
    let mut context = cel::Context::default();
    context.add_variable(name, value).unwrap();
    match program.execute(&context) {
        Ok(cel::Value::Bool(truth)) => Some(truth),
        Ok(other) => panic!("{expression} is {other:?}"),
        Err(_) => None,
    }
}

/// Any rule that denies, then all that are required, then any that allows.
pub(super) fn agentgateway(text: &str) -> Decide {
    let document: Value = serde_saphyr::from_str(text).unwrap();
    let rules = document["mcp"]["policies"]["mcpAuthorization"]["rules"].clone();
    let rules: Vec<(String, String)> = rules
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|rule| rule.as_object().unwrap())
        .map(|(verb, rule)| (verb.clone(), rule.as_str().unwrap().to_owned()))
        .collect();
    Box::new(move |call| {
        let mcp = json!({ "tool": { "name": call.tool, "target": SERVER } });
        let holds = |rule: &str| truth(rule, "mcp", &mcp) == Some(true);
        let of = |verb: &'static str| rules.iter().filter(move |(it, _)| it == verb);
        if of("require").all(|(_, rule)| holds(rule)) && of("allow").any(|(_, rule)| holds(rule)) {
            Effect::Allow
        } else {
            Effect::Deny
        }
    })
}

/// Every number as Go reads it from JSON.
fn floats(value: &Value) -> Value {
    match value {
        Value::Number(number) => json!(number.as_f64()),
        Value::Array(items) => items.iter().map(floats).collect(),
        Value::Object(map) => Value::Object(
            map.iter()
                .map(|(key, value)| (key.clone(), floats(value)))
                .collect(),
        ),
        Value::Null | Value::Bool(_) | Value::String(_) => value.clone(),
    }
}

/// The first rule that matches; a failure is no match.
pub(super) fn envoy(text: &str) -> Decide {
    let document: Value = serde_saphyr::from_str(text).unwrap();
    let authorization = document["spec"]["securityPolicy"]["authorization"].clone();
    Box::new(move |call| {
        let request = json!({ "mcp": {
            "method": "tools/call", "backend": SERVER, "tool": call.tool,
            "params": { "name": call.tool, "arguments": floats(call.arguments) },
        } });
        let mut rules = authorization["rules"].as_array().into_iter().flatten();
        let first = rules
            .find(|rule| truth(rule["cel"].as_str().unwrap(), "request", &request) == Some(true));
        let action = first.map_or(&authorization["defaultAction"], |rule| &rule["action"]);
        match action.as_str().unwrap() {
            "Allow" => Effect::Allow,
            "Deny" => Effect::Deny,
            other => panic!("{other}"),
        }
    })
}

pub(super) fn rego(text: &str) -> Decide {
    let mut engine = regorus::Engine::new();
    engine
        .add_policy("policy.rego".to_owned(), text.to_owned())
        .unwrap();
    let engine = std::cell::RefCell::new(engine);
    Box::new(move |call| {
        let input = json!({
            "server": SERVER,
            "tool": call.tool,
            "arguments": call.arguments,
            "used": call.passed.used(call.policy, call.at),
        });
        let mut engine = engine.borrow_mut();
        engine.set_input_json(&input.to_string()).unwrap();
        let answer = engine
            .eval_rule("data.toolrisk.decision".to_owned())
            .unwrap();
        let answer: Value = serde_json::from_str(&answer.to_json_str().unwrap()).unwrap();
        match answer["effect"].as_str().unwrap() {
            "allow" => Effect::Allow,
            "ask" => Effect::Ask,
            "deny" | "hide" => Effect::Deny,
            other => panic!("{other}"),
        }
    })
}
