//! How often a tool was called → its limits.

use std::collections::BTreeMap;

use super::{Reason, Seen};
use crate::model::{Limit, Window};
use crate::plural::count;
use crate::policy::counters::minute;
use crate::policy::document::{Quota, Rule};
use crate::policy::evaluator::tool_pointer;
use crate::policy::per;
use crate::policy::recorded::RecordedCall;

/// The calls of one recording, each with the minute that [`super::super::Evaluator`] would count it in.
pub(super) fn in_minutes(calls: &[RecordedCall]) -> Vec<Seen<'_>> {
    let mut now = 0;
    let mut latest = 0;
    let seen = calls.iter().map(|call| {
        now = call.at.unwrap_or(now);
        latest = minute(now, latest);
        Seen {
            call,
            minute: latest,
        }
    });
    seen.collect()
}

/// Adds a limit for each window that the calls are spread over, as far as the shorter ones do not imply it.
pub(super) fn learn(
    tool: &str,
    seen: &[Seen<'_>],
    headroom: u32,
    rule: &mut Rule,
    reasons: &mut Vec<Reason>,
) {
    let minutes = || seen.iter().map(|it| it.minute);
    let spread = minutes().max().unwrap_or(0) - minutes().min().unwrap_or(0);
    for window in [Window::Minute, Window::Hour, Window::Day] {
        let length = window.seconds() / Window::Minute.seconds();
        if window != Window::Minute && spread < length {
            continue;
        }
        let most = busiest(minutes(), length);
        let max = most.saturating_mul(headroom);
        let implied = rule.limits.iter().any(|quota| {
            let times = window.seconds() / quota.window.seconds();
            u64::from(quota.max) * times <= u64::from(max)
        });
        if implied {
            continue;
        }
        reasons.push(Reason {
            place: format!("{}/limits/{}", tool_pointer(tool), rule.limits.len()),
            reason: reason(tool, window, most, max, headroom),
        });
        rule.limits.push(Quota::of(tool, Limit { max, window }));
    }
}

/// The most calls in one window of so many minutes.
fn busiest(minutes: impl Iterator<Item = u64>, length: u64) -> u32 {
    let mut counts: BTreeMap<u64, u32> = BTreeMap::new();
    for minute in minutes {
        let calls = counts.entry(minute / length).or_default();
        *calls = calls.saturating_add(1);
    }
    counts.into_values().max().unwrap_or(0)
}

fn reason(tool: &str, window: Window, most: u32, max: u32, headroom: u32) -> String {
    let calls = |number: u32| count(usize::try_from(number).unwrap_or(usize::MAX), "call");
    let room = match headroom {
        1 => String::new(),
        times => format!(" and the headroom is {times} times that"),
    };
    format!(
        "`{tool}` may be called {max} times {}, because the busiest {window} had {}{room}.",
        per(window),
        calls(most)
    )
}
