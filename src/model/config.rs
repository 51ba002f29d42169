//! The catalog's configuration, `toolrisk.yaml`.

use super::Additions;
use crate::diagnostic::Level;
use crate::source::{Span, Spanned};

/// Settings of a catalog. Every part has a default, so the file may be absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Where its file stands, if there is one.
    pub place: Option<Span>,
    /// The site's name.
    pub title: String,
    /// One line under it.
    pub tagline: String,
    /// Where the site is published, with a final `/`; empty when unknown (canonical links are then left out).
    pub base_url: String,
    /// The repository of the catalog, for edit links; empty when unknown.
    pub repository: String,
    /// The gateway that the pages' steps speak of.
    pub gateway: Gateway,
    /// Levels that differ from the lints' own.
    pub lints: Vec<LevelSetting>,
    /// Words and rules that the catalog adds to the rules.
    pub additions: Additions,
    /// Folder of templates that replace the built-in ones, relative to the catalog; empty for none.
    pub templates: String,
    /// Folder of Markdown pages that the site shows under `/docs/`, relative to the catalog; empty for none.
    pub docs: String,
    /// Whether the page of each tool gets a Markdown rendition, as every other page has: a further file
    /// for each tool.
    pub markdown_of_tools: bool,
}

/// The product that enforces the policies of the pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gateway {
    /// Name, as people write it.
    pub name: String,
    /// Its https address; empty for none.
    pub url: String,
}

/// This project's own, which runs on the reader's machine.
impl Default for Gateway {
    fn default() -> Self {
        Self {
            name: "toolrisk gateway".to_owned(),
            url: "https://github.com/toolrisk/toolrisk#gateway".to_owned(),
        }
    }
}

impl Gateway {
    /// Whether it is this project's own, whose command the pages show.
    pub fn is_own(&self) -> bool {
        self.name == Self::default().name
    }
}

/// A lint's level in this catalog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelSetting {
    /// The lint's name or code.
    pub lint: Spanned<String>,
    /// Its level.
    pub level: Level,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            place: None,
            title: "toolrisk".to_owned(),
            tagline: "A risk catalog of MCP tools".to_owned(),
            base_url: String::new(),
            repository: String::new(),
            gateway: Gateway::default(),
            lints: Vec::new(),
            additions: Additions::default(),
            templates: String::new(),
            docs: String::new(),
            markdown_of_tools: false,
        }
    }
}
