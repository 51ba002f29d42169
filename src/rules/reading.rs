//! Gathers the signs of a category from every part of a definition.

use super::Claim;
use super::inflect::Form;
use super::judge::{Object, matching, meaning};
use super::lexicon::{Lexicon, rule_bit};
use super::name::{Deed, Part, read_name};
use super::parameters;
use super::prose::read_prose;
use super::signal::{self, Signal, Source, Spot, weight};
use super::table::{Class, Noun, Role, Sure, When};
use super::traits::Act;
use super::words::{Gap, Token, name_tokens, tokens};
use crate::model::{Category, Definition, Parameter};

/// One definition being read.
pub(super) struct Reading<'a> {
    pub(super) lexicon: &'a Lexicon,
    pub(super) definition: &'a Definition,
    pub(super) name: Vec<Token>,
    text: Vec<Token>,
    /// What each parameter's name says.
    pub(super) called: Vec<u64>,
    about: u128,
    /// What the name's or else the description's first verb acts on.
    object: Object,
    /// What the definition says is done.
    pub(super) acts: Vec<Act>,
    /// Phrases that were found.
    pub(super) found: Vec<(u16, Spot)>,
    pub(super) signals: Vec<Signal<'a>>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(lexicon: &'a Lexicon, definition: &'a Definition) -> Self {
        let mut name = Vec::with_capacity(8);
        name_tokens(lexicon, &definition.name, &mut name);
        let mut text = Vec::with_capacity(definition.description.len() / 6 + 4);
        tokens(lexicon, &definition.description, &mut text);
        let called = parameters::called(lexicon, definition);
        let mut about = parameters::about(&called);
        for token in name.iter().chain(text.iter().take(60)) {
            about |= token.entry.noun;
        }
        Self {
            lexicon,
            definition,
            name,
            text,
            called,
            about,
            object: Object::default(),
            acts: Vec::with_capacity(4),
            found: Vec::new(),
            signals: Vec::with_capacity(12),
        }
    }

    pub(super) fn read_all(&mut self) {
        let mut deeds: Vec<Deed> = Vec::with_capacity(8);
        read_name(&self.name, &mut deeds);
        self.runner(deeds.is_empty());
        self.deeds(&deeds, Source::Name);
        self.object = deeds.first().map_or(self.object, |deed| deed.object);
        deeds.clear();
        read_prose(&self.text, &mut deeds);
        for deed in &mut deeds {
            deed.object = deed.object.settled();
        }
        if self.object.all == 0 {
            self.object = deeds.first().map_or(self.object, |deed| deed.object);
        }
        self.deeds(&deeds, Source::Description);
        if let Some(title) = &self.definition.title {
            let mut words = Vec::new();
            name_tokens(self.lexicon, title, &mut words);
            deeds.clear();
            read_name(&words, &mut deeds);
            self.deeds(&deeds, Source::Title);
        }
        self.describes();
        self.choices();
        self.parameters();
        if self.signals.is_empty() {
            self.nothing();
        }
        self.phrases();
        self.hints();
    }

    fn deeds(&mut self, deeds: &[Deed], source: Source) {
        for deed in deeds {
            let Some(chosen) = meaning(self.lexicon, deed.verb, deed.object, self.about) else {
                continue;
            };
            let spot = match source {
                Source::Description => Spot::Description(deed.start, deed.end),
                Source::Name => Spot::Name(deed.start, deed.end),
                Source::Title => Spot::Title(deed.start, deed.end),
            };
            if matches!(deed.part, Part::Main | Part::Purpose) {
                self.acts.push(Act {
                    verb: Some(deed.verb),
                    object: deed.object,
                    spot,
                    category: chosen.category,
                });
            }
            if chosen.rule.is_none() {
                self.push(
                    "catalog-word",
                    None,
                    chosen.category,
                    signal::CATALOG,
                    spot,
                    deed.verb,
                );
                continue;
            }
            let Some(mut full) = weight(source, deed.part, chosen.sure) else {
                continue;
            };
            if source != Source::Description && chosen.category == Category::Read {
                full = full.min(signal::NAME_READS);
            }
            if source == Source::Name && self.asks(deed, chosen.category, chosen.sure) {
                self.push("name-asks", None, Category::Read, full, spot, deed.verb);
                full = 0;
            }
            full = self.raise(full, chosen.category, source, deed.part, chosen.sure);
            let lexicon = self.lexicon;
            for (_, meaning) in matching(lexicon, deed.verb, deed.object, self.about) {
                let rule = meaning.rule.and_then(|at| lexicon.rule(at));
                let id = rule.map_or("", |rule| rule.id);
                let weight = if meaning.rule == chosen.rule { full } else { 0 };
                self.push(id, meaning.rule, meaning.category, weight, spot, deed.verb);
            }
        }
    }

    /// A later effect counts only when it is worse than what the description says first, and an effect
    /// that stands beside another weighs as much as that one.
    fn raise(&self, full: u8, category: Category, source: Source, part: Part, sure: Sure) -> u8 {
        if source != Source::Description {
            return full;
        }
        let main = self
            .signals
            .iter()
            .filter(|it| matches!(it.spot, Spot::Description(..)))
            .max_by_key(|it| it.rank());
        match main {
            Some(main) if category <= main.category && part != Part::Main => full.min(40),
            Some(main)
                if category > main.category && part == Part::Main && sure >= Sure::Likely =>
            {
                full.max(main.weight)
            }
            Some(main) if category < main.category && part == Part::Main => full.min(main.weight),
            _ => full,
        }
    }

    /// A description that begins with what is asked: "The drop rate of an item", "Details of an order".
    fn describes(&mut self) {
        let said = |it: &Signal<'_>| matches!(it.spot, Spot::Description(..));
        if self.signals.iter().any(said) {
            return;
        }
        let start = self.text.iter().take(4);
        let asked = start.enumerate().find_map(|(at, token)| {
            let next = self.text.get(at + 1)?;
            let about = next.entry.is(Class::Of) || next.entry.is(Class::Preposition);
            let plain =
                next.gap == Gap::Space && next.entry.is(Class::Of) || next.entry.is(Class::By);
            (token.entry.noun & Noun::Asked.bit() != 0 && (plain || about)).then_some(token)
        });
        if let Some(token) = asked {
            let start = self.text.first().map_or(0, |first| first.start);
            let spot = Spot::Description(start, token.end);
            self.push(
                "describes",
                None,
                Category::Read,
                signal::DESCRIBES,
                spot,
                0,
            );
        }
    }

    /// Whether a name asks of a deed instead of naming it: "build status", "transfer quote".
    fn asks(&self, deed: &Deed, category: Category, sure: Sure) -> bool {
        let verb = self.name.iter().find(|it| it.start == deed.start);
        let last = self.name.last().map_or(0, |it| it.entry.noun);
        (matches!(category, Category::Execute | Category::Financial)
            || category == Category::Write && sure == Sure::Likely)
            && verb.is_some_and(|it| it.entry.noun_like || it.entry.form == Some(Form::Nominal))
            && last & Noun::Asked.bit() != 0
    }

    fn push(
        &mut self,
        id: &'static str,
        rule: Option<u16>,
        category: Category,
        weight: u8,
        spot: Spot,
        verb: u16,
    ) {
        self.signals.push(Signal {
            word: "",
            rule,
            id,
            category,
            weight,
            spot,
            verb,
        });
    }

    fn choices(&mut self) {
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
            self.push(
                "action-value",
                None,
                choice.category,
                signal::CHOICE,
                spot,
                0,
            );
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
    fn told_choice(&mut self) {
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
                "action-value",
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

    fn parameter_spot(&self, parameter: &Parameter) -> Spot {
        self.definition
            .parameters
            .iter()
            .position(|it| std::ptr::eq(it, parameter))
            .map_or(Spot::Nowhere, Spot::Parameter)
    }

    fn parameters(&mut self) {
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
                    Sure::Faint => signal::FAINT,
                    Sure::Likely | Sure::Plain => signal::LIKELY,
                };
                let spot = Spot::Parameter(found);
                self.push(rule.id, Some(*at), category, weight, spot, 0);
            }
        }
    }

    /// A tool that is named after a language or a shell and takes a program.
    fn runner(&mut self, verbless: bool) {
        let named = |noun: Noun| self.name.iter().any(|it| it.entry.noun & noun.bit() != 0);
        let known = self.name.iter().all(|it| it.id != 0);
        if verbless && known && named(Noun::Code) && self.about & Noun::ParamCode.bit() != 0 {
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

    fn nothing(&mut self) {
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

    pub(super) fn winner(&self) -> Option<Signal<'a>> {
        self.signals.iter().copied().max_by_key(Signal::rank)
    }

    fn phrases(&mut self) {
        let so_far = self.winner().map_or(Category::Read, |it| it.category);
        let vague = self.winner().is_some_and(|it| it.weight < signal::SURE);
        self.find_phrases();
        for (at, spot) in self.found.clone() {
            let Some(rule) = self.lexicon.rule(at) else {
                continue;
            };
            let (When::Phrase(phrase), Claim::Category(category)) = (rule.when, rule.claim) else {
                continue;
            };
            if phrase.on.is_empty() || phrase.on.contains(&so_far) || vague {
                let weight = if phrase.sure == Sure::Plain {
                    signal::PHRASE
                } else {
                    signal::PHRASE_LIKELY
                };
                self.push(rule.id, Some(at), category, weight, spot, 0);
            }
        }
    }

    fn find_phrases(&mut self) {
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

    fn hints(&mut self) {
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
