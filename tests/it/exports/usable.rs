//! What is left of a server where nothing counts calls, and the modes in which a client asks nothing.

use toolrisk::load::{load, read_tree};
use toolrisk::model::Definition;
use toolrisk::policy::{Prefer, Profile, ServerPolicy, all_targets, recommend, target};
use toolrisk::rules::rate_server;

/// How many tools a policy for Docker's gateway enables.
fn enabled(server: &str, prefer: Prefer) -> usize {
    let tree = read_tree(
        &std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("catalog"),
        None,
    )
    .unwrap();
    let catalog = load(&tree).catalog;
    let server = catalog.server(server).unwrap();
    let policy = recommend(&rate_server(&catalog, server), Profile::Recommended);
    let tools: Vec<&Definition> = server.tools.iter().map(|it| &it.definition).collect();
    let server = ServerPolicy {
        name: "server",
        policy: &policy,
        tools: &tools,
    };
    let export = target("docker").unwrap().export(&[server], prefer).unwrap();
    let commands = export.text.lines().filter(|line| !line.starts_with('#'));
    let commands: String = commands.collect();
    let enables = |tool: &&&Definition| commands.contains(&format!("server.{}", tool.name));
    tools.iter().filter(enables).count()
}

#[test]
fn a_gateway_that_cannot_count_stays_usable_by_default() {
    for server in ["github-archived", "playwright"] {
        let (safe, usable) = (
            enabled(server, Prefer::Safety),
            enabled(server, Prefer::Usable),
        );
        assert!(safe <= 4, "{server}: {safe}");
        assert!(usable > 15, "{server}: {usable}");
    }
}

#[test]
fn clients_prefer_to_ask_and_gateways_to_stay_usable() {
    for target in all_targets() {
        let info = target.info();
        let expected = if info.is_client {
            Prefer::Safety
        } else {
            Prefer::Usable
        };
        assert_eq!(target.preference(), expected, "{}", info.name);
    }
    for name in ["codex", "gemini-cli", "opencode", "copilot-cli"] {
        assert!(!target(name).unwrap().unasked().is_empty(), "{name}");
    }
}
