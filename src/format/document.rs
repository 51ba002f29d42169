//! One YAML document as blocks of lines: a key with its value, and the comments above it.

use crate::sort;

/// Words at the start of a comment that is about the file, whatever key it stands above.
const ABOUT_THE_FILE: &[&str] = &[
    "yaml-language-server:",
    "copyright",
    "spdx-",
    "licen",
    "(c) ",
    "©",
    "!",
];

/// A document whose root is a block mapping of plain or quoted keys.
pub(super) struct Document<'a> {
    /// Comments about the document, such as a licence or the schema for an editor.
    head: Vec<&'a str>,
    blocks: Vec<Block<'a>>,
    /// Comments under the last key.
    tail: Vec<&'a str>,
}

struct Block<'a> {
    comments: Vec<&'a str>,
    key: &'a str,
    /// What follows the colon on the key's line, trimmed.
    value: &'a str,
    /// Further lines of the value, as they stand.
    lines: Vec<&'a str>,
}

impl<'a> Document<'a> {
    /// # Errors
    ///
    /// Why a document of another shape is left alone, as a clause.
    pub(super) fn read(text: &'a str) -> Result<Self, &'static str> {
        let mut head = Vec::new();
        let mut blocks: Vec<Block<'a>> = Vec::new();
        // Comments and blank lines of which it is not known yet whether they end a value.
        let mut pending: Vec<&str> = Vec::new();
        for line in text.lines() {
            let at_root = !line.starts_with([' ', '\t']) && !line.is_empty();
            if line.trim().is_empty() || line.starts_with('#') {
                pending.push(line);
            } else if !at_root || line.starts_with("- ") || line == "-" {
                let block = blocks.last_mut().ok_or_else(|| shape(line))?;
                block.lines.append(&mut pending);
                block.lines.push(line);
            } else {
                let (key, value) = split_key(line).ok_or_else(|| shape(line))?;
                match blocks.last_mut() {
                    None => head = head_of(&mut pending),
                    Some(block) => block.keep_blank_lines(&mut pending),
                }
                blocks.push(Block {
                    comments: comments(&mut pending),
                    key,
                    value,
                    lines: Vec::new(),
                });
            }
        }
        if let Some((first, name)) = blocks.split_first_mut().map(|(first, rest)| {
            let named = (first.key == "name").then_some(first.value);
            let further = rest.iter().find(|block| block.key == "name");
            (first, named.or_else(|| further.map(|block| block.value)))
        }) {
            first.give_head(&mut head, name.unwrap_or_default());
        }
        match blocks.last_mut() {
            None => head.extend(comments(&mut pending)),
            Some(block) => block.keep_blank_lines(&mut pending),
        }
        Ok(Self {
            head,
            blocks,
            tail: comments(&mut pending),
        })
    }

    /// The document with its keys in this order, unknown ones last as they stand; ends in a line feed.
    pub(super) fn write(mut self, order: &[&str]) -> String {
        let rank = |key: &str| {
            order
                .iter()
                .position(|known| *known == key)
                .unwrap_or(order.len())
        };
        sort::by_key(&mut self.blocks, |block| rank(block.key));
        let mut lines: Vec<String> = Vec::new();
        lines.extend(self.head.iter().map(|line| (*line).to_owned()));
        for block in self.blocks {
            lines.extend(block.comments.iter().map(|line| (*line).to_owned()));
            let separator = if block.value.is_empty() { "" } else { " " };
            lines.push(format!("{}:{separator}{}", block.key, block.value));
            lines.extend(block.lines.iter().map(|line| (*line).to_owned()));
        }
        lines.extend(self.tail.iter().map(|line| (*line).to_owned()));
        lines.join("\n") + "\n"
    }
}

impl<'a> Block<'a> {
    /// Gives the comments above the first key to the document where they are a heading of it: they name the entry,
    /// or have a line of signs.
    fn give_head(&mut self, head: &mut Vec<&'a str>, name: &str) {
        let name = name.trim_matches(['"', '\'']);
        let is_heading = |line: &&str| is_ruled(line) || has_word(line, name);
        if self.comments.iter().any(is_heading) {
            head.append(&mut self.comments);
        }
    }

