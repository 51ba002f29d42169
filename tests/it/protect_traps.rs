//! `protect` where something is in its way: renamed servers, broken files of rules, links that lead nowhere.

use std::os::unix::fs::{PermissionsExt, symlink};

use crate::clients::Home;
use crate::program::Ran;

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

#[test]
fn a_server_whose_name_looks_like_an_option_starts_behind_the_gateway() {
    for name in ["-x", "--as", "--", "--dry-run", "--policy", "a b", "../x"] {
        let home = Home::with(&[(".cursor/mcp.json", &memory(&[name]))]);
        home.run(&["protect", "--yes", "--only", name])
            .ended(0)
            .said("1 server behind the gateway");
        let value: serde_json::Value =
            serde_json::from_str(&text(&home, ".cursor/mcp.json")).unwrap();
        let words = value["mcpServers"][name]["args"].as_array().unwrap();
        let mut words: Vec<&str> = words.iter().map(|it| it.as_str().unwrap()).collect();
        let own = words.iter().rposition(|it| *it == "--").unwrap();
        words.truncate(own + 1);
        // In place of the server a program that ends at once.
        words.extend(["true"]);
        home.run(&words).ended(0);
        home.run(&["protect", "--status"])
            .ended(0)
            .said("1 server behind the gateway, 0 not");
        home.run(&["protect", "--undo", "--yes", "--only", name])
            .ended(0);
        assert_eq!(text(&home, ".cursor/mcp.json"), memory(&[name]));
    }
}

/// What `protect --status` and `audit` say of a home with one protected server, after somebody has changed its
/// configuration or its policy.
fn told_after(change: impl FnOnce(&Home, &mut serde_json::Value)) -> [Ran; 2] {
    let home = Home::with(&[(".cursor/mcp.json", &memory(&["m"]))]);
    home.run(&["protect", "--yes"]).ended(0);
    home.run(&["protect", "--status"]).ended(0);
    rewrite(&home, ".cursor/mcp.json", |value| {
        change(&home, &mut value["mcpServers"]["m"]);
    });
    [&["protect", "--status"][..], &["audit", "--format", "json"]].map(|it| home.run(it))
}

#[test]
fn a_gateway_that_holds_nothing_back_is_not_told_as_one_that_does() {
    fn policy(server: &serde_json::Value) -> String {
        let words = server["args"].as_array().unwrap();
        let at = words.iter().position(|it| it == "--policy").unwrap();
        words[at + 1].as_str().unwrap().to_owned()
    }
    let told = [
        (
            told_after(|_, server| std::fs::remove_file(policy(server)).unwrap()),
            "is gone",
            "gateway-does-not-start",
        ),
        (
            told_after(|_, server| std::fs::write(policy(server), "{").unwrap()),
            "is not valid",
            "gateway-does-not-start",
        ),
        (
            told_after(|_, server| server["command"] = "/nowhere/toolrisk".into()),
            "its program `/nowhere/toolrisk` is gone",
            "gateway-does-not-start",
        ),
        (
            told_after(|_, server| {
                let words = server["args"].as_array_mut().unwrap();
                words.insert(1, "--dry-run".into());
            }),
            "lets every call pass",
            "gateway-lets-all-pass",
        ),
        (
            told_after(|_, server| server["args"] = serde_json::json!(["gateway", "--", "npx"])),
            "names no policy",
            "gateway-does-not-start",
        ),
    ];
    for ([status, audit], reason, code) in told {
        status
            .ended(1)
            .said(reason)
            .said("0 servers behind the gateway, 1 not");
        let audit = audit.ended(1);
        let told: serde_json::Value = serde_json::from_str(&audit.out).unwrap();
        let found = told["findings"].as_array().unwrap().iter();
        let mut found = found.filter(|it| it["name"] == code);
        let found = found.next().unwrap_or_else(|| panic!("{}", audit.out));
        assert_eq!(found["level"], "error", "{found}");
        let message = found["message"].as_str().unwrap();
        assert!(message.contains(reason), "{message}");
    }
}

