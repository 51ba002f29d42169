//! Rates what the tools of an MCP server can do, makes a policy of it, and decides each call.
//!
//! This page is for Rust programs that use the crate. If you want the command line, read the
//! [quick start](https://github.com/toolrisk/toolrisk/blob/main/docs/quick-start.md).
//!
//! # What can a tool do?
//!
//! A [`Classifier`] reads the definition that a server gives of a [`Tool`]. It answers with an [`Assessment`]: a
//! category, traits, a severity, and the words that led there.
//!
//! ```
//! use toolrisk::{Category, Classifier, Decision, Severity, Tool};
//!
//! let tool = Tool::from_json(
//!     r#"{
//!         "name": "create_payment",
//!         "description": "Creates a payment and charges the customer's card."
//!     }"#,
//! )?;
//! let assessment = Classifier::new().assess(&tool);
//! assert_eq!(assessment.category, Category::Financial);
//! assert_eq!(assessment.severity, Severity::Critical);
//! assert_eq!(assessment.decision, Decision::Ask);
//! assert_eq!(assessment.reasons[0].quote, "Creates a payment");
//! # Ok::<(), toolrisk::InputError>(())
//! ```
//!
//! # May this call pass?
//!
//! A [`Policy`] says so, and an [`Evaluator`] decides by it. Read the policy from a `policy.json`, or take the one
//! that the classifier recommends:
//!
//! ```
//! use toolrisk::{Effect, Evaluator, Policy, Profile, Tool};
//!
//! let tools = Tool::list_from_json(
//!     r#"{ "tools": [
//!         { "name": "list_customers", "description": "Lists customers." },
//!         { "name": "create_payment", "description": "Creates a payment." }
//!     ] }"#,
//! )?;
//! let policy = Policy::recommended("payments", &tools, Profile::Recommended);
//! let mut evaluator = Evaluator::new(policy);
//!
//! assert_eq!(evaluator.decide("list_customers", "{}")?.effect, Effect::Allow);
//! let verdict = evaluator.decide("create_payment", r#"{ "amount": 100 }"#)?;
//! assert_eq!(verdict.effect, Effect::Ask); // a person has to say yes
//! assert_eq!(evaluator.decide("drop_database", "{}")?.effect, Effect::Deny);
//! # Ok::<(), toolrisk::InputError>(())
//! ```
//!
//! # Features
//!
//! All features are on unless you say `default-features = false`. What this page describes needs none of them, and
//! then comes with 30 crates, this one included.
//!
//! | feature | for | implies |
//! |---|---|---|
//! | `site` | catalogs: reading, checking, exporting, and rendering their sites | |
//! | `serve` | a site on this machine that is built again while its catalog is edited | `site` |
//! | `gateway` | the gateway between an MCP client and a server | |
//! | `cli` | the program `toolrisk` with all its commands | all others |
//!
//! Without a feature, the arguments of a definition are read in the order of their names, because `serde_json` keeps
//! the order of the text only on request. In 5,843 real definitions that changes one trait, and no category.
//!
//! Only what this page lists is the crate's interface. Its modules are public for the program and its tests; they
//! are hidden here, and any release may change them.
//!
//! # How it is built
//!
//! The rest of this page is for those who change the crate.
//!
//! ```text
//! catalog/*.yaml ─┐                       ┌─ check   → findings   (report: human, JSON)
//! tools.lock.json ┼─ load → model → rules ┼─ policy  → policy.json
//! tools/list ─────┘  (import)             └─ site    → pages      → publish (the only writer)
//! ```
//!
//! Each phase is a function from values to values. Reading comes first, writing last; what lies
//! between is pure, ordered, and parallel where it pays. Output depends on input alone.
//!
//! ## Layers
//!
//! A test holds this table against the `crate::` paths of the code.
//!
//! | module | for | may use |
//! |---|---|---|
//! | `source` | file ids, byte spans, line and column | |
//! | `escape` | text from outside made visible and harmless | |
//! | `plural` | a number and its noun | |
//! | `sort` | lists put in order by little machine code | |
//! | `digest` | what something is made from, as one short key | |
//! | `jsonc` | how JSON that people write is read | |
//! | `words` | the words of a name | |
//! | `packed` | data that travels in the program, unpacked | |
//! | `lookalike` | characters that readers take for others | |
//! | `secret` | what looks like a credential | words |
//! | `diagnostic` | level, code, message, labels, help | source |
//! | `model` | closed vocabularies; definitions, servers, tools, the catalog | source, diagnostic |
//! | `library` | what the crate is for other programs: a few types of its own | model, rules, policy, import, source |
//! | `load` | YAML, Markdown and lock text → model; faults → findings; the only place that names the YAML parser | source, sort, digest, diagnostic, model |
//! | `builtin` | the catalog that travels with the program | packed, load |
//! | `edit` | a change of one value or key in a YAML text, every other value kept | sort, diagnostic, load |
//! | `format` | the canonical form of the catalog's YAML | sort, load |
//! | `rules` | definition → assessment: category, traits, severity, decision, evidence; with the review → rating | source, packed, model |
//! | `poison` | the texts of a definition → orders to a model that are in them | source, escape, packed, lookalike, model |
//! | `policy` | neutral policy of a tool or server; one file per target; policies compared, checked and learned | escape, plural, sort, jsonc, words, secret, diagnostic, model, rules |
//! | `check` | lint trait, runner, levels; `lints/<name>.rs`, one each | source, escape, sort, words, secret, diagnostic, model, load, edit, rules, poison, policy |
//! | `report` | findings → text; one file per format | source, escape, plural, diagnostic |
//! | `compare` | two rated catalogs → what changed in risk | escape, model, rules |
//! | `drift` | a definition before and after → how much of a change that is | escape, plural, sort, model, rules |
//! | `schema` | JSON Schemas of files and reports, from the types | diagnostic, model, load, policy |
//! | `scaffold` | the files of a new catalog and of its parts | schema |
//! | `site` | plan, page contexts, Markdown, templates | escape, plural, sort, digest, diagnostic, model, rules, policy, check, drift, clients |
//! | `serve` | a site on loopback while its catalog is edited | escape, site |
//! | `replace` | one file replaced whole: temporary file, sync, rename | |
//! | `publish` | parallel, incremental, crash-safe writing; what a run keeps for the next | digest, replace |
//! | `wire` | MCP on the wire: JSON text, lines, server-sent events, HTTP requests, groups of processes | source |
//! | `gateway` | a policy enforced between an MCP client and a server: a pure session, and what carries its lines | escape, sort, lookalike, secret, model, policy, wire |
//! | `clients` | MCP clients: where their configurations lie, and what stands in them, with spans | jsonc, load |
//! | `audit` | servers of clients, matched with the catalog and rated → agents and findings; one file per format | source, escape, sort, secret, diagnostic, model, builtin, rules, clients |
//! | `protect` | the gateway put before a server of a client's file by edits in place, and taken away again | sort, clients |
//! | `capture` | a client that lists a server's tools over pipes or HTTP: raw tool objects, and what is wrong with the list | escape, plural, wire |
//! | `import` | `tools/list` → entries and locks; fingerprints | source, escape, plural, diagnostic, model, rules, poison, drift, wire |
//! | `cli` | one file per command: its arguments and its function | source, escape, plural, sort, digest, jsonc, secret, diagnostic, model, load, builtin, edit, format, rules, poison, policy, check, report, compare, drift, schema, scaffold, site, serve, replace, publish, wire, gateway, clients, audit, protect, capture, import |
//!
//! `check` uses `load` for the list of load faults alone, so that a level can be set for those too.
//!
//! ## Words
//!
//! A **rule** classifies, a **lint** checks. **Severity** is a tool's risk, a **level** is a finding's
//! loudness. A **decision** is what a policy says of a tool. A **target** is a product that a policy is
//! exported to. What the rules say is an **assessment**; what stands after review is a **rating**.

