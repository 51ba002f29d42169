//! `toolrisk build`.

mod graded;
mod inputs;
mod lists;
mod shard;
mod swap;

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::beside::Beside;
use super::catalog::Work;
use super::log::log;
use super::{CliError, Console, Outcome, catalog, ignored};
use crate::diagnostic::{Diagnostic, Level};
use crate::digest::{Digest, Key, key_of};
use crate::load::{Loaded, Tree, read_tree};
use crate::model::Severity;
use crate::plural::count;
use crate::publish::{self, Changed, Leftovers, RecordFile, Run, Summary, Turn};
use crate::report::human;
use crate::rules::{Rated, rate_once};
use crate::site::{Options, Page, Site};
use lists::Lists;
use shard::Shard;

pub(super) use graded::grades;
pub(super) use inputs::{Replaced, options};

/// Build the site, with a page and a policy for every server and tool.
///
/// If a file of the catalog cannot be read whole (findings TR001 to TR023), the command writes nothing and exits with
/// code 1, so that a site never loses tools by accident. `--keep-going` publishes the rest. The lints of `toolrisk
/// check` do not run: their findings remove no tool from the site and do not stop a build. Links that lead nowhere
/// (TR310) are the exception: the command warns of them, and builds the site.
///
/// During a build, readers of the folder see either the old or the new version of each file, never a part of it. All
/// changed files are made and written before the first of them takes its place, so a build that fails, for example
/// because a template has an error or the disk is full, leaves the site as it was. If the folder is empty, the files
/// appear one by one, so serve it only after the build.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Folder of the catalog. By default, the catalog that contains the current folder, or else the nearest folder
    /// named `catalog`.
    catalog: Option<PathBuf>,

    /// Folder to write the site to. By default, `public` in the current folder, or beside a catalog that was found
    /// above it. The build removes files of an earlier build that are no longer needed.
    #[arg(long, short, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Publish what can be read of a catalog with such errors. Pages of an earlier build stay, because
    /// they may belong to what could not be read; the exit code is still 1.
    #[arg(long)]
    keep_going: bool,

    /// Build only part K of N, such as `2/4`. You can build the parts on several machines; copied into one empty
    /// folder, hidden files included, they are the whole site. Each part needs a folder of its own.
    #[arg(long, value_name = "K/N", conflicts_with = "swap")]
    shard: Option<Shard>,

    /// Write the paths of changed files to this file, one on each line, and the paths of removed files to a file of
    /// the same name with `.removed` added. An upload to an object store needs these lists.
    ///
    /// The lists also name what an earlier build with this option changed before it failed. If the file holds
    /// anything else, the command does not replace it.
    #[arg(long, value_name = "FILE", conflicts_with = "swap")]
    changed_list: Option<PathBuf>,

    /// Replace the files of `--changed-list`, whatever they hold.
    #[arg(long, requires = "changed_list")]
    force: bool,

    /// Build into `DIR.a` or `DIR.b` by turns, and then point the symbolic link DIR to the new folder, so that
    /// readers see either the whole old site or the whole new one. This does not work on Windows.
    #[arg(long)]
    swap: bool,

    /// Folder of the cache that makes the next build faster. By default, `.toolrisk-cache` in the current
    /// folder, or beside a catalog that was found above it. You can delete it at any time.
    #[arg(long, value_name = "DIR")]
    cache: Option<PathBuf>,

    #[command(flatten)]
    replaced: Replaced,
}

/// Where the site goes, and what is kept for the next build, when nobody says.
const OUT: &str = "public";
const CACHE: &str = ".toolrisk-cache";

impl Args {
    /// Works on the nearest catalog. Then the site and the cache belong beside it, and not into a folder of it.
    pub(in crate::cli) fn find_catalog(&mut self, console: &mut Console) {
        if !catalog::find(&mut self.catalog, Work::Reads, console) {
            return;
        }
        let beside = self.catalog().parent().map(Path::to_owned);
        let beside = beside.unwrap_or_default();
        self.out.get_or_insert_with(|| beside.join(OUT));
        self.cache.get_or_insert_with(|| beside.join(CACHE));
    }

    fn catalog(&self) -> &Path {
        catalog::or_near(self.catalog.as_deref())
    }

    fn out(&self) -> &Path {
        self.out.as_deref().unwrap_or_else(|| Path::new(OUT))
    }

    fn cache(&self) -> &Path {
        self.cache.as_deref().unwrap_or_else(|| Path::new(CACHE))
    }

    /// The file that remembers what the output folder was made from.
    fn memory(&self, out: &Path) -> PathBuf {
        self.kept(out, ".memory")
    }

