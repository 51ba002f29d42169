//! The neutral policy of a server, what it decides of a call, and its translation to each target.
//!
//! A [`Policy`] is a document: `policy.json`, in a superset of the PolicyLayer grammar. `recommend`
//! makes one from ratings, the [`Evaluator`] decides calls by it, and each [`Target`] translates it and
//! lists what it cannot say.

mod argument;
#[cfg(feature = "site")]
mod capabilities;
#[cfg(feature = "site")]
mod cedar;
#[cfg(feature = "site")]
mod cel;
#[cfg(feature = "site")]
mod clauses;
mod counters;
#[cfg(feature = "site")]
mod diff;
mod document;
mod evaluator;
#[cfg(feature = "site")]
mod faults;
#[cfg(feature = "site")]
mod flow;
#[cfg(feature = "site")]
mod guard_diff;
#[cfg(feature = "site")]
mod jsonc;
#[cfg(feature = "cli")]
mod learn;
#[cfg(feature = "site")]
mod lookup;
#[cfg(feature = "site")]
mod loss;
#[cfg(feature = "site")]
mod lower;
#[cfg(feature = "site")]
mod names;
#[cfg(feature = "site")]
mod quote;
mod read;
mod recommend;
#[cfg(feature = "gateway")]
mod recorded;
#[cfg(feature = "site")]
mod sentence;
#[cfg(feature = "site")]
mod sharing;
#[cfg(feature = "site")]
mod stand_in;
#[cfg(feature = "site")]
mod target;
#[cfg(feature = "site")]
mod tomls;
mod verdict;
#[cfg(feature = "site")]
mod wording;

pub use crate::model::{Condition, Guard, Guards, Operator, Truth};
pub use argument::Choice;
pub use counters::{
    Bound, Counters, Entry, KEPT, OTHERS, Reservation, Uncounted, Used, begins, minute,
};
#[cfg(feature = "site")]
pub use diff::{Difference, Direction, differences};
pub use document::{AllTools, Fallback, OnError, Policy, Quota, Rule, Scope, Tools};
pub use evaluator::Evaluator;
#[cfg(feature = "gateway")]
pub(crate) use evaluator::tool_pointer;
#[cfg(feature = "site")]
pub use faults::{Fault, Kind as FaultKind, Known, faults, sibling_doors};
#[cfg(feature = "site")]
pub use flow::{Cut, ToxicFlow};
#[cfg(feature = "cli")]
pub use learn::{Learned, Reason, learn};
#[cfg(feature = "site")]
pub use loss::{GuardRule, Instead, Loss, Wanted, Why};
pub use read::PolicyError;
pub use recommend::{Profile, ToolPolicy, note, recommend};
#[cfg(feature = "gateway")]
pub use recorded::{LEFT_OUT, REDACTED, RecordedCall, Recording, Unrecorded};
#[cfg(feature = "site")]
pub use sentence::{effect, guarded, per};
#[cfg(feature = "site")]
pub use target::{
    Export, NO_LIMITS, Prefer, Refusal, ServerPolicy, Target, TargetInfo, all_targets, target,
};
pub use verdict::{Call, Code, Effect, Verdict};
