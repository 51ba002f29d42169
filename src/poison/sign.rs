//! What one look at one text finds, before it is known where the text stands.

use super::Kind;
use super::learned::Place;

/// One sign of poison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sign {
    /// What it is a sign of.
    pub(super) kind: Kind,
    /// How much it says: with [`super::ENOUGH`] a tool is poisoned.
    pub(super) points: u8,
    /// The few words.
    pub(super) quote: String,
    /// Why it is suspicious.
    pub(super) reason: &'static str,
    /// The sentences that a rule found it in; none for what is a sign however it is worded.
    pub(super) said: Option<Said>,
}

/// Sentences that a rule found a sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    /// Where they stand.
    pub(super) place: Place,
    /// The sentences, folded.
    pub(super) words: String,
    /// Whether they are the words of a name, which is what the tool is about.
    pub(super) is_name: bool,
}

/// How long a quotation may be, in characters.
const LONGEST_QUOTE: usize = 120;

impl Sign {
    pub(super) fn new(kind: Kind, points: u8, quote: &str, reason: &'static str) -> Self {
        Self {
            kind,
            points,
            quote: few_words(quote),
            reason,
            said: None,
        }
    }
}

/// The beginning of a text on one line.
pub(super) fn few_words(text: &str) -> String {
    let mut words = String::new();
    for word in text.split_whitespace() {
        if !words.is_empty() {
            words.push(' ');
        }
        let room = LONGEST_QUOTE.saturating_sub(words.chars().count());
        words.extend(word.chars().take(room));
        if word.chars().count() >= room {
            words.push('…');
            break;
        }
    }
    words
}
