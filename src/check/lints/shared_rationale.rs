//! `shared-rationale`.

use std::collections::BTreeMap;

use crate::check::Lint;
use crate::check::prose::words;
use crate::check::words::{name_words, normal};
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports a rationale that several tools share, either word for word or with only the name of the tool or the
    /// server replaced.
    ///
    /// ## Why
    /// A sentence that fits every tool explains none of them. The page of a category says what is true of the whole
    /// category.
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
    let own = name_words(&tool.tool.definition.name);
    let own = own.split(' ').filter(|word| word.len() > 2);
    let own: Vec<&str> = own.map(singular).collect();
    let masked = text.split(' ').map(|word| {
        if own.contains(&singular(word)) {
            "_"
        } else {
            word
        }
    });
    let mut kept: Vec<&str> = masked.filter(|word| !FILLERS.contains(word)).collect();
    // Names have different numbers of words.
    kept.dedup_by(|one, other| *one == "_" && *other == "_");
    kept.join(" ").trim().to_owned()
}

/// A word without the ending of its plural: `entries` and `entry` alike become `entr`.
fn singular(word: &str) -> &str {
    let stem = word.strip_suffix("ies").or_else(|| word.strip_suffix('y'));
    let stem = stem.or_else(|| word.strip_suffix('s'));
    stem.filter(|stem| stem.len() > 2).unwrap_or(word)
}

/// The words of a text with one space between them; names in code are split into theirs.
fn plain_words(text: &str) -> String {
    let words = words(text).into_iter().map(name_words);
    words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use crate::check::check;
    use crate::load::{Tree, load};
    use crate::rules::rate;

    /// How many rationales are found to say what another one says.
    fn shared(tools: [(&str, &str); 2]) -> usize {
        let entry = |(name, rationale): (&str, &str)| {
            format!("name: {name}\ndescription: Gets what it says.\nrationale: {rationale}\n")
        };
        let text = tools.map(entry).join("---\n");
        let tree = Tree::of_texts([("s/server.yaml", "title: S\n"), ("s/tools.yaml", &text)]);
        let loaded = load(&tree);
        let found = check(&rate(&loaded.catalog));
        found
            .iter()
            .filter(|it| it.lint.name == "shared-rationale")
            .count()
    }

    #[test]
    fn a_template_with_words_of_the_names_in_it_is_one_rationale() {
        for (one, other) in [
            (
                "Calling `get_cat` may leak data.",
                "Calling `list_wild_dogs` may leak data.",
            ),
            (
                "The get cat tool leaks data.",
                "The list wild dogs tool leaks data.",
            ),
            (
                "It reads the cat, so a cat may leak.",
                "It reads the wild dogs, so a wild dog may leak.",
            ),
            (
                "Cats leak when the cat is got.",
                "Dogs leak when the dog is got.",
            ),
        ] {
            assert_eq!(
                shared([("get_cat", one), ("list_wild_dogs", other)]),
                1,
                "{one} {other}"
            );
        }
        for (one, other) in [
            ("A cat is public.", "Only its owner sees a dog."),
            (
                "It reads the cat of one person.",
                "It reads the dogs of a whole town.",
            ),
        ] {
            assert_eq!(
                shared([("get_cat", one), ("list_wild_dogs", other)]),
                0,
                "{one} {other}"
            );
        }
    }
}
