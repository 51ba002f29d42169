//! What is known by its form and not by a word: addresses, names of variables, tools and arguments.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::{Match, Regex};

use super::concept::Concept::{
    self, Address, Always, Argument, Bcc, Before, BlindCopy, Call, Content, Download, Environment,
    ForeignTool, HomePath, Ignore, NotUse, Others, OwnArgument, OwnName, Pass, Read, Recipient,
    Redirect, Replace, SecretVariable, Send, WhenSending,
};
use super::concept::any;
use super::lexicon::{ANY, Hit};
use super::spoken::spoken;

/// What is known of the tool around a text.
#[derive(Debug, Default)]
pub(super) struct Context<'a> {
    /// The tool's own name.
    pub(super) name: &'a str,
    /// The names of its arguments, in lower case.
    pub(super) arguments: BTreeSet<String>,
    /// The names of its server's other tools.
    pub(super) siblings: Option<&'a BTreeSet<String>>,
}

/// Adds the words that have one of the forms, where the sentence makes them matter.
pub(super) fn shapes(
    text: &str,
    range: &Range<usize>,
    known: u128,
    context: &Context<'_>,
    hits: &mut Vec<Hit>,
) {
    let Some(sentence) = text.get(range.clone()) else {
        return;
    };
    let before = hits.len();
    if known & ADDRESSED != 0 {
        let addresses = ADDRESS
            .find_iter(sentence)
            .filter(|it| is_address(sentence, it));
        hits.extend(addresses.map(|it| hit(Address, it, range.start)));
    }
    if known & TAKEN != 0 && sentence.contains('/') {
        hits.extend(
            HOME.find_iter(sentence)
                .map(|it| hit(HomePath, it, range.start)),
        );
    }
    if known & TAKEN != 0 && sentence.contains('_') {
        hits.extend(
            VARIABLE
                .find_iter(sentence)
                .map(|it| hit(SecretVariable, it, range.start)),
        );
    }
    if known & NAMED != 0 {
        let names = NAME.find_iter(sentence);
        hits.extend(names.filter_map(|it| Some(hit(context.named(it.as_str())?, it, range.start))));
    }
    spoken(sentence, range.start, known, context.name, hits);
    if LOADERS.iter().any(|word| sentence.contains(word)) {
        hits.extend(
            DOWNLOAD
                .find_iter(sentence)
                .map(|it| hit(Download, it, range.start)),
        );
    }
    if hits.len() > before {
        hits.sort_by_key(|hit| (hit.start, hit.end));
    }
}

pub(super) fn hit(concept: Concept, found: Match<'_>, offset: usize) -> Hit {
    Hit {
        start: offset + found.start(),
        end: offset + found.end(),
        concept,
        language: ANY,
    }
}

/// How addresses begin that lead nowhere but to this network or into documentation.
const LOCAL: &[&str] = &[
    "127.", "10.", "192.168.", "172.1", "172.2", "172.3", "0.0.0.0", "255.", "1.2.3.4", "8.8.8.8",
];

/// Whether what looks like an address is one: a link of Markdown is documentation, and an id of
/// zeros stands for any.
fn is_address(sentence: &str, found: &Match<'_>) -> bool {
    let before = sentence.get(..found.start()).unwrap_or_default();
    let address = found.as_str();
    !before.ends_with('(')
        && !address.contains("0000000000")
        && !address.contains("example.com")
        && !address.contains("localhost")
        && !LOCAL.iter().any(|it| address.starts_with(it))
        && !is_date(address)
}

/// Whether what looks like an account is a day: `2026-11-20`.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    matches!(parts.as_slice(), [year, month, day] if year.len() == 4 && month.len() == 2 && day.len() == 2)
}

/// Programs that load or send; the pattern for commands is tried only beside one.
const LOADERS: &[&str] = &[
    "curl",
    "wget",
    "iwr",
    "powershell",
    "base64 -d",
    "/dev/tcp",
    "nc -e",
];

impl Context<'_> {
    /// What a name in a text stands for.
    fn named(&self, found: &str) -> Option<Concept> {
        let word = found.trim_matches(['`', '\'', '"']);
        let lower = word.to_ascii_lowercase();
        if self.arguments.contains(&lower) {
            let quoted = word.len() < found.len() || word.contains('_');
            return (quoted && !is_secretish(&lower)).then_some(OwnArgument);
        }
        if word == self.name {
            return Some(OwnName);
        }
        let is_tool = word.contains('_')
            && !self.is_known(word)
            && word.bytes().any(|b| b.is_ascii_lowercase());
        is_tool.then_some(ForeignTool)
    }

    fn is_known(&self, tool: &str) -> bool {
        tool == self.name
            || self
                .siblings
                .is_some_and(|siblings| siblings.contains(tool))
    }
}

