//! The traits of a call, once its category is known.

use super::judge::Object;
use super::lexicon::{Lexicon, rule_bit};
use super::signal::Spot;
use super::table::{Rule, When};
use super::words::Token;
use super::{Claim, table};
use crate::model::{Category, Definition, Trait};

/// What a definition says is done: a verb, if it has one, and its object.
#[derive(Debug, Clone, Copy)]
pub(super) struct Act {
    /// The verb, by index.
    pub(super) verb: Option<u16>,
    /// What it acts on.
    pub(super) object: Object,
    /// Where this is said.
    pub(super) spot: Spot,
    /// What the verb means there.
    pub(super) category: Category,
}

/// A trait that was seen.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark<'a> {
    /// The trait.
    pub(super) each: Trait,
    /// The rule that saw it.
    pub(super) rule: &'a Rule<'a>,
    /// Where.
    pub(super) spot: Spot,
}

impl<'a> Mark<'a> {
    fn rank(&self) -> (Trait, Spot, &'a str) {
        (self.each, self.spot, self.rule.id)
    }
}

/// All that the trait rules look at.
pub(super) struct Seen<'a, 's> {
    pub(super) lexicon: &'a Lexicon<'a>,
    pub(super) definition: &'s Definition,
    /// What each parameter's name says.
    pub(super) called: &'s [u64],
    pub(super) name: &'s [Token],
    pub(super) category: Category,
    pub(super) acts: &'s [Act],
    /// Phrases that were found: the rule, and where.
    pub(super) phrases: &'s [(u16, Spot)],
}

impl<'a> Seen<'a, '_> {
    /// The traits, by the order of the taxonomy, then by place and rule.
    pub(super) fn marks(&self) -> Vec<Mark<'a>> {
        let mut marks = Vec::new();
        for act in self.acts.iter().filter(|act| act.category == self.category) {
            self.objects(act, &mut marks);
        }
        self.phrases(&mut marks);
        self.parameters(&mut marks);
        if self.category != Category::Read {
            self.many(&mut marks);
        }
        marks.sort_unstable_by_key(Mark::rank);
        marks.dedup_by_key(|mark| mark.rank());
        marks
    }

    fn mark(marks: &mut Vec<Mark<'a>>, rule: Option<&'a Rule<'a>>, spot: Spot) {
        if let Some(rule) = rule
            && let Claim::Trait(each) = rule.claim
        {
            marks.push(Mark { each, rule, spot });
        }
    }

    fn objects(&self, act: &Act, marks: &mut Vec<Mark<'a>>) {
        let of_verb = act
            .verb
            .and_then(|verb| self.lexicon.verb(verb))
            .map_or(&[][..], |verb| &verb.traits);
        for at in of_verb.iter().chain(&self.lexicon.any_verb) {
            let rule = self.lexicon.rule(*at);
            let Some(When::Object(wanted)) = rule.map(|rule| rule.when) else {
                continue;
            };
            let here = wanted.on.is_empty() || wanted.on.contains(&self.category);
            let fits = wanted.of == 0 || wanted.of & act.object.focus != 0;
            if here && fits && wanted.not & act.object.focus == 0 {
                Self::mark(marks, rule, act.spot);
            }
        }
    }

    fn phrases(&self, marks: &mut Vec<Mark<'a>>) {
        for (at, spot) in self.phrases {
            let rule = self.lexicon.rule(*at);
            if let Some(When::Phrase(phrase)) = rule.map(|rule| rule.when)
                && (phrase.on.is_empty() || phrase.on.contains(&self.category))
            {
                Self::mark(marks, rule, *spot);
            }
        }
    }

    fn parameters(&self, marks: &mut Vec<Mark<'a>>) {
        for (bit, at) in self.lexicon.parameter_rules.iter().enumerate() {
            let rule = self.lexicon.rule(*at);
            let Some(When::Parameter(wanted)) = rule.map(|rule| rule.when) else {
                continue;
            };
            if !wanted.on.is_empty() && !wanted.on.contains(&self.category) {
                continue;
            }
            let bit = rule_bit(bit);
            let parameters = self.definition.parameters.iter().zip(self.called);
            let mut free = parameters.map(|(it, bits)| it.values.is_empty() && bits & bit != 0);
            if let Some(found) = free.position(|it| it) {
                Self::mark(marks, rule, Spot::Parameter(found));
            }
        }
    }

    /// Many objects in one call: "bulk", "batch", "all" in the name, or a list of ids.
    fn many(&self, marks: &mut Vec<Mark<'a>>) {
        const MANY: &[&str] = &[
            "bulk", "batch", "all", "multiple", "many", "mass", "multi", "batched",
        ];
        let text = |token: &Token| self.definition.name.get(token.start..token.end);
        let named = self.name.iter().find(|token| {
            text(token).is_some_and(|word| MANY.iter().any(|many| many.eq_ignore_ascii_case(word)))
        });
        if let Some(token) = named {
            let spot = Spot::Name(token.start, token.end);
            Self::mark(marks, table::rule("names-many"), spot);
        }
        let listed = self.definition.parameters.iter().position(|it| {
            let name = it.name();
            let several = it.kind.contains("array") || it.path.ends_with("[]");
            several && (name.ends_with("ids") || name.ends_with("Ids") || name.ends_with("IDs"))
        });
        if let Some(at) = listed {
            Self::mark(marks, table::rule("takes-many"), Spot::Parameter(at));
        }
    }
}
