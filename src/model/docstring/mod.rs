//! A description as docstrings have it: a summary, then sections about arguments, results, errors and examples.
//!
//! Reading takes one pass over the lines, and every byte of the text belongs to exactly one part.

mod field;
mod head;
mod line;
mod passage;
mod scan;
#[cfg(test)]
mod tests;
mod words;

use std::ops::Range;

pub use field::Field;
pub use passage::{Block, Passage};

/// What a part of a description speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// The tool: prose that stands in no section.
    Text,
    /// The arguments.
    Arguments,
    /// What a call gives back.
    Returns,
    /// What can go wrong.
    Raises,
    /// How a call is written.
    Example,
    /// What else is to be known.
    Notes,
}

/// A part of a description.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part<'t> {
    /// What it speaks of.
    pub about: About,
    /// Its bytes, with its heading. The parts follow each other without gaps.
    pub range: Range<usize>,
    /// What stands under its heading before the first field.
    pub intro: Passage<'t>,
    /// The arguments or errors that it names.
    pub fields: Vec<Field<'t>>,
}

/// A description, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Docstring<'t> {
    /// The description.
    pub text: &'t str,
    /// Its parts in order, which cover the text.
    pub parts: Vec<Part<'t>>,
}

impl<'t> Docstring<'t> {
    /// Reads a description.
    pub fn of(text: &'t str) -> Self {
        Self {
            text,
            parts: scan::parts(text),
        }
    }

    /// What says what the tool does, and the sections that follow it. A text that begins with a section is taken as
    /// a whole, because nothing else in it says what the tool does.
    pub fn lead(&self) -> (&'t str, &[Part<'t>]) {
        match self.parts.split_first() {
            Some((first, rest)) if first.about == About::Text && !first.intro.is_empty() => {
                (first.intro.text.trim(), rest)
            }
            _ => (self.text.trim(), &[]),
        }
    }
}
