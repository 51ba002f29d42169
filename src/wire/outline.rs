//! What a message too long to be kept was, read while its bytes go by.

/// The id of a message and whether it has a method: enough to tell whoever waits for it.
#[derive(Debug, Default)]
pub(super) struct Outline {
    depth: u32,
    in_text: bool,
    escaped: bool,
    /// What comes next at the first level.
    next: Part,
    key: Vec<u8>,
    value: Vec<u8>,
    id: Option<Vec<u8>>,
    has_method: bool,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Part {
    Key,
    #[default]
    Value,
}

/// Bytes of a key or a value at the first level that are kept.
const KEPT: usize = 1024;

impl Outline {
    /// Reads on.
    pub(super) fn feed(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.byte(*byte);
        }
    }

    /// A message with the same id, and with a method if there was one; empty if it cannot be told.
    pub(super) fn message(mut self) -> Vec<u8> {
        self.member();
        let Some(id) = self.id else {
            return Vec::new();
        };
        let method: &[u8] = if self.has_method {
            b",\"method\":\"\""
        } else {
            b""
        };
        [b"{\"id\":", id.as_slice(), method, b"}"].concat()
    }

    fn byte(&mut self, byte: u8) {
        if self.in_text {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.in_text = false,
                _ => {}
            }
            return self.keep(byte);
        }
        match byte {
            b'"' if self.depth > 0 => {
                self.in_text = true;
                self.keep(byte);
            }
            b'{' | b'[' => {
                if self.depth == 0 && byte == b'{' {
                    self.next = Part::Key;
                }
                self.depth = self.depth.saturating_add(1);
            }
            b'}' | b']' => {
                if self.depth == 1 {
                    self.member();
                }
                self.depth = self.depth.saturating_sub(1);
            }
            b':' if self.depth == 1 => self.next = Part::Value,
            b',' if self.depth == 1 => self.member(),
            byte if byte.is_ascii_whitespace() => {}
            _ => self.keep(byte),
        }
    }

    fn keep(&mut self, byte: u8) {
        let kept = if self.next == Part::Key {
            &mut self.key
        } else {
            &mut self.value
        };
        if self.depth == 1 && kept.len() < KEPT {
            kept.push(byte);
        }
    }

    /// A member of the first level is over.
    fn member(&mut self) {
        let (key, value) = (
            std::mem::take(&mut self.key),
            std::mem::take(&mut self.value),
        );
        match key.as_slice() {
            b"\"id\"" => self.id = Some(value),
            b"\"method\"" => self.has_method = true,
            _ => {}
        }
        self.next = Part::Key;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_is_found_wherever_it_stands_and_whatever_is_around_it() {
        for (text, outline) in [
            (
                r#"{"jsonrpc":"2.0","id":7,"result":{"id":1}}"#,
                r#"{"id":7}"#,
            ),
            (
                r#"{"result":{"a":["}\"",{"id":1}]} , "id" : "a,\"b" }"#,
                r#"{"id":"a,\"b"}"#,
            ),
            (
                r#"{"id":1,"method":"tools/call","params":{"x":"#,
                r#"{"id":1,"method":""}"#,
            ),
            (
                r#"data: {"method":"a","params":{"method":"b"},"id":3}"#,
                r#"{"id":3,"method":""}"#,
            ),
            (r#"{"method":"a","params":{"id":3}}"#, ""),
            (r#"[{"id":1}]"#, ""),
            ("noise", ""),
        ] {
            let mut read = Outline::default();
            for part in text.as_bytes().chunks(3) {
                read.feed(part);
            }
            assert_eq!(
                String::from_utf8(read.message()).unwrap(),
                outline,
                "{text}"
            );
        }
    }
}
