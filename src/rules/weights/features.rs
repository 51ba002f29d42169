//! What the weights look at: words by the place in which they stand, pairs of words, and plain facts.

use super::surroundings::Surroundings;
use super::tokens::{Token, hash, tokens};
use crate::model::Definition;
use crate::rules::Place;

/// The place of a word, as a part of a feature's identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A word of the name.
    NameWord,
    /// The first word of the name.
    NameFirst,
    /// The last word of the name.
    NameLast,
    /// Two words of the name in a row.
    NamePair,
    /// The first and the last word of the name.
    NameEnds,
    /// A word of the first sentence.
    SentenceWord,
    /// Its first word.
    SentenceFirst,
    /// Its second word.
    SentenceSecond,
    /// Its first two words.
    SentenceStart,
    /// Two words of it in a row.
    SentencePair,
    /// A word of later sentences.
    LaterWord,
    /// The first word of a later sentence.
    LaterFirst,
    /// Two words of a later sentence in a row.
    LaterPair,
    /// A parameter's whole name.
    Parameter,
    /// A word of a parameter's name.
    ParameterWord,
    /// The first word of an allowed value.
    Value,
    /// The same, with the last word of the parameter's name.
    ParameterValue,
    /// One of the first words of a parameter's description.
    NoteWord,
    /// A word of the title.
    TitleWord,
    /// How many parameters there are at the top, up to six.
    Count,
    /// The read-only hint.
    ReadOnly,
    /// Both hints of behaviour.
    Hints,
    /// The open-world hint.
    OpenWorld,
    /// No description.
    Silent,
    /// A word of the server's name or title.
    ServerWord,
}

/// One feature of a definition.
#[derive(Debug, Clone, Copy)]
pub struct Feature {
    /// What it is, as a stable hash of its kind and words.
    pub id: u32,
    /// How much it counts, in sixteenths.
    pub amount: i32,
    /// Its kind.
    pub kind: Kind,
    /// The hash of the stem, where it is a single word.
    pub word: u32,
    /// Where it stands in its field, in bytes.
    pub span: (usize, usize),
    /// The parameter, by its index, for kinds of parameters.
    pub parameter: usize,
}

impl Feature {
    /// The field, and the words as they stand there.
    pub fn place(&self, definition: &Definition) -> (Place, String) {
        let cut = |text: &str| {
            text.get(self.span.0..self.span.1)
                .unwrap_or_default()
                .to_owned()
        };
        match self.kind {
            Kind::NameWord | Kind::NameFirst | Kind::NameLast | Kind::NamePair | Kind::NameEnds => {
                (Place::Name, cut(&definition.name))
            }
            Kind::Parameter
            | Kind::ParameterWord
            | Kind::Value
            | Kind::ParameterValue
            | Kind::NoteWord => {
                let parameter = definition.parameters.get(self.parameter);
                let path = parameter.map(|it| it.path.clone()).unwrap_or_default();
                let quote = parameter.map(|it| it.name().to_owned()).unwrap_or_default();
                (Place::Parameter(path), quote)
            }
            Kind::TitleWord => (
                Place::Title,
                cut(definition.title.as_deref().unwrap_or_default()),
            ),
            Kind::ReadOnly | Kind::Hints => {
                (Place::Hint("readOnlyHint"), "readOnlyHint".to_owned())
            }
            Kind::OpenWorld => (Place::Hint("openWorldHint"), "openWorldHint".to_owned()),
            Kind::Count | Kind::Silent | Kind::ServerWord => (Place::Nowhere, String::new()),
            _ => (Place::Description, cut(&definition.description)),
        }
    }
}

/// Words of a description that are read; what follows seldom speaks of the effect.
const MOST_WORDS: usize = 260;
/// Parameters that are read.
const MOST_PARAMETERS: usize = 80;
/// Words of a parameter's description that are read: its beginning says what it is.
const MOST_NOTE_WORDS: usize = 8;
/// Allowed values of a parameter that are read: far more than real servers offer.
const MOST_VALUES: usize = 1000;

/// The features of a definition, in the order of its text, none twice.
#[derive(Debug, Clone, Default)]
pub struct Features {
    /// The features.
    pub all: Vec<Feature>,
    seen: Vec<u64>,
    words: Vec<Token>,
}

