//! The page of a tool: the answer, the reasons, the depth.

use serde::Serialize;

use super::home::{SeverityCount, severity_counts};
use super::server::server_facts;
use super::why::{Why, hint_rows};
use super::{Link, Shell, ToolRow, kind_of_tool, outside};
use crate::model::{Category, Confidence, Decision, Parameter, Severity, Status, Trait};
use crate::policy::{Policy, ToolPolicy, effect, policylayer};
use crate::rules::RatedTool;
use crate::site::html::Html;
use crate::site::index::ServerEntry;
use crate::site::markdown::{Headings, render};
use crate::site::questions::{Question, questions};
use crate::site::related::Relations;
use crate::site::render::Site;
use crate::site::text::{Text, first_sentence};
use crate::site::words::count;
use crate::site::{definitions, highlight};

/// A description up to this many characters stands whole under the name.
const LEAD: usize = 240;
/// Parameters, allowed words of one, and reasons that a page shows; the rest are counted.
const PARAMETERS: usize = 40;
const VALUES: usize = 12;
/// Tools named for want of related ones, and how far to look for them.
const NEARBY: usize = 4;
const REACH: usize = 40;

/// The page of a tool.
#[derive(Debug, Serialize)]
pub(in crate::site) struct ToolPage {
    page: Shell,
    name: Text,
    /// The display name, where it says more than the name.
    title: Option<Text>,
    lead: Text,
    /// What the description says beyond the lead, by paragraph.
    rest: Vec<Text>,
    severity: Severity,
    category: Category,
    traits: Vec<Trait>,
    /// What the policy says of it, such as `10 a minute`.
    decision: String,
    unsure: bool,
    doubt: Text,
    notice: Option<Notice>,
    server: Text,
    server_href: String,
    policy: Html,
    policy_href: String,
    /// The file's name once it is downloaded.
    policy_file: String,
    server_policy_href: String,
    server_policy_file: String,
    effect: String,
    /// Whether the decision is to ask, which the shown format cannot.
    asks: bool,
    /// How many other tools of the server the file denies.
    others: usize,
    others_counted: String,
    /// The tool among the others of its server.
    setting: Html,
    parameters: Vec<ParameterRow>,
    more_parameters: usize,
    /// Whether more is known of any of them than its type.
    explained: bool,
    hints: Vec<super::why::HintRow>,
    why: Why,
    attacks: Vec<AttackRow>,
    references: Vec<Link>,
    undo: Option<ToolRow>,
    opposite: Option<ToolRow>,
    elsewhere: Vec<ToolRow>,
    siblings: Vec<ToolRow>,
    questions: Vec<Question>,
    server_tools: String,
    severities: Vec<SeverityCount>,
    provenance: Vec<Fact>,
    previous: Option<Link>,
    next: Option<Link>,
}

/// What stands over a page that is not as others are.
#[derive(Debug, Serialize)]
struct Notice {
    status: Status,
    reason: Html,
}

/// An argument.
#[derive(Debug, Serialize)]
struct ParameterRow {
    path: Text,
    kind: Text,
    required: bool,
    values: Vec<Text>,
    more_values: usize,
    description: Text,
}

/// An attack pattern that concerns the tool.
#[derive(Debug, Serialize)]
struct AttackRow {
    title: Text,
    href: String,
    summary: Text,
}

/// A line of provenance.
#[derive(Debug, Serialize)]
pub(in crate::site) struct Fact {
    pub(in crate::site) label: &'static str,
    pub(in crate::site) value: Html,
}

impl Fact {
    pub(in crate::site) fn new(label: &'static str, value: Html) -> Self {
        Self { label, value }
    }
}

