//! A call, and what was decided of it.

use serde_json::Value;

use super::counters::Reservation;
use crate::model::vocabulary;

vocabulary! {
    /// What happens to one call.
    Effect {
        /// It passes.
        Allow = "allow",
        /// A person is asked.
        Ask = "ask",
        /// It is refused.
        Deny = "deny",
    }
}

/// A call to a tool.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// The tool's exact name.
    pub tool: &'a str,
    /// Its arguments, an object.
    pub arguments: &'a Value,
    /// Seconds since 1970-01-01T00:00Z.
    pub at: u64,
}

vocabulary! {
    /// Why a call is refused, for programs.
    Code {
        /// The policy hides the tool.
        Hidden = "hidden",
        /// The policy does not name the tool and denies what it does not name.
        NotNamed = "not_named",
        /// The policy denies every call of the tool.
        Denied = "denied",
        /// A rule on the arguments stands against the call.
        Arguments = "arguments",
        /// A limit is used up.
        Limit = "limit",
        /// The record of calls cannot be read or written.
        Uncounted = "uncounted",
        /// The tool's name is nearly one that the policy names.
        UnclearName = "unclear_name",
        /// The server could read the arguments otherwise than the policy does.
        UnclearArguments = "unclear_arguments",
        /// A person must approve the call, and the client said no for them.
        Declined = "declined",
        /// A person must approve the call, and no answer came.
        Unanswered = "unanswered",
        /// A person must approve the call, and nobody can be asked.
        CannotAsk = "cannot_ask",
        /// The approval does not belong to this call.
        UnknownApproval = "unknown_approval",
    }
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The effect.
    pub effect: Effect,
    /// Where in the policy the deciding rule stands, as a JSON pointer (RFC 6901).
    pub rule: String,
    /// What to tell the caller; empty when the call passes.
    pub reason: String,
    /// Why the call is refused; nothing when it is not.
    pub code: Option<Code>,
    /// When the call can be tried again, in seconds since 1970, where that is known.
    pub retry_at: Option<u64>,
    /// What was counted; give it back with [`Evaluator::release`] if the call is not made.
    ///
    /// [`Evaluator::release`]: super::Evaluator::release
    pub reserved: Reservation,
}

impl Default for Verdict {
    /// A refusal without a reason.
    fn default() -> Self {
        Self {
            effect: Effect::Deny,
            rule: String::new(),
            reason: String::new(),
            code: None,
            retry_at: None,
            reserved: Reservation::default(),
        }
    }
}

impl Verdict {
    /// A refusal.
    pub fn deny(code: Code, rule: String, reason: String) -> Self {
        Self {
            code: Some(code),
            rule,
            reason,
            ..Self::default()
        }
    }
}
