//! Building again after an edit: what has the same key has the same bytes, and few keys change.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;
use toolrisk::builtin;
use toolrisk::digest::{Key, key_of};
use toolrisk::load::{Parsed, Tree, load, load_again, load_once};
use toolrisk::rules::{rate, rate_once};
use toolrisk::site::{Commit, Done, Graded, Options, Site};

use super::program::{catalog, files, run, write};

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    fn of<'l, T>(&mut self, list: &'l [T]) -> &'l T {
        let at = self.below(list.len());
        &list[at]
    }
}

const VERBS: [&str; 6] = ["get", "create", "delete", "list", "send", "run"];
const THINGS: [&str; 5] = ["note", "mail", "user", "file", "payment"];

fn is_page(place: &str) -> bool {
    place.starts_with("attacks/") || place.starts_with("glossary/")
}

fn is_tool(place: &str) -> bool {
    let file = place.split_once('/').map_or("", |(_, file)| file);
    !is_page(place) && !matches!(file, "" | "server.yaml" | "tools.lock.json")
}

/// What a site is built from.
#[derive(Clone)]
struct Inputs {
    texts: BTreeMap<String, String>,
    options: Options,
    /// Counts the edits, so that each writes something new.
    edits: usize,
}

impl Inputs {
    fn new(dice: &mut Dice) -> Self {
        let mut inputs = Self {
            texts: BTreeMap::new(),
            options: Options::default(),
            edits: 0,
        };
        inputs.config();
        for _ in 0..12 {
            inputs.server(dice);
        }
        for name in ["runaway", "leak"] {
            inputs.page("attacks", name);
            inputs.page("glossary", name);
        }
        inputs
    }

    fn config(&mut self) {
        let text = format!(
            "title: Site {}\ntagline: A site\nbase-url: https://example.org/risk/\nmarkdown-of-tools: {}\n",
            self.edits,
            self.edits.is_multiple_of(2)
        );
        self.texts.insert("toolrisk.yaml".to_owned(), text);
    }

    fn server(&mut self, dice: &mut Dice) {
        let server = format!("s{}", dice.below(40));
        let text = format!(
            "title: Server {}\nsummary: Serves {}.\n",
            dice.below(9),
            self.edits
        );
        self.texts.insert(format!("{server}/server.yaml"), text);
        for _ in 0..dice.below(7) {
            self.tool(&server, dice);
        }
    }

    fn tool(&mut self, server: &str, dice: &mut Dice) {
        let (verb, thing) = (*dice.of(&VERBS), *dice.of(&THINGS));
        let text = format!(
            "name: {verb}_{thing}\ndescription: Does {verb} the {thing}, edit {}.\nrationale: It is {}.\n",
            self.edits, self.edits
        );
        self.texts
            .insert(format!("{server}/{verb}_{thing}.yaml"), text);
    }

    fn page(&mut self, folder: &str, name: &str) {
        let applies = if folder == "attacks" {
            "applies:\n  - category: destructive\n"
        } else {
            ""
        };
        let text = format!(
            "---\ntitle: The {name} {}\nsummary: About {name} {}.\n{applies}---\n\nIt is so.\n",
            self.edits, self.edits
        );
        self.texts.insert(format!("{folder}/{name}.md"), text);
    }

    fn lock(&mut self, server: &str) {
        let text = format!(
            "{{\"version\":1,\"package\":\"npm:x@{}\",\"protocol\":\"2025-11-25\",\"captured\":\"2026-11-{:02}\",\"method\":\"file\",\"tools\":{{}}}}\n",
            self.edits,
            self.edits % 28 + 1
        );
        self.texts.insert(format!("{server}/tools.lock.json"), text);
    }

    fn some_server(&self, dice: &mut Dice) -> String {
        let servers = self
            .texts
            .keys()
            .filter_map(|place| place.strip_suffix("/server.yaml"));
        dice.of(&servers.map(str::to_owned).collect::<Vec<_>>())
            .clone()
    }

    fn remove(&mut self, dice: &mut Dice, wanted: impl Fn(&str) -> bool) {
        let places: Vec<String> = self.texts.keys().filter(|it| wanted(it)).cloned().collect();
        if !places.is_empty() {
            self.texts.remove(dice.of(&places));
        }
    }

