//! Where the members of an object stand in its text, so that nobody has to look for them again.

use std::ops::Range;

use super::json::{Members, quoted};

/// The members of an object, as places in its text. They go wherever the text goes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spans(Vec<(String, Range<usize>)>);

impl Spans {
    /// The members of a text that was [checked](super::check); `None` if it is no object.
    pub fn of(text: &str) -> Option<Self> {
        let members = Members::of(text)?;
        let place = |raw: &str| {
            let start = raw.as_ptr().addr() - text.as_ptr().addr();
            start..start + raw.len()
        };
        let spans = members.each();
        Some(Self(spans.map(|(key, raw)| (key, place(raw))).collect()))
    }

    /// The members in the text that they are places of.
    pub fn members<'a>(&'a self, text: &'a str) -> Members<'a> {
        let each = self.0.iter();
        each.filter_map(|(key, place)| Some((key.as_str(), text.get(place.clone())?)))
            .collect()
    }

    /// The value under a key, as it is written.
    pub fn raw<'a>(&self, text: &'a str, key: &str) -> Option<&'a str> {
        let (_, place) = self.0.iter().find(|(name, _)| name == key)?;
        text.get(place.clone())
    }

    /// The object with other values under some keys, as [`Members::with`] writes it.
    pub fn with(&self, text: &str, changes: &[(&str, Option<&str>)]) -> (String, Self) {
        let members = self.members(text);
        let (mut out, mut spans) = (String::from("{"), Vec::new());
        for (key, value) in members.changed(changes) {
            if out.len() > 1 {
                out.push(',');
            }
            out.push_str(&quoted(key));
            out.push(':');
            let start = out.len();
            out.push_str(value);
            spans.push((key.to_owned(), start..out.len()));
        }
        out.push('}');
        (out, Self(spans))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_a_new_reading_also_after_a_change() {
        let text = r#"{ "a" : [1, 2],"b\n":{"x":"é"}, "c":null }"#;
        let spans = Spans::of(text).unwrap();
        assert_eq!(spans.raw(text, "a"), Some("[1, 2]"));
        assert_eq!(spans.members(text).raw("b\n"), Some(r#"{"x":"é"}"#));
        let (changed, places) =
            spans.with(text, &[("a", None), ("c", Some("7")), ("d", Some("{}"))]);
        assert_eq!(changed, r#"{"b\n":{"x":"é"},"c":7,"d":{}}"#);
        assert_eq!(Some(places), Spans::of(&changed));
        assert_eq!(Spans::of("[]"), None);
    }
}
