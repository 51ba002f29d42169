//! What the policy builder of a server's page is given, so that its script spells no word of a
//! policy itself: each decision's rule is taken from a policy that was written here.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde::Serialize;
use serde_json::Value;

use super::html::Html;
use super::urls::Urls;
use crate::escape;
use crate::model::{Decision, Guard, Guards, Limit, Window};
use crate::policy::{Policy, ToolPolicy};
use crate::rules::RatedTool;

/// Stands for the name of a tool in what the script fills in.
const ANY: &str = "any";
/// Version of the form that a shared policy has in an address.
const VERSION: u32 = 1;

/// The block of data on the page.
#[derive(Debug, Serialize)]
struct Data<'a> {
    version: u32,
    any: &'static str,
    decisions: &'static [Decision],
    windows: &'static [Window],
    /// The decision that takes a limit, and the one that takes the tool out of the list.
    limit: Decision,
    hide: Decision,
    /// A policy with one tool of either kind: its other fields stand in every policy.
    document: Value,
    /// The rule of each decision; nothing for the one that hides.
    rules: BTreeMap<Decision, Value>,
    /// Characters that a policy writes as `\u…`, each with that.
    hidden: Vec<(char, String)>,
    /// The tools, as recommended.
    tools: Vec<Row<'a>>,
}

/// Name, decision, calls, window, and the rules on arguments, which stand unless every call is refused.
type Row<'a> = (&'a str, Decision, u32, Window, Rules<'a>);

/// Rules on arguments, in the order of the file.
#[derive(Debug, Serialize)]
struct Rules<'a> {
    #[serde(skip_serializing_if = "<[Guard]>::is_empty")]
    require: &'a [Guard],
    #[serde(skip_serializing_if = "<[Guard]>::is_empty")]
    deny_if: &'a [Guard],
    /// What a refusal says besides, where nobody has approved the definition.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'static str>,
}

/// The data as the content of a script element that is not run.
pub(super) fn data(tools: &[ToolPolicy], notes: &[Option<&'static str>]) -> Html {
    let rules = Decision::ALL.iter().map(|decision| {
        let document = sample(&[*decision]);
        let rule = document.pointer("/tools/any").cloned();
        (*decision, rule.unwrap_or_default())
    });
    let both = tools.iter().zip(notes);
    let named = both.filter(|(tool, _)| tool.name != "*");
    let rows: Vec<Row<'_>> = named.map(|(tool, note)| row(tool, *note)).collect();
    // Strings, numbers and lists only: serialising them cannot fail.
    let written = serde_json::to_string(&rows).unwrap_or_default();
    let hidden: BTreeSet<char> = written.chars().filter(|c| escape::is_hidden(*c)).collect();
    let data = Data {
        version: VERSION,
        any: ANY,
        decisions: Decision::ALL,
        windows: Window::ALL,
        limit: Decision::Limit,
        hide: Decision::Hide,
        document: sample(&[Decision::Hide, Decision::Allow]),
        rules: rules.collect(),
        hidden: hidden
            .into_iter()
            .map(|c| (c, escape::json(c.to_string())))
            .collect(),
        tools: rows,
    };
    let text = serde_json::to_string(&data).unwrap_or_default();
    Html::finished(escape::json(text).replace('<', "\\u003c"))
}

/// A tool with its recommended rule; a limit to begin with where it has none.
fn row<'a>(tool: &'a ToolPolicy, note: Option<&'static str>) -> Row<'a> {
    let limit = tool.limit.unwrap_or(Limit::per_minute(10));
    let rules = Rules {
        require: &tool.guards.require,
        deny_if: &tool.guards.deny_if,
        note,
    };
    (&tool.name, tool.decision, limit.max, limit.window, rules)
}

/// The policy of tools of any name with these decisions.
fn sample(decisions: &[Decision]) -> Value {
    let tools = decisions.iter().map(|decision| ToolPolicy {
        name: ANY.to_owned(),
        decision: *decision,
        limit: (*decision == Decision::Limit).then(|| Limit::per_minute(1)),
        guards: Guards::default(),
    });
    serde_json::to_value(tools.collect::<Policy>()).unwrap_or_default()
}

/// The address of the recommended policy with another rule for one tool: a decision's word or a
/// limit, as the script reads it.
pub(super) fn address(urls: &Urls, rated: &RatedTool<'_>, rule: &str) -> String {
    let name = rated.tool.definition.name.as_str();
    address_of(urls, &rated.server.id, &[(name, rule)])
}

/// The address of a server's recommended policy with other rules for these tools.
pub(super) fn address_of(urls: &Urls, server: &str, rules: &[(&str, &str)]) -> String {
    let mut href = urls.server(server);
    // Writing to a String cannot fail.
    let _ = write!(href, "#policy={VERSION}");
    for (name, rule) in rules {
        href.push_str("&.");
        for byte in name.bytes() {
            if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_') {
                href.push(char::from(byte));
            } else {
                let _ = write!(href, "%{byte:02X}");
            }
        }
        href.push('=');
        href.push_str(rule);
    }
    href
}
