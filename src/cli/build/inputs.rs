//! What a site is built from besides its catalog: the user's own parts, digests, the history.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::cli::CliError;
use crate::cli::log::{Logged, history};
use crate::digest::{Key, key_of};
use crate::load::{Tree, beside, load, read_docs, read_static, read_templates};
use crate::model::Config;
use crate::publish;
use crate::site::{Options, clash};

/// The user's own parts of the site.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Replaced {
    /// Folder of templates that replace the built-in templates of the same name.
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) templates: Option<PathBuf>,

    /// Folder of static files that are added, with their folders, or that replace the built-in files of the same
    /// name. Hidden files are left out.
    #[arg(long = "static", value_name = "DIR")]
    pub(in crate::cli) statics: Option<PathBuf>,
}

impl Replaced {
    /// The folders, those that the catalog names among them.
    pub(in crate::cli) fn folders(
        &self,
        catalog: &Path,
        config: &Config,
    ) -> Result<Vec<PathBuf>, CliError> {
        let templates = self.templates(catalog, config)?;
        let docs = named(catalog, "docs", &config.docs)?;
        let own = templates.into_iter().chain(docs);
        Ok(own.chain(self.statics.clone()).collect())
    }

    fn templates(&self, catalog: &Path, config: &Config) -> Result<Option<PathBuf>, CliError> {
        match &self.templates {
            Some(folder) => Ok(Some(folder.clone())),
            None => named(catalog, "templates", &config.templates),
        }
    }
}

/// The folder that a key of `toolrisk.yaml` names, if it names one.
fn named(catalog: &Path, key: &str, folder: &str) -> Result<Option<PathBuf>, CliError> {
    if folder.is_empty() {
        return Ok(None);
    }
    if let Some(folder) = beside(catalog, folder)? {
        return Ok(Some(folder));
    }
    Err(CliError::usage(
        format!(
            "`{key}` in `toolrisk.yaml` names `{folder}`, and a link there leads to a place that is neither in the \
             catalog nor beside it"
        ),
        format!("put a folder in the place of the link, or remove `{key}`"),
    ))
}

/// What the site of a catalog is given besides it.
pub(in crate::cli) fn options(
    folder: &Path,
    replaced: &Replaced,
    tree: &Tree,
    commits: &[Logged],
) -> Result<Options, CliError> {
    let settings = settings_of(tree);
    let templates = replaced.templates(folder, &settings)?;
    let templates = templates
        .map(|folder| read_templates(&folder))
        .transpose()?;
    let docs = named(folder, "docs", &settings.docs)?;
    let docs = docs.map(|folder| read_docs(&folder)).transpose()?;
    let statics = replaced.statics.as_deref().map(read_static).transpose()?;
    let clash = statics
        .as_ref()
        .and_then(|it| clash(it.keys().map(String::as_str)));
    if let Some(clash) = clash {
        return Err(CliError::usage(
            format!("two static files would be written to one place: {clash}"),
            "rename one of the two in the folder of `--static`",
        ));
    }
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
        digests: digests(tree),
        program: publish::program(),
        docs: docs.unwrap_or_default(),
        history: history(commits),
    })
}

/// What the catalog's `toolrisk.yaml` says.
fn settings_of(tree: &Tree) -> Config {
    let settings = "toolrisk.yaml";
    let text = tree.file(settings).map(|file| (settings, &*file.text));
    load(&Tree::of_texts(text)).catalog.config
}

fn digests(tree: &Tree) -> Vec<Key> {
    let files: Vec<_> = tree.sources.iter().collect();
    let files = files.into_par_iter();
    files
        .map(|(_, file)| key_of(file.text.as_bytes()))
        .collect()
}
