//! Definition in, assessment out: category, traits, severity, decision, limit, and the evidence for each.

mod assessment;
mod attacks;
mod build;
mod classifier;
mod clause;
mod conclusion;
mod decision;
#[cfg(feature = "site")]
mod edition;
#[cfg(feature = "cli")]
mod folds;
mod inflect;
mod judge;
mod later;
mod lead;
mod learned;
mod lexicon;
mod locked;
mod name;
mod overlooked;
mod own;
mod parameters;
mod parts;
mod prose;
#[cfg(feature = "site")]
mod rated;
mod rating;
mod reading;
#[cfg(feature = "cli")]
mod score;
mod severity;
mod signal;
mod signs;
mod split;
pub mod table;
mod traits;
mod verdict;
mod voice;
pub mod weights;
mod words;

pub use crate::model::Claim;
pub use assessment::{Assessment, Evidence, Fired, Place};
pub use attacks::{applies, attacks_of};
pub use classifier::Classifier;
pub use decision::{default_decision, default_limit};
#[cfg(feature = "site")]
pub use edition::edition;
#[cfg(feature = "cli")]
pub use folds::{FOLDS, Fold, fold_of, folds};
pub use parts::RulePart;
#[cfg(feature = "site")]
pub use rated::{Rated, rate, rate_once, rate_server};
pub(crate) use rating::rate_tool;
pub use rating::{RatedTool, Rating};
#[cfg(feature = "cli")]
pub use score::{Labelled, Measure, Miss, Score, SeverityShares, SureShares, TraitMeasure, score};
pub use severity::severity_of;
pub use verdict::{Judge, SECOND_READER, weighed};
pub use voice::{Voice, voices_of_rules};
