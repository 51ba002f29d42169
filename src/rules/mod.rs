//! Definition in, assessment out: category, traits, severity, decision, limit, and the evidence for each.

mod assessment;
mod attacks;
mod classifier;
mod decision;
mod rating;
mod severity;

pub use assessment::{Assessment, Claim, Evidence, Fired, Place};
pub use attacks::{applies, attacks_of};
pub use classifier::Classifier;
pub use decision::{default_decision, default_limit};
pub use rating::{Rated, RatedTool, Rating, rate};
pub use severity::severity_of;
