//! The neutral policy of a server, what it decides of a call, and its translation to each target.
//!
//! A [`Policy`] is a document: `policy.json`, in a superset of the PolicyLayer grammar. [`recommend`]
//! makes one from ratings, the [`Evaluator`] decides calls by it, and each [`Target`] translates it and
//! lists what it cannot say.

mod cedar;
mod cel;
mod clauses;
mod document;
mod evaluator;
mod jsonc;
mod lookup;
mod names;
mod quota;
mod quote;
mod read;
mod recommend;
mod recorded;
mod sentence;
mod settle;
mod speech;
mod target;
mod tomls;

pub use crate::model::{Condition, Guard, Guards, Operator, Truth};
pub use document::{AllTools, Fallback, Policy, Quota, Rule, Scope, Tools};
pub(crate) use evaluator::tool_pointer;
pub use evaluator::{Call, Effect, Evaluator, Verdict};
pub use quota::Reservation;
pub use read::PolicyError;
pub use recommend::{Profile, ToolPolicy, recommend};
pub use recorded::{RecordedCall, Unrecorded};
pub use sentence::{effect, guarded, per};
pub use speech::SOME_ASKED;
pub use target::{
    Export, Prefer, Refusal, ServerPolicy, Target, TargetInfo, Unsaid, all_targets, target,
};
