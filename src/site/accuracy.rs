//! How well the rules agree with people: measured figures, with all that is needed to measure again.
//!
//! The figures are data, set by hand from the output of [`ACCURACY`]'s command whenever the rules
//! change. Nothing else on the site is.

use crate::model::{Category, Trait};

/// A measurement. Shares are of all tools, from 0 to 1.
#[derive(Debug, Clone, Copy)]
pub(super) struct Accuracy {
    /// The day of the measurement.
    pub(super) date: &'static str,
    /// The command that makes the figures.
    pub(super) command: &'static str,
    /// How many labelled tools were compared.
    pub(super) tools: usize,
    /// What the rules reach on them.
    pub(super) shares: Shares,
    /// Each category, in the order of the taxonomy.
    pub(super) per_category: &'static [PerCategory],
    /// The severities, where labels give a category and traits.
    pub(super) severity: Shares,
    /// Each trait that occurs often enough to say something, in the order of the taxonomy.
    pub(super) per_trait: &'static [PerTrait],
    /// How often ratings are right by the lead of the best category, on folds of the labels that are learned from.
    pub(super) calibration: &'static [Lead],
    /// What is reached on parts of them.
    pub(super) held_out: &'static [HeldOut],
    /// What the rules alone reach on other tools when all that only one fold supports is taken away from it.
    pub(super) folds: Folds,
    /// What simpler ways reach on the same labels.
    pub(super) compared: &'static [Compared],
}

/// How often a rating is right.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shares {
    /// Rated as labelled.
    pub(super) strict: f64,
    /// Rated as labelled, or as a careful reviewer could defend.
    pub(super) lenient: f64,
    /// Rated milder than labelled, and not defensibly.
    pub(super) too_mild: f64,
}

/// How one category fares.
#[derive(Debug, Clone, Copy)]
pub(super) struct PerCategory {
    /// The category.
    pub(super) category: Category,
    /// Of those rated so, the share that is labelled so.
    pub(super) precision: f64,
    /// Of those labelled so, the share that is rated so.
    pub(super) recall: f64,
    /// How many are labelled so.
    pub(super) count: usize,
}

/// How one trait fares.
#[derive(Debug, Clone, Copy)]
pub(super) struct PerTrait {
    /// The trait.
    pub(super) each: Trait,
    /// Of those that are said to have it, the share that is labelled so.
    pub(super) precision: f64,
    /// Of those labelled so, the share that is said to have it.
    pub(super) recall: f64,
    /// How many are labelled so.
    pub(super) count: usize,
}

/// How ratings fare whose best category leads by so much.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lead {
    /// The odds of the best category against the next, as words.
    pub(super) odds: &'static str,
    /// How many tools.
    pub(super) tools: usize,
    /// Rated as labelled.
    pub(super) strict: f64,
    /// Rated as labelled, or as a careful reviewer could defend.
    pub(super) lenient: f64,
}

/// A measurement on some of the tools.
#[derive(Debug, Clone, Copy)]
pub(super) struct HeldOut {
    /// Which tools, as a sentence.
    pub(super) how: &'static str,
    /// How many tools.
    pub(super) tools: usize,
    /// What the rules reach on them.
    pub(super) shares: Shares,
}

/// Scores of folds, servers kept whole.
#[derive(Debug, Clone, Copy)]
pub(super) struct Folds {
    /// The command that makes the figures.
    pub(super) command: &'static str,
    /// The tools of each fold, and what is reached on them.
    pub(super) each: &'static [(usize, Shares)],
    /// The mean over all tools.
    pub(super) mean: Shares,
}

/// Another way to classify.
#[derive(Debug, Clone, Copy)]
pub(super) struct Compared {
    /// What it is.
    pub(super) what: &'static str,
    /// What it reaches.
    pub(super) shares: Shares,
}

