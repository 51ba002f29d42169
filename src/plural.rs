//! A number and its noun, for messages: `1 tool`, `2 entries`.

/// The number with the noun in the right form.
pub fn count(number: usize, noun: &str) -> String {
    format!("{number} {}", form(number, noun))
}

/// The noun in the form that goes with the number.
pub fn form(number: usize, noun: &str) -> String {
    if number == 1 {
        return noun.to_owned();
    }
    match noun.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
        _ if noun.ends_with(['s', 'x']) => format!("{noun}es"),
        _ => format!("{noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn one_is_singular_and_every_other_number_plural() {
        for (number, noun, text) in [
            (1, "tool", "1 tool"),
            (0, "tool", "0 tools"),
            (2, "entry", "2 entries"),
            (2, "key", "2 keys"),
            (21, "fix", "21 fixes"),
        ] {
            assert_eq!(count(number, noun), text);
        }
    }
}
