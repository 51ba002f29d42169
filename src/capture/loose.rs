//! JSON cut into its parts without being judged: one part that no parser takes costs no other.

/// The text of each member of an object, under its key. `None` if the text is no object, or goes on
/// after it.
pub(super) fn members(text: &str) -> Option<Vec<(String, &str)>> {
    let mut cut = Cut { text, at: 0 };
    let mut members = Vec::new();
    cut.token(b'{')?;
    while !cut.closes(b'}', members.is_empty())? {
        let key = serde_json::from_str(cut.value()?).ok()?;
        cut.token(b':')?;
        members.push((key, cut.value()?));
    }
    cut.ends().then_some(members)
}

/// The text of each item of an array. `None` if the text is no array, or goes on after it.
pub(super) fn items(text: &str) -> Option<Vec<&str>> {
    let mut cut = Cut { text, at: 0 };
    let mut items = Vec::new();
    cut.token(b'[')?;
    while !cut.closes(b']', items.is_empty())? {
        items.push(cut.value()?);
    }
    cut.ends().then_some(items)
}

/// The text under a key. `Err` if the key stands there more than once: readers differ in which they take.
pub(super) fn only<'a>(
    members: &[(String, &'a str)],
    key: &'static str,
) -> Result<Option<&'a str>, String> {
    let mut found = members.iter().filter(|(name, _)| name == key);
    let first = found.next().map(|(_, text)| *text);
    match found.next() {
        Some(_) => Err(format!("it has `{key}` more than once")),
        None => Ok(first),
    }
}

struct Cut<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cut<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    fn token(&mut self, byte: u8) -> Option<()> {
        self.space();
        (self.peek()? == byte).then(|| self.at += 1)
    }

    /// Whether the closing bracket stands here; what stands before a further part is passed over.
    fn closes(&mut self, bracket: u8, first: bool) -> Option<bool> {
        self.space();
        if self.peek()? == bracket {
            self.at += 1;
            return Some(true);
        }
        if !first {
            self.token(b',')?;
            self.space();
        }
        Some(false)
    }

    fn ends(&mut self) -> bool {
        self.space();
        self.at == self.text.len()
    }

    /// The text of the value that starts here: up to the comma or bracket that is not its own.
    fn value(&mut self) -> Option<&'a str> {
        self.space();
        let start = self.at;
        let mut depth = 0_usize;
        loop {
            match self.peek()? {
                b'"' => self.string()?,
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' | b',' | b':' if depth == 0 => break,
                b'}' | b']' => {
                    depth -= 1;
                    self.at += 1;
                }
                _ => self.at += 1,
            }
        }
        let text = self.text.get(start..self.at)?.trim_end();
        (!text.is_empty()).then_some(text)
    }

    fn string(&mut self) -> Option<()> {
        self.at += 1;
        loop {
            match self.peek()? {
                b'"' => break,
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
        self.at += 1;
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_is_no_json_costs_no_other() {
        let text = r#" { "a" : [ {"x":"]}\"," } , NaN, {"y":01}, "\x" ,[[1],{}] ] , "b":{} } "#;
        let members = members(text).unwrap();
        let keys: Vec<_> = members.iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!(keys, ["a", "b"]);
        let parts = items(members[0].1).unwrap();
        assert_eq!(
            parts,
            [
                r#"{"x":"]}\"," }"#,
                "NaN",
                r#"{"y":01}"#,
                r#""\x""#,
                "[[1],{}]"
            ]
        );
        assert_eq!(items("[ ]"), Some(Vec::new()));
    }

    #[test]
    fn half_a_value_and_more_than_one_are_nothing() {
        for text in [
            "{",
            r#"{"a"#,
            r#"{"a":1"#,
            r#"{"a":[}"#,
            "{} {}",
            r#"{"a"}"#,
            "{a:1}",
            "",
            r#"{"a":"\"#,
        ] {
            assert_eq!(members(text), None, "{text}");
        }
        assert_eq!(items("[1,"), None);
        let deep = format!("[{}{}]", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(items(&deep).unwrap().len(), 1);
    }
}
