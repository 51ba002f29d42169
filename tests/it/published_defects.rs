//! The defects of the published pages (numbered as in our study of them): each is found by a lint in a
//! catalog that has it, or cannot be written with this program.

use std::collections::BTreeSet;
use std::path::Path;

use toolrisk::check::check;
use toolrisk::load::{load, read_tree};
use toolrisk::rules::rate;
use toolrisk::site::{Options, Site};

enum How {
    /// A lint finds it, by name.
    Found(&'static str),
    /// It cannot be built; the words that would show it stand on no page.
    Impossible(&'static str, &'static [&'static str]),
}

use How::{Found, Impossible};

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
        Impossible(
            "critical tools ask or hide, and a lint holds limits per minute on them",
            &[],
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
        Impossible("the provenance block comes from the lock", &[]),
    ),
    (
        "D37",
        "a badge that is colour alone",
        Impossible("one component: word, shape, colour", &[]),
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
    let render =
        |page: &toolrisk::site::Page| String::from_utf8(site.render(*page).unwrap()).unwrap();
    let is_page = |page: &&toolrisk::site::Page| site.file(**page).ends_with("index.html");
    let pages: Vec<String> = site.plan().iter().filter(is_page).map(render).collect();
    assert!(pages.len() > 10);
    for (number, what, how) in DEFECTS {
        match how {
            Found(lint) => assert!(
                found.contains(lint),
                "{number} ({what}) is not found by {lint}"
            ),
            Impossible(why, words) => {
                for word in *words {
                    let shows = pages.iter().any(|page| page.contains(word));
                    assert!(!shows, "{number} ({what}) shows on a page although {why}");
                }
            }
        }
    }
    let numbers: BTreeSet<&str> = DEFECTS.iter().map(|(number, _, _)| *number).collect();
    assert_eq!(numbers.len(), 14 + 9 + 11);
}
