//! `protect` where something is in its way: renamed servers, broken files of rules, links that lead nowhere.

use std::os::unix::fs::{PermissionsExt, symlink};

use crate::clients::Home;

const CLAUDE: &str = ".claude.json";
const SETTINGS: &str = ".claude/settings.json";

/// The file of a client with the memory server, which has tools that its policy hides, under each of some names.
fn memory(names: &[&str]) -> String {
    let server = r#"{ "command": "npx", "args": ["-y", "@modelcontextprotocol/server-memory"] }"#;
    let servers: Vec<String> = names
        .iter()
        .map(|it| format!("\"{it}\": {server}"))
        .collect();
    format!("{{ \"mcpServers\": {{ {} }} }}\n", servers.join(", "))
}

/// Changes a JSON file as its client does: with a layout of its own.
fn rewrite(home: &Home, place: &str, change: impl FnOnce(&mut serde_json::Value)) {
    let text = std::fs::read_to_string(home.path(place)).unwrap();
    let mut value = serde_json::from_str(&text).unwrap();
    change(&mut value);
    let text = serde_json::to_string_pretty(&value).unwrap();
    std::fs::write(home.path(place), text).unwrap();
}

fn text(home: &Home, place: &str) -> String {
    std::fs::read_to_string(home.path(place)).unwrap()
}

#[test]
fn a_server_that_its_client_has_renamed_or_copied_gets_its_command_back() {
    let home = Home::with(&[(CLAUDE, &memory(&["m"]))]);
    home.run(&["protect", "--yes"]).ended(0);
    rewrite(&home, CLAUDE, |value| {
        let servers = value["mcpServers"].as_object_mut().unwrap();
        let server = servers.remove("m").unwrap();
        servers.insert("renamed".to_owned(), server.clone());
        servers.insert("copied".to_owned(), server);
    });
    home.run(&["protect", "--undo", "--yes"]).ended(0);
    let text = text(&home, CLAUDE);
    assert!(!text.contains("gateway"), "{text}");
    assert_eq!(text.matches("\"npx\"").count(), 2, "{text}");
    assert!(!home.path(SETTINGS).exists());
}

#[test]
fn a_copy_in_the_same_layout_gets_its_command_back_too() {
    let home = Home::with(&[(".cursor/mcp.json", &memory(&["m"]))]);
    home.run(&["protect", "--yes"]).ended(0);
    let protected = text(&home, ".cursor/mcp.json");
    let start = protected.find("\"m\"").unwrap();
    let end = protected.rfind("} }").unwrap();
    let copy = protected[start..end].replacen("\"m\"", "\"n\"", 1);
    let both = format!("{}, {}{}", &protected[..end], copy, &protected[end..]);
    std::fs::write(home.path(".cursor/mcp.json"), both).unwrap();
    home.run(&["protect", "--undo", "--yes"]).ended(0);
    assert!(!text(&home, ".cursor/mcp.json").contains("gateway"));
}

#[test]
fn a_gateway_that_stays_is_told_with_its_place_and_what_to_do() {
    let cursor = ".cursor/mcp.json";
    let home = Home::with(&[(CLAUDE, &memory(&["m"])), (cursor, "{}\n")]);
    home.run(&["protect", "--yes"]).ended(0);
    // The server has moved to another client, where no record leads.
    std::fs::copy(home.path(CLAUDE), home.path(cursor)).unwrap();
    home.run(&["protect", "--undo", "--yes"])
        .ended(1)
        .said("error: ~/.cursor/mcp.json:1: the server `m` still starts the gateway")
        .said("put the words after `--` in place of its command and arguments");
    assert!(!text(&home, CLAUDE).contains("gateway"));
    // There is nothing on record now, and the gateway still stands.
    let again = home.run(&["protect", "--undo", "--yes"]).ended(1);
    assert!(!again.err.contains("nothing to undo"), "{}", again.err);
    std::fs::write(home.path(cursor), memory(&["m"])).unwrap();
    home.run(&["protect", "--undo", "--yes"])
        .ended(0)
        .said("There is nothing to undo.");
}

