//! The part of a client's configuration that starts servers behind the gateway.

use serde_json::{Map, Value, json};

use super::document::Format;
use super::gateway::Gateway;
use super::home::{Home, Os};
use super::table::{CLIENTS, Client, Place, Scope};

/// A server behind the gateway.
#[derive(Debug)]
pub struct Guarded<'a> {
    /// The gateway before it; its name is the server's.
    pub gateway: Gateway<'a>,
    /// The words that start the server itself.
    pub own: &'a [String],
}

/// Clients that have permission rules of their own for single tools, which `export` writes.
const HAVE_RULES: &[&str] = &[
    "claude-code",
    "codex",
    "copilot-cli",
    "gemini-cli",
    "opencode",
];

/// The clients that start servers and have no rules of their own to export: the gateway holds their policy.
pub fn wrapping() -> impl Iterator<Item = &'static Client> {
    CLIENTS
        .iter()
        .filter(|client| !HAVE_RULES.contains(&client.id))
}

/// Whether [`snippet`] gives the same for two clients.
pub fn writes_alike(one: &Client, other: &Client) -> bool {
    let form = |client| user_place(client).map(|place| (place.format, place.keys));
    let own = |client: &Client| OWN_SPELLING.contains(&client.id);
    form(one) == form(other) && !own(one) && !own(other)
}

/// Clients whose entries of servers differ from those of others.
const OWN_SPELLING: &[&str] = &["goose", "vscode"];

/// The configuration of a client that starts these servers behind the gateway, with a final line feed.
pub fn snippet(client: &Client, servers: &[Guarded<'_>]) -> String {
    let Some(place) = user_place(client) else {
        return String::new();
    };
    let entries: Map<String, Value> = servers
        .iter()
        .map(|server| (server.gateway.name.to_owned(), entry(client, server)))
        .collect();
    if place.format == Format::Yaml {
        return yaml(place.keys, &entries);
    }
    let nested = place
        .keys
        .iter()
        .rev()
        .fold(Value::Object(entries), |inner, key| json!({ *key: inner }));
    // A JSON value always serialises.
    serde_json::to_string_pretty(&nested).unwrap_or_default() + "\n"
}

/// Where the configuration goes: the file of the user, on each system.
pub fn place(client: &Client) -> String {
    let file = |os: Os| {
        let here =
            |place: &&Place| place.scope == Scope::User && place.os.is_none_or(|it| it == os);
        let home = Home {
            os,
            folder: "~".into(),
            here: "~".into(),
            variables: Vec::new(),
        };
        let place = client.places.iter().find(here)?;
        Some(
            home.path(place.file)
                .display()
                .to_string()
                .replace('\\', "/"),
        )
    };
    let named = |(os, name): (Os, &str)| Some((file(os)?, name.to_owned()));
    let all: Vec<(String, String)> = [
        (Os::Linux, "Linux"),
        (Os::Mac, "macOS"),
        (Os::Windows, "Windows"),
    ]
    .into_iter()
    .filter_map(named)
    .collect();
    match all.first() {
        Some((first, _)) if all.iter().all(|(file, _)| file == first) => format!("`{first}`"),
        _ => {
            let each = all.iter().map(|(file, os)| format!("`{file}` on {os}"));
            each.collect::<Vec<_>>().join(", ")
        }
    }
}

fn user_place(client: &Client) -> Option<&Place> {
    client
        .places
        .iter()
        .find(|place| place.scope == Scope::User)
}

/// The entry of one server, in the client's own spelling.
fn entry(client: &Client, server: &Guarded<'_>) -> Value {
    let program = server.gateway.program;
    let mut words = server.gateway.words();
    words.push("--".to_owned());
    words.extend(server.own.iter().cloned());
    match client.id {
        // code.visualstudio.com/docs/agents/reference/mcp-configuration
        "vscode" => json!({ "type": "stdio", "command": program, "args": words }),
        // aaif-goose/goose documentation: config-files
        "goose" => json!({
            "name": server.gateway.name, "type": "stdio", "enabled": true, "cmd": program, "args": words, "timeout": 300,
        }),
        _ => json!({ "command": program, "args": words }),
    }
}

/// Block YAML of maps, lists and plain values; texts are quoted as JSON quotes them, which YAML reads alike.
fn yaml(keys: &[&str], entries: &Map<String, Value>) -> String {
    let lead = "  ".repeat(keys.len());
    let above = keys.iter().enumerate();
    let above = above.map(|(depth, key)| format!("{}{key}:\n", "  ".repeat(depth)));
    let inner = entries.iter().map(|(name, entry)| {
        let members = entry.as_object().into_iter().flatten();
        let members = members.map(|(key, value)| format!("{lead}  {key}: {value}\n"));
        format!(
            "{lead}{}:\n{}",
            Value::from(name.as_str()),
            members.collect::<String>()
        )
    });
    above.chain(inner).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clients::{entries, parse};

    #[test]
    fn each_client_reads_its_snippet_as_a_server_behind_the_gateway() {
        let own = ["npx", "-y", "@scope/server", "a \"b\" c"].map(str::to_owned);
        let gateway = Gateway {
            program: "/bin/toolrisk",
            policy: "/etc/p.json",
            name: "my server",
        };
        for client in wrapping() {
            let guarded = Guarded {
                gateway: gateway.clone(),
                own: &own,
            };
            let text = snippet(client, &[guarded]);
            let at = user_place(client).unwrap();
            let root = parse(&text, at.format)
                .unwrap_or_else(|error| panic!("{} {error:?}\n{text}", client.id));
            let found = entries(&root, at.keys);
            assert_eq!(found.len(), 1, "{} {text}", client.id);
            assert_eq!(found[0].name(), "my server");
            assert_eq!(
                found[0].behind_gateway(),
                Some(own.as_slice()),
                "{} {text}",
                client.id
            );
            assert!(place(client).contains('~'), "{}", client.id);
        }
    }

    #[test]
    fn clients_that_write_alike_have_the_same_snippet() {
        let own = ["npx".to_owned()];
        let text = |client| {
            let gateway = Gateway {
                program: "toolrisk",
                policy: "p.json",
                name: "s",
            };
            snippet(client, &[Guarded { gateway, own: &own }])
        };
        let mut alike = 0;
        for (at, one) in wrapping().enumerate() {
            for other in wrapping().skip(at + 1).filter(|it| writes_alike(one, it)) {
                assert_eq!(text(one), text(other), "{} {}", one.id, other.id);
                alike += 1;
            }
        }
        assert!(alike > 0);
    }

    #[test]
    fn the_place_is_named_for_each_system_where_they_differ() {
        let of = |id| place(crate::clients::client(id).unwrap());
        assert_eq!(of("cursor"), "`~/.cursor/mcp.json`");
        assert_eq!(
            of("vscode"),
            "`~/.config/Code/User/mcp.json` on Linux, `~/Library/Application Support/Code/User/mcp.json` on macOS, \
             `~/AppData/Roaming/Code/User/mcp.json` on Windows"
        );
    }
}
