//! Reads a clause from its verb on: the object, and the verbs that are tied to it.

use super::inflect::Form;
use super::judge::Object;
use super::name::{Action, Part};
use super::prose::Sentence;
use super::table::{Class, Noun};
use super::words::{Gap, Token};

impl Sentence<'_> {
    /// Reads a clause from its verb on: the object, and the verbs tied to it.
    pub(super) fn clause(&mut self, verb: usize, part: Part) {
        let mut state = Clause {
            open: self.actions.len(),
            tail: false,
            of: false,
            silent: false,
            relative: false,
            form: self.token(verb).and_then(|it| it.entry.form),
            weak: self.token(verb).is_some_and(|it| it.entry.empty),
            performs: self
                .token(verb)
                .is_some_and(|it| it.entry.is(Class::Performs)),
            carries: self
                .token(verb)
                .is_some_and(|it| it.entry.is(Class::Carries)),
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
                    self.actions.truncate(state.open);
                    state.performs = false;
                }
                let by = token.entry.form == Some(Form::Gerund) && !state.weak;
                let part = if by && state.form != Some(Form::Gerund) {
                    Part::Later
                } else {
                    part
                };
                self.join(at, part, &mut state);
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

    /// Adds an action that is tied to those before it.
    fn join(&mut self, at: usize, part: Part, state: &mut Clause) {
        let nominal = self
            .token(at)
            .is_some_and(|it| it.entry.form == Some(Form::Nominal));
        // "executes the application deletion": the deletion is what is done, and its object stands before.
        let before = self.actions.last().map(|action| action.object);
        if nominal {
            self.actions.truncate(state.open);
        }
        if nominal || !state.just {
            state.open = self.actions.len();
        }
        self.push(at, part);
        if let (true, Some(action), Some(object)) = (nominal, self.actions.last_mut(), before) {
            action.object = object;
        }
    }

    pub(super) fn push(&mut self, at: usize, part: Part) {
        let Some(token) = self.tokens.get(at) else {
            return;
        };
        if let Some(verb) = token.entry.verb {
            self.actions.push(Action {
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
    pub(super) fn resumes(&self, at: usize) -> bool {
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
    pub(super) fn is_request(&self, at: usize) -> bool {
        let request = |it: &Token| it.entry.noun & Noun::Request.bit() != 0;
        at <= 3 && self.token(at + 1).is_some_and(request)
    }

    /// "archives (deletes) a record": the word in brackets says the same more plainly.
    pub(super) fn is_synonym(&self, at: usize) -> bool {
        let alone = self.token(at + 1).is_none_or(|next| !next.aside);
        let same = |it: &Token| matches!(it.entry.form, Some(Form::Base | Form::Third));
        alone && self.token(at).is_some_and(|it| same(it) && !it.quoted)
    }

    /// Whether "operations" stands here.
    pub(super) fn is_operation(&self, at: usize) -> bool {
        self.token(at).is_some_and(|it| {
            it.entry.noun & (Noun::Run.bit() | Noun::Thin.bit())
                == Noun::Run.bit() | Noun::Thin.bit()
        })
    }

    /// Whether a verb inside the clause is an action of its own.
    pub(super) fn ties(&self, at: usize, state: &Clause) -> bool {
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
            Some(Form::Nominal) => state.carries && !state.tail,
            _ => false,
        }
    }

    /// How the word before and the word after tie a verb to the one before it.
    pub(super) fn joint(&self, at: usize, before: Token, just: bool) -> Joint {
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

    pub(super) fn is_by(token: &Token) -> bool {
        token.end - token.start == 2
    }

    /// Takes a word as part of the object of the open actions.
    pub(super) fn object(&mut self, at: usize, state: &mut Clause) {
        let Some(token) = self.tokens.get(at) else {
            return;
        };
        let entry = token.entry;
        if entry.is(Class::Talk) || entry.is(Class::Not) {
            state.silent = true;
        }
        state.relative |= entry.is(Class::Which) && (!entry.is(Class::Determiner) || state.tail);
        let of = entry.is(Class::Of)
            && self.actions.last().is_some_and(|action| {
                action.object.focus & !Noun::Amount.bit() == 0
                    || action.object.focus & Noun::Thin.bit() != 0
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
        // "the batch" is a thing, "batch delete" a manner
        let named = entry.noun != 0
            && self
                .token(at.wrapping_sub(1))
                .is_some_and(|it| it.entry.is(Class::Determiner));
        if entry.is(Class::And)
            || entry.is(Class::Adverb) && !named
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
        for action in self.actions.iter_mut().skip(state.open) {
            if state.tail {
                action.object.tail |= entry.noun;
            } else {
                let before = action.object.focus;
                action.object.noun(entry.noun);
                if state.of {
                    action.object.focus |= before;
                }
                action.end = end;
            }
        }
    }
}

/// How a verb is tied to the one before it.
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts about the words around a verb"
)]
pub(super) struct Joint {
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
pub(super) struct Clause {
    /// The first action whose object is being read.
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
    /// Whether "deletion" may say what is done: "executes the deletion".
    carries: bool,
    /// Whether nothing stood since the last verb.
    just: bool,
}
