//! The lists and mappings that were made to hold rules, and are taken away again when nothing is left in them.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::tokens::{cut, tokens};
use crate::clients::{Format, Kind, Member, Node, parse};

/// A list or mapping that was made for rules, with those inside it that lead to the rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// The keys that lead to the rules.
    pub keys: Vec<String>,
    /// How many of them lead to the outermost part that was made; 0 for the whole file.
    pub depth: usize,
    /// What stood in its place; empty when nothing did.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub was: String,
}

/// What has to be made in a text for rules below these keys; none when all of it is there.
pub(super) fn made(text: &str, root: &Node, keys: &[&str]) -> Option<Made> {
    let made = |depth: usize, was: &str| Made {
        keys: keys.iter().map(|it| (*it).to_owned()).collect(),
        depth,
        was: was.to_owned(),
    };
    if tokens(text).is_empty() {
        return Some(made(0, text));
    }
    let mut node = root;
    for depth in 0..=keys.len() {
        if node.kind == Kind::Other {
            return Some(made(depth, text.get(node.span.clone())?));
        }
        let key = keys.get(depth)?;
        match node.get(key) {
            Some(inner) => node = inner,
            None => return Some(made(depth + 1, "")),
        }
    }
    None
}

/// A text without the lists and mappings that were made and are empty, and those that stay.
pub(super) fn without_made(text: &str, format: Format, all: &[Made]) -> (String, Vec<Made>) {
    let mut text = text.to_owned();
    let mut stay = Vec::new();
    for made in all.iter().rev() {
        if stands_after(&mut text, format, made) {
            stay.push(made.clone());
        }
    }
    stay.reverse();
    (text, stay)
}

/// Takes away what is empty of a made part, from the inside out. Whether something of it still stands.
fn stands_after(text: &mut String, format: Format, made: &Made) -> bool {
    for depth in (made.depth..=made.keys.len()).rev() {
        let keys = made.keys.get(..depth).unwrap_or_default();
        let Ok(root) = parse(text, format) else {
            return true;
        };
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let Some(node) = root.at(&keys) else {
            continue;
        };
        if !is_empty(text, node) {
            // A word has taken its place: it is no part of ours.
            return matches!(node.kind, Kind::List(..) | Kind::Map(..));
        }
        let was = Some(&made.was).filter(|_| depth == made.depth);
        let Some(new) = without(text, &root, &keys, was) else {
            return true;
        };
        *text = new;
    }
    false
}

/// Whether a list or mapping holds nothing, not even a comment.
fn is_empty(text: &str, node: &Node) -> bool {
    let written = text.get(node.span.clone()).unwrap_or_default();
    matches!(node.kind, Kind::List(..) | Kind::Map(..)) && tokens(written).len() <= 2
}

/// A text with what stood in the place of a value before, or without its key.
fn without(text: &str, root: &Node, keys: &[&str], was: Option<&String>) -> Option<String> {
    let Some((key, above)) = keys.split_last() else {
        // The whole file was made; a comment outside of the braces is the user's.
        return (tokens(text).len() <= 2).then(|| was.cloned().unwrap_or_default());
    };
    let node = root.at(keys)?;
    let Some(was) = was.filter(|it| !it.is_empty()) else {
        return without_key(text, root.at(above)?, key);
    };
    let mut text = text.to_owned();
    text.replace_range(node.span.clone(), was);
    Some(text)
}

/// A text of JSON without a member of a mapping.
pub(super) fn without_key(text: &str, map: &Node, key: &str) -> Option<String> {
    let members = map.members();
    let places: Vec<Range<usize>> = members.iter().map(place).collect();
    let at = members.iter().rposition(|it| it.key == key)?;
    cut(text, &places, at)
}

/// Where a member stands.
pub(super) fn place(member: &Member) -> Range<usize> {
    member.key_span.start..member.value.span.end
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: &[&str] = &["permissions", "deny"];

    fn of(text: &str) -> Option<Made> {
        made(text, &parse(text, Format::Json).unwrap(), KEYS)
    }

    #[test]
    fn what_was_made_is_taken_away_when_nothing_is_in_it() {
        for (before, now, expected) in [
            ("", "{ \"permissions\": { \"deny\": [  ] } }", ""),
            ("\n", "{ \"permissions\": {} }", "\n"),
            (
                "{}",
                "{\"a\": 1, \"permissions\": {\"deny\": []}}",
                "{\"a\": 1}",
            ),
            (
                "{}",
                "{\"permissions\": {\"deny\": []}, \"a\": []}",
                "{\"a\": []}",
            ),
            (
                "{\"permissions\": {}}",
                "{\"permissions\": {\"deny\": []}, \"b\": {}}",
                "{\"permissions\": {}, \"b\": {}}",
            ),
            (
                "{\"permissions\": {\"deny\": null}}",
                "{\"permissions\": {\"deny\": [ ]}}",
                "{\"permissions\": {\"deny\": null}}",
            ),
            (
                "{\"permissions\": null}",
                "{\"permissions\": {\"deny\": [ ]}, \"b\": 1}",
                "{\"permissions\": null, \"b\": 1}",
            ),
        ] {
            let made = of(before).unwrap();
            let (text, stay) = without_made(now, Format::Json, &[made]);
            assert_eq!((text.as_str(), stay), (expected, Vec::new()), "{before}");
        }
    }

    #[test]
    fn what_was_there_before_and_what_holds_something_stays() {
        assert_eq!(of("{\"permissions\": {\"deny\": []}}"), None);
        let made = of("{}").unwrap();
        for now in [
            "{\"permissions\": {\"deny\": [\"x\"]}}",
            "{\"permissions\": {\"deny\": [ /* mine */ ]}}",
        ] {
            let all = [made.clone()];
            let (text, stay) = without_made(now, Format::Json, &all);
            assert_eq!((text.as_str(), stay.as_slice()), (now, &all[..]));
        }
        let whole = of("").unwrap();
        let (text, stay) = without_made("{} // mine\n", Format::Json, &[whole]);
        assert_eq!((text.as_str(), stay.len()), ("{} // mine\n", 1));
    }
}
