//! One line of JSON, read so that no other reader can take it for something else.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use super::json_fault;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Deserializer as Reader, Value};

/// Checks that a text is one JSON value: no key twice in one object at any depth, no lone surrogate,
/// no number beyond a binary fraction's reach, at most 128 levels.
///
/// # Errors
///
/// What is wrong, in words, without any of the text's values.
pub fn check(text: &str) -> Result<(), String> {
    let mut reader = Reader::from_str(text);
    let fault = |error: serde_json::Error| json_fault(text, &error);
    Strict.deserialize(&mut reader).map_err(fault)?;
    reader.end().map_err(fault)
}

/// Reads a value to its end and keeps nothing of it.
struct Strict;

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut items: S) -> Result<(), S::Error> {
        while items.next_element_seed(Self)?.is_some() {}
        Ok(())
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<(), M::Error> {
        let mut keys = BTreeSet::new();
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            if !keys.insert(key) {
                return Err(M::Error::custom("a key stands twice in one object"));
            }
            map.next_value_seed(Self)?;
        }
        Ok(())
    }
}

/// The members of an object in their order, each value as it is written.
#[derive(Debug)]
pub struct Members<'a>(Vec<(Cow<'a, str>, &'a str)>);

impl<'a> Members<'a> {
    /// The members of a text that was [checked](check); `None` if it is no object.
    pub fn of(text: &'a str) -> Option<Self> {
        let mut reader = Reader::from_str(text);
        reader.deserialize_map(Listing).ok().map(Self)
    }

    /// The value under a key, as it is written.
    pub fn raw(&self, key: &str) -> Option<&'a str> {
        let mut members = self.0.iter();
        members.find(|(name, _)| name == key).map(|(_, raw)| *raw)
    }

    /// The object under a key.
    pub fn object(&self, key: &str) -> Option<Self> {
        Self::of(self.raw(key)?)
    }

    /// The value under a key, read.
    pub fn value(&self, key: &str) -> Option<Value> {
        serde_json::from_str(self.raw(key)?).ok()
    }

    /// The text under a key.
    pub fn text(&self, key: &str) -> Option<String> {
        serde_json::from_str(self.raw(key)?).ok()
    }

    /// The keys.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(key, _)| key.as_ref())
    }

    /// The object with other values under some keys, at the end where a key is new, and without the
    /// keys that have none. All other values stand as they were written.
    pub fn with(&self, changes: &[(&str, Option<&str>)]) -> String {
        let mut text = String::from("{");
        for (key, value) in self.changed(changes) {
            if text.len() > 1 {
                text.push(',');
            }
            text.push_str(&quoted(key));
            text.push(':');
            text.push_str(value);
        }
        text.push('}');
        text
    }

    /// The members after a change.
    pub(super) fn changed<'b>(
        &'b self,
        changes: &'b [(&'b str, Option<&'b str>)],
    ) -> Vec<(&'b str, &'b str)> {
        let change = |key: &str| changes.iter().find(|(name, _)| *name == key);
        let kept = self.0.iter().filter_map(|(key, raw)| {
            let value = change(key).map_or(Some(*raw), |(_, value)| *value);
            value.map(|value| (key.as_ref(), value))
        });
        let added = changes.iter().filter_map(|(key, value)| {
            let new = value.filter(|_| self.raw(key).is_none());
            new.map(|value| (*key, value))
        });
        kept.chain(added).collect()
    }

    /// The members in their order.
    pub(super) fn each(self) -> impl Iterator<Item = (String, &'a str)> {
        let each = self.0.into_iter();
        each.map(|(key, raw)| (key.into_owned(), raw))
    }
}

impl<'a> FromIterator<(&'a str, &'a str)> for Members<'a> {
    fn from_iter<I: IntoIterator<Item = (&'a str, &'a str)>>(members: I) -> Self {
        let each = members.into_iter();
        Self(each.map(|(key, raw)| (Cow::Borrowed(key), raw)).collect())
    }
}

/// A text as JSON.
pub fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// The items of an array, each as it is written; `None` if the text is no array.
pub fn items(text: &str) -> Option<Vec<&RawValue>> {
    serde_json::from_str(text).ok()
}

struct Listing;

impl<'de> Visitor<'de> for Listing {
    type Value = Vec<(Cow<'de, str>, &'de str)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut members = Vec::new();
        while let Some((key, raw)) = map.next_entry::<String, &RawValue>()? {
            members.push((Cow::Owned(key), raw.get()));
        }
        Ok(members)
    }
}

/// The same JSON on one line for every reader of lines: no space between its parts, and no character
/// inside its texts that some readers end a line at (U+0085, U+2028, U+2029). Digits, escapes and the
/// order of keys stay as they were written.
pub fn compact(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 1);
    let mut inside = false;
    let mut escaped = false;
    for c in text.chars() {
        if !inside {
            if matches!(c, ' ' | '\t' | '\n' | '\r') {
                continue;
            }
            inside = c == '"';
            out.push(c);
            continue;
        }
        match c {
            '\u{85}' => out.push_str("\\u0085"),
            '\u{2028}' => out.push_str("\\u2028"),
            '\u{2029}' => out.push_str("\\u2029"),
            _ => out.push(c),
        }
        inside = escaped || c != '"';
        escaped = !escaped && c == '\\';
    }
    out
}

