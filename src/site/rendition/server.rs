//! The rendition of a server: what it is, its tools, what they can do together, its policy.

use super::super::context::{decisions, outside};
use super::super::data::SiteData;
use super::super::index::ServerEntry;
use super::super::markdown::Headings;
use super::super::text::{Text, first_sentence};
use super::super::words::count;
use super::document::Document;
use super::rating_cells;
use crate::model::{Capture, Server};
use crate::policy::{ToolPolicy, ToxicFlow};

/// Writes the rendition of a server, by its place in the catalog.
pub(super) fn write(site: &SiteData<'_>, number: usize, out: &mut Document<'_>) -> Option<()> {
    let entry = site.index.servers.get(number)?;
    let server = entry.server;
    let page = site.urls.server(&server.id);
    out.heading(1, Text::new(&server.title.value).as_str());
    out.prose(&server.summary, Headings::Bold, &site.urls.root);
    facts(server, out);
    let tools = site.index.tools_of(entry);
    if !tools.is_empty() {
        out.heading(2, "Tools");
        severities(entry, out);
        table(site, entry, out);
    }
    if let Some(flow) = &entry.flow {
        out.heading(2, "Toxic flow");
        toxic_flow(site, entry, flow, out);
    }
    if !tools.is_empty() {
        let title = Text::new(&server.title.value);
        out.heading(2, &["Policy for all of ", title.as_str()].concat());
        let policy = tools.iter().map(ToolPolicy::new).collect();
        out.paragraph(|it| {
            it.text(
                &[
                    "This policy covers ",
                    &count(tools.len(), "tool"),
                    ": ",
                    &decisions(&policy),
                ]
                .concat(),
            )
            .text(". It blocks every tool that it does not name. Download ")
            .link(&[&page, "policy.json"].concat(), "policy.json")
            .text(", or run ")
            .code(&["toolrisk export ", &*server.id, " --target …"].concat())
            .text(" for another product.");
        });
    }
    unrated(server, out);
    out.paragraph(|it| {
        it.text("You can read the ratings and their evidence as ")
            .link(&[&page, "index.json"].concat(), "JSON")
            .text(".");
    });
    Some(())
}

fn severities(entry: &ServerEntry<'_>, out: &mut Document<'_>) {
    let counts = entry.severities.iter().rev();
    let counts: Vec<String> = counts
        .map(|(each, tools)| format!("{tools} {each}"))
        .collect();
    out.paragraph(|it| {
        it.bold(&count(entry.range.len(), "tool"))
            .text(": ")
            .text(&counts.join(", "))
            .text(".");
    });
}

fn facts(server: &Server, out: &mut Document<'_>) {
    let capture = server.capture.as_ref();
    let captured = capture.map_or("", |it| &it.package);
    let package = if captured.is_empty() {
        &server.package
    } else {
        captured
    };
    let (repository, homepage) = (outside(&server.repository), outside(&server.homepage));
    let words = |word: fn(&Capture) -> &String| capture.map_or("", |it| word(it));
    let facts = [
        ("Package", package, Fact::Code),
        ("Folder", &server.subfolder, Fact::Code),
        ("Captured", words(|it| &it.date), Fact::Text),
        ("Protocol", words(|it| &it.protocol), Fact::Text),
        ("Repository", &repository, Fact::Link),
        ("Home page", &homepage, Fact::Link),
    ];
    let known = facts.iter().filter(|(_, value, _)| !value.is_empty());
    out.list(known, |it, (label, value, form)| {
        it.bold(label).text(": ");
        match form {
            Fact::Code => it.code(Text::new(value).as_str()),
            Fact::Text => it.text(Text::new(value).as_str()),
            Fact::Link => it.link(value, value.trim_start_matches("https://")),
        };
    });
}

/// The form of a fact.
enum Fact {
    Code,
    Text,
    Link,
}

fn table(site: &SiteData<'_>, entry: &ServerEntry<'_>, out: &mut Document<'_>) {
    out.table(&["Tool", "Category", "Risk", "Policy"], |it| {
        for rated in site.index.tools_of(entry) {
            let definition = &rated.tool.definition;
            it.row(|it| {
                it.cell(|it| {
                    let href = site.urls.tool(&rated.server.id, &rated.tool.slug);
                    let (first, _) = first_sentence(&definition.description);
                    it.link(&href, Text::short(&definition.name, 80).as_str())
                        .text(" ")
                        .text(Text::short(first, 150).as_str());
                });
                rating_cells(rated, it);
            });
        }
    });
}

fn toxic_flow(
    site: &SiteData<'_>,
    entry: &ServerEntry<'_>,
    flow: &ToxicFlow,
    out: &mut Document<'_>,
) {
    out.paragraph(|it| {
        it.text(
            "An outsider can write text that tells the agent to read private data and send it out. This works as \
             long as the agent can use at least one tool of each group below. To stop it, block every tool of one group.",
        );
    });
    let tools = site.index.tools_of(entry);
    let groups = [
        ("Untrusted text enters through ", &flow.untrusted),
        ("Private data comes from ", &flow.private),
        ("Data can leave through ", &flow.exits),
    ];
    out.list(groups, |it, (words, places)| {
        it.text(words);
        let named = places.iter().filter_map(|place| tools.get(*place));
        for (at, rated) in named.enumerate() {
            it.text(if at > 0 { ", " } else { "" })
                .code(Text::short(&rated.tool.definition.name, 80).as_str());
        }
    });
}

/// Tools that a capture has and the catalog has not.
fn unrated(server: &Server, out: &mut Document<'_>) {
    let capture = server.capture.as_ref();
    let names = capture.map_or(&[][..], |it| it.without_entry.as_slice());
    if names.is_empty() {
        return;
    }
    out.heading(2, "Tools without a rating");
    out.paragraph(|it| {
        it.text("The server also offers these tools. The catalog has no entry for them yet, so the policy blocks them: ");
        for (at, name) in names.iter().enumerate() {
            it.text(if at > 0 { ", " } else { "" })
                .code(Text::short(name, 80).as_str());
        }
    });
}
