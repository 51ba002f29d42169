//! Documents of targets whose engines do not run here, read by the target's own rules of precedence.

use serde_json::Value;
use toolrisk::policy::Effect;

use super::{Decide, SERVER, Seen};

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn texts(value: &Value) -> Vec<String> {
    let items = value.as_array().into_iter().flatten();
    items.map(|it| it.as_str().unwrap().to_owned()).collect()
}

/// A glob with one star, at the end.
fn matches(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => pattern == name,
    }
}

/// Deny over ask over allow; what is in no list is asked for.
pub(super) fn claude_code(text: &str) -> Decide {
    let permissions = json(text)["permissions"].clone();
    Box::new(move |call| {
        let name = format!("mcp__{SERVER}__{}", call.tool);
        let listed = |key: &str| texts(&permissions[key]).iter().any(|it| matches(it, &name));
        if listed("deny") {
            Effect::Deny
        } else if listed("ask") || !listed("allow") {
            Effect::Ask
        } else {
            Effect::Allow
        }
    })
}

pub(super) fn codex(text: &str) -> Decide {
    let document: toml_edit::DocumentMut = text.parse().unwrap();
    let server = document["mcp_servers"][SERVER].clone();
    Box::new(move |call| {
        let list = |key: &str| {
            let list = server.get(key)?.as_array()?;
            Some(list.iter().any(|it| it.as_str() == Some(call.tool)))
        };
        if list("enabled_tools") == Some(false) || list("disabled_tools") == Some(true) {
            return Effect::Deny;
        }
        let own = server.get("tools").and_then(|tools| tools.get(call.tool));
        let mode = own
            .and_then(|tool| tool.get("approval_mode"))
            .or_else(|| server.get("default_tools_approval_mode"));
        match mode.and_then(toml_edit::Item::as_str) {
            Some("approve") => Effect::Allow,
            Some("prompt") => Effect::Ask,
            other => panic!("{other:?}"),
        }
    })
}

/// The highest priority decides.
pub(super) fn gemini_cli(text: &str) -> Decide {
    let document: toml_edit::DocumentMut = text.parse().unwrap();
    let rules = document["rule"].as_array_of_tables().unwrap().clone();
    Box::new(move |call| {
        let rule = rules
            .iter()
            .filter(|rule| rule["mcpName"].as_str() == Some(SERVER))
            .filter(|rule| matches(rule["toolName"].as_str().unwrap(), call.tool))
            .max_by_key(|rule| rule["priority"].as_integer())
            .unwrap();
        match rule["decision"].as_str().unwrap() {
            "allow" => Effect::Allow,
            "ask_user" => Effect::Ask,
            "deny" => Effect::Deny,
            other => panic!("{other}"),
        }
    })
}

/// The last key that matches decides.
pub(super) fn opencode(text: &str) -> Decide {
    let permission = json(text)["permission"].as_object().unwrap().clone();
    Box::new(move |call| {
        let name = format!("{SERVER}_{}", call.tool);
        let last = permission.iter().rfind(|(key, _)| matches(key, &name));
        match last.unwrap().1.as_str().unwrap() {
            "allow" => Effect::Allow,
            "ask" => Effect::Ask,
            "deny" => Effect::Deny,
            other => panic!("{other}"),
        }
    })
}

/// Without flags, each tool of the list is asked for.
pub(super) fn copilot_cli(text: &str) -> Decide {
    let tools = texts(&json(text)["mcpServers"][SERVER]["tools"]);
    Box::new(move |call| {
        if tools.iter().any(|tool| tool == call.tool) {
            Effect::Ask
        } else {
            Effect::Deny
        }
    })
}

pub(super) fn openai(text: &str) -> Decide {
    let tool = json(text)[0].clone();
    Box::new(move |call| {
        let listed = |list: &Value| texts(list).iter().any(|it| it == call.tool);
        if !listed(&tool["allowed_tools"]) {
            return Effect::Deny;
        }
        let approval = &tool["require_approval"];
        let never = listed(&approval["never"]["tool_names"]);
        if never { Effect::Allow } else { Effect::Ask }
    })
}

pub(super) fn anthropic(text: &str) -> Decide {
    let toolset = json(text)[0].clone();
    Box::new(move |call| {
        let configs = toolset["configs"].as_array().unwrap();
        let own = configs.iter().find(|it| it["name"] == call.tool);
        let get = |key: &str| match own.and_then(|own| own.get(key)) {
            Some(value) => value.clone(),
            None => toolset["default_config"][key].clone(),
        };
        if get("enabled") == false {
            return Effect::Deny;
        }
        match get("permission_policy")["type"].as_str().unwrap() {
            "always_allow" => Effect::Allow,
            "always_ask" => Effect::Ask,
            other => panic!("{other}"),
        }
    })
}

pub(super) fn docker(text: &str) -> Decide {
    assert!(
        text.contains(&format!("--disable-all {SERVER}\n")),
        "{text}"
    );
    let words = text.split_whitespace();
    let enabled: Vec<String> = words
        .filter_map(|word| word.strip_prefix(&format!("{SERVER}.")))
        .map(str::to_owned)
        .collect();
    Box::new(move |call| {
        if enabled.iter().any(|tool| tool == call.tool) {
            Effect::Allow
        } else {
            Effect::Deny
        }
    })
}

