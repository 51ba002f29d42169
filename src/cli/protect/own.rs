//! The rules of clients' own that a plan adds, in the file of the servers and in others.

use std::path::PathBuf;

use super::plan::{FilePlan, Plan, Planned};
use crate::clients::{Home, OwnRules, Scope, own_rules};
use crate::load::read_file;
use crate::model::Decision;
use crate::policy::Policy;
use crate::protect::{Added, Sorted, in_list, in_mapping};
use crate::rules::RatedTool;

/// Rules about one server.
pub(super) struct RuleChange {
    pub(super) server: String,
    pub(super) keys: Vec<String>,
    pub(super) added: Added,
}

/// The rules that another file of a client gets.
pub(super) struct Settings {
    pub(super) title: &'static str,
    pub(super) path: PathBuf,
    /// What the file holds; none when there is no such file.
    pub(super) old: Option<String>,
    pub(super) rules: Vec<RuleChange>,
    pub(super) text: String,
}

/// The tools of a server as its policy has them.
pub(super) fn sorted(policy: &str, rated: &[RatedTool<'_>]) -> Sorted {
    let mut sorted = Sorted::default();
    // A policy that the gateway does not take starts no server, so nothing is written about it either.
    let Ok(policy) = policy.parse::<Policy>() else {
        return sorted;
    };
    for tool in rated {
        let name = tool.tool.definition.name.as_str().to_owned();
        match policy.decision(&name) {
            Decision::Hide | Decision::Deny => sorted.denied.push(name),
            _ => sorted.others.push(name),
        }
    }
    sorted
}

/// The rules of the one client that reads a file. Where several do, a key of one may mean something else to another.
pub(super) fn rules_of(clients: &[&crate::clients::Client]) -> OwnRules {
    match clients {
        [client] => own_rules(client.id),
        _ => OwnRules::None("several clients may read the file"),
    }
}

/// Adds rules to the mapping of the same file that denies tools, one server after the other.
pub(super) fn add_to_file(plan: &mut FilePlan<'_>, warnings: &mut Vec<String>) {
    let OwnRules::Denied(rules) = rules_of(&plan.config.clients) else {
        return;
    };
    for change in &plan.changes {
        let server = change.entry.name();
        let keys: Vec<String> = rules.keys.iter().map(|it| (*it).to_owned()).collect();
        match in_mapping(&plan.text, rules, server, &change.tools) {
            Some(added) => {
                plan.text.clone_from(&added.text);
                plan.rules.push(RuleChange {
                    server: server.to_owned(),
                    keys,
                    added,
                });
            }
            None if misses(change) => warnings.push(format!(
                "`{}` of {} gets no rules: it says something about these tools already, or is no mapping",
                keys.join("."),
                plan.config.title()
            )),
            None => {}
        }
    }
}

fn misses(change: &Planned<'_>) -> bool {
    !change.tools.denied.is_empty()
}

/// Adds the rules that lie in other files.
pub(super) fn add_settings(plan: &mut Plan<'_>, home: &Home) {
    for file in &plan.files {
        let rules = rules_of(&file.config.clients);
        let OwnRules::Settings {
            file: place,
            keys,
            name,
        } = rules
        else {
            continue;
        };
        if file.config.scope != Scope::User {
            continue;
        }
        let path = home.path(place);
        let found = plan.settings.iter().position(|it| it.path == path);
        let settings = match found {
            Some(at) => Some(plan.settings.remove(at)),
            None => opened(path, file.config.title()),
        };
        // A file that cannot be read is left alone.
        let Some(mut settings) = settings else {
            continue;
        };
        for change in file.changes.iter().filter(|it| misses(it)) {
            let server = change.entry.name();
            let names = change.tools.denied.iter().map(|tool| name.of(server, tool));
            if let Some(added) = in_list(&settings.text, keys, names.collect()) {
                settings.text.clone_from(&added.text);
                settings.rules.push(RuleChange {
                    server: server.to_owned(),
                    keys: keys.iter().map(|it| (*it).to_owned()).collect(),
                    added,
                });
            }
        }
        if !settings.rules.is_empty() {
            plan.settings.push(settings);
        }
    }
}

fn opened(path: PathBuf, title: &'static str) -> Option<Settings> {
    let old = path.exists().then(|| read_file(&path).ok());
    if old == Some(None) {
        return None;
    }
    let old = old.flatten();
    Some(Settings {
        title,
        path,
        text: old.clone().unwrap_or_default(),
        old,
        rules: Vec::new(),
    })
}