/// The text with U+FFFD in place of each escape of half a surrogate pair, which no reader of this crate
/// takes: a server that cuts an emoji in two writes one. Every other byte stays, and the length as well.
pub fn without_halves(text: &str) -> Cow<'_, str> {
    let mut out: Option<Vec<u8>> = None;
    let bytes = text.as_bytes();
    let unit = |at: usize| {
        let escape = bytes.get(at..at + 6)?.strip_prefix(b"\\u")?;
        let digits = std::str::from_utf8(escape).ok()?;
        u16::from_str_radix(digits, 16).ok()
    };
    let mut at = 0;
    while let Some(found) = bytes
        .get(at..)
        .and_then(|rest| rest.iter().position(|it| *it == b'\\'))
    {
        at += found;
        at += match unit(at) {
            Some(0xd800..=0xdbff) if matches!(unit(at + 6), Some(0xdc00..=0xdfff)) => 12,
            Some(0xd800..=0xdfff) => {
                let out = out.get_or_insert_with(|| bytes.to_vec());
                if let Some(escape) = out.get_mut(at..at + 6) {
                    escape.copy_from_slice(b"\\ufffd");
                }
                6
            }
            Some(_) => 6,
            None => 2,
        };
    }
    match out.map(String::from_utf8) {
        Some(Ok(text)) => Cow::Owned(text),
        _ => Cow::Borrowed(text),
    }
}

/// The id of a request: a text, or a whole number that every reader holds exactly.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Id {
    /// A number.
    Number(i64),
    /// A text.
    Text(String),
}

/// Whole numbers up to here are exact in every reader of JSON, 2^53 - 1.
const EXACT: i64 = 9_007_199_254_740_991;

impl Id {
    /// Reads an id; `None` for any other JSON value.
    pub fn of(raw: &str) -> Option<Self> {
        match serde_json::from_str(raw).ok()? {
            Value::Number(number) => {
                let number = number.as_i64()?;
                (-EXACT..=EXACT)
                    .contains(&number)
                    .then_some(Self::Number(number))
            }
            Value::String(text) => Some(Self::Text(text)),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
        }
    }

    /// Reads the id of an answer: some servers give a whole number back as `2.0`.
    pub fn of_answer(raw: &str) -> Option<Self> {
        let whole = || {
            let number: f64 = serde_json::from_str(raw).ok()?;
            let is_whole = number.fract() == 0.0;
            let text = is_whole.then(|| format!("{number:.0}"))?;
            Self::of(&text)
        };
        Self::of(raw).or_else(whole)
    }

    /// The id as JSON, on one line for every reader of lines.
    pub fn json(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Text(text) => compact(&quoted(text)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_readers_could_take_differently_is_refused() {
        let deep = "[".repeat(200) + &"]".repeat(200);
        for (text, why) in [
            (r#"{"a":1,"a":2}"#, "a key twice"),
            (r#"{"a":{"b":[{"c":1,"\u0063":2}]}}"#, "escaped and deep"),
            (r#"{"a":"\ud800"}"#, "a lone surrogate"),
            (r#"{"a":1e999}"#, "a number out of reach"),
            (r#"{"a":NaN}"#, "no number"),
            (r#"{"a":1} {"#, "more than one value"),
            ("{\"a\":\"\u{1}\"}", "a raw control character"),
            ("\u{feff}{}", "a byte order mark"),
            (deep.as_str(), "too deep"),
        ] {
            assert!(check(text).is_err(), "{why}");
        }
        check(r#"{"a":[1,{"b":"\u2028","c":-1.5e3,"d":null,"e":true}]}"#).unwrap();
    }

    #[test]
    fn compact_text_is_one_line_and_the_same_value_to_the_digit() {
        let text = "{ \"a\\\" b\" :\r\t[ 1.10 , 123456789012345678901234567890 ],\"c\":\"\u{2028} \\\\\" , \"d\" : 1 }";
        let out = compact(text);
        assert_eq!(
            out,
            "{\"a\\\" b\":[1.10,123456789012345678901234567890],\"c\":\"\\u2028 \\\\\",\"d\":1}"
        );
        let read = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        assert_eq!(read(&out), read(text));
    }

    #[test]
    fn halves_of_pairs_become_signs_of_loss_and_nothing_else_changes() {
        for (text, out) in [
            (r#""a\ud83d""#, r#""a\ufffd""#),
            (
                r#""\uDE00 \ud83d\ud83d\ude00""#,
                r#""\ufffd \ufffd\ud83d\ude00""#,
            ),
            (r#""\ud83d\n""#, r#""\ufffd\n""#),
        ] {
            assert_eq!(without_halves(text), out);
            check(out).unwrap();
        }
        for same in [
            r#""\\ud83d""#,
            r#""\ud83d\ude00""#,
            r#""\u00e9\""#,
            r#""é\ud8"#,
            "",
        ] {
            assert!(matches!(without_halves(same), Cow::Borrowed(_)), "{same}");
        }
    }

    #[test]
    fn only_texts_and_exact_whole_numbers_are_ids() {
        assert_eq!(Id::of("7"), Some(Id::Number(7)));
        assert_eq!(Id::of(r#""7""#), Some(Id::Text("7".to_owned())));
        for odd in [
            "null",
            "1.0",
            "1e2",
            "-0",
            "9007199254740992",
            "true",
            "{}",
            "[1]",
        ] {
            assert_eq!(Id::of(odd), None, "{odd}");
        }
    }

    #[test]
    fn members_change_and_the_rest_keeps_its_bytes() {
        let members = Members::of(r#"{"a": 1.0, "b": {"x":  2}, "c": 3}"#).unwrap();
        assert_eq!(
            members.with(&[("a", Some("9")), ("c", None), ("d", Some("[]"))]),
            r#"{"a":9,"b":{"x":  2},"d":[]}"#
        );
        assert!(Members::of("[]").is_none());
    }
}
