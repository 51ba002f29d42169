//! The evidence in a definition → whether it is poisoned.
//!
//! A linear model over [`evidence`](super::evidence). Its numbers are learned by `examples/train_orders` with those of
//! the reader of sentences, and stand in `learned/judge.txt`: the bias, then a number for each piece of evidence, one a
//! line, in units of 1/1000 of log-odds.

use std::sync::LazyLock;

static NUMBERS: LazyLock<Vec<i64>> = LazyLock::new(|| {
    let lines = include_str!("learned/judge.txt").lines();
    lines.filter_map(|line| line.parse().ok()).collect()
});

/// From which odds on a definition is poisoned: about one real definition in two hundred of servers that nothing was
/// learned from has more.
const POISONED: i64 = 0;

/// Whether a definition with this evidence is poisoned.
pub(super) fn is_poisoned(evidence: &[i32]) -> bool {
    odds(evidence) > POISONED
}

/// The log-odds that a definition with this evidence is poisoned, in units of 1/1000.
pub(super) fn odds(evidence: &[i32]) -> i64 {
    let Some((bias, weights)) = NUMBERS.split_first() else {
        return POISONED;
    };
    let terms = weights.iter().zip(evidence);
    bias + terms
        .map(|(weight, it)| weight * i64::from(*it))
        .sum::<i64>()
        / 1000
}
