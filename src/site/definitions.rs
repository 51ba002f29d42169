//! The taxonomy's words in sentences: one place, one page each.

use super::words::count;
use crate::model::{Category, Decision, Guards, Limit, Severity, Trait};
use crate::policy::{ToolPolicy, effect, guarded, per};
use crate::rules::{default_decision, default_limit, severity_of};

/// A category in words.
#[derive(Debug, Clone, Copy)]
pub(super) struct CategoryWords {
    /// What a call does, after "a call".
    pub(super) effect: &'static str,
    /// Examples.
    pub(super) typical: &'static str,
    /// What it is mistaken for, and where that belongs.
    pub(super) unlike: &'static str,
}

/// A trait in words.
#[derive(Debug, Clone, Copy)]
pub(super) struct TraitWords {
    /// What a call does, after "a call".
    pub(super) effect: &'static str,
    /// Why it matters.
    pub(super) why: &'static str,
}

/// A category in words.
pub(super) const fn category(category: Category) -> CategoryWords {
    match category {
        Category::Read => CategoryWords {
            effect: "returns information and leaves no lasting change",
            typical: "get, list, search, fetch a page, count, describe, validate, lint, dry-run, \
                      estimate, convert, calculate, take a screenshot, read logs",
            unlike: "A word in a sentence is not an effect: a tool that summarizes deletions, quotes \
                  the price of a transfer or lists invoices is still a read tool.",
        },
        Category::Write => CategoryWords {
            effect: "creates or changes records, files, settings or messages in a way that can be \
                     changed back",
            typical: "create, add, update, set, rename, move, upload, import, assign, comment, \
                      send a message, share, invite, archive, write a file, store a memory",
            unlike: "A call is destructive if the same interface cannot bring back what it removes. \
                  \u{201c}Get or create\u{201d}, upsert and sync are write, because they can change \
                  something.",
        },
        Category::Execute => CategoryWords {
            effect: "runs something, or triggers an action whose effect depends on what is passed \
                     in or reaches beyond a record",
            typical: "run code, a command or arbitrary SQL; call any API; trigger a build, \
                      workflow, deployment or live scan; start, stop, restart, connect, \
                      disconnect; drive a browser or a device; start compute jobs; spawn an agent",
            unlike: "A tool is read if its query language cannot write, or if it says that it is \
                  read-only.",
        },
        Category::Destructive => CategoryWords {
            effect: "removes, wipes, revokes, resets, force-overwrites or ends something that the \
                     same interface cannot bring back",
            typical: "delete, drop, purge, truncate, uninstall, revoke, reset to defaults, empty \
                      the trash, terminate an instance; an action parameter of which one value \
                      deletes",
            unlike: "Archive, close, disable, unassign and move to trash are write, because the \
                  opposite call undoes them. Ending a session or a job is execute.",
        },
        Category::Financial => CategoryWords {
            effect: "moves or commits money or assets, or changes what somebody will be billed",
            typical: "pay, charge, refund, transfer, trade, place or cancel an order, issue or \
                      send an invoice, start or cancel a paid subscription, buy credits, sign or \
                      send a blockchain transaction",
            unlike: "Reading balances, prices or invoices is read. Defining a product, price or coupon \
                  is write. A cloud call that merely costs something to run is not financial.",
        },
    }
}

/// A trait in words.
pub(super) const fn of_trait(each: Trait) -> TraitWords {
    match each {
        Trait::RunsCode => TraitWords {
            effect: "interprets an argument as a program: shell, script, SQL that can write, \
                     expression",
            why: "Whoever writes the argument decides what happens, with the rights of the server.",
        },
        Trait::UntrustedContent => TraitWords {
            effect: "returns text that outsiders can write: web pages, inboxes, tickets, issues, \
                     reviews",
            why: "The text enters the model's context, and a sentence in it can pose as an \
                  instruction.",
        },
        Trait::PrivateData => TraitWords {
            effect: "returns data that is not public: mail, files, records, customer data",
            why: "The agent can repeat what it has read, in an answer or in the arguments of a later \
                  call.",
        },
        Trait::Secrets => TraitWords {
            effect: "returns or handles credentials, keys or tokens",
            why: "A secret in the context gives whoever sees it the owner's rights elsewhere.",
        },
        Trait::ExternalSink => TraitWords {
            effect: "can carry what the caller passes in to people or hosts outside, for example by \
                     sending, posting, publishing or requesting a URL",
            why: "It can send out data that another tool has read.",
        },
        Trait::ChangesAccess => TraitWords {
            effect: "changes who may do what: members, roles, keys, sharing, policies",
            why: "The next call, or the next person, can do more than this one could.",
        },
        Trait::Bulk => TraitWords {
            effect: "acts on many objects at once",
            why: "One call can do a lot of damage, so a limit on calls protects less than its number suggests.",
        },
        Trait::Irreversible => TraitWords {
            effect: "cannot be undone through the same interface although its category is milder \
                     than destructive (for example, a sent message)",
            why: "If you notice a mistake, it is too late to undo it.",
        },
        Trait::Metered => TraitWords {
            effect: "uses up a paid quota or starts billable compute",
            why: "A loop costs money even when every single call is harmless.",
        },
    }
}

