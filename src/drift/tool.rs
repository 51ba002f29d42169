//! Two definitions of a tool → how they differ.

use serde_json::{Map, Value};

use super::canon::{canonical, words};
use super::schema::{Comparison, letters};
use super::{Difference, Grade};
use crate::sort;

/// Members that say nothing to a model: libraries add and drop them.
pub(super) const SILENT: &[&str] = &["execution", "_meta", "icons"];

/// Characters of a text that are quoted.
const MOST_WORDS: usize = 160;

/// How two tool objects differ, whatever their names; mildest first. Empty when they mean the same and
/// are written the same but for the order of keys.
pub fn differences(before: &Value, after: &Value) -> Vec<Difference> {
    let empty = Map::new();
    let (old, new) = (
        before.as_object().unwrap_or(&empty),
        after.as_object().unwrap_or(&empty),
    );
    let mut out = Vec::new();
    let mut keys: Vec<&String> = old.keys().chain(new.keys()).collect();
    keys.sort_unstable();
    keys.dedup();
    for key in keys {
        // A member without a value is as good as none.
        let part = |tool: &'_ Map<String, Value>| tool.get(key).filter(|it| !it.is_null()).cloned();
        let (before, after) = (part(old), part(new));
        if before != after {
            member(key, before.as_ref(), after.as_ref(), (old, new), &mut out);
        }
    }
    sort::by_key(&mut out, |it| it.grade);
    out
}

fn member(
    key: &str,
    before: Option<&Value>,
    after: Option<&Value>,
    (old, new): (&Map<String, Value>, &Map<String, Value>),
    out: &mut Vec<Difference>,
) {
    let mut add = |grade, what: &str| {
        out.push(Difference {
            grade,
            what: what.to_owned(),
        });
    };
    match key {
        "name" => {}
        "description" => add(
            text(before, after),
            &changed_words("the description", before, after),
        ),
        "title" => add(title(old, new), "the title"),
        "inputSchema" => schemas(before, after, out),
        "outputSchema" => {
            let same = plain(before) == plain(after);
            add(
                if same { Grade::Notation } else { Grade::Text },
                "the output schema",
            );
        }
        "annotations" => annotations(before, after, (old, new), out),
        _ if SILENT.contains(&key) => add(Grade::Notation, &format!("`{key}`")),
        _ => add(Grade::Text, &format!("`{key}`")),
    }
}

pub(super) fn plain(schema: Option<&Value>) -> Option<Value> {
    let mut schema = canonical(schema?);
    strip_closing(&mut schema);
    Some(schema)
}

/// Takes away what only says that an object has no other members.
fn strip_closing(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            members
                .retain(|key, value| key != "additionalProperties" || value != &Value::Bool(false));
            members.values_mut().for_each(strip_closing);
        }
        Value::Array(items) => items.iter_mut().for_each(strip_closing),
        _ => {}
    }
}

/// What of a text is gone and what is new, in a few words.
pub(super) fn changed_words(what: &str, before: Option<&Value>, after: Option<&Value>) -> String {
    let text = |value: Option<&Value>| words(value.and_then(Value::as_str).unwrap_or_default());
    let (before, after) = (text(before), text(after));
    let (old, new): (Vec<&str>, Vec<&str>) =
        (before.split(' ').collect(), after.split(' ').collect());
    let start = old
        .iter()
        .zip(&new)
        .take_while(|(one, other)| one == other)
        .count();
    let (old, new) = (
        old.get(start..).unwrap_or_default(),
        new.get(start..).unwrap_or_default(),
    );
    let end = old
        .iter()
        .rev()
        .zip(new.iter().rev())
        .take_while(|(one, other)| one == other)
        .count();
    let middle = |words: &[&str]| {
        let words = words.get(..words.len() - end).unwrap_or_default().join(" ");
        match words.char_indices().nth(MOST_WORDS) {
            Some((at, _)) => format!("{}…", words.get(..at).unwrap_or_default()),
            None => words,
        }
    };
    match (middle(old).as_str(), middle(new).as_str()) {
        ("", "") => what.to_owned(),
        ("", new) => format!("{what}: now with \"{new}\""),
        (old, "") => format!("{what}: without \"{old}\""),
        (old, new) => format!("{what}: \"{old}\" -> \"{new}\""),
    }
}

