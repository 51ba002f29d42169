//! `shared-rationale`.

use std::collections::BTreeMap;

use crate::check::Lint;
use crate::check::prose::words;
use crate::check::words::{name_words, normal};
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports a rationale that stands on several tools, word for word or with nothing but the name of
    /// the tool or of the server exchanged.
    ///
    /// ## Why
    /// What fits every tool explains none. What is true of a whole category stands on its page.
    ///
    /// ## Example
    /// ```yaml fail
    /// name: get_a
    /// description: Gets the list of A.
    /// rationale: Calling `get_a` may leak data.
    /// ---
    /// name: get_b
    /// description: Gets the list of B.
    /// rationale: Calling `get_b` may leak data.
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// name: get_a
    /// description: Gets the list of A.
    /// rationale: The list of A is public.
    /// ---
    /// name: get_b
    /// description: Gets the list of B.
    /// rationale: Only members can see B.
    /// ```
    SharedRationale, "TR213", "shared-rationale", Warn,
    "two tools have the same rationale"
}

impl Lint for SharedRationale {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_catalog(&self, rated: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        let mut first_of: BTreeMap<String, BTreeMap<&str, &RatedTool<'_>>> = BTreeMap::new();
        for tool in &rated.tools {
            let Some(rationale) = &tool.tool.review.rationale else {
                continue;
            };
            let name = tool.tool.definition.name.as_str();
            let same = first_of
                .entry(template(&rationale.value, tool))
                .or_default();
            // The same tool on two servers may well have the same rationale.
            if let (Some(first), false) = (same.values().next(), same.contains_key(name)) {
                found.push(finding(tool, first));
            }
            same.entry(name).or_insert(tool);
        }
    }
}

fn finding(tool: &RatedTool<'_>, first: &RatedTool<'_>) -> Diagnostic {
    let text = |tool: &RatedTool<'_>| {
        tool.tool
            .review
            .rationale
            .as_ref()
            .map(|it| normal(&it.value))
    };
    let how = if text(tool) == text(first) {
        "are the same"
    } else {
        "differ only in the tool's name"
    };
    let (name, other) = (&tool.tool.definition.name, &first.tool.definition.name);
    let message = format!("the rationales of `{name}` and `{other}` {how}");
    let help = "say what is true of this tool alone";
    Diagnostic::new(&INFO, tool.tool.span, message)
        .related(first.tool.span, "the first one")
        .help(help)
}

/// Words that carry no meaning of their own.
const FILLERS: &[&str] = &[
    "a", "an", "the", "this", "that", "it", "its", "tool", "tools", "of", "and",
];

/// A rationale with the names of its tool and its server masked, without punctuation and small words:
/// equal for two that say the same.
fn template(rationale: &str, tool: &RatedTool<'_>) -> String {
    let mut text = format!(" {} ", plain_words(rationale));
    let server = tool.server;
    let names = [&tool.tool.definition.name, &server.title.value, &server.id];
    for name in names
        .map(|name| name_words(name))
        .iter()
        .filter(|name| !name.is_empty())
    {
        text = text.replace(&format!(" {} ", plain_words(name)), " _ ");
    }
    let kept: Vec<&str> = text
        .split(' ')
        .filter(|word| !FILLERS.contains(word))
        .collect();
    kept.join(" ").trim().to_owned()
}

/// The words of a text with one space between them; names in code are split into theirs.
fn plain_words(text: &str) -> String {
    let words = words(text).into_iter().map(name_words);
    words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
