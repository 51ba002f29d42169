//! The catalog that travels with the program: packed by `build.rs`, unpacked here.

use crate::load::Tree;
use crate::packed::unpack;

const PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/catalog.deflate"));

/// What people call the catalog in the program where a path would stand.
pub const NAME: &str = "the built-in catalog";

/// Which edition of the catalog is in the program: the day of its newest capture, the number of its
/// servers, and a fingerprint of its files.
pub const EDITION: &str = env!("TOOLRISK_CATALOG_EDITION");

/// What `toolrisk --version` prints after the program's name: the version, the commit of a release build,
/// and the edition of the catalog.
pub const VERSION: &str = concat!(
    env!("CARGO_PKG_VERSION"),
    env!("TOOLRISK_COMMIT"),
    "\ncatalog ",
    env!("TOOLRISK_CATALOG_EDITION")
);

/// The files of the catalog. An archive that cannot be read gives none; a test holds that it can.
pub fn tree() -> Tree {
    read(|_| true)
}

/// The files that hold for the whole catalog, and those of some servers, as if there were no others. None when the
/// catalog lacks one of these servers.
pub fn tree_of(servers: &[String]) -> Option<Tree> {
    let known = |id: &String| folders().any(|it| it.name == id);
    let all = servers.iter().all(known);
    all.then(|| read(|name| name.is_empty() || servers.iter().any(|id| id == name)))
}

fn read(wanted: impl Fn(&str) -> bool) -> Tree {
    let folders = folders().filter(|it| wanted(it.name));
    let texts: Vec<String> = folders.filter_map(|it| it.text()).collect();
    let files = texts.iter().flat_map(|text| Files { rest: text });
    Tree::of_texts(files)
}

/// The files of one folder, packed.
struct Folder {
    /// Its name; empty for what lies in no folder.
    name: &'static str,
    /// The length of its files, unpacked.
    length: usize,
    packed: &'static [u8],
}

impl Folder {
    fn text(&self) -> Option<String> {
        let text = String::from_utf8(unpack(self.packed, self.length)).ok();
        text.filter(|it| it.len() == self.length)
    }
}

/// The folders of the archive: a list with a line for each, then the packed files of all.
fn folders() -> impl Iterator<Item = Folder> {
    let end = PACKED.windows(2).position(|two| two == b"\n\n");
    let (list, mut files) = PACKED.split_at(end.map_or(0, |at| at + 2));
    let list = std::str::from_utf8(list).unwrap_or_default();
    list.lines().map_while(move |line| {
        let mut parts = line.split('/');
        let name = parts.next()?;
        let length = parts.next()?.parse().ok()?;
        let (packed, rest) = files.split_at_checked(parts.next()?.parse().ok()?)?;
        files = rest;
        Some(Folder {
            name,
            length,
            packed,
        })
    })
}

/// The files of an archive, each as its place, its length and its text.
struct Files<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Files<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let (place, rest) = self.rest.split_once('\n')?;
        let (length, rest) = rest.split_once('\n')?;
        let (text, rest) = rest.split_at_checked(length.parse().ok()?)?;
        self.rest = rest;
        Some((place, text))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::load::{load, read_tree};

    fn texts(tree: &Tree) -> Vec<(&String, &String)> {
        let texts = tree.sources.iter().map(|(_, file)| &file.text);
        tree.places.iter().zip(texts).collect()
    }

    #[test]
    fn it_holds_the_files_of_the_repository_and_loads_without_a_finding() {
        let (inside, on_disk) = (tree(), read_tree(Path::new("catalog"), None).unwrap());
        assert_eq!(texts(&inside), texts(&on_disk));
        let loaded = load(&inside);
        assert_eq!(loaded.found, []);
        let servers = loaded.catalog.servers.len();
        assert!(
            EDITION.contains(&format!(", {servers} servers, ")),
            "{EDITION}"
        );
        assert!(!EDITION.starts_with(','), "no day of a capture: {EDITION}");
    }

    #[test]
    fn a_server_is_read_without_the_others_and_says_the_same() {
        let whole = load(&tree()).catalog;
        for server in &whole.servers {
            let one = load(&tree_of(std::slice::from_ref(&server.id)).unwrap());
            assert_eq!(one.found, []);
            let names = |servers: &[crate::model::Server]| -> Vec<String> {
                let tools = servers.iter().flat_map(|it| &it.tools);
                tools
                    .map(|it| it.definition.name.as_str().to_owned())
                    .collect()
            };
            assert_eq!(
                names(&one.catalog.servers),
                names(std::slice::from_ref(server))
            );
        }
        assert!(tree_of(&["filesystem".to_owned(), "no-such-server".to_owned()]).is_none());
    }

    #[test]
    fn no_path_of_the_machine_that_built_it_is_inside() {
        let text = texts(&tree()).iter().map(|(place, _)| place.len()).max();
        assert!(text.is_some_and(|longest| longest < 80));
        assert!(!EDITION.contains(env!("CARGO_MANIFEST_DIR")));
    }
}