    /// One edit of a random kind; says which.
    fn edit(&mut self, dice: &mut Dice) -> &'static str {
        self.edits += 1;
        let server = self.some_server(dice);
        match dice.below(14) {
            0..=2 => {
                self.tool(&server, dice);
                "a tool is added or changed"
            }
            3 | 4 => {
                self.remove(dice, is_tool);
                "a tool is removed"
            }
            5 => {
                self.server(dice);
                "a server is added or changed"
            }
            6 => {
                let inside = format!("{server}/");
                self.texts.retain(|place, _| !place.starts_with(&inside));
                "a server is removed"
            }
            7 => {
                self.lock(&server);
                "a lock is written"
            }
            8 => {
                self.page("attacks", ["runaway", "leak", "new"][dice.below(3)]);
                "an attack pattern is added or changed"
            }
            9 => {
                self.page("glossary", ["runaway", "leak", "new"][dice.below(3)]);
                "a term is added or changed"
            }
            10 => {
                self.remove(dice, is_page);
                "an attack pattern or a term is removed"
            }
            11 => {
                self.config();
                "the settings are changed"
            }
            12 => {
                self.own_parts();
                "a template and a static file are changed"
            }
            _ => {
                self.commit(&server);
                "a commit is made"
            }
        }
    }

    fn own_parts(&mut self) {
        let footer = format!("<footer>{} {{{{ site.tools }}}}</footer>", self.edits);
        let templates = &mut self.options.templates;
        templates.insert("footer.html".to_owned(), footer);
        let own = self.edits.to_string().into_bytes();
        self.options.statics.insert("own.txt".to_owned(), own);
    }

    fn commit(&mut self, server: &str) {
        self.options.templates.clear();
        let commit = Commit {
            id: format!("{:040x}", self.edits),
            time: format!("2026-11-{:02}T10:00:00Z", self.edits % 28 + 1),
            files: vec![(Done::Changed, format!("{server}/server.yaml"))],
        };
        let key = (commit.time[..10].to_owned(), server.to_owned());
        let graded = Graded {
            captured: self.edits,
            ..Graded::default()
        };
        self.options.history.grades.insert(key, graded);
        self.options.history.commits.insert(0, commit);
    }

    fn tree(&self) -> Tree {
        let texts = self.texts.iter();
        Tree::of_texts(texts.map(|(place, text)| (place.as_str(), text.as_str())))
    }

    /// Each file with its key and its bytes.
    fn build(&self) -> BTreeMap<String, (Key, Vec<u8>)> {
        let tree = self.tree();
        let loaded = load(&tree);
        assert_eq!(loaded.found, Vec::new());
        let rated = rate(&loaded.catalog);
        let sources = tree.sources.iter();
        let options = Options {
            places: tree.places.clone(),
            files: tree.places.clone(),
            digests: sources
                .map(|(_, file)| key_of(file.text.as_bytes()))
                .collect(),
            ..self.options.clone()
        };
        let site = Site::new(&rated, &options).unwrap();
        let keys = site.keys(&options);
        let pages = site.plan().par_iter();
        pages
            .map(|page| {
                (
                    site.file(*page),
                    (keys.of(*page), site.render(*page).unwrap()),
                )
            })
            .collect()
    }
}

#[test]
fn what_has_the_same_key_has_the_same_bytes_after_any_edit() {
    for seed in 1..=6 {
        let mut dice = Dice(seed);
        let mut inputs = Inputs::new(&mut dice);
        let mut before = inputs.build();
        for _ in 0..20 {
            let what = inputs.edit(&mut dice);
            let after = inputs.build();
            for (path, (key, bytes)) in &after {
                if let Some((old_key, old_bytes)) = before.get(path) {
                    assert!(
                        old_key != key || old_bytes == bytes,
                        "seed {seed}, edit {}: {what}, and {path} has changed under one key",
                        inputs.edits
                    );
                }
            }
            before = after;
        }
    }
}

/// Faults of every kind that a file of tools can have.
const FAULTY: [&str; 5] = [
    "name: [",
    "name: a\nname: b\n",
    "name: get_it\nrisk: hihg\nlimit: 1/fortnight\n---\n---\nname: 7\ncategory: 1.50\n",
    "",
    "title: nameless\ntraits: {a: .inf}\n",
];

