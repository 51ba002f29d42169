//! Publishing into real folders.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::path::Path;

use super::journal::JOURNAL;
use super::lock::LOCK;
use super::{Leftovers, MANIFEST, PublishError, Run, Summary, publish, standing};

type Files<'f> = &'f [(&'f str, &'f str)];

fn put(folder: &Path, files: Files<'_>) -> Result<Summary, PublishError> {
    put_and(folder, files, Leftovers::Remove)
}

fn put_and(folder: &Path, files: Files<'_>, leftovers: Leftovers) -> Result<Summary, PublishError> {
    put_as(folder, files, leftovers, None)
}

fn put_as(
    folder: &Path,
    files: Files<'_>,
    leftovers: Leftovers,
    part: Option<&str>,
) -> Result<Summary, PublishError> {
    let mut run = Run {
        leftovers,
        part: part.map(str::to_owned),
        waiting: &mut || {},
        progress: &|| {},
        memory: None,
        whole: None,
        changed: None,
    };
    publish(
        folder,
        files,
        |(path, _)| (*path).to_owned(),
        |_| None,
        |(_, text)| Ok::<_, Infallible>(text.as_bytes().to_vec()),
        &mut run,
    )
}

/// A run in which the file `c/3` cannot be made.
fn put_broken(folder: &Path) -> PublishError {
    let mut run = Run {
        leftovers: Leftovers::Remove,
        part: None,
        waiting: &mut || {},
        progress: &|| {},
        memory: None,
        whole: None,
        changed: None,
    };
    let result = publish(
        folder,
        &["a/1", "b/2", "c/3"],
        |path| (*path).to_owned(),
        |_| None,
        |path| match *path {
            "c/3" => Err(std::io::Error::other("died")),
            _ => Ok(b"torn".to_vec()),
        },
        &mut run,
    );
    result.unwrap_err()
}

fn holds(folder: &Path) -> BTreeMap<String, String> {
    let files = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap);
    files
        .filter(|entry| {
            entry.file_type().is_file()
                && ![MANIFEST, LOCK]
                    .map(|it| entry.file_name() == it)
                    .contains(&true)
        })
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap();
            let path = path.to_str().unwrap().replace('\\', "/");
            (path, std::fs::read_to_string(entry.path()).unwrap())
        })
        .collect()
}

fn expect(folder: &Path, files: Files<'_>) {
    let files = files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    assert_eq!(holds(folder), files.collect());
}

#[test]
fn a_folder_holds_what_the_last_run_wrote() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path().join("deep/public");
    let first = [
        ("index.html", "home"),
        ("a/b/index.html", "long text"),
        ("a/policy.json", "{}"),
    ];
    let summary = put(&folder, &first).unwrap();
    assert_eq!(
        (summary.written, summary.unchanged, summary.removed),
        (3, 0, 0)
    );
    expect(&folder, &first);

    let second = [
        ("index.html", "home"),
        ("a/policy.json", "{\"a\":1}"),
        ("c/x", "short"),
    ];
    let summary = put(&folder, &second).unwrap();
    assert_eq!(
        (summary.written, summary.unchanged, summary.removed),
        (2, 1, 1)
    );
    expect(&folder, &second);
    assert!(!folder.join("a/b").exists(), "an empty folder was left");

    let third = [("index.html", "h")];
    put(&folder, &third).unwrap();
    expect(&folder, &third);
    let summary = put(&folder, &third).unwrap();
    assert_eq!(
        (summary.written, summary.unchanged, summary.removed),
        (0, 1, 0)
    );
}

#[test]
fn files_of_others_are_neither_overwritten_nor_removed() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path();
    std::fs::write(folder.join("thesis.txt"), "mine").unwrap();
    let error = put(folder, &[("index.html", "x")]).unwrap_err();
    assert!(matches!(error, PublishError::NotOurs { .. }), "{error}");
    assert_eq!(holds(folder).len(), 1);

    let folder = scratch.path().join("public");
    put(&folder, &[("a/index.html", "x")]).unwrap();
    std::fs::write(folder.join("CNAME"), "example.org").unwrap();
    std::fs::write(folder.join("a/own.txt"), "mine").unwrap();
    put(&folder, &[("index.html", "x")]).unwrap();
    let kept = [
        ("CNAME", "example.org"),
        ("a/own.txt", "mine"),
        ("index.html", "x"),
    ];
    expect(&folder, &kept);
    let error = put(&folder, &[("CNAME", "evil.example")]).unwrap_err();
    assert!(matches!(error, PublishError::Occupied { .. }), "{error}");
    assert_eq!(holds(&folder)["CNAME"], "example.org");
}

