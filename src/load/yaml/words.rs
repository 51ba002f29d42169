//! Faults of YAML in words for people: where, what, and what to do.

use granit_parser::{ErrorKind, Parser};

/// A fault of a document's syntax.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// Its place, in bytes from the start of the text.
    pub(super) at: usize,
    /// What is wrong, lower case, no full stop.
    pub(super) message: String,
    /// What to do.
    pub(super) help: String,
}

/// The first fault of a text's syntax; `None` for a text that parses.
pub(super) fn fault(text: &str) -> Option<Fault> {
    let error = Parser::new_from_str(text).find_map(Result::err)?;
    let marker = error.marker();
    let at = marker.byte_offset().unwrap_or_else(|| {
        let line = super::nth_line(text, u64::try_from(marker.line()).unwrap_or(u64::MAX));
        line + marker.col()
    });
    let at = crate::source::floor(text, at);
    if let Some(at) = indenting_tab(text, at) {
        return Some(Fault::new(at, TAB.0, TAB.1));
    }
    Some(of_kind(text, at, error.kind()))
}

const TAB: (&str, &str) = (
    "a tab stands where YAML takes spaces only",
    "indent with spaces",
);
const ENTRY: (&str, &str) = (
    "this line is not `key: value`, or it is not indented as the lines beside it are",
    "indent the keys of one mapping alike; a text of several lines begins with `|` after its key",
);
const QUOTE_IT: &str = "put the value in quotes if it is text";

impl Fault {
    fn new(at: usize, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            at,
            message: message.into(),
            help: help.into(),
        }
    }
}

#[expect(clippy::too_many_lines, reason = "it is a table")]
fn of_kind(text: &str, at: usize, kind: &ErrorKind) -> Fault {
    use ErrorKind as Kind;
    let (message, help) = match kind {
        Kind::MappingValueNotAllowed | Kind::InvalidColonPlacement => return colon(text, at),
        Kind::UnclosedQuotedScalar
        | Kind::InvalidQuotedScalarIndent
        | Kind::DocumentIndicatorInQuotedScalar => return quote(text, at),
        Kind::InvalidTrailingSingleQuotedScalar | Kind::InvalidTrailingDoubleQuotedScalar => (
            "something follows the closing quote of a value",
            "put all of the value in quotes; within double quotes a quote is written `\\\"`, within single quotes `''`",
        ),
        Kind::TabNotAllowed
        | Kind::TabInBlockIndentation
        | Kind::TabInIndentation
        | Kind::TabAtBlockScalarStart
        | Kind::TabInPlainScalar => TAB,
        Kind::UnknownAnchor => (
            "`*` and a name stand for a value with an anchor, and there is no such anchor above",
            QUOTE_IT,
        ),
        Kind::MissingAnchorOrAliasName => ("`&` or `*` stands without a name", QUOTE_IT),
        Kind::UnexpectedCharacter { character } => {
            let message = format!("a value cannot begin with `{}`", character.escape_debug());
            return Fault::new(at, message, QUOTE_IT);
        }
        Kind::UnclosedFlowCollection { .. }
        | Kind::UnexpectedEofFlowSequence
        | Kind::UnexpectedEofFlowMapping
        | Kind::UnexpectedEofImplicitFlowMapping
        | Kind::ExpectedFlowMappingSeparator
        | Kind::ExpectedFlowSequenceSeparator
        | Kind::InvalidFlowScalarIndent
        | Kind::BlockEntryInFlowCollection => return bracket(text, at),
        Kind::MisplacedFlowCollectionEnd => ("a closing bracket has no opening one", QUOTE_IT),
        Kind::MismatchedFlowCollectionEnd { open, close } => {
            let message = format!("a `{open}` is closed by `{close}`");
            return Fault::new(at, message, "write the bracket that belongs to it");
        }
        Kind::InvalidBlockScalarHeader => (
            "something follows `|` or `>` on its line",
            "begin the text on the next line, indented; or put the value in quotes if it begins with this sign",
        ),
        Kind::InvalidBlockScalarIndent | Kind::ZeroBlockScalarIndent => (
            "a line of a text under `|` or `>` is indented less than its first line",
            "indent all lines of the text alike",
        ),
        Kind::UnknownQuotedScalarEscape
        | Kind::InvalidQuotedScalarHexEscape
        | Kind::InvalidLowSurrogateHexEscape
        | Kind::InvalidLowSurrogate
        | Kind::MissingLowSurrogate
        | Kind::UnpairedLowSurrogate
        | Kind::InvalidUnicodeEscape => (
            "a text in double quotes has an escape that YAML does not have",
            "write a backslash twice, or put the text in single quotes",
        ),
        Kind::DuplicateVersionDirective
        | Kind::UnsupportedYamlMajorVersion
        | Kind::DuplicateTagDirective
        | Kind::MissingDocumentEndBeforeDirective
        | Kind::DirectiveDisallowed
        | Kind::InvalidDirectiveTerminator
        | Kind::MissingYamlVersionSeparator
        | Kind::MissingDirectiveName
        | Kind::InvalidDirectiveName
        | Kind::MissingYamlVersion => (
            "a line that begins with `%` is a directive, and this one cannot be read",
            "remove the line; the catalog needs no directive",
        ),
        Kind::ExpectedTagBang
        | Kind::ExpectedTagDirectiveBang
        | Kind::InvalidGlobalTagCharacter
        | Kind::InvalidTagTerminator
        | Kind::MissingTagUri
        | Kind::UnclosedVerbatimTag
        | Kind::InvalidTagEscape
        | Kind::UndeclaredTagHandle => ("`!` begins a tag, and this one cannot be read", QUOTE_IT),
        Kind::CommentNotSeparated | Kind::CommentInterceptedScalar => (
            "a comment stands within a value",
            "move the comment above the key, or put the value in quotes",
        ),
        Kind::InvalidBlockEntryWhitespace | Kind::PlainScalarStartsWithDashFlowIndicator => (
            "`-` stands without a space behind it",
            "write a space after `-`, or put the value in quotes",
        ),
        Kind::InvalidDocumentEnd => (
            "something follows `...` on its line",
            "write `---` between two documents, on a line of its own",
        ),
        Kind::BomInsideDocument => (
            "a byte order mark stands within the document",
            "remove the character; an editor shows it as nothing",
        ),
        _ => {
            let start = line_start(text, at);
            let line = line_from(text, start);
            let indent = line.len() - line.trim_start().len();
            return Fault::new(start + indent, ENTRY.0, ENTRY.1);
        }
    };
    Fault::new(at, message, help)
}

