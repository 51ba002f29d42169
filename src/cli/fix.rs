//! `check --fix` and `check --diff`.

use std::collections::BTreeSet;
use std::path::Path;

use super::check::{Args, Checked, baseline, look, new_beside};
use super::rewrite::rewrite;
use super::{CliError, Console, Outcome};
use crate::check::fixed;
use crate::diagnostic::Diagnostic;
use crate::edit::Refusal;
use crate::load::Tree;
use crate::plural::count;
use crate::report::unified;
use crate::source::{FileId, Sources};

/// Most rounds of fixes: one fix may uncover another.
const MOST_ROUNDS: usize = 10;

/// Applies fixes round after round until nothing changes, and says which were not applied.
pub(super) fn fix(args: &Args, console: &mut Console) -> Result<(), CliError> {
    let (folder, _) = args.target()?;
    let baseline = baseline(args)?;
    let mut files: BTreeSet<FileId> = BTreeSet::new();
    let mut refused = Vec::new();
    for _ in 0..MOST_ROUNDS {
        let Checked { tree, found, .. } = look(args)?;
        // What a baseline lists is left as it is.
        let (found, _) = new_beside(baseline.as_ref(), found, &tree);
        let fixed = fixed(&found, &tree.sources);
        refused = lines(&fixed.refused, &tree.sources);
        for (file, text) in &fixed.texts {
            write(&folder, &tree, *file, text)?;
            files.insert(*file);
        }
        if fixed.texts.is_empty() {
            break;
        }
    }
    for line in &refused {
        console.complain(line);
    }
    console.say(&format!("fixed {}", count(files.len(), "file")));
    Ok(())
}

fn write(root: &Path, tree: &Tree, file: FileId, text: &str) -> Result<(), CliError> {
    // The path that is shown may be another one than the system's, which need not be UTF-8.
    let path = root.join(tree.sources.place(file));
    match tree.sources.get(file) {
        Some(old) => rewrite(&path, Some(&old.text), text),
        None => Ok(()),
    }
}

/// Shows what `fix` would change.
pub(super) fn diff(
    found: &[Diagnostic],
    tree: &Tree,
    console: &mut Console,
) -> Result<Outcome, CliError> {
    let fixed = fixed(found, &tree.sources);
    for (file, new) in &fixed.texts {
        if let Some(old) = tree.sources.get(*file) {
            console.data(&unified(&old.path, &old.text, new))?;
        }
    }
    let refused = lines(&fixed.refused, &tree.sources);
    for line in &refused {
        console.complain(line);
    }
    console.say(&format!("would fix {}", count(fixed.texts.len(), "file")));
    Ok(if fixed.texts.is_empty() {
        Outcome::Clean
    } else {
        Outcome::Findings
    })
}

/// A line for each fix that was not applied: where, which lint, and why.
fn lines(refused: &[(&Diagnostic, Refusal)], sources: &Sources) -> Vec<String> {
    let line = |(finding, refusal): &(&Diagnostic, Refusal)| {
        let span = finding.primary.span;
        let (start, _) = sources.line_col(span);
        format!(
            "not fixed: {}:{}:{}: {}: {refusal}",
            sources.path(span.file),
            start.line,
            start.column,
            finding.lint.name
        )
    };
    refused.iter().map(line).collect()
}
