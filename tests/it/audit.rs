//! `audit`: what the agents of a machine can call.

use serde_json::Value;

use crate::clients::{FILES, Home, SECRET};

#[test]
fn the_clients_of_a_home_are_found_and_their_servers_rated() {
    let home = Home::full();
    let ran = home.run(&["audit"]).ended(1);
    insta::assert_snapshot!("audit_of_a_home", home.plain(&ran.out));
}

#[test]
fn no_form_of_the_report_holds_a_secret_or_the_name_of_the_home() {
    let home = Home::full();
    for format in ["human", "json", "sarif", "markdown", "html"] {
        let ran = home.run(&["audit", "--format", format]).ended(1);
        let both = format!("{}{}", ran.out, ran.err);
        assert!(!both.contains(SECRET), "{format} holds the secret");
        assert!(
            !both.contains(home.folder.to_str().unwrap()),
            "{format} holds the home"
        );
        if matches!(format, "json" | "sarif") {
            serde_json::from_str::<Value>(&ran.out).unwrap();
        }
    }
    let page = home.run(&["audit", "--format", "html"]).out;
    assert!(!page.contains("<script") && !page.contains("src=") && !page.contains("href="));
}

#[test]
fn a_configuration_can_be_named_and_a_broken_one_costs_no_other() {
    let home = Home::full();
    std::fs::write(home.path(".cursor/mcp.json"), "{ \"mcpServers\": ").unwrap();
    home.run(&["audit"])
        .ended(1)
        .said("unreadable-configuration")
        .said("VS Code");
    std::fs::write(
        home.path("other.json"),
        r#"{"mcpServers": {"t": {"command": "uvx", "args": ["mcp-server-time@2026.10.19"]}}}"#,
    )
    .unwrap();
    let other = home.path("other.json");
    let ran = home.run(&["audit", "--format", "json", other.to_str().unwrap()]);
    let said: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(said["agents"][0]["servers"][0]["catalog"], "time");
    assert_eq!(said["agents"].as_array().unwrap().len(), 1);
    home.run(&["audit", "missing.json"])
        .ended(2)
        .said("there is no file `missing.json`");
}

#[test]
fn nothing_is_written_and_nothing_is_found_in_an_empty_home() {
    let home = Home::full();
    let before = home.bytes(FILES);
    home.run(&["audit"]);
    assert_eq!(home.bytes(FILES), before);
    let empty = Home::with(&[]);
    empty
        .run(&["audit"])
        .ended(0)
        .said("No MCP servers were found");
}
