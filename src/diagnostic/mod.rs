//! Findings: what is wrong, where, how loud, and the way out.
//!
//! A finding without a place cannot be built: [`Diagnostic::new`] takes the span.

#[cfg(feature = "site")]
mod nearest;

use std::ops::Range;

use crate::source::Span;
#[cfg(feature = "site")]
pub use nearest::{nearest, suggest};

/// How loud a finding is. It has nothing to do with a tool's severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Not reported.
    Allow,
    /// Reported for whoever looks closely; often there is nothing to do.
    Note,
    /// Reported, and something should change; does not fail the run.
    Warn,
    /// Reported, and the run exits with 1.
    Error,
}

impl Level {
    /// All levels, quietest first.
    pub const ALL: &'static [Self] = &[Self::Allow, Self::Note, Self::Warn, Self::Error];

    /// What a finding of this level is called.
    pub const fn called(self) -> &'static str {
        match self {
            Self::Allow => "allowed",
            Self::Note => "note",
            Self::Warn => "warning",
            Self::Error => "error",
        }
    }

    /// The word used in files and on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Note => "note",
            Self::Warn => "warn",
            Self::Error => "error",
        }
    }
}

impl std::str::FromStr for Level {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        Self::ALL
            .iter()
            .copied()
            .find(|level| level.as_str() == word)
            .ok_or(())
    }
}

/// What a lint or a load fault is: its stable identity and its page.
#[derive(Debug, PartialEq, Eq)]
pub struct LintInfo {
    /// Stable code, such as `TR101`; never used again once retired.
    pub code: &'static str,
    /// Kebab-case name that reads well after "allow", such as `truncated-description`.
    pub name: &'static str,
    /// Level unless the catalog's configuration says otherwise.
    pub level: Level,
    /// One sentence for lists.
    pub summary: &'static str,
    /// The explanation as Markdown: what it does, why, an example.
    pub explanation: &'static str,
}

/// A place with an optional remark about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What is to be seen there, lower case, no full stop; may be empty.
    pub text: String,
}

/// A change of the primary place that fixes the finding. It is made only where every other value of
/// the file stays what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fix {
    /// Replace a part of the text at the place.
    Replace {
        /// The bytes of the text, as it reads without quotes, escapes and line folding.
        range: Range<usize>,
        /// What should stand there.
        to: String,
    },
    /// Remove the key whose value is at the place, or the key itself that is there, with its value.
    RemoveKey,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The lint that found it.
    pub lint: &'static LintInfo,
    /// Its level in this run.
    pub level: Level,
    /// Stands alone; lower case, no full stop, user text in backticks.
    pub message: String,
    /// The place to edit.
    pub primary: Label,
    /// Other places that explain it.
    pub related: Vec<Label>,
    /// The way out.
    pub help: Option<String>,
    /// What it is about, as `server/tool`; empty when it is about a file.
    pub subject: String,
    /// How a program can fix it, where that is safe.
    pub fix: Option<Fix>,
    /// What exactly was found, where the message does not tell it whole: another text is another finding. Never shown.
    pub content: String,
}

impl Diagnostic {
    /// A finding of `lint` at `span`, at the lint's own level.
    pub fn new(lint: &'static LintInfo, span: Span, message: impl Into<String>) -> Self {
        Self {
            lint,
            level: lint.level,
            message: message.into(),
            primary: Label {
                span,
                text: String::new(),
            },
            related: Vec::new(),
            help: None,
            subject: String::new(),
            fix: None,
            content: String::new(),
        }
    }

    /// Reports it as a note: it may well be right as it is.
    #[must_use]
    pub const fn note(mut self) -> Self {
        self.level = Level::Note;
        self
    }

    /// Adds a remark to the primary place.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn related(mut self, span: Span, text: impl Into<String>) -> Self {
        self.related.push(Label {
            span,
            text: text.into(),
        });
        self
    }

    /// Says the way out.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Gives a safe fix.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    /// Tells findings apart that are about different texts and say the same of them.
    #[must_use]
    pub fn content(mut self, text: impl Into<String>) -> Self {
        self.content = text.into();
        self
    }

    /// The order of reports: file, place, code, message.
    pub fn order(&self) -> (Span, &'static str, &str) {
        (self.primary.span, self.lint.code, &self.message)
    }
}

/// The Markdown of a lint's or fault's explanation, as its doc comment has it.
pub fn explanation_of(info: &LintInfo) -> String {
    let strip = |line: &'static str| line.strip_prefix(' ').unwrap_or(line);
    let lines: Vec<&str> = info.explanation.lines().map(strip).collect();
    lines.join("\n").trim().to_owned()
}
