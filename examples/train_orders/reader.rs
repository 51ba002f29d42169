//! The reader of sentences: logistic regression over hashed features.

use toolrisk::poison::learned::training::{BUCKETS, learned_before, to_bytes};

use crate::definitions::{Example, Sort};
use crate::shuffle::shuffle;

/// How much a sentence of a poisoned definition counts, and one of an honest definition of our own.
const OF_POISONED: f64 = 2.0;
const OF_HONEST: f64 = 2.0;
/// How often the orders in poisoned definitions are looked for anew.
const SEARCHES: usize = 2;
/// The log-odds from which on a sentence of a poisoned definition is learned as an order beside the strongest, and below
/// which one is learned as honest.
const ORDER: f64 = 0.5;
const HONEST: f64 = -4.0;
/// The penalty on leaving the numbers that learning starts from.
const DECAY: f64 = 0.02;
const RATE: f64 = 0.3;
const ROUNDS: usize = 4;
const LAST_ROUNDS: usize = 8;
/// Where the sum of squared slopes starts; it keeps the first steps small.
const FIRST_SQUARE: f64 = 0.1;

/// The features of a sentence, whether it is an order, and how much it counts.
type Sample<'a> = (&'a [usize], bool, f64);

/// Tells orders from honest sentences.
pub(super) struct Reader {
    weights: Vec<f64>,
    bias: f64,
}

impl Reader {
    /// Learns from definitions.
    pub(super) fn learn(all: &[&Example]) -> Self {
        let known: Vec<Sample<'_>> = all.iter().flat_map(|it| known(it)).collect();
        let mut reader = solve(&known, ROUNDS);
        for search in 1..=SEARCHES {
            let poisoned = all.iter().filter(|it| it.sort == Sort::Poisoned);
            let mut samples = known.clone();
            samples.extend(poisoned.flat_map(|it| reader.guessed(it)));
            let rounds = if search == SEARCHES {
                LAST_ROUNDS
            } else {
                ROUNDS
            };
            reader = solve(&samples, rounds);
        }
        reader
    }

    /// The sentences of a poisoned definition that seem to be its orders, and those that seem honest.
    fn guessed<'a>(&self, example: &'a Example) -> Vec<Sample<'a>> {
        let sentences = &example.definition.sentences;
        let odds: Vec<f64> = sentences.iter().map(|it| self.odds(&it.features)).collect();
        let strongest = odds.iter().copied().fold(f64::MIN, f64::max);
        let each = sentences.iter().zip(odds);
        each.filter_map(|(sentence, odds)| {
            let features = sentence.features.as_slice();
            let is_order = odds >= strongest || odds > ORDER;
            let is_clear = is_order || odds < HONEST;
            is_clear.then_some((features, is_order, if is_order { OF_POISONED } else { 1.0 }))
        })
        .collect()
    }

    /// The evidence in a definition.
    pub(super) fn evidence(&self, example: &Example) -> Vec<f64> {
        let odds = |features: &[usize]| (self.odds(features) * 1000.0).round() as i32;
        let evidence = example.definition.evidence(odds);
        evidence
            .into_iter()
            .map(|it| f64::from(it) / 1000.0)
            .collect()
    }

    fn odds(&self, features: &[usize]) -> f64 {
        let sum: f64 = features.iter().map(|at| self.weights[*at]).sum();
        sum / (features.len().max(1) as f64).sqrt() + self.bias
    }

    /// The file of the numbers.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        to_bytes(&self.weights, self.bias)
    }
}

/// The sentences of a definition of which it is known whether they are orders.
fn known(example: &Example) -> Vec<Sample<'_>> {
    let cost = if example.sort == Sort::Honest {
        OF_HONEST
    } else {
        1.0
    };
    let sentences = example.definition.sentences.iter().zip(&example.orders);
    sentences
        .filter_map(|(it, order)| Some((it.features.as_slice(), (*order)?, cost)))
        .collect()
}

/// Logistic regression with a penalty on leaving the start, by the `AdaGrad` method.
fn solve(samples: &[Sample<'_>], rounds: usize) -> Reader {
    let (start, bias) = learned_before();
    let mut reader = Reader {
        weights: start.clone(),
        bias,
    };
    let mut squares = vec![FIRST_SQUARE; BUCKETS];
    let mut uses = vec![0.0; BUCKETS];
    for at in samples.iter().flat_map(|it| it.0) {
        uses[*at] += 1.0;
    }
    let mut square = 1.0;
    let mut order: Vec<usize> = (0..samples.len()).collect();
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    for round in 0..rounds {
        shuffle(&mut order, &mut state);
        let rate = RATE * (1.0 - round as f64 / rounds as f64);
        for at in &order {
            let (features, is_order, cost) = samples[*at];
            let chance = 1.0 / (1.0 + (-reader.odds(features)).exp());
            let error = cost * (chance - f64::from(u8::from(is_order)));
            let share = 1.0 / (features.len().max(1) as f64).sqrt();
            for at in features {
                let away = reader.weights[*at] - start[*at];
                let slope = error * share + DECAY / uses[*at] * away;
                squares[*at] += slope * slope;
                reader.weights[*at] -= rate * slope / f64::sqrt(squares[*at]);
            }
            square += error * error;
            reader.bias -= rate * error / f64::sqrt(square);
        }
    }
    reader
}
