//! Splits names and descriptions into words.

use super::lexicon::{Entry, Lexicon};
use super::table::PARTICLES;

/// What stands between a word and the one before it, weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// White space, or nothing at all.
    Space,
    /// A hyphen, or a dot inside a word.
    Hyphen,
    /// A slash or a bar.
    Slash,
    /// A comma.
    Comma,
    /// A bracket.
    Bracket,
    /// A colon.
    Colon,
    /// A dash or a semicolon.
    Dash,
    /// The end of a sentence, or a new line that begins something.
    Stop,
}

/// A word of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    /// Where it begins, in bytes.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
    /// Its id in the lexicon; 0 when unknown.
    pub(super) id: u16,
    /// What is known of it.
    pub(super) entry: Entry,
    /// What stands before it.
    pub(super) gap: Gap,
    /// Whether it stands in backticks or quotes: named, not said.
    pub(super) quoted: bool,
    /// Whether it stands in round or square brackets.
    pub(super) aside: bool,
    /// Whether it is written in kana or hangul: languages that put the verb last.
    pub(super) verb_last: bool,
}

/// How much of a description is read, in bytes: far more than real servers write.
pub(super) const LONGEST: usize = 64_000;

/// Words that open a section about arguments and results, where effects are only talked of.
const SECTIONS: &[&str] = &[
    "args",
    "arguments",
    "parameters",
    "params",
    "returns",
    "return",
    "example",
    "examples",
    "raises",
    "input",
    "inputs",
    "output",
    "outputs",
    "usage",
    "yields",
    "参数",
    "返回",
    "示例",
    "参数说明",
    "parámetros",
    "parâmetros",
    "retorna",
    "argumentos",
    "inputs",
    "throws",
    "response",
];

/// The words of a description, up to the section about its arguments.
pub(super) fn tokens(lexicon: &Lexicon<'_>, text: &str, tokens: &mut Vec<Token>) {
    let mut reader = Reader {
        lexicon,
        text,
        gap: Gap::Stop,
        quoted: false,
        quote: b'`',
        depth: 0,
        fence: false,
    };
    let mut at = 0;
    let bytes = text.as_bytes();
    let end = bytes.len().min(LONGEST);
    while at < end {
        let byte = bytes.get(at).copied().unwrap_or(b' ');
        if byte.is_ascii_alphanumeric() || byte >= 0x80 {
            let next = reader.word(at, tokens);
            if tokens
                .last()
                .is_some_and(|last| reader.is_section(last, next))
            {
                tokens.pop();
                return;
            }
            at = next.max(at + 1);
        } else {
            at = reader.mark(at, byte);
        }
    }
}

pub(super) struct Reader<'a> {
    pub(super) lexicon: &'a Lexicon<'a>,
    pub(super) text: &'a str,
    pub(super) gap: Gap,
    pub(super) quoted: bool,
    pub(super) quote: u8,
    pub(super) depth: u8,
    pub(super) fence: bool,
}