#[test]
fn a_run_that_died_leaves_files_that_the_next_one_owns() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path().join("public");
    let error = put_broken(&folder);
    assert_eq!(error.to_string(), "c/3: died");
    let next = [("a/1", "one"), ("d", "four")];
    put(&folder, &next).unwrap();
    expect(&folder, &next);
}

#[test]
fn paths_that_leave_the_folder_are_refused_before_anything_is_written() {
    for path in [
        "../x",
        "/x",
        "a/../../x",
        "a\\x",
        "",
        MANIFEST,
        LOCK,
        ".toolrisk-parts/x",
    ] {
        let scratch = tempfile::tempdir().unwrap();
        let folder = scratch.path().join("public");
        let error = put(&folder, &[("good", "x"), (path, "x")]).unwrap_err();
        assert!(
            matches!(error, PublishError::BadPath { .. }),
            "{path}: {error}"
        );
        assert!(!folder.exists());
    }
    let scratch = tempfile::tempdir().unwrap();
    let error = put(scratch.path(), &[("a", "x"), ("a", "y")]).unwrap_err();
    assert!(matches!(error, PublishError::Twice { .. }), "{error}");
}

#[test]
fn a_damaged_manifest_removes_nothing() {
    for text in [
        "",
        "toolrisk 2\nx\n",
        "toolrisk 1\n../victim\n",
        "toolrisk 1\n/etc/passwd\n",
    ] {
        let scratch = tempfile::tempdir().unwrap();
        let folder = scratch.path().join("public");
        std::fs::write(scratch.path().join("victim"), "mine").unwrap();
        put(&folder, &[("a", "x")]).unwrap();
        std::fs::write(folder.join(MANIFEST), text).unwrap();
        let error = put(&folder, &[("b", "x")]).unwrap_err();
        assert!(
            matches!(error, PublishError::DamagedManifest { .. }),
            "{error}"
        );
        assert!(scratch.path().join("victim").exists() && folder.join("a").exists());
    }
}

#[cfg(unix)]
#[test]
fn nothing_is_written_or_removed_through_a_link() {
    use std::os::unix::fs::symlink;

    let scratch = tempfile::tempdir().unwrap();
    let (folder, outside) = (
        scratch.path().join("public"),
        scratch.path().join("outside"),
    );
    std::fs::create_dir(&outside).unwrap();
    std::fs::write(outside.join("victim"), "mine").unwrap();
    put(&folder, &[("a/victim", "x"), ("b", "x")]).unwrap();

    std::fs::remove_dir_all(folder.join("a")).unwrap();
    symlink(&outside, folder.join("a")).unwrap();
    let error = put(&folder, &[("a/victim", "evil")]).unwrap_err();
    assert!(matches!(error, PublishError::Redirected { .. }), "{error}");
    put(&folder, &[("b", "x")]).unwrap();
    assert_eq!(holds(&outside)["victim"], "mine");

    std::fs::remove_file(folder.join("b")).unwrap();
    symlink(outside.join("victim"), folder.join("b")).unwrap();
    let error = put(&folder, &[("b", "evil")]).unwrap_err();
    assert!(matches!(error, PublishError::Redirected { .. }), "{error}");
    assert_eq!(holds(&outside)["victim"], "mine");
}

#[test]
fn every_file_is_counted_once() {
    let scratch = tempfile::tempdir().unwrap();
    let names: Vec<String> = (0..500)
        .map(|number| format!("f/{}/{number}", number % 7))
        .collect();
    let finished = std::sync::atomic::AtomicUsize::new(0);
    let count = || {
        finished.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    };
    let bytes = |name: &String| Ok::<_, Infallible>(name.as_bytes().to_vec());
    let mut run = Run {
        leftovers: Leftovers::Remove,
        part: None,
        waiting: &mut || {},
        progress: &count,
        memory: None,
        whole: None,
        changed: None,
    };
    let summary = publish(
        scratch.path(),
        &names,
        String::clone,
        |_| None,
        bytes,
        &mut run,
    )
    .unwrap();
    assert_eq!((summary.written, finished.into_inner()), (500, 500));
    assert_eq!(holds(scratch.path()).len(), 500);
}

/// The lines of the manifest without the first.
fn listed(folder: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(folder.join(MANIFEST)).unwrap();
    text.lines().skip(1).map(str::to_owned).collect()
}