#[test]
fn what_was_parsed_before_gives_what_parsing_gives_after_any_edit() {
    for seed in 1..=4 {
        let mut dice = Dice(seed);
        let mut inputs = Inputs::new(&mut dice);
        let mut parsed = Parsed::default();
        for _ in 0..40 {
            let what = inputs.edit(&mut dice);
            let server = inputs.some_server(&mut dice);
            let faulty = (*dice.of(&FAULTY)).to_owned();
            inputs.texts.insert(format!("{server}/faulty.yaml"), faulty);
            let tree = inputs.tree();
            let (again, now) = load_again(&tree, &parsed);
            let clean = load(&tree);
            assert_eq!(format!("{again:?}"), format!("{clean:?}"), "{what}");
            let (anew, kept) = load_again(&tree, &Parsed::default());
            assert_eq!(format!("{anew:?}"), format!("{clean:?}"));
            assert!(kept == now, "{what}");
            parsed = now;
        }
    }
}

#[test]
fn a_file_that_holds_the_same_is_not_parsed_again() {
    let parse = |text: &str, before: &Parsed| {
        let tree = Tree::of_texts([("s/server.yaml", "title: S\n"), ("s/tools.yaml", text)]);
        let (loaded, parsed) = load_again(&tree, before);
        (
            loaded.catalog.servers[0].tools[0].definition.name.clone(),
            parsed,
        )
    };
    let (one, other) = ("name: one\n", "name: other\n");
    let bytes = parse(one, &Parsed::default()).1[&key_of(one)].clone();
    // Only what stands in for the text can give the wrong name.
    let planted = Parsed::from([(key_of(other), bytes)]);
    assert_eq!(parse(other, &planted).0, "one");
    assert_eq!(parse(other, &Parsed::default()).0, "other");
    let damaged = Parsed::from([(key_of(other), Vec::from(&b"\xff\xff"[..]).into())]);
    assert_eq!(parse(other, &damaged).0, "other");
}

#[test]
fn an_edit_changes_the_keys_of_what_depends_on_it() {
    let mut dice = Dice(1);
    let mut inputs = Inputs::new(&mut dice);
    let before = inputs.build();
    let server = inputs.some_server(&mut dice);
    inputs.edits += 1;
    inputs.tool(&server, &mut dice);
    let after = inputs.build();
    let changed = |path: &str| match (before.get(path), after.get(path)) {
        (Some((old, _)), Some((new, _))) => old != new,
        _ => true,
    };
    assert!(changed("index.html") && changed(&format!("servers/{server}/index.html")));
    let others = after.keys().filter(|path| {
        path.starts_with("servers/s") && !path.starts_with(&format!("servers/{server}/"))
    });
    let (moved, kept): (Vec<&String>, Vec<&String>) = others.partition(|path| changed(path));
    assert!(moved.len() * 3 < kept.len(), "{moved:?}");
    assert!(!changed("lints/TR207/index.html"));
}

