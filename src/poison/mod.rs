//! Poisoned definitions: text that gives orders to a model instead of describing a tool.
//!
//! Every text of a definition is read: names, titles, descriptions, the names and descriptions of
//! arguments, values, comments, metadata, and the instructions of the server. A text is folded
//! (look-alike letters, invisible characters), encodings in it are undone, and it is cut into
//! sentences. Word lists in many languages turn a sentence into the concepts that stand in it, and
//! rules over concepts find orders by what they are made of, not by their wording. Signs add up: a
//! weak one alone is nothing.

mod arguments;
mod concept;
mod decode;
mod evidence;
mod fold;
mod grammar;
mod hidden;
mod judge;
mod kind;
pub mod learned;
mod lexicon;
mod markup;
mod passage;
mod read;
mod reading;
mod rules;
mod shape;
mod sign;
mod spoken;
mod texts;

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;

pub use hidden::disguised_word;
pub use kind::Kind;
use read::Reader;
use reading::Reading;
use sign::Sign;

use crate::escape::one_line;

/// With how many points a tool is poisoned.
const ENOUGH: u8 = 2;
/// How many findings of one definition are kept.
const MOST_FINDINGS: usize = 40;

/// A text that gives orders to a model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What it tries.
    pub kind: Kind,
    /// Where it stands: a JSON pointer into the tool object, or the word for a text without one.
    pub place: String,
    /// The few words, folded and decoded; hostile text like the rest.
    pub quote: String,
    /// The id of the attack pattern.
    pub attack: &'static str,
    /// Why it is suspicious.
    pub reason: &'static str,
    /// How much it says.
    #[serde(skip)]
    points: u8,
}

/// What it is, where, and why, on one line with nothing hidden in it.
impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (place, quote) = (one_line(&self.place), one_line(&self.quote));
        let Self {
            kind,
            reason,
            attack,
            ..
        } = self;
        write!(f, "{kind:<18} {place} `{quote}`: {reason} [{attack}]")
    }
}

/// The orders in a tool object as the server sent it; empty when there are none, or only weak signs.
pub fn scan(tool: &Value) -> Vec<Finding> {
    scan_among(tool, &BTreeSet::new())
}

/// [`scan`], with the names of the server's tools: a text may steer those.
pub fn scan_among(tool: &Value, siblings: &BTreeSet<String>) -> Vec<Finding> {
    let mut reading = Reading::of(tool, siblings);
    if !judge::is_poisoned(&reading.evidence()) {
        return Vec::new();
    }
    let mut all = reading.findings();
    all.sort_by_key(|it| std::cmp::Reverse(it.points));
    all.truncate(MOST_FINDINGS);
    if let Some(first) = all.first_mut().filter(|it| it.points < ENOUGH) {
        first.points = ENOUGH;
    }
    all
}

/// The orders in a text that is no tool's: a server's instructions, a sentence of a catalog.
pub fn scan_text(place: &str, text: &str) -> Vec<Finding> {
    let signs = Reader::default().prose(text);
    let mut all: Vec<Finding> = signs.into_iter().map(|it| finding(it, place)).collect();
    if !is_poisoned(&all) {
        return Vec::new();
    }
    all.sort_by_key(|it| std::cmp::Reverse(it.points));
    all.truncate(MOST_FINDINGS);
    all
}

/// Whether a tool with these findings is to be denied until a person has looked.
pub fn is_poisoned(findings: &[Finding]) -> bool {
    findings
        .iter()
        .fold(0, |sum: u8, it| sum.saturating_add(it.points))
        >= ENOUGH
}

fn finding(sign: Sign, place: &str) -> Finding {
    Finding {
        kind: sign.kind,
        place: place.to_owned(),
        quote: sign.quote,
        attack: sign.kind.attack(),
        reason: sign.reason,
        points: sign.points,
    }
}
