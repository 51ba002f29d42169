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

/// Servers whose secrets stand in every place that a configuration has.
fn hostile(secret: &str) -> String {
    let servers = servers(secret);
    let named = servers.iter().enumerate();
    let named = named.map(|(at, it)| (format!("s{at}"), it.clone()));
    let mut servers: serde_json::Map<String, Value> = named.collect();
    // People put a key where the name of a server belongs.
    let memory = program(
        "npx",
        &["-y", "@modelcontextprotocol/server-memory@latest"],
        "",
    );
    servers.insert(secret.to_owned(), memory.clone());
    servers.insert(format!("github {secret} (2)"), memory);
    let text = serde_json::to_string_pretty(&serde_json::json!({ "mcpServers": servers }));
    // Some write `&` and `/` as escapes, which hides an address from those who look for it as it is.
    let text = text
        .unwrap()
        .replace('&', "\\u0026")
        .replace("://", ":\\/\\/");
    format!("// {secret}\n{text}\n/* {secret} */\n")
}

fn servers(secret: &str) -> Vec<Value> {
    let word = |text: &str| text.replace('§', secret);
    let program = |command: &str, arguments: &[&str]| program(&word(command), arguments, secret);
    let address = |url: &str| serde_json::json!({ "type": "http", "url": word(url) });
    vec![
        program(
            "npx",
            &[
                "-y",
                "x",
                "--token=§",
                "--header",
                "Authorization: Bearer §",
            ],
        ),
        program("TOKEN=§ npx -y x", &[]),
        program("npx -y x --key §", &[]),
        program("node", &["-e", "fetch('https://a.example/?k=§')"]),
        program("node", &["-e", "§"]),
        program("python", &["-c", "t='§'"]),
        program("bash", &["-c", "TOKEN=§ npx x"]),
        program("cmd", &["/c", "set TOKEN=§&& npx x"]),
        program("env", &["TOKEN=§", "npx", "x"]),
        program("npx", &["-c", "x --token §"]),
        program("npx", &["--registry", "https://u:§@h.example/§", "pkg"]),
        program("uvx", &["--index-url", "https://u:§@h.example/§", "pkg"]),
        program("uvx", &["--from", "git+https://u:§@h.example/a/§", "pkg"]),
        program("npx", &["-y", "git+https://u:§@h.example/a/§.git"]),
        program("npx", &["-y", "https://h.example/§/x.tgz?t=§"]),
        program("docker", &["run", "-e", "T=§", "--label", "§", "mcp/time"]),
        program(
            "npx",
            &["mcp-remote", "https://h.example/§", "--header", "A:§"],
        ),
        program("/opt/§/bin/run", &[]),
        program("§", &[]),
        program("/opt/bin/§.sh", &["x"]),
        program("node", &["/opt/§.js"]),
        program("npx", &["-y", "§"]),
        program("docker", &["run", "§/x:1"]),
        address("https://§.example/mcp"),
        address("https://a.§/mcp"),
        address("https://u:§@h.example/§?k=§#§"),
        address("https://§@h.example:8443/a"),
        address("http://localhost:1/§"),
        address("https://mcp.context7.com/§?a=1&k=§\"§"),
        address("https://mcp.context7.com/\\§é/§"),
        serde_json::json!({ "url": "https://h.example", "headersHelper": word("echo §") }),
        serde_json::json!({ "url": "https://mcp.context7.com/mcp", "headers": { "A": secret } }),
        serde_json::json!({ "url": "https://h.example", "oauth": { "clientSecret": secret } }),
        serde_json::json!({ "command": "uvx", "args": ["mcp-server-time"], "env": { "API_KEY": secret } }),
        serde_json::json!({ "command": 5, "args": [secret] }),
        serde_json::json!({ "type": secret, "url": "https://h.example" }),
        serde_json::json!(secret),
    ]
}

fn program(command: &str, arguments: &[&str], secret: &str) -> Value {
    let arguments: Vec<String> = arguments.iter().map(|it| it.replace('§', secret)).collect();
    serde_json::json!({ "command": command, "args": arguments })
}

