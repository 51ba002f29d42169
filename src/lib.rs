//! A risk catalog of MCP tools: YAML entries in; findings, pages and policies out.
//!
//! # The way the data goes
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
//! # Layers
//!
//! A test holds this table against the `crate::` paths of the code.
//!
//! | module | for | may use |
//! |---|---|---|
//! | `source` | file ids, byte spans, line and column | |
//! | `escape` | text from outside made visible and harmless | |
//! | `plural` | a number and its noun | |
//! | `jsonc` | how JSON that people write is read | |
//! | `words` | the words of a name | |
//! | `secret` | what looks like a credential | words |
//! | `diagnostic` | level, code, message, labels, help | source |
//! | `model` | closed vocabularies; definitions, servers, tools, the catalog | source, diagnostic |
//! | `load` | YAML, Markdown and lock text → model; faults → findings; the only place that names the YAML parser | source, diagnostic, model |
//! | `builtin` | the catalog that travels with the program | load |
//! | `edit` | a change of one value or key in a YAML text, every other value kept | diagnostic, load |
//! | `format` | the canonical form of the catalog's YAML | load |
//! | `rules` | definition → assessment: category, traits, severity, decision, evidence; with the review → rating | model |
//! | `poison` | the texts of a definition → orders to a model that are in them | escape, model |
//! | `policy` | neutral policy of a tool or server; one file per target; policies compared, checked and learned | escape, jsonc, plural, words, diagnostic, model, rules |
//! | `check` | lint trait, runner, levels; `lints/<name>.rs`, one each | source, escape, words, secret, diagnostic, load, edit, model, rules, policy, poison |
//! | `report` | findings → text; one file per format | source, escape, plural, diagnostic |
//! | `compare` | two rated catalogs → what changed in risk | escape, model, rules |
//! | `drift` | a definition before and after → how much of a change that is | escape, plural, model, rules |
//! | `schema` | JSON Schemas of files and reports, from the types | diagnostic, model, load, policy |
//! | `scaffold` | the files of a new catalog and of its parts | schema |
//! | `site` | plan, page contexts, Markdown, templates | escape, plural, diagnostic, model, rules, policy, check, drift, clients |
//! | `serve` | a site on loopback while its catalog is edited | escape, site |
//! | `replace` | one file replaced whole: temporary file, sync, rename | |
//! | `publish` | parallel, incremental, crash-safe writing | replace |
//! | `wire` | MCP on the wire: JSON text, lines, server-sent events, HTTP requests, groups of processes | |
//! | `gateway` | a policy enforced between an MCP client and a server: a pure session, and what carries its lines | escape, secret, model, policy, wire |
//! | `clients` | MCP clients: where their configurations lie, and what stands in them, with spans | jsonc, load |
//! | `audit` | servers of clients, matched with the catalog and rated → agents and findings; one file per format | builtin, source, escape, diagnostic, model, rules, clients |
//! | `protect` | the gateway put before a server of a client's file by edits in place, and taken away again | clients |
//! | `capture` | a client that lists a server's tools over pipes or HTTP: raw tool objects, and what is wrong with the list | escape, plural, wire |
//! | `import` | `tools/list` → entries and locks; fingerprints | source, diagnostic, model, rules, poison, drift |
//! | `cli` | one file per command: its arguments and its function | builtin, source, escape, plural, diagnostic, model, load, edit, format, rules, policy, poison, check, report, compare, drift, schema, scaffold, site, serve, publish, import, capture, clients, audit, protect, replace, wire, gateway |
//!
//! `check` uses `load` for the list of load faults alone, so that a level can be set for those too.
//!
//! # Words
//!
//! A **rule** classifies, a **lint** checks. **Severity** is a tool's risk, a **level** is a finding's
//! loudness. A **decision** is what a policy says of a tool. A **target** is a product that a policy is
//! exported to. What the rules say is an **assessment**; what stands after review is a **rating**.

pub mod audit;
pub mod builtin;
pub mod capture;
pub mod check;
pub mod cli;
pub mod clients;
pub mod compare;
pub mod diagnostic;
pub mod drift;
pub mod edit;
pub mod escape;
pub mod format;
pub mod gateway;
pub mod import;
pub mod jsonc;
pub mod load;
pub mod model;
pub mod plural;
pub mod poison;
pub mod policy;
pub mod protect;
pub mod publish;
pub mod replace;
pub mod report;
pub mod rules;
pub mod scaffold;
pub mod schema;
pub mod secret;
pub mod serve;
pub mod site;
pub mod source;
pub mod wire;
pub mod words;
