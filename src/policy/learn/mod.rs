//! Recorded calls → the tightest policy that they pass, with the reason for each line.

mod arguments;
mod limits;
#[cfg(test)]
mod tests;
mod values;

use std::collections::BTreeMap;

use serde::Serialize;

use super::Effect;
use super::document::{Fallback, Policy, Rule, Tools};
use super::evaluator::tool_pointer;
use super::recorded::RecordedCall;

/// What was learned.
#[derive(Debug)]
pub struct Learned {
    /// The policy.
    pub policy: Policy,
    /// Why, for each line of it.
    pub reasons: Vec<Reason>,
}

/// Why a line of the policy stands there, or does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// The line, as a JSON pointer into the policy.
    pub place: String,
    /// Why, a full sentence.
    pub reason: String,
}

/// A recorded call with the minute that it is counted in.
struct Seen<'a> {
    call: &'a RecordedCall,
    minute: u64,
}

/// Makes a policy of recordings: the tools that were called, limits of what was seen times `headroom`, and rules on
/// those arguments whose values justify one.
pub fn learn(recordings: &[Vec<RecordedCall>], headroom: u32) -> Learned {
    let mut by_tool: BTreeMap<&str, Vec<Seen<'_>>> = BTreeMap::new();
    for calls in recordings {
        // A call that its author wants denied is no example of what is to pass.
        for seen in limits::in_minutes(calls) {
            if seen.call.expect != Some(Effect::Deny) {
                by_tool.entry(&seen.call.tool).or_default().push(seen);
            }
        }
    }
    let mut reasons = vec![Reason {
        place: "/default".to_owned(),
        reason: "Every other tool is denied, because no call of it was recorded.".to_owned(),
    }];
    let mut rules = Vec::new();
    for (tool, seen) in by_tool {
        let place = tool_pointer(tool);
        reasons.push(Reason {
            place: place.clone(),
            reason: format!(
                "`{tool}` is allowed, because it was called {}.",
                times(seen.len())
            ),
        });
        let mut rule = Rule::default();
        limits::learn(tool, &seen, headroom.max(1), &mut rule, &mut reasons);
        arguments::learn(&place, &seen, &mut rule, &mut reasons);
        rules.push((tool.to_owned(), rule));
    }
    let mut policy = Policy::new(Fallback::Deny);
    policy.tools = Tools(rules);
    Learned { policy, reasons }
}

fn times(calls: usize) -> String {
    match calls {
        1 => "once".to_owned(),
        more => format!("{more} times"),
    }
}