#[test]
fn no_secret_of_a_hostile_configuration_is_shown_in_any_form() {
    const TOKEN: &str = "ghp_s3cretVALUEs3cretVALUEs3cretVALUE0";
    let broken = [
        (
            "a.json",
            "{\"mcpServers\": {\"a\": {\"args\": [\"§\"] § } }",
        ),
        ("b.json", "{\"mcpServers\": {\"a\": §}}"),
        ("c.toml", "[mcp_servers.a]\ncommand = §\n"),
        ("d.toml", "[mcp_servers.a]\n§\n"),
        ("e.toml", "[mcp_servers.a]\na = \"§\\q\"\n"),
        ("f.yaml", "extensions:\n  a: [§\n"),
        ("g.yaml", "extensions:\n  a: *§\n"),
        ("h.yaml", "extensions:\n  a: \"§\n  b: §: §\n"),
        ("i.yaml", "extensions:\n  a: !§ x\n\t- §\n"),
    ];
    for secret in ["s3cretVALUE9", TOKEN] {
        let mut files = vec![(".cursor/mcp.json".to_owned(), hostile(secret))];
        for (name, text) in broken {
            files.push((name.to_owned(), text.replace('§', secret)));
        }
        // A folder that has the name of a token.
        files.push((format!("{TOKEN}/mcp.json"), hostile(secret)));
        let texts: Vec<(&str, &str)> = files.iter().map(|(a, b)| (&**a, &**b)).collect();
        let home = Home::with(&texts);
        for (place, _) in texts {
            let path = home.path(place);
            let path = path.to_str().unwrap();
            let formats = ["human", "json", "sarif", "markdown", "html"];
            let audits = formats.map(|it| vec!["audit", path, "--format", it]);
            // The whole catalog takes its time, and only whole configurations have servers of it.
            let catalog = concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/tests/engines/protected/catalog"
            );
            let small: &[&str] = if place == ".cursor/mcp.json" {
                &[]
            } else {
                &["--catalog", catalog]
            };
            let others = [
                vec!["protect", path, "--dry-run"],
                vec!["protect", path, "--status"],
            ];
            for arguments in audits.iter().chain(&others) {
                let ran = home.run(&[arguments, small].concat());
                let both = format!("{}{}", ran.out, ran.err);
                assert!(!both.contains("s3cretVALUE"), "{arguments:?}\n{both}");
            }
        }
    }
}

#[test]
fn what_a_server_says_that_cannot_be_listed_is_not_repeated() {
    let servers = serde_json::json!({ "mcpServers": {
        "a": { "command": "sh", "args": ["-c", "echo $T; echo $T >&2; exit 3"], "env": { "T": SECRET } },
        "b": { "command": format!("TOKEN={SECRET} npx -y x") },
        "c": { "url": format!("https://u:{SECRET}@127.0.0.1:1/{SECRET}") },
        "d": { "url": format!("http://127.0.0.1:1/{SECRET}") },
    } });
    let home = Home::with(&[(".cursor/mcp.json", &servers.to_string())]);
    for command in ["audit", "protect"] {
        let ran = home.run(&[command, "--live", "--yes"]);
        let both = format!("{}{}", ran.out, ran.err);
        assert!(!both.contains(SECRET), "{both}");
        assert!(
            both.contains("warning: a: it exited before it answered"),
            "{both}"
        );
    }
}

