//! Two lists of a server's tools → what became of each tool.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{Difference, Grade, differences};
use crate::model::LockedTool;
use crate::rules::{Assessment, Rating};
use crate::sort;

/// A tool at one time.
#[derive(Debug, Clone)]
pub struct Side {
    /// Its name.
    pub name: String,
    /// Its whole definition, where that is known.
    pub definition: Option<Value>,
    /// What a lock keeps of it.
    pub kept: LockedTool,
    /// What the rules say of it, where that is known.
    pub rating: Option<Rating>,
}

impl Side {
    /// What a lock says of a tool. Its rating counts only if the edition of the rules is the one given: a
    /// change of the rules is no change of the tool.
    pub fn of_lock(name: &str, kept: &LockedTool, edition: &str) -> Self {
        let assessment = kept.assessment.as_ref().filter(|it| it.rules == edition);
        Self {
            name: name.to_owned(),
            definition: kept.text.clone(),
            rating: assessment.map(|it| Rating::of_rules(&Assessment::of_lock(it))),
            kept: kept.clone(),
        }
    }
}

/// What the rules say of a tool before and after.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// Before; `None` for a new tool, and where it is not known.
    pub before: Option<Rating>,
    /// After; `None` for a tool that is gone.
    pub after: Option<Rating>,
}

/// What became of one tool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its name now, or the last one of a tool that is gone.
    pub name: String,
    /// Its name before, where it probably had another.
    pub was: Option<String>,
    /// How the definition differs, mildest first; never empty.
    pub differences: Vec<Difference>,
    /// What the rules say.
    pub standing: Standing,
}

impl Change {
    /// The greatest of its grades.
    pub fn grade(&self) -> Grade {
        let grades = self.differences.iter().map(|it| it.grade);
        grades.max().unwrap_or(Grade::Notation)
    }

    /// Whether it has a grade.
    pub fn has(&self, grade: Grade) -> bool {
        self.differences.iter().any(|it| it.grade == grade)
    }
}

/// Two lists side by side.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Compared {
    /// The tools that changed, by name.
    pub changes: Vec<Change>,
    /// How many did not.
    pub unchanged: usize,
}

/// Compares two lists. With `complete` unset, the second list is only a part: what it does not have is not
/// gone.
pub fn compare(before: &[Side], after: &[Side], complete: bool) -> Compared {
    let (old, new) = (by_name(before), by_name(after));
    let removed: Vec<&Side> = missing(&old, &new).filter(|_| complete).collect();
    let added: Vec<&Side> = missing(&new, &old).collect();
    let renamed = renames(&removed, &added);
    let mut compared = Compared::default();
    for (name, side) in &new {
        let was = renamed.get(name.as_str()).copied();
        let change = match (old.get(name), was) {
            (Some(old), _) => changed(old, side),
            (None, Some(old)) => Some(moved(old, side)),
            (None, None) => Some(alone(Grade::Added, side)),
        };
        match change {
            Some(change) => compared.changes.push(change),
            None => compared.unchanged += 1,
        }
    }
    for side in removed {
        if !renamed.values().any(|old| old.name == side.name) {
            compared.changes.push(alone(Grade::Removed, side));
        }
    }
    sort::by(&mut compared.changes, |one, other| {
        one.name.cmp(&other.name)
    });
    compared
}

fn by_name(sides: &[Side]) -> BTreeMap<&String, &Side> {
    // Of tools with one name the first counts, as everywhere.
    sides.iter().rev().map(|side| (&side.name, side)).collect()
}

fn missing<'a>(
    of: &BTreeMap<&String, &'a Side>,
    among: &BTreeMap<&String, &Side>,
) -> impl Iterator<Item = &'a Side> {
    of.values()
        .copied()
        .filter(|side| !among.contains_key(&side.name))
}

fn alone(grade: Grade, side: &Side) -> Change {
    let what = match grade {
        Grade::Added => "the tool is new",
        _ => "the tool was removed",
    };
    let rating = side.rating.clone();
    let standing = match grade {
        Grade::Added => Standing {
            before: None,
            after: rating,
        },
        _ => Standing {
            before: rating,
            after: None,
        },
    };
    Change {
        name: side.name.clone(),
        was: None,
        differences: vec![Difference {
            grade,
            what: what.to_owned(),
        }],
        standing,
    }
}

fn changed(old: &Side, new: &Side) -> Option<Change> {
    let mut found = between(old, new);
    found.extend(rerated(old, new));
    if found.is_empty() {
        return None;
    }
    sort::all(&mut found);
    Some(Change {
        name: new.name.clone(),
        was: None,
        differences: found,
        standing: Standing {
            before: old.rating.clone(),
            after: new.rating.clone(),
        },
    })
}

fn moved(old: &Side, new: &Side) -> Change {
    let mut found = between(old, new);
    found.extend(rerated(old, new));
    found.push(Difference {
        grade: Grade::Renamed,
        what: format!("its former name is probably `{}`", old.name),
    });
    sort::all(&mut found);
    Change {
        name: new.name.clone(),
        was: Some(old.name.clone()),
        differences: found,
        standing: Standing {
            before: old.rating.clone(),
            after: new.rating.clone(),
        },
    }
}

fn rerated(old: &Side, new: &Side) -> Option<Difference> {
    let (before, after) = (old.rating.as_ref()?, new.rating.as_ref()?);
    (before != after).then(|| Difference {
        grade: Grade::Rerated,
        what: "what the rules say".to_owned(),
    })
}

