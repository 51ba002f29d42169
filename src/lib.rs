//! A risk catalog of MCP tools: YAML entries in, pages, findings and policies out.
#![doc = ""]

pub mod diagnostic;
pub mod import;
pub mod load;
pub mod model;
pub mod policy;
pub mod publish;
pub mod rules;
pub mod site;
pub mod source;
