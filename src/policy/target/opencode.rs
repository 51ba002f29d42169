//! opencode's `permission` map: `SERVER_TOOL` to allow, ask or deny (opencode.ai/docs/permissions).
//!
//! The last key that matches wins, so the glob for the whole server comes first. A denied tool leaves
//! the tool list.

use crate::policy::loss::{Instead, Loss, Wanted, Why};
use std::collections::BTreeSet;

use jsonc_parser::cst::{CstInputValue, CstObject};

use super::{Export, Prefer, Refusal, ServerPolicy, Target, TargetInfo};
use crate::model::Decision;
use crate::policy::capabilities::{Capabilities, LISTS_NAMES};
use crate::policy::jsonc::{self, Document};
use crate::policy::lower::{Lowered, lower_all};
use crate::policy::names::{self, Spelled, replaced};

/// See the module.
pub(super) struct Opencode;

const CAPABILITIES: Capabilities = LISTS_NAMES;

impl Target for Opencode {
    fn info(&self) -> &'static TargetInfo {
        &TargetInfo {
            name: "opencode",
            title: "opencode",
            language: "json",
            place: "`~/.config/opencode/opencode.json`, or `opencode.json` in a project",
            is_client: true,
            source: "https://opencode.ai/docs/permissions",
        }
    }

    fn unasked(&self) -> &'static [&'static str] {
        &["`--auto`"]
    }

    fn export(&self, servers: &[ServerPolicy<'_>], prefer: Prefer) -> Result<Export, Refusal> {
        self.merge("", servers, prefer)
    }

    fn merge(
        &self,
        existing: &str,
        servers: &[ServerPolicy<'_>],
        prefer: Prefer,
    ) -> Result<Export, Refusal> {
        let lowered = lower_all(servers, prefer, &CAPABILITIES)?;
        let document = Document::parse(existing)?;
        let root = document.object()?;
        if existing.trim().is_empty() {
            jsonc::set(&root, "$schema", "https://opencode.ai/config.json")?;
        }
        spell_out(&root);
        let permission = jsonc::object(&root, "permission")?;
        let names = server_names(&root, &lowered)?;
        let mut losses = Vec::new();
        for server in &lowered {
            place(&document, &permission, server, &names)?;
        }
        for server in lowered {
            losses.extend(caught(&permission, &server, &names));
            losses.extend(server.losses);
        }
        Ok(Export {
            text: document.text(),
            losses,
            schema: None,
        })
    }
}

/// One word for everything becomes a map that says the same.
fn spell_out(root: &CstObject) {
    let Some(property) = root.get("permission") else {
        return;
    };
    if let Some(word) = property.value().and_then(|it| jsonc::string(&it)) {
        let all = vec![("*".to_owned(), CstInputValue::String(word))];
        property.set_value(CstInputValue::Object(all));
    }
}

/// The servers that the file and the policies speak of: `git` must not take the rules of `git_hub`.
fn server_names(root: &CstObject, lowered: &[Lowered<'_>]) -> Result<Vec<String>, Refusal> {
    let mut names: Vec<String> = lowered.iter().map(|it| it.name.to_owned()).collect();
    for name in &names {
        names::server(name, "letters, digits, `_` and `-`", names::is_word)?;
    }
    if let Some(servers) = jsonc::existing(root, "mcp")? {
        let keys = servers.properties().into_iter();
        names.extend(keys.filter_map(|it| it.decoded_name()));
    }
    for name in &mut names {
        *name = name.chars().map(replaced).collect();
    }
    Ok(names)
}

/// The names that begin with this one and a `_`.
fn longer<'a>(name: &str, names: &'a [String]) -> BTreeSet<&'a str> {
    let prefix = format!("{name}_");
    let names = names.iter().map(String::as_str);
    names.filter(|it| it.starts_with(&prefix)).collect()
}

