//! The catalog that travels with the program: packed by `build.rs`, unpacked here.

use crate::load::Tree;

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
    let most = env!("TOOLRISK_CATALOG_BYTES").parse().unwrap_or(usize::MAX);
    let unpacked = miniz_oxide::inflate::decompress_to_vec_with_limit(PACKED, most);
    let text = unpacked.map(String::from_utf8);
    let Ok(Ok(text)) = text else {
        return Tree::default();
    };
    Tree::of_texts(Files { rest: &text })
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
    fn no_path_of_the_machine_that_built_it_is_inside() {
        let text = texts(&tree()).iter().map(|(place, _)| place.len()).max();
        assert!(text.is_some_and(|longest| longest < 80));
        assert!(!EDITION.contains(env!("CARGO_MANIFEST_DIR")));
    }
}
