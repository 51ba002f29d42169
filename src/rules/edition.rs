//! The edition of the rules: equal editions give every definition the same category and traits, from which its severity and
//! policy follow. How sure the program is of them is no part of it.

use std::fmt::Write as _;
use std::sync::LazyLock;

use sha2::{Digest, Sha256};

use super::learned::{JUDGE, VECTORS, WEIGHTS};
use super::table;
use crate::model::Additions;

/// Count this up when code changes the category or a trait of definitions as servers have them; changed tables and weights
/// show by themselves.
const READER: u32 = 2;

static BUILT_IN: LazyLock<String> = LazyLock::new(|| {
    let mut digest = Sha256::new();
    digest.update(READER.to_le_bytes());
    digest.update(JUDGE.as_ref());
    digest.update(WEIGHTS.as_ref());
    digest.update(VECTORS.as_ref());
    for rule in table::rules() {
        digest.update(format!("{rule:?}"));
    }
    short(digest)
});

/// The edition of the built-in rules and of what a catalog adds to them.
pub fn edition(additions: &Additions) -> String {
    if additions.is_empty() {
        return BUILT_IN.clone();
    }
    let mut digest = Sha256::new();
    for word in &additions.words {
        digest.update(format!("{word:?}"));
    }
    for rule in &additions.rules {
        // The place in the file is not part of what a rule says.
        let said = (
            &rule.id.value,
            rule.claim,
            &rule.reason,
            &rule.on,
            &rule.when,
        );
        digest.update(format!("{said:?}"));
    }
    format!("{}+{}", *BUILT_IN, short(digest))
}

/// The first 12 hexadecimal digits of a digest.
fn short(digest: Sha256) -> String {
    let mut text = String::new();
    for byte in digest.finalize().iter().take(6) {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Category, Word};

    #[test]
    fn what_a_catalog_adds_is_part_of_the_edition() {
        let word = |reason: &str| Additions {
            words: vec![Word {
                word: "frob".to_owned(),
                category: Category::Write,
                reason: reason.to_owned(),
            }],
            rules: Vec::new(),
        };
        let plain = edition(&Additions::default());
        assert_eq!(plain.len(), 12);
        assert!(edition(&word("a")).starts_with(&format!("{plain}+")));
        assert_ne!(edition(&word("a")), edition(&word("b")));
    }
}
