//! One text → the signs in it.

use super::Kind;
use super::arguments::argument;
use super::decode::{inner, needless_escapes};
use super::fold::fold;
use super::grammar::{Within, matches};
use super::hidden::hidden;
use super::learned::{self, Place};
use super::markup::{markup, schema_comment};
use super::passage::Passage;
use super::rules::rules;
use super::shape::{Context, is_secretish};
use super::sign::Sign;
use super::texts::{Part, Text};

/// How deep encodings within encodings are followed.
const DEEPEST: usize = 3;

/// Reads the texts of one tool.
#[derive(Debug, Default)]
pub(super) struct Reader<'a> {
    /// What is known of the tool.
    pub(super) context: Context<'a>,
    /// Whether the tool has a use for what is said in a session.
    pub(super) conversational: bool,
    /// Whether the tool is there for credentials or the environment.
    pub(super) credentials: bool,
}

impl Reader<'_> {
    /// The signs in one text of a definition.
    pub(super) fn text(&self, text: &Text<'_>) -> Vec<Sign> {
        let mut found = self.signs(text);
        // An argument that is there for a credential may say where it comes from. The learned reader has seen too few
        // texts about results to judge them.
        let credential = text.part == Part::Argument && self.wants_credential(text);
        let result = text.place.starts_with("/outputSchema");
        let place = Place::of(text.part).filter(|_| !credential && !result);
        if let Some(place) = place {
            worded_as_an_order(text.words, place, &mut found);
        }
        found
    }

    fn wants_credential(&self, text: &Text<'_>) -> bool {
        self.credentials || is_secretish(text.argument)
    }

    fn signs(&self, text: &Text<'_>) -> Vec<Sign> {
        let mut found = Vec::new();
        match text.part {
            Part::Notation => {
                hidden(text.words, &mut found);
            }
            Part::Name | Part::ArgumentName => self.name(text, &mut found),
            Part::Prose => self.read(text.words, Part::Prose, 0, &mut found),
            Part::Argument | Part::Value => {
                let part = if self.wants_credential(text) {
                    Part::Value
                } else {
                    Part::Argument
                };
                self.read(text.words, part, 0, &mut found);
                if text.part == Part::Argument && !self.conversational {
                    let folded = fold(text.words);
                    let passage = Passage::new(&folded, &self.context);
                    argument_text(text, &passage, &mut found);
                } else if text.part == Part::Value && text.words.contains('_') {
                    self.read(&text.words.replace('_', " "), part, 1, &mut found);
                }
            }
            Part::Comment => {
                self.read(text.words, Part::Prose, 0, &mut found);
                schema_comment(text.words, &self.context, &mut found);
            }
        }
        found
    }

    /// The signs in a text that is no part of a definition.
    pub(super) fn prose(&self, text: &str) -> Vec<Sign> {
        let mut found = Vec::new();
        self.read(text, Part::Prose, 0, &mut found);
        found
    }

    /// A name: what it is, and the words in it.
    fn name(&self, text: &Text<'_>, found: &mut Vec<Sign>) {
        hidden(text.words, found);
        if text.part == Part::ArgumentName {
            argument(text.words, None, self.conversational, found);
        }
        if text.words.len() > 12 {
            let words = text.words.replace(['_', '-'], " ");
            self.read(&words, Part::Argument, 1, found);
            let held = [
                "ssh id rsa",
                "id rsa",
                "aws credentials",
                "env file",
                "etc passwd",
                "private key content",
            ];
            let lower = words.to_ascii_lowercase();
            if held.iter().any(|held| lower.contains(held)) {
                found.push(Sign::new(
                    Kind::Secret,
                    2,
                    text.words,
                    "a name asks for a credential",
                ));
            }
        }
    }

    /// A text, the encodings in it, and the marks around it.
    fn read(&self, text: &str, part: Part, depth: usize, found: &mut Vec<Sign>) {
        let spelled = hidden(text, found);
        markup(text, &self.context, found);
        let folded = fold(text);
        self.rules(&folded, part, found);
        let plain: Vec<Kind> = found.iter().map(|sign| sign.kind).collect();
        if depth >= DEEPEST {
            return;
        }
        if let Some(escaped) = needless_escapes(&folded) {
            let reason = "plain letters are written as escapes";
            found.push(Sign::new(Kind::Encoding, 2, escaped, reason));
        }
        for inner in inner(&folded) {
            let mut within = Vec::new();
            let text = if inner.unspaced {
                spaced(&inner.text)
            } else {
                inner.text
            };
            self.read(&text, Part::Prose, depth + 1, &mut within);
            if let Some(sign) = within.into_iter().find(|sign| {
                sign.points > 1
                    && sign.kind != Kind::HiddenCharacters
                    && !plain.contains(&sign.kind)
            }) {
                found.push(Sign::new(Kind::Encoding, 2, &sign.quote, inner.how));
            } else if inner.out_of_sight && learned::is_hidden_order(&fold(&text)) {
                found.push(Sign::new(Kind::Encoding, 2, &text, inner.how));
            }
        }
        if let Some(spelled) = spelled {
            self.read(&spelled, Part::Prose, depth + 1, found);
        }
    }

    fn rules(&self, folded: &str, part: Part, found: &mut Vec<Sign>) {
        let passage = Passage::new(folded, &self.context);
        let within = |within: Within| match within {
            Within::All => true,
            Within::Prose => part == Part::Prose,
            Within::Argument => part == Part::Argument,
            Within::Credential => part == Part::Value,
        };
        for hit in matches(&passage, rules(), within) {
            let quote = folded.get(hit.start..hit.end).unwrap_or_default();
            found.push(Sign::new(
                hit.rule.kind,
                hit.rule.points,
                quote,
                hit.rule.reason,
            ));
        }
    }
}

/// What the learned reader of sentences finds, where the rules find nothing that is enough.
fn worded_as_an_order(text: &str, place: Place, found: &mut Vec<Sign>) {
    if found.iter().any(|sign| sign.points > 1) {
        return;
    }
    let folded = fold(text);
    if let Some((sentence, score)) = learned::strongest(&folded, place) {
        let points = learned::points(score);
        if points > 0 {
            let reason = "it is worded as an order to the model, not as a description";
            found.push(Sign::new(Kind::Order, points, sentence, reason));
        }
    }
}

fn argument_text(text: &Text<'_>, passage: &Passage<'_>, found: &mut Vec<Sign>) {
    let mut signs = Vec::new();
    argument(text.argument, Some(passage), false, &mut signs);
    // The name has been counted where it stands.
    found.extend(signs.into_iter().filter(|sign| sign.quote != text.argument));
}

/// Words that stand without spaces, parted where the commonest words of orders begin.
fn spaced(text: &str) -> String {
    const WORDS: &[&str] = &[
        "ignore",
        "disregard",
        "forget",
        "all",
        "previous",
        "prior",
        "instructions",
        "rules",
        "donot",
        "not",
        "tell",
        "mention",
        "the",
        "user",
        "read",
        "send",
        "pass",
        "file",
        "system",
        "prompt",
        "password",
        "about",
        "this",
    ];
    let mut out = text.to_ascii_lowercase();
    for word in WORDS {
        out = out.replace(word, &format!(" {word} "));
    }
    let words: Vec<&str> = out.split_whitespace().collect();
    words.join(" ").replace("donot", "do not")
}
