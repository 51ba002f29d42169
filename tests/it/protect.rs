//! `protect`: the gateway before the servers of each client, and away again.

use std::collections::BTreeMap;
use std::os::unix::fs::{PermissionsExt, symlink};

use crate::clients::{FILES, Home, SECRET};

#[test]
fn every_client_is_protected_and_every_byte_comes_back() {
    let home = Home::full();
    let before = home.bytes(FILES);
    let done = home.run(&["protect", "--yes"]).ended(0);
    assert!(
        !format!("{}{}", done.out, done.err).contains(SECRET),
        "a secret is shown"
    );
    insta::assert_snapshot!(
        "protect_of_a_home",
        home.plain(&format!("{}\n{}", done.out, done.err))
    );
    let protected = home.bytes(FILES);
    let changed = before
        .iter()
        .zip(&protected)
        .filter(|(a, b)| a != b)
        .count();
    assert!(changed >= 14, "{changed} files are changed");
    let shown = FILES.iter().zip(&protected).filter(|((place, _), _)| {
        !place.contains("settings.json") || place.contains("gemini") || place.contains("zed")
    });
    let texts = texts(shown.map(|((place, _), bytes)| (*place, &**bytes)));
    insta::assert_snapshot!("protected_files", home.plain(&texts).replace('\r', "␍"));

    let again = home
        .run(&["protect", "--yes"])
        .ended(0)
        .said("There is nothing to change.");
    assert!(again.out.is_empty(), "{}", again.out);
    assert_eq!(home.bytes(FILES), protected);
    home.run(&["protect", "--status"])
        .said("behind the gateway");

    let undone = home.run(&["protect", "--undo", "--yes"]).ended(0);
    undone.said("byte for byte");
    assert_eq!(home.bytes(FILES), before);
    let copies = std::fs::read_dir(home.path(".config/toolrisk/backups")).unwrap();
    assert_eq!(copies.count(), 0, "copies may hold secrets");
    home.run(&["protect", "--undo", "--yes"])
        .ended(0)
        .said("There is nothing to undo.");
}

#[test]
fn a_dry_run_and_a_question_without_an_answer_change_nothing() {
    let home = Home::full();
    let before = home.bytes(FILES);
    home.run(&["protect", "--dry-run"]).ended(0).said("+ ");
    home.run(&["protect"])
        .ended(2)
        .said("cannot ask for confirmation: this is not a terminal");
    assert_eq!(home.bytes(FILES), before);
    assert!(!home.path(".config/toolrisk").exists());
}

#[test]
fn a_server_that_is_added_later_is_taken_in_and_what_is_edited_later_stays() {
    let place = ".cursor/mcp.json";
    let home = Home::full();
    home.run(&["protect", "--yes"]).ended(0);
    let path = home.path(place);
    let text = std::fs::read_to_string(&path).unwrap();
    let added = text.replacen(
        "\"mcpServers\": {",
        "\"mcpServers\": {\n    \"new\": { \"command\": \"uvx\", \"args\": [\"mcp-server-time\"] },",
        1,
    );
    std::fs::write(&path, &added).unwrap();
    home.run(&["protect", "--yes"])
        .ended(0)
        .said("1 server behind the gateway");
    assert_eq!(
        std::fs::read_to_string(&path)
            .unwrap()
            .matches("\"gateway\"")
            .count(),
        2
    );
    home.run(&["protect", "--undo", "--yes"])
        .ended(0)
        .said("other changes since then stay");
    let original = FILES.iter().find(|(it, _)| *it == place).unwrap().1;
    let expected = original.replacen(
        "\"mcpServers\": {",
        "\"mcpServers\": {\n    \"new\": { \"command\": \"uvx\", \"args\": [\"mcp-server-time\"] },",
        1,
    );
    assert_eq!(std::fs::read_to_string(&path).unwrap(), expected);
}

