//! Intercept's documents judged by its own validator and engine, which `tests/engines/prepare` builds.

use std::cell::RefCell;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::LazyLock;

use proptest::prelude::*;
use serde::Deserialize;
use serde_json::json;
use toolrisk::model::Window;
use toolrisk::policy::{Effect, Policy, Prefer, ServerPolicy, target};

use super::super::program::skipped;
use super::{Decide, SERVER, Seen, hold, odd, random, readers};

/// What `tests/engines/intercept/main.go` answers.
#[derive(Deserialize)]
struct Answer {
    allowed: bool,
    errors: Option<Vec<String>>,
}

/// The program around Intercept's own engine, where it could be built; says so where it could not.
fn judge() -> Option<&'static Path> {
    static JUDGE: LazyLock<Option<PathBuf>> = LazyLock::new(|| {
        let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/engines/intercept/judge");
        let found = built.is_file().then_some(built);
        if found.is_none() {
            let why = "tests/engines/prepare could not build its engine, or has not run";
            skipped("what Intercept itself decides", why);
        }
        found
    });
    JUDGE.as_deref()
}

/// The engine, running until it is dropped.
struct Judge {
    child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Judge {
    fn start() -> Self {
        let mut child = Command::new(judge().unwrap())
            .arg("decide")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        Self {
            questions: child.stdin.take().unwrap(),
            answers: BufReader::new(child.stdout.take().unwrap()),
            child,
        }
    }

    fn ask(&mut self, text: &str, call: &Seen<'_>) -> Effect {
        let mut used = serde_json::Map::new();
        for window in Window::ALL {
            for (scope, tool) in [(call.tool, Some(call.tool)), ("_global", None)] {
                let path = format!("state.{scope}._rate_{window}");
                used.insert(
                    path,
                    json!(call.passed.count(tool, window.seconds(), call.at)),
                );
            }
        }
        let question = json!({
            "policy": text, "tool": call.tool, "arguments": call.arguments, "used": used,
        });
        writeln!(self.questions, "{question}").unwrap();
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        let answer: Answer = serde_json::from_str(&line).unwrap();
        assert_eq!(answer.errors, None, "refused by the validator:\n{text}");
        if answer.allowed {
            Effect::Allow
        } else {
            Effect::Deny
        }
    }
}

impl Drop for Judge {
    fn drop(&mut self) {
        // It ends by itself when nothing more is asked; this is for a test that failed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

thread_local!(static JUDGE: RefCell<Judge> = RefCell::new(Judge::start()));

/// What the engine decides, and the reader of these tests must decide the same.
fn both(text: &str) -> Decide {
    let (text, reader) = (text.to_owned(), readers::intercept(text));
    Box::new(move |call| {
        let judged = JUDGE.with_borrow_mut(|judge| judge.ask(&text, call));
        let read = reader(call);
        assert_eq!(
            read, judged,
            "the reader, of {} {}\n{text}",
            call.tool, call.arguments
        );
        judged
    })
}

fn decides_as_the_policy(policy: &Policy, calls: &[random::Made]) {
    let intercept = target("intercept").unwrap();
    for prefer in Prefer::ALL {
        hold(policy, calls, intercept, *prefer, |export, _| {
            both(&export.text)
        });
    }
}

#[test]
fn intercept_does_not_count_where_its_validator_misreads_a_name() {
    let limits =
        |counter| json!({ "limits": [{ "counter": counter, "window": "hour", "max": 2 }] });
    let policy: Policy = json!({ "version": "1", "default": "deny", "tools": {
        "pay": limits("pay"), "orders.pay": limits("orders"), "orders.list": {}, "_global": {},
    } })
    .to_string()
    .parse()
    .unwrap();
    let server = ServerPolicy {
        name: SERVER,
        policy: &policy,
        tools: &[],
    };
    let export = target("intercept")
        .unwrap()
        .export(&[server], Prefer::Safety)
        .unwrap();
    let losses: Vec<String> = export.losses.iter().map(ToString::to_string).collect();
    assert_eq!(
        losses,
        [
            "shop _global: allow becomes deny: this product uses that name for the count of all tools",
            "shop orders.pay: limit 2/hour becomes deny: this product does not count tools with a dot in the name",
        ]
    );
    assert_eq!(
        export.text.matches("rate_limit: 2/hour").count(),
        1,
        "{}",
        export.text
    );
}

proptest! {
    #[test]
    fn intercept_itself_decides_as_the_policy(policy in random::policy(), calls in random::calls()) {
        if judge().is_some() {
            decides_as_the_policy(&policy, &calls);
        }
    }

    #[test]
    fn intercept_itself_decides_as_an_odd_policy(
        (policy, calls) in odd::policy().prop_flat_map(|it| { let calls = odd::calls(&it); (Just(it), calls) }),
    ) {
        if judge().is_some() {
            decides_as_the_policy(&policy, &calls);
        }
    }

    #[test]
    fn intercept_itself_reads_arguments_as_an_odd_guard(
        (policy, calls) in odd::guarded().prop_flat_map(|it| { let calls = odd::calls(&it); (Just(it), calls) }),
    ) {
        if judge().is_some() {
            decides_as_the_policy(&policy, &calls);
        }
    }
}