#[test]
fn a_configuration_that_cannot_be_read_is_not_success() {
    for format in [".cursor/mcp.json", ".codex/config.toml"] {
        let good = memory(&["m"]);
        let home = Home::with(&[(".claude.json", good.as_str()), (format, "{ [ nothing")]);
        home.run(&["protect", "--dry-run"])
            .ended(1)
            .said("cannot be read");
        home.run(&["audit"]).ended(1).said("cannot be read");
        home.run(&["protect", "--yes"])
            .ended(1)
            .said("1 server behind the gateway");
        home.run(&["protect", "--status"])
            .ended(1)
            .said("cannot be read");
        home.run(&["protect", "--yes"])
            .ended(1)
            .said("There is nothing to change.");
    }
}

#[test]
fn the_record_is_found_from_the_configuration_where_the_settings_have_moved() {
    let before = memory(&["m"]);
    let home = Home::with(&[(".cursor/mcp.json", before.as_str())]);
    let elsewhere = home.path("elsewhere");
    let moved = |arguments: &[&str]| {
        let mut command = home.command(arguments);
        command.env("XDG_CONFIG_HOME", &elsewhere);
        let done = command.output().unwrap();
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        (done.status.code(), said)
    };
    home.run(&["protect", "--yes"]).ended(0);
    let (code, said) = moved(&["protect", "--undo", "--yes"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("the configuration leads to the one in") && said.contains("byte for byte"),
        "{said}"
    );
    assert_eq!(text(&home, ".cursor/mcp.json"), before);
    // And the other way round, with the file named.
    assert_eq!(moved(&["protect", "--yes"]).0, Some(0));
    home.run(&[
        "protect",
        "--undo",
        "--yes",
        home.path(".cursor/mcp.json").to_str().unwrap(),
    ])
    .ended(0)
    .said("byte for byte");
    assert_eq!(text(&home, ".cursor/mcp.json"), before);
}

#[test]
fn what_gemini_cli_does_not_start_is_switched_off() {
    let server = r#"{ "command": "npx", "args": ["-y", "@modelcontextprotocol/server-memory"] }"#;
    for (lists, off) in [
        (r#""excluded": ["a"]"#, "`a`"),
        (r#""allowed": ["b"]"#, "`a`"),
        (r#""allowed": ["a", "b"], "excluded": ["a"]"#, "`a`"),
    ] {
        let text = format!(
            r#"{{ "mcp": {{ {lists} }}, "mcpServers": {{ "a": {server}, "b": {server} }} }}"#
        );
        let home = Home::with(&[(".gemini/settings.json", text.as_str())]);
        home.run(&["protect", "--yes"])
            .ended(0)
            .said("1 server behind the gateway")
            .said(&format!(
                "{off} stays as it is: it is switched off in the client"
            ));
    }
}

/// Settings of Gemini CLI with these lists, and with servers if any are named.
fn gemini(lists: &str, servers: &[&str]) -> String {
    let server = r#"{ "command": "npx", "args": ["-y", "@modelcontextprotocol/server-memory"] }"#;
    let servers: Vec<String> = servers
        .iter()
        .map(|it| format!(r#""{it}": {server}"#))
        .collect();
    let servers = servers.join(", ");
    format!(r#"{{ "mcp": {{ {lists} }}, "mcpServers": {{ {servers} }} }}"#)
}

#[test]
fn gemini_cli_takes_each_list_of_its_strongest_file() {
    const USER: &str = ".gemini/settings.json";
    const APP: &str = "code/app/.gemini/settings.json";
    // The user's lists and servers, the project's, and what is switched off in both places.
    for (user, app, off) in [
        // A server of the user starts outside of the project, whatever the project says.
        (
            ("", &["a", "b"][..]),
            (r#""excluded": ["a"]"#, &[][..]),
            &[][..],
        ),
        // The project has no list of its own: that of the user holds for its servers, too.
        ((r#""excluded": ["c"]"#, &["a"]), ("", &["c"]), &["c"]),
        ((r#""allowed": ["a"]"#, &["a"]), ("", &["c"]), &["c"]),
        // Its own list takes the place of the user's and is not added to it.
        (
            (r#""excluded": ["a", "c"]"#, &["a"]),
            (r#""excluded": ["d"]"#, &["c", "d"]),
            &["d"],
        ),
        // What the user leaves out starts in the project whose own list lets it.
        (
            (r#""allowed": ["b"]"#, &["a", "b"]),
            (r#""allowed": ["a"]"#, &["c"]),
            &["c"],
        ),
        // Both lists stand by themselves.
        (
            (r#""excluded": ["a"]"#, &["a", "b"]),
            (r#""allowed": ["a", "b"]"#, &["c"]),
            &["a", "c"],
        ),
        // Some releases compare names without regard to case.
        ((r#""allowed": ["A "]"#, &["a"]), ("", &[]), &[]),
    ] {
        let files = [gemini(user.0, user.1), gemini(app.0, app.1)];
        let home = Home::with(&[(USER, files[0].as_str()), (APP, files[1].as_str())]);
        let told = home.run(&["protect", "--yes"]).ended(0);
        for name in user.1.iter().chain(app.1) {
            let words = format!("`{name}` stays as it is: it is switched off in the client");
            let is_off = told.err.contains(&words) || told.out.contains(&words);
            assert_eq!(
                is_off,
                off.contains(name),
                "{name} of {files:?}\n{}",
                told.err
            );
        }
    }
}

#[test]
fn the_administrators_files_of_gemini_cli_lie_where_its_variables_say() {
    const USER: &str = ".gemini/settings.json";
    let user = gemini("", &["a", "b"]);
    let settings = gemini(r#""excluded": ["a"]"#, &["managed"]);
    let defaults = gemini(r#""excluded": ["b"]"#, &["usual"]);
    let home = Home::with(&[
        (USER, &user),
        ("admin/settings", &settings),
        ("admin/system-defaults.json", &defaults),
        ("elsewhere", &defaults),
    ]);
    let status = |variables: &[(&str, &str)]| {
        let mut command = home.command(&["protect", "--status"]);
        for (name, place) in variables {
            command.env(name, home.path(place));
        }
        Ran::from(command.output().unwrap()).out
    };
    let none = status(&[]);
    assert!(
        !none.contains("managed") && !none.contains("usual"),
        "{none}"
    );
    let moved = ("GEMINI_CLI_SYSTEM_SETTINGS_PATH", "admin/settings");
    let beside = status(&[moved]);
    for words in [
        "managed",
        "usual",
        "the administrator manages this file",
        "switched off",
    ] {
        assert!(beside.contains(words), "{words}: {beside}");
    }
    // Its own list is stronger than that of the defaults, which holds where there is no other.
    let off = beside.matches("switched off").count();
    let only = status(&[("GEMINI_CLI_SYSTEM_DEFAULTS_PATH", "elsewhere")]);
    assert!(
        only.contains("usual") && !only.contains("managed"),
        "{only}"
    );
    assert_eq!(
        (off, only.matches("switched off").count()),
        (1, 1),
        "{beside}{only}"
    );
}

#[test]
fn servers_that_powers_bring_to_kiro_are_seen() {
    let server = r#"{ "command": "npx", "args": ["-y", "@modelcontextprotocol/server-memory"] }"#;
    let user = format!(
        r#"{{ "mcpServers": {{ "own": {server} }}, "powers": {{ "mcpServers": {{ "brought": {server} }} }} }}"#
    );
    let power = format!(r#"{{ "mcpServers": {{ "installed": {server} }} }}"#);
    let home = Home::with(&[
        (".kiro/settings/mcp.json", user.as_str()),
        (".kiro/powers/installed/notes/mcp.json", power.as_str()),
    ]);
    let told = home.run(&["protect", "--status"]).ended(1);
    for name in ["own", "brought", "installed"] {
        assert!(told.out.contains(name), "{}", told.out);
    }
    home.run(&["protect", "--yes"]).ended(0);
    assert_eq!(
        text(&home, ".kiro/settings/mcp.json")
            .matches("\"gateway\"")
            .count(),
        2
    );
    home.run(&["protect", "--undo", "--yes"]).ended(0);
    assert_eq!(text(&home, ".kiro/settings/mcp.json"), user);
}

#[test]
fn a_login_that_is_switched_off_is_no_login() {
    let of = |oauth: &str| {
        format!(
            r#"{{ "mcp": {{ "deepwiki": {{ "type": "remote", "url": "https://mcp.deepwiki.com/mcp", "oauth": {oauth} }} }} }}"#
        )
    };
    for (oauth, logs_in) in [
        ("false", false),
        ("{}", true),
        (r#"{ "clientId": "x" }"#, true),
    ] {
        let text = of(oauth);
        let home = Home::with(&[(".config/opencode/opencode.json", text.as_str())]);
        let told = home.run(&["protect", "--status"]);
        assert_eq!(
            told.out.contains("the client logs in"),
            logs_in,
            "{}",
            told.out
        );
    }
}

const MEMORY: &str = r#""command": "npx", "args": ["-y", "@modelcontextprotocol/server-memory"]"#;
const COPILOT: &str = ".copilot/mcp-config.json";
const GEMINI: &str = ".gemini/settings.json";

/// Puts words in the place of others in a file.
fn reword(home: &Home, place: &str, words: &[(&str, &str)]) {
    let mut now = text(home, place);
    for (old, new) in words {
        assert!(now.contains(old), "{old}: {now}");
        now = now.replacen(old, new, 1);
    }
    std::fs::write(home.path(place), now).unwrap();
}

#[test]
fn what_the_user_has_changed_since_stays_to_the_letter() {
    let zed = format!(
        "{{ // one, two\n  \"theme\": [\"a b\"], \"mine\": {{ \"tools\": {{}} }},\n  \"context_servers\": {{ \"m\": {{ {MEMORY} }} }} }}\n"
    );
    let opencode = r#"{ /* one, two */ "mcp": { "m": { "type": "local", "command": ["npx", "-y", "@modelcontextprotocol/server-memory"] } },
  "permission": { "bash": "ask" }, "agent": { "permission": {} }, "instructions": ["a, b"] }
"#;
    let claude =
        r#"{"permissions":{"allow":["Bash(ls, -la)"],"deny":[]},"note":"say hello, world"}"#;
    for (place, before, words) in [
        (
            SETTINGS,
            claude,
            &[
                ("Bash(ls, -la)", "Bash(ls -la)"),
                ("hello, world", "helloworld"),
            ][..],
        ),
        (
            ".config/zed/settings.json",
            &zed,
            &[
                ("one, two", "onetwo"),
                ("\"a b\"", "\"ab\""),
                ("{ \"tools\": {} }", "{}"),
            ],
        ),
        (
            ".config/opencode/opencode.jsonc",
            opencode,
            &[
                ("one, two", "one two"),
                ("a, b", "ab"),
                ("{ \"permission\": {} }", "{}"),
            ],
        ),
    ] {
        let home = Home::with(&[(place, before), (CLAUDE, &memory(&["m"]))]);
        home.run(&["protect", "--yes"]).ended(0);
        assert_ne!(text(&home, place), before);
        reword(&home, place, words);
        home.run(&["protect", "--undo", "--yes"])
            .ended(0)
            .said("other changes since then stay");
        let mut expected = before.to_owned();
        for (old, new) in words {
            expected = expected.replacen(old, new, 1);
        }
        assert_eq!(text(&home, place), expected);
    }
}

#[test]
fn what_was_made_for_rules_goes_and_what_is_in_it_stays() {
    for (settings, change, expected) in [
        (None, r#"{"model": "x"}"#, r#"{"model": "x"}"#),
        (Some("{}"), r#"{"model": "x"}"#, r#"{"model": "x"}"#),
        (
            Some(r#"{"permissions": {}}"#),
            r#"{"model": []}"#,
            r#"{"permissions": {}, "model": []}"#,
        ),
        (
            Some(r#"{"permissions": {"deny": []}}"#),
            r#"{"model": {}}"#,
            r#"{"permissions": {"deny": []}, "model": {}}"#,
        ),
    ] {
        let mut files = vec![(CLAUDE, memory(&["m"]))];
        files.extend(settings.map(|it| (SETTINGS, it.to_owned())));
        let files: Vec<(&str, &str)> = files.iter().map(|(a, b)| (*a, &**b)).collect();
        let home = Home::with(&files);
        home.run(&["protect", "--yes"]).ended(0);
        rewrite(&home, SETTINGS, |value| {
            let change: serde_json::Value = serde_json::from_str(change).unwrap();
            value
                .as_object_mut()
                .unwrap()
                .extend(change.as_object().unwrap().clone());
        });
        home.run(&["protect", "--undo", "--yes"]).ended(0);
        let value: serde_json::Value = serde_json::from_str(&text(&home, SETTINGS)).unwrap();
        let expected: serde_json::Value = serde_json::from_str(expected).unwrap();
        assert_eq!(value, expected, "{settings:?}");
    }
    // A rule that its user has changed is the user's.
    let zed = ".config/zed/settings.json";
    let before = format!("{{ \"context_servers\": {{ \"m\": {{ {MEMORY} }} }} }}\n");
    let home = Home::with(&[(zed, &before)]);
    home.run(&["protect", "--yes"]).ended(0);
    reword(&home, zed, &[("\"deny\"", "\"confirm\"")]);
    home.run(&["protect", "--undo", "--yes"]).ended(0);
    let now = text(&home, zed);
    assert!(
        now.contains("\"confirm\"") && !now.contains("\"deny\""),
        "{now}"
    );
}

#[test]
fn values_and_comments_of_an_entry_that_changed_since_stay() {
    let place = ".cursor/mcp.json";
    let before = format!("{{ \"mcpServers\": {{ \"m\": {{ {MEMORY}, \"timeout\": 30 }} }} }}\n");
    let home = Home::with(&[(place, &before)]);
    home.run(&["protect", "--yes"]).ended(0);
    rewrite(&home, place, |it| {
        it["mcpServers"]["m"]["timeout"] = 60.into();
    });
    home.run(&["protect", "--undo", "--yes"]).ended(0);
    let value: serde_json::Value = serde_json::from_str(&text(&home, place)).unwrap();
    let server = &value["mcpServers"]["m"];
    assert_eq!(
        (&server["timeout"], &server["command"]),
        (&60.into(), &"npx".into())
    );

    home.run(&["protect", "--yes"]).ended(0);
    reword(
        &home,
        place,
        &[("\"args\": [", "// mine, too\n\"args\": [")],
    );
    home.run(&["protect", "--undo", "--yes"]).ended(0);
    let now = text(&home, place);
    assert!(
        now.contains("// mine, too") && !now.contains("gateway"),
        "{now}"
    );
}

#[test]
fn the_list_of_tools_comes_back_when_other_values_of_the_entry_have_changed() {
    let json = |more: &str| format!("{{ \"mcpServers\": {{ \"m\": {{ {MEMORY}, {more} }} }} }}\n");
    for (place, more, words) in [
        (
            COPILOT,
            r#""env": { "T": "one" }, "tools": ["*"]"#,
            ("one", "two"),
        ),
        (
            GEMINI,
            r#""env": { "T": "one" }, "excludeTools": ["own"]"#,
            ("one", "two"),
        ),
        (
            ".kiro/settings/mcp.json",
            r#""env": { "T": "one" }, "disabledTools": null"#,
            ("one", "two"),
        ),
        (GEMINI, r#""cwd": "/x""#, ("/x", "/y")),
    ] {
        let before = json(more);
        let home = Home::with(&[(place, &before)]);
        home.run(&["protect", "--yes"]).ended(0);
        assert!(text(&home, place).contains("entities"), "{place}");
        reword(&home, place, &[words]);
        home.run(&["protect", "--undo", "--yes"])
            .ended(0)
            .said("other changes since then stay");
        assert_eq!(text(&home, place), before.replacen(words.0, words.1, 1));
    }
    let codex = "[mcp_servers.m]\ncommand = \"npx\" # one\nargs = [\"-y\", \"@modelcontextprotocol/server-memory\"]\n";
    let home = Home::with(&[(".codex/config.toml", codex)]);
    home.run(&["protect", "--yes"]).ended(0);
    reword(&home, ".codex/config.toml", &[("# one", "# two")]);
    home.run(&["protect", "--undo", "--yes"]).ended(0);
    let expected = codex.replacen("# one", "# two", 1);
    assert_eq!(text(&home, ".codex/config.toml"), expected);
}

#[test]
fn names_that_the_user_has_put_into_a_list_of_tools_stay() {
    let before = format!("{{ \"mcpServers\": {{ \"m\": {{ {MEMORY} }} }} }}\n");
    let home = Home::with(&[(GEMINI, &before)]);
    home.run(&["protect", "--yes"]).ended(0);
    rewrite(&home, GEMINI, |value| {
        let list = value["mcpServers"]["m"]["excludeTools"]
            .as_array_mut()
            .unwrap();
        list.insert(1, "read_graph".into());
    });
    home.run(&["protect", "--undo", "--yes"]).ended(0);
    let value: serde_json::Value = serde_json::from_str(&text(&home, GEMINI)).unwrap();
    let expected: serde_json::Value = serde_json::json!({
        "command": "npx", "args": ["-y", "@modelcontextprotocol/server-memory"], "excludeTools": ["read_graph"],
    });
    assert_eq!(value["mcpServers"]["m"], expected);
}

#[test]
fn the_list_of_tools_comes_back_when_the_gateway_was_taken_away_by_hand() {
    let before = format!("{{ \"mcpServers\": {{ \"m\": {{ {MEMORY}, \"tools\": [\"*\"] }} }} }}\n");
    let home = Home::with(&[(COPILOT, &before)]);
    home.run(&["protect", "--yes"]).ended(0);
    rewrite(&home, COPILOT, |value| {
        let server = value["mcpServers"]["m"].as_object_mut().unwrap();
        server.insert("command".to_owned(), "node".into());
        server.insert("args".to_owned(), serde_json::json!([]));
    });
    home.run(&["protect", "--undo", "--yes"]).ended(0);
    let value: serde_json::Value = serde_json::from_str(&text(&home, COPILOT)).unwrap();
    let expected = serde_json::json!({ "command": "node", "args": [], "tools": ["*"] });
    assert_eq!(value["mcpServers"]["m"], expected);
}

#[test]
fn runs_at_one_time_lose_nothing_of_the_record() {
    let names: Vec<String> = (0..6).map(|at| format!("p{at}/mcp.json")).collect();
    let server = memory(&["m"]);
    let files: Vec<(&str, &str)> = names.iter().map(|it| (it.as_str(), &*server)).collect();
    let home = Home::with(&files);
    let all = |arguments: &[&str]| {
        let one = |name: &String| {
            let path = home.path(name);
            let mut command = home.command(arguments);
            command.arg(path).stdout(std::process::Stdio::null());
            command.stderr(std::process::Stdio::null()).spawn().unwrap()
        };
        let children: Vec<_> = names.iter().map(one).collect();
        for mut child in children {
            assert!(child.wait().unwrap().success());
        }
    };
    let recorded = || {
        let record = text(&home, ".config/toolrisk/protect.json");
        let record: serde_json::Value = serde_json::from_str(&record).unwrap();
        record["files"].as_array().unwrap().len()
    };
    all(&["protect", "--yes"]);
    assert_eq!(recorded(), names.len());
    all(&["protect", "--undo", "--yes"]);
    assert_eq!(recorded(), 0);
    for name in &names {
        assert_eq!(text(&home, name), server);
    }
}

#[test]
fn a_name_that_no_server_has_is_an_error() {
    let place = ".cursor/mcp.json";
    let home = Home::with(&[(place, &memory(&["memory", "other"]))]);
    let wrong = |arguments: &[&str]| {
        let arguments = [arguments, &["--only", "memroy"]].concat();
        home.run(&arguments)
            .ended(2)
            .said("no server has the name `memroy`")
            .said("did you mean `memory`?");
    };
    wrong(&["protect", "--yes"]);
    wrong(&["protect", "--status"]);
    wrong(&["protect", "--undo", "--yes"]);
    home.run(&["protect", "--yes", "--only", "memory"]).ended(0);
    wrong(&["protect", "--undo", "--yes"]);
    home.run(&["protect", "--yes", "--only", "memory", "--only", "xyz"])
        .ended(2)
        .said("`toolrisk protect --status` lists the servers");
    home.run(&["protect", "--undo", "--yes", "--only", "other"])
        .ended(0)
        .said("There is nothing to undo.");
    assert!(text(&home, place).contains("gateway"));
    home.run(&["protect", "--undo", "--yes", "--only", "memory"])
        .ended(0)
        .said("restored 1 server");
}

#[test]
fn a_program_of_another_name_knows_its_own_gateways() {
    let place = ".cursor/mcp.json";
    let before = memory(&["m"]);
    let home = Home::with(&[(place, &before), ("bin/readme", "")]);
    let program = home.path("bin/risk-nightly");
    std::fs::copy(env!("CARGO_BIN_EXE_toolrisk"), &program).unwrap();
    let run = |arguments: &[&str]| -> Ran {
        let mut command = std::process::Command::new(&program);
        command.args(arguments).current_dir(home.path("bin"));
        command
            .env("HOME", &home.folder)
            .env_remove("XDG_CONFIG_HOME");
        command.output().unwrap().into()
    };
    run(&["protect", "--yes"])
        .ended(0)
        .said("1 server behind the gateway");
    assert!(text(&home, place).contains("risk-nightly"));
    run(&["protect", "--status"])
        .ended(0)
        .said("1 server behind the gateway, 0 not");
    run(&["protect", "--undo", "--yes"])
        .ended(0)
        .said("byte for byte");
    assert_eq!(text(&home, place), before);
}

#[test]
fn a_profile_that_an_old_policy_keeps_out_is_told() {
    let home = Home::with(&[(".cursor/mcp.json", &memory(&["m"]))]);
    let strict = ["protect", "--yes", "--profile", "strict"];
    home.run(&["protect", "--yes"]).ended(0);
    home.run(&strict)
        .ended(0)
        .said("kept the policy `")
        .said("remove it to get `strict` (run `toolrisk protect --undo` first");
    home.run(&["protect", "--undo", "--yes"]).ended(0);
    home.run(&strict).ended(0).said("remove it to get `strict`");
    home.run(&["protect", "--undo", "--yes"]).ended(0);
    std::fs::remove_dir_all(home.path(".config/toolrisk/policies")).unwrap();
    for _ in 0..2 {
        let done = home.run(&strict).ended(0);
        assert!(!done.err.contains("kept the policy"), "{}", done.err);
    }
}
