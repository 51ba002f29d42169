//! Short vectors of common words: words of like meaning have like vectors, so that a word which no labelled
//! definition uses still counts like the words that it is close to.
//!
//! `vectors.bin` is written by `examples/train/vectors.py`: a line about its origin, then for each word the hash of
//! its stem and [`DIMENSIONS`] signed bytes, in the order of the hashes.

use std::sync::LazyLock;

use super::features::{Features, Kind};
use crate::rules::learned::VECTORS;

/// How many numbers a word's vector has.
pub const DIMENSIONS: usize = 48;
/// How many places of a definition have a vector of their own.
pub const SLOTS: usize = 10;
/// The length of each word's vector.
pub const LENGTH: i32 = 127;

const ROW: usize = 4 + DIMENSIONS;

/// The vectors of the words in each place, summed and divided by the square root of how many there are.
pub type SlotVectors = [[i32; DIMENSIONS]; SLOTS];

/// Words and their vectors.
#[derive(Debug, Clone, Copy)]
pub struct Vectors {
    rows: &'static [[u8; ROW]],
}

static BUILT_IN: LazyLock<Vectors> =
    LazyLock::new(|| Vectors::parse(&VECTORS).unwrap_or(Vectors { rows: &[] }));

impl Vectors {
    /// The vectors that the program carries.
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    fn parse(bytes: &'static [u8]) -> Option<Self> {
        let head = bytes.iter().position(|byte| *byte == b'\n')?;
        let (rows, left) = bytes.get(head + 1..)?.as_chunks::<ROW>();
        left.is_empty().then_some(Self { rows })
    }

    /// How many words have a vector.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether no word has a vector.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The vector of a word, by the hash of its stem.
    fn of(&self, word: u32) -> Option<&'static [u8]> {
        let hash = |row: &[u8; ROW]| row.first_chunk().map_or(0, |it| u32::from_le_bytes(*it));
        let at = self.rows.binary_search_by_key(&word, hash).ok()?;
        self.rows.get(at)?.get(4..)
    }

    /// The vectors of a definition.
    pub fn read(&self, features: &Features) -> Box<SlotVectors> {
        let mut sums = Box::new([[0; DIMENSIONS]; SLOTS]);
        let mut counts = [0_i32; SLOTS];
        for feature in &features.all {
            let Some((sum, count)) =
                slot(feature.kind).and_then(|at| sums.get_mut(at).zip(counts.get_mut(at)))
            else {
                continue;
            };
            if let Some(vector) = self.of(feature.word) {
                *count += 1;
                for (sum, byte) in sum.iter_mut().zip(vector) {
                    *sum += i32::from(byte.cast_signed());
                }
            }
        }
        for (sum, count) in sums.iter_mut().zip(counts) {
            let root = (256 * 256 / count.max(1)).isqrt();
            for number in sum {
                *number = *number * root / 256;
            }
        }
        sums
    }
}

/// The place of a kind of feature that is a single word.
fn slot(kind: Kind) -> Option<usize> {
    Some(match kind {
        Kind::NameFirst => 0,
        Kind::NameLast => 1,
        Kind::NameWord => 2,
        Kind::SentenceFirst => 3,
        Kind::SentenceSecond => 4,
        Kind::SentenceWord => 5,
        Kind::LaterWord => 6,
        Kind::LaterFirst => 7,
        Kind::ParameterWord => 8,
        Kind::Value => 9,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::tokens::word_hash;
    use super::*;

    #[test]
    fn words_of_like_meaning_have_like_vectors() {
        let vectors = Vectors::built_in();
        let near = |one: &str, two: &str| -> i32 {
            let of = |word| vectors.of(word_hash(word)).expect("a common word");
            let pairs = of(one).iter().zip(of(two));
            pairs
                .map(|(one, two)| i32::from(one.cast_signed()) * i32::from(two.cast_signed()))
                .sum()
        };
        assert!(near("delete", "removes") > near("delete", "list"));
        assert!(near("payment", "invoices") > near("payment", "folder"));
        assert!(vectors.of(word_hash("zzqqx")).is_none());
    }
}
