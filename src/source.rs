//! Files, byte spans in them, and the lines and columns people read.

use std::ops::Range;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

/// The number of a file in [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FileId(pub u32);

/// A byte range in one file. An empty range at 0 stands for the whole file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The file. Its number holds for one run, so it is not written.
    #[serde(skip)]
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span of `range` in `file`; offsets past 4 GiB saturate (files are limited far below).
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        let clamp = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self {
            file,
            start: clamp(range.start),
            end: clamp(range.end),
        }
    }

    /// The whole of a file, for a finding that has no narrower place.
    pub fn whole(file: FileId) -> Self {
        Self::new(file, 0..0)
    }

    /// The bytes as a range of `usize`.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A value and where it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its place.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Pairs a value with its place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// A line and a column, both counted from 1; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineCol {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// One text file as it was read.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Path as the user would type it, with `/` between parts.
    pub path: String,
    /// Path within its catalog, with `/` between parts: the same however the catalog was named.
    pub place: String,
    /// The text. Bytes that are not UTF-8 have been replaced, and a finding says so.
    pub text: String,
    /// Whether the text is what the file holds: such a file can be edited.
    pub is_utf8: bool,
    /// Byte offset of each line's first character, once somebody asks: only findings do.
    line_starts: OnceLock<Vec<u32>>,
}

impl SourceFile {
    /// Where an offset lies. One past the text is taken as its end.
    pub fn line_col(&self, offset: usize) -> LineCol {
        let offset = floor(&self.text, offset);
        let line = self
            .line_starts()
            .partition_point(|start| *start as usize <= offset);
        let line_start = self.line_start(line);
        let before = self.text.get(line_start..offset).unwrap_or_default();
        LineCol {
            line: line.max(1),
            column: before.chars().count() + 1,
        }
    }

    /// The lines `first` to `last`, counted from 1, and the offset at which they begin.
    pub fn lines(&self, first: usize, last: usize) -> (usize, &str) {
        let start = self.line_start(first);
        let end = if last < self.line_starts().len() {
            self.line_start(last + 1)
        } else {
            self.text.len()
        };
        (start, self.text.get(start..end).unwrap_or_default())
    }

    /// Drops all lines but the first.
    pub fn keep_first_line(&mut self) {
        let first = self.text.find('\n').map_or(self.text.len(), |at| at + 1);
        self.text.truncate(first);
        self.text.shrink_to_fit();
        self.line_starts = OnceLock::new();
    }

    fn line_start(&self, line: usize) -> usize {
        let start = line.checked_sub(1);
        let start = start.and_then(|at| self.line_starts().get(at));
        start.map_or(0, |start| *start as usize)
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let breaks = self.text.match_indices('\n').map(|(at, _)| at + 1);
            let starts = std::iter::once(0).chain(breaks);
            starts.map_while(|at| u32::try_from(at).ok()).collect()
        })
    }
}

/// Every file of a run, by number.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// Adds a file that lies nowhere else and gives its number.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        let path: String = path.into();
        self.add_at(path.clone(), path, text)
    }

    /// Adds the file at `place` in a catalog and gives its number.
    pub fn add_at(
        &mut self,
        path: impl Into<String>,
        place: impl Into<String>,
        text: impl Into<String>,
    ) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(SourceFile {
            path: path.into(),
            place: place.into(),
            text: text.into(),
            is_utf8: true,
            line_starts: OnceLock::new(),
        });
        id
    }

    /// Notes that bytes of a file were replaced when it was read.
    pub fn mark_not_utf8(&mut self, id: FileId) {
        if let Some(file) = self.files.get_mut(id.0 as usize) {
            file.is_utf8 = false;
        }
    }

    /// The file of that number, if it is one of this run's.
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
    }

    /// The files with their numbers, in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0_u32..).map(FileId).zip(&self.files)
    }

    /// The same, to be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (FileId, &mut SourceFile)> {
        (0_u32..).map(FileId).zip(&mut self.files)
    }

    /// The path of a file, or an empty string for a number that is not of this run.
    pub fn path(&self, id: FileId) -> &str {
        self.get(id).map_or("", |file| file.path.as_str())
    }

    /// The path of a file within its catalog, or an empty string for a number that is not of this run.
    pub fn place(&self, id: FileId) -> &str {
        self.get(id).map_or("", |file| file.place.as_str())
    }

    /// Where a span starts and ends. Offsets past the text are taken as its end.
    pub fn line_col(&self, span: Span) -> (LineCol, LineCol) {
        let start = LineCol { line: 1, column: 1 };
        self.get(span.file).map_or((start, start), |file| {
            (
                file.line_col(span.start as usize),
                file.line_col(span.end as usize),
            )
        })
    }
}

/// The nearest character boundary at or before `offset`.
pub fn floor(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_start_at_one() {
        let mut sources = Sources::default();
        let file = sources.add("a.yaml", "é: x\nname: y\n");
        let (start, end) = sources.line_col(Span::new(file, 12..13));
        assert_eq!((start.line, start.column), (2, 7));
        assert_eq!((end.line, end.column), (2, 8));
        let (start, _) = sources.line_col(Span::new(file, 4..5));
        assert_eq!((start.line, start.column), (1, 4));
        let (start, _) = sources.line_col(Span::new(file, 999..999));
        assert_eq!((start.line, start.column), (3, 1));
    }
}
