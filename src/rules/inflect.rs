//! The inflections of English verbs: `delete`, `deletes`, `deleting`, `deleted`.

/// The form a verb stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `delete`
    Base,
    /// `deletes`
    Third,
    /// `deleting`
    Gerund,
    /// `deleted`
    Past,
    /// `deletion`
    Nominal,
}

/// Irregular pasts and nominal forms: base, form, word.
const IRREGULAR: &[(&str, Form, &str)] = &[
    ("get", Form::Past, "got"),
    ("send", Form::Past, "sent"),
    ("write", Form::Past, "written"),
    ("find", Form::Past, "found"),
    ("show", Form::Past, "shown"),
    ("pay", Form::Past, "paid"),
    ("buy", Form::Past, "bought"),
    ("sell", Form::Past, "sold"),
    ("make", Form::Past, "made"),
    ("take", Form::Past, "taken"),
    ("run", Form::Past, "ran"),
    ("overwrite", Form::Past, "overwritten"),
    ("build", Form::Past, "built"),
    ("give", Form::Past, "given"),
    ("hold", Form::Past, "held"),
    ("delete", Form::Nominal, "deletion"),
    ("remove", Form::Nominal, "removal"),
    ("create", Form::Nominal, "creation"),
    ("execute", Form::Nominal, "execution"),
    ("cancel", Form::Nominal, "cancellation"),
    ("retrieve", Form::Nominal, "retrieval"),
    ("modify", Form::Nominal, "modification"),
];

/// Calls `each` with every inflection of a verb.
pub(super) fn inflect(base: &str, mut each: impl FnMut(String, Form)) {
    each(base.to_owned(), Form::Base);
    if !base.is_ascii() || base.len() < 2 {
        return;
    }
    for stem in stems(base) {
        each(format!("{stem}ing"), Form::Gerund);
        each(past(&stem), Form::Past);
    }
    each(third(base), Form::Third);
    for (_, form, word) in IRREGULAR.iter().filter(|(verb, _, _)| *verb == base) {
        each((*word).to_owned(), *form);
    }
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u')
}

fn third(base: &str) -> String {
    let bytes = base.as_bytes();
    match bytes {
        [.., before, b'y'] if !is_vowel(*before) => {
            format!("{}ies", base.strip_suffix('y').unwrap_or(base))
        }
        [.., b's' | b'x' | b'z' | b'o'] | [.., b'c' | b's', b'h'] => format!("{base}es"),
        _ => format!("{base}s"),
    }
}

/// What `-ing` is put to: both spellings where a final consonant may be doubled.
fn stems(base: &str) -> Vec<String> {
    let bytes = base.as_bytes();
    match bytes {
        [.., b'e', b'e'] => vec![base.to_owned()],
        [.., b'i', b'e'] => vec![format!("{}y", base.strip_suffix("ie").unwrap_or(base))],
        [.., b'e'] => vec![base.strip_suffix('e').unwrap_or(base).to_owned()],
        [.., vowel, last]
            if is_vowel(*vowel) && !is_vowel(*last) && !matches!(last, b'w' | b'x' | b'y') =>
        {
            vec![base.to_owned(), format!("{base}{}", char::from(*last))]
        }
        _ => vec![base.to_owned()],
    }
}

fn past(stem: &str) -> String {
    match stem.as_bytes() {
        [.., before, b'y'] if !is_vowel(*before) => {
            format!("{}ied", stem.strip_suffix('y').unwrap_or(stem))
        }
        [.., b'e', b'e'] => format!("{stem}d"),
        _ => format!("{stem}ed"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(base: &str) -> Vec<String> {
        let mut all = Vec::new();
        inflect(base, |word, _| all.push(word));
        all
    }

    #[test]
    fn verbs_are_inflected_in_every_usual_way() {
        for (base, expected) in [
            ("delete", ["deletes", "deleting", "deleted"]),
            ("modify", ["modifies", "modifying", "modified"]),
            ("drop", ["drops", "dropping", "dropped"]),
            ("cancel", ["cancels", "canceling", "cancelled"]),
            ("publish", ["publishes", "publishing", "published"]),
            ("deploy", ["deploys", "deploying", "deployed"]),
            ("free", ["frees", "freeing", "freed"]),
            ("send", ["sends", "sending", "sent"]),
        ] {
            for word in expected {
                assert!(
                    forms(base).iter().any(|form| form == word),
                    "{base}: {word}"
                );
            }
        }
    }
}
