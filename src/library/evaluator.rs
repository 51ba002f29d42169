//! Calls in, verdicts out.

use std::time::{Duration, SystemTime};

use serde_json::Value;

use super::{Code, Effect, InputError, Policy};
use crate::policy;

/// Decides calls by a policy, and counts them for its limits.
///
/// ```
/// use toolrisk::{Effect, Evaluator, Policy};
///
/// let policy: Policy = r#"{
///     "version": "1",
///     "default": "deny",
///     "tools": {
///         "get": {},
///         "pay": { "deny_if": [
///             { "conditions": [{ "path": "args.amount", "op": "gt", "value": 100 }], "ask": true }
///         ] }
///     }
/// }"#
/// .parse()?;
/// let mut evaluator = Evaluator::new(policy);
/// assert_eq!(evaluator.decide("get", "{}")?.effect, Effect::Allow);
/// assert_eq!(evaluator.decide("pay", r#"{ "amount": 250 }"#)?.effect, Effect::Ask);
/// assert_eq!(evaluator.decide("drop", "{}")?.effect, Effect::Deny);
/// # Ok::<(), toolrisk::InputError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Evaluator(policy::Evaluator);

impl Evaluator {
    /// An evaluator that has seen no call. Its clones share the count of calls.
    pub fn new(policy: Policy) -> Self {
        Self(policy::Evaluator::new(policy.0))
    }

    /// Decides a call that is made now. `arguments` is the JSON text of an object.
    ///
    /// A call that passes, or that a person is asked about, counts against the limits. Give it back with
    /// [`Evaluator::cancel`] if it is not made.
    ///
    /// # Errors
    ///
    /// When the arguments are not the JSON text of an object. Refuse such a call.
    #[expect(
        clippy::disallowed_methods,
        reason = "limits count calls over time, and the caller asks about now"
    )]
    pub fn decide(&mut self, tool: &str, arguments: &str) -> Result<Verdict, InputError> {
        self.decide_at(tool, arguments, SystemTime::now())
    }

    /// Decides a call that is made at a given time.
    ///
    /// ```
    /// use std::time::{Duration, SystemTime};
    /// use toolrisk::{Code, Evaluator, Policy};
    ///
    /// let policy: Policy = r#"{ "version": "1", "default": "allow", "tools": {
    ///     "send": { "limits": [{ "counter": "calls", "window": "minute", "max": 1 }] } } }"#
    ///     .parse()?;
    /// let mut evaluator = Evaluator::new(policy);
    /// let start = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
    /// let first = evaluator.decide_at("send", "{}", start)?;
    /// let second = evaluator.decide_at("send", "{}", start)?;
    /// assert_eq!((first.code, second.code), (None, Some(Code::Limit)));
    /// assert_eq!(second.retry_at, Some(start + Duration::from_secs(60)));
    /// # Ok::<(), toolrisk::InputError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Evaluator::decide`].
    pub fn decide_at(
        &mut self,
        tool: &str,
        arguments: &str,
        at: SystemTime,
    ) -> Result<Verdict, InputError> {
        let arguments: Value = serde_json::from_str(arguments)
            .map_err(|error| InputError::new(format!("invalid JSON in the arguments: {error}")))?;
        if !arguments.is_object() {
            return Err(InputError::new("expected a JSON object as the arguments"));
        }
        let since = at.duration_since(SystemTime::UNIX_EPOCH);
        let call = policy::Call {
            tool,
            arguments: &arguments,
            at: since.unwrap_or_default().as_secs(),
        };
        Ok(Verdict::of(self.0.decide(call)))
    }

    /// Takes back the count of a call that was not made.
    pub fn cancel(&self, verdict: Verdict) {
        self.0.release(verdict.reserved);
    }
}

/// What was decided of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verdict {
    /// Whether the call passes, is refused, or waits for a person.
    pub effect: Effect,
    /// Where in the policy the deciding rule stands, as a JSON pointer (RFC 6901).
    pub rule: String,
    /// What to tell the caller; empty when the call passes.
    pub reason: String,
    /// Why the call is refused; nothing when it is not.
    pub code: Option<Code>,
    /// When the call can be made again, where that is known.
    pub retry_at: Option<SystemTime>,
    reserved: policy::Reservation,
}

impl Verdict {
    fn of(from: policy::Verdict) -> Self {
        let at = |seconds| SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds));
        Self {
            effect: from.effect,
            rule: from.rule,
            reason: from.reason,
            code: from.code,
            retry_at: from.retry_at.and_then(at),
            reserved: from.reserved,
        }
    }
}
