//! JSON Schemas of the catalog's files and of the reports, for editors and for programs.
//!
//! Draft 7: what the YAML language server, VS Code and SchemaStore read best. The words and keys come
//! from the types, so that a schema cannot fall behind them.

mod lock;
mod policy;

use serde_json::{Map, Value, json};

use crate::diagnostic::Level;
use crate::load::{CONDITION_KEYS, FileKind, GUARD_KEYS};
use crate::model::{Category, Concern, Decision, Operator, Severity, Status, Trait, Window};

/// A schema by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schema {
    /// A tool entry.
    Tool,
    /// `server.yaml`.
    Server,
    /// `toolrisk.yaml`.
    Config,
    /// The front matter of an attack pattern.
    Attack,
    /// The front matter of a glossary term.
    Term,
    /// `tools.lock.json`.
    Lock,
    /// What `check --format json` prints.
    Findings,
    /// A neutral policy, as `export` writes it and `gateway` reads it.
    Policy,
}

impl Schema {
    /// All schemas.
    pub const ALL: &'static [Self] = &[
        Self::Tool,
        Self::Server,
        Self::Config,
        Self::Attack,
        Self::Term,
        Self::Lock,
        Self::Findings,
        Self::Policy,
    ];

    /// The name on the command line and of the file.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tool => "tool",
            Self::Server => "server",
            Self::Config => "config",
            Self::Attack => "attack",
            Self::Term => "term",
            Self::Lock => "lock",
            Self::Findings => "findings",
            Self::Policy => "policy",
        }
    }

    /// The schema, indented, with a final newline.
    pub fn text(self) -> String {
        let body = match self {
            Self::Tool => object(FileKind::Tools.keys(), &["name", "description"], tool_key),
            Self::Server => object(FileKind::Server.keys(), &["title"], server_key),
            Self::Config => object(FileKind::Config.keys(), &[], config_key),
            Self::Attack => attack(),
            Self::Term => object(&["title", "summary"], &["title", "summary"], |_| text("")),
            Self::Lock => lock::schema(),
            Self::Findings => findings(),
            Self::Policy => policy::policy(),
        };
        let mut schema = Map::new();
        schema.insert(
            "$schema".to_owned(),
            "http://json-schema.org/draft-07/schema#".into(),
        );
        schema.insert(
            "title".to_owned(),
            format!("toolrisk {}", self.as_str()).into(),
        );
        schema.extend(body);
        // A JSON value always serialises.
        serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
    }
}

fn object(keys: &[&str], required: &[&str], value: fn(&str) -> Value) -> Map<String, Value> {
    let properties: Map<String, Value> = keys
        .iter()
        .map(|key| ((*key).to_owned(), value(key)))
        .collect();
    as_map(json!({
        "type": "object",
        "additionalProperties": false,
        "required": required,
        "properties": properties,
    }))
}

fn as_map(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        other => Map::from_iter([("const".to_owned(), other)]),
    }
}

fn text(about: &str) -> Value {
    json!({ "type": "string", "description": about })
}

fn word(words: &[&str], about: &str) -> Value {
    json!({ "type": "string", "enum": words, "description": about })
}

fn several(item: &Value, about: &str) -> Value {
    json!({ "type": ["array", "string"], "items": item, "description": about })
}

/// Rules on arguments.
fn guards(about: &str) -> Value {
    let condition = object(CONDITION_KEYS, CONDITION_KEYS, |key| match key {
        "path" => {
            json!({ "type": "string", "pattern": "^args\\.", "description": "The argument, such as args.amount." })
        }
        "op" => word(Operator::WORDS, "How it is compared."),
        _ => json!({ "description": "What it is compared with." }),
    });
    let guard = object(GUARD_KEYS, &["conditions"], |key| match key {
        "on-deny" => text("What the caller is told."),
        "ask" => {
            json!({ "type": "boolean", "description": "Whether a person may let the call pass." })
        }
        _ => Value::Null,
    });
    let mut guard = Value::Object(guard);
    if let Some(slot) = guard.pointer_mut("/properties/conditions") {
        *slot = json!({ "type": "array", "minItems": 1, "items": condition });
    }
    json!({ "type": "array", "items": guard, "description": about })
}

fn address(about: &str) -> Value {
    json!({ "type": "string", "pattern": "^https://\\S+$", "description": about })
}