/// Whether an argument is there to take a credential.
pub(super) fn is_secretish(name: &str) -> bool {
    const WORDS: &[&str] = &[
        "key",
        "token",
        "secret",
        "password",
        "passwd",
        "pass",
        "auth",
        "credential",
        "cred",
        "env",
        "cookie",
        "pat",
        "jwt",
        "bearer",
        "cert",
        "pem",
        "kubeconfig",
        "passphrase",
        "pwd",
        "login",
        "session",
        "mnemonic",
        "variable",
        "profile",
    ];
    let name = name.to_ascii_lowercase();
    WORDS.iter().any(|word| name.contains(word))
}

const ADDRESSED: u128 = any(&[Redirect, Bcc, BlindCopy, WhenSending, Send, Recipient]);
const TAKEN: u128 = any(&[
    Pass,
    Read,
    Content,
    Environment,
    Argument,
    Concept::Substitution,
]);
const NAMED: u128 = any(&[
    Concept::EveryTime,
    Concept::Must,
    Pass,
    NotUse,
    Replace,
    Others,
    Ignore,
    Call,
    Before,
    Always,
    Environment,
    Concept::UserSecret,
    Concept::SecretWord,
]);

static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x) [A-Za-z0-9_.+-]+@[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+ | \+[0-9][[0-9]\ ()-]{7,}[0-9] | (?-u:\b)0x[0-9a-fA-F]{40}(?-u:\b) | (?-u:\b)[0-9]{4}-[0-9]{4}-[0-9]{4}(?:-[0-9]{4})?(?-u:\b) | (?-u:\B)@[a-z][a-z0-9_]{3,} | (?-u:\b)bc1[a-z0-9]{20,}
        | (?-u:\b)[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}(?-u:\b) | (?:https?|s3|gs|az|ftp|sftp|ssh|wss?)://[^\s`'<>)]+ | (?-u:\b)[0-9]{2,4}-[0-9]{3,6}-[0-9]{2,6}(?-u:\b) | (?-u:\b)(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?-u:\b) | (?-u:\B)\#[a-z][a-z0-9_]*-[a-z0-9_-]*[0-9] | (?-u:\b)[13][a-zA-HJ-NP-Z1-9]{25,34}(?-u:\b)",
    )
});
static VARIABLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?-u:\b)[A-Z][A-Z0-9_]*_(?:KEY|TOKEN|SECRET|PASSWORD|PASSWD|PASS|CREDENTIALS?|DSN|PAT)(?-u:\b)",
    )
});
static HOME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:~|\$HOME|/etc|/root|/home/[a-z]+|/Users/[A-Za-z]+)/[A-Za-z.][^\s`'<>)]*")
});
static NAME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"[`'"][A-Za-z_][A-Za-z0-9_.-]{0,63}[`'"]|(?-u:\b)[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+(?-u:\b)"#,
    )
});
static DOWNLOAD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix) (?-u:\b)(?:curl|wget|iwr)(?-u:\b)[^|\n]{0,200}\|\s*(?:sudo\s+)?(?:ba|z|da)?sh(?-u:\b) | \|\s*(?:iex|python3?|node|perl)(?-u:\b)
        | base64\ -d[^|\n]{0,40}\|\s*(?:ba|z)?sh(?-u:\b) | powershell[^\n]{0,40}-e(?:nc)? | /dev/tcp/ | (?-u:\b)nc\ -e(?-u:\b) | (?:ba|z)?sh\s+<\(curl
        | (?-u:\b)(?:curl|wget)(?-u:\b)[^\n]{0,80}(?:\ -d\ |--data|-F\ |--post|\$\(|[=/:&]`[^`\n]+`) | (?-u:\b)sh\ -c\ .{0,20}(?:curl|wget)",
    )
});

/// A pattern of this program.
pub(super) fn pattern(text: &str) -> Regex {
    #[expect(
        clippy::expect_used,
        reason = "the patterns are constants, and tests build each"
    )]
    Regex::new(text).expect("a valid pattern")
}
