//! Names of git branches, by the rules of `git check-ref-format`.

use percent_encoding::percent_decode_str;

use super::{Truth, is_invisible};

/// A name of a rule, which may end in `*`; `None` if git has no ref of that name.
pub(super) fn pattern(text: &str) -> Option<String> {
    let name = text.strip_suffix('*').unwrap_or(text);
    let whole = if name.len() < text.len() {
        format!("{name}x")
    } else {
        name.to_owned()
    };
    (is_valid(&whole) && branch(&whole) == whole).then(|| text.to_owned())
}

/// Whether a ref is one of these branches.
pub(super) fn is_one_of(text: &str, names: &[String]) -> Truth {
    let text = text.strip_prefix('+').unwrap_or(text);
    // Where a ref is empty or `HEAD`, the server's present or default branch is meant.
    if !is_valid(text) || matches!(text, "HEAD" | "@") {
        return Truth::Unjudged;
    }
    let name = branch(text);
    // What the rule spells out in full is what its author means.
    if names.iter().any(|wanted| wanted == name) {
        return Truth::Yes;
    }
    let readings = readings(name);
    if readings.iter().any(|it| !is_valid(it) || is_symbolic(it)) {
        return Truth::Unjudged;
    }
    let is_wanted = |reading: &String| names.iter().any(|wanted| matches(wanted, reading));
    // Behind such a sign, an address may name another ref.
    let has_sign = readings.iter().any(|it| it.contains(SIGNS));
    if !has_sign && readings.iter().all(is_wanted) {
        return Truth::Yes;
    }
    let lower = |text: &str| text.to_lowercase();
    let nearly = |reading: &str| {
        let reading = lower(reading);
        names.iter().any(|wanted| matches(&lower(wanted), &reading))
    };
    let is_near = readings.iter().any(|reading| {
        let start = reading.split(SIGNS).next().unwrap_or_default();
        // A branch that a remote is known to have.
        nearly(reading) || nearly(start) || nearly(without_remote(start))
    });
    if is_near { Truth::Unjudged } else { Truth::No }
}

/// Signs at which a name ends in an address.
const SIGNS: [char; 3] = ['?', '#', '&'];

/// The branch, and what becomes of it each time that somebody decodes its escapes.
fn readings(name: &str) -> Vec<String> {
    let mut readings = vec![name.to_owned()];
    while let Some(last) = readings.last() {
        let decoded = percent_decode_str(last).decode_utf8_lossy();
        let decoded = branch(&decoded).to_owned();
        if decoded == *last {
            break;
        }
        readings.push(decoded);
    }
    readings
}

/// Whether a ref stands for another one, which is looked up: `HEAD`, and a remote for its default branch.
fn is_symbolic(text: &str) -> bool {
    let short = without_remote(text).to_lowercase();
    let is_remote = matches!(short.as_str(), "origin" | "upstream")
        || short
            .strip_prefix("remotes/")
            .is_some_and(|remote| !remote.contains('/'));
    is_remote
        || short == "head"
        || (short.ends_with("_head") && !short.contains('/'))
        || text.ends_with("/HEAD")
}

fn matches(wanted: &str, name: &str) -> bool {
    match wanted.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == wanted,
    }
}

/// The branch that a ref names in full or in short.
fn branch(text: &str) -> &str {
    let text = text.strip_prefix("refs/").unwrap_or(text);
    text.strip_prefix("heads/").unwrap_or(text)
}

fn without_remote(text: &str) -> &str {
    let rest = text.strip_prefix("remotes/").unwrap_or(text);
    match rest.split_once('/') {
        Some((remote, name))
            if rest.len() < text.len() || matches!(remote, "origin" | "upstream") =>
        {
            name
        }
        _ => text,
    }
}

fn is_valid(text: &str) -> bool {
    let part = |part: &str| {
        let locked = part.strip_suffix(".lock").is_some();
        !part.is_empty() && !part.starts_with('.') && !locked
    };
    let sign = |c: char| c.is_control() || c.is_whitespace() || " ~^:?*[\\".contains(c);
    text.split('/').all(part)
        && !text.contains("..")
        && !text.contains("@{")
        && !text.ends_with('.')
        && !text.starts_with('-')
        && !text.contains(sign)
        && !text.chars().any(is_invisible)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reading_of_a_branch_must_be_of_the_pattern() {
        let names = ["feature/*".to_owned(), "fix/#1".to_owned()];
        for text in ["feature/x", "refs/heads/feature/x", "feature/50%", "fix/#1"] {
            assert_eq!(is_one_of(text, &names), Truth::Yes, "{text:?}");
        }
        for text in [
            "feature/%2e%2e/main",
            "feature/%252e%252e/main",
            "feature/x%2f..%2f..%2fmain",
            "feature/x&ref=main",
            "feature/x%26ref=main",
            "feature/x%3fref=main",
            "feature/x%253fref=main",
            "feature/x%00",
            "feature/x%0a",
            "feature/x#",
            "feature/HEAD",
        ] {
            assert_eq!(is_one_of(text, &names), Truth::Unjudged, "{text:?}");
        }
    }

    #[test]
    fn no_spelling_of_a_branch_is_taken_for_another_branch() {
        let names = ["main".to_owned(), "release/*".to_owned()];
        for text in [
            "main",
            "refs/heads/main",
            "heads/main",
            "release/1.0",
            "+main",
        ] {
            assert_eq!(is_one_of(text, &names), Truth::Yes, "{text:?}");
        }
        for text in [
            "x/../main",
            "./main",
            "main?",
            "main#",
            "main%3F",
            "MAIN/../main",
            "MAIN",
            "main ",
            " main",
            "main\n",
            "HEAD",
            "@",
            "",
            "origin/main",
            "refs/remotes/fork/main",
            "HEAD:main",
            "main~0",
            "main@{0}",
            "%6dain",
            "main%23x",
            "main.",
            "main/",
            "/main",
            "main\\",
            "ma\u{200b}in",
            "main#x",
            "main&x",
            "x%2f..%2fmain",
            "refs%2Fheads%2Fmain",
            "origin/HEAD",
            "refs/remotes/origin/HEAD",
            "remotes/fork/HEAD",
            "remotes/fork",
            "origin",
            "refs/heads/HEAD",
            "FETCH_HEAD",
            "ORIG_HEAD",
            "head",
            "%48EAD",
            "%256dain",
        ] {
            assert_eq!(is_one_of(text, &names), Truth::Unjudged, "{text:?}");
        }
        for text in [
            "fix/#123",
            "feature/main",
            "mainline",
            "refs/tags/v1",
            "50%",
            "a&b",
        ] {
            assert_eq!(is_one_of(text, &names), Truth::No, "{text:?}");
        }
        for text in ["x/../main", "", "refs/heads/main", "a b", "*"] {
            assert_eq!(pattern(text).is_some(), text == "*", "{text:?}");
        }
    }
}