/// How two definitions differ, as far as both are known.
fn between(old: &Side, new: &Side) -> Vec<Difference> {
    match (&old.definition, &new.definition) {
        (Some(before), Some(after)) => differences(before, after),
        _ if old.kept.fingerprint == new.kept.fingerprint => Vec::new(),
        _ if old.name != new.name && alike_by_parts(&old.kept, &new.kept) => Vec::new(),
        _ => kept(&old.kept, &new.kept),
    }
}

/// How two definitions differ by what a lock keeps: arguments and hints, and of the rest, which parts.
fn kept(old: &LockedTool, new: &LockedTool) -> Vec<Difference> {
    let meaning = |kept: &LockedTool| kept.parts.get("meaning").cloned();
    if meaning(old).is_some() && meaning(old) == meaning(new) {
        return vec![Difference {
            grade: Grade::Notation,
            what: "its notation".to_owned(),
        }];
    }
    let mut found = differences(&outline(old), &outline(new));
    found.extend(changed_parts(old, new));
    found.extend(changed_input(old, new, &found));
    if found.iter().all(|it| it.grade == Grade::Notation) {
        let what = if old.parts.is_empty() {
            "its text or its notation, which this lock cannot tell apart"
        } else {
            "its words or its notation, which this lock cannot tell apart"
        };
        found.push(Difference {
            grade: Grade::Text,
            what: what.to_owned(),
        });
    }
    found
}

/// What became of the input schema beyond its outline: a lock has hashes of it, not the schema.
fn changed_input(old: &LockedTool, new: &LockedTool, found: &[Difference]) -> Option<Difference> {
    let equal = |part: &str| old.parts.get(part) == new.parts.get(part);
    if old.parts.is_empty() || new.parts.is_empty() || equal("inputSchema") {
        return None;
    }
    let known = old.parts.contains_key("takes") && new.parts.contains_key("takes");
    let (grade, what) = if known && equal("takes") {
        (Grade::Text, "the words of its input schema")
    } else if found.iter().any(|it| tells_of_input(it.grade)) {
        return None;
    } else {
        let what = "the input schema changed; the lock does not keep how";
        (Grade::Loosened, what)
    };
    let what = what.to_owned();
    Some(Difference { grade, what })
}

/// Grades of which one tells at least as much of an input as that it may be looser.
fn tells_of_input(grade: Grade) -> bool {
    matches!(grade, Grade::Loosened | Grade::Expanded)
}

/// Parts that are a text to a model, and their names in a sentence.
const TEXTS: &[(&str, &str)] = &[
    ("title", "the title"),
    ("description", "the description"),
    ("outputSchema", "the output schema"),
    ("other", "its other members"),
];

/// The texts of which the hashes differ, where both are known.
fn changed_parts(old: &LockedTool, new: &LockedTool) -> Vec<Difference> {
    if old.parts.is_empty() || new.parts.is_empty() {
        return Vec::new();
    }
    let changed = TEXTS
        .iter()
        .filter(|(part, _)| old.parts.get(*part) != new.parts.get(*part));
    let hints =
        old.hints == new.hints && old.parts.get("annotations") != new.parts.get("annotations");
    let hints = hints.then_some("its annotations");
    changed
        .map(|(_, what)| *what)
        .chain(hints)
        .map(|what| Difference {
            grade: Grade::Text,
            what: what.to_owned(),
        })
        .collect()
}

/// A definition made of what a lock keeps: a parameter's path stands for its name.
fn outline(kept: &LockedTool) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for parameter in &kept.parameters {
        let mut schema = Map::new();
        if !parameter.kind.is_empty() {
            let kinds: Vec<&str> = parameter.kind.split('|').collect();
            schema.insert("type".to_owned(), kinds.into());
        }
        if !parameter.values.is_empty() {
            schema.insert("enum".to_owned(), parameter.values.clone().into());
        }
        properties.insert(parameter.path.clone(), Value::Object(schema));
        if parameter.required {
            required.push(parameter.path.clone());
        }
    }
    json!({
        "inputSchema": { "properties": properties, "required": required }, "annotations": kept.hints,
    })
}

/// New name → what it probably was: a tool that is gone and a new one that differ in name alone, where
/// no other two do.
fn renames<'a>(removed: &[&'a Side], added: &[&Side]) -> BTreeMap<String, &'a Side> {
    let alike = |old: &Side, new: &Side| match (&old.definition, &new.definition) {
        (Some(before), Some(after)) => {
            let before = named(before, &new.name);
            let found = differences(&before, after);
            found.iter().all(|it| it.grade == Grade::Notation)
        }
        _ => alike_by_parts(&old.kept, &new.kept),
    };
    let mut renames = BTreeMap::new();
    for new in added {
        let mut old = removed.iter().filter(|old| alike(old, new));
        if let (Some(old), None) = (old.next(), old.next())
            && added.iter().filter(|other| alike(old, other)).count() == 1
        {
            renames.insert(new.name.clone(), *old);
        }
    }
    renames
}

/// Whether two tools differ in their names alone, by the hashes in their locks.
fn alike_by_parts(old: &LockedTool, new: &LockedTool) -> bool {
    // A display name goes with the name.
    let rest = |kept: &LockedTool| {
        let mut parts = kept.parts.clone();
        parts
            .retain(|part, _| !matches!(&**part, "name" | "title" | "meaning" | "takes" | "_meta"));
        parts
    };
    let (before, after) = (rest(old), rest(new));
    let told = ["description", "inputSchema"];
    told.iter().any(|part| before.contains_key(*part)) && before == after
}

fn named(tool: &Value, name: &str) -> Value {
    let mut tool = tool.clone();
    if let Some(members) = tool.as_object_mut() {
        members.insert("name".to_owned(), name.into());
        // A display name goes with the name.
        members.remove("title");
    }
    tool
}
