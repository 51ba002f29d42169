//! Documents put at the end of a YAML file of which every byte stays.

/// The text with further documents behind it, in the line breaks that it has.
pub(super) fn append(before: &str, documents: &[String]) -> String {
    let line_break = line_break_of(before);
    let mut text = before.to_owned();
    let mut is_first = before.trim_start_matches('\u{feff}').trim().is_empty();
    for document in documents {
        if !text.is_empty() && !text.ends_with(['\n', '\r', '\u{feff}']) {
            text.push_str(line_break);
        }
        if !is_first && !ends_in_marker(&text) {
            text.push_str("---");
            text.push_str(line_break);
        }
        is_first = false;
        for line in document.trim_end().split('\n') {
            text.push_str(line);
            text.push_str(line_break);
        }
    }
    text
}

/// The line break that a text ends with; where it has none there, the last one in it.
fn line_break_of(text: &str) -> &'static str {
    let end = text.rfind(['\n', '\r']);
    let last = end.and_then(|end| text.get(..=end)).unwrap_or_default();
    match last {
        last if last.ends_with("\r\n") => "\r\n",
        last if last.ends_with('\r') => "\r",
        _ => "\n",
    }
}

/// Whether a document begins at the end of a text already.
fn ends_in_marker(text: &str) -> bool {
    let last = text.trim_end_matches(['\n', '\r']);
    let breaks = text.get(last.len()..).unwrap_or_default();
    let one = matches!(breaks, "\n" | "\r" | "\r\n");
    let line = last.rsplit(['\n', '\r']).next();
    one && line.is_some_and(|line| line.trim_end() == "---")
}

#[cfg(test)]
mod tests {
    use super::append;

    const NEW: &str = "name: b\ndescription: |\n  B\n  b\n";

    #[test]
    fn what_was_there_keeps_every_byte() {
        for before in [
            "name: a\n",
            "name: a\ndescription: |+\n  Gets an a.\n\n\n",
            "name: a\ndescription: >+\n  Gets an a.\n\n# the end\n  \n",
            "# ours\r\nname: a\r\n\r\n",
            "name: a\rdescription: b\r",
            "name: a\n...\n",
            "name: a   ",
            "\u{feff}name: a\n",
            "name: a\r\nrationale: b\n",
        ] {
            let text = append(before, &[NEW.to_owned(), "name: c".to_owned()]);
            assert!(text.starts_with(before), "{before:?}: {text:?}");
            let broken = before.trim_end_matches(['\n', '\r']).len();
            let line_break = before.get(broken..).unwrap();
            let added = text.get(before.len()..).unwrap();
            match line_break {
                "\r\n" | "\r\n\r\n" => {
                    assert_eq!(added.matches("\r\n").count(), added.matches('\n').count());
                }
                "\r" => assert!(!added.contains('\n'), "{text:?}"),
                _ => assert!(!added.contains('\r'), "{text:?}"),
            }
            assert_eq!(added.matches("---").count(), 2, "{text:?}");
        }
    }

    #[test]
    fn a_document_that_has_begun_is_not_begun_again() {
        assert_eq!(append("", &["name: a\n".to_owned()]), "name: a\n");
        assert_eq!(append("\n", &["name: a\n".to_owned()]), "\nname: a\n");
        assert_eq!(
            append("name: a\n---\n", &["name: b\n".to_owned()]),
            "name: a\n---\nname: b\n"
        );
        assert_eq!(
            append("name: a", &["name: b".to_owned()]),
            "name: a\n---\nname: b\n"
        );
    }
}
