//! The servers in a client's file. Values that may be secrets are not kept: of variables and headers only
//! the names.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use super::document::{Kind, Node};
use super::switch::is_off;

/// How a client reaches a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Transport {
    /// The client starts a program.
    Program {
        /// The program with its arguments.
        words: Vec<String>,
    },
    /// The client connects to an address.
    Remote {
        /// The address.
        url: String,
        /// The key that the address stands under.
        key: String,
        /// The type as the entry says it; empty when it does not.
        kind: String,
    },
    /// Something else: what a client brings itself, or what this program cannot read, with the reason.
    Other(String),
}

/// One server in one file.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The keys that lead to it; the last is its name.
    pub path: Vec<String>,
    /// How it is reached.
    pub transport: Transport,
    /// Whether the client has it switched off.
    pub disabled: bool,
    /// The names of its variables.
    pub variables: Vec<String>,
    /// The names of its headers.
    pub headers: Vec<String>,
    /// Variables and headers whose value stands in the file and looks like a secret, by name.
    pub secrets: Vec<String>,
    /// Where it stands, and all that it holds.
    pub node: Node,
    /// Where its name stands.
    pub name_at: usize,
}

/// Keys that the variables of a program stand under.
const VARIABLES: &[&str] = &["env", "environment", "envs"];
/// Keys that the address of a server stands under, the first that a client takes first.
const ADDRESSES: &[&str] = &["httpUrl", "url", "serverUrl", "uri"];
/// Keys that the headers of a server stand under.
const HEADERS: &[&str] = &["headers", "http_headers"];

impl Entry {
    /// The server's name in the client.
    pub fn name(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }

    /// The project that the entry belongs to, where one file holds those of several.
    pub fn project(&self) -> Option<&str> {
        match self.path.as_slice() {
            [first, project, _, _] if first == "projects" => Some(project),
            _ => None,
        }
    }

    /// The values of [`Self::secrets`] that are long enough to be told from ordinary words.
    pub fn secret_values(&self) -> Vec<&str> {
        let maps = VARIABLES.iter().chain(HEADERS);
        let maps = maps.filter_map(|key| self.node.get(key));
        let secrets = maps.flat_map(Node::members).filter(|it| is_secret(it));
        let values = secrets.filter_map(|it| it.value.text()?.split_whitespace().last());
        values.filter(|it| it.len() >= 8).collect()
    }

    /// Whether the program is this one's gateway already.
    pub fn is_wrapped(&self) -> bool {
        self.behind_gateway().is_some()
    }

    /// The server's own words, when the gateway stands before it.
    pub fn behind_gateway(&self) -> Option<&[String]> {
        let Transport::Program { words } = &self.transport else {
            return None;
        };
        let [program, first, rest @ ..] = words.as_slice() else {
            return None;
        };
        if first != "gateway" || !is_own_program(program) {
            return None;
        }
        let after = rest.iter().position(|word| word == "--");
        Some(after.and_then(|at| rest.get(at + 1..)).unwrap_or_default())
    }

    /// The words of the gateway that stands before the server, with the program, without the server's own.
    pub fn gateway_words(&self) -> Option<&[String]> {
        let Transport::Program { words } = &self.transport else {
            return None;
        };
        let own = self.behind_gateway()?.len();
        words.get(..words.len().checked_sub(own)?)
    }

    /// The policy of the gateway that stands before the server, as its words name it.
    pub fn gateway_policy(&self) -> Option<&str> {
        let gateway = self.gateway_words()?;
        let mut joined = gateway.iter();
        if let Some(word) = joined.find(|it| it.starts_with("--policy=")) {
            return word.strip_prefix("--policy=");
        }
        let at = gateway.iter().position(|word| word == "--policy")?;
        gateway.get(at + 1).map(String::as_str)
    }

    /// The address of a server that stands behind the gateway.
    pub fn gateway_url(&self) -> Option<&str> {
        let Transport::Program { words } = &self.transport else {
            return None;
        };
        self.behind_gateway().filter(|own| own.is_empty())?;
        let at = words.iter().position(|word| word == "--url")?;
        words.get(at + 1).map(String::as_str)
    }

    /// The words that start the server itself, with or without the gateway.
    pub fn own_words(&self) -> &[String] {
        match (&self.transport, self.behind_gateway()) {
            (_, Some(own)) => own,
            (Transport::Program { words }, None) => words,
            _ => &[],
        }
    }
}

/// Whether a program is this one: by its name, or because its file is the one that runs now, whatever its name is.
fn is_own_program(program: &str) -> bool {
    static RUNNING: LazyLock<Option<PathBuf>> = LazyLock::new(|| std::env::current_exe().ok());
    super::package::stem(program) == "toolrisk"
        || RUNNING
            .as_deref()
            .is_some_and(|it| it == Path::new(program))
}

