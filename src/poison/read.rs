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
use super::sign::{Said, Sign};
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
}

/// What one text says.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The signs in it.
    pub(super) signs: Vec<Sign>,
    /// The texts that stood in it in an encoding, folded, and whether they stood out of sight.
    pub(super) decoded: Vec<(String, bool)>,
}

impl Reader<'_> {
    fn wants_credential(&self, text: &Text<'_>) -> bool {
        self.credentials || is_secretish(text.argument)
    }

    /// What one text of a definition says.
    pub(super) fn text(&self, text: &Text<'_>) -> Found {
        let mut found = Found::default();
        match text.part {
            Part::Notation => {
                hidden(text.words, &mut found.signs);
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
                    argument_text(text, &passage, &mut found.signs);
                } else if text.part == Part::Value && text.words.contains('_') {
                    self.read(&text.words.replace('_', " "), part, PLAIN, &mut found);
                }
            }
            Part::Comment => {
                self.read(text.words, Part::Prose, PLAIN, &mut found);
                schema_comment(text.words, &self.context, &mut found.signs);
            }
        }
        found
    }

    /// The signs in a text that is no part of a definition, where its sentences can be orders.
    pub(super) fn prose(&self, text: &str) -> Vec<Sign> {
        let mut found = Found::default();
        self.read(text, Part::Prose, PLAIN, &mut found);
        found.signs.retain(|sign| {
            sign.said
                .as_ref()
                .is_none_or(|said| learned::can_be_an_order(&said.words, said.place, None))
        });
        found.signs
    }

    /// A name: what it is, and the words in it.
    fn name(&self, text: &Text<'_>, found: &mut Found) {
        hidden(text.words, &mut found.signs);
        if text.part == Part::ArgumentName {
            argument(text.words, None, self.conversational, &mut found.signs);
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
                found.signs.push(Sign::new(
                    Kind::Secret,
                    2,
                    text.words,
                    "a name asks for a credential",
                ));
            }
        }
    }

    /// A text, the encodings in it, and the marks around it.
    fn read(&self, text: &str, part: Part, (sight, depth): (Sight, usize), found: &mut Found) {
        let spelled = hidden(text, &mut found.signs);
        markup(text, &self.context, &mut found.signs);
        let folded = fold(text);
        if depth > 0 && !matches!(sight, Sight::Name) {
            let is_hidden = matches!(sight, Sight::Hidden);
            found.decoded.push((folded.clone().into_owned(), is_hidden));
        }
        self.rules(&folded, part, sight, &mut found.signs);
        if depth >= DEEPEST {
            return;
        }
        if let Some(escaped) = needless_escapes(&folded) {
            let reason = "plain letters are written as escapes";
            let sign = Sign::new(Kind::Encoding, 2, escaped, reason);
            found.signs.push(sign);
        }
        self.encodings(&folded, (sight, depth), found);
        if let Some(spelled) = spelled {
            self.read(&spelled, Part::Prose, (Sight::Hidden, depth + 1), found);
        }
    }

    /// The encodings in a folded text, undone.
    fn encodings(&self, folded: &str, (sight, depth): (Sight, usize), found: &mut Found) {
        let plain: Vec<Kind> = found.signs.iter().map(|sign| sign.kind).collect();
        for inner in inner(folded) {
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
            let mut within = Found::default();
            self.read(&text, Part::Prose, (sight, depth + 1), &mut within);
            found.decoded.append(&mut within.decoded);
            if let Some(sign) = within.signs.into_iter().find(|sign| {
                sign.points > 1
                    && sign.kind != Kind::HiddenCharacters
                    && !plain.contains(&sign.kind)
            }) {
                let found_in = Sign::new(Kind::Encoding, 2, &sign.quote, inner.how);
                found.signs.push(found_in);
            } else if inner.out_of_sight && learned::is_hidden_order(&fold(&text)) {
                let found_in = Sign::new(Kind::Encoding, 2, &text, inner.how);
                found.signs.push(found_in);
            }
        }
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
            let rule = hit.rule;
            let quote = folded.get(hit.start..hit.end).unwrap_or_default();
            let mut sign = Sign::new(rule.kind, rule.points, quote, rule.reason);
            // The names of its own tools are known; a server has no business with others.
            let counts = matches!(sight, Sight::Hidden) || rule.names_a_foreign_tool();
            sign.said = (!counts).then(|| Said {
                place: place_of(part),
                words: passage.around(hit.start, hit.end).to_owned(),
                is_name: matches!(sight, Sight::Name),
            });
            found.push(sign);
        }
    }
}

/// What is demanded of an argument. Its name has been counted where it stands.
fn argument_text(text: &Text<'_>, passage: &Passage<'_>, found: &mut Vec<Sign>) {
    let mut signs = Vec::new();
    argument(text.argument, Some(passage), false, &mut signs);
    signs.retain(|sign| sign.quote != text.argument);
    for sign in &mut signs {
        sign.said = Some(Said {
            place: Place::Argument,
            words: sign.quote.clone(),
            is_name: false,
        });
    }
    found.append(&mut signs);
}

/// Where a text stands for the learned reader.
const fn place_of(part: Part) -> Place {
    match part {
        Part::Argument | Part::Value | Part::ArgumentName => Place::Argument,
        Part::Prose | Part::Name | Part::Comment | Part::Notation => Place::Tool,
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
