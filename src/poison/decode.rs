//! Texts within a text: base64, hexadecimal, percent signs, escapes, ROT13, reversed, spaced letters.
//!
//! Each is undone within bounds, and what comes out is read like any other text.

use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use regex::{Captures, Regex};

use super::shape::pattern;
use crate::source::floor;

/// A text that stood within another.
pub(super) struct Inner {
    /// The text.
    pub(super) text: String,
    /// Whether words may stand without spaces between them.
    pub(super) unspaced: bool,
    /// What it was hidden by, as in "hidden by …".
    pub(super) how: &'static str,
    /// Whether all of it was out of sight. Digits for letters and escapes can stand in the midst of plain words.
    pub(super) out_of_sight: bool,
}

/// How many runs of one text are decoded, and how long each may be.
const MOST: usize = 40;
const LONGEST: usize = 16_000;

impl Inner {
    fn new(text: String, how: &'static str) -> Self {
        Self {
            text,
            unspaced: false,
            how,
            out_of_sight: true,
        }
    }
}

/// The texts within a folded text.
pub(super) fn inner(text: &str) -> Vec<Inner> {
    let marks = Marks::of(text);
    let mut all = Vec::new();
    if marks.longest >= 16 {
        let runs = RUN.find_iter(text).take(MOST);
        all.extend(runs.filter_map(|run| encoded(head(run.as_str()))));
    }
    if marks.codes >= 8 {
        let runs = CODES.find_iter(text).take(MOST);
        let plain = runs.filter_map(|run| codes(head(run.as_str())));
        all.extend(plain.map(|plain| Inner::new(plain, "an order in the codes of its letters")));
    }
    if text.contains(['%', '\\', '&']) && ESCAPES.is_match(text) {
        let plain = ESCAPE.replace_all(head(text), unescape).into_owned();
        all.push(Inner {
            out_of_sight: false,
            ..Inner::new(plain, "an order in escapes")
        });
    }
    if marks.single >= 7 {
        for run in SPACED.find_iter(text).take(MOST) {
            let (text, unspaced) = join(head(run.as_str()));
            all.push(Inner {
                text,
                unspaced,
                how: "an order in parted letters",
                out_of_sight: true,
            });
        }
    }
    whole(text, &marks, &mut all);
    all
}

/// How many letters that need no escape are written as escapes from which on nobody does so without a reason.
const MOST_ESCAPED: usize = 12;

/// The beginning of a text in which many plain letters are written as escapes; no notation needs that.
pub(super) fn needless_escapes(text: &str) -> Option<&str> {
    if !text.contains(['%', '\\', '&']) || !ESCAPES.is_match(text) {
        return None;
    }
    let letters = ESCAPE.captures_iter(head(text)).filter(|found| {
        let plain = unescape(found);
        plain.len() == 1 && plain.chars().all(|c| c.is_ascii_alphabetic())
    });
    let first = ESCAPES.find(text)?;
    (letters.take(MOST_ESCAPED).count() == MOST_ESCAPED)
        .then(|| text.get(first.start()..).unwrap_or(text))
}

/// The text as a whole, turned.
fn whole(text: &str, marks: &Marks, all: &mut Vec<Inner>) {
    let letters = || head(text).chars();
    if rotated(text) {
        all.push(Inner::new(
            letters().map(rot13).collect(),
            "an order in ROT13",
        ));
    }
    if reversed(text) {
        all.push(Inner::new(
            letters().rev().collect(),
            "an order written backwards",
        ));
    }
    if marks.mixed > 1 && LEET.find_iter(text).nth(1).is_some() {
        all.push(Inner {
            out_of_sight: false,
            ..Inner::new(
                letters().map(unleet).collect(),
                "an order with digits for letters",
            )
        });
    }
}

/// A run of letters and digits, if it is an encoded text.
fn encoded(run: &str) -> Option<Inner> {
    if let Some(plain) = hexadecimal(run) {
        return Some(Inner::new(plain, "an order in hexadecimal digits"));
    }
    if let Some(plain) = base32(run) {
        return Some(Inner::new(plain, "an order in base32"));
    }
    Some(Inner::new(base64(run)?, "an order in base64"))
}