/// The latest measurement.
pub(super) const ACCURACY: Accuracy = Accuracy {
    date: "2026-11-28",
    command: "toolrisk classify --labels <file> --no-misses",
    tools: 488,
    shares: shares(0.916, 0.980, 0.008),
    per_category: &[
        of(Category::Read, 0.964, 0.944, 287),
        of(Category::Write, 0.915, 0.900, 120),
        of(Category::Execute, 0.729, 0.795, 44),
        of(Category::Destructive, 0.926, 0.926, 27),
        of(Category::Financial, 0.571, 0.800, 10),
    ],
    severity: shares(0.852, 0.945, 0.031),
    per_trait: &[
        trait_of(Trait::UntrustedContent, 0.957, 0.759, 29),
        trait_of(Trait::PrivateData, 0.705, 0.929, 113),
        trait_of(Trait::ExternalSink, 1.000, 0.722, 18),
        trait_of(Trait::Bulk, 0.696, 0.842, 19),
        trait_of(Trait::Metered, 0.778, 0.538, 13),
    ],
    calibration: &[
        lead("up to 2.7 to 1", 6551, 0.557, 0.771),
        lead("2.7 to 9", 8157, 0.768, 0.906),
        lead("9 to 20", 6165, 0.893, 0.968),
        lead("20 to 55", 8027, 0.950, 0.990),
        lead("over 55 to 1", 25629, 0.990, 0.998),
    ],
    held_out: &[
        HeldOut {
            how: "Tools whose rating is sure.",
            tools: 373,
            shares: shares(0.973, 0.997, 0.003),
        },
        HeldOut {
            how: "Tools drawn at random.",
            tools: 248,
            shares: shares(0.940, 0.992, 0.008),
        },
        HeldOut {
            how: "Tools drawn from those whose names do not say plainly that they read.",
            tools: 201,
            shares: shares(0.896, 0.980, 0.005),
        },
        HeldOut {
            how: "Tools drawn from those that mention money.",
            tools: 39,
            shares: shares(0.872, 0.897, 0.026),
        },
        HeldOut {
            how: "Tools drawn at random from 966 other published packages, with labels made by the people who labeled the training data.",
            tools: 2629,
            shares: shares(0.931, 0.970, 0.010),
        },
    ],
    folds: Folds {
        command: "cargo run --release --example folds -- <file>",
        each: &[
            (1111, shares(0.895, 0.932, 0.042)),
            (1519, shares(0.914, 0.959, 0.028)),
            (887, shares(0.902, 0.929, 0.025)),
            (1104, shares(0.877, 0.924, 0.028)),
            (1222, shares(0.883, 0.930, 0.038)),
        ],
        mean: shares(0.895, 0.937, 0.032),
    },
    compared: &[Compared {
        what: "the rules alone",
        shares: shares(0.877, 0.939, 0.027),
    }],
};

const fn shares(strict: f64, lenient: f64, too_mild: f64) -> Shares {
    Shares {
        strict,
        lenient,
        too_mild,
    }
}

const fn of(category: Category, precision: f64, recall: f64, count: usize) -> PerCategory {
    PerCategory {
        category,
        precision,
        recall,
        count,
    }
}

const fn lead(odds: &'static str, tools: usize, strict: f64, lenient: f64) -> Lead {
    Lead {
        odds,
        tools,
        strict,
        lenient,
    }
}

const fn trait_of(each: Trait, precision: f64, recall: f64, count: usize) -> PerTrait {
    PerTrait {
        each,
        precision,
        recall,
        count,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figures_are_those_of_one_measurement() {
        let counted: usize = ACCURACY.per_category.iter().map(|it| it.count).sum();
        assert_eq!(counted, ACCURACY.tools);
        let order: Vec<Category> = ACCURACY.per_category.iter().map(|it| it.category).collect();
        assert_eq!(order, Category::ALL);
        let right: f64 = ACCURACY
            .per_category
            .iter()
            .map(|it| it.recall * f64::from(u32::try_from(it.count).unwrap()))
            .sum();
        let tools = f64::from(u32::try_from(ACCURACY.tools).unwrap());
        assert!((right / tools - ACCURACY.shares.strict).abs() < 0.002);
    }

    #[test]
    fn the_folds_have_their_mean() {
        let float = |count: usize| f64::from(u32::try_from(count).unwrap());
        let Folds { each, mean, .. } = ACCURACY.folds;
        let tools: usize = each.iter().map(|(tools, _)| *tools).sum();
        assert!(tools > ACCURACY.tools);
        for share in [
            |it: Shares| it.strict,
            |it: Shares| it.lenient,
            |it: Shares| it.too_mild,
        ] {
            let sum: f64 = each
                .iter()
                .map(|(tools, it)| float(*tools) * share(*it))
                .sum();
            assert!((sum / float(tools) - share(mean)).abs() < 0.001);
        }
    }

    #[test]
    fn shares_are_shares() {
        let held_out = ACCURACY.held_out.iter().map(|it| it.shares);
        let compared = ACCURACY.compared.iter().map(|it| it.shares);
        let folds = ACCURACY.folds.each.iter().map(|(_, shares)| *shares);
        let all = compared.chain(held_out).chain(folds);
        for it in all.chain([ACCURACY.shares, ACCURACY.folds.mean]) {
            assert!(0.0 < it.strict && it.strict <= it.lenient && it.lenient <= 1.0);
            assert!(it.too_mild <= 1.0 - it.lenient + 0.02);
        }
    }
}
