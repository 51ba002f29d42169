//! A file that lists tools.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use super::{Package, Taken};
use crate::capture::{Capture, Finding, Limit, Limits, ServerInfo, Spelling, read_result};
use crate::cli::CliError;
use crate::escape::one_line;
use crate::import::{Listed, Listing, Unreadable, as_mcp, decode, is_built_in, read_list};
use crate::load::read_bytes;
use crate::publish::write_file;

/// The words of a file may be those of another program than a server.
pub(in crate::cli) const SPELLING: Spelling = Spelling {
    as_mcp,
    is_built_in,
};

/// What a file lists.
#[derive(Debug, Clone)]
pub(in crate::cli) enum Read {
    /// The tools of one server.
    One(Box<Taken>),
    /// Lines that name their server.
    Many(Listing),
}

/// Reads a file, or standard input for `-`.
pub(in crate::cli) fn read(path: &Path, limits: &Limits) -> Result<Read, CliError> {
    let bytes = read_bytes(path)?;
    let unreadable = |source| CliError::Listing {
        path: path.display().to_string(),
        source,
    };
    let text = decode(bytes).map_err(unreadable)?;
    let mut capture = match (read_list(&text), in_protocol(&text, limits)) {
        (Ok(mut listing), _) if listing.tools.iter().any(names_its_server) => {
            leave_out_long(&mut listing, limits);
            let faults = listing.faults.iter_mut();
            faults.for_each(|fault| *fault = placed(path, fault));
            return Ok(Read::Many(listing));
        }
        (Ok(listing), Some(mut capture)) if is_same_form(&listing, &capture) => {
            refuse_beyond(path, text.len(), text.len(), limits)?;
            capture.server.instructions = listing.instructions;
            capture
        }
        (Ok(listing), _) => {
            let longest = text.lines().map(str::len).max().unwrap_or_default();
            refuse_beyond(path, text.len(), longest, limits)?;
            one_list(listing, path, limits)
        }
        // One tool that no parser takes costs no other.
        (Err(Unreadable::NotJson { .. }), Some(capture)) if !capture.tools.is_empty() => capture,
        (Err(source), _) => return Err(unreadable(source)),
    };
    refuse_nameless(path, &capture)?;
    let instructions = capture.server.instructions.take();
    capture.server.instructions = instructions.filter(|said| !said.is_empty());
    Ok(Read::One(Box::new(Taken {
        capture,
        package: Package::default(),
        method: "file",
    })))
}

/// The list of a text that has the form of the protocol, each tool judged as one of a server is.
fn in_protocol(text: &str, limits: &Limits) -> Option<Capture> {
    let capture = read_result(text, limits, &SPELLING)?;
    // Where no tool has a name, the tools have another form. A limit says nothing about the form.
    let is_other = |capture: &Capture| {
        let nameless = |it: &Finding| matches!(it, Finding::Tool { name: None, .. });
        capture.tools.is_empty() && capture.findings.iter().any(nameless)
    };
    let is_other = is_other(&capture)
        && read_result(text, &Limits::default(), &SPELLING).is_none_or(|it| is_other(&it));
    (!is_other).then_some(capture)
}

/// Whether both readers take the same parts of a text for its tools. Where they do not, the list holds lists.
fn is_same_form(listing: &Listing, capture: &Capture) -> bool {
    let name = |tool: &Value| tool.get("name").and_then(Value::as_str).map(str::to_owned);
    let names: BTreeSet<_> = listing.tools.iter().map(|it| name(&it.tool)).collect();
    capture.tools.iter().all(|tool| names.contains(&name(tool)))
}

/// Whether a tool comes with what only a line of several servers has.
fn names_its_server(listed: &Listed) -> bool {
    !listed.server.is_empty() || !listed.package.is_empty() || !listed.title.is_empty()
}

/// Leaves out the tools of many servers that are longer than one may be. The other limits are those of one server.
fn leave_out_long(listing: &mut Listing, limits: &Limits) {
    let faults = &mut listing.faults;
    listing.tools.retain(|listed| {
        let bytes = listed.tool.to_string().len();
        if bytes > limits.tool {
            let (server, limit) = (one_line(&listed.server), limits.words(Limit::Tool));
            faults.push(format!(
                "a tool of `{server}` is left out: it has {bytes} bytes: {limit}"
            ));
        }
        bytes <= limits.tool
    });
}