/// What one pass over the bytes of a text counts, so that most texts need no pattern.
#[derive(Default)]
struct Marks {
    /// The longest run of the letters and digits of an encoding.
    longest: usize,
    /// Places where a digit touches a letter.
    mixed: usize,
    /// Letters that stand alone.
    single: usize,
    /// Short runs that end in a hexadecimal digit.
    codes: usize,
}

impl Marks {
    fn of(text: &str) -> Self {
        let mut marks = Self::default();
        let (mut run, mut before) = (0_usize, b' ');
        for byte in text.bytes().chain(std::iter::once(b' ')) {
            let within =
                byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'_' | b'-' | b'=');
            let touches = (before.is_ascii_digit() && byte.is_ascii_alphabetic())
                || (before.is_ascii_alphabetic() && byte.is_ascii_digit());
            marks.mixed += usize::from(touches);
            if within && !(matches!(byte, b'-' | b'_') && run == 1) {
                run += 1;
            } else {
                marks.longest = marks.longest.max(run);
                marks.single += usize::from(run == 1);
                marks.codes += usize::from(matches!(run, 2 | 3 | 8) && before.is_ascii_hexdigit());
                run = 0;
            }
            before = byte;
        }
        marks
    }
}

fn head(text: &str) -> &str {
    text.get(..floor(text, LONGEST)).unwrap_or(text)
}

fn base64(run: &str) -> Option<String> {
    let run = run.trim_end_matches('=');
    // One too many: cut to whole groups, as a run may end in a letter that is not its own.
    let bytes = STANDARD_NO_PAD
        .decode(run)
        .or_else(|_| URL_SAFE_NO_PAD.decode(run));
    readable(bytes.ok()?)
}

fn hexadecimal(run: &str) -> Option<String> {
    let digit = |b: &u8| char::from(*b).to_digit(16);
    let digits: Option<Vec<u32>> = run.as_bytes().iter().map(digit).collect();
    let bytes = digits?
        .chunks_exact(2)
        .filter_map(|pair| match pair {
            [high, low] => u8::try_from(high * 16 + low).ok(),
            _ => None,
        })
        .collect();
    readable(bytes)
}

fn base32(run: &str) -> Option<String> {
    let run = run.trim_end_matches('=');
    let (mut bits, mut held, mut bytes) = (0_u32, 0_u32, Vec::new());
    for c in run.chars() {
        let digit = match c {
            'A'..='Z' => u32::from(c) - u32::from('A'),
            '2'..='7' => u32::from(c) - u32::from('2') + 26,
            _ => return None,
        };
        bits = (bits << 5 | digit) & 0xfff;
        held += 5;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from(bits >> held & 0xff).ok()?);
        }
    }
    readable(bytes)
}

/// Letters as their numbers, with something between: binary, decimal or hexadecimal.
fn codes(run: &str) -> Option<String> {
    let parts = || {
        run.split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|part| !part.is_empty())
    };
    let radix =
        if parts().all(|part| part.len() == 8 && part.bytes().all(|b| matches!(b, b'0' | b'1'))) {
            2
        } else if parts().all(|part| part.len() <= 3 && part.bytes().all(|b| b.is_ascii_digit())) {
            10
        } else {
            16
        };
    let bytes: Option<Vec<u8>> = parts()
        .map(|part| u8::from_str_radix(part, radix).ok())
        .collect();
    readable(bytes?)
}

/// The bytes as a text, if they are one.
fn readable(bytes: Vec<u8>) -> Option<String> {
    let text = String::from_utf8(bytes).ok()?;
    let plain = text.chars().all(|c| !c.is_control() || c.is_whitespace());
    (plain && text.len() > 7).then_some(text)
}

