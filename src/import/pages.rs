//! The pages of a list of tools, found in the values of a text.

use serde_json::{Map, Value};

use super::Unreadable;
use super::lists::{List, choose};
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
    list: List,
    /// Whether another page follows.
    goes_on: bool,
    /// Whether it is an array alone in which nothing is a tool.
    is_stray: bool,
}

impl Pages {
    /// Takes what a value holds.
    pub(super) fn take(&mut self, value: Value) {
        self.value(value, "", 0);
    }

    /// Takes what a value holds. The label is what the text calls it.
    fn value(&mut self, value: Value, label: &str, depth: usize) {
        match value {
            Value::Array(items) if are_messages(&items) => {
                for item in items {
                    self.value(item, label, depth + 1);
                }
            }
            Value::Array(tools) => {
                let is_stray = !tools.iter().any(is_listed);
                self.page(tools, label, false);
                if let Some(page) = self.found.last_mut() {
                    page.is_stray = is_stray;
                }
            }
            Value::Object(object) => self.object(object, label, depth),
            _ => {}
        }
    }

    fn object(&mut self, mut object: Map<String, Value>, label: &str, depth: usize) {
        let label = own_label(&object).unwrap_or_else(|| label.to_owned());
        if let Some(Value::Object(result)) = object.get_mut("result") {
            let mut result = std::mem::take(result);
            if let Some(Value::String(version)) = result.get("protocolVersion") {
                self.protocol.clone_from(version);
            }
            self.list(&mut result, &label);
            return;
        }
        if let (Some(error), true) = (object.get("error"), object.contains_key("jsonrpc")) {
            self.error = Some(error_text(error));
            return;
        }
        if self.list(&mut object, &label) || object.contains_key("method") {
            return;
        }
        if is_tool(&object) {
            self.lines.push(Value::Object(object));
        } else if depth < DEEPEST {
            let inner = object.into_iter().filter(|(_, value)| value.is_object());
            for (key, value) in inner.filter(|(_, value)| holds_list(value, depth)) {
                let label = [label.as_str(), &key].join(if label.is_empty() { "" } else { "/" });
                self.value(value, &label, depth + 1);
            }
        }
    }

    /// Takes the list that an object holds; false if it holds none.
    fn list(&mut self, object: &mut Map<String, Value>, label: &str) -> bool {
        let keys = ["tools", "functions", DECLARED[0], DECLARED[1]];
        let holds = |key: &&&str| object.get(**key).is_some_and(is_list);
        let Some(list) = keys.iter().find(holds).and_then(|key| object.remove(*key)) else {
            return false;
        };
        let tools = match list {
            Value::Array(tools) => tools,
            Value::Object(by_name) => by_name.into_iter().map(named).collect(),
            _ => Vec::new(),
        };
        // Some servers write an empty cursor on the last page, though it would be a valid one.
        let next = object.get("nextCursor");
        let goes_on = next.is_some_and(|next| !next.is_null() && next != "");
        self.page(tools, label, goes_on);
        true
    }

    fn page(&mut self, tools: Vec<Value>, label: &str, goes_on: bool) {
        let mut flat = Vec::with_capacity(tools.len());
        for mut tool in tools {
            let declared = DECLARED.iter().find(|key| tool.get(**key).is_some());
            match declared.and_then(|key| tool.get_mut(*key)) {
                Some(Value::Array(several)) => flat.append(several),
                _ => flat.push(tool),
            }
        }
        self.found.push(Page {
            list: List {
                label: label.to_owned(),
                tools: flat,
            },
            goes_on,
            is_stray: false,
        });
    }

    /// All tools in their order, and what had to be chosen.
    pub(super) fn finish(mut self) -> Result<(Vec<Value>, Vec<String>), Unreadable> {
        let mut notes = self.leave_out_foreign();
        let is_stray_only = self.lines.is_empty() && self.found.iter().all(|page| page.is_stray);
        self.found.retain(|page| is_stray_only || !page.is_stray);
        if self.found.is_empty() && self.lines.is_empty() {
            return Err(self.error.map_or(Unreadable::NoTools, |message| {
                Unreadable::ServerError { message }
            }));
        }
        if self.found.last().is_some_and(|page| page.goes_on) {
            return Err(Unreadable::Incomplete);
        }
        let (mut tools, note) = choose(joined(self.found))?;
        notes.extend(note);
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

/// Joins the pages of each list.
fn joined(found: Vec<Page>) -> Vec<List> {
    let mut lists: Vec<List> = Vec::new();
    let mut goes_on = false;
    for page in found {
        match lists.last_mut().filter(|_| goes_on) {
            Some(list) => list.tools.extend(page.list.tools),
            None => lists.push(page.list),
        }
        goes_on = page.goes_on;
    }
    lists
}

/// What an object calls itself.
fn own_label(object: &Map<String, Value>) -> Option<String> {
    let mut names = ["server", "name"].iter().map(|key| object.get(*key));
    names.find_map(|name| name?.as_str().map(str::to_owned))
}

/// Whether an array holds messages or pages. An array of groups of tools is one list.
fn are_messages(items: &[Value]) -> bool {
    let is_group = |item: &Value| DECLARED.iter().any(|key| item.get(*key).is_some());
    !items.is_empty() && items.iter().all(is_message) && !items.iter().all(is_group)
}

/// Whether an item of an array is a tool, or a group of tools.
fn is_listed(item: &Value) -> bool {
    let object = item.as_object();
    object.is_some_and(|it| it.contains_key("name") || is_tool(it))
        || DECLARED.iter().any(|key| item.get(*key).is_some())
}

/// Whether a value is a list of tools: an array, or an object with each tool under its name.
fn is_list(value: &Value) -> bool {
    match value {
        Value::Array(_) => true,
        // `{ "listChanged": true }` is a capability.
        Value::Object(tools) => tools.is_empty() || tools.values().any(Value::is_object),
        _ => false,
    }
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
    // `"tools": {}` is a capability that says nothing more.
    let is_empty = |tools: &Value| tools.as_object().is_some_and(Map::is_empty);
    let tools = object.get("tools");
    tools.is_some_and(|tools| is_list(tools) && !is_empty(tools))
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
