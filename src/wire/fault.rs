//! What is wrong with a text that is not JSON, in words for people.

use serde_json::Error;

use crate::source::floor;

/// Why a text is not JSON: lower case, no full stop, without its place.
pub fn json_fault(text: &str, error: &Error) -> String {
    let said = error.to_string();
    let said = said.split(" at line ").next().unwrap_or_default();
    let plain = match said {
        "invalid number" if word_at(text, error).contains(char::is_alphabetic) => {
            return of_word(&word_at(text, error));
        }
        "expected value" | "expected ident" => return of_word(&word_at(text, error)),
        "unexpected end of hex escape" | "lone leading surrogate in hex escape" => {
            "half of a surrogate pair stands alone, such as `\\ud800`"
        }
        "recursion limit exceeded" => "it is nested deeper than 128 levels",
        "trailing comma" => "a comma stands before a closing bracket",
        "trailing characters" => "something follows after its end",
        "key must be a string" => "a key is not in double quotes",
        "control character (\\u0000-\\u001F) found while parsing a string" => {
            "a control character, such as a line break, stands in a string; JSON writes it as an escape"
        }
        "invalid escape" => {
            "a string has an escape that JSON does not have; a backslash is written twice"
        }
        "invalid number" => "a number is written as JSON does not write it",
        "number out of range" => "a number is greater than any reader takes",
        "expected `:`" => "a colon is missing after a key",
        "expected `,` or `}`" => "a comma or a `}` is missing",
        "expected `,` or `]`" => "a comma or a `]` is missing",
        "invalid unicode code point" => "an escape stands for no character",
        _ if error.is_eof() => "it breaks off",
        other => other,
    };
    plain.to_owned()
}

fn of_word(word: &str) -> String {
    match word {
        "" => "a value is missing".to_owned(),
        "//" | "/*" => "it has a comment, which JSON does not have".to_owned(),
        word if word.starts_with('\'') => {
            "a text is in single quotes, not in double quotes".to_owned()
        }
        word => format!("`{word}` is not JSON"),
    }
}

/// The word at the place of an error.
fn word_at(text: &str, error: &Error) -> String {
    const MOST: usize = 24;
    let lines = text.split('\n').nth(error.line().saturating_sub(1));
    let line = lines.unwrap_or_default();
    // The place is that of the last byte that was read, which can lie within the word.
    let mut start = floor(line, error.column().saturating_sub(1));
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '+' | '.');
    let before = line.get(..start).unwrap_or_default();
    start -= before.len() - before.trim_end_matches(is_word).len();
    let rest = line.get(start..).unwrap_or_default().trim_start();
    let of_words: String = rest
        .chars()
        .take_while(|c| is_word(*c))
        .take(MOST)
        .collect();
    match rest.chars().next() {
        None | Some(',' | '}' | ']' | ':') => String::new(),
        Some('\'') => "'".to_owned(),
        Some('/') => rest.chars().take(2).collect(),
        Some(c) if of_words.is_empty() => c.to_string(),
        Some(_) => of_words,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn each_fault_has_plain_words() {
        let mut wrong = Vec::new();
        for (text, expected) in [
            (r#"{"a":NaN}"#, "`NaN` is not JSON"),
            (r#"{"a": -Infinity}"#, "-Infinity"),
            ("{\"a\":\n [1, undefined]}", "`undefined` is not JSON"),
            (r#"{"a": None}"#, "`None` is not JSON"),
            (r#"{"a": True}"#, "`True` is not JSON"),
            (r#"{"a": nul}"#, "`nul` is not JSON"),
            (r#"{"a": 'b'}"#, "single quotes"),
            (r#"{"a":}"#, "a value is missing"),
            (r#"{"a": /* why */ 1}"#, "comment"),
            (r#"{"a":"\ud800"}"#, "half of a surrogate pair"),
            (r#"{"a":"\ud800\u0041"}"#, "half of a surrogate pair"),
            (r#"{"a":1,}"#, "a comma stands before a closing bracket"),
            ("{a:1}", "a key is not in double quotes"),
            ("{\"a\":\"b\nc\"}", "control character"),
            (r#"{"a":"\x"}"#, "an escape that JSON does not have"),
            (r#"{"a":01}"#, "number"),
            (
                r#"{"a":1e999}"#,
                "a number is greater than any reader takes",
            ),
            (r#"{"a" 1}"#, "a colon is missing"),
            (r#"{"a":1 "b":2}"#, "a comma or a `}` is missing"),
            (r#"["a" "b"]"#, "a comma or a `]` is missing"),
            (r#"{"a":"b"#, "it breaks off"),
            ("{} {}", "something follows after its end"),
            (&"[".repeat(200), "nested deeper than 128 levels"),
        ] {
            let error = serde_json::from_str::<Value>(text).unwrap_err();
            let said = json_fault(text, &error);
            if !said.contains(expected) || said.contains("column") {
                wrong.push(format!("{text}: {said} ({error})"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
