//! Finds the verb that a sentence begins with, past "this tool allows you to" and the like.

use super::inflect::Form;
use super::name::Part;
use super::prose::Sentence;
use super::table::{Class, Noun};
use super::words::{Gap, Token};

/// How a verb was led up to.
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts about the words before a verb"
)]
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Lead {
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

impl Sentence<'_> {
    /// Finds the verb that the sentence begins with, past "this tool allows you to" and the like.
    pub(super) fn main_verb(&self, from: usize) -> Option<(usize, Part)> {
        let mut lead = Lead::default();
        let mut at = if from == 0 {
            self.past_condition()
        } else {
            from
        };
        let from = at;
        while let Some(token) = self.token(at) {
            let entry = token.entry;
            if entry.is(Class::When) && at > from && !self.first {
                return None;
            }
            if at > from && token.gap >= Gap::Colon && !lead.subject {
                lead = Lead::default();
            }
            if self.is_main(at, lead) {
                // "When you receive a dispute, contact …" tells the caller what to do.
                if from > 0
                    && from == at
                    && entry.form == Some(Form::Base)
                    && self.opens_condition()
                {
                    return None;
                }
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

    /// Where the main clause of "When you …, it deletes …" begins: after the comma. A sentence that tells
    /// when to call the tool has no other clause, and none is looked for.
    fn past_condition(&self) -> usize {
        if !self.opens_condition() {
            return 0;
        }
        let ends = |it: &Token| matches!(it.gap, Gap::Comma | Gap::Colon);
        let end = self.tokens.iter().position(ends);
        let end = end.unwrap_or(self.tokens.len());
        // "When to use: …", "When not to use: …"
        let mut condition = self.tokens.iter().take(end).skip(1);
        let label = |it: &Token| {
            it.entry.is(Class::Not) || it.entry.is(Class::Lead) && it.entry.form == Some(Form::Base)
        };
        if condition.any(label) {
            self.tokens.len()
        } else {
            end
        }
    }

    fn opens_condition(&self) -> bool {
        self.token(0).is_some_and(|it| it.entry.is(Class::When))
    }

    /// Takes a word of the lead into account; false when it is none.
    pub(super) fn leads(&self, at: usize, lead: &mut Lead) -> bool {
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

    pub(super) fn is_to(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| {
            token.end - token.start == 2 && token.entry.noun & Noun::Recipient.bit() != 0
        })
    }

    /// Whether the word is the verb that the lead waited for.
    pub(super) fn is_main(&self, at: usize, lead: Lead) -> bool {
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
            Some(Form::Gerund) => {
                let subject = self
                    .token(at + 1)
                    .is_some_and(|next| next.entry.is(Class::Be));
                lead.gerund || (at == 0 && !lead.article && !subject)
            }
            Some(Form::Nominal) => !lead.modal,
            Some(Form::Past) | None => false,
        }
    }

    /// Whether a verb is used as a mere lead: "use this", "allows you to", "provides a way to".
    pub(super) fn is_lead_use(&self, at: usize) -> bool {
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
    pub(super) fn is_compound(&self, at: usize, lead: Lead) -> bool {
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
    pub(super) fn part(&self, at: usize, lead: Lead) -> Option<Part> {
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
    pub(super) fn after_noun(&self, from: usize, lead: Lead) -> Option<(usize, Part)> {
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
}
