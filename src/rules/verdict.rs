//! Joins what the rules read with what the second reader makes of the words.
//!
//! `judge.tsv` has a row for each thing that speaks: what the second reader says, what the rules conclude, and
//! each rule that gave evidence in some field; and a column for each category and trait. The sums decide. Where
//! the best category leads by less than [`SURE`], or the two readers differ, the rating is unsure.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::assessment::confidence_of;
use super::later::{LATE, LATER_EFFECT, later_effect};
use super::learned::JUDGE;
use super::signs::ACTION_VALUE;
use super::voice::{Voice, outputs, voices_of_rules};
use super::weights::{OUTPUTS, Opinion, Surroundings, UNIT, Weights};
use super::{Assessment, Claim, Evidence, Fired, Place};
use crate::model::{Category, Confidence, Definition, Trait};

/// The id under which the second reader's evidence stands.
pub const SECOND_READER: &str = "second-reader";

/// The lead of the sums from which a rating is sure: odds of about three to one, in 1/[`UNIT`] of log-odds.
const SURE: i32 = UNIT;
/// The lead of the second reader's own numbers from which a rating is sure: odds of about nine to two. Of the two it is the
/// one that tells right ratings from wrong ones where both readers agree.
const SURE_WORDS: i32 = UNIT * 150 / 100;
/// The lead of the sums that outweighs a doubt of the rules, such as a declared hint that contradicts the description.
const OUTWEIGHS: i32 = 4 * UNIT;
/// The furthest that one reader's number counts.
const MOST: i32 = 9 * UNIT;

/// What each thing that speaks is worth for each category and trait, in 1/[`UNIT`] of log-odds.
#[derive(Debug, Clone, Default)]
pub struct Judge {
    rows: BTreeMap<Voice<'static>, [i32; OUTPUTS]>,
}

static BUILT_IN: LazyLock<Judge> =
    LazyLock::new(|| Judge::parse(str::from_utf8(&JUDGE).unwrap_or_default()));

/// The second reader's numbers as the judge takes them: how far each category is behind the best, and each
/// trait's own.
pub fn weighed(opinion: &Opinion) -> [i32; OUTPUTS] {
    let mut all = [0; OUTPUTS];
    let best = opinion.categories.iter().copied().max().unwrap_or(0);
    let categories = opinion.categories.iter().map(|it| (it - best).max(-MOST));
    let traits = opinion.traits.iter().map(|it| (*it).clamp(-MOST, MOST));
    for (to, from) in all.iter_mut().zip(categories.chain(traits)) {
        *to = from;
    }
    all
}

impl Judge {
    /// The judge that the program carries.
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// Reads the table: lines of a name and a number for each category and trait, with tabs between.
    /// Lines that begin with `#` are comments; a line that is not of this form is passed over.
    pub fn parse(text: &'static str) -> Self {
        let row = |line: &'static str| {
            let (name, numbers) = line.split_once('\t')?;
            let mut row = [0; OUTPUTS];
            for (to, from) in row.iter_mut().zip(numbers.split('\t')) {
                *to = from.trim().parse().ok()?;
            }
            Some((Voice::parse(name)?, row))
        };
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        Self {
            rows: lines.filter_map(row).collect(),
        }
    }

    fn row(&self, voice: Voice<'_>) -> Option<[i32; OUTPUTS]> {
        // A table of voices that live long is one of voices that live as long as this one.
        let rows: &BTreeMap<Voice<'_>, [i32; OUTPUTS]> = &self.rows;
        rows.get(&voice).copied()
    }

    fn sums(&self, rules: &[Voice<'_>], words: &[i32; OUTPUTS]) -> [i64; OUTPUTS] {
        let mut sums = [0_i64; OUTPUTS];
        let mut add = |row: &[i32; OUTPUTS], amount: i32| {
            for (sum, number) in sums.iter_mut().zip(row) {
                *sum += i64::from(*number) * i64::from(amount);
            }
        };
        for voice in rules {
            if let Some(row) = self.row(*voice) {
                add(&row, UNIT);
            }
        }
        for (output, number) in outputs().zip(words) {
            if let Some(row) = self.row(Voice::Words(output)) {
                add(&row, *number);
            }
        }
        sums.map(|sum| sum / i64::from(UNIT))
    }

    /// Decides between the rules and the second reader.
    pub(super) fn decide(
        &self,
        definition: &Definition,
        surroundings: &Surroundings,
        by_rules: Assessment,
        weights: &Weights,
    ) -> Assessment {
        let opinion = Opinion::of(weights, definition, surroundings);
        let sums = self.sums(&voices_of_rules(&by_rules), &weighed(&opinion));
        let (judged, lead) = first(&sums);
        let only_reads = judged == Category::Read;
        let late = only_reads
            .then(|| later_effect(&definition.description))
            .flatten();
        let category = if only_reads {
            stricter(&by_rules, late.is_some())
        } else {
            judged.max(declared(definition, &by_rules))
        };
        let traits = self.traits(&sums, category);
        let mut doubt = doubt(&by_rules, &opinion, category, lead);
        let mut evidence = evidence(definition, &by_rules, &opinion, weights, category, &traits);
        let mut fired = by_rules.fired;
        for each in &mut fired {
            each.overruled = each.category.is_some_and(|it| it != category);
        }
        if let Some(words) = late {
            doubt = format!("it begins as {judged}, but says later that a call is {LATE}");
            evidence.insert(0, late_evidence(definition, words));
            fired.push(Fired {
                rule: LATER_EFFECT.to_owned(),
                category: Some(category),
                overruled: false,
            });
        }
        // Where both readings lean towards a third one, that one is the second reader's word.
        let third = by_rules.category != category && opinion.category() != category;
        let words = if third { category } else { opinion.category() };
        fired.push(Fired {
            rule: SECOND_READER.to_owned(),
            category: Some(words),
            overruled: words != category,
        });
        Assessment::from_parts(
            category,
            traits,
            confidence_of(&doubt),
            doubt,
            evidence,
            fired,
        )
    }

    fn traits(&self, sums: &[i64; OUTPUTS], category: Category) -> Vec<Trait> {
        let row = self.row(Voice::Decided(category));
        let traits = Trait::ALL.iter().enumerate();
        let speaks = |at: usize| {
            let at = at + Category::ALL.len();
            let decided = row.and_then(|row| row.get(at).copied()).unwrap_or(0);
            sums.get(at).copied().unwrap_or(0) + i64::from(decided) > 0
        };
        traits
            .filter(|(at, _)| speaks(*at))
            .map(|(_, each)| *each)
            .collect()
    }
}

