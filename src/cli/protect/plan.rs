//! What would be changed: policies and edits, as values. Nothing is written here.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::Args;
use super::kept::{kept, kept_behind};
use super::own::{RuleChange, Settings, add_own_rules, rules_of, sorted};
use super::store::Store;
use crate::audit::{match_entry, shown};
use crate::clients::{ConfigFile, Entry, Gateway, Home, Scope, Transport};
use crate::escape::one_line;
use crate::load::read_file;
use crate::model::{Catalog, Category, Server, Trait};
use crate::policy::{Prefer, ServerPolicy, recommend, target};
use crate::protect::{Edit, OwnList, Sorted, apply, in_entry, quoted, refusal, verify, wrap};
use crate::rules::{RatedTool, rate_server};
use crate::sort;

/// The changes of all files.
pub(super) struct Plan<'a> {
    pub(super) files: Vec<FilePlan<'a>>,
    pub(super) skipped: Vec<Skipped<'a>>,
    /// Servers that are behind the gateway already.
    pub(super) guarded: Vec<(&'a Path, &'a Entry)>,
    /// How many files cannot be read; the first warnings say why.
    pub(super) unread: usize,
    pub(super) warnings: Vec<String>,
    /// Rules of clients' own in other files.
    pub(super) settings: Vec<Settings>,
}

/// The changes of one file.
pub(super) struct FilePlan<'a> {
    pub(super) config: &'a ConfigFile,
    pub(super) changes: Vec<Planned<'a>>,
    /// Rules of the client's own, made one after the other behind all changes.
    pub(super) rules: Vec<RuleChange>,
    pub(super) text: String,
}

/// The change of one entry.
pub(super) struct Planned<'a> {
    pub(super) entry: &'a Entry,
    pub(super) edits: Vec<Edit>,
    pub(super) policy: PathBuf,
    pub(super) policy_text: String,
    /// The tools, as the policy has them.
    pub(super) tools: Sorted,
    /// The list of tools that the entry gets.
    pub(super) list: Option<OwnList>,
}

/// A server that is left as it is.
pub(super) struct Skipped<'a> {
    pub(super) path: &'a Path,
    pub(super) name: &'a str,
    pub(super) reason: String,
    /// Whether the client does not start it either.
    pub(super) off: bool,
}

impl FilePlan<'_> {
    /// What goes and what comes, without what stands around it: that may be secret.
    pub(super) fn shown(&self, home: &Path) -> String {
        let mut text = format!("{}\n", shown(&self.config.path, home));
        for change in &self.changes {
            let line = format!("  {}\n", one_line(change.entry.name()));
            text += &line;
            for edit in &change.edits {
                let old = self.config.text.get(edit.range.clone()).unwrap_or_default();
                if !old.is_empty() {
                    let line = format!("    - {}\n", one_line(change.hidden(edit, old)));
                    text += &line;
                }
                let line = format!("    + {}\n", one_line(&change.without_address(&edit.new)));
                text += &line;
            }
        }
        text + &shown_rules(&self.rules)
    }
}

impl Planned<'_> {
    /// What goes, unless it is an address or a command line, which may hold a secret however it is spelt.
    fn hidden<'b>(&self, edit: &Edit, old: &'b str) -> &'b str {
        let keys = ["url", "serverUrl", "httpUrl", "uri"];
        let address = keys.iter().filter_map(|key| self.entry.node.get(key));
        let mut places = address.map(|it| &it.span);
        if places.any(|it| *it == edit.range) {
            "\"…\""
        } else {
            old
        }
    }

    /// What comes, without the address that it holds as a quoted word.
    fn without_address(&self, new: &str) -> String {
        match &self.entry.transport {
            Transport::Remote { url, .. } => new.replace(&quoted(url), "\"…\""),
            _ => new.to_owned(),
        }
    }
}

impl Settings {
    /// What comes.
    pub(super) fn shown(&self, home: &Path) -> String {
        format!("{}\n{}", shown(&self.path, home), shown_rules(&self.rules))
    }
}

fn shown_rules(rules: &[RuleChange]) -> String {
    let mut text = String::new();
    for rule in rules {
        let line = format!(
            "  {}, for {}\n    + {}\n",
            rule.keys.join("."),
            one_line(&rule.server),
            one_line(&rule.added.edit.new)
        );
        text += &line;
    }
    text
}

/// Plans the changes of all files.
pub(super) fn plan<'a>(
    args: &Args,
    store: &Store,
    home: &Home,
    files: &'a [ConfigFile],
    catalog: &Catalog,
    asked: &BTreeMap<(usize, usize), String>,
) -> Plan<'a> {
    let mut plan = Plan {
        files: Vec::new(),
        skipped: Vec::new(),
        guarded: Vec::new(),
        unread: 0,
        warnings: Vec::new(),
        settings: Vec::new(),
    };
    for (at, file) in files.iter().enumerate() {
        if let Err(reason) = &file.root {
            let path = shown(&file.path, &home.folder);
            let warning = format!("`{path}` cannot be read: {reason}");
            plan.warnings.insert(plan.unread, warning);
            plan.unread += 1;
            continue;
        }
        let mut changes = Vec::new();
        for (number, entry) in file.entries.iter().enumerate() {
            if !args.means(entry.name()) {
                continue;
            }
            let id = match_entry(entry, catalog).map(|it| it.id);
            let id = id.or_else(|| asked.get(&(at, number)).cloned());
            let server = id.and_then(|id| Some((catalog, catalog.server(&id)?)));
            if entry.is_wrapped() {
                plan.guarded.push((&file.path, entry));
                plan.warnings.extend(kept_behind(args, entry, server));
                continue;
            }
            match planned(args, store, file, entry, server, &mut plan.warnings) {
                Ok(change) => changes.push(change),
                Err(reason) => plan.skipped.push(Skipped {
                    path: &file.path,
                    name: entry.name(),
                    reason,
                    off: entry.disabled,
                }),
            }
        }
        finish(file, changes, &mut plan);
    }
    add_own_rules(&mut plan, home, files);
    plan
}

