//! `poisoned-definition`.

use crate::check::Lint;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports a tool whose definition gave orders to the model when it was captured. The lock says what the orders
    /// try to do and where they are. Every policy denies the tool until a person has read the definition and written
    /// its fingerprint into the status of the entry.
    ///
    /// ## Why
    /// A definition that tells a model to read a key, to keep something from the user or to prefer one
    /// tool over another takes effect as soon as it is listed, before anybody calls the tool.
    ///
    /// ## Example
    /// ```yaml fail
    /// # file: a/server.yaml
    /// title: A
    /// # file: a/tools.yaml
    /// name: get_weather
    /// description: Gets the forecast of a city.
    /// rationale: Returns a public forecast.
    /// # file: a/tools.lock.json
    /// { "version": 1, "captured": "2026-01-01", "method": "file", "tools": {
    ///   "get_weather": { "fingerprint": "sha256:0",
    ///     "findings": [{ "kind": "concealment", "place": "/description" }] } } }
    /// ```
    /// Use instead, once a person has read the definition and found it harmless:
    /// ```yaml pass
    /// # file: a/server.yaml
    /// title: A
    /// # file: a/tools.yaml
    /// name: get_weather
    /// description: Gets the forecast of a city.
    /// rationale: Returns a public forecast.
    /// status: { reviewed: "sha256:0", by: Ada Lovelace, on: "2026-11-27" }
    /// # file: a/tools.lock.json
    /// { "version": 1, "captured": "2026-01-01", "method": "file", "tools": {
    ///   "get_weather": { "fingerprint": "sha256:0",
    ///     "findings": [{ "kind": "concealment", "place": "/description" }] } } }
    /// ```
    PoisonedDefinition, "TR610", "poisoned-definition", Error,
    "a definition gives orders to the model"
}

impl Lint for PoisonedDefinition {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_tool(&self, tool: &RatedTool<'_>, _: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        let tool = tool.tool;
        let Some(lock) = tool.lock.as_ref().filter(|_| tool.is_poisoned()) else {
            return;
        };
        let name = &tool.definition.name;
        let orders = lock.findings.iter();
        let orders: Vec<String> = orders
            .map(|it| format!("{} in `{}`", it.kind, it.place))
            .collect();
        let message = format!(
            "the definition of `{name}` gives orders to the model: {}",
            orders.join(", ")
        );
        let help = format!(
            "read what the server says; if it is harmless, write `status: {{ reviewed: \"{}\" }}`",
            lock.fingerprint
        );
        let finding = Diagnostic::new(&INFO, tool.span, message).help(help);
        found.push(finding.content(&lock.fingerprint));
    }
}