/// The category of the greatest sum, the stricter of equals, and how far it leads.
fn first(sums: &[i64; OUTPUTS]) -> (Category, i64) {
    let ranked = || sums.iter().copied().zip(Category::ALL.iter().copied());
    let (most, category) = ranked().max().unwrap_or((0, Category::Read));
    let others = ranked().filter(|(_, other)| *other != category);
    (
        category,
        most - others.map(|(sum, _)| sum).max().unwrap_or(0),
    )
}

/// Of two readings the stricter stands where the judge says that a call only reads, and the rules or a later part of
/// the description that it destroys something or moves money.
fn stricter(by_rules: &Assessment, is_late: bool) -> Category {
    let sure = sure_effect(by_rules);
    match (sure >= LATE, is_late) {
        (true, _) => sure,
        (false, true) => LATE,
        (false, false) => Category::Read,
    }
}

/// What the hints of a tool without a description declare, where nothing else decided for the rules.
fn declared(definition: &Definition, by_rules: &Assessment) -> Category {
    let decided = |it: &Evidence| it.claim == Claim::Category(by_rules.category);
    let by_hint = by_rules.evidence.iter().find(|it| decided(it));
    let by_hint = by_hint.is_some_and(|it| matches!(it.place, Place::Hint(_)));
    if by_hint && definition.description.trim().is_empty() {
        by_rules.category
    } else {
        Category::Read
    }
}

/// What the rules read where they are sure, or where an allowed value of an argument decides.
fn sure_effect(by_rules: &Assessment) -> Category {
    let by_value = || {
        let mut evidence = by_rules.evidence.iter();
        evidence.any(|it| it.rule == ACTION_VALUE)
    };
    if by_rules.confidence == Confidence::High || by_value() {
        by_rules.category
    } else {
        Category::Read
    }
}

fn late_evidence(definition: &Definition, words: Range<usize>) -> Evidence {
    Evidence {
        claim: Claim::Category(LATE),
        rule: LATER_EFFECT.to_owned(),
        place: Place::Description,
        quote: definition
            .description
            .get(words)
            .unwrap_or_default()
            .to_owned(),
        reason: "a later part of the description says that a call does this".to_owned(),
    }
}

fn doubt(by_rules: &Assessment, opinion: &Opinion, category: Category, lead: i64) -> String {
    if by_rules.confidence == Confidence::Low
        && !by_rules.doubt.is_empty()
        && lead < i64::from(OUTWEIGHS)
    {
        return by_rules.doubt.clone();
    }
    let words = opinion.category();
    if by_rules.category != category || words != category {
        return format!(
            "the rules rate it {}, the second reader rates it {words}",
            by_rules.category
        );
    }
    if lead < i64::from(SURE) || opinion.lead() < SURE_WORDS {
        return "both readers agree, but another category is nearly as likely".to_owned();
    }
    String::new()
}

fn evidence(
    definition: &Definition,
    by_rules: &Assessment,
    opinion: &Opinion,
    weights: &Weights,
    category: Category,
    traits: &[Trait],
) -> Vec<Evidence> {
    let rules = |claim: Claim| by_rules.evidence.iter().filter(move |it| it.claim == claim);
    let own = |claim: Claim, feature: Option<&super::weights::Feature>, reason: String| {
        let (place, quote) =
            feature.map_or((Place::Nowhere, String::new()), |it| it.place(definition));
        Evidence {
            claim,
            rule: SECOND_READER.to_owned(),
            place,
            quote,
            reason,
        }
    };
    let mut all: Vec<Evidence> = rules(Claim::Category(category)).cloned().collect();
    if all.is_empty() {
        let reason = format!("similar definitions are rated {category}");
        let feature = opinion.reason_for(weights, category);
        all.push(own(Claim::Category(category), feature, reason));
    }
    for each in traits {
        let known = all.len();
        all.extend(rules(Claim::Trait(*each)).cloned());
        if all.len() == known {
            let reason = format!("similar definitions have the trait {each}");
            let feature = opinion.reason_for_trait(weights, *each);
            all.push(own(Claim::Trait(*each), feature, reason));
        }
    }
    all
}
