//! The page that says how programs read the catalog.

use serde::Serialize;

use super::PageMeta;
use crate::site::api::{Document, ENDPOINTS, schema_path};
use crate::site::data::SiteData;
use crate::site::outputs::Kind;

/// How programs read the catalog.
#[derive(Debug, Serialize)]
pub(in crate::site) struct ApiPage {
    page: PageMeta,
    endpoints: Vec<Row>,
    schemas: Vec<Row>,
    openapi: String,
    /// A command that prints a tool of the catalog; empty for an empty catalog.
    example: String,
}

/// A kind of file.
#[derive(Debug, Serialize)]
struct Row {
    /// Its path, parameters in braces.
    path: String,
    /// Its address; empty where it has parameters.
    href: String,
    what: &'static str,
}

impl SiteData<'_> {
    pub(in crate::site) fn api_page(&self) -> ApiPage {
        let endpoint = |path: &str, what| Row {
            path: self.urls.to(path),
            href: if path.contains('{') {
                String::new()
            } else {
                self.urls.to(path)
            },
            what,
        };
        ApiPage {
            page: self
                .page_meta(
                    "API: the catalog for programs",
                    "Every rating, its evidence and its policy as static JSON, with an OpenAPI \
                     description and JSON Schemas; the whole catalog as one file.",
                    "api/",
                )
                .section("api"),
            endpoints: ENDPOINTS
                .iter()
                .map(|each| endpoint(each.path, each.summary))
                .collect(),
            schemas: Document::ALL
                .iter()
                .map(|each| endpoint(&schema_path(*each), each.what()))
                .collect(),
            openapi: self.href(Kind::open_api.page()),
            example: self.example(),
        }
    }

    fn example(&self) -> String {
        let first = self.index.rated.tools.first();
        first.map_or_else(String::new, |rated| {
            let server = &rated.server.id;
            let path = crate::site::api::path(&["servers/", server].concat(), 1);
            let address = self.urls.address(&path);
            let name = serde_json::to_string(&rated.tool.definition.name).unwrap_or_default();
            let name = name.replace('\'', "\\u0027");
            format!("curl {address} | jq '.tools[{name}] | {{severity, decision, evidence}}'")
        })
    }
}
