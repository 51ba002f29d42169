//! What readers take characters for: the skeletons of Unicode Technical Standard 39. Its table comes from the crate
//! `unicode-security`, by way of `build.rs`: as one text it takes a sixth of the program that the crate's own takes.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;

/// For each character that is taken for others: the character, and what it is taken for, on a line.
const TABLE: &str = include_str!(concat!(env!("OUT_DIR"), "/lookalikes.txt"));

/// The characters of the table in their order, each with what it is taken for.
static ALIKE: LazyLock<Vec<(char, &str)>> = LazyLock::new(|| {
    let lines = TABLE.lines().filter_map(|line| {
        let mut characters = line.chars();
        Some((characters.next()?, characters.as_str()))
    });
    lines.collect()
});

/// What readers take a text for: texts that look alike have the same skeleton.
pub(crate) fn skeleton(text: &str) -> impl Iterator<Item = char> + '_ {
    let alike = |character| {
        let place = ALIKE.binary_search_by_key(&character, |(it, _)| *it).ok();
        let known = place.and_then(|place| ALIKE.get(place));
        let itself = known.is_none().then_some(character);
        itself
            .into_iter()
            .chain(known.map_or("", |(_, alike)| alike).chars())
    };
    text.nfd().flat_map(alike).nfd()
}

#[cfg(test)]
mod tests {
    use unicode_security::confusable_detection::skeleton as expected;

    use super::*;

    #[test]
    fn every_character_has_the_skeleton_of_the_standard() {
        let mut text = String::new();
        for character in '\0'..=char::MAX {
            text.clear();
            text.push(character);
            assert!(skeleton(&text).eq(expected(&text)), "{character:?}");
        }
    }

    #[test]
    fn texts_have_the_skeletons_of_the_standard() {
        for text in [
            "pаypal",
            "rn\u{301}m",
            "\u{200b}a\u{345}\u{301}\u{323}",
            "ﬃ ½ Ⅷ",
            "가\u{e0041}각",
        ] {
            let told: String = skeleton(text).collect();
            assert_eq!(told, expected(text).collect::<String>());
        }
        assert!(skeleton("pаypal").eq("paypal".chars()));
    }
}
