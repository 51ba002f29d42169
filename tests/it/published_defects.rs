//! The defects of the published pages (numbered as in our study of them): each is found by a lint in a
//! catalog that has it, or cannot be written with this program.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use toolrisk::check::check;
use toolrisk::load::{Tree, load, read_tree};
use toolrisk::model::{Decision, Severity};
use toolrisk::rules::{Rated, rate};
use toolrisk::site::{Options, Site};

enum How {
    /// A lint finds it, by name.
    Found(&'static str),
    /// It cannot be built; the words that would show it stand on no page.
    Impossible(&'static str, &'static [&'static str]),
    /// Every page shows the opposite, which is looked for.
    Shown(&'static str, fn(&Rated<'_>, &Pages) -> Result<(), String>),
}

use How::{Found, Impossible, Shown};

/// Pages by path.
type Pages = BTreeMap<String, String>;

/// Critical tools wait for a person or are hidden, whatever limit an entry would like.
fn critical_tools_are_not_limited(rated: &Rated<'_>, _: &Pages) -> Result<(), String> {
    let critical: Vec<_> = rated
        .tools
        .iter()
        .filter(|it| it.rating.severity == Severity::Critical)
        .collect();
    if critical.is_empty() {
        return Err("the catalog has no critical tool".to_owned());
    }
    for tool in critical {
        if !matches!(
            tool.rating.decision,
            Decision::Ask | Decision::Hide | Decision::Deny
        ) {
            return Err(format!(
                "{}: {}",
                tool.tool.definition.name, tool.rating.decision
            ));
        }
    }
    let entry =
        "name: pay_it\ndescription: Pays the invoice.\nlimit: 10/minute\nrationale: Money.\n";
    let tree = Tree::of_texts([
        ("s/server.yaml", "title: S\nsummary: Pays.\n"),
        ("s/t.yaml", entry),
    ]);
    let loaded = load(&tree);
    let found = check(&rate(&loaded.catalog));
    let held = found
        .iter()
        .any(|it| it.lint.name == "limit-contradicts-rules");
    held.then_some(())
        .ok_or_else(|| "a limit on a critical tool passes".to_owned())
}

/// The page of a captured tool says of what, and when.
fn provenance_is_shown(rated: &Rated<'_>, pages: &Pages) -> Result<(), String> {
    let mut seen = 0;
    for it in &rated.tools {
        let Some(capture) = &it.server.capture else {
            continue;
        };
        let path = format!("servers/{}/{}/index.html", it.server.id, it.tool.slug);
        for fact in [&capture.date, &capture.package] {
            if !pages[&path].contains(fact.as_str()) {
                return Err(format!("{path} does not say {fact}"));
            }
        }
        seen += 1;
    }
    (seen > 0)
        .then_some(())
        .ok_or_else(|| "nothing was captured".to_owned())
}

/// Every badge of a severity says its word.
fn badges_have_words(_: &Rated<'_>, pages: &Pages) -> Result<(), String> {
    let mut seen = 0;
    for (path, page) in pages {
        for severity in Severity::ALL {
            let class = format!("class=\"sev {severity}\"");
            for (at, _) in page.match_indices(&class) {
                let (_, after) = page[at..].split_once('>').unwrap();
                let said = after.split('<').next().unwrap();
                if !said.contains(severity.as_str()) {
                    return Err(format!("{path}: a badge of {severity} says {said:?}"));
                }
                seen += 1;
            }
        }
    }
    (seen > 10)
        .then_some(())
        .ok_or_else(|| "no badge was found".to_owned())
}

const DEFECTS: &[(&str, &str, How)] = &[
    (
        "D01",
        "the tool is not on that server",
        Found("tool-not-in-lock"),
    ),
    (
        "D01",
        "a monorepo taken for each of its packages",
        Found("shared-tool-set"),
    ),
    (
        "D02",
        "a context that no fact holds",
        Found("ungrounded-term"),
    ),
    (
        "D03",
        "evidence that guesses under a firm badge",
        Found("guessing"),
    ),
    (
        "D04",
        "counts that are nobody's",
        Impossible("counts are computed from the catalog", &["1300"]),
    ),
    ("D05", "the same tool rated twice", Found("rated-twice")),
    (
        "D06",
        "a delivered message called reversible",
        Found("called-reversible"),
    ),
    (
        "D07",
        "reversible, but only by a person",
        Found("called-reversible"),
    ),
    (
        "D08",
        "depends on the arguments",
        Impossible(
            "arguments come from the schema",
            &["depends on the arguments"],
        ),
    ),
    (
        "D09",
        "prose by category alone",
        Impossible("no sentence is chosen by category", &["changes real data"]),
    ),
    (
        "D10",
        "invented examples",
        Impossible(
            "no template has examples of effects",
            &["builds kicked off"],
        ),
    ),
    (
        "D11",
        "text and badge disagree",
        Found("rationale-contradicts-rating"),
    ),
    (
        "D12",
        "package and repository in one slot",
        Impossible(
            "they are two typed keys",
            &["MCP Server (@", "MCP server (@"],
        ),
    ),
    ("D13", "a name made from a slug", Found("slug-as-title")),
    (
        "D14",
        "an empty description told as if known",
        Found("empty-description"),
    ),
    (
        "D14",
        "a description that only repeats the name",
        Found("description-repeats-name"),
    ),
    (
        "D20",
        "a dialect that the policy does not speak",
        Impossible(
            "answers are made from the policy",
            &["rate_limit block", "window: 60"],
        ),
    ),
    (
        "D21",
        "an action key that does not exist",
        Impossible("answers are made from the policy", &["action: deny"]),
    ),
    (
        "D22",
        "approval promised where the format has none",
        Impossible(
            "ask is a decision, and its form says so",
            &["or require approval"],
        ),
    ),
    (
        "D23",
        "limits per session, policy per grant",
        Impossible("the scope comes from the policy", &["per agent session"]),
    ),
    (
        "D24",
        "numbers in prose that are not the policy's",
        Impossible("the numbers come from the policy", &["max: 10 and window"]),
    ),
    (
        "D25",
        "a limit for what should hardly happen",
        Shown(
            "critical tools ask or hide, and a lint holds limits per minute on them",
            critical_tools_are_not_limited,
        ),
    ),
    (
        "D26",
        "a one-tool policy that switches off the rest",
        Impossible(
            "the page says so and links the whole policy",
            &["rest of the server keeps working"],
        ),
    ),
    (
        "D27",
        "three dialects at once",
        Impossible("one document, version 1", &["rules:"]),
    ),
    (
        "D28",
        "rate-limit yes, on a hidden tool",
        Impossible("answers are made from the decision", &["Add a rate_limit"]),
    ),
    ("D30", "a wrong article", Found("wrong-article")),
    (
        "D31",
        "a description cut at an apostrophe",
        Found("truncated-description"),
    ),
    (
        "D32",
        "a heading with nothing under it",
        Impossible(
            "empty sections are not rendered; a test walks all headings",
            &["Go deeper"],
        ),
    ),
    ("D33", "two full stops", Found("doubled-stop")),
    (
        "D33",
        "a number and noun that disagree",
        Found("number-disagrees"),
    ),
    (
        "D34",
        "the same paragraph on every page",
        Impossible(
            "what a category shares stands on its page",
            &["Consider rate limits to prevent"],
        ),
    ),
    (
        "D35",
        "hidden state in the text",
        Impossible("no form, no message", &["Message sent", "get back to you"]),
    ),
    (
        "D36",
        "no version, date, commit",
        Shown(
            "the provenance block comes from the lock",
            provenance_is_shown,
        ),
    ),
    (
        "D37",
        "a badge that is colour alone",
        Shown("one component: word, shape, colour", badges_have_words),
    ),
    (
        "D38",
        "sales text",
        Impossible(
            "no template sells",
            &["Free to start", "No card required", "nothing to install"],
        ),
    ),
    (
        "D39",
        "numbers that disagree across the site",
        Impossible("counts are computed once", &["43,000"]),
    ),
    (
        "D40",
        "foreign grammar as a heading",
        Impossible(
            "entries are described in the catalog's own words",
            &["Logout an instance"],
        ),
    ),
];

#[test]
fn every_published_defect_is_found_or_cannot_be_built() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/published-defects");
    let loaded = load(&read_tree(&folder, None).unwrap());
    assert_eq!(loaded.found, Vec::new());
    let rated = rate(&loaded.catalog);
    let found: BTreeSet<&str> = check(&rated).iter().map(|it| it.lint.name).collect();
    let site = Site::new(&rated, &Options::default()).unwrap();
    let render = |page: &toolrisk::site::Page| {
        let text = String::from_utf8(site.render(*page).unwrap()).unwrap();
        (site.file(*page), text)
    };
    let is_page = |page: &&toolrisk::site::Page| site.file(**page).ends_with("index.html");
    let pages: Pages = site.plan().iter().filter(is_page).map(render).collect();
    assert!(pages.len() > 10);
    for (number, what, how) in DEFECTS {
        match how {
            Found(lint) => assert!(
                found.contains(lint),
                "{number} ({what}) is not found by {lint}"
            ),
            Shown(why, holds) => {
                if let Err(fault) = holds(&rated, &pages) {
                    panic!("{number} ({what}): {fault}, although {why}");
                }
            }
            Impossible(why, words) => {
                assert!(!words.is_empty(), "{number} ({what}) is not looked for");
                for word in *words {
                    let shows = pages.values().any(|page| page.contains(word));
                    assert!(!shows, "{number} ({what}) shows on a page although {why}");
                }
            }
        }
    }
    let numbers: BTreeSet<&str> = DEFECTS.iter().map(|(number, _, _)| *number).collect();
    assert_eq!(numbers.len(), 14 + 9 + 11);
}
