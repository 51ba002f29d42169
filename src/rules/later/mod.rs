//! What a description says late: "Shows the status, then permanently deletes the repository."
//!
//! Both readers go by how a definition begins, which is right for nearly all tools. A tool that says of itself, in
//! a later clause, that a call deletes is none that only reads, however it begins. Of the 3,659 labelled tools that
//! read (`labelled-learn`), none has such a clause.

mod words;

use std::cell::{Cell, OnceCell};
use std::ops::Range;

use self::words::{
    ADVERBS, BARE, CONDITIONS, EFFECTS, FINITE, GERUNDS, NEGATIONS, NOUNS, OBJECTS, OUTPUT,
    PARTICIPLES, PASSIVE, SUBJECTS,
};
use super::words::LONGEST;
use crate::model::Category;
use crate::source::floor;

/// The id of the rule under which the evidence stands.
pub(super) const LATER_EFFECT: &str = "later-effect";

/// What such a part of a description says of a call.
pub(super) const LATE: Category = Category::Destructive;

struct Word<'a> {
    text: &'a str,
    range: Range<usize>,
    /// Whether a comma stands before it.
    after_comma: bool,
}

/// A sentence in lower case.
struct Sentence<'a> {
    words: Vec<Word<'a>>,
    is_first: bool,
    /// The place of the first word that may not stand before what a call does, by the list that has it. A sentence can
    /// be as long as the text, so that it is looked for once.
    conditions: OnceCell<usize>,
    negations: OnceCell<usize>,
    outputs: OnceCell<usize>,
    /// The place of the first word that is no subject.
    subjects: OnceCell<usize>,
    /// The place of the first word that is no subject and no adverb.
    late_subjects: OnceCell<usize>,
}

/// Where a later clause of a description says that a call destroys something, by the bytes of its words.
pub(super) fn later_effect(description: &str) -> Option<Range<usize>> {
    if !mentions(description, [FINITE, GERUNDS, PARTICIPLES]) {
        return None;
    }
    later(description, destroys)
}

/// An effect that a later clause of a description says a call has, where it is more severe than `rated`. Real tools that
/// do less have such clauses now and then, so that it makes a rating unsure and does not change it.
pub(super) fn later_beyond(description: &str, rated: Category) -> Option<Category> {
    let effects = EFFECTS.iter().map(|(_, verbs)| *verbs);
    if !mentions(description, effects.chain([BARE, GERUNDS, PASSIVE, NOUNS])) {
        return None;
    }
    let said = Cell::new(None);
    let says = |sentence: &Sentence<'_>, at: usize| {
        said.set(sentence.effect(at).filter(|it| *it > rated));
        if said.get().is_some() && sentence.acts(at) {
            return true;
        }
        said.set(Some(LATE).filter(|it| *it > rated));
        said.get().is_some() && sentence.says_it_destroys(at)
    };
    later(description, says).and(said.get())
}

/// Whether the description of a switch says that a call with it destroys something: "If true, deletes the branch".
pub(super) fn switch_destroys(description: &str) -> bool {
    mentions(description, [FINITE, BARE]) && later(description, destroys_if_set).is_some()
}

/// Whether a text has any of these words: most have none, and need not be taken apart.
fn mentions<'l>(
    text: &str,
    lists: impl IntoIterator<Item = &'l [&'l str], IntoIter: Clone>,
) -> bool {
    let lists = lists.into_iter();
    let mut words = text.as_bytes().split(|byte| !byte.is_ascii_alphabetic());
    words.any(|word| {
        let is = |it: &&str| it.as_bytes().eq_ignore_ascii_case(word);
        (4..=12).contains(&word.len()) && lists.clone().any(|list| list.iter().any(is))
    })
}