    /// Takes the blank lines under a block scalar that keeps them: they are part of its value.
    fn keep_blank_lines(&mut self, pending: &mut Vec<&'a str>) {
        let header = self.value.split('#').next().unwrap_or_default();
        if header.starts_with(['|', '>']) && header.contains('+') {
            let blank = pending.iter().take_while(|line| line.trim().is_empty());
            let blank = blank.count();
            self.lines.extend(pending.drain(..blank));
        }
    }
}

/// Takes the comments about the document off the lines above its first key: those that a blank line
/// parts from the key, and a licence or schema line in any case. One blank line stays under them.
fn head_of<'a>(pending: &mut Vec<&'a str>) -> Vec<&'a str> {
    let is_blank = |line: &&str| line.trim().is_empty();
    let parted = pending.iter().rposition(is_blank).map_or(0, |at| at + 1);
    let parted_lines: Vec<&str> = pending.drain(..parted).collect();
    let mut head: Vec<&str> = Vec::new();
    for line in parted_lines.into_iter().map(str::trim_end) {
        // Several blank lines count as one, and the document begins with none.
        if !line.is_empty() || head.last().is_some_and(|last| !last.is_empty()) {
            head.push(line);
        }
    }
    let block_is_licence = pending.iter().any(|line| is_licence(line));
    let about_the_file = if block_is_licence {
        pending.len()
    } else {
        pending
            .iter()
            .take_while(|line| is_about_the_file(line))
            .count()
    };
    head.extend(pending.drain(..about_the_file).map(str::trim_end));
    head
}

/// Whether a comment has a line of signs, such as `# =====`.
fn is_ruled(comment: &str) -> bool {
    let is_rule = |sign: &str| comment.contains(&sign.repeat(3));
    comment.starts_with("##")
        || ["=", "-", "*", "~", "_", "─", "═"]
            .iter()
            .any(|it| is_rule(it))
}

/// Whether a comment has a name as a word of its own.
fn has_word(comment: &str, name: &str) -> bool {
    let is_inside = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    !name.is_empty() && comment.split(|c| !is_inside(c)).any(|word| word == name)
}

fn is_licence(comment: &str) -> bool {
    is_about_the_file(comment) && !words_of(comment).starts_with("yaml-language-server:")
}

fn is_about_the_file(comment: &str) -> bool {
    let words = words_of(comment);
    ABOUT_THE_FILE.iter().any(|start| words.starts_with(start))
}

fn words_of(comment: &str) -> String {
    comment.trim_start_matches(['#', ' ', '\t']).to_lowercase()
}

/// The comments among pending lines, trimmed; blank lines between keys are dropped.
fn comments<'a>(pending: &mut Vec<&'a str>) -> Vec<&'a str> {
    pending
        .drain(..)
        .map(str::trim_end)
        .filter(|line| !line.is_empty())
        .collect()
}

/// A key and what follows its colon. Quotes around a plain key go.
fn split_key(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let key = key.trim_end();
    let quoted = |mark| key.strip_prefix(mark)?.strip_suffix(mark);
    let key = quoted('"').or_else(|| quoted('\'')).unwrap_or(key);
    let plain = !key.is_empty()
        && key
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    (plain && (value.is_empty() || value.starts_with([' ', '\t']))).then(|| (key, value.trim()))
}

/// Why a document that holds this line is left alone.
fn shape(line: &str) -> &'static str {
    if line.starts_with("---") || line.starts_with("...") {
        return "something stands after `---` or `...` on the same line; move it to a line of its own";
    }
    match line.trim_start().chars().next() {
        Some('{') => "it is written as `{ key: value }`; write each key on a line of its own",
        Some('-') => {
            "it holds a list; write each entry as a document of its own, with `---` between them"
        }
        Some('%') => "it has a `%` directive; remove that line, which the catalog does not need",
        Some('?') => "it has keys that are written with `?`; write them as `key: value`",
        Some('&' | '*' | '!') => {
            "it has an anchor, an alias or a tag at its root; remove it, for one document cannot refer to another"
        }
        _ => {
            "a line of it is not `key: value` from its first column; write each key at the start of a line"
        }
    }
}
