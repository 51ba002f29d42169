//! Linked data of a page (JSON-LD, schema.org): the way to it, and what it is.

use minijinja::Value;
use serde::{Serialize, Serializer};

use super::text::Text;
use crate::escape;

/// The data of one page; nothing where the site does not know its address. It stands in a data
/// block, which no browser runs, and cannot end it: `<`, `>` and `&` are written as escapes.
#[derive(Debug, Clone, Default)]
pub(super) struct LinkedData {
    /// Scheme and host before every address; empty when unknown.
    origin: String,
    /// The steps from the home page down, as JSON, each with a comma after it.
    steps: String,
    count: usize,
    name: String,
    address: String,
    /// What the page is, as JSON with a comma before it; empty for a plain page.
    what: String,
}

impl LinkedData {
    /// Of a page of that name.
    pub(super) fn new(origin: &str, name: &Text, address: &str) -> Self {
        Self {
            origin: origin.to_owned(),
            name: name.as_str().to_owned(),
            address: address.to_owned(),
            ..Self::default()
        }
    }

    /// Adds a step to the way down.
    pub(super) fn step(&mut self, label: &Text, href: &str) {
        if self.address.is_empty() {
            return;
        }
        self.count += 1;
        let address = [&self.origin, href].concat();
        let step = step(self.count, label.as_str(), &address);
        self.steps.push_str(&step);
        self.steps.push(',');
    }

    /// Makes it an article, changed last at that time, where it is known.
    pub(super) fn article(&mut self, changed: Option<&str>) {
        let mut fields = vec![("headline", self.name.as_str()), ("url", &self.address)];
        fields.extend(changed.map(|changed| ("dateModified", changed)));
        self.what = typed("TechArticle", &fields);
    }

    /// Makes it the definition of a term of the set at that path.
    pub(super) fn term(&mut self, name: &str, meaning: &str, set: &str) {
        let set = [&self.origin, set].concat();
        let fields = [
            ("name", name),
            ("description", meaning),
            ("url", &self.address),
            ("inDefinedTermSet", &set),
        ];
        self.what = typed("DefinedTerm", &fields);
    }
}

/// Reaches the template as finished markup, fit for the inside of a script element.
impl Serialize for LinkedData {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.address.is_empty() {
            return serializer.serialize_str("");
        }
        let last = step(self.count + 1, &self.name, &self.address);
        let text = [
            "{\"@context\":\"https://schema.org\",\"@graph\":[{\"@type\":\"BreadcrumbList\",\
             \"itemListElement\":[",
            &self.steps,
            &last,
            "]}",
            &self.what,
            "]}",
        ];
        Value::from_safe_string(text.concat()).serialize(serializer)
    }
}

fn step(position: usize, name: &str, address: &str) -> String {
    [
        "{\"@type\":\"ListItem\",\"position\":",
        &position.to_string(),
        ",\"name\":",
        &quoted(name),
        ",\"item\":",
        &quoted(address),
        "}",
    ]
    .concat()
}

/// An object of that type, after a comma.
fn typed(kind: &str, fields: &[(&str, &str)]) -> String {
    let mut out = [",{\"@type\":\"", kind, "\""].concat();
    for (key, value) in fields {
        for piece in [",\"", key, "\":", &quoted(value)] {
            out.push_str(piece);
        }
    }
    out.push('}');
    out
}

/// A string of JSON that holds no markup.
fn quoted(text: &str) -> String {
    // A string always serialises.
    let text = escape::json(serde_json::to_string(text).unwrap_or_default());
    if text.contains(['<', '>', '&']) {
        text.replace('<', "\\u003c")
            .replace('>', "\\u003e")
            .replace('&', "\\u0026")
    } else {
        text
    }
}