/// The entries under a path of keys in a file; `*` stands for every key.
pub fn entries(root: &Node, path: &[&str]) -> Vec<Entry> {
    let mut found = Vec::new();
    walk(root, path, &mut Vec::new(), &mut found);
    found
}

fn walk(node: &Node, path: &[&str], keys: &mut Vec<String>, found: &mut Vec<Entry>) {
    for member in node.members() {
        let matches = path
            .first()
            .is_none_or(|it| *it == "*" || *it == member.key);
        if !matches {
            continue;
        }
        keys.push(member.key.clone());
        match path.split_first() {
            Some((_, rest)) => walk(&member.value, rest, keys, found),
            None => found.push(entry(&member.value, keys.clone(), member.key_span.start)),
        }
        keys.pop();
    }
}

fn entry(node: &Node, path: Vec<String>, name_at: usize) -> Entry {
    let under = |keys: &[&str]| -> Vec<&super::Member> {
        let maps = keys.iter().filter_map(|key| node.get(key));
        maps.flat_map(Node::members).collect()
    };
    let (variables, headers) = (under(VARIABLES), under(HEADERS));
    let secrets = variables.iter().chain(&headers).filter(|it| is_secret(it));
    Entry {
        transport: transport(node),
        disabled: is_off(|key| match node.get(key)?.kind {
            Kind::Bool(word) => Some(word),
            _ => None,
        }),
        secrets: secrets.map(|it| it.key.clone()).collect(),
        variables: variables.iter().map(|it| it.key.clone()).collect(),
        headers: headers.iter().map(|it| it.key.clone()).collect(),
        node: node.clone(),
        path,
        name_at,
    }
}

/// Whether a variable or header has a name that secrets have, and a value that is no reference to one.
fn is_secret(member: &super::Member) -> bool {
    const WORDS: &[&str] = &[
        "token",
        "secret",
        "password",
        "passwd",
        "api_key",
        "apikey",
        "api-key",
        "authorization",
        "credential",
        "private_key",
    ];
    let name = member.key.to_ascii_lowercase();
    let named = WORDS.iter().any(|word| name.contains(word)) || name.ends_with("_key");
    let value = member.value.text().unwrap_or_default();
    named && !value.is_empty() && !value.contains(['$', '{', '%'])
}

fn transport(node: &Node) -> Transport {
    if node.members().is_empty() {
        return Transport::Other("it is not a mapping with a command or a URL".to_owned());
    }
    if let Some(inner) = node.get("transport").filter(|it| !it.members().is_empty()) {
        return transport(inner);
    }
    let kind = ["type", "transport"]
        .iter()
        .find_map(|key| node.get(key)?.text());
    let kind = kind.unwrap_or_default();
    // Gemini CLI takes the address first, the others never have both.
    if let Some((key, url)) = ADDRESSES
        .iter()
        .find_map(|key| Some((*key, node.get(key)?.text()?)))
    {
        return Transport::Remote {
            url: url.to_owned(),
            key: key.to_owned(),
            kind: kind.to_owned(),
        };
    }
    if matches!(kind, "builtin" | "platform") {
        return Transport::Other("it is a part of the client".to_owned());
    }
    if node.get("settings").is_some() && node.get("command").is_none() {
        // Zed: an extension brings the server, and the entry only sets it up.
        return Transport::Other("an extension brings it, as a part of the client".to_owned());
    }
    let Some(command) = ["command", "cmd"].iter().find_map(|key| node.get(key)) else {
        return Transport::Other("it has neither a command nor a URL".to_owned());
    };
    program(node, command)
}