#[test]
fn a_file_of_rules_that_cannot_take_them_is_told_with_the_place() {
    for (settings, reason) in [
        ("{ \"permissions\": {\n  \"deny\" [] } }", "line 2, column "),
        (
            "{ \"permissions\": {\n  \"deny\": \"x\" } }",
            "line 2: `permissions.deny` is not a list",
        ),
        (
            "{\n  \"permissions\": 1 }",
            "line 2: `permissions` is not a mapping",
        ),
        ("[]", "line 1: the file does not hold a mapping"),
        (
            "{ \"permissions\": { \"deny\": [], \"deny\": [] } }",
            "`deny` stands twice in it",
        ),
    ] {
        let home = Home::with(&[(CLAUDE, &memory(&["m"])), (SETTINGS, settings)]);
        let said = format!("warning: no rules are added to `~/.claude/settings.json`: {reason}");
        home.run(&["protect", "--yes"]).ended(0).said(&said);
        assert_eq!(text(&home, SETTINGS), settings);
        assert!(text(&home, CLAUDE).contains("gateway"));
        home.run(&["protect", "--undo", "--yes"]).ended(0);
        assert_eq!(text(&home, CLAUDE), memory(&["m"]));
    }
    let zed = "{ \"context_servers\": { \"m\": { \"command\": \"npx\", \"args\": [\"@modelcontextprotocol/server-memory\"] } },\n\"agent\": [] }";
    let home = Home::with(&[(".config/zed/settings.json", zed)]);
    home.run(&["protect", "--yes"]).ended(0).said(
        "warning: no rules are added to `~/.config/zed/settings.json`: line 2: `agent` is not a mapping",
    );
    let kiro = memory(&["m"]).replace("] }", "], \"disabledTools\": 1 }");
    let home = Home::with(&[(".kiro/settings/mcp.json", &kiro)]);
    home.run(&["protect", "--yes"])
        .ended(0)
        .said("warning: `m` gets no rules of Kiro's own: line 1: `disabledTools` is not a list");
}

#[test]
fn null_takes_rules_as_an_empty_list_does_and_comes_back() {
    for settings in [
        "{ \"permissions\": { \"deny\": null } }\n",
        "{ \"permissions\": null }\n",
    ] {
        let home = Home::with(&[(CLAUDE, &memory(&["a", "b"])), (SETTINGS, settings)]);
        home.run(&["protect", "--yes"]).ended(0);
        let rules = text(&home, SETTINGS);
        assert!(rules.contains("\"mcp__b__delete_entities\""), "{rules}");
        for server in ["a", "b"] {
            home.run(&["protect", "--undo", "--yes", "--only", server])
                .ended(0);
        }
        assert_eq!(text(&home, SETTINGS), settings);
    }
}

#[test]
fn a_link_to_a_file_of_rules_that_is_not_there_stays_a_link() {
    let home = Home::with(&[(CLAUDE, &memory(&["m"])), ("dotfiles/readme", "")]);
    std::fs::create_dir(home.path(".claude")).unwrap();
    symlink("../dotfiles/claude.json", home.path(SETTINGS)).unwrap();
    home.run(&["protect", "--yes"]).ended(0);
    assert!(home.path(SETTINGS).is_symlink());
    assert!(text(&home, "dotfiles/claude.json").contains("mcp__m__delete_entities"));
    home.run(&["protect", "--undo", "--yes"]).ended(0);
    assert!(home.path(SETTINGS).is_symlink());
    assert!(!home.path("dotfiles/claude.json").exists());

    let home = Home::with(&[(CLAUDE, &memory(&["m"]))]);
    std::fs::create_dir(home.path(".claude")).unwrap();
    symlink("../gone/claude.json", home.path(SETTINGS)).unwrap();
    home.run(&["protect", "--yes"])
        .ended(0)
        .said("warning: no rules are added to `~/.claude/settings.json`: it is a link to")
        .said("whose folder is not there");
    assert!(home.path(SETTINGS).is_symlink());
    assert!(!home.path("gone").exists());
}

#[test]
fn a_client_whose_servers_cannot_be_changed_gets_no_rules() {
    let home = Home::with(&[(CLAUDE, &memory(&["m"])), (SETTINGS, "{}\n")]);
    let path = home.path(CLAUDE);
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o444)).unwrap();
    home.run(&["protect", "--yes"])
        .ended(1)
        .said("the file is read-only")
        .said("error: ~/.claude/settings.json: no rules are added, because ~/.claude.json could not be changed");
    assert_eq!(text(&home, SETTINGS), "{}\n");
    assert_eq!(text(&home, CLAUDE), memory(&["m"]));
}

#[test]
fn servers_that_are_spelled_alike_share_no_rules() {
    for names in [
        ["my server", "my.server"],
        ["my-server", "my_server"],
        ["Memory", "memory"],
    ] {
        let home = Home::with(&[(CLAUDE, &memory(&names))]);
        for name in names {
            let said = format!("warning: `{name}` gets no rules of Claude Code's own");
            home.run(&["protect", "--dry-run"]).ended(0).said(&said);
        }
        home.run(&["protect", "--yes"]).ended(0);
        assert!(!home.path(SETTINGS).exists(), "{names:?}");
        assert_eq!(text(&home, CLAUDE).matches("\"gateway\"").count(), 2);
    }
    let home = Home::with(&[(CLAUDE, &memory(&["one", "two"]))]);
    home.run(&["protect", "--yes"]).ended(0);
    let rules = text(&home, SETTINGS);
    assert!(
        rules.contains("mcp__one__delete_entities") && rules.contains("mcp__two__delete_entities")
    );
}
