//! Broken copies of real catalog files: a finding in the right file each time, never a panic, never
//! exit 0 for a broken file, never exit 2 for a mere finding.

use std::path::Path;

use toolrisk::check::check;
use toolrisk::load::{Tree, load, read_tree};
use toolrisk::report::human;
use toolrisk::rules::rate;

use super::dice::Dice;

/// Breaks a text so that it cannot be what the format asks for. The line is where the fault begins.
fn broken(text: &str, how: usize, dice: &mut Dice) -> (String, &'static str) {
    let first_line = text.find('\n').unwrap_or(text.len());
    let lines: Vec<&str> = text.lines().collect();
    match how {
        0 => (format!("broken: [\n{text}"), "an unclosed list"),
        1 => (
            text.replacen("name:", "name: [x", 1)
                .replacen("title:", "title: {y", 1),
            "an unclosed bracket",
        ),
        2 => (
            format!("{text}\nname: twice\nname: twice\n"),
            "a doubled key",
        ),
        3 => (text.replacen(": ", ":\t\t[", 1), "tabs and a bracket"),
        4 => (
            format!("{text}\nunknown-key-{}: x\n", dice.roll(100)),
            "an unknown key",
        ),
        5 => (
            text.replacen("name: ", "nam: ", 1)
                .replacen("title: ", "titel: ", 1),
            "a misspelt key",
        ),
        6 => (
            format!("- a list\n- {}\n", dice.roll(9)),
            "a list for a mapping",
        ),
        7 => ("just text\n".to_owned(), "text for a mapping"),
        8 => (format!("{text}\nx: &a [*a]\n"), "a recursive alias"),
        9 => (format!("{text}\n\u{0}\n"), "a NUL"),
        10 => (
            format!("{text}\ny: \"{}\"\n", "z".repeat(2 << 20)),
            "a line of 2 MB",
        ),
        11 => {
            let cut = text.find(": ").map_or(first_line, |at| at);
            (text[..cut].to_owned(), "a cut key")
        }
        12 => (format!("{}\n", lines.join(" ")), "all lines in one"),
        13 => {
            let numbered = |line: &&str| match line.split_once(": ") {
                Some((key @ ("name" | "title"), _)) => format!("{key}: 1.5"),
                _ => (*line).to_owned(),
            };
            let lines: Vec<String> = lines.iter().map(numbered).collect();
            (lines.join("\n") + "\n", "a number for text")
        }
        14 => (
            format!("{}x: 1\n", "  ".repeat(dice.roll(5) + 1) + text),
            "wrong nesting",
        ),
        _ => (
            format!("{text}\nz: {}1{}\n", "[".repeat(200), "]".repeat(200)),
            "deep nesting",
        ),
    }
}

/// The lines on one of which the fault of a broken text must be shown; none where it may be anywhere.
fn lines_of(how: usize, mutant: &str) -> Vec<usize> {
    let last = mutant.lines().count();
    let first_with = |starts: [&str; 2]| {
        let is_it = |line: &str| starts.iter().any(|start| line.starts_with(start));
        mutant.lines().position(is_it).map(|at| at + 1)
    };
    match how {
        2 => vec![last - 1, last],
        4 | 8 | 9 | 15 => vec![last],
        5 => first_with(["nam: ", "titel: "]).into_iter().collect(),
        6 | 7 => vec![1],
        13 => first_with(["name: 1.5", "title: 1.5"])
            .into_iter()
            .collect(),
        _ => Vec::new(),
    }
}

/// Changes that leave a text valid.
fn harmless(text: &str, how: usize) -> String {
    match how {
        0 => format!("\u{feff}{text}"),
        1 => text.replace('\n', "\r\n"),
        2 => format!("# a comment\n\n{text}\n\n"),
        _ => format!("{}\n...\n", text.trim_end()),
    }
}

/// Everything that the command would print and exit with.
fn outcome(place: &str, text: &str) -> (Vec<String>, bool) {
    let other = ("zzz/server.yaml", "title: Z\n");
    let good = (
        "zzz/tools.yaml",
        "name: get_z\ndescription: Gets the list of Z.\nrationale: It is public.\n",
    );
    let tree = Tree::of_texts([(place, text), other, good]);
    let loaded = load(&tree);
    assert!(
        loaded
            .catalog
            .server("zzz")
            .unwrap()
            .tool("get_z")
            .is_some(),
        "the good file is lost"
    );
    let mut found = loaded.found.clone();
    found.extend(check(&rate(&loaded.catalog)));
    let faults = loaded
        .found
        .iter()
        .filter(|it| tree.sources.path(it.primary.span.file) == place);
    let errors = faults.count() > 0;
    (
        found
            .iter()
            .map(|it| human(it, &tree.sources, false))
            .collect(),
        errors,
    )
}

