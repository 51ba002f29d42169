//! Reads a definition and says what one call does.

use std::sync::{Arc, LazyLock};

use super::judge::{matching, meaning};
use super::lexicon::Lexicon;
use super::name::{Deed, Part, read_name};
use super::parameters::{self, is_called};
use super::prose::read_prose;
use super::signal::{self, Signal, Source, Spot, weight};
use super::table::{self, Noun, Rule, Sure, When};
use super::words::{Token, name_tokens, tokens};
use super::{
    Assessment, Claim, Evidence, Fired, Place, default_decision, default_limit, severity_of,
};
use crate::model::{Category, Confidence, Decision, Definition, Word};

/// The rules, ready to assess definitions; build it once.
#[derive(Debug, Clone)]
pub struct Classifier {
    lexicon: Arc<Lexicon>,
}

static BUILT_IN: LazyLock<Arc<Lexicon>> =
    LazyLock::new(|| Arc::new(Lexicon::new(table::rules().collect(), &[])));

impl Classifier {
    /// The built-in rules and the words that a catalog adds.
    pub fn new(words: &[Word]) -> Self {
        let lexicon = if words.is_empty() {
            Arc::clone(&BUILT_IN)
        } else {
            Arc::new(Lexicon::new(table::rules().collect(), words))
        };
        Self { lexicon }
    }

    /// A classifier of these rules alone, in whatever order they come: the order changes nothing.
    pub fn with_rules(rules: Vec<&'static Rule>, words: &[Word]) -> Self {
        Self {
            lexicon: Arc::new(Lexicon::new(rules, words)),
        }
    }

    /// What the rules say of a definition. Total: any text gives an assessment.
    pub fn assess(&self, definition: &Definition) -> Assessment {
        let mut reading = Reading::new(&self.lexicon, definition);
        reading.read_all();
        reading.conclude()
    }
}

/// One definition being read.
struct Reading<'a> {
    lexicon: &'a Lexicon,
    definition: &'a Definition,
    name: Vec<Token>,
    text: Vec<Token>,
    about: u64,
    signals: Vec<Signal<'a>>,
}

impl<'a> Reading<'a> {
    fn new(lexicon: &'a Lexicon, definition: &'a Definition) -> Self {
        let mut name = Vec::with_capacity(8);
        name_tokens(lexicon, &definition.name, &mut name);
        let mut text = Vec::with_capacity(definition.description.len() / 6 + 4);
        tokens(lexicon, &definition.description, &mut text);
        let mut about = parameters::about(definition);
        for token in name.iter().chain(text.iter().take(60)) {
            about |= token.entry.noun;
        }
        Self {
            lexicon,
            definition,
            name,
            text,
            about,
            signals: Vec::with_capacity(12),
        }
    }

