//! What the pages say is what the catalog and its policies hold.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use toolrisk::load::{Tree, load};
use toolrisk::model::{Catalog, Decision, Trait};
use toolrisk::policy::{Policy, Profile, ToolPolicy, ToxicFlow, recommend};
use toolrisk::rules::{Rated, rate};

use super::html::text_of;
use super::site::{Built, folder};

fn names(rated: &Rated<'_>, server: &str, places: &[usize]) -> Vec<String> {
    let tools = rated.tools_of(server);
    let name = |place: &usize| tools[*place].tool.definition.name.clone();
    places.iter().map(name).collect()
}

fn section<'p>(page: &'p str, id: &str) -> &'p str {
    let start = page
        .find(&format!("<section aria-labelledby=\"{id}\""))
        .unwrap();
    let end = page[start..].find("</section>").unwrap();
    &page[start..start + end]
}

/// Every tool of every group stands on the page of its server, and the cut that the page offers breaks the
/// flow, while no smaller one does.
#[test]
fn a_toxic_flow_is_shown_whole_with_the_smallest_cut() {
    let catalog = folder("catalog");
    let rated = rate(&catalog);
    let built = Built::new(&catalog);
    let mut flows = 0;
    for (server, tools) in rated.servers() {
        let traits = || tools.iter().map(|each| each.rating.traits.as_slice());
        let page = built.page(&format!("servers/{}/index.html", server.id));
        let Some(flow) = ToxicFlow::find(traits()) else {
            assert!(!page.contains("id=\"flow\""), "{}", server.id);
            continue;
        };
        flows += 1;
        let shown = section(page, "flow");
        for group in ToxicFlow::GROUPS {
            for name in names(&rated, &server.id, flow.group(group)) {
                assert!(
                    shown.contains(&format!("<code>{name}</code>")),
                    "{}: {name}",
                    server.id
                );
            }
        }
        let policy = recommend(tools, Profile::Recommended);
        let usable = |place: usize| {
            let name = &tools[place].tool.definition.name;
            !matches!(policy.decision(name), Decision::Hide | Decision::Deny)
        };
        let cut = flow.smallest_cut(usable);
        let left = tools.iter().enumerate().filter(|(place, _)| usable(*place));
        let left = left.map(|(place, each)| {
            let gone = cut.tools.contains(&place);
            if gone {
                &[]
            } else {
                each.rating.traits.as_slice()
            }
        });
        assert_eq!(ToxicFlow::find(left), None, "{}", server.id);
        for name in names(&rated, &server.id, &cut.tools) {
            assert!(
                shown.contains(&format!(".{name}=hide")),
                "{}: {name}",
                server.id
            );
        }
    }
    assert!(flows > 3, "{flows} flows");
}

#[test]
fn the_ways_out_of_github_and_playwright_are_all_known() {
    let catalog = folder("catalog");
    let rated = rate(&catalog);
    for (server, exits) in [
        (
            "github-archived",
            &[
                "add_issue_comment",
                "create_issue",
                "create_or_update_file",
                "create_pull_request",
                "push_files",
            ][..],
        ),
        (
            "playwright",
            &[
                "browser_drop",
                "browser_evaluate",
                "browser_file_upload",
                "browser_fill_form",
                "browser_navigate",
                "browser_type",
            ],
        ),
    ] {
        let tools = rated.tools_of(server);
        let flow = ToxicFlow::find(tools.iter().map(|each| each.rating.traits.as_slice())).unwrap();
        let known = names(&rated, server, &flow.exits);
        for exit in exits {
            assert!(
                known.iter().any(|name| name == exit),
                "{server}: {exit} in {known:?}"
            );
        }
    }
}

#[test]
fn a_server_whose_tools_return_constants_has_no_flow() {
    let catalog = folder("catalog");
    let rated = rate(&catalog);
    let constant = rated.tools_of("everything").iter();
    let mut constant = constant.filter(|it| it.tool.definition.name == "get-annotated-message");
    assert_eq!(constant.next().unwrap().rating.traits, []);
}

/// A link to the policy builder on the page of a tool never opens a looser policy than the recommended one.
#[test]
fn no_page_of_a_tool_offers_to_loosen_its_policy() {
    let catalog = folder("catalog");
    let rated = rate(&catalog);
    let built = Built::new(&catalog);
    let mut offers = 0;
    for tool in &rated.tools {
        let path = format!("servers/{}/{}/index.html", tool.server.id, tool.tool.slug);
        let rule = ToolPolicy::new(tool);
        for offer in built.page(&path).split("#policy=1").skip(1) {
            let offer = &offer[..offer.find('"').unwrap()];
            let (_, decision) = offer.rsplit_once('=').unwrap();
            offers += 1;
            match rule.decision {
                Decision::Allow | Decision::Limit => {}
                Decision::Ask => assert_eq!(decision, "hide", "{path}"),
                _ => panic!("{path} offers {decision}"),
            }
        }
    }
    assert!(offers > 200, "{offers} offers");
}

