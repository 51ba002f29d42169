//! What a description says that the tool does, apart from what it mentions, returns or warns of.

use super::inflect::Form;
use super::judge::Object;
use super::name::{Deed, Part};
use super::table::{Class, Noun};
use super::words::{Gap, Token};

/// How many sentences are read for effects.
const MOST_SENTENCES: usize = 24;

/// Reads the deeds of a description.
pub(super) fn read_prose(tokens: &[Token], deeds: &mut Vec<Deed>) {
    let mut start = 0;
    let mut sentences = 0;
    while start < tokens.len() && sentences < MOST_SENTENCES {
        let next = tokens
            .iter()
            .skip(start + 1)
            .position(|token| token.gap == Gap::Stop)
            .map_or(tokens.len(), |offset| start + 1 + offset);
        let sentence = tokens.get(start..next).unwrap_or_default();
        let first = deeds.iter().all(|deed| deed.vague);
        Sentence::new(sentence, first, deeds).read();
        start = next;
        sentences += 1;
    }
}

struct Sentence<'a> {
    tokens: &'a [Token],
    /// Whether nothing was found before it.
    first: bool,
    deeds: &'a mut Vec<Deed>,
}

/// How a verb was led up to.
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts about the words before a verb"
)]
#[derive(Debug, Clone, Copy, Default)]
struct Lead {
    /// "this tool", "it".
    subject: bool,
    /// "will", "can", "to".
    modal: bool,
    /// "use this … to", "when you want to".
    purpose: bool,
    /// "for", "by": a gerund may follow.
    gerund: bool,
    /// A determiner stands right before.
    article: bool,
}

impl<'a> Sentence<'a> {
    fn new(tokens: &'a [Token], first: bool, deeds: &'a mut Vec<Deed>) -> Self {
        Self {
            tokens,
            first,
            deeds,
        }
    }

    fn read(&mut self) {
        if self.relays() {
            return;
        }
        if self.tokens.iter().any(|token| token.verb_last) {
            self.verb_last();
            return;
        }
        let main = self.main_verb(0).or_else(|| self.first_foreign());
        if let Some((at, part)) = main {
            self.clause(at, part);
        }
        self.passive();
    }

    /// "Executes the `get_topic` operation": what is done is named, not said, so the name decides.
    fn relays(&self) -> bool {
        let runs = self
            .tokens
            .first()
            .is_some_and(|it| it.entry.verb.is_some() && it.entry.noun & Noun::Run.bit() == 0);
        let named = |at: usize| {
            self.token(at).is_some_and(|it| it.quoted)
                && self
                    .token(at + 1)
                    .is_some_and(|next| next.entry.noun & (Noun::Run.bit() | Noun::Code.bit()) != 0)
        };
        runs && self.first && (1..8).any(named)
    }

    /// The first verb of a sentence in a language whose grammar is not read.
    fn first_foreign(&self) -> Option<(usize, Part)> {
        let at = self.tokens.iter().position(|token| {
            token.entry.foreign && token.entry.verb.is_some() && !token.aside && !token.quoted
        })?;
        self.first.then_some((at, Part::Main))
    }

