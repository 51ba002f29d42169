//! What a target can say of a policy.

use super::document::Quota;
use super::loss::Why;
use crate::model::{Condition, Parameter};

/// What a target can say.
#[derive(Clone, Copy)]
pub(super) struct Capabilities {
    /// Whether it can ask a person.
    pub asks: bool,
    /// Whether it counts the calls of this quota.
    pub counts: fn(&Quota, Span<'_>) -> Result<(), Why>,
    /// Whether it can read the argument and compare it so.
    pub reads: Reads,
    /// Whether a `deny_if` of several conditions can be said.
    pub joins: bool,
    /// Whether it can allow what it does not name.
    pub opens: bool,
    /// What a denied tool looks like.
    pub denial: Denial,
    /// Whether it can write this tool's name.
    pub carries: fn(tool: &str) -> Result<(), Why>,
}

/// A client that lists plain names under allow, ask and deny, and says no more. Others differ from it in a
/// word or two.
pub(super) const LISTS_NAMES: Capabilities = Capabilities {
    asks: true,
    counts: no_limits,
    reads: no_arguments,
    joins: true,
    opens: true,
    denial: Denial::Hides,
    carries: plain_name,
};

/// Says why a condition cannot be said.
pub(super) type Reads = fn(&Condition, Sense, Option<&Parameter>) -> Result<(), Why>;

/// Which way round a condition stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sense {
    /// Under `require`.
    Required,
    /// Under `deny_if`.
    Forbidden,
}

/// Over which calls a quota counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Span<'a> {
    /// Those of this tool alone.
    Tool(&'a str),
    /// Those of several tools by the same counter.
    Shared,
    /// Those of all tools.
    Server,
}

/// What a denied tool looks like to the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Denial {
    /// Hidden and denied are two things, or the caller sees to it.
    Apart,
    /// A denied tool leaves the tool list.
    Hides,
    /// A hidden tool stays in the tool list.
    Shows,
}

/// Nothing counts calls.
pub(super) const fn no_limits(_: &Quota, _: Span<'_>) -> Result<(), Why> {
    Err(Why::CountsNothing)
}

/// Rules do not read arguments.
pub(super) const fn no_arguments(
    _: &Condition,
    _: Sense,
    _: Option<&Parameter>,
) -> Result<(), Why> {
    Err(Why::ReadsNothing)
}

/// Names as the protocol recommends them: letters, digits, `_`, `-`, `.`, `/`.
pub(super) fn plain_name(name: &str) -> Result<(), Why> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./".contains(c);
    if !name.is_empty() && name.len() <= 128 && name.chars().all(plain) {
        Ok(())
    } else {
        Err(Why::OddName)
    }
}
