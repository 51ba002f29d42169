//! The rules on a tool's arguments in two policies → what became looser or stricter.

use super::capabilities::Sense;
use super::diff::{Difference, Direction, difference};
use super::wording::words;
use crate::model::{Condition, Guard, Operator};

/// Compares the guards of a tool that stand under `require` or under `deny_if`.
pub(super) fn guards(
    tool: &str,
    sense: Sense,
    old: &[Guard],
    new: &[Guard],
    found: &mut Vec<Difference>,
) {
    // A guard without conditions is a decision, which is compared on its own.
    let only = |these: &[Guard], others: &[Guard]| -> Vec<Guard> {
        let stay =
            |it: &&Guard| !it.conditions.is_empty() && !others.iter().any(|other| alike(it, other));
        these.iter().filter(stay).cloned().collect()
    };
    let gone = only(old, new);
    let mut come = only(new, old);
    let mut say = |direction, change: String| found.push(difference(tool, direction, change));
    for before in gone {
        let stricter = |after: &Guard| refuses_all_of(after, &before, sense);
        let looser = |after: &Guard| refuses_all_of(&before, after, sense);
        let partner = come
            .iter()
            .position(stricter)
            .or_else(|| come.iter().position(looser));
        let Some(after) = partner.map(|at| come.remove(at)) else {
            // What another rule refuses as well is not let through.
            if !new.iter().any(stricter) {
                let change = format!(
                    "the rule \u{201c}{}\u{201d} was removed",
                    words(&before, sense)
                );
                say(Direction::Looser, change);
            }
            continue;
        };
        let direction = match (stricter(&after), looser(&after)) {
            // The same in other words.
            (true, true) => continue,
            (true, false) => Direction::Stricter,
            (false, _) => Direction::Looser,
        };
        let change = format!(
            "the rule \u{201c}{}\u{201d} becomes \u{201c}{}\u{201d}",
            words(&before, sense),
            words(&after, sense)
        );
        say(direction, change);
    }
    for after in come {
        if old
            .iter()
            .any(|before| refuses_all_of(before, &after, sense))
        {
            continue;
        }
        let change = format!(
            "the rule \u{201c}{}\u{201d} was added",
            words(&after, sense)
        );
        say(Direction::Stricter, change);
    }
}

/// Whether two guards decide alike, whatever they say to the caller.
fn alike(left: &Guard, right: &Guard) -> bool {
    left.ask == right.ask && left.conditions == right.conditions
}

/// Whether a guard refuses every call that another one refuses, where that can be told.
fn refuses_all_of(guard: &Guard, other: &Guard, sense: Sense) -> bool {
    if guard.conditions.is_empty() || other.conditions.is_empty() || (guard.ask && !other.ask) {
        return false;
    }
    match sense {
        // What passes the one passes the other.
        Sense::Required => follows(&other.conditions, &guard.conditions, Condition::covers),
        Sense::Forbidden => follows(&guard.conditions, &other.conditions, |wide, narrow| {
            of_one_kind(wide.operator(), narrow.operator()) && wide.covers(narrow)
        }),
    }
}

/// Whether these conditions hold wherever the others do.
fn follows(
    these: &[Condition],
    others: &[Condition],
    covers: impl Fn(&Condition, &Condition) -> bool,
) -> bool {
    let mut these = these.iter();
    these.all(|it| others.iter().any(|other| covers(it, other)))
}

/// Whether two operators leave the same values unjudged, which count against a call.
const fn of_one_kind(left: Operator, right: Operator) -> bool {
    use Operator as O;
    matches!(
        (left, right),
        (O::Eq | O::In, O::Eq | O::In)
            | (O::Neq | O::NotIn, O::Neq | O::NotIn)
            | (O::Lt | O::Lte, O::Lt | O::Lte)
            | (O::Gt | O::Gte, O::Gt | O::Gte)
            | (O::Exists, O::Exists)
            | (O::Regex, O::Regex)
            | (O::Contains, O::Contains)
            | (O::PathUnder, O::PathUnder)
            | (O::HostIn, O::HostIn)
            | (O::UrlPublic, O::UrlPublic)
            | (O::RefIs, O::RefIs)
            | (O::SqlReadsOnly, O::SqlReadsOnly)
    )
}

#[cfg(test)]
mod tests {
    use super::super::{Policy, differences};

    fn said(before: &str, after: &str) -> Vec<String> {
        let policy = |rule: &str| -> Policy {
            let text = format!(
                r#"{{ "version": "1", "default": "deny", "tools": {{ "a": {{ {rule} }} }} }}"#
            );
            text.parse().unwrap()
        };
        let found = differences(&policy(before), &policy(after));
        found
            .iter()
            .map(|it| format!("{} {}", it.direction, it.change))
            .collect()
    }

    fn rule(key: &str, op: &str, value: &str) -> String {
        format!(
            r#""{key}": [{{ "conditions": [{{ "path": "args.x", "op": "{op}", "value": {value} }}] }}]"#
        )
    }

    #[test]
    fn a_list_or_a_bound_that_moves_is_one_change_with_its_direction() {
        for (key, op, old, new, direction) in [
            ("require", "in", "[1]", "[1, 2]", "looser"),
            ("deny_if", "in", "[1]", "[1, 2]", "stricter"),
            ("require", "not_in", "[1]", "[1, 2]", "stricter"),
            ("require", "lte", "5", "9", "looser"),
            ("deny_if", "gt", "5", "9", "looser"),
            (
                "require",
                "path_under",
                r#"["/a", "/b"]"#,
                r#""/a""#,
                "stricter",
            ),
            (
                "require",
                "host_in",
                r#"["a.example"]"#,
                r#"["a.example", "b.example"]"#,
                "looser",
            ),
        ] {
            let said = said(&rule(key, op, old), &rule(key, op, new));
            assert_eq!(said.len(), 1, "{said:?}");
            assert!(
                said[0].starts_with(direction),
                "{key} {op} {old} {new}: {said:?}"
            );
        }
    }

