//! Paths of files. Nothing is looked up on a disk: links that a tool follows are not seen.

use percent_encoding::percent_decode_str;
use unicode_normalization::UnicodeNormalization as _;
use url::{Host, Url};

use super::{Truth, is_invisible};

/// An absolute folder, by its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::model) struct Folder {
    parts: Vec<String>,
    /// Whether it is of a system with drives, where `\` parts a path.
    has_drive: bool,
}

impl Folder {
    /// Reads a folder of a rule; `None` if it is not absolute or its spelling is not plain.
    pub(super) fn of(text: &str) -> Option<Self> {
        let has_drive = drive(text).is_some();
        match Read::of(text, has_drive) {
            Read::Absolute(parts) => Some(Self { parts, has_drive }),
            Read::Relative(_) | Read::Unclear => None,
        }
    }

    /// Whether a path is the folder or lies in it.
    pub(super) fn holds(&self, text: &str) -> Truth {
        let parts = match Read::of(text, self.has_drive) {
            Read::Absolute(parts) => parts,
            Read::Relative(parts) => return self.reached_from_within(&parts),
            Read::Unclear => return Truth::Unjudged,
        };
        if parts.starts_with(&self.parts) {
            return if self.has_drive || is_fixed(&parts) {
                Truth::Yes
            } else {
                Truth::Unjudged
            };
        }
        // Some disks know no case and no ways to write an accent, and in `/proc` stand links to everywhere.
        if folded(&parts).starts_with(&folded(&self.parts)) || !is_fixed(&parts) {
            Truth::Unjudged
        } else {
            Truth::No
        }
    }

    /// A relative path lies in no absolute folder, unless its first parts are the folder's last: then a
    /// tool that works in a folder above would find it there.
    fn reached_from_within(&self, parts: &[String]) -> Truth {
        let path = folded(parts);
        let folder = folded(&self.parts);
        let reached = (0..folder.len()).any(|from| {
            folder
                .get(from..)
                .is_some_and(|rest| path.starts_with(rest))
        });
        if reached || self.parts.is_empty() {
            Truth::Unjudged
        } else {
            Truth::No
        }
    }
}

/// Parts in the form in which two are equal that some disk takes for one.
fn folded(parts: &[String]) -> Vec<String> {
    // Upper case first: `ß` is `SS` in it, which lower case alone does not show.
    let fold = |it: &String| -> String {
        let wide: String = it.nfkc().collect();
        wide.to_uppercase().to_lowercase().nfkc().collect()
    };
    parts.iter().map(fold).collect()
}

/// Whether a path means the same file to every process: in `/proc` and `/dev/fd` it does not.
fn is_fixed(parts: &[String]) -> bool {
    let mut parts = parts.iter().map(String::as_str);
    match (parts.next(), parts.next()) {
        (Some("proc"), _) => false,
        (Some("dev"), Some(next)) => !matches!(next, "fd" | "stdin" | "stdout" | "stderr"),
        _ => true,
    }
}

/// A path as tools read it.
enum Read {
    Absolute(Vec<String>),
    Relative(Vec<String>),
    /// Tools read it in more than one way.
    Unclear,
}

impl Read {
    fn of(text: &str, has_drive: bool) -> Self {
        let Some(text) = without_scheme(text) else {
            return Self::Unclear;
        };
        if !is_plain(&text) || (text.contains('\\') && !has_drive) {
            return Self::Unclear;
        }
        let text = text.replace('\\', "/");
        let drive = drive(&text);
        if has_drive && (text.starts_with("//") || has_alias(&text)) {
            return Self::Unclear;
        }
        // Which drive it is on depends on where the tool works.
        if has_drive && drive.is_none() && text.starts_with('/') {
            return Self::Unclear;
        }
        let is_absolute = text.starts_with('/') || drive.is_some();
        let parts = text
            .split('/')
            .filter(|part| !part.is_empty() && *part != ".");
        let mut parts: Vec<String> = parts.map(str::to_owned).collect();
        if parts.iter().any(|part| part == "..") {
            return Self::Unclear;
        }
        if let (Some(drive), Some(first)) = (drive, parts.first_mut()) {
            *first = drive;
        }
        if is_absolute {
            Self::Absolute(parts)
        } else {
            Self::Relative(parts)
        }
    }
}