/// Where a tab indents the line of a fault, or one beside it.
fn indenting_tab(text: &str, at: usize) -> Option<usize> {
    let start = line_start(text, at);
    let before = line_start(text, start.saturating_sub(1));
    let after = start + line_from(text, start).len() + 1;
    [start, before, after].into_iter().find_map(|start| {
        let line = line_from(text, start);
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        let tab = line.get(..indent)?.find('\t')?;
        Some(start + tab)
    })
}

fn line_start(text: &str, at: usize) -> usize {
    let before = text.get(..at.min(text.len())).unwrap_or_default();
    before.rfind('\n').map_or(0, |at| at + 1)
}

fn line_from(text: &str, start: usize) -> &str {
    let rest = text.get(start..).unwrap_or_default();
    rest.lines().next().unwrap_or_default()
}

/// A colon where no key can stand: within a value, or after a value that the line before began.
fn colon(text: &str, at: usize) -> Fault {
    const MOST: usize = 60;
    let start = line_start(text, at);
    if open_bracket(text, start).is_some_and(|(open, _)| begins_value(text, open)) {
        return bracket(text, start);
    }
    let line = line_from(text, start);
    let Some((key, value)) = line
        .split_once(": ")
        .filter(|(_, it)| it.contains(": ") || it.ends_with(':'))
    else {
        let help = "indent the keys of one mapping alike, or put the value above in quotes if this line belongs to it";
        return Fault::new(
            start,
            "this line begins a key, but the line above it is a value already",
            help,
        );
    };
    let message = "the value has a colon and a space in it, which YAML takes for another key";
    let value_at = start + key.len() + 2;
    let second = value.find(": ").unwrap_or(value.len().saturating_sub(1));
    let quoted = value.trim().replace('\'', "''");
    let help = if quoted.chars().count() > MOST {
        "put the value in quotes, or write it under `|`".to_owned()
    } else {
        format!("put the value in quotes: `{}: '{quoted}'`", key.trim())
    };
    Fault::new(value_at + second, message, help)
}

/// A quote that is not closed: the last one at the start of a value that its line does not close.
fn quote(text: &str, at: usize) -> Fault {
    let message = "a quote is not closed";
    let help = "close the quote where the value ends; a text of several lines is easier to write under `|`";
    let mut end = at.min(text.len());
    loop {
        let start = line_start(text, end);
        let line = line_from(text, start);
        if let Some(place) = opening_quote(line) {
            return Fault::new(start + place, message, help);
        }
        if start == 0 {
            return Fault::new(at, message, help);
        }
        end = start - 1;
    }
}

