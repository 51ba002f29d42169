//! Weighs the signs of a definition and says what follows.

use super::assessment::confidence_of;
use super::reading::Reading;
use super::signal::{self, Signal, Spot};
use super::table;
use super::traits::{Mark, Seen};
use super::words::LONGEST;
use super::{Assessment, Claim, Evidence, Fired, Place};
use crate::model::{Category, Definition, Hints, Trait};

impl Reading<'_> {
    /// The assessment.
    pub(super) fn conclude(&self) -> Assessment {
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
        let marks = self.marks(category);
        let mut traits: Vec<Trait> = marks.iter().map(|mark| mark.each).collect();
        traits.dedup();
        let doubt = unread(self.definition)
            .unwrap_or_else(|| doubt(&winner, &self.signals, self.definition.hints));
        Assessment::from_parts(
            category,
            traits,
            confidence_of(&doubt),
            doubt,
            self.all_evidence(&winner, &marks),
            self.fired(category, &marks),
        )
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

    fn marks(&self, category: Category) -> Vec<Mark<'_>> {
        let known = self.acts.iter().any(|act| act.category == category);
        let mut acts = self.acts.clone();
        if !known {
            for act in &mut acts {
                act.category = category;
            }
        }
        Seen {
            lexicon: self.lexicon,
            definition: self.definition,
            called: &self.called,
            name: &self.name,
            category,
            acts: &acts,
            phrases: &self.found,
        }
        .marks()
    }

    /// The evidence of the category, then the first of each trait.
    fn all_evidence(&self, winner: &Signal<'_>, marks: &[Mark<'_>]) -> Vec<Evidence> {
        let mut all = vec![self.evidence(winner)];
        let mut last = None;
        for mark in marks {
            if last == Some(mark.each) {
                continue;
            }
            last = Some(mark.each);
            let (place, quote) = self.place(mark.spot, "");
            all.push(Evidence {
                claim: mark.rule.claim,
                rule: mark.rule.id.to_owned(),
                place,
                quote,
                reason: mark.rule.reason.to_owned(),
            });
        }
        all
    }

    fn fired(&self, category: Category, marks: &[Mark<'_>]) -> Vec<Fired> {
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
        for mark in marks {
            let fired = Fired {
                rule: mark.rule.id.to_owned(),
                category: None,
                overruled: false,
            };
            if !all.contains(&fired) {
                all.push(fired);
            }
        }
        all
    }
}

/// What of the definition was not read, so that no rule can have seen it.
pub(super) fn unread(definition: &Definition) -> Option<String> {
    if definition.description.len() > LONGEST {
        return Some(format!(
            "the description is longer than {LONGEST} bytes, so a part of it is not rated"
        ));
    }
    let mut parameters = definition.parameters.iter();
    if let Some(long) = parameters.find(|it| it.description.len() > LONGEST) {
        return Some(format!(
            "the description of the argument `{}` is longer than {LONGEST} bytes, so a part of it is not rated",
            long.path
        ));
    }
    let first = definition.cut.first()?;
    let more = match definition.cut.len() {
        1 => String::new(),
        all => format!(" (and {} more such places)", all - 1),
    };
    Some(format!("{first}{more}, so a part of it is not rated"))
}

/// Whether the winning sign leaves a doubt, and which.
fn doubt(winner: &Signal<'_>, signals: &[Signal<'_>], hints: Hints) -> String {
    if winner.weight < signal::SURE {
        return "the definition says too little about what a call does".to_owned();
    }
    let name = signals.iter().find(|it| {
        matches!(it.spot, Spot::Name(..))
            && it.weight > signal::NAME_READS
            && it.category > winner.category
    });
    if let Some(name) = name {
        return format!(
            "the name says {}, but the description says {}",
            name.category.as_str(),
            winner.category.as_str()
        );
    }
    let read = winner.category == Category::Read;
    match hints.read_only {
        Some(true) if !read => format!(
            "the server declares that it changes nothing, but the definition says {}",
            winner.category.as_str()
        ),
        Some(false) if read => {
            "the server declares that it changes something, but the definition says read".to_owned()
        }
        _ => String::new(),
    }
}