fn later(description: &str, says: impl Fn(&Sentence<'_>, usize) -> bool) -> Option<Range<usize>> {
    let read = floor(description, LONGEST);
    // The words that are looked for are English, and other letters keep their places.
    let lower = description.get(..read)?.to_ascii_lowercase();
    let mut start = 0;
    let mut is_first = true;
    for end in sentence_ends(description.get(..read)?) {
        let sentence = Sentence {
            words: words(&lower, start..end),
            is_first,
            conditions: OnceCell::new(),
            negations: OnceCell::new(),
            outputs: OnceCell::new(),
            subjects: OnceCell::new(),
            late_subjects: OnceCell::new(),
        };
        is_first = is_first && sentence.words.is_empty();
        let words = &sentence.words;
        if let Some(at) = (0..words.len()).find(|at| says(&sentence, *at)) {
            let first = words.get(at.saturating_sub(1))?;
            let last = words.get(at + 1).or_else(|| words.get(at))?;
            return Some(first.range.start..last.range.end);
        }
        start = end;
    }
    None
}

/// Where the sentences of a text end, in bytes. A line that goes on indented and in lower case does not end one.
fn sentence_ends(text: &str) -> Vec<usize> {
    let ends_there = |(at, sign): (usize, &str)| {
        let end = at + sign.len();
        let rest = text.get(end..).unwrap_or_default();
        let goes_on = || {
            rest.trim_start_matches([' ', '\t'])
                .starts_with(char::is_lowercase)
        };
        let ends = rest.is_empty() || rest.starts_with(char::is_whitespace);
        (ends && !(sign == "\n" && goes_on())).then_some(end)
    };
    let signs = text.match_indices(['.', '!', '?', ';', '\n']);
    let ends = signs.filter_map(ends_there);
    ends.chain([text.len()]).collect()
}

fn words(text: &str, range: Range<usize>) -> Vec<Word<'_>> {
    let sentence = text.get(range.clone()).unwrap_or_default();
    let mut all: Vec<Word<'_>> = Vec::new();
    let mut before = range.start;
    for word in sentence.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '-' | '_'))) {
        if word.is_empty() {
            continue;
        }
        let start = range.start + (word.as_ptr() as usize - sentence.as_ptr() as usize);
        let gap = text.get(before..start).unwrap_or_default();
        all.push(Word {
            text: word,
            range: start..start + word.len(),
            after_comma: gap.contains(','),
        });
        before = start + word.len();
    }
    all
}

/// Whether the word at a place says that the call destroys something.
fn destroys(sentence: &Sentence<'_>, at: usize) -> bool {
    if sentence.is(at, FINITE) {
        return sentence.acts(at);
    }
    if sentence.is(at, GERUNDS) {
        let from = sentence.before_adverbs(at);
        return from > 0
            && sentence.is(from - 1, &["by", "after"])
            && sentence.is(at + 1, OBJECTS)
            && !sentence.is_conditional(from);
    }
    sentence.is(at, PARTICIPLES) && {
        let from = sentence.before_adverbs(at);
        from > 1
            && sentence.is(from - 1, &["is", "are", "gets", "get"])
            && !sentence.is_conditional(from)
    }
}

/// Whether the word at a place says so of a call with a switch that is set.
fn destroys_if_set(sentence: &Sentence<'_>, at: usize) -> bool {
    (sentence.is(at, FINITE) || sentence.is(at, BARE))
        && sentence.is(at + 1, OBJECTS)
        && sentence.first(&sentence.negations, |it| NEGATIONS.contains(&it)) >= at
}