fn tool_key(key: &str) -> Value {
    match key {
        "name" => {
            json!({ "type": "string", "minLength": 1, "description": "Exact name, as the server sends it." })
        }
        "description" => text("What one call does, in the catalog's own words."),
        "title" => text("Display name."),
        "category" => word(Category::WORDS, "What one successful call does."),
        "risk" => word(Severity::WORDS, "How bad one wrong call is."),
        "traits" => several(
            &word(Trait::WORDS, ""),
            "What makes a call worse: the whole list.",
        ),
        "decision" => word(Decision::WORDS, "What the policy says of the tool."),
        "limit" => json!({
            "type": "string",
            "pattern": format!("^[1-9][0-9]*/({})$", Window::WORDS.join("|")),
            "description": "Calls per window, such as 10/minute.",
        }),
        "require" => guards("What must hold of a call's arguments, or it is denied."),
        "deny-if" => guards("What must not hold of a call's arguments, or it is denied."),
        "override" => text("Why the entry's word stands against the rules."),
        "rationale" => text("What goes wrong, and who can put it right. Markdown."),
        "undo" => text("The tool of the same server that undoes this one."),
        "attacks" => several(&text(""), "Attack patterns, by id."),
        "references" => several(&address(""), "Sources."),
        "status" => status(),
        // `allow-lints`
        _ => json!({
            "type": "object",
            "additionalProperties": { "type": "string", "minLength": 1 },
            "description": "Lints that the entry may break, each with a reason.",
        }),
    }
}

/// `reviewed` with who and when, `disputed` or `withdrawn` with a reason.
fn status() -> Value {
    let mut keys: Map<String, Value> = Status::WORDS
        .iter()
        .map(|word| {
            (
                (*word).to_owned(),
                json!({ "type": "string", "minLength": 1 }),
            )
        })
        .collect();
    keys.insert("by".to_owned(), text("Who reviewed the entry."));
    keys.insert(
        "on".to_owned(),
        text("The day of the review, such as 2026-11-27."),
    );
    json!({
        "description": "The state of the entry. `reviewed` needs who and when, the others need a reason; its value is the fingerprint in `tools.lock.json`, or nothing.",
        "anyOf": [
            { "const": Status::Reviewed.as_str() },
            { "type": "object", "minProperties": 1, "additionalProperties": false, "properties": keys },
        ],
    })
}

fn server_key(key: &str) -> Value {
    match key {
        "title" => text("Proper name, without \"MCP server\"."),
        "summary" => text("What the server is for. Markdown."),
        "package" => text("Typed package without a version, such as npm:@scope/name."),
        "repository" => address("Repository."),
        "subfolder" => text("Folder of the repository that holds the server."),
        "homepage" => address("Home page."),
        // `newest`
        _ => json!({
            "type": "object",
            "additionalProperties": false,
            "required": ["version", "seen"],
            "properties": {
                "version": text("Its version, such as 3.0.4."),
                "seen": text("The day on which it was the newest, such as 2026-11-27."),
            },
            "description": "The newest release that you have looked up; a capture of another release is marked as out of date.",
        }),
    }
}

fn config_key(key: &str) -> Value {
    let levels: Vec<&str> = Level::ALL.iter().map(|level| level.as_str()).collect();
    match key {
        "title" => text("The site's name."),
        "tagline" => text("One line under it."),
        "base-url" => address("Where the site is published."),
        "repository" => address("The repository of the catalog, for edit links."),
        "gateway" => json!({
            "type": "object",
            "additionalProperties": false,
            "required": ["name"],
            "properties": { "name": text("Product name."), "url": address("Its page.") },
            "description": "The product that enforces the policies.",
        }),
        "lints" => json!({
            "type": "object",
            "additionalProperties": { "enum": levels },
            "description": "Levels that differ from the lints' own.",
        }),
        "words" => json!({
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": false,
                "required": ["word", "category", "reason"],
                "properties": {
                    "word": text("A verb in its base form."),
                    "category": word(Category::WORDS, "What a tool of that name does."),
                    "reason": text("Why."),
                },
            },
            "description": "Words that the catalog adds to the rules.",
        }),
        "rules" => json!({
            "type": "array",
            "items": rule(),
            "description": "Rules that the catalog adds.",
        }),
        "templates" => {
            text("Folder of templates that replace the built-in ones, relative to the catalog.")
        }
        "docs" => text(
            "Folder of Markdown pages that the site shows under /docs/, relative to the catalog.",
        ),
        "markdown-of-tools" => json!({
            "type": "boolean",
            "description": "Whether each tool's page gets a Markdown rendition.",
        }),
        // `templates`
        _ => text("Folder of templates, relative to the catalog."),
    }
}

