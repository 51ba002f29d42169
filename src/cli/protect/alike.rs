//! Rules of clients' own name a server as their client spells it. Two servers that are spelled alike would share them,
//! although each has a policy of its own.

use std::collections::BTreeSet;

use super::named;
use super::plan::{FilePlan, Planned};
use crate::clients::{ConfigFile, Spelling};

/// The servers of one client, and what their policies let through.
pub(super) struct Names {
    title: &'static str,
    spelling: Spelling,
    servers: BTreeSet<String>,
    /// The tools that some policy of the client does not deny, as the client spells them.
    open: BTreeSet<String>,
}

impl Names {
    /// Those of the one client that reads `like`.
    pub(super) fn of(
        like: &ConfigFile,
        spelling: Spelling,
        files: &[ConfigFile],
        plans: &[FilePlan<'_>],
    ) -> Self {
        let id = |file: &ConfigFile| file.clients.first().map(|it| it.id);
        let same = |file: &ConfigFile| id(file) == id(like);
        let entries = files
            .iter()
            .filter(|it| same(it))
            .flat_map(|it| &it.entries);
        let plans = plans.iter().filter(|it| same(it.config));
        let open = plans.flat_map(|it| &it.changes).flat_map(|change| {
            let tools = change.tools.others.iter();
            tools.map(|tool| spelling.of(change.entry.name(), tool))
        });
        Self {
            title: like.title(),
            spelling,
            servers: entries.map(|it| it.name().to_owned()).collect(),
            open: open.collect(),
        }
    }

    /// The rules about a server that are about no other one, as the client spells them.
    pub(super) fn rules(&self, change: &Planned<'_>, warnings: &mut Vec<String>) -> Vec<String> {
        let server = change.entry.name();
        let title = self.title;
        let alike = |it: &&String| *it != server && folded(it) == folded(server);
        if change.tools.denied.is_empty() {
            return Vec::new();
        }
        if let Some(other) = self.servers.iter().find(alike) {
            let (server, other) = (named(server), named(other));
            warnings.push(format!(
                "`{server}` gets no rules of {title}'s own, because they could also hold for `{other}`, whose name is \
                 spelled alike; the gateway alone holds the policy. To have the rules, run `toolrisk protect --undo`, \
                 rename one of the two, and run `toolrisk protect`"
            ));
            return Vec::new();
        }
        let (shared, own): (Vec<_>, Vec<_>) = change
            .tools
            .denied
            .iter()
            .map(|tool| (tool, self.spelling.of(server, tool)))
            .partition(|(_, rule)| self.open.contains(rule));
        for (tool, rule) in shared {
            let (server, tool, rule) = (named(server), named(tool), named(&rule));
            warnings.push(format!(
                "`{tool}` of `{server}` gets no rule of {title}'s own, because `{rule}` is also a tool that a policy \
                 lets through; the gateway alone denies it"
            ));
        }
        own.into_iter().map(|(_, rule)| rule).collect()
    }
}

/// A name without what people and clients overlook: case, and which sign stands between words.
fn folded(name: &str) -> String {
    let sign = |c: char| if c.is_alphanumeric() { c } else { '_' };
    name.chars()
        .map(sign)
        .flat_map(char::to_lowercase)
        .collect()
}
