//! Definition in, assessment out: category, traits, severity, decision, limit, and the evidence for each.

mod assessment;
mod attacks;
mod classifier;
mod clause;
mod conclusion;
mod decision;
mod folds;
mod inflect;
mod judge;
mod lead;
mod lexicon;
mod name;
mod own;
mod parameters;
mod parts;
mod prose;
mod rating;
mod reading;
mod score;
mod severity;
mod signal;
mod signs;
mod split;
pub mod table;
mod traits;
mod words;

pub use crate::model::Claim;
pub use assessment::{Assessment, Evidence, Fired, Place};
pub use attacks::{applies, attacks_of};
pub use classifier::Classifier;
pub use decision::{default_decision, default_limit};
pub use folds::{FOLDS, Fold, fold_of, folds};
pub use parts::RulePart;
pub use rating::{Rated, RatedTool, Rating, rate, rate_server};
pub use score::{Labelled, Measure, Miss, Score, score};
pub use severity::severity_of;
