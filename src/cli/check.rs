//! `toolrisk check`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::beside::Beside;
use super::build::Replaced;
use super::{CliError, Console, Outcome, catalog, git, overwrite, single};
use crate::check::{Baseline, all_lints, check, find_lint, is_fault, set_levels};
use crate::diagnostic::{Diagnostic, Level, nearest};
use crate::load::{Loaded, Tree, load, read_file};
use crate::model::{LevelSetting, Tool};
use crate::plural::count;
use crate::publish::write_file;
use crate::report::{Counts, fingerprints, github, gitlab, human, json, junit, new_since, sarif};
use crate::rules::rate;
use crate::sort;
use crate::source::{FileId, Span, Spanned};

/// Check the files, ratings and texts of a catalog.
///
/// Findings go to stdout: errors, warnings, and notes, which need no change if they are right. The exit
/// code is 0 without errors, 1 with errors, and 2 if the command could not run.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of its own on the command line"
)]
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Folder of the catalog, or a file in it. For a file, only its findings are reported. By default, the catalog that
    /// contains the current folder, or else the nearest folder named `catalog`.
    #[arg(value_name = "CATALOG|FILE")]
    pub(super) path: Option<PathBuf>,

    /// Output format of the findings.
    #[arg(long, value_enum, default_value = "human")]
    format: Format,

    /// Report only these lints, by name or code.
    #[arg(long, value_name = "LINT", value_delimiter = ',', value_parser = lint)]
    select: Vec<&'static str>,

    /// Do not report these lints. TR001 to TR023 cannot be ignored: they report files that were not read.
    #[arg(long, value_name = "LINT", value_delimiter = ',', value_parser = lowered)]
    ignore: Vec<&'static str>,

    /// Set a lint's level: `missing-rationale=error`; `all=warn` sets all but TR001 to TR023. Later settings win.
    #[arg(long, value_name = "LINT=LEVEL", value_parser = level)]
    level: Vec<(Which, Level)>,

    /// Fail on warnings too: they become errors.
    #[arg(long, value_name = "WHAT", value_parser = ["warnings"])]
    deny: Option<String>,

    /// Count the findings of each lint instead of showing them.
    #[arg(long)]
    statistics: bool,

    /// Apply safe fixes, then check. A fix that would change another value of the file is left out.
    #[arg(long)]
    pub(super) fix: bool,

    /// Show what `--fix` would change, without changing anything.
    #[arg(long, conflicts_with = "fix")]
    diff: bool,

    /// Ignore the findings that this file lists.
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,

    /// Write all findings to this file for `--baseline`, and report none.
    #[arg(long, value_name = "FILE", conflicts_with = "baseline")]
    write_baseline: Option<PathBuf>,

    /// Replace the file of `--write-baseline`, even if it holds no earlier baseline.
    #[arg(long, requires = "write_baseline")]
    force: bool,

    /// Report only findings that are new since this git revision.
    #[arg(long, value_name = "REV")]
    changed_since: Option<String>,

    #[command(flatten)]
    replaced: Replaced,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For people, with the source line.
    Human,
    /// One JSON document, version 1.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// GitHub annotations.
    Github,
    /// GitLab Code Quality, with paths relative to the repository.
    Gitlab,
    /// JUnit XML.
    Junit,
}

fn lint(word: &str) -> Result<&'static str, String> {
    find_lint(word).map(|info| info.name).ok_or_else(|| {
        let names: Vec<&str> = all_lints().iter().map(|info| info.name).collect();
        match nearest(word, &names) {
            Some(near) => format!("unknown lint; did you mean `{near}`?"),
            None => "unknown lint; `toolrisk explain` lists them".to_owned(),
        }
    })
}

/// A lint whose findings need not be errors.
fn lowered(word: &str) -> Result<&'static str, String> {
    let name = lint(word)?;
    match find_lint(name) {
        Some(info) if is_fault(info) => Err(format!(
            "`{name}` says that a part of the catalog was not read, so it always is an error; fix what it finds"
        )),
        _ => Ok(name),
    }
}

