//! A client that asks a server for its tools, over pipes or streamable HTTP.
//!
//! Official SDKs drop members that they do not know and lose the whole list over one bad tool. A catalog
//! needs both: each tool comes as the server wrote it, and what cannot be used is a [`Finding`].

mod channel;
mod finding;
mod http;
mod instead;
mod limits;
mod loose;
mod message;
mod pages;
mod session;
mod stdio;
#[cfg(test)]
mod tests;
mod tool;
mod unreached;

use std::sync::{Arc, PoisonError};

use serde_json::Value;

pub use finding::{Failure, Finding};
pub use limits::{Limit, Limits};
pub use message::VERSIONS;
pub use pages::Spelling;
pub use stdio::Program;

use crate::wire::Remote;
use channel::Channel;
use session::Session;

/// Where a server is.
#[derive(Debug, Clone)]
pub enum Origin {
    /// A program to start.
    Program(Program),
    /// An address of streamable HTTP.
    Remote(Remote),
}

/// What a server says of itself. Nothing of it is to be relied on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ServerInfo {
    /// Its name.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// Its version, which need not be that of its package.
    pub version: String,
    /// What it tells models about itself.
    pub instructions: Option<String>,
}

impl ServerInfo {
    /// Reads the result of `server/discover` or `initialize`.
    fn read(&mut self, result: &Value) {
        let meta = result.get("_meta");
        let modern = meta.and_then(|meta| meta.get("io.modelcontextprotocol/serverInfo"));
        let info = modern.or_else(|| result.get("serverInfo"));
        let text = |key: &str| {
            let text = info.and_then(|info| info.get(key)?.as_str());
            text.unwrap_or_default().to_owned()
        };
        let instructions = result.get("instructions").and_then(Value::as_str);
        *self = Self {
            name: text("name"),
            title: text("title"),
            version: text("version"),
            instructions: instructions.map(str::to_owned),
        };
    }
}

/// A server's list of tools.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Capture {
    /// The tools in the order of the list, as the server wrote them.
    pub tools: Vec<Value>,
    /// What the server says of itself.
    pub server: ServerInfo,
    /// The protocol version that was spoken; empty if the server named one that is none.
    pub protocol: String,
    /// What is wrong with the list.
    pub findings: Vec<Finding>,
}

impl Capture {
    /// Whether the list was read to its end and without a gap; a tool that is not in it is then gone.
    pub fn is_complete(&self) -> bool {
        !self.findings.iter().any(Finding::is_loss)
    }
}

/// Why there is no capture, and what the server wrote to its error output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failed {
    /// Why.
    pub failure: Failure,
    /// What else was wrong.
    pub findings: Vec<Finding>,
    /// The end of the error output.
    pub stderr: String,
}

/// Asks a server for its tools. When this returns, a program that was started is stopped with all that it
/// has started.
///
/// # Errors
///
/// When there is no list: the server cannot be reached, says nothing, or says no.
pub fn capture(origin: &Origin, limits: &Limits) -> Result<Capture, Failed> {
    let words = stdio::Words::default();
    let mut findings = Vec::new();
    let result = match origin {
        Origin::Program(program) => {
            stdio::Process::start(program.clone(), *limits, Arc::clone(&words))
                .and_then(|mut channel| list(&mut channel, limits, &mut findings))
        }
        Origin::Remote(remote) => {
            let mut channel = http::Http::new(remote.clone(), *limits);
            list(&mut channel, limits, &mut findings)
        }
    };
    result.map_err(|failure| {
        let mut words = words.lock().unwrap_or_else(PoisonError::into_inner);
        let stderr = String::from_utf8_lossy(words.make_contiguous()).into_owned();
        Failed {
            failure,
            findings,
            stderr,
        }
    })
}

/// The list in a text: a `tools/list` result, with or without its envelope, or an array of tools. `None` if
/// the text is none of these.
pub fn read_result(text: &str, limits: &Limits, spelling: &Spelling) -> Option<Capture> {
    let listed = pages::read_text(text, limits, spelling)?;
    Some(Capture {
        tools: listed.tools,
        findings: listed.findings,
        ..Capture::default()
    })
}

/// The conversation, whatever carries it. What is wrong with the protocol is told also where there is no
/// list.
fn list(
    channel: &mut dyn Channel,
    limits: &Limits,
    odd: &mut Vec<Finding>,
) -> Result<Capture, Failure> {
    let mut session = Session::new(channel, *limits);
    let opened = session.open();
    let listed = opened.and_then(|()| pages::read_pages(&mut session, limits));
    odd.append(&mut session.findings);
    odd.extend(session.noise());
    let listed = listed?;
    let Session {
        server, protocol, ..
    } = session;
    let mut findings = std::mem::take(odd);
    findings.extend(listed.findings);
    Ok(Capture {
        tools: listed.tools,
        server,
        protocol,
        findings,
    })
}