impl Features {
    /// Reads a definition of a tool and what surrounds it.
    pub fn of(definition: &Definition, surroundings: &Surroundings) -> Self {
        let mut features = Self {
            seen: vec![0; 512],
            ..Self::default()
        };
        features.name(&definition.name, surroundings);
        features.description(&definition.description);
        features.parameters(definition);
        features.title(definition.title.as_deref().unwrap_or_default());
        features.hints(definition);
        for word in &surroundings.server {
            features.add(Kind::ServerWord, &[*word], 10, (0, 0));
        }
        features
    }

    fn add(&mut self, kind: Kind, words: &[u32], amount: i32, span: (usize, usize)) {
        self.add_at(kind, words, amount, span, 0);
    }

    fn add_at(
        &mut self,
        kind: Kind,
        words: &[u32],
        amount: i32,
        span: (usize, usize),
        parameter: usize,
    ) {
        let seed = (kind as u32 + 1).wrapping_mul(0x9e37_79b1);
        let id = words
            .iter()
            .fold(seed, |seed, word| hash(seed, &word.to_le_bytes()));
        // A small filter: most features are new, and only what it may have seen is looked for.
        let (slot, bit) = ((id >> 6) as usize % self.seen.len(), 1 << (id & 63));
        let Some(marks) = self.seen.get_mut(slot) else {
            return;
        };
        if *marks & bit != 0 && self.all.iter().any(|it| it.id == id) {
            return;
        }
        *marks |= bit;
        self.all.push(Feature {
            id,
            amount,
            kind,
            word: words.first().copied().unwrap_or_default(),
            span,
            parameter,
        });
    }

    fn read(&mut self, text: &str, most: usize) -> Vec<Token> {
        let mut words = std::mem::take(&mut self.words);
        words.clear();
        tokens(text, most, &mut words);
        words
    }

    fn name(&mut self, name: &str, surroundings: &Surroundings) {
        let mut words = self.read(name, 24);
        words.retain(|it| !it.number && !is_version(name, it));
        words.drain(..surroundings.cut(&words));
        for word in &words {
            self.add(Kind::NameWord, &[word.hash], 16, (word.start, word.end));
        }
        if let (Some(first), Some(last)) = (words.first(), words.last()) {
            let whole = (first.start, last.end);
            self.add(Kind::NameFirst, &[first.hash], 16, (first.start, first.end));
            self.add(Kind::NameLast, &[last.hash], 16, (last.start, last.end));
            if words.len() > 1 {
                self.add(Kind::NameEnds, &[first.hash, last.hash], 16, whole);
            }
        }
        for (one, two) in words.iter().zip(words.iter().skip(1)) {
            let span = (one.start, two.end);
            self.add(Kind::NamePair, &[one.hash, two.hash], 16, span);
        }
        self.words = words;
    }

    fn description(&mut self, text: &str) {
        if text.trim().is_empty() {
            self.add(Kind::Silent, &[], 16, (0, 0));
        }
        let body = before_sections(text);
        let split = first_sentence(body);
        let words = self.read(body, MOST_WORDS);
        let first: Vec<Token> = words
            .iter()
            .take_while(|it| it.start < split)
            .take(40)
            .copied()
            .collect();
        for (at, word) in first.iter().enumerate() {
            let span = (word.start, word.end);
            self.add(Kind::SentenceWord, &[word.hash], 16, span);
            match at {
                0 => self.add(Kind::SentenceFirst, &[word.hash], 16, span),
                1 => self.add(Kind::SentenceSecond, &[word.hash], 16, span),
                _ => {}
            }
        }
        for (at, (one, two)) in first.iter().zip(first.iter().skip(1)).enumerate() {
            let span = (one.start, two.end);
            if at == 0 {
                self.add(Kind::SentenceStart, &[one.hash, two.hash], 16, span);
            }
            if !two.apart {
                self.add(Kind::SentencePair, &[one.hash, two.hash], 16, span);
            }
        }
        for word in words.iter().filter(|it| it.start >= split) {
            let span = (word.start, word.end);
            self.add(Kind::LaterWord, &[word.hash], 11, span);
            if word.opens {
                self.add(Kind::LaterFirst, &[word.hash], 11, span);
            }
        }
        let later = words.iter().skip_while(|it| it.start < split);
        for (one, two) in later.clone().zip(later.skip(1)) {
            if !two.apart {
                let span = (one.start, two.end);
                self.add(Kind::LaterPair, &[one.hash, two.hash], 8, span);
            }
        }
        self.words = words;
    }

