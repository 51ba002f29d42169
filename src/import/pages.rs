//! The pages of a list of tools, found in the values of a text.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::Unreadable;
use super::shape::{is_foreign, is_tool};
use crate::escape::one_line;

/// Keys under which one item of a list holds several tools.
const DECLARED: [&str; 2] = ["functionDeclarations", "function_declarations"];
/// How deep a list may lie within other objects.
const DEEPEST: usize = 4;

/// What was found so far.
#[derive(Debug, Default)]
pub(super) struct Pages {
    found: Vec<Page>,
    /// Tools that stand alone, one a line.
    lines: Vec<Value>,
    error: Option<String>,
    pub(super) protocol: String,
}

#[derive(Debug)]
struct Page {
    tools: Vec<Value>,
    /// Whether another page follows.
    goes_on: bool,
    /// Whether it is the server's answer to a request.
    answers: bool,
}

impl Pages {
    /// Takes what a value holds.
    pub(super) fn take(&mut self, value: Value, depth: usize) {
        match value {
            Value::Array(items) if !items.is_empty() && items.iter().all(is_message) => {
                for item in items {
                    self.take(item, depth + 1);
                }
            }
            Value::Array(tools) => self.page(tools, None, false),
            Value::Object(object) => self.object(object, depth),
            _ => {}
        }
    }

    fn object(&mut self, mut object: Map<String, Value>, depth: usize) {
        if let Some(Value::Object(result)) = object.get_mut("result") {
            let mut result = std::mem::take(result);
            if let Some(Value::String(version)) = result.get("protocolVersion") {
                self.protocol.clone_from(version);
            }
            self.list(&mut result, true);
            return;
        }
        if let (Some(error), true) = (object.get("error"), object.contains_key("jsonrpc")) {
            self.error = Some(error_text(error));
            return;
        }
        if self.list(&mut object, false) || object.contains_key("method") {
            return;
        }
        if is_tool(&object) {
            self.lines.push(Value::Object(object));
        } else if depth < DEEPEST {
            let inner = object.into_iter().filter(|(_, value)| value.is_object());
            for (_, value) in inner.filter(|(_, value)| holds_list(value, depth)) {
                self.take(value, depth + 1);
            }
        }
    }

    /// Takes the list that an object holds; false if it holds none.
    fn list(&mut self, object: &mut Map<String, Value>, answers: bool) -> bool {
        let keys = ["tools", "functions", DECLARED[0], DECLARED[1]];
        let holds = |key: &&&str| {
            object
                .get(**key)
                .is_some_and(|list| list.is_array() || list.is_object())
        };
        let Some(list) = keys.iter().find(holds).and_then(|key| object.remove(*key)) else {
            return false;
        };
        let tools = match list {
            Value::Array(tools) => tools,
            Value::Object(by_name) => by_name.into_iter().map(named).collect(),
            _ => Vec::new(),
        };
        self.page(tools, object.get("nextCursor"), answers);
        true
    }

    fn page(&mut self, tools: Vec<Value>, next: Option<&Value>, answers: bool) {
        // Some servers write an empty cursor on the last page, though it would be a valid one.
        let ends = next.is_none_or(|next| next.is_null() || next == "");
        let mut flat = Vec::with_capacity(tools.len());
        for mut tool in tools {
            let declared = DECLARED.iter().find(|key| tool.get(**key).is_some());
            match declared.and_then(|key| tool.get_mut(*key)) {
                Some(Value::Array(several)) => flat.append(several),
                _ => flat.push(tool),
            }
        }
        self.found.push(Page {
            tools: flat,
            goes_on: !ends,
            answers,
        });
    }

    /// All tools in their order, and what had to be chosen.
    pub(super) fn finish(mut self) -> Result<(Vec<Value>, Vec<String>), Unreadable> {
        let mut notes = self.leave_out_foreign();
        if self.found.is_empty() && self.lines.is_empty() {
            return Err(self.error.map_or(Unreadable::NoTools, |message| {
                Unreadable::ServerError { message }
            }));
        }
        if self.found.last().is_some_and(|page| page.goes_on) {
            return Err(Unreadable::Incomplete);
        }
        let answers = self.found.iter().all(|page| page.answers);
        let mut lists: Vec<Vec<Value>> = vec![Vec::new()];
        let last = self.found.len().saturating_sub(1);
        for (at, page) in self.found.into_iter().enumerate() {
            if let Some(list) = lists.last_mut() {
                list.extend(page.tools);
            }
            if answers && !page.goes_on && at < last {
                lists.push(Vec::new());
            }
        }
        let count = lists.len();
        let mut tools = lists.pop().unwrap_or_default();
        if count > 1 {
            let names = names(&tools);
            if !lists.iter().any(|it| !names.is_disjoint(&self::names(it))) {
                return Err(Unreadable::SeveralLists { count });
            }
            let note = format!("{count} lists of the same server; the last one is used");
            notes.push(note);
        }
        tools.extend(self.lines);
        Ok((tools, notes))
    }

    /// Leaves out objects that describe something else, unless they stand in a row with tools. Gives a line for each
    /// that was left out beside a list.
    fn leave_out_foreign(&mut self) -> Vec<String> {
        let is_other = |line: &Value| line.as_object().is_some_and(is_foreign);
        if self.found.is_empty() && !self.lines.iter().all(is_other) {
            return Vec::new();
        }
        let (foreign, lines) = std::mem::take(&mut self.lines)
            .into_iter()
            .partition(is_other);
        self.lines = lines;
        let foreign: Vec<Value> = foreign;
        let names = foreign.iter().filter_map(|it| it.get("name")?.as_str());
        let note = |name| {
            let name = one_line(name);
            format!(
                "`{name}` is passed over: it describes a package, a server or an agent, and no tool"
            )
        };
        names.map(note).collect()
    }
}

fn names(tools: &[Value]) -> BTreeSet<String> {
    let names = tools.iter().filter_map(|tool| tool.get("name")?.as_str());
    names.map(str::to_owned).collect()
}

/// A message of the protocol, or a page without one; not a tool.
fn is_message(value: &Value) -> bool {
    ["jsonrpc", "result", "tools"]
        .iter()
        .chain(&DECLARED)
        .any(|key| value.get(*key).is_some())
}

fn holds_list(value: &Value, depth: usize) -> bool {
    let Some(object) = value.as_object() else {
        return false;
    };
    let tools = object.get("tools");
    tools.is_some_and(|tools| tools.is_array() || tools.is_object())
        || (depth < DEEPEST && object.values().any(|inner| holds_list(inner, depth + 1)))
}

fn named((name, mut tool): (String, Value)) -> Value {
    if let Some(object) = tool.as_object_mut() {
        object.entry("name").or_insert(Value::String(name));
    }
    tool
}

fn error_text(error: &Value) -> String {
    let message = error.get("message").and_then(Value::as_str);
    match (message, error.get("code")) {
        (Some(message), Some(code)) => format!("{message} ({code})"),
        (Some(message), None) => message.to_owned(),
        _ => error.to_string(),
    }
}