fn unescape(found: &Captures<'_>) -> String {
    let code = |at: usize, radix| {
        found
            .get(at)
            .and_then(|digits| u32::from_str_radix(digits.as_str(), radix).ok())
    };
    let code = code(1, 16).or_else(|| code(2, 10));
    code.and_then(char::from_u32)
        .map(String::from)
        .unwrap_or_default()
}

fn rot13(c: char) -> char {
    let turned = |base: u8| char::from(base + (c as u8 - base + 13) % 26);
    match c {
        'a'..='z' => turned(b'a'),
        'A'..='Z' => turned(b'A'),
        _ => c,
    }
}

/// Whether a text has several of the commonest English words in ROT13.
fn rotated(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphabetic())
        .filter(|word| {
            [
                "gur",
                "naq",
                "lbh",
                "hfre",
                "vg",
                "bs",
                "ernq",
                "nyy",
                "cevbe",
                "cerivbhf",
                "gbby",
                "svyr",
                "abg",
                "vafgehpgvbaf",
                "gur",
                "vtaber",
                "cnff",
                "fraq",
            ]
            .contains(&word.to_ascii_lowercase().as_str())
        })
        .nth(1)
        .is_some()
}

/// Whether a text has several common words of orders from back to front.
fn reversed(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphabetic())
        .filter(|word| {
            [
                "eht",
                "dna",
                "uoy",
                "resu",
                "ton",
                "lla",
                "suoiverp",
                "snoitcurtsni",
                "erongi",
                "daer",
                "ssap",
                "elif",
                "llet",
                "loot",
                "dnes",
            ]
            .contains(&word.to_ascii_lowercase().as_str())
        })
        .nth(1)
        .is_some()
}

fn unleet(c: char) -> char {
    match c {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        '8' => 'b',
        c => c,
    }
}

/// Single letters put together again. Where every gap is as wide as the next, no word ends are left.
fn join(run: &str) -> (String, bool) {
    let gap = |wide: &str| run.contains(wide);
    let wide = ["   ", "  ", " - ", " . ", " "];
    let between = wide.into_iter().find(|it| {
        gap(it) && run.chars().filter(|c| c.is_alphanumeric()).count() > run.matches(it).count() * 2
    });
    let letters = |part: &str| {
        part.chars()
            .filter(|c| c.is_alphanumeric())
            .collect::<String>()
    };
    match between {
        Some(between) => (
            run.split(between)
                .map(letters)
                .collect::<Vec<_>>()
                .join(" "),
            false,
        ),
        None => (letters(run), true),
    }
}

static RUN: LazyLock<Regex> = LazyLock::new(|| pattern(r"[A-Za-z0-9+/_-]{16,}={0,2}"));
static CODES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?-u:\b)(?:[01]{8}[ ,]+){7,}[01]{8}(?-u:\b)|(?-u:\b)(?:[0-9]{2,3}[ ,]+){11,}[0-9]{2,3}(?-u:\b)|(?-u:\b)(?:[0-9A-Fa-f]{2}[ ,:]+){11,}[0-9A-Fa-f]{2}(?-u:\b)",
    )
});
static ESCAPE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:%|\\x|\\u\{?|\\U0000|&#[xX]|\\u00)([0-9A-Fa-f]{2,4}?(?-u:\b)|[0-9A-Fa-f]{4}|[0-9A-Fa-f]{2})[;}]?|&#([0-9]{2,6});",
    )
});
static ESCAPES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:%[0-9A-Fa-f]{2}[A-Za-z]{0,20}){4}|(?:\\x[0-9A-Fa-f]{2}|\\u\{?[0-9A-Fa-f]{4}\}?|&#x?[0-9A-Fa-f]{2,6};){4}",
    )
});
static LEET: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?-u:\b)[A-Za-z]*(?:[A-Za-z][013457]|[013457][A-Za-z])[A-Za-z]*[A-Za-z013457]*(?-u:\b)",
    )
});
static SPACED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?-u:\b)(?:[A-Za-z][ ._*-]{1,3}){7,}[A-Za-z](?-u:\b)"));
