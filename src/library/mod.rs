//! What the crate is for other programs: a few types of its own, which keep their shape.
//!
//! No type of another crate stands in a signature here, so that a new release of a dependency is no new release
//! of this one. Definitions, arguments and policies come as JSON text.

mod classifier;
mod error;
mod evaluator;
mod policy;
mod tool;

pub use crate::model::{Category, Confidence, Decision, Limit, Severity, Trait, Window};
pub use crate::policy::{Code, Effect, Profile};
pub use classifier::{Assessment, Classifier, Reason};
pub use error::InputError;
pub use evaluator::{Evaluator, Verdict};
pub use policy::Policy;
pub use tool::Tool;
