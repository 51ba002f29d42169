//! `toolrisk serve` as a browser meets it: the binary is started, asked, and its catalog edited.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;
use walkdir::WalkDir;

/// How long to wait for what must come.
const PATIENCE: Duration = Duration::from_secs(60);

struct Running {
    child: Child,
    address: String,
    folder: TempDir,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _gone = self.child.wait();
    }
}

struct Reply {
    status: u16,
    head: String,
    body: String,
}

/// The events that a browser is told.
struct Events(BufReader<TcpStream>);

impl Events {
    fn next(&mut self) -> Value {
        let mut line = String::new();
        loop {
            line.clear();
            assert!(self.0.read_line(&mut line).unwrap() > 0, "the stream ended");
            if let Some(data) = line.strip_prefix("data: ") {
                return serde_json::from_str(data).unwrap();
            }
        }
    }

    /// The first event that is like that.
    fn until(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let event = self.next();
            if wanted(&event) {
                return event;
            }
        }
    }
}

fn problems(event: &Value) -> String {
    let texts = event["problems"].as_array().unwrap().iter();
    texts.map(|text| text.as_str().unwrap()).collect()
}

impl Running {
    fn start(arguments: &[&str]) -> Self {
        let folder = TempDir::new().unwrap();
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/site");
        for entry in WalkDir::new(&from).min_depth(1) {
            let entry = entry.unwrap();
            let to = folder
                .path()
                .join(entry.path().strip_prefix(&from).unwrap());
            if entry.file_type().is_dir() {
                std::fs::create_dir(to).unwrap();
            } else {
                std::fs::copy(entry.path(), to).unwrap();
            }
        }
        std::fs::create_dir(folder.path().join("templates")).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_toolrisk"))
            .args(["serve", ".", "--port", "0", "--templates", "templates"])
            .args(arguments)
            .current_dir(folder.path())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        said.read_line(&mut line).unwrap();
        let address = line
            .trim()
            .split("http://")
            .nth(1)
            .unwrap()
            .trim_end_matches('/');
        let address = address.to_owned();
        // Read on, so that the pipe never fills.
        std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
        Self {
            child,
            address,
            folder,
        }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    fn ask(&self, request: &str) -> Reply {
        let mut stream = self.connect();
        stream.write_all(request.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        Reply {
            status: head.split(' ').nth(1).unwrap().parse().unwrap(),
            head: head.to_owned(),
            body: body.to_owned(),
        }
    }

    fn get(&self, path: &str) -> Reply {
        let host = &self.address;
        self.ask(&format!(
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        ))
    }

    fn events(&self) -> Events {
        let mut stream = self.connect();
        let request = format!(
            "GET /.live/events HTTP/1.1\r\nHost: {}\r\n\r\n",
            self.address
        );
        stream.write_all(request.as_bytes()).unwrap();
        Events(BufReader::new(stream))
    }

    fn edit(&self, file: &str, from: &str, to: &str) {
        let path = self.folder.path().join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} has no {from:?}");
        std::fs::write(path, text.replace(from, to)).unwrap();
    }
}

#[test]
fn an_edit_reloads_and_a_fault_shows_while_the_last_good_page_stays() {
    let running = Running::start(&[]);
    let page = "/risk/servers/notes/create_note/";
    let mut events = running.events();
    let first = events.next();
    assert_eq!(problems(&first), "");
    assert!(running.get(page).body.contains("<code>create_note</code>"));

    running.edit("notes/server.yaml", "title: ", "title: New ");
    let second = events.until(|event| event["number"] != first["number"]);
    assert_eq!(problems(&second), "");
    let good = running.get(page).body;
    assert!(good.contains("New "), "{good}");

    running.edit(
        "notes/tools.yaml",
        "name: create_note",
        "name: [create_note",
    );
    let broken = events.until(|event| !problems(event).is_empty());
    assert_eq!(broken["number"], second["number"], "the good build stays");
    let text = problems(&broken);
    assert!(text.contains("notes/tools.yaml:"), "{text}");
    assert_eq!(running.get(page).body, good);

    running.edit(
        "notes/tools.yaml",
        "name: [create_note",
        "name: create_note",
    );
    let mended = events.until(|event| problems(event).is_empty());
    assert_ne!(mended["number"], second["number"]);
    assert_eq!(running.get(page).body, good);
}

#[test]
fn a_broken_template_shows_while_the_last_good_page_stays() {
    let running = Running::start(&[]);
    let (page, template) = (
        "/risk/glossary/grant/",
        running.folder.path().join("templates/term.html"),
    );
    let mut events = running.events();
    let mut last = events.next();
    let good = running.get(page).body;
    for (broken, says) in [
        ("{% if %}", "term.html:1"),
        ("{{ missing }}", "term.html:1"),
    ] {
        std::fs::write(&template, broken).unwrap();
        if broken.contains("missing") {
            // Undefined names come to light when a page is rendered.
            last = events.until(|event| event["number"] != last["number"]);
        } else {
            assert!(problems(&events.until(|it| !problems(it).is_empty())).contains(says));
        }
        assert_eq!(running.get(page).body, good, "{broken}");
        if broken.contains("missing") {
            assert!(problems(&events.until(|it| !problems(it).is_empty())).contains(says));
        }
    }
    std::fs::write(&template, "<title>{{ title }}</title></head>mended").unwrap();
    events.until(|event| problems(event).is_empty() && event["number"] != last["number"]);
    assert!(running.get(page).body.ends_with("mended"));
}

#[test]
fn a_static_file_stands_in_for_the_built_in_one_and_reloads() {
    let running = Running::start(&["--static", "templates"]);
    let mut events = running.events();
    let first = events.next();
    assert!(!running.get("/risk/static/site.css").body.contains("own"));
    std::fs::write(
        running.folder.path().join("templates/site.css"),
        "/* own */",
    )
    .unwrap();
    events.until(|event| event["number"] != first["number"]);
    assert_eq!(running.get("/risk/static/site.css").body, "/* own */");
}

#[test]
fn pages_reload_by_files_that_the_policy_lets_run() {
    let running = Running::start(&[]);
    let page = running.get("/risk/");
    assert_eq!(page.status, 200);
    assert!(
        page.body
            .contains("<script src=\"/.live/live.js\" defer></script>\n</head>")
    );
    assert!(page.body.contains("connect-src 'self'"));
    for (path, kind) in [
        ("/.live/live.js", "text/javascript"),
        ("/.live/live.css", "text/css"),
        ("/risk/static/site.css", "text/css"),
        ("/risk/servers/notes/policy.json", "application/json"),
        ("/risk/servers/notes/badge.svg", "image/svg+xml"),
        ("/risk/static/card.png", "image/png"),
        ("/risk/changes.atom", "application/atom+xml"),
    ] {
        let reply = running.get(path);
        assert_eq!(reply.status, 200, "{path}");
        assert!(
            reply.head.contains(&format!("Content-Type: {kind}")),
            "{}",
            reply.head
        );
        assert!(reply.head.contains("nosniff") && reply.head.contains("no-store"));
        assert!(!reply.body.contains("/.live/live.css"), "{path}");
    }
    for (from, to) in [("/", "/risk/"), ("/risk/servers", "/risk/servers/")] {
        let reply = running.get(from);
        assert!(
            (300..400).contains(&reply.status),
            "{from}: {}",
            reply.status
        );
        assert!(
            reply.head.contains(&format!("Location: {to}")),
            "{}",
            reply.head
        );
    }
    let missing = running.get("/risk/nothing/");
    assert_eq!(missing.status, 404);
    assert!(
        missing.body.contains("There is no page"),
        "{}",
        missing.body
    );
}

#[test]
fn strangers_and_climbers_get_nothing() {
    let running = Running::start(&[]);
    for host in ["evil.example", "localhost.evil.example", "", "127.0.0.1:1"] {
        let request = format!("GET /risk/ HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        assert_eq!(running.ask(&request).status, 421, "{host}");
    }
    let bare = running.ask("GET /risk/ HTTP/1.1\r\nConnection: close\r\n\r\n");
    assert_eq!(bare.status, 421);
    for path in [
        "/../toolrisk.yaml",
        "/risk/../../toolrisk.yaml",
        "/risk/%2e%2e/%2e%2e/toolrisk.yaml",
        "/risk/static/..%2f..%2ftoolrisk.yaml",
        "/risk//etc/passwd",
        "/.live/../toolrisk.yaml",
        "/risk/servers/notes/server.yaml",
    ] {
        let reply = running.get(path);
        assert_eq!(reply.status, 404, "{path}");
        assert!(
            !reply.body.contains("A catalog for tests\nbase-url"),
            "{path}"
        );
    }
    let host = &running.address;
    let post = format!(
        "POST /risk/ HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    );
    assert_eq!(running.ask(&post).status, 405);
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_cleanly() {
    let mut running = Running::start(&[]);
    assert_eq!(running.get("/risk/").status, 200);
    let id = running.child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-INT", &id])
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(running.child.wait().unwrap().code(), Some(0));
}
