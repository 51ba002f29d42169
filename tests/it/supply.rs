//! The scripts under `tests/supply`, with a program in the place of the real one.
#![cfg(unix)]

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use crate::program::write;

/// A database that cannot be reached is told from one that knows nothing of the dependencies, and from a finding.
#[test]
fn advisories_that_cannot_be_looked_up_are_not_taken_for_none() {
    let scratch = tempfile::tempdir().unwrap();
    let deny = scratch.path().join("cargo-deny");
    for (said, ended, code) in [
        ("advisories ok", 0, 0),
        ("error[vulnerability]: a flaw\nadvisories FAILED", 1, 1),
        (
            "[ERROR] failed to fetch advisory database: no route to host",
            1,
            3,
        ),
    ] {
        write(
            &deny,
            &format!("#!/bin/sh\ncat >&2 <<'END'\n{said}\nEND\nexit {ended}\n"),
        );
        std::fs::set_permissions(&deny, std::fs::Permissions::from_mode(0o755)).unwrap();
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/supply/advisories");
        let output = Command::new("bash")
            .arg(script)
            .arg(&deny)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(code), "{said}");
        assert!(
            String::from_utf8(output.stdout).unwrap().contains(said),
            "{said}"
        );
    }
}
