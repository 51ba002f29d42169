//! A mapping read key by key: each fault becomes a finding, and reading goes on.

use std::str::FromStr;

use super::faults::{EMPTY_TEXT, MISSING_KEY, NOT_HTTPS, UNKNOWN_KEY, UNKNOWN_WORD, WRONG_TYPE};
use super::yaml::{Node, Value};
use crate::diagnostic::{Diagnostic, suggest};
use crate::source::{Span, Spanned};

/// How an address begins; the case of its letters does not matter.
const SCHEME: &str = "https://";
const ADDRESS_HELP: &str = "write an address that begins with `https://`";

/// The entries of a mapping that have not been asked for yet.
pub(super) struct Fields<'a> {
    entries: Vec<(Spanned<String>, Node)>,
    asked: Vec<&'static str>,
    /// Where the mapping begins.
    place: Span,
    found: &'a mut Vec<Diagnostic>,
}

impl<'a> Fields<'a> {
    /// The fields of a node that must be a mapping; `what` names it in the finding if it is not.
    pub(super) fn new(node: Node, what: &str, found: &'a mut Vec<Diagnostic>) -> Option<Self> {
        let kind = node.value.kind();
        let Value::Map(entries) = node.value else {
            let message = format!("{what} must be a mapping of keys to values, not {kind}");
            found.push(Diagnostic::new(&WRONG_TYPE, node.span, message));
            return None;
        };
        let place = entries.first().map_or(node.span, |(key, _)| key.span);
        Some(Self {
            entries,
            asked: Vec::new(),
            place,
            found,
        })
    }

    /// Where the mapping begins.
    pub(super) fn place(&self) -> Span {
        self.place
    }

    /// Where a key stands, if it has not been asked for.
    pub(super) fn place_of(&self, key: &str) -> Option<Span> {
        let at = self.entries.iter().find(|(name, _)| name.value == key);
        at.map(|(name, _)| name.span)
    }

    /// The node of a key, if it is there and not empty. An empty one is a finding.
    pub(super) fn node(&mut self, key: &'static str) -> Option<Node> {
        self.node_or(key, String::new)
    }

    /// The node of a key, as [`Fields::node`]; `help` says what to write in place of nothing.
    pub(super) fn node_or(
        &mut self,
        key: &'static str,
        help: impl FnOnce() -> String,
    ) -> Option<Node> {
        let (place, node) = self.take(key)?;
        self.filled(key, place, node, help)
    }

    /// The node, if it is not empty; an empty one is a finding.
    fn filled(
        &mut self,
        key: &str,
        place: Span,
        mut node: Node,
        help: impl FnOnce() -> String,
    ) -> Option<Node> {
        if node.span.start == node.span.end {
            node.span = place;
        }
        let empty = match &node.value {
            Value::Null => true,
            Value::Text(text) => text.trim().is_empty(),
            _ => false,
        };
        if !empty {
            return Some(node);
        }
        let message = format!("`{key}` has no value");
        let help = match help() {
            help if help.is_empty() => "write one, or remove the key".to_owned(),
            help => format!("{help}; or remove the key"),
        };
        let fault = Diagnostic::new(&EMPTY_TEXT, node.span, message);
        self.found.push(fault.help(help));
        None
    }

    /// Takes the node of a key, an empty one too, and the place of the key.
    fn take(&mut self, key: &'static str) -> Option<(Span, Node)> {
        self.asked.push(key);
        let at = self
            .entries
            .iter()
            .position(|(name, _)| name.value == key)?;
        let (name, node) = self.entries.swap_remove(at);
        Some((name.span, node))
    }

    /// Text, trimmed at the end; absent, empty or of another type gives `None`.
    pub(super) fn text(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let node = self.node(key)?;
        self.as_text(key, node)
    }

    /// Text, as [`Fields::text`]; `help` says what to write in place of another type.
    pub(super) fn text_or(
        &mut self,
        key: &'static str,
        help: impl Fn() -> String,
    ) -> Option<Spanned<String>> {
        let node = self.node_or(key, &help)?;
        self.as_text_or(key, node, help)
    }

    /// Text that must be there and not be empty.
    pub(super) fn required(&mut self, key: &'static str) -> Option<Spanned<String>> {
        self.required_or(key, String::new)
    }