impl Sentence<'_> {
    fn is(&self, at: usize, list: &[&str]) -> bool {
        self.words.get(at).is_some_and(|it| list.contains(&it.text))
    }

    /// The effect that the word at a place stands for, in the third person.
    fn effect(&self, at: usize) -> Option<Category> {
        let word = self.words.get(at).filter(|it| it.text.ends_with('s'))?;
        let has = |(_, verbs): &&(Category, &[&str])| verbs.contains(&word.text);
        EFFECTS.iter().find(has).map(|(category, _)| *category)
    }

    /// Whether the verb at a place says what the call does besides what is said first.
    fn acts(&self, at: usize) -> bool {
        let from = self.before_adverbs(at);
        let after_comma = |at: usize| self.words.get(at).is_some_and(|it| it.after_comma);
        let joined =
            from > 0 && (self.is(from - 1, &["and", "but"]) || (from..=at).any(after_comma));
        let own = || {
            self.first(&self.subjects, |it| !SUBJECTS.contains(&it)) >= from
                && !(self.is_first && from == 0)
        };
        self.is(at + 1, OBJECTS) && (joined || own()) && !self.is_conditional(from)
    }

    /// Whether the word at a place says that something is destroyed, in other ways than [`Self::acts`].
    fn says_it_destroys(&self, at: usize) -> bool {
        self.destroys_afterwards(at)
            || self.is_told_to_destroy(at)
            || self.is_destroyed(at)
            || self.has_as_side_effect(at)
    }

    /// Whether a later sentence says so after an adverb: "Afterwards it deletes the project".
    fn destroys_afterwards(&self, at: usize) -> bool {
        let is_other = |it: &str| !SUBJECTS.contains(&it) && !ADVERBS.contains(&it);
        !self.is_first
            && self.is(at, FINITE)
            && self.is(at + 1, OBJECTS)
            && self.first(&self.late_subjects, is_other) >= at
    }

    /// Whether a later sentence begins with a verb that destroys: "Then delete every order".
    fn is_told_to_destroy(&self, at: usize) -> bool {
        !self.is_first
            && self.is(at, BARE)
            && self.is(at + 1, OBJECTS)
            && self.before_adverbs(at) == 0
    }

    /// Whether a word says what becomes of something: "All orders are removed", "The table will be dropped".
    fn is_destroyed(&self, at: usize) -> bool {
        if !self.is(at, PASSIVE) {
            return false;
        }
        let from = self.before_adverbs(at);
        let be = from > 1 && self.is(from - 1, &["are", "is"])
            || from > 2 && self.is(from - 1, &["be"]) && self.is(from - 2, &["will"]);
        let of_output = || self.first(&self.outputs, |it| OUTPUT.contains(&it)) < from;
        be && !self.is_conditional(from) && !of_output()
    }

    /// Whether a word names what happens besides: "Side effect: deletion of every order".
    fn has_as_side_effect(&self, at: usize) -> bool {
        let destroys = [NOUNS, GERUNDS, FINITE, BARE];
        self.is(0, &["side"])
            && self.is(1, &["effect", "effects"])
            && destroys.iter().any(|list| self.is(at, list))
            && self.first(&self.negations, |it| NEGATIONS.contains(&it)) > at
    }

    /// Where the adverbs begin that stand before a word.
    fn before_adverbs(&self, at: usize) -> usize {
        let mut from = at;
        while from > 0 && self.is(from - 1, ADVERBS) {
            from -= 1;
        }
        from
    }

    fn is_conditional(&self, from: usize) -> bool {
        self.first(&self.conditions, |it| CONDITIONS.contains(&it)) < from
    }

    fn first(&self, place: &OnceCell<usize>, is: impl Fn(&str) -> bool) -> usize {
        *place.get_or_init(|| {
            let mut words = self.words.iter();
            words.position(|it| is(it.text)).unwrap_or(usize::MAX)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quote(text: &str) -> Option<&str> {
        later_effect(text).map(|range| text.get(range).unwrap())
    }

    #[test]
    fn one_sentence_as_long_as_a_text_is_read_at_once() {
        for (before, again) in [
            ("so ", "deletes the "),
            ("so ", "if and deletes the "),
            ("never ", "delete the "),
            ("so ", "immediately "),
        ] {
            let text = [before.repeat(9_000), again.repeat(5_000)].concat();
            assert_eq!(quote(&text), None, "{before}{again}");
            assert_eq!(later_beyond(&text, Category::Read), None, "{before}{again}");
            assert!(!switch_destroys(&text) || before != "never ");
        }
    }

    #[test]
    fn a_later_clause_that_destroys_is_found() {
        for text in [
            "Shows the working tree status, then permanently deletes the repository.",
            "Shows the working tree status. Permanently deletes the repository.",
            "Use this to list items. WARNING: this permanently removes every item that it returns.",
            "Gets a backup by first dropping the old database.",
            "Lists files. Files older than a day are deleted.",
            "Lists the items and then deletes them all permanently.",
            "Reads the file and truncates it.",
            "Fetches the report after purging all older ones.",
            "Returns the queue, and all of its messages are purged.",
        ] {
            assert!(quote(text).is_some(), "{text}");
        }
    }

    #[test]
    fn a_later_sentence_that_destroys_in_other_words_is_a_doubt() {
        for text in [
            "Then delete every order.",
            "All orders are removed afterwards.",
            "The table will be dropped.",
            "Afterwards it deletes the project.",
            "Side effect: deletion of every order.",
            "Side effect: deleting every order.",
            "Side effect: deletes every order.",
            "Side effects: the removal of old files.",
        ] {
            let text = format!("Gets the status of a project. {text}");
            let said = later_beyond(&text, Category::Read);
            assert_eq!(said, Some(Category::Destructive), "{text}");
        }
    }

    #[test]
    fn what_a_tool_leaves_out_of_its_answer_is_no_doubt() {
        for text in [
            "Reads a file. Lines longer than 2,000 characters are truncated.",
            "Lists files. Duplicates are removed.",
            "Lists files. Large outputs will be dropped.",
            "Gets the status. Side effects: none, no deletion.",
            "Gets the status. If it was moved, its files are deleted.",
            "\n    Remove a label from an issue.\n",
            "Shows what the job would\n    delete the next time.",
        ] {
            assert_eq!(later_beyond(text, Category::Read), None, "{text}");
        }
    }

    #[test]
    fn what_may_be_or_what_others_do_is_not_the_calls_effect() {
        for text in [
            "Deletes the repository.",
            "Shows the status. It never deletes the repository.",
            "Returns whether the issue is deleted.",
            "Lists branches that are deleted.",
            "Lists the hooks, which run when a file is deleted.",
            "Use this before deleting a record.",
            "Gets a user. Use delete_user, which removes the user, to delete it.",
            "Shows price rises and drops.",
            "Lists users. Useful after removing a group.",
            "Gets the retention policy: how long a message stays before it is erased.",
            "Reads a file. If the file is deleted, the call fails.",
        ] {
            assert_eq!(quote(text), None, "{text}");
        }
    }
}
