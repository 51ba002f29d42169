//! `export --target` for clients that have no rules of their own: the gateway holds the policy.

use serde_json::Value;
use toolrisk::clients::wrapping;

use crate::program::{run, write};

#[test]
fn a_client_without_rules_gets_its_configuration_with_the_policy_beside_it() {
    for client in wrapping() {
        let scratch = tempfile::tempdir().unwrap();
        let here = scratch.path();
        let words = [
            "export",
            "filesystem",
            "--as",
            "files",
            "--target",
            client.id,
            "-o",
            "client/config",
        ];
        std::fs::create_dir(here.join("client")).unwrap();
        run(here, &words).ended(0).said(client.title);
        let text = std::fs::read_to_string(here.join("client/config")).unwrap();
        for words in [
            "gateway",
            "filesystem.policy.json",
            "@modelcontextprotocol/server-filesystem",
            "files",
        ] {
            assert!(text.contains(words), "{}: no {words} in {text}", client.id);
        }
        let policy = std::fs::read_to_string(here.join("client/filesystem.policy.json")).unwrap();
        assert_eq!(policy, run(here, &["export", "filesystem"]).ended(0).out);
        // Run again, it writes the same; what somebody else wrote stays.
        run(here, &words).ended(0);
        write(&here.join("client/config"), "{\"mine\": 1}");
        run(here, &words).ended(2).said("so it was not replaced");
    }
}

#[test]
fn the_servers_own_command_can_be_given_and_goes_nowhere_else() {
    let scratch = tempfile::tempdir().unwrap();
    let here = scratch.path();
    let words = [
        "export",
        "filesystem",
        "--target",
        "vscode",
        "--",
        "node",
        "server.js",
        "a b",
    ];
    let out = run(here, &words).ended(0).out;
    let entry: Value = serde_json::from_str(&out).unwrap();
    let entry = &entry["servers"]["filesystem"];
    assert_eq!(entry["type"], "stdio");
    let args: Vec<&str> = entry["args"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it.as_str().unwrap())
        .collect();
    assert_eq!(args[args.len() - 4..], ["--", "node", "server.js", "a b"]);
    run(here, &["export", "filesystem", "--", "node"])
        .ended(2)
        .said("does not start the server");
    run(
        here,
        &[
            "export",
            "filesystem",
            "--target",
            "zed",
            "--merge-into",
            "x.json",
        ],
    )
    .ended(2)
    .said("toolrisk protect");
}

#[test]
fn two_cedar_policies_beside_each_other_keep_their_schemas() {
    let scratch = tempfile::tempdir().unwrap();
    let here = scratch.path();
    for (id, file) in [("filesystem", "shop.files"), ("memory", "shop.memory")] {
        run(
            here,
            &[
                "export", id, "--as", "shop", "--target", "cedar", "-o", file,
            ],
        )
        .ended(0);
    }
    let schema = |file: &str| std::fs::read_to_string(here.join(file)).unwrap();
    assert!(schema("shop.files.cedarschema").contains("read_text_file"));
    assert!(schema("shop.memory.cedarschema").contains("read_graph"));
    write(&here.join("own.cedarschema"), "entity Mine;\n");
    run(
        here,
        &["export", "memory", "--target", "cedar", "-o", "own.cedar"],
    )
    .ended(2);
    assert_eq!(schema("own.cedarschema"), "entity Mine;\n");
}
