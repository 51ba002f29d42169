//! Whether the memory that this process may use is enough for a catalog.
//!
//! Where memory runs out in the middle of the work, Rust prints "memory allocation of … bytes failed" and
//! aborts. So a limit that is plainly too small is reported before the work begins.

use super::CliError;
use crate::load::Tree;

/// What the program needs for itself and its threads, in bytes.
const OWN: u64 = 128 << 20;
/// What an entry needs while it is rated and checked: 8,600 bytes by measurement, with room below.
const EACH_ENTRY: u64 = 6 << 10;
/// Catalogs with fewer entries are always tried.
const FEW: u64 = 1_000;

/// An error when the limit on this process's memory is too small for the catalog.
pub(super) fn suffices(tree: &Tree) -> Result<(), CliError> {
    let (entries, bytes) = size(tree);
    let need = OWN + entries * EACH_ENTRY + 3 * bytes;
    match limit() {
        Some(limit) if entries > FEW && need > limit => {
            let message = format!(
                "this catalog has {entries} entries, which take about {} MB of memory, and this process \
                 may use {} MB",
                need >> 20,
                limit >> 20
            );
            let help = "raise the limit with `ulimit -v`, or check a part of the catalog";
            Err(CliError::usage(message, help))
        }
        _ => Ok(()),
    }
}

/// How many entries a tree has, by the marks between them, and how many bytes of text.
fn size(tree: &Tree) -> (u64, u64) {
    let (mut entries, mut bytes) = (0, 0);
    for (_, source) in tree.sources.iter() {
        entries += 1 + source.text.matches("\n---").count();
        bytes += source.text.len();
    }
    let wide = |count| u64::try_from(count).unwrap_or(u64::MAX);
    (wide(entries), wide(bytes))
}

/// The limit on the addresses of this process, if there is one.
#[cfg(target_os = "linux")]
fn limit() -> Option<u64> {
    rustix::process::getrlimit(rustix::process::Resource::As).current
}

#[cfg(not(target_os = "linux"))]
fn limit() -> Option<u64> {
    None
}
