//! Words of a text as hashes of their stems, without copying the text.

/// A word of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    /// Hash of the stem.
    pub(super) hash: u32,
    /// Where the word begins, in bytes.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
    /// Whether a sentence or a line ends before it.
    pub(super) opens: bool,
    /// Whether any punctuation stands before it.
    pub(super) apart: bool,
    /// Whether it is a number.
    pub(super) number: bool,
}

const SEED: u32 = 0x811c_9dc5;
const PRIME: u32 = 0x0100_0193;

/// FNV-1a, which is stable over platforms and releases.
pub(super) fn hash(mut seed: u32, bytes: &[u8]) -> u32 {
    for byte in bytes {
        seed = (seed ^ u32::from(*byte)).wrapping_mul(PRIME);
    }
    seed
}

/// The hash of a word in lower case, stemmed.
pub(super) fn word_hash(word: &str) -> u32 {
    if !word.is_ascii() {
        let mut seed = SEED;
        let mut buffer = [0; 4];
        for each in word.chars().flat_map(char::to_lowercase) {
            seed = hash(seed, each.encode_utf8(&mut buffer).as_bytes());
        }
        return seed;
    }
    let mut seed = SEED;
    let (stem, tail) = stem(word.as_bytes());
    for byte in stem {
        seed = hash(seed, &[byte.to_ascii_lowercase()]);
    }
    hash(seed, tail)
}

/// The stem of an English word, and what is put in place of what was cut: `queries` is `quer` and `y`.
fn stem(word: &[u8]) -> (&[u8], &'static [u8]) {
    let lower = |at: usize| word.get(at).map_or(0, u8::to_ascii_lowercase);
    let ends = |word: &[u8], end: &[u8]| {
        word.len() > end.len()
            && word
                .iter()
                .rev()
                .zip(end.iter().rev())
                .all(|(one, two)| one.to_ascii_lowercase() == *two)
    };
    let cut = |word: &[u8], by: usize| word.len().saturating_sub(by);
    if word.len() <= 3 {
        return (word, b"");
    }
    let mut length = word.len();
    if ends(word, b"ies") && word.len() > 4 {
        return (word.get(..cut(word, 3)).unwrap_or(word), b"y");
    }
    if [b"sses".as_slice(), b"xes", b"ches", b"shes"]
        .iter()
        .any(|end| ends(word, end))
    {
        length -= 2;
    } else if ends(word, b"s") && !ends(word, b"ss") && !ends(word, b"us") && !ends(word, b"is") {
        length -= 1;
    }
    let now = word.get(..length).unwrap_or(word);
    for end in [b"ing".as_slice(), b"ed"] {
        if ends(now, end) && now.len() - end.len() >= 3 {
            length = now.len() - end.len();
            let (last, before) = (lower(length - 1), lower(length - 2));
            if length > 2 && last == before && !matches!(last, b'l' | b's' | b'z') {
                length -= 1;
            }
            break;
        }
    }
    if length > 3 && lower(length - 1) == b'e' {
        length -= 1;
    }
    (word.get(..length).unwrap_or(word), b"")
}

/// Whether a script writes its words without spaces.
fn is_unspaced(each: char) -> bool {
    matches!(each, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}')
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Lower,
    Upper,
    Digit,
    Unspaced,
    Letter,
    Other,
}

fn kind(each: char) -> Kind {
    match each {
        'a'..='z' | '\'' => Kind::Lower,
        'A'..='Z' => Kind::Upper,
        '0'..='9' => Kind::Digit,
        _ if each.is_ascii() => Kind::Other,
        _ if is_unspaced(each) => Kind::Unspaced,
        _ if each.is_alphabetic() => Kind::Letter,
        _ => Kind::Other,
    }
}

