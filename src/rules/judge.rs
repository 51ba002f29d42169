//! A verb and its object → the rule that says what they mean together.

use super::lexicon::Lexicon;
use super::table::{Noun, Strength, When};
use crate::model::Category;
use crate::rules::Claim;

/// What a verb acts on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Object {
    /// Groups of the noun that the phrase is about.
    pub(super) focus: u128,
    /// Groups of all nouns of the phrase.
    pub(super) all: u128,
    /// Groups of the nouns after a preposition.
    pub(super) tail: u128,
}

impl Object {
    /// Adds the next noun of the phrase. The last noun is what the phrase is about, unless it is an
    /// empty one ("payment link", "order id") or unknown: then those before it count as well.
    pub(super) fn noun(&mut self, groups: u128) {
        const THIN: u128 = Noun::Thin.bit();
        if groups & !THIN != 0 && groups & THIN == 0 {
            self.focus = groups;
        } else {
            self.focus |= groups;
        }
        self.all |= groups;
    }

    /// The object, with what it is a part of: "an item to an invoice" is about the invoice.
    #[must_use]
    pub(super) const fn settled(mut self) -> Self {
        if self.focus & Noun::Part.bit() != 0 {
            self.focus |= self.tail;
        }
        self
    }
}

/// What a verb means with its object.
#[derive(Debug, Clone, Copy)]
pub(super) struct Meaning {
    /// The rule, by index; none for a word of the catalog.
    pub(super) rule: Option<u16>,
    /// The category.
    pub(super) category: Category,
    /// How surely.
    pub(super) sure: Strength,
}

/// The meaning of a verb with an object, in a definition that speaks of `about`. Among the rules that
/// match, a catalog's own comes first, then the one with the most conditions, then the surer, then the more
/// severe, then the id: never the order.
pub(super) fn meaning(
    lexicon: &Lexicon<'_>,
    verb: u16,
    object: Object,
    about: u128,
) -> Option<Meaning> {
    if let Some((category, _)) = lexicon.added_category(verb) {
        return Some(Meaning {
            rule: None,
            category,
            sure: Strength::Plain,
        });
    }
    matching(lexicon, verb, object, about)
        .max_by_key(|(rank, _)| *rank)
        .map(|(_, meaning)| meaning)
}

type Rank<'a> = (bool, u8, Strength, Category, &'a str);

/// The rules that match a verb with an object.
pub(super) fn matching<'a>(
    lexicon: &'a Lexicon<'a>,
    verb: u16,
    object: Object,
    about: u128,
) -> impl Iterator<Item = (Rank<'a>, Meaning)> {
    let rules = lexicon.verb(verb).map_or(&[][..], |it| &it.rules);
    rules.iter().filter_map(move |at| {
        let rule = lexicon.rule(*at)?;
        let (When::Verb(verb), Claim::Category(category)) = (rule.when, rule.claim) else {
            return None;
        };
        let near = about | object.all | object.tail;
        let fits = (verb.of == 0 || verb.of & object.focus != 0)
            && (verb.with == 0 || verb.with & near != 0)
            && verb.not & object.focus == 0
            && verb.never & object.all == 0;
        fits.then(|| {
            let special = 2 * u8::from(verb.of != 0) + u8::from(verb.with != 0);
            let rank = (rule.own, special, verb.sure, category, rule.id);
            let meaning = Meaning {
                rule: Some(*at),
                category,
                sure: verb.sure,
            };
            (rank, meaning)
        })
    })
}
