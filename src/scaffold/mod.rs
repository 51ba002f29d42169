//! The files of a new catalog, and of a new server, tool, attack pattern or term.

use crate::schema::Schema;

/// A file to write: its path, `/` between parts, and its text.
pub type NewFile = (String, String);

macro_rules! file {
    ($name:literal) => {
        include_str!(concat!("files/", $name))
    };
}

/// Schemas that editors read, and the files that name them.
const SCHEMAS: &[Schema] = &[Schema::Tool, Schema::Server, Schema::Config];

/// Every file of a repository with a new catalog, without a server.
pub fn repository() -> Vec<NewFile> {
    let version = env!("CARGO_PKG_VERSION");
    let mut files = vec![
        new(
            "catalog/toolrisk.yaml",
            &with_schema("", Schema::Config, file!("toolrisk.yaml")),
        ),
        new(".gitignore", file!("gitignore")),
        new(".gitattributes", file!("gitattributes")),
        new("README.md", file!("README.md")),
        new(
            ".github/ISSUE_TEMPLATE/dispute-a-rating.yml",
            file!("dispute-a-rating.yml"),
        ),
        new(
            ".github/workflows/catalog.yml",
            &file!("catalog.yml").replace("@VERSION@", version),
        ),
        new(
            ".github/workflows/pages.yml",
            &file!("pages.yml").replace("@VERSION@", version),
        ),
    ];
    files.extend(SCHEMAS.iter().map(|schema| {
        (
            format!("catalog/.schema/{}.json", schema.as_str()),
            schema.text(),
        )
    }));
    files
}

/// A server with two tools, to look at and to replace.
pub fn example_server() -> Vec<NewFile> {
    vec![
        new(
            "catalog/example/server.yaml",
            &with_schema("../", Schema::Server, file!("server.yaml")),
        ),
        new(
            "catalog/example/tools.yaml",
            &with_schema("../", Schema::Tool, file!("tools.yaml")),
        ),
    ]
}

/// What a new part of a catalog is.
#[derive(Debug, Clone, Copy)]
pub enum Kind<'a> {
    /// A server with this title.
    Server(&'a str),
    /// A tool of this server, with this description.
    Tool(&'a str, &'a str),
    /// An attack pattern with this title.
    Attack(&'a str),
    /// A term of the glossary with this title.
    Term(&'a str),
}

/// The file of a new part, its path within the catalog. `schemas` says whether the catalog has schemas
/// that the file can name.
pub fn part(kind: Kind<'_>, id: &str, schemas: bool) -> NewFile {
    let schema = |schema, text: String| {
        if schemas {
            with_schema("../", schema, &text)
        } else {
            text
        }
    };
    match kind {
        Kind::Server(title) => {
            let text = format!(
                "title: {}\nsummary: {}\n",
                quoted(title),
                quoted(TO_WRITE_SUMMARY)
            );
            (format!("{id}/server.yaml"), schema(Schema::Server, text))
        }
        Kind::Tool(server, description) => {
            let text = format!(
                "name: {}\ndescription: {}\n# The rules rate the tool. Where you know better, say so and why:\n\
                 # risk: high\n# override: <the fact that the definition does not tell>\n\
                 rationale: {}\n",
                quoted(id),
                quoted(description),
                quoted(TO_WRITE_RATIONALE)
            );
            let file: String = id.chars().map(plain).collect();
            (
                format!("{server}/{}.yaml", file.to_lowercase()),
                schema(Schema::Tool, text),
            )
        }
        Kind::Attack(title) => {
            let text = format!(
                "---\ntitle: {}\nsummary: {}\napplies:\n  - traits: [untrusted-content]\nreferences: []\n---\n\
                 1. TODO: what the attacker does.\n2. TODO: what the agent does then.\n\n\
                 **What a policy stops.** TODO: what.\n\n**What it does not stop.** TODO: what.\n",
                quoted(title),
                quoted(TO_WRITE_SUMMARY)
            );
            (format!("attacks/{id}.md"), text)
        }
        Kind::Term(title) => {
            let text = format!(
                "---\ntitle: {}\nsummary: {}\n---\nTODO: explain the term in a few sentences.\n",
                quoted(title),
                quoted(TO_WRITE_SUMMARY)
            );
            (format!("glossary/{id}.md"), text)
        }
    }
}

const TO_WRITE_SUMMARY: &str = "TODO: one sentence.";
const TO_WRITE_RATIONALE: &str = "TODO: what one wrong call can do, and to whom.";

fn new(path: &str, text: &str) -> NewFile {
    (path.to_owned(), text.to_owned())
}

fn with_schema(up: &str, schema: Schema, text: &str) -> String {
    let name = schema.as_str();
    format!("# yaml-language-server: $schema={up}.schema/{name}.json\n{text}")
}

/// A YAML text in double quotes, which are those of JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A character of a tool's name as it can stand in a file's name.
fn plain(letter: char) -> char {
    if letter.is_ascii_alphanumeric() || letter == '-' || letter == '_' {
        letter
    } else {
        '-'
    }
}
