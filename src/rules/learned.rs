//! What was learned, as the program carries it: `build.rs` packs the tables, and they are unpacked when the first
//! definition is read. A program that takes the classifier alone carries them as they are, and needs no crate for it.

use std::borrow::Cow;
use std::sync::LazyLock;

/// More bytes than any of the tables has.
#[cfg(feature = "site")]
const MOST: usize = 4 << 20;

#[cfg(feature = "site")]
macro_rules! table {
    ($folder:literal, $file:literal) => {
        LazyLock::new(|| {
            let packed = include_bytes!(concat!(env!("OUT_DIR"), "/", $file, ".deflate"));
            Cow::Owned(crate::packed::unpack(packed, MOST))
        })
    };
}
#[cfg(not(feature = "site"))]
macro_rules! table {
    ($folder:literal, $file:literal) => {
        LazyLock::new(|| Cow::Borrowed(include_bytes!(concat!($folder, $file)).as_slice()))
    };
}

/// A table's bytes.
type Table = LazyLock<Cow<'static, [u8]>>;

/// `judge.tsv`.
pub(super) static JUDGE: Table = table!("", "judge.tsv");
/// `weights/weights.bin`.
pub(super) static WEIGHTS: Table = table!("weights/", "weights.bin");
/// `weights/vectors.bin`.
pub(super) static VECTORS: Table = table!("weights/", "vectors.bin");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_unpacked_as_they_were() {
        assert_eq!(JUDGE.as_ref(), include_bytes!("judge.tsv").as_slice());
        assert_eq!(
            WEIGHTS.as_ref(),
            include_bytes!("weights/weights.bin").as_slice()
        );
        assert_eq!(
            VECTORS.as_ref(),
            include_bytes!("weights/vectors.bin").as_slice()
        );
    }
}
