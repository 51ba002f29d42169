//! Faults of the machine: killed runs, full disks, folders that cannot be written, others at work.
//!
//! `KILLS=200 cargo test --test it interrupted` kills that many runs of each command and says how many were killed
//! while they ran; without it a few are.

#![cfg(unix)]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::program::{
    Bound, catalog, files, open_to_all, permit, run, skipped, told, toolrisk, write,
};

const SERVERS: usize = 6;
const TOOLS: usize = 12;
/// A kill is the same on every disk, and each command waits for the disk at every file that it writes: where there
/// is a disk in memory, hundreds of kills take a minute instead of an hour.
const MEMORY: &str = "/dev/shm";

/// A catalog that is not in its canonical form and has something to fix.
fn messy(word: &str) -> Vec<(String, String)> {
    servers(word, SERVERS, TOOLS)
}

/// The smallest catalog whose site has every kind of page: a build of it is short, and is killed at all moments all
/// the same.
fn tiny(word: &str) -> Vec<(String, String)> {
    servers(word, 1, 2)
}

/// Some files to write, and something to fix in each.
fn small(word: &str) -> Vec<(String, String)> {
    servers(word, 3, 4)
}

fn servers(word: &str, servers: usize, tools: usize) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for server in 0..servers {
        let title = format!("summary: Serves things.\ntitle: Server {server} {word}\n");
        all.push((format!("s{server}/server.yaml"), title));
        for tool in 0..tools {
            let text = format!(
                "description: Gets the {word} thing..\nname: get_{tool}\nrationale: The thing {tool} of {server} is public.\n"
            );
            all.push((format!("s{server}/t{tool}.yaml"), text));
        }
    }
    all
}

fn written(files: &[(String, String)]) -> tempfile::TempDir {
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    catalog(&files)
}

/// The same on the disk in memory.
fn in_memory(files: &[(String, String)]) -> tempfile::TempDir {
    let scratch = tempfile::tempdir_in(MEMORY).or_else(|_| tempfile::tempdir());
    let scratch = scratch.unwrap();
    for (place, text) in files {
        write(&scratch.path().join("catalog").join(place), text);
    }
    scratch
}

/// The pages of a site, without what only the writer needs.
fn site(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = files(folder);
    files.remove(".toolrisk-lock");
    files
}

/// The sources, without what a killed run may have left beside them.
fn sources(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = files(folder);
    files.retain(|path, _| !path.rsplit('/').next().unwrap().starts_with('.'));
    files
}

fn kills() -> usize {
    std::env::var("KILLS")
        .ok()
        .and_then(|it| it.parse().ok())
        .unwrap_or(8)
}

/// Starts the program and kills it after a while; says whether it was still running.
fn killed(folder: &Path, arguments: &[&str], after: Duration) -> bool {
    let mut command = toolrisk(folder, arguments);
    let mut child = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(after);
    let running = child.try_wait().unwrap().is_none();
    let _ended = child.kill();
    child.wait().unwrap();
    running
}

/// The moments at which the runs of a command are killed.
struct Moments {
    /// How long a run takes. Other tests run beside this one, so it is learned from each kill.
    length: Duration,
    hits: usize,
}

impl Moments {
    /// Does a whole run, and takes its time.
    fn of(whole: impl FnOnce()) -> Self {
        let started = Instant::now();
        whole();
        let length = started.elapsed();
        Self { length, hits: 0 }
    }

    /// Kills a run at a moment of it, or a little beyond. The moments look random: the golden ratio spreads any
    /// number of them over the run. About one run of six ends before its kill, so that the last moments are among
    /// the others.
    fn kill(&mut self, turn: usize, folder: &Path, arguments: &[&str]) {
        let part = (f64::from(u32::try_from(turn).unwrap()) * 0.618_034).fract();
        let hit = killed(folder, arguments, self.length.mul_f64(part * 1.05));
        self.hits += usize::from(hit);
        self.length = self.length.mul_f64(if hit { 1.01 } else { 0.95 });
    }

    /// Fails when no run was killed.
    fn said(&self, command: &str) {
        let (hits, kills) = (self.hits, kills());
        told(&format!(
            "{command}: {hits} of {kills} runs were killed, the others had ended"
        ));
        assert!(hits > 0, "no run of {command} was killed while it ran");
    }
}

