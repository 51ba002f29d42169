//! All pages of a server's list of tools, within limits.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::finding::{Failure, Finding};
use super::limits::Limit;
use super::loose::{items, members, only};
use super::session::{Answer, Session};
use super::tool::read_tool;
use super::{Limits, finding};

const LIST: &str = "tools/list";
/// JSON-RPC: the server does not know the method.
const UNKNOWN_METHOD: i64 = -32601;

/// How the tools of a text are spelled: those of a file may come in the words of other programs.
#[derive(Debug, Clone, Copy)]
pub struct Spelling {
    /// Brings a tool to the words of the protocol.
    pub as_mcp: fn(Value) -> Value,
    /// Whether a tool belongs to the API of a model, and no server offers it.
    pub is_built_in: fn(&Value) -> bool,
}

/// The words of the protocol, which a server speaks.
const PROTOCOL: Spelling = Spelling {
    as_mcp: |tool| tool,
    is_built_in: |_| false,
};

/// What was read of a list.
#[derive(Debug, Default)]
pub(super) struct Listed {
    pub(super) tools: Vec<Value>,
    pub(super) findings: Vec<Finding>,
    /// How many tools the pages had, those that were left out included.
    pub(super) count: usize,
}

/// One page, cut into its tools.
struct Page<'a> {
    tools: Vec<&'a str>,
    next: Option<String>,
    /// Why it cannot be known whether there are more pages.
    lost: Option<&'static str>,
}

/// Reads all pages. A list that breaks off is as long as it came.
pub(super) fn read_pages(session: &mut Session<'_>, limits: &Limits) -> Result<Listed, Failure> {
    let mut listed = Listed::default();
    let mut cursors = BTreeSet::new();
    let mut params = json!({});
    for page in 1.. {
        let answer = session.ask(LIST, params);
        let next = answer.and_then(|answer| read_page(&answer, &mut listed, limits, &PROTOCOL));
        let next = match next {
            Ok(next) => next,
            Err(Failure::Refused { code, .. }) if page == 1 && code == UNKNOWN_METHOD => {
                let reason = "the server has no tools: it does not know `tools/list`".to_owned();
                listed.findings.push(Finding::Protocol { reason });
                None
            }
            Err(failure) if page == 1 => return Err(failure),
            Err(failure) => {
                let reason = format!("page {page}: {}", failure.words(limits));
                listed.stop(reason);
                None
            }
        };
        let Some(cursor) = next else { break };
        if listed.count >= limits.tools || page >= limits.pages {
            let limit = if page >= limits.pages {
                Limit::Pages
            } else {
                Limit::Tools
            };
            let tools = listed.tools.len();
            listed.findings.push(Finding::limit(tools, limits, limit));
            break;
        }
        if !cursors.insert(cursor.clone()) {
            let cursor = finding::short(&cursor);
            listed.stop(format!(
                "the server gives the cursor `{cursor}` a second time, so the list has no end"
            ));
            break;
        }
        params = json!({ "cursor": cursor });
    }
    Ok(listed)
}

impl Listed {
    fn stop(&mut self, reason: String) {
        let tools = self.tools.len();
        self.findings.push(Finding::Incomplete { tools, reason });
    }
}

/// The list in a text: a `tools/list` result, with or without its envelope, or its array alone. `None` if
/// the text is none of these.
pub(super) fn read_text(text: &str, limits: &Limits, spelling: &Spelling) -> Option<Listed> {
    let mut listed = Listed::default();
    let text = text.trim_start_matches('\u{feff}').trim();
    let document = members(text).unwrap_or_default();
    let part = |key: &'static str| only(&document, key).ok().flatten();
    let result = match (part("tools"), part("result")) {
        (Some(_), _) => text.to_owned(),
        (None, Some(result)) => result.to_owned(),
        (None, None) => {
            let first = items(text)?.first().and_then(|first| members(first));
            // Lines that name their server have another shape.
            if first.is_some_and(|first| first.iter().any(|(key, _)| key == "tool")) {
                return None;
            }
            format!(r#"{{"tools":{text}}}"#)
        }
    };
    let answer = Answer {
        result,
        lossy: false,
    };
    if read_page(&answer, &mut listed, limits, spelling)
        .ok()?
        .is_some()
    {
        listed.stop("it has a `nextCursor`, and the pages after it are not in the file".to_owned());
    }
    Some(listed)
}

/// Reads one page into the list, and gives the cursor of the next.
fn read_page(
    answer: &Answer,
    listed: &mut Listed,
    limits: &Limits,
    spelling: &Spelling,
) -> Result<Option<String>, Failure> {
    let page = cut(&answer.result).map_err(|reason| Failure::Answer {
        method: LIST.to_owned(),
        reason,
    })?;
    for text in page.tools {
        if listed.count >= limits.tools {
            let tools = listed.tools.len();
            let limit = Finding::limit(tools, limits, Limit::Tools);
            listed.findings.push(limit);
            return Ok(None);
        }
        listed.count += 1;
        match read_tool(text, answer.lossy, limits, spelling.as_mcp) {
            Ok((tool, _)) if (spelling.is_built_in)(&tool) => {
                let name = tool.get("name").and_then(Value::as_str);
                listed
                    .findings
                    .push(Finding::built_in(name.unwrap_or_default()));
            }
            Ok((tool, odd)) => {
                listed.tools.push(tool);
                listed.findings.extend(odd);
            }
            Err((name, reason)) => listed.findings.push(Finding::Tool {
                at: listed.count,
                name,
                reason,
            }),
        }
    }
    if let Some(reason) = page.lost {
        listed.stop(reason.to_owned());
    }
    Ok(page.next)
}

fn cut(result: &str) -> Result<Page<'_>, String> {
    let members = members(result).ok_or("it is not an object")?;
    let tools = only(&members, "tools")?.ok_or("it has no `tools`")?;
    let tools = items(tools).ok_or("its `tools` are not an array")?;
    // An empty text is a cursor like any other.
    let cursor = only(&members, "nextCursor")?.filter(|cursor| *cursor != "null");
    let next: Option<String> = cursor.and_then(|cursor| serde_json::from_str(cursor).ok());
    let lost = (cursor.is_some() && next.is_none())
        .then_some("its `nextCursor` is not a text, so the pages after it are not known");
    Ok(Page { tools, next, lost })
}
