//! Orders set off from the rest: tags, chat-template tokens, comments.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder};
use regex::Regex;

use super::Kind;
use super::concept::Concept as C;
use super::concept::{any, bit};
use super::fold::fold;
use super::learned::is_hidden_order;
use super::passage::Passage;
use super::shape::{Context, pattern};
use super::sign::Sign;
use crate::source::floor;

/// The marks in a text.
pub(super) fn markup(text: &str, context: &Context<'_>, found: &mut Vec<Sign>) {
    tokens(text, found);
    if text.contains("</") {
        tags(text, context, found);
    }
    comments(text, context, found);
}

/// The marks with which models keep system, user and answer apart.
fn tokens(text: &str, found: &mut Vec<Sign>) {
    if let Some(token) = TOKENS.find(text) {
        let quote = text.get(token.range()).unwrap_or_default();
        found.push(Sign::new(
            Kind::Markup,
            2,
            quote,
            "a mark of a chat template",
        ));
    } else if text.contains("<|")
        && let Some(token) = SPECIAL.find(text)
    {
        found.push(Sign::new(
            Kind::Markup,
            2,
            token.as_str(),
            "a mark of a chat template",
        ));
    }
    if text.contains(['#', '\n', '[', '-', '=', '<', '*', '`', '"', ':'])
        && let Some(label) = LABEL.find(text)
        && (!is_heading(label.as_str()) || is_hidden_order(&fold(text)))
    {
        found.push(Sign::new(
            Kind::Markup,
            2,
            label.as_str(),
            "a label of a chat or of the system",
        ));
    }
}

/// Whether a label is one word in brackets or a chat's speaker, as honest authors write it too: `[Admin] Lists accounts.`
fn is_heading(label: &str) -> bool {
    label.starts_with(['[', '\n']) && label.split_whitespace().count() < 2
}

/// Tags around an order: `<IMPORTANT>…</IMPORTANT>`.
fn tags(text: &str, context: &Context<'_>, found: &mut Vec<Sign>) {
    for tag in TAG.captures_iter(text).take(MOST) {
        let (Some(whole), Some(name)) = (tag.get(0), tag.get(1)) else {
            continue;
        };
        let lower = name.as_str().to_ascii_lowercase();
        let words = || lower.split(['_', '-']);
        if !words().any(|word| DEMANDING.contains(&word)) {
            continue;
        }
        let points = if words().all(|word| DEMANDING.contains(&word)) {
            2
        } else {
            1
        };
        let rest = text.get(whole.end()..).unwrap_or_default();
        let closing = format!("</{}", name.as_str());
        let Some(inside) = rest.find(&closing).and_then(|end| rest.get(..end)) else {
            continue;
        };
        let folded = fold(cut(inside));
        let plain = points > 1 && words().any(|word| STRONG.contains(&word));
        let said = folded.split_whitespace().nth(2).is_some();
        if (plain && said) || Passage::new(&folded, context).has(SPOKEN) {
            found.push(Sign::new(
                Kind::Markup,
                points,
                whole.as_str(),
                "a tag around an order",
            ));
            return;
        }
    }
}

/// Comments that no page shows, with words to a model in them.
fn comments(text: &str, context: &Context<'_>, found: &mut Vec<Sign>) {
    if !OPENERS.is_match(text) {
        return;
    }
    for (open, close, unseen) in COMMENTS {
        for (at, _) in text.match_indices(open).take(MOST) {
            let rest = cut(text.get(at + open.len()..).unwrap_or_default());
            let inside = rest
                .find(close)
                .and_then(|end| rest.get(..end))
                .unwrap_or(rest);
            let folded = fold(inside);
            let wanted = if *unseen { SPOKEN } else { bit(C::Model) };
            let spoken = Passage::new(&folded, context).has(wanted);
            if spoken || *unseen && is_hidden_order(&folded) {
                found.push(Sign::new(
                    Kind::Comment,
                    2,
                    inside,
                    "a comment that speaks to a model",
                ));
                return;
            }
        }
    }
}

/// A comment of a schema that speaks to a model.
pub(super) fn schema_comment(text: &str, context: &Context<'_>, found: &mut Vec<Sign>) {
    let folded = fold(cut(text));
    let passage = Passage::new(&folded, context);
    let spoken = any(&[C::Model, C::History, C::SystemPrompt, C::UserSecret]);
    let ordering = any(&[C::Pass, C::Call, C::Read, C::Must, C::Imperative]);
    if passage.has(spoken) && passage.has(ordering) || is_hidden_order(&folded) {
        found.push(Sign::new(
            Kind::Comment,
            2,
            text,
            "a comment that speaks to a model",
        ));
    }
}