/// Kills a command at many moments of its run. `check` looks at the folder after each.
fn kill_often(files: &[(String, String)], arguments: &[&str], check: impl Fn(&Path)) {
    let whole = in_memory(files);
    let mut moments = Moments::of(|| drop(run(whole.path(), arguments)));
    for turn in 0..kills() {
        let scratch = in_memory(files);
        moments.kill(turn, scratch.path(), arguments);
        check(scratch.path());
        if !arguments.contains(&"build") {
            run(scratch.path(), arguments);
            let same = sources(scratch.path()) == sources(whole.path());
            assert!(
                same,
                "the run after the killed one did not end where one run does"
            );
        }
    }
    moments.said(arguments[0]);
}

#[test]
fn a_killed_build_is_repaired_by_the_next() {
    let whole = in_memory(&tiny("first"));
    let build = ["build", "catalog", "--out", "public", "--quiet"];
    run(whole.path(), &build);
    let expected = site(&whole.path().join("public"));
    kill_often(&tiny("first"), &build, |folder| {
        run(folder, &build).ended(0);
        assert!(
            site(&folder.join("public")) == expected,
            "the repaired site differs"
        );
    });
}

#[test]
fn a_killed_rebuild_leaves_whole_pages_and_is_repaired_by_the_next() {
    let (old, new) = (in_memory(&tiny("first")), in_memory(&tiny("second")));
    let build = ["build", "catalog", "--out", "public", "--quiet"];
    for it in [&old, &new] {
        run(it.path(), &build).ended(0);
    }
    let (before, after) = (
        site(&old.path().join("public")),
        site(&new.path().join("public")),
    );
    let public = new.path().join("public");
    let copy = || {
        let _gone = std::fs::remove_dir_all(&public);
        let copied = Command::new("cp")
            .arg("-r")
            .arg(old.path().join("public"))
            .arg(&public)
            .status();
        assert!(copied.unwrap().success());
    };
    copy();
    let mut moments = Moments::of(|| drop(run(new.path(), &build).ended(0)));
    for turn in 0..kills() {
        copy();
        moments.kill(turn, new.path(), &build);
        for (path, bytes) in site(&public) {
            let own = path.starts_with(".toolrisk-");
            let whole = [&before, &after]
                .iter()
                .any(|it| it.get(&path) == Some(&bytes));
            assert!(
                own || whole,
                "{path} is neither the old file nor the new one"
            );
        }
        run(new.path(), &build).ended(0);
        assert!(site(&public) == after, "the repaired site differs");
    }
    moments.said("build of an older site");
}

/// A reader looks at every page of a site again and again, while it is rebuilt and those builds are killed.
/// Each build starts from what the killed one before it has left.
#[test]
fn a_reader_never_sees_a_part_of_a_page_while_builds_are_killed() {
    let versions = ["first", "second"].map(tiny);
    let build = ["build", "catalog", "--out", "public", "--quiet"];
    let expected = versions.each_ref().map(|files| {
        let scratch = in_memory(files);
        run(scratch.path(), &build).ended(0);
        site(&scratch.path().join("public"))
    });
    let scratch = in_memory(&versions[0]);
    let public = scratch.path().join("public");
    let mut moments = Moments::of(|| drop(run(scratch.path(), &build).ended(0)));
    let done = AtomicBool::new(false);
    let looks = std::thread::scope(|scope| {
        let reader = scope.spawn(|| read_until(&done, &public, &expected));
        for turn in 1..=kills() {
            for (path, text) in &versions[turn % 2] {
                write(&scratch.path().join("catalog").join(path), text);
            }
            moments.kill(turn, scratch.path(), &build);
        }
        done.store(true, Ordering::Relaxed);
        reader.join().unwrap()
    });
    moments.said("build beside a reader");
    assert!(looks > 0, "the reader read nothing");
    run(scratch.path(), &build).ended(0);
    assert!(
        site(&public) == expected[kills() % 2],
        "the repaired site differs"
    );
}

