//! `tools.lock.json`: what `import` saw of a server. The machine owns it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Category, Confidence, Cut, CutReason, Hints, Parameter, Severity, Trait};

/// The file's shape.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    /// Shape version; 1.
    pub version: u32,
    /// Package with version, such as `npm:@scope/name@1.2.3`; empty when unknown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub package: String,
    /// The server's name in the official registry of MCP servers; empty when unknown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub registry: String,
    /// MCP protocol version; empty when unknown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub protocol: String,
    /// Day of the capture.
    pub captured: String,
    /// How it was captured: `file`, `stdio` or `http`.
    pub method: String,
    /// Tools by exact name.
    pub tools: BTreeMap<String, LockedTool>,
}

/// What the lock keeps of a tool.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedTool {
    /// `sha256:` and the hex digest of the whole definition as canonical JSON (RFC 8785).
    pub fingerprint: String,
    /// The fingerprint of the definition that was here when a person last wrote the entry. It stands here
    /// from a change of the definition until the entry's status names the new fingerprint.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reviewed: String,
    /// Fingerprints of earlier definitions that differ from this one in notation alone, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub same: Vec<String>,
    /// The first 32 hex digits of the SHA-256 of each part of the definition, of its meaning, which
    /// another notation leaves as it is, and of what its input schema takes, whatever its words.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub parts: BTreeMap<String, String>,
    /// What the rules say of the definition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assessment: Option<LockedAssessment>,
    /// The orders to a model that the definition has in it; empty for a tool that is not poisoned.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<LockedFinding>,
    /// Arguments, in the order of the schema.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<LockedParameter>,
    /// Declared hints.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub hints: BTreeMap<String, bool>,
    /// Whether the input schema says that it takes arguments which it does not name.
    #[serde(
        rename = "freeForm",
        default,
        skip_serializing_if = "std::ops::Not::not"
    )]
    pub free_form: bool,
    /// What of the input schema was not read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cut: Vec<LockedCut>,
    /// The definition as the server gave it; only where the import was asked to keep it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<serde_json::Value>,
}

/// What the rules said of a definition when it was captured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedAssessment {
    /// The edition of the rules.
    pub rules: String,
    /// The category.
    pub category: Category,
    /// The severity.
    pub severity: Severity,
    /// The traits, in the order of the taxonomy.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub traits: Vec<Trait>,
    /// How sure the rules are of the category.
    pub confidence: Confidence,
    /// Why the confidence is low.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub doubt: String,
    /// What decided.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<LockedEvidence>,
    /// The rules that fired and did not win.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overruled: Vec<LockedOverruled>,
}

/// A rule that saw something, where, and in which few words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedEvidence {
    /// The category or trait that it supports.
    pub claim: String,
    /// The rule, by id.
    pub rule: String,
    /// The field: `name`, `title`, `description`, `parameter <path>`, `hint <name>`, or `definition`.
    pub place: String,
    /// The few words that decided, as the server has them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// Why they support the claim.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// A rule that fired and did not win.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedOverruled {
    /// The rule, by id.
    pub rule: String,
    /// The category that it spoke for, if it spoke of the category.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
}

/// An order to a model: what it tries and where it stands, not its words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedFinding {
    /// What it tries, such as `concealment`.
    pub kind: String,
    /// A JSON pointer into the definition, or the word for a text without one.
    pub place: String,
}

/// A part of an input schema that was not read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedCut {
    /// Why.
    pub why: CutReason,
    /// The parameter, by path; empty for the root of the schema.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub path: String,
}

/// What the lock keeps of an argument: facts, not the server's prose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedParameter {
    /// Path from the root of the schema.
    pub path: String,
    /// Types, joined with `|`.
    #[serde(rename = "type", default, skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// Allowed words.
    #[serde(rename = "enum", default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// Whether it must be given.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
    /// The schema's `format`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub format: String,
    /// Whether it can be an object with keys that the schema does not name.
    #[serde(
        rename = "freeForm",
        default,
        skip_serializing_if = "std::ops::Not::not"
    )]
    pub free_form: bool,
}

impl Lock {
    /// The shape version that this program writes and reads.
    pub const VERSION: u32 = 1;
}

impl LockedTool {
    /// Whether a fingerprint is of this definition, or of one that differs in notation alone.
    pub fn is(&self, fingerprint: &str) -> bool {
        self.fingerprint == fingerprint || self.same.iter().any(|it| it == fingerprint)
    }

    /// The arguments as a definition has them.
    pub fn parameters(&self) -> Vec<Parameter> {
        self.parameters
            .iter()
            .cloned()
            .map(Parameter::from)
            .collect()
    }

    /// What was not read, as a definition has it.
    pub fn cut(&self) -> Vec<Cut> {
        let cut = |locked: &LockedCut| Cut {
            why: locked.why,
            path: locked.path.clone(),
        };
        self.cut.iter().map(cut).collect()
    }

    /// The hints as a definition has them.
    pub fn hints(&self) -> Hints {
        let hint = |name: &str| self.hints.get(name).copied();
        Hints {
            read_only: hint("readOnlyHint"),
            destructive: hint("destructiveHint"),
            idempotent: hint("idempotentHint"),
            open_world: hint("openWorldHint"),
        }
    }
}

impl From<LockedParameter> for Parameter {
    fn from(locked: LockedParameter) -> Self {
        Self {
            path: locked.path,
            kind: locked.kind,
            values: locked.values,
            required: locked.required,
            format: locked.format,
            free_form: locked.free_form,
            ..Self::default()
        }
    }
}

impl From<&Parameter> for LockedParameter {
    fn from(parameter: &Parameter) -> Self {
        Self {
            path: parameter.path.clone(),
            kind: parameter.kind.clone(),
            values: parameter.values.clone(),
            required: parameter.required,
            format: parameter.format.clone(),
            free_form: parameter.free_form,
        }
    }
}

impl From<&Cut> for LockedCut {
    fn from(cut: &Cut) -> Self {
        Self {
            why: cut.why,
            path: cut.path.clone(),
        }
    }
}