    fn read_all(&mut self) {
        let mut deeds: Vec<Deed> = Vec::with_capacity(8);
        read_name(&self.name, &mut deeds);
        self.deeds(&deeds, Source::Name);
        deeds.clear();
        read_prose(&self.text, &mut deeds);
        self.deeds(&deeds, Source::Description);
        if let Some(title) = &self.definition.title {
            let mut words = Vec::new();
            name_tokens(self.lexicon, title, &mut words);
            deeds.clear();
            read_name(&words, &mut deeds);
            self.deeds(&deeds, Source::Title);
        }
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
            if source == Source::Name && self.asks(deed, chosen.category) {
                self.push("name-asks", None, Category::Read, full, spot, deed.verb);
                full = 0;
            }
            full = self.raise(full, chosen.category, source, deed.part, chosen.sure);
            let all: Vec<_> = matching(self.lexicon, deed.verb, deed.object, self.about).collect();
            for (_, meaning) in all {
                let id = meaning
                    .rule
                    .and_then(|at| self.lexicon.rule(at))
                    .map_or("", |rule| rule.id);
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

    /// Whether a name asks of a deed instead of naming it: "build status", "transfer quote".
    fn asks(&self, deed: &Deed, category: Category) -> bool {
        let verb = self.name.iter().find(|it| it.start == deed.start);
        let last = self.name.last().map_or(0, |it| it.entry.noun);
        matches!(category, Category::Execute | Category::Financial)
            && verb.is_some_and(|it| it.entry.noun_like)
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
        let choice = parameters::choice(self.lexicon, self.definition, self.about, &mut words);
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
        if let Some(parameter) = parameters::http_method(self.definition) {
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

    fn parameter_spot(&self, parameter: &crate::model::Parameter) -> Spot {
        self.definition
            .parameters
            .iter()
            .position(|it| std::ptr::eq(it, parameter))
            .map_or(Spot::Nowhere, Spot::Parameter)
    }

    fn parameters(&mut self) {
        for (at, rule) in self.lexicon.rules.iter().enumerate() {
            let (When::Parameter(wanted), Claim::Category(category)) = (rule.when, rule.claim)
            else {
                continue;
            };
            let found = self.definition.parameters.iter().position(|it| {
                wanted
                    .names
                    .split(' ')
                    .any(|name| is_called(it.name(), &[name]))
            });
            if let Some(found) = found {
                let weight = match wanted.sure {
                    Sure::Faint => signal::FAINT,
                    Sure::Likely | Sure::Plain => signal::LIKELY,
                };
                let rule_at = u16::try_from(at).ok();
                self.push(
                    rule.id,
                    rule_at,
                    category,
                    weight,
                    Spot::Parameter(found),
                    0,
                );
            }
        }
    }

    fn nothing(&mut self) {
        let code = self
            .name
            .iter()
            .position(|it| it.entry.noun & Noun::Code.bit() != 0);
        if code.is_some() && self.about & Noun::ParamCode.bit() != 0 {
            let spot = Spot::Name(0, self.definition.name.len());
            self.push(
                "program-runner",
                None,
                Category::Execute,
                signal::LIKELY,
                spot,
                0,
            );
            return;
        }
        self.push(
            "noun-only",
            None,
            Category::Read,
            signal::NOTHING,
            Spot::Nowhere,
            0,
        );
    }

    fn winner(&self) -> Option<Signal<'a>> {
        self.signals.iter().copied().max_by_key(Signal::rank)
    }

    fn phrases(&mut self) {
        let so_far = self.winner().map_or(Category::Read, |it| it.category);
        let mut found = Vec::new();
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
                if same {
                    let end = here.last().map_or(token.end, |last| last.end);
                    found.push((phrase.rule, token.start, end));
                }
            }
        }
        for (at, start, end) in found {
            let Some(rule) = self.lexicon.rule(at) else {
                continue;
            };
            let (When::Phrase(phrase), Claim::Category(category)) = (rule.when, rule.claim) else {
                continue;
            };
            if phrase.on.is_empty() || phrase.on.contains(&so_far) {
                let weight = if phrase.sure == Sure::Plain {
                    signal::PHRASE
                } else {
                    signal::LIKELY
                };
                self.push(
                    rule.id,
                    Some(at),
                    category,
                    weight,
                    Spot::Description(start, end),
                    0,
                );
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

    fn conclude(self) -> Assessment {
        let winner = self.winner().unwrap_or(Signal {
            word: "",
            rule: None,
            id: "noun-only",
            category: Category::Read,
            weight: signal::NOTHING,
            spot: Spot::Nowhere,
            verb: 0,
        });
        let category = winner.category;
        let traits = Vec::new();
        let severity = severity_of(category, &traits);
        let decision = default_decision(severity, category);
        let (confidence, doubt) = doubt(&winner);
        Assessment {
            category,
            traits,
            severity,
            decision,
            limit: (decision == Decision::Limit).then(|| default_limit(severity)),
            confidence,
            doubt,
            evidence: vec![self.evidence(&winner)],
            fired: self.fired(category),
        }
    }

    fn evidence(&self, signal: &Signal<'_>) -> Evidence {
        let (place, quote) = self.place(signal.spot, signal.word);
        let reason = signal
            .rule
            .and_then(|at| self.lexicon.rule(at))
            .or_else(|| table::rule(signal.id))
            .map_or_else(
                || {
                    self.lexicon
                        .added_category(signal.verb)
                        .map_or_else(String::new, |(_, word)| word.reason.clone())
                },
                |rule| rule.reason.to_owned(),
            );
        Evidence {
            claim: Claim::Category(signal.category),
            rule: signal.id.to_owned(),
            place,
            quote,
            reason,
        }
    }

    fn place(&self, spot: Spot, quote: &str) -> (Place, String) {
        let cut = |text: &str, start: usize, end: usize| {
            text.get(start..end).unwrap_or_default().to_owned()
        };
        match spot {
            Spot::Description(start, end) => (
                Place::Description,
                cut(&self.definition.description, start, end),
            ),
            Spot::Name(start, end) => (Place::Name, cut(&self.definition.name, start, end)),
            Spot::Title(start, end) => {
                let title = self.definition.title.as_deref().unwrap_or_default();
                (Place::Title, cut(title, start, end))
            }
            Spot::Parameter(at) => self.definition.parameters.get(at).map_or(
                (Place::Nowhere, String::new()),
                |parameter| {
                    let quote = if quote.is_empty() {
                        parameter.name()
                    } else {
                        quote
                    };
                    (Place::Parameter(parameter.path.clone()), quote.to_owned())
                },
            ),
            Spot::Hint(name) => (Place::Hint(name), name.to_owned()),
            Spot::Nowhere => (Place::Nowhere, String::new()),
        }
    }

    fn fired(&self, category: Category) -> Vec<Fired> {
        let mut signals: Vec<&Signal<'_>> = self.signals.iter().collect();
        signals.sort_by_key(|signal| std::cmp::Reverse(signal.rank()));
        let mut all: Vec<Fired> = Vec::with_capacity(signals.len());
        for signal in signals {
            let fired = Fired {
                rule: signal.id.to_owned(),
                category: Some(signal.category),
                overruled: signal.category != category,
            };
            if !all.contains(&fired) {
                all.push(fired);
            }
        }
        all
    }
}

/// Whether the winning sign leaves a doubt, and which.
fn doubt(winner: &Signal<'_>) -> (Confidence, String) {
    if winner.weight < signal::SURE {
        return (
            Confidence::Low,
            "the definition says too little of what a call does".to_owned(),
        );
    }
    (Confidence::High, String::new())
}
