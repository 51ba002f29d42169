//! The kinds of YAML files, and their keys in canonical order.

/// A kind of YAML file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// `toolrisk.yaml`.
    Config,
    /// `server.yaml`.
    Server,
    /// Tool entries, one document each.
    Tools,
}

impl FileKind {
    /// The kind of a file by its place in the catalog, if it is YAML that the catalog reads.
    pub fn of(place: &str) -> Option<Self> {
        let parts: Vec<&str> = place.split('/').collect();
        match parts.as_slice() {
            ["toolrisk.yaml"] => Some(Self::Config),
            [_, "server.yaml"] => Some(Self::Server),
            [_, name] if super::tree::extension(name) == "yaml" => Some(Self::Tools),
            _ => None,
        }
    }

    /// The keys of the format, in the order of the canonical form.
    pub const fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Config => &[
                "title",
                "tagline",
                "base-url",
                "repository",
                "gateway",
                "lints",
                "words",
                "rules",
                "templates",
                "docs",
                "markdown-of-tools",
            ],
            Self::Server => &[
                "title",
                "summary",
                "package",
                "repository",
                "subfolder",
                "homepage",
                "newest",
            ],
            Self::Tools => &[
                "name",
                "title",
                "description",
                "category",
                "risk",
                "traits",
                "decision",
                "limit",
                "require",
                "deny-if",
                "override",
                "rationale",
                "undo",
                "attacks",
                "references",
                "status",
                "allow-lints",
            ],
        }
    }
}