    fn token(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    /// Japanese and Korean put the verb last.
    fn verb_last(&mut self) {
        if !self.first && self.tokens.iter().any(|it| it.entry.is(Class::Talk)) {
            return;
        }
        let Some(at) = self
            .tokens
            .iter()
            .rposition(|it| it.entry.verb.is_some() && it.entry.foreign && !it.aside)
        else {
            return;
        };
        let mut object = Object::default();
        for token in self.tokens.get(..at).unwrap_or_default() {
            object.noun(token.entry.noun);
        }
        let Some(token) = self.token(at) else {
            return;
        };
        if let Some(verb) = token.entry.verb {
            self.deeds.push(Deed {
                verb,
                object,
                start: token.start,
                end: token.end,
                part: if self.first { Part::Main } else { Part::Later },
                vague: false,
            });
        }
    }

    /// Finds the verb that the sentence begins with, past "this tool allows you to" and the like.
    fn main_verb(&self, from: usize) -> Option<(usize, Part)> {
        let mut lead = Lead::default();
        let mut at = from;
        while let Some(token) = self.token(at) {
            let entry = token.entry;
            if at > from && token.gap >= Gap::Colon && !lead.subject {
                lead = Lead::default();
            }
            if self.is_main(at, lead) {
                let part = self.part(at, lead)?;
                return Some((at, part));
            }
            if entry.is(Class::Not) {
                return None;
            }
            if entry.is(Class::Talk) && !entry.is(Class::Lead) {
                return None;
            }
            if token.quoted || !self.leads(at, &mut lead) {
                return self.after_noun(at, lead);
            }
            at += 1;
        }
        None
    }

    /// Takes a word of the lead into account; false when it is none.
    fn leads(&self, at: usize, lead: &mut Lead) -> bool {
        let Some(token) = self.token(at) else {
            return false;
        };
        let entry = token.entry;
        if token.aside {
            return true;
        }
        lead.article = entry.is(Class::Determiner) && entry.noun == 0;
        if entry.is(Class::By) {
            lead.gerund = true;
            return true;
        }
        if self.is_to(at) {
            lead.modal = true;
            return true;
        }
        if entry.is(Class::Modal) {
            lead.modal = true;
            return true;
        }
        if entry.is(Class::Lead) {
            lead.subject = true;
            lead.purpose |= entry.form == Some(Form::Base) && !self.first;
            return true;
        }
        if entry.is(Class::Which) || entry.is(Class::Determiner) {
            lead.subject |= entry.is(Class::Which);
            return true;
        }
        entry.is(Class::Adverb) || entry.is(Class::Be) || entry.is(Class::And)
    }

    fn is_to(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| {
            token.end - token.start == 2 && token.entry.noun & Noun::Recipient.bit() != 0
        })
    }

    /// Whether the word is the verb that the lead waited for.
    fn is_main(&self, at: usize, lead: Lead) -> bool {
        let Some(token) = self.token(at) else {
            return false;
        };
        let entry = token.entry;
        if entry.verb.is_none() || token.quoted || token.aside {
            return false;
        }
        let here = self.token(at + 1).is_some_and(|next| {
            next.entry.is(Class::Lead) && next.entry.verb.is_none() && next.id != 0
        });
        if entry.form == Some(Form::Base) && here && !lead.modal && !entry.is(Class::Lead) {
            return false;
        }
        if entry.is(Class::Lead) && self.is_lead_use(at) {
            return false;
        }
        if entry.is(Class::Adverb)
            && self
                .token(at + 1)
                .is_some_and(|next| next.entry.verb.is_some())
        {
            return false;
        }
        match entry.form {
            Some(Form::Base) => {
                !(lead.article && (entry.noun_like || !lead.modal)) && !self.is_compound(at, lead)
            }
            Some(Form::Third) => !(lead.article || entry.noun_like && self.is_compound(at, lead)),
            Some(Form::Gerund) => lead.gerund || (at == 0 && !lead.article),
            Some(Form::Nominal) => !lead.modal,
            Some(Form::Past) | None => false,
        }
    }

    /// Whether a verb is used as a mere lead: "use this", "allows you to", "provides a way to".
    fn is_lead_use(&self, at: usize) -> bool {
        let next = |offset: usize| self.token(at + offset);
        let led = |token: &Token| {
            token.entry.is(Class::Lead) || token.entry.is(Class::Modal) || token.entry.is(Class::By)
        };
        next(1).is_some_and(|token| {
            led(token)
                || (token.entry.is(Class::Determiner)
                    && next(2).is_some_and(|after| after.entry.is(Class::Lead)))
                || self.is_to(at + 1)
        })
    }

    /// Whether a word that is as often a noun stands in a noun phrase: "search results", "order history".
    fn is_compound(&self, at: usize, lead: Lead) -> bool {
        let Some(token) = self.token(at) else {
            return false;
        };
        if !token.entry.noun_like || lead.modal {
            return false;
        }
        let Some(next) = self.token(at + 1) else {
            return lead.subject;
        };
        let label = self
            .token(at + 2)
            .is_some_and(|it| it.gap == Gap::Colon && next.entry.noun == 0);
        if next.gap >= Gap::Colon || label && !next.entry.is(Class::Determiner) {
            return true;
        }
        if token.entry.is(Class::Imperative) {
            return false;
        }
        next.entry.noun & Noun::Meta.bit() != 0
            && next.gap == Gap::Space
            && next.entry.verb.is_none()
    }

