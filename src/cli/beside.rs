//! What is wrong with the pages of prose and the templates that a catalog names: what `build` would stumble over, and
//! links that lead nowhere.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use rayon::prelude::*;

use super::build::Replaced;
use super::{CliError, git};
use crate::check::{DEAD_LINK, credential_in, set_levels};
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::load::{
    Docs, FAULTY_TEMPLATE, OUTSIDE_CATALOG, Stored, Tree, UNREADABLE, beside, body_start,
    docs_of_stored, read_docs_into, read_static, read_templates, read_tree,
};
use crate::model::Config;
use crate::rules::Rated;
use crate::site::{Options, Page, Site, SiteError, Targets, doc_path, may_link};
use crate::source::{FileId, Span};

/// What lies beside a catalog.
#[derive(Debug, Default)]
pub(super) struct Beside {
    docs: Docs,
    templates: BTreeMap<String, String>,
    /// The user's own static files, where their folder is known.
    statics: Option<BTreeMap<String, Vec<u8>>>,
    /// The file of each template.
    files: BTreeMap<String, FileId>,
    /// Findings of what could not be read.
    found: Vec<Diagnostic>,
}

impl Beside {
    /// Nothing but the user's own static files.
    fn with_statics(replaced: &Replaced) -> Result<Self, CliError> {
        Ok(Self {
            statics: replaced.statics.as_deref().map(read_static).transpose()?,
            ..Self::default()
        })
    }

    /// Reads what the configuration and the command line name.
    pub(super) fn read(
        catalog: &Path,
        config: &Config,
        replaced: &Replaced,
        tree: &mut Tree,
    ) -> Result<Self, CliError> {
        let mut all = Self::with_statics(replaced)?;
        if let Some(folder) = all.folder(catalog, "docs", &config.docs, tree) {
            let shown = shown(&folder);
            match read_docs_into(&folder, (&shown, &config.docs), &mut tree.sources) {
                Ok(docs) => all.docs = docs,
                Err(error) => all.found.push(fault(&UNREADABLE, "docs", &error, tree)),
            }
        }
        if let Some(folder) = &replaced.templates {
            let shown = shown(folder);
            all.add(read_templates(folder)?, &shown, &shown, tree);
        } else if let Some(folder) = all.folder(catalog, "templates", &config.templates, tree) {
            match read_templates(&folder) {
                Ok(templates) => all.add(templates, &shown(&folder), &config.templates, tree),
                Err(error) => all
                    .found
                    .push(fault(&UNREADABLE, "templates", &error, tree)),
            }
        }
        Ok(all)
    }

    /// The same as it was at a revision. Static files are those of now: only links to them are looked at.
    pub(super) fn read_at(
        (catalog, revision): (&Path, &str),
        config: &Config,
        replaced: &Replaced,
        tree: &mut Tree,
    ) -> Result<Self, CliError> {
        let mut all = Self::with_statics(replaced)?;
        let files_of = |named: &str| match named {
            "" => Ok(Vec::new()),
            named => git::files_at(&catalog.join(named), revision),
        };
        let docs = files_of(&config.docs)?.into_iter();
        let docs =
            docs.map(|(place, stored)| (String::from_utf8_lossy(&place).into_owned(), stored));
        let names = (config.docs.as_str(), config.docs.as_str());
        all.docs = docs_of_stored(docs.collect(), names, &mut tree.sources);
        let (templates, names) = match &replaced.templates {
            Some(folder) => (git::files_at(folder, revision)?, shown(folder)),
            None => (files_of(&config.templates)?, config.templates.clone()),
        };
        let templates = templates.into_iter();
        let templates = templates.filter_map(|(place, stored)| match stored {
            Stored::File(bytes) => Some((
                String::from_utf8(place).ok().filter(|it| is_template(it))?,
                String::from_utf8(bytes).ok()?,
            )),
            Stored::Link => None,
        });
        all.add(templates.collect(), &names, &names, tree);
        Ok(all)
    }

