//! The page of a tool: the answer, the reasons, the depth. One file for each part of the page.

mod about;
mod control;
mod does;
mod related;

use serde::Serialize;

use about::About;
use control::Control;
use does::{Does, lead_and_rest};
pub(in crate::site) use does::{attribution, said};
use related::RelatedTools;

use super::machines::Badge;
use super::why::Why;
use super::{Link, PageMeta, outside};
use crate::model::{Category, Docstring, Severity, Status, Trait};
use crate::policy::ToolPolicy;
use crate::rules::RatedTool;
use crate::site::data::SiteData;
use crate::site::definitions;
use crate::site::html::Html;
use crate::site::index::ServerEntry;
use crate::site::markdown::{Headings, render};
use crate::site::page::{Page, has_twin};
use crate::site::questions::questions;
use crate::site::text::Text;

/// The page of a tool.
#[derive(Debug, Serialize)]
pub(in crate::site) struct ToolPage {
    page: PageMeta,
    name: Text,
    /// The display name, where it says more than the name.
    title: Option<Text>,
    lead: Text,
    severity: Severity,
    category: Category,
    traits: Vec<Trait>,
    notice: Option<Notice>,
    server: Text,
    control: Control,
    does: Does,
    why: Why,
    attacks: Vec<Link>,
    references: Vec<Link>,
    related: RelatedTools,
    /// The tool's part in what its server can do to its user; empty when it has none.
    flow: Html,
    questions: Html,
    about: About,
    badge: Badge,
    previous: Option<Link>,
    next: Option<Link>,
}

/// What stands over a page that is not as others are.
#[derive(Debug, Serialize)]
struct Notice {
    status: Status,
    reason: Html,
}

impl SiteData<'_> {
    pub(in crate::site) fn tool_page(&self, place: usize) -> Option<ToolPage> {
        let rated = self.index.tool(place)?;
        let entry = self.index.server_of(place)?;
        let rating = &rated.rating;
        let definition = &rated.tool.definition;
        let docstring = Docstring::of(&definition.description);
        let (summary, sections) = docstring.lead();
        let (lead, rest) = lead_and_rest(summary);
        let relations = self.index.related.of(place, &self.index.rated.tools);
        Some(ToolPage {
            page: self.tool_upkeep(self.tool_shell(place, rated), rated),
            name: Text::new(&definition.name),
            title: display_name(rated),
            lead: Text::new(lead),
            severity: rating.severity,
            category: rating.category,
            traits: rating.traits.clone(),
            notice: notice(rated, &self.urls.root),
            server: Text::short(&rated.server.title.value, 80),
            control: Control::new(rated, entry, self),
            does: Does::new(rated, entry, rest, sections),
            why: Why::new(rated, &self.urls),
            attacks: self.attack_links(rated),
            references: references(rated),
            questions: questions(self, rated, place, entry, &relations),
            flow: self.flow_sentence(place, entry),
            related: self.related_tools(place, entry, &relations),
            about: self.about(rated, entry),
            badge: self.tool_badge(place, rated),
            previous: self.neighbour(entry, place.checked_sub(1)),
            next: self.neighbour(entry, place.checked_add(1)),
        })
    }

    fn tool_shell(&self, place: usize, rated: &RatedTool<'_>) -> PageMeta {
        let server = rated.server;
        let name = shortened(&rated.tool.definition.name);
        let (rating, rule) = (&rated.rating, ToolPolicy::new(rated));
        let shell = self
            .page_meta(
                &format!("{name} – {}: {} risk", server.title.value, rating.severity),
                &format!(
                    "{name} of {}: {}, {} risk, {}. {}",
                    server.title.value,
                    rating.category,
                    rating.severity,
                    definitions::decision(&rule),
                    rated.tool.definition.description
                ),
                &format!("servers/{}/{}/", server.id, rated.tool.slug),
            )
            .section("servers")
            .crumb("Servers", self.urls.to("servers/"))
            .crumb(&server.title.value, self.urls.server(&server.id))
            .article(self.changed(Page::Tool(place)));
        let tools = self.index.rated.catalog.config.markdown_of_tools;
        let shell = if has_twin(Page::Tool(place), tools) {
            shell.with_twin(&self.urls.tool(&server.id, &rated.tool.slug))
        } else {
            shell
        };
        if status(rated) == Some(Status::Withdrawn) {
            shell.hidden()
        } else {
            shell
        }
    }

    fn attack_links(&self, rated: &RatedTool<'_>) -> Vec<Link> {
        self.index
            .attacks(rated)
            .into_iter()
            .filter_map(|found| {
                let slug = self.index.attack_slugs.get(found.number)?;
                Some(Link::new(&found.attack.title, self.urls.attack(slug)))
            })
            .collect()
    }

    fn neighbour(&self, entry: &ServerEntry<'_>, place: Option<usize>) -> Option<Link> {
        let place = place.filter(|place| entry.range.contains(place))?;
        let rated = self.index.tool(place)?;
        let href = self.urls.tool(&rated.server.id, &rated.tool.slug);
        Some(Link::new(&rated.tool.definition.name, href))
    }
}

/// Where the entry stands in review.
pub(in crate::site) fn status(rated: &RatedTool<'_>) -> Option<Status> {
    rated
        .tool
        .review
        .status
        .as_ref()
        .map(|note| note.value.status)
}

fn notice(rated: &RatedTool<'_>, root: &str) -> Option<Notice> {
    let note = &rated.tool.review.status.as_ref()?.value;
    match note.status {
        Status::Reviewed => None,
        Status::Disputed | Status::Withdrawn => Some(Notice {
            status: note.status,
            reason: render(&note.reason, Headings::Bold, root),
        }),
    }
}

fn display_name(rated: &RatedTool<'_>) -> Option<Text> {
    let definition = &rated.tool.definition;
    let title = definition.title.as_deref()?.trim();
    let said = title.is_empty() || title == definition.name;
    (!said).then(|| Text::short(title, 120))
}

fn references(rated: &RatedTool<'_>) -> Vec<Link> {
    let references = rated.tool.review.references.iter();
    references
        .map(|each| Link::new(&each.value, outside(&each.value)))
        .filter(|link| !link.href.is_empty())
        .collect()
}

/// A name without its middle where it is long: names of one server often differ at their ends alone.
fn shortened(name: &str) -> Text {
    const START: usize = 28;
    const END: usize = 31;
    let length = name.chars().count();
    if length <= START + END + 1 {
        return Text::short(name, length);
    }
    let start = name.chars().take(START);
    let end = name.chars().skip(length - END);
    let whole: String = start.chain(['…']).chain(end).collect();
    Text::short(&whole, START + END + 1)
}