/// A tool that the policy hides is not among those that are said to stay usable, and a list of names begins with one.
#[test]
fn what_stays_usable_is_usable() {
    let catalog = folder("catalog");
    let rated = rate(&catalog);
    let built = Built::new(&catalog);
    for tool in &rated.tools {
        let path = format!("servers/{}/{}/index.html", tool.server.id, tool.tool.slug);
        let text = text_of(section(built.page(&path), "questions"));
        let Some(line) = text.lines().find(|line| line.contains(" usable: ")) else {
            continue;
        };
        let named = line.split_once(" usable: ").unwrap().1;
        assert!(!named.starts_with("and "), "{path}: {line}");
        for name in named.trim_end_matches('.').split([',', ' ']) {
            let others = rated.tools_of(&tool.server.id).iter();
            for other in others.filter(|it| it.tool.definition.name == name) {
                assert!(ToolPolicy::new(other).is_usable(), "{path}: {name}");
            }
        }
    }
}

fn loaded(files: &[(&str, &str)]) -> Catalog {
    let tree = Tree::of_texts(files.iter().copied());
    let loaded = load(&tree);
    assert_eq!(loaded.found, [], "{files:?}");
    loaded.catalog
}

/// Nobody is said to have decided anything unless a review has a name and a day.
#[test]
fn a_review_is_claimed_only_with_a_name_and_a_day() {
    let entry = |status: &str| {
        format!(
            "name: get_weather\ndescription: Gets the forecast of a city.\ntraits: [metered]\n\
             override: Each forecast is charged.\nrationale: Each forecast is charged.\n{status}"
        )
    };
    let page = |status: &str| {
        let entry = entry(status);
        let catalog = loaded(&[("a/server.yaml", "title: A\n"), ("a/t.yaml", &entry)]);
        let built = Built::new(&catalog);
        text_of(built.page("servers/a/get_weather/index.html"))
    };
    let unsigned = page("");
    assert!(unsigned.contains("This entry departs from the rules"));
    assert!(!unsigned.to_lowercase().contains("reviewer"), "{unsigned}");
    assert!(unsigned.contains("none yet"));
    let signed = page("status: { reviewed: \"sha256:1\", by: Ada Lovelace, on: \"2026-11-27\" }\n");
    assert!(signed.contains("by Ada Lovelace on 2026-11-27"), "{signed}");
    for (path, page) in Built::new(&folder("catalog")).pages() {
        let said = text_of(page).contains("A reviewer decided");
        assert!(!said, "{path}");
    }
}

#[test]
fn an_old_tool_list_is_marked_on_the_pages_of_its_server_and_tools() {
    let built = Built::new(&folder("catalog"));
    for (path, release, newest) in [
        ("servers/stripe/", "0.2.5", "0.3.3"),
        ("servers/neon/", "unknown", "0.6.5"),
    ] {
        let page = text_of(built.page(&format!("{path}index.html")));
        assert!(page.contains("out of date"), "{path}");
        assert!(page.contains(release) && page.contains(newest), "{path}");
    }
    let tool = text_of(built.page("servers/neon/delete_project/index.html"));
    assert!(tool.contains("out of date"), "{tool}");
    let fresh = text_of(built.page("servers/git/index.html"));
    assert!(!fresh.contains("out of date") && fresh.contains("asked 2026-11-27"));
}

#[test]
fn a_pattern_that_concerns_every_server_does_not_say_that_it_concerns_no_tool() {
    let built = Built::new(&folder("catalog"));
    let list = text_of(built.page("attacks/index.html"));
    assert!(!list.lines().any(|line| line.trim() == "0 tools"), "{list}");
    assert!(list.contains("every server"));
    let page = text_of(built.page("attacks/tool-poisoning/index.html"));
    assert!(page.contains("It concerns every server."), "{page}");
}

