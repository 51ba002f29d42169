//! How well the rules agree with labels given by people.

use rayon::prelude::*;

use super::{Assessment, Classifier};
use crate::model::{Category, Definition};

/// A definition and what people say of it.
#[derive(Debug, Clone)]
pub struct Labelled {
    /// The server it is of; may be empty.
    pub server: String,
    /// The definition.
    pub definition: Definition,
    /// The category that people give it.
    pub label: Category,
    /// Categories that a careful reviewer could defend as well.
    pub also: Vec<Category>,
}

/// How one category fares.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measure {
    /// Of those that the rules rate so, the part that is labelled so; 1 when there are none.
    pub precision: f64,
    /// Of those labelled so, the part that the rules rate so; 1 when there are none.
    pub recall: f64,
    /// How many are labelled so.
    pub count: usize,
}

/// A tool that the rules rate other than its label.
#[derive(Debug, Clone)]
pub struct Miss {
    /// Its place in the input.
    pub index: usize,
    /// What the rules say.
    pub assessment: Assessment,
    /// Whether the rating is among those a reviewer could defend.
    pub defensible: bool,
    /// Whether the rating is milder than the label, and not defensible.
    pub too_mild: bool,
}

/// The result of a comparison. Shares are of all tools, from 0 to 1.
#[derive(Debug, Clone)]
pub struct Score {
    /// How many tools were compared.
    pub tools: usize,
    /// Share rated as labelled.
    pub strict: f64,
    /// Share rated as labelled, or as a reviewer could defend.
    pub lenient: f64,
    /// Share rated milder than labelled, and not defensibly.
    pub too_mild: f64,
    /// Each category, in the order of the taxonomy.
    pub per_category: Vec<(Category, Measure)>,
    /// Counts: label, then rating, both in the order of the taxonomy.
    pub confusion: Vec<Vec<usize>>,
    /// Those rated other than labelled, in the order of the input.
    pub misses: Vec<Miss>,
}

/// Compares the rules' ratings with labels.
pub fn score(classifier: &Classifier<'_>, labelled: &[Labelled]) -> Score {
    let assessed: Vec<Assessment> = labelled
        .par_iter()
        .map(|each| classifier.assess(&each.definition))
        .collect();
    let count = |label: Category, rating: Category| {
        labelled
            .iter()
            .zip(&assessed)
            .filter(|(each, said)| each.label == label && said.category == rating)
            .count()
    };
    let confusion: Vec<Vec<usize>> = Category::ALL
        .iter()
        .map(|label| {
            Category::ALL
                .iter()
                .map(|rating| count(*label, *rating))
                .collect()
        })
        .collect();
    let misses: Vec<Miss> = labelled
        .iter()
        .zip(assessed)
        .enumerate()
        .filter(|(_, (each, said))| each.label != said.category)
        .map(|(index, (each, assessment))| miss(index, each, assessment))
        .collect();
    let tools = labelled.len();
    let defensible = misses.iter().filter(|miss| miss.defensible).count();
    let too_mild = misses.iter().filter(|miss| miss.too_mild).count();
    let right = tools - misses.len();
    Score {
        tools,
        strict: share(right, tools),
        lenient: share(right + defensible, tools),
        too_mild: if tools == 0 {
            0.0
        } else {
            share(too_mild, tools)
        },
        per_category: measures(&confusion),
        confusion,
        misses,
    }
}

fn miss(index: usize, each: &Labelled, assessment: Assessment) -> Miss {
    let defensible = each.also.contains(&assessment.category);
    Miss {
        index,
        defensible,
        too_mild: !defensible && assessment.category < each.label,
        assessment,
    }
}

fn measures(confusion: &[Vec<usize>]) -> Vec<(Category, Measure)> {
    let cell = |label: usize, rating: usize| -> usize {
        confusion
            .get(label)
            .and_then(|row| row.get(rating))
            .copied()
            .unwrap_or(0)
    };
    let all = Category::ALL.len();
    Category::ALL
        .iter()
        .enumerate()
        .map(|(at, category)| {
            let right = cell(at, at);
            let count = (0..all).map(|rating| cell(at, rating)).sum();
            let rated = (0..all).map(|label| cell(label, at)).sum();
            let measure = Measure {
                precision: share(right, rated),
                recall: share(right, count),
                count,
            };
            (*category, measure)
        })
        .collect()
}

/// A share of nothing is whole.
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        return 1.0;
    }
    let float = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    float(part) / float(whole)
}