/// Reads the pages that every version has, until it is told to stop; says how many it read.
fn read_until(
    done: &AtomicBool,
    public: &Path,
    expected: &[BTreeMap<String, Vec<u8>>; 2],
) -> usize {
    let [first, second] = expected;
    let pages = first
        .iter()
        .filter(|(path, _)| !path.starts_with(".toolrisk-"))
        .filter_map(|(path, bytes)| Some((path, bytes, second.get(path)?)));
    let pages: Vec<_> = pages.collect();
    let mut looks = 0;
    while !done.load(Ordering::Relaxed) {
        for (path, one, other) in &pages {
            let found = std::fs::read(public.join(path)).unwrap();
            assert!(
                found == **one || found == **other,
                "a reader saw a part of {path}"
            );
            looks += 1;
        }
    }
    looks
}

/// Every source is what it was or what a whole run makes of it.
fn old_or_new(files: &[(String, String)], arguments: &[&str]) {
    let (before, after) = (in_memory(files), in_memory(files));
    run(after.path(), arguments);
    let (before, after) = (sources(before.path()), sources(after.path()));
    assert!(before != after, "{arguments:?} does nothing");
    kill_often(files, arguments, |folder| {
        for (path, bytes) in sources(folder) {
            let whole = [&before, &after]
                .iter()
                .any(|it| it.get(&path) == Some(&bytes));
            assert!(whole, "{path} is neither the old file nor the new one");
        }
        let there = sources(folder);
        assert!(
            before.keys().all(|path| there.contains_key(path)),
            "a source is gone"
        );
    });
}

#[test]
fn a_killed_fmt_leaves_whole_sources() {
    old_or_new(&small("first"), &["fmt", "catalog"]);
}

#[test]
fn a_killed_fix_leaves_whole_sources() {
    old_or_new(&small("first"), &["check", "catalog", "--fix"]);
}

#[test]
fn a_killed_import_leaves_whole_sources() {
    let mut files = small("first");
    let tool = |server: usize, tool: usize| {
        format!(
            "{{\"server\":\"s{server}\",\"name\":\"new_{tool}\",\"description\":\"Makes a thing.\"}}\n"
        )
    };
    let lines: String = (0..3)
        .flat_map(|server| (0..4).map(move |it| tool(server, it)))
        .collect();
    files.push(("../list.jsonl".to_owned(), lines));
    let arguments = [
        "import",
        "--file",
        "list.jsonl",
        "--catalog",
        "catalog",
        "--captured",
        "2026-01-01",
    ];
    old_or_new(&files, &arguments);
}

#[test]
fn two_builds_into_one_folder_never_mix() {
    let both = [written(&messy("first")), written(&messy("second"))];
    let mut expected = Vec::new();
    for it in &both {
        run(
            it.path(),
            &["build", "catalog", "--out", "public", "--quiet"],
        )
        .ended(0);
        expected.push(site(&it.path().join("public")));
    }
    let shared = tempfile::tempdir().unwrap();
    let out = shared.path().join("public");
    for _ in 0..4 {
        let runs = both.each_ref().map(|it| {
            let arguments = [
                "build",
                "catalog",
                "--out",
                out.to_str().unwrap(),
                "--quiet",
            ];
            toolrisk(it.path(), &arguments).spawn().unwrap()
        });
        for mut run in runs {
            assert!(run.wait().unwrap().success());
        }
        assert!(
            expected.contains(&site(&out)),
            "pages of two builds are mixed"
        );
    }
}

#[test]
fn a_source_that_changes_during_a_build_is_the_old_or_the_new_one() {
    let both = [written(&messy("first")), written(&messy("second"))];
    let build = ["build", "catalog", "--out", "public", "--quiet"];
    let place = "catalog/s1/server.yaml";
    let texts = both
        .each_ref()
        .map(|it| std::fs::read(it.path().join(place)).unwrap());
    let scratch = &both[0];
    let expected: Vec<_> = texts
        .iter()
        .map(|text| {
            std::fs::write(scratch.path().join(place), text).unwrap();
            run(scratch.path(), &build).ended(0);
            site(&scratch.path().join("public"))
        })
        .collect();
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for turn in 0.. {
                if done.load(Ordering::Relaxed) {
                    break;
                }
                let part = scratch.path().join("part");
                std::fs::write(&part, &texts[turn % 2]).unwrap();
                std::fs::rename(&part, scratch.path().join(place)).unwrap();
            }
        });
        for _ in 0..4 {
            run(scratch.path(), &build).ended(0);
            assert!(
                expected.contains(&site(&scratch.path().join("public"))),
                "a mixed site"
            );
        }
        done.store(true, Ordering::Relaxed);
    });
}

