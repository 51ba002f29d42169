//! The signs that are no verbs: parameters, phrases, hints, and the want of any.

use super::Claim;
use super::inflect::Form;
use super::judge::Object;
use super::lexicon::rule_bit;
use super::parameters;
use super::reading::Reading;
use super::signal::{self, Spot};
use super::table::{Class, Noun, Role, Strength, When};
use super::traits::Act;
use super::words::{Gap, Token, tokens};
use crate::model::{Category, Parameter};

/// The id of the rule for an allowed value of an argument that chooses what a call does.
pub(super) const ACTION_VALUE: &str = "action-value";

impl Reading<'_> {
    /// Whether name and description both plainly ask, so that a word to choose among is what is asked about:
    /// "check whether a user may `delete`"; or the tool only helps to think.
    fn only_asks(&self) -> bool {
        let asks = |named: bool| {
            self.signals.iter().any(|it| {
                let here = match it.spot {
                    Spot::Name(..) => named,
                    Spot::Description(..) => !named,
                    _ => false,
                };
                here && matches!(it.id, "verb-check-plain" | "verb-analyse-plain")
            })
        };
        let thinks = self
            .name
            .last()
            .is_some_and(|it| it.entry.noun & Noun::Reasoning.bit() != 0);
        asks(true) && asks(false) || thinks
    }

    pub(super) fn choices(&mut self) {
        if self.only_asks() {
            return;
        }
        let mut words = Vec::new();
        let about = self.about;
        let choice = parameters::choice(
            self.lexicon,
            self.definition,
            &self.called,
            self.object,
            about,
            &mut words,
        );
        if let Some(choice) = choice {
            let spot = self.parameter_spot(choice.parameter);
            self.push(ACTION_VALUE, None, choice.category, signal::CHOICE, spot, 0);
            if let Some(last) = self.signals.last_mut() {
                last.word = choice.value;
            }
        }
        self.told_choice();
        let may = self
            .winner()
            .is_none_or(|it| matches!(it.category, Category::Read | Category::Execute));
        if let Some(parameter) =
            parameters::http_method(self.definition, &self.called).filter(|_| may)
        {
            let spot = self.parameter_spot(parameter);
            self.push(
                "http-method",
                None,
                Category::Execute,
                signal::CHOICE,
                spot,
                0,
            );
        }
    }

    /// A parameter that chooses the action without listing its words, where a list in the text says that one deletes.
    pub(super) fn told_choice(&mut self) {
        let chooses = self
            .called
            .iter()
            .position(|roles| roles & Role::Operation.bit() != 0);
        let Some(parameter) = chooses.and_then(|at| self.definition.parameters.get(at)) else {
            return;
        };
        if !parameter.values.is_empty() {
            return;
        }
        let mut words = Vec::new();
        tokens(self.lexicon, &parameter.description, &mut words);
        let spot = self.parameter_spot(parameter);
        let texts = [
            (&words, &parameter.description),
            (&self.text, &self.definition.description),
        ];
        let deletes = texts
            .into_iter()
            .find_map(|(words, text)| listed_delete(words, text));
        if let Some(word) = deletes {
            self.push(
                ACTION_VALUE,
                None,
                Category::Destructive,
                signal::CHOICE,
                spot,
                0,
            );
            if let Some(last) = self.signals.last_mut() {
                last.word = word;
            }
        }
    }

    pub(super) fn parameter_spot(&self, parameter: &Parameter) -> Spot {
        self.definition
            .parameters
            .iter()
            .position(|it| std::ptr::eq(it, parameter))
            .map_or(Spot::Nowhere, Spot::Parameter)
    }

    pub(super) fn parameters(&mut self) {
        let lexicon = self.lexicon;
        for (bit, at) in lexicon.parameter_rules.iter().enumerate() {
            let Some(rule) = lexicon.rule(*at) else {
                continue;
            };
            let (When::Parameter(wanted), Claim::Category(category)) = (rule.when, rule.claim)
            else {
                continue;
            };
            let bit = rule_bit(bit);
            if let Some(found) = self.called.iter().position(|bits| bits & bit != 0) {
                let weight = match wanted.sure {
                    Strength::Faint => signal::FAINT,
                    Strength::Likely => signal::LIKELY,
                    Strength::Plain => signal::CHOICE,
                };
                let spot = Spot::Parameter(found);
                self.push(rule.id, Some(*at), category, weight, spot, 0);
            }
        }
    }

    /// A tool that is named after a language or a shell and takes a program.
    pub(super) fn runner(&mut self, verbless: bool) {
        let known = self.name.iter().all(|it| it.id != 0);
        let named = self
            .name
            .last()
            .is_some_and(|it| it.entry.noun & Noun::Code.bit() != 0);
        if verbless && known && named && self.about & Noun::ParamCode.bit() != 0 {
            let spot = Spot::Name(0, self.definition.name.len());
            self.push(
                "program-runner",
                None,
                Category::Execute,
                signal::HINT,
                spot,
                0,
            );
        }
    }

    pub(super) fn nothing(&mut self) {
        let mut object = Object::default();
        for token in &self.name {
            object.noun(token.entry.noun);
        }
        self.acts.push(Act {
            verb: None,
            object,
            spot: Spot::Name(0, self.definition.name.len()),
            category: Category::Read,
        });
        self.push(
            "noun-only",
            None,
            Category::Read,
            signal::NOTHING,
            Spot::Nowhere,
            0,
        );
    }

    pub(super) fn phrases(&mut self) {
        let so_far = self.winner().map_or(Category::Read, |it| it.category);
        let vague = self.winner().is_some_and(|it| it.weight < signal::SURE);
        self.find_phrases();
        let lexicon = self.lexicon;
        let says = |id: &str| {
            let of = |at: u16| lexicon.rule(at).map(|rule| rule.id);
            self.found.iter().any(|(at, _)| of(*at) == Some(id))
        };
        // What a thinking tool creates and deletes are thoughts.
        let thinks = says("phrase-thinking");
        for (at, spot) in self.found.clone() {
            let Some(rule) = self.lexicon.rule(at) else {
                continue;
            };
            let (When::Phrase(phrase), Claim::Category(category)) = (rule.when, rule.claim) else {
                continue;
            };
            if thinks && category == Category::Destructive {
                continue;
            }
            if phrase.on.is_empty() || phrase.on.contains(&so_far) || vague {
                let weight = if phrase.sure == Strength::Plain {
                    signal::PHRASE
                } else {
                    signal::PHRASE_LIKELY
                };
                self.push(rule.id, Some(at), category, weight, spot, 0);
            }
        }
    }

    pub(super) fn find_phrases(&mut self) {
        for (at, token) in self.text.iter().enumerate() {
            for phrase in self.lexicon.phrases(token.id) {
                let here = self
                    .text
                    .get(at..at + phrase.words.len())
                    .unwrap_or_default();
                let same = here.len() == phrase.words.len()
                    && here
                        .iter()
                        .zip(&phrase.words)
                        .all(|(one, two)| one.id == *two && *two != 0);
                let how = self
                    .text
                    .get(at.saturating_sub(2)..at)
                    .unwrap_or_default()
                    .iter()
                    .any(|before| before.entry.is(Class::Talk) && before.entry.verb.is_none());
                if same && !how {
                    let end = here.last().map_or(token.end, |last| last.end);
                    let spot = Spot::Description(token.start, end);
                    self.found.push((phrase.rule, spot));
                }
            }
        }
    }

    pub(super) fn hints(&mut self) {
        let Some(winner) = self.winner() else {
            return;
        };
        for (name, value) in self.definition.hints.given() {
            let (category, weight) = match (name, value) {
                ("destructiveHint", true) if self.definition.hints.read_only != Some(true) => {
                    (Category::Destructive, signal::HINT_DESTRUCTIVE)
                }
                ("readOnlyHint", false) if winner.category == Category::Read => {
                    (Category::Write, signal::HINT)
                }
                ("readOnlyHint", true) => (Category::Read, signal::HINT_AGREES),
                _ => continue,
            };
            let id = match category {
                Category::Destructive => "hint-destructive",
                Category::Write => "hint-not-read-only",
                _ => "hint-read-only",
            };
            self.push(id, None, category, weight, Spot::Hint(name), 0);
        }
    }
}

/// A word of a list that deletes: `delete`, `DeleteCluster`, `delete_rows`, between marks or in quotes.
fn listed_delete<'a>(words: &[Token], text: &'a str) -> Option<&'a str> {
    words.iter().enumerate().find_map(|(at, token)| {
        let word = text.get(token.start..token.end)?;
        let deletes = ["delete", "remove", "terminate", "drop"]
            .iter()
            .any(|verb| {
                word.get(..verb.len())
                    .is_some_and(|it| it.eq_ignore_ascii_case(verb))
            });
        let next = words.get(at + 1).map_or(Gap::Stop, |next| next.gap);
        let alone = token.quoted || (token.gap >= Gap::Slash && next >= Gap::Slash);
        let base = token.id == 0 || token.entry.form == Some(Form::Base);
        (deletes && alone && base).then_some(word)
    })
}