    /// Loads the catalog. What was parsed of it is kept for the next build.
    fn load(&self, tree: &mut Tree) -> Result<Loaded, CliError> {
        let file = self.kept(self.catalog(), ".parsed");
        let file = RecordFile::read(&file, &publish::program());
        let (loaded, parsed) = catalog::parse_once(self.catalog(), tree, &file.records)?;
        // Without it the next build parses everything again.
        let _forgotten = file.keep(&parsed);
        Ok(loaded)
    }

    /// The file that is kept for the next build of a folder.
    fn kept(&self, folder: &Path, ending: &str) -> PathBuf {
        let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        let name = key_of(folder.as_os_str().as_encoded_bytes());
        let name = name.iter().map(|byte| format!("{byte:02x}"));
        self.cache().join(name.collect::<String>() + ending)
    }
}

pub(super) fn run(args: &Args, console: &mut Console) -> Result<Outcome, CliError> {
    let started = Instant::now();
    let mut tree = read_tree(args.catalog(), None)?;
    // A site without what lies there would be published as if it were gone.
    let nothing = format!("nothing was written to `{}`", args.out().display());
    catalog::refuse_unread(&tree, &nothing, console)?;
    let commits = log(args.catalog());
    let mut options = options(args.catalog(), &args.replaced, &tree, &commits)?;
    let _turn = turn(args, console)?;
    let out = folder_to_write(args)?;
    let lists = Lists::of(args, &out)?;
    let (memory, whole) = (args.memory(&out), whole_key(args, &options));
    let standing = publish::standing(&out, &memory, whole);
    if let Some(standing) = standing.filter(|_| !lists.is_owing()) {
        let summary = Summary {
            unchanged: standing.files,
            ..Summary::default()
        };
        lists.write(Changed::default())?;
        report(args, &standing.note, summary, started, console);
        return finish(args, &out, Outcome::Clean);
    }
    let mut loaded = args.load(&mut tree)?;
    console.detail(&catalog::what_was_read(args.catalog(), &tree));
    refuse_faulty_configuration(args, &tree, &loaded.found, console)?;
    if !loaded.found.is_empty() && !args.keep_going {
        catalog::complain(&loaded.found, &tree, console);
        console.complain(&nothing_written(args.out()));
        return Ok(Outcome::Findings);
    }
    // They follow from the commits, which are in the key, so a build that has nothing to do needs none.
    options.history.grades = grades(args.catalog(), &commits, &tree);
    // Only findings show texts, and they take a fifth of the memory.
    if loaded.found.is_empty() {
        tree = Tree::default();
    }
    let rated = rate_once(&mut loaded.catalog);
    console.detail(&format!("rated {}", count(rated.tools.len(), "tool")));
    let site = Site::new(&rated, &options)?;
    let note = counted(&rated);
    let config = &rated.catalog.config;
    let dead = Beside::dead_links_of(&site, args.catalog(), config, &args.replaced)?;
    let run = Made {
        out: &out,
        memory: &memory,
        // Errors and dead links are told of each time.
        whole: (loaded.found.is_empty() && dead.1.is_empty()).then(|| (whole, note.clone())),
        leftovers: leftovers(&loaded.found),
    };
    lists.owe()?;
    let (summary, changed) = make(args, &site, &options, run, console)?;
    lists.write(changed)?;
    report(args, &note, summary, started, console);
    catalog::complain(&loaded.found, &tree, console);
    warn_of_dead_links(&dead, console);
    ignored::warn_all(&rated, console);
    console.say(LOOK);
    let outcome = if loaded.found.is_empty() {
        Outcome::Clean
    } else {
        Outcome::Findings
    };
    finish(args, &out, outcome)
}

/// Warns of links that lead nowhere: the pages are published nevertheless.
fn warn_of_dead_links((tree, found): &(Tree, Vec<Diagnostic>), console: &mut Console) {
    for finding in found {
        let warning = Diagnostic {
            level: Level::Warn,
            ..finding.clone()
        };
        console.complain(human(&warning, &tree.sources, false).trim_end());
        console.complain("");
    }
    if !found.is_empty() {
        console.complain(&format!(
            "warning: the site has {}; `toolrisk check` takes them for errors unless their level is lowered",
            count(found.len(), "dead link")
        ));
    }
}

/// The turn to change where the link leads, if there is one: it is taken before the folder to build in is chosen.
fn turn(args: &Args, console: &mut Console) -> Result<Option<Turn>, CliError> {
    let waiting = &mut || console.say(&waiting(args.out()));
    Ok(if args.swap {
        Some(Turn::take(args.out(), waiting)?)
    } else {
        None
    })
}

