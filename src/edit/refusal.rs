//! Why an edit was not made.

/// Why an edit was not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// No value or key of a readable document is at the place.
    NotFound,
    /// The words are written with escapes or across lines.
    Spelling,
    /// An alias elsewhere stands for the same words.
    Shared,
    /// The key is written with `?`.
    Question,
    /// Another edit changed the words.
    Overlap,
    /// A comment would be lost, or would stand with something it is not about.
    Comment,
    /// The key shares its line with something else.
    Line,
    /// Another value would change, or could not be read.
    OtherValues,
    /// The file is not UTF-8.
    NotUtf8,
}

impl Refusal {
    /// The reason as a clause, lower case, no full stop.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotFound => {
                "the value is not written here as it is read, for example behind an alias"
            }
            Self::Spelling => {
                "the words are written with escapes or across lines; edit them by hand"
            }
            Self::Shared => {
                "an alias elsewhere stands for the same words and would change too; write the words out in place of the alias, or edit them by hand"
            }
            Self::Question => {
                "the key is written with `?`; write it as `key: value`, or remove it by hand"
            }
            Self::Overlap => "another fix changed the same words; run the command again",
            Self::Comment => {
                "a comment stands with the key; decide what becomes of it and remove both by hand"
            }
            Self::Line => "the key shares its line with something else; remove it by hand",
            Self::OtherValues => {
                "it would change another value or make one unreadable, such as an alias of an anchor here"
            }
            Self::NotUtf8 => "the file is not UTF-8; save it as UTF-8 first",
        }
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