    /// The part a main verb plays; none when the sentence only instructs the caller.
    fn part(&self, at: usize, lead: Lead) -> Option<Part> {
        if self.first {
            return Some(Part::Main);
        }
        let form = self.token(at).and_then(|token| token.entry.form);
        match form {
            Some(Form::Third) => {
                let feature = self
                    .token(at)
                    .is_some_and(|token| token.entry.is(Class::Feature));
                (!feature).then_some(Part::Later)
            }
            Some(Form::Base) if lead.subject && lead.modal => Some(if lead.purpose {
                Part::Purpose
            } else {
                Part::Later
            }),
            _ => None,
        }
    }

    /// A sentence that begins with a noun phrase: a verb may stand after a label, or after "tool to".
    fn after_noun(&self, from: usize, lead: Lead) -> Option<(usize, Part)> {
        if lead.subject && lead.modal {
            return None;
        }
        let mut at = from + 1;
        while let Some(token) = self.token(at) {
            if at > from + 12 || token.entry.is(Class::Not) {
                return None;
            }
            let label = token.gap >= Gap::Colon || (token.gap == Gap::Bracket && !token.aside);
            if label && !token.entry.is(Class::Talk) {
                return self.main_verb(at);
            }
            let before = self.token(at.wrapping_sub(1)).map(|it| it.entry);
            let after_lead = before.is_some_and(|it| it.is(Class::Lead));
            let gerund = token.entry.form == Some(Form::Gerund)
                && before.is_some_and(|it| it.is(Class::By))
                && self.first;
            let infinitive = token.entry.form == Some(Form::Base)
                && self.is_to(at.wrapping_sub(1))
                && self
                    .token(at.wrapping_sub(2))
                    .is_some_and(|it| it.entry.is(Class::Lead));
            let third = token.entry.form == Some(Form::Third)
                && before.is_some_and(|it| it.is(Class::Which))
                && self
                    .token(at.wrapping_sub(2))
                    .is_some_and(|it| it.entry.is(Class::Lead));
            if token.entry.verb.is_some() && !token.quoted && (gerund || infinitive || third) {
                return self.part(at, lead).map(|part| (at, part));
            }
            if after_lead && self.is_to(at) {
                return self.main_verb(at);
            }
            at += 1;
        }
        None
    }

    /// Reads a clause from its verb on: the object, and the verbs tied to it.
    fn clause(&mut self, verb: usize, part: Part) {
        let mut state = Clause {
            open: self.deeds.len(),
            tail: false,
            of: false,
            silent: false,
            relative: false,
            form: self.token(verb).and_then(|it| it.entry.form),
            weak: self.token(verb).is_some_and(|it| it.entry.empty),
            performs: self
                .token(verb)
                .is_some_and(|it| it.entry.is(Class::Performs)),
            just: true,
        };
        self.push(verb, part);
        let mut at = verb + 1;
        while let Some(token) = self.tokens.get(at).copied() {
            if token.gap >= Gap::Comma && token.gap != Gap::Bracket {
                state.silent = false;
                if token.gap >= Gap::Colon {
                    state.relative = false;
                }
            }
            if token.aside || token.quoted {
                if state.just && self.is_synonym(at) {
                    self.push(at, part);
                }
                at += 1;
                continue;
            }
            state.silent &= !self.resumes(at);
            if self.ties(at, &state) {
                if self.is_request(at) || state.performs && !state.tail && token.entry.noun_like {
                    self.deeds.truncate(state.open);
                    state.performs = false;
                }
                let by = token.entry.form == Some(Form::Gerund) && !state.weak;
                let part = if by && state.form != Some(Form::Gerund) {
                    Part::Later
                } else {
                    part
                };
                let fresh = !state.just;
                if fresh {
                    state.open = self.deeds.len();
                }
                self.push(at, part);
                state.tail = false;
                state.of = false;
                state.just = true;
                state.weak &= token.entry.empty;
            } else {
                self.object(at, &mut state);
            }
            at += 1;
        }
    }

    fn push(&mut self, at: usize, part: Part) {
        let Some(token) = self.tokens.get(at) else {
            return;
        };
        if let Some(verb) = token.entry.verb {
            self.deeds.push(Deed {
                verb,
                object: Object::default(),
                start: token.start,
                end: token.end,
                part,
                vague: token.entry.empty || self.is_operation(at + 1),
            });
        }
    }

