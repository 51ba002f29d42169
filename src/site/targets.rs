//! A server's policy for each product, as a server's page shows it.

use std::collections::BTreeMap;

use super::words::count;
use crate::model::Definition;
use crate::policy::{Policy, Prefer, ServerPolicy, TargetInfo, Unsaid, all_targets};

/// A policy for one product.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) info: &'static TargetInfo,
    /// The document, or why there is none.
    pub(super) document: Result<String, String>,
    /// What it cannot say of this server's policy, each as a line.
    pub(super) cannot: Vec<String>,
}

/// The policy for every product, the one that the page recommends first.
pub(super) fn targets(server: &str, policy: &Policy, tools: &[&Definition]) -> Vec<Target> {
    let server = ServerPolicy {
        name: server,
        policy,
        tools,
    };
    let each = |target: &&'static dyn crate::policy::Target| {
        let export = target.export(&[server], Prefer::Safety);
        Target {
            info: target.info(),
            cannot: export
                .as_ref()
                .map_or_else(|_| Vec::new(), |export| cannot(&export.unsaid)),
            document: export.map(|it| it.text).map_err(|refusal| refusal.reason),
        }
    };
    all_targets().iter().map(each).collect()
}

/// What is not said, alike things together.
fn cannot(unsaid: &[Unsaid]) -> Vec<String> {
    let mut alike: BTreeMap<(&str, &str, &str), Vec<&str>> = BTreeMap::new();
    for each in unsaid {
        let key = (
            each.wanted.as_str(),
            each.instead.as_str(),
            each.reason.as_str(),
        );
        alike.entry(key).or_default().push(&each.tool);
    }
    let line = |((wanted, instead, reason), tools): ((&str, &str, &str), Vec<&str>)| {
        let tools = match tools.as_slice() {
            [""] => "the server".to_owned(),
            [tool] => (*tool).to_owned(),
            several => count(several.len(), "tool"),
        };
        format!("{tools}: {wanted} becomes {instead}, for {reason}")
    };
    alike.into_iter().map(line).collect()
}
