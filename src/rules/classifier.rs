//! The rules, made ready: a definition goes in, an assessment comes out.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use super::RulePart;
use super::lexicon::Lexicon;
use super::parts::Without;
use super::reading::Reading;
use super::table::{self, Rule};
use super::weights::{Surroundings, Weights};
use super::{Assessment, Claim, Judge};
use crate::model::{Additions, Definition};

/// The rules, ready to assess definitions; build it once.
#[derive(Debug, Clone)]
pub struct Classifier<'a> {
    lexicon: Arc<Lexicon<'a>>,
    /// Whether the rules decide without the second reader.
    alone: bool,
}

static BUILT_IN: LazyLock<Arc<Lexicon<'static>>> =
    LazyLock::new(|| Arc::new(Lexicon::new(table::rules().copied().collect(), &[])));

impl<'a> Classifier<'a> {
    /// The built-in rules alone.
    pub fn built_in() -> Self {
        Self {
            lexicon: Arc::clone(&BUILT_IN),
            alone: false,
        }
    }

    /// The built-in rules and what a catalog adds.
    pub fn new(additions: &'a Additions) -> Self {
        if additions.is_empty() {
            return Self::built_in();
        }
        let mut rules: Vec<Rule<'a>> = table::rules().copied().collect();
        rules.extend(additions.rules.iter().map(Rule::of_catalog));
        Self::with_rules(rules, additions)
    }

    /// A classifier of these rules alone, in whatever order they come: the order changes nothing.
    pub fn with_rules(rules: Vec<Rule<'a>>, additions: &'a Additions) -> Self {
        Self {
            lexicon: Arc::new(Lexicon::new(rules, &additions.words)),
            alone: false,
        }
    }

    /// The built-in rules alone, without the second reader and some of their parts, for measurements.
    pub fn without(parts: &BTreeSet<RulePart>) -> Self {
        let rules = table::rules().copied().collect();
        let without = Without(Some(parts));
        Self {
            lexicon: Arc::new(Lexicon::without(rules, &[], without)),
            alone: true,
        }
    }

    /// Rates a definition of which nothing else is known. Total: any text gives an assessment.
    pub fn assess(&self, definition: &Definition) -> Assessment {
        self.assess_among(definition, &Surroundings::default())
    }

    /// Rates a definition together with what surrounds it: its server's name and the tools beside it.
    ///
    /// The rules and the second reader read it, and the judge joins both; what a catalog itself adds stands
    /// above the second reader.
    pub fn assess_among(&self, definition: &Definition, surroundings: &Surroundings) -> Assessment {
        let reading = self.read(definition);
        let by_rules = reading.conclude();
        if self.alone || is_of_catalog(&by_rules) {
            return by_rules;
        }
        let weights = Weights::built_in();
        let decided = Judge::built_in().decide(definition, surroundings, by_rules, weights);
        reading.doubted(decided)
    }

    /// What a word or a rule of the catalog itself decides of a definition, where one does.
    pub(super) fn assess_as_catalog(&self, definition: &Definition) -> Option<Assessment> {
        if Arc::ptr_eq(&self.lexicon, &BUILT_IN) {
            return None;
        }
        let assessment = self.assess_by_rules(definition);
        is_of_catalog(&assessment).then_some(assessment)
    }

    /// What the rules alone say of a definition.
    pub fn assess_by_rules(&self, definition: &Definition) -> Assessment {
        self.read(definition).conclude()
    }

    fn read<'d>(&'d self, definition: &'d Definition) -> Reading<'d> {
        let mut reading = Reading::new(&self.lexicon, definition);
        reading.read_all();
        reading
    }
}

/// Whether a word or a rule of the catalog decided the category.
fn is_of_catalog(assessment: &Assessment) -> bool {
    let decided = assessment.evidence.iter();
    let mut decided = decided.filter(|it| it.claim == Claim::Category(assessment.category));
    decided.any(|it| !it.rule.is_empty() && table::rule(&it.rule).is_none())
}
