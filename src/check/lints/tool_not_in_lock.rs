//! `tool-not-in-lock`.

use crate::check::Lint;
use crate::diagnostic::{Diagnostic, LintInfo, nearest};
use crate::model::Status;
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports an entry whose name the lock does not have.
    ///
    /// ## Why
    /// All five pages that this project started from described tools that their server does not offer. Nobody knows
    /// the definition of the tool, so every policy hides it until a list of the server has it again.
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
    ///   "get_wether": { "fingerprint": "sha256:0" } } }
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// # file: a/server.yaml
    /// title: A
    /// # file: a/tools.yaml
    /// name: get_weather
    /// description: Gets the forecast of a city.
    /// rationale: Returns a public forecast.
    /// # file: a/tools.lock.json
    /// { "version": 1, "captured": "2026-01-01", "method": "file", "tools": {
    ///   "get_weather": { "fingerprint": "sha256:0" } } }
    /// ```
    ToolNotInLock, "TR602", "tool-not-in-lock", Error,
    "an entry's tool is not in its server's capture"
}

impl Lint for ToolNotInLock {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_tool(&self, tool: &RatedTool<'_>, _: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        let Some(capture) = &tool.server.capture else {
            return;
        };
        let withdrawn = tool
            .tool
            .review
            .status
            .as_ref()
            .is_some_and(|it| it.value.status == Status::Withdrawn);
        if tool.tool.lock.is_none() && !withdrawn {
            let name = &tool.tool.definition.name;
            let message = format!("`{}` does not offer `{name}`", tool.server.id);
            let names: Vec<&str> = capture.without_entry.iter().map(String::as_str).collect();
            let help = match nearest(name, &names) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "remove the entry, or mark it `status: { withdrawn: <reason> }`".to_owned(),
            };
            found.push(Diagnostic::new(&INFO, tool.tool.span, message).help(help));
        }
    }
}
