//! Turns of speech with other words between their parts: what no list of words can hold.

use std::sync::LazyLock;

use regex::Regex;

use super::concept::Concept::{
    Call, Content, Held, Ignore, Introspection, KeepSecret, Know, LeftOut, Model, Must,
    NobodyKnows, Not, NotUse, Others, OwnName, Read, Replace, Reply, Secretly, Session, Tell, You,
};
use super::concept::any;
use super::lexicon::{ANY, Hit};
use super::shape::{hit, pattern};

/// A turn of speech: the words beside which it is looked for, what it stands for, and its form.
type Turn = (u128, super::concept::Concept, &'static LazyLock<Regex>);

const TURNS: &[Turn] = &[
    (any(&[Reply]), LeftOut, &LEFT_OUT),
    (
        any(&[Call, NotUse, Ignore, Replace, Must]),
        Others,
        &OTHER_TOOL,
    ),
    (any(&[Know, Tell, Not]), NobodyKnows, &NOBODY_KNOWS),
    (
        any(&[
            You,
            Introspection,
            Model,
            Secretly,
            KeepSecret,
            Read,
            Not,
            Content,
        ]),
        Held,
        &HELD,
    ),
    (u128::MAX, Session, &SESSION),
];

/// Adds the turns of speech of a sentence, and the tool's own name where it stands without quotes.
pub(super) fn spoken(sentence: &str, offset: usize, known: u128, name: &str, hits: &mut Vec<Hit>) {
    for (beside, concept, form) in TURNS {
        if known & beside != 0 {
            hits.extend(form.find_iter(sentence).map(|it| hit(*concept, it, offset)));
        }
    }
    let telling = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase() || c == '-';
    if name.len() > 3 && name.contains(telling) {
        let named = sentence.match_indices(name);
        hits.extend(named.map(|(at, name)| Hit {
            start: offset + at,
            end: offset + at + name.len(),
            concept: OwnName,
            language: ANY,
        }));
    }
}

/// A verb of leaving out, with what is left out between its parts.
static LEFT_OUT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?-u:\b)(?:leave|keep|cut|strip|take|drop)(?-u:\b)(?:\s+[\w'-]+){1,6}\s+(?:out|away|off)(?-u:\b)|(?-u:\b)(?:strip|remove|scrub|erase|drop)\s+(?:any|all|every)\s+(?:\w+\s+)?(?:trace|sign|mention|reference|hint)s?",
    )
});
/// Nobody is to know, with words between.
static NOBODY_KNOWS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?-u:\b)(?:nobody|no one|no human|no person|none of them|neither the user)(?:\s+[\w']+){0,4}?\s+(?:know|knows|learn|learns|see|sees|notice|notices|find|hear|hears|realise|realize|told|aware|suspect)s?(?-u:\b)",
    )
});
/// What was said in the session.
static SESSION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix)(?-u:\b)(?: (?:discussed|said|talked\ about|exchanged|happened|asked|written|mentioned|spoken|typed)\s+(?:so\ far|up\ to\ (?:here|now|this\ point)|until\ now|earlier|before\ this|in\ this\ (?:chat|session|conversation|dialogue))
        | (?:what|everything|anything|all|whatever)\s+(?:that\s+)?(?:the\ (?:user|person|human)|they|he|she)\s+(?:has\s+|have\s+|had\s+|just\s+|ever\s+)?(?:said|asked|told|typed|wrote|mentioned|written|confided)
        | (?:the\ )?(?:user|person|human)(?:'s)?\ (?:exact|own|literal|original)\ (?:words|wording|question|request|phrasing) )(?-u:\b)",
    )
});
/// What the model holds.
static HELD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix)(?-u:\b)(?: your\ (?:own\ )?(?:hidden|inner|internal|private|secret|full|complete|entire)?\ ?(?:thoughts|thinking|memory|memories|chain\ of\ thought|capabilities|upbringing|knowledge\ of\ the\ user)
        | (?:tools?|servers?|functions?|facts?|documents?|instructions?|rules|secrets?|things?|files?)\ (?:that\ )?you\ (?:have|hold|know|see|remember|were\ given|were\ told|have\ access\ to|can\ (?:use|reach|call|see|access))
        | (?:anything|everything|all|what(?:ever)?)\ (?:that\ )?you\ (?:have\ )?(?:know|remember|remembered|learned|learnt|recall|were\ told|have\ seen|can\ see) )(?-u:\b)",
    )
});
/// Other tools, with what they are for between the words.
static OTHER_TOOL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?-u:\b)(?:another|any other|every other|no other|competing)(?:\s+[\w-]+){0,2}\s+(?:tools?|functions?|connectors?|plugins?|integrations?|engines?|gateways?)(?-u:\b)|(?-u:\b)other\s+(?:fetchers|readers|writers|searchers|browsers|scrapers|crawlers|calculators|senders|mailers|translators)(?-u:\b)",
    )
});
