//! The five published pages that the project started from, as a fixture catalog: same policies, and
//! the contradiction between them is found. Facts only; the words of the entries are our own.

use std::path::Path;

use toolrisk::check::{check, set_levels};
use toolrisk::load::{load, read_tree};
use toolrisk::policy::{Profile, recommend};
use toolrisk::rules::rate;
use toolrisk::site::{Options, Site};

/// Server, tool, and the `max` of the policy that its page prints.
const PAGES: [(&str, &str, u32); 5] = [
    ("mcp-ap2", "create_instance", 30),
    ("mcp-ap2", "logout_instance", 10),
    ("mcp-afip", "logout_instance", 30),
    ("mcp-ap2", "restart_instance", 10),
    ("mcp-ap2", "send_interactive_flow", 30),
];

fn catalog() -> toolrisk::load::Loaded {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/seed-pages");
    load(&read_tree(&folder, None).unwrap())
}

#[test]
fn the_policies_equal_the_published_ones_and_are_byte_stable() {
    let loaded = catalog();
    assert_eq!(loaded.found, Vec::new());
    let rated = rate(&loaded.catalog);
    for (server, tool, max) in PAGES {
        let of_tool = || {
            let tools = rated.tools_of(server).iter();
            let tools: Vec<_> = tools
                .filter(|it| it.tool.definition.name == tool)
                .cloned()
                .collect();
            recommend(&tools, Profile::Recommended).json()
        };
        let published = serde_json::json!({
            "version": "1",
            "default": "deny",
            "tools": { tool: { "limits": [
                { "counter": format!("{tool}_rate"), "window": "minute", "max": max, "scope": "grant" }
            ] } }
        });
        let parsed: serde_json::Value = serde_json::from_str(&of_tool()).unwrap();
        assert_eq!(parsed, published, "{server}/{tool}");
        assert_eq!(of_tool(), of_tool());
    }
}

#[test]
fn the_tool_that_was_rated_twice_is_reported() {
    let loaded = catalog();
    let found = set_levels(check(&rate(&loaded.catalog)), &[]);
    let messages: Vec<_> = found
        .iter()
        .map(|it| (it.lint.name, it.message.as_str()))
        .collect();
    assert_eq!(
        messages,
        [(
            "rated-twice",
            "`logout_instance` has one definition and two ratings: \
             write/medium/30/minute on `mcp-afip`, execute/high/10/minute on `mcp-ap2`"
        )]
    );
}

#[test]
fn each_page_has_every_section_of_the_published_ones() {
    let loaded = catalog();
    let rated = rate(&loaded.catalog);
    let site = Site::new(&rated, &Options::default()).unwrap();
    for (server, tool, max) in PAGES {
        let address = format!("/servers/{server}/{tool}/");
        let page = site
            .plan()
            .iter()
            .find(|page| site.href(**page) == address)
            .unwrap();
        let html = String::from_utf8(site.render(*page).unwrap()).unwrap();
        let limit = format!("{max} calls a minute");
        let sections = [
            "class=\"sev ",
            "How to control",
            "policy.json",
            "<ol",
            "What it does on",
            "Why it needs a policy",
            "Attack patterns",
            "/attacks/runaway-loop/",
            "Related tools",
            "Questions about",
            "About this entry",
            "class=\"action\"",
            "</b> on",
            limit.as_str(),
        ];
        for section in sections {
            assert!(html.contains(section), "{address} has no {section}");
        }
    }
}
