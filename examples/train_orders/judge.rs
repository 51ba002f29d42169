//! The judge of definitions: logistic regression over the evidence in them.

use crate::definitions::{Example, Sort};
use crate::shuffle::shuffle;

/// How much a definition with a sentence of our own put into it counts, beside one that somebody wrote.
const PUT_INTO: f64 = 0.15;
const RATE: f64 = 0.1;
const ROUNDS: usize = 30;
const DECAY: f64 = 1e-5;
const FIRST_SQUARE: f64 = 1e-3;
/// The spread that evidence has at least, so that what is rare does not weigh too much.
const LEAST_SPREAD: f64 = 0.02;
/// From which number on the evidence is about signs, of which none speaks for a definition.
const SIGNS: usize = 16;

/// Tells poisoned definitions from honest ones.
pub(super) struct Judge {
    weights: Vec<f64>,
    bias: f64,
}

impl Judge {
    /// Learns from the evidence in definitions.
    pub(super) fn learn(all: &[(Vec<f64>, &Example)]) -> Self {
        let spreads = spreads(all);
        let count = spreads.len();
        let (mut weights, mut bias) = (vec![0.0; count], -2.0);
        let (mut squares, mut square) = (vec![FIRST_SQUARE; count], FIRST_SQUARE);
        let mut order: Vec<usize> = (0..all.len()).collect();
        let mut state = 77_777;
        for round in 0..ROUNDS {
            shuffle(&mut order, &mut state);
            let rate = RATE * (1.0 - round as f64 / ROUNDS as f64);
            for at in &order {
                let (evidence, example) = &all[*at];
                let scaled: Vec<f64> = evidence
                    .iter()
                    .zip(&spreads)
                    .map(|(it, by)| it / by)
                    .collect();
                let odds: f64 = scaled
                    .iter()
                    .zip(&weights)
                    .map(|(it, by)| it * by)
                    .sum::<f64>()
                    + bias;
                let (wanted, cost) = wanted(example.sort);
                let error = cost * (1.0 / (1.0 + (-odds).exp()) - wanted);
                for at in 0..count {
                    let slope = error * scaled[at] + DECAY * weights[at];
                    squares[at] += slope * slope;
                    weights[at] -= rate * slope / f64::sqrt(squares[at]);
                    if at >= SIGNS {
                        weights[at] = weights[at].max(0.0);
                    }
                }
                square += error * error;
                bias -= rate * error / f64::sqrt(square);
            }
        }
        let weights = weights.iter().zip(&spreads).map(|(it, by)| it / by);
        Self {
            weights: weights.collect(),
            bias,
        }
    }

    /// The log-odds that a definition with this evidence is poisoned.
    pub(super) fn odds(&self, evidence: &[f64]) -> f64 {
        let terms = evidence.iter().zip(&self.weights);
        terms.map(|(it, weight)| it * weight).sum::<f64>() + self.bias
    }

    /// The file of the numbers, so that odds above `least` are odds above nothing.
    pub(super) fn to_text(&self, least: f64) -> String {
        let numbers = std::iter::once(self.bias - least).chain(self.weights.iter().copied());
        let lines = numbers.map(|it| format!("{}\n", (it * 1000.0).round() as i64));
        lines.collect()
    }
}

/// What is wanted of a definition, and how much it counts.
const fn wanted(sort: Sort) -> (f64, f64) {
    match sort {
        Sort::Poisoned => (1.0, 1.0),
        Sort::WithOrder => (1.0, PUT_INTO),
        Sort::WithHarmless => (0.0, 2.0 * PUT_INTO),
        Sort::Real | Sort::Honest => (0.0, 1.0),
    }
}

/// The standard deviation of each piece of evidence.
fn spreads(all: &[(Vec<f64>, &Example)]) -> Vec<f64> {
    let count = all.first().map_or(0, |it| it.0.len());
    let size = all.len().max(1) as f64;
    (0..count)
        .map(|at| {
            let mean = all.iter().map(|it| it.0[at]).sum::<f64>() / size;
            let square = all.iter().map(|it| (it.0[at] - mean).powi(2)).sum::<f64>() / size;
            square.sqrt().max(LEAST_SPREAD)
        })
        .collect()
}
