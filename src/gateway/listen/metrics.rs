//! Numbers for Prometheus. No name of a tool or client is among them.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};

use hyper::StatusCode;

use super::hub::Hub;

/// The media type of the text format.
pub(super) const KIND: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Responses by the first digit of their status.
#[derive(Debug, Default)]
pub(super) struct Responses([AtomicU64; 5]);

impl Responses {
    pub(super) fn count(&self, status: StatusCode) {
        let group = usize::from(status.as_u16() / 100);
        if let Some(counter) = group.checked_sub(1).and_then(|place| self.0.get(place)) {
            counter.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// All numbers, in the text format.
pub(super) fn text(hub: &Hub, responses: &Responses) -> String {
    let mut text = String::new();
    let mut metric = |name: &str, kind: &str, help: &str, values: &[(String, u64)]| {
        // Writing to a text does not fail.
        let _written = writeln!(text, "# HELP toolrisk_gateway_{name} {help}");
        let _written = writeln!(text, "# TYPE toolrisk_gateway_{name} {kind}");
        for (label, value) in values {
            let _written = writeln!(text, "toolrisk_gateway_{name}{label} {value}");
        }
    };
    let journal = hub.journal(usize::MAX);
    let decisions = journal.tally().each();
    let decisions = decisions.map(|(effect, n)| (format!("{{effect=\"{effect}\"}}"), n));
    let help = "Calls by what was decided, and messages that were refused.";
    metric("decisions_total", "counter", help, &decisions);
    let sessions = u64::try_from(hub.sessions()).unwrap_or(u64::MAX);
    let help = "Sessions in use.";
    metric("sessions", "gauge", help, &[(String::new(), sessions)]);
    let groups = responses.0.iter().enumerate().map(|(place, counter)| {
        let label = format!("{{status=\"{}xx\"}}", place + 1);
        (label, counter.load(Ordering::Relaxed))
    });
    let groups: Vec<(String, u64)> = groups.collect();
    let help = "Responses by status.";
    metric("responses_total", "counter", help, &groups);
    text
}