    /// "checks whether it exists and creates it": the clause goes on after what is only talked of.
    fn resumes(&self, at: usize) -> bool {
        let and = self
            .token(at.wrapping_sub(1))
            .is_some_and(|it| it.entry.is(Class::And));
        let verb = self
            .token(at)
            .is_some_and(|it| it.entry.verb.is_some() && !it.entry.noun_like);
        let pronoun = self
            .token(at + 1)
            .is_some_and(|it| it.entry.is(Class::Lead) && it.end - it.start == 2);
        and && verb && pronoun
    }

    /// "makes a DELETE request": the method says what is done.
    fn is_request(&self, at: usize) -> bool {
        let request = |it: &Token| it.entry.noun & Noun::Request.bit() != 0;
        at <= 3 && self.token(at + 1).is_some_and(request)
    }

    /// "archives (deletes) a record": the word in brackets says the same more plainly.
    fn is_synonym(&self, at: usize) -> bool {
        let alone = self.token(at + 1).is_none_or(|next| !next.aside);
        let same = |it: &Token| matches!(it.entry.form, Some(Form::Base | Form::Third));
        alone && self.token(at).is_some_and(|it| same(it) && !it.quoted)
    }

    /// Whether "operations" stands here.
    fn is_operation(&self, at: usize) -> bool {
        self.token(at).is_some_and(|it| {
            it.entry.noun & (Noun::Run.bit() | Noun::Thin.bit())
                == Noun::Run.bit() | Noun::Thin.bit()
        })
    }

    /// Whether a verb inside the clause is a deed of its own.
    fn ties(&self, at: usize, state: &Clause) -> bool {
        let Some(token) = self.token(at) else {
            return false;
        };
        let entry = token.entry;
        if entry.verb.is_none() || state.silent || state.relative {
            return false;
        }
        let Some(before) = self.token(at.wrapping_sub(1)) else {
            return false;
        };
        let next = self.token(at + 1);
        let Joint {
            joined,
            into,
            adjacent,
            object_follows,
        } = self.joint(at, *before, state.just);
        match entry.form {
            Some(Form::Gerund) => {
                let pronoun = next.is_some_and(|it| it.entry.is(Class::Lead));
                let partial =
                    token.gap == Gap::Comma && !entry.noun_like && (object_follows || pronoun);
                let by = before.entry.is(Class::By);
                partial
                    || (by && state.weak)
                    || (state.form == Some(Form::Gerund) && joined)
                    || (by && Self::is_by(before) && !entry.noun_like)
            }
            Some(Form::Base) => {
                let same = state.form == Some(Form::Base) || before.entry.is(Class::Modal);
                (self.is_request(at) && state.form.is_some())
                    || (joined && same && (adjacent || object_follows || into || !entry.noun_like))
                    || (state.weak && self.is_to(at.wrapping_sub(1)))
                    || (state.weak && state.just && !entry.empty)
                    || (state.performs
                        && !state.tail
                        && next.is_none_or(|it| {
                            it.gap >= Gap::Comma
                                || it.entry.is(Class::Preposition)
                                || it.entry.form == Some(Form::Gerund)
                        }))
            }
            Some(Form::Third) => {
                joined
                    && state.form == Some(Form::Third)
                    && (adjacent || object_follows || !entry.noun_like)
            }
            _ => false,
        }
    }

    /// How the word before and the word after tie a verb to the one before it.
    fn joint(&self, at: usize, before: Token, just: bool) -> Joint {
        let next = self.token(at + 1);
        let (gap, foreign) = self
            .token(at)
            .map_or((Gap::Space, false), |it| (it.gap, it.entry.foreign));
        let adverb = before.entry.is(Class::Adverb) || before.entry.is(Class::Modal);
        let joint = if adverb {
            self.token(at.wrapping_sub(2)).copied().unwrap_or(before)
        } else {
            before
        };
        let joined = joint.entry.is(Class::And)
            || (matches!(gap, Gap::Comma | Gap::Dash | Gap::Colon) && !foreign)
            || gap == Gap::Slash
            || (adverb && before.gap >= Gap::Comma);
        let object_follows =
            next.is_some_and(|it| it.entry.is(Class::Determiner) && it.gap == Gap::Space);
        let into = joint.entry.is(Class::And)
            && next.is_some_and(|it| {
                it.entry.is(Class::Preposition)
                    && !it.entry.is(Class::Of)
                    && !it.entry.is(Class::By)
                    && it.entry.noun == 0
            });
        let adjacent = just && (joined || matches!(gap, Gap::Slash | Gap::Comma));
        Joint {
            joined,
            into,
            adjacent,
            object_follows,
        }
    }

