//! Names of git branches, by the rules of `git check-ref-format`.

use percent_encoding::percent_decode_str;

use super::Truth;

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
    if names.iter().any(|wanted| matches(wanted, name)) {
        return Truth::Yes;
    }
    let decoded = percent_decode_str(name).decode_utf8_lossy();
    // In an address, a name ends at these signs, and escapes are decoded.
    let before_signs = |text: &str| {
        let start = text.split(['?', '#', '&']).next();
        start.unwrap_or_default().to_owned()
    };
    let readings = [
        before_signs(name),
        branch(&decoded).to_owned(),
        before_signs(branch(&decoded)),
        // A branch that a remote is known to have.
        without_remote(name).to_owned(),
    ];
    let lower = |text: &str| text.to_lowercase();
    let nearly = |reading: &String| {
        let reading = lower(reading);
        names.iter().any(|wanted| matches(&lower(wanted), &reading))
    };
    if !is_valid(&decoded) || readings.iter().any(nearly) {
        Truth::Unjudged
    } else {
        Truth::No
    }
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

/// Characters that nobody sees; servers strip some of them.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

#[cfg(test)]
mod tests {
    use super::*;

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
