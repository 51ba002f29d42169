//! The learned reader of sentences: a linear model over words that tells orders from descriptions.
//!
//! The rules know what an order is made of; this reader knows how orders and honest texts are worded. Its numbers
//! are learned by `examples/train_orders` and stand in `weights.bin`. All arithmetic is in integers, so that a
//! finding is the same on every platform.

use std::sync::LazyLock;

mod about;
mod features;

pub use about::About;
use features::{features, tokens};

use super::passage::sentence_ranges;
use super::texts::Part;
use crate::packed::unpack;

/// How many buckets the weights have; a feature is hashed into one of them.
pub const BUCKETS: usize = 1 << 18;

/// How long the numbers are: one byte for each bucket, then the bias as four bytes, little end first.
const LENGTH: usize = BUCKETS + 4;
/// The numbers, as `build.rs` packs `weights.bin`.
const PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/orders.deflate"));
/// The numbers, unpacked when the first definition is read. A test holds that they can be.
static WEIGHTS: LazyLock<Vec<u8>> = LazyLock::new(|| unpack(PACKED, LENGTH));

/// The score below which a sentence is no order even if a rule finds one in it.
const CANNOT_BE: i32 = -1200;

/// How many words a sentence has at least; fewer say too little. Numbers and signs are no words, and neither
/// are the parts of one address or path.
const SHORTEST: usize = 4;

fn is_long_enough(sentence: &str, tokens: &[String]) -> bool {
    let words = tokens
        .iter()
        .filter(|it| it.starts_with(char::is_alphabetic));
    let apart = sentence.split_whitespace().count() >= SHORTEST || !sentence.is_ascii();
    apart && words.count() >= SHORTEST
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
    const fn name(self) -> &'static str {
        match self {
            Self::Tool => "tool",
            Self::Argument => "argument",
            Self::Value => "value",
        }
    }

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

/// Whether a text that is not shown to people has a sentence in it that reads like an order.
pub(super) fn is_hidden_order(folded: &str) -> bool {
    strongest(folded, Place::Tool, None).is_some_and(|(_, odds)| odds >= HIDDEN_ORDER)
}

/// Whether sentences in which a rule finds an order read so that they can be one. Honest authors use the same words;
/// what is too short to judge can be one.
pub(super) fn can_be_an_order(said: &str, place: Place, about: Option<&About>) -> bool {
    strongest(said, place, about).is_none_or(|(_, odds)| odds >= CANNOT_BE)
}

/// The sentence of a folded text that reads most like an order, with its odds.
pub(super) fn strongest<'a>(
    text: &'a str,
    place: Place,
    about: Option<&About>,
) -> Option<(&'a str, i32)> {
    sentences(text)
        .map(|(sentence, tokens)| {
            let found = features(sentence, &tokens, place, about);
            (sentence, sum(&found))
        })
        .max_by_key(|(_, odds)| *odds)
}

/// The sentences of a folded text that are long enough to be orders, each with its tokens.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = (&str, Vec<String>)> {
    let ranges = sentence_ranges(text).into_iter();
    ranges.filter_map(move |range| {
        let sentence = text.get(range)?.trim();
        let tokens = tokens(sentence);
        is_long_enough(sentence, &tokens).then_some((sentence, tokens))
    })
}

/// The log-odds that a folded sentence is an order, in units of 1/1000.
pub(super) fn odds(sentence: &str, place: Place, about: Option<&About>) -> i32 {
    sum(&features(sentence, &tokens(sentence), place, about))
}

fn sum(found: &[usize]) -> i32 {
    let weights: &[u8] = &WEIGHTS;
    let weight = |bucket: &usize| {
        let byte = weights.get(*bucket).copied().unwrap_or_default();
        i64::from(i8::from_le_bytes([byte]))
    };
    let sum: i64 = found.iter().map(weight).sum();
    let bias = weights.last_chunk().map_or(0, |it| i32::from_le_bytes(*it));
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
    use std::collections::BTreeSet;

    use serde_json::Value;

    pub use super::super::evidence::Sight;
    use super::super::evidence::{Claim, Heard, among_many, evidence};
    use super::super::kind::Kind;
    use super::super::reading::Reading;
    pub use super::{About, BUCKETS, Place};
    use super::{UNIT, WEIGHTS, features, sentences, tokens};

    /// The buckets of a sentence's features, in order, each once.
    pub type Features = Vec<usize>;

    /// A definition as the training sees it.
    #[derive(Debug)]
    pub struct Definition {
        conversational: bool,
        /// Its sentences.
        pub sentences: Vec<Sentence>,
        signs: Vec<(Kind, u8, Option<Vec<Features>>)>,
    }

    /// A sentence of a definition as the training sees it.
    #[derive(Debug)]
    pub struct Sentence {
        /// Its words, folded.
        pub words: String,
        /// What the reader sees in it.
        pub features: Features,
        place: Place,
        sight: Sight,
    }

    impl Definition {
        /// Reads a tool object among the names of its server's tools.
        pub fn of(tool: &Value, siblings: &BTreeSet<String>) -> Self {
            let reading = Reading::of(tool, siblings);
            let about = &reading.about;
            let see = |words: &str, place, about: Option<&About>| {
                features(words, &tokens(words), place, about)
            };
            let heard = reading.sentences.iter().map(|it| Sentence {
                features: see(&it.words, it.place, it.known(about)),
                words: it.words.clone(),
                place: it.place,
                sight: it.sight,
            });
            let signs = reading.signs.iter().map(|(sign, _)| {
                let said = sign.said.as_ref().map(|said| {
                    let about = Some(about).filter(|_| !said.is_name);
                    let all = sentences(&said.words);
                    all.map(|(words, _)| see(words, said.place, about))
                        .collect()
                });
                (sign.kind, sign.points, said)
            });
            Self {
                conversational: reading.conversational,
                sentences: heard.collect(),
                signs: signs.collect(),
            }
        }

        /// The evidence in it, if a sentence with these features is an order with these log-odds, in units of 1/1000.
        pub fn evidence(&self, odds: impl Fn(&[usize]) -> i32) -> Vec<i32> {
            let heard = self.sentences.iter().map(|it| Heard {
                place: it.place,
                sight: it.sight,
                odds: odds(&it.features),
            });
            let heard = among_many(heard.collect());
            let claims = self.signs.iter().map(|(kind, points, said)| Claim {
                kind: *kind,
                points: *points,
                odds: said
                    .as_ref()
                    .and_then(|said| said.iter().map(|it| odds(it)).max()),
            });
            let claims: Vec<Claim> = claims.collect();
            evidence(&heard, &claims, self.conversational)
        }
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
        bytes.resize(BUCKETS, 0);
        #[expect(clippy::cast_possible_truncation, reason = "log-odds are small")]
        bytes.extend(((bias * 1000.0).round() as i32).to_le_bytes());
        bytes
    }

    /// The weights and the bias of the program, from which learning goes on.
    pub fn learned_before() -> (Vec<f64>, f64) {
        let (bytes, bias) = WEIGHTS.split_at(BUCKETS);
        let weight = |byte: &u8| f64::from(i8::from_le_bytes([*byte])) * f64::from(UNIT) / 1000.0;
        let bias = bias.first_chunk().map_or(0, |it| i32::from_le_bytes(*it));
        (bytes.iter().map(weight).collect(), f64::from(bias) / 1000.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_carries_the_learned_numbers_whole() {
        assert_eq!(WEIGHTS.as_slice(), include_bytes!("weights.bin"));
        assert_eq!(WEIGHTS.len(), LENGTH);
    }
}
