//! Ratings that a person wrote and that do not stand: they differ from the rules without a reason.

use super::Console;
use crate::escape::one_line;
use crate::model::Trait;
use crate::plural::count;
use crate::rules::{Rated, RatedTool};

/// Most ratings that are named; `check` lists them all.
const MOST_NAMED: usize = 10;

/// Warns of each rating that is ignored. Who wrote `risk: low` must not think that it is published.
pub(super) fn warn<'a>(tools: impl IntoIterator<Item = &'a RatedTool<'a>>, console: &mut Console) {
    let ignored: Vec<String> = tools.into_iter().flat_map(words).collect();
    for line in ignored.iter().take(MOST_NAMED) {
        console.complain(&format!("warning: {line}"));
    }
    if ignored.len() > MOST_NAMED {
        let more = count(ignored.len() - MOST_NAMED, "more rating");
        console.complain(&format!(
            "warning: {more} are ignored; `toolrisk check` lists them"
        ));
    }
}

/// Warns of each ignored rating of a catalog.
pub(super) fn warn_all(rated: &Rated<'_>, console: &mut Console) {
    warn(&rated.tools, console);
}

fn words(tool: &RatedTool<'_>) -> Vec<String> {
    let review = &tool.tool.review;
    if review.override_reason.is_some() {
        return Vec::new();
    }
    let rules = &tool.assessment;
    let pairs = [
        (
            "category",
            review.category.as_ref().map(|it| it.value.to_string()),
            rules.category.to_string(),
        ),
        (
            "traits",
            review.traits.as_ref().map(|it| in_a_row(&it.value)),
            in_a_row(&rules.traits),
        ),
        (
            "risk",
            review.risk.as_ref().map(|it| it.value.to_string()),
            rules.severity.to_string(),
        ),
        (
            "decision",
            review.decision.as_ref().map(|it| it.value.to_string()),
            rules.decision.to_string(),
        ),
        (
            "limit",
            review.limit.as_ref().map(|it| it.value.to_string()),
            rules
                .limit
                .map_or_else(|| rules.decision.to_string(), |limit| limit.to_string()),
        ),
    ];
    let name = one_line(&format!("{}/{}", tool.server.id, tool.tool.definition.name));
    let line = |(key, written, rules): (&str, Option<String>, String)| {
        let written = written.filter(|written| *written != rules)?;
        Some(format!(
            "{name}: `{key}: {written}` is ignored: the rules say {rules}, and there is no `override` with a reason"
        ))
    };
    pairs.into_iter().filter_map(line).collect()
}

/// Traits as an entry lists them, in the order of the taxonomy.
fn in_a_row(traits: &[Trait]) -> String {
    let mut sorted = traits.to_vec();
    sorted.sort_unstable();
    let words: Vec<&str> = sorted.iter().map(|each| each.as_str()).collect();
    format!("[{}]", words.join(", "))
}