fn text(before: Option<&Value>, after: Option<&Value>) -> Grade {
    let text = |value: Option<&Value>| words(value.and_then(Value::as_str).unwrap_or_default());
    if text(before) == text(after) {
        Grade::Notation
    } else {
        Grade::Text
    }
}

/// A title that says what the name says, or what stood in the annotations, is notation.
fn title(old: &Map<String, Value>, new: &Map<String, Value>) -> Grade {
    if shown_title(old) == shown_title(new) {
        Grade::Notation
    } else {
        Grade::Text
    }
}

/// The titles that a person sees, of the tool and of its annotations: clients differ in which they show.
/// Without those that only say what the name says, and each once.
pub(super) fn shown_title(tool: &Map<String, Value>) -> String {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(words);
    let name = letters(&text(tool.get("name")).unwrap_or_default());
    let hint = tool.get("annotations").and_then(|hints| hints.get("title"));
    let mut titles: Vec<String> = [tool.get("title"), hint]
        .into_iter()
        .filter_map(text)
        .filter(|title| letters(title) != name)
        .collect();
    titles.dedup();
    titles.join("\n")
}

fn schemas(before: Option<&Value>, after: Option<&Value>, out: &mut Vec<Difference>) {
    let none = Value::Object(Map::new());
    let (before, after) = (before.unwrap_or(&none), after.unwrap_or(&none));
    let (before, after) = (canonical(before), canonical(after));
    let count = out.len();
    Comparison { out }.schemas(&before, &after, "", 0);
    if out.len() == count {
        let (grade, what) = if before == after {
            (Grade::Notation, "the notation of the input schema")
        } else {
            (Grade::Loosened, "the input schema is another")
        };
        let what = what.to_owned();
        out.push(Difference { grade, what });
    }
}

/// The hints, each with the value that it has where it is not given, and whether `true` sounds safer.
pub(super) const HINTS: &[(&str, bool, bool)] = &[
    ("readOnlyHint", false, true),
    ("destructiveHint", true, false),
    ("idempotentHint", false, true),
    ("openWorldHint", true, false),
];

/// What a hint comes to. What only speaks of changes says nothing where there are none.
pub(super) fn effective(annotations: Option<&Value>, name: &str, default: bool) -> bool {
    let hint = |name: &str| {
        annotations
            .and_then(|all| all.get(name))
            .and_then(Value::as_bool)
    };
    let reads = hint("readOnlyHint") == Some(true);
    match name {
        "destructiveHint" if reads => false,
        "idempotentHint" if reads => true,
        _ => hint(name).unwrap_or(default),
    }
}

fn annotations(
    before: Option<&Value>,
    after: Option<&Value>,
    (old, new): (&Map<String, Value>, &Map<String, Value>),
    out: &mut Vec<Difference>,
) {
    for (name, default, safe) in HINTS {
        let given = |all: Option<&Value>| all.and_then(|all| all.get(*name)).cloned();
        let (was, is) = (
            effective(before, name, *default),
            effective(after, name, *default),
        );
        let grade = match (was == is, is == *safe) {
            (true, _) if given(before) == given(after) => continue,
            (true, _) => Grade::Notation,
            (false, true) => Grade::HintSafer,
            (false, false) => Grade::HintStricter,
        };
        let what = format!("`{name}`: {was} -> {is}");
        out.push(Difference { grade, what });
    }
    let object = |value: Option<&Value>| {
        value
            .and_then(Value::as_object)
            .cloned()
            .unwrap_or_default()
    };
    let (before, after) = (object(before), object(after));
    let mut keys: Vec<&String> = before.keys().chain(after.keys()).collect();
    keys.sort_unstable();
    keys.dedup();
    for key in keys {
        if HINTS.iter().any(|(name, ..)| name == key) || before.get(key) == after.get(key) {
            continue;
        }
        let grade = if key == "title" {
            title(old, new)
        } else {
            Grade::Text
        };
        let what = format!("the annotation `{key}`");
        out.push(Difference { grade, what });
    }
}
