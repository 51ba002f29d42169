//! What the YAML crate hands out, and its spans moved to the file.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::{Node, Value};
use crate::source::{FileId, Span, Spanned};

/// What the deserializer builds: the tree before its spans are moved to the file.
pub(super) struct Tree(serde_saphyr::Spanned<Raw>);

enum Raw {
    Null,
    Bool(bool),
    Number,
    Text(String),
    List(Vec<Tree>),
    Map(Vec<(serde_saphyr::Spanned<String>, Tree)>),
}

/// Where a document lies.
pub(super) struct Origin<'a> {
    pub(super) file: FileId,
    /// Its first byte in the file.
    pub(super) start: usize,
    pub(super) text: &'a str,
}

impl Tree {
    pub(super) fn into_node(self, origin: &Origin<'_>) -> Node {
        let span = origin.place(&self.0);
        let value = match self.0.value {
            Raw::Null => Value::Null,
            Raw::Bool(value) => Value::Bool(value),
            Raw::Number => Value::Number,
            Raw::Text(text) => Value::Text(text),
            Raw::List(items) => Value::List(
                items
                    .into_iter()
                    .map(|item| item.into_node(origin))
                    .collect(),
            ),
            Raw::Map(entries) => Value::Map(
                entries
                    .into_iter()
                    .map(|(key, value)| {
                        let span = origin.place(&key);
                        (Spanned::new(key.value, span), value.into_node(origin))
                    })
                    .collect(),
            ),
        };
        Node { value, span }
    }
}

impl Origin<'_> {
    /// The parser's span moved to the file. A block scalar's reaches to the next key: what trails it is
    /// taken off.
    fn place<T>(&self, spanned: &serde_saphyr::Spanned<T>) -> Span {
        let span = spanned.referenced.span();
        let number = |value: Option<u64>| {
            value
                .and_then(|value| usize::try_from(value).ok())
                .unwrap_or(0)
        };
        let (at, length) = (number(span.byte_offset()), number(span.byte_len()));
        let covered = self.text.get(at..at + length).unwrap_or_default();
        let start = self.start + at;
        Span::new(self.file, start..start + covered.trim_end().len())
    }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        serde_saphyr::Spanned::deserialize(deserializer).map(Self)
    }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Bool(value))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Raw, E> {
        Ok(Raw::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Raw, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Raw::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Raw, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(Raw::Map(map))
    }
}
