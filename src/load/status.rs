//! The state of an entry: reviewed by whom, disputed or withdrawn and why.

use super::fields::Fields;
use super::tool::unknown;
use super::yaml::{Node, Value};
use crate::diagnostic::Diagnostic;
use crate::load::faults::{EMPTY_TEXT, UNKNOWN_WORD, WRONG_TYPE};
use crate::model::{Status, StatusNote};
use crate::source::{Span, Spanned};

/// `status: { reviewed: <fingerprint>, by: <name>, on: <day> }` or `status: { withdrawn: <reason> }`.
pub(super) fn read(fields: &mut Fields<'_>) -> Option<Spanned<StatusNote>> {
    let node = fields.node_or("status", || crate::diagnostic::suggest("", Status::WORDS))?;
    let span = node.span;
    let mut stated = match node.value {
        Value::Text(word) => of_word(span, &word, fields)?,
        Value::Map(entries) => {
            let words = entries.into_iter().map(|(key, node)| {
                let text = text(&key, node, fields.found());
                (key.value, text)
            });
            let words = words.collect();
            of_words(span, words, fields)?
        }
        other => {
            let message = format!("`status` must be a word or a mapping, not {}", other.kind());
            let help = crate::diagnostic::suggest("", Status::WORDS);
            let fault = Diagnostic::new(&WRONG_TYPE, span, message);
            fields.found().push(fault.help(help));
            return None;
        }
    };
    let status = stated.status;
    if status != Status::Reviewed && stated.reason.trim().is_empty() {
        let message = format!("the status `{status}` needs a reason");
        let help = format!("write `status: {{ {status}: <reason> }}`");
        fields
            .found()
            .push(Diagnostic::new(&WRONG_TYPE, span, message).help(help));
        return None;
    }
    stated.reason.truncate(stated.reason.trim_end().len());
    if status == Status::Reviewed && !is_fingerprint(&stated.reason) {
        let message = format!(
            "`reviewed` must be the fingerprint of the definition that was reviewed, not `{}`",
            stated.reason
        );
        let help = "write `sha256:…` as `tools.lock.json` has it, with `by` and `on` for who reviewed it and when; \
                    without a value, the fingerprint in the lock counts";
        let fault = Diagnostic::new(&WRONG_TYPE, span, message);
        fields.found().push(fault.help(help));
        return None;
    }
    Some(Spanned::new(stated, span))
}

/// The text of a key; a finding and no text for anything else.
fn text(key: &Spanned<String>, node: Node, found: &mut Vec<Diagnostic>) -> String {
    let needs_reason = key
        .value
        .parse::<Status>()
        .is_ok_and(|it| it != Status::Reviewed);
    let (lint, message, help) = match node.value {
        Value::Text(text) if !text.trim().is_empty() => return text.trim_end().to_owned(),
        Value::Null if key.value == Status::Reviewed.as_str() => return String::new(),
        // Its own finding shows how to write the reason.
        Value::Text(_) | Value::Null if needs_reason => return String::new(),
        Value::Text(_) | Value::Null => (
            &EMPTY_TEXT,
            format!("`{}` has no value", key.value),
            "write one, or remove the key",
        ),
        other => (
            &WRONG_TYPE,
            format!("`{}` must be text, not {}", key.value, other.kind()),
            "put it in quotes to make it text",
        ),
    };
    found.push(Diagnostic::new(lint, key.span, message).help(help));
    String::new()
}

/// Whether a text can be a fingerprint of a lock; none at all is one.
fn is_fingerprint(text: &str) -> bool {
    let digits = text.trim().strip_prefix("sha256:");
    text.trim().is_empty()
        || digits.is_some_and(|it| !it.is_empty() && it.chars().all(|c| c.is_ascii_hexdigit()))
}

/// The note of a single word.
fn of_word(span: Span, word: &str, fields: &mut Fields<'_>) -> Option<StatusNote> {
    if word.parse::<Status>().is_err() {
        let fault = unknown(&UNKNOWN_WORD, span, word, "status", Status::WORDS);
        fields.found().push(fault);
        return None;
    }
    of_words(span, vec![(word.to_owned(), String::new())], fields)
}

/// The note that these keys and texts make: one status, and who signed it and when.
fn of_words(
    span: Span,
    words: Vec<(String, String)>,
    fields: &mut Fields<'_>,
) -> Option<StatusNote> {
    let (mut status, mut by, mut on) = (None, String::new(), String::new());
    for (key, text) in words {
        match (key.as_str(), key.parse::<Status>()) {
            ("by", _) => by = text,
            ("on", _) => on = text,
            (_, Ok(word)) if status.is_none() => status = Some((word, text)),
            _ => {
                let known = [Status::WORDS, &["by", "on"]].concat();
                fields.found().push(unknown(
                    &UNKNOWN_WORD,
                    span,
                    &key,
                    "key of `status`",
                    &known,
                ));
                return None;
            }
        }
    }
    let Some((status, reason)) = status else {
        let message = "`status` does not say which status the entry has";
        let help = "write `status: { reviewed: <fingerprint>, by: <name>, on: <day> }`";
        fields
            .found()
            .push(Diagnostic::new(&WRONG_TYPE, span, message).help(help));
        return None;
    };
    Some(StatusNote {
        status,
        reason,
        by,
        on,
    })
}
