//! The built-in templates, and those of a user in their place.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, Error, Output, State, UndefinedBehavior, Value};

use super::blocks::{self, Fault};
use super::html::escape_to;
use super::text::visible;
use crate::escape::is_plain;

macro_rules! templates {
    ($($name:literal,)+) => {
        &[$(($name, include_str!(concat!("../../templates/", $name))),)+]
    };
}

/// Every file of the folder `templates`, by name.
pub(super) const TEMPLATES: &[(&str, &str)] = templates![
    "agent.html",
    "api.html",
    "attack.html",
    "attacks.html",
    "base.html",
    "categories.html",
    "category.html",
    "changes.html",
    "doc.html",
    "entry-list.html",
    "footer.html",
    "glossary.html",
    "home.html",
    "links.html",
    "lint.html",
    "lints.html",
    "machines.html",
    "method.html",
    "nav.html",
    "neighbours.html",
    "not-found.html",
    "pager.html",
    "rules.html",
    "search.html",
    "server-table.html",
    "server.html",
    "servers.html",
    "severities.html",
    "severity.html",
    "term.html",
    "tool-list.html",
    "tool.html",
    "tools.html",
    "trait.html",
    "traits.html",
    "versions.html",
];

/// The version of what the templates are given. It counts up when a value changes its meaning, its form or its name,
/// or goes; templates see it as `site.version`. A new value leaves it as it is.
pub const TEMPLATE_VERSION: u32 = 1;

/// Where a built-in template is found by the one that stands in for it.
const BUILT_IN: &str = "builtin/";

/// The built-in templates, each with the values that it uses, by name.
///
/// # Errors
///
/// When a built-in template has a fault.
pub fn template_values() -> Result<Vec<(&'static str, Vec<String>)>, Error> {
    let env = environment(&BTreeMap::new())?;
    let values = |name| {
        let used = env.get_template(name)?.undeclared_variables(true);
        let used: BTreeSet<String> = used.into_iter().collect();
        Ok((name, used.into_iter().collect()))
    };
    TEMPLATES.iter().map(|(name, _)| values(name)).collect()
}

/// Every template compiled, strict about what is undefined. `replaced` stands in for built-in ones
/// of the same name, which are also found below `builtin/`, and may add others.
pub(super) fn environment(
    replaced: &BTreeMap<String, String>,
) -> Result<Environment<'static>, Error> {
    let mut env = Environment::new();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    let syntax = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build()?;
    env.set_syntax(syntax);
    env.set_formatter(format);
    for (name, source) in TEMPLATES {
        env.add_template(name, source)?;
    }
    if replaced.is_empty() {
        return Ok(env);
    }
    for (name, source) in TEMPLATES {
        env.add_template_owned([BUILT_IN, name].concat(), *source)?;
    }
    for (name, source) in replaced {
        env.add_template_owned(name.clone(), source.clone())?;
    }
    Ok(env)
}

/// What of the user's templates no page would show.
pub(super) fn fault(replaced: &BTreeMap<String, String>) -> Option<Fault> {
    let names: Vec<&str> = TEMPLATES.iter().map(|(name, _)| *name).collect();
    let source = |name: &str| {
        replaced
            .get(name)
            .map(String::as_str)
            .or_else(|| built_in(name))
    };
    blocks::fault(replaced, &names, source)
}

/// The text of a built-in template, with or without `builtin/` before its name.
fn built_in(name: &str) -> Option<&'static str> {
    let name = name.strip_prefix(BUILT_IN).unwrap_or(name);
    let found = TEMPLATES.iter().find(|(it, _)| *it == name);
    found.map(|(_, source)| *source)
}

/// Escapes for HTML as the rest of the site does, and shows hidden characters, whatever text a page was
/// given. The built-in way also escapes every `/`, which makes addresses a fifth longer and no safer
/// inside quotes.
fn format(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    let html = matches!(state.auto_escape(), minijinja::AutoEscape::Html);
    match value.as_str() {
        Some(text) if html && !value.is_safe() => {
            let mut put = |piece: &str| out.write_str(piece);
            if is_plain(text) {
                escape_to(text, put)
            } else {
                escape_to(&visible(text), &mut put)
            }
            .map_err(Error::from)
        }
        _ => minijinja::escape_formatter(out, state, value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::files_of;

    #[test]
    fn the_list_holds_every_file_of_the_folder() {
        let files = files_of("templates");
        let listed: Vec<&str> = TEMPLATES.iter().map(|(name, _)| *name).collect();
        assert_eq!(files, listed);
    }
}