#[test]
fn one_server_alone_is_protected_and_given_back() {
    let home = Home::full();
    let before = home.bytes(FILES);
    home.run(&["protect", "--yes", "--only", "git"]).ended(0);
    let changed: Vec<&str> = FILES
        .iter()
        .zip(before.iter().zip(home.bytes(FILES)))
        .filter(|(_, (a, b))| **a != *b)
        .map(|((place, _), _)| *place)
        .collect();
    assert_eq!(changed, [".codex/config.toml"]);
    home.run(&["protect", "--undo", "--yes", "--only", "git"])
        .ended(0);
    assert_eq!(home.bytes(FILES), before);
}

#[test]
fn links_stay_links_and_records_are_for_their_owner_alone() {
    let home = Home::full();
    let real = home.path("dotfiles/mcp.json");
    std::fs::create_dir_all(real.parent().unwrap()).unwrap();
    std::fs::rename(home.path(".cursor/mcp.json"), &real).unwrap();
    symlink("../dotfiles/mcp.json", home.path(".cursor/mcp.json")).unwrap();
    std::fs::set_permissions(&real, PermissionsExt::from_mode(0o600)).unwrap();
    let before = std::fs::read(&real).unwrap();
    home.run(&["protect", "--yes"]).ended(0);
    assert!(home.path(".cursor/mcp.json").is_symlink());
    assert_ne!(std::fs::read(&real).unwrap(), before);
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&real), 0o600);
    assert_eq!(mode(&home.path(".config/toolrisk/protect.json")), 0o600);
    for backup in std::fs::read_dir(home.path(".config/toolrisk/backups")).unwrap() {
        assert_eq!(mode(&backup.unwrap().path()), 0o600);
    }
    home.run(&["protect", "--undo", "--yes"]).ended(0);
    assert_eq!(std::fs::read(&real).unwrap(), before);
    assert!(home.path(".cursor/mcp.json").is_symlink());
}

#[test]
fn a_read_only_file_is_left_alone_and_the_others_are_changed() {
    let home = Home::full();
    let path = home.path(".cursor/mcp.json");
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o444)).unwrap();
    let before = std::fs::read(&path).unwrap();
    home.run(&["protect", "--yes"])
        .ended(1)
        .said("the file is read-only");
    assert_eq!(std::fs::read(&path).unwrap(), before);
    let other = std::fs::read_to_string(home.path(".codex/config.toml")).unwrap();
    assert!(other.contains("gateway"));
    home.run(&["protect", "--undo", "--yes"]).ended(0);
}

#[test]
fn a_file_of_a_project_is_changed_only_when_it_is_named() {
    let home = Home::full();
    home.run(&["protect", "--yes"])
        .ended(0)
        .said("name the file to change it");
    let path = home.path("code/app/.mcp.json");
    assert!(!std::fs::read_to_string(&path).unwrap().contains("gateway"));
    home.run(&["protect", "--yes", path.to_str().unwrap()])
        .ended(0);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("\"command\": \"toolrisk\""), "{text}");
}

const MEMORY: &str =
    "\"command\": \"npx\", \"args\": [\"-y\", \"@modelcontextprotocol/server-memory\"]";

/// Files below each other, each with its place.
fn texts<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])>) -> String {
    let one = |(place, bytes)| format!("=== {place}\n{}\n", String::from_utf8_lossy(bytes));
    files.map(one).collect()
}

