//! Which server of the catalog an entry starts or connects to.

use std::ffi::OsString;

use crate::clients::{Entry, Package, Transport, package_of, script, stem};
use crate::model::Catalog;
use crate::secret::has_credential_prefix;

/// By what an entry was matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// The package that its command names.
    Package,
    /// The container image.
    Image,
    /// The host of its address.
    Address,
    /// The program that its command starts.
    Command,
    /// The server was asked itself.
    Asked,
}

impl How {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Package => "package",
            Self::Image => "image",
            Self::Address => "address",
            Self::Command => "command",
            Self::Asked => "asked",
        }
    }
}

/// A server of the catalog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// Its id.
    pub id: String,
    /// By what it was found.
    pub how: How,
}

/// What an entry runs, as far as its words tell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Runs {
    /// The package.
    pub(super) package: Package,
    /// What can be shown of it: no argument, no path, no query.
    pub(super) shown: String,
    /// Whether the package may change under the same words: a launcher fetches what is newest.
    pub(super) unpinned: bool,
}

/// What an entry runs.
pub(super) fn runs(entry: &Entry) -> Runs {
    let own = bare(entry.own_words());
    if let Some(url) = address(entry) {
        return Runs {
            shown: host(url).to_owned(),
            ..Runs::default()
        };
    }
    let os: Vec<OsString> = own.iter().map(OsString::from).collect();
    let package = package_of(&os);
    let package = if package.name.is_empty() {
        installed(own)
    } else {
        package
    };
    let launched = !package_of(&os).name.is_empty();
    let shown = match package.typed() {
        typed if is_plain(&typed) => typed,
        _ => started(own),
    };
    Runs {
        unpinned: launched && package.version.is_empty(),
        package,
        shown,
    }
}

/// What a command starts: the script of an interpreter, else the program. Other arguments may be secret, and so may
/// be all that has other signs than names and paths have.
fn started(words: &[String]) -> String {
    let Some((program, arguments)) = words.split_first() else {
        return String::new();
    };
    let program = stem(program);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let script = script(&program, &arguments).map(stem);
    let plain = [script, Some(program)].into_iter().flatten();
    let mut plain = plain.filter(|it| is_plain(it));
    plain.next().unwrap_or_else(|| "a command".to_owned())
}

/// Whether a text has only the signs of a package's name and version, and does not look like a credential.
fn is_plain(text: &str) -> bool {
    let sign = |c: char| c.is_alphanumeric() || "@/._:+~-".contains(c);
    !text.is_empty() && text.len() <= 120 && text.chars().all(sign) && !has_credential_prefix(text)
}

/// Programs that connect to the address in their arguments.
const BRIDGES: &[&str] = &["mcp-remote", "supergateway", "mcp-proxy"];

/// The address of an entry: its own, the gateway's, or that of a bridge such as `npx mcp-remote URL`.
fn address(entry: &Entry) -> Option<&str> {
    if let Transport::Remote { url, .. } = &entry.transport {
        return Some(url);
    }
    if let Some(url) = entry.gateway_url() {
        return Some(url);
    }
    let words = bare(entry.own_words());
    let bridge = words.iter().any(|word| {
        let name = word
            .rsplit_once('@')
            .filter(|(name, _)| !name.is_empty())
            .map_or(word.as_str(), |(name, _)| name);
        BRIDGES.contains(&name)
    });
    words
        .iter()
        .map(String::as_str)
        .find(|word| bridge && (word.starts_with("https://") || word.starts_with("http://")))
}

/// The host of an address, without user, port, path and query, any of which may be secret.
pub(super) fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    match host.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    }
}

/// A command without what stands before it on Windows (`cmd /c`) or sets variables (`env A=B`).
fn bare(words: &[String]) -> &[String] {
    let Some((program, rest)) = words.split_first() else {
        return words;
    };
    match (stem(program).as_str(), rest) {
        ("cmd", [flag, rest @ ..]) if flag.eq_ignore_ascii_case("/c") => bare(rest),
        ("env", rest) => {
            let set = rest
                .iter()
                .take_while(|word| word.contains('=') || word.starts_with('-'));
            bare(rest.get(set.count()..).unwrap_or_default())
        }
        _ => words,
    }
}