#[test]
fn a_refused_file_of_others_never_enters_the_manifest() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path().join("public");
    put(&folder, &[("a", "x")]).unwrap();
    std::fs::create_dir(folder.join("sub")).unwrap();
    std::fs::write(folder.join("sub/page"), "mine").unwrap();
    std::fs::write(folder.join("file"), "mine").unwrap();
    for wanted in ["sub/page", "file", "file/below"] {
        for _ in 0..2 {
            let error = put(&folder, &[("a", "y"), ("new", "y"), (wanted, "evil")]).unwrap_err();
            let refused = matches!(
                error,
                PublishError::Occupied { .. } | PublishError::Redirected { .. }
            );
            assert!(refused, "{wanted}: {error}");
            let ours = |path: &String| ["a", "new"].contains(&path.as_str());
            assert!(listed(&folder).iter().all(ours), "{:?}", listed(&folder));
        }
    }
    put(&folder, &[("b", "z")]).unwrap();
    let left = [("b", "z"), ("file", "mine"), ("sub/page", "mine")];
    expect(&folder, &left);
}

#[test]
fn a_file_that_others_put_there_during_a_run_stays_theirs() {
    for earlier in [false, true] {
        let scratch = tempfile::tempdir().unwrap();
        let folder = scratch.path().join("public");
        if earlier {
            put(&folder, &[("old", "x"), ("sub/old", "x")]).unwrap();
        }
        let mut run = Run {
            leftovers: Leftovers::Remove,
            part: None,
            waiting: &mut || {},
            progress: &|| {},
            memory: None,
            whole: None,
            changed: None,
        };
        let bytes = |path: &&str| {
            std::fs::write(folder.join(path), "mine")?;
            Ok::<_, std::io::Error>(b"evil".to_vec())
        };
        let wanted = ["page", "sub/page"];
        let error = publish(
            &folder,
            &wanted,
            |it| (*it).to_owned(),
            |_| None,
            bytes,
            &mut run,
        )
        .unwrap_err();
        assert!(matches!(error, PublishError::Occupied { .. }), "{error}");
        let mut foreign = holds(&folder);
        foreign.retain(|_, text| text == "mine");
        assert!(!foreign.is_empty());
        put(&folder, &[("last", "z")]).unwrap();
        for (path, text) in foreign {
            assert_eq!(holds(&folder).get(&path), Some(&text), "{path}");
        }
    }
}

#[test]
fn a_failed_run_leaves_a_site_as_it_was_and_lists_what_it_wrote_to_an_empty_folder() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path().join("public");
    put(&folder, &[("a/1", "x"), ("old", "x")]).unwrap();
    put_broken(&folder);
    expect(&folder, &[("a/1", "x"), ("old", "x")]);
    assert_eq!(listed(&folder), ["a/1", "old"]);
    assert!(!folder.join(".toolrisk-parts").exists() && !folder.join("b").exists());

    let empty = scratch.path().join("empty");
    put_broken(&empty);
    let written: Vec<String> = holds(&empty).into_keys().collect();
    assert_eq!(listed(&empty), written);
    put(&empty, &[("b/2", "y")]).unwrap();
    expect(&empty, &[("b/2", "y")]);
}

fn put_part(folder: &Path, files: Files<'_>, part: &str) -> Result<Summary, PublishError> {
    put_as(folder, files, Leftovers::Remove, Some(part))
}

#[test]
fn parts_that_are_copied_together_are_one_site_for_the_next_run() {
    let scratch = tempfile::tempdir().unwrap();
    let [one, two, joined] = ["one", "two", "joined"].map(|it| scratch.path().join(it));
    put_part(&one, &[("a/1", "x"), ("gone", "x")], "1-of-2").unwrap();
    put_part(&one, &[("a/1", "x"), ("gone", "x")], "1-of-2").unwrap();
    put_part(&two, &[("a/2", "x")], "2-of-2").unwrap();
    for part in [&one, &two] {
        for (path, text) in holds(part) {
            let file = joined.join(path);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, text).unwrap();
        }
    }
    let summary = put(&joined, &[("a/1", "x"), ("a/2", "y"), ("new", "x")]).unwrap();
    assert_eq!(
        (summary.unchanged, summary.written, summary.removed),
        (1, 2, 1)
    );
    expect(&joined, &[("a/1", "x"), ("a/2", "y"), ("new", "x")]);
    assert_eq!(listed(&joined), ["a/1", "a/2", "new"]);
}