/// The path of a `file:` address, or the text itself. `None` for an address of anything else.
fn without_scheme(text: &str) -> Option<String> {
    let lower = text.trim_start().to_ascii_lowercase();
    if lower.starts_with("file:") {
        let url = Url::parse(text).ok()?;
        let here = match url.host() {
            None => true,
            Some(Host::Domain(host)) => host == "localhost",
            Some(_) => false,
        };
        if !here || url.query().is_some() || url.fragment().is_some() || text.contains("..") {
            return None;
        }
        let path = percent_decode_str(url.path())
            .decode_utf8()
            .ok()?
            .into_owned();
        // `file:///C:/x` has a slash before its drive.
        let inner = path.strip_prefix('/').filter(|rest| drive(rest).is_some());
        return Some(inner.map_or(path.clone(), str::to_owned));
    }
    let is_scheme = |it: &str| {
        let mut bytes = it.bytes();
        bytes.next().is_some_and(|c| c.is_ascii_alphabetic())
            && bytes.all(|c| c.is_ascii_alphanumeric() || b"+-.".contains(&c))
    };
    // `jar:x`, `c:x`; a name with a colon in it, such as `notes: x`, has a space behind it.
    let is_address = lower.split_once(':').is_some_and(|(scheme, rest)| {
        is_scheme(scheme) && !rest.is_empty() && !rest.starts_with(' ') && drive(text).is_none()
    });
    (!is_address).then(|| text.to_owned())
}

/// Whether no tool expands, decodes, trims or cuts anything of the text.
fn is_plain(text: &str) -> bool {
    let starts = |sign| text.starts_with(sign);
    let decoded = percent_decode_str(text).collect::<Vec<u8>>();
    let hides = decoded.len() < text.len() && decoded.iter().any(|c| b"./\\%\0~".contains(c));
    let signs = |text: &str| {
        text.chars()
            .filter(|c| matches!(c, '/' | '\\' | '.'))
            .count()
    };
    let widened: String = text.nfkc().collect();
    !text.is_empty()
        && text.trim() == text
        && !starts('~')
        && !starts('\'')
        && !text.contains(['$', '*', '?', '[', ']', '{', '}', '`', '"'])
        && !text.contains("''")
        && !text
            .chars()
            .any(|c| c.is_control() || is_like_a_slash(c) || is_invisible(c))
        && !has_variable(text)
        && !is_list(text)
        && !hides
        && signs(&widened) == signs(text)
}

/// Whether Windows would replace a `%NAME%` of the text.
fn has_variable(text: &str) -> bool {
    let is_name = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && part
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "_()".contains(c))
    };
    let parts: Vec<&str> = text.split('%').collect();
    let within = parts.get(1..parts.len() - 1).unwrap_or_default();
    within.iter().any(|part| is_name(part))
}

/// Whether a text holds another path behind a sign that parts lists.
fn is_list(text: &str) -> bool {
    let starts_path = |part: &str| {
        let part = part.trim_start();
        part.starts_with(['/', '\\', '~', '.'])
            || drive(part).is_some()
            || part.starts_with("file:")
    };
    let has_drive = drive(text).is_some();
    let signs = text
        .char_indices()
        .filter(|(at, c)| ",;|&<> ".contains(*c) || (*c == ':' && !(has_drive && *at == 1)));
    signs.into_iter().any(|(at, sign)| {
        let rest = text.get(at + sign.len_utf8()..).unwrap_or_default();
        starts_path(rest)
    })
}

/// Characters that look like `/` or `\` and that some systems take for it.
const fn is_like_a_slash(c: char) -> bool {
    matches!(
        c,
        '\u{2044}'
            | '\u{2215}'
            | '\u{2216}'
            | '\u{29f5}'
            | '\u{29f8}'
            | '\u{29f9}'
            | '\u{ff0f}'
            | '\u{ff3c}'
            | '\u{fe68}'
    )
}

/// Names of Windows that stand for others: `name.`, `name `, `NAME~1`, `name::$DATA`.
fn has_alias(text: &str) -> bool {
    let alias = |part: &str| {
        let short = part
            .split('~')
            .nth(1)
            .is_some_and(|it| it.starts_with(|c: char| c.is_ascii_digit()));
        let trimmed = part != "." && part.ends_with(['.', ' ']);
        short || trimmed || part.chars().skip(2).any(|c| c == ':')
    };
    text.split('/').any(alias)
}