/// The package that is installed where a program or script lies: `node …/node_modules/@scope/name/index.js`,
/// `python -m mcp_server_time`, `uv run mcp-server-time`.
fn installed(words: &[String]) -> Package {
    let package = |kind: &str, name: &str| Package {
        kind: kind.to_owned(),
        name: name.to_owned(),
        ..Package::default()
    };
    for word in words {
        let path = word.replace('\\', "/");
        if let Some((_, inside)) = path.rsplit_once("/node_modules/") {
            let parts = inside
                .split('/')
                .take(if inside.starts_with('@') { 2 } else { 1 });
            return package("npm", &parts.collect::<Vec<_>>().join("/"));
        }
    }
    let after = |flag: &str| {
        let at = words.iter().position(|word| word == flag)?;
        words.get(at + 1).map(String::as_str)
    };
    let program = words.first().map(|word| stem(word)).unwrap_or_default();
    if program.starts_with("python")
        && let Some(module) = after("-m")
    {
        return package("pypi", &module.replace('_', "-"));
    }
    if program == "uv"
        && let Some(name) =
            after("run").filter(|it| !it.starts_with('-') && !it.contains(['/', '.']))
    {
        return package("pypi", name);
    }
    Package::default()
}

/// The server of the catalog that an entry is.
pub fn match_entry(entry: &Entry, catalog: &Catalog) -> Option<Match> {
    let found = |id: &str, how| {
        Some(Match {
            id: id.to_owned(),
            how,
        })
    };
    if let Some(url) = address(entry) {
        let host = host(url);
        let own = catalog.servers.iter().find(|it| {
            !it.package.is_empty() && it.package == format!("url:{host}")
                || it
                    .package
                    .strip_prefix("https://")
                    .is_some_and(|rest| self::host(rest) == host)
        });
        return own.and_then(|server| found(&server.id, How::Address));
    }
    let runs = runs(entry);
    if runs.package.kind == "oci" {
        return image(&runs.package.name, catalog).and_then(|id| found(id, How::Image));
    }
    if !runs.package.name.is_empty() {
        let wanted = normal(&runs.package.unversioned());
        let server = catalog
            .servers
            .iter()
            .find(|it| normal(&it.package) == wanted);
        return server.and_then(|server| found(&server.id, How::Package));
    }
    let program = bare(entry.own_words()).first().map(|word| stem(word))?;
    let server = catalog.servers.iter().find(|it| {
        let name = it.package.split_once(':').map_or("", |(_, name)| name);
        let command = name.rsplit('/').next().unwrap_or_default();
        // `@modelcontextprotocol/server-filesystem` installs `mcp-server-filesystem`.
        !command.is_empty() && (command == program || format!("mcp-{command}") == program)
    });
    server.and_then(|server| found(&server.id, How::Command))
}

/// Docker's own images of the reference servers are `mcp/NAME`.
fn image<'a>(name: &str, catalog: &'a Catalog) -> Option<&'a str> {
    let typed = format!("oci:{name}");
    let exact = catalog.servers.iter().find(|it| it.package == typed);
    let reference = || {
        let name = name
            .strip_prefix("docker.io/")
            .unwrap_or(name)
            .strip_prefix("mcp/")?;
        let own = |it: &&crate::model::Server| {
            it.repository
                .ends_with("github.com/modelcontextprotocol/servers")
        };
        catalog
            .servers
            .iter()
            .filter(own)
            .find(|it| it.id == name || it.id == name.replace('_', "-"))
    };
    exact.or_else(reference).map(|server| server.id.as_str())
}

