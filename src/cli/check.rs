//! `toolrisk check`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::{CliError, Console, Outcome, catalog, git};
use crate::check::{Baseline, all_lints, check, find_lint, set_levels};
use crate::diagnostic::{Diagnostic, Level, nearest};
use crate::load::{Loaded, Tree, load, read_file};
use crate::model::LevelSetting;
use crate::publish::write_file;
use crate::report::{Counts, fingerprints, github, gitlab, human, json, junit, new_since, sarif};
use crate::rules::rate;
use crate::source::{FileId, Span, Spanned};

/// Check a catalog: its files, its ratings, its texts.
///
/// Findings go to stdout. Exit codes: 0 no errors, 1 errors, 2 could not run.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Folder of the catalog.
    #[arg(default_value = "catalog")]
    pub(super) catalog: PathBuf,

    /// Form of the findings.
    #[arg(long, value_enum, default_value = "human")]
    format: Format,

    /// Report only these lints, by name or code.
    #[arg(long, value_name = "LINT", value_delimiter = ',', value_parser = lint)]
    select: Vec<&'static str>,

    /// Do not report these lints.
    #[arg(long, value_name = "LINT", value_delimiter = ',', value_parser = lint)]
    ignore: Vec<&'static str>,

    /// Set a lint's level: `missing-rationale=error`.
    #[arg(long, value_name = "LINT=LEVEL", value_parser = level)]
    level: Vec<(&'static str, Level)>,

    /// Count the findings of each lint instead of showing them.
    #[arg(long)]
    statistics: bool,

    /// Apply safe fixes, then check. A fix that would change any other value is not applied.
    #[arg(long)]
    fix: bool,

    /// Show what `--fix` would change, and change nothing.
    #[arg(long, conflicts_with = "fix")]
    diff: bool,

    /// Leave out the findings of this file.
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,

    /// Write all findings to this file, for `--baseline`, and report none.
    #[arg(long, value_name = "FILE", conflicts_with = "baseline")]
    write_baseline: Option<PathBuf>,

    /// Report only findings that are new since this git revision, in whatever file they stand.
    #[arg(long, value_name = "REV")]
    changed_since: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// With the source line and carets.
    Human,
    /// One document, version 1.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// GitHub annotations.
    Github,
    /// GitLab Code Quality.
    Gitlab,
    /// JUnit XML.
    Junit,
}

fn lint(word: &str) -> Result<&'static str, String> {
    find_lint(word).map(|info| info.name).ok_or_else(|| {
        let names: Vec<&str> = all_lints().iter().map(|info| info.name).collect();
        match nearest(word, &names) {
            Some(near) => format!("there is no such lint; did you mean `{near}`?"),
            None => "there is no such lint; `toolrisk explain` lists them".to_owned(),
        }
    })
}

fn level(setting: &str) -> Result<(&'static str, Level), String> {
    let (word, level) = setting.split_once('=').ok_or("write `<lint>=<level>`")?;
    let level = level.parse().map_err(|()| "levels: allow, warn, error")?;
    Ok((lint(word)?, level))
}

pub(super) fn run(args: &Args, console: &mut Console) -> Result<Outcome, CliError> {
    if args.fix {
        super::fix::fix(args, console)?;
    }
    let Checked {
        tree,
        found,
        servers,
        tools,
    } = look(args)?;
    if args.diff {
        return super::fix::diff(&found, &tree, console);
    }
    if let Some(path) = &args.write_baseline {
        return write_baseline(path, &found, &tree, console);
    }
    let found = match &args.baseline {
        None => found,
        Some(path) => without_baseline(path, found, &tree, console)?,
    };
    if args.statistics {
        console.data(&statistics(&found))?;
    } else {
        show(args.format, &found, &tree, console)?;
    }
    let counts = Counts::of(&found);
    console.say(&format!(
        "checked {tools} tools of {servers} servers: {counts}"
    ));
    Ok(if counts.errors > 0 {
        Outcome::Findings
    } else {
        Outcome::Clean
    })
}

pub(super) struct Checked {
    pub(super) tree: Tree,
    pub(super) found: Vec<Diagnostic>,
    servers: usize,
    tools: usize,
}

