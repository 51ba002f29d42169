//! The prose of an entry, piece by piece, for lints that read text.

use std::borrow::Cow;

use crate::diagnostic::{Diagnostic, LintInfo};
use crate::model::Tool;
use crate::source::Span;

/// One text of an entry.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'a> {
    /// The key it stands under.
    pub(super) key: &'static str,
    /// The text.
    pub(super) text: &'a str,
    /// Its place.
    pub(super) span: Span,
}

impl Piece<'_> {
    /// A finding about this text, with the words it is about as the remark.
    pub(super) fn finding(&self, lint: &'static LintInfo, message: String) -> Diagnostic {
        Diagnostic::new(lint, self.span, message)
    }
}

/// The description, the rationale and the override of an entry, as far as they are there.
pub(super) fn pieces(tool: &Tool) -> impl Iterator<Item = Piece<'_>> {
    let review = &tool.review;
    let description = Piece {
        key: "description",
        text: &tool.definition.description,
        span: tool.description_span,
    };
    let written = [
        ("rationale", &review.rationale),
        ("override", &review.override_reason),
    ];
    let written = written.into_iter().filter_map(|(key, text)| {
        let text = text.as_ref()?;
        Some(Piece {
            key,
            text: &text.value,
            span: text.span,
        })
    });
    std::iter::once(description).chain(written)
}

/// The words of a text in lower case, each with what stands before it: letters, digits, `_`, `-`, `'`.
pub(super) fn words(text: &str) -> Vec<&str> {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '\'');
    text.split(|c| !inside(c))
        .filter(|word| !word.is_empty())
        .collect()
}

/// The text without its code spans, where nothing is prose.
pub(super) fn without_code(text: &str) -> Cow<'_, str> {
    if !text.contains('`') {
        return Cow::Borrowed(text);
    }
    let parts = text.split('`').enumerate();
    let prose: Vec<&str> = parts
        .filter(|(at, _)| at % 2 == 0)
        .map(|(_, part)| part)
        .collect();
    Cow::Owned(prose.join(" "))
}

/// The code spans of a text.
pub(super) fn code_spans(text: &str) -> impl Iterator<Item = &str> {
    text.split('`')
        .enumerate()
        .filter(|(at, _)| at % 2 == 1)
        .map(|(_, part)| part)
}
