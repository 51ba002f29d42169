//! One YAML document → one tool entry.

use std::sync::Arc;

use super::fields::Fields;
use super::guard;
use super::status;
use super::yaml::Node;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::load::faults::{UNKNOWN_WORD, WRONG_TYPE};
use crate::model::{AllowLint, Category, Decision, Limit, Review, Severity, Trait, Window};
use crate::source::{Span, Spanned};

/// An entry as it was written.
pub(super) struct Entry {
    pub(super) name: Spanned<String>,
    pub(super) title: Option<String>,
    pub(super) description: Spanned<String>,
    pub(super) review: Arc<Review>,
}

/// Reads an entry. Only one without a name is lost; any other fault leaves that part out.
pub(super) fn read(node: Node, found: &mut Vec<Diagnostic>) -> Option<Entry> {
    let mut fields = Fields::new(node, "a tool entry", found)?;
    let place = fields.place();
    let name = fields.required("name");
    let title = fields.text("title").map(|title| title.value);
    let description = fields.present("description");
    let review = Review {
        category: fields.word::<Category>("category", Category::WORDS),
        risk: fields.word::<Severity>("risk", Severity::WORDS),
        traits: read_traits(&mut fields),
        decision: fields.word::<Decision>("decision", Decision::WORDS),
        limit: read_limit(&mut fields),
        require: guard::read(&mut fields, "require"),
        deny_if: guard::read(&mut fields, "deny-if"),
        override_reason: fields.text("override"),
        rationale: fields.text("rationale"),
        attacks: fields.texts("attacks"),
        references: read_references(&mut fields),
        undo: fields.text("undo"),
        status: status::read(&mut fields),
        allow_lints: read_allow_lints(&mut fields),
    };
    fields.finish();
    let name = name?;
    let description = description.unwrap_or_else(|| Spanned::new(String::new(), start_of(place)));
    Some(Entry {
        name,
        title,
        description,
        review: review.shared(),
    })
}

fn start_of(span: Span) -> Span {
    Span {
        end: span.start,
        ..span
    }
}

fn read_traits(fields: &mut Fields<'_>) -> Option<Spanned<Vec<Trait>>> {
    let node = fields.node_or("traits", || crate::diagnostic::suggest("", Trait::WORDS))?;
    let span = node.span;
    let items = match node.value {
        super::yaml::Value::List(items) => items,
        _ => vec![node],
    };
    let mut traits: Vec<Trait> = Vec::new();
    for item in items {
        let text = match item.value {
            super::yaml::Value::Text(text) => text,
            other => {
                let message = format!("a trait must be text, not {}", other.kind());
                let fault = Diagnostic::new(&WRONG_TYPE, item.span, message);
                let help = crate::diagnostic::suggest("", Trait::WORDS);
                fields.found().push(fault.help(help));
                continue;
            }
        };
        match text.parse() {
            Ok(each) => traits.push(each),
            Err(_) => fields.found().push(unknown(
                &UNKNOWN_WORD,
                item.span,
                &text,
                "trait",
                Trait::WORDS,
            )),
        }
    }
    traits.sort();
    traits.dedup();
    Some(Spanned::new(traits, span))
}

pub(super) fn unknown(
    lint: &'static LintInfo,
    span: Span,
    word: &str,
    what: &str,
    words: &[&str],
) -> Diagnostic {
    Diagnostic::new(lint, span, format!("unknown {what} `{word}`"))
        .help(crate::diagnostic::suggest(word, words))
}

fn read_limit(fields: &mut Fields<'_>) -> Option<Spanned<Limit>> {
    let help = || {
        let windows = Window::WORDS.join(", ");
        format!("write calls per window, such as `10/minute`; the windows are {windows}")
    };
    let text = fields.text_or("limit", help)?;
    if let Ok(limit) = text.value.parse() {
        return Some(Spanned::new(limit, text.span));
    }
    let (message, help) = match text.value.split_once('/').map(|(calls, _)| calls.trim()) {
        Some(calls) if !calls.is_empty() && calls.chars().all(|c| c == '0') => (
            format!("the limit `{}` lets no call through", text.value),
            "write at least 1 call; to refuse every call, write `decision: deny` instead"
                .to_owned(),
        ),
        Some(calls)
            if calls.chars().all(|c| c.is_ascii_digit()) && calls.parse::<u32>().is_err() =>
        {
            (
                format!(
                    "the limit `{}` does not say a number of calls that can be counted",
                    text.value
                ),
                help(),
            )
        }
        _ => (format!("invalid limit `{}`", text.value), help()),
    };
    fields
        .found()
        .push(Diagnostic::new(&UNKNOWN_WORD, text.span, message).help(help));
    None
}

fn read_references(fields: &mut Fields<'_>) -> Vec<Spanned<String>> {
    let texts = fields.texts("references");
    texts
        .into_iter()
        .filter_map(|text| fields.as_address(text))
        .collect()
}

fn read_allow_lints(fields: &mut Fields<'_>) -> Vec<AllowLint> {
    let Some(node) = fields.node("allow-lints") else {
        return Vec::new();
    };
    let kind = node.value.kind();
    let super::yaml::Value::Map(entries) = node.value else {
        let message = format!("`allow-lints` must map lint names to reasons, not {kind}");
        fields
            .found()
            .push(Diagnostic::new(&WRONG_TYPE, node.span, message));
        return Vec::new();
    };
    let mut allowed = Vec::new();
    for (lint, reason) in entries {
        match reason.value {
            super::yaml::Value::Text(reason) if !reason.trim().is_empty() => {
                allowed.push(AllowLint {
                    lint,
                    reason: reason.trim_end().to_owned(),
                });
            }
            _ => {
                let message = format!("`{}` is allowed without a reason", lint.value);
                let help = "write `<lint>: <reason>`";
                fields
                    .found()
                    .push(Diagnostic::new(&WRONG_TYPE, lint.span, message).help(help));
            }
        }
    }
    allowed
}
