//! `check --fix` on the ways in which people write YAML and prose: it changes what a finding is about,
//! or nothing, and then it says why.

use proptest::prelude::*;
use toolrisk::check::{check, fixed};
use toolrisk::load::{PlainValue, Step, Syntax, Tree, load, split};
use toolrisk::rules::rate;

/// The text after its fixes, and the reasons for which fixes were not applied.
fn fix(text: &str) -> (String, Vec<&'static str>) {
    let tree = Tree::of_texts([("e/server.yaml", "title: E\n"), ("e/tools.yaml", text)]);
    let loaded = load(&tree);
    let found = check(&rate(&loaded.catalog));
    let fixed = fixed(&found, &tree.sources);
    let reasons = fixed.refused.iter().map(|(_, refusal)| refusal.as_str());
    let reasons = reasons.collect();
    let new = fixed.texts.into_values().next();
    (new.unwrap_or_else(|| text.to_owned()), reasons)
}

const HEAD: &str = "name: get_page\ndescription: Gets the page of a book.\ncategory: read\n";

/// A key with a needless override after the head of an entry, and a rationale after it.
fn overridden(with: &str) -> String {
    format!("{HEAD}{with}rationale: Pages are public.\n")
}

#[test]
fn a_key_goes_with_its_whole_value_however_it_is_written() {
    for written in [
        "override: It only reads.\n",
        "override:\n  It only reads.\n",
        "override: >-\n  One paragraph.\n\n  Another one.\n",
        "override: |\n\n  After a blank line.\n",
        "override: |2\n  With an indicator.\n",
        "override: |+\n  Kept.\n\n\n",
        "override: \"Quoted\n\n  over paragraphs.\"\n",
        "override: 'It''s read.'\n",
        "override : spaced\n",
        "\"override\": quoted key\n",
        "override: !!str tagged\n",
        "override: &unused anchored\n",
        "override: plain\n  over lines\n",
    ] {
        assert_eq!(
            fix(&overridden(written)),
            (overridden(""), vec![]),
            "{written}"
        );
        let last = format!("{HEAD}rationale: Pages are public.\n{written}");
        let without = format!("{HEAD}rationale: Pages are public.\n");
        assert_eq!(fix(&last), (without, vec![]), "{written}");
        let crlf = |text: String| text.replace('\n', "\r\n");
        let expected = (crlf(overridden("")), vec![]);
        assert_eq!(fix(&crlf(overridden(written))), expected, "{written}");
    }
}

#[test]
fn where_a_comment_or_another_value_would_suffer_nothing_changes_and_the_reason_is_told() {
    for (written, reason) in [
        (
            "# why: see the minutes\noverride: It only reads.\n",
            "comment",
        ),
        ("override: It only reads. # see the minutes\n", "comment"),
        ("override: # see the minutes\n  It only reads.\n", "comment"),
        (
            "override: >- # see the minutes\n  It only reads.\n",
            "comment",
        ),
        ("? override\n: It only reads.\n", "written with `?`"),
        ("? override\n:\n  It only reads.\n", "written with `?`"),
        ("override: It only reads.\n  # see the minutes\n", "comment"),
        ("override: It only reads.\n# see the minutes\n\n", "comment"),
        (
            "override: It only reads.\n# see the minutes\n\t\n",
            "comment",
        ),
        (
            "override: It only reads.\n\n  # see the minutes\n",
            "comment",
        ),
        (
            "override: >-\n  It only reads.\n # see the minutes\n",
            "comment",
        ),
        (
            "override: |\n  It only reads.\n\n # see the minutes\n# of May\n",
            "comment",
        ),
        (
            "override: |\n  It only reads.\n# see the minutes\n\n",
            "comment",
        ),
        (
            "override:\n  It only reads.\n   # see the minutes\n",
            "comment",
        ),
    ] {
        let text = overridden(written);
        let (new, reasons) = fix(&text);
        assert_eq!(new, text);
        assert!(
            reasons.len() == 1 && reasons[0].contains(reason),
            "{written}: {reasons:?}"
        );
    }
    let anchored = format!("{HEAD}override: &why Pages are public.\nrationale: *why\n");
    let (new, reasons) = fix(&anchored);
    assert_eq!(new, anchored);
    assert!(reasons[0].contains("alias"), "{reasons:?}");
    let alias = format!("{HEAD}rationale: &why Pages are public.\noverride: *why\n");
    let without = format!("{HEAD}rationale: &why Pages are public.\n");
    assert_eq!(fix(&alias), (without, vec![]), "an alias may go");
}

#[test]
fn words_that_an_alias_shares_are_left_alone_with_this_reason() {
    let head = "name: get_page\ncategory: read\nrisk: low\n";
    for text in [
        format!("{head}description: &d Gets a overview of a page.\nrationale: *d\n"),
        format!("{head}description: &d \"Gets a overview of a page.\"\nrationale: *d\n"),
        format!("{head}description: &d >-\n  Gets a overview of a page.\nrationale: *d\n"),
    ] {
        let (new, reasons) = fix(&text);
        assert_eq!(new, text);
        assert!(
            reasons.iter().any(|it| it.contains("an alias elsewhere")),
            "{text}: {reasons:?}"
        );
    }
}