    fn parameters(&mut self, definition: &Definition) {
        let parameters = definition.parameters.iter().take(MOST_PARAMETERS);
        for (at, parameter) in parameters.enumerate() {
            let amount = if parameter.path.contains('.') { 10 } else { 16 };
            let words = self.read(parameter.name(), 8);
            let whole: Vec<u32> = words.iter().map(|it| it.hash).collect();
            self.add_at(Kind::Parameter, &whole, amount, (0, 0), at);
            for word in &whole {
                self.add_at(Kind::ParameterWord, &[*word], amount * 7 / 10, (0, 0), at);
            }
            self.words = words;
            let words = self.read(&parameter.description, MOST_NOTE_WORDS);
            for word in &words {
                self.add_at(Kind::NoteWord, &[word.hash], 5, (0, 0), at);
            }
            self.words = words;
            let last = whole.last().copied().unwrap_or_default();
            for value in parameter.values.iter().take(MOST_VALUES) {
                let words = self.read(value, 1);
                if let Some(word) = words.first() {
                    let word = word.hash;
                    self.add_at(Kind::Value, &[word], 13, (0, 0), at);
                    self.add_at(Kind::ParameterValue, &[last, word], 13, (0, 0), at);
                }
                self.words = words;
            }
        }
        let top = definition.parameters.iter();
        let top = top.filter(|it| !it.path.contains('.')).take(6).count();
        self.add(Kind::Count, &[u32::try_from(top).unwrap_or(6)], 16, (0, 0));
    }

    fn title(&mut self, title: &str) {
        let words = self.read(title, 16);
        for word in &words {
            self.add(Kind::TitleWord, &[word.hash], 10, (word.start, word.end));
        }
        self.words = words;
    }

    fn hints(&mut self, definition: &Definition) {
        let said = |hint: Option<bool>| hint.map_or(0, |it| 1 + u32::from(it));
        let hints = definition.hints;
        let read_only = said(hints.read_only);
        self.add(Kind::ReadOnly, &[read_only], 16, (0, 0));
        self.add(
            Kind::Hints,
            &[read_only, said(hints.destructive)],
            16,
            (0, 0),
        );
        self.add(Kind::OpenWorld, &[said(hints.open_world)], 16, (0, 0));
    }
}

/// `v2`, `V1` of a name.
fn is_version(name: &str, word: &Token) -> bool {
    let text = name.get(word.start..word.end).unwrap_or_default();
    text.len() < 3
        && text.starts_with(['v', 'V'])
        && text.bytes().skip(1).all(|it| it.is_ascii_digit())
}

/// The text before the first section of a docstring: `Args:`, `Returns:` and the like at the start of a line.
fn before_sections(text: &str) -> &str {
    const SECTIONS: &[&str] = &[
        "arg",
        "args",
        "arguments",
        "parameter",
        "parameters",
        "params",
        "return",
        "returns",
        "raise",
        "raises",
        "example",
        "examples",
        "output",
        "input",
        "response",
        "usage",
        "参数",
        "返回",
    ];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let bare = line
            .trim()
            .trim_start_matches(['#', '*', ' '])
            .trim_end_matches(['*', ' ']);
        let head = bare
            .split([':', '：'])
            .next()
            .unwrap_or(bare)
            .trim_end_matches('*')
            .trim();
        let named = SECTIONS.iter().any(|it| it.eq_ignore_ascii_case(head));
        if named && (bare.len() > head.len() || line.ends_with('\n')) {
            return text.get(..at).unwrap_or(text);
        }
        at += line.len();
    }
    text
}

/// Where the first sentence ends, in bytes.
fn first_sentence(text: &str) -> usize {
    let mut before = [' ', ' '];
    for (at, each) in text.char_indices() {
        let stops = matches!(before[1], '.' | '!' | '?')
            && !before[0].is_whitespace()
            && before[0] != '.'
            && each.is_whitespace();
        if at >= 8 && (stops || each == '\n' || each == '。') {
            return at;
        }
        before = [before[1], each];
    }
    text.len()
}
