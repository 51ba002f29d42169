//! One canonical form for the catalog's YAML: keys in order, comments kept, values unchanged.

mod document;

use document::Document;

use crate::load::{FileKind, same_values};

/// The canonical form of a file's text, or the text itself where it cannot be formed safely.
///
/// Lines end in a line feed, documents are parted by `---`, keys come in the format's order with their
/// comments, nothing trails. Whatever the result is, it reads back as the same values: where it would
/// not, or where the text does not parse, it is left alone.
pub fn format(text: &str, kind: FileKind) -> String {
    let plain = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let documents: Option<Vec<String>> = split(&plain)
        .into_iter()
        .filter(|part| !part.trim().is_empty())
        .map(|part| Document::read(part).map(|document| document.write(kind.keys())))
        .collect();
    let Some(documents) = documents else {
        return text.to_owned();
    };
    let formed = documents.join("---\n");
    if same_values(text, &formed) {
        formed
    } else {
        text.to_owned()
    }
}

/// The documents of a stream, without their markers.
fn split(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut at) = (0, 0);
    for line in text.split_inclusive('\n') {
        if line.trim_end() == "---" {
            parts.push(text.get(start..at).unwrap_or_default());
            start = at + line.len();
        }
        at += line.len();
    }
    parts.push(text.get(start..).unwrap_or_default());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRITTEN: &str = "\u{feff}# about the tool\r\nrisk:   low # really\r\n\r\n\r\nname: a\r\nrationale: >-\r\n  One.\r\n\r\n  Two.\r\n# the end\r\n---\r\n\r\n---\ndescription: |\n  x  \n   y\nname: b\nattacks:\n- one\n# inner\n- two";

    #[test]
    fn keys_are_ordered_and_comments_stay_with_them() {
        let formed = format(WRITTEN, FileKind::Tools);
        assert_eq!(
            formed,
            "name: a\n# about the tool\nrisk: low # really\nrationale: >-\n  One.\n\n  Two.\n# the end\n\
             ---\nname: b\ndescription: |\n  x  \n   y\nattacks:\n- one\n# inner\n- two\n"
        );
        assert_eq!(format(&formed, FileKind::Tools), formed);
    }

    #[test]
    fn what_cannot_be_formed_safely_is_left_alone() {
        for text in [
            "name: [",
            "{ name: a, risk: low }\n",
            "- a\n",
            "description: |+\n  a\n\n\nname: b\n",
            "\"risk\": low\nname: a\n",
        ] {
            assert_eq!(format(text, FileKind::Tools), text);
        }
    }
}