/// A severity in a sentence.
pub(super) const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Low => "A wrong call costs little: it returns information that is not secret.",
        Severity::Medium => {
            "A wrong call changes something that can be changed back, or brings in text that \
             outsiders wrote."
        }
        Severity::High => {
            "A wrong call triggers something, changes many things or access at once, or hands out \
             a secret."
        }
        Severity::Critical => {
            "A wrong call removes something for good, commits money, or runs whatever it is given."
        }
    }
}

/// What a policy says of a tool, in a few words: `10 calls a minute`.
pub(super) fn decision(rule: &ToolPolicy) -> String {
    match (rule.decision, rule.limit) {
        (Decision::Allow, _) => "allow".to_owned(),
        (Decision::Limit, Some(limit)) => format!("{} {}", limit.max, per(limit.window)),
        (Decision::Limit, None) => "limit".to_owned(),
        (Decision::Ask, _) => "ask".to_owned(),
        (Decision::Deny, _) => "deny".to_owned(),
        (Decision::Hide, _) => "hide".to_owned(),
    }
}

/// What a rule does to a tool, as a short sentence.
pub(super) fn short_effect(rule: &ToolPolicy) -> String {
    if rule.decision == Decision::Allow && rule.guards != Guards::default() {
        return guarded(&rule.guards) + " The policy allows every other call.";
    }
    let decided = match (rule.decision, rule.limit) {
        (Decision::Allow, _) => "The policy allows every call.".to_owned(),
        (Decision::Limit, Some(limit)) => format!("The policy allows {}.", calls(limit)),
        (Decision::Limit, None) => "The policy limits the calls.".to_owned(),
        (Decision::Ask, _) => "A person approves each call.".to_owned(),
        (Decision::Deny, _) => {
            "The agent sees the tool, but the policy refuses every call.".to_owned()
        }
        (Decision::Hide, _) => "The policy hides the tool and refuses every call.".to_owned(),
    };
    [decided, guarded(&rule.guards)]
        .join(" ")
        .trim_end()
        .to_owned()
}

/// A limit in words: `30 calls a minute`.
pub(super) fn calls(limit: Limit) -> String {
    let max = usize::try_from(limit.max).unwrap_or(usize::MAX);
    format!("{} {}", count(max, "call"), per(limit.window))
}

/// The default rule of a severity and category, for a tool of no name.
pub(super) fn default_rule(severity: Severity, category: Category) -> ToolPolicy {
    let decision = default_decision(severity, category);
    ToolPolicy {
        name: String::new(),
        decision,
        limit: (decision == Decision::Limit).then(|| default_limit(severity)),
        guards: Guards::default(),
    }
}

/// The default rule of a severity and category as a sentence.
pub(super) fn default_effect(severity: Severity, category: Category) -> String {
    effect(&default_rule(severity, category))
}

/// The severity of a category alone, and with one trait.
pub(super) fn step(category: Category, each: Trait) -> Option<(Severity, Severity)> {
    let base = severity_of(category, &[]);
    let with = severity_of(category, &[each]);
    (base != with).then_some((base, with))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_those_of_the_severity_table() {
        assert_eq!(
            step(Category::Read, Trait::Secrets),
            Some((Severity::Low, Severity::High))
        );
        assert_eq!(step(Category::Read, Trait::Bulk), None);
        assert_eq!(step(Category::Financial, Trait::Bulk), None);
    }

    #[test]
    fn definitions_continue_a_sentence() {
        let effects = Category::ALL.iter().map(|each| category(*each).effect);
        for text in effects.chain(Trait::ALL.iter().map(|each| of_trait(*each).effect)) {
            assert!(
                text.starts_with(char::is_lowercase) && !text.ends_with('.'),
                "{text}"
            );
        }
    }
}
