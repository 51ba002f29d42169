//! Findings as GitHub workflow commands, which become annotations.

use crate::diagnostic::{Diagnostic, Level};
use crate::escape::{one_line, visible};
use crate::source::Sources;

/// One command a line. Nothing from a catalog can begin a line or end a property: GitHub would run it
/// (docs.github.com, "Workflow commands").
pub fn github(found: &[Diagnostic], sources: &Sources) -> String {
    found
        .iter()
        .map(|finding| command(finding, sources))
        .collect()
}

fn command(finding: &Diagnostic, sources: &Sources) -> String {
    let word = match finding.level {
        Level::Error => "error",
        Level::Warn => "warning",
        Level::Note | Level::Allow => "notice",
    };
    let (start, end) = sources.line_col(finding.primary.span);
    let file = property(sources.path(finding.primary.span.file));
    let title = property(&format!("{} {}", finding.lint.code, finding.lint.name));
    let mut text = one_line(&finding.message);
    if let Some(help) = &finding.help {
        text = format!("{text}\nhelp: {}", visible(help));
    }
    // GitHub takes columns only for findings on one line.
    let columns = if start.line == end.line {
        format!(
            ",col={},endColumn={}",
            start.column,
            end.column.max(start.column)
        )
    } else {
        String::new()
    };
    let (line, end_line) = (start.line, end.line);
    let text = data(&text);
    format!("::{word} file={file},line={line},endLine={end_line}{columns},title={title}::{text}\n")
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(&visible(text)).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn server_text_cannot_begin_a_command_or_end_a_property() {
        assert_eq!(data("a\n::add-mask::b\r%"), "a%0A::add-mask::b%0D%25");
        assert_eq!(property("a,b:c\n"), "a%2Cb%3Ac%0A");
    }
}