/// As its `is_tool_allowed_for_server` decides, which `tests/engines/litellm.py` runs.
pub(super) fn litellm(text: &str) -> Decide {
    let document: Value = serde_saphyr::from_str(text).unwrap();
    let server = document["mcp_servers"][SERVER].clone();
    let (allowed, denied) = (
        texts(&server["allowed_tools"]),
        texts(&server["disallowed_tools"]),
    );
    let enforced = server["mcp_info"]["tool_allowlist_enforced"] == true || !allowed.is_empty();
    Box::new(move |call| {
        let spellings = [call.tool.to_owned(), format!("{SERVER}-{}", call.tool)];
        let has = |list: &[String]| list.iter().any(|it| spellings.contains(it));
        if has(&denied) || (enforced && !has(&allowed)) {
            Effect::Deny
        } else {
            Effect::Allow
        }
    })
}

/// As its `shouldSkipToolForConfig` decides (core/mcp/utils.go).
pub(super) fn bifrost(text: &str) -> Decide {
    let document = json(text);
    assert_eq!(document["version"], 2);
    let client = document["mcp"]["client_configs"][0].clone();
    assert_eq!(client["name"], SERVER);
    let allowed = texts(&client["tools_to_execute"]);
    Box::new(move |call| {
        let skipped = call.tool.is_empty() || call.tool.contains('/') || call.tool.contains("..");
        let all = allowed.iter().any(|it| it == "*");
        if !skipped && (all || allowed.iter().any(|it| it == call.tool)) {
            Effect::Allow
        } else {
            Effect::Deny
        }
    })
}

/// As its engine decides: hidden, default, then the tool's own rules and those for all tools.
pub(super) fn intercept(text: &str) -> Decide {
    let document: Value = serde_saphyr::from_str(text).unwrap();
    Box::new(move |call| {
        let hidden = texts(&document["hide"]);
        let own = document["tools"].get(call.tool);
        let unlisted = document["default"] == "deny" && own.is_none();
        if hidden.iter().any(|name| name == call.tool || name == "*") || unlisted {
            return Effect::Deny;
        }
        let rules = |tool: Option<&Value>| {
            let rules = tool.map(|it| it["rules"].as_array().unwrap().clone());
            rules.unwrap_or_default()
        };
        let all = document["tools"].get("*");
        let passes = rules(own)
            .iter()
            .all(|rule| passes(rule, call, Some(call.tool)))
            && rules(all).iter().all(|rule| passes(rule, call, None));
        if passes { Effect::Allow } else { Effect::Deny }
    })
}

fn passes(rule: &Value, call: &Seen<'_>, tool: Option<&str>) -> bool {
    if rule["action"] == "deny" {
        return false;
    }
    if let Some(limit) = rule["rate_limit"].as_str() {
        let (max, window) = limit.split_once('/').unwrap();
        let seconds = match window {
            "minute" => 60,
            "hour" => 3600,
            "day" => 86400,
            other => panic!("{other}"),
        };
        return call.passed.count(tool, seconds, call.at) < max.parse().unwrap();
    }
    let conditions = rule["conditions"].as_array().unwrap();
    conditions.iter().all(|it| condition(it, call.arguments))
}

/// Go's `%v`, as far as the values of these tests go.
fn printed(value: &Value) -> String {
    match value {
        Value::Null => "<nil>".to_owned(),
        Value::Bool(bool) => bool.to_string(),
        Value::Number(number) => number.as_f64().unwrap().to_string(),
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(printed).collect();
            format!("[{}]", items.join(" "))
        }
        Value::Object(_) => "map[]".to_owned(),
    }
}

fn same(left: &Value, right: &Value) -> bool {
    match (left.as_f64(), right.as_f64()) {
        (Some(left), Some(right)) => left.total_cmp(&right).is_eq(),
        _ => printed(left) == printed(right),
    }
}

fn condition(condition: &Value, arguments: &Value) -> bool {
    let path = condition["path"]
        .as_str()
        .unwrap()
        .strip_prefix("args.")
        .unwrap();
    let expected = &condition["value"];
    let found = path
        .split('.')
        .try_fold(arguments, |value, part| value.as_object()?.get(part));
    let op = condition["op"].as_str().unwrap();
    if op == "exists" {
        return expected.as_bool() == Some(found.is_some_and(|it| !it.is_null()));
    }
    let Some(found) = found else { return false };
    let numbers = || Some((found.as_f64()?, expected.as_f64()?));
    let items = |list: &Value| list.as_array().cloned().unwrap_or_default();
    match op {
        "eq" => same(found, expected),
        "neq" => !same(found, expected),
        "in" => items(expected).iter().any(|it| same(found, it)),
        "not_in" => !items(expected).iter().any(|it| same(found, it)),
        "lt" => numbers().is_some_and(|(left, right)| left < right),
        "lte" => numbers().is_some_and(|(left, right)| left <= right),
        "gt" => numbers().is_some_and(|(left, right)| left > right),
        "gte" => numbers().is_some_and(|(left, right)| left >= right),
        "regex" => found.as_str().is_some_and(|text| {
            regex::Regex::new(expected.as_str().unwrap())
                .unwrap()
                .is_match(text)
        }),
        "contains" => match found {
            Value::String(text) => expected.as_str().is_some_and(|part| text.contains(part)),
            _ => items(found).iter().any(|it| same(it, expected)),
        },
        other => panic!("{other}"),
    }
}
