//! `protect`: the gateway before the servers of each client, and away again.

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
    let texts: String = FILES
        .iter()
        .zip(&protected)
        .filter(|((place, _), _)| {
            !place.contains("settings.json") || place.contains("gemini") || place.contains("zed")
        })
        .flat_map(|((place, _), bytes)| {
            let text = String::from_utf8_lossy(bytes).into_owned();
            [
                "=== ".to_owned(),
                (*place).to_owned(),
                "\n".to_owned(),
                text,
                "\n".to_owned(),
            ]
        })
        .collect();
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
        .said("there is nobody to ask");
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
        .said("what else was changed since stays");
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