const FILES: &[(&str, &str)] = &[
    ("toolrisk.yaml", "title: Mine\n"),
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

#[test]
fn a_build_after_an_edit_leaves_what_a_clean_one_makes() {
    let scratch = catalog(FILES);
    let root = scratch.path();
    let build = |out: &str| run(root, &["build", "catalog", "--out", out]);
    build("public").ended(0);
    build("public").ended(0).said(": 0 rendered, 0 written");
    let edits: &[(&str, &str)] = &[
        (
            "two/tools.yaml",
            "name: delete_it\ndescription: Deletes it.\nrationale: It is gone.\n",
        ),
        (
            "three/server.yaml",
            "title: Three\nsummary: Serves three.\n",
        ),
        ("toolrisk.yaml", "title: Yours\n"),
        (
            "attacks/leak.md",
            "---\ntitle: Leak\nsummary: It leaks.\napplies:\n  - category: read\n---\n\nSo.\n",
        ),
        ("three/server.yaml", "title: Four\nsummary: Serves four.\n"),
    ];
    for (at, (place, text)) in edits.iter().enumerate() {
        write(&root.join("catalog").join(place), text);
        build("public").ended(0);
        let clean = format!("clean-{at}");
        build(&clean).ended(0);
        assert!(
            pages(&root.join("public")) == pages(&root.join(clean)),
            "{place}"
        );
    }
    // Files of others stay; what somebody has changed or removed is made again.
    write(&root.join("public/mine.txt"), "mine");
    write(&root.join("public/index.html"), "torn");
    std::fs::remove_file(root.join("public/robots.txt")).unwrap();
    build("public").ended(0).said(": 2 rendered, 2 written");
    assert_eq!(
        std::fs::read(root.join("public/mine.txt")).unwrap(),
        b"mine"
    );
    // Without the memory everything is made again, and nothing differs.
    std::fs::remove_dir_all(root.join(".toolrisk-cache")).unwrap();
    build("public").ended(0).said(" 0 written");
}

#[test]
fn whatever_became_of_the_cache_the_site_is_the_same() {
    let scratch = catalog(FILES);
    let root = scratch.path();
    let build = |out: &str| run(root, &["build", "catalog", "--out", out]);
    build("clean").ended(0);
    let clean = pages(&root.join("clean"));
    let kept = files(&root.join(".toolrisk-cache"));
    let name = kept.keys().find(|name| name.ends_with(".parsed")).unwrap();
    let file = root.join(".toolrisk-cache").join(name);
    let whole = std::fs::read(&file).unwrap();
    let damaged = |at: usize| {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        bytes
    };
    // Of another version of the program, torn, damaged, of something else, or not a file at all.
    let states = [
        [&[0; 16], &whole[16..]].concat(),
        whole[..whole.len() / 2].to_vec(),
        damaged(whole.len() / 3),
        damaged(whole.len() - 1),
        b"something else".to_vec(),
        Vec::new(),
    ];
    for (at, state) in states.iter().enumerate() {
        std::fs::write(&file, state).unwrap();
        let out = format!("public-{at}");
        build(&out).ended(0);
        assert!(pages(&root.join(out)) == clean, "{at}");
        assert_eq!(std::fs::read(&file).unwrap(), whole, "{at}");
    }
    std::fs::remove_file(&file).unwrap();
    std::fs::create_dir(&file).unwrap();
    build("folder").ended(0);
    assert!(pages(&root.join("folder")) == clean);
    // What the cache holds of a file is of no use once the file has changed, and none of the new one's.
    std::fs::remove_dir(&file).unwrap();
    for text in ["name: delete_it\ndescription: Deletes it.\n", FILES[2].1] {
        build("public").ended(0);
        write(&root.join("catalog/one/tools.yaml"), text);
    }
    build("public").ended(0);
    assert!(pages(&root.join("public")) == clean);
}

/// A site without the lock of its writer.
fn pages(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut pages = files(folder);
    pages.remove(".toolrisk-lock");
    pages
}

#[test]
fn a_catalog_that_is_read_once_is_the_same() {
    let tree = builtin::tree();
    let all = load(&tree);
    let mut read_once = builtin::tree();
    let (mut once, _) = load_once(&mut read_once, &Parsed::default());
    assert!(format!("{:?}", once.catalog) == format!("{:?}", all.catalog));
    let rated = rate(&all.catalog);
    let rated_once = rate_once(&mut once.catalog);
    assert_eq!(rated_once.tools.len(), rated.tools.len());
    for (one, other) in rated_once.tools.iter().zip(&rated.tools) {
        assert_eq!(one.assessment, other.assessment);
        assert_eq!(one.rating, other.rating);
    }
    let texts = |tree: &Tree| {
        tree.sources
            .iter()
            .map(|(_, it)| it.text.len())
            .sum::<usize>()
    };
    assert!(texts(&read_once) < texts(&tree) / 2);
}

#[test]
fn what_is_wrong_with_a_lock_is_shown_as_before_where_it_is_read_once() {
    let entry = "name: get_a\nsummary: Gets a note.\n";
    let lock = include_str!("../../catalog/memory/tools.lock.json");
    let broken = lock.replace("\"tools\": {", "\"tools\": [");
    for files in [
        vec![("alone/tools.lock.json", lock)],
        vec![
            ("broken/a.yaml", entry),
            ("broken/tools.lock.json", &broken),
        ],
        vec![
            ("twice/a.yaml", entry),
            ("twice/b.yaml", entry),
            ("twice/tools.lock.json", lock),
        ],
    ] {
        let tree = Tree::of_texts(files.iter().copied());
        let all = load(&tree);
        let mut read_once = Tree::of_texts(files.iter().copied());
        let (once, _) = load_once(&mut read_once, &Parsed::default());
        assert!(!all.found.is_empty());
        assert_eq!(format!("{:?}", once.found), format!("{:?}", all.found));
        for found in &all.found {
            let file = found.primary.span.file;
            let first = |tree: &Tree| tree.sources.get(file).map(|it| it.lines(1, 1).1.to_owned());
            assert_eq!(first(&read_once), first(&tree));
        }
    }
}