    /// The folder that a key names, if it names one that may be used.
    fn folder(&mut self, catalog: &Path, key: &str, named: &str, tree: &Tree) -> Option<PathBuf> {
        if named.is_empty() {
            return None;
        }
        match beside(catalog, named) {
            Ok(Some(folder)) => return Some(folder),
            Ok(None) => {
                let why = format!(
                    "a link leads from `{named}` out of the catalog and what lies beside it"
                );
                self.found.push(fault(&OUTSIDE_CATALOG, key, &why, tree));
            }
            Err(error) => self.found.push(fault(&UNREADABLE, key, &error, tree)),
        }
        None
    }

    fn add(
        &mut self,
        templates: BTreeMap<String, String>,
        shown: &str,
        named: &str,
        tree: &mut Tree,
    ) {
        for (name, text) in &templates {
            let [path, place] = [shown, named].map(|it| [it.trim_end_matches('/'), name].join("/"));
            let file = tree.sources.add_at(path, place, text.as_str());
            self.files.insert(name.clone(), file);
        }
        self.templates = templates;
    }

    /// All that is wrong with it, and links of the catalog's own pages that lead nowhere.
    pub(super) fn findings(mut self, rated: &Rated<'_>, tree: &Tree) -> Vec<Diagnostic> {
        let mut found = std::mem::take(&mut self.found);
        found.append(&mut self.docs.found);
        found.extend(credentials(&self.docs, tree));
        let with_links = self.pages_with_links(tree);
        if self.templates.is_empty() && with_links.is_empty() {
            return found;
        }
        let knows_statics = self.statics.is_some();
        let options = Options {
            docs: std::mem::take(&mut self.docs.pages),
            templates: std::mem::take(&mut self.templates),
            statics: self.statics.take().unwrap_or_default(),
            ..Options::default()
        };
        let site = match Site::outline(rated, &options) {
            Ok(site) => site,
            Err(error) => {
                found.push(self.of_template(&error, tree));
                return found;
            }
        };
        if !options.templates.is_empty()
            && let Some(error) = first_fault(&site)
        {
            found.push(self.of_template(&error, tree));
            return found;
        }
        if !with_links.is_empty() {
            let targets = Targets::new(&site, knows_statics);
            found.extend(dead_links(targets, with_links, tree));
        }
        found
    }

    /// Links of a site's own pages that lead nowhere, at the levels of its catalog, and the files in which they stand.
    /// Only where there are some are the files read again, for the places.
    pub(super) fn dead_links_of(
        site: &Site<'_>,
        catalog: &Path,
        config: &Config,
        replaced: &Replaced,
    ) -> Result<(Tree, Vec<Diagnostic>), CliError> {
        if !site.has_dead_links()? {
            return Ok((Tree::default(), Vec::new()));
        }
        let mut tree = read_tree(catalog, None)?;
        let all = Self::read(catalog, config, replaced, &mut tree)?;
        let found = dead_links(Targets::new(site, true), all.pages_with_links(&tree), &tree);
        Ok((tree, set_levels(found, &config.lints)))
    }

    /// Pages of prose, attack patterns and terms that have links, with their paths on the site.
    fn pages_with_links(&self, tree: &Tree) -> Vec<(String, FileId)> {
        let text = |file| tree.sources.get(file).map_or("", |it| it.text.as_str());
        let of_docs = self.docs.pages.iter().map(|doc| (doc_path(doc), doc.file));
        let of_catalog = tree.sources.iter().filter_map(|(file, source)| {
            let path = source.place.strip_suffix(".md")?;
            let is_page = path.starts_with("attacks/") || path.starts_with("glossary/");
            is_page.then(|| (format!("{path}/"), file))
        });
        let all = of_docs.chain(of_catalog);
        all.filter(|(_, file)| may_link(text(*file))).collect()
    }

