//! `guessing`.

use crate::check::Lint;
use crate::check::prose::without_code;
use crate::check::words::normal;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports a rationale that says *likely*, *probably*, *presumably* or *appears to*.
    ///
    /// ## Why
    /// A published page took a chat session for "likely a service or system instance", and put a firm badge on it.
    /// Look a fact up, or leave it out.
    ///
    /// ## Example
    /// ```yaml fail
    /// name: restart_instance
    /// description: Restarts an instance.
    /// rationale: The instance is likely a server.
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// name: restart_instance
    /// description: Restarts an instance.
    /// rationale: The session is away while it restarts.
    /// ```
    Guessing, "TR214", "guessing", Warn,
    "a rationale guesses"
}

impl Lint for Guessing {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_tool(&self, tool: &RatedTool<'_>, _: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        let Some(rationale) = &tool.tool.review.rationale else {
            return;
        };
        let text = normal(&without_code(&rationale.value));
        let padded = format!(" {text} ");
        if let Some(guess) = GUESSES
            .iter()
            .find(|guess| padded.contains(&format!(" {guess} ")))
        {
            let name = &tool.tool.definition.name;
            let message = format!("the rationale of `{name}` guesses: `{guess}`");
            let help = "find out what is true and say it, or remove the guess";
            found.push(Diagnostic::new(&INFO, rationale.span, message).help(help));
        }
    }
}

const GUESSES: &[&str] = &[
    "likely",
    "probably",
    "presumably",
    "appears to",
    "seems to",
    "we assume",
];
