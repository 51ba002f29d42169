//! Static files, embedded.

/// A static file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asset {
    /// Name below `static/`.
    pub(super) name: &'static str,
    pub(super) bytes: &'static [u8],
}

/// What is served: a script or a style sheet of ours without the indentation and the lines of comments
/// that are for those who read the source, whose text never runs over several lines. Any other file
/// is served as it is.
pub(super) fn served(name: &str, bytes: &[u8]) -> Vec<u8> {
    let plain = [".js", ".css"].iter().any(|end| name.ends_with(end));
    let own = ASSETS.iter().any(|asset| asset.bytes == bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) if plain && own => {
            let lines = text.lines().map(str::trim_start);
            let kept = lines.filter(|line| !line.is_empty() && !line.starts_with("//"));
            kept.flat_map(|line| [line, "\n"])
                .collect::<String>()
                .into_bytes()
        }
        _ => bytes.to_vec(),
    }
}

macro_rules! assets {
    ($($name:literal,)+) => {
        &[$(Asset { name: $name, bytes: include_bytes!(concat!("../../static/", $name)) },)+]
    };
}

/// Every file of the folder `static`, by name.
pub(super) const ASSETS: &[Asset] = assets![
    "builder.js",
    "favicon.svg",
    "search.js",
    "site.css",
    "site.js",
];

#[cfg(test)]
#[expect(
    clippy::disallowed_methods,
    reason = "compares the list with the folder"
)]
mod tests {
    use super::*;

    #[test]
    fn the_list_holds_every_file_of_the_folder() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/static");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        files.sort();
        let listed: Vec<&str> = ASSETS.iter().map(|asset| asset.name).collect();
        assert_eq!(files, listed);
    }
}
