//! The two solvers: both fit logistic regressions, multinomial for the categories and one each for the traits.

use toolrisk::rules::weights::{DIMENSIONS, OUTPUTS, SLOTS};

use super::shuffle::{next, shuffle};
use super::{CATEGORIES, Row, Sample};

/// Logistic regression with a penalty on large weights: multinomial for the categories, one each for traits.
pub(super) struct Problem<'a> {
    pub(super) rows: &'a [Row],
    pub(super) columns: usize,
    pub(super) decay: f64,
}

impl Problem<'_> {
    pub(super) fn solve(&self, samples: &[Sample], chosen: &[usize]) -> Vec<[f64; OUTPUTS]> {
        const ROUNDS: usize = 60;
        // The last row is the bias.
        let mut weights = vec![[0.0; OUTPUTS]; self.columns + 1];
        let mut squares = vec![[1e-8; OUTPUTS]; self.columns + 1];
        let mut uses = vec![0.0; self.columns + 1];
        for at in chosen {
            for (column, _) in &self.rows[*at] {
                uses[*column] += 1.0;
            }
            uses[self.columns] += 1.0;
        }
        let mut order: Vec<usize> = chosen.to_vec();
        let mut state = 0x2545_f491_4f6c_dd1d_u64;
        for round in 0..ROUNDS {
            shuffle(&mut order, &mut state);
            let rate = 0.25 * (1.0 - round as f64 / ROUNDS as f64).max(0.02);
            for at in &order {
                let (row, sample) = (&self.rows[*at], &samples[*at]);
                let all = row.iter().copied().chain([(self.columns, 1.0)]);
                let mut sums = [0.0; OUTPUTS];
                for (column, amount) in all.clone() {
                    for (sum, weight) in sums.iter_mut().zip(&weights[column]) {
                        *sum += amount * weight;
                    }
                }
                let errors = errors(&sums, sample, &OF_JUDGE);
                for (column, amount) in all {
                    let pull = if column == self.columns {
                        0.0
                    } else {
                        self.decay / uses[column]
                    };
                    for out in 0..OUTPUTS {
                        let slope = errors[out] * amount + pull * weights[column][out];
                        squares[column][out] += slope * slope;
                        weights[column][out] -= rate * slope / squares[column][out].sqrt();
                    }
                }
            }
        }
        weights
    }
}

/// The words' problem: sparse features, and the dense vectors of the slots.
///
/// Solved by Adam with decoupled decay on small batches. The categories stop after few rounds and some features are
/// left out of each batch at random, which did better on folds than a penalty; the rarer traits take longer.
pub(super) struct Words<'a> {
    pub(super) rows: &'a [Row],
    pub(super) slots: &'a [Vec<f64>],
    pub(super) columns: usize,
}

/// Batches of each round, so that more samples make larger batches and not more steps.
const BATCHES: usize = 80;
const ROUNDS_FOR_CATEGORIES: usize = 14;
const ROUNDS_FOR_TRAITS: usize = 40;
/// The share of features that a batch leaves out.
const LEFT_OUT: f64 = 0.15;

impl Words<'_> {
    /// The weights of the features, then of the slots' numbers, then the bias.
    pub(super) fn solve(&self, samples: &[Sample], chosen: &[usize]) -> Vec<[f64; OUTPUTS]> {
        let mut weights = self.rounds(samples, chosen, ROUNDS_FOR_TRAITS);
        let categories = self.rounds(samples, chosen, ROUNDS_FOR_CATEGORIES);
        for (to, from) in weights.iter_mut().zip(&categories) {
            to[..CATEGORIES].copy_from_slice(&from[..CATEGORIES]);
        }
        weights
    }

    fn rounds(&self, samples: &[Sample], chosen: &[usize], rounds: usize) -> Vec<[f64; OUTPUTS]> {
        let total = self.columns + SLOTS * DIMENSIONS + 1;
        let mut adam = Adam::new(total, self.columns);
        let mut order = chosen.to_vec();
        let mut state = 0x2545_f491_4f6c_dd1d_u64;
        let size = order.len().div_ceil(BATCHES).max(1);
        let steps = rounds * order.len().div_ceil(size);
        for _ in 0..rounds {
            shuffle(&mut order, &mut state);
            for batch in order.chunks(size) {
                for at in batch {
                    let row = self.row(*at, &mut state);
                    adam.add(&row, &samples[*at], batch.len());
                }
                adam.step(steps);
            }
        }
        adam.weights.iter().map(|row| row.map(f64::from)).collect()
    }

    /// A sample's features, some left out, its slots' numbers, and the bias.
    fn row(&self, at: usize, state: &mut u64) -> Row {
        let mut row: Row = Vec::with_capacity(self.rows[at].len() + SLOTS * DIMENSIONS + 1);
        for (column, amount) in &self.rows[at] {
            if (next(state) >> 11) as f64 / (1_u64 << 53) as f64 >= LEFT_OUT {
                row.push((*column, amount / (1.0 - LEFT_OUT)));
            }
        }
        let slots = self.slots[at].iter().enumerate();
        row.extend(
            slots
                .filter(|(_, it)| **it != 0.0)
                .map(|(at, it)| (self.columns + at, *it)),
        );
        row.push((self.columns + SLOTS * DIMENSIONS, 1.0));
        row
    }
}

