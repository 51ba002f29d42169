//! `toolrisk serve`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::build::{Replaced, grades, options};
use super::log::{Logged, log};
use super::{CliError, Console, Outcome, catalog};
use crate::load::{Loaded, Parsed, Tree, read_tree};
use crate::model::Catalog;
use crate::plural::count;
use crate::report::human;
use crate::rules::rate;
use crate::serve::{Event, Listener, Served};
use crate::site::{Options, Page, Site};

/// Serve the site on this machine while you edit the catalog.
///
/// The server renders a page when you open it. The browser reloads the page when a file of the catalog, a template or
/// a static file changes. Errors appear in the browser and here, and the last good page stays. Press Ctrl-C to stop.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Folder of the catalog. By default, the catalog that contains the current folder, or else the nearest folder
    /// named `catalog`.
    pub(super) catalog: Option<PathBuf>,

    /// Port on the loopback interface; 0 chooses a free one.
    #[arg(long, default_value_t = 4300)]
    port: u16,

    /// Open the site in your browser.
    #[arg(long)]
    open: bool,

    #[command(flatten)]
    replaced: Replaced,
}

impl Args {
    fn folder(&self) -> &Path {
        catalog::or_near(self.catalog.as_deref())
    }
}

/// What a build is made from.
struct Inputs {
    tree: Tree,
    commits: Vec<Logged>,
    loaded: Loaded,
    /// For the next build.
    parsed: Parsed,
    options: Options,
}

pub(super) fn run(args: &Args, console: &mut Console) -> Result<Outcome, CliError> {
    let mut inputs = read(args, &Parsed::default())?;
    // Edits make no commits, so the grades of the start hold until the end.
    let grades = grades(args.folder(), &inputs.commits, &inputs.tree);
    inputs.options.history.grades.clone_from(&grades);
    let mut listener = Listener::bind(args.port)?;
    listener.watch(args.folder())?;
    let config = &inputs.loaded.catalog.config;
    for folder in args.replaced.folders(args.folder(), config)? {
        listener.watch(&folder)?;
    }
    let mut served = Served::at(listener.port());
    let address = format!("http://127.0.0.1:{}/", listener.port());
    console.say(&format!("serving {} on {address}", args.folder().display()));
    if args.open && open::that_detached(&address).is_err() {
        console.complain("no browser could be opened");
    }
    while let Some(next) = serve(args, &inputs, &mut listener, &mut served, console) {
        inputs = next;
        inputs.options.history.grades.clone_from(&grades);
    }
    console.say("ended");
    Ok(Outcome::Clean)
}

/// Reads everything. What was parsed `before` is not parsed again.
fn read(args: &Args, before: &Parsed) -> Result<Inputs, CliError> {
    let tree = read_tree(args.folder(), None)?;
    let (loaded, parsed) = catalog::parse_again(args.folder(), &tree, before)?;
    let commits = log(args.folder());
    let options = options(args.folder(), &args.replaced, &tree, &commits)?;
    Ok(Inputs {
        tree,
        commits,
        loaded,
        parsed,
        options,
    })
}

/// Serves one build until there is something to build the next from; nothing when the user ends it.
fn serve(
    args: &Args,
    inputs: &Inputs,
    listener: &mut Listener,
    served: &mut Served,
    console: &mut Console,
) -> Option<Inputs> {
    let started = Instant::now();
    let rated = rate(&inputs.loaded.catalog);
    let site = Site::new(&rated, &inputs.options);
    let mut problems = findings(inputs);
    problems.extend(site.as_ref().err().map(ToString::to_string));
    complain(&problems, console);
    let site = site.ok();
    let paths: BTreeMap<String, Page> = site.as_ref().map_or_else(BTreeMap::new, |site| {
        site.plan()
            .iter()
            .map(|page| (site.href(*page), *page))
            .collect()
    });
    console.say(&format!(
        "{} planned in {:.2} s",
        count(paths.len(), "file"),
        started.elapsed().as_secs_f64()
    ));
    // A build that is already faulty gives way to any other; a good one only to a good one.
    let good = problems.is_empty();
    served.built(problems);
    loop {
        match listener.wait() {
            Event::Stop => return None,
            Event::Request(request) => {
                let site = site.as_ref().map(|site| (site, &paths));
                let problem = served.answer(request, site);
                complain(problem.as_slice(), console);
            }
            Event::Changed => match next(args, &inputs.parsed) {
                Ok((next, problems)) if problems.is_empty() || !good => return Some(next),
                Ok((_, problems)) => {
                    complain(&problems, console);
                    served.broken(problems);
                }
                Err(error) => {
                    let problems = vec![error.to_string()];
                    complain(&problems, console);
                    served.broken(problems);
                }
            },
        }
    }
}

/// What a new build would be made from, and what is wrong with it.
fn next(args: &Args, before: &Parsed) -> Result<(Inputs, Vec<String>), CliError> {
    let next = read(args, before)?;
    let mut problems = findings(&next);
    // A fault of a template shows with any catalog, and an empty one takes no time.
    let empty = Catalog {
        config: next.loaded.catalog.config.clone(),
        ..Catalog::default()
    };
    let site = Site::new(&rate(&empty), &next.options).err();
    problems.extend(site.map(|it| it.to_string()));
    Ok((next, problems))
}

fn findings(inputs: &Inputs) -> Vec<String> {
    let found = inputs.loaded.found.iter();
    found
        .map(|finding| {
            human(finding, &inputs.tree.sources, false)
                .trim_end()
                .to_owned()
        })
        .collect()
}

fn complain(problems: &[String], console: &mut Console) {
    for problem in problems {
        console.complain(problem);
    }
}