fn finish<'a>(file: &'a ConfigFile, changes: Vec<Planned<'a>>, plan: &mut Plan<'a>) {
    if changes.is_empty() {
        return;
    }
    let mut edits: Vec<Edit> = changes.iter().flat_map(|it| it.edits.clone()).collect();
    sort::by_key(&mut edits, |it| it.range.start);
    let text = apply(&file.text, &edits);
    let entries: Vec<&Entry> = changes.iter().map(|it| it.entry).collect();
    match verify(file, &text, &entries) {
        Ok(()) => {
            plan.files.push(FilePlan {
                config: file,
                changes,
                rules: Vec::new(),
                text,
            });
        }
        Err(reason) => {
            let off = false;
            let skipped = |it: &Planned<'a>| Skipped {
                path: &file.path,
                name: it.entry.name(),
                reason: reason.clone(),
                off,
            };
            plan.skipped.extend(changes.iter().map(skipped));
        }
    }
}

fn planned<'a>(
    args: &Args,
    store: &Store,
    file: &'a ConfigFile,
    entry: &'a Entry,
    server: Option<(&Catalog, &Server)>,
    warnings: &mut Vec<String>,
) -> Result<Planned<'a>, String> {
    if let Some(reason) = refusal(file, entry) {
        return Err(reason);
    }
    if file.scope == Scope::Project && args.configs.is_empty() {
        return Err(
            "it belongs to a project, and other people may share the file; name the file to change it"
                .to_owned(),
        );
    }
    let (catalog, server) = server.ok_or(
        "it is not in the catalog; with `--live`, the program asks the server for its tools and rates them by the rules",
    )?;
    let rated = rate_server(catalog, server);
    let policy = store.policy_path(file, entry);
    let policy_text = policy_text(&rated, entry, args)?;
    let program = store.program(file.scope);
    let gateway = Gateway {
        program: &program,
        policy: &policy.display().to_string(),
        name: entry.name(),
    };
    gateway.check()?;
    let mut edits = wrap(file, entry, &gateway)?;
    warn(store, entry, &rated, warnings);
    warnings.extend(kept(args, &policy, &policy_text));
    // A policy that is there stays as it is, and may have been adapted by its user.
    let standing = read_file(&policy).unwrap_or_else(|_| policy_text.clone());
    let tools = sorted(&standing, &rated);
    let list = match in_entry(file, entry, rules_of(&file.clients), &tools) {
        Ok(list) => {
            edits.extend(list.as_ref().map(|it| it.edit.clone()));
            list
        }
        Err(reason) => {
            warnings.push(format!(
                "`{}` gets no rules of {}'s own: {reason}; the gateway alone holds the policy",
                one_line(entry.name()),
                file.title()
            ));
            None
        }
    };
    sort::by_key(&mut edits, |it| it.range.start);
    Ok(Planned {
        entry,
        edits,
        policy,
        policy_text,
        tools,
        list,
    })
}

pub(super) fn policy_text(
    rated: &[RatedTool<'_>],
    entry: &Entry,
    args: &Args,
) -> Result<String, String> {
    let policy = recommend(rated, args.profile());
    let tools: Vec<_> = rated.iter().map(|it| &it.tool.definition).collect();
    let server = ServerPolicy {
        name: entry.name(),
        policy: &policy,
        tools: &tools,
    };
    let own = target("toolrisk").ok_or("there is no target `toolrisk`")?;
    let export = own.export(&[server], Prefer::Safety);
    export.map(|it| it.text).map_err(|refusal| refusal.reason)
}

/// Warns where a tool of a server could write to the policies that hold it.
fn warn(store: &Store, entry: &Entry, rated: &[RatedTool<'_>], warnings: &mut Vec<String>) {
    let name = one_line(entry.name());
    let changes = rated.iter().any(|it| it.rating.category != Category::Read);
    let given = entry
        .own_words()
        .iter()
        .skip(1)
        .map(|it| store.expanded(it));
    let above = given
        .filter(|it| it.is_absolute() && store.folder.starts_with(it))
        .any(|_| changes);
    let mut line = String::new();
    let written = if above {
        write!(
            line,
            "`{name}` can write to `{}`, where the policies are stored; give it a smaller folder",
            store.folder.display()
        )
    } else if rated
        .iter()
        .any(|it| it.rating.traits.contains(&Trait::RunsCode))
    {
        write!(
            line,
            "`{name}` can run code, so it can change policies and configurations"
        )
    } else {
        return;
    };
    if written.is_ok() && !warnings.contains(&line) {
        warnings.push(line);
    }
}
