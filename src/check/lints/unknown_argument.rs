//! `unknown-argument`.

use crate::check::Lint;
use crate::diagnostic::{Diagnostic, LintInfo, suggest};
use crate::model::{Condition, Definition, Guard, Parameter};
use crate::rules::{Rated, RatedTool};
use crate::source::Spanned;

declare_lint! {
    /// ## What it does
    /// Reports a rule on an argument that the tool does not have, or on a value that the argument
    /// cannot take. It looks only at entries that have a lock.
    ///
    /// ## Why
    /// A `deny-if` on a misspelled argument denies nothing, and a `require` on one denies everything.
    ///
    /// ## Example
    /// ```yaml fail
    /// # file: a/server.yaml
    /// title: A
    /// # file: a/tools.yaml
    /// name: git_push
    /// description: Updates the remote branch with the local commits.
    /// rationale: Changes what others build on.
    /// deny-if:
    ///   - conditions:
    ///       - { path: args.forced, op: eq, value: true }
    /// # file: a/tools.lock.json
    /// { "version": 1, "captured": "2026-01-01", "method": "file", "tools": {
    ///   "git_push": { "fingerprint": "sha256:0", "parameters": [{ "path": "force" }] } } }
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// # file: a/server.yaml
    /// title: A
    /// # file: a/tools.yaml
    /// name: git_push
    /// description: Updates the remote branch with the local commits.
    /// rationale: Changes what others build on.
    /// deny-if:
    ///   - conditions:
    ///       - { path: args.force, op: eq, value: true }
    /// # file: a/tools.lock.json
    /// { "version": 1, "captured": "2026-01-01", "method": "file", "tools": {
    ///   "git_push": { "fingerprint": "sha256:0", "parameters": [{ "path": "force" }] } } }
    /// ```
    UnknownArgument, "TR153", "unknown-argument", Error,
    "a rule is set on an argument or value that the tool does not have"
}

impl Lint for UnknownArgument {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_tool(&self, tool: &RatedTool<'_>, _: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        if tool.tool.lock.is_none() {
            return;
        }
        let (definition, review) = (&tool.tool.definition, &tool.tool.review);
        for guard in review.require.iter().chain(&review.deny_if) {
            for condition in &guard.value.conditions {
                check_condition(condition, guard, definition, found);
            }
        }
    }
}

fn check_condition(
    condition: &Condition,
    guard: &Spanned<Guard>,
    definition: &Definition,
    found: &mut Vec<Diagnostic>,
) {
    let Some(first) = condition.steps().next() else {
        return;
    };
    let Some(parameter) = parameter(definition, condition) else {
        let message = format!("`{}` has no argument `{first}`", definition.name);
        let roots = definition
            .parameters
            .iter()
            .filter(|it| !it.path.contains(['.', '[']));
        let names: Vec<&str> = roots.map(|it| it.path.as_str()).collect();
        found.push(Diagnostic::new(&INFO, guard.span, message).help(suggest(first, &names)));
        return;
    };
    let words: Vec<&str> = parameter.values.iter().map(String::as_str).collect();
    let compared = condition
        .equals()
        .iter()
        .filter_map(serde_json::Value::as_str);
    for word in compared.filter(|word| !words.is_empty() && !words.contains(word)) {
        let message = format!(
            "`{}` of `{}` has no value `{word}`",
            parameter.path, definition.name
        );
        found.push(Diagnostic::new(&INFO, guard.span, message).help(suggest(word, &words)));
    }
}

/// The deepest known parameter on the path of a condition: a schema may leave what lies below open.
fn parameter<'a>(definition: &'a Definition, condition: &Condition) -> Option<&'a Parameter> {
    let mut path = String::new();
    let mut deepest = None;
    for step in condition.steps() {
        if step.parse::<usize>().is_ok() {
            path += "[]";
        } else {
            if !path.is_empty() {
                path.push('.');
            }
            path += step;
        }
        let known = definition.parameters.iter().find(|it| it.path == path);
        deepest = known.or(deepest);
    }
    deepest
}