fn program(node: &Node, command: &Node) -> Transport {
    let texts = |list: &Node| -> Option<Vec<String>> {
        let items = list.items().iter();
        items.map(|it| it.text().map(str::to_owned)).collect()
    };
    let not_texts = || Transport::Other("not all of its arguments are text".to_owned());
    match &command.kind {
        Kind::List(..) => match texts(command) {
            Some(words) if !words.is_empty() => Transport::Program { words },
            _ => not_texts(),
        },
        Kind::Text(command) => {
            let arguments = node.get("args").map_or(Some(Vec::new()), texts);
            let Some(arguments) = arguments else {
                return not_texts();
            };
            let mut words = vec![command.clone()];
            words.extend(arguments);
            Transport::Program { words }
        }
        Kind::Map(..) => {
            let path = command.get("path").and_then(Node::text).unwrap_or_default();
            let arguments = command.get("args").and_then(texts).unwrap_or_default();
            let mut words = vec![path.to_owned()];
            words.extend(arguments);
            Transport::Program { words }
        }
        Kind::Bool(_) | Kind::Other => Transport::Other("its command is not text".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::document::{Format, parse};
    use super::*;

    fn said(text: &str, format: Format, path: &[&str]) -> Vec<String> {
        let node = parse(text, format).unwrap();
        let said = |it: &Entry| {
            let words = match &it.transport {
                Transport::Program { words } => words.join(" "),
                Transport::Remote { url, key, kind } => format!("{key} {url} {kind}"),
                Transport::Other(reason) => reason.clone(),
            };
            let off = if it.disabled { " off" } else { "" };
            format!("{}: {words}{off}", it.name())
        };
        entries(&node, path).iter().map(said).collect()
    }

    #[test]
    fn every_spelling_of_a_server_is_read() {
        let json = r#"{"mcpServers": {
            "a": {"command": "npx", "args": ["-y", "x"], "disabled": true},
            "b": {"command": "y"},
            "c": {"type": "http", "url": "https://a.example/mcp"},
            "d": {"httpUrl": "https://b.example", "url": "https://c.example"},
            "e": {"command": {"path": "z", "args": ["1"]}},
            "f": {"transport": {"type": "stdio", "command": "w"}},
            "g": {"settings": {}}, "h": 5,
            "i": {"command": "x", "args": [1]} } }"#;
        assert_eq!(
            said(json, Format::Json, &["mcpServers"]),
            [
                "a: npx -y x off",
                "b: y",
                "c: url https://a.example/mcp http",
                "d: httpUrl https://b.example ",
                "e: z 1",
                "f: w",
                "g: an extension brings it, as a part of the client",
                "h: it is not a mapping with a command or a URL",
                "i: not all of its arguments are text",
            ]
        );
        let opencode =
            r#"{"mcp": {"a": {"type": "local", "command": ["npx", "x"], "enabled": false}}}"#;
        assert_eq!(said(opencode, Format::Json, &["mcp"]), ["a: npx x off"]);
        let off = r#"{"mcpServers": {"a": {"command": "x", "isActive": false}, "b": {"command": "x", "isActive": true},
            "c": {"command": "x", "enabled": true, "disabled": false}, "d": {"command": "x", "disabled": "true"}}}"#;
        assert_eq!(
            said(off, Format::Json, &["mcpServers"]),
            ["a: x off", "b: x", "c: x", "d: x"]
        );
        let codex = "mcp_servers.b.command = \"y\"\n[mcp_servers.a]\ncommand = \"x\"\nargs = ['1']\n[mcp_servers.a.env]\nT = \"1\"\n";
        assert_eq!(
            said(codex, Format::Toml, &["mcp_servers"]),
            ["b: y", "a: x 1"]
        );
        let goose = "extensions:\n  a:\n    type: stdio\n    cmd: npx\n    args:\n      - -y\n      - x\n  b:\n    type: builtin\n";
        assert_eq!(
            said(goose, Format::Yaml, &["extensions"]),
            ["a: npx -y x", "b: it is a part of the client"]
        );
        let claude = r#"{"projects": {"/p": {"mcpServers": {"a": {"command": "x"}}}}}"#;
        let found = entries(
            &parse(claude, Format::Json).unwrap(),
            &["projects", "*", "mcpServers"],
        );
        assert_eq!(found[0].project(), Some("/p"));
    }

    #[test]
    fn this_program_is_known_under_any_name() {
        let own = std::env::current_exe().unwrap().display().to_string();
        assert!(!own.ends_with("/toolrisk"), "{own}");
        for (program, expected) in [
            ("toolrisk", true),
            ("/opt/toolrisk", true),
            ("C:\\bin\\toolrisk.EXE", true),
            (own.as_str(), true),
            ("/opt/toolrisk-nightly", false),
            ("npx", false),
        ] {
            assert_eq!(is_own_program(program), expected, "{program}");
        }
    }

    #[test]
    fn the_gateway_is_known_and_secrets_are_known_by_their_names_alone() {
        let json = r#"{"mcpServers": {"a": {"command": "C:\\bin\\toolrisk.exe",
            "args": ["gateway", "--policy", "p", "--", "npx", "x"],
            "env": {"GITHUB_TOKEN": "ghp_1", "API_KEY": "${KEY}", "MODE": "1"}}}}"#;
        let found = entries(&parse(json, Format::Json).unwrap(), &["mcpServers"]);
        assert_eq!(found[0].behind_gateway().unwrap(), ["npx", "x"]);
        assert_eq!(found[0].own_words(), ["npx", "x"]);
        assert_eq!(found[0].gateway_policy(), Some("p"));
        assert_eq!(found[0].secrets, ["GITHUB_TOKEN"]);
    }
}
