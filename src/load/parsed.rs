//! What was parsed before, by what the files held: a file that holds the same is not parsed again.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::yaml::{self, Node};
use crate::diagnostic::Diagnostic;
use crate::digest::{Key, key_of};
use crate::source::FileId;

/// The YAML documents of files, as bytes, by the key of the file's text. Files with a fault in their YAML
/// are left out, so that they are parsed, and the fault found, each time.
pub type Parsed = BTreeMap<Key, Arc<[u8]>>;

/// The documents of a file, or the findings that stand in their place.
pub(super) type Documents = Vec<Result<Node, Box<Diagnostic>>>;
/// The documents of one file, as bytes.
pub(super) type Kept = (Key, Arc<[u8]>);

/// A file that is to be parsed.
#[derive(Clone, Copy)]
pub(super) struct Unparsed<'t> {
    pub(super) file: FileId,
    pub(super) text: &'t str,
    /// What was parsed before; none where nobody asks for what is parsed now.
    pub(super) before: Option<&'t Parsed>,
}

impl Unparsed<'_> {
    /// The documents of the file, and what to keep of them.
    pub(super) fn documents(self) -> (Documents, Option<Kept>) {
        let Some(before) = self.before else {
            return (yaml::documents(self.file, self.text), None);
        };
        let key = key_of(self.text);
        if let Some(bytes) = before.get(&key)
            && let Some(nodes) = yaml::unpack(bytes, self.file)
        {
            let documents = nodes.into_iter().map(Ok).collect();
            return (documents, Some((key, Arc::clone(bytes))));
        }
        let documents = yaml::documents(self.file, self.text);
        let nodes: Option<Vec<&Node>> = documents.iter().map(|it| it.as_ref().ok()).collect();
        let bytes = nodes.and_then(|nodes| yaml::pack(&nodes));
        (documents, bytes.map(|bytes| (key, bytes.into())))
    }
}