/// Other servers whose tools the glob of this one matches, and that have no glob of their own.
fn caught(permission: &CstObject, server: &Lowered<'_>, names: &[String]) -> Vec<Loss> {
    let bare = longer(server.name, names).into_iter();
    let bare = bare.filter(|other| permission.get(&format!("{other}_*")).is_none());
    bare.map(|other| Loss {
        server: server.name.to_owned(),
        tool: String::new(),
        wanted: Wanted::OtherServer(other.to_owned()),
        instead: Instead::Decision(fallback(server)),
        reason: Why::Glob {
            server: server.name.to_owned(),
            other: other.to_owned(),
        },
        looser: !server.denies_others(),
    })
    .collect()
}

fn place(
    document: &Document,
    permission: &CstObject,
    server: &Lowered<'_>,
    names: &[String],
) -> Result<(), Refusal> {
    let prefix = format!("{}_", server.name);
    let longer = longer(server.name, names);
    let theirs = |key: &str| {
        longer
            .iter()
            .any(|other| key.starts_with(&format!("{other}_")))
    };
    let mine = |key: &str| key.starts_with(&prefix) && !theirs(key);
    let wanted = entries(server, &prefix)?;
    // A denied tool has no key of its own, and yet the other server's key would decide on it.
    let spelled = Spelled::new(server)?;
    let mut keys = spelled
        .decisions()
        .map(|(name, _)| format!("{prefix}{name}"));
    if let Some(key) = keys.find(|key| theirs(key)) {
        return Err(Refusal {
            reason: format!(
                "`{key}` is of `{}` and of a server with a longer name",
                server.name
            ),
            help: RENAME.to_owned(),
        });
    }
    let keys = || {
        permission
            .properties()
            .into_iter()
            .map(|it| it.decoded_name().unwrap_or_default())
    };
    let later = || {
        let rest = keys().skip_while(|key| !mine(key));
        let mut rest = rest.filter(|key| !mine(key) && !theirs(key));
        rest.find(|key| may_match(key, &prefix))
    };
    if present(permission, mine) == wanted && later().is_none() {
        return Ok(());
    }
    for property in permission.properties() {
        if property.decoded_name().is_some_and(|key| mine(&key)) {
            property.remove();
        }
    }
    // The rules of a longer name stay behind, for the glob of this one matches them too.
    let at = keys()
        .position(|key| theirs(&key))
        .unwrap_or(keys().count());
    document.insert_all(permission, at, &prefix, &wanted);
    later().map_or(Ok(()), |key| {
        Err(Refusal {
            reason: format!(
                "`{key}` stands after the rules of `{}` and would decide",
                server.name
            ),
            help: "move it before them; the last key that matches decides".to_owned(),
        })
    })
}

const RENAME: &str = "rename a server in your configuration, and give that name with --as";

/// The rules of a server that stand there, in their order.
fn present(permission: &CstObject, mine: impl Fn(&str) -> bool) -> Vec<(String, String)> {
    let properties = permission.properties().into_iter();
    properties
        .filter_map(|it| Some((it.decoded_name()?, it.value()?)))
        .filter(|(key, _)| mine(key))
        .map(|(key, value)| (key, jsonc::string(&value).unwrap_or_default()))
        .collect()
}

/// Whether a glob may match a name with this prefix.
fn may_match(glob: &str, prefix: &str) -> bool {
    glob.split_once(['*', '?'])
        .is_some_and(|(start, _)| start.starts_with(prefix) || prefix.starts_with(start))
}

/// What happens to a tool that the policy does not name.
fn fallback(server: &Lowered<'_>) -> Decision {
    if server.denies_others() {
        Decision::Deny
    } else {
        Decision::Allow
    }
}

fn entries(server: &Lowered<'_>, prefix: &str) -> Result<Vec<(String, String)>, Refusal> {
    let fallback = fallback(server).as_str();
    let mut entries = vec![(format!("{prefix}*"), fallback.to_owned())];
    for (name, decision) in Spelled::new(server)?.decisions() {
        let word = match decision {
            Decision::Allow | Decision::Limit => "allow",
            Decision::Ask => "ask",
            Decision::Deny | Decision::Hide => "deny",
        };
        if word != fallback {
            entries.push((format!("{prefix}{name}"), word.to_owned()));
        }
    }
    Ok(entries)
}
