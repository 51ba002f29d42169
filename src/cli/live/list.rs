//! Many servers in one file: our own list, a client's `mcp.json`, or a registry's `server.json`.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::faulty_list::{refuse_one_id, without_servers};
use super::notation::Notation;
use super::remote::{header_as_written, header_of};
use super::{Live, NamedBy, Source, address};
use crate::cli::{CliError, Console};
use crate::clients;
use crate::escape::one_line;
use crate::jsonc;
use crate::load::{read_file, yaml_value};

/// A server of a list.
#[derive(Debug)]
pub(in crate::cli) struct Listing {
    /// Its id in the catalog.
    pub(in crate::cli) id: String,
    /// Where it is, or why that cannot be said.
    pub(in crate::cli) source: Result<Source, String>,
}

/// Keys that servers stand under, in our lists and in clients' files.
pub(super) const SERVERS: &[&str] = &["servers", "mcpServers", "context_servers"];

/// Reads a list, and says which servers of it are switched off; these are not asked.
pub(in crate::cli) fn read_list(
    path: &Path,
    console: &mut Console,
) -> Result<Vec<Listing>, CliError> {
    let (listings, off) = listings(path)?;
    for name in off {
        console.say(&format!(
            "`{}` is switched off in the list, so it is not asked",
            one_line(&name)
        ));
    }
    Ok(listings)
}

/// The servers of a list, and the names of those that are switched off.
pub(in crate::cli) fn listings(path: &Path) -> Result<(Vec<Listing>, Vec<String>), CliError> {
    let text = read_file(path)?;
    let wrong = |reason: String| {
        let message = format!("`{}` is not a list of servers: {reason}", path.display());
        CliError::usage(
            message,
            "a list has `servers`, each with `command` and `args`, or `url`, or `file`",
        )
    };
    let is_json = path
        .extension()
        .is_some_and(|it| it == "json" || it == "jsonc");
    let list: Value = if is_json {
        let root = clients::parse(&text, clients::Format::Json).map_err(wrong)?;
        if let Some(key) = root.doubled_within() {
            let (path, key) = (path.display(), one_line(key));
            let message = format!("`{path}`: the key `{key}` stands twice in one object");
            return Err(CliError::usage(
                message,
                "nothing was asked; remove one of the two",
            ));
        }
        jsonc_parser::parse_to_serde_value(&text, &jsonc::OPTIONS)
            .map_err(|error| wrong(error.to_string()))?
    } else {
        yaml_value(&text).map_err(wrong)?
    };
    let folder = path.parent().unwrap_or(Path::new(""));
    let servers = SERVERS.iter().find_map(|key| list.get(key)?.as_object());
    // What clients write is JSON, or stands under a key of theirs; `env:NAME` for a header is ours alone.
    let is_own = !is_json && list.get("servers").is_some();
    let is_geminis = path.components().any(|it| it.as_os_str() == ".gemini");
    let notation = match (is_own, is_geminis) {
        (true, _) => Notation::Own,
        (false, true) => Notation::Dollar,
        (false, false) => Notation::Braces,
    };
    if let Some(servers) = servers {
        let (off, on): (Vec<_>, Vec<_>) = servers.iter().partition(|(_, server)| is_off(server));
        refuse_one_id(path, on.iter().map(|(name, _)| name.as_str()))?;
        let listings = on.into_iter().map(|(name, server)| Listing {
            id: slug(name),
            source: source(server, folder, notation),
        });
        let off = off.into_iter().map(|(name, _)| name.clone());
        return Ok((listings.collect(), off.collect()));
    }
    match registry_entry(&list) {
        Some(listing) => Ok((vec![listing], Vec::new())),
        None => Err(wrong(without_servers(&list))),
    }
}

/// Whether a client's file switches a server off.
fn is_off(server: &Value) -> bool {
    // People write lists by hand, and put words into quotes.
    clients::is_off(|key| match server.get(key)? {
        Value::Bool(word) => Some(*word),
        Value::String(text) => text.parse().ok(),
        _ => None,
    })
}

/// A name as the id of a server.
pub(super) fn slug(name: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            '-'
        }
    };
    let words: String = name.chars().map(plain).take(64).collect();
    let words = words.split('-').filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

