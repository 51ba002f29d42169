//! A server at an address → the gateway as a program that connects to it.
//!
//! The address becomes the command, the headers become variables that the gateway makes headers of again: their
//! values stay where they are.

use super::edit::{Edit, beside, items, quoted};
use crate::clients::{Entry, Gateway, Member, Node, Transport};

/// How a client writes a program.
struct Spelling {
    kind: &'static str,
    command: &'static str,
    variables: &'static str,
    /// Whether the command is a list that holds the arguments too.
    joined: bool,
}

const COMMON: Spelling = Spelling {
    kind: "stdio",
    command: "command",
    variables: "env",
    joined: false,
};
const OPENCODE: Spelling = Spelling {
    kind: "local",
    command: "command",
    variables: "environment",
    joined: true,
};
const GOOSE: Spelling = Spelling {
    kind: "stdio",
    command: "cmd",
    variables: "envs",
    joined: false,
};

pub(super) fn edits(text: &str, entry: &Entry, gateway: &Gateway<'_>) -> Result<Vec<Edit>, String> {
    let Transport::Remote { url, key, kind } = &entry.transport else {
        return Err("it has no URL".to_owned());
    };
    let spelling = match (kind.as_str(), key.as_str()) {
        ("remote", _) => OPENCODE,
        (_, "uri") => GOOSE,
        _ => COMMON,
    };
    let address = entry
        .node
        .member(key)
        .ok_or("its URL is nested in another mapping")?;
    let mut edits = Vec::new();
    let mut words = gateway.words();
    words.extend(["--url".to_owned(), url.clone()]);
    if let Some(headers) = ["headers", "http_headers"]
        .iter()
        .find_map(|key| entry.node.member(key))
    {
        edits.push(renamed(text, headers, spelling.variables));
        for (at, header) in headers.value.members().iter().enumerate() {
            let variable = format!("TOOLRISK_HEADER_{}", at + 1);
            words.extend([
                "--header".to_owned(),
                format!("{}=env:{variable}", header.key),
            ]);
            edits.push(renamed(text, header, &variable));
        }
    }
    edits.extend(command(
        text,
        &entry.node,
        address,
        &spelling,
        gateway.program,
        &words,
    )?);
    if let Some(kind) = entry.node.get("type") {
        edits.push(Edit::replace(&kind.span, quoted(spelling.kind)));
    }
    Ok(edits)
}

/// The key and the value of the address replaced by a command.
fn command(
    text: &str,
    node: &Node,
    address: &Member,
    spelling: &Spelling,
    program: &str,
    words: &[String],
) -> Result<[Edit; 2], String> {
    let key = renamed(text, address, spelling.command);
    if spelling.joined {
        let mut all = vec![program.to_owned()];
        all.extend_from_slice(words);
        let list = format!("[{}]", items(&all));
        return Ok([key, Edit::replace(&address.value.span, list)]);
    }
    let list = format!("[{}]", items(words));
    let args = beside(text, node, address, "args", &list)?;
    let value = format!("{}{args}", quoted(program));
    Ok([key, Edit::replace(&address.value.span, value)])
}

/// A key with another name, in quotes where it was.
fn renamed(text: &str, member: &Member, name: &str) -> Edit {
    let written = text.get(member.key_span.clone()).unwrap_or_default();
    let name = if written.starts_with(['"', '\'']) {
        quoted(name)
    } else {
        name.to_owned()
    };
    Edit::replace(&member.key_span, name)
}
