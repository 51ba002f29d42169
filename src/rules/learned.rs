//! What was learned, as the program carries it: `build.rs` packs the tables, and they are unpacked when the first
//! definition is read. A program that takes the classifier alone carries them as they are, and needs no crate for it.

use std::sync::LazyLock;

/// More bytes than any of the tables has.
#[cfg(feature = "site")]
const MOST: usize = 4 << 20;

#[cfg(feature = "site")]
macro_rules! table {
    ($folder:literal, $file:literal) => {
        LazyLock::new(|| {
            let packed = include_bytes!(concat!(env!("OUT_DIR"), "/", $file, ".deflate"));
            // A test holds that they can be unpacked.
            miniz_oxide::inflate::decompress_to_vec_with_limit(packed, MOST).unwrap_or_default()
        })
    };
}
#[cfg(not(feature = "site"))]
macro_rules! table {
    ($folder:literal, $file:literal) => {
        LazyLock::new(|| include_bytes!(concat!($folder, $file)).to_vec())
    };
}

/// `judge.tsv`.
pub(super) static JUDGE: LazyLock<Vec<u8>> = table!("", "judge.tsv");
/// `weights/weights.bin`.
pub(super) static WEIGHTS: LazyLock<Vec<u8>> = table!("weights/", "weights.bin");
/// `weights/vectors.bin`.
pub(super) static VECTORS: LazyLock<Vec<u8>> = table!("weights/", "vectors.bin");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_unpacked_as_they_were() {
        assert_eq!(JUDGE.as_slice(), include_bytes!("judge.tsv"));
        assert_eq!(WEIGHTS.as_slice(), include_bytes!("weights/weights.bin"));
        assert_eq!(VECTORS.as_slice(), include_bytes!("weights/vectors.bin"));
    }
}