#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod audit;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod builtin;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod capture;
#[cfg(feature = "site")]
#[doc(hidden)]
pub mod check;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
#[cfg(feature = "site")]
#[doc(hidden)]
pub mod clients;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod compare;
#[doc(hidden)]
pub mod diagnostic;
#[cfg(feature = "site")]
#[doc(hidden)]
pub mod digest;
#[cfg(feature = "site")]
#[doc(hidden)]
pub mod drift;
#[cfg(feature = "site")]
#[doc(hidden)]
pub mod edit;
#[doc(hidden)]
pub mod escape;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod format;
#[cfg(feature = "gateway")]
#[doc(hidden)]
pub mod gateway;
#[doc(hidden)]
pub mod import;
#[cfg(feature = "site")]
#[doc(hidden)]
pub mod jsonc;
mod library;
#[cfg(feature = "site")]
#[doc(hidden)]
pub mod load;
#[cfg(any(feature = "gateway", feature = "site"))]
mod lookalike;
#[doc(hidden)]
pub mod model;
#[cfg(feature = "site")]
mod packed;
#[doc(hidden)]
pub mod plural;
#[cfg(feature = "site")]
#[doc(hidden)]
pub mod poison;
#[doc(hidden)]
pub mod policy;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod protect;
#[cfg(feature = "site")]
#[doc(hidden)]
pub mod publish;
#[cfg(feature = "site")]
#[doc(hidden)]
pub mod replace;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod report;
#[doc(hidden)]
pub mod rules;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod scaffold;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod schema;
#[cfg(any(feature = "gateway", feature = "site"))]
#[doc(hidden)]
pub mod secret;
#[cfg(feature = "serve")]
#[doc(hidden)]
pub mod serve;
#[cfg(feature = "site")]
#[doc(hidden)]
pub mod site;
#[doc(hidden)]
pub mod sort;
#[doc(hidden)]
pub mod source;
#[cfg(feature = "gateway")]
#[doc(hidden)]
pub mod wire;
#[doc(hidden)]
pub mod words;
pub use library::{
    Assessment, Category, Classifier, Code, Confidence, Decision, Effect, Evaluator, InputError,
    Limit, Policy, Profile, Reason, Severity, Tool, Trait, Verdict, Window,
};