impl Site<'_> {
    pub(in crate::site) fn tool_page(&self, place: usize) -> Option<ToolPage> {
        let rated = self.index.tool(place)?;
        let entry = self.index.server_of(place)?;
        let (rating, server) = (&rated.rating, rated.server);
        let definition = &rated.tool.definition;
        let href = self.urls.tool(&server.id, &rated.tool.slug);
        let server_href = self.urls.server(&server.id);
        let rule = ToolPolicy::new(rated);
        let policy = Policy::new(&server.id, std::slice::from_ref(rated));
        let (lead, rest) = lead_and_rest(&definition.description);
        let relations = self.index.related.of(place, &self.index.rated.tools);
        let row = |place: usize| Some(ToolRow::new(self.index.tool(place)?, &self.urls));
        let others = entry.range.len().saturating_sub(1);
        Some(ToolPage {
            page: self.tool_shell(rated),
            name: Text::new(&definition.name),
            title: display_name(rated),
            lead: Text::new(lead),
            rest: paragraphs(rest),
            severity: rating.severity,
            category: rating.category,
            traits: rating.traits.clone(),
            decision: definitions::decision(&rule),
            unsure: rated.assessment.confidence == Confidence::Low,
            doubt: Text::new(&rated.assessment.doubt),
            notice: notice(rated, &self.urls.root),
            server: Text::short(&server.title.value, 80),
            policy: highlight::json(&policylayer(&policy)),
            policy_href: format!("{href}policy.json"),
            policy_file: format!("{}.policy.json", rated.tool.slug),
            server_policy_file: format!("{}.policy.json", server.id),
            server_policy_href: format!("{server_href}policy.json"),
            server_href,
            effect: effect(&rule),
            asks: rule.decision == Decision::Ask,
            others,
            others_counted: if others == 1 {
                "the other tool".to_owned()
            } else {
                format!("the other {others} tools")
            },
            setting: setting(rated, entry),
            parameters: parameters(rated),
            explained: is_explained(&definition.parameters),
            more_parameters: definition.parameters.len().saturating_sub(PARAMETERS),
            hints: hint_rows(rated),
            why: Why::new(rated, &self.urls),
            attacks: self.attack_rows(rated),
            references: references(rated),
            undo: relations.undo.and_then(row),
            opposite: relations.opposite.and_then(row),
            elsewhere: self.rows(&relations.elsewhere),
            siblings: self.rows(&self.siblings(place, entry, &relations)),
            questions: questions(self, rated, entry, &relations),
            server_tools: count(entry.range.len(), "tool"),
            severities: severity_counts(entry),
            provenance: self.provenance(rated),
            previous: self.neighbour(entry, place.checked_sub(1)),
            next: self.neighbour(entry, place.checked_add(1)),
        })
    }

    fn tool_shell(&self, rated: &RatedTool<'_>) -> Shell {
        let server = rated.server;
        let name = Text::short(&rated.tool.definition.name, 40);
        let (rating, rule) = (&rated.rating, ToolPolicy::new(rated));
        let shell = self
            .shell(
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
            .crumb(&server.title.value, self.urls.server(&server.id));
        if status(rated) == Some(Status::Withdrawn) {
            shell.hidden()
        } else {
            shell
        }
    }

    fn attack_rows(&self, rated: &RatedTool<'_>) -> Vec<AttackRow> {
        self.index
            .attacks(rated)
            .into_iter()
            .filter_map(|found| {
                let slug = self.index.attack_slugs.get(found.number)?;
                Some(AttackRow {
                    title: Text::short(&found.attack.title, 100),
                    href: self.urls.attack(slug),
                    summary: Text::short(&found.attack.summary, 240),
                })
            })
            .collect()
    }

    /// Tools of the same server and object; where nothing is related by name, tools of the same
    /// category that stand near it.
    fn siblings(&self, place: usize, entry: &ServerEntry<'_>, related: &Relations) -> Vec<usize> {
        if !related.is_empty() {
            return related.siblings.clone();
        }
        let category = self.index.tool(place).map(|rated| rated.rating.category);
        let start = entry.range.start.max(place.saturating_sub(REACH));
        let end = entry.range.end.min(place + REACH);
        let alike = |other: &usize| {
            let found = self.index.tool(*other).map(|rated| rated.rating.category);
            *other != place && found == category
        };
        (start..end).filter(alike).take(NEARBY).collect()
    }

    fn neighbour(&self, entry: &ServerEntry<'_>, place: Option<usize>) -> Option<Link> {
        let place = place.filter(|place| entry.range.contains(place))?;
        let rated = self.index.tool(place)?;
        let href = self.urls.tool(&rated.server.id, &rated.tool.slug);
        Some(Link::new(&rated.tool.definition.name, href))
    }

    fn provenance(&self, rated: &RatedTool<'_>) -> Vec<Fact> {
        let mut facts = server_facts(rated.server);
        if let Some(lock) = &rated.tool.lock {
            facts.push(Fact::new(
                "Fingerprint",
                Html::default().code(&lock.fingerprint),
            ));
        }
        let words = match status(rated) {
            Some(Status::Reviewed) => "reviewed by a person",
            Some(Status::Disputed) => "disputed",
            Some(Status::Withdrawn) => "withdrawn",
            None => "rated by the rules",
        };
        facts.push(Fact::new("Status", Html::own(words)));
        let edit = self.edit_address(rated);
        if !edit.is_empty() {
            facts.push(Fact::new(
                "Entry",
                Html::default().link(&edit, "Edit or dispute it"),
            ));
        }
        facts
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

/// Where the tool stands among those of its server, and what it takes.
fn setting(rated: &RatedTool<'_>, entry: &ServerEntry<'_>) -> Html {
    let category = rated.rating.category;
    let alike = entry.categories.get(&category).copied().unwrap_or_default();
    let place = match (entry.range.len(), alike) {
        (1, _) => format!("It is the server’s only tool, {}.", kind_of_tool(category)),
        (all, 1) => format!("Of the server’s {all} tools it is the only {category} tool."),
        (all, alike) if all == alike => format!(
            "Like all {all} tools of the server it is {}.",
            kind_of_tool(category)
        ),
        (all, alike) => format!("It is one of {alike} {category} tools among the server’s {all}."),
    };
    let arguments = rated.tool.definition.parameters.len();
    let takes = match (arguments, &rated.tool.lock) {
        (0, None) => " Its arguments have not been captured.".to_owned(),
        (0, Some(_)) => " It takes no arguments.".to_owned(),
        (arguments, _) => format!(" It takes {}.", count(arguments, "argument")),
    };
    Html::of(&place).text(&takes)
}

/// What stands under the name, and what is left for below: nothing is said twice.
fn lead_and_rest(description: &str) -> (&str, &str) {
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

fn parameters(rated: &RatedTool<'_>) -> Vec<ParameterRow> {
    let parameters = rated.tool.definition.parameters.iter();
    parameters
        .take(PARAMETERS)
        .map(|each| ParameterRow {
            path: Text::short(&each.path, 120),
            kind: Text::short(&each.kind, 40),
            required: each.required,
            values: each
                .values
                .iter()
                .take(VALUES)
                .map(|value| Text::short(value, 60))
                .collect(),
            more_values: each.values.len().saturating_sub(VALUES),
            description: Text::short(&each.description, 200),
        })
        .collect()
}

/// Whether more is known of any argument than its type.
fn is_explained(parameters: &[Parameter]) -> bool {
    let known = |each: &Parameter| !each.values.is_empty() || !each.description.is_empty();
    parameters.iter().any(known)
}

fn references(rated: &RatedTool<'_>) -> Vec<Link> {
    let references = rated.tool.review.references.iter();
    references
        .map(|each| Link::new(&each.value, outside(&each.value)))
        .filter(|link| !link.href.is_empty())
        .collect()
}

/// Whether calls of this decision pass without a person.
pub(in crate::site) const fn passes(decision: Decision) -> bool {
    match decision {
        Decision::Allow | Decision::Limit => true,
        Decision::Ask | Decision::Deny | Decision::Hide => false,
    }
}
