//! What is wrong with a policy, beyond what its reader refuses.

mod doors;
mod limits;
mod names;
mod range;
mod rules;
#[cfg(test)]
mod tests;

pub use doors::sibling_doors;
use serde::Serialize;

use super::document::Policy;
use crate::model::{Category, Definition, Severity, vocabulary};

vocabulary! {
    /// The kind of a fault.
    Kind {
        /// The server has no tool of this name.
        UnknownTool = "unknown-tool",
        /// The tool has no argument of this name.
        UnknownArgument = "unknown-argument",
        /// A tool is not named, and passes by default.
        NotNamed = "not-named",
        /// A tool that does much the same as a guarded one has less before it.
        SiblingDoor = "sibling-door",
        /// A rule on arguments holds of no call, or lets none pass.
        CannotMatch = "cannot-match",
        /// A rule or a limit that another one makes useless.
        NeverReached = "never-reached",
        /// Two limits share a counter and allow different numbers of calls.
        UnevenCounter = "uneven-counter",
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Where in the policy, as a JSON pointer.
    pub place: String,
    /// The kind of the fault.
    pub kind: Kind,
    /// What is wrong, in words.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

/// A tool of the server that a policy is for.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// Its definition.
    pub definition: &'a Definition,
    /// What a call does.
    pub category: Category,
    /// How bad a wrong call is.
    pub severity: Severity,
}

/// Everything that is wrong. Names, arguments and other tools are looked at when the server's tools are known.
pub fn faults(policy: &Policy, tools: Option<&[Known<'_>]>) -> Vec<Fault> {
    let mut found = Vec::new();
    for (name, rule) in &policy.tools.0 {
        let tool = tools.and_then(|tools| tools.iter().find(|it| it.definition.name == *name));
        rules::check(name, rule, tool.map(|it| it.definition), &mut found);
        limits::of_tool(policy, name, rule, &mut found);
    }
    limits::shared(policy, &mut found);
    limits::over_all(policy, &mut found);
    if let Some(tools) = tools {
        names::check(policy, tools, &mut found);
        doors::check(policy, tools, &mut found);
    }
    found
}

fn fault(place: String, kind: Kind, message: String, help: &str) -> Fault {
    Fault {
        place,
        kind,
        message,
        help: help.to_owned(),
    }
}