/// A command that a text names exists.
#[test]
fn no_page_promises_a_command_that_does_not_exist() {
    let help = Command::new(env!("CARGO_BIN_EXE_toolrisk"))
        .arg("--help")
        .output()
        .unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let list = help.split("Commands:").nth(1).unwrap();
    let commands: BTreeSet<&str> = list
        .lines()
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(commands.contains("build"), "{commands:?}");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let catalog = folder("catalog");
    let mut texts: Vec<(String, String)> = Vec::new();
    for term in &catalog.glossary {
        texts.push((term.id.clone(), format!("{} {}", term.summary, term.body)));
    }
    for attack in &catalog.attacks {
        texts.push((
            attack.id.clone(),
            format!("{} {}", attack.summary, attack.body),
        ));
    }
    for name in ["README.md", "catalog/README.md", "docs/security.md"] {
        texts.push((
            name.to_owned(),
            std::fs::read_to_string(root.join(name)).unwrap(),
        ));
    }
    let mut named = 0;
    for (place, text) in texts {
        let of_command = text
            .split('`')
            .skip(1)
            .step_by(2)
            .zip(text.split('`').skip(2).step_by(2));
        for (code, after) in of_command {
            let command = if let Some(rest) = code.strip_prefix("toolrisk ") {
                rest.split(' ').next().unwrap()
            } else if after.starts_with(" command") {
                code
            } else {
                continue;
            };
            if command.starts_with('-') {
                continue;
            }
            named += 1;
            assert!(commands.contains(command), "{place} promises `{command}`");
        }
    }
    assert!(named > 5, "{named} commands");
}

const ACTIONS: &[(&str, &str)] = &[
    ("a/server.yaml", "title: A\n"),
    (
        "a/t.yaml",
        "name: manage_workflow\ndescription: Gets, updates or deletes a workflow.\n---\n\
         name: delete_workflow\ndescription: Deletes a workflow permanently.\n",
    ),
    (
        "a/tools.lock.json",
        r#"{ "version": 1, "captured": "2026-01-01", "method": "file", "tools": {
          "delete_workflow": { "fingerprint": "sha256:1", "parameters": [
            { "path": "mode", "enum": ["get", "delete"], "required": true } ] },
          "manage_workflow": { "fingerprint": "sha256:0", "parameters": [
            { "path": "action", "enum": ["get", "update", "delete"] },
            { "path": "id", "required": true } ] } } }"#,
    ),
];

/// A tool of which one value deletes stays usable for the others, and that value is denied.
#[test]
fn one_value_that_deletes_does_not_take_the_whole_tool_away() {
    let catalog = loaded(ACTIONS);
    let rated = rate(&catalog);
    let tools = rated.tools_of("a");
    let decide = |profile| -> Policy { recommend(tools, profile) };
    let policy = decide(Profile::Recommended);
    assert_eq!(policy.decision("delete_workflow"), Decision::Hide);
    assert_eq!(policy.decision("manage_workflow"), Decision::Limit);
    let rule = policy.rule("manage_workflow").unwrap();
    assert_eq!(rule.require.len(), 1, "the action must be given");
    let refused = &rule.deny_if[0].conditions[0];
    assert_eq!(
        (refused.path(), refused.value()),
        ("args.action", &serde_json::json!(["delete"]))
    );
    assert_eq!(
        decide(Profile::Strict).decision("manage_workflow"),
        Decision::Hide
    );
    let permissive = decide(Profile::Permissive);
    let rule = permissive.rule("manage_workflow").unwrap();
    assert!(rule.deny_if.iter().all(|guard| guard.ask));
    let page = text_of(Built::new(&catalog).page("servers/a/manage_workflow/index.html"));
    assert!(
        page.contains("A call is denied when action is one of \"delete\""),
        "{page}"
    );
}

/// What `check` finds in an entry of `manage_workflow` with these lines, without other lints; and the policy of it.
fn checked(required: bool, lines: &str) -> (Vec<String>, Policy) {
    let entry = format!(
        "name: manage_workflow\ndescription: Gets, updates, purges or deletes a workflow.\n\
         override: The rules of the entry refuse what cannot be undone.\n{lines}\n"
    );
    let lock = format!(
        r#"{{ "version": 1, "captured": "2026-01-01", "method": "file", "tools": {{
          "manage_workflow": {{ "fingerprint": "sha256:0", "parameters": [
            {{ "path": "action", "enum": ["get", "update", "delete", "purge"], "required": {required} }},
            {{ "path": "id" }} ] }} }} }}"#
    );
    let catalog = loaded(&[
        ("a/server.yaml", "title: A\n"),
        ("a/tools.yaml", &entry),
        ("a/tools.lock.json", &lock),
    ]);
    let rated = rate(&catalog);
    let found = toolrisk::check::check(&rated).into_iter();
    let found = found.filter(|it| {
        matches!(
            it.lint.name,
            "policy-too-loose" | "minute-limit-on-critical"
        )
    });
    let told = |it: toolrisk::diagnostic::Diagnostic| format!("{} {:?}", it.message, it.help);
    (
        found.map(told).collect(),
        recommend(rated.tools_of("a"), Profile::Recommended),
    )
}

