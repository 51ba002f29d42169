//! How well the rules agree with people: measured figures, with all that is needed to measure again.
//!
//! The figures are data, set by hand from the output of [`ACCURACY`]'s command whenever the rules
//! change. Nothing else on the site is.

use crate::model::Category;

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
    /// What is reached on tools that no rule was mended on, the earliest first.
    pub(super) held_out: &'static [HeldOut],
    /// What is reached when all that only one fold supports is taken away from it.
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

/// A measurement on tools that took no part in the making of the rules.
#[derive(Debug, Clone, Copy)]
pub(super) struct HeldOut {
    /// What was held out and how, as a sentence.
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
    date: "2026-11-21",
    command: "toolrisk classify --labels <file>",
    tools: 997,
    shares: shares(0.965, 0.993, 0.002),
    per_category: &[
        of(Category::Read, 0.987, 0.980, 541),
        of(Category::Write, 0.940, 0.960, 275),
        of(Category::Execute, 0.894, 0.874, 87),
        of(Category::Destructive, 0.983, 0.983, 60),
        of(Category::Financial, 0.971, 0.971, 34),
    ],
    held_out: &[
        HeldOut {
            how: "Two fifths of the servers of the labelled tools, chosen by a hash of their names and kept whole, \
                  were set aside and measured before anybody read what was missed there.",
            tools: 411,
            shares: shares(0.925, 0.959, 0.024),
        },
        HeldOut {
            how: "From servers without any label, at most six tools of each were drawn at random, labelled before \
                  the rules were asked, and measured before anything was mended. Four of five only read, more than \
                  among the tools above.",
            tools: 300,
            shares: shares(0.950, 0.977, 0.010),
        },
        HeldOut {
            how: "From the rest of those servers more were drawn and labelled likewise. Measured before and after \
                  the kinds of misses among the 300 had been mended, with the same figures; nobody has read what \
                  was missed here.",
            tools: 150,
            shares: shares(0.967, 0.987, 0.000),
        },
    ],
    folds: Folds {
        command: "cargo run --release --example folds -- <file>",
        each: &[
            (166, shares(0.892, 0.934, 0.048)),
            (250, shares(0.900, 0.964, 0.024)),
            (170, shares(0.918, 0.941, 0.012)),
            (207, shares(0.879, 0.913, 0.048)),
            (204, shares(0.868, 0.912, 0.054)),
        ],
        mean: shares(0.891, 0.934, 0.037),
    },
    compared: &[
        Compared {
            what: "a table of keywords, looked up in the name and then in the description",
            shares: shares(0.82, 0.86, 0.10),
        },
        Compared {
            what: "a logistic regression on words, trained on half of the tools",
            shares: shares(0.82, 0.86, 0.12),
        },
    ],
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
    fn the_folds_hold_all_tools_and_have_their_mean() {
        let float = |count: usize| f64::from(u32::try_from(count).unwrap());
        let Folds { each, mean, .. } = ACCURACY.folds;
        let tools: usize = each.iter().map(|(tools, _)| *tools).sum();
        assert_eq!(tools, ACCURACY.tools);
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
