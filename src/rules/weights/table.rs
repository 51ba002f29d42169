//! The learned numbers: for each feature one small integer per category and trait.

use std::sync::LazyLock;

use super::features::Features;
use super::vectors::{DIMENSIONS, SLOTS, Vectors};
use crate::model::{Category, Trait};
use crate::rules::learned::WEIGHTS;

/// How many numbers a feature has: one for each category, then one for each trait.
pub const OUTPUTS: usize = Category::ALL.len() + Trait::ALL.len();

/// One unit of log-odds.
pub const UNIT: i32 = 1024;

/// A slot's weights are in this part of 1/[`UNIT`].
pub const SLOT_PARTS: i32 = 64;

/// The table of weights.
#[derive(Debug, Clone, Default)]
pub struct Weights {
    /// What every definition starts from, in 1/[`UNIT`].
    pub bias: [i32; OUTPUTS],
    /// What one step of a weight is worth for a feature of amount 16, in 1/[`UNIT`] of 1/256.
    pub scale: [i32; OUTPUTS],
    /// What each number of each slot's vector is worth, in 1/[`UNIT`] of 1/[`SLOT_PARTS`]; empty for nothing.
    slots: Vec<[i16; OUTPUTS]>,
    /// The features that have weights, by id.
    rows: Vec<(u32, [i8; OUTPUTS])>,
    /// Where in `rows` the ids of each first half begin, and where the last ends.
    starts: Vec<usize>,
}

static BUILT_IN: LazyLock<Weights> = LazyLock::new(|| Weights::parse(&WEIGHTS).unwrap_or_default());

impl Weights {
    /// The weights that the program carries.
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// A table from its parts.
    pub fn new(
        bias: [i32; OUTPUTS],
        scale: [i32; OUTPUTS],
        slots: Vec<[i16; OUTPUTS]>,
        rows: impl IntoIterator<Item = (u32, [i8; OUTPUTS])>,
    ) -> Self {
        let mut rows: Vec<_> = rows.into_iter().collect();
        rows.sort_unstable();
        let halves = 0..=1_u64 << 16;
        let starts = halves.map(|half| rows.partition_point(|(id, _)| u64::from(*id) < half << 16));
        Self {
            bias,
            scale,
            slots,
            starts: starts.collect(),
            rows,
        }
    }

    /// The table with the features alone that matter most: those with large weights, or with smaller ones that
    /// many definitions have. `uses` tells how many labeled definitions have a feature.
    #[must_use]
    pub fn pruned(self, most: usize, uses: impl Fn(u32) -> u64) -> Self {
        let mut rows = self.rows;
        let worth = |(id, row): &(u32, [i8; OUTPUTS])| {
            let weights = row.iter().zip(self.scale);
            let weights = weights
                .map(|(it, scale)| u64::from(it.unsigned_abs()) * u64::from(scale.unsigned_abs()));
            let largest = u128::from(weights.max().unwrap_or_default());
            largest * largest * u128::from(uses(*id))
        };
        rows.sort_by_cached_key(|row| (std::cmp::Reverse(worth(row)), row.0));
        rows.truncate(most);
        Self::new(self.bias, self.scale, self.slots, rows)
    }

    /// How many features have weights.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The numbers of a feature.
    pub(super) fn row(&self, id: u32) -> Option<&[i8; OUTPUTS]> {
        let half = (id >> 16) as usize;
        let (from, to) = (*self.starts.get(half)?, *self.starts.get(half + 1)?);
        let mut rows = self.rows.get(from..to)?.iter();
        rows.find(|(each, _)| *each == id).map(|(_, row)| row)
    }

    /// The sums over features, in 1/[`UNIT`].
    pub fn sum(&self, features: &Features) -> [i32; OUTPUTS] {
        let mut sums = [0_i32; OUTPUTS];
        for feature in &features.all {
            if let Some(row) = self.row(feature.id) {
                for (sum, weight) in sums.iter_mut().zip(row) {
                    *sum += i32::from(*weight) * feature.amount;
                }
            }
        }
        let mut all = self.bias;
        for ((out, sum), scale) in all.iter_mut().zip(sums).zip(self.scale) {
            let worth = i64::from(sum) * i64::from(scale) / (16 * 256);
            *out = out.saturating_add(i32::try_from(worth).unwrap_or(0));
        }
        self.add_slots(features, &mut all);
        all
    }

    fn add_slots(&self, features: &Features, all: &mut [i32; OUTPUTS]) {
        let vectors = Vectors::built_in().read(features);
        let mut sums = [0_i32; OUTPUTS];
        for (number, row) in vectors.iter().flatten().zip(&self.slots) {
            for (sum, weight) in sums.iter_mut().zip(row) {
                *sum += number * i32::from(*weight);
            }
        }
        for (out, sum) in all.iter_mut().zip(sums) {
            *out = out.saturating_add(sum / SLOT_PARTS);
        }
    }

    /// Reads a table: a line about its origin, then little-endian numbers (bias and scale of each output, the
    /// weights of the slots' vectors, then for each feature its id and its weights). Gives nothing for anything else.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let head = bytes.iter().position(|byte| *byte == b'\n')?;
        let rest = bytes.get(head + 1..)?;
        let (numbers, rows) = rest.split_at_checked(8 * OUTPUTS)?;
        let (numbers, _) = numbers.as_chunks::<4>();
        let (mut bias, mut scale) = ([0; OUTPUTS], [0; OUTPUTS]);
        for (to, from) in bias.iter_mut().chain(&mut scale).zip(numbers) {
            *to = i32::from_le_bytes(*from);
        }
        let (slots, rows) = rows.split_at_checked(2 * OUTPUTS * SLOTS * DIMENSIONS)?;
        let (slots, _) = slots.as_chunks::<{ 2 * OUTPUTS }>();
        let (rows, left) = rows.as_chunks::<{ 4 + OUTPUTS }>();
        let row = |row: &[u8; 4 + OUTPUTS]| {
            let (id, weights) = row.split_first_chunk::<4>()?;
            let mut values = [0; OUTPUTS];
            for (to, from) in values.iter_mut().zip(weights) {
                *to = i8::from_le_bytes([*from]);
            }
            Some((u32::from_le_bytes(*id), values))
        };
        left.is_empty().then(|| {
            Self::new(
                bias,
                scale,
                slots.iter().map(slot).collect(),
                rows.iter().filter_map(row),
            )
        })
    }

    /// The table as [`Weights::parse`] reads it.
    pub fn to_bytes(&self, origin: &str) -> Vec<u8> {
        let mut out = origin.replace('\n', " ").into_bytes();
        out.push(b'\n');
        for number in self.bias.iter().chain(&self.scale) {
            out.extend(number.to_le_bytes());
        }
        out.extend(self.slots.iter().flatten().flat_map(|it| it.to_le_bytes()));
        for (id, row) in &self.rows {
            out.extend(id.to_le_bytes());
            out.extend(row.iter().flat_map(|it| it.to_le_bytes()));
        }
        out
    }
}

/// The weights of one number of a slot's vector.
fn slot(bytes: &[u8; 2 * OUTPUTS]) -> [i16; OUTPUTS] {
    let (numbers, _) = bytes.as_chunks::<2>();
    let mut row = [0; OUTPUTS];
    for (to, from) in row.iter_mut().zip(numbers) {
        *to = i16::from_le_bytes(*from);
    }
    row
}
