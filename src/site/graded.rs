//! What became of a server's tools, in words: for the page of changes, for the feeds, and for the page that compares
//! versions.

use serde::Serialize;

use super::history::{Done, Event, Graded};
use super::text::Text;
use super::words::{count, list};
use crate::drift::{Change, Grade};
use crate::escape::one_line;
use crate::model::{Category, Severity, Trait};
use crate::rules::Rating;

/// Tools of one event that are told one by one.
const MOST: usize = 40;
/// Differences of one tool that are told.
const MOST_DIFFERENCES: usize = 12;
/// Characters of one difference.
const LONGEST: usize = 400;
/// Characters of a tool's name.
const LONGEST_NAME: usize = 120;

/// What an event says beside its day and its subject.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// The tools that are told one by one.
    pub(super) tools: Vec<ToldTool>,
    /// Sentences about all others.
    pub(super) notes: Vec<Text>,
}

/// What became of a tool.
#[derive(Debug)]
pub(super) struct ToldTool {
    /// Its name as the catalog has it.
    pub(super) name: String,
    /// Its name as it is shown.
    pub(super) shown: Text,
    /// The grade, in words.
    pub(super) grade: &'static str,
    /// What differs in its definition.
    pub(super) what: Vec<Text>,
    /// What that did to its rating and its policy.
    pub(super) rating: Vec<Text>,
}

impl Told {
    pub(super) fn new(event: &Event) -> Self {
        let mut told = Self::default();
        if !event.note.is_empty() {
            told.notes.push(Text::short(&event.note, 200));
        }
        if let Some(graded) = &event.graded {
            told.add(graded, event.done);
        }
        told
    }

    fn add(&mut self, graded: &Graded, done: Done) {
        if graded.unread {
            let why = "The server's files were edited. A version of them cannot be read, so the change has no grade.";
            return self.notes.push(Text::new(why));
        }
        let changes = &graded.compared.changes;
        let (quiet, loud): (Vec<&Change>, Vec<&Change>) =
            changes.iter().partition(|it| it.grade() == Grade::Notation);
        let all = match done {
            Done::Added => Some((Grade::Added, "The server is new, with")),
            Done::Removed => Some((Grade::Removed, "The server was removed, with")),
            Done::Changed | Done::Captured => None,
        };
        let (folded, single): (Vec<&Change>, Vec<&Change>) = loud
            .into_iter()
            .partition(|it| all.is_some_and(|(grade, _)| it.grade() == grade));
        if let Some((_, start)) = all {
            self.say(&format!(
                "{start} {}{}.",
                count(folded.len(), "tool"),
                severities(&folded)
            ));
        }
        self.tools = single.iter().take(MOST).map(|it| told(it)).collect();
        let rest = single.len() - self.tools.len();
        if rest > 0 {
            self.say(&format!("{} changed.", count(rest, "more tool")));
        }
        if !quiet.is_empty() {
            self.say(&format!(
                "{}: only the notation changed. The definition has the same meaning.",
                count(quiet.len(), "tool")
            ));
        }
        if graded.captured > 0 {
            let tools = count(graded.captured, "tool");
            self.say(&format!(
                "{tools}: the server's own definition was captured for the first time."
            ));
        }
        if self.tools.is_empty() && self.notes.is_empty() {
            self.say("The server's files were edited. No definition, rating or policy changed.");
        }
    }

    fn say(&mut self, sentence: &str) {
        self.notes.push(Text::new(sentence));
    }

    /// All of it in one line of plain text.
    pub(super) fn line(&self) -> String {
        let tool = |tool: &ToldTool| {
            let parts = [
                vec![Text::new(tool.grade)],
                tool.what.clone(),
                tool.rating.clone(),
            ];
            let parts: Vec<String> = parts.concat().iter().map(ToString::to_string).collect();
            format!("{}: {}.", tool.shown, parts.join("; "))
        };
        let tools = self.tools.iter().map(tool);
        let notes = self.notes.iter().map(ToString::to_string);
        tools.chain(notes).collect::<Vec<_>>().join(" ")
    }
}

fn told(change: &Change) -> ToldTool {
    let has_words = |grade| !matches!(grade, Grade::Notation | Grade::Added | Grade::Removed);
    let aloud = |grade| has_words(grade) && grade != Grade::Rerated;
    // A rating that changes with the definition needs no reason of its own.
    let explained = change.differences.iter().any(|it| aloud(it.grade));
    let told = |grade| aloud(grade) || (grade == Grade::Rerated && !explained);
    let aloud = change.differences.iter().filter(|it| told(it.grade));
    ToldTool {
        name: change.name.clone(),
        shown: Text::short(&one_line(&change.name), LONGEST_NAME),
        grade: words(change.grade()),
        what: aloud
            .take(MOST_DIFFERENCES)
            .map(|it| Text::short(&one_line(&it.what).replace(" -> ", " → "), LONGEST))
            .collect(),
        rating: standing(change),
    }
}

