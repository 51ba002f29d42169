//! The JSON Schemas of the API's documents (draft 2020-12), from the types that are serialised.

use std::borrow::Cow;

use schemars::generate::{Contract, SchemaSettings};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::Value;

use super::attacks::{AttackDocument, Attacks};
use super::servers::{IndexDocument, ServerDocument};
use super::{Tool, path, text};
use crate::model::{Category, Concern, Confidence, Decision, Severity, Status, Trait, Window};
use crate::site::bulk::CatalogDocument;
use crate::site::data::SiteData;

/// A kind of document that has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Document {
    /// The list of servers.
    Index,
    /// A server and its tools.
    Server,
    /// A tool, as it stands in its server's document.
    Tool,
    /// The list of attack patterns.
    Attacks,
    /// An attack pattern.
    Attack,
    /// The whole catalog.
    Catalog,
}

impl Document {
    /// All kinds.
    pub const ALL: &'static [Self] = &[
        Self::Index,
        Self::Server,
        Self::Tool,
        Self::Attacks,
        Self::Attack,
        Self::Catalog,
    ];

    /// The name of the schema's file.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Index => "index",
            Self::Server => "server",
            Self::Tool => "tool",
            Self::Attacks => "attacks",
            Self::Attack => "attack",
            Self::Catalog => "catalog",
        }
    }

    /// What it holds, as a sentence.
    pub(in crate::site) const fn what(self) -> &'static str {
        match self {
            Self::Index => "The catalog in numbers, and its servers.",
            Self::Server => "A server and its tools.",
            Self::Tool => "A tool, as it stands in its server’s document.",
            Self::Attacks => "The attack patterns.",
            Self::Attack => "An attack pattern.",
            Self::Catalog => "The whole catalog in one file.",
        }
    }

    /// The name of the type in the OpenAPI description.
    pub(super) const fn type_name(self) -> &'static str {
        match self {
            Self::Index => "Index",
            Self::Server => "Server",
            Self::Tool => "Tool",
            Self::Attacks => "Attacks",
            Self::Attack => "Attack",
            Self::Catalog => "Catalog",
        }
    }

    fn root(self, generator: SchemaGenerator) -> Schema {
        match self {
            Self::Index => generator.into_root_schema_for::<IndexDocument<'_>>(),
            Self::Server => generator.into_root_schema_for::<ServerDocument<'_>>(),
            Self::Tool => generator.into_root_schema_for::<Tool<'_>>(),
            Self::Attacks => generator.into_root_schema_for::<Attacks<'_>>(),
            Self::Attack => generator.into_root_schema_for::<AttackDocument<'_>>(),
            Self::Catalog => generator.into_root_schema_for::<CatalogDocument<'_>>(),
        }
    }
}

fn settings() -> SchemaSettings {
    SchemaSettings::draft2020_12().with(|settings| settings.contract = Contract::Serialize)
}

/// The path of a document's schema.
pub(in crate::site) fn schema_path(document: Document) -> String {
    path(&["schemas/", document.as_str()].concat(), 1)
}

/// The schema of a document, under its own address.
pub(in crate::site) fn schema(document: Document, site: &SiteData<'_>) -> String {
    let mut schema = document.root(settings().into_generator());
    if !site.urls.origin.is_empty() {
        let address = site.urls.address(&schema_path(document));
        schema.insert("$id".to_owned(), Value::String(address));
    }
    text(&schema)
}

/// The schemas of all types, by name, as the components of an OpenAPI description.
pub(super) fn components() -> serde_json::Map<String, Value> {
    let settings = settings().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
    });
    let mut generator = settings.into_generator();
    for document in Document::ALL {
        let _reference = match document {
            Document::Index => generator.subschema_for::<IndexDocument<'_>>(),
            Document::Server => generator.subschema_for::<ServerDocument<'_>>(),
            Document::Tool => generator.subschema_for::<Tool<'_>>(),
            Document::Attacks => generator.subschema_for::<Attacks<'_>>(),
            Document::Attack => generator.subschema_for::<AttackDocument<'_>>(),
            Document::Catalog => generator.subschema_for::<CatalogDocument<'_>>(),
        };
    }
    generator.take_definitions(true)
}

macro_rules! words {
    ($($name:ident),+) => {
        $(impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "enum": $name::WORDS })
            }
        })+
    };
}

words!(
    Category, Concern, Confidence, Decision, Severity, Status, Trait, Window
);
