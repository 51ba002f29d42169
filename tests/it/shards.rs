//! A site in parts, the lists of what has changed, and a site that is swapped.

use std::collections::BTreeMap;
use std::path::Path;

use super::program::{catalog, files, run, toolrisk, write};

const FILES: &[(&str, &str)] = &[
    ("one/server.yaml", "title: One\nsummary: Serves one.\n"),
    (
        "one/tools.yaml",
        "name: get_it\ndescription: Gets it.\nrationale: It is public.\n",
    ),
    ("two/server.yaml", "title: Two\nsummary: Serves two.\n"),
    (
        "two/tools.yaml",
        "name: get_it\ndescription: Gets it.\nrationale: It is public.\n",
    ),
];

fn pages(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut pages = files(folder);
    pages.retain(|path, _| !path.starts_with(".toolrisk-"));
    pages
}

#[test]
fn the_parts_of_a_site_are_the_whole_site() {
    let scratch = catalog(FILES);
    let root = scratch.path();
    run(root, &["build", "catalog", "--out", "whole"]).ended(0);
    let whole = pages(&root.join("whole"));
    for of in [1, 4, 7] {
        let mut union = BTreeMap::new();
        for number in 1..=of {
            let (shard, out) = (format!("{number}/{of}"), format!("part-{number}-of-{of}"));
            run(
                root,
                &["build", "catalog", "--out", &out, "--shard", &shard],
            )
            .ended(0);
            for (path, bytes) in pages(&root.join(out)) {
                assert!(
                    union.insert(path.clone(), bytes).is_none(),
                    "{path} is in two parts"
                );
            }
        }
        assert!(union == whole, "the {of} parts are not the site");
    }
    for bad in ["0/4", "5/4", "1/0", "1", "a/b", ""] {
        let told = run(root, &["build", "catalog", "--shard", bad]).ended(2);
        told.said("--shard");
    }
}

#[test]
fn a_site_joined_from_its_parts_can_be_built_into_again() {
    let scratch = catalog(FILES);
    let root = scratch.path();
    run(root, &["build", "catalog", "--out", "whole"]).ended(0);
    for shard in ["1/3", "2/3", "3/3"] {
        let out = format!("part{}", &shard[..1]);
        run(root, &["build", "catalog", "--out", &out, "--shard", shard]).ended(0);
        for (path, bytes) in files(&root.join(out)) {
            let file = root.join("joined").join(path);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, bytes).unwrap();
        }
    }
    let build = ["build", "catalog", "--out", "joined"];
    run(root, &build).ended(0).said(" 0 written, ");
    assert!(pages(&root.join("joined")) == pages(&root.join("whole")));
    std::fs::remove_file(root.join("catalog/two/tools.yaml")).unwrap();
    for out in ["joined", "whole"] {
        run(root, &["build", "catalog", "--out", out]).ended(0);
    }
    assert!(pages(&root.join("joined")) == pages(&root.join("whole")));
    // A part of it still is refused.
    run(
        root,
        &["build", "catalog", "--out", "joined", "--shard", "1/3"],
    )
    .ended(2)
    .said("which this build would remove");
}

#[test]
fn lists_of_changes_name_what_was_written_and_what_was_removed() {
    let scratch = catalog(FILES);
    let root = scratch.path();
    let build = [
        "build",
        "catalog",
        "--out",
        "public",
        "--changed-list",
        "changed",
    ];
    let lines = |name: &str| -> Vec<String> {
        let text = std::fs::read_to_string(root.join(name)).unwrap();
        text.lines().map(str::to_owned).collect()
    };
    run(root, &build).ended(0);
    let all: Vec<String> = pages(&root.join("public")).into_keys().collect();
    assert_eq!(
        (lines("changed"), lines("changed.removed")),
        (all, Vec::new())
    );
    run(root, &build).ended(0);
    assert_eq!(lines("changed"), [""; 0]);

    let before = pages(&root.join("public"));
    std::fs::remove_file(root.join("catalog/two/tools.yaml")).unwrap();
    run(root, &build).ended(0);
    let after = pages(&root.join("public"));
    let written: Vec<&String> = after
        .keys()
        .filter(|it| before.get(*it) != after.get(*it))
        .collect();
    let removed: Vec<&String> = before
        .keys()
        .filter(|it| !after.contains_key(*it))
        .collect();
    assert_eq!(lines("changed").iter().collect::<Vec<_>>(), written);
    assert_eq!(lines("changed.removed").iter().collect::<Vec<_>>(), removed);
    assert!(!removed.is_empty());
}

#[cfg(unix)]
#[test]
fn a_swapped_site_is_the_old_one_or_the_new_one_and_the_old_one_stays_for_its_readers() {
    let scratch = catalog(FILES);
    let root = scratch.path();
    let build = ["build", "catalog", "--out", "public", "--swap"];
    let mut shown = Vec::new();
    for title in ["One", "Second", "Third"] {
        write(
            &root.join("catalog/one/server.yaml"),
            &format!("title: {title}\nsummary: x.\n"),
        );
        let before = root
            .join("public")
            .canonicalize()
            .ok()
            .map(|it| (pages(&it), it));
        run(root, &build).ended(0);
        let now = root.join("public").canonicalize().unwrap();
        let page = std::fs::read_to_string(now.join("servers/one/index.html")).unwrap();
        assert!(page.contains(title));
        if let Some((pages_before, folder)) = before {
            assert!(folder != now && pages(&folder) == pages_before, "{title}");
        }
        shown.push(now);
    }
    assert_eq!(shown[0], shown[2]);
    std::fs::remove_file(root.join("public")).unwrap();
    write(&root.join("public/mine.txt"), "mine");
    run(root, &build).ended(2).said("is not a symbolic link");
    assert_eq!(
        std::fs::read(root.join("public/mine.txt")).unwrap(),
        b"mine"
    );
}

#[cfg(unix)]
#[test]
fn a_swapped_build_chooses_its_folder_when_no_other_build_of_the_link_runs() {
    let scratch = catalog(FILES);
    let root = scratch.path();
    let build = ["build", "catalog", "--out", "public", "--swap"];
    run(root, &build).ended(0);
    // Another build has the turn, and ends by showing the other folder.
    let turn = std::fs::File::create(root.join("public.toolrisk-lock")).unwrap();
    turn.lock().unwrap();
    let mut waiting = toolrisk(root, &build)
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = String::new();
    let mut lines = std::io::BufReader::new(waiting.stderr.take().unwrap());
    std::io::BufRead::read_line(&mut lines, &mut said).unwrap();
    assert!(said.contains("another build"), "{said}");
    run(root, &["build", "catalog", "--out", "public.b"]).ended(0);
    let shown = pages(&root.join("public.b"));
    std::fs::remove_file(root.join("public")).unwrap();
    std::os::unix::fs::symlink("public.b", root.join("public")).unwrap();
    write(
        &root.join("catalog/one/server.yaml"),
        "title: Other\nsummary: x.\n",
    );
    drop(turn);
    std::io::copy(&mut lines, &mut std::io::sink()).unwrap();
    assert!(waiting.wait().unwrap().success());
    assert_eq!(pages(&root.join("public.b")), shown);
}
