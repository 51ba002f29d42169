//! A tool's definition: what a server says of it, and all that the rules look at.

/// What a server says of a tool. Untrusted text throughout.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Definition {
    /// Exact name, case-sensitive; the identity within its server.
    pub name: String,
    /// Display name, where the server gives one.
    pub title: Option<String>,
    /// What the tool does, in the words of the server or of the catalog's entry; may be empty.
    pub description: String,
    /// The arguments, nested ones included, in the order of the schema.
    pub parameters: Vec<Parameter>,
    /// What the server claims of the tool's behaviour.
    pub hints: Hints,
    /// Whether the input schema says that it takes arguments which it does not name.
    pub free_form: bool,
    /// What of the input schema was not read, so that no rule can have seen it; empty for nearly all tools.
    pub cut: Vec<Cut>,
}

/// One argument of a tool.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parameter {
    /// Path from the root of the input schema: `filter.status`, `items[].id`.
    pub path: String,
    /// The schema's `type`, several joined with `|`; empty when it says none.
    pub kind: String,
    /// The allowed words of an `enum` or `const`, as text.
    pub values: Vec<String>,
    /// Whether the schema lists it as required.
    pub required: bool,
    /// The schema's `format`, such as `uri`; empty when it says none.
    pub format: String,
    /// Whether it can be an object with keys that the schema does not name.
    pub free_form: bool,
    /// The schema's `title`; absent from locks, like the description.
    pub title: String,
    /// The schema's `default` as text, JSON unless it is a string; empty when it has none, and absent from locks.
    pub default: String,
    /// What the server says of it; absent from locks, for it is the server's own text.
    pub description: String,
}

/// A part of an input schema that was not read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cut {
    /// Why.
    pub why: CutReason,
    /// The parameter, by path, at which reading stopped; empty for the root of the schema.
    pub path: String,
}

super::vocabulary! {
    /// Why a part of an input schema was not read.
    CutReason {
        /// Is nested deeper than is read.
        TooDeep = "too-deep",
        /// Comes after more parameters than are read.
        TooManyParameters = "too-many-parameters",
        /// Comes after more allowed values than are read.
        TooManyValues = "too-many-values",
        /// Comes after more subschemas than are read.
        TooLarge = "too-large",
        /// Stands behind a reference that leads nowhere, or out of the definition.
        UnresolvedReference = "unresolved-reference",
        /// Stands where a schema must stand, and is none.
        NotASchema = "not-a-schema",
    }
}

impl std::fmt::Display for Cut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let what = match self.why {
            CutReason::TooDeep => "is nested too deeply to be read",
            CutReason::TooManyParameters => "has more parameters than are read",
            CutReason::TooManyValues => "has more allowed values than are read",
            CutReason::TooLarge => "has more subschemas than are read",
            CutReason::UnresolvedReference => "has a reference that cannot be followed",
            CutReason::NotASchema => "has something other than a schema in the place of one",
        };
        if self.path.is_empty() {
            write!(f, "the input schema {what}")
        } else {
            write!(f, "the parameter `{}` {what}", self.path)
        }
    }
}

impl Parameter {
    /// The last part of the path without `[]`: `id` of `items[].id`.
    pub fn name(&self) -> &str {
        let last = self.path.rsplit('.').next().unwrap_or(&self.path);
        last.trim_end_matches("[]")
    }
}

/// The MCP tool annotations that speak of behaviour. Hints, never promises (MCP 2026-07-28,
/// `ToolAnnotations`); absent is not the same as false.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hints {
    /// `readOnlyHint`: the tool changes nothing.
    pub read_only: Option<bool>,
    /// `destructiveHint`: the tool may remove or overwrite.
    pub destructive: Option<bool>,
    /// `idempotentHint`: a second equal call changes nothing more.
    pub idempotent: Option<bool>,
    /// `openWorldHint`: the tool reaches beyond the server's own domain.
    pub open_world: Option<bool>,
}

impl Hints {
    /// The hints that are given, by their names in the protocol, in its order.
    pub fn given(&self) -> impl Iterator<Item = (&'static str, bool)> {
        [
            ("readOnlyHint", self.read_only),
            ("destructiveHint", self.destructive),
            ("idempotentHint", self.idempotent),
            ("openWorldHint", self.open_world),
        ]
        .into_iter()
        .filter_map(|(name, value)| value.map(|value| (name, value)))
    }
}
