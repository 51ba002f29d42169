#[test]
fn a_folder_that_is_named_is_never_exchanged_for_another() {
    let scratch = catalog(&[
        ("one/server.yaml", "title: One\nsummary: Serves one.\n"),
        ("one/tools.yaml", "description: Gets it..\nname: get_it\n"),
    ]);
    let sub = scratch.path().join("sub");
    write(&sub.join("list"), NOTES);
    std::fs::create_dir_all(sub.join("catalog")).unwrap();
    let before = files(&scratch.path().join("catalog"));
    for (command, code) in [
        (&["fmt", "catalog"][..], 2),
        (&["check", "--fix", "catalog"], 2),
        (&["build", "catalog"], 2),
        (&["serve", "--port", "0", "catalog"], 2),
        (&["diff", "../catalog", "--catalog", "catalog"], 2),
        (&["new", "tool", "one", "put_it", "--catalog", "catalog"], 2),
        (&["new", "--catalog", "catalog", "server", "two"], 0),
        (
            &[
                "import",
                "--server",
                "notes",
                "--file",
                "list",
                "--catalog",
                "catalog",
            ],
            0,
        ),
    ] {
        let ran = run(&sub, command).ended(code);
        assert!(
            !ran.err.contains("using the catalog in"),
            "{command:?}: {}",
            ran.err
        );
        let after = files(&scratch.path().join("catalog"));
        assert!(after == before, "{command:?}");
    }
    assert!(sub.join("catalog/two/server.yaml").is_file());
    assert!(sub.join("catalog/notes/tools.lock.json").is_file());
}

#[test]
fn a_command_that_writes_names_the_catalog_that_it_found_above_even_with_quiet() {
    let scratch = catalog(&[
        ("one/server.yaml", "title: One\nsummary: Serves one.\n"),
        ("one/tools.yaml", "name: get_it\ndescription: Gets it.\n"),
    ]);
    let sub = scratch.path().join("sub");
    write(&sub.join("list"), NOTES);
    for (command, is_told) in [
        (&["fmt", "-q"][..], true),
        (&["fmt", "-q", "--check"], false),
        (&["check", "-q"], false),
        (&["check", "-q", "--fix"], true),
        (
            &[
                "import",
                "-q",
                "--server",
                "notes",
                "--file",
                "list",
                "--dry-run",
            ],
            false,
        ),
        (
            &["import", "-q", "--server", "notes", "--file", "list"],
            true,
        ),
        (&["new", "-q", "server", "two"], true),
    ] {
        let ran = run(&sub, command);
        let said = ran.err.contains("using the catalog in");
        assert_eq!(said, is_told, "{command:?}: {}", ran.err);
    }
    // The folder of the site that is named is the one of this folder, too.
    run(&sub, &["build", "--out", "public"]).ended(0);
    assert!(sub.join("public/index.html").is_file());
    assert!(!scratch.path().join("public").exists());
    run(&sub, &["build"]).ended(0);
    assert!(scratch.path().join("public/index.html").is_file());
}
