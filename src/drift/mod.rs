//! A definition before and after → how much of a change that is.
//!
//! A fingerprint says whether a definition changed; most changes are a library's new way to write the
//! same. Grades tell these from the changes that a person must see.

#[cfg(test)]
mod alike_tests;
mod alternatives;
mod canon;
mod combined;
mod list;
mod meaning;
mod members;
mod schema;
#[cfg(test)]
mod tests;
mod text;
mod tool;
mod values;

pub use list::{Change, Compared, Side, Standing, compare};
pub use meaning::{meaning, takes};
pub use text::{human, json, markdown, sentence};
pub use tool::differences;

/// How much of a change a difference is, mildest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// It is written otherwise and means the same.
    Notation,
    /// A text is another, or a member that says nothing of what is taken.
    Text,
    /// A limit on the input was removed or is wider.
    Loosened,
    /// The tool takes more than it did.
    Expanded,
    /// The tool takes less than it did.
    Tightened,
    /// A hint says more risk than before.
    HintStricter,
    /// A hint says less risk than before.
    HintSafer,
    /// The rules come to another category, severity or decision, or other traits.
    Rerated,
    /// The tool has another name.
    Renamed,
    /// The tool was not there.
    Added,
    /// The tool is not there any more.
    Removed,
}

impl Grade {
    /// All grades, mildest first.
    pub const ALL: &'static [Self] = &[
        Self::Notation,
        Self::Text,
        Self::Loosened,
        Self::Expanded,
        Self::Tightened,
        Self::HintStricter,
        Self::HintSafer,
        Self::Rerated,
        Self::Renamed,
        Self::Added,
        Self::Removed,
    ];

    /// The word on the command line and in reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Notation => "notation",
            Self::Text => "text",
            Self::Loosened => "loosened",
            Self::Expanded => "expanded",
            Self::Tightened => "tightened",
            Self::HintStricter => "hint-stricter",
            Self::HintSafer => "hint-safer",
            Self::Rerated => "re-rated",
            Self::Renamed => "renamed",
            Self::Added => "added",
            Self::Removed => "removed",
        }
    }
}

/// One way in which two definitions differ.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// How much of a change it is.
    pub grade: Grade,
    /// What differs: one line, lower case, no full stop. Has names of parameters in it.
    pub what: String,
}