/// What became of a tool from one version to the next, for a script.
#[derive(Debug, Serialize)]
pub(super) struct Step<'a> {
    /// Its name, exactly.
    name: &'a str,
    /// Its name before, where it probably had another.
    #[serde(skip_serializing_if = "Option::is_none")]
    was: Option<&'a str>,
    done: &'static str,
    what: Vec<Text>,
    /// Absent for a new tool, and where it is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<Standing>,
    /// Absent for a tool that is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<Standing>,
}

/// A rating in words.
#[derive(Debug, Serialize)]
struct Standing {
    severity: Severity,
    category: Category,
    traits: Vec<Trait>,
    /// The decision, with its limit.
    policy: String,
}

impl Standing {
    fn of(rating: &Rating) -> Self {
        Self {
            severity: rating.severity,
            category: rating.category,
            traits: rating.traits.clone(),
            policy: rule(rating),
        }
    }
}

/// What became of each tool, without those of which only the notation changed.
pub(super) fn steps(graded: &Graded) -> Vec<Step<'_>> {
    loud(graded).map(step).collect()
}

/// Whether more than the notation of a tool changed.
pub(super) fn has_steps(graded: &Graded) -> bool {
    loud(graded).next().is_some()
}

fn loud(graded: &Graded) -> impl Iterator<Item = &Change> {
    let changes = graded.compared.changes.iter();
    changes.filter(|it| it.grade() != Grade::Notation)
}

fn step(change: &Change) -> Step<'_> {
    Step {
        name: &change.name,
        was: change.was.as_deref(),
        done: if change.has(Grade::Added) {
            "new"
        } else if change.has(Grade::Removed) {
            "gone"
        } else {
            "changed"
        },
        what: told(change).what,
        before: change.standing.before.as_ref().map(Standing::of),
        after: change.standing.after.as_ref().map(Standing::of),
    }
}

/// A grade in plain words.
const fn words(grade: Grade) -> &'static str {
    match grade {
        Grade::Notation => "notation only",
        Grade::Text => "text changed",
        Grade::Loosened => "a limit is gone or wider",
        Grade::Expanded => "accepts more than before",
        Grade::Tightened => "accepts less than before",
        Grade::HintStricter => "a hint declares more risk",
        Grade::HintSafer => "a hint declares less risk",
        Grade::Rerated => "rating changed",
        Grade::Renamed => "renamed",
        Grade::Added => "new tool",
        Grade::Removed => "removed tool",
    }
}

/// The rating and the policy before and after, where they differ.
fn standing(change: &Change) -> Vec<Text> {
    let standing = &change.standing;
    let said = match (&standing.before, &standing.after) {
        (Some(before), Some(after)) => moved(before, after),
        (None, Some(after)) => vec![whole("", after)],
        (Some(before), None) => vec![whole("was ", before)],
        (None, None) => Vec::new(),
    };
    said.iter().map(|it| Text::new(it)).collect()
}

fn whole(start: &str, rating: &Rating) -> String {
    let Rating {
        severity, category, ..
    } = rating;
    format!("{start}{severity} {category}, policy {}", rule(rating))
}

fn moved(before: &Rating, after: &Rating) -> Vec<String> {
    let pairs = [
        (
            "category",
            before.category.to_string(),
            after.category.to_string(),
        ),
        (
            "severity",
            before.severity.to_string(),
            after.severity.to_string(),
        ),
        ("policy", rule(before), rule(after)),
        ("traits", traits(before), traits(after)),
    ];
    let differ = pairs
        .into_iter()
        .filter(|(_, before, after)| before != after);
    differ
        .map(|(what, before, after)| format!("{what}: {before} → {after}"))
        .collect()
}

/// The decision, and the limit where it is to limit.
fn rule(rating: &Rating) -> String {
    let limit = rating.limit.map(|limit| format!(" to {limit}"));
    format!("{}{}", rating.decision, limit.unwrap_or_default())
}

fn traits(rating: &Rating) -> String {
    let traits: Vec<&str> = rating.traits.iter().map(|it| it.as_str()).collect();
    if traits.is_empty() {
        "none".to_owned()
    } else {
        list(&traits)
    }
}

/// How many tools of each severity there are, the most severe first: `: 2 high and 3 low`.
fn severities(changes: &[&Change]) -> String {
    let of = |change: &&Change| {
        let Change { standing, .. } = change;
        let rating = standing.after.as_ref().or(standing.before.as_ref());
        rating.map(|rating| rating.severity)
    };
    let counts = Severity::ALL.iter().rev().map(|severity| {
        let count = changes
            .iter()
            .filter(|it| of(it) == Some(*severity))
            .count();
        (count, severity)
    });
    let counts: Vec<String> = counts
        .filter(|(count, _)| *count > 0)
        .map(|(count, severity)| format!("{count} {severity}"))
        .collect();
    if counts.is_empty() {
        String::new()
    } else {
        format!(": {}", list(&counts))
    }
}