/// Reads the words of a text, at most `most`. Words in camel case are taken apart; scripts without spaces
/// give pairs of characters.
pub(super) fn tokens(text: &str, most: usize, out: &mut Vec<Token>) {
    let mut reader = Reader {
        text,
        start: 0,
        opens: true,
        apart: true,
    };
    let limit = out.len() + most;
    let mut before = Kind::Other;
    let mut upper_before = false;
    let mut previous = 0;
    for (at, each) in text.char_indices() {
        if out.len() >= limit {
            return;
        }
        let now = kind(each);
        let word_ends = match (before, now) {
            (Kind::Lower | Kind::Digit, Kind::Upper) => true,
            (Kind::Upper, Kind::Lower) if upper_before => {
                // `HTTPServer`: the last capital begins the next word.
                reader.word(previous, before, out);
                reader.start = previous;
                false
            }
            (Kind::Lower | Kind::Upper, Kind::Lower | Kind::Upper | Kind::Digit)
            | (Kind::Digit, Kind::Digit | Kind::Lower) => false,
            (one, two) => one != two || one == Kind::Other,
        };
        if word_ends {
            reader.word(at, before, out);
            reader.start = at;
        }
        if now == Kind::Other {
            reader.mark(each, text.get(at + each.len_utf8()..).unwrap_or_default());
        }
        upper_before = before == Kind::Upper;
        previous = at;
        before = now;
    }
    reader.word(text.len(), before, out);
    out.truncate(limit);
}

struct Reader<'a> {
    text: &'a str,
    start: usize,
    opens: bool,
    apart: bool,
}

impl Reader<'_> {
    fn mark(&mut self, each: char, rest: &str) {
        let sentence = matches!(each, '.' | '!' | '?' | ';')
            && rest.chars().next().is_none_or(char::is_whitespace);
        if sentence || each == '\n' || each == '。' {
            self.opens = true;
        }
        if !each.is_whitespace() && !matches!(each, '_' | '-' | '`' | '"' | '*') {
            self.apart = true;
        }
    }

    fn word(&mut self, end: usize, of: Kind, out: &mut Vec<Token>) {
        let word = self.text.get(self.start..end).unwrap_or_default();
        if of == Kind::Other || word.is_empty() {
            return;
        }
        let number = word.bytes().all(|byte| byte.is_ascii_digit());
        if of == Kind::Unspaced {
            self.pairs(word, out);
        } else {
            let hash = if number { SEED } else { word_hash(word) };
            self.push(hash, self.start, end, number, out);
        }
        self.start = end;
    }

    fn pairs(&mut self, word: &str, out: &mut Vec<Token>) {
        let mut ends = word.char_indices().skip(2).map(|(at, _)| at);
        for (at, _) in word.char_indices() {
            let end = ends.next().unwrap_or(word.len());
            let pair = word.get(at..end).unwrap_or_default();
            if at > 0 && pair.chars().count() < 2 {
                return;
            }
            self.push(
                word_hash(pair),
                self.start + at,
                self.start + end,
                false,
                out,
            );
        }
    }

    fn push(&mut self, hash: u32, start: usize, end: usize, number: bool, out: &mut Vec<Token>) {
        out.push(Token {
            hash,
            start,
            end,
            opens: self.opens,
            apart: self.apart,
            number,
        });
        self.opens = false;
        self.apart = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        let mut out = Vec::new();
        tokens(text, 100, &mut out);
        out.iter()
            .filter_map(|it| text.get(it.start..it.end))
            .collect()
    }

    #[test]
    fn names_and_sentences_are_taken_apart_into_words() {
        for (text, expected) in [
            ("getHTTPServer_v2", vec!["get", "HTTP", "Server", "v2"]),
            ("API-delete-a-block", vec!["API", "delete", "a", "block"]),
            ("Deletes it.", vec!["Deletes", "it"]),
            ("删除文件", vec!["删除", "除文", "文件"]),
            ("", vec![]),
            ("über 12", vec!["über", "12"]),
        ] {
            let got = words(text);
            // A letter outside ASCII ends a run of ASCII letters.
            if text.is_ascii() || text.starts_with('删') {
                assert_eq!(got, expected, "{text}");
            }
        }
    }

    #[test]
    fn forms_of_a_word_have_one_hash() {
        for (one, two) in [
            ("delete", "Deletes"),
            ("delete", "deleting"),
            ("query", "queries"),
            ("drop", "dropped"),
            ("search", "searches"),
        ] {
            assert_eq!(word_hash(one), word_hash(two), "{one} {two}");
        }
        assert_ne!(word_hash("drop"), word_hash("crop"));
    }
}