/// A server that an entry of a client's configuration describes.
pub(in crate::cli) fn source_of(server: &Value, notation: Notation) -> Result<Source, String> {
    source(server, Path::new(""), notation)
}

fn source(server: &Value, folder: &Path, notation: Notation) -> Result<Source, String> {
    let server = server.as_object().ok_or("it is not a mapping")?;
    let mut source = of_members(server, folder, notation)?;
    if let Source::Live(live) = &mut source {
        live.named_by = NamedBy::List;
    }
    Ok(source)
}

/// A text with the variables that it names.
fn expanded(notation: Notation, text: &str) -> Result<String, String> {
    let missing = |it| format!("it needs `{it}`, but the environment has no such variable");
    notation.expanded(text).map_err(missing)
}

fn of_members(
    server: &Map<String, Value>,
    folder: &Path,
    notation: Notation,
) -> Result<Source, String> {
    let expanded = |text: &str| expanded(notation, text);
    let text = |key: &str| server.get(key).and_then(Value::as_str);
    if let Some(file) = text("file") {
        return Ok(Source::File(folder.join(file)));
    }
    if let Some(url) = text("url").or_else(|| text("serverUrl")) {
        let headers = members(server, "headers").map(|(name, value)| {
            let value = value
                .as_str()
                .ok_or_else(|| format!("the header `{name}` is not text"))?;
            if notation == Notation::Own && !value.contains("${") {
                return header_of(name, value);
            }
            let value = notation.expanded(value).map_err(|it| {
                format!(
                    "the header `{name}` needs `{it}`, but the environment has no such variable"
                )
            })?;
            header_as_written(name, &value)
        });
        let headers = headers.collect::<Result<Vec<_>, _>>()?;
        let live = Live::remote(&address(url)?, &headers).map_err(|error| error.to_string())?;
        return Ok(Source::Live(Box::new(live)));
    }
    let command = match (text("command"), server.get("command")) {
        (Some(command), _) => command,
        (None, Some(Value::Array(_))) => {
            return Err(
                "its `command` is a list; write the program alone there, and its arguments in `args`"
                    .to_owned(),
            );
        }
        (None, Some(_)) => return Err("its `command` is not text".to_owned()),
        (None, None) => {
            return Err("it has none of `command`, `url` and `file`".to_owned());
        }
    };
    let arguments = server
        .get("args")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let arguments = arguments.map(|it| {
        it.as_str()
            .map(&expanded)
            .ok_or("its `args` are not text".to_owned())?
    });
    let mut words = vec![OsString::from(expanded(command)?)];
    for argument in arguments {
        words.push(argument?.into());
    }
    let environment = members(server, "env").map(|(name, value)| {
        let value = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        Ok((OsString::from(name), OsString::from(expanded(&value)?)))
    });
    let environment = environment.collect::<Result<Vec<_>, String>>()?;
    Ok(Source::Live(Box::new(Live::program(words, &environment))))
}

fn members<'a>(
    server: &'a Map<String, Value>,
    key: &str,
) -> impl Iterator<Item = (&'a String, &'a Value)> {
    server
        .get(key)
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
}

/// A server as the official registry describes it: its first package, or its first address.
fn registry_entry(entry: &Value) -> Option<Listing> {
    let name = entry.get("name")?.as_str()?;
    let first = |key: &str| {
        entry
            .get(key)
            .and_then(|list| list.as_array()?.first().cloned())
    };
    let source = match (first("packages"), first("remotes")) {
        (Some(package), _) => packaged(&package, name),
        (None, Some(remote)) => {
            let url = remote
                .get("url")
                .and_then(Value::as_str)
                .unwrap_or_default();
            let live =
                address(url).and_then(|url| Live::remote(&url, &[]).map_err(|it| it.to_string()));
            live.map(|mut live| {
                name.clone_into(&mut live.package.registry);
                Source::Live(Box::new(live))
            })
        }
        (None, None) => return None,
    };
    let id = slug(name.rsplit('/').next().unwrap_or(name));
    Some(Listing { id, source })
}

