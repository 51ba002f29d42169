//! `toolrisk build`.

use std::path::{Path, PathBuf};
use std::time::Instant;

use super::{CliError, Console, Outcome, catalog, git};
use crate::diagnostic::Diagnostic;
use crate::load::{Tree, read_static, read_templates};
use crate::model::{Catalog, Severity};
use crate::publish::{Leftovers, Run, Summary, publish};
use crate::rules::{Rated, rate};
use crate::site::{Options, Site};

/// Build the site: a page for every server and tool, with its policy beside it.
///
/// What is broken in the catalog is reported, and the rest is built; the exit code is then 1.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Folder of the catalog.
    #[arg(default_value = "catalog")]
    catalog: PathBuf,

    /// Folder to write the site to; files of an earlier build that are no longer needed are removed.
    #[arg(long, short, value_name = "DIR", default_value = "public")]
    out: PathBuf,

    #[command(flatten)]
    replaced: Replaced,
}

/// The user's own parts of the site.
#[derive(Debug, clap::Args)]
pub(super) struct Replaced {
    /// Folder of templates that stand in for the built-in ones, by file name.
    #[arg(long, value_name = "DIR")]
    templates: Option<PathBuf>,

    /// Folder of static files that stand in for the built-in ones or beside them, by file name.
    #[arg(long = "static", value_name = "DIR")]
    statics: Option<PathBuf>,
}

impl Replaced {
    /// The folders, the templates that the catalog names among them.
    pub(super) fn folders(&self, catalog: &Path, configured: &str) -> Vec<PathBuf> {
        let templates = self.templates(catalog, configured);
        templates.into_iter().chain(self.statics.clone()).collect()
    }

    fn templates(&self, catalog: &Path, configured: &str) -> Option<PathBuf> {
        let configured = (!configured.is_empty()).then(|| catalog.join(configured));
        self.templates.clone().or(configured)
    }
}

pub(super) fn run(args: &Args, console: &mut Console) -> Result<Outcome, CliError> {
    let started = Instant::now();
    let (tree, loaded) = catalog::open(&args.catalog)?;
    refuse_unread(args, &tree, console)?;
    let rated = rate(&loaded.catalog);
    let options = options(&args.catalog, &args.replaced, &loaded.catalog, &tree)?;
    let site = Site::new(&rated, &options)?;
    let pages = site.plan();
    let bar = console.bar("building", pages.len());
    let mut run = Run {
        leftovers: leftovers(&loaded.found),
        waiting: &mut || bar.suspend(|| console.say(&waiting(&args.out))),
        progress: &|| bar.inc(1),
    };
    let summary = publish(
        &args.out,
        pages,
        |page| site.file(*page),
        |page| site.render(*page),
        &mut run,
    )?;
    bar.finish_and_clear();
    report(args, &rated, summary, started, console);
    catalog::complain(&loaded.found, &tree, console);
    Ok(if loaded.found.is_empty() {
        Outcome::Clean
    } else {
        Outcome::Findings
    })
}

/// Ends the build where the system does not let us read all of the catalog: a site without what lies
/// there would be published as if it were gone.
fn refuse_unread(args: &Args, tree: &Tree, console: &mut Console) -> Result<(), CliError> {
    if tree.refused == 0 {
        return Ok(());
    }
    catalog::complain(&tree.found, tree, console);
    Err(CliError::usage(
        format!(
            "the catalog cannot be read whole, so nothing was written to `{}`",
            args.out.display()
        ),
        "make what is named above readable, or take it out of the catalog",
    ))
}

/// A page that this build does not make may be of an entry that could not be loaded.
fn leftovers(found: &[Diagnostic]) -> Leftovers {
    if found.is_empty() {
        Leftovers::Remove
    } else {
        Leftovers::Keep
    }
}

fn waiting(out: &Path) -> String {
    let out = out.display();
    format!("another build is writing to {out}; this one goes on when that has ended")
}

/// What the site of a catalog is given besides it.
pub(super) fn options(
    folder: &Path,
    replaced: &Replaced,
    catalog: &Catalog,
    tree: &Tree,
) -> Result<Options, CliError> {
    let templates = replaced.templates(folder, &catalog.config.templates);
    let templates = templates
        .map(|folder| read_templates(&folder))
        .transpose()?;
    let statics = replaced.statics.as_deref().map(read_static).transpose()?;
    // A catalog named by a relative path lies so in its repository; any other gets no edit links.
    let edit_path = |path: &str| {
        let inside = !folder.is_absolute() && !path.split('/').any(|part| part == "..");
        if inside {
            path.to_owned()
        } else {
            String::new()
        }
    };
    Ok(Options {
        templates: templates.unwrap_or_default(),
        statics: statics.unwrap_or_default(),
        files: tree
            .sources
            .iter()
            .map(|(_, file)| edit_path(&file.path))
            .collect(),
        places: tree.places.clone(),
        history: git::history(folder),
    })
}

fn report(
    args: &Args,
    rated: &Rated<'_>,
    summary: Summary,
    started: Instant,
    console: &mut Console,
) {
    let count = |severity| {
        rated
            .tools
            .iter()
            .filter(|it| it.rating.severity == severity)
            .count()
    };
    let severities = Severity::ALL
        .iter()
        .rev()
        .map(|it| format!("{} {it}", count(*it)));
    let (servers, tools) = (rated.catalog.servers.len(), rated.tools.len());
    console.say(&format!(
        "{servers} servers, {tools} tools: {}",
        severities.collect::<Vec<_>>().join(", ")
    ));
    console.say(&format!(
        "{} files in {}: {} written, {} unchanged, {} removed, in {:.2} s",
        summary.written + summary.unchanged,
        args.out.display(),
        summary.written,
        summary.unchanged,
        summary.removed,
        started.elapsed().as_secs_f64()
    ));
    if summary.kept > 0 {
        console.complain(&format!(
            "warning: {} files of an earlier build that this one did not make stay in {}: they may belong \
             to entries that could not be loaded; fix the errors below and build again",
            summary.kept,
            args.out.display()
        ));
    }
}