impl Reader<'_> {
    fn byte(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(b' ')
    }

    /// Reads a word that begins here; gives where to go on.
    fn word(&mut self, start: usize, tokens: &mut Vec<Token>) -> usize {
        let mut end = start;
        let mut ascii = true;
        while end < self.text.len() {
            let byte = self.byte(end);
            if byte.is_ascii_alphanumeric() || byte == b'_' {
                end += 1;
            } else if byte >= 0x80 {
                ascii = false;
                end += 1;
            } else {
                break;
            }
        }
        if ascii {
            self.push(start, end, tokens);
        } else {
            self.mixed(start, end, tokens);
        }
        end
    }

    pub(super) fn push(&mut self, start: usize, end: usize, tokens: &mut Vec<Token>) {
        let word = self.text.get(start..end).unwrap_or_default();
        let mut id = self.lexicon.id(word);
        let gap = self.gap;
        self.gap = Gap::Space;
        if self.fence {
            return;
        }
        if let Some(last) = tokens.last_mut()
            && last.entry.pairs
            && gap <= Gap::Hyphen
            && word.len() <= 8
            && let Some(joined) = particle(self.text.get(last.start..last.end), word)
        {
            last.id = self.lexicon.id(joined);
            last.entry = self.lexicon.entry(last.id);
            last.end = end;
            return;
        }
        if word.contains('_') {
            id = 0;
        }
        tokens.push(Token {
            start,
            end,
            id,
            entry: self.lexicon.entry(id),
            gap,
            quoted: self.quoted || word.contains('_'),
            aside: self.depth > 0,
            verb_last: word.starts_with(is_kana_or_hangul),
        });
    }

    /// Reads a run with letters beyond ASCII: words of Latin script whole, of the others by longest match.
    pub(super) fn mixed(&mut self, start: usize, end: usize, tokens: &mut Vec<Token>) {
        let run = self.text.get(start..end).unwrap_or_default();
        let mut latin = start;
        let mut skip_to = start;
        for (offset, letter) in run.char_indices() {
            let at = start + offset;
            if at < skip_to {
                continue;
            }
            if is_latin(letter) {
                continue;
            }
            if latin < at {
                self.push(latin, at, tokens);
            }
            let width = letter.len_utf8();
            skip_to = at + width;
            if letter.is_alphabetic() {
                skip_to = self.longest(at, end).unwrap_or(skip_to);
                self.push(at, skip_to, tokens);
            } else {
                self.sign(letter);
            }
            latin = skip_to;
        }
        if latin < end {
            self.push(latin, end, tokens);
        }
    }

    /// The end of the longest known word of up to six letters that begins here.
    fn longest(&self, at: usize, end: usize) -> Option<usize> {
        let rest = self.text.get(at..end)?;
        rest.char_indices()
            .take(6)
            .map(|(offset, letter)| offset + letter.len_utf8())
            .filter(|length| {
                rest.get(..*length)
                    .is_some_and(|word| self.lexicon.id(word) != 0)
            })
            .last()
            .map(|length| at + length)
    }

    pub(super) fn widen(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    fn sign(&mut self, letter: char) {
        match letter {
            '。' | '！' | '？' | '；' => self.widen(Gap::Stop),
            '，' => self.widen(Gap::Comma),
            '、' => self.widen(Gap::Slash),
            '：' => self.widen(Gap::Colon),
            '（' | '【' | '「' | '《' => {
                self.depth = self.depth.saturating_add(1);
                self.widen(Gap::Bracket);
            }
            '）' | '】' | '」' | '》' => {
                self.depth = self.depth.saturating_sub(1);
                self.widen(Gap::Bracket);
            }
            '—' | '–' | '→' | '•' => self.widen(Gap::Dash),
            _ => {}
        }
    }

    /// Reads a sign of ASCII; gives where to go on.
    fn mark(&mut self, at: usize, byte: u8) -> usize {
        let next = self.byte(at + 1);
        match byte {
            b'.' | b'!' | b'?' => {
                if next.is_ascii_whitespace() || at + 1 >= self.text.len() || byte != b'.' {
                    self.widen(Gap::Stop);
                    self.quoted = false;
                    self.depth = 0;
                } else {
                    self.widen(Gap::Hyphen);
                }
            }
            b'\n' => return self.line(at),
            b',' => self.widen(Gap::Comma),
            b'/' | b'+' => self.widen(Gap::Slash),
            b'-' if next == b'-' || next == b' ' => self.widen(Gap::Dash),
            b'-' => self.widen(Gap::Hyphen),
            b':' => self.widen(Gap::Colon),
            b';' | b'|' => self.widen(Gap::Dash),
            b'(' | b'[' | b'{' | b'<' => {
                self.depth = self.depth.saturating_add(1);
                self.widen(Gap::Bracket);
            }
            b')' | b']' | b'}' | b'>' => {
                self.depth = self.depth.saturating_sub(1);
                self.widen(Gap::Bracket);
            }
            b'`' if next == b'`' && self.byte(at + 2) == b'`' => {
                self.fence = !self.fence;
                self.widen(Gap::Stop);
                return at + 3;
            }
            b'`' | b'"' => self.toggle(byte),
            _ => {}
        }
        at + 1
    }

    fn toggle(&mut self, byte: u8) {
        if !self.quoted {
            self.quoted = true;
            self.quote = byte;
        } else if self.quote == byte {
            self.quoted = false;
        }
    }

    /// A new line ends a sentence unless the next one goes on in lower case.
    fn line(&mut self, at: usize) -> usize {
        let mut next = at;
        let mut lines = 0;
        while self.byte(next).is_ascii_whitespace() && next < self.text.len() {
            lines += usize::from(self.byte(next) == b'\n');
            next += 1;
        }
        let byte = self.byte(next);
        if lines > 1 || !(byte.is_ascii_lowercase() || byte == b'(' || byte == b',') {
            self.widen(Gap::Stop);
            self.quoted = false;
            self.depth = 0;
        }
        next
    }

    /// Whether the word opens a section about arguments: first of its line, a colon or line end after it.
    fn is_section(&self, token: &Token, next: usize) -> bool {
        if token.gap != Gap::Stop || token.start == 0 {
            return false;
        }
        let word = self.text.get(token.start..token.end).unwrap_or_default();
        if word.len() > 16 || !SECTIONS.iter().any(|each| each.eq_ignore_ascii_case(word)) {
            return false;
        }
        let rest = self.text.get(next..).unwrap_or_default();
        let rest = rest.trim_start_matches(['*', '#', ' ', '`']);
        rest.starts_with([':', '\n', '：', '\r'])
    }
}

fn particle(first: Option<&str>, second: &str) -> Option<&'static str> {
    let first = first?;
    PARTICLES
        .iter()
        .find(|(one, two, _)| one.eq_ignore_ascii_case(first) && two.eq_ignore_ascii_case(second))
        .map(|(_, _, joined)| *joined)
}

fn is_kana_or_hangul(letter: char) -> bool {
    matches!(letter, '\u{3040}'..='\u{30ff}' | '\u{ac00}'..='\u{d7af}')
}

pub(super) fn is_latin(letter: char) -> bool {
    letter == '_'
        || letter.is_ascii_alphanumeric()
        || (letter.is_alphabetic() && (letter as u32) < 0x0530)
}
