//! `sibling-door`.

use crate::check::Lint;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::policy::{Known, Profile, recommend, sibling_doors};
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports a tool that can reach what a guarded tool of its server reaches, and for which the recommended
    /// policy is weaker: it has nearly the same name, or it is destructive or financial as well, or it takes the
    /// argument that the other tool's rule reads. `policy check` looks for the same in a policy of your own.
    ///
    /// ## Why
    /// An agent that one tool refuses tries the other. A rule holds only if all of these tools have it.
    ///
    /// ## Example
    /// ```yaml fail
    /// # file: a/server.yaml
    /// title: A
    /// # file: a/tools.yaml
    /// name: fetch_page
    /// description: Fetches a web page.
    /// rationale: Pages are written by anyone.
    /// require:
    ///   - conditions:
    ///       - { path: args.url, op: url_public, value: true }
    /// ---
    /// name: fetch_text
    /// description: Fetches the text of a web page.
    /// rationale: Text is written by anyone, too.
    /// # file: a/tools.lock.json
    /// { "version": 1, "captured": "2026-01-01", "method": "file", "tools": {
    ///   "fetch_page": { "fingerprint": "sha256:0", "parameters": [{ "path": "url" }] },
    ///   "fetch_text": { "fingerprint": "sha256:0", "parameters": [{ "path": "url" }] } } }
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// # file: a/server.yaml
    /// title: A
    /// # file: a/tools.yaml
    /// name: fetch_page
    /// description: Fetches a web page.
    /// rationale: Pages are written by anyone.
    /// require:
    ///   - conditions:
    ///       - { path: args.url, op: url_public, value: true }
    /// ---
    /// name: fetch_text
    /// description: Fetches the text of a web page.
    /// rationale: Text is written by anyone, too.
    /// require:
    ///   - conditions:
    ///       - { path: args.url, op: url_public, value: true }
    /// # file: a/tools.lock.json
    /// { "version": 1, "captured": "2026-01-01", "method": "file", "tools": {
    ///   "fetch_page": { "fingerprint": "sha256:0", "parameters": [{ "path": "url" }] },
    ///   "fetch_text": { "fingerprint": "sha256:0", "parameters": [{ "path": "url" }] } } }
    /// ```
    SiblingDoor, "TR155", "sibling-door", Warn,
    "a tool reaches what a guarded tool reaches, under a weaker policy"
}

impl Lint for SiblingDoor {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_catalog(&self, rated: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        for (_, tools) in rated.servers() {
            let known: Vec<Known<'_>> = tools.iter().map(known).collect();
            let policy = recommend(tools, Profile::Recommended);
            for (open, message) in sibling_doors(&policy, &known) {
                let tool = tools.iter().find(|it| it.tool.definition.name == open);
                let Some(tool) = tool else { continue };
                let help = "give both the same rule, or say under `allow-lints` why they differ";
                found.push(Diagnostic::new(&INFO, tool.tool.span, message).help(help));
            }
        }
    }
}

fn known<'a>(rated: &RatedTool<'a>) -> Known<'a> {
    Known {
        definition: &rated.tool.definition,
        category: rated.rating.category,
        severity: rated.rating.severity,
    }
}
