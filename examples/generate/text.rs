//! Names and descriptions of tools, put together from words.

use super::dice::Dice;
use super::words::{ADJECTIVES, DESTROYS, KINDS, PARTS, PAYS, READS, RUNS, THINGS, WRITES};

const DESCRIPTIONS: &[(f64, f64)] = &[
    (0.0, 0.0),
    (0.035, 0.0),
    (0.1, 25.0),
    (0.25, 41.0),
    (0.5, 77.0),
    (0.75, 256.0),
    (0.9, 585.0),
    (0.95, 1_028.0),
    (0.99, 2_682.0),
    (1.0, 8_000.0),
];

/// What a server is about.
pub(super) struct Subject {
    adjective: &'static str,
    kind: &'static str,
    things: Vec<&'static str>,
}

impl Subject {
    pub(super) fn new(dice: &mut Dice) -> Self {
        let adjective = dice.of(ADJECTIVES);
        let kind = dice.of(KINDS);
        let things = (0..14).map(|_| dice.of(THINGS)).collect();
        Self {
            adjective,
            kind,
            things,
        }
    }

    pub(super) fn title(&self) -> String {
        [self.adjective, self.kind].map(capital).join(" ")
    }

    pub(super) fn thing(&self, dice: &mut Dice) -> &'static str {
        dice.of(&self.things)
    }
}

/// What a tool does, as often as real ones do it.
pub(super) fn verb(dice: &mut Dice) -> &'static str {
    let list = match dice.below(1_000) {
        0..620 => READS,
        620..840 => WRITES,
        840..930 => RUNS,
        930..985 => DESTROYS,
        _ => PAYS,
    };
    dice.of(list)
}

pub(super) fn description(dice: &mut Dice, subject: &Subject, verb: &str) -> String {
    let length = dice.quantile(DESCRIPTIONS);
    if length == 0 {
        return String::new();
    }
    let (thing, part) = (subject.thing(dice), dice.of(PARTS));
    let first = format!("{} a {thing} by its {part}.", capital(verb));
    let Some(rest) = length.checked_sub(first.len() + 10) else {
        return first;
    };
    [&first, " ", &of_length(dice, subject, rest)].concat()
}

/// Sentences of about so many characters together.
pub(super) fn of_length(dice: &mut Dice, subject: &Subject, length: usize) -> String {
    let mut text = sentence(dice, subject);
    while text.len() < length {
        text.push(' ');
        text.push_str(&sentence(dice, subject));
    }
    text
}

fn sentence(dice: &mut Dice, subject: &Subject) -> String {
    let (thing, other) = (subject.thing(dice), subject.thing(dice));
    let (part, adjective) = (dice.of(PARTS), dice.of(ADJECTIVES));
    let kind = subject.kind;
    match dice.below(8) {
        0 => format!("The {part} of the {thing}."),
        1 => format!("Returns the {part} of each {adjective} {thing} together with its {other}."),
        2 => format!("Use it if the {thing} has no {adjective} {part} yet."),
        3 => format!("The {thing} belongs to a {other} of the {kind}."),
        4 => format!("Only {adjective} entries of the {thing} count."),
        5 => format!("If the {part} is left out, the {adjective} {thing} stands for it."),
        6 => format!("A {thing} without a {part} is an error."),
        _ => format!("Works on one {thing} at a time and keeps the {other}."),
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|it| it.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}
