//! Which attack patterns concern a rated tool: by what a call does, never by its name.

use super::{RatedTool, Rating};
use crate::model::{Attack, Catalog, Predicate};

/// Whether a rating meets a pattern's condition.
pub fn applies(predicate: &Predicate, rating: &Rating) -> bool {
    let category = predicate
        .category
        .is_none_or(|category| category == rating.category);
    category
        && predicate
            .traits
            .iter()
            .all(|each| rating.traits.contains(each))
}

/// The patterns that concern a tool, in the catalog's order: those whose condition it meets, and
/// those its reviewer named.
pub fn attacks_of<'a>(catalog: &'a Catalog, rated: &RatedTool<'_>) -> Vec<&'a Attack> {
    let named = &rated.tool.review.attacks;
    catalog
        .attacks
        .iter()
        .filter(|attack| {
            attack
                .applies
                .iter()
                .any(|predicate| applies(predicate, &rated.rating))
                || named.iter().any(|id| id.value == attack.id)
        })
        .collect()
}