/// Where a value begins with a quote that does not close on the line.
fn opening_quote(line: &str) -> Option<usize> {
    let key = line.find(": ").map_or(0, |at| at + 2);
    let value = line.get(key..)?;
    let lead = value.len() - value.trim_start_matches([' ', '-', '?']).len();
    let value = value.get(lead..)?;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let mut rest = value.get(1..)?.chars();
    while let Some(c) = rest.next() {
        match c {
            '\\' if quote == '"' => {
                rest.next();
            }
            c if c == quote => return None,
            _ => {}
        }
    }
    Some(key + lead)
}

/// A bracket that is not closed: the last one that is open at the place of the fault.
fn bracket(text: &str, at: usize) -> Fault {
    let Some((place, c)) = open_bracket(text, at) else {
        return Fault::new(at, ENTRY.0, ENTRY.1);
    };
    let close = if c == '[' { ']' } else { '}' };
    let message = format!("a `{c}` is not closed");
    let help = format!("close it with `{close}`, and write a comma between its parts; {QUOTE_IT}");
    Fault::new(place, message, help)
}

fn open_bracket(text: &str, at: usize) -> Option<(usize, char)> {
    let mut open = Vec::new();
    for (place, c) in text.char_indices().take_while(|(place, _)| *place <= at) {
        match c {
            '[' | '{' => open.push((place, c)),
            ']' | '}' => {
                open.pop();
            }
            _ => {}
        }
    }
    open.pop()
}

/// Whether a value or an item of a list begins at a place.
fn begins_value(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default().trim_end_matches(' ');
    before.is_empty() || before.ends_with([':', '-', '\n', ',', '[', '{'])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Line and column, message and help of a text's fault.
    fn told(text: &str) -> (usize, usize, String) {
        let fault = fault(text).unwrap_or_else(|| panic!("no fault: {text}"));
        let start = line_start(text, fault.at);
        let line = text.get(..start).unwrap().matches('\n').count() + 1;
        assert!(!fault.help.is_empty(), "{text}");
        (
            line,
            fault.at - start + 1,
            format!("{}; {}", fault.message, fault.help),
        )
    }

    #[test]
    #[expect(clippy::too_many_lines, reason = "it is a table")]
    fn each_fault_has_its_place_plain_words_and_help() {
        let mut wrong = Vec::new();
        for (text, line, column, expected) in [
            (
                "name: a\ndescription: Gets: x\n",
                2,
                18,
                "`description: 'Gets: x'`",
            ),
            (
                "name: a\nrationale: It's: so\nrisk: low\n",
                2,
                16,
                "'It''s: so'",
            ),
            (
                "name: a\n  description: b\n",
                2,
                1,
                "the line above it is a value already",
            ),
            (
                "name: a\ndescription: \"Gets x.\nrisk: low\n",
                2,
                14,
                "a quote is not closed",
            ),
            (
                "name: a\ndescription: 'Gets x.\nrisk: low\n",
                2,
                14,
                "a quote is not closed",
            ),
            (
                "name: a\nreferences:\n- \"https://a.example\n- b\n",
                3,
                3,
                "a quote is not closed",
            ),
            ("name: a\n\tdescription: b\n", 2, 1, "a tab"),
            ("undo:\n\ttool: b\n", 2, 1, "a tab"),
            ("references:\n\t- b\n", 2, 1, "a tab"),
            ("name: a\ndescription: @b\n", 2, 14, "cannot begin with `@`"),
            ("name: a\ndescription: `b`\n", 2, 14, "cannot begin with"),
            (
                "name: a\nattacks: [b, c\nrisk: low\n",
                2,
                10,
                "a `[` is not closed",
            ),
            (
                "name: a\nstatus: { reviewed: b\nrisk: low\n",
                2,
                9,
                "a `{` is not closed",
            ),
            ("name: a\nattacks: [b}\n", 2, 10, "closed by"),
            ("name: a\ndescription: *b\n", 2, 14, "no such anchor"),
            (
                "name: a\ndescription: \"b\\q\"\n",
                2,
                14,
                "an escape that YAML does not have",
            ),
            (
                "name: a\ndescription: \"b\" c\n",
                2,
                18,
                "follows the closing quote",
            ),
            ("name: a\ndescription: | b\n", 2, 14, "follows `|`"),
            ("name: a\nonly words\n", 2, 1, "not `key: value`"),
            ("name: a\n- b\n", 2, 1, "not `key: value`"),
        ] {
            let (at_line, at_column, said) = told(text);
            let jargon = ["scalar", "flow", "context", "while ", "parsing", "scanning"];
            let right = said.contains(expected)
                && (at_line, at_column) == (line, column)
                && !jargon.iter().any(|word| said.contains(word));
            if !right {
                wrong.push(format!("{text}{at_line}:{at_column}: {said}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    }
}
