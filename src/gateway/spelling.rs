//! The spellings of a tool's name that a lenient server takes for that tool.

use std::borrow::Cow;
use std::sync::LazyLock;

use percent_encoding::percent_decode_str;
use regex::{Captures, Regex};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::escape;
use crate::lookalike::skeleton;

/// The spellings of a name, one for each way to read it.
#[derive(Debug)]
pub(super) struct Spellings([Spelling; 4]);

impl Spellings {
    pub(super) fn of(name: &str) -> Self {
        let text = decoded(name);
        Self(READINGS.map(|reading| Spelling::read(&text, reading)))
    }

    /// Whether this name is that tool's, or is once a prefix or a suffix is gone.
    pub(super) fn reach(&self, tool: &Self) -> bool {
        let mut pairs = self.0.iter().zip(&tool.0);
        pairs.any(|(name, tool)| name.reaches(&tool.letters))
    }

    /// Whether some reader takes this word for that one.
    pub(super) fn is_alike(&self, word: &Self) -> bool {
        let mut pairs = self.0.iter().zip(&word.0);
        pairs.any(|(one, other)| !other.letters.is_empty() && one.letters == other.letters)
    }
}

/// How a name is read: which of its signs are letters, and what is done first where letters look alike in
/// one case and not in the other.
#[derive(Debug, Clone, Copy)]
struct Reading {
    /// Whether signs are letters that look so, such as `|`.
    bars: bool,
    /// Whether capitals become small before letters that look alike become one.
    small_first: bool,
}

const READINGS: [Reading; 4] = [
    Reading {
        bars: false,
        small_first: true,
    },
    Reading {
        bars: false,
        small_first: false,
    },
    Reading {
        bars: true,
        small_first: true,
    },
    Reading {
        bars: true,
        small_first: false,
    },
];

/// A name as it is compared: letters and digits alone, with the places where a server could cut it.
#[derive(Debug, Default)]
struct Spelling {
    letters: String,
    /// Where a name can begin once a prefix is gone.
    starts: Vec<usize>,
    /// Where a name can end once a suffix is gone, in order.
    ends: Vec<usize>,
}

impl Spelling {
    fn reaches(&self, wanted: &str) -> bool {
        let here = |start: &usize| {
            let rest = self.letters.get(*start..).unwrap_or_default();
            let end = start.saturating_add(wanted.len());
            rest.starts_with(wanted) && self.ends.binary_search(&end).is_ok()
        };
        !wanted.is_empty() && self.starts.iter().any(here)
    }

    fn read(text: &str, reading: Reading) -> Self {
        let mut spelling = Self::default();
        spelling.starts.push(0);
        let mut before = None;
        let mut signs = text.chars().peekable();
        while let Some(sign) = signs.next() {
            if escape::is_hidden(sign) && sign != '\0' || is_combining_mark(sign) {
                continue;
            }
            let letters = letters(sign, reading);
            let place = spelling.letters.len();
            if letters.is_empty() {
                spelling.starts.push(place);
                if ends_name(sign, before) {
                    spelling.ends.push(place);
                }
            } else if begins_word(sign, before, signs.peek().copied()) {
                spelling.starts.push(place);
            }
            spelling.letters += &letters;
            before = Some(sign);
        }
        spelling.ends.push(spelling.letters.len());
        spelling
    }
}

/// Whether a sign ends a name: all but one `_` or one `-`, which stand between the words of a name.
fn ends_name(sign: char, before: Option<char>) -> bool {
    let plain = |sign: char| sign.nfkc().next().unwrap_or(sign);
    let sign = plain(sign);
    !matches!(sign, '_' | '-') || before.map(plain) == Some(sign)
}

/// Whether a capital begins a word: `fsDelete`, `FSDelete`.
fn begins_word(sign: char, before: Option<char>, after: Option<char>) -> bool {
    let follows_small = before.is_some_and(|it| it.is_lowercase() || it.is_numeric());
    let leads_small = after.is_some_and(char::is_lowercase);
    sign.is_uppercase() && (follows_small || leads_small)
}

/// The letters and digits that a sign is for a reader who takes all that look alike for one. None of it is
/// left of a sign that parts words.
fn letters(sign: char, reading: Reading) -> String {
    if sign.is_ascii_alphanumeric() {
        return match one_of_its_kind(sign.to_ascii_lowercase()) {
            'm' => "rn".to_owned(),
            letter => letter.to_string(),
        };
    }
    if !sign.is_alphanumeric() && !reading.bars && !has_letter(sign) {
        return String::new();
    }
    let plain: String = std::iter::once(enclosed(sign)).nfkd().collect();
    // The way there and back, so that letters of which only one direction is one letter are alike.
    let small = |text: &str| text.to_lowercase().to_uppercase().to_lowercase();
    let first = if reading.small_first {
        small(&plain)
    } else {
        plain
    };
    let alike: String = skeleton(&first).map(capital).collect();
    let small = small(&alike);
    let letters: String = small.nfkd().filter(|it| it.is_alphanumeric()).collect();
    let letters = skeleton(&letters).map(capital).map(one_of_its_kind);
    letters.filter(|it| it.is_alphanumeric()).collect()
}

