//! A text that holds many tools: a `tools/list` result, pages of it, a log of the protocol, or JSON Lines.

use serde_json::{Map, Value};

use super::documents::documents;
use super::instructions::instructions;
use super::pages::Pages;
use super::shape::{as_mcp, is_built_in};

/// One tool object and what stands beside it.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The server it is of, where the line says so; else empty.
    pub server: String,
    /// The server's package with version, where the line says so; else empty.
    pub package: String,
    /// The server's title, where the line gives one; else empty.
    pub title: String,
    /// The category that people gave it, where the line says so; else empty.
    pub label: String,
    /// Categories that could be defended as well.
    pub also: Vec<String>,
    /// The traits that people gave it; none where the line does not say.
    pub traits: Option<Vec<String>>,
    /// Traits that could be defended either way.
    pub maybe: Vec<String>,
    /// The tool object as MCP spells it.
    pub tool: Value,
}

/// The tools of a text, and what else it says.
#[derive(Debug, Clone, Default)]
pub struct Listing {
    /// The tools, in their order.
    pub tools: Vec<Listed>,
    /// The protocol version that client and server settled on, where the text has their messages; else empty.
    pub protocol: String,
    /// What a server says to the model about itself; `None` where the text does not have it.
    pub instructions: Option<String>,
    /// What was repaired, passed over or chosen to read it, a line each.
    pub notes: Vec<String>,
    /// What of the text is lost, or can be read in more than one way, a line each.
    pub faults: Vec<String>,
}

/// Why a text holds no list of tools.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Nothing at all.
    #[error("it is empty")]
    Blank,
    /// Bytes that are no text.
    #[error("byte {at} is not UTF-8")]
    NotUtf8 {
        /// The first such byte, from 0.
        at: usize,
    },
    /// Neither JSON, nor a text with JSON in it.
    #[error("line {line}: not JSON: {message}")]
    NotJson {
        /// Line of the fault, from 1.
        line: usize,
        /// What the parser says.
        message: String,
    },
    /// JSON, but no `tools` in it.
    #[error(
        "no list of tools: expected a `tools/list` result (an object with `tools`), an array of tools, or JSON Lines"
    )]
    NoTools,
    /// The server answered with an error.
    #[error("no list of tools: the server answered with an error: {message}")]
    ServerError {
        /// What it said.
        message: String,
    },
    /// The last page says that another follows.
    #[error("the list is not complete: its last page has `nextCursor`, so more tools follow")]
    Incomplete,
    /// Several lists that are hardly of one server.
    #[error(
        "there are {count} lists of tools, and they do not seem to be of one server: {}",
        lists.join(", ")
    )]
    SeveralLists {
        /// How many.
        count: usize,
        /// What they are, for the first of them.
        lists: Vec<String>,
    },
}

impl Unreadable {
    /// The way out.
    pub const fn help(&self) -> &'static str {
        match self {
            Self::Incomplete => {
                "ask the server for the following pages with `cursor`, and give all pages in one file, one page on each line or as an array"
            }
            Self::SeveralLists { .. } => {
                "give each server's list in a file of its own; if they are pages of one list, keep their `nextCursor`"
            }
            Self::NotUtf8 { .. } => "save the file as UTF-8",
            Self::Blank | Self::NotJson { .. } | Self::NoTools | Self::ServerError { .. } => {
                "`npx @modelcontextprotocol/inspector --cli <command of the server> --method tools/list` prints a valid list; a program of your own must print it as JSON (`json.dumps`, `JSON.stringify`)"
            }
        }
    }
}

/// Reads the tools of a text.
///
/// # Errors
///
/// When the text holds no list of tools, or a part of one only.
pub fn read_listing(text: &str) -> Result<Vec<Listed>, Unreadable> {
    read_list(text).map(|listing| listing.tools)
}

/// Reads the tools of a text: a `tools/list` result with or without the message around it, an array of tools, pages
/// in an array or in a row, a log of the protocol with other lines between, a stream of events, tools of chat APIs,
/// or one tool a line.
///
/// # Errors
///
/// When the text holds no list of tools, or a part of one only.
pub fn read_list(text: &str) -> Result<Listing, Unreadable> {
    let documents = documents(text)?;
    let instructions = instructions(&documents.values);
    let mut pages = Pages::default();
    for value in documents.values {
        pages.take(value);
    }
    let protocol = std::mem::take(&mut pages.protocol);
    let (tools, more) = pages.finish()?;
    let mut notes = documents.notes;
    notes.extend(more);
    let mut listing = Listing {
        protocol,
        instructions,
        notes,
        faults: documents.faults,
        tools: Vec::with_capacity(tools.len()),
    };
    for listed in tools.into_iter().map(listed) {
        if is_built_in(&listed.tool) {
            let name = listed.tool.get("name").and_then(Value::as_str);
            let name = crate::escape::one_line(name.unwrap_or_default());
            listing.notes.push(format!(
                "`{name}` is passed over: it belongs to the API of a model, and no server offers it"
            ));
        } else {
            listing.tools.push(listed);
        }
    }
    Ok(listing)
}

