//! Writes Markdown block by block: text goes in through one door and is escaped there.

use super::escape::{address, begins_block, escaped_word};

/// The parts of a text that have a form of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    Heading(usize),
    /// Text of its own, apart from what stands before and after.
    Block,
    /// Blocks that somebody else said.
    Quote,
    Bullets,
    Numbers,
    Item,
    Table,
    Row,
    Cell,
    Code,
    /// A block of code.
    Program,
    Bold,
    Emphasis,
}

/// A page's rendition as far as it is written.
#[derive(Debug, Default)]
pub(super) struct Writer<'o> {
    origin: &'o str,
    out: String,
    /// The block that is being written, on one line.
    line: String,
    /// What the next block of a list begins with.
    marker: String,
    /// The open lists, the innermost last.
    lists: Vec<List>,
    /// Whether the next block follows the last without an empty line.
    tight: bool,
    /// The open quotation: whether a block of it is written.
    quote: Option<bool>,
    /// The cells of the row that is open.
    row: Option<Vec<String>>,
    /// Whether the open table has its head.
    headed: bool,
    /// Code that is open: its text so far.
    code: Option<String>,
    program: bool,
    /// For each open link, where its text begins and where it leads.
    links: Vec<(usize, String)>,
    heading: usize,
}

/// A list that is open.
#[derive(Debug)]
struct List {
    numbered: bool,
    items: usize,
}

impl<'o> Writer<'o> {
    pub(super) fn new(origin: &'o str) -> Self {
        Self {
            origin,
            ..Self::default()
        }
    }

    pub(super) fn open(&mut self, tag: Tag) {
        match tag {
            Tag::Heading(level) => {
                self.end_block();
                self.heading = level;
            }
            Tag::Block => self.end_block(),
            Tag::Quote => {
                self.end_block();
                self.quote = Some(false);
            }
            Tag::Row => self.row = Some(Vec::new()),
            Tag::Bullets | Tag::Numbers => {
                self.end_block();
                self.tight = !self.lists.is_empty();
                self.lists.push(List {
                    numbered: tag == Tag::Numbers,
                    items: 0,
                });
            }
            Tag::Item => self.item(),
            Tag::Table => {
                self.end_block();
                self.headed = false;
            }
            Tag::Cell => self.line.clear(),
            Tag::Code => self.code = Some(String::new()),
            Tag::Program => {
                self.end_block();
                self.program = true;
                self.code = Some(String::new());
            }
            Tag::Bold => self.line.push_str("**"),
            Tag::Emphasis => self.line.push('*'),
        }
    }

    /// Begins a link; its text follows.
    pub(super) fn open_link(&mut self, href: &str) {
        self.links.push((self.line.len(), href.to_owned()));
    }

    pub(super) fn close(&mut self, tag: Tag) {
        match tag {
            Tag::Heading(_) | Tag::Block | Tag::Item | Tag::Table => self.end_block(),
            Tag::Quote => {
                self.end_block();
                self.quote = None;
            }
            Tag::Bullets | Tag::Numbers => {
                self.end_block();
                self.lists.pop();
                self.tight = !self.lists.is_empty();
            }
            Tag::Row => self.end_row(),
            Tag::Cell => {
                let cell = std::mem::take(&mut self.line);
                let cell = cell.trim().to_owned();
                self.row.get_or_insert_default().push(cell);
            }
            Tag::Code => self.end_code(),
            Tag::Program => self.end_program(),
            Tag::Bold => self.line.push_str("**"),
            Tag::Emphasis => self.line.push('*'),
        }
    }

    /// A line between two parts.
    pub(super) fn rule(&mut self) {
        self.end_block();
        self.block("---");
    }

    /// Text of the page; its spaces and line ends are one space, but for code.
    pub(super) fn text(&mut self, text: &str) {
        if let Some(code) = &mut self.code {
            code.push_str(text);
            return;
        }
        let mut words = text.split_whitespace();
        if text.starts_with(char::is_whitespace) {
            self.space();
        }
        if let Some(first) = words.next() {
            let at_start = self.line.is_empty() && self.heading == 0;
            self.push(first, at_start);
            for word in words {
                self.space();
                self.push(word, false);
            }
            if text.ends_with(char::is_whitespace) {
                self.space();
            }
        }
    }

    /// The whole text.
    pub(super) fn finish(mut self) -> String {
        self.end_block();
        self.out.push('\n');
        self.out
    }

    fn push(&mut self, word: &str, at_start: bool) {
        let word = escaped_word(word);
        if at_start && begins_block(&word) {
            // A digit cannot be escaped; what follows it and makes it a number of a list can.
            let at = word
                .find(|c: char| !c.is_ascii_digit())
                .unwrap_or(word.len());
            let (digits, rest) = word.split_at_checked(at).unwrap_or_default();
            self.line.push_str(digits);
            self.line.push('\\');
            self.line.push_str(rest);
        } else {
            self.line.push_str(&word);
        }
    }