/// The folder that the build writes to.
fn folder_to_write(args: &Args) -> Result<PathBuf, CliError> {
    if args.swap {
        return Ok(swap::next(args.out()));
    }
    if let Some(shard) = args.shard {
        shard.refuse_other(args.out())?;
    }
    Ok(args.out().to_owned())
}

/// Where a site is made, and what is remembered of it.
struct Made<'m> {
    out: &'m Path,
    memory: &'m Path,
    whole: Option<(Key, String)>,
    leftovers: Leftovers,
}

/// Writes what differs of the site, or of a part of it.
fn make(
    args: &Args,
    site: &Site<'_>,
    options: &Options,
    made: Made<'_>,
    console: &mut Console,
) -> Result<(Summary, Changed), CliError> {
    let keys = site.keys(options);
    let pages: Cow<'_, [Page]> = match args.shard {
        None => site.plan().into(),
        Some(shard) => shard.pages(site).into(),
    };
    let mut changed = Changed::default();
    let bar = console.bar("building", pages.len());
    let mut run = Run {
        leftovers: made.leftovers,
        part: args.shard.map(Shard::name),
        waiting: &mut || bar.suspend(|| console.say(&waiting(made.out))),
        progress: &|| bar.inc(1),
        memory: Some(made.memory),
        whole: made.whole,
        changed: args.changed_list.is_some().then_some(&mut changed),
    };
    let summary = publish::publish(
        made.out,
        &pages,
        |page| site.file(*page),
        |page| Some(keys.of(*page)),
        |page| site.render(*page),
        &mut run,
    )?;
    bar.finish_and_clear();
    Ok((summary, changed))
}

/// The key of the site, or of a part of it.
fn whole_key(args: &Args, options: &Options) -> Key {
    let mut digest = Digest::default();
    digest.add(options.key());
    digest.add(args.shard.map(Shard::word).unwrap_or_default());
    digest.key()
}

/// Shows what was built, where a link leads to it.
fn finish(args: &Args, out: &Path, outcome: Outcome) -> Result<Outcome, CliError> {
    if args.swap {
        swap::show(args.out(), out)?;
    }
    Ok(outcome)
}

/// Ends the build where `toolrisk.yaml` has a fault: it holds for every page, so that a key that is
/// misspelt there would change them all.
fn refuse_faulty_configuration(
    args: &Args,
    tree: &Tree,
    found: &[Diagnostic],
    console: &mut Console,
) -> Result<(), CliError> {
    let found = catalog::of_configuration(found, tree);
    if found.is_empty() {
        return Ok(());
    }
    catalog::complain(&found, tree, console);
    Err(CliError::usage(
        format!(
            "`toolrisk.yaml` has {}, so nothing was written to `{}`",
            count(found.len(), "fault"),
            args.out().display()
        ),
        "fix what is named above and build again",
    ))
}

fn nothing_written(out: &Path) -> String {
    format!(
        "error: nothing was written to {}: fix the errors above, or publish what is left of the catalog with \
         `--keep-going`",
        out.display()
    )
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
    format!("another build is writing to {out}; this build continues when the other one has ended")
}

/// Links begin at the root of the host, and the browser takes that for the root of the disk.
const LOOK: &str = "next: `toolrisk serve` shows the site; if you open a page from disk, it has no style and its links do not work";

/// How much there is: `17 servers, 233 tools: 22 critical, …`.
fn counted(rated: &Rated<'_>) -> String {
    let of = |severity| {
        rated
            .tools
            .iter()
            .filter(|it| it.rating.severity == severity)
            .count()
    };
    let severities = Severity::ALL
        .iter()
        .rev()
        .map(|it| format!("{} {it}", of(*it)));
    let (servers, tools) = (rated.catalog.servers.len(), rated.tools.len());
    format!(
        "{}, {}: {}",
        count(servers, "server"),
        count(tools, "tool"),
        severities.collect::<Vec<_>>().join(", ")
    )
}

fn report(args: &Args, note: &str, summary: Summary, started: Instant, console: &mut Console) {
    console.say(note);
    console.say(&format!(
        "{} in {}: {} rendered, {} written, {} unchanged, {} removed, in {:.2} s",
        count(summary.written + summary.unchanged, "file"),
        args.out().display(),
        summary.made,
        summary.written,
        summary.unchanged,
        summary.removed,
        started.elapsed().as_secs_f64()
    ));
    if summary.kept > 0 {
        console.complain(&format!(
            "warning: kept {} of an earlier build in {}: this build did not make them, and they may belong \
             to entries that could not be loaded; fix the errors below and build again",
            count(summary.kept, "file"),
            args.out().display()
        ));
    }
}