/// A server with tools that the policy hides, in the file of each client that has rules of its own.
fn ruled() -> Vec<(&'static str, String)> {
    let json =
        |key: &str, more: &str| format!("{{ \"{key}\": {{ \"m\": {{ {MEMORY}{more} }} }} }}\n");
    let opencode = "{ // c\n  \"mcp\": { \"m\": { \"type\": \"local\", \"command\": [\"npx\", \"-y\", \"@modelcontextprotocol/server-memory\"] } },\n  \"permission\": {\n    \"bash\": \"ask\",\n  },\n}\n";
    let goose = "extensions:\n  m:\n    name: m\n    type: stdio\n    cmd: npx\n    args:\n      - -y\n      - '@modelcontextprotocol/server-memory' # c\n    enabled: true\n";
    vec![
        (".claude.json", json("mcpServers", "")),
        (".claude/settings.json", "{ \"permissions\": { \"deny\": [\"Bash(rm:*)\"] } }\n".to_owned()),
        (".codex/config.toml", "[mcp_servers]\nm = { command = 'npx', args = ['-y', '@modelcontextprotocol/server-memory'] } # c\n".to_owned()),
        (".copilot/mcp-config.json", json("mcpServers", ", \"tools\": [\"*\"]")),
        (".gemini/settings.json", json("mcpServers", ", \"excludeTools\": [\"delete_entities\"]")),
        (".config/goose/config.yaml", goose.to_owned()),
        (".kiro/settings/mcp.json", json("mcpServers", ", \"disabledTools\": []")),
        (".config/opencode/opencode.jsonc", opencode.to_owned()),
        (
            ".config/Code/User/globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json",
            json("mcpServers", ""),
        ),
        (".config/zed/settings.json", json("context_servers", "")),
    ]
}

#[test]
fn rules_of_the_clients_own_are_added_and_taken_away_again() {
    let files = ruled();
    let files: Vec<(&str, &str)> = files.iter().map(|(a, b)| (*a, &**b)).collect();
    let home = Home::with(&files);
    let before = home.bytes(&files);
    home.run(&["protect", "--yes"]).ended(0);
    let now = home.bytes(&files);
    let now = files.iter().zip(&now);
    let texts = texts(now.map(|((place, _), bytes)| (*place, &**bytes)));
    insta::assert_snapshot!("own_rules", home.plain(&texts));
    home.run(&["protect", "--yes"])
        .said("There is nothing to change.");
    home.run(&["protect", "--undo", "--yes"])
        .ended(0)
        .said("byte for byte");
    assert_eq!(home.bytes(&files), before);
}

#[test]
fn rules_that_are_taken_away_server_by_server_leave_nothing_behind() {
    let two = format!("{{ \"mcpServers\": {{ \"a\": {{ {MEMORY} }}, \"b\": {{ {MEMORY} }} }} }}\n");
    for settings in [
        Some("{}"),
        Some("{}\r\n"),
        Some("{ \"permissions\": {} }\n"),
        None,
    ] {
        let mut files = vec![(".claude.json", two.as_str())];
        files.extend(settings.map(|it| (".claude/settings.json", it)));
        let home = Home::with(&files);
        let before = home.bytes(&files);
        home.run(&["protect", "--yes"]).ended(0);
        for server in ["a", "b"] {
            home.run(&["protect", "--undo", "--yes", "--only", server])
                .ended(0);
        }
        assert_eq!(home.bytes(&files), before, "{settings:?}");
        assert_eq!(
            home.path(".claude/settings.json").exists(),
            settings.is_some()
        );
    }
}

#[test]
fn undo_of_one_file_says_which_rules_stay() {
    let home = Home::with(&[(".claude.json", &ruled()[0].1)]);
    home.run(&["protect", "--yes"]).ended(0);
    let config = home.path(".claude.json");
    home.run(&["protect", "--undo", "--yes", config.to_str().unwrap()])
        .ended(0)
        .said("to remove them, run `toolrisk protect --undo ~/.claude/settings.json`");
}

#[test]
fn a_file_of_rules_that_was_not_there_is_gone_again() {
    let home = Home::with(&[(".claude.json", &ruled()[0].1)]);
    home.run(&["protect", "--yes"])
        .ended(0)
        .said("rules of Claude Code for 1 server");
    let rules = std::fs::read_to_string(home.path(".claude/settings.json")).unwrap();
    assert!(rules.contains("\"mcp__m__delete_entities\""), "{rules}");
    home.run(&["protect", "--undo", "--yes"]).ended(0);
    assert!(!home.path(".claude/settings.json").exists());
}

