//! Five-fold scores: how the rules would fare on a fold had nothing been learnt from it alone.
//!
//! The rules were fixed by people who read misses on all folds, so that no honest fold is left to hold out.
//! What can still be done is done here, by rule: for each fold, every rule and every word that only this fold
//! supports is taken away, and the fold is scored with the rest.

use std::collections::BTreeSet;

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::{Classifier, Labelled, RulePart, Score, score};

/// How many folds.
pub const FOLDS: usize = 5;

/// The score of one fold.
#[derive(Debug, Clone)]
pub struct Fold {
    /// What only this fold supports, and was taken away.
    pub taken: BTreeSet<RulePart>,
    /// The fold's score with the rest.
    pub score: Score,
}

/// The fold of a server: the SHA-256 of its name, as a number, modulo [`FOLDS`]. A server is in one fold whole.
pub fn fold_of(server: &str) -> usize {
    // 256 is 1 modulo 5, so the sum of the bytes has the remainder of the number.
    let sum: usize = Sha256::digest(server)
        .iter()
        .map(|byte| usize::from(*byte))
        .sum();
    sum % FOLDS
}

/// Scores each fold of labelled tools. A part is supported by a fold when a tool of it is rated worse without
/// the part; `regressions`, which belong to no fold, support what they need for all.
pub fn folds(labelled: &[Labelled], regressions: &[Labelled]) -> Vec<Fold> {
    folds_of(labelled, regressions, RulePart::all())
}

fn folds_of(
    labelled: &[Labelled],
    regressions: &[Labelled],
    parts: BTreeSet<RulePart>,
) -> Vec<Fold> {
    let grades = |classifier: &Classifier<'_>| -> Vec<u8> {
        let all = labelled.iter().chain(regressions);
        all.map(|each| grade(classifier, each)).collect()
    };
    let usual = grades(&Classifier::without(&BTreeSet::new()));
    let homes: Vec<usize> = labelled.iter().map(|each| fold_of(&each.server)).collect();
    let only_fold = |part: RulePart| {
        let without = grades(&Classifier::without(&BTreeSet::from([part.clone()])));
        let worse = without.iter().zip(&usual).enumerate();
        let worse = worse.filter(|(_, (without, usual))| without > usual);
        let folds: BTreeSet<Option<usize>> = worse.map(|(at, _)| homes.get(at).copied()).collect();
        match folds.into_iter().collect::<Vec<_>>().as_slice() {
            [Some(only)] => Some((*only, part)),
            _ => None,
        }
    };
    let supported: Vec<(usize, RulePart)> = parts.into_par_iter().filter_map(only_fold).collect();
    (0..FOLDS)
        .map(|fold| {
            let of_fold = supported.iter().filter(|(only, _)| *only == fold);
            let taken: BTreeSet<RulePart> = of_fold.map(|(_, part)| part.clone()).collect();
            let tools = labelled
                .iter()
                .zip(&homes)
                .filter(|(_, home)| **home == fold);
            let tools: Vec<Labelled> = tools.map(|(each, _)| each.clone()).collect();
            let score = score(&Classifier::without(&taken), &tools);
            Fold { taken, score }
        })
        .collect()
}

/// How far a rating is off: right, defensible, too strict, too mild.
fn grade(classifier: &Classifier<'_>, each: &Labelled) -> u8 {
    let said = classifier.assess(&each.definition).category;
    if said == each.label {
        0
    } else if each.also.contains(&said) {
        1
    } else if said > each.label {
        2
    } else {
        3
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Category, Definition};

    #[test]
    fn a_server_has_one_fold() {
        // SHA-256 of nothing is e3b0c442…b855, which is 4 modulo 5.
        assert_eq!(fold_of(""), 4);
        let all: BTreeSet<usize> = (0..50).map(|at| fold_of(&at.to_string())).collect();
        assert_eq!(all.len(), FOLDS);
    }

    #[test]
    fn what_one_fold_alone_supports_is_taken_from_it() {
        let tool = |server: &str, name: &str, label| Labelled {
            server: server.to_owned(),
            server_title: String::new(),
            definition: Definition {
                name: name.to_owned(),
                ..Definition::default()
            },
            label,
            also: Vec::new(),
            traits: None,
            maybe: Vec::new(),
        };
        let elsewhere = |it: &&str| fold_of(it) != fold_of("a");
        let far = ["b", "c", "d"].into_iter().find(elsewhere).unwrap();
        let labelled = [
            tool("a", "uninstall_app", Category::Destructive),
            tool("a", "delete_app", Category::Destructive),
            tool(far, "delete_user", Category::Destructive),
        ];
        let mut parts = RulePart::all();
        parts.retain(|part| part.list == "verb-delete");
        let folds = folds_of(&labelled, &[], parts);
        let own = &folds[fold_of("a")];
        let has = |word: &str| {
            own.taken
                .iter()
                .any(|it| it.list == "verb-delete" && it.word == word)
        };
        assert!(has("uninstall") && !has("delete") && !has(""));
        assert!((own.score.strict - 0.5).abs() < 1e-9);
        assert!((folds[fold_of(far)].score.strict - 1.0).abs() < 1e-9);
    }
}
