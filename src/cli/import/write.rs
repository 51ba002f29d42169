//! One server's tools → its files in the catalog.

use std::path::Path;

use super::Args;
use crate::cli::{CliError, Console};
use crate::import::{CaptureNote, Existing, Listed, plan};
use crate::load::{load, read_file, read_tree};
use crate::model::Lock;
use crate::publish::write_file;
use crate::report::unified;

const LOCK: &str = "tools.lock.json";

/// What is imported.
pub(super) struct Import<'a> {
    pub(super) server: &'a str,
    pub(super) listed: &'a [Listed],
    pub(super) note: CaptureNote,
    /// Whether a tool that is not in the list is gone.
    pub(super) complete: bool,
}

impl Import<'_> {
    /// Writes, shows or tells, as the arguments say; gives the number of faults.
    pub(super) fn run(&self, args: &Args, console: &mut Console) -> Result<usize, CliError> {
        let server = self.server;
        let existing = existing(&args.catalog.catalog, server)?;
        let plan = plan(server, self.listed, &self.note, &existing);
        let folder = args.catalog.catalog.join(server);
        let mut changed = 0;
        for (name, text) in &plan.files {
            let path = folder.join(name);
            let before = text_of(&path)?;
            let text = if *name == LOCK && !self.complete {
                with_missing(text, &before)
            } else {
                text.clone()
            };
            if text == before {
                continue;
            }
            changed += 1;
            if args.diff {
                console.data(&unified(&path.display().to_string(), &before, &text))?;
            } else if !args.dry_run {
                write_file(&path, text.as_bytes())?;
            }
        }
        for fault in &plan.faults {
            console.complain(&format!("warning: {server}: {fault}"));
        }
        for name in plan.gone.iter().filter(|_| self.complete) {
            console.complain(&format!(
                "warning: {server}: `{name}` has an entry but is not in the list"
            ));
        }
        let (captured, added) = (plan.captured, plan.added.len());
        let written = match (args.dry_run || args.diff, changed) {
            (_, 0) => "; nothing to write".to_owned(),
            (true, changed) => format!("; {changed} files would be written"),
            (false, _) => String::new(),
        };
        let from = if self.note.package.is_empty() {
            String::new()
        } else {
            format!(" of {}", self.note.package)
        };
        console.say(&format!(
            "{server}: {captured} tools{from} listed, {added} entries added{written}"
        ));
        Ok(plan.faults.len())
    }
}

/// The text of a file; empty if there is none.
fn text_of(path: &Path) -> Result<String, CliError> {
    if path.is_file() {
        Ok(read_file(path)?)
    } else {
        Ok(String::new())
    }
}

/// A lock with what the lock before it has of tools that an incomplete list does not show.
fn with_missing(text: &str, before: &str) -> String {
    let locks = (
        serde_json::from_str::<Lock>(text),
        serde_json::from_str::<Lock>(before),
    );
    let (Ok(mut lock), Ok(before)) = locks else {
        return text.to_owned();
    };
    for (name, tool) in before.tools {
        lock.tools.entry(name).or_insert(tool);
    }
    serde_json::to_string_pretty(&lock).map_or_else(|_| text.to_owned(), |text| text + "\n")
}

/// What the catalog already holds of a server.
fn existing(catalog: &Path, server: &str) -> Result<Existing, CliError> {
    if !catalog.join(server).is_dir() {
        return Ok(Existing::default());
    }
    let tree = read_tree(catalog, Some(server))?;
    let file = |name: &str| {
        let place = format!("{server}/{name}");
        let at = tree.places.iter().position(|known| *known == place)?;
        tree.sources
            .iter()
            .nth(at)
            .map(|(_, file)| file.text.clone())
    };
    let tools_yaml = file("tools.yaml").unwrap_or_default();
    let has_server = file("server.yaml").is_some();
    let loaded = load(&tree);
    let entries = loaded
        .catalog
        .tools()
        .map(|(_, tool)| tool.definition.name.clone())
        .collect();
    Ok(Existing {
        has_server,
        entries,
        tools_yaml,
    })
}
