//! `ungrounded-term`.

use crate::check::Lint;
use crate::check::prose::words;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports a rationale that speaks of money, health, law, customers or production although neither the
    /// definition nor the server's title and summary do.
    ///
    /// ## Why
    /// A published page explained the restart of a chat session with "critical payment infrastructure": the server it
    /// was listed under handled payments, but the tool did not.
    ///
    /// ## Example
    /// ```yaml fail
    /// name: restart_instance
    /// description: Restarts an instance.
    /// rationale: A restart could disrupt payment processing.
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// name: restart_instance
    /// description: Restarts an instance.
    /// rationale: The session is away while it restarts.
    /// ```
    UngroundedTerm, "TR205", "ungrounded-term", Warn,
    "a rationale uses a special term that occurs nowhere else in the entry or its server"
}

impl Lint for UngroundedTerm {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_tool(&self, tool: &RatedTool<'_>, _: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        let Some(rationale) = &tool.tool.review.rationale else {
            return;
        };
        let ground = ground(tool);
        let words = words(&rationale.value);
        let term_of = |word: &&str| {
            let lower = word.to_lowercase();
            let mut rows = TERMS.iter();
            rows.find(|(words, _)| words.iter().any(|term| lower.starts_with(term)))
        };
        let terms = words.iter().filter_map(|word| Some((word, term_of(word)?)));
        for (word, (_, stems)) in terms {
            if !stems.iter().any(|stem| ground.contains(stem)) {
                let name = &tool.tool.definition.name;
                let message =
                    format!("the rationale of `{name}` mentions `{word}`, and no other text does");
                let help = "remove the fact, or state it in the description with its source";
                found.push(Diagnostic::new(&INFO, rationale.span, message).help(help));
                return;
            }
        }
    }
}

/// Words that need ground, and the stems that give it.
const TERMS: &[(&[&str], &[&str])] = &[
    (
        &[
            "payment",
            "refund",
            "invoice",
            "billing",
            "financial",
            "money",
            "purchase",
        ],
        &[
            "pay",
            "refund",
            "charge",
            "invoice",
            "billing",
            "financ",
            "money",
            "order",
            "purchase",
            "subscription",
            "price",
        ],
    ),
    (
        &["medical", "patients", "clinical"],
        &["medical", "patient", "clinical", "health"],
    ),
    (&["lawsuit", "court"], &["legal", "court", "law"]),
    (
        &["trading", "portfolio"],
        &["trad", "portfolio", "order", "stock"],
    ),
];

/// Everything in lower case that the entry and its server say, the rationale apart.
fn ground(tool: &RatedTool<'_>) -> String {
    let definition = &tool.tool.definition;
    let mut text = format!(
        "{} {} {} {}",
        definition.name, definition.description, tool.server.title.value, tool.server.summary
    );
    for parameter in &definition.parameters {
        text.push(' ');
        text.push_str(&parameter.path);
        for value in &parameter.values {
            text.push(' ');
            text.push_str(value);
        }
    }
    text.to_lowercase()
}
