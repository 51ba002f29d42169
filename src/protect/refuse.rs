//! Entries that the gateway is not put before, each with the reason.

use crate::clients::{ConfigFile, Entry, Format, Kind, Node, Scope, Transport};

/// Keys of an address whose work the gateway cannot do: it sends fixed headers, and nothing else.
const LOGINS: &[&str] = &[
    "oauth",
    "auth",
    "headersHelper",
    "authProviderType",
    "bearer_token_env_var",
    "env_http_headers",
    "scopes",
    "oauthScopes",
    "requestOptions",
];

/// Why an entry is left as it is; none when it can be changed.
pub fn refusal(file: &ConfigFile, entry: &Entry) -> Option<String> {
    let reason = if file.scope == Scope::Managed {
        "the administrator manages this file"
    } else if entry.disabled {
        "it is switched off in the client"
    } else if entry.node.doubled_within().is_some() || doubled_above(file, entry) {
        "the file contains a key twice, and a client may read either; remove one of them"
    } else if is_shared(file, entry) {
        "another part of the file repeats it with a YAML alias and would change as well; write both out in full"
    } else if entry.node.get("sandboxEnabled").is_some_and(Node::is_true) {
        "the gateway would run inside the client's sandbox, where it cannot read its policy"
    } else if entry.node.at(&["dev", "debug"]).is_some() {
        "the client debugs it and needs the server's own command for that"
    } else {
        return match &entry.transport {
            Transport::Program { words } => program(words),
            Transport::Remote { url, key, kind } => remote(file, entry, url, key, kind),
            Transport::Other(reason) => Some(reason.clone()),
        };
    };
    Some(reason.to_owned())
}

/// Whether a key stands twice in a mapping that leads to the entry.
fn doubled_above(file: &ConfigFile, entry: &Entry) -> bool {
    let Ok(root) = &file.root else { return false };
    let mut node = root;
    for key in &entry.path {
        if node.doubled().is_some() {
            return true;
        }
        match node.get(key) {
            Some(inner) => node = inner,
            None => return false,
        }
    }
    false
}

/// Whether an entry of a YAML file has an anchor, in a file that has an alias. A sign in a text counts too: then the
/// entry stays as it is, which does no harm.
fn is_shared(file: &ConfigFile, entry: &Entry) -> bool {
    let text = file.text.get(entry.name_at..entry.node.span.end);
    let has = |text: &str, sign: char| {
        let places = text.match_indices(sign).map(|(at, _)| at);
        let mut before = places.map(|at| text.get(..at).and_then(|it| it.chars().next_back()));
        before.any(|it| it.is_none_or(|c| c.is_whitespace() || "[{,:-".contains(c)))
    };
    file.format == Format::Yaml && text.is_some_and(|it| has(it, '&')) && has(&file.text, '*')
}

fn program(words: &[String]) -> Option<String> {
    let command = words.first()?;
    let mut parts = command.split_whitespace();
    let first = parts.next().unwrap_or_default();
    let line = !first.contains(['/', '\\']) || parts.clone().any(|it| it.starts_with('-'));
    let several = parts.next().is_some() && line;
    several.then(|| {
        "its command contains arguments, which only a shell can separate; move them to `args`"
            .to_owned()
    })
}

fn remote(file: &ConfigFile, entry: &Entry, url: &str, key: &str, kind: &str) -> Option<String> {
    // `oauth: false` says that there is no login.
    let asks = |key: &&&str| {
        let value = entry.node.get(key);
        value.is_some_and(|it| it.kind != Kind::Bool(false))
    };
    let login = LOGINS.iter().find(asks);
    let of = |id: &str| file.clients.iter().any(|it| it.id == id);
    let local = ["http://localhost", "http://127.0.0.1", "http://[::1]"]
        .iter()
        .any(|it| url.starts_with(it));
    let events =
        kind == "sse" || (key == "url" && of("gemini-cli")) || (kind.is_empty() && of("cline"));
    if let Some(login) = login {
        return Some(format!(
            "the client logs in for it (`{login}`), and the gateway cannot"
        ));
    }
    let reason = if events {
        "it speaks the older protocol over server-sent events, and the gateway does not"
    } else if kind == "ws" || url.starts_with("ws") {
        "it speaks over a web socket, and the gateway does not"
    } else if of("claude-desktop") {
        "Claude Desktop connects to it through the account"
    } else if !url.starts_with("https://") && !local && !url.starts_with('$') {
        "its URL is not https, so the connection is not encrypted"
    } else if !entry.variables.is_empty() && !entry.headers.is_empty() {
        "it has both headers and variables"
    } else {
        return None;
    };
    Some(reason.to_owned())
}
