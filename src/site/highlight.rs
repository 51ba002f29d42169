//! JSON and YAML in colour, at build time: spans around keys, strings, numbers and comments.

use super::html::{Html, escape_into};
use crate::escape;
use crate::escape::is_plain;

/// Indented JSON as markup. The text of the element is the same JSON value: hidden characters,
/// which JSON allows in strings only, are written as `\u202e`.
pub(super) fn json(text: &str) -> Html {
    let mut out = String::with_capacity(text.len() * 3);
    let mut rest = text.trim_end();
    let begins = |byte: u8| matches!(byte, b'"' | b'-' | b'0'..=b'9');
    while let Some(at) = rest.bytes().position(begins) {
        let (between, token) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(between);
        let string = token.starts_with('"');
        let length = if string {
            string_length(token)
        } else {
            number_length(token)
        };
        let (token, tail) = token.split_at_checked(length).unwrap_or((token, ""));
        let class = match (string, tail.starts_with(':')) {
            (true, true) => "<span class=\"k\">",
            (true, false) => "<span class=\"s\">",
            (false, _) => "<span class=\"n\">",
        };
        out.push_str(class);
        if is_plain(token) {
            literal(&mut out, token);
        } else {
            literal(&mut out, &escape::json(token.to_owned()));
        }
        out.push_str("</span>");
        rest = tail;
    }
    out.push_str(rest);
    Html::finished(out)
}

/// Adds a literal, escaped. What a string has between its quotes is mostly plain, and then it goes in as one
/// piece.
fn literal(out: &mut String, token: &str) {
    let inner = token.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
    if let Some(inner) = inner {
        out.push_str("&quot;");
        escape_into(out, inner);
        out.push_str("&quot;");
    } else {
        escape_into(out, token);
    }
}

/// YAML as markup, line by line: keys, quoted text and comments. What is folded or literal text is
/// left as it is.
pub(super) fn yaml(text: &str) -> Html {
    let mut html = Html::default();
    let mut block: Option<usize> = None;
    for (at, line) in text.trim_end().lines().enumerate() {
        if at > 0 {
            html = html.tag("\n");
        }
        let start = line.trim_start();
        let indent = line.len() - start.len();
        if block.is_some_and(|parent| indent > parent || start.is_empty()) {
            html = html.text(line);
            continue;
        }
        block = None;
        if start.starts_with('#') {
            html = html.tag("<span class=\"c\">").text(line).tag("</span>");
        } else if let Some((key, value)) = key_and_value(line) {
            let begins = value.trim_start();
            block = begins.starts_with(['>', '|']).then_some(indent);
            html = html.tag("<span class=\"k\">").text(key).tag("</span>:");
            html = if begins.starts_with(['"', '\'']) {
                html.tag("<span class=\"s\">").text(value).tag("</span>")
            } else {
                html.text(value)
            };
        } else {
            html = html.text(line);
        }
    }
    html
}

/// A line of a mapping, without the colon between its parts.
fn key_and_value(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.');
    let is_key = !key.trim().is_empty() && key.chars().all(plain);
    (is_key && (value.is_empty() || value.starts_with(' '))).then_some((key, value))
}

/// Bytes of the string literal that the text begins with, both quotes counted.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn number_length(text: &str) -> usize {
    text.find(|c: char| !matches!(c, '0'..='9' | '-' | '+' | '.' | 'e' | 'E'))
        .unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_strings_and_numbers_are_told_apart() {
        assert_eq!(
            json("{\n  \"a\": [\"b\", -1.5]\n}\n").as_str(),
            "{\n  <span class=\"k\">&quot;a&quot;</span>: [<span class=\"s\">&quot;b&quot;</span>, \
             <span class=\"n\">-1.5</span>]\n}"
        );
    }

    #[test]
    fn yaml_keys_comments_and_quoted_text_are_told_apart() {
        assert_eq!(
            yaml("# a\nb: c: d\ne: \"<\"\nf: >-\n  g: h\ni: [j]\n").as_str(),
            "<span class=\"c\"># a</span>\n<span class=\"k\">b</span>: c: d\n\
             <span class=\"k\">e</span>:<span class=\"s\"> &quot;&lt;&quot;</span>\n\
             <span class=\"k\">f</span>: &gt;-\n  g: h\n<span class=\"k\">i</span>: [j]"
        );
    }

    #[test]
    fn hidden_characters_become_escapes_of_the_same_value() {
        let name = "a\u{202e}\u{e0041}\"</script>";
        let text = serde_json::to_string(name).unwrap();
        let html = json(&text);
        assert!(
            html.as_str()
                .contains("\\u202e\\udb40\\udc41\\&quot;&lt;/script&gt;"),
            "{html:?}"
        );
    }
}
