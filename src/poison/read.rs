//! One text → the signs in it.

use super::Kind;
use super::arguments::argument;
use super::decode::{inner, needless_escapes};
use super::fold::fold;
use super::grammar::{Within, matches};
use super::hidden::hidden;
use super::learned::{self, About, Place};
use super::markup::{markup, schema_comment};
use super::passage::Passage;
use super::rules::rules;
use super::shape::{Context, is_secretish};
use super::sign::Sign;
use super::texts::{Part, Text};

/// How deep encodings within encodings are followed.
const DEEPEST: usize = 3;

/// How a text was met, which decides how much the learned reader has to agree with the rules.
#[derive(Debug, Clone, Copy)]
enum Sight {
    /// As it stands.
    Plain,
    /// As the words of a name.
    Name,
    /// Out of sight, as honest authors have no reason to write: encoded, or in invisible characters.
    Hidden,
}

/// A text as it stands, and no encodings undone.
const PLAIN: (Sight, usize) = (Sight::Plain, 0);

/// Reads the texts of one tool.
#[derive(Debug, Default)]
pub(super) struct Reader<'a> {
    /// What is known of the tool.
    pub(super) context: Context<'a>,
    /// Whether the tool has a use for what is said in a session.
    pub(super) conversational: bool,
    /// Whether the tool is there for credentials or the environment.
    pub(super) credentials: bool,
    /// What the tool is about.
    pub(super) about: Option<About>,
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
            worded_as_an_order(text.words, place, self.about.as_ref(), &mut found);
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
            Part::Prose => self.read(text.words, Part::Prose, PLAIN, &mut found),
            Part::Argument | Part::Value => {
                let part = if self.wants_credential(text) {
                    Part::Value
                } else {
                    Part::Argument
                };
                self.read(text.words, part, PLAIN, &mut found);
                if text.part == Part::Argument && !self.conversational {
                    let folded = fold(text.words);
                    let passage = Passage::new(&folded, &self.context);
                    self.argument_text(text, &passage, &mut found);
                } else if text.part == Part::Value && text.words.contains('_') {
                    self.read(&text.words.replace('_', " "), part, PLAIN, &mut found);
                }
            }
            Part::Comment => {
                self.read(text.words, Part::Prose, PLAIN, &mut found);
                schema_comment(text.words, &self.context, &mut found);
            }
        }
        found
    }

    /// The signs in a text that is no part of a definition.
    pub(super) fn prose(&self, text: &str) -> Vec<Sign> {
        let mut found = Vec::new();
        self.read(text, Part::Prose, PLAIN, &mut found);
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
            self.read(&words, text.part, (Sight::Name, 1), found);
            let held = [
                "ssh id rsa",
                "id rsa",
                "aws credentials",
                "env file",
                "etc passwd",
                "private key content",
            ];
            let lower = words.to_ascii_lowercase();
            if text.part == Part::ArgumentName && held.iter().any(|held| lower.contains(held)) {
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
    fn read(&self, text: &str, part: Part, (sight, depth): (Sight, usize), found: &mut Vec<Sign>) {
        let spelled = hidden(text, found);
        markup(text, &self.context, found);
        let folded = fold(text);
        self.rules(&folded, part, sight, found);
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
            let sight = if inner.out_of_sight {
                Sight::Hidden
            } else {
                sight
            };
            self.read(&text, Part::Prose, (sight, depth + 1), &mut within);
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
            self.read(&spelled, Part::Prose, (Sight::Hidden, depth + 1), found);
        }
    }

    /// What is demanded of an argument. Its name has been counted where it stands.
    fn argument_text(&self, text: &Text<'_>, passage: &Passage<'_>, found: &mut Vec<Sign>) {
        let mut signs = Vec::new();
        argument(text.argument, Some(passage), false, &mut signs);
        let about = self.about.as_ref();
        signs.retain(|sign| {
            sign.quote != text.argument
                && learned::can_be_an_order(passage.text, Place::Argument, about)
        });
        found.extend(signs);
    }

    fn rules(&self, folded: &str, part: Part, sight: Sight, found: &mut Vec<Sign>) {
        let passage = Passage::new(folded, &self.context);
        let within = |within: Within| match within {
            Within::All => true,
            Within::Prose => part == Part::Prose,
            Within::Argument => matches!(part, Part::Argument | Part::ArgumentName),
            Within::Credential => part == Part::Value,
        };
        for hit in matches(&passage, rules(), within) {
            let said = passage.around(hit.start, hit.end);
            let place = place_of(part);
            let about = self.about.as_ref();
            let counts = match sight {
                // The names of its own tools are known; a server has no business with others.
                Sight::Plain if hit.rule.names_a_foreign_tool() => true,
                Sight::Plain => learned::can_be_an_order(said, place, about),
                // A name is what the tool is about.
                Sight::Name => learned::is_rather_an_order(said, place, None),
                Sight::Hidden => true,
            };
            if counts {
                let quote = folded.get(hit.start..hit.end).unwrap_or_default();
                let rule = hit.rule;
                found.push(Sign::new(rule.kind, rule.points, quote, rule.reason));
            }
        }
    }
}

/// Where a text stands for the learned reader.
const fn place_of(part: Part) -> Place {
    match part {
        Part::Argument | Part::Value | Part::ArgumentName => Place::Argument,
        Part::Prose | Part::Name | Part::Comment | Part::Notation => Place::Tool,
    }
}

/// What the learned reader of sentences finds, where the rules find nothing that is enough.
fn worded_as_an_order(text: &str, place: Place, about: Option<&About>, found: &mut Vec<Sign>) {
    if found.iter().any(|sign| sign.points > 1) {
        return;
    }
    let folded = fold(text);
    if let Some((sentence, score)) = learned::strongest(&folded, place, about) {
        let points = learned::points(score);
        if points > 0 {
            let reason = "it is worded as an order to the model, not as a description";
            found.push(Sign::new(Kind::Order, points, sentence, reason));
        }
    }
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
