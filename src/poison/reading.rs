//! A definition → its sentences and the signs in it.

use std::collections::BTreeSet;

use serde_json::Value;

use super::arguments::{is_conversational, purpose};
use super::evidence::{self, Claim, Heard};
use super::fold::fold;
use super::learned::{About, Place, odds, sentences, strongest};
use super::read::Reader;
use super::shape::Context;
use super::sign::Sign;
use super::texts::{Part, Text, texts};
use super::{Finding, Kind, finding};

/// Words of a purpose that has to do with credentials or the environment.
const CREDENTIALS: [&str; 8] = [
    "environment",
    "env ",
    "envvar",
    "env_",
    "variable",
    "secret",
    "credential",
    "password",
];
/// How much of a purpose is read for [`CREDENTIALS`], in characters.
const START: usize = 120;
/// The least odds of a sentence that is quoted, in units of 1/1000, and how far it may be below the strongest.
const LEAST_QUOTED: i32 = -500;
const BELOW_THE_STRONGEST: i32 = 1500;
/// As many words about a public key are no order.
const FEW_WORDS: usize = 6;

/// What a definition says.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) about: About,
    pub(super) conversational: bool,
    /// The sentences that are long enough to be orders.
    pub(super) sentences: Vec<Sentence>,
    /// The signs, each with the place of its text.
    pub(super) signs: Vec<(Sign, String)>,
    heard: Vec<Heard>,
    claims: Vec<Claim>,
}

/// A sentence of a definition.
#[derive(Debug)]
pub(super) struct Sentence {
    /// JSON pointer to its text.
    pub(super) pointer: String,
    /// Its words, folded.
    pub(super) words: String,
    pub(super) place: Place,
    pub(super) sight: evidence::Sight,
}

impl Reading {
    /// Reads a tool object among the names of its server's tools.
    pub(super) fn of(tool: &Value, siblings: &BTreeSet<String>) -> Self {
        let texts = texts(tool);
        let (reader, about) = reader(tool, &texts, siblings);
        let mut reading = Self {
            about,
            conversational: reader.conversational,
            sentences: Vec::new(),
            signs: Vec::new(),
            heard: Vec::new(),
            claims: Vec::new(),
        };
        for text in &texts {
            let found = reader.text(text);
            let signs = found.signs.into_iter();
            reading
                .signs
                .extend(signs.map(|it| (it, text.place.clone())));
            let heard_at = Place::of(text.part).filter(|_| !names_public_key(text));
            if let Some(place) = heard_at {
                let sight = if text.part == Part::Comment {
                    evidence::Sight::Comment
                } else {
                    evidence::Sight::Plain
                };
                reading.hear(&fold(text.words), place, sight, &text.place);
            }
            for (decoded, is_hidden) in found.decoded {
                let sight = if is_hidden {
                    evidence::Sight::Hidden
                } else {
                    evidence::Sight::Decoded
                };
                reading.hear(&decoded, Place::Tool, sight, &text.place);
            }
        }
        reading
    }

    fn hear(&mut self, folded: &str, place: Place, sight: evidence::Sight, pointer: &str) {
        self.sentences
            .extend(sentences(folded).map(|(words, _)| Sentence {
                pointer: pointer.to_owned(),
                words: words.to_owned(),
                place,
                sight,
            }));
    }

    /// How much the definition reads like a poisoned one.
    pub(super) fn evidence(&mut self) -> Vec<i32> {
        let about = &self.about;
        let heard = self.sentences.iter().map(|it| Heard {
            place: it.place,
            sight: it.sight,
            odds: odds(&it.words, it.place, it.known(about)),
        });
        self.heard = evidence::among_many(heard.collect());
        let claims = self.signs.iter().map(|(sign, _)| Claim {
            kind: sign.kind,
            points: sign.points,
            odds: sign.said.as_ref().and_then(|said| {
                let about = Some(about).filter(|_| !said.is_name);
                strongest(&said.words, said.place, about).map(|(_, odds)| odds)
            }),
        });
        self.claims = claims.collect();
        evidence::evidence(&self.heard, &self.claims, self.conversational)
    }

    /// What to tell of a poisoned definition: the signs that can be meant, and the sentences that read most like orders.
    pub(super) fn findings(self) -> Vec<Finding> {
        let strongest = self
            .heard
            .iter()
            .map(|it| it.odds)
            .max()
            .unwrap_or_default();
        let least = (strongest - BELOW_THE_STRONGEST)
            .max(LEAST_QUOTED)
            .min(strongest);
        let reason = "it is worded as an order to the model, not as a description";
        let quoted = self.sentences.iter().zip(&self.heard);
        let quoted = quoted
            .filter(|(_, heard)| heard.odds >= least)
            .map(|(it, _)| {
                let sign = Sign::new(Kind::Order, 1, &it.words, reason);
                finding(sign, &it.pointer)
            });
        let quoted: Vec<Finding> = quoted.collect();
        let signs = self.signs.into_iter().zip(&self.claims);
        let signs = signs.filter(|(_, claim)| claim.can_be_meant());
        let mut all: Vec<Finding> = signs
            .map(|((sign, place), _)| finding(sign, &place))
            .collect();
        all.extend(quoted);
        all
    }
}

impl Sentence {
    /// What is known of the tool where the sentence stands; nothing of what is decoded.
    pub(super) fn known<'a>(&self, about: &'a About) -> Option<&'a About> {
        Some(about).filter(|_| !self.sight.is_decoded())
    }
}

/// Whether a text only names a public key, which people give away on purpose.
fn names_public_key(text: &Text<'_>) -> bool {
    let place = text.place.to_ascii_lowercase();
    let of_public_key = ["public_key", "public-key", "publickey"]
        .iter()
        .any(|it| place.contains(it));
    of_public_key && text.words.split_whitespace().count() <= FEW_WORDS
}

fn reader<'a>(
    tool: &'a Value,
    texts: &[Text<'_>],
    siblings: &'a BTreeSet<String>,
) -> (Reader<'a>, About) {
    let text_of = |key: &str| tool.get(key).and_then(Value::as_str).unwrap_or_default();
    let names = texts.iter().filter(|text| text.part == Part::ArgumentName);
    let context = Context {
        name: tool.get("name").and_then(Value::as_str).unwrap_or_default(),
        arguments: names.map(|text| text.words.to_ascii_lowercase()).collect(),
        siblings: Some(siblings),
    };
    let purpose = purpose(text_of("name"), text_of("title"), text_of("description"));
    let start: String = purpose.chars().take(START).collect();
    let reader = Reader {
        context,
        conversational: is_conversational(&purpose),
        credentials: CREDENTIALS.iter().any(|word| start.contains(word)),
    };
    (reader, About::of(tool, texts))
}