#[test]
fn a_comment_above_the_next_key_stays() {
    for between in ["# why\n", "\n# why\n", "# why\n# so\n"] {
        let text = overridden(&format!("override: It only reads.\n{between}"));
        let (new, reasons) = fix(&text);
        assert!(reasons.is_empty(), "{between}: {reasons:?}");
        assert!(!new.contains("override") && new.contains("# why"), "{new}");
    }
}

/// What stands in code is no prose, whatever marks it as code; the prose around it is corrected.
#[test]
fn code_is_not_corrected() {
    for code in [
        "      grep a index.txt; echo a item..",
        "\techo a item..",
        "  ~~~\n  echo a item..\n  ~~~",
        "  ~~~~ sh\n  ~~~\n  echo a item..\n  ~~~~",
        "  ```\n  echo a item..\n  ```",
        "  <pre>\n  echo a item..\n\n  echo a item..\n  </pre>",
        "  <code>echo a item..</code>",
        "  `echo a item..`",
        "  <https://example.org/a/item..>",
        "  [x](https://example.org/item.. \"a item..\")",
    ] {
        // A tab cannot indent YAML, but it can stand behind the indentation.
        let code = code.replace('\t', "  \t");
        let text = |article: &str| {
            format!(
                "name: get_page\ndescription: Gets the page of a book.\nrationale: |\n  Gets {article} item of it.\n\n{code}\n\n  It is the end.\n"
            )
        };
        assert_eq!(fix(&text("a")), (text("an"), vec![]), "{code}");
    }
}

#[test]
fn an_allowance_goes_alone_and_the_last_takes_its_parent() {
    let entry =
        |allow: &str| format!("name: get_page\ndescription: Gets the page of a book.\n{allow}");
    for (before, after) in [
        (
            "allow-lints: { missing-rationale: Known, truncated-description: Old }\n",
            "allow-lints: { missing-rationale: Known }\n",
        ),
        (
            "allow-lints: { truncated-description: Old, missing-rationale: Known }\n",
            "allow-lints: { missing-rationale: Known }\n",
        ),
        (
            "allow-lints:\n  truncated-description: Old\n\n  missing-rationale: Known\n",
            "allow-lints:\n\n  missing-rationale: Known\n",
        ),
        (
            "allow-lints:\n  truncated-description: Old\n# known since spring\n  missing-rationale: Known\n",
            "allow-lints:\n# known since spring\n  missing-rationale: Known\n",
        ),
        (
            "allow-lints:\n  missing-rationale: Known\n  truncated-description: \"Old\n\n    text\"\n",
            "allow-lints:\n  missing-rationale: Known\n",
        ),
        (
            "rationale: Public.\nallow-lints:\n  truncated-description: Old\nrisk: low\n",
            "rationale: Public.\nrisk: low\n",
        ),
        (
            "rationale: Public.\nallow-lints: {truncated-description: Old}\n",
            "rationale: Public.\n",
        ),
        (
            "rationale: Public.\nallow-lints: {truncated-description: Old, raw-html: Old}\n",
            "rationale: Public.\n",
        ),
    ] {
        assert_eq!(fix(&entry(before)), (entry(after), vec![]), "{before}");
    }
    let flow = "{name: get_page, description: Gets the page of a book., override: Old, rationale: Public.}\n";
    assert_eq!(
        fix(flow).0,
        "{name: get_page, description: Gets the page of a book., rationale: Public.}\n"
    );
}

#[test]
fn words_are_changed_where_they_stand_and_nowhere_else() {
    let entry =
        |text: &str| format!("name: get_page\ndescription: {text}\nrationale: Pages are public.\n");
    for (before, after) in [
        (
            "Gets extra items and a item of the list.",
            "Gets extra items and an item of the list.",
        ),
        (
            "Gets `a item` and then a item of the list.",
            "Gets `a item` and then an item of the list.",
        ),
        (
            ">-\n  Gets the page and a\n  item of the list..",
            ">-\n  Gets the page and an\n  item of the list.",
        ),
        (
            "\"Gets \\\"a item\\\" and a item of the list.\"",
            "\"Gets \\\"a item\\\" and an item of the list.\"",
        ),
        (
            "Waits for the page... then gets it..",
            "Waits for the page... then gets it.",
        ),
        (
            "Reads `../data` of the book..",
            "Reads `../data` of the book.",
        ),
        (
            "Gets an unicorn, a hour and an one-time code of the book.",
            "Gets a unicorn, an hour and a one-time code of the book.",
        ),
    ] {
        assert_eq!(fix(&entry(before)), (entry(after), vec![]), "{before}");
    }
    for same in [
        "Gets the page from ../data/page.json on disk.",
        "Gets the pages 1..10 of the book.",
        "Gets the path between the points a and b of the map.",
        "Gets an ssh key, an npm package, an sms and an mcp server of the user.",
        "Gets an MP3, an n8n flow, an SSH key, a unicorn, an hour and a one-time code of the user.",
        "Lee el mensaje que se manda a este cliente y a ese otro.",
        "Gets the investors of Series A and the eggs of grade A in the list.",
    ] {
        assert_eq!(fix(&entry(same)), (entry(same), vec![]), "{same}");
    }
    let escaped = entry("\"Gets the page of a book\\u002e\\u002e\"");
    let (new, reasons) = fix(&escaped);
    assert_eq!(new, escaped);
    assert!(reasons[0].contains("escapes"), "{reasons:?}");
}

