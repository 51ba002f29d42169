//! Gateways that stand although they should have been taken away: somebody copied or moved their servers, or the record
//! of the changes is gone.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::place::real;
use super::store::Store;
use super::{Args, named};
use crate::audit::shown;
use crate::cli::Console;
use crate::clients::{ConfigFile, Entry, Home, Scope, found, given};
use crate::protect::FileRecord;

/// Says which servers still start a gateway with a policy of this program's folder, and what to do. Gives their number.
///
/// Looks into the files that were `tried`, and those that are named or else found.
pub(super) fn say(
    args: &Args,
    home: &Home,
    store: &Store,
    tried: &[FileRecord],
    console: &mut Console,
) -> usize {
    let policies: BTreeSet<&Path> = tried
        .iter()
        .flat_map(|it| &it.changes)
        .filter(|it| args.means(it.server()))
        .map(|it| it.policy.as_path())
        .collect();
    let is_meant = |entry: &Entry| {
        let Some(policy) = entry.gateway_policy().map(Path::new) else {
            return false;
        };
        policies.contains(policy) || args.means(entry.name()) && policy.starts_with(&store.folder)
    };
    let mut left = 0;
    for file in files(args, home, tried) {
        for entry in file.entries.iter().filter(|it| is_meant(it)) {
            left += 1;
            let path = shown(&file.path, &home.folder);
            let before = file.text.get(..entry.name_at).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            console.complain(&format!(
                "error: {path}:{line}: the server `{}` still starts the gateway, and no record says how it was before; \
                 {}",
                named(entry.name()),
                what_to_do(entry)
            ));
        }
    }
    left
}

/// Another folder that has the record of gateways that stand: where this program kept its settings then. Their
/// policies lie in it. Gives the files that the record is to be asked for, and no others: what a configuration leads
/// to can be anybody's.
pub(super) fn elsewhere(
    args: &Args,
    home: &Home,
    store: &Store,
) -> Option<(Store, BTreeSet<PathBuf>)> {
    let folder_of = |entry: &Entry| {
        let policy = Path::new(entry.gateway_policy()?);
        let folder = policy.parent()?.parent()?;
        let is_other = folder.is_absolute() && folder != store.folder && Store::is_one(folder);
        is_other.then(|| folder.to_owned())
    };
    let files = files(args, home, &[]);
    let own = files
        .iter()
        .filter(|it| it.scope != Scope::Project || !args.configs.is_empty());
    let found = own.flat_map(|file| file.entries.iter().map(move |it| (file, it)));
    let mut found = found.filter_map(|(file, entry)| Some((folder_of(entry)?, real(&file.path))));
    let (folder, first) = found.next()?;
    let more = found
        .filter(|(other, _)| *other == folder)
        .map(|(_, path)| path);
    let paths = std::iter::once(first).chain(more).collect();
    Some((store.at(folder), paths))
}

fn what_to_do(entry: &Entry) -> &'static str {
    if entry.gateway_url().is_some() {
        "put the address after `--url` in place of its command"
    } else {
        "put the words after `--` in place of its command and arguments"
    }
}

/// The files to look into, each once.
pub(super) fn files(args: &Args, home: &Home, tried: &[FileRecord]) -> Vec<ConfigFile> {
    let mut seen: BTreeSet<PathBuf> = BTreeSet::new();
    let named = args.configs.iter().map(PathBuf::as_path);
    let named = tried.iter().map(|it| it.path.as_path()).chain(named);
    let named: Vec<ConfigFile> = named.map(|path| given(home, path)).collect();
    let more = if args.configs.is_empty() {
        found(home)
    } else {
        Vec::new()
    };
    let all = more.into_iter().chain(named);
    all.filter(|it| seen.insert(real(&it.path))).collect()
}