    fn is_by(token: &Token) -> bool {
        token.end - token.start == 2
    }

    /// Takes a word as part of the object of the open deeds.
    fn object(&mut self, at: usize, state: &mut Clause) {
        let Some(token) = self.tokens.get(at) else {
            return;
        };
        let entry = token.entry;
        if entry.is(Class::Talk) || entry.is(Class::Not) {
            state.silent = true;
        }
        state.relative |= entry.is(Class::Which) && (!entry.is(Class::Determiner) || state.tail);
        let of = entry.is(Class::Of)
            && self.deeds.last().is_some_and(|deed| {
                deed.object.focus & !Noun::Amount.bit() == 0
                    || deed.object.focus & Noun::Thin.bit() != 0
            });
        state.of |= of;
        if of || state.just && entry.is(Class::Particle) {
            return;
        }
        if token.gap == Gap::Hyphen && entry.noun == 0 {
            return;
        }
        let ends = entry.is(Class::Preposition)
            || self.is_to(at)
            || entry.is(Class::By)
            || token.gap >= Gap::Comma && token.gap != Gap::Bracket
            || entry.is(Class::Which);
        state.tail |= ends && !state.just || entry.is(Class::Preposition);
        if entry.is(Class::And)
            || entry.is(Class::Adverb)
            || entry.is(Class::Determiner) && entry.noun == 0
        {
            return;
        }
        let end = token.end;
        let far = token.gap >= Gap::Colon || state.silent;
        if far {
            return;
        }
        if !entry.is(Class::Preposition) {
            state.just = false;
        }
        for deed in self.deeds.iter_mut().skip(state.open) {
            if state.tail {
                deed.object.tail |= entry.noun;
            } else {
                let before = deed.object.focus;
                deed.object.noun(entry.noun);
                if state.of {
                    deed.object.focus |= before;
                }
                deed.end = end;
            }
        }
    }

    /// "Existing rows will be deleted": a participle after "will be" tells what happens.
    fn passive(&mut self) {
        let mut at = 2;
        while let Some(token) = self.tokens.get(at).copied() {
            let past = token.entry.form == Some(Form::Past) && !token.quoted;
            if past && self.is_passive(at) && !self.is_conditional(at) {
                self.push(at, Part::Passive);
            }
            at += 1;
        }
    }

    fn is_passive(&self, at: usize) -> bool {
        let class = |back: usize, class: Class| {
            self.token(at.wrapping_sub(back))
                .is_some_and(|it| it.entry.is(class))
        };
        let modal = |back: usize| class(back, Class::Will);
        (class(1, Class::Be) && modal(2))
            || (class(1, Class::Adverb) && class(2, Class::Be) && modal(3))
    }

    fn is_conditional(&self, at: usize) -> bool {
        self.tokens.iter().take(at).any(|it| {
            it.entry.is(Class::Talk) || it.entry.is(Class::Which) || it.entry.is(Class::Not)
        })
    }
}

/// How a verb is tied to the one before it.
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts about the words around a verb"
)]
struct Joint {
    /// "and", a comma or a slash stands between.
    joined: bool,
    /// "and store in …".
    into: bool,
    /// Nothing but that stands between.
    adjacent: bool,
    /// A determiner follows, so that it must be a verb.
    object_follows: bool,
}

#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts about where in a clause the reader stands"
)]
struct Clause {
    /// The first deed whose object is being read.
    open: usize,
    /// Whether the object has ended and what follows stands after a preposition.
    tail: bool,
    /// Whether verbs are only talked of until the next comma.
    silent: bool,
    /// Whether verbs describe the object.
    relative: bool,
    /// The form of the clause's verb.
    form: Option<Form>,
    /// Whether the verb so far says nothing of the effect.
    weak: bool,
    /// Whether an empty noun goes on after "of".
    of: bool,
    /// Whether a noun may say what is done: "performs a search".
    performs: bool,
    /// Whether nothing stood since the last verb.
    just: bool,
}
