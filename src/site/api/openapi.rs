//! The description of the API and of the bulk files as OpenAPI 3.1, and the table behind it.

use serde_json::{Map, Value, json};

use super::schema::components;
use super::{Document, VERSION, text};
use crate::site::data::SiteData;

/// Files of one kind, as the API describes them.
#[derive(Debug, Clone, Copy)]
pub(in crate::site) struct Endpoint {
    /// Its name among the operations.
    id: &'static str,
    /// Path under the site's root; what stands in braces is a parameter.
    pub(in crate::site) path: &'static str,
    /// What it answers, as a sentence.
    pub(in crate::site) summary: &'static str,
    content: Content,
}

/// What a file holds.
#[derive(Debug, Clone, Copy)]
enum Content {
    Document(Document),
    Policy,
    Table,
}

const fn endpoint(
    id: &'static str,
    path: &'static str,
    content: Content,
    summary: &'static str,
) -> Endpoint {
    Endpoint {
        id,
        path,
        summary,
        content,
    }
}

const fn document(
    id: &'static str,
    path: &'static str,
    kind: Document,
    summary: &'static str,
) -> Endpoint {
    endpoint(id, path, Content::Document(kind), summary)
}

/// Every kind of file of the API.
#[rustfmt::skip]
pub(in crate::site) const ENDPOINTS: &[Endpoint] = &[
    document("index", "api/v1/index.json", Document::Index,
        "All servers by id, and the catalog in numbers."),
    document("indexPart", "api/v1/index/{part}.json", Document::Index,
        "A further part of the servers."),
    document("server", "api/v1/servers/{server}.json", Document::Server,
        "A server and its tools, each with its rating and the evidence for it."),
    document("serverPart", "api/v1/servers/{server}/{part}.json", Document::Server,
        "A further part of a server’s tools."),
    document("attacks", "api/v1/attacks.json", Document::Attacks,
        "All attack patterns by id."),
    document("attack", "api/v1/attacks/{attack}.json", Document::Attack,
        "An attack pattern and the tools it concerns."),
    document("attackPart", "api/v1/attacks/{attack}/{part}.json", Document::Attack,
        "A further part of the tools that a pattern concerns."),
    document("catalog", "catalog.json", Document::Catalog,
        "Every tool with its rating, without evidence and arguments."),
    endpoint("catalogTable", "catalog.csv", Content::Table,
        "The same as a table. A text that a spreadsheet would take for a formula has an apostrophe before it."),
    endpoint("serverPolicy", "servers/{server}/policy.json", Content::Policy,
        "The recommended policy of a server."),
    endpoint("toolPolicy", "servers/{server}/{tool}/policy.json", Content::Policy,
        "The recommended policy of one tool."),
];

/// A parameter of a path and what it means.
const PARAMETERS: [(&str, &str); 4] = [
    ("server", "Id of the server."),
    ("tool", "Last part of the address of the tool’s page."),
    ("attack", "Last part of the address of the pattern’s page."),
    ("part", "Number of the part, from 2."),
];

/// The description.
pub(in crate::site) fn openapi(site: &SiteData<'_>) -> String {
    let config = &site.index.rated.catalog.config;
    let base = site.urls.address("");
    let paths: Map<String, Value> = ENDPOINTS
        .iter()
        .map(|each| (format!("/{}", each.path), operation(each)))
        .collect();
    text(&json!({
        "openapi": "3.1.1",
        "info": {
            "title": config.title,
            "summary": config.tagline,
            "description": "Static files: no key, no query, no limit on reading. A long list goes \
                on in the part that `next` names. Fields may be added; none changes its meaning.",
            "version": format!("{VERSION}.0.0"),
        },
        "servers": [{ "url": base.strip_suffix('/').filter(|it| !it.is_empty()).unwrap_or("/") }],
        "paths": paths,
        "components": { "schemas": components() },
    }))
}

fn operation(endpoint: &Endpoint) -> Value {
    let parameters: Vec<Value> = PARAMETERS
        .iter()
        .filter(|(name, _)| endpoint.path.contains(&format!("{{{name}}}")))
        .map(|(name, about)| parameter(name, about))
        .collect();
    let content = content(endpoint.content);
    let mut responses = json!({
        "200": { "description": endpoint.summary, "content": content },
    });
    if let (false, Some(map)) = (parameters.is_empty(), responses.as_object_mut()) {
        map.insert("404".to_owned(), json!({ "description": "There is none." }));
    }
    json!({
        "get": {
            "operationId": endpoint.id,
            "summary": endpoint.summary,
            "parameters": parameters,
            "responses": responses,
            "security": [],
        },
    })
}

fn content(content: Content) -> Value {
    match content {
        Content::Document(kind) => {
            let reference = format!("#/components/schemas/{}", kind.type_name());
            json!({ "application/json": { "schema": { "$ref": reference } } })
        }
        Content::Policy => json!({ "application/json": { "schema": { "type": "object" } } }),
        Content::Table => json!({ "text/csv": { "schema": { "type": "string" } } }),
    }
}

fn parameter(name: &str, about: &str) -> Value {
    let schema = if name == "part" {
        json!({ "type": "integer", "minimum": 2 })
    } else {
        json!({ "type": "string" })
    };
    json!({ "name": name, "in": "path", "required": true, "description": about, "schema": schema })
}
