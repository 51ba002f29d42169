//! The rules, made ready: a definition goes in, an assessment comes out.

use std::sync::{Arc, LazyLock};

use super::Assessment;
use super::lexicon::Lexicon;
use super::reading::Reading;
use super::table::{self, Rule};
use crate::model::{Definition, Word};

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