/// Adam with decoupled decay; the rate rises for a tenth of the steps and then falls to nothing.
struct Adam {
    weights: Vec<[f32; OUTPUTS]>,
    slopes: Vec<[f32; OUTPUTS]>,
    means: Vec<[f32; OUTPUTS]>,
    squares: Vec<[f32; OUTPUTS]>,
    /// From which row on the weights are those of slots.
    dense: usize,
    taken: usize,
}

impl Adam {
    fn new(rows: usize, dense: usize) -> Self {
        let empty = vec![[0.0_f32; OUTPUTS]; rows];
        Self {
            weights: empty.clone(),
            slopes: empty.clone(),
            means: empty.clone(),
            squares: empty,
            dense,
            taken: 0,
        }
    }

    fn add(&mut self, row: &Row, sample: &Sample, batch: usize) {
        let mut sums = [0.0; OUTPUTS];
        for (column, amount) in row {
            for (sum, weight) in sums.iter_mut().zip(&self.weights[*column]) {
                *sum += amount * f64::from(*weight);
            }
        }
        let errors = errors(&sums, sample, &OF_WORDS).map(|it| it / batch as f64);
        for (column, amount) in row {
            for (slope, error) in self.slopes[*column].iter_mut().zip(&errors) {
                *slope += (amount * error) as f32;
            }
        }
    }

    fn step(&mut self, steps: usize) {
        const RATE: f64 = 6e-3;
        const DECAY: f32 = 0.02;
        self.taken += 1;
        let done = self.taken as f64 / steps as f64;
        let warm = (done * 10.0).min(1.0);
        let rate = (RATE * warm * (1.0 + (std::f64::consts::PI * done).cos()) / 2.0) as f32;
        let taken = i32::try_from(self.taken).unwrap_or(i32::MAX);
        let (first, second) = (1.0 - 0.9_f32.powi(taken), 1.0 - 0.999_f32.powi(taken));
        for at in 0..self.weights.len() {
            let (rate, decay) = if at < self.dense {
                (rate, 0.0)
            } else {
                (rate / 2.0, DECAY)
            };
            for out in 0..OUTPUTS {
                let slope = std::mem::take(&mut self.slopes[at][out]);
                let mean = &mut self.means[at][out];
                *mean += (slope - *mean) * 0.1;
                let square = &mut self.squares[at][out];
                *square += (slope * slope - *square) * 0.001;
                let weight = &mut self.weights[at][out];
                *weight -=
                    rate * (*mean / first / ((*square / second).sqrt() + 1e-8) + decay * *weight);
            }
        }
    }
}

/// How much each kind of mistake counts.
pub(super) struct Loss {
    /// The share of each label that is spread over all categories.
    smoothing: f64,
    /// How much a sample of each category counts, in the order of the taxonomy.
    categories: [f64; CATEGORIES],
}

/// The words' loss: every sample counts alike.
const OF_WORDS: Loss = Loss {
    smoothing: 0.02,
    categories: [1.0; CATEGORIES],
};

/// The judge's loss. To rate too mildly is worse than too strictly, so that stricter categories count more.
const OF_JUDGE: Loss = Loss {
    smoothing: 0.0,
    categories: [1.0, 1.2, 1.7, 2.4, 2.5],
};

/// How far each output is off, as the slope of the loss.
fn errors(sums: &[f64; OUTPUTS], sample: &Sample, loss: &Loss) -> [f64; OUTPUTS] {
    let mut errors = [0.0; OUTPUTS];
    let most = sums[..CATEGORIES].iter().copied().fold(f64::MIN, f64::max);
    let total: f64 = sums[..CATEGORIES].iter().map(|it| (it - most).exp()).sum();
    for at in 0..CATEGORIES {
        let chance = (sums[at] - most).exp() / total;
        let cost = sample.amount * loss.categories[sample.label];
        errors[at] = cost * (chance - wanted(at == sample.label, loss.smoothing));
    }
    for (at, holds) in sample.traits.iter().enumerate() {
        if let Some(holds) = holds {
            let chance = 1.0 / (1.0 + (-sums[CATEGORIES + at]).exp());
            errors[CATEGORIES + at] = sample.amount * (chance - f64::from(u8::from(*holds)));
        }
    }
    errors
}

/// The chance that a category should have.
fn wanted(is_label: bool, smoothing: f64) -> f64 {
    smoothing / CATEGORIES as f64 + if is_label { 1.0 - smoothing } else { 0.0 }
}
