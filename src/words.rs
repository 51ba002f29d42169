//! The words of a name.

/// The words of a name in lower case, parted by signs and by capitals: `sendText`, `send_text` and `send-text` are one.
pub fn words_of(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut small = false;
    for c in name.chars() {
        if !c.is_alphanumeric() || (c.is_uppercase() && small) {
            words.push(String::new());
        }
        small = c.is_lowercase();
        if let (true, Some(word)) = (c.is_alphanumeric(), words.last_mut()) {
            word.extend(c.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::words_of;

    #[test]
    fn signs_and_capitals_part_words() {
        for name in ["sendText", "send_text", "send-text", " Send.text_"] {
            assert_eq!(words_of(name), ["send", "text"], "{name}");
        }
        assert_eq!(words_of("APIKey2"), ["apikey2"]);
        assert!(words_of("_").is_empty());
    }
}