/// A header of a configuration goes to the server as its client sends it: in this program's own notation, a
/// configuration could fetch any variable.
#[test]
fn a_header_of_a_configuration_is_sent_as_its_client_sends_it() {
    let (url, heard) = refusing_server();
    for (place, key, kind, value, expected) in [
        (
            ".cursor/mcp.json",
            "mcpServers",
            "http",
            "env:OTHER_SECRET",
            "env:other_secret",
        ),
        (".cursor/mcp.json", "mcpServers", "http", "plain", "plain"),
        (
            ".cursor/mcp.json",
            "mcpServers",
            "http",
            "Bearer ${env:OTHER_SECRET}",
            "bearer s3cret",
        ),
        (
            ".claude.json",
            "mcpServers",
            "http",
            "${OTHER_SECRET}",
            "s3cret",
        ),
        (
            ".gemini/settings.json",
            "mcpServers",
            "http",
            "$OTHER_SECRET",
            "s3cret",
        ),
        (
            ".config/opencode/opencode.json",
            "mcp",
            "remote",
            "{env:OTHER_SECRET}",
            "s3cret",
        ),
        (
            ".config/opencode/opencode.json",
            "mcp",
            "remote",
            "$OTHER_SECRET",
            "$other_secret",
        ),
    ] {
        let servers = server_with(&url, key, kind, value);
        let (header, said) = sent(&heard, place, &servers);
        assert_eq!(header, expected, "{place} {value}: {said}");
    }
    let servers = server_with(&url, "mcpServers", "http", "${env:NO_SUCH_VARIABLE}");
    let (header, said) = sent(&heard, ".cursor/mcp.json", &servers);
    assert_eq!(header, "");
    for part in [
        ".cursor/mcp.json",
        "warning: e: ",
        "`X-Key` needs `${env:NO_SUCH_VARIABLE}`",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

/// The address of a server that refuses each request, and the requests.
fn refusing_server() -> (String, std::sync::mpsc::Receiver<String>) {
    use std::io::{Read as _, Write as _};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/mcp", listener.local_addr().unwrap());
    let (sender, heard) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut text = Vec::new();
            let mut part = [0; 4096];
            while !text.windows(4).any(|it| it == b"\r\n\r\n") {
                let read = stream.read(&mut part).unwrap();
                if read == 0 {
                    break;
                }
                text.extend_from_slice(&part[..read]);
            }
            sender
                .send(String::from_utf8_lossy(&text).into_owned())
                .unwrap();
            let answer =
                b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            stream.write_all(answer).unwrap();
        }
    });
    (url, heard)
}

fn server_with(url: &str, key: &str, kind: &str, header: &str) -> String {
    let server = serde_json::json!({ "type": kind, "url": url, "headers": { "X-Key": header } });
    serde_json::json!({ key: { "e": server } }).to_string()
}

/// The header that the server got, in lower case, and what the program said.
fn sent(heard: &std::sync::mpsc::Receiver<String>, place: &str, servers: &str) -> (String, String) {
    let home = Home::with(&[(place, servers)]);
    let mut command = home.command(&["audit", "--live", "--yes"]);
    let ran = command.env("OTHER_SECRET", "s3cret").output().unwrap();
    let said = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert!(!said.contains("s3cret"), "{said}");
    let requests: Vec<String> = heard.try_iter().collect();
    let headers = requests.first().map(|it| it.to_ascii_lowercase());
    let headers = headers.unwrap_or_default();
    let line = headers.lines().find_map(|it| it.strip_prefix("x-key: "));
    (line.unwrap_or_default().to_owned(), said)
}

#[test]
fn a_named_file_without_servers_is_an_error() {
    let home = Home::with(&[
        ("package.json", r#"{ "name": "x", "scripts": {} }"#),
        ("empty.json", ""),
        ("none.json", r#"{ "mcpServers": {} }"#),
        ("config.toml", "[tool]\nx = 1\n"),
        (
            ".cursor/mcp.json",
            r#"{ "mcpservers": { "x": { "command": "y" } } }"#,
        ),
    ]);
    for command in [
        &["audit"][..],
        &["protect", "--status"],
        &["protect", "--yes"],
    ] {
        let run = |place: &str| {
            let path = home.path(place);
            home.run(&[command, &[path.to_str().unwrap()]].concat())
                .ended(2)
        };
        for place in [
            "package.json",
            "empty.json",
            "none.json",
            "config.toml",
            ".cursor/mcp.json",
        ] {
            let told = run(place).said("holds no MCP servers");
            assert!(told.err.contains("`mcpServers`"), "{}", told.err);
        }
        run(".cursor").said("is a folder");
    }
}
