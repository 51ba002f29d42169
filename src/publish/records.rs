//! Bytes by key in one file, which a later run reads: what it finds there it need not make again.
//!
//! A run adds what is new at the end, and writes the file anew once most of it is of no use any more. Each
//! record carries the key of its bytes, so that a torn or damaged one is not taken for whole. Whoever
//! deletes the file loses time and nothing else.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::memory::make_folder;
use crate::digest::{Digest, Key, key_of};

/// What stands in the file.
pub type Records = BTreeMap<Key, Arc<[u8]>>;

const KEY: usize = size_of::<Key>();
/// A record begins with its key, the key of the whole record, and the number of its bytes.
const HEAD: usize = 2 * KEY + size_of::<u32>();

/// The file, and what of it was read.
#[derive(Debug)]
pub struct RecordFile {
    path: PathBuf,
    /// What the file begins with: another program's records are of no use.
    edition: Key,
    /// What stands in the file.
    pub records: Records,
    /// Whether all of the file could be read, so that more can be added at its end.
    whole: bool,
}

impl RecordFile {
    /// Reads the records that a program of this edition has written; none where there are none, and those
    /// before the first damaged one otherwise.
    pub fn read(path: &Path, edition: &str) -> Self {
        let edition = key_of(edition);
        let bytes = std::fs::read(path).unwrap_or_default();
        let found = bytes.strip_prefix(&edition);
        let found = found.map(|bytes| parse(edition, bytes));
        let (records, whole) = found.unwrap_or_default();
        Self {
            path: path.to_owned(),
            edition,
            records,
            whole,
        }
    }

    /// Makes the file hold these records, and perhaps some that nobody needs any more.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn keep(&self, records: &Records) -> std::io::Result<()> {
        let of_use = self.records.keys().filter(|key| records.contains_key(*key));
        let useless = self.records.len() - of_use.count();
        if !self.whole || useless > records.len() {
            return self.write_anew(records);
        }
        let mut new = Vec::new();
        let is_new = |(key, _): &(&Key, &Arc<[u8]>)| !self.records.contains_key(*key);
        self.add(&mut new, records.iter().filter(is_new))?;
        if new.is_empty() {
            return Ok(());
        }
        // In one call, so that what another run adds meanwhile does not mix with it.
        let mut file = OpenOptions::new().append(true).open(&self.path)?;
        file.write_all(&new)
    }

    /// Writes record by record: those of a large catalog are not copied into one piece first.
    fn write_anew(&self, records: &Records) -> std::io::Result<()> {
        make_folder(&self.path)?;
        let mut file = BufWriter::new(File::create(&self.path)?);
        file.write_all(&self.edition)?;
        self.add(&mut file, records.iter())?;
        file.flush()
    }

    /// Adds records to the bytes of a file.
    fn add<'r>(
        &self,
        file: &mut impl Write,
        records: impl Iterator<Item = (&'r Key, &'r Arc<[u8]>)>,
    ) -> std::io::Result<()> {
        for (key, bytes) in records {
            // Texts of the catalog are far shorter than 4 GiB; a longer record would not be read again.
            let length = u32::try_from(bytes.len()).unwrap_or_default();
            file.write_all(key)?;
            file.write_all(&check(self.edition, *key, bytes))?;
            file.write_all(&length.to_le_bytes())?;
            file.write_all(bytes)?;
        }
        Ok(())
    }
}

/// The key of a whole record. It has the edition, so that a record which another program writes into the file at the
/// same time is not taken for one of its own.
fn check(edition: Key, key: Key, bytes: &[u8]) -> Key {
    Digest::default().add(edition).add(key).add(bytes).key()
}

/// The whole records from the beginning on, and whether that is all there is.
fn parse(edition: Key, bytes: &[u8]) -> (Records, bool) {
    let mut rest = bytes;
    let mut found = Vec::new();
    while let Some((record, after)) = next(rest) {
        found.push(record);
        rest = after;
    }
    let right: Vec<bool> = found
        .par_iter()
        .map(|it| it.check == check(edition, it.key, it.bytes))
        .collect();
    let good = right.iter().take_while(|right| **right).count();
    let whole = rest.is_empty() && good == found.len();
    let records = found.iter().take(good);
    let records = records.map(|it| (it.key, Arc::from(it.bytes)));
    (records.collect(), whole)
}

struct Record<'b> {
    key: Key,
    check: Key,
    bytes: &'b [u8],
}

/// The first record, and what follows it.
fn next(bytes: &[u8]) -> Option<(Record<'_>, &[u8])> {
    let (head, rest) = bytes.split_at_checked(HEAD)?;
    let (key, head) = head.split_first_chunk()?;
    let (check, length) = head.split_first_chunk()?;
    let length = u32::from_le_bytes(length.try_into().ok()?);
    let (bytes, rest) = rest.split_at_checked(usize::try_from(length).ok()?)?;
    let (key, check) = (*key, *check);
    Some((Record { key, check, bytes }, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(range: std::ops::Range<u8>) -> Records {
        range
            .map(|number| ([number; KEY], vec![number; usize::from(number)].into()))
            .collect()
    }

    #[test]
    fn records_are_read_as_they_were_written_and_added_to() {
        let scratch = tempfile::tempdir().unwrap();
        let path = scratch.path().join("cache/records");
        let read = || RecordFile::read(&path, "one");
        read().keep(&records(0..9)).unwrap();
        assert_eq!(read().records, records(0..9));
        let before = std::fs::read(&path).unwrap();
        read().keep(&records(3..12)).unwrap();
        let after = std::fs::read(&path).unwrap();
        assert!(after.starts_with(&before) && after.len() > before.len());
        assert_eq!(read().records, records(0..12));
        // Most of it is of no use any more.
        read().keep(&records(8..10)).unwrap();
        assert_eq!(read().records, records(8..10));
    }

    #[test]
    fn another_edition_reads_none_and_writes_the_file_anew() {
        let scratch = tempfile::tempdir().unwrap();
        let path = scratch.path().join("records");
        RecordFile::read(&path, "one").keep(&records(0..9)).unwrap();
        let other = RecordFile::read(&path, "two");
        assert_eq!(other.records, Records::new());
        other.keep(&records(4..6)).unwrap();
        assert_eq!(RecordFile::read(&path, "two").records, records(4..6));
    }

    #[test]
    fn a_torn_or_damaged_file_gives_what_is_whole_and_is_written_anew() {
        let scratch = tempfile::tempdir().unwrap();
        let path = scratch.path().join("records");
        let all = records(1..6);
        RecordFile::read(&path, "one").keep(&all).unwrap();
        let whole = std::fs::read(&path).unwrap();
        let damaged = (0..whole.len()).flat_map(|at| {
            let mut flipped = whole.clone();
            flipped[at] ^= 1;
            [whole[..at].to_vec(), flipped]
        });
        for bytes in damaged.chain([[&*whole, b"more"].concat()]) {
            std::fs::write(&path, &bytes).unwrap();
            let file = RecordFile::read(&path, "one");
            assert!(
                file.records
                    .iter()
                    .all(|(key, bytes)| all.get(key) == Some(bytes))
            );
            file.keep(&all).unwrap();
            assert_eq!(RecordFile::read(&path, "one").records, all);
        }
    }
}
