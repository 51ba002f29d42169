//! Packs the catalog of this repository into one compressed archive that the program carries, and so it does with what
//! the readers of definitions (`src/rules/learned.rs`) and the reader of orders (`src/poison`) have learned, and with the
//! word lists of the latter. It makes the table of the characters that look alike (`src/lookalike.rs` reads it).
//!
//! The archive depends on the catalog's files alone: no path of this machine, no time, and the same line
//! breaks on every system. `src/builtin.rs` unpacks it.
#![expect(
    clippy::disallowed_methods,
    reason = "a build script reads its environment and the catalog, and writes the archive"
)]

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use unicode_normalization::UnicodeNormalization as _;
use unicode_security::confusable_detection::skeleton;

/// The best compression that the library has.
const LEVEL: u8 = 10;
/// The word lists of the languages in which orders are read; what all languages share stands first.
const WORDS: [&str; 17] = [
    "any", "en", "de", "fr", "es", "pt", "it", "nl", "nordic", "pl", "ru", "tr", "ar", "zh", "ja",
    "ko", "asia",
];
/// What the readers of definitions and of orders have learned, and what the packed files are called.
const LEARNED: [(&str, &str); 4] = [
    ("src/poison/learned/weights.bin", "orders"),
    ("src/rules/judge.tsv", "judge.tsv"),
    ("src/rules/weights/weights.bin", "weights.bin"),
    ("src/rules/weights/vectors.bin", "vectors.bin"),
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=catalog");
    println!("cargo:rerun-if-changed=src/poison/words");
    for (from, _) in LEARNED {
        println!("cargo:rerun-if-changed={from}");
    }
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    std::fs::write(out.join("lookalikes.txt"), lookalikes())?;
    let home = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?);
    for (from, to) in LEARNED {
        let packed = miniz_oxide::deflate::compress_to_vec(&std::fs::read(home.join(from))?, LEVEL);
        std::fs::write(out.join(format!("{to}.deflate")), packed)?;
    }
    std::fs::write(out.join("words.deflate"), words(&home)?)?;
    let root = home.join("catalog");
    let mut places = Vec::new();
    collect(&root, "", &mut places)?;
    // Folder by folder, as a catalog is read: `a/` comes before `a-b/`.
    places.sort_by(|one, other| one.split('/').cmp(other.split('/')));
    let mut archive = Vec::new();
    // Each folder is packed by itself, so that one server can be read without the others.
    let mut folders: Vec<(&str, usize)> = Vec::new();
    let (mut servers, mut newest) = (0_usize, String::new());
    for place in &places {
        let text = std::fs::read_to_string(root.join(place))?.replace("\r\n", "\n");
        servers += usize::from(place.ends_with("/server.yaml"));
        if place.ends_with("/tools.lock.json") {
            newest = newest.max(captured(&text).unwrap_or_default().to_owned());
        }
        let folder = place.split_once('/').map_or("", |(folder, _)| folder);
        if folders.last().is_none_or(|(last, _)| *last != folder) {
            folders.push((folder, archive.len()));
        }
        archive.extend_from_slice(format!("{place}\n{}\n", text.len()).as_bytes());
        archive.extend_from_slice(text.as_bytes());
    }
    std::fs::write(out.join("catalog.deflate"), packed(&archive, &folders)?)?;
    let print = fingerprint(&archive)?;
    println!("cargo:rustc-env=TOOLRISK_CATALOG_EDITION={newest}, {servers} servers, {print}");
    let commit = commit().map_or_else(String::new, |commit| format!(" ({commit})"));
    println!("cargo:rustc-env=TOOLRISK_COMMIT={commit}");
    Ok(())
}

/// The word lists, packed, with a null character between two.
fn words(home: &Path) -> std::io::Result<Vec<u8>> {
    let read = |name| std::fs::read_to_string(home.join(format!("src/poison/words/{name}.txt")));
    let lists: Vec<String> = WORDS.map(read).into_iter().collect::<Result<_, _>>()?;
    let text = lists.join("\0").replace("\r\n", "\n");
    Ok(miniz_oxide::deflate::compress_to_vec(
        text.as_bytes(),
        LEVEL,
    ))
}

