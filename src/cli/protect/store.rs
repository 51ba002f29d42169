//! Where policies, copies and the record of changes lie, and the writing of all of them.

use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::plan::FilePlan;
use crate::cli::CliError;
use crate::clients::{ConfigFile, Entry, Home, Os, Scope};
use crate::load::read_bytes;
use crate::protect::{Change, FileRecord, Ledger, hull};
use crate::publish::write_file;
use crate::replace::replace_private_file;

/// This program's own folder in the user's settings. No tool of a server should be able to write there.
pub(super) struct Store {
    pub(super) folder: PathBuf,
    home: PathBuf,
    program: String,
}

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
        let mark: String = digest(place.as_bytes()).chars().take(8).collect();
        self.folder
            .join("policies")
            .join(format!("{client}-{name}-{mark}.json"))
    }

    fn ledger_path(&self) -> PathBuf {
        self.folder.join("protect.json")
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
                "the copies of the configurations lie in `backups` beside it",
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
        self.record(plan, &path, old, ledger)?;
        self.save(ledger)?;
        if let Err(error) = replace_unchanged(&path, old, plan.text.as_bytes()) {
            *ledger = before;
            self.save(ledger)?;
            return Err(error);
        }
        Ok(())
    }

    fn record(
        &self,
        plan: &FilePlan<'_>,
        path: &Path,
        old: &[u8],
        ledger: &mut Ledger,
    ) -> io::Result<()> {
        if ledger.file(path).is_none() {
            let print = digest(old);
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let mark: String = digest(path.display().to_string().as_bytes())
                .chars()
                .take(8)
                .collect();
            let backup = self.folder.join("backups").join(format!("{mark}-{name}"));
            replace_private_file(&backup, old)?;
            ledger.files.push(FileRecord {
                path: path.to_owned(),
                before: print,
                backup,
                changes: Vec::new(),
            });
        }
        let record = ledger.files.iter_mut().find(|it| it.path == path);
        let Some(record) = record else { return Ok(()) };
        let mut grown = 0_usize;
        let mut changes: Vec<_> = plan
            .changes
            .iter()
            .filter_map(|it| Some((it, hull(&plan.config.text, &it.edits)?)))
            .collect();
        changes.sort_by_key(|(_, (at, ..))| *at);
        for (change, (at, old, new)) in changes {
            let at = at + grown;
            // Changes only ever add: a server's own words stay.
            grown += new.len().saturating_sub(old.len());
            record.changes.push(Change {
                entry: change.entry.path.clone(),
                policy: change.policy.clone(),
                at,
                old,
                new,
            });
        }
        Ok(())
    }
}

/// The file behind all links.
pub(super) fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// Writes a file that still holds what was read.
pub(super) fn replace_unchanged(path: &Path, old: &[u8], new: &[u8]) -> Result<(), StoreError> {
    if read_bytes(path).map_err(CliError::from)? != old {
        return Err(StoreError::Changed);
    }
    write_file(path, new).map_err(CliError::from)?;
    Ok(())
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
