//! The prose of an entry, piece by piece, for lints that read text.

use std::borrow::Cow;

use super::code::{code, no_prose};
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::model::{Catalog, Tool};
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

/// Any text that a person wrote, with the word for it and its place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Written<'a> {
    /// What it is, as in "the … says".
    pub(super) key: &'static str,
    /// The text.
    pub(super) text: &'a str,
    /// Its place.
    pub(super) span: Span,
}

/// Every text of an entry, and every value that a person wrote in it: where a credential can stand.
pub(super) fn values(tool: &Tool) -> Vec<Written<'_>> {
    let review = &tool.review;
    let mut all = written(tool);
    let lists = [
        ("attack", &review.attacks),
        ("reference", &review.references),
    ];
    for (key, list) in lists {
        all.extend(list.iter().map(|it| Written {
            key,
            text: &it.value,
            span: it.span,
        }));
    }
    all.extend(review.undo.iter().map(|it| Written {
        key: "undo",
        text: &it.value,
        span: it.span,
    }));
    all
}

/// Every text of an entry.
pub(super) fn written(tool: &Tool) -> Vec<Written<'_>> {
    let (definition, review) = (&tool.definition, &tool.review);
    let mut all = vec![Written {
        key: "name",
        text: &definition.name,
        span: tool.span,
    }];
    let title = definition.title.as_deref();
    all.extend(title.map(|text| Written {
        key: "title",
        text,
        span: tool.span,
    }));
    all.extend(pieces(tool).map(|piece| Written {
        key: piece.key,
        text: piece.text,
        span: piece.span,
    }));
    let status = review.status.as_ref();
    all.extend(status.map(|it| Written {
        key: "status",
        text: &it.value.reason,
        span: it.span,
    }));
    let allowed = review.allow_lints.iter();
    all.extend(allowed.map(|it| Written {
        key: "reason",
        text: &it.reason,
        span: it.lint.span,
    }));
    all
}

impl<'a> Written<'a> {
    /// Every address and setting of servers, attack patterns and `toolrisk.yaml`, beside their texts.
    pub(super) fn of_settings(catalog: &'a Catalog) -> Vec<Self> {
        let mut all = Vec::new();
        for server in &catalog.servers {
            let values = [
                ("package", &server.package),
                ("repository", &server.repository),
                ("folder", &server.subfolder),
                ("home page", &server.homepage),
            ];
            let span = server.title.span;
            all.extend(values.map(|(key, text)| Self { key, text, span }));
        }
        for attack in &catalog.attacks {
            all.extend(attack.references.iter().map(|it| Self {
                key: "reference",
                text: &it.url.value,
                span: it.url.span,
            }));
        }
        let config = &catalog.config;
        if let Some(span) = config.place {
            let values = [
                ("title", &config.title),
                ("tagline", &config.tagline),
                ("base URL", &config.base_url),
                ("repository", &config.repository),
                ("gateway's name", &config.gateway.name),
                ("gateway's address", &config.gateway.url),
            ];
            all.extend(values.map(|(key, text)| Self { key, text, span }));
        }
        all
    }

    /// Every text of servers, attack patterns and glossary terms.
    pub(super) fn of_pages(catalog: &'a Catalog) -> Vec<Self> {
        let mut all = Vec::new();
        for server in &catalog.servers {
            let span = server.title.span;
            all.push(Self {
                key: "title",
                text: &server.title.value,
                span,
            });
            all.push(Self {
                key: "summary",
                text: &server.summary,
                span,
            });
        }
        for attack in &catalog.attacks {
            let texts = [
                ("title", &attack.title),
                ("summary", &attack.summary),
                ("page", &attack.body),
            ];
            all.extend(texts.map(|(key, text)| Self {
                key,
                text,
                span: attack.span,
            }));
            let titles = attack.references.iter().map(|it| &it.title);
            all.extend(titles.map(|text| Self {
                key: "reference",
                text,
                span: attack.span,
            }));
        }
        for term in &catalog.glossary {
            let texts = [
                ("title", &term.title),
                ("summary", &term.summary),
                ("page", &term.body),
            ];
            all.extend(texts.map(|(key, text)| Self {
                key,
                text,
                span: term.span,
            }));
        }
        all
    }
}

/// The text without what it only speaks about: code, quotations, emphasis.
pub(super) fn unquoted(text: &str) -> String {
    let lines = text
        .lines()
        .filter(|line| !line.trim_start().starts_with('>'));
    let mut kept = String::with_capacity(text.len());
    let mut closing = None;
    for line in lines {
        for c in line.chars() {
            match closing {
                Some(end) if c == end => closing = None,
                Some(_) => {}
                None => match c {
                    '`' | '"' | '*' => closing = Some(c),
                    '\u{201c}' => closing = Some('\u{201d}'),
                    '\u{ab}' => closing = Some('\u{bb}'),
                    c => kept.push(c),
                },
            }
        }
        // What is open at the end of a paragraph was no quotation.
        if line.trim().is_empty() {
            closing = None;
        }
        kept.push('\n');
    }
    kept
}

/// The words of a text in lower case, each with what stands before it: letters, digits, `_`, `-`, `'`.
pub(super) fn words(text: &str) -> Vec<&str> {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '\'');
    text.split(|c| !inside(c))
        .filter(|word| !word.is_empty())
        .collect()
}

/// The text without its code, where nothing is prose.
pub(super) fn without_code(text: &str) -> Cow<'_, str> {
    let ranges = code(text);
    if ranges.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut prose = String::with_capacity(text.len());
    let mut at = 0;
    for range in ranges {
        prose.push_str(text.get(at..range.start).unwrap_or_default());
        prose.push(' ');
        at = range.end;
    }
    prose.push_str(text.get(at..).unwrap_or_default());
    Cow::Owned(prose)
}

/// The code spans of a text, without their backticks.
pub(super) fn code_spans(text: &str) -> impl Iterator<Item = &str> {
    code(text).into_iter().filter_map(|range| {
        let span = text.get(range)?;
        Some(span.trim_matches('`').trim())
    })
}

/// A run of characters without white space, and where it stands in its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) text: &'a str,
    pub(super) start: usize,
}

/// The tokens of a text outside its code, its HTML and its addresses. A token that touches one of them is left out
/// whole.
pub(super) fn prose_tokens(text: &str) -> Vec<Token<'_>> {
    let code = no_prose(text);
    let mut tokens = Vec::new();
    let mut start = 0;
    for part in text.split_inclusive(char::is_whitespace) {
        let token = Token {
            text: part.trim_end(),
            start,
        };
        start += part.len();
        let range = token.start..token.start + token.text.len();
        let in_code =
            |code: &std::ops::Range<usize>| code.start < range.end && range.start < code.end;
        if !range.is_empty() && !code.iter().any(in_code) {
            tokens.push(token);
        }
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_what_equal_runs_of_backticks_enclose() {
        let spans = |text| code_spans(text).collect::<Vec<_>>();
        assert_eq!(spans("a `b` and ``c ` d`` and `e"), ["b", "c ` d"]);
        assert_eq!(without_code("a `b` c `` d"), "a   c `` d");
        let tokens: Vec<_> = prose_tokens("Gets `a item` of (`b`).  The é x");
        assert_eq!(
            tokens
                .iter()
                .map(|it| (it.text, it.start))
                .collect::<Vec<_>>(),
            [("Gets", 0), ("of", 14), ("The", 25), ("é", 29), ("x", 32)]
        );
    }
}
