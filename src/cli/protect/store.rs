//! Where policies, copies and the record of changes lie, and the writing of all of them.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::own::Settings;
use super::place::real;
use super::plan::FilePlan;
use super::record::{add_changes, add_rules};
use crate::cli::CliError;
use crate::clients::{ConfigFile, Entry, Home, Os, Scope};
use crate::load::read_bytes;
use crate::protect::{FileRecord, Ledger};
use crate::publish::write_file;
use crate::replace::{lock_own_file, replace_private_file};

/// This program's own folder in the user's settings. No tool of a server should be able to write there.
pub(super) struct Store {
    pub(super) folder: PathBuf,
    home: PathBuf,
    program: String,
}

/// The record of what was changed.
const LEDGER: &str = "protect.json";

/// Why a file was not changed.
#[derive(Debug, thiserror::Error)]
pub(super) enum StoreError {
    #[error("{0}")]
    Io(#[from] io::Error),
    #[error("{0}")]
    Cli(#[from] CliError),
    #[error("somebody else changed the file in the meantime; run the command again")]
    Changed,
}

impl Store {
    pub(super) fn of(home: &Home) -> Result<Self, CliError> {
        let folder = match home.os {
            Os::Windows => home.path("{local}/toolrisk"),
            Os::Linux | Os::Mac => home.path("{config}/toolrisk"),
        };
        let program = std::env::current_exe()?;
        Ok(Self {
            folder,
            home: home.folder.clone(),
            program: program.display().to_string(),
        })
    }

    /// The store in another folder, where this program kept its settings before.
    pub(super) fn at(&self, folder: PathBuf) -> Self {
        Self {
            folder,
            home: self.home.clone(),
            program: self.program.clone(),
        }
    }

    /// Whether a folder has a record of changes.
    pub(super) fn is_one(folder: &Path) -> bool {
        folder.join(LEDGER).is_file()
    }

    /// The program as a configuration names it. Clients with windows start servers with a bare `PATH`; a file
    /// that others share cannot hold a path of this machine.
    pub(super) fn program(&self, scope: Scope) -> String {
        match scope {
            Scope::Project => "toolrisk".to_owned(),
            Scope::User | Scope::Managed => self.program.clone(),
        }
    }

    /// An argument as the path that it may be.
    pub(super) fn expanded(&self, word: &str) -> PathBuf {
        match word.strip_prefix("~/").or((word == "~").then_some("")) {
            Some(rest) => self.home.join(rest),
            None => PathBuf::from(word),
        }
    }

    /// The policy of an entry: a name that people know, and a mark that tells two of the same name apart.
    pub(super) fn policy_path(&self, file: &ConfigFile, entry: &Entry) -> PathBuf {
        let client = file.clients.first().map_or("client", |it| it.id);
        let plain = |c: char| {
            if c.is_ascii_alphanumeric() || c == '-' || c == '_' {
                c
            } else {
                '-'
            }
        };
        let name: String = entry.name().chars().map(plain).take(40).collect();
        let place = format!("{}\n{}", real(&file.path).display(), entry.path.join("\n"));
        let mark = mark(&place);
        self.folder
            .join("policies")
            .join(format!("{client}-{name}-{mark}.json"))
    }

    fn ledger_path(&self) -> PathBuf {
        self.folder.join(LEDGER)
    }

    /// Keeps other runs from the record until what this gives is dropped: two runs that read it at once would each
    /// lose what the other adds.
    pub(super) fn lock(&self) -> Result<File, CliError> {
        let path = self.folder.join("protect.lock");
        lock_own_file(&path).map_err(|error| {
            let message = format!("cannot lock `{}`: {error}", path.display());
            CliError::usage(message, "check the permissions of its folder")
        })
    }

    /// The record of what was changed.
    pub(super) fn ledger(&self) -> Result<Ledger, CliError> {
        let path = self.ledger_path();
        if !path.exists() {
            return Ok(Ledger {
                version: 1,
                files: Vec::new(),
            });
        }
        let bytes = read_bytes(&path)?;
        serde_json::from_slice(&bytes).map_err(|error| {
            let message = format!("`{}` cannot be read: {error}", path.display());
            CliError::usage(
                message,
                "the copies of the configurations are in `backups` beside it",
            )
        })
    }

    pub(super) fn save(&self, ledger: &Ledger) -> io::Result<()> {
        let text = serde_json::to_string_pretty(ledger).map_err(io::Error::other)?;
        replace_private_file(&self.ledger_path(), text.as_bytes())
    }

    /// Changes one file. The record is saved before the file is, so that a change is never without one.
    pub(super) fn protect(
        &self,
        plan: &FilePlan<'_>,
        ledger: &mut Ledger,
    ) -> Result<(), StoreError> {
        let path = real(&plan.config.path);
        let old = plan.config.text.as_bytes();
        if path.metadata()?.permissions().readonly() {
            return Err(
                io::Error::new(io::ErrorKind::PermissionDenied, "the file is read-only").into(),
            );
        }
        for change in &plan.changes {
            // A policy that is there may have been adapted by its user.
            if !change.policy.exists() {
                write_file(&change.policy, change.policy_text.as_bytes())
                    .map_err(CliError::from)?;
            }
        }
        let before = ledger.clone();
        self.begin(&path, Some(old), ledger)?;
        if let Some(record) = ledger.files.iter_mut().find(|it| it.path == path) {
            add_changes(record, plan);
        }
        self.save(ledger)?;
        if let Err(error) = replace_unchanged(&path, old, plan.text.as_bytes()) {
            *ledger = before;
            self.save(ledger)?;
            return Err(error);
        }
        Ok(())
    }

    /// Adds rules to another file of a client, which may not be there yet.
    pub(super) fn add_rules(
        &self,
        settings: &Settings,
        ledger: &mut Ledger,
    ) -> Result<(), StoreError> {
        let path = real(&settings.path);
        let before = ledger.clone();
        let old = settings.old.as_deref().map(str::as_bytes);
        self.begin(&path, old, ledger)?;
        let record = ledger.files.iter_mut().find(|it| it.path == path);
        if let Some(record) = record {
            add_rules(record, &settings.rules);
        }
        self.save(ledger)?;
        let done = match old {
            Some(old) => replace_unchanged(&path, old, settings.text.as_bytes()),
            None if path.exists() => Err(StoreError::Changed),
            None => write_file(&path, settings.text.as_bytes())
                .map(drop)
                .map_err(|error| CliError::from(error).into()),
        };
        if done.is_err() {
            *ledger = before;
            self.save(ledger)?;
        }
        done
    }

    /// Begins the record of a file with a copy of it.
    fn begin(&self, path: &Path, old: Option<&[u8]>, ledger: &mut Ledger) -> io::Result<()> {
        if ledger.file(path).is_some() {
            return Ok(());
        }
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let mark = mark(&path.display().to_string());
        let backup = match old {
            Some(_) => self.folder.join("backups").join(format!("{mark}-{name}")),
            None => PathBuf::new(),
        };
        if let Some(old) = old {
            replace_private_file(&backup, old)?;
        }
        ledger.files.push(FileRecord {
            path: path.to_owned(),
            before: digest(old.unwrap_or_default()),
            backup,
            created: old.is_none(),
            changes: Vec::new(),
            made: Vec::new(),
        });
        Ok(())
    }
}

/// Writes a file that still holds what was read.
pub(super) fn replace_unchanged(path: &Path, old: &[u8], new: &[u8]) -> Result<(), StoreError> {
    if read_bytes(path).map_err(CliError::from)? != old {
        return Err(StoreError::Changed);
    }
    write_file(path, new).map_err(CliError::from)?;
    Ok(())
}

/// What tells two places of one name apart, in the name of a file.
fn mark(place: &str) -> String {
    digest(place.as_bytes()).chars().take(8).collect()
}

/// The SHA-256 in hex.
pub(super) fn digest(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().fold(String::new(), |mut text, byte| {
        let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or_default();
        text.push(digit(byte >> 4));
        text.push(digit(byte & 15));
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clients::given;
    use crate::protect::apply;

    /// What somebody else may do to a file between the reading and the writing.
    #[test]
    fn a_file_that_somebody_else_has_changed_is_left_as_they_wrote_it() {
        let scratch = tempfile::tempdir().unwrap();
        let folder = scratch.path().canonicalize().unwrap();
        let home = Home {
            os: Os::Linux,
            folder: folder.clone(),
            here: folder.clone(),
            variables: Vec::new(),
        };
        let store = Store::of(&home).unwrap();
        let text = r#"{"mcpServers": {"x": {"command": "npx", "args": ["y"]}}}"#;
        for (name, theirs) in [
            ("a.json", Some("{}")),
            ("b.json", Some("")),
            (
                "c.json",
                Some("{\"mcpServers\": {\"x\": {\"command\": \"npx\", \"args\": [\"z\"]}}}"),
            ),
            ("d.json", None),
        ] {
            let path = folder.join(name);
            write_file(&path, text.as_bytes()).unwrap();
            let config = given(&home, &path);
            let plan = FilePlan {
                text: apply(text, &[]) + " ",
                changes: Vec::new(),
                rules: Vec::new(),
                config: &config,
            };
            match theirs {
                Some(theirs) => write_file(&path, theirs.as_bytes()).map(drop).unwrap(),
                None => crate::replace::remove_own_file(&path).unwrap(),
            }
            let mut ledger = store.ledger().unwrap();
            assert!(store.protect(&plan, &mut ledger).is_err(), "{name}");
            assert_eq!(ledger.files, []);
            assert_eq!(store.ledger().unwrap().files, []);
            assert_eq!(crate::load::read_file(&path).ok().as_deref(), theirs);
        }
        let settings = |old: Option<&str>| Settings {
            title: "a client",
            path: folder.join("settings.json"),
            old: old.map(str::to_owned),
            rules: Vec::new(),
            text: "{}".to_owned(),
        };
        // It was not there when it was looked for, and is there now.
        write_file(&folder.join("settings.json"), b"theirs").unwrap();
        let mut ledger = Ledger::default();
        for old in [None, Some("before")] {
            assert!(store.add_rules(&settings(old), &mut ledger).is_err());
            assert_eq!(ledger.files, []);
        }
        let kept = crate::load::read_file(&folder.join("settings.json")).unwrap();
        assert_eq!(kept, "theirs");
    }
}
