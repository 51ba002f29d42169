//! One canonical form for the catalog's YAML: keys in order, comments kept, values unchanged.

mod document;

use document::Document;

use crate::load::{FileKind, same_values};

/// The canonical form of a file's text.
///
/// Documents are separated by `---`, keys come in the format's order with their comments, nothing trails, and
/// lines end as most of the file's lines did. Whatever the result is, it reads back as the same values.
///
/// # Errors
///
/// Why the text cannot be formatted, as a clause. It is to be left alone then.
pub fn format(text: &str, kind: FileKind) -> Result<String, &'static str> {
    if !same_values(text, text) {
        return Err("it cannot be read; `toolrisk check` says why");
    }
    // A lone carriage return ends a line as well.
    let plain = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let plain = plain.replace('\r', "\n");
    let documents: Vec<String> = split(&plain)
        .into_iter()
        .filter(|part| !part.trim().is_empty())
        .map(|part| Document::read(part).map(|document| document.write(kind.keys())))
        .collect::<Result<_, _>>()?;
    let formatted = documents.join("---\n").replace('\n', line_end(text));
    if same_values(text, &formatted) {
        Ok(formatted)
    } else {
        Err(
            "its values would change, for example where an alias would come before its anchor; write the value out in place of the alias",
        )
    }
}

/// How most lines of a text end.
fn line_end(text: &str) -> &'static str {
    let windows = text.matches("\r\n").count();
    let all = text.matches('\n').count();
    if windows * 2 > all { "\r\n" } else { "\n" }
}

/// The documents of a stream, without their markers.
fn split(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut at) = (0, 0);
    for line in text.split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
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

    fn formatted(text: &str) -> String {
        let formatted = format(text, FileKind::Tools).unwrap();
        assert_eq!(format(&formatted, FileKind::Tools).unwrap(), formatted);
        formatted
    }

    #[test]
    fn keys_are_ordered_and_comments_stay_with_them() {
        assert_eq!(
            formatted(WRITTEN).replace("\r\n", "\n"),
            "name: a\n# about the tool\nrisk: low # really\nrationale: >-\n  One.\n\n  Two.\n# the end\n\
             ---\nname: b\ndescription: |\n  x  \n   y\nattacks:\n- one\n# inner\n- two\n"
        );
    }

    #[test]
    fn line_ends_stay_those_of_the_file() {
        assert_eq!(
            formatted("risk: low\r\nname: a\r\n"),
            "name: a\r\nrisk: low\r\n"
        );
        assert_eq!(formatted("risk: low\nname: a\n"), "name: a\nrisk: low\n");
        for lone in ["# c\rrisk: low\nname: a\n", "# c\rrisk: low\rname: a\r"] {
            assert_eq!(formatted(lone), "name: a\n# c\nrisk: low\n");
        }
    }

    #[test]
    fn comments_about_the_file_stay_at_its_top() {
        for (text, wanted) in [
            (
                "# yaml-language-server: $schema=x.json\n# why\nrisk: low\nname: a\n",
                "# yaml-language-server: $schema=x.json\nname: a\n# why\nrisk: low\n",
            ),
            (
                "# Copyright 2026 A. Person\n# All of it is free.\nrisk: low\nname: a\n",
                "# Copyright 2026 A. Person\n# All of it is free.\nname: a\nrisk: low\n",
            ),
            (
                "# SPDX-License-Identifier: MIT\nrisk: low\nname: a\n",
                "# SPDX-License-Identifier: MIT\nname: a\nrisk: low\n",
            ),
            (
                "# Tools that read.\n\n\n# Asked for by Ann.\nrisk: low\nname: a\n",
                "# Tools that read.\n\nname: a\n# Asked for by Ann.\nrisk: low\n",
            ),
            (
                "# Tools that read.\n---\nrisk: low\nname: a\n",
                "# Tools that read.\n---\nname: a\nrisk: low\n",
            ),
        ] {
            assert_eq!(formatted(text), wanted, "{text}");
        }
    }

    #[test]
    fn a_heading_of_a_document_stays_at_its_top() {
        for heading in [
            "# ===== get_note: reviewed by Ann =====",
            "# get_note",
            "# Reviewed by Ann: `get_note`.",
            "# -----\n# Notes\n# -----",
            "## Notes",
            "#\n# *** notes ***\n#",
        ] {
            let document = format!("{heading}\nrationale: Why.\nname: get_note\n");
            let wanted = format!("{heading}\nname: get_note\nrationale: Why.\n");
            let other = "name: a\n---\n";
            assert_eq!(formatted(&document), wanted);
            assert_eq!(
                formatted(&format!("{other}{document}")),
                format!("{other}{wanted}")
            );
            let third = format!("{other}{other}{document}");
            assert_eq!(formatted(&third), format!("{other}{other}{wanted}"));
        }
        for comment in ["# why", "# get_notes and others", "# Ann - and Bob"] {
            let text = format!("{comment}\nrisk: low\nname: get_note\n");
            assert_eq!(
                formatted(&text),
                format!("name: get_note\n{comment}\nrisk: low\n")
            );
        }
    }

    #[test]
    fn other_styles_are_formatted_too() {
        for (text, wanted) in [
            ("\"risk\": low\n'name': a\n", "name: a\nrisk: low\n"),
            (
                "description: |+\n  a\n\n\nname: b\n",
                "name: b\ndescription: |+\n  a\n\n\n",
            ),
            ("---\nrisk: low\nname: a\n...\n", "name: a\nrisk: low\n"),
        ] {
            assert_eq!(formatted(text), wanted, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_formatted_safely_is_left_alone_with_a_reason() {
        for (text, reason) in [
            ("name: [", "cannot be read"),
            ("{ name: a, risk: low }\n", "`{ key: value }`"),
            ("- a\n", "a list"),
            ("--- # why\nname: a\n", "after `---`"),
            ("%YAML 1.2\n---\nname: a\n", "directive"),
            ("? name\n: a\n", "`?`"),
            ("risk: *x\nname: &x low\n", "cannot be read"),
            ("title: &x a\nname: *x\n", "its values would change"),
        ] {
            let said = format(text, FileKind::Tools).unwrap_err();
            assert!(said.contains(reason), "{text}: {said}");
        }
    }
}