/// The drive that a path begins with, as `c:`.
fn drive(text: &str) -> Option<String> {
    let mut chars = text.chars();
    let letter = chars.next().filter(char::is_ascii_alphabetic)?;
    let colon = chars.next() == Some(':');
    let root = matches!(chars.next(), Some('/' | '\\'));
    (colon && root).then(|| format!("{}:", letter.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn under(folder: &str, path: &str) -> Truth {
        Folder::of(folder).unwrap().holds(path)
    }

    #[test]
    fn no_spelling_of_a_path_in_a_folder_is_taken_for_one_outside() {
        for path in [
            "/etc/passwd",
            "//etc/passwd",
            "/tmp/../etc/passwd",
            "file:///etc/passwd",
            "/./etc/passwd",
            "/etc\u{2215}passwd",
            "\\etc\\passwd",
            "/proc/self/root/etc/passwd",
            " /etc/passwd",
            "~/../../etc/passwd",
            "/etc",
            "/etc/",
            "FILE:/etc/passwd",
            "file://localhost/etc/passwd",
            "file:///%65tc/passwd",
            "/%65tc/../etc",
            "%2fetc%2fpasswd",
            "/ETC/passwd",
            "etc/passwd",
            "$HOME/../etc/passwd",
            "/\u{ff0f}etc/passwd",
            "/etc/passwd\0.txt",
            "file://evil/etc/passwd",
            "/dev/fd/3",
            "/tmp/%2e%2e/etc/passwd",
            "http://x/../etc",
            "/etc\u{ff0f}passwd",
            "",
            "/et?/passwd",
            "/e*/passwd",
            "/[e]tc/passwd",
            "/{etc,tmp}/passwd",
            "`echo /etc/passwd`",
            "%SYSTEMROOT%/etc",
            "/%ROOT%/x",
            "/e\u{200b}tc/passwd",
            "/tmp/x,/etc/passwd",
            "/tmp/x;/etc/passwd",
            "/tmp/x:/etc/passwd",
            "/tmp/x /etc/passwd",
            "/tmp/x, ../etc/passwd",
            "jar:/etc/passwd",
            "sftp:/etc/passwd",
            "vscode-file:etc/passwd",
            "\"/etc/passwd\"",
            "'/etc/passwd'",
            "/e''tc/passwd",
        ] {
            assert_ne!(under("/etc", path), Truth::No, "{path:?}");
        }
    }

    #[test]
    fn a_path_outside_is_told_from_one_that_some_disk_takes_for_the_folder() {
        for path in [
            "/home/me/etc/x",
            "/etcetera",
            "notes/a.txt",
            "/tmp/..etc",
            "/srv/50%/x",
            "a b.md",
            "/home/me/Smith, John.md",
            "/home/me/notes: today.md",
            "it's.md",
            "/home/me/10% of 20%.md",
        ] {
            assert_eq!(under("/etc", path), Truth::No, "{path:?}");
        }
        for (folder, path) in [
            ("/caf\u{e9}", "/cafe\u{301}/x"),
            ("/Stra\u{df}e", "/STRASSE/x"),
            ("/secrets", "/\u{17f}ecrets/x"),
            ("/file", "/\u{fb01}le/x"),
        ] {
            assert_eq!(under(folder, path), Truth::Unjudged, "{folder} {path}");
        }
    }

    #[test]
    fn no_spelling_of_a_path_outside_is_taken_for_one_in_the_folder() {
        for path in [
            "/notes/a.md",
            "/notes",
            "//notes/./a",
            "file:///notes/a%20b.md",
            "/notes/~a",
        ] {
            assert_eq!(under("/notes/", path), Truth::Yes, "{path:?}");
        }
        for path in [
            "/notes/../etc",
            "/notes/%2e%2e/etc",
            "/notes2/a",
            "/Notes/a",
            "notes/a",
            "/notes/\u{2024}\u{2024}/x",
            "/notes\\..\\x",
            "file://host/notes/a",
            "~/notes/a",
            "/notes/$X",
            "/notes/a\0",
            "/notes/a ",
            "file:///notes/..%2f..%2fetc",
            "https://x/notes/a",
        ] {
            assert_ne!(under("/notes", path), Truth::Yes, "{path:?}");
        }
    }

    #[test]
    fn drives_part_paths_in_both_ways_and_aliases_are_not_judged() {
        for path in ["C:\\Users\\me\\x", "c:/Users/me", "file:///C:/Users/me/x"] {
            assert_eq!(under("C:/Users/me", path), Truth::Yes, "{path:?}");
        }
        for path in [
            "C:/USERS/me/x",
            "C:\\Users\\me.\\x",
            "C:/Users/ME~1/x",
            "\\\\?\\C:\\Users\\me",
            "C:/Users/me/x::$DATA",
            "/Users/me/x",
            "\\Users\\me\\x",
            "C:Users/me/x",
            "C:x",
            "%USERPROFILE%\\x",
            "C:/tmp/x;C:/Users/me/x",
        ] {
            assert_eq!(under("C:/Users/me", path), Truth::Unjudged, "{path:?}");
        }
        assert_eq!(under("C:/Users/me", "D:/x"), Truth::No);
        for folder in ["notes", "/a/../b", "~/x", ""] {
            assert_eq!(Folder::of(folder), None, "{folder:?}");
        }
    }
}
