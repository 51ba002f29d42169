//! What the catalog already holds of a server, and whether an import would lose any of it.

use std::collections::BTreeMap;
use std::path::Path;

use crate::cli::{CliError, Console, catalog};
use crate::diagnostic::Diagnostic;
use crate::import::{Existing, Plan};
use crate::load::{Tree, load, read_file, read_tree};
use crate::model::{Additions, Lock, Review, Status, Tool};

/// The files that an import writes to.
const WRITTEN: [&str; 3] = ["server.yaml", "tools.yaml", "tools.lock.json"];
/// The lint of a file that lies where the catalog does not look.
const STRAY: &str = "stray-file";

/// A server's folder, read whole.
#[derive(Default)]
pub(super) struct Folder {
    tree: Tree,
    pub(super) existing: Existing,
    pub(super) lock: Option<Lock>,
    /// The files that an import writes to, as they were read.
    pub(super) texts: BTreeMap<&'static str, String>,
    /// What the catalog adds to the rules.
    pub(super) additions: Additions,
}

impl Folder {
    pub(super) fn read(
        catalog: &Path,
        server: &str,
        console: &mut Console,
    ) -> Result<Self, CliError> {
        let folder = catalog.join(server);
        if folder.is_symlink() || (folder.exists() && !folder.is_dir()) {
            let message = format!("`{}` is a symbolic link or not a folder", folder.display());
            let help = "symbolic links are not followed; import into a real folder";
            return Err(CliError::usage(message, help));
        }
        let additions = additions(catalog)?;
        if !folder.is_dir() {
            return Ok(Self {
                additions,
                ..Self::default()
            });
        }
        let tree = read_tree(catalog, Some(server))?;
        let loaded = load(&tree);
        refuse(server, &loaded.found, &tree, console)?;
        let text = |name: &'static str| {
            let file = tree.file(&format!("{server}/{name}"))?;
            Some((name, file.text.clone()))
        };
        let texts: BTreeMap<_, _> = WRITTEN.into_iter().filter_map(text).collect();
        let lock = texts.get("tools.lock.json");
        let lock: Option<Lock> = lock.and_then(|text| serde_json::from_str(text).ok());
        let tools = || loaded.catalog.tools().map(|(_, tool)| tool);
        let name = |tool: &Tool| tool.definition.name.clone();
        let reviewed = tools().filter(|tool| is_reviewed(&tool.review));
        let reviewed = reviewed.map(|tool| (name(tool), seen(&tool.review)));
        let existing = Existing {
            has_server: texts.contains_key("server.yaml"),
            entries: tools().map(name).collect(),
            unread: unread(server, &loaded.found, &tree),
            tools_yaml: texts.get("tools.yaml").cloned().unwrap_or_default(),
            reviewed: reviewed.collect(),
            locked: lock.iter().flat_map(|lock| lock.tools.clone()).collect(),
        };
        Ok(Self {
            tree,
            existing,
            lock,
            texts,
            additions,
        })
    }
}

/// Reads what would stand in the folder: nothing is written that could not be read again.
pub(super) fn check_result(
    server: &str,
    folder: &Folder,
    plan: &Plan,
    console: &mut Console,
) -> Result<(), CliError> {
    let (tree, existing) = (&folder.tree, &folder.existing);
    let place = |name: &str| format!("{server}/{name}");
    let files: Vec<(String, &str)> = plan
        .files
        .iter()
        .map(|(name, text)| (place(name), text.as_str()))
        .collect();
    let kept = tree.places.iter().zip(tree.sources.iter());
    let kept = kept.filter(|(place, _)| files.iter().all(|(new, _)| new != *place));
    let kept = kept.map(|(place, (_, file))| (place.as_str(), file.text.as_str()));
    let new = files.iter().map(|(place, text)| (place.as_str(), *text));
    let result = Tree::of_texts(kept.chain(new));
    let loaded = load(&result);
    refuse(server, &loaded.found, &result, console)?;
    let has = |name: &&String| {
        let server = loaded.catalog.server(server);
        server.is_some_and(|server| server.tool(name).is_some())
    };
    let mut names = existing.entries.iter().chain(&plan.added);
    match names.find(|name| !has(name)) {
        Some(lost) => Err(CliError::usage(
            format!("this import would lose the entry `{lost}` of `{server}`"),
            "nothing was written",
        )),
        None => Ok(()),
    }
}

/// The entries in files that lie where the catalog does not look, by their names, each with the place of its file.
fn unread(server: &str, found: &[Diagnostic], tree: &Tree) -> BTreeMap<String, String> {
    let mut entries = BTreeMap::new();
    for finding in found.iter().filter(|it| it.lint.name == STRAY) {
        let file = finding.primary.span.file;
        let Some(source) = tree.sources.get(file) else {
            continue;
        };
        let place = tree.sources.place(file);
        let inside = format!("{server}/entries.yaml");
        let loaded = load(&Tree::of_texts([(inside.as_str(), source.text.as_str())]));
        let names = loaded
            .catalog
            .tools()
            .map(|(_, tool)| tool.definition.name.clone());
        entries.extend(names.map(|name| (name, place.to_owned())));
    }
    entries
}

/// Refuses a folder with a file that could not be read whole.
fn refuse(
    server: &str,
    found: &[Diagnostic],
    tree: &Tree,
    console: &mut Console,
) -> Result<(), CliError> {
    let harmless = ["missing-server-file", "empty-text", STRAY];
    let mut found = found.to_vec();
    found.retain(|it| !harmless.contains(&it.lint.name));
    if found.is_empty() {
        return Ok(());
    }
    catalog::complain(&found, tree, console);
    Err(CliError::usage(
        format!("the files of `{server}` cannot be read whole, so nothing was written"),
        "correct these files, or restore them from version control; then import again",
    ))
}

/// What the settings of a catalog add to the rules.
fn additions(catalog: &Path) -> Result<Additions, CliError> {
    let path = catalog.join("toolrisk.yaml");
    if !path.is_file() {
        return Ok(Additions::default());
    }
    let settings = Tree::of_texts([("toolrisk.yaml", read_file(&path)?.as_str())]);
    Ok(load(&settings).catalog.config.additions)
}

/// The fingerprint that a review names; empty where it names none.
fn seen(review: &Review) -> String {
    let status = review.status.as_ref().map(|status| &status.value);
    let reviewed = status.filter(|status| status.status == Status::Reviewed);
    reviewed.map_or_else(String::new, |status| status.reason.clone())
}

/// Whether a person said more of a tool than an import does.
const fn is_reviewed(review: &Review) -> bool {
    review.category.is_some()
        || review.risk.is_some()
        || review.traits.is_some()
        || review.decision.is_some()
        || review.limit.is_some()
        || review.override_reason.is_some()
        || review.rationale.is_some()
        || review.status.is_some()
}
