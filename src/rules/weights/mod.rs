//! The second reader: a linear model over a definition's words, which knows nothing of the rules.
//!
//! The numbers are learned by `examples/train` and stand in `weights.bin`. All arithmetic is in integers, so
//! that a rating is the same on every platform.

mod features;
mod surroundings;
mod table;
mod tokens;
mod vectors;

pub use features::{Feature, Features, Kind};
pub use surroundings::Surroundings;
pub use table::{OUTPUTS, SLOT_PARTS, UNIT, Weights};
pub use vectors::{DIMENSIONS, LENGTH, SLOTS, SlotVectors, Vectors};

use crate::model::{Category, Definition, Trait};

/// What the second reader makes of a definition. The numbers are log-odds in units of 1/[`UNIT`].
#[derive(Debug, Clone)]
pub struct Opinion {
    /// One number for each category, in the order of the taxonomy.
    pub categories: [i32; Category::ALL.len()],
    /// One number for each trait, in the order of the taxonomy.
    pub traits: [i32; Trait::ALL.len()],
    features: Features,
}

impl Opinion {
    /// Reads a definition of a tool and what surrounds it.
    pub fn of(weights: &Weights, definition: &Definition, surroundings: &Surroundings) -> Self {
        let features = Features::of(definition, surroundings);
        let all = weights.sum(&features);
        let mut opinion = Self {
            categories: [0; Category::ALL.len()],
            traits: [0; Trait::ALL.len()],
            features,
        };
        let (categories, traits) = all.split_at(Category::ALL.len());
        opinion.categories.copy_from_slice(categories);
        opinion.traits.copy_from_slice(traits);
        opinion
    }

    /// The category that the words speak for most.
    pub fn category(&self) -> Category {
        let ranked = Category::ALL.iter().zip(self.categories);
        let best = ranked.max_by_key(|(category, number)| (*number, **category));
        best.map_or(Category::Read, |(category, _)| *category)
    }

    /// How far the category of [`Opinion::category`] is before the next.
    pub fn lead(&self) -> i32 {
        let mut numbers = self.categories;
        numbers.sort_unstable();
        match numbers {
            [.., second, best] => best - second,
        }
    }

    /// The feature that speaks most for a category over the others.
    pub(super) fn reason_for(&self, weights: &Weights, category: Category) -> Option<&Feature> {
        let at = Category::ALL.iter().position(|it| *it == category)?;
        self.strongest(weights, |row| {
            let own = row.get(at).copied().map_or(0, i32::from);
            let others = row
                .iter()
                .take(Category::ALL.len())
                .map(|it| i32::from(*it));
            own * 5 - others.sum::<i32>()
        })
    }

    /// The feature that speaks most for a trait.
    pub(super) fn reason_for_trait(&self, weights: &Weights, each: Trait) -> Option<&Feature> {
        let at = Trait::ALL.iter().position(|it| *it == each)? + Category::ALL.len();
        self.strongest(weights, |row| row.get(at).copied().map_or(0, i32::from))
    }

    fn strongest(&self, weights: &Weights, value: impl Fn(&[i8]) -> i32) -> Option<&Feature> {
        let speaks = |feature: &Feature| {
            weights
                .row(feature.id)
                .map_or(0, |row| value(row) * feature.amount)
        };
        let quoted =
            |it: &&Feature| !matches!(it.kind, Kind::Count | Kind::Silent | Kind::ServerWord);
        let all = self.features.all.iter().filter(quoted);
        // The first of equals, so that the order of the text decides.
        all.map(|it| (speaks(it), it))
            .filter(|(value, _)| *value > 0)
            .reduce(|best, next| if next.0 > best.0 { next } else { best })
            .map(|(_, feature)| feature)
    }
}
