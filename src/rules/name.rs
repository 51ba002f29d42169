//! What a name says: its verb, and what the verb acts on.

use super::inflect::Form;
use super::judge::Object;
use super::table::{Class, Noun};
use super::words::{Gap, Token};

/// A verb of a text with its object.
#[derive(Debug, Clone, Copy)]
pub(super) struct Action {
    /// The verb, by index.
    pub(super) verb: u16,
    /// What it acts on.
    pub(super) object: Object,
    /// Where the verb begins, in bytes.
    pub(super) start: usize,
    /// Where the object ends.
    pub(super) end: usize,
    /// The part it plays.
    pub(super) part: Part,
    /// Whether the verb says nothing of the effect: "manage", "read and write operations".
    pub(super) vague: bool,
}

/// The part an action plays in its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// What the text is about.
    Main,
    /// What it says besides.
    Later,
    /// What it says of its use: "use this when you want to …".
    Purpose,
    /// What it says happens to something: "the old one will be deleted".
    Passive,
}

/// The verbs of a name, if it has any.
pub(super) fn read_name(tokens: &[Token], actions: &mut Vec<Action>) {
    let Some(best) = best_verb(tokens) else {
        return;
    };
    push(tokens, best, actions);
    // "confirm_delete_app"
    if let Some([first, second, ..]) = tokens.get(best..)
        && first.entry.is(Class::Carries)
        && second.entry.form == Some(Form::Base)
        && !second.entry.noun_like
    {
        push(tokens, best + 1, actions);
    }
    // "create_or_update", "list-and-delete", "getOrCreate"
    let mut at = best + 1;
    while let Some([and, verb, ..]) = tokens.get(at..) {
        if and.entry.is(Class::And) && verb.entry.verb.is_some() && is_verb_form(verb) {
            push(tokens, at + 1, actions);
            at += 1;
        }
        at += 1;
        if and.entry.is(Class::Preposition) {
            break;
        }
    }
}

fn is_verb_form(token: &Token) -> bool {
    matches!(token.entry.form, Some(Form::Base | Form::Third))
}

/// The word of a name that is most likely its verb: plain verbs before words that are nouns too, the
/// first place before the last, and those before the middle.
fn best_verb(tokens: &[Token]) -> Option<usize> {
    let last = tokens.len().checked_sub(1)?;
    let mut best: Option<(u8, usize)> = None;
    let mut ended = false;
    for (at, token) in tokens.iter().enumerate() {
        let entry = token.entry;
        if entry.is(Class::Preposition) && at > 0 && entry.verb.is_none() {
            ended = true;
        }
        let asks = |next: &Token| next.entry.is(Class::Asks);
        let method = entry.is(Class::Http)
            && (tokens.get(at + 1).is_some_and(asks)
                || at == 1 && starts_api(tokens) && tokens.last().is_some_and(asks));
        if entry.verb.is_none() || method {
            continue;
        }
        let form = match entry.form {
            Some(Form::Base) => 3,
            Some(Form::Nominal) => 1,
            Some(Form::Third) if at == 0 && !entry.noun_like => 1,
            _ => continue,
        };
        let place = if at == 0 {
            4
        } else if ended {
            0
        } else if at == 1 && starts_plain(tokens) {
            3
        } else if at == last {
            2
        } else {
            1
        };
        let kind = match (entry.noun_like, entry.empty) {
            (false, false) => 4,
            (true, false) if place == 0 => 0,
            (true, false) => 2,
            (_, true) => 1,
        };
        let score = form + place + kind;
        // "deploy_plan_get", "order_cancel": a plain verb at the end beats a noun of the same weight.
        let plain_end = at == last && kind == 4;
        let better = |top: u8| score > top || score == top && plain_end;
        if place + kind > 1 && best.is_none_or(|(top, _)| better(top)) {
            best = Some((score, at));
        }
    }
    best.map(|(_, at)| at)
}

/// Whether the first word is a server's prefix: unknown, or a plain noun.
fn starts_plain(tokens: &[Token]) -> bool {
    tokens
        .first()
        .is_some_and(|first| first.entry.verb.is_none())
}

/// Whether the name was made from an API's operation: "API-post-database-query".
fn starts_api(tokens: &[Token]) -> bool {
    tokens
        .first()
        .is_some_and(|first| first.entry.noun & Noun::Http.bit() != 0)
}

fn push(tokens: &[Token], at: usize, actions: &mut Vec<Action>) {
    let Some(token) = tokens.get(at) else {
        return;
    };
    let Some(verb) = token.entry.verb else {
        return;
    };
    let weak = token.entry.noun_like && at > 1 && at + 1 == tokens.len();
    let mut object = Object::default();
    let mut end = token.end;
    let mut tail = false;
    let mut any = false;
    for next in tokens.get(at + 1..).unwrap_or_default() {
        any = true;
        if next.entry.is(Class::Particle) && object.all == 0 && !tail {
            continue;
        }
        if next.entry.is(Class::Preposition) {
            tail = true;
            object.tail |= next.entry.noun & Noun::From.bit();
            continue;
        }
        if tail {
            object.tail |= next.entry.noun;
        } else if next.entry.noun != 0 || next.id == 0 {
            object.noun(next.entry.noun);
        }
        end = next.end;
    }
    // "worker_put", "kv_namespace_delete": the object stands before
    if !any || object.all == 0 {
        for before in tokens.get(..at).unwrap_or_default() {
            if before.gap < Gap::Comma && !before.entry.is(Class::Http) {
                object.noun(before.entry.noun);
            }
        }
    }
    actions.push(Action {
        verb,
        object: object.settled(),
        start: token.start,
        end,
        part: if weak { Part::Purpose } else { Part::Main },
        vague: token.entry.empty,
    });
}
