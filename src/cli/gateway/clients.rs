//! The clients of a gateway over HTTP while it runs: their file of tokens and their policies, read again.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::tokens::{Entry, entries};
use super::{Args, reload, state};
use crate::cli::CliError;
use crate::gateway::{Change, Client, Reload, Watch};
use crate::load::read_file;
use crate::policy::{Evaluator, Policy};

/// Who is let in, and by what.
pub(super) struct Clients {
    args: Args,
    /// The file of tokens, if there is one that may be read again.
    file: Option<PathBuf>,
    /// What the file said when it was last valid.
    wanted: Vec<Entry>,
    /// The clients that the gateway lets in, by their names.
    admitted: BTreeMap<String, Entry>,
    /// The policies of those clients.
    policies: BTreeMap<PathBuf, Watched>,
    /// Where all count.
    record: Evaluator,
    /// Whether the record lasts, or a warning has said that it does not.
    is_counting: bool,
    /// What was last said to be wrong with the file of tokens, and with the policy of each client.
    faults: BTreeMap<String, String>,
}

/// A policy, and what gives it again when its file changes.
struct Watched {
    policy: Policy,
    changes: Reload,
}

impl Clients {
    /// The clients to begin with, whose policies must all be valid.
    pub(super) fn new(args: &Args, wanted: Vec<Entry>, server: &str) -> Result<Self, CliError> {
        let mut policies = BTreeMap::new();
        for entry in &wanted {
            if !policies.contains_key(&entry.policy) {
                policies.insert(entry.policy.clone(), watched(&entry.policy, args)?);
            }
        }
        // The record is opened where any of the policies counts.
        let mut all = policies.values().map(|it| &it.policy);
        let counting = all.clone().find(|it| state::counts(it));
        let first = counting.or_else(|| all.next()).cloned();
        let first =
            first.ok_or_else(|| CliError::usage("no clients", "add at least one client"))?;
        let owner = args.tokens.as_deref().or(args.policy.as_deref());
        let is_counting = state::counts(&first);
        let record = state::evaluator(first, owner.unwrap_or(Path::new("")), args, server)?;
        let named = wanted.iter().map(|it| (it.name.clone(), it.clone()));
        Ok(Self {
            args: args.clone(),
            file: args.tokens.clone().filter(|_| !args.no_reload),
            admitted: named.collect(),
            wanted,
            policies,
            record,
            is_counting,
            faults: BTreeMap::new(),
        })
    }

    /// The clients as the gateway takes them at its start.
    pub(super) fn first(&self) -> Vec<Client> {
        let clients = self.wanted.iter();
        clients.filter_map(|entry| self.client(entry)).collect()
    }

    /// Looks at all files, whenever it is asked.
    pub(super) fn watch(mut self) -> Watch {
        Box::new(move || {
            self.read_tokens();
            let mut changes = self.shut_out();
            changes.extend(self.admit());
            changes.extend(self.change_policies());
            changes
        })
    }

    /// Reads the file of tokens again. One that is not valid changes nothing.
    fn read_tokens(&mut self) {
        let Some(file) = &self.file else { return };
        match entries(file, self.args.policy.as_deref()) {
            Ok(entries) => {
                self.faults.remove("");
                if entries != self.wanted {
                    reload::say(&format!("read `{}` again", file.display()));
                    self.wanted = entries;
                }
            }
            Err(error) => self.warn("", &error, "the gateway keeps the clients that it has"),
        }
    }

    /// The clients that are not in the file any more.
    fn shut_out(&mut self) -> Vec<Change> {
        let wanted = &self.wanted;
        let stays = |name: &String| wanted.iter().any(|it| it.name == *name);
        let names = self.admitted.keys().filter(|name| !stays(name));
        let gone: Vec<String> = names.cloned().collect();
        for name in &gone {
            self.admitted.remove(name);
            reload::say(&format!("the client `{name}` is shut out"));
        }
        gone.into_iter().map(Change::ShutOut).collect()
    }

    /// The clients that are new in the file, or have another token or policy there.
    fn admit(&mut self) -> Vec<Change> {
        let mut changes = Vec::new();
        for mut entry in self.wanted.clone() {
            let known = self.admitted.get(&entry.name).cloned();
            if known.as_ref() == Some(&entry) {
                continue;
            }
            match (self.read_policy(&entry.policy), &known) {
                (Ok(()), _) => {
                    self.faults.remove(&entry.name);
                }
                (Err(error), Some(known)) => {
                    let stays = "the client keeps the policy that it has";
                    self.warn(&entry.name, &error, stays);
                    entry.policy.clone_from(&known.policy);
                    if *known == entry {
                        continue;
                    }
                }
                (Err(error), None) => {
                    let stays = "the client is not let in until its policy is valid";
                    self.warn(&entry.name, &error, stays);
                    continue;
                }
            }
            if known.is_none() {
                reload::say(&format!("the client `{}` is let in", entry.name));
            }
            changes.extend(self.client(&entry).map(Change::Admitted));
            self.admitted.insert(entry.name.clone(), entry);
        }
        changes
    }

    /// The policies whose files have changed, for each client that has one of them.
    fn change_policies(&mut self) -> Vec<Change> {
        let admitted = &self.admitted;
        let is_used = |file: &PathBuf| admitted.values().any(|it| it.policy == *file);
        self.policies.retain(|file, _| is_used(file));
        let mut changes = Vec::new();
        let mut counts = false;
        for (file, watched) in &mut self.policies {
            let Some(policy) = (watched.changes)() else {
                continue;
            };
            counts |= state::counts(&policy);
            watched.policy = policy;
            let own = admitted.values().filter(|it| it.policy == *file);
            changes.extend(own.map(|it| Change::Policy(it.name.clone(), watched.policy.clone())));
        }
        self.warn_of_counting(counts);
        changes
    }

    fn client(&self, entry: &Entry) -> Option<Client> {
        let policy = self.policies.get(&entry.policy)?.policy.clone();
        Some(Client {
            evaluator: self.record.beside(policy, &entry.name),
            name: entry.name.clone(),
            token: entry.token.clone(),
        })
    }

    fn read_policy(&mut self, file: &Path) -> Result<(), CliError> {
        if self.policies.contains_key(file) {
            return Ok(());
        }
        let watched = watched(file, &self.args)?;
        self.warn_of_counting(state::counts(&watched.policy));
        self.policies.insert(file.to_owned(), watched);
        Ok(())
    }

    /// A record that was opened for policies without limits is lost at the end.
    fn warn_of_counting(&mut self, counts: bool) {
        if counts && !self.is_counting {
            self.is_counting = true;
            reload::say(
                "warning: no policy had a limit when the gateway started, so it counts calls in memory only; \
                 start it again to count them across restarts",
            );
        }
    }

    /// Says what is wrong, once for as long as it stays so.
    fn warn(&mut self, about: &str, error: &CliError, stays: &str) {
        let told = error.to_string();
        if self.faults.get(about) != Some(&told) {
            reload::say(&format!("warning: {told}; {stays}"));
            self.faults.insert(about.to_owned(), told);
        }
    }
}

fn watched(file: &Path, args: &Args) -> Result<Watched, CliError> {
    let text = read_file(file)?;
    let policy = reload::parse(file, &text)?;
    let changes = reload(file, text, args);
    Ok(Watched { policy, changes })
}