    fn required_or(
        &mut self,
        key: &'static str,
        help: impl FnOnce() -> String,
    ) -> Option<Spanned<String>> {
        let text = self.present(key)?;
        if text.value.is_empty() {
            let message = format!("`{key}` has no value");
            let help = match help() {
                help if help.is_empty() => format!("write one; `{key}` is required"),
                help => help,
            };
            let fault = Diagnostic::new(&EMPTY_TEXT, text.span, message);
            self.found.push(fault.help(help));
            return None;
        }
        Some(text)
    }

    /// Text that must be there; nothing after the colon counts as empty text.
    pub(super) fn present(&mut self, key: &'static str) -> Option<Spanned<String>> {
        if self.place_of(key).is_none() {
            self.missing(key);
        }
        self.any_text(key)
    }

    /// Text that may be empty.
    pub(super) fn any_text(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let (place, node) = self.take(key)?;
        if node.value == Value::Null {
            return Some(Spanned::new(String::new(), place));
        }
        self.as_text(key, node)
    }

    /// An https address.
    pub(super) fn address(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let text = self.text_or(key, || ADDRESS_HELP.to_owned())?;
        self.as_address(text)
    }

    /// A word of a closed vocabulary.
    pub(super) fn word<T: FromStr>(
        &mut self,
        key: &'static str,
        words: &[&str],
    ) -> Option<Spanned<T>> {
        let text = self.text_or(key, || suggest("", words))?;
        self.as_word(key, &text, words)
    }

    /// A word of a closed vocabulary that must be there.
    pub(super) fn required_word<T: FromStr>(
        &mut self,
        key: &'static str,
        words: &[&str],
    ) -> Option<Spanned<T>> {
        if self.is_text(key) {
            let text = self.required_or(key, || suggest("", words))?;
            return self.as_word(key, &text, words);
        }
        self.word(key, words)
    }

    /// Whether a key is absent, empty or has text: what `required` has the right words for.
    fn is_text(&self, key: &str) -> bool {
        let at = self.entries.iter().find(|(name, _)| name.value == key);
        at.is_none_or(|(_, node)| matches!(node.value, Value::Text(_) | Value::Null))
    }

    /// A value of any kind that must be there; `null` is one.
    pub(super) fn required_node(&mut self, key: &'static str) -> Option<Node> {
        let taken = self.take(key);
        if taken.is_none() {
            self.missing(key);
        }
        taken.map(|(_, node)| node)
    }

    /// True or false; absent is false.
    pub(super) fn flag(&mut self, key: &'static str) -> bool {
        let Some(node) = self.node_or(key, || "write `true` or `false`".to_owned()) else {
            return false;
        };
        if let Value::Bool(value) = node.value {
            return value;
        }
        let message = format!("`{key}` must be true or false, not {}", node.value.kind());
        self.found
            .push(Diagnostic::new(&WRONG_TYPE, node.span, message));
        false
    }

    /// A whole number that is not negative.
    pub(super) fn number(&mut self, key: &'static str) -> Option<u64> {
        let node = self.node_or(key, || "write a whole number".to_owned())?;
        if let Value::Number(Some(number)) = &node.value
            && let Some(number) = number.as_u64()
        {
            return Some(number);
        }
        let message = format!("`{key}` must be a whole number");
        self.found
            .push(Diagnostic::new(&WRONG_TYPE, node.span, message));
        None
    }

    fn missing(&mut self, key: &str) {
        let message = format!("missing key `{key}`");
        let help = format!("add `{key}: …`");
        self.found
            .push(Diagnostic::new(&MISSING_KEY, self.place, message).help(help));
    }

    /// A list of texts; a single text counts as a list of one.
    pub(super) fn texts(&mut self, key: &'static str) -> Vec<Spanned<String>> {
        self.list_of_texts(key, String::new)
            .into_iter()
            .filter_map(|node| self.as_text(key, node))
            .collect()
    }

    /// A list of words of a closed vocabulary.
    pub(super) fn words<T: FromStr>(&mut self, key: &'static str, words: &[&str]) -> Vec<T> {
        let help = || suggest("", words);
        let nodes = self.list_of_texts(key, help).into_iter();
        nodes
            .filter_map(|node| {
                let text = self.as_text_or(key, node, help)?;
                self.as_word(key, &text, words)
            })
            .map(|word: Spanned<T>| word.value)
            .collect()
    }