#[test]
fn what_may_not_be_written_is_said_and_stays() {
    let Some(bound) = Bound::new("folders that may not be written") else {
        return;
    };
    let scratch = written(&messy("first"));
    let root = scratch.path();
    open_to_all(root);
    let before = sources(&root.join("catalog"));
    let build = ["build", "catalog", "--out", "public"];
    bound.run(root, &build).ended(0);
    let pages = site(&root.join("public"));
    for entry in walkdir::WalkDir::new(root.join("catalog")) {
        let entry = entry.unwrap();
        permit(
            entry.path(),
            if entry.file_type().is_dir() {
                0o555
            } else {
                0o444
            },
        );
    }
    for arguments in [&["fmt", "catalog"][..], &["check", "catalog", "--fix"]] {
        let told = bound.run(root, arguments).ended(2);
        assert!(
            told.err.contains("read-only") || told.err.contains("denied"),
            "{}",
            told.err
        );
    }
    assert!(sources(&root.join("catalog")) == before);
    // So that the build has something to write.
    std::fs::remove_dir_all(root.join(".toolrisk-cache")).unwrap();
    permit(&root.join("public"), 0o555);
    bound.run(root, &build).ended(2).said("Permission denied");
    permit(&root.join("public"), 0o777);
    assert!(site(&root.join("public")) == pages);
    open_to_all(root);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said_and_nothing_is_torn() {
    let scratch = tempfile::tempdir().unwrap();
    let disk = scratch.path().join("disk");
    std::fs::create_dir(&disk).unwrap();
    let mount = |options: &str| {
        let mut command = Command::new("mount");
        command
            .args(["-t", "tmpfs", "-o", options, "none"])
            .arg(&disk);
        command.output().is_ok_and(|output| output.status.success())
    };
    if !mount("size=700k") {
        return skipped("a full disk", "nothing can be mounted here");
    }
    let _unmount = Unmount(&disk);
    for (place, text) in messy("first") {
        write(&disk.join("catalog").join(place), &text);
    }
    let build = ["build", "catalog", "--out", "public"];
    run(&disk, &build).ended(2).said("No space left on device");
    let before = sources(&disk.join("catalog"));
    // The rest of the disk goes too.
    let fill = disk.join("fill");
    let _full = std::fs::write(&fill, vec![0; 700_000]);
    run(&disk, &["fmt", "catalog"]);
    let after = sources(&disk.join("catalog"));
    for (path, bytes) in &after {
        assert!(
            !bytes.is_empty() && before.contains_key(path),
            "{path} is torn"
        );
    }
    assert_eq!(after.len(), before.len());
    std::fs::remove_file(&fill).unwrap();
    assert!(mount("remount,size=64m"));
    for (place, text) in messy("first") {
        write(&disk.join("catalog").join(place), &text);
    }
    run(&disk, &build).ended(0);
    let whole = written(&messy("first"));
    run(whole.path(), &build).ended(0);
    let before = site(&disk.join("public"));
    assert!(before == site(&whole.path().join("public")));
    // Little is free while there is a site already: not a file of it changes.
    for (place, text) in messy("second") {
        write(&disk.join("catalog").join(place), &text);
    }
    let _full = std::fs::write(&fill, vec![0; 64 << 20]);
    let opened = std::fs::OpenOptions::new().write(true).open(&fill);
    let rest = opened.unwrap();
    let length = rest.metadata().unwrap().len();
    rest.set_len(length - (300 << 10)).unwrap();
    run(&disk, &build).ended(2).said("No space left on device");
    assert!(site(&disk.join("public")) == before);
}

/// Unmounts when it goes.
struct Unmount<'a>(&'a Path);

impl Drop for Unmount<'_> {
    fn drop(&mut self) {
        let _unmounted = Command::new("umount").arg("--lazy").arg(self.0).status();
    }
}