#[test]
fn what_an_uncertain_run_does_not_make_stays_until_a_certain_one() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path().join("public");
    put(&folder, &[("a", "x"), ("b/c", "x")]).unwrap();
    let summary = put_and(&folder, &[("a", "y")], Leftovers::Keep).unwrap();
    assert_eq!((summary.removed, summary.kept), (0, 1));
    expect(&folder, &[("a", "y"), ("b/c", "x")]);
    let summary = put(&folder, &[("a", "y")]).unwrap();
    assert_eq!((summary.removed, summary.kept), (1, 0));
    expect(&folder, &[("a", "y")]);
}

#[cfg(unix)]
#[test]
fn a_linked_copy_stays_as_it_was_and_permissions_stay() {
    use std::os::unix::fs::PermissionsExt as _;

    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path().join("public");
    put(&folder, &[("page", "one")]).unwrap();
    let (page, copy) = (folder.join("page"), scratch.path().join("copy"));
    std::fs::set_permissions(&page, std::fs::Permissions::from_mode(0o640)).unwrap();
    std::fs::hard_link(&page, &copy).unwrap();
    // As long, so that nothing but the bytes differs.
    put(&folder, &[("page", "two"), ("new", "x")]).unwrap();
    assert_eq!(std::fs::read(&copy).unwrap(), b"one");
    expect(&folder, &[("page", "two"), ("new", "x")]);
    let mode = std::fs::metadata(&page).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
    assert!(!folder.join(".toolrisk-parts").exists());
}

#[test]
fn a_reader_sees_whole_files_while_they_are_replaced() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path().join("public");
    let texts = ["a".repeat(300_000), "b".repeat(200_000)];
    put(&folder, &[("page", &texts[0])]).unwrap();
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(std::sync::atomic::Ordering::Relaxed) {
                let text = std::fs::read_to_string(folder.join("page")).unwrap();
                assert!(
                    texts.contains(&text),
                    "a part of a page: {} bytes",
                    text.len()
                );
            }
        });
        for turn in 0..200 {
            put(&folder, &[("page", &texts[turn % 2])]).unwrap();
        }
        done.store(true, std::sync::atomic::Ordering::Relaxed);
    });
}

#[test]
fn a_run_waits_for_the_one_before_it_and_no_lock_outlives_its_run() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path().join("public");
    // As a killed run leaves it.
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join(LOCK), "").unwrap();
    std::fs::write(folder.join(".toolrisk-manifest.part"), "torn").unwrap();
    put(&folder, &[("a", "first")]).unwrap();

    let other = super::lock::Lock::take(&folder, &mut || {}).unwrap();
    let (told, tell) = std::sync::mpsc::channel();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut run = Run {
                leftovers: Leftovers::Remove,
                part: None,
                waiting: &mut || told.send("waits").unwrap(),
                progress: &|| told.send("writes").unwrap(),
                memory: None,
                whole: None,
                changed: None,
            };
            let bytes = |_: &&str| Ok::<_, Infallible>(b"second".to_vec());
            publish(
                &folder,
                &["a"],
                |it| (*it).to_owned(),
                |_| None,
                bytes,
                &mut run,
            )
            .unwrap();
        });
        assert_eq!(tell.recv().unwrap(), "waits");
        expect(&folder, &[("a", "first")]);
        assert!(tell.try_recv().is_err(), "it wrote before its turn");
        drop(other);
        assert_eq!(tell.recv().unwrap(), "writes");
    });
    expect(&folder, &[("a", "second")]);
}

#[test]
fn parts_that_a_killed_run_left_are_removed() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path().join("public");
    put(&folder, &[("a", "x")]).unwrap();
    std::fs::create_dir(folder.join(".toolrisk-parts")).unwrap();
    std::fs::write(folder.join(".toolrisk-parts/7"), "torn").unwrap();
    put(&folder, &[("a", "y")]).unwrap();
    expect(&folder, &[("a", "y")]);
}

/// A folder as a run leaves it that was killed after it had written `a` and planned `b` and `c`.
fn killed(folder: &Path) {
    put(folder, &[("old", "x")]).unwrap();
    std::fs::write(folder.join("a"), "ours").unwrap();
    std::fs::write(folder.join(JOURNAL), "a\ntor").unwrap();
}