    fn of_template(&self, error: &SiteError, tree: &Tree) -> Diagnostic {
        let mut places = error.places().into_iter();
        let place = places.find_map(|(name, line)| Some((*self.files.get(&name)?, line)));
        let (file, line) = place.unwrap_or_else(|| {
            let first = self.files.values().next();
            (first.copied().unwrap_or(FileId(u32::MAX)), None)
        });
        let span = line.and_then(|line| line_of(file, line, tree));
        Diagnostic::new(
            &FAULTY_TEMPLATE,
            span.unwrap_or_else(|| Span::whole(file)),
            error.to_string(),
        )
    }
}

fn is_template(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|it| it == "html")
}

/// The text of a line.
fn line_of(file: FileId, line: usize, tree: &Tree) -> Option<Span> {
    let (start, text) = tree.sources.get(file)?.lines(line, line);
    let indent = text.len() - text.trim_start().len();
    let end = start + text.trim_end().len();
    Some(Span::new(file, (start + indent).min(end)..end))
}

/// A finding at a key of `toolrisk.yaml`.
fn fault(
    lint: &'static LintInfo,
    key: &str,
    why: &impl std::fmt::Display,
    tree: &Tree,
) -> Diagnostic {
    let mut files = tree.sources.iter();
    let settings = files.find(|(_, file)| file.place == "toolrisk.yaml");
    let file = settings.map_or(FileId(u32::MAX), |(file, _)| file);
    let is_key = |line: &str| {
        line.strip_prefix(key)
            .is_some_and(|rest| rest.starts_with(':'))
    };
    let place = settings.and_then(|(_, it)| it.text.lines().position(is_key));
    let span = place.and_then(|before| line_of(file, before + 1, tree));
    Diagnostic::new(
        lint,
        span.unwrap_or_else(|| Span::whole(file)),
        format!("the folder of `{key}` cannot be used: {why}"),
    )
    .help(format!("name another folder, or remove `{key}`"))
}

/// The first page that a template does not render.
fn first_fault(site: &Site<'_>) -> Option<SiteError> {
    let pages: Vec<Page> = site.plan().to_vec();
    let is_filled = |page: &Page| is_template(&site.file(*page));
    pages
        .into_par_iter()
        .filter(is_filled)
        .find_map_first(|page| site.render(page).err())
}

/// What looks like a credential in the pages of prose.
fn credentials<'t>(docs: &'t Docs, tree: &'t Tree) -> impl Iterator<Item = Diagnostic> + 't {
    docs.pages.iter().filter_map(|doc| {
        let text = &tree.sources.get(doc.file)?.text;
        credential_in(text, Span::whole(doc.file))
    })
}

fn dead_links(
    mut targets: Targets<'_>,
    pages: Vec<(String, FileId)>,
    tree: &Tree,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (path, file) in pages {
        let text = tree.sources.get(file).map_or("", |it| it.text.as_str());
        let body = body_start(text).unwrap_or(text.len());
        let markdown = text.get(body..).unwrap_or_default();
        // A page that cannot be rendered is a finding of its own.
        let dead = targets.dead_links(&path, markdown).unwrap_or_default();
        found.extend(dead.into_iter().map(|link| {
            let span = Span::new(file, body + link.range.start..body + link.range.end);
            Diagnostic::new(&DEAD_LINK, span, link.message).help(link.help)
        }));
    }
    found
}

/// A folder as one would write it: `docs` instead of `catalog/../docs`, where that is the same.
fn shown(folder: &Path) -> String {
    let mut short = PathBuf::new();
    for part in folder.components() {
        let is_name = matches!(short.components().next_back(), Some(Component::Normal(_)));
        if part == Component::ParentDir && is_name {
            short.pop();
        } else {
            short.push(part);
        }
    }
    let here = Path::new(".");
    let short = if short.as_os_str().is_empty() {
        here
    } else {
        &short
    };
    let same = short.canonicalize().ok() == folder.canonicalize().ok();
    let shown = if same { short } else { folder };
    shown.display().to_string().replace('\\', "/")
}
