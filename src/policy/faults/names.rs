//! Names of tools that the server does not have, and tools that nothing names.

use super::{Fault, Kind, Known, fault};
use crate::diagnostic::nearest;
use crate::policy::document::{Fallback, Policy};
use crate::policy::evaluator::tool_pointer;

/// Compares the policy's names with the server's.
pub(super) fn check(policy: &Policy, tools: &[Known<'_>], found: &mut Vec<Fault>) {
    let list: Vec<&str> = tools.iter().map(|it| it.definition.name.as_str()).collect();
    let ruled = policy
        .tools
        .0
        .iter()
        .map(|(name, _)| (name, tool_pointer(name)));
    let hidden = policy.hide.iter().enumerate();
    let hidden = hidden.map(|(at, name)| (name, format!("/hide/{at}")));
    for (name, place) in ruled.chain(hidden.filter(|(name, _)| *name != "*")) {
        if list.contains(&name.as_str()) {
            continue;
        }
        let near = nearest(name, &list);
        let help = near.map_or_else(
            || "remove it, or correct the name".to_owned(),
            |it| format!("did you mean `{it}`?"),
        );
        found.push(fault(
            place,
            Kind::UnknownTool,
            format!("the server has no tool `{name}`"),
            &help,
        ));
    }
    if policy.default == Fallback::Deny {
        return;
    }
    for name in list
        .iter()
        .filter(|it| policy.rule(it).is_none() && !policy.hides(it))
    {
        let message = format!("`{name}` is not named, so every call of it passes");
        let help = "name it, or write `\"default\": \"deny\"`";
        found.push(fault("/default".to_owned(), Kind::NotNamed, message, help));
    }
}
