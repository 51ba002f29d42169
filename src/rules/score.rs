//! How well the rules agree with labels given by people.

use rayon::prelude::*;

use super::weights::Surroundings;
use super::{Assessment, Classifier, severity_of};
use crate::model::{Category, Confidence, Definition, Severity, Trait};

/// A definition and what people say of it.
#[derive(Debug, Clone)]
pub struct Labelled {
    /// The server it is of; may be empty.
    pub server: String,
    /// The server's title; may be empty.
    pub server_title: String,
    /// The definition.
    pub definition: Definition,
    /// The category that people give it.
    pub label: Category,
    /// Categories that a careful reviewer could defend as well.
    pub also: Vec<Category>,
    /// The traits that people give it, where they were labelled.
    pub traits: Option<Vec<Trait>>,
    /// Traits that could be defended either way: they count neither for nor against.
    pub maybe: Vec<Trait>,
}

impl Labelled {
    /// The severity that follows from the labels, then those that could be defended as well.
    fn severities(&self) -> Option<(Severity, Vec<Severity>)> {
        let traits = self.traits.as_ref()?;
        let with = |more: &[Trait]| -> Vec<Trait> { traits.iter().chain(more).copied().collect() };
        let mut sets = vec![with(&[]), with(&self.maybe)];
        sets.extend(self.maybe.iter().map(|each| with(&[*each])));
        let categories = || [self.label].into_iter().chain(self.also.iter().copied());
        let all = sets
            .iter()
            .flat_map(|set| categories().map(|category| severity_of(category, set)))
            .collect();
        Some((severity_of(self.label, traits), all))
    }
}

/// How the severities fare, as shares of the tools whose traits are labelled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SeverityShares {
    /// The severity that follows from the labels.
    pub exact: f64,
    /// That one, or one that a careful reviewer could defend.
    pub defensible: f64,
    /// Milder than all that could be defended.
    pub too_mild: f64,
}

/// How one trait fares, over the tools for which it could not be defended either way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TraitMeasure {
    /// Of those rated so, the share that is labelled so; 1 when there are none.
    pub precision: f64,
    /// Of those labelled so, the share that is rated so; 1 when there are none.
    pub recall: f64,
    /// The harmonic mean of both.
    pub f1: f64,
    /// How many are labelled so.
    pub count: usize,
}

/// How the ratings that are called sure fare.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SureShares {
    /// Share of all tools that are called sure.
    pub share: f64,
    /// Of those, the share rated as labelled.
    pub strict: f64,
    /// Of those, the share rated as labelled or as could be defended.
    pub lenient: f64,
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
    /// The severities; nothing where no traits are labelled.
    pub severity: Option<SeverityShares>,
    /// Each trait, in the order of the taxonomy; empty where no traits are labelled.
    pub traits: Vec<(Trait, TraitMeasure)>,
    /// The ratings that are called sure.
    pub sure: SureShares,
}

/// Compares the rules' ratings with labels.
pub fn score(classifier: &Classifier<'_>, labelled: &[Labelled]) -> Score {
    let servers = Surroundings::by_server(labelled.iter().map(|it| {
        (
            it.server.as_str(),
            it.server_title.as_str(),
            it.definition.name.as_str(),
        )
    }));
    let alone = Surroundings::default();
    let assessed: Vec<Assessment> = labelled
        .par_iter()
        .map(|each| {
            let surroundings = servers.get(&each.server).unwrap_or(&alone);
            classifier.assess_among(&each.definition, surroundings)
        })
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
    let (severity, traits) = (severities(labelled, &assessed), traits(labelled, &assessed));
    let sure = sure(labelled, &assessed);
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
        severity,
        traits,
        sure,
    }
}

fn severities(labelled: &[Labelled], assessed: &[Assessment]) -> Option<SeverityShares> {
    let (mut tools, mut exact, mut defensible, mut mild) = (0, 0, 0, 0);
    for (each, said) in labelled.iter().zip(assessed) {
        let Some((own, all)) = each.severities() else {
            continue;
        };
        tools += 1;
        exact += usize::from(said.severity == own);
        defensible += usize::from(all.contains(&said.severity));
        mild += usize::from(all.iter().all(|it| said.severity < *it));
    }
    let nothing = tools == 0;
    (!nothing).then(|| SeverityShares {
        exact: share(exact, tools),
        defensible: share(defensible, tools),
        too_mild: share(mild, tools),
    })
}

fn traits(labelled: &[Labelled], assessed: &[Assessment]) -> Vec<(Trait, TraitMeasure)> {
    let known: Vec<(&Labelled, &Vec<Trait>, &Assessment)> = labelled
        .iter()
        .zip(assessed)
        .filter_map(|(each, said)| Some((each, each.traits.as_ref()?, said)))
        .collect();
    if known.is_empty() {
        return Vec::new();
    }
    let measure = |wanted: Trait| {
        let certain = known
            .iter()
            .filter(|(each, _, _)| !each.maybe.contains(&wanted));
        let (mut both, mut rated, mut count) = (0, 0, 0);
        for (_, labels, said) in certain {
            let (holds, says) = (labels.contains(&wanted), said.traits.contains(&wanted));
            both += usize::from(holds && says);
            rated += usize::from(says);
            count += usize::from(holds);
        }
        TraitMeasure {
            precision: share(both, rated),
            recall: share(both, count),
            f1: share(2 * both, rated + count),
            count,
        }
    };
    Trait::ALL.iter().map(|it| (*it, measure(*it))).collect()
}

fn sure(labelled: &[Labelled], assessed: &[Assessment]) -> SureShares {
    let pairs = labelled.iter().zip(assessed);
    let sure: Vec<_> = pairs
        .filter(|(_, said)| said.confidence == Confidence::High)
        .collect();
    let right = |fine: &dyn Fn(&Labelled, Category) -> bool| {
        sure.iter()
            .filter(|(each, said)| fine(each, said.category))
            .count()
    };
    let strict = right(&|each, category| each.label == category);
    let lenient = right(&|each, category| each.label == category || each.also.contains(&category));
    SureShares {
        share: share(sure.len(), labelled.len()),
        strict: share(strict, sure.len()),
        lenient: share(lenient, sure.len()),
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
        let row = confusion.get(label);
        row.and_then(|row| row.get(rating)).copied().unwrap_or(0)
    };
    let all = Category::ALL.len();
    let measure = |(at, category): (usize, &Category)| {
        let right = cell(at, at);
        let count = (0..all).map(|rating| cell(at, rating)).sum();
        let rated = (0..all).map(|label| cell(label, at)).sum();
        let measure = Measure {
            precision: share(right, rated),
            recall: share(right, count),
            count,
        };
        (*category, measure)
    };
    Category::ALL.iter().enumerate().map(measure).collect()
}

/// A share of nothing is whole.
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        return 1.0;
    }
    let float = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    float(part) / float(whole)
}