/// The lints whose level is set.
#[derive(Debug, Clone, Copy)]
enum Which {
    All,
    One(&'static str),
}

fn level(setting: &str) -> Result<(Which, Level), String> {
    let (word, level) = setting.split_once('=').ok_or("write `<lint>=<level>`")?;
    let level = level
        .parse()
        .map_err(|()| "the levels are allow, note, warn and error")?;
    let which = match word {
        "all" => Which::All,
        word if level == Level::Error => Which::One(lint(word)?),
        word => Which::One(lowered(word)?),
    };
    Ok((which, level))
}

impl Args {
    /// The catalog, and the place of the file in it if one is named.
    pub(super) fn target(&self) -> Result<(PathBuf, Option<String>), CliError> {
        single::split(catalog::or_near(self.path.as_deref()))
    }
}

pub(super) fn run(args: &Args, console: &mut Console) -> Result<Outcome, CliError> {
    let (folder, _) = args.target()?;
    if args.fix {
        super::fix::fix(args, console)?;
    }
    let Checked {
        tree,
        found,
        servers,
        tools,
        paraphrased,
    } = look(args)?;
    console.detail(&catalog::what_was_read(&folder, &tree));
    let baseline = baseline(args)?;
    if args.diff {
        // It shows what `--fix` changes, and that leaves what a baseline lists as it is.
        let (found, _) = new_beside(baseline.as_ref(), found, &tree);
        return super::fix::diff(&found, &tree, console);
    }
    if let Some(path) = &args.write_baseline {
        return write_baseline(path, args.force, &found, &tree, console);
    }
    let found = without_baseline(baseline.as_ref(), found, &tree, console);
    if args.statistics {
        console.data(&statistics(args.format, &found)?)?;
    } else {
        show(args.format, &folder, &found, &tree, console)?;
    }
    let counts = Counts::of(&found);
    console.say(&format!(
        "checked {} of {}: {counts}",
        count(tools, "tool"),
        count(servers, "server")
    ));
    if paraphrased > 0 {
        let (has, whose) = match paraphrased {
            1 => ("has", "its entry"),
            _ => ("have", "their entries"),
        };
        console.say(&format!(
            "{} {has} no rating from the server's own definition, so the rules read the description in {whose}",
            count(paraphrased, "tool")
        ));
    }
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
    /// How many tools are rated from the descriptions of their entries.
    paraphrased: usize,
}

/// Loads and checks the catalog, levels and selections applied.
pub(super) fn look(args: &Args) -> Result<Checked, CliError> {
    let (folder, file) = args.target()?;
    let (mut tree, loaded) = catalog::open(&folder)?;
    let others = Beside::read(&folder, &loaded.catalog.config, &args.replaced, &mut tree)?;
    let mut found = findings(&loaded, others, &tree, args);
    if let Some(revision) = &args.changed_since {
        let mut before = git::tree_at(&folder, revision, Some(&tree))?;
        let known = load(&before);
        let config = &known.catalog.config;
        let others = Beside::read_at((&folder, revision), config, &args.replaced, &mut before)?;
        let known = findings(&known, others, &before, args);
        found = new_since(&known, &before.sources, found, &tree.sources);
    }
    if let Some(file) = file {
        found.retain(|it| tree.sources.place(it.primary.span.file) == file);
    }
    let (servers, tools) = (loaded.catalog.servers.len(), loaded.catalog.tool_count());
    let captured = |tool: &Tool| {
        let lock = tool.lock.as_ref();
        lock.is_some_and(|lock| lock.assessment.is_some())
    };
    let all = loaded.catalog.tools();
    let paraphrased = all.filter(|(_, tool)| !captured(tool)).count();
    Ok(Checked {
        tree,
        found,
        servers,
        tools,
        paraphrased,
    })
}

/// What is wrong with a catalog, by its own levels and those of the command line.
fn findings(loaded: &Loaded, others: Beside, tree: &Tree, args: &Args) -> Vec<Diagnostic> {
    let rated = rate(&loaded.catalog);
    let mut found = loaded.found.clone();
    found.extend(others.findings(&rated, tree));
    found.extend(check(&rated));
    sort::by(&mut found, |a, b| a.order().cmp(&b.order()));
    let mut settings = loaded.catalog.config.lints.clone();
    settings.extend(
        args.level
            .iter()
            .flat_map(|(which, level)| set(*which, *level)),
    );
    settings.extend(args.ignore.iter().map(|lint| setting(lint, Level::Allow)));
    let mut found = set_levels(found, &settings);
    if !args.select.is_empty() {
        found.retain(|it| is_fault(it.lint) || args.select.contains(&it.lint.name));
    }
    if args.deny.is_some() {
        for finding in &mut found {
            finding.level = Level::Error;
        }
    }
    found
}

/// The settings for one lint, or for all of them.
fn set(which: Which, level: Level) -> Vec<LevelSetting> {
    match which {
        Which::One(lint) => vec![setting(lint, level)],
        Which::All => all_lints()
            .iter()
            .map(|info| setting(info.name, level))
            .collect(),
    }
}

fn setting(lint: &str, level: Level) -> LevelSetting {
    LevelSetting {
        lint: Spanned::new(lint.to_owned(), Span::whole(FileId(0))),
        level,
    }
}

fn show(
    format: Format,
    folder: &Path,
    found: &[Diagnostic],
    tree: &Tree,
    console: &mut Console,
) -> Result<(), CliError> {
    let sources = &tree.sources;
    match format {
        Format::Json => console.data(&json(found, sources)),
        Format::Sarif => console.data(&sarif(found, sources, &all_lints())),
        Format::Github => console.data(&github(found, sources)),
        Format::Gitlab => {
            let folder = git::folder_in_repository(folder);
            let path = |file| match &folder {
                Some(folder) => format!("{folder}{}", tree.sources.place(file)),
                None => tree.sources.path(file).to_owned(),
            };
            console.data(&gitlab(found, sources, path))
        }
        Format::Junit => console.data(&junit(found, sources)),
        Format::Human => found
            .iter()
            .try_for_each(|finding| console.data(&(human(finding, sources, console.color) + "\n"))),
    }
}

/// Code, name and level of a lint, and how many findings of it there are; most first.
fn counted(found: &[Diagnostic]) -> Vec<((&str, &str, &str), usize)> {
    let mut counts: BTreeMap<(&str, &str, &str), usize> = BTreeMap::new();
    for finding in found {
        let key = (finding.lint.code, finding.lint.name, finding.level.as_str());
        *counts.entry(key).or_default() += 1;
    }
    let mut rows: Vec<_> = counts.into_iter().collect();
    sort::by_key(&mut rows, |(_, count)| std::cmp::Reverse(*count));
    rows
}

fn statistics(format: Format, found: &[Diagnostic]) -> Result<String, CliError> {
    match format {
        Format::Human => Ok(statistics_human(found)),
        Format::Json => Ok(statistics_json(found)),
        _ => Err(CliError::usage(
            "`--statistics` has no such format",
            "use `--format human` or `--format json`",
        )),
    }
}

fn statistics_human(found: &[Diagnostic]) -> String {
    let line = |((code, name, level), count)| format!("{count:>7}  {code}  {level:<5}  {name}\n");
    counted(found).into_iter().map(line).collect()
}

fn statistics_json(found: &[Diagnostic]) -> String {
    let row = |((code, name, level), count)| serde_json::json!({ "code": code, "lint": name, "level": level, "count": count });
    let rows: Vec<_> = counted(found).into_iter().map(row).collect();
    let document = serde_json::json!({ "version": 1, "statistics": rows });
    // A JSON value always serialises.
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

fn write_baseline(
    path: &Path,
    force: bool,
    found: &[Diagnostic],
    tree: &Tree,
    console: &mut Console,
) -> Result<Outcome, CliError> {
    if !force {
        let is_baseline = |text: &str| serde_json::from_str::<Baseline>(text).is_ok();
        let help = "name another file, or replace this one with `--force`";
        overwrite::refuse(path, is_baseline, help)?;
    }
    let all = found.iter().zip(fingerprints(found, &tree.sources));
    let (faults, others): (Vec<_>, Vec<_>) = all.partition(|(finding, _)| is_fault(finding.lint));
    let baseline = Baseline::new(others);
    // Strings only: serialising them cannot fail.
    let text = serde_json::to_string_pretty(&baseline).unwrap_or_default() + "\n";
    write_file(path, text.as_bytes())?;
    console.say(&format!(
        "wrote {} to {}",
        count(baseline.findings.len(), "finding"),
        path.display()
    ));
    if faults.is_empty() {
        return Ok(Outcome::Clean);
    }
    for (fault, _) in &faults {
        console.complain(&human(fault, &tree.sources, console.color));
    }
    console.complain(&format!(
        "{} left out of the baseline, which cannot hold what was not read; fix {}",
        match faults.len() {
            1 => "1 fault is".to_owned(),
            many => format!("{many} faults are"),
        },
        if faults.len() == 1 { "it" } else { "them" }
    ));
    Ok(Outcome::Findings)
}

/// The baseline of the command line.
pub(super) fn baseline(args: &Args) -> Result<Option<Baseline>, CliError> {
    let Some(path) = &args.baseline else {
        return Ok(None);
    };
    let baseline = serde_json::from_str(&read_file(path)?).map_err(|error| {
        let message = format!("cannot read the baseline `{}`: {error}", path.display());
        CliError::usage(message, "write it anew with `--write-baseline`")
    })?;
    Ok(Some(baseline))
}

/// The findings that are not in a baseline, and how many of the baseline are gone. Faults are in no baseline.
pub(super) fn new_beside(
    baseline: Option<&Baseline>,
    found: Vec<Diagnostic>,
    tree: &Tree,
) -> (Vec<Diagnostic>, usize) {
    let Some(baseline) = baseline else {
        return (found, 0);
    };
    let fingerprints = fingerprints(&found, &tree.sources);
    baseline.without(found.into_iter().zip(fingerprints), is_fault)
}

fn without_baseline(
    baseline: Option<&Baseline>,
    found: Vec<Diagnostic>,
    tree: &Tree,
    console: &mut Console,
) -> Vec<Diagnostic> {
    let (new, gone) = new_beside(baseline, found, tree);
    if gone > 0 {
        console.say(&format!(
            "{} of the baseline no longer {}; write it again with `--write-baseline`",
            count(gone, "finding"),
            if gone == 1 { "occurs" } else { "occur" }
        ));
    }
    new
}
