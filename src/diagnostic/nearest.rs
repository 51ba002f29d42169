//! Words that people misspell: the nearest one that is allowed.

/// How many allowed words are listed; more do not help.
const MOST_LISTED: usize = 20;

/// "did you mean `x`?" when one of `allowed` is near `word`, and the allowed words if they are few.
pub fn suggest(word: &str, allowed: &[&str]) -> String {
    let near = nearest(word, allowed).map(|near| format!("did you mean `{near}`?"));
    let list = match allowed.len() {
        0 => Some("the catalog has none".to_owned()),
        1..=MOST_LISTED => {
            let words: Vec<String> = allowed.iter().map(|word| format!("`{word}`")).collect();
            Some(format!("allowed: {}", words.join(", ")))
        }
        many if near.is_none() => Some(format!("none of the {many} known names is similar")),
        _ => None,
    };
    near.into_iter().chain(list).collect::<Vec<_>>().join(" ")
}

/// The word of `allowed` that is nearest to `word`, if it is near at all.
pub fn nearest<'a>(word: &str, allowed: &[&'a str]) -> Option<&'a str> {
    allowed
        .iter()
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), *candidate))
        .min()
        .filter(|(distance, candidate)| *distance <= candidate.len().max(3) / 3)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::suggest;

    #[test]
    fn the_nearest_word_is_suggested_only_when_it_is_near() {
        assert!(suggest("wirte", &["read", "write"]).starts_with("did you mean `write`?"));
        assert_eq!(
            suggest("zzzzzz", &["read", "write"]),
            "allowed: `read`, `write`"
        );
    }
}
