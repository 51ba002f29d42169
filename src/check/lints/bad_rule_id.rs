//! `bad-rule-id`.

use std::collections::BTreeMap;

use crate::check::Lint;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::rules::Rated;
use crate::rules::table::rule;
use crate::source::Span;

declare_lint! {
    /// ## What it does
    /// Reports a rule of the catalog whose id is that of a built-in rule or of another of its rules, or is
    /// not made of lower-case words joined by hyphens.
    ///
    /// ## Why
    /// Evidence names the rule that saw it, and its place on the page of the rules is its id. `for-…` and
    /// `main` are places of that page already.
    ///
    /// ## Example
    /// ```yaml fail
    /// # file: toolrisk.yaml
    /// rules:
    ///   - id: verb-delete
    ///     category: destructive
    ///     reason: removes it for good
    ///     verb: zap
    ///     example: { name: zap_cache, description: Zaps the cache. }
    /// # file: a/server.yaml
    /// title: A
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// # file: toolrisk.yaml
    /// rules:
    ///   - id: verb-zap
    ///     category: destructive
    ///     reason: removes it for good
    ///     verb: zap
    ///     example: { name: zap_cache, description: Zaps the cache. }
    /// # file: a/server.yaml
    /// title: A
    /// ```
    BadRuleId, "TR111", "bad-rule-id", Error,
    "a rule of the catalog has an invalid id"
}

impl Lint for BadRuleId {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_catalog(&self, rated: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        for own in &rated.catalog.config.additions.rules {
            let id = own.id.value.as_str();
            let new = |message: String, help: &str| {
                Diagnostic::new(&INFO, own.id.span, message).help(help.to_owned())
            };
            if rule(id).is_some() {
                let message = format!("`{id}` is a built-in rule");
                let help =
                    format!("choose another id; `toolrisk explain {id}` shows the built-in one");
                found.push(new(message, &help));
            } else if let Some(first) = seen.get(id) {
                let message = format!("two rules have the id `{id}`");
                let finding = new(message, "rename one of them, or merge them");
                found.push(finding.related(*first, "the first rule"));
            } else if !is_plain(id) {
                let message = format!("`{id}` is not a valid rule id");
                found.push(new(
                    message,
                    "use lower-case words joined by hyphens, not `main` or `for-…`",
                ));
            }
            seen.entry(id).or_insert(own.id.span);
        }
    }
}

fn is_plain(id: &str) -> bool {
    let word = |word: &str| {
        let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
        !word.is_empty() && word.chars().all(plain)
    };
    id.split('-').all(word) && id != "main" && !id.starts_with("for-")
}
