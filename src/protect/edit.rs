//! One entry → the edits that put the gateway before its server.

use std::ops::Range;

use crate::clients::{ConfigFile, Entry, Gateway, Kind, Layout, Member, Node, Transport};
use crate::sort;

/// One replacement in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The bytes that go.
    pub range: Range<usize>,
    /// What comes.
    pub new: String,
}

impl Edit {
    pub(super) fn insert(at: usize, new: String) -> Self {
        Self { range: at..at, new }
    }

    /// The edit for a text that begins later.
    pub(super) fn back(&self, by: usize) -> Self {
        Self::replace(
            &(self.range.start - by..self.range.end - by),
            self.new.clone(),
        )
    }

    pub(super) fn replace(range: &Range<usize>, new: String) -> Self {
        Self {
            range: range.clone(),
            new,
        }
    }
}

/// The edits for one entry, in the order of the text.
///
/// # Errors
///
/// Why the entry cannot be changed.
pub fn wrap(file: &ConfigFile, entry: &Entry, gateway: &Gateway<'_>) -> Result<Vec<Edit>, String> {
    let mut edits = match &entry.transport {
        Transport::Program { .. } => program(&file.text, entry, gateway)?,
        Transport::Remote { .. } => super::remote::edits(&file.text, entry, gateway)?,
        Transport::Other(reason) => return Err(reason.clone()),
    };
    sort::by_key(&mut edits, |it| it.range.start);
    Ok(edits)
}

/// A text with edits made; they do not overlap, and are in order.
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let mut out = String::with_capacity(text.len() + 256);
    let mut copied = 0;
    for edit in edits {
        out.push_str(text.get(copied..edit.range.start).unwrap_or_default());
        out.push_str(&edit.new);
        copied = edit.range.end;
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    out
}

/// A word as a quoted text. JSON, TOML and YAML read the form alike.
pub fn quoted(word: &str) -> String {
    // A text always serialises.
    serde_json::to_string(word)
        .unwrap_or_default()
        .replace('\u{7f}', "\\u007f")
}

/// Words as the items of a list in brackets.
pub(super) fn items(words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|it| quoted(it)).collect();
    words.join(", ")
}

fn program(text: &str, entry: &Entry, gateway: &Gateway<'_>) -> Result<Vec<Edit>, String> {
    let holder = holder(&entry.node);
    let command = ["command", "cmd", "path"]
        .iter()
        .find_map(|key| holder.member(key));
    let command = command.ok_or("its command was not found")?;
    let mut words = gateway.words();
    words.push("--".to_owned());
    match &command.value.kind {
        Kind::List(layout, list) => {
            words.insert(0, gateway.program.to_owned());
            let first = list.first().ok_or("its command is empty")?;
            Ok(vec![before(text, *layout, first, &words)])
        }
        Kind::Text(own) => {
            words.push(own.clone());
            let program = Edit::replace(&command.value.span, quoted(gateway.program));
            Ok(vec![program, arguments(text, holder, command, &words)?])
        }
        _ => Err("its command is neither a text nor a list".to_owned()),
    }
}

/// The mapping that holds the command: the entry, or what is nested in it.
pub(super) fn holder(node: &Node) -> &Node {
    let inner = ["transport", "command"]
        .iter()
        .find_map(|key| node.get(key));
    match inner.filter(|it| !it.members().is_empty()) {
        Some(inner) => holder(inner),
        None => node,
    }
}

/// The words put before the arguments that there are.
fn arguments(
    text: &str,
    holder: &Node,
    command: &Member,
    words: &[String],
) -> Result<Edit, String> {
    let Some(args) = holder.member("args") else {
        let list = format!("[{}]", items(words));
        let at = command.value.span.end;
        return Ok(Edit::insert(
            at,
            beside(text, holder, command, "args", &list)?,
        ));
    };
    match &args.value.kind {
        Kind::List(layout, list) => Ok(match list.first() {
            Some(first) => before(text, *layout, first, words),
            None => Edit::insert(args.value.span.start + 1, items(words)),
        }),
        _ => Err("its `args` are not a list".to_owned()),
    }
}

/// Items put before the first of a list.
pub(super) fn before(text: &str, layout: Layout, first: &Node, words: &[String]) -> Edit {
    let at = first.span.start;
    if layout != Layout::Block {
        let words: Vec<String> = words.iter().map(|it| quoted(it)).collect();
        // Clients that write the file anew put each item on a line of its own: then these bytes stay.
        let lead = match blank_before(text, at) {
            lead if lead.contains('\n') => lead,
            _ => " ",
        };
        let item = |word: &String| format!("{word},{lead}");
        return Edit::insert(at, words.iter().map(item).collect());
    }
    // The dash of the first item serves the first word; the last dash serves the first item.
    let line = line_start(text, at);
    let lead = text.get(line..at).unwrap_or_default();
    let lead = lead
        .find('-')
        .map_or(lead, |dash| lead.get(..dash).unwrap_or(lead));
    let end = line_end(text);
    let item = |word: &String| format!("{}{end}{lead}- ", quoted(word));
    Edit::insert(at, words.iter().map(item).collect())
}

/// Another key of the same mapping, as it is written after the value of one that is there.
pub(super) fn beside(
    text: &str,
    holder: &Node,
    after: &Member,
    key: &str,
    value: &str,
) -> Result<String, String> {
    let layout = match &holder.kind {
        Kind::Map(layout, _) => *layout,
        _ => return Err("it is not a mapping".to_owned()),
    };
    let line = line_start(text, after.key_span.start);
    let lead = text.get(line..after.key_span.start).unwrap_or_default();
    let alone = lead.chars().all(|c| c == ' ' || c == '\t');
    let end = line_end(text);
    let key = if text
        .get(after.key_span.clone())
        .is_some_and(|it| it.starts_with('"'))
    {
        quoted(key)
    } else {
        key.to_owned()
    };
    Ok(match layout {
        // JSON writes a colon, an inline table of TOML a sign of equality.
        Layout::Flow if alone => format!(",{end}{lead}{key}{}{value}", sign(text, after)),
        Layout::Flow => format!(", {key}{}{value}", sign(text, after)),
        // Before a dotted key stands what it hangs under.
        Layout::Table => format!("{end}{lead}{key}{}{value}", sign(text, after)),
        Layout::Block => {
            let lead = lead.replace('-', " ");
            format!("{end}{lead}{key}: {value}")
        }
    })
}

/// What stands between the key and the value of a member.
fn sign<'a>(text: &'a str, member: &Member) -> &'a str {
    let between = text
        .get(member.key_span.end..member.value.span.start)
        .unwrap_or_default();
    let plain = between.chars().all(|c| matches!(c, ' ' | ':' | '='));
    if plain {
        between
    } else if between.contains('=') {
        " = "
    } else {
        ": "
    }
}

/// The blanks that stand before a place.
fn blank_before(text: &str, at: usize) -> &str {
    let before = text.get(..at).unwrap_or_default();
    let used = before.trim_end_matches([' ', '\t', '\r', '\n']).len();
    before.get(used..).unwrap_or_default()
}

fn line_start(text: &str, at: usize) -> usize {
    text.get(..at)
        .and_then(|it| it.rfind('\n'))
        .map_or(0, |it| it + 1)
}

/// The line end of a text: that of its first line.
pub(super) fn line_end(text: &str) -> &'static str {
    let first = text.split_inclusive('\n').next();
    if first.is_some_and(|it| it.ends_with("\r\n")) {
        "\r\n"
    } else {
        "\n"
    }
}
