//! Goes through the lines of a description, and finds where each section begins and ends.

use super::field::{Field, fields, is_field};
use super::head::{Head, Style, is_underline};
use super::line::{Line, is_fence, lines, of_item};
use super::{About, Part, Passage};

/// The parts of a description.
pub(super) fn parts(text: &str) -> Vec<Part<'_>> {
    let lines: Vec<Line<'_>> = lines(text).collect();
    let mut scan = Scan {
        text,
        lines: &lines,
        parts: Vec::new(),
        open: Open::text(0, 0),
        blank: false,
        fence: false,
    };
    for at in 0..lines.len() {
        scan.read(at);
    }
    scan.close(lines.len());
    scan.parts
}

struct Scan<'s, 't> {
    text: &'t str,
    lines: &'s [Line<'t>],
    parts: Vec<Part<'t>>,
    open: Open<'t>,
    /// Whether the line before is empty.
    blank: bool,
    /// Whether a block of code is open.
    fence: bool,
}

/// The part that is being read.
struct Open<'t> {
    about: About,
    style: Style,
    /// Where it begins, in bytes.
    start: usize,
    /// Where its text begins.
    body: usize,
    /// The first line that belongs to its text as a whole.
    first: usize,
    /// Whether its text begins on the line of the heading.
    inline: bool,
    /// The indentation of its heading, and of the first line under it.
    indent: usize,
    inner: Option<usize>,
    /// What a tag names, with its type.
    named: Option<(&'t str, &'t str)>,
}

impl<'t> Open<'t> {
    fn text(start: usize, first: usize) -> Self {
        Self {
            about: About::Text,
            style: Style::Plain,
            start,
            body: start,
            first,
            // What stands before it on its line is not known.
            inline: start == 0,
            indent: 0,
            inner: None,
            named: None,
        }
    }

    /// The section that a heading begins, on the line of this number.
    fn section(about: About, head: &Head<'t>, line: &Line<'t>, text: &str, at: usize) -> Self {
        let whole = text.get(line.start..line.end).unwrap_or_default();
        let tail = whole.len() - whole.trim_end().len();
        let inline = head.style == Style::Tag || !head.rest.is_empty();
        Self {
            about,
            style: head.style,
            start: line.start,
            body: if inline {
                line.end - tail - head.rest.len()
            } else {
                line.end
            },
            first: at + 1,
            inline,
            indent: line.indent,
            inner: None,
            named: head.named,
        }
    }

    /// Whether a heading on this line ends the part, rather than being a line of it.
    fn admits(&self, line: &Line<'_>) -> bool {
        let ends = match self.style {
            Style::Markup => false,
            Style::Plain => line.indent <= self.indent,
            Style::Marked | Style::Underlined | Style::Tag => true,
        };
        ends || self.about == About::Text
    }

    /// Whether a line that is no heading belongs to the part.
    fn holds(&self, line: &Line<'_>, blank: bool) -> bool {
        let deeper = line.indent > self.indent;
        let goes_on = match self.style {
            Style::Marked | Style::Underlined | Style::Markup => true,
            Style::Tag if self.about == About::Example => true,
            Style::Plain if !self.inline => match self.inner {
                None => true,
                Some(inner) if inner > self.indent => deeper,
                Some(inner) => !blank || line.indent > inner || self.goes_on(line),
            },
            Style::Tag | Style::Plain => !blank || deeper,
        };
        goes_on || self.about == About::Text
    }

    /// Whether a line after an empty one looks like a further line of a section that is not indented.
    fn goes_on(&self, line: &Line<'_>) -> bool {
        let named = matches!(self.about, About::Arguments | About::Raises);
        of_item(line.bare).is_some() || is_fence(line.bare) || (named && is_field(line))
    }
}

impl<'t> Scan<'_, 't> {
    fn read(&mut self, at: usize) {
        let Some(line) = self.lines.get(at) else {
            return;
        };
        if line.bare.is_empty() {
            self.blank = true;
            return;
        }
        let fence = is_fence(line.bare);
        if self.fence {
            self.fence = !fence;
        } else {
            self.place(at, line);
            self.fence = fence;
        }
        self.blank = false;
    }

    /// Puts a line that stands in no block of code into the part that it belongs to.
    fn place(&mut self, at: usize, line: &Line<'t>) {
        let head = Head::of(line, self.lines.get(at + 1)).filter(|_| self.open.admits(line));
        match head {
            Some(head) => match head.about {
                Some(about) => {
                    self.close(at);
                    self.open = Open::section(about, &head, line, self.text, at);
                }
                // A heading of another name ends a section, and is prose within prose.
                None if self.open.about != About::Text => self.prose(at),
                None => {}
            },
            None if self.is_rule(at, line) => {
                self.open.body = line.end;
                self.open.first = at + 1;
            }
            None if self.open.style == Style::Markup && line.bare.starts_with("</") => {
                self.close_before(at, line.start, line.end);
                self.open = Open::text(line.end, at + 1);
            }
            None if !self.open.holds(line, self.blank) => self.prose(at),
            None => {
                self.open.inner.get_or_insert(line.indent);
            }
        }
    }

    /// Whether this is the line under the heading of the open section.
    fn is_rule(&self, at: usize, line: &Line<'_>) -> bool {
        self.open.style == Style::Underlined && self.open.first == at && is_underline(line.bare)
    }

    fn prose(&mut self, at: usize) {
        self.close(at);
        let start = self.lines.get(at).map_or(self.text.len(), |it| it.start);
        self.open = Open::text(start, at);
    }

    /// Ends the open part before the line of this number.
    fn close(&mut self, at: usize) {
        let end = self.lines.get(at).map_or(self.text.len(), |it| it.start);
        self.close_before(at, end, end);
    }

    /// Ends the open part at `end`, and its text before the line of number `at`.
    fn close_before(&mut self, at: usize, text: usize, end: usize) {
        let open = &self.open;
        if open.start >= end {
            return;
        }
        let body = Passage {
            text: self.text.get(open.body..text).unwrap_or_default(),
            inline: open.inline,
        };
        let named = matches!(open.about, About::Arguments | About::Raises);
        let (intro, fields) = match open.named {
            Some((name, kind)) => (
                Passage::default(),
                vec![Field {
                    name,
                    kind,
                    text: body,
                }],
            ),
            None if named && !open.inline => {
                let lines = self.lines.get(open.first..at).unwrap_or_default();
                let underlined = open.style == Style::Underlined;
                let (begin, fields) = fields(self.text, lines, text, underlined);
                let intro = self.text.get(open.body..begin).unwrap_or_default();
                (Passage::whole(intro), fields)
            }
            None => (body, Vec::new()),
        };
        self.parts.push(Part {
            about: open.about,
            range: open.start..end,
            intro,
            fields,
        });
    }
}