/// Rules that refuse each value that cannot be undone let the rest through by its own severity.
#[test]
fn rules_that_refuse_the_critical_values_let_the_rest_through() {
    let rule = |op: &str, value: &str| {
        format!("deny-if:\n  - conditions: [{{ path: args.action, op: {op}, value: {value} }}]\n")
    };
    let all = rule("in", "[delete, purge]");
    let given = "require:\n  - conditions: [{ path: args.action, op: exists, value: true }]\n";
    let only = "require:\n  - conditions: [{ path: args.action, op: in, value: [get, update] }]\n";
    let asking = format!("{all}    ask: true\n");
    let two = format!(
        "{}  - conditions: [{{ path: args.action, op: eq, value: purge }}]\n",
        rule("eq", "delete")
    );
    for (required, rules) in [
        (true, all.clone()),
        (true, rule("regex", "^(delete|purge)$")),
        (true, two),
        (true, asking),
        (true, only.to_owned()),
        (false, only.to_owned()),
        (false, format!("{given}{all}")),
    ] {
        let (found, policy) = checked(required, &format!("limit: 20/minute\n{rules}"));
        assert_eq!(found, [] as [String; 0], "{rules}");
        assert_eq!(policy.decision("manage_workflow"), Decision::Limit);
        // Without a decision of its own, the entry gets that of the rest.
        let (found, policy) = checked(required, &rules);
        assert_eq!(found, [] as [String; 0], "{rules}");
        assert_eq!(policy.decision("manage_workflow"), Decision::Limit);
        let own = policy.rule("manage_workflow").unwrap();
        assert!(own.guards().count() > 0, "the entry's own rules stay");
        // Its own severity is not low.
        let (found, _) = checked(required, &format!("decision: allow\n{rules}"));
        assert!(
            found[0].contains("with the values that its rules let through"),
            "{found:?}"
        );
    }
}

/// Rules that leave one such value open do not loosen anything.
#[test]
fn rules_that_leave_a_critical_value_open_do_not_let_the_rest_through() {
    let rule = |conditions: &str| format!("deny-if:\n  - conditions: [{conditions}]\n");
    let part = "{ path: args.action, op: eq, value: delete }";
    let all = "{ path: args.action, op: in, value: [delete, purge] }";
    let id = "{ path: args.id, op: exists, value: true }";
    for (required, rules, help) in [
        (true, rule(part), "refuse `purge` of `action`"),
        (true, rule(id), "refuse `delete`, `purge` of `action`"),
        // It holds for some calls with the value only.
        (
            true,
            rule(&format!("{all}, {id}")),
            "refuse `delete`, `purge` of `action`",
        ),
        (
            true,
            rule("{ path: args.action, op: in, value: [Delete, PURGE] }"),
            "refuse `delete`, `purge`",
        ),
        // Without the argument, the server chooses.
        (false, rule(all), "require `action`"),
        (true, String::new(), "refuse `delete`, `purge` of `action`"),
    ] {
        let (found, _) = checked(required, &format!("limit: 20/day\n{rules}"));
        assert_eq!(found.len(), 1, "{rules} {found:?}");
        assert!(
            found[0].contains("is critical, but its decision is limit"),
            "{found:?}"
        );
        assert!(found[0].contains(help), "{found:?}");
        if !rules.is_empty() {
            let (_, policy) = checked(required, &rules);
            assert_eq!(
                policy.decision("manage_workflow"),
                Decision::Hide,
                "{rules}"
            );
        }
    }
}

#[test]
fn tools_that_quote_a_limit_use_a_trait_of_the_taxonomy() {
    let catalog = folder("catalog");
    let rated = rate(&catalog);
    let metered = rated
        .tools
        .iter()
        .filter(|it| it.rating.traits.contains(&Trait::Metered));
    assert!(metered.count() > 1);
}

/// An id of a framework has its name, the release of the framework, and a link.
#[test]
fn ids_of_frameworks_are_named_and_linked() {
    let catalog = folder("catalog");
    let built = Built::new(&catalog);
    for attack in &catalog.attacks {
        let page = built.page(&format!("attacks/{}/index.html", attack.id));
        for id in &attack.frameworks {
            let linked = format!("\">{}</a> ", id.value);
            assert!(page.contains(&linked), "{}: {}", attack.id, id.value);
        }
        for reference in &attack.references {
            assert!(
                page.contains(&format!("<small>{}</small>", reference.date)),
                "{}",
                attack.id
            );
        }
    }
}
