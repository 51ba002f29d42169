//! JSON that is nested deeper than a parser goes: what lies too deep is cut off, and the rest is kept.

/// How many levels are kept. The parser refuses a whole text for one level more than 127.
pub(super) const DEEPEST: usize = 126;

/// One value, as deep as it is read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Shallow {
    /// Its text, with `null` for every part that lies too deep.
    pub(super) text: String,
    /// How many bytes the value has in the text that it was taken from.
    pub(super) length: usize,
    /// The lines on which such a part begins, from 0.
    pub(super) lines: Vec<usize>,
}

/// The object or array at the start of a text; `None` where it does not end.
pub(super) fn shallow(text: &str) -> Option<Shallow> {
    let mut out = String::with_capacity(text.len().min(1 << 20));
    let mut lines = Vec::new();
    let (mut depth, mut line, mut kept_from) = (0_usize, 0, 0);
    let mut quoted = false;
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\n' => line += 1,
            b'"' => quoted = !quoted,
            b'\\' if quoted => {
                bytes.next();
            }
            b'{' | b'[' if !quoted => {
                depth += 1;
                if depth == DEEPEST + 1 {
                    out.push_str(text.get(kept_from..at)?);
                    out.push_str("null");
                    lines.push(line);
                }
            }
            b'}' | b']' if !quoted => {
                depth = depth.checked_sub(1)?;
                if depth == DEEPEST {
                    kept_from = at + 1;
                }
                if depth == 0 {
                    out.push_str(text.get(kept_from..=at)?);
                    let length = at + 1;
                    return Some(Shallow {
                        text: out,
                        length,
                        lines,
                    });
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nested(levels: usize) -> String {
        format!("{}{}", "[".repeat(levels), "]".repeat(levels))
    }

    #[test]
    fn only_what_lies_too_deep_is_cut_off() {
        let flat = r#"{"a":["}",{"b\"]":1}]} rest"#;
        let read = shallow(flat).unwrap();
        assert_eq!(
            (read.text.as_str(), read.length),
            (flat.trim_end_matches(" rest"), flat.len() - 5)
        );
        for levels in [DEEPEST, DEEPEST + 1, 1000] {
            let text = format!("[\n{},{}]", nested(levels), nested(2));
            let read = shallow(&text).unwrap();
            assert_eq!(read.length, text.len());
            assert!(serde_json::from_str::<serde_json::Value>(&read.text).is_ok());
            assert!(read.text.ends_with(",[[]]]"), "{}", read.text);
            assert_eq!(read.lines, [1]);
        }
        for text in ["{", "[\"]", "[[]", "]"] {
            assert_eq!(shallow(text), None, "{text}");
        }
    }
}
