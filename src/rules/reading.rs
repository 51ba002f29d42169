//! Gathers the signs of a category from every part of a definition.

use super::inflect::Form;
use super::judge::{Object, matching, meaning};
use super::lexicon::Lexicon;
use super::name::{Action, Part, read_name};
use super::parameters;
use super::prose::read_prose;
use super::signal::{self, Signal, Source, Spot, weight};
use super::split::name_tokens;
use super::table::{Class, Noun, Strength};
use super::traits::Act;
use super::words::{Gap, Token, tokens};
use crate::model::{Category, Definition};

/// One definition being read.
pub(super) struct Reading<'a> {
    pub(super) lexicon: &'a Lexicon<'a>,
    pub(super) definition: &'a Definition,
    pub(super) name: Vec<Token>,
    pub(super) text: Vec<Token>,
    /// What each parameter's name says.
    pub(super) called: Vec<u64>,
    pub(super) about: u128,
    /// What the name's or else the description's first verb acts on.
    pub(super) object: Object,
    /// What the definition says is done.
    pub(super) acts: Vec<Act>,
    /// Phrases that were found.
    pub(super) found: Vec<(u16, Spot)>,
    pub(super) signals: Vec<Signal<'a>>,
    /// The sign of the description that counts most so far, by its place among the signs.
    main: Option<usize>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(lexicon: &'a Lexicon<'a>, definition: &'a Definition) -> Self {
        let mut name = Vec::with_capacity(8);
        name_tokens(lexicon, &definition.name, &mut name);
        let mut text = Vec::with_capacity(definition.description.len() / 6 + 4);
        tokens(lexicon, &definition.description, &mut text);
        let mut called = parameters::called(lexicon, definition);
        let said = |tokens: &[Token]| tokens.iter().fold(0, |all, it| all | it.entry.noun);
        let mut about = said(&name) | said(text.get(..60).unwrap_or(&text));
        parameters::settle_codes(definition, about, &mut called);
        about |= parameters::about(&called);
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
            main: None,
        }
    }

    pub(super) fn read_all(&mut self) {
        let mut actions: Vec<Action> = Vec::with_capacity(8);
        read_name(&self.name, &mut actions);
        self.runner(actions.is_empty());
        self.actions(&actions, Source::Name);
        self.object = actions.first().map_or(self.object, |action| action.object);
        actions.clear();
        read_prose(&self.text, &mut actions);
        for action in &mut actions {
            action.object = action.object.settled();
        }
        if self.object.all == 0 {
            self.object = actions.first().map_or(self.object, |action| action.object);
        }
        self.actions(&actions, Source::Description);
        if let Some(title) = &self.definition.title {
            let mut words = Vec::new();
            name_tokens(self.lexicon, title, &mut words);
            actions.clear();
            read_name(&words, &mut actions);
            self.actions(&actions, Source::Title);
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

    fn actions(&mut self, actions: &[Action], source: Source) {
        for action in actions {
            let Some(chosen) = meaning(self.lexicon, action.verb, action.object, self.about) else {
                continue;
            };
            let spot = match source {
                Source::Description => Spot::Description(action.start, action.end),
                Source::Name => Spot::Name(action.start, action.end),
                Source::Title => Spot::Title(action.start, action.end),
            };
            if matches!(action.part, Part::Main | Part::Purpose) {
                self.acts.push(Act {
                    verb: Some(action.verb),
                    object: action.object,
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
                    action.verb,
                );
                continue;
            }
            let Some(mut full) = weight(source, action.part, chosen.sure) else {
                continue;
            };
            if source != Source::Description && chosen.category == Category::Read {
                full = full.min(signal::NAME_READS);
            }
            if source == Source::Description && self.hands_back(action) {
                full = full.min(signal::NAME_READS);
            }
            if source == Source::Name && self.asks(action, chosen.category, chosen.sure) {
                self.push("name-asks", None, Category::Read, full, spot, action.verb);
                full = 0;
            }
            full = self.raise(full, chosen.category, source, action.part, chosen.sure);
            let lexicon = self.lexicon;
            for (_, meaning) in matching(lexicon, action.verb, action.object, self.about) {
                let rule = meaning.rule.and_then(|at| lexicon.rule(at));
                let id = rule.map_or("", |rule| rule.id);
                let weight = if meaning.rule == chosen.rule { full } else { 0 };
                self.push(
                    id,
                    meaning.rule,
                    meaning.category,
                    weight,
                    spot,
                    action.verb,
                );
            }
        }
    }

    /// A later effect counts only when it is worse than what the description says first, and an effect
    /// that stands beside another weighs as much as that one.
    fn raise(
        &self,
        full: u8,
        category: Category,
        source: Source,
        part: Part,
        sure: Strength,
    ) -> u8 {
        if source != Source::Description {
            return full;
        }
        match self.main.and_then(|at| self.signals.get(at)) {
            Some(main) if category <= main.category && part != Part::Main => full.min(40),
            Some(main)
                if category > main.category && part == Part::Main && sure >= Strength::Likely =>
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

    /// Whether a verb only says that what was made is handed back: "Returns the created order".
    fn hands_back(&self, action: &Action) -> bool {
        let at = self.text.partition_point(|it| it.start < action.start);
        let mut rest = self.text.iter().skip(at);
        let made = |it: &Token| it.entry.form == Some(Form::Past) && it.entry.is(Class::Made);
        rest.next().is_some_and(|it| it.entry.is(Class::Returns)) && rest.take(3).any(made)
    }

    /// Whether a name asks of an action instead of naming it: "build status", "transfer quote".
    fn asks(&self, action: &Action, category: Category, sure: Strength) -> bool {
        let verb = self.name.iter().find(|it| it.start == action.start);
        let last = self.name.last().map_or(0, |it| it.entry.noun);
        (matches!(category, Category::Execute | Category::Financial)
            || category == Category::Write && sure == Strength::Likely)
            && verb.is_some_and(|it| it.entry.noun_like || it.entry.form == Some(Form::Nominal))
            && last & Noun::Asked.bit() != 0
    }

    pub(super) fn push(
        &mut self,
        id: &'a str,
        rule: Option<u16>,
        category: Category,
        weight: u8,
        spot: Spot,
        verb: u16,
    ) {
        if rule.is_none() && !self.lexicon.speaks(id) {
            return;
        }
        let signal = Signal {
            word: "",
            rule,
            id,
            category,
            weight,
            spot,
            verb,
        };
        let main = self.main.and_then(|at| self.signals.get(at));
        if matches!(spot, Spot::Description(..))
            && main.is_none_or(|main| main.rank() <= signal.rank())
        {
            self.main = Some(self.signals.len());
        }
        self.signals.push(signal);
    }

    pub(super) fn winner(&self) -> Option<Signal<'a>> {
        self.signals.iter().copied().max_by_key(Signal::rank)
    }
}
