//! What a catalog takes from a lock. The rest of a lock, which is most of it, is dropped as soon as the file is read.

use std::collections::BTreeMap;

use crate::model::{Capture, Cut, Hints, Lock, LockedTool, Parameter, ToolLock};

/// A lock, as far as a catalog has it.
pub(super) struct Seen {
    capture: Capture,
    /// Tools by exact name.
    pub(super) tools: BTreeMap<String, SeenTool>,
}

/// A tool of a lock, as far as a catalog has it.
pub(super) struct SeenTool {
    pub(super) parameters: Vec<Parameter>,
    pub(super) hints: Hints,
    pub(super) cut: Vec<Cut>,
    pub(super) free_form: bool,
    pub(super) lock: ToolLock,
}

impl Seen {
    /// What is known of the capture; `names` are those of the entries, sorted. Called once, before tools are taken out.
    pub(super) fn capture(&mut self, names: &[&str]) -> Capture {
        let others = self.tools.keys();
        let others = others.filter(|name| names.binary_search(&name.as_str()).is_err());
        Capture {
            without_entry: others.cloned().collect(),
            ..std::mem::take(&mut self.capture)
        }
    }
}

impl From<Lock> for Seen {
    fn from(lock: Lock) -> Self {
        let tools = lock.tools.into_iter();
        Self {
            capture: Capture {
                package: lock.package,
                protocol: lock.protocol,
                date: lock.captured,
                method: lock.method,
                without_entry: Vec::new(),
            },
            tools: tools.map(|(name, tool)| (name, tool.into())).collect(),
        }
    }
}

impl From<LockedTool> for SeenTool {
    fn from(locked: LockedTool) -> Self {
        let said = locked.text.as_ref().and_then(|it| it.get("description"));
        let said = said.and_then(|it| it.as_str()).unwrap_or_default();
        Self {
            hints: locked.hints(),
            cut: locked.cut(),
            free_form: locked.free_form,
            parameters: locked.parameters.into_iter().map(Parameter::from).collect(),
            lock: ToolLock {
                said: said.to_owned(),
                fingerprint: locked.fingerprint,
                reviewed: locked.reviewed,
                same: locked.same,
                assessment: locked.assessment,
                findings: locked.findings,
            },
        }
    }
}
