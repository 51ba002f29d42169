//! Sentences and signs of a definition → numbers that tell together how much it reads like a poisoned one.
//!
//! All numbers are in units of 1/1000.

use super::Kind;
use super::learned::Place;

/// A sentence, as far as it counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Heard {
    pub(super) place: Place,
    pub(super) sight: Sight,
    /// The log-odds that it is an order.
    pub(super) odds: i32,
}

/// How a sentence stands in its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// As it stands.
    Plain,
    /// In a comment of a schema.
    Comment,
    /// In an encoding that honest authors use too.
    Decoded,
    /// In an encoding or in characters that honest authors have no use for.
    Hidden,
}

impl Sight {
    pub(super) const fn is_decoded(self) -> bool {
        matches!(self, Self::Decoded | Self::Hidden)
    }
}

/// A sign, as far as it counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Claim {
    pub(super) kind: Kind,
    pub(super) points: u8,
    /// The log-odds that its sentence is an order, where the rules found it in a sentence.
    pub(super) odds: Option<i32>,
}

impl Claim {
    /// How much it counts: its points, less where its sentence does not read like an order.
    fn worth(self) -> i32 {
        let share = self
            .odds
            .map_or(UNIT, |odds| ((odds + 3 * UNIT) / 4).clamp(0, UNIT));
        i32::from(self.points) * share
    }

    /// Whether its sentence reads so that it can be an order.
    pub(super) fn can_be_meant(self) -> bool {
        self.worth() >= UNIT / 3
    }
}

const UNIT: i32 = 1000;
/// Odds beyond this say no more.
const FARTHEST: i32 = 5 * UNIT;
/// How many sentences are counted at most.
const MOST: usize = 4;
/// From twice as many sentences on, a definition is a long one, and what each doubling takes from the odds of a sentence.
const MANY_SENTENCES: usize = 16;
const FOR_EACH_DOUBLING: i32 = 700;
/// How many doublings count at most, so that filling a definition with harmless text does not hide an order.
const MOST_DOUBLINGS: u32 = 2;
/// How many points are counted at most.
const MOST_POINTS: i32 = 8 * UNIT;
/// How many numbers stand for each kind of sign.
const OF_A_KIND: usize = 3;

/// All sentences of a definition, with less odds where there are many: in a long one, some sentence reads like an order
/// by chance.
pub(super) fn among_many(mut heard: Vec<Heard>) -> Vec<Heard> {
    let doublings = (heard.len() / MANY_SENTENCES).max(1).ilog2();
    let lost = i32::try_from(doublings.min(MOST_DOUBLINGS)).unwrap_or_default() * FOR_EACH_DOUBLING;
    for it in &mut heard {
        it.odds -= lost;
    }
    heard
}

/// The numbers, always as many and in the same order.
pub(super) fn evidence(heard: &[Heard], claims: &[Claim], conversational: bool) -> Vec<i32> {
    let (decoded, plain): (Vec<Heard>, Vec<Heard>) =
        heard.iter().partition(|it| it.sight.is_decoded());
    let mut all = of_sentences(&plain);
    all.extend(of_decoded(&decoded));
    all.push(flag(conversational));
    all.extend(of_signs(claims));
    all
}

fn bounded(odds: i32) -> i32 {
    odds.clamp(-FARTHEST, FARTHEST)
}

const fn flag(is_so: bool) -> i32 {
    if is_so { UNIT } else { 0 }
}

/// The strongest three sentences, the strongest of each place, two in a row, and how many there are.
fn of_sentences(heard: &[Heard]) -> Vec<i32> {
    let mut odds: Vec<i32> = heard.iter().map(|it| bounded(it.odds)).collect();
    let in_a_row = odds.windows(2).map(|two| two.iter().sum()).max();
    odds.sort_unstable_by_key(|it| std::cmp::Reverse(*it));
    let mut all: Vec<i32> = (0..3)
        .map(|at| odds.get(at).copied().unwrap_or(-FARTHEST))
        .collect();
    all.extend([Place::Tool, Place::Argument, Place::Value].map(|place| {
        let there = heard.iter().filter(|it| it.place == place);
        there.map(|it| bounded(it.odds)).max().unwrap_or(-FARTHEST)
    }));
    all.push(highest(heard, Sight::Comment));
    all.push(in_a_row.unwrap_or(-2 * FARTHEST));
    let length = (heard.len() + 1).ilog2();
    all.push(i32::try_from(length).unwrap_or_default() * UNIT);
    all.extend([-UNIT, 0, UNIT + UNIT / 2].map(|least| {
        let stronger = odds.iter().filter(|it| **it > least).take(MOST);
        i32::try_from(stronger.count()).unwrap_or_default() * UNIT
    }));
    all
}

/// The strongest sentence out of those that were decoded, and whether one was out of sight.
fn of_decoded(heard: &[Heard]) -> [i32; 3] {
    let hidden = heard.iter().any(|it| it.sight == Sight::Hidden);
    [
        highest(heard, Sight::Decoded),
        highest(heard, Sight::Hidden),
        flag(hidden),
    ]
}

/// The odds of the strongest sentence with one sight, counted up from the least odds; nothing where there is none.
fn highest(heard: &[Heard], sight: Sight) -> i32 {
    let there = heard.iter().filter(|it| it.sight == sight);
    there
        .map(|it| bounded(it.odds) + FARTHEST)
        .max()
        .unwrap_or_default()
}

/// For each kind whether there is a strong and a weak sign, and what the best is worth; then the sums of points and worths.
fn of_signs(claims: &[Claim]) -> Vec<i32> {
    let mut all = vec![0; Kind::ALL.len() * OF_A_KIND];
    let (mut points, mut worth) = (0_i32, 0_i32);
    for claim in claims {
        let kind = Kind::ALL.iter().position(|it| *it == claim.kind);
        let first = kind.unwrap_or_default() * OF_A_KIND;
        if let Some([strong, weak, best]) = all.get_mut(first..first + OF_A_KIND) {
            *(if claim.points > 1 { strong } else { weak }) = UNIT;
            *best = claim.worth().max(*best);
        }
        points = (points + i32::from(claim.points) * UNIT).min(MOST_POINTS);
        worth = (worth + claim.worth()).min(MOST_POINTS);
    }
    all.extend([points, worth]);
    all
}
