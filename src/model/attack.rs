//! Attack patterns and glossary terms: Markdown pages with front matter.

use super::{Category, Trait};
use crate::source::{Span, Spanned};

super::vocabulary! {
    /// What an attack pattern concerns.
    Concern {
        /// The tools that match its conditions, and those whose entries name it.
        Tools = "tools",
        /// Every server, whatever its tools do.
        Servers = "servers",
    }
}

/// A documented way to abuse tools.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attack {
    /// File name without `.md`; the identity.
    pub id: String,
    /// Heading.
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// What it concerns.
    pub concerns: Concern,
    /// The tools it concerns: those that match any of these.
    pub applies: Vec<Predicate>,
    /// Ids of frameworks, such as `AML.T0051` or `MCP06`.
    pub frameworks: Vec<Spanned<String>>,
    /// Public sources.
    pub references: Vec<Reference>,
    /// Markdown.
    pub body: String,
    /// Place of the title.
    pub span: Span,
}

/// A condition on a rated tool. All parts must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Predicate {
    /// The category, if it matters.
    pub category: Option<Category>,
    /// The traits that the tool must have.
    pub traits: Vec<Trait>,
}

/// A public source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The source's own title.
    pub title: String,
    /// Its https address.
    pub url: Spanned<String>,
    /// When it was published: `2025-05-26`, `2025-05` or `2025`.
    pub date: String,
}

/// A word that the site explains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// File name without `.md`; the identity.
    pub id: String,
    /// Heading.
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// Markdown.
    pub body: String,
    /// Place of the title.
    pub span: Span,
}