    fn space(&mut self) {
        if !self.line.is_empty() && !self.line.ends_with(' ') {
            self.line.push(' ');
        }
    }

    fn item(&mut self) {
        self.end_block();
        let follows = self.in_list();
        let Some(list) = self.lists.last_mut() else {
            return;
        };
        if list.items > 0 {
            self.tight = follows;
        }
        list.items += 1;
        self.marker = if list.numbered {
            format!("{}. ", list.items)
        } else {
            "- ".to_owned()
        };
    }

    /// Whether the last line is an item of a list.
    fn in_list(&self) -> bool {
        let last = self.out.rsplit('\n').next().unwrap_or_default();
        let last = last
            .strip_prefix("> ")
            .filter(|_| self.quote.is_some())
            .unwrap_or(last);
        let last = last.trim_start();
        let numbered = last.trim_start_matches(|c: char| c.is_ascii_digit());
        last.starts_with("- ") || (numbered.len() < last.len() && numbered.starts_with(". "))
    }

    pub(super) fn end_link(&mut self) {
        let Some((start, href)) = self.links.pop() else {
            return;
        };
        let text = self.line.split_off(start.min(self.line.len()));
        // What a fragment leads to has no name in the rendition.
        if text.trim().is_empty() || href.is_empty() || href.starts_with('#') {
            self.line.push_str(&text);
            return;
        }
        let origin = if href.starts_with('/') {
            self.origin
        } else {
            ""
        };
        for piece in ["[", text.trim(), "](", origin, &address(&href), ")"] {
            self.line.push_str(piece);
        }
        if text.ends_with(' ') {
            self.line.push(' ');
        }
    }

    fn end_code(&mut self) {
        let code = self.code.take().unwrap_or_default();
        let code = code.split_whitespace().collect::<Vec<_>>().join(" ");
        if code.is_empty() {
            return;
        }
        let fence = "`".repeat(longest_run(&code) + 1);
        let pad = if code.starts_with('`') || code.ends_with('`') {
            " "
        } else {
            ""
        };
        let code = if self.row.is_some() {
            code.replace('|', "\\|")
        } else {
            code
        };
        for piece in [&fence, pad, &code, pad, &fence] {
            self.line.push_str(piece);
        }
    }

    fn end_program(&mut self) {
        self.program = false;
        let code = self.code.take().unwrap_or_default();
        let fence = "`".repeat((longest_run(&code) + 1).max(3));
        let text = [&fence, "\n", code.trim_end_matches('\n'), "\n", &fence].concat();
        self.block(&text);
    }

    fn end_row(&mut self) {
        let cells = self.row.take().unwrap_or_default();
        if cells.is_empty() {
            return;
        }
        let text = ["| ", &cells.join(" | "), " |"].concat();
        self.tight = self.headed;
        self.block(&text);
        if !self.headed {
            self.headed = true;
            self.tight = true;
            self.block(&["|", &"---|".repeat(cells.len())].concat());
        }
    }

    /// Ends the block that is open. In a table's cell it is a part of the line.
    fn end_block(&mut self) {
        if self.row.is_some() {
            let text = self.line.trim_end();
            if !text.is_empty() && !text.ends_with(';') {
                self.line.truncate(text.len());
                self.line.push_str("; ");
            }
            return;
        }
        let line = std::mem::take(&mut self.line);
        let heading = std::mem::take(&mut self.heading);
        let text = line.trim();
        if text.is_empty() {
            return;
        }
        if heading > 0 {
            self.block(&[&"#".repeat(heading), " ", text].concat());
        } else {
            self.block(text);
        }
    }

    /// Writes a block under what is there, in the list that is open.
    fn block(&mut self, text: &str) {
        let depth = self.lists.len().saturating_sub(1);
        let marker = std::mem::take(&mut self.marker);
        let tight = std::mem::take(&mut self.tight);
        if !self.out.is_empty() {
            self.out.push_str(match (tight, self.quote) {
                (true, _) => "\n",
                (false, Some(true)) => "\n>\n",
                (false, _) => "\n\n",
            });
        }
        self.quote = self.quote.map(|_| true);
        let quote = self.quote.map_or("", |_| "> ");
        let outer = "  ".repeat(depth);
        let inner = if marker.is_empty() && !self.lists.is_empty() {
            let numbered = self.lists.last().is_some_and(|list| list.numbered);
            if numbered { "   " } else { "  " }
        } else {
            ""
        };
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                self.out.push('\n');
            }
            let marker = if at == 0 { marker.as_str() } else { "" };
            let start = self.out.len();
            for piece in [quote, &outer, inner, marker, line] {
                self.out.push_str(piece);
            }
            if self.quote.is_some() && line.is_empty() {
                self.out.truncate(start + 1);
            }
        }
    }
}

/// How many backticks stand together at most.
fn longest_run(code: &str) -> usize {
    let runs = code.split(|c| c != '`').map(str::len);
    runs.max().unwrap_or_default()
}
