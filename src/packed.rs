//! Data that travels in the program as `build.rs` packs it.

/// What was packed, which is `longest` bytes at most. Bytes that are damaged, or that would be longer, give nothing:
/// they are a part of the program, and the tests of each kind of data hold that it can be unpacked.
pub(crate) fn unpack(packed: &[u8], longest: usize) -> Vec<u8> {
    miniz_oxide::inflate::decompress_to_vec_with_limit(packed, longest).unwrap_or_default()
}
