//! Two rated catalogs → what changed in risk, for reviewers of a pull request.

mod text;

pub use text::{human, json, markdown};

use std::collections::BTreeMap;

use crate::model::{Decision, Guard, Guards, Limit};
use crate::rules::{Rated, RatedTool, Rating};

/// What became of one tool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The server's id.
    pub server: String,
    /// The tool's name.
    pub tool: String,
    /// What stood before; `None` for a new tool.
    pub old: Option<Side>,
    /// What stands now; `None` for a removed one.
    pub new: Option<Side>,
}

/// What stands of a tool in one of the catalogs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// Its rating.
    pub rating: Rating,
    /// The rules on its arguments.
    pub guards: Guards,
    /// The fingerprint of the definition that the server gave; empty without a lock.
    pub fingerprint: String,
    /// Whether the definition is another one than a person reviewed.
    pub unreviewed: bool,
    /// Whether the server's list does not have the tool.
    pub is_gone: bool,
}

/// The kinds of change. A tool can have several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The tool has no entry before.
    Added,
    /// The tool has no entry now.
    Removed,
    /// Category or severity differ.
    Rerated,
    /// The policy lets more through.
    Loosened,
    /// The policy lets less through.
    Tightened,
    /// The server's definition is another one than a person reviewed.
    Unreviewed,
    /// The server's list does not have the tool any more, and the entry still stands.
    Gone,
}

impl Kind {
    /// All kinds.
    pub const ALL: &'static [Self] = &[
        Self::Added,
        Self::Removed,
        Self::Rerated,
        Self::Loosened,
        Self::Tightened,
        Self::Unreviewed,
        Self::Gone,
    ];

    /// The word on the command line and in reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Rerated => "re-rated",
            Self::Loosened => "loosened",
            Self::Tightened => "tightened",
            Self::Unreviewed => "changed-since-review",
            Self::Gone => "gone",
        }
    }
}

impl Change {
    /// What kinds of change this is.
    pub fn kinds(&self) -> Vec<Kind> {
        match (&self.old, &self.new) {
            (None, _) => vec![Kind::Added],
            (_, None) => vec![Kind::Removed],
            (Some(old), Some(new)) => {
                let mut kinds = Vec::new();
                let (before, after) = (&old.rating, &new.rating);
                if (before.category, before.severity) != (after.category, after.severity) {
                    kinds.push(Kind::Rerated);
                }
                let (before, after) = (strictness(before), strictness(after));
                if before > after || lacks(&new.guards, &old.guards) {
                    kinds.push(Kind::Loosened);
                }
                if before < after || lacks(&old.guards, &new.guards) {
                    kinds.push(Kind::Tightened);
                }
                let known = old.unreviewed && old.fingerprint == new.fingerprint;
                if new.unreviewed && !known {
                    kinds.push(Kind::Unreviewed);
                }
                let unlocked = new.fingerprint.is_empty() && !old.fingerprint.is_empty();
                if unlocked || new.is_gone && !old.is_gone {
                    kinds.push(Kind::Gone);
                }
                kinds
            }
        }
    }
}

/// Greater for a stricter policy: the decision first, then the calls that a limit keeps back.
fn strictness(rating: &Rating) -> (Decision, u64) {
    let calls = rating
        .limit
        .as_ref()
        .map_or(0, |limit: &Limit| u64::MAX - limit.calls_a_day());
    (rating.decision, calls)
}

/// Whether guards of `others` are missing among `guards`.
fn lacks(guards: &Guards, others: &Guards) -> bool {
    let missing = |here: &[Guard], there: &[Guard]| there.iter().any(|it| !here.contains(it));
    missing(&guards.require, &others.require) || missing(&guards.deny_if, &others.deny_if)
}

/// Every tool whose entry came, went, or has another rating, by server and name.
pub fn compare(old: &Rated<'_>, new: &Rated<'_>) -> Vec<Change> {
    let (old, new) = (by_name(old), by_name(new));
    let mut names: Vec<_> = old.keys().chain(new.keys()).copied().collect();
    names.sort_unstable();
    names.dedup();
    names
        .into_iter()
        .map(|key| Change {
            server: key.0.to_owned(),
            tool: key.1.to_owned(),
            old: old.get(&key).map(|it| side(it)),
            new: new.get(&key).map(|it| side(it)),
        })
        .filter(|change| !change.kinds().is_empty())
        .collect()
}

fn side(rated: &RatedTool<'_>) -> Side {
    let lock = rated.tool.lock.as_ref();
    Side {
        rating: rated.rating.clone(),
        guards: rated.tool.review.guards(),
        fingerprint: lock.map_or_else(String::new, |lock| lock.fingerprint.clone()),
        unreviewed: rated.tool.changed_since_review().is_some(),
        is_gone: rated.tool.is_gone,
    }
}

fn by_name<'a>(rated: &'a Rated<'_>) -> BTreeMap<(&'a str, &'a str), &'a RatedTool<'a>> {
    let key = |it: &'a RatedTool<'_>| (it.server.id.as_str(), it.tool.definition.name.as_str());
    rated.tools.iter().map(|it| (key(it), it)).collect()
}