/// How many marks of one text are looked into, and how much of each.
const MOST: usize = 64;
const LONGEST: usize = 2_000;

fn cut(text: &str) -> &str {
    text.get(..floor(text, LONGEST)).unwrap_or(text)
}

/// What words that are meant for somebody have in them.
const SPOKEN: u128 = any(&[
    C::Model,
    C::User,
    C::You,
    C::Must,
    C::Imperative,
    C::Call,
    C::Pass,
    C::Send,
]);

/// How comments begin and end, and whether no page shows them.
const COMMENTS: &[(&str, &str, bool)] = &[
    ("<!--", "-->", true),
    ("[//]:", "\n", true),
    ("[comment]:", "\n", true),
    ("{#", "#}", true),
    ("{{!", "}}", true),
    ("<![CDATA[", "]]>", true),
    ("/*", "*/", false),
    ("%%", "\n", false),
    (" // ", "\n", false),
];

/// Words in the names of tags that demand to be obeyed.
const DEMANDING: &[&str] = &[
    "important",
    "system",
    "sys",
    "critical",
    "instruction",
    "instructions",
    "secret",
    "hidden",
    "admin",
    "override",
    "assistant",
    "directive",
    "directives",
    "rule",
    "rules",
    "priority",
    "urgent",
    "mandatory",
    "internal",
    "attention",
    "agent",
    "llm",
    "ai",
    "model",
    "developer",
    "operator",
    "policy",
    "command",
    "required",
    "requirement",
    "prompt",
    "note",
    "notice",
    "warning",
    "context",
    "protocol",
    "security",
    "setup",
    "tool",
    "mode",
    "message",
    "order",
    "orders",
    "task",
    "reminder",
    "confidential",
    "private",
    "user",
];

/// Words in the names of tags that no documentation uses, whatever stands between them.
const STRONG: &[&str] = &[
    "important",
    "system",
    "sys",
    "secret",
    "hidden",
    "override",
    "directive",
    "directives",
    "instructions",
];

static TOKENS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let built = AhoCorasickBuilder::new()
        .ascii_case_insensitive(true)
        .build([
            "<|im_start|>",
            "<|im_end|>",
            "<|system|>",
            "<|user|>",
            "<|assistant|>",
            "<|endoftext|>",
            "<|eot_id|>",
            "[inst]",
            "[/inst]",
            "<<sys>>",
            "<</sys>>",
            "<start_of_turn>",
            "<end_of_turn>",
            "{{#system",
            "<|begin_of_text|>",
            "[system:",
            "[system message",
            "[system override",
            "<function_calls>",
            "<tool_call>",
            "[end of system",
            "<|channel|>",
        ]);
    #[expect(
        clippy::expect_used,
        reason = "the tokens are constants, and tests build them"
    )]
    built.expect("an automaton of constant tokens")
});
static SPECIAL: LazyLock<Regex> = LazyLock::new(|| pattern(r"<\|[A-Za-z_]{2,30}\|>"));
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix) \n\s*\n(?:human|assistant|system|user):\s | [\#]{2,}\s*(?:instruction|system|response|assistant)\s*:
        | [-=*]{2,}\s*(?:begin|start|end)\s+(?:of\s+)?(?:system|admin|developer|hidden|secret|operator)
        | <{2,}\s*/?(?:system|admin|developer|root|operator|override|sys)\b[^<>\n]{0,40}>{2,}
        | \[{1,2}\s*/?(?:system|admin|developer|root|operator|override|hidden|internal|assistant)(?:\s+(?:notice|note|message|override|prompt|instructions?|directive|update|command))?\s*:?\]{1,2}
        | \*{2,}\s*(?:system|admin|developer|root|operator)\s*:[^*\n]{3,}
        | `{3}\s*(?:system|assistant)\b | \x22role\x22\s*:\s*\x22(?:system|developer)\x22
        | \bhidden\s*>|display\s*:\s*none | font-size\s*:\s*0",
    )
});
static TAG: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"<([A-Za-z][A-Za-z0-9_-]{1,40})(?:\s[^<>]{0,120})?>"));
static OPENERS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"<!--|<!\[CDATA\[|\[//\]:|\[comment\]:|\{#|/\*|%%|\{\{!| // "));