/// Loads and checks the catalog, levels and selections applied.
pub(super) fn look(args: &Args) -> Result<Checked, CliError> {
    let (tree, loaded) = catalog::open(&args.catalog)?;
    let mut found = findings(&loaded, args);
    if let Some(revision) = &args.changed_since {
        let before = git::tree_at(&args.catalog, revision)?;
        let known = findings(&load(&before), args);
        found = new_since(&known, &before.sources, found, &tree.sources);
    }
    let (servers, tools) = (loaded.catalog.servers.len(), loaded.catalog.tool_count());
    Ok(Checked {
        tree,
        found,
        servers,
        tools,
    })
}

/// What is wrong with a catalog, by its own levels and those of the command line.
fn findings(loaded: &Loaded, args: &Args) -> Vec<Diagnostic> {
    let mut found = loaded.found.clone();
    found.extend(check(&rate(&loaded.catalog)));
    found.sort_by(|a, b| a.order().cmp(&b.order()));
    let mut settings = loaded.catalog.config.lints.clone();
    settings.extend(args.level.iter().map(|(lint, level)| setting(lint, *level)));
    settings.extend(args.ignore.iter().map(|lint| setting(lint, Level::Allow)));
    let mut found = set_levels(found, &settings);
    if !args.select.is_empty() {
        found.retain(|finding| args.select.contains(&finding.lint.name));
    }
    found
}

fn setting(lint: &str, level: Level) -> LevelSetting {
    LevelSetting {
        lint: Spanned::new(lint.to_owned(), Span::whole(FileId(0))),
        level,
    }
}

fn show(
    format: Format,
    found: &[Diagnostic],
    tree: &Tree,
    console: &mut Console,
) -> Result<(), CliError> {
    let sources = &tree.sources;
    match format {
        Format::Json => console.data(&json(found, sources)),
        Format::Sarif => console.data(&sarif(found, sources, &all_lints())),
        Format::Github => console.data(&github(found, sources)),
        Format::Gitlab => console.data(&gitlab(found, sources)),
        Format::Junit => console.data(&junit(found, sources)),
        Format::Human => found
            .iter()
            .try_for_each(|finding| console.data(&(human(finding, sources, console.color) + "\n"))),
    }
}

fn statistics(found: &[Diagnostic]) -> String {
    let mut counts: BTreeMap<(&str, &str, &str), usize> = BTreeMap::new();
    for finding in found {
        let key = (finding.lint.code, finding.lint.name, finding.level.as_str());
        *counts.entry(key).or_default() += 1;
    }
    let mut rows: Vec<_> = counts.into_iter().collect();
    rows.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let line = |((code, name, level), count)| format!("{count:>7}  {code}  {level:<5}  {name}\n");
    rows.into_iter().map(line).collect()
}

fn write_baseline(
    path: &Path,
    found: &[Diagnostic],
    tree: &Tree,
    console: &mut Console,
) -> Result<Outcome, CliError> {
    let baseline = Baseline::new(found.iter().zip(fingerprints(found, &tree.sources)));
    // Strings only: serialising them cannot fail.
    let text = serde_json::to_string_pretty(&baseline).unwrap_or_default() + "\n";
    write_file(path, text.as_bytes())?;
    console.say(&format!(
        "wrote {} findings to {}",
        baseline.findings.len(),
        path.display()
    ));
    Ok(Outcome::Clean)
}

fn without_baseline(
    path: &Path,
    found: Vec<Diagnostic>,
    tree: &Tree,
    console: &mut Console,
) -> Result<Vec<Diagnostic>, CliError> {
    let baseline: Baseline = serde_json::from_str(&read_file(path)?).map_err(|error| {
        let message = format!("cannot read the baseline `{}`: {error}", path.display());
        CliError::usage(message, "write it anew with `--write-baseline`")
    })?;
    let fingerprints = fingerprints(&found, &tree.sources);
    let (new, gone) = baseline.without(found.into_iter().zip(fingerprints));
    if gone > 0 {
        console.say(&format!(
            "{gone} findings of the baseline are gone: write it anew to keep it tight"
        ));
    }
    Ok(new)
}