#[test]
fn a_file_that_its_client_has_written_anew_gets_its_servers_back() {
    let files = ruled();
    let files: Vec<(&str, &str)> = files.iter().map(|(a, b)| (*a, &**b)).collect();
    let home = Home::with(&files);
    home.run(&["protect", "--yes"]).ended(0);
    // As clients do: every value is kept, and the layout is their own.
    let json = |place: &str| -> serde_json::Value {
        let text = std::fs::read_to_string(home.path(place)).unwrap();
        jsonc_parser::parse_to_serde_value(&text, &jsonc_parser::ParseOptions::default()).unwrap()
    };
    let places: Vec<&str> = files
        .iter()
        .map(|(place, _)| *place)
        .filter(|it| it.contains(".json"))
        .collect();
    for place in &places {
        let text = serde_json::to_string_pretty(&json(place)).unwrap();
        std::fs::write(home.path(place), text).unwrap();
    }
    home.run(&["protect", "--undo", "--yes"]).ended(0);
    for place in places {
        let text = std::fs::read_to_string(home.path(place)).unwrap();
        assert!(!text.contains("gateway"), "{place}\n{text}");
        assert!(!text.contains("delete_observations"), "{place}\n{text}");
    }
    assert!(
        !home.path(".config/toolrisk/protect.json").exists() || {
            let text = std::fs::read_to_string(home.path(".config/toolrisk/protect.json")).unwrap();
            text.contains("\"files\": []")
        }
    );
}

/// Zed reads its settings with this parser, and takes of a server what stands here (`crates/settings_content`).
#[test]
fn the_parser_that_zed_is_built_with_takes_its_protected_settings() {
    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Server {
        command: String,
        args: Vec<String>,
        #[serde(default)]
        env: BTreeMap<String, String>,
    }
    #[derive(serde::Deserialize)]
    struct Settings {
        theme: String,
        context_servers: BTreeMap<String, Server>,
    }
    let place = ".config/zed/settings.json";
    let settings = "// mine\n{\n  \"theme\": \"One\", /* of two */\n  \"context_servers\": {\n    \"memory\": {\n      \"command\": \"npx\", // quick\n      \"args\": [\"-y\", \"@modelcontextprotocol/server-memory\",],\n      \"env\": { \"KEY\": \"a\" },\n    },\n  },\n}\n";
    let home = Home::with(&[(place, settings)]);
    let read = || -> Settings {
        let text = std::fs::read_to_string(home.path(place)).unwrap();
        serde_json_lenient::from_str(&text).unwrap()
    };
    let words = ["npx", "-y", "@modelcontextprotocol/server-memory"];
    assert_eq!(read().context_servers["memory"].args, words[1..]);
    home.run(&["protect", "--yes"]).ended(0);
    let protected = read();
    let server = &protected.context_servers["memory"];
    assert_eq!(
        (protected.theme.as_str(), server.args[0].as_str()),
        ("One", "gateway")
    );
    assert!(server.command.ends_with("toolrisk"), "{server:?}");
    assert_eq!(server.args[server.args.len() - 3..], words);
    assert_eq!(server.env["KEY"], "a");
    home.run(&["protect", "--undo", "--yes"]).ended(0);
    assert_eq!(std::fs::read_to_string(home.path(place)).unwrap(), settings);
}

#[test]
fn the_documentation_says_who_has_read_the_protected_file_of_each_client() {
    let page = include_str!("../../docs/explanation/targets.md");
    let (_, section) = page.split_once("## Who has read").unwrap();
    let (table, _) = section.split_once("\n## ").unwrap();
    for client in toolrisk::clients::CLIENTS {
        let row = format!("\n| {} | ", client.title);
        assert!(table.contains(&row), "missing: {row}");
    }
}

#[test]
fn the_documentation_says_which_rules_each_client_gets() {
    let page = include_str!("../../docs/explanation/targets.md");
    for client in toolrisk::clients::CLIENTS {
        let rules = toolrisk::clients::own_rules(client.id).said();
        let row = format!("| {} | {rules} |", client.title);
        assert!(page.contains(&row), "missing: {row}");
    }
}

