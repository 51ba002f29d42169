//! `server.yaml` and `toolrisk.yaml`.

use super::base_url;
use super::beside::stays_beside;
use super::faults::{NOT_HTTPS, OUTSIDE_CATALOG};
use super::fields::Fields;
use super::rules;
use super::yaml::Node;
use crate::diagnostic::{Diagnostic, Level};
use crate::model::{Config, LevelSetting, Newest, Server};
use crate::source::Spanned;

/// Reads `server.yaml` of the folder `id`. Faults leave a part empty; the server stays.
pub(super) fn read(id: &str, node: Node, found: &mut Vec<Diagnostic>) -> Server {
    let place = node.span;
    let Some(mut fields) = Fields::new(node, "server.yaml", found) else {
        return Server::bare(id, place);
    };
    let place = fields.place();
    let value = |text: Option<Spanned<String>>| text.map(|text| text.value).unwrap_or_default();
    let server = Server {
        id: id.to_owned(),
        title: fields
            .required("title")
            .unwrap_or_else(|| Spanned::new(id.to_owned(), place)),
        summary: value(fields.text("summary")),
        package: value(fields.text("package")),
        repository: repository(&value(fields.address("repository"))),
        subfolder: value(fields.text("subfolder")),
        homepage: value(fields.address("homepage")),
        newest: fields.nested("newest").map(newest),
        capture: None,
        tools: Vec::new(),
    };
    fields.finish();
    server
}

/// The address of a repository's page: what one clones from may end in `.git`.
fn repository(address: &str) -> String {
    let address = address.trim_end_matches('/');
    address.strip_suffix(".git").unwrap_or(address).to_owned()
}

/// Reads `newest: { version: 1.2.3, seen: 2026-11-27 }`.
fn newest(mut fields: Fields<'_>) -> Newest {
    let mut value = |key| {
        fields
            .required(key)
            .map(|text| text.value)
            .unwrap_or_default()
    };
    let newest = Newest {
        version: value("version"),
        seen: value("seen"),
    };
    fields.finish();
    newest
}

/// Reads `toolrisk.yaml`.
pub(super) fn config(node: Node, found: &mut Vec<Diagnostic>) -> Config {
    let mut config = Config::default();
    let Some(mut fields) = Fields::new(node, "toolrisk.yaml", found) else {
        return config;
    };
    config.place = Some(fields.place());
    for (key, slot) in [
        ("title", &mut config.title),
        ("tagline", &mut config.tagline),
    ] {
        if let Some(text) = fields.text(key) {
            *slot = text.value;
        }
    }
    for (key, slot) in [
        ("templates", &mut config.templates),
        ("docs", &mut config.docs),
    ] {
        if let Some(text) = folder(&mut fields, key) {
            *slot = text;
        }
    }
    if let Some(address) = fields.address("base-url") {
        match base_url::fault(&address.value) {
            None => config.base_url = format!("{}/", address.value.trim_end_matches('/')),
            Some(reason) => {
                let message = format!("the base URL {reason}");
                let fault = Diagnostic::new(&NOT_HTTPS, address.span, message);
                fields.found().push(fault.help(base_url::HELP));
            }
        }
    }
    if let Some(address) = fields.address("repository") {
        config.repository = repository(&address.value);
    }
    if let Some(mut gateway) = fields.nested("gateway") {
        config.gateway.name = gateway
            .required("name")
            .map(|text| text.value)
            .unwrap_or_default();
        config.gateway.url = gateway
            .address("url")
            .map(|text| text.value)
            .unwrap_or_default();
        gateway.finish();
    }
    config.lints = levels(&mut fields);
    config.additions = rules::additions(&mut fields);
    config.markdown_of_tools = fields.flag("markdown-of-tools");
    fields.finish();
    config
}

/// A folder in the catalog or beside it.
fn folder(fields: &mut Fields<'_>, key: &'static str) -> Option<String> {
    let text = fields.text(key)?;
    if stays_beside(&text.value) {
        return Some(text.value);
    }
    let message = format!(
        "the folder `{}` lies neither in the catalog nor beside it",
        text.value
    );
    let help = format!("move it beside the catalog, and write `{key}: ../<its name>`");
    let fault = Diagnostic::new(&OUTSIDE_CATALOG, text.span, message);
    fields.found().push(fault.help(help));
    None
}

fn levels(fields: &mut Fields<'_>) -> Vec<LevelSetting> {
    let Some(node) = fields.node("lints") else {
        return Vec::new();
    };
    let words: Vec<&str> = Level::ALL.iter().map(|level| level.as_str()).collect();
    let names = keys(&node);
    let Some(mut settings) = Fields::new(node, "`lints`", fields.found()) else {
        return Vec::new();
    };
    names
        .into_iter()
        .filter_map(|lint| {
            let level = settings.named_word::<Level>(&lint.value, &words)?;
            Some(LevelSetting { lint, level })
        })
        .collect()
}

fn keys(node: &Node) -> Vec<Spanned<String>> {
    match &node.value {
        super::yaml::Value::Map(entries) => entries.iter().map(|(key, _)| key.clone()).collect(),
        _ => Vec::new(),
    }
}
