//! Every text of a tool object, with its place and its part.

use serde_json::Value;

/// A text and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Text<'a> {
    /// JSON pointer (RFC 6901).
    pub(super) place: String,
    /// What it is.
    pub(super) part: Part,
    /// The text itself.
    pub(super) words: &'a str,
    /// The argument that it is about; empty when it is about the tool.
    pub(super) argument: &'a str,
}

/// What a text of a definition is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// The tool's name.
    Name,
    /// Text about the tool: description, title, metadata.
    Prose,
    /// The name of an argument.
    ArgumentName,
    /// Text about an argument.
    Argument,
    /// A value: `enum`, `const`, `default`, `examples`.
    Value,
    /// A `$comment` of a schema.
    Comment,
    /// What the protocol says: `type`, `format`, `pattern`, `$ref` and the like.
    Notation,
}

/// How deep a definition is read; `serde_json` reads no deeper.
const DEEPEST: usize = 128;

/// All texts of a tool object, in the order in which they stand.
pub(super) fn texts(tool: &Value) -> Vec<Text<'_>> {
    let mut all = Vec::new();
    Walk {
        all: &mut all,
        place: String::new(),
    }
    .value(tool, Part::Prose, "", 0);
    all
}

struct Walk<'t, 'a> {
    all: &'t mut Vec<Text<'a>>,
    place: String,
}

impl<'a> Walk<'_, 'a> {
    fn value(&mut self, value: &'a Value, part: Part, argument: &'a str, depth: usize) {
        match value {
            Value::String(text) => self.push(part, text, argument),
            Value::Array(items) if depth < DEEPEST => {
                for (at, item) in items.iter().enumerate() {
                    self.below(&at.to_string(), |walk| {
                        walk.value(item, part, argument, depth + 1);
                    });
                }
            }
            Value::Object(members) if depth < DEEPEST => {
                for (key, member) in members {
                    let is_map = matches!(
                        key.as_str(),
                        "properties" | "patternProperties" | "$defs" | "definitions"
                    ) && member.is_object();
                    self.below(key, |walk| {
                        if is_map {
                            walk.properties(member, depth + 1);
                        } else {
                            walk.member(key, member, part, argument, depth + 1);
                        }
                    });
                }
            }
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::Array(_)
            | Value::Object(_) => {}
        }
    }

    /// A member that is no list of arguments.
    fn member(
        &mut self,
        key: &'a str,
        member: &'a Value,
        part: Part,
        argument: &'a str,
        depth: usize,
    ) {
        let of_schema = !argument.is_empty() || depth > 2;
        let next = match key {
            "name" | "tool" if depth == 1 => Part::Name,
            "$comment" => Part::Comment,
            "enum" | "const" | "default" | "examples" | "example" => Part::Value,
            "type" | "format" | "$schema" | "$ref" | "$id" | "required" | "pattern"
            | "contentEncoding" | "mimeType" => Part::Notation,
            _ if of_schema && !argument.is_empty() => {
                if part == Part::Value {
                    part
                } else {
                    Part::Argument
                }
            }
            _ => part,
        };
        // A key that no schema has can hold text of its own.
        if key.len() > 24 || key.contains(' ') {
            self.push(Part::ArgumentName, key, argument);
        }
        self.value(member, next, argument, depth);
    }

    fn properties(&mut self, properties: &'a Value, depth: usize) {
        for (name, property) in properties.as_object().into_iter().flatten() {
            self.below(name, |walk| {
                walk.push(Part::ArgumentName, name, name);
                walk.value(property, Part::Argument, name, depth + 1);
            });
        }
    }

    fn below(&mut self, key: &str, visit: impl FnOnce(&mut Self)) {
        let length = self.place.len();
        self.place.push('/');
        self.place
            .push_str(&key.replace('~', "~0").replace('/', "~1"));
        visit(self);
        self.place.truncate(length);
    }

    fn push(&mut self, part: Part, words: &'a str, argument: &'a str) {
        if !words.is_empty() {
            self.all.push(Text {
                place: self.place.clone(),
                part,
                words,
                argument,
            });
        }
    }
}