/// A rule of a catalog: it claims one thing and looks for one thing.
fn rule() -> Value {
    let example = json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["name"],
        "properties": {
            "name": text("A tool's name."),
            "description": text("Its description."),
            "parameters": {
                "type": ["array", "object", "string"],
                "items": text("A parameter's name."),
                "additionalProperties": several(&text(""), "The parameter's allowed words."),
            },
        },
    });
    let either = |keys: &[&str]| -> Vec<Value> {
        let required = |key: &&str| json!({ "required": [key] });
        keys.iter().map(required).collect()
    };
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["id", "reason", "example"],
        "allOf": [
            { "oneOf": either(&["category", "trait"]) },
            { "anyOf": either(&["verb", "object", "phrase", "parameter"]) },
        ],
        "properties": {
            "id": { "type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$" },
            "category": word(Category::WORDS, "The category it speaks for."),
            "trait": word(Trait::WORDS, "The trait it speaks for."),
            "on": several(&word(Category::WORDS, ""), "The categories for which it speaks, with `trait`."),
            "verb": several(&text(""), "Verbs in their base form."),
            "object": several(&text(""), "What the verb acts on: nouns, singular."),
            "phrase": several(&text(""), "Words in a row of the description."),
            "parameter": several(&text(""), "Names of parameters."),
            "reason": text("Why: lower case, no full stop."),
            "example": {
                "description": "Definitions for which the rule decides; checked.",
                "anyOf": [example, { "type": "array", "items": example, "minItems": 1 }],
            },
        },
    })
}

fn attack() -> Map<String, Value> {
    as_map(json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["title", "summary"],
        "properties": {
            "title": text("Heading."),
            "summary": text("One sentence."),
            "concerns": word(Concern::WORDS, "What it concerns: the tools below, or every server."),
            "applies": {
                "type": "array",
                "items": {
                    "type": "object",
                    "additionalProperties": false,
                    "minProperties": 1,
                    "properties": {
                        "category": word(Category::WORDS, ""),
                        "traits": several(&word(Trait::WORDS, ""), ""),
                    },
                },
            },
            "frameworks": several(&text(""), "Ids such as AML.T0051."),
            "references": {
                "type": "array",
                "items": {
                    "type": "object",
                    "additionalProperties": false,
                    "required": ["title", "url", "date"],
                    "properties": {
                        "title": text(""),
                        "url": address(""),
                        "date": { "type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$" },
                    },
                },
            },
        },
    }))
}

fn findings() -> Map<String, Value> {
    let position = json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["line", "column"],
        "properties": {
            "line": { "type": "integer", "minimum": 1 },
            "column": { "type": "integer", "minimum": 1 },
        },
    });
    let place = json!({
        "file": text(""), "start": position, "end": position, "label": text(""),
    });
    let mut finding = as_map(json!({
        "code": { "type": "string", "pattern": "^TR[0-9]{3}$" },
        "name": text(""),
        "level": { "enum": [Level::Note.as_str(), Level::Warn.as_str(), Level::Error.as_str()] },
        "message": text(""),
        "entry": text("server/tool, or empty for a finding about a file."),
        "related": {
            "type": "array",
            "items": { "type": "object", "additionalProperties": false, "properties": place },
        },
        "help": { "type": ["string", "null"] },
        "fixable": { "type": "boolean" },
    }));
    finding.extend(as_map(place));
    as_map(json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["version", "findings", "summary"],
        "properties": {
            "version": { "const": 1 },
            "findings": {
                "type": "array",
                "items": {
                    "type": "object",
                    "additionalProperties": false,
                    "required": ["code", "name", "level", "message", "file", "start", "end"],
                    "properties": finding,
                },
            },
            "summary": {
                "type": "object",
                "additionalProperties": false,
                "required": ["errors", "warnings", "notes"],
                "properties": {
                    "errors": { "type": "integer", "minimum": 0 },
                    "warnings": { "type": "integer", "minimum": 0 },
                    "notes": { "type": "integer", "minimum": 0 },
                },
            },
        },
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_schema_is_json_and_knows_the_words_of_the_types() {
        for schema in Schema::ALL {
            let value: Value = serde_json::from_str(&schema.text()).unwrap();
            assert_eq!(value["type"], "object", "{}", schema.as_str());
        }
        let tool: Value = serde_json::from_str(&Schema::Tool.text()).unwrap();
        assert_eq!(
            tool["properties"]["category"]["enum"],
            json!(Category::WORDS)
        );
        let keys: Vec<&str> = tool["properties"]
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        assert_eq!(keys, FileKind::Tools.keys());
    }
}
