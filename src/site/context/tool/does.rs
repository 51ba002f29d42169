//! What a tool does: the rest of its description, its arguments, its hints.

use serde::Serialize;

use crate::model::{Parameter, Part};
use crate::rules::RatedTool;
use crate::site::context::why::{HintRow, hint_rows};
use crate::site::docstring;
use crate::site::html::Html;
use crate::site::index::ServerEntry;
use crate::site::text::{Text, first_sentence};

/// A description up to this many bytes stands whole under the name.
const LEAD: usize = 240;
/// Parameters, and allowed words of one, that a page shows; the rest are counted.
const PARAMETERS: usize = 40;
const VALUES: usize = 12;

/// What a tool does.
#[derive(Debug, Serialize)]
pub(super) struct Does {
    /// What the description says beyond the lead, by paragraph.
    rest: Vec<Text>,
    /// Its sections about arguments, results and the like; empty for most tools.
    sections: Html,
    /// What the server itself says, where the catalog keeps it, and whose words these are.
    quote: Html,
    source: Text,
    /// What sets the tool apart from the others of its server, and what of it was not seen; often empty.
    setting: Html,
    /// The arguments as rows of a table; empty when there are none.
    parameters: Html,
    /// What is left out of the table, such as `the first 40 of 52`.
    cut: String,
    /// Whether more is known of any of them than its type.
    explained: bool,
    hints: Vec<HintRow>,
}

impl Does {
    /// `rest` is what of the description does not stand under the name, `parts` are its sections.
    pub(super) fn new(
        rated: &RatedTool<'_>,
        entry: &ServerEntry<'_>,
        rest: &str,
        parts: &[Part<'_>],
    ) -> Self {
        let parameters = &rated.tool.definition.parameters;
        let explained = is_explained(parameters);
        let said = said(rated);
        Self {
            rest: paragraphs(rest),
            sections: docstring::sections(parts),
            quote: said.map(docstring::quoted).unwrap_or_default(),
            source: said.map(|_| attribution(rated)).unwrap_or_default(),
            setting: setting(rated, entry),
            parameters: rows(parameters, explained),
            cut: if parameters.len() > PARAMETERS {
                format!("the first {PARAMETERS} of {}", parameters.len())
            } else {
                String::new()
            },
            explained,
            hints: hint_rows(rated),
        }
    }
}

/// The description in the server's own words, where the catalog keeps them.
pub(in crate::site) fn said<'r>(rated: &RatedTool<'r>) -> Option<&'r str> {
    let lock = rated.tool.lock.as_ref()?;
    Some(lock.said.trim()).filter(|said| !said.is_empty())
}

/// Whose words a quotation has, and when they were taken.
pub(in crate::site) fn attribution(rated: &RatedTool<'_>) -> Text {
    let capture = rated.server.capture.as_ref();
    let day = capture.map_or("", |capture| &capture.date);
    let taken = match day {
        "" => String::new(),
        day => format!(" on {day}"),
    };
    let server = Text::short(&rated.server.title.value, 80);
    Text::new(&format!(
        "{server} described the tool in these words{taken}:"
    ))
}

/// The arguments as rows of a table: name, type, and where anything is known of any argument, the
/// allowed words and the meaning.
fn rows(parameters: &[Parameter], explained: bool) -> Html {
    let mut html = Html::default();
    for each in parameters.iter().take(PARAMETERS) {
        html = html
            .tag("<tr><th scope=\"row\">")
            .code(Text::short(&each.path, 120).as_str());
        if each.required {
            html = html.tag(" <small>required</small>");
        }
        let kind = Text::short(&each.kind, 40);
        html = html.tag("</th><td>").text(kind.as_str()).tag("</td>");
        if explained {
            html = meaning(html.tag("<td>"), each).tag("</td>");
        }
        html = html.tag("</tr>\n");
    }
    html
}

/// Adds the allowed words and the meaning of an argument.
fn meaning(mut html: Html, parameter: &Parameter) -> Html {
    for value in parameter.values.iter().take(VALUES) {
        html = html.code(Text::short(value, 60).as_str()).tag(" ");
    }
    let more = parameter.values.len().saturating_sub(VALUES);
    if more > 0 {
        html = html.text(&format!("and {more} more "));
    }
    html.text(Text::short(&parameter.description, 200).as_str())
}

/// Whether the tool is the only one of its category or all are, and what of it was not seen.
fn setting(rated: &RatedTool<'_>, entry: &ServerEntry<'_>) -> Html {
    let category = rated.rating.category;
    let alike = entry.categories.get(&category).copied().unwrap_or_default();
    let place = match (entry.range.len(), alike) {
        (1, _) => "It is the only tool of this server.".to_owned(),
        (_, 1) => format!("It is the only {category} tool of this server."),
        (2, 2) => format!("Both tools of this server are {category} tools."),
        (all, alike) if all == alike => {
            format!("All {all} tools of this server are {category} tools.")
        }
        _ => String::new(),
    };
    let unseen = match (
        rated.tool.definition.parameters.is_empty(),
        &rated.tool.lock,
    ) {
        (true, None) => "Its arguments have not been captured.",
        (true, Some(_)) => "It takes no arguments.",
        (false, _) => "",
    };
    Html::of([&place, " ", unseen].concat().trim())
}

/// What stands under the name, and what is left for below: nothing is said twice.
pub(super) fn lead_and_rest(description: &str) -> (&str, &str) {
    let description = description.trim();
    let short = description.len() <= LEAD && !description.contains('\n');
    if short {
        (description, "")
    } else {
        first_sentence(description)
    }
}

fn paragraphs(text: &str) -> Vec<Text> {
    text.split("\n\n")
        .map(str::trim)
        .filter(|paragraph| !paragraph.is_empty())
        .map(Text::new)
        .collect()
}

/// Whether more is known of any argument than its type.
fn is_explained(parameters: &[Parameter]) -> bool {
    let known = |each: &Parameter| !each.values.is_empty() || !each.description.is_empty();
    parameters.iter().any(known)
}
