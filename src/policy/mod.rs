//! The neutral policy of a server, what it decides of a call, and its translation to each target.
//!
//! A [`Policy`] is a document: `policy.json`, in a superset of the PolicyLayer grammar. [`recommend`]
//! makes one from ratings, the [`Evaluator`] decides calls by it, and each [`Target`] translates it and
//! lists what it cannot say.

mod argument;
mod capabilities;
mod cedar;
mod cel;
mod clauses;
mod counters;
mod diff;
mod document;
mod evaluator;
mod faults;
mod flow;
mod guard_diff;
mod jsonc;
mod learn;
mod lookup;
mod lower;
mod names;
mod quote;
mod read;
mod recommend;
mod recorded;
mod sentence;
mod sharing;
mod stand_in;
mod target;
mod tomls;
mod verdict;
mod wording;

pub use crate::model::{Condition, Guard, Guards, Operator, Truth};
pub use argument::Choice;
pub use capabilities::SOME_ASKED;
pub use counters::{
    Bound, Counters, Entry, KEPT, OTHERS, Reservation, Uncounted, Used, begins, minute,
};
pub use diff::{Difference, Direction, differences};
pub use document::{AllTools, Fallback, OnError, Policy, Quota, Rule, Scope, Tools};
pub use evaluator::Evaluator;
pub(crate) use evaluator::tool_pointer;
pub use faults::{Fault, Kind as FaultKind, Known, faults};
pub use flow::{Cut, ToxicFlow};
pub use learn::{Learned, Reason, learn};
pub use read::PolicyError;
pub use recommend::{Profile, ToolPolicy, note, recommend};
pub use recorded::{LEFT_OUT, REDACTED, RecordedCall, Recording, Unrecorded};
pub use sentence::{effect, guarded, per};
pub use target::{
    Export, Loss, NO_LIMITS, Prefer, Refusal, ServerPolicy, Target, TargetInfo, all_targets, target,
};
pub use verdict::{Call, Code, Effect, Verdict};
