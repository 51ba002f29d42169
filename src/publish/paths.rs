//! Which paths a file may have: plain ones that mean the same on every system.

/// Whether this is a relative path of ordinary parts with `/` between them.
pub(super) fn is_usable(path: &str) -> bool {
    let ordinary = |part: &str| {
        !part.is_empty()
            && part != "."
            && part != ".."
            && part.len() <= 255
            && !part.contains(|c: char| matches!(c, '\\' | ':') || c.is_control())
    };
    path.len() <= 2_000 && path.split('/').all(ordinary)
}

/// Every folder above a path, outermost first.
pub(super) fn folders_above(path: &str) -> impl DoubleEndedIterator<Item = &str> {
    path.match_indices('/').filter_map(|(at, _)| path.get(..at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_relative_paths_are_usable() {
        for good in [
            "index.html",
            "servers/git/index.html",
            ".well-known/x",
            "日本",
        ] {
            assert!(is_usable(good), "{good}");
        }
        for bad in [
            "",
            "/etc/passwd",
            "../x",
            "a/../b",
            "a//b",
            "a/",
            ".",
            "a\\b",
            "c:x",
            "a\nb",
        ] {
            assert!(!is_usable(bad), "{bad:?}");
        }
    }

    #[test]
    fn folders_come_outermost_first() {
        assert_eq!(folders_above("a/b/c").collect::<Vec<_>>(), ["a", "a/b"]);
        assert_eq!(folders_above("a").count(), 0);
    }
}
