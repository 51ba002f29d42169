//! Static files, embedded.

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
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::files_of;

    #[test]
    fn the_list_holds_every_file_of_the_folder() {
        let files = files_of("static");
        let listed: Vec<&str> = ASSETS.iter().map(|asset| asset.name).collect();
        assert_eq!(files, listed);
    }
}
