//! YAML, Markdown and lock text → catalog; every fault → a finding, and what is good still loads.

mod assemble;
mod base_url;
mod beside;
mod docs;
mod faults;
mod fields;
mod guard;
mod kind;
mod own;
mod page;
mod parsed;
mod rules;
mod seen;
mod server;
mod single;
mod status;
mod tool;
mod tree;
mod value;
mod yaml;

pub use assemble::{Loaded, load, load_again, load_once};
pub use beside::beside;
pub use docs::{Docs, DocsError, docs_of_stored, read_docs, read_docs_into};
pub use faults::FAULTS;
#[cfg(feature = "cli")]
pub(crate) use faults::{FAULTY_TEMPLATE, OUTSIDE_CATALOG, UNREADABLE};
pub use guard::{CONDITION_KEYS, GUARD_KEYS};
pub use kind::FileKind;
pub use own::{read_static, read_templates};
pub use page::body_start;
pub use parsed::Parsed;
pub use single::{read_bytes, read_file};
pub use tree::{
    ReadError, Stored, Tree, catalog_around, find_catalog, is_catalog, is_file_of_catalog,
    read_tree,
};
pub use value::{PlainValue, Step, same_values};
pub use yaml::{Part, Syntax, SyntaxKind, SyntaxNode, entry_end, lines, split, yaml_value};
