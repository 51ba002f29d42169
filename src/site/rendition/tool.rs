//! The rendition of a tool: what it does, how to control it, why it is rated so.

use super::super::context::{HintRow, attribution, hint_rows, place_words, said, step_ups};
use super::super::data::SiteData;
use super::super::definitions;
use super::super::markdown::Headings;
use super::super::text::{Text, stopped};
use super::super::words::list;
use super::docstring;
use super::document::Document;
use crate::escape;
use crate::model::Docstring;
use crate::policy::{Profile, ToolPolicy, recommend};
use crate::rules::RatedTool;

/// Arguments, and pieces of evidence, that a rendition shows.
const ARGUMENTS: usize = 40;
const EVIDENCE: usize = 12;

/// Writes the rendition of a tool, by its place in the rated list.
pub(super) fn write(site: &SiteData<'_>, place: usize, out: &mut Document<'_>) -> Option<()> {
    let rated = site.index.tool(place)?;
    let definition = &rated.tool.definition;
    let server = Text::short(&rated.server.title.value, 80);
    out.heading_of(1, "", Text::new(&definition.name).as_str());
    if let Some(note) = &rated.tool.review.status {
        out.paragraph(|it| {
            it.bold(note.value.status.as_str());
        });
        out.prose(&note.value.reason, Headings::Bold, &site.urls.root);
    }
    let read = Docstring::of(&definition.description);
    let (summary, sections) = read.lead();
    for paragraph in summary.split("\n\n") {
        out.paragraph(|it| {
            it.text(Text::new(paragraph).as_str());
        });
    }
    docstring::sections(sections, out);
    out.paragraph(|it| {
        it.text("This tool belongs to ")
            .link(&site.urls.server(&rated.server.id), server.as_str())
            .text(".");
    });
    arguments(rated, out);
    if let Some(said) = said(rated) {
        out.paragraph(|it| {
            it.text(attribution(rated).as_str());
        });
        out.quote(|it| docstring::quoted(said, it));
    }
    out.heading_of(2, "How to control ", Text::new(&definition.name).as_str());
    out.paragraph(|it| {
        it.text(&definitions::short_effect(&ToolPolicy::new(rated)));
    });
    let policy = recommend(std::slice::from_ref(rated), Profile::Recommended);
    out.program(&escape::json(policy.json()));
    out.heading(2, "Why it needs a policy");
    why(site, rated, out);
    attacks(site, rated, out);
    Some(())
}

fn arguments(rated: &RatedTool<'_>, out: &mut Document<'_>) {
    let parameters = &rated.tool.definition.parameters;
    if !parameters.is_empty() {
        out.table(&["Argument", "Type", "Meaning"], |it| {
            for each in parameters.iter().take(ARGUMENTS) {
                it.row(|it| {
                    it.cell(|it| {
                        it.code(Text::short(&each.path, 120).as_str());
                        it.text(if each.required { " required" } else { "" });
                    });
                    it.cell(|it| {
                        it.text(Text::short(&each.kind, 40).as_str());
                    });
                    it.cell(|it| {
                        for value in each.values.iter().take(ARGUMENTS) {
                            it.code(Text::short(value, 60).as_str()).text(" ");
                        }
                        it.text(Text::short(&each.description, 200).as_str());
                    });
                });
            }
        });
    }
    let hints = hint_rows(rated);
    if !hints.is_empty() {
        let words: Vec<String> = hints.iter().map(HintRow::words).collect();
        out.paragraph(|it| {
            it.text("Declared hints: ").text(&list(&words)).text(".");
        });
    }
}

fn why(site: &SiteData<'_>, rated: &RatedTool<'_>, out: &mut Document<'_>) {
    let (review, rating) = (&rated.tool.review, &rated.rating);
    if let Some(rationale) = &review.rationale {
        out.prose(&rationale.value, Headings::Bold, &site.urls.root);
    }
    out.paragraph(|it| {
        it.bold(&format!("{} risk", rating.severity))
            .text(&format!(", because its category is {}", rating.category));
        let raising = step_ups(rating);
        let raising: Vec<&str> = raising.iter().map(|each| each.as_str()).collect();
        if !raising.is_empty() {
            it.text(" and it has ").text(&list(&raising));
        }
        it.text(".");
        let traits: Vec<&str> = rating.traits.iter().map(|each| each.as_str()).collect();
        if !traits.is_empty() {
            it.text(" Its traits are: ").text(&list(&traits)).text(".");
        }
        if !rated.assessment.doubt.is_empty() {
            let doubt = stopped(&rated.assessment.doubt);
            it.text(" This rating is unsure: ")
                .text(Text::new(&doubt).as_str());
        }
    });
    out.list(
        rated.assessment.evidence.iter().take(EVIDENCE),
        |it, each| {
            it.text(each.claim.as_str()).text(": ");
            let quote = Text::short(&each.quote, 120);
            if !quote.as_str().is_empty() {
                it.text("“").text(quote.as_str()).text("” in ");
            }
            let (words, name): (&str, &str) = place_words(&each.place);
            it.text(words);
            if !name.is_empty() {
                it.code(Text::new(name).as_str());
            }
            it.text(": ").text(Text::short(&each.reason, 120).as_str());
        },
    );
    if let Some(reason) = review
        .override_reason
        .as_ref()
        .filter(|_| rated.is_overridden())
    {
        out.paragraph(|it| {
            it.bold("This entry departs from the rules:");
        });
        out.prose(&reason.value, Headings::Bold, &site.urls.root);
    }
}

fn attacks(site: &SiteData<'_>, rated: &RatedTool<'_>, out: &mut Document<'_>) {
    let attacks = site.index.attacks(rated);
    if attacks.is_empty() {
        return;
    }
    out.heading(2, "Attack patterns");
    out.list(attacks, |it, found| {
        let slug = site.index.attack_slugs.get(found.number);
        let href = slug.map(|slug| site.urls.attack(slug)).unwrap_or_default();
        it.link(&href, Text::short(&found.attack.title, 120).as_str());
    });
}