/// A line for each character that readers take for others: the character, and the characters that they take it for,
/// decomposed. Those that decompose themselves are not among them.
fn lookalikes() -> String {
    let mut lines = String::new();
    // Unicode has nothing between.
    for character in ('\0'..='\u{3ffff}').chain('\u{e0000}'..='\u{e0fff}') {
        let itself = character.to_string();
        if itself.nfd().eq([character]) {
            let alike: String = skeleton(&itself).collect();
            if alike != itself {
                lines.extend([itself.as_str(), &alike, "\n"]);
            }
        }
    }
    lines
}

/// The archive as one list of folders and their packed files: a line for each with its name and its length unpacked
/// and packed, an empty line, and all packed files.
fn packed(archive: &[u8], folders: &[(&str, usize)]) -> Result<Vec<u8>, Box<dyn Error>> {
    let (mut list, mut files) = (String::new(), Vec::new());
    let ends = folders.iter().skip(1).map(|(_, start)| *start);
    for ((folder, start), end) in folders.iter().zip(ends.chain([archive.len()])) {
        let part = archive.get(*start..end).unwrap_or_default();
        let packed = miniz_oxide::deflate::compress_to_vec(part, LEVEL);
        writeln!(list, "{folder}/{}/{}", part.len(), packed.len())?;
        files.extend_from_slice(&packed);
    }
    list.push('\n');
    Ok([list.into_bytes(), files].concat())
}

/// The first digits of the commit that a release is built from, where it is known: a package says so, and so
/// does a repository. Builds for development do without, so that a commit does not make them anew.
fn commit() -> Option<String> {
    if std::env::var("PROFILE").ok()? != "release" {
        return None;
    }
    for file in [".cargo_vcs_info.json", ".git/HEAD"] {
        // A file that is not there would make every build anew.
        if Path::new(file).exists() {
            println!("cargo:rerun-if-changed={file}");
        }
    }
    let packaged = std::fs::read_to_string(".cargo_vcs_info.json").ok();
    let of_package = packaged.as_deref().and_then(|text| {
        let (_, rest) = text.split_once("\"sha1\": \"")?;
        rest.get(..10).map(str::to_owned)
    });
    of_package.or_else(|| {
        let mut git = std::process::Command::new("git");
        let output = git
            .args(["rev-parse", "--short=10", "HEAD"])
            .output()
            .ok()?;
        let text = String::from_utf8(output.stdout).ok()?;
        let text = text.trim();
        (output.status.success() && !text.is_empty()).then(|| text.to_owned())
    })
}

/// The files of the catalog's layout below `folder`, with `/` between the parts of their places.
fn collect(root: &Path, folder: &str, places: &mut Vec<String>) -> Result<(), Box<dyn Error>> {
    for entry in std::fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let name = entry.file_name().into_string();
        let name = name.map_err(|name| format!("{} is not UTF-8", name.display()))?;
        let place = if folder.is_empty() {
            name.clone()
        } else {
            format!("{folder}/{name}")
        };
        if name.starts_with('.') {
            continue;
        }
        if entry.file_type()?.is_dir() {
            collect(root, &place, places)?;
        } else if [".yaml", ".md", ".json"]
            .iter()
            .any(|it| name.ends_with(it))
        {
            places.push(place);
        }
    }
    Ok(())
}

/// The day of a lock's capture.
fn captured(lock: &str) -> Option<&str> {
    let (_, rest) = lock.split_once("\"captured\": \"")?;
    rest.split_once('"').map(|(day, _)| day)
}

/// The first twelve digits of the archive's SHA-256.
fn fingerprint(archive: &[u8]) -> Result<String, std::fmt::Error> {
    let mut digits = String::new();
    for byte in Sha256::digest(archive).iter().take(6) {
        write!(digits, "{byte:02x}")?;
    }
    Ok(digits)
}