    #[test]
    fn a_value_rule_that_becomes_narrower_is_stricter_and_the_same_one_is_silent() {
        for (op, wide, narrow) in [
            ("path_under", r#""/srv""#, r#""/srv/notes""#),
            (
                "path_under",
                r#"["/srv", "/tmp"]"#,
                r#"["/srv/a", "/srv/b"]"#,
            ),
            ("path_under", r#""C:\\data""#, r#""C:\\data\\a""#),
            (
                "host_in",
                r#"["a.example", "b.example"]"#,
                r#"["b.example"]"#,
            ),
            (
                "host_in",
                r#""*.example.com""#,
                r#"["a.example.com", "*.b.example.com"]"#,
            ),
            ("ref_is", r#"["main", "release/*"]"#, r#"["main"]"#),
            ("ref_is", r#""release/*""#, r#""release/1""#),
            ("in", "[1, 2, 3]", "[3, 1]"),
            ("in", r#"["a", "b"]"#, r#"["b"]"#),
            ("lte", "9", "5"),
            ("gt", "1", "2"),
        ] {
            for (key, narrower, wider) in [
                ("require", "stricter", "looser"),
                ("deny_if", "looser", "stricter"),
            ] {
                let (wide, narrow) = (rule(key, op, wide), rule(key, op, narrow));
                let down = said(&wide, &narrow);
                assert!(down.len() == 1 && down[0].starts_with(narrower), "{down:?}");
                let up = said(&narrow, &wide);
                assert!(up.len() == 1 && up[0].starts_with(wider), "{up:?}");
            }
        }
        for (op, one, other) in [
            ("path_under", r#""/srv""#, r#"["/srv/"]"#),
            ("path_under", r#"["/a", "/b"]"#, r#"["/b", "/a"]"#),
            ("path_under", r#"["/a", "/a/b"]"#, r#""/a""#),
            ("host_in", r#""A.Example""#, r#"["a.example"]"#),
            ("in", "[1, 2]", "[2, 1, 1]"),
        ] {
            for key in ["require", "deny_if"] {
                let said = said(&rule(key, op, one), &rule(key, op, other));
                assert!(said.is_empty(), "{said:?}");
            }
        }
    }

    #[test]
    fn rules_of_other_kinds_are_compared_where_one_says_less() {
        for (old, new, expected) in [
            (("eq", "1"), ("in", "[1, 2]"), "looser"),
            (("in", "[1, 2]"), ("eq", "2"), "stricter"),
            (("lte", "5"), ("lt", "5"), "stricter"),
            (
                ("path_under", r#""/srv""#),
                ("in", r#"["/srv/a", "/srv/b"]"#),
                "stricter",
            ),
            (
                ("url_public", "true"),
                ("host_in", r#"["www.gnu.org"]"#),
                "stricter",
            ),
            (("exists", "true"), ("in", r#"["a"]"#), "stricter"),
            (("regex", r#""^a""#), ("in", r#"["ab"]"#), "stricter"),
        ] {
            let said = said(
                &rule("require", old.0, old.1),
                &rule("require", new.0, new.1),
            );
            assert!(said.len() == 1 && said[0].starts_with(expected), "{said:?}");
        }
    }

    #[test]
    fn a_rule_that_another_one_contains_changes_nothing_when_it_goes_or_comes() {
        let of = |folders: &[&str]| {
            let guards: Vec<String> = folders
                .iter()
                .map(|it| format!(r#"{{ "conditions": [{{ "path": "args.x", "op": "path_under", "value": "{it}" }}] }}"#))
                .collect();
            format!(r#""require": [{}]"#, guards.join(", "))
        };
        let both = of(&["/srv", "/srv/a"]);
        assert!(said(&both, &of(&["/srv/a"])).is_empty());
        assert!(said(&of(&["/srv/a"]), &both).is_empty());
        let wider = said(&both, &of(&["/srv"]));
        assert!(
            wider.len() == 1 && wider[0].starts_with("looser"),
            "{wider:?}"
        );
        let two = |rest: &str| {
            format!(
                r#""require": [{{ "conditions": [{{ "path": "args.x", "op": "path_under", "value": "/srv" }}{rest}] }}]"#
            )
        };
        let more = two(r#", { "path": "args.y", "op": "eq", "value": 1 }"#);
        let stricter = said(&two(""), &more);
        assert!(
            stricter.len() == 1 && stricter[0].starts_with("stricter"),
            "{stricter:?}"
        );
    }

    #[test]
    fn a_rule_that_is_replaced_by_another_is_looser_and_stricter() {
        let said = said(&rule("require", "in", "[1]"), &rule("require", "in", "[2]"));
        assert_eq!(
            said,
            [
                "looser the rule \u{201c}require args.x in [1]\u{201d} was removed",
                "stricter the rule \u{201c}require args.x in [2]\u{201d} was added"
            ]
        );
        let gone = self::said(&rule("deny_if", "eq", "1"), "");
        assert_eq!(
            gone,
            ["looser the rule \u{201c}deny if args.x eq 1\u{201d} was removed"]
        );
    }
}