/// A typed package as registries compare names: Python's ignore case and the kind of dash.
fn normal(package: &str) -> String {
    match package.split_once(':') {
        Some(("pypi", name)) => {
            let dashes = name.to_ascii_lowercase().replace(['_', '.'], "-");
            format!("pypi:{dashes}")
        }
        Some((kind, name)) => format!("{kind}:{}", name.to_ascii_lowercase()),
        None => String::from("\u{0}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clients::{Format, entries, parse};
    use crate::load::load;

    fn entry(text: &str) -> Entry {
        let text = format!(r#"{{"mcpServers": {{"x": {text}}}}}"#);
        entries(&parse(&text, Format::Json).unwrap(), &["mcpServers"]).remove(0)
    }

    fn of_command(command: &str) -> Entry {
        let words: Vec<&str> = command.split(' ').collect();
        let (program, arguments) = words.split_first().unwrap();
        entry(&serde_json::json!({ "command": program, "args": arguments }).to_string())
    }

    #[test]
    fn a_server_is_known_however_it_is_started() {
        let catalog = load(&crate::builtin::tree()).catalog;
        for (command, expected) in [
            (
                "npx -y @modelcontextprotocol/server-filesystem@2026.8.31 /tmp",
                "filesystem package",
            ),
            (
                "cmd /c npx -y @modelcontextprotocol/server-filesystem",
                "filesystem package",
            ),
            (
                "env A=b npx @modelcontextprotocol/server-filesystem",
                "filesystem package",
            ),
            (
                "node /x/node_modules/@modelcontextprotocol/server-filesystem/dist/index.js /",
                "filesystem package",
            ),
            ("mcp-server-filesystem /tmp", "filesystem command"),
            (
                "docker run -i --rm mcp/filesystem /projects",
                "filesystem image",
            ),
            ("uvx mcp-server-time", "time package"),
            ("uvx Mcp_Server.Time", "time package"),
            ("python3 -m mcp_server_time", "time package"),
            ("uv run mcp-server-time", "time package"),
            (
                "/bin/toolrisk gateway --policy p -- uvx mcp-server-time",
                "time package",
            ),
            ("docker run -i other/filesystem", "none"),
            ("npx -y server-filesystem", "none"),
            ("npx -y mcp-remote https://a.example/sse", "none"),
        ] {
            let found = match_entry(&of_command(command), &catalog);
            let found = found.map_or("none".to_owned(), |it| {
                format!("{} {}", it.id, it.how.as_str())
            });
            assert_eq!(found, expected, "{command}");
        }
    }

    #[test]
    fn what_is_shown_of_a_server_holds_no_argument_and_no_path() {
        for (entry, expected) in [
            (of_command("npx -y x@1.2.3 --token=s3cret"), "npm:x@1.2.3"),
            (of_command("/home/u/bin/serve --key s3cret"), "serve"),
            (
                of_command("npx -y mcp-remote https://a.example/s3cret/mcp"),
                "a.example",
            ),
            (
                entry(r#"{"url": "https://u:s3cret@b.example:8443/s3cret?key=s3cret"}"#),
                "b.example",
            ),
            (entry(r#"{"url": "http://[::1]:80/s3cret"}"#), "::1"),
            (of_command("python /home/u/s3cret/server.py"), "server"),
            (of_command("node -e s3cret"), "node"),
            (of_command("npx -c s3cret"), "npx"),
            (
                of_command("uvx --from git+https://u:s3cret@a.example/s3cret x"),
                "uvx",
            ),
            (of_command("npx -y https://a.example/s3cret.tgz"), "npx"),
            (
                of_command("npx --registry https://a.example/s3cret x"),
                "npm:x",
            ),
            (entry(r#"{"command": "TOKEN=s3cret npx x"}"#), "a command"),
            (
                entry(r#"{"command": "cmd", "args": ["/c", "set T=s3cret&& npx x"]}"#),
                "a command",
            ),
            (of_command("ghp_s3cret"), "a command"),
            (
                of_command("toolrisk gateway --policy p --url https://c.example/s3cret"),
                "c.example",
            ),
        ] {
            assert_eq!(runs(&entry).shown, expected);
        }
    }
}