    /// The items of a list of texts, for which a mapping is no single value.
    fn list_of_texts(&mut self, key: &'static str, help: impl FnOnce() -> String) -> Vec<Node> {
        let items = self.list_or(key, help);
        match items.as_slice() {
            [node] if matches!(node.value, Value::Map(_)) => {
                let message = format!("`{key}` must be a list of texts, not a mapping");
                let help = format!(
                    "write `{key}: [first, second]`, or each on a line that begins with `- `"
                );
                let fault = Diagnostic::new(&WRONG_TYPE, node.span, message);
                self.found.push(fault.help(help));
                Vec::new()
            }
            _ => items,
        }
    }

    /// The items of a list; a single value counts as a list of one.
    pub(super) fn list(&mut self, key: &'static str) -> Vec<Node> {
        self.list_or(key, String::new)
    }

    fn list_or(&mut self, key: &'static str, help: impl FnOnce() -> String) -> Vec<Node> {
        match self.node_or(key, help) {
            None => Vec::new(),
            Some(Node {
                value: Value::List(items),
                ..
            }) => items,
            Some(single) => vec![single],
        }
    }

    /// The fields of a nested mapping.
    pub(super) fn nested(&mut self, key: &'static str) -> Option<Fields<'_>> {
        let node = self.node(key)?;
        Fields::new(node, &format!("`{key}`"), self.found)
    }

    /// Where findings go, for values that this file knows nothing of.
    pub(super) fn found(&mut self) -> &mut Vec<Diagnostic> {
        self.found
    }

    /// Keeps an address that is https.
    pub(super) fn as_address(&mut self, text: Spanned<String>) -> Option<Spanned<String>> {
        let scheme = text.value.get(..SCHEME.len());
        let is_https = scheme.is_some_and(|it| it.eq_ignore_ascii_case(SCHEME));
        if is_https && !text.value.contains(char::is_whitespace) {
            let mut text = text;
            text.value.replace_range(..SCHEME.len(), SCHEME);
            return Some(text);
        }
        let message = format!("expected an https URL, found `{}`", text.value);
        let fault = Diagnostic::new(&NOT_HTTPS, text.span, message);
        self.found.push(fault.help(ADDRESS_HELP));
        None
    }

    /// Reports the keys that nobody asked for. Call it last.
    pub(super) fn finish(self) {
        for (key, _) in self.entries {
            let message = format!("unknown key `{}`", key.value);
            let help = suggest(&key.value, &self.asked);
            self.found
                .push(Diagnostic::new(&UNKNOWN_KEY, key.span, message).help(help));
        }
    }

    fn as_text(&mut self, key: &str, node: Node) -> Option<Spanned<String>> {
        let scalar = matches!(node.value, Value::Bool(_) | Value::Number(_));
        let help = if scalar {
            "put it in quotes to make it text"
        } else {
            ""
        };
        self.as_text_or(key, node, || help.to_owned())
    }

    fn as_text_or(
        &mut self,
        key: &str,
        node: Node,
        help: impl FnOnce() -> String,
    ) -> Option<Spanned<String>> {
        let kind = node.value.kind();
        let Value::Text(mut text) = node.value else {
            let message = format!("`{key}` must be text, not {kind}");
            let mut found = Diagnostic::new(&WRONG_TYPE, node.span, message);
            let help = help();
            if !help.is_empty() {
                found = found.help(help);
            }
            self.found.push(found);
            return None;
        };
        // A name is what the server calls the tool, white space at its end included; only a block scalar adds a break.
        let kept = match text.trim_end() {
            kept if key != "name" || kept.is_empty() => kept,
            _ => text.trim_end_matches('\n'),
        };
        text.truncate(kept.len());
        Some(Spanned::new(text, node.span))
    }

    fn as_word<T: FromStr>(
        &mut self,
        key: &str,
        text: &Spanned<String>,
        words: &[&str],
    ) -> Option<Spanned<T>> {
        if let Ok(word) = text.value.parse() {
            return Some(Spanned::new(word, text.span));
        }
        let message = format!("unknown {key} `{}`", text.value);
        let help = suggest(&text.value, words);
        self.found
            .push(Diagnostic::new(&UNKNOWN_WORD, text.span, message).help(help));
        None
    }
}

impl Fields<'_> {
    /// A word under a key that is not of the format but the user's own.
    pub(super) fn named_word<T: FromStr>(&mut self, key: &str, words: &[&str]) -> Option<T> {
        let at = self
            .entries
            .iter()
            .position(|(name, _)| name.value == key)?;
        let (name, node) = self.entries.swap_remove(at);
        let help = || suggest("", words);
        let node = self.filled(key, name.span, node, help)?;
        let text = self.as_text_or(key, node, help)?;
        self.as_word("level", &text, words).map(|word| word.value)
    }
}
