//! What a reviewer wrote of a tool, each word with its place.

use std::sync::{Arc, LazyLock};

use super::{Category, Decision, Guard, Guards, Limit, Severity, Status, Trait};
use crate::source::Spanned;

/// The reviewer's part of an entry. What is absent the rules decide.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Review {
    /// The reviewer's category.
    pub category: Option<Spanned<Category>>,
    /// The reviewer's severity.
    pub risk: Option<Spanned<Severity>>,
    /// The reviewer's traits: the whole list, not an addition.
    pub traits: Option<Spanned<Vec<Trait>>>,
    /// The reviewer's decision.
    pub decision: Option<Spanned<Decision>>,
    /// The reviewer's limit.
    pub limit: Option<Spanned<Limit>>,
    /// What must hold of a call's arguments.
    pub require: Vec<Spanned<Guard>>,
    /// What must not.
    pub deny_if: Vec<Spanned<Guard>>,
    /// Why the reviewer's word stands against the rules.
    pub override_reason: Option<Spanned<String>>,
    /// Why the tool has this risk, as Markdown.
    pub rationale: Option<Spanned<String>>,
    /// Attack patterns named by the reviewer, by id.
    pub attacks: Vec<Spanned<String>>,
    /// Sources, as https addresses.
    pub references: Vec<Spanned<String>>,
    /// The tool of the same server that undoes this one.
    pub undo: Option<Spanned<String>>,
    /// Where the entry stands.
    pub status: Option<Spanned<StatusNote>>,
    /// Lints that this entry may break, each with a reason.
    pub allow_lints: Vec<AllowLint>,
}

impl Review {
    /// Itself behind a pointer. Most tools of a large catalog have no review, and all of them share one.
    pub fn shared(self) -> Arc<Self> {
        static NONE: LazyLock<Arc<Review>> = LazyLock::new(Arc::default);
        if self == **NONE {
            Arc::clone(&NONE)
        } else {
            Arc::new(self)
        }
    }

    /// The rules on a call's arguments, without their places.
    pub fn guards(&self) -> Guards {
        let values = |guards: &[Spanned<Guard>]| {
            let guards = guards.iter();
            guards.map(|guard| guard.value.clone()).collect()
        };
        Guards {
            require: values(&self.require),
            deny_if: values(&self.deny_if),
        }
    }
}

/// A status, and what belongs to it: a reason, or who reviewed and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusNote {
    /// The status.
    pub status: Status,
    /// Why; always there for `disputed` and `withdrawn`. For `reviewed` the fingerprint that the
    /// reviewer saw, or nothing.
    pub reason: String,
    /// Who reviewed it; empty when nobody signed.
    pub by: String,
    /// The day of the review, such as `2026-11-27`; empty when unknown.
    pub on: String,
}

/// A lint that an entry may break.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowLint {
    /// The lint's name or code.
    pub lint: Spanned<String>,
    /// Why.
    pub reason: String,
}
