//! Safe mends of findings, as new texts of the files they are in.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::{Diagnostic, Fix};
use crate::source::{FileId, SourceFile, Sources};

/// The new text of each file that has a finding with a mend. Of mends that overlap, the first is made;
/// the others show in the next run.
pub fn fixed(found: &[Diagnostic], sources: &Sources) -> BTreeMap<FileId, String> {
    let mut edits: BTreeMap<FileId, Vec<(Range<usize>, String)>> = BTreeMap::new();
    for finding in found {
        let span = finding.primary.span;
        let edit = sources
            .get(span.file)
            .zip(finding.fix.as_ref())
            .and_then(|(file, fix)| resolve(fix, file, span.range()));
        edits.entry(span.file).or_default().extend(edit);
    }
    let changed = edits.into_iter().filter(|(_, edits)| !edits.is_empty());
    changed
        .filter_map(|(id, edits)| Some((id, apply(&sources.get(id)?.text, edits))))
        .collect()
}

fn apply(text: &str, mut edits: Vec<(Range<usize>, String)>) -> String {
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (range, new) in edits {
        if range.start >= at {
            out.push_str(text.get(at..range.start).unwrap_or_default());
            out.push_str(&new);
            at = range.end;
        }
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

fn resolve(fix: &Fix, file: &SourceFile, span: Range<usize>) -> Option<(Range<usize>, String)> {
    match fix {
        Fix::Replace { from, to } => {
            let at = file.text.get(span.clone())?.find(from)? + span.start;
            Some((at..at + from.len(), to.clone()))
        }
        Fix::RemoveKey => Some((key_lines(file, &span)?, String::new())),
    }
}

/// The lines of a key and its value. When it was the only key of its mapping, the parent's too.
fn key_lines(file: &SourceFile, span: &Range<usize>) -> Option<Range<usize>> {
    let line = key_line(file, span.start);
    let (start, text) = file.lines(line, line);
    let indent = indent(text)?;
    // A block scalar starts on its key's line and goes on in deeper ones.
    let mut last = line;
    while deeper(file.lines(last + 1, last + 1).1, indent) {
        last += 1;
    }
    let (end_start, end_text) = file.lines(last, last);
    let range = start..end_start + end_text.len();
    let above = line.checked_sub(1).map(|above| file.lines(above, above));
    match above {
        Some((parent, text))
            if indent > 0
                && text.trim_end().ends_with(':')
                && !deeper(file.lines(last + 1, last + 1).1, indent.saturating_sub(1)) =>
        {
            Some(parent..range.end)
        }
        _ => Some(range),
    }
}

/// The line of the key whose value begins at an offset, or which itself does. A block scalar begins
/// under its key.
fn key_line(file: &SourceFile, offset: usize) -> usize {
    let line = file.line_col(offset).line;
    let above = line.saturating_sub(1);
    let head = file.lines(above, above).1.trim_end();
    let is_block = head.trim_end_matches(['-', '+']).ends_with(['|', '>']);
    let (start, text) = file.lines(line, line);
    let before = text.get(..offset.saturating_sub(start)).unwrap_or_default();
    let begins_line = before.trim().is_empty();
    if above > 0 && is_block && begins_line {
        above
    } else {
        line
    }
}

/// The spaces before a key; `None` for a line that is no key of a block mapping.
fn indent(line: &str) -> Option<usize> {
    let indent = line.len() - line.trim_start_matches(' ').len();
    let key = line.trim_start().split(':').next()?;
    let plain = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    plain.then_some(indent)
}

fn deeper(line: &str, indent: usize) -> bool {
    let own = line.len() - line.trim_start_matches(' ').len();
    !line.trim().is_empty() && own > indent
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    fn without_key(text: &str, value: &str) -> String {
        let mut sources = Sources::default();
        let file = sources.add("a", text);
        let at = text.find(value).unwrap();
        let range =
            key_lines(sources.get(file).unwrap(), &Span::new(file, at..at).range()).unwrap();
        apply(text, vec![(range, String::new())])
    }

    #[test]
    fn a_key_goes_with_its_lines_and_an_emptied_parent_with_it() {
        assert_eq!(without_key("a: 1\nb: x\nc: 3\n", "x"), "a: 1\nc: 3\n");
        assert_eq!(
            without_key("a: 1\nb: >-\n  x: 1\n  y\nc: 3\n", "x"),
            "a: 1\nc: 3\n"
        );
        assert_eq!(
            without_key("a: 1\nb:\n  c: x\n  d: y\n", "c"),
            "a: 1\nb:\n  d: y\n"
        );
        assert_eq!(without_key("a: 1\nb:\n  c: x\ne: 2\n", "c"), "a: 1\ne: 2\n");
    }
}
