//! One YAML document as blocks of lines: a key with its value, and the comments above it.

/// A document whose root is a block mapping of plain keys.
pub(super) struct Document<'a> {
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
    /// `None` for a document of another shape.
    pub(super) fn read(text: &'a str) -> Option<Self> {
        let mut blocks: Vec<Block<'a>> = Vec::new();
        // Comments and blank lines of which it is not known yet whether they end a value.
        let mut pending: Vec<&str> = Vec::new();
        for line in text.lines() {
            let at_root = !line.starts_with([' ', '\t']) && !line.is_empty();
            if line.trim().is_empty() || line.starts_with('#') {
                pending.push(line);
            } else if !at_root || line.starts_with("- ") {
                let block = blocks.last_mut()?;
                block.lines.append(&mut pending);
                block.lines.push(line);
            } else {
                let (key, value) = split_key(line)?;
                blocks.push(Block {
                    comments: comments(&mut pending),
                    key,
                    value,
                    lines: Vec::new(),
                });
            }
        }
        let keeps =
            |block: &Block<'_>| block.value.starts_with(['|', '>']) && block.value.contains('+');
        if blocks.is_empty() || blocks.iter().any(keeps) {
            return None;
        }
        Some(Self {
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
        self.blocks.sort_by_key(|block| rank(block.key));
        let mut lines: Vec<String> = Vec::new();
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

/// The comments among pending lines, trimmed; blank lines between keys are dropped.
fn comments<'a>(pending: &mut Vec<&'a str>) -> Vec<&'a str> {
    pending
        .drain(..)
        .map(str::trim_end)
        .filter(|line| !line.is_empty())
        .collect()
}

/// A plain key and what follows its colon.
fn split_key(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let plain = !key.is_empty()
        && key
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    (plain && (value.is_empty() || value.starts_with([' ', '\t']))).then(|| (key, value.trim()))
}
