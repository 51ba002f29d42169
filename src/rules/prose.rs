//! What a description says that the tool does, apart from what it mentions, returns or warns of.

use super::inflect::Form;
use super::judge::Object;
use super::name::{Action, Part};
use super::table::{Class, Noun};
use super::words::{Gap, Token};

/// Reads the actions of a description.
pub(super) fn read_prose(tokens: &[Token], actions: &mut Vec<Action>) {
    let mut start = 0;
    let mut first = true;
    while start < tokens.len() {
        let next = tokens
            .iter()
            .skip(start + 1)
            .position(|token| token.gap == Gap::Stop)
            .map_or(tokens.len(), |offset| start + 1 + offset);
        let sentence = tokens.get(start..next).unwrap_or_default();
        let before = actions.len();
        Sentence::new(sentence, first, actions).read();
        first = first && actions.iter().skip(before).all(|action| action.vague);
        start = next;
    }
}

pub(super) struct Sentence<'a> {
    pub(super) tokens: &'a [Token],
    /// Whether nothing was found before it.
    pub(super) first: bool,
    pub(super) actions: &'a mut Vec<Action>,
}

impl<'a> Sentence<'a> {
    fn new(tokens: &'a [Token], first: bool, actions: &'a mut Vec<Action>) -> Self {
        Self {
            tokens,
            first,
            actions,
        }
    }

    fn read(&mut self) {
        if self.relays() {
            return;
        }
        if self.tokens.iter().any(|token| token.verb_last) {
            self.verb_last();
            return;
        }
        let main = self.main_verb(0).or_else(|| self.first_foreign());
        if let Some((at, part)) = main {
            self.clause(at, part);
        }
        self.passive();
    }

    /// "Executes the `get_topic` operation": what is done is named, not said, so the name decides.
    fn relays(&self) -> bool {
        let runs = self
            .tokens
            .first()
            .is_some_and(|it| it.entry.verb.is_some() && it.entry.noun & Noun::Run.bit() == 0);
        let named = |at: usize| {
            self.token(at).is_some_and(|it| it.quoted)
                && self
                    .token(at + 1)
                    .is_some_and(|next| next.entry.noun & (Noun::Run.bit() | Noun::Code.bit()) != 0)
        };
        runs && self.first && (1..8).any(named)
    }

    /// The first verb of a sentence in a language whose grammar is not read.
    fn first_foreign(&self) -> Option<(usize, Part)> {
        let at = self.tokens.iter().position(|token| {
            token.entry.foreign && token.entry.verb.is_some() && !token.aside && !token.quoted
        })?;
        self.first.then_some((at, Part::Main))
    }

    pub(super) fn token(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    /// Japanese and Korean put the verb last.
    fn verb_last(&mut self) {
        if !self.first && self.tokens.iter().any(|it| it.entry.is(Class::Talk)) {
            return;
        }
        let Some(at) = self
            .tokens
            .iter()
            .rposition(|it| it.entry.verb.is_some() && it.entry.foreign && !it.aside)
        else {
            return;
        };
        let mut object = Object::default();
        for token in self.tokens.get(..at).unwrap_or_default() {
            object.noun(token.entry.noun);
        }
        let Some(token) = self.token(at) else {
            return;
        };
        if let Some(verb) = token.entry.verb {
            self.actions.push(Action {
                verb,
                object,
                start: token.start,
                end: token.end,
                part: if self.first { Part::Main } else { Part::Later },
                vague: false,
            });
        }
    }

    /// "Existing rows will be deleted": a participle after "will be" tells what happens.
    fn passive(&mut self) {
        let mut at = 2;
        while let Some(token) = self.tokens.get(at).copied() {
            let past = token.entry.form == Some(Form::Past) && !token.quoted;
            if past && self.is_passive(at) && !self.is_conditional(at) {
                self.push(at, Part::Passive);
            }
            at += 1;
        }
    }

    fn is_passive(&self, at: usize) -> bool {
        let class = |back: usize, class: Class| {
            self.token(at.wrapping_sub(back))
                .is_some_and(|it| it.entry.is(class))
        };
        let modal = |back: usize| class(back, Class::Will);
        (class(1, Class::Be) && modal(2))
            || (class(1, Class::Adverb) && class(2, Class::Be) && modal(3))
    }

    fn is_conditional(&self, at: usize) -> bool {
        self.tokens.iter().take(at).any(|it| {
            it.entry.is(Class::Talk) || it.entry.is(Class::Which) || it.entry.is(Class::Not)
        })
    }
}
