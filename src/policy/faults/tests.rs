//! Each kind of fault is found, and a sound policy has none.

use super::{Fault, Known, faults};
use crate::model::{Category, Definition, Parameter, Severity};
use crate::policy::Policy;

fn definition(name: &str, parameters: &[(&str, &str, &[&str])]) -> Definition {
    let parameter = |(path, kind, values): &(&str, &str, &[&str])| Parameter {
        path: (*path).to_owned(),
        kind: (*kind).to_owned(),
        values: values.iter().map(|it| (*it).to_owned()).collect(),
        ..Parameter::default()
    };
    Definition {
        name: name.to_owned(),
        parameters: parameters.iter().map(parameter).collect(),
        ..Definition::default()
    }
}

fn found(policy: &str) -> Vec<Fault> {
    let mode: &[&str] = &["fast", "slow"];
    let definitions = [
        (
            definition(
                "get",
                &[
                    ("a", "integer", &[]),
                    ("mode", "string", mode),
                    ("level", "integer", &["0", "1", "2"]),
                    ("path", "string", &[]),
                ],
            ),
            Category::Read,
        ),
        (
            definition("get_many", &[("paths", "array", &[])]),
            Category::Read,
        ),
        (definition("delete_file", &[]), Category::Destructive),
        (definition("batch_delete_files", &[]), Category::Destructive),
        (definition("wipe_disk", &[]), Category::Destructive),
    ];
    let known: Vec<Known<'_>> = definitions
        .iter()
        .map(|(definition, category)| Known {
            definition,
            category: *category,
            severity: if *category == Category::Read {
                Severity::Low
            } else {
                Severity::Critical
            },
        })
        .collect();
    let default = if policy.contains("default") {
        ""
    } else {
        r#""default": "deny","#
    };
    let policy: Policy = format!(r#"{{ "version": "1", {default} {policy} }}"#)
        .parse()
        .unwrap();
    faults(&policy, Some(&known))
}

fn guard(key: &str, conditions: &str) -> String {
    let conditions: Vec<String> = conditions
        .split(';')
        .map(|it| {
            let mut parts = it.trim().splitn(3, ' ');
            let mut next = || parts.next().unwrap();
            format!(
                r#"{{ "path": "args.{}", "op": "{}", "value": {} }}"#,
                next(),
                next(),
                next()
            )
        })
        .collect();
    format!(
        r#""{key}": [{{ "conditions": [{}] }}]"#,
        conditions.join(", ")
    )
}

fn get(rule: &str) -> String {
    format!(r#""tools": {{ "get": {{ {rule} }} }}"#)
}

fn limits(limits: &[(&str, u32)]) -> String {
    let limits: Vec<String> = limits
        .iter()
        .map(|(window, max)| format!(r#"{{ "counter": "c", "window": "{window}", "max": {max} }}"#))
        .collect();
    format!(r#""limits": [{}]"#, limits.join(", "))
}

#[test]
fn each_kind_of_fault_is_found_with_its_place() {
    let cases = [
        (r#""tools": { "gett": {} }"#.to_owned(), "unknown-tool", "/tools/gett"),
        (r#""hide": ["gone"]"#.to_owned(), "unknown-tool", "/hide/0"),
        (r#""default": "allow", "hide": ["delete_file", "batch_delete_files", "wipe_disk"], "tools": { "get": {} }"#.to_owned(), "not-named", "/default"),
        (get(&format!(r#""deny_if": [{{ "conditions": [] }}], {}"#, limits(&[("day", 1)]))), "never-reached", "/tools/get"),
        (get(&guard("require", "a in []")), "cannot-match", "/tools/get/require"),
        (get(&guard("deny_if", "a gt 9; a lt 1")), "cannot-match", "/tools/get/deny_if/0"),
        (get(&guard("deny_if", "a gt 9; a lte 9")), "cannot-match", "/tools/get/deny_if/0"),
        (get(&guard("require", "a eq 1; a eq 2")), "cannot-match", "/tools/get/require"),
        (get(&guard("require", "a in [1, 2]; a gt 2")), "cannot-match", "/tools/get/require"),
        (get(&guard("deny_if", "a exists false; a eq 2")), "cannot-match", "/tools/get/deny_if/0"),
        (get(&guard("deny_if", r#"mode eq "wild""#)), "cannot-match", "/tools/get/deny_if/0"),
        (get(&guard("deny_if", r#"a eq "1""#)), "cannot-match", "/tools/get/deny_if/0"),
        (get(&guard("deny_if", "mode gt 1")), "cannot-match", "/tools/get/deny_if/0"),
        (get(&guard("require", r#"a path_under "/srv""#)), "cannot-match", "/tools/get/require/0"),
        (get(&guard("deny_if", r#"mod eq "fast""#)), "unknown-argument", "/tools/get/deny_if/0"),
        (get(&format!("{}, {}", guard("require", "a in [1]"), guard("deny_if", "a eq 2"))), "never-reached", "/tools/get/deny_if/0"),
        (get(&limits(&[("minute", 10), ("hour", 700)])), "never-reached", "/tools/get/limits/1"),
        (get(&limits(&[("minute", 90), ("hour", 50)])), "never-reached", "/tools/get/limits/0"),
        (
            format!(r#""all_tools": {{ {} }}, {}"#, limits(&[("hour", 5)]), get(&limits(&[("hour", 9)]))),
            "never-reached",
            "/tools/get/limits/0",
        ),
        (
            format!(r#""all_tools": {{ {} }}, {}"#, limits(&[("hour", 999)]), get(&limits(&[("hour", 9)]))),
            "never-reached",
            "/all_tools/limits/0",
        ),
        (
            format!(r#""tools": {{ "get": {{ {} }}, "get_many": {{ {} }} }}"#, limits(&[("day", 1)]), limits(&[("day", 2)])),
            "uneven-counter",
            "/tools/get_many/limits/0",
        ),
        (r#""hide": ["delete_file"], "tools": { "batch_delete_files": {} }"#.to_owned(), "sibling-door", "/tools/batch_delete_files"),
        (r#""hide": ["delete_file"], "tools": { "wipe_disk": {} }"#.to_owned(), "sibling-door", "/tools/wipe_disk"),
        (
            format!(r#""tools": {{ "get": {{ {} }}, "get_many": {{}} }}"#, guard("require", r#"path path_under "/srv""#)),
            "sibling-door",
            "/tools/get_many",
        ),
    ];
    for (policy, kind, place) in cases {
        let found = found(&policy);
        let is = |it: &Fault| it.kind.as_str() == kind && it.place == place;
        assert!(
            found.iter().any(is),
            "{kind} at {place} in {policy}: {found:?}"
        );
        assert!(found.iter().all(|it| !it.help.is_empty()));
    }
}

#[test]
fn a_value_rule_that_no_call_can_pass_is_found() {
    for conditions in [
        r#"path path_under "/srv"; path path_under "/tmp""#,
        r#"path path_under ["/srv/a", "/srv/b"]; path path_under "/srv/c""#,
        r#"path host_in "a.example"; path host_in ["b.example", "*.c.example"]"#,
        r#"path host_in "*.a.example"; path host_in "a.example""#,
        r#"path host_in ["localhost", "10.0.0.1"]; path url_public true"#,
        r"path url_public true; path url_public false",
        r#"path ref_is "main"; path ref_is ["dev", "release/1"]"#,
        r"path sql_reads_only true; path sql_reads_only false",
        r#"path path_under "/srv"; path host_in "a.example""#,
        r#"path path_under "/srv"; path eq "/etc/passwd""#,
        r#"path path_under "/srv"; a eq 1; path in ["/etc", "/var"]"#,
        r#"path host_in "a.example"; path eq "https://b.example/""#,
        r#"path gt 3; path path_under "/srv""#,
        r#"path regex "^a"; path lt 3"#,
        r#"mode in ["wild", "odd"]"#,
        r#"mode regex "^w""#,
        r#"mode contains "x""#,
        r#"mode path_under "/srv""#,
        r#"mode ref_is "main""#,
    ] {
        let policy = get(&guard("require", conditions));
        let found = found(&policy);
        let is = |it: &Fault| it.kind.as_str() == "cannot-match";
        assert!(found.iter().any(is), "{conditions}: {found:?}");
    }
    for (required, forbidden) in [
        (r#"path path_under "/srv/a""#, r#"path path_under "/srv""#),
        ("a in [1, 2]", "a gt 0"),
        (r#"path host_in "a.example""#, r"path url_public true"),
        ("a gt 5", "a gte 5"),
        (r#"mode eq "fast""#, r"mode exists true"),
    ] {
        let required = required.replace("a.example", "www.gnu.org");
        let rules = [guard("require", &required), guard("deny_if", forbidden)];
        let found = found(&get(&rules.join(", ")));
        let is =
            |it: &Fault| it.kind.as_str() == "cannot-match" && it.place.ends_with("/deny_if/0");
        assert!(found.iter().any(is), "{forbidden}: {found:?}");
    }
    let both = r#""deny_if": [
        { "conditions": [{ "path": "args.path", "op": "url_public", "value": true }] },
        { "conditions": [{ "path": "args.path", "op": "url_public", "value": false }] }]"#;
    let found = found(&get(both));
    assert!(
        found.iter().any(|it| it.kind.as_str() == "cannot-match"),
        "{found:?}"
    );
}

#[test]
fn value_rules_that_a_call_can_pass_have_no_fault() {
    for rules in [
        guard(
            "require",
            r#"path path_under "/srv"; path path_under "/srv/a""#,
        ),
        guard(
            "require",
            r#"path path_under ["/srv", "/tmp"]; path path_under "/tmp/x""#,
        ),
        guard(
            "require",
            r#"path host_in "*.gnu.org"; path url_public true"#,
        ),
        guard(
            "require",
            r#"path host_in ["a.example", "10.0.0.1"]; path regex "^https""#,
        ),
        guard("require", r#"path ref_is "release/*"; path regex "1$""#),
        guard(
            "require",
            r#"path ref_is ["main", "release/*"]; path ref_is "release/1""#,
        ),
        guard(
            "require",
            r#"path path_under "/srv"; path in ["/etc", "/srv/a"]"#,
        ),
        guard("require", r#"mode in ["fast", "odd"]"#),
        guard("require", r#"mode regex "^f""#),
        guard("require", "level in [1, 2]"),
        guard("require", "level gt 1"),
        format!(
            "{}, {}",
            guard("require", r#"path path_under "/srv""#),
            guard("deny_if", r#"path path_under "/srv/secret""#)
        ),
        format!(
            "{}, {}",
            guard("require", "a gt 5"),
            guard("deny_if", "a gt 9")
        ),
    ] {
        let found = found(&get(&rules));
        let is = |it: &&Fault| it.kind.as_str() != "sibling-door";
        assert_eq!(found.iter().filter(is).count(), 0, "{rules}: {found:?}");
    }
}

#[test]
fn a_sound_policy_has_no_fault() {
    for policy in [
        r#""tools": { "get": {} }"#.to_owned(),
        get(&guard(
            "require",
            r#"mode in ["fast", "slow"]; a lte 9; a gte 1"#,
        )),
        get(&limits(&[("minute", 10), ("hour", 100)])),
        get(&guard("deny_if", "a exists true; a not_in [1]")),
        r#""hide": ["delete_file", "batch_delete_files", "wipe_disk"], "tools": { "get": {} }"#
            .to_owned(),
        r#""tools": { "delete_file": { "deny_if": [{ "conditions": [] }] } }"#.to_owned(),
    ] {
        assert_eq!(found(&policy), [], "{policy}");
    }
}