fn packaged(package: &Value, registry: &str) -> Result<Source, String> {
    // Before 2025-09-16 the members were written with underscores.
    let text = |keys: [&str; 2]| keys.iter().find_map(|key| package.get(key)?.as_str());
    let kind = text(["registryType", "registry_type"]).unwrap_or_default();
    let name = text(["identifier", "name"]).ok_or("its package has no `identifier`")?;
    let version = text(["version", "version"]).unwrap_or_default();
    let at = |sign: &str| {
        if version.is_empty() {
            name.to_owned()
        } else {
            format!("{name}{sign}{version}")
        }
    };
    let mut words: Vec<OsString> = match kind {
        "npm" => vec!["npx".into(), "-y".into(), at("@").into()],
        "pypi" => vec!["uvx".into(), at("==").into()],
        "oci" => {
            let image = if name
                .rsplit('/')
                .next()
                .is_some_and(|last| last.contains(':'))
            {
                name.to_owned()
            } else {
                at(":")
            };
            vec![
                "docker".into(),
                "run".into(),
                "-i".into(),
                "--rm".into(),
                image.into(),
            ]
        }
        other => return Err(format!("packages of the kind `{other}` cannot be started")),
    };
    let arguments = package.get("packageArguments").and_then(Value::as_array);
    let given = arguments
        .into_iter()
        .flatten()
        .filter_map(|it| it.get("value")?.as_str());
    words.extend(given.map(OsString::from));
    let mut live = Live::program(words, &[]);
    registry.clone_into(&mut live.package.registry);
    Ok(Source::Live(Box::new(live)))
}

/// The command that starts a package, where its kind has one.
pub(in crate::cli) fn start(package: &str) -> Option<Live> {
    let (kind, name) = package.split_once(':')?;
    let words: Vec<OsString> = match kind {
        "npm" => vec!["npx".into(), "-y".into(), name.into()],
        "pypi" => vec!["uvx".into(), name.into()],
        _ => return None,
    };
    let mut live = Live::program(words, &[]);
    live.named_by = NamedBy::Catalog;
    Some(live)
}