#[test]
fn a_file_at_a_path_that_a_killed_run_planned_and_never_wrote_stays_theirs() {
    let scratch = tempfile::tempdir().unwrap();
    for wanted in [
        &[("a", "x"), ("b", "evil"), ("c", "x")][..],
        &[("other", "x")],
    ] {
        let folder = scratch.path().join(wanted.len().to_string());
        killed(&folder);
        std::fs::write(folder.join("b"), "mine").unwrap();
        std::fs::write(folder.join("tor"), "mine").unwrap();
        for _ in 0..2 {
            let refused = put(&folder, wanted).is_err();
            assert_eq!(refused, wanted.len() == 3);
            assert_eq!(holds(&folder).get("b").unwrap(), "mine");
            assert_eq!(holds(&folder).get("tor").unwrap(), "mine");
        }
    }
}

#[test]
fn what_a_killed_run_wrote_is_updated_or_removed_by_the_next() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path().join("public");
    killed(&folder);
    // Made, and not noted yet: empty, or linked to what is still on its way.
    std::fs::write(folder.join("b"), "").unwrap();
    std::fs::write(folder.join("c"), "whole").unwrap();
    std::fs::create_dir(folder.join(".toolrisk-parts")).unwrap();
    std::fs::write(folder.join(".toolrisk-parts/7"), "whole").unwrap();
    put(&folder, &[("a", "1"), ("b", "2"), ("c", "3")]).unwrap();
    expect(&folder, &[("a", "1"), ("b", "2"), ("c", "3")]);
    killed(&folder);
    put(&folder, &[("b", "2")]).unwrap();
    expect(&folder, &[("b", "2")]);
}

#[test]
fn an_error_of_the_system_says_its_reason() {
    let scratch = tempfile::tempdir().unwrap();
    let file = scratch.path().join("file");
    std::fs::write(&file, "mine").unwrap();
    let error = put(&file.join("public"), &[("a", "x")])
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("file/public: ") && error.contains("os error"),
        "{error}"
    );
}

/// Puts files whose key is their first letter, and gives what was made.
fn put_remembered(folder: &Path, memory: &Path, files: Files<'_>) -> (Summary, Vec<String>) {
    let made = std::sync::Mutex::new(Vec::new());
    let mut run = Run {
        leftovers: Leftovers::Remove,
        part: None,
        waiting: &mut || {},
        progress: &|| {},
        memory: Some(memory),
        whole: Some(([1; 16], "said".to_owned())),
        changed: None,
    };
    let summary = publish(
        folder,
        files,
        |(path, _)| (*path).to_owned(),
        |(_, text)| Some([text.as_bytes()[0]; 16]),
        |(path, text)| {
            made.lock().unwrap().push((*path).to_owned());
            Ok::<_, Infallible>(text.as_bytes().to_vec())
        },
        &mut run,
    );
    let mut made = made.into_inner().unwrap();
    made.sort();
    (summary.unwrap(), made)
}

#[test]
fn only_what_is_made_from_something_else_or_was_touched_is_made_again() {
    let scratch = tempfile::tempdir().unwrap();
    let (folder, memory) = (scratch.path().join("out"), scratch.path().join("memory"));
    let files = [("a", "1a"), ("b/c", "1c"), ("d", "1d")];
    let (summary, made) = put_remembered(&folder, &memory, &files);
    assert_eq!((summary.made, made.len()), (3, 3));
    assert_eq!(put_remembered(&folder, &memory, &files).1, [""; 0]);
    let stands = standing(&folder, &memory, [1; 16]).unwrap();
    assert_eq!((stands.files, stands.note.as_str()), (3, "said"));
    assert_eq!(standing(&folder, &memory, [2; 16]), None);

    let files = [("a", "1a"), ("b/c", "2c"), ("d", "1d")];
    assert_eq!(put_remembered(&folder, &memory, &files).1, ["b/c"]);
    expect(&folder, &files);

    std::fs::write(folder.join("d"), "another's").unwrap();
    std::fs::remove_file(folder.join("a")).unwrap();
    assert_eq!(standing(&folder, &memory, [1; 16]), None);
    assert_eq!(put_remembered(&folder, &memory, &files).1, ["a", "d"]);
    expect(&folder, &files);

    std::fs::remove_file(&memory).unwrap();
    let (summary, made) = put_remembered(&folder, &memory, &files);
    assert_eq!((summary.written, made.len()), (0, 3));

    let fewer = [("d", "1d")];
    assert_eq!(put_remembered(&folder, &memory, &fewer).1, [""; 0]);
    expect(&folder, &fewer);
}
