//! Static files, embedded.

#[cfg(feature = "cli")]
use std::collections::{BTreeMap, BTreeSet};

/// A static file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asset {
    /// Name below `static/`.
    pub(super) name: &'static str,
    pub(super) bytes: &'static [u8],
}

/// What is served: a script or a style sheet of ours without what is only for those who read the source.
/// Any other file is served as it is.
pub(super) fn served(name: &str, bytes: &[u8]) -> Vec<u8> {
    let own = ASSETS.iter().any(|asset| asset.bytes == bytes);
    let shorter = match std::str::from_utf8(bytes) {
        Ok(text) if own => shorter(name, text),
        _ => None,
    };
    shorter.map_or_else(|| bytes.to_vec(), String::into_bytes)
}

fn shorter(name: &str, text: &str) -> Option<String> {
    match name.rsplit_once('.')?.1 {
        "js" => Some(minifier::js::minify(text).ok()?.to_string()),
        "css" => Some(minifier::css::minify(text).ok()?.to_string()),
        _ => None,
    }
}

macro_rules! assets {
    ($($name:literal,)+) => {
        &[$(Asset { name: $name, bytes: include_bytes!(concat!("../../static/", $name)) },)+]
    };
}

/// Every file of the folder `static`, by name.
pub(super) const ASSETS: &[Asset] = assets![
    "agent.js",
    "builder.js",
    "card.png",
    "favicon.svg",
    "mine.js",
    "search.js",
    "site.css",
    "site.js",
    "tools.js",
    "versions.js",
];

/// What is wrong with the names of the user's own files: one that lies in a folder with the name of a file, or one
/// whose name differs from another in capital letters alone, which some file systems take for the same.
#[cfg(feature = "cli")]
pub(crate) fn clash<'n>(own: impl Iterator<Item = &'n str>) -> Option<String> {
    let own: BTreeSet<&str> = own.collect();
    let built_in = ASSETS.iter().map(|asset| asset.name);
    let all: BTreeSet<&str> = own.iter().copied().chain(built_in).collect();
    let origin = |name: &str| {
        let other = if own.contains(name) { "" } else { "built-in " };
        format!("the {other}file `{name}`")
    };
    let mut small: BTreeMap<String, &str> = BTreeMap::new();
    for name in &all {
        if let Some(other) = small.insert(name.to_lowercase(), name) {
            return Some(format!(
                "{} and {} differ in capital letters alone",
                origin(other),
                origin(name)
            ));
        }
    }
    own.iter().find_map(|name| {
        let mut above = name.match_indices('/').filter_map(|(at, _)| name.get(..at));
        let file = above.find_map(|folder| small.get(&folder.to_lowercase()))?;
        Some(format!(
            "`{name}` lies in a folder that has the name of {}",
            origin(file)
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::files_of;

    #[test]
    fn names_that_clash_are_told() {
        let told = |names: &[&str]| clash(names.iter().copied());
        for fine in [
            &["site.css", "img/site.css", "fonts/a/b.woff2"][..],
            &["img/a.png", "img.png"],
        ] {
            assert_eq!(told(fine), None);
        }
        for (names, what) in [
            (
                &["site.css/a.png"][..],
                "the name of the built-in file `site.css`",
            ),
            (&["A/b", "a"], "the name of the file `a`"),
            (&["Site.css"], "differ in capital letters alone"),
            (
                &["img/A.png", "img/a.png"],
                "the file `img/A.png` and the file `img/a.png`",
            ),
        ] {
            let told = told(names).unwrap();
            assert!(told.contains(what), "{told}");
        }
    }

    #[test]
    fn the_list_holds_every_file_of_the_folder() {
        let files = files_of("static");
        let listed: Vec<&str> = ASSETS.iter().map(|asset| asset.name).collect();
        assert_eq!(files, listed);
    }
}