#[test]
fn what_would_change_another_server_too_stays_as_it_is() {
    let memory = "[-y, \"@modelcontextprotocol/server-memory\"]";
    let goose = ".config/goose/config.yaml";
    for (place, text) in [
        (
            goose,
            format!(
                "extensions:\n  m: &m\n    name: m\n    cmd: npx\n    args: {memory}\n  n: *m\n"
            ),
        ),
        (
            goose,
            format!(
                "extensions:\n  m: &m\n    cmd: npx\n    args: {memory}\n  n:\n    <<: *m\n    name: n\n"
            ),
        ),
        (
            goose,
            format!(
                "extensions:\n  m:\n    cmd: &c npx\n    args: {memory}\n  n:\n    cmd: *c\n    args: [x]\n"
            ),
        ),
        (
            ".cursor/mcp.json",
            format!("{{\"mcpServers\": {{\"m\": {{{MEMORY}}}, \"m\": {{{MEMORY}}}}}}}"),
        ),
        (
            ".cursor/mcp.json",
            format!("{{\"mcpServers\": {{\"m\": {{{MEMORY}, \"args\": []}}}}}}"),
        ),
    ] {
        let home = Home::with(&[(place, &text)]);
        home.run(&["protect", "--yes"])
            .ended(0)
            .said("stays as it is");
        assert_eq!(std::fs::read_to_string(home.path(place)).unwrap(), text);
    }
}

#[test]
fn strange_configurations_are_protected_and_come_back() {
    let cursor = ".cursor/mcp.json";
    let codex = ".codex/config.toml";
    let package = "\"-y\", \"@modelcontextprotocol/server-memory\"";
    let mut files = vec![
        (cursor, format!("{{ /* a */ \"mcpServers\": {{ \"m\": {{ {MEMORY}, }}, }}, }}")),
        (cursor, "{\"mcpServers\":{\"m\":{\"\\u0063ommand\":\"C:\\\\Program Files\\\\npx.cmd\",\"args\":[\"-y\",\"@modelcontextprotocol/server-memory\",\"C:\\\\data\"]}}}".to_owned()),
        (cursor, format!("{{\"mcpServers\":{{\"m\":{{{MEMORY}}}}},\"pad\":\"{}\"}}", "x".repeat(3 << 20))),
        (codex, format!("mcp_servers = {{ m = {{ command = 'npx', args = [{package}] }} }}\n")),
        (codex, format!("[mcp_servers.\"my.server\"]\nargs = [{package}]\ncommand = \"\"\"npx\"\"\"\n[mcp_servers.\"my.server\".env]\nA = '1'\n")),
        (codex, format!("mcp_servers.m.command = \"npx\"\nmcp_servers.m.args = [{package}]\n")),
        (".config/goose/config.yaml", format!("extensions: {{m: {{name: m, cmd: npx, args: [{package}]}}}}\n")),
        (".config/goose/config.yaml", format!("extensions:\n  ? m\n  : name: m\n    cmd: npx\n    args: [{package}]\n")),
    ];
    for name in [
        "",
        "..",
        "a/b",
        "é ключ",
        "--policy",
        "a b",
        "{x}",
        "con",
        "-x",
        "--",
        "--as",
        "\\\"q\\\"",
        "../../x",
        "a\\\\b",
        "--dry-run",
        "$(x)",
        "%X%",
    ] {
        files.push((
            cursor,
            format!("{{\"mcpServers\":{{\"{name}\":{{{MEMORY}}}}}}}"),
        ));
    }
    for (place, text) in files {
        let home = Home::with(&[(place, &text)]);
        home.run(&["protect", "--yes"])
            .ended(0)
            .said("1 server behind the gateway");
        home.run(&["protect", "--undo", "--yes"])
            .ended(0)
            .said("byte for byte");
        assert_eq!(std::fs::read_to_string(home.path(place)).unwrap(), text);
    }
}