#[test]
fn five_hundred_broken_copies_are_found_in_their_place() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("catalog");
    let tree = read_tree(&root, None).unwrap();
    let files: Vec<(&String, &str)> = tree
        .sources
        .iter()
        .zip(&tree.places)
        .filter(|(_, place)| {
            place.contains('/') && Path::new(place).extension().is_some_and(|it| it == "yaml")
        })
        .map(|((_, file), place)| {
            // The first line is the editors' modeline: breaking a comment breaks nothing.
            let (_, entries) = file.text.split_once('\n').unwrap();
            (place, entries)
        })
        .collect();
    let mut dice = Dice(7);
    for round in 0..512 {
        let (place, text) = files[dice.roll(files.len())];
        let (mutant, what) = broken(text, round % 16, &mut dice);
        if mutant == *text {
            continue;
        }
        let (shown, fault) = outcome(place, &mutant);
        assert!(fault, "{what} in {place} is no finding: {shown:?}");
        let lines = lines_of(round % 16, &mutant);
        let here = |line: &usize| {
            let place = format!("--> {place}:{line}:");
            shown.iter().any(|it| it.contains(&place))
        };
        let in_place = match lines.as_slice() {
            [] => shown.iter().any(|it| it.contains(&format!("--> {place}:"))),
            lines => lines.iter().any(here),
        };
        assert!(in_place, "{what} is not shown on {lines:?}: {shown:?}");
    }
}

#[test]
fn harmless_changes_are_no_findings() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("catalog");
    let tree = read_tree(&root, None).unwrap();
    for ((_, file), place) in tree.sources.iter().zip(&tree.places) {
        if !place.contains('/') || Path::new(place).extension().is_none_or(|it| it != "yaml") {
            continue;
        }
        for how in 0..4 {
            let text = harmless(&file.text, how);
            let own = Tree::of_texts([(place.as_str(), text.as_str())]);
            let found: Vec<_> = load(&own).found.into_iter().map(|it| it.message).collect();
            let faults: Vec<_> = found
                .iter()
                .filter(|it| !it.ends_with("has no server.yaml"))
                .collect();
            assert!(faults.is_empty(), "change {how} of {place}: {faults:?}");
        }
    }
}

/// What the command itself makes of a file's bytes: exit code, and what it shows.
fn run_on(bytes: &[u8]) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().unwrap();
    let server = folder.path().join("catalog/example");
    std::fs::create_dir_all(&server).unwrap();
    std::fs::write(server.join("server.yaml"), "title: Example\n").unwrap();
    std::fs::write(server.join("tools.yaml"), bytes).unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_toolrisk"))
        .args(["check", "--quiet"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    (
        output.status.code(),
        String::from_utf8_lossy(&output.stdout).into_owned(),
    )
}

#[test]
fn bytes_of_every_kind_give_findings_and_never_another_end() {
    let good = "name: get_a\ndescription: Gets the café's list.\nrationale: It is public.\n";
    assert_eq!(run_on(good.as_bytes()), (Some(0), String::new()));
    let utf16: Vec<u8> = good.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let latin1: Vec<u8> = good
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    let long_line = format!("{good}x: \"{}\"\n", "y".repeat(10 << 20));
    let long_file = format!("{good}# {}\n", "y".repeat(17 << 20));
    let sly = "name: a\ndescription: b\n\u{9b}31m\u{202e}: c\n";
    let broken: [(&[u8], &str); 8] = [
        (sly.as_bytes(), "TR0"),
        (&utf16, "TR0"),
        (&latin1, "TR004"),
        (long_line.as_bytes(), "TR003"),
        (long_file.as_bytes(), "TR003"),
        (b"\x00\x01\x02", "TR0"),
        (b"\xff\xfe\xfd", "TR004"),
        (b"name: a\ndescription: b\n\x1b[31m: c\n", "TR0"),
    ];
    for (bytes, code) in broken {
        let (exit, shown) = run_on(bytes);
        let start: String = String::from_utf8_lossy(bytes).chars().take(20).collect();
        assert_eq!(exit, Some(1), "{start:?}: {shown}");
        assert!(
            shown.contains(code) && shown.contains("catalog/example/tools.yaml"),
            "{shown}"
        );
        assert!(
            !shown.contains('\u{1b}') && shown.len() < 20_000,
            "{start:?}"
        );
    }
}
