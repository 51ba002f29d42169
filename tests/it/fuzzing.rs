//! The fuzz targets of `tests/fuzz` with plain mutations: a few hundred cases, the same on each run.
//!
//! `FUZZ_SECONDS=600 FUZZ_SEED=2 cargo test --test it fuzzing` runs each target that long, from another
//! seed. For coverage-guided runs see `tests/fuzz/Cargo.toml`.

#[path = "../fuzz/targets.rs"]
#[expect(
    unreachable_pub,
    reason = "the cargo-fuzz binaries use it as a library"
)]
mod targets;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use super::dice::Dice;
use targets::{TARGETS, Target};

/// Cases of a short run.
const CASES: usize = 150;
/// Longest input that mutations grow to.
const LONGEST: usize = 8_000;

/// Pieces that readers of YAML, JSON, Markdown and logs take for something.
const PIECES: &[&str] = &[
    "\n",
    "\r\n",
    "\r",
    "\t",
    " ",
    "\u{feff}",
    "\0",
    "\u{2028}",
    "\u{202e}",
    "---\n",
    "...\n",
    "%YAML 1.2\n---\n",
    "&a ",
    "*a",
    "<<: ",
    "!!str ",
    "? ",
    ": ",
    "- ",
    "|\n  ",
    ">-\n  ",
    "'",
    "\"",
    "\\u0000",
    "\\ud800",
    "#",
    " # c\n",
    "{",
    "}",
    "[",
    "]",
    ",",
    "null",
    "~",
    "true",
    "1e999",
    "-0",
    "9223372036854775808",
    "NaN",
    "`",
    "```\n",
    "..",
    "a item",
    "<script>",
    "<!--",
    "](javascript:x)",
    "|a|b|\n|-|-|\n",
    "name: ",
    "override: x\n",
    "data: ",
    "\"tools\":",
    "\"$ref\":\"#\"",
    "\"method\":\"tools/call\"",
    "\"name\":\"secret\"",
    "<",
    "[[[[[[[[[[[[[[[[",
    "{\"a\":{\"a\":{\"a\":",
];

/// A seed with one to eight changes.
fn mutated(seeds: &[&str], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = seeds[dice.roll(seeds.len())].as_bytes().to_vec();
    for _ in 0..=dice.roll(8) {
        let range = dice.range(bytes.len());
        match dice.roll(7) {
            0 if !bytes.is_empty() => {
                let at = dice.roll(bytes.len());
                bytes[at] ^= 1 << dice.roll(8);
            }
            1 => drop(bytes.drain(range)),
            2 => {
                let copy = bytes[range].to_vec();
                let at = dice.roll(bytes.len() + 1);
                drop(bytes.splice(at..at, copy));
            }
            3 => {
                let other = seeds[dice.roll(seeds.len())].as_bytes();
                let part = dice.range(other.len());
                drop(bytes.splice(range, other[part].to_vec()));
            }
            4 => {
                let copy = bytes[range].repeat(1 + dice.roll(40));
                let at = dice.roll(bytes.len() + 1);
                drop(bytes.splice(at..at, copy));
            }
            _ => {
                let piece = PIECES[dice.roll(PIECES.len())].as_bytes().to_vec();
                drop(bytes.splice(range.start..range.start, piece));
            }
        }
    }
    bytes.truncate(LONGEST);
    bytes
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Runs a target on its seeds and on changed ones. What breaks it is printed.
#[expect(
    clippy::print_stderr,
    reason = "the test runner shows it where a case fails"
)]
fn fuzz(name: &str) {
    let target: &Target = TARGETS.iter().find(|it| it.name == name).unwrap();
    let run = |input: &[u8]| {
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| (target.run)(input))) {
            eprintln!("{name} fails on {:?}", String::from_utf8_lossy(input));
            std::panic::resume_unwind(panic);
        }
    };
    target.seeds.iter().for_each(|seed| run(seed.as_bytes()));
    let mut dice = Dice(number("FUZZ_SEED").unwrap_or(1));
    let end = number("FUZZ_SECONDS").map(|it| Instant::now() + Duration::from_secs(it));
    let mut cases = 0;
    while end.map_or(cases < CASES, |end| Instant::now() < end) {
        run(&mutated(target.seeds, &mut dice));
        cases += 1;
    }
    eprintln!("{name}: {cases} cases");
}

#[test]
fn catalogs_load_whatever_stands_in_them() {
    fuzz("catalog");
}

#[test]
fn locks_load_whatever_stands_in_them() {
    fuzz("lock");
}

#[test]
fn what_an_import_adds_is_read_back() {
    fuzz("import");
}

#[test]
fn nothing_that_the_policy_refuses_passes_the_gateway() {
    fuzz("gateway");
}

#[test]
fn policies_decide_alike_and_hide_what_they_hide() {
    fuzz("policy");
}

#[test]
fn markdown_brings_no_script() {
    fuzz("markdown");
}

#[test]
fn formed_files_keep_their_values() {
    fuzz("fmt");
}

#[test]
fn fixes_change_one_value_each() {
    fuzz("fix");
}