/// The list of one server in another form than the protocol's: a log of it, JSON Lines, or tools of a chat API.
fn one_list(listing: Listing, path: &Path, limits: &Limits) -> Capture {
    let mut capture = Capture {
        protocol: listing.protocol,
        server: ServerInfo {
            instructions: listing.instructions,
            ..ServerInfo::default()
        },
        ..Capture::default()
    };
    let notes = listing.notes.into_iter();
    capture
        .findings
        .extend(notes.map(|reason| Finding::Protocol { reason }));
    let total = listing.tools.len();
    for (at, listed) in (1..).zip(listing.tools) {
        if at > limits.tools {
            break;
        }
        match usable(listed.tool, limits) {
            Ok(tool) => capture.tools.push(tool),
            Err((name, reason)) => capture.findings.push(Finding::Tool { at, name, reason }),
        }
    }
    let tools = capture.tools.len();
    if total > limits.tools {
        let reason = limits.words(Limit::Tools);
        capture.findings.push(Finding::Incomplete { tools, reason });
    }
    let faults = listing.faults.into_iter().map(|fault| {
        let reason = placed(path, &fault);
        Finding::Incomplete { tools, reason }
    });
    capture.findings.extend(faults);
    capture
}

/// A tool that has a name and is not too long; else its name, if it has one, and why it is left out.
fn usable(tool: Value, limits: &Limits) -> Result<Value, (Option<String>, String)> {
    let name = tool.get("name").and_then(Value::as_str);
    let bytes = tool.to_string().len();
    let reason = match name {
        _ if bytes > limits.tool => format!("it has {bytes} bytes: {}", limits.words(Limit::Tool)),
        Some(name) if name.trim().is_empty() => "its name is empty".to_owned(),
        None if tool.get("name").is_some() => "its name is not a text".to_owned(),
        None if tool.is_object() => "it has no name".to_owned(),
        None => "it is not an object".to_owned(),
        Some(_) => return Ok(tool),
    };
    Err((name.map(str::to_owned), reason))
}

/// A fault with the file that it is in.
fn placed(path: &Path, fault: &str) -> String {
    format!("`{}`: {fault}", path.display())
}

/// Refuses a list that is longer than a server may send, as a whole or in its longest message.
fn refuse_beyond(
    path: &Path,
    bytes: usize,
    longest: usize,
    limits: &Limits,
) -> Result<(), CliError> {
    let limit = if bytes > limits.total {
        Limit::Total
    } else if longest > limits.message {
        Limit::Message
    } else {
        return Ok(());
    };
    let bytes = if limit == Limit::Total {
        bytes
    } else {
        longest
    };
    let (path, words) = (path.display(), limits.words(limit));
    let message = format!("`{path}` has {bytes} bytes: {words}");
    Err(CliError::usage(message, "nothing was read of it"))
}

/// Refuses what is no list of tools: nothing in it has a name.
fn refuse_nameless(path: &Path, capture: &Capture) -> Result<(), CliError> {
    let items = capture.findings.iter();
    let mut items = items
        .filter(|it| matches!(it, Finding::Tool { .. }))
        .peekable();
    if !capture.tools.is_empty() || items.peek().is_none() {
        return Ok(());
    }
    let (nameless, named): (Vec<_>, Vec<_>) =
        items.partition(|it| matches!(it, Finding::Tool { name: None, .. }));
    if !named.is_empty() {
        return Ok(());
    }
    let message = match nameless.len() {
        1 => "the only item in the list has no name".to_owned(),
        items => format!("none of the {items} items in the list has a name"),
    };
    Err(CliError::usage(
        format!("`{}`: {message}", path.display()),
        "nothing was written; a tool is an object with `name`, `description` and `inputSchema`",
    ))
}

/// Writes a list as the server gave it.
pub(in crate::cli) fn save(path: &Path, capture: &Capture) -> Result<(), CliError> {
    let list = serde_json::json!({ "tools": capture.tools });
    // A JSON value always serialises.
    let text = serde_json::to_string_pretty(&list).unwrap_or_default() + "\n";
    Ok(write_file(path, text.as_bytes())?)
}
