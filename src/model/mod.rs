//! The words and things of the domain: vocabularies, definitions, servers, tools, the catalog.

mod attack;
mod catalog;
mod condition;
mod config;
mod covers;
mod definition;
#[cfg(feature = "site")]
mod docstring;
mod limit;
mod lock;
mod review;
mod rule;
#[cfg(feature = "site")]
mod slug;
mod value;
mod vocabulary;

pub use attack::{Attack, Concern, Predicate, Reference, Term};
pub use catalog::{Capture, Catalog, Doc, Newest, Server, Tool, ToolLock};
pub use condition::{Condition, Guard, Guards, InvalidCondition, Operator, Truth};
pub use config::{Config, Gateway, LevelSetting};
pub use definition::{Cut, CutReason, Definition, Hints, Parameter};
#[cfg(feature = "site")]
pub use docstring::{About, Block, Docstring, Field, Part, Passage};
pub use limit::Limit;
pub use lock::{
    Lock, LockedAssessment, LockedCut, LockedEvidence, LockedFinding, LockedOverruled,
    LockedParameter, LockedTool,
};
pub use review::{AllowLint, Review, StatusNote};
pub use rule::{Additions, Claim, OwnRule, Trigger, Word};
#[cfg(feature = "site")]
pub use slug::{is_server_id, tool_slugs};
pub(crate) use vocabulary::vocabulary;
pub use vocabulary::{
    Category, Confidence, Decision, Severity, Status, Trait, UnknownWord, Window,
};