#[test]
fn a_file_that_is_not_utf8_keeps_its_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let server = folder.path().join("catalog/example");
    std::fs::create_dir_all(&server).unwrap();
    std::fs::write(server.join("server.yaml"), "title: Example\n").unwrap();
    let bytes = b"# Jos\xe9\nname: get_page\ndescription: Gets the page of a book..\n";
    std::fs::write(server.join("tools.yaml"), bytes).unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_toolrisk"))
        .args(["check", "--fix"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(std::fs::read(server.join("tools.yaml")).unwrap(), bytes);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        said.contains("not fixed") && said.contains("UTF-8"),
        "{said}"
    );
}

/// The findings of the repository's catalog, with its lines ending as given.
fn findings(line_end: &str) -> Vec<(String, usize, usize)> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let tree = toolrisk::load::read_tree(&root.join("catalog"), None).unwrap();
    let texts: Vec<(&str, String)> = tree
        .places
        .iter()
        .zip(tree.sources.iter())
        .map(|(place, (_, file))| (place.as_str(), file.text.replace('\n', line_end)))
        .collect();
    let tree = Tree::of_texts(texts.iter().map(|(place, text)| (*place, text.as_str())));
    let loaded = load(&tree);
    let mut found = loaded.found.clone();
    found.extend(check(&rate(&loaded.catalog)));
    let place = |it: &toolrisk::diagnostic::Diagnostic| {
        let (start, _) = tree.sources.line_col(it.primary.span);
        (it.message.clone(), start.line, start.column)
    };
    found.iter().map(place).collect()
}

#[test]
fn windows_line_ends_change_no_finding() {
    assert_eq!(findings("\r\n"), findings("\n"));
}

#[test]
fn a_yaml_directive_is_read_and_its_document_can_be_fixed() {
    let text = "%YAML 1.2\n---\nname: get_page\ndescription: Gets the page of a book..\n";
    assert_eq!(fix(text).0, text.replace("..", "."));
}

/// The values of each document, without the keys and texts that fixes are about.
fn others(text: &str) -> Vec<PlainValue> {
    let mut values = Vec::new();
    for part in split(text).iter().filter(|part| !part.is_blank()) {
        let mut value = PlainValue::of(part.text).unwrap();
        for key in ["override", "allow-lints", "description", "rationale"] {
            value = value
                .clone()
                .without(&[Step::Key(key.to_owned())])
                .unwrap_or(value);
        }
        values.push(value);
    }
    values
}

fn line() -> impl Strategy<Value = String> {
    let values = vec![
        "It only reads..",
        ">-\n  One a item.\n\n  Two.",
        "|+\n  Kept an list.\n\n",
        "\"a\n\n  b..\"",
        "# c\n  x",
        "&a x..",
        "*a",
        "!!str x",
        "|2\n   x",
        "'a, b..'",
    ];
    let keys = vec![
        "override",
        "rationale",
        "description",
        "risk",
        "undo",
        "title",
        "category",
    ];
    let before = vec!["", "\n", "# c\n", "  # c\n"];
    let parts = (
        prop::sample::select(before),
        prop::sample::select(keys),
        prop::sample::select(values),
    );
    parts.prop_map(|(before, key, value)| format!("{before}{key}: {value}\n"))
}

proptest! {
    #[test]
    fn fixing_keeps_every_other_value(
        lines in prop::collection::vec(line(), 1..7),
        allow in prop::sample::select(vec![
            "", "allow-lints: {raw-html: a, guessing: b}\n", "allow-lints:\n  raw-html: a\n  # c\n  guessing: b\n",
        ]),
        crlf in any::<bool>(),
    ) {
        let mut seen = std::collections::BTreeSet::new();
        let key = |line: &String| line.trim_start_matches(['\n', ' ']).replace("# c\n", "").split(':').next().unwrap().to_owned();
        let lines: String = lines.iter().filter(|line| seen.insert(key(line))).cloned().collect();
        let mut text = format!("name: get_page\n{lines}{allow}---\nname: b\ndescription: Gets a item of the list..\n");
        if crlf {
            text = text.replace('\n', "\r\n");
        }
        prop_assume!(split(&text).iter().all(|part| PlainValue::of(part.text).is_ok()));
        let (new, _) = fix(&text);
        prop_assert_eq!(others(&new), others(&text), "{}\n=>\n{}", text, new);
        let comments = |text: &str| {
            let parts = split(text);
            let syntaxes = parts.iter().filter_map(|part| Syntax::of(part.text));
            syntaxes.map(|syntax| syntax.comments.len()).sum::<usize>()
        };
        prop_assert_eq!(comments(&new), comments(&text), "{}\n=>\n{}", text, new);
    }
}
