//! What is known by its form and not by a word: addresses, names of variables, tools and arguments.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::concept::Concept::{
    self, Address, Always, Argument, Bcc, Before, BlindCopy, Call, Content, Download, Environment,
    ForeignTool, Ignore, NotUse, Others, OwnArgument, Pass, Read, Recipient, Redirect, Replace,
    SecretVariable, Send, WhenSending,
};
use super::concept::any;
use super::lexicon::{ANY, Hit};

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
    let mut add = |concept: Concept, start: usize, end: usize| {
        hits.push(Hit {
            start: range.start + start,
            end: range.start + end,
            concept,
            language: ANY,
        });
    };
    if known & ADDRESSED != 0 {
        for found in ADDRESS.find_iter(sentence) {
            // A link of Markdown is documentation, and Twilio's sample ids look like account numbers.
            let linked = found.start() > 0
                && sentence
                    .get(..found.start())
                    .is_some_and(|before| before.ends_with('('));
            if !linked && !found.as_str().starts_with("AC0") {
                add(Address, found.start(), found.end());
            }
        }
    }
    if known & TAKEN != 0 && sentence.contains("~/") {
        for found in HOME.find_iter(sentence) {
            add(Concept::HomePath, found.start(), found.end());
        }
    }
    if known & TAKEN != 0 && sentence.contains('_') {
        for found in VARIABLE.find_iter(sentence) {
            add(SecretVariable, found.start(), found.end());
        }
    }
    if known & NAMED != 0 {
        for name in NAME.find_iter(sentence) {
            let word = name.as_str().trim_matches(['`', '\'', '"']);
            let lower = word.to_ascii_lowercase();
            if context.arguments.contains(&lower) {
                let quoted = word.len() < name.as_str().len() || word.contains('_');
                if quoted && !is_secretish(&lower) {
                    add(OwnArgument, name.start(), name.end());
                }
            } else if word == context.name {
                add(Concept::OwnName, name.start(), name.end());
            } else if word.contains('_')
                && !context.is_known(word)
                && word.bytes().any(|b| b.is_ascii_lowercase())
            {
                add(ForeignTool, name.start(), name.end());
            }
        }
    }
    if [
        "curl",
        "wget",
        "iwr",
        "powershell",
        "base64 -d",
        "/dev/tcp",
        "nc -e",
    ]
    .iter()
    .any(|word| sentence.contains(word))
    {
        for found in DOWNLOAD.find_iter(sentence) {
            add(Download, found.start(), found.end());
        }
    }
    hits.sort_by_key(|hit| (hit.start, hit.end));
}

impl Context<'_> {
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
        r"(?x) [\w.+-]+@[\w-]+(?:\.[\w-]+)+ | \+\d[\d\ ()-]{7,}\d | \b0x[0-9a-fA-F]{40}\b | \b\d{4}-\d{4}-\d{4}(?:-\d{4})?\b | \B@[a-z][a-z0-9_]{3,} | \bbc1[a-z0-9]{20,}
        | \b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b | https?://[^\s`'<>)]+ | \B\#[a-z][a-z0-9_]*-[a-z0-9_-]*\d | \b[13][a-zA-HJ-NP-Z1-9]{25,34}\b",
    )
});
static VARIABLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\b[A-Z][A-Z0-9_]*_(?:KEY|TOKEN|SECRET|PASSWORD|PASSWD|PASS|CREDENTIALS?|DSN|PAT)\b")
});
static HOME: LazyLock<Regex> = LazyLock::new(|| pattern(r"~/[A-Za-z.][^\s`'<>)]*"));
static NAME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r#"[`'"][A-Za-z_][\w.-]{0,63}[`'"]|\b[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+\b"#)
});
static DOWNLOAD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix) \b(?:curl|wget|iwr)\b[^|\n]{0,200}\|\s*(?:sudo\s+)?(?:ba|z|da)?sh\b | \|\s*(?:iex|python3?|node|perl)\b
        | base64\ -d[^|\n]{0,40}\|\s*(?:ba|z)?sh\b | powershell[^\n]{0,40}-e(?:nc)? | /dev/tcp/ | \bnc\ -e\b | (?:ba|z)?sh\s+<\(curl
        | \b(?:curl|wget)\b[^\n]{0,80}(?:\ -d\ |--data|-F\ |--post|\$\(|`) | \bsh\ -c\ .{0,20}(?:curl|wget)",
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
