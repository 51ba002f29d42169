//! What a tool is about, so far as its name and first sentence tell: an order speaks of other things.

use std::collections::BTreeSet;

use serde_json::Value;

use super::super::concept::Concept::{ForeignTool, OwnArgument, OwnName};
use super::super::concept::any;
use super::super::fold::fold;
use super::super::passage::{Passage, sentence_ranges};
use super::super::shape::Context;
use super::super::texts::{Part, Text};
use super::features::tokens;

/// The words and concepts of a tool's name, first sentence and names of arguments.
#[derive(Debug, Clone, Default)]
pub struct About {
    words: BTreeSet<String>,
    concepts: u128,
    first: String,
}

/// Names that only a definition gives; a sentence alone does not know them.
const NAMES: u128 = any(&[ForeignTool, OwnArgument, OwnName]);

/// How much of a word says what it is about, in letters.
const STEM: usize = 5;
/// Shorter words say little.
const SHORTEST: usize = 4;

impl About {
    pub(in crate::poison) fn of(tool: &Value, texts: &[Text<'_>]) -> Self {
        let description = text_of(tool, "description");
        let folded = fold(description);
        let first = sentence_ranges(&folded).into_iter().next();
        let first = first
            .and_then(|range| folded.get(range))
            .unwrap_or_default();
        let mut about = Self {
            first: first.trim().to_owned(),
            ..Self::default()
        };
        about.add(&split_name(text_of(tool, "name")));
        about.add(first);
        for text in texts.iter().filter(|it| it.part == Part::ArgumentName) {
            about.add(&split_name(text.words));
        }
        about
    }

    fn add(&mut self, text: &str) {
        self.words
            .extend(tokens(text).iter().filter_map(|it| stem(it)));
        self.concepts |= concepts(text);
    }

    /// Whether a sentence is the first of the description.
    pub(super) fn is_first(&self, sentence: &str) -> bool {
        self.first == sentence
    }

    /// How many words of a sentence the tool is about.
    pub(super) fn shared(&self, tokens: &[String]) -> usize {
        let stems = tokens.iter().filter_map(|it| stem(it));
        stems.filter(|it| self.words.contains(it)).count()
    }

    /// Those of the concepts that the tool is not about.
    pub(super) const fn new_to(&self, concepts: u128) -> u128 {
        concepts & !self.concepts
    }
}

fn text_of<'a>(tool: &'a Value, key: &str) -> &'a str {
    tool.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// `userName` and `user_name` as words.
fn split_name(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 8);
    let mut small = false;
    for c in name.chars() {
        if c.is_uppercase() && small {
            out.push(' ');
        }
        small = c.is_lowercase();
        out.push(if c.is_alphanumeric() { c } else { ' ' });
    }
    out
}

fn stem(token: &str) -> Option<String> {
    let letters = token.chars().count();
    (letters >= SHORTEST).then(|| token.chars().take(STEM).collect())
}

/// The concepts of a text, in the language in which it has most.
pub(super) fn concepts(text: &str) -> u128 {
    let passage = Passage::new(text, &Context::default());
    let spoken = passage.sentences.iter().flat_map(|it| it.concepts);
    spoken.max_by_key(|set| set.count_ones()).unwrap_or(0) & !NAMES
}
