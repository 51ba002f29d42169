//! Limits over many gateways, restarts and kills: counted at the server.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::thread;

use serde_json::{Value, json};

const POLICY: &str = r#"{ "version": "1", "default": "deny", "tools": { "create": {
  "limits": [ { "counter": "c", "window": "day", "max": MAX } ] } } }"#;

fn policy(folder: &Path, max: u32) -> std::path::PathBuf {
    let path = folder.join("policy.json");
    std::fs::write(&path, POLICY.replace("MAX", &max.to_string())).unwrap();
    path
}

/// A gateway with one client that makes some calls and leaves, or is killed with its gateway. Gives how many
/// calls were answered by the server.
fn client(folder: &Path, state: &[&str], seen: &str, calls: u32, killed: bool) -> u32 {
    let server = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/gateway/server.py");
    let mut process = Command::new(env!("CARGO_BIN_EXE_toolrisk"))
        .arg("gateway")
        .arg("--policy")
        .arg(folder.join("policy.json"))
        .args(state)
        .arg("--")
        .arg("python3")
        .arg(server)
        .arg(folder.join(seen))
        .env("XDG_STATE_HOME", folder.join("home"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = process.stdin.take().unwrap();
    let mut output = BufReader::new(process.stdout.take().unwrap());
    let mut passed = 0;
    for id in 0..calls {
        let params = json!({ "name": "create", "arguments": {} });
        let line = json!({ "jsonrpc": "2.0", "id": id, "method": "tools/call", "params": params });
        writeln!(input, "{line}").unwrap();
        let mut answer = String::new();
        output.read_line(&mut answer).unwrap();
        let answer: Value = serde_json::from_str(&answer).unwrap();
        passed += u32::from(answer["result"]["isError"] != true);
    }
    if killed {
        process.kill().unwrap();
    }
    drop(input);
    process.wait().unwrap();
    passed
}

#[test]
fn four_gateways_and_forty_clients_share_a_quota_over_restarts_and_kills() {
    let folder = tempfile::tempdir().unwrap();
    let (place, state) = (folder.path(), folder.path().join("state"));
    policy(place, 100);
    let passed = Mutex::new(0);
    thread::scope(|scope| {
        for line in 0..4 {
            let (state, passed) = (&state, &passed);
            scope.spawn(move || {
                let state = ["--state", state.to_str().unwrap(), "--as", "shared"];
                for round in 0..10 {
                    let mine = client(place, &state, &format!("seen-{line}"), 4, round % 5 == 1);
                    *passed.lock().unwrap() += mine;
                }
            });
        }
    });
    let reached = |line| {
        let text = std::fs::read_to_string(place.join(format!("seen-{line}"))).unwrap();
        text.matches("tools/call").count()
    };
    assert_eq!((0..4).map(reached).sum::<usize>(), 100);
    assert_eq!(*passed.lock().unwrap(), 100);
}

/// What a gateway says that does not start, because its store cannot be used.
fn refused(folder: &Path, state: &str, variable: &str) -> String {
    let policy = policy(folder, 1);
    let policy = policy.to_str().unwrap();
    let mut command = crate::program::toolrisk(
        folder,
        &[
            "gateway", "--policy", policy, "--state", state, "--", "false",
        ],
    );
    command.env("STORE_OF_THE_TEST", variable);
    let ran = crate::program::Ran::from(command.output().unwrap()).ended(2);
    ran.err
}

#[test]
fn a_store_that_is_named_by_a_variable_that_is_not_set_is_told_by_its_name() {
    let scratch = tempfile::tempdir().unwrap();
    for (state, name) in [
        ("env:NOT_SET_IN_THE_TEST", "NOT_SET_IN_THE_TEST"),
        ("env:STORE_OF_THE_TEST", "STORE_OF_THE_TEST"),
    ] {
        let said = refused(scratch.path(), state, " ");
        let message =
            format!("the environment variable `{name}`, which `--state` names, is not set");
        assert!(said.contains(&message), "{said}");
        assert!(
            said.contains(&format!("set `{name}` to the address of the store")),
            "{said}"
        );
    }
}

#[test]
fn a_port_that_does_not_speak_as_the_address_says_is_told_with_what_to_do() {
    let scratch = tempfile::tempdir().unwrap();
    for (scheme, answer, advice) in [
        (
            "rediss",
            &b"-ERR unknown command\r\n"[..],
            "begin the address with `redis` if the store speaks without TLS",
        ),
        // A fatal alert, as servers of TLS answer what is none.
        (
            "redis",
            &[0x15, 3, 3, 0, 2, 2, 10],
            "if the store speaks TLS on it, begin the address with `rediss`",
        ),
        (
            "redis",
            b"HTTP/1.1 400 Bad Request\r\n\r\n",
            "check the port",
        ),
    ] {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let _question = std::io::Read::read(&mut stream, &mut [0; 4096]);
                let _gone = stream.write_all(answer);
            }
        });
        let address = format!("{scheme}://:geheim@127.0.0.1:{port}");
        let said = refused(scratch.path(), &address, "");
        assert!(
            said.contains(advice) && !said.contains("geheim"),
            "{scheme}: {said}"
        );
    }
}

#[test]
fn a_limit_outlasts_the_gateway_by_default_and_not_in_memory() {
    let folder = tempfile::tempdir().unwrap();
    policy(folder.path(), 3);
    let rounds = |state: &[&str]| -> Vec<u32> {
        (0..3)
            .map(|_| client(folder.path(), state, "seen", 2, false))
            .collect()
    };
    assert_eq!(rounds(&[]), [2, 1, 0]);
    assert_eq!(rounds(&["--state", "memory"]), [2, 2, 2]);
}
