//! A stream cut into its documents, so that one broken document does not hide its neighbours.

/// One document of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part<'a> {
    /// Offset of `text` in the stream.
    pub start: usize,
    /// The document without its markers. Only where it has directives, the text begins with those, and
    /// with the `---` that ends them.
    pub text: &'a str,
    /// Offset in `text` of what follows the directives and their `---`; 0 without directives.
    pub body: usize,
    /// The marker in front of it, `---` or `...`; empty at the start of the stream.
    pub marker: &'a str,
}

impl<'a> Part<'a> {
    /// The text under the directives.
    pub fn body(&self) -> &'a str {
        self.text.get(self.body..).unwrap_or_default()
    }

    /// Whether there is nothing in it but white space and comments.
    pub fn is_blank(&self) -> bool {
        lines(self.body()).all(is_blank)
    }
}

/// Cuts a stream at its document markers (YAML 1.2, 9.1.2: `---` or `...` at the start of a line,
/// which no scalar may contain).
pub fn split(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let (mut start, mut body, mut at) = (0, 0, 0);
    let mut before = "";
    // Directives stand at the start of the stream or after `...`.
    let mut directives_may_come = true;
    let part = |start: usize, end: usize, body, marker| Part {
        start,
        text: text.get(start..end).unwrap_or_default(),
        body,
        marker,
    };
    for line in lines(text) {
        let marker = marker(line);
        if marker == Some("---")
            && directives_may_come
            && has_directives(&part(start, at, 0, before))
        {
            body = at + 3 - start;
            directives_may_come = false;
        } else if let Some(marker) = marker {
            parts.push(part(start, at, body, before));
            (start, body, before) = (at + 3, 0, marker);
            directives_may_come = marker == "...";
        }
        at += line.len();
    }
    parts.push(part(start, text.len(), body, before));
    parts
}

/// `---` or `...`, if the line begins with it and it stands alone.
fn marker(line: &str) -> Option<&str> {
    let marker = line.get(..3)?;
    let rest = line.get(3..)?;
    let ends = rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']);
    (ends && (marker == "---" || marker == "...")).then_some(marker)
}

/// Whether a text holds directives, and nothing else but white space and comments.
fn has_directives(part: &Part<'_>) -> bool {
    let text = part.text.trim_start_matches('\u{feff}');
    let mut others = lines(text).filter(|line| !is_blank(line)).peekable();
    others.peek().is_some() && others.all(|line| line.starts_with('%'))
}

/// Whether there is nothing in a line but white space and a comment.
pub(super) fn is_blank(line: &str) -> bool {
    let line = line.trim_matches([' ', '\t', '\r', '\n', '\u{feff}']);
    line.is_empty() || line.starts_with('#')
}

/// The lines of a text with their breaks: a line feed, a carriage return, or both.
pub fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = match rest.find(['\n', '\r']) {
            None if rest.is_empty() => return None,
            None => rest.len(),
            Some(at) if rest.get(at..).is_some_and(|rest| rest.starts_with("\r\n")) => at + 2,
            Some(at) => at + 1,
        };
        let (line, after) = rest.split_at_checked(end)?;
        rest = after;
        Some(line)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bodies(text: &str) -> Vec<&str> {
        split(text).iter().map(Part::body).collect()
    }

    #[test]
    fn documents_part_at_markers_whatever_ends_the_lines() {
        assert_eq!(bodies("a\n---\nb\n...\n"), ["a\n", "\nb\n", "\n"]);
        assert_eq!(bodies("a\r\n--- \r\nb"), ["a\r\n", " \r\nb"]);
        assert_eq!(bodies("a\r---\rb"), ["a\r", "\rb"]);
        assert_eq!(bodies("a\n---b\n"), ["a\n---b\n"]);
    }

    #[test]
    fn directives_belong_to_the_document_that_follows() {
        assert_eq!(bodies("# c\n%YAML 1.2\n--- # d\na\n"), [" # d\na\n"]);
        assert_eq!(
            bodies("a\n...\n%TAG ! x\r\n---\r\nb"),
            ["a\n", "\r\nb"],
            "after the end of a document"
        );
        assert_eq!(
            bodies("---\n%a: b\n---\nc"),
            ["", "\n%a: b\n", "\nc"],
            "inside a document there are none"
        );
        assert_eq!(bodies("%YAML 1.2\n"), ["%YAML 1.2\n"]);
    }
}
