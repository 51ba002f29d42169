//! The learned reader of sentences: a linear model over words that tells orders from descriptions.
//!
//! The rules know what an order is made of; this reader knows how orders and honest texts are worded. Its numbers
//! are learned by `examples/train_orders` and stand in `weights.bin`. All arithmetic is in integers, so that a
//! finding is the same on every platform.

mod features;

use features::{features, tokens};

use super::passage::sentence_ranges;
use super::texts::Part;

/// How many buckets the weights have; a feature is hashed into one of them.
pub const BUCKETS: usize = 1 << 16;

/// The numbers: one byte for each bucket, then the bias as four bytes, little end first.
static WEIGHTS: &[u8] = include_bytes!("weights.bin");
const _: () = assert!(
    WEIGHTS.len() == BUCKETS + 4,
    "one byte a bucket and the bias"
);

/// The score from which on a sentence alone makes a definition poisoned. About 0.1% of real definitions that the
/// weights were not trained on have such a sentence; `examples/train_orders` prints the table.
const ORDER: i32 = 3200;
/// The score from which on a sentence is a weak sign.
const HINT: i32 = 2600;

/// How many words a sentence has at least; fewer say too little. Numbers and signs are no words.
const SHORTEST: usize = 4;

fn is_long_enough(tokens: &[String]) -> bool {
    let words = tokens
        .iter()
        .filter(|it| it.starts_with(char::is_alphabetic));
    words.count() >= SHORTEST
}

/// Where a sentence stands, as far as the reader can tell places apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In text about the tool.
    Tool,
    /// In text about an argument.
    Argument,
    /// In a value, such as one of an enumeration.
    Value,
}

impl Place {
    pub(super) const fn of(part: Part) -> Option<Self> {
        match part {
            Part::Prose | Part::Comment => Some(Self::Tool),
            Part::Argument => Some(Self::Argument),
            Part::Value => Some(Self::Value),
            Part::Name | Part::ArgumentName | Part::Notation => None,
        }
    }
}

/// The score from which on a sentence is an order where honest authors have no reason to write: in comments, and in
/// encodings.
const HIDDEN_ORDER: i32 = 700;

/// How much a sentence says, in points as the signs of rules have them.
pub(super) const fn points(score: i32) -> u8 {
    if score >= ORDER {
        2
    } else if score >= HINT {
        1
    } else {
        0
    }
}

/// Whether a text that is not shown to people has a sentence in it that reads like an order.
pub(super) fn is_hidden_order(folded: &str) -> bool {
    strongest(folded, Place::Tool).is_some_and(|(_, score)| score >= HIDDEN_ORDER)
}

/// The sentence of a folded text that reads most like an order, with its score.
pub(super) fn strongest(text: &str, place: Place) -> Option<(&str, i32)> {
    sentences(text)
        .map(|(sentence, tokens)| (sentence, score(&tokens, place)))
        .max_by_key(|(_, score)| *score)
}

/// The sentences of a folded text that are long enough to be orders, each with its tokens.
fn sentences(text: &str) -> impl Iterator<Item = (&str, Vec<String>)> {
    let ranges = sentence_ranges(text).into_iter();
    ranges.filter_map(move |range| {
        let sentence = text.get(range)?.trim();
        let tokens = tokens(sentence);
        is_long_enough(&tokens).then_some((sentence, tokens))
    })
}

/// The log-odds that a sentence is an order, in units of 1/1000.
fn score(tokens: &[String], place: Place) -> i32 {
    let found = features(tokens, place);
    let weight = |bucket: &usize| {
        let byte = WEIGHTS.get(*bucket).copied().unwrap_or_default();
        i64::from(i8::from_le_bytes([byte]))
    };
    let sum: i64 = found.iter().map(weight).sum();
    let bias = WEIGHTS.last_chunk().map_or(0, |it| i32::from_le_bytes(*it));
    let scaled = sum * i64::from(UNIT) * 256 / norm(found.len());
    i32::try_from(scaled)
        .unwrap_or(i32::MAX)
        .saturating_add(bias)
}

/// What one step of a weight's byte stands for, in units of 1/1000.
const UNIT: i32 = 250;

/// The square root of the number of features, in units of 1/256.
fn norm(features: usize) -> i64 {
    let square = u64::try_from(features)
        .unwrap_or(u64::MAX)
        .saturating_mul(1 << 16);
    i64::try_from(square.isqrt()).unwrap_or(i64::MAX).max(1)
}

/// What the training needs of this reader.
pub mod training {
    use serde_json::Value;

    use super::super::fold::fold;
    use super::super::texts::texts;
    pub use super::{BUCKETS, Place};
    use super::{UNIT, WEIGHTS};

    /// The sentences of a tool object that the reader looks at.
    pub fn sentences_of_tool(tool: &Value) -> Vec<(Place, String)> {
        let mut all = Vec::new();
        for text in texts(tool) {
            if let Some(place) = Place::of(text.part) {
                all.extend(sentences(place, text.words));
            }
        }
        all
    }

    /// The sentences of one text.
    pub fn sentences(place: Place, text: &str) -> Vec<(Place, String)> {
        let folded = fold(text);
        super::sentences(&folded)
            .map(|(sentence, _)| (place, sentence.to_owned()))
            .collect()
    }

    /// The buckets of a sentence's features, in order, each once.
    pub fn features(sentence: &str, place: Place) -> Vec<usize> {
        super::features(&super::tokens(sentence), place)
    }

    /// The file of the weights.
    ///
    /// `weights` and `bias` are log-odds; each sentence's features count with one over the square root of their number.
    pub fn to_bytes(weights: &[f64], bias: f64) -> Vec<u8> {
        #[expect(clippy::cast_possible_truncation, reason = "rounded and within bounds")]
        let byte = |weight: &f64| {
            let steps = (weight * 1000.0 / f64::from(UNIT)).round();
            (steps.clamp(-127.0, 127.0) as i8).to_le_bytes()
        };
        let mut bytes: Vec<u8> = weights.iter().flat_map(byte).collect();
        bytes.resize(WEIGHTS.len() - 4, 0);
        #[expect(clippy::cast_possible_truncation, reason = "log-odds are small")]
        bytes.extend(((bias * 1000.0).round() as i32).to_le_bytes());
        bytes
    }
}
