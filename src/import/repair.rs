//! What some programs write in the place of JSON, where it can mean one thing only.

use std::fmt::Write as _;

/// How many notes are made of one text.
const MOST_NOTES: usize = 20;

/// The text with half a character pair (`\ud83d`) as U+FFFD, with `NaN`, infinities and numbers beyond the range
/// of 64-bit floats as null, and with control characters in strings escaped; a note for each. `None` when there is
/// none of that.
pub(super) fn repair(text: &str) -> Option<(String, Vec<String>)> {
    let mut repaired = Repaired {
        out: String::with_capacity(text.len() + 16),
        notes: Vec::new(),
        line: 1,
    };
    let mut rest = text;
    let mut quoted = false;
    while let Some(c) = rest.chars().next() {
        let taken = if quoted {
            repaired.in_string(rest, c, &mut quoted)
        } else {
            repaired.outside(rest, c, &mut quoted)
        };
        rest = rest.get(taken..).unwrap_or_default();
    }
    (!repaired.notes.is_empty()).then_some((repaired.out, repaired.notes))
}

struct Repaired {
    out: String,
    notes: Vec<String>,
    line: usize,
}

impl Repaired {
    fn note(&mut self, what: &str) {
        if self.notes.len() < MOST_NOTES {
            self.notes.push(format!("line {}: {what}", self.line));
        }
    }

    fn keep(&mut self, text: &str, length: usize) -> usize {
        let text = text.get(..length).unwrap_or(text);
        self.line += text.matches('\n').count();
        self.out.push_str(text);
        text.len()
    }

    fn outside(&mut self, rest: &str, c: char, quoted: &mut bool) -> usize {
        for word in ["NaN", "Infinity", "-Infinity"] {
            if rest.starts_with(word) {
                self.out.push_str("null");
                self.note(&format!("`{word}` is not JSON and is read as null"));
                return word.len();
            }
        }
        if c == '-' || c.is_ascii_digit() {
            return self.number(rest);
        }
        *quoted = c == '"';
        self.keep(rest, c.len_utf8())
    }

    fn number(&mut self, rest: &str) -> usize {
        let is_part = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E');
        let length = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let word = rest.get(..length).unwrap_or_default();
        if word.parse().is_ok_and(f64::is_infinite) {
            self.out.push_str("null");
            self.note("a number is larger than programs can hold and is read as null");
            return length;
        }
        self.keep(rest, length)
    }

    fn in_string(&mut self, rest: &str, c: char, quoted: &mut bool) -> usize {
        match c {
            '"' => *quoted = false,
            '\\' => return self.escape(rest),
            '\0'..='\u{1f}' if c != '\n' && c != '\r' => {
                // Writing to a String cannot fail.
                let _ = write!(self.out, "\\u{:04x}", u32::from(c));
                self.note("a control character in a string is not JSON and is read as itself");
                return 1;
            }
            _ => {}
        }
        self.keep(rest, c.len_utf8())
    }

    fn escape(&mut self, rest: &str) -> usize {
        let Some(unit) = unit(rest) else {
            let next = rest.chars().nth(1).map_or(0, char::len_utf8);
            return self.keep(rest, 1 + next);
        };
        let low = |text: &str| unit_in(text, 0xdc00..0xe000);
        match unit {
            0xd800..0xdc00 if rest.get(6..).is_some_and(low) => self.keep(rest, 12),
            0xd800..0xe000 => {
                self.out.push_str("\\ufffd");
                self.note("half a character pair (`\\ud8…`) is not text and is read as U+FFFD");
                6
            }
            _ => self.keep(rest, 6),
        }
    }
}

/// The code unit of `\uXXXX` at the start of a text.
fn unit(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    u32::from_str_radix(digits, 16).ok()
}

fn unit_in(text: &str, range: std::ops::Range<u32>) -> bool {
    unit(text).is_some_and(|unit| range.contains(&unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_no_float_holds_are_null() {
        let (text, notes) = repair("[1e400, -2.5E+999,\n10]").unwrap();
        assert_eq!(text, "[null, null,\n10]");
        assert_eq!(notes.len(), 2);
        assert!(notes[0].starts_with("line 1: a number is larger"));
    }

    #[test]
    fn only_what_is_no_json_is_changed() {
        let whole = r#"{"a":"\ud83d\ude00 NaN 1e400 \\ud83d \"","b":[1e3,-1,1.5e308,-1E-400]}"#;
        assert_eq!(repair(whole), None);
        let (text, notes) = repair("{\"a\":\"x\\ud83d y\tz\",\n\"b\":[NaN,-Infinity]}").unwrap();
        assert_eq!(text, "{\"a\":\"x\\ufffd y\\u0009z\",\n\"b\":[null,null]}");
        assert_eq!(notes.len(), 4);
        assert!(notes[2].starts_with("line 2:"), "{notes:?}");
        assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok());
    }
}
