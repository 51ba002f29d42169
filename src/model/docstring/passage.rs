//! A piece of a docstring as paragraphs, and as lines where their layout says something.

use super::line::{indent, is_fence, of_item};

/// A piece of a docstring.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Passage<'t> {
    /// Its text, white space around it included.
    pub text: &'t str,
    /// Whether it begins within a line, so that its first line has no indentation to go by.
    pub inline: bool,
}

/// A block of a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Words that flow.
    Paragraph(String),
    /// Lines whose ends and indentation say something: lists, tables, code.
    Lines(String),
}

impl<'t> Passage<'t> {
    /// Text that begins at the start of a line.
    pub(super) fn whole(text: &'t str) -> Self {
        Self {
            text,
            inline: false,
        }
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Its paragraphs and its blocks of lines, in order.
    pub fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut block: Vec<&str> = Vec::new();
        let mut fence = false;
        for line in self.lines() {
            fence ^= is_fence(line.trim());
            if line.trim().is_empty() && !fence {
                blocks.extend(block_of(&block));
                block.clear();
            } else {
                block.push(line);
            }
        }
        blocks.extend(block_of(&block));
        blocks
    }

    /// Its lines as an example has them, without the fence around them.
    pub fn program(&self) -> String {
        let lines = self.lines();
        let lines = match lines.as_slice() {
            [first, within @ .., last]
                if is_fence(first.trim())
                    && last.trim() == "```"
                    && !within.iter().any(|it| is_fence(it.trim())) =>
            {
                within
            }
            all => all,
        };
        lines.join("\n")
    }

    /// Its lines without the indentation that they share, and without empty lines at the ends.
    fn lines(&self) -> Vec<&'t str> {
        let mut lines: Vec<&str> = self.text.lines().map(str::trim_end).collect();
        let filled = |line: &&str| !line.is_empty();
        let end = lines.iter().rposition(filled).map_or(0, |at| at + 1);
        lines.truncate(end);
        let start = lines.iter().position(filled).unwrap_or_default();
        let inline = self.inline && start == 0;
        lines.drain(..start);
        let shared = lines.iter().skip(usize::from(inline));
        let shared = shared.filter(|it| filled(it)).map(|it| indent(it)).min();
        let shared = shared.unwrap_or_default();
        for (at, line) in lines.iter_mut().enumerate() {
            *line = match (at, inline) {
                (0, true) => line.trim_start(),
                _ => without(line, shared),
            };
        }
        lines
    }
}

/// The line without its first white characters, at most so many.
fn without(line: &str, most: usize) -> &str {
    let white = indent(line).min(most);
    let at = line.char_indices().nth(white).map(|(at, _)| at);
    line.get(at.unwrap_or(line.len())..).unwrap_or_default()
}

fn block_of(lines: &[&str]) -> Option<Block> {
    let first = lines.first()?;
    let own = |line: &&str| {
        let bare = line.trim_start();
        bare.len() < line.len()
            || of_item(bare).is_some()
            || is_fence(bare)
            || bare.starts_with(['|', '{', '}', '>'])
    };
    let laid_out = lines.len() > 1 && lines.iter().any(own);
    Some(if laid_out {
        Block::Lines(lines.join("\n"))
    } else if lines.len() == 1 {
        Block::Paragraph(first.trim().to_owned())
    } else {
        Block::Paragraph(lines.join(" "))
    })
}
