//! What makes a call worse or better than its category.

use super::Rule;

pub(super) const RULES: &[Rule] = &[];
