//! The products that a server's policy is written for, as a server's page shows them.

use crate::policy::{Policy, policylayer};

/// In which language a policy is written, for its colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    /// JSON.
    Json,
}

/// A policy for one product.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) language: Language,
    pub(super) text: String,
    /// What it cannot say of this server's policy, each as a sentence.
    pub(super) cannot: Vec<String>,
}

/// The policy for every product, the one that the page recommends first.
pub(super) fn targets(policy: &Policy) -> Vec<Target> {
    vec![Target {
        id: "policylayer",
        title: "PolicyLayer",
        language: Language::Json,
        text: policylayer(policy),
        cannot: Vec::new(),
    }]
}
