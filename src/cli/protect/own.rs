//! The rules of clients' own that a plan adds, in the file of the servers and in others.

use std::path::{Path, PathBuf};

use super::alike::Names;
use super::place::real;
use super::plan::{FilePlan, Plan, Planned};
use crate::audit::shown;
use crate::clients::{ConfigFile, Denied, Home, OwnRules, Scope, own_rules};
use crate::escape::one_line;
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

/// Adds the rules of clients' own to a plan.
pub(super) fn add_own_rules(plan: &mut Plan<'_>, home: &Home, files: &[ConfigFile]) {
    for at in 0..plan.files.len() {
        let Some(file) = plan.files.get(at) else {
            continue;
        };
        if file.changes.iter().all(|it| it.tools.denied.is_empty()) {
            continue;
        }
        match rules_of(&file.config.clients) {
            OwnRules::Denied(rules) => {
                let names = Names::of(file.config, rules.name, files, &plan.files);
                if let Some(file) = plan.files.get_mut(at) {
                    add_to_file(file, rules, &names, home, &mut plan.warnings);
                }
            }
            OwnRules::Settings {
                file: place,
                keys,
                name,
            } if file.config.scope == Scope::User => {
                let names = Names::of(file.config, name, files, &plan.files);
                let path = home.path(place);
                let found = plan.settings.iter().position(|it| it.path == path);
                let settings = match found {
                    Some(found) => Ok(plan.settings.remove(found)),
                    None => opened(&path, file.config.title()),
                };
                let warnings = &mut plan.warnings;
                let added =
                    settings.and_then(|it| add_to_settings(it, file, keys, &names, warnings));
                match added {
                    Ok(settings) if settings.rules.is_empty() => {}
                    Ok(settings) => plan.settings.push(settings),
                    Err(reason) => plan.warnings.push(without_rules(&path, home, &reason)),
                }
            }
            _ => {}
        }
    }
}

/// That a file gets no rules, and what that means.
fn without_rules(path: &Path, home: &Home, reason: &str) -> String {
    let path = shown(path, &home.folder);
    format!(
        "no rules are added to `{path}`: {}; the gateway alone holds the policies",
        one_line(reason)
    )
}

/// Adds rules to the mapping of the same file that denies tools, one server after the other.
fn add_to_file(
    plan: &mut FilePlan<'_>,
    rules: Denied,
    names: &Names,
    home: &Home,
    warnings: &mut Vec<String>,
) {
    for change in &plan.changes {
        match in_mapping(&plan.text, rules, names.rules(change, warnings)) {
            Ok(Some(added)) => {
                plan.text.clone_from(&added.text);
                plan.rules.push(rule(change, rules.keys, added));
            }
            Ok(None) => {}
            Err(reason) => {
                warnings.push(without_rules(&plan.config.path, home, &reason));
                return;
            }
        }
    }
}

/// Adds rules to another file of the client.
fn add_to_settings(
    mut settings: Settings,
    file: &FilePlan<'_>,
    keys: &'static [&'static str],
    names: &Names,
    warnings: &mut Vec<String>,
) -> Result<Settings, String> {
    for change in &file.changes {
        let names = names.rules(change, warnings);
        if let Some(added) = in_list(&settings.text, keys, names)? {
            settings.text.clone_from(&added.text);
            settings.rules.push(rule(change, keys, added));
        }
    }
    Ok(settings)
}

fn rule(change: &Planned<'_>, keys: &[&str], added: Added) -> RuleChange {
    RuleChange {
        server: change.entry.name().to_owned(),
        keys: keys.iter().map(|it| (*it).to_owned()).collect(),
        added,
    }
}

/// A file of rules as it is, behind its links.
fn opened(path: &Path, title: &'static str) -> Result<Settings, String> {
    let target = real(path);
    let old = if target.exists() {
        Some(read_file(&target).map_err(|error| error.source.to_string())?)
    } else {
        None
    };
    if old.is_none() && path.is_symlink() && !target.parent().is_some_and(Path::is_dir) {
        return Err(format!(
            "it is a link to `{}`, whose folder is not there",
            target.display()
        ));
    }
    Ok(Settings {
        title,
        path: path.to_owned(),
        text: old.clone().unwrap_or_default(),
        old,
        rules: Vec::new(),
    })
}