/// The id for a server from its package or its label: `filesystem` of
/// `@modelcontextprotocol/server-filesystem`.
pub(in crate::cli) fn id_of(live: &Live) -> String {
    let name = if live.package.name.is_empty() {
        &live.label
    } else {
        &live.package.name
    };
    let path = PathBuf::from(name);
    let last = path
        .file_name()
        .map_or_else(|| name.clone(), |it| it.to_string_lossy().into_owned());
    // `@playwright/mcp` is the server of its scope.
    let scope = name
        .strip_prefix('@')
        .and_then(|name| name.split_once('/'))
        .map(|(scope, _)| scope);
    let slugged = slug(&last);
    let words: Vec<&str> = slugged
        .split('-')
        .filter(|word| !matches!(*word, "mcp" | "server"))
        .collect();
    match (words.is_empty(), scope) {
        (false, _) => words.join("-"),
        (true, Some(scope)) => slug(scope),
        (true, None) => slugged,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(command: &str) -> String {
        id_of(&Live::program(
            command.split(' ').map(OsString::from).collect(),
            &[],
        ))
    }

    #[test]
    fn a_server_gets_its_id_from_what_it_runs() {
        for (command, expected) in [
            (
                "npx -y @modelcontextprotocol/server-filesystem /tmp",
                "filesystem",
            ),
            ("npx -y @playwright/mcp@latest", "playwright"),
            ("npx chrome-devtools-mcp", "chrome-devtools"),
            ("uvx mcp-server-time", "time"),
            (
                "uvx awslabs.aws-documentation-mcp-server",
                "awslabs-aws-documentation",
            ),
            (
                "docker run -i --rm ghcr.io/github/github-mcp-server",
                "github",
            ),
            ("/opt/bin/My_Server.exe", "my"),
        ] {
            assert_eq!(id(command), expected, "{command}");
        }
    }

    fn listed(name: &str, text: &str) -> Result<(Vec<String>, Vec<String>), String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::File::create_new(&path)
            .and_then(|mut file| std::io::Write::write_all(&mut file, text.as_bytes()))
            .unwrap();
        let (listings, off) = listings(&path).map_err(|error| error.to_string())?;
        Ok((listings.into_iter().map(|it| it.id).collect(), off))
    }

    #[test]
    fn servers_that_would_be_one_in_the_catalog_are_refused_by_name() {
        for (first, second) in [
            ("Good Server", "good-server"),
            ("good-server", "GOOD_SERVER"),
            ("a.b", "a/b"),
            ("@a/b", "a b"),
        ] {
            let json = format!(
                r#"{{"mcpServers":{{"{first}":{{"command":"x"}},"c":{{"command":"x"}},"{second}":{{"command":"y"}}}}}}"#
            );
            let yaml =
                format!("servers:\n  '{first}': {{ file: a }}\n  '{second}': {{ file: b }}\n");
            for error in [listed("l.json", &json), listed("l.yaml", &yaml)] {
                let error = error.unwrap_err();
                assert!(error.contains(&format!("`{first}`, `{second}`")), "{error}");
            }
        }
        let long = "x".repeat(64);
        let json =
            format!(r#"{{"servers":{{"{long}1":{{"command":"x"}},"{long}2":{{"command":"y"}}}}}}"#);
        assert!(listed("l.json", &json).is_err());
        let twice = r#"{"mcpServers":{"a":{"command":"x"},"a":{"command":"y"}}}"#;
        assert!(
            listed("l.json", twice)
                .unwrap_err()
                .contains("`a` stands twice")
        );
    }

    #[test]
    fn a_server_that_is_switched_off_is_not_asked() {
        for off in [
            r#""disabled":true"#,
            r#""enabled":false"#,
            r#""disabled":"true""#,
            r#""isActive":false"#,
        ] {
            let json = format!(
                r#"{{"mcpServers":{{"A":{{"command":"x",{off}}},"a":{{"command":"y"}}}}}}"#
            );
            let ids = listed("mcp.json", &json).unwrap();
            assert_eq!(ids, (vec!["a".to_owned()], vec!["A".to_owned()]), "{off}");
        }
        let on = r#"{"mcpServers":{"a":{"command":"x","disabled":false,"enabled":true}}}"#;
        assert_eq!(listed("mcp.json", on).unwrap().0, ["a"]);
    }

    #[test]
    fn clients_files_and_registry_entries_are_lists() {
        let folder = tempfile::tempdir().unwrap();
        let read = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::File::create_new(&path)
                .and_then(|mut file| std::io::Write::write_all(&mut file, text.as_bytes()))
                .unwrap();
            let (listed, _) = listings(&path).unwrap();
            let said = listed.iter().map(|it| match &it.source {
                Ok(Source::Live(live)) => format!(
                    "{} {} {}",
                    it.id,
                    live.package.typed(),
                    live.package.registry
                ),
                Ok(Source::File(file)) => {
                    format!("{} {}", it.id, file.file_name().unwrap().display())
                }
                Err(reason) => format!("{} {reason}", it.id),
            });
            said.collect::<Vec<_>>()
        };
        let client = r#"{ // what Visual Studio Code writes
            "servers": {
                "My Files": { "command": "npx", "args": ["-y", "files@1.0.0"] },
                "remote": { "type": "http", "url": "https://a.example/mcp" },
                "secret": { "command": "x", "args": ["${input:token}"] },
            } }"#;
        assert_eq!(
            read("mcp.json", client),
            [
                "my-files npm:files@1.0.0 ",
                "remote  ",
                "secret it needs `${input:token}`, but the environment has no such variable"
            ]
        );
        assert_eq!(
            read(
                "list.yaml",
                "servers:\n  a: { command: uvx, args: [b==1.0] }\n  c: { file: d.json }\n"
            ),
            ["a pypi:b@1.0 ", "c d.json"]
        );
        let entry = r#"{ "name": "io.github.o/s", "packages": [
            { "registryType": "npm", "identifier": "@o/s", "version": "1.2.3", "transport": { "type": "stdio" } } ] }"#;
        assert_eq!(
            read("server.json", entry),
            ["s npm:@o/s@1.2.3 io.github.o/s"]
        );
    }
}