/// Whether a sign is a letter or a digit in a circle, a box or brackets.
fn has_letter(sign: char) -> bool {
    let plain = std::iter::once(enclosed(sign)).nfkd();
    !sign.is_ascii() && plain.into_iter().any(char::is_alphanumeric)
}

/// Signs that people take for each other at a glance, in small letters.
fn one_of_its_kind(letter: char) -> char {
    match letter {
        'i' | '1' => 'l',
        'O' | '0' => 'o',
        other => other,
    }
}

/// Small capitals, which have no capital and no compatible form in Unicode, and the letters that they are.
const SMALL_CAPITALS: (&str, &str) = ("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnopqrstuvwyz");

fn capital(sign: char) -> char {
    let (small, plain) = SMALL_CAPITALS;
    let mut pairs = small.chars().zip(plain.chars());
    pairs
        .find(|(it, _)| *it == sign)
        .map_or(sign, |(_, plain)| plain)
}

/// The first of 26 letters, or of 9 digits, in circles and boxes that have no compatible form in Unicode; and
/// the first of what they are.
const ENCLOSED: &[(char, char, u32)] = &[
    ('\u{1f150}', 'a', 26),
    ('\u{1f170}', 'a', 26),
    ('\u{1f1e6}', 'a', 26),
    ('\u{24f5}', '1', 9),
    ('\u{24ff}', '0', 1),
    ('\u{2776}', '1', 9),
    ('\u{2780}', '1', 9),
    ('\u{278a}', '1', 9),
    ('\u{1f10b}', '0', 1),
    ('\u{1f10c}', '0', 1),
];

fn enclosed(sign: char) -> char {
    let mut letters = ENCLOSED.iter().filter_map(|(first, plain, count)| {
        let place = u32::from(sign).checked_sub(u32::from(*first))?;
        let plain = u32::from(*plain).checked_add(place)?;
        (place < *count).then(|| char::from_u32(plain)).flatten()
    });
    letters.next().unwrap_or(sign)
}

/// Escapes are undone so often: whoever wraps a name deeper than that reaches no server that unwraps it.
const ROUNDS: usize = 16;

/// A name without the escapes of addresses, pages and programs, however often they were laid over each other.
fn decoded(name: &str) -> String {
    let mut text = name.to_owned();
    if !text.contains(['%', '\\', '&']) {
        return text;
    }
    for _ in 0..ROUNDS {
        let next = percent_decode_str(&text).decode_utf8_lossy();
        let next = match ESCAPED.as_ref() {
            Some(escaped) => escaped.replace_all(&next, character),
            None => Cow::Borrowed(next.as_ref()),
        };
        if next == text {
            break;
        }
        text = next.into_owned();
    }
    text
}

/// A character by its number: `\u0064`, `\x64`, `%u0064`, `&#x64;`, `&#100;`; and `&amp;`, which hides those.
static ESCAPED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let forms = [
        r"(?:\\|%)u\{?([0-9a-fA-F]{2,6})\}?",
        r"\\x\{?([0-9a-fA-F]{2})\}?",
        r"&#[xX]0*([0-9a-fA-F]{1,6});?",
        r"&#0*([0-9]{1,7});?",
        r"(&amp;)",
    ];
    Regex::new(&forms.join("|")).ok()
});

fn character(found: &Captures<'_>) -> String {
    let number = |group: usize, radix: u32| {
        let digits = found.get(group)?.as_str();
        // `\u` takes four digits where there are no braces; what follows is text.
        let braced = found.get(0).is_some_and(|it| it.as_str().contains('{'));
        let most = if group == 1 && !braced {
            4
        } else {
            digits.len()
        };
        let (digits, rest) = digits.split_at_checked(most).unwrap_or((digits, ""));
        let sign = char::from_u32(u32::from_str_radix(digits, radix).ok()?)?;
        Some(format!("{sign}{rest}"))
    };
    let sign = number(1, 16)
        .or_else(|| number(2, 16))
        .or_else(|| number(3, 16))
        .or_else(|| number(4, 10));
    match (sign, found.get(5)) {
        (Some(sign), _) => sign,
        (None, Some(_)) => "&".to_owned(),
        (None, None) => found.get(0).map_or("", |it| it.as_str()).to_owned(),
    }
}