/// A tool with what its line says beside it.
fn listed(value: Value) -> Listed {
    let none = Map::new();
    let line = value.as_object().unwrap_or(&none);
    // A tool object of the protocol has no such keys of its own.
    let line = if line.contains_key("tool") || line.contains_key("server") {
        line
    } else {
        &none
    };
    let text = |key: &str| {
        let text = line.get(key).and_then(Value::as_str);
        text.unwrap_or_default().to_owned()
    };
    let words = |key: &str| -> Option<Vec<String>> {
        let list = line.get(key)?.as_array()?.iter();
        Some(list.filter_map(Value::as_str).map(str::to_owned).collect())
    };
    Listed {
        server: text("server"),
        package: text("package"),
        title: text("server_title"),
        label: text("label"),
        also: words("also").unwrap_or_default(),
        traits: words("traits"),
        maybe: words("maybe").unwrap_or_default(),
        tool: as_mcp(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_usual_shape_is_read() {
        let tool = r#"{"name":"a"}"#;
        let other = r#"{"name":"b","description":"B"}"#;
        let line = r#"{"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"a"},{"name":"b"}]}}"#;
        for text in [
            format!(r#"{{"tools":[{tool},{other}]}}"#),
            line.to_owned(),
            format!("[{tool},{other}]"),
            format!("{tool}\n{other}\n"),
            format!("Starting up\n[info] listening\n{line}\ndone\n"),
            format!("2026-11-01T10:00:00Z [demo] [info] from server: {line} {{ meta: x }}\n"),
            format!("event: message\r\nid: 1\r\ndata: {line}\r\n\r\n"),
            format!(r#"[{{"tools":[{tool}],"nextCursor":"p2"}},{{"tools":[{other}]}}]"#),
            format!("{{\"tools\":[{tool}],\"nextCursor\":\"2\"}}\n{{\"tools\":[{other}]}}\n"),
            format!("[{line},{{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}}]"),
            format!("{line}\n{line}\n"),
            r#"[{"type":"function","function":{"name":"a","parameters":{"type":"object"}}},{"type":"function","name":"b","parameters":{}}]"#.to_owned(),
            r#"{"model":"m","tools":[{"name":"a","input_schema":{}},{"name":"b","input_schema":{}}]}"#.to_owned(),
            r#"{"tools":[{"functionDeclarations":[{"name":"a"},{"name":"b"}]}]}"#.to_owned(),
            r#"{"functions":[{"name":"a"},{"name":"b"}]}"#.to_owned(),
            r#"{"tools":{"a":{"description":"A"},"b":{}}}"#.to_owned(),
            format!(r#"{{"name":"demo","version":"1.0","result":{{"tools":[{tool},{other}]}}}}"#),
            format!(r#"{{"data":{{"response":{{"tools":[{tool},{other}]}}}}}}"#),
            format!("\u{feff}{{\"tools\":[{tool},{other}],\"nextCursor\":\"\"}}"),
        ] {
            let listing = read_list(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
            let names: Vec<_> = listing.tools.iter().map(|it| it.tool["name"].as_str()).collect();
            assert_eq!(names, [Some("a"), Some("b")], "{text}");
        }
        let schemas = read_list(r#"[{"function":{"name":"a","parameters":{"x":1}}}]"#).unwrap();
        assert_eq!(schemas.tools[0].tool["inputSchema"]["x"], 1);
        assert_eq!(
            read_listing(r#"{"tool":"a","server":"s"}"#).unwrap()[0].server,
            "s"
        );
        let log = r#"{"jsonrpc":"2.0","id":1,"result":{"protocolVersion":"2025-06-18"}}
{"jsonrpc":"2.0","id":2,"result":{"tools":[]}}"#;
        assert_eq!(read_list(log).unwrap().protocol, "2025-06-18");
    }

    #[test]
    fn what_is_no_json_but_can_mean_one_thing_only_costs_no_tool() {
        let text = r#"{"tools":[{"name":"a","description":"x \ud83d y"},null,{"name":"b","inputSchema":{"properties":{"s":{"default":NaN}}}}]}"#;
        let listing = read_list(text).unwrap();
        assert_eq!(listing.tools.len(), 3);
        assert_eq!(listing.notes.len(), 2);
        let wide: Vec<u8> = "\u{feff}[]"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(super::super::decode(wide).unwrap(), "[]");
        let latin = super::super::decode(b"caf\xe9".to_vec());
        assert_eq!(latin, Err(Unreadable::NotUtf8 { at: 3 }));
    }

    #[test]
    fn a_text_without_a_whole_list_says_so() {
        let page = |cursor: &str| format!(r#"{{"tools":[{{"name":"a"}}],"nextCursor":{cursor}}}"#);
        for (text, fault) in [
            (String::new(), Unreadable::Blank),
            (" \n\t".to_owned(), Unreadable::Blank),
            ("{}".to_owned(), Unreadable::NoTools),
            ("5".to_owned(), Unreadable::NoTools),
            (page("\"p2\""), Unreadable::Incomplete),
            (format!("[{}]", page("\"p2\"")), Unreadable::Incomplete),
            (page("7"), Unreadable::Incomplete),
        ] {
            assert_eq!(read_listing(&text).unwrap_err(), fault, "{text}");
        }
        assert_eq!(read_listing(&page("null")).unwrap().len(), 1);
        let error =
            r#"{"jsonrpc":"2.0","id":2,"error":{"code":-32601,"message":"Method not found"}}"#;
        let message = "Method not found (-32601)".to_owned();
        assert_eq!(
            read_listing(error).unwrap_err(),
            Unreadable::ServerError { message }
        );
        let two = "{\"result\":{\"tools\":[{\"name\":\"a\"}]}}\n{\"result\":{\"tools\":[{\"name\":\"b\"}]}}\n";
        let fault = read_listing(two).unwrap_err().to_string();
        assert!(
            fault.ends_with("one that begins with `a`, one that begins with `b`"),
            "{fault}"
        );
        for (text, at) in [
            ("{", 1),
            ("{'tools': []}", 1),
            ("log\n{\"tools\":[\n", 3),
            ("{\"name\":\"a\"}\n{\"name\":\n", 3),
        ] {
            let fault = read_listing(text).unwrap_err();
            assert!(
                matches!(fault, Unreadable::NotJson { line, .. } if line == at),
                "{text}: {fault:?}"
            );
        }
    }
}
