//! What a run remembers for the next one: what each file was made from, and how it stood on disk.
//!
//! A file that is to be made from the same and that nobody has touched since is not made again. The
//! memory holds times, which differ from run to run, so it lies outside the output folder. Whoever
//! deletes it loses time and nothing else; the same goes for one that cannot be read or written.

use std::fmt::Write as _;
use std::fs::{File, Metadata};
use std::path::Path;
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use rayon::prelude::*;

use super::journal;
use super::manifest::Manifest;
use crate::digest::Key;
use crate::replace::replace_file;

const HEAD: &str = "toolrisk memory 1";
const NO_KEY: &str = "-";
const END: &str = "end\n";
/// Room for what a line has beside its path, in bytes.
const MOST_BESIDE: usize = 72;

/// How a file stands on disk, as far as a look at it without reading tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    size: u64,
    /// When it was written, in nanoseconds since 1970.
    written: u64,
}

impl Stamp {
    /// Of a plain file; none for anything else.
    pub(super) fn of(file: &Path) -> Option<Self> {
        Self::of_metadata(&std::fs::symlink_metadata(file).ok()?)
    }

    /// Of a file that is open.
    pub(super) fn of_open(file: &File) -> Option<Self> {
        Self::of_metadata(&file.metadata().ok()?)
    }

    fn of_metadata(there: &Metadata) -> Option<Self> {
        let written = there.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        there.is_file().then_some(Self {
            size: there.len(),
            // Until the year 2554.
            written: u64::try_from(written.as_nanos()).ok()?,
        })
    }
}

/// A file that a run left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Left {
    pub(super) path: Arc<str>,
    pub(super) key: Key,
    pub(super) stamp: Stamp,
}

/// What a run remembers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Memory {
    /// What the whole run was made from, and what it said of itself.
    whole: Option<(Key, String)>,
    /// Sorted by path.
    files: Vec<Left>,
}

impl Memory {
    pub(super) fn new(whole: Option<(Key, String)>, mut files: Vec<Left>) -> Self {
        files.par_sort_unstable_by(|a, b| a.path.cmp(&b.path));
        Self { whole, files }
    }

    /// What the last run remembered; nothing where that is missing or damaged.
    pub(super) fn read(file: &Path) -> Self {
        let text = std::fs::read_to_string(file);
        text.ok()
            .and_then(|text| Self::parse(&text))
            .unwrap_or_default()
    }

    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.strip_suffix(END)?.lines();
        if lines.next()? != HEAD {
            return None;
        }
        let (key, note) = lines.next()?.split_once(' ')?;
        let whole = if key == NO_KEY {
            None
        } else {
            Some((parse_key(key)?, note.to_owned()))
        };
        let files = lines.map(parse_line).collect::<Option<Vec<Left>>>()?;
        Some(Self::new(whole, files))
    }

    /// Keeps it for the next run.
    pub(super) fn write(&self, file: &Path) -> std::io::Result<()> {
        let (key, note) = match &self.whole {
            Some((key, note)) => (hex(*key), note.as_str()),
            None => (NO_KEY.to_owned(), ""),
        };
        let room = self.files.iter().map(|left| left.path.len() + MOST_BESIDE);
        let mut text = String::with_capacity(room.sum());
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{HEAD}\n{key} {}", note.replace('\n', " "));
        for Left { path, key, stamp } in &self.files {
            let Stamp { size, written } = stamp;
            let key = u128::from_be_bytes(*key);
            let _ = writeln!(text, "{key:032x} {size} {written} {path}");
        }
        text.push_str(END);
        make_folder(file)?;
        replace_file(file, text.as_bytes())
    }

    /// How the file at `path` stands, if it was made from the same and nobody has touched it since.
    pub(super) fn standing(&self, folder: &Path, path: &str, key: Key) -> Option<Stamp> {
        let found = self.files.binary_search_by(|left| (*left.path).cmp(path));
        let left = self.files.get(found.ok()?)?;
        let same = left.key == key && Stamp::of(&folder.join(path)) == Some(left.stamp);
        same.then_some(left.stamp)
    }

    /// Whether every file stands as it was left, and no other was made.
    fn stands(&self, folder: &Path) -> bool {
        let listed = Manifest::read(folder).unwrap_or_default();
        let paths = self.files.iter().map(|left| &*left.path);
        let untouched = |left: &Left| Stamp::of(&folder.join(&*left.path)) == Some(left.stamp);
        listed.paths().eq(paths)
            && !journal::is_left(folder)
            && self.files.par_iter().all(untouched)
    }
}

/// Makes the folder of a file that outlives a run, and sees to it that nobody commits it.
pub(super) fn make_folder(file: &Path) -> std::io::Result<()> {
    let folder = file.parent().unwrap_or(file);
    replace_file(&folder.join(".gitignore"), b"*\n")
}

/// What a run said that was made from the same and whose files all stand as it left them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// How many files there are.
    pub files: usize,
    /// What that run said of itself.
    pub note: String,
}

/// Whether a run with this key would change nothing in `folder`: the last one, whose memory lies in
/// `memory`, had the same key, and nobody has touched its files.
pub fn standing(folder: &Path, memory: &Path, key: Key) -> Option<Standing> {
    let memory = Memory::read(memory);
    let same = memory
        .whole
        .as_ref()
        .is_some_and(|(whole, _)| *whole == key);
    if !same || !memory.stands(folder) {
        return None;
    }
    Some(Standing {
        files: memory.files.len(),
        note: memory.whole.map(|(_, note)| note).unwrap_or_default(),
    })
}

/// What tells this program from others that may make other files of the same: its version, and the size
/// and time of the program's own file.
pub fn program() -> String {
    let own = std::env::current_exe().ok();
    let stamp = own.and_then(|own| Stamp::of(&own.canonicalize().unwrap_or(own)));
    format!("{} {stamp:?}", env!("CARGO_PKG_VERSION"))
}

fn parse_line(line: &str) -> Option<Left> {
    let mut words = line.splitn(4, ' ');
    Some(Left {
        key: parse_key(words.next()?)?,
        stamp: Stamp {
            size: words.next()?.parse().ok()?,
            written: words.next()?.parse().ok()?,
        },
        path: words.next()?.into(),
    })
}

fn parse_key(text: &str) -> Option<Key> {
    (text.len() == 32).then_some(())?;
    u128::from_str_radix(text, 16).ok().map(u128::to_be_bytes)
}

fn hex(key: Key) -> String {
    format!("{:032x}", u128::from_be_bytes(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_memory_is_read_as_it_was_written_and_a_damaged_one_is_none() {
        let scratch = tempfile::tempdir().unwrap();
        let file = scratch.path().join("memory");
        let left = |path: &str, byte: u8| Left {
            path: path.into(),
            key: [byte; 16],
            stamp: Stamp {
                size: 7,
                written: 1_700_000_000_000_000_001,
            },
        };
        let memory = Memory::new(
            Some(([9; 16], "said so".to_owned())),
            vec![left("b c/index.html", 0), left("a", 255)],
        );
        memory.write(&file).unwrap();
        assert_eq!(Memory::read(&file), memory);
        let text = std::fs::read_to_string(&file).unwrap();
        for at in 0..text.len() - 1 {
            std::fs::write(&file, &text.as_bytes()[..at]).unwrap();
            assert_eq!(Memory::read(&file), Memory::default(), "{at}");
        }
        std::fs::remove_file(&file).unwrap();
        assert_eq!(Memory::read(&file), Memory::default());
    }
}
