//! Documents as bytes: what a later run reads in place of the YAML.

use super::{Node, Value};
use crate::source::FileId;

/// The documents as bytes; nothing where they cannot be written so.
pub(in crate::load) fn pack(documents: &[&Node]) -> Option<Vec<u8>> {
    postcard::to_allocvec(documents).ok()
}

/// The documents of a file, from their bytes; nothing where these are damaged.
pub(in crate::load) fn unpack(bytes: &[u8], file: FileId) -> Option<Vec<Node>> {
    let (mut documents, rest) = postcard::take_from_bytes::<Vec<Node>>(bytes).ok()?;
    rest.is_empty().then_some(())?;
    for node in &mut documents {
        put(node, file);
    }
    Some(documents)
}

/// Says of a node and all below it in which file they are: the number of a file differs from run to run.
fn put(node: &mut Node, file: FileId) {
    node.span.file = file;
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(|item| put(item, file)),
        Value::Map(entries) => {
            for (key, value) in entries {
                key.span.file = file;
                put(value, file);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => {}
    }
}

/// A number as it is spelled in JSON: the format of the bytes does not say what kind of number follows.
pub(super) mod number {
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer, de};
    use serde_json::Number;

    #[expect(
        clippy::ref_option,
        reason = "serde hands over a reference to the field"
    )]
    pub(in crate::load::yaml) fn serialize<S: Serializer>(
        number: &Option<Number>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        number.as_ref().map(Number::to_string).serialize(serializer)
    }

    pub(in crate::load::yaml) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Number>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        let read = |text: String| serde_json::from_str(&text).map_err(de::Error::custom);
        text.map(read).transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::yaml::documents;

    #[test]
    fn documents_come_out_of_their_bytes_as_they_went_in() {
        let text = "name: é\nlist: [1, -2, 1.50, 99999999999999999999, true, null, \"x\"]\n---\na: {b: {c: [d]}}\n\
            n: 18446744073709551615\ne: 1e300\nf: 0.1\n";
        let read = |file| -> Vec<Node> {
            let documents = documents(file, text).into_iter();
            documents.map(Result::unwrap).collect()
        };
        let bytes = pack(&read(FileId(3)).iter().collect::<Vec<_>>()).unwrap();
        assert_eq!(unpack(&bytes, FileId(7)), Some(read(FileId(7))));
    }

    #[test]
    fn damaged_bytes_are_none() {
        let documents: Vec<Node> = documents(FileId(0), "a: [b, c]\n")
            .into_iter()
            .map(Result::unwrap)
            .collect();
        let bytes = pack(&documents.iter().collect::<Vec<_>>()).unwrap();
        for end in 0..bytes.len() {
            assert_eq!(unpack(&bytes[..end], FileId(0)), None, "{end}");
        }
        assert_eq!(unpack(&[&*bytes, b"x"].concat(), FileId(0)), None);
    }
}
