//! Addresses of pages and the files they are written to.

use crate::model::{Category, Severity, Trait};

/// Where the site is published, and the addresses under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Urls {
    /// The path part of the base URL, with a slash at both ends; `/` for a whole host.
    pub(super) root: String,
    /// Scheme and host, such as `https://example.org`; empty when unknown.
    pub(super) origin: String,
    /// The ids of the rules that the catalog adds.
    pub(super) own_rules: Vec<String>,
}

impl Urls {
    /// From the configured base URL; an empty or unusable one leaves canonical addresses out.
    pub(super) fn new(base_url: &str) -> Self {
        let host = |scheme: &str| {
            let rest = base_url.strip_prefix(scheme)?;
            let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
            (!host.is_empty()).then(|| (format!("{scheme}{host}"), path))
        };
        let Some((origin, path)) = host("https://").or_else(|| host("http://")) else {
            return Self {
                root: "/".to_owned(),
                origin: String::new(),
                own_rules: Vec::new(),
            };
        };
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let parts: Vec<String> = path
            .split('/')
            .filter(|part| !part.is_empty())
            .map(encode)
            .collect();
        let root = if parts.is_empty() {
            "/".to_owned()
        } else {
            format!("/{}/", parts.join("/"))
        };
        Self {
            root,
            origin,
            own_rules: Vec::new(),
        }
    }

    /// The address of a path of this site, such as `servers/`.
    pub(super) fn to(&self, path: &str) -> String {
        [&self.root, path].concat()
    }

    /// Whether the site knows its own address.
    pub(super) fn is_canonical(&self) -> bool {
        !self.origin.is_empty()
    }

    /// The full address of a path, where the origin is known.
    pub(super) fn canonical(&self, path: &str) -> String {
        if self.origin.is_empty() {
            String::new()
        } else {
            [&self.origin, &self.root, path].concat()
        }
    }

    /// The fullest address of a path that is known.
    pub(super) fn address(&self, path: &str) -> String {
        [&self.origin, &self.root, path].concat()
    }

    /// The fullest address of a server's page.
    pub(super) fn server_address(&self, id: &str) -> String {
        [&self.origin, &self.root, "servers/", id, "/"].concat()
    }

    /// The fullest address of a tool's page.
    pub(super) fn tool_address(&self, server: &str, slug: &str) -> String {
        [&self.origin, &self.root, "servers/", server, "/", slug, "/"].concat()
    }

    pub(super) fn server(&self, id: &str) -> String {
        [&self.root, "servers/", id, "/"].concat()
    }

    pub(super) fn tool(&self, server: &str, slug: &str) -> String {
        [&self.root, "servers/", server, "/", slug, "/"].concat()
    }

    pub(super) fn category(&self, category: Category) -> String {
        [&self.root, "categories/", category.as_str(), "/"].concat()
    }

    pub(super) fn severity(&self, severity: Severity) -> String {
        [&self.root, "risk/", severity.as_str(), "/"].concat()
    }

    pub(super) fn of_trait(&self, each: Trait) -> String {
        [&self.root, "traits/", each.as_str(), "/"].concat()
    }

    pub(super) fn attack(&self, slug: &str) -> String {
        self.to(&format!("attacks/{slug}/"))
    }

    pub(super) fn lint(&self, code: &str) -> String {
        self.to(&lint_path(code))
    }

    pub(super) fn term(&self, slug: &str) -> String {
        self.to(&format!("glossary/{slug}/"))
    }
}

/// The path of a server's page.
pub(super) fn server_path(id: &str) -> String {
    format!("servers/{id}/")
}

/// The path of a tool's page.
pub(super) fn tool_path(server: &str, slug: &str) -> String {
    format!("servers/{server}/{slug}/")
}

/// The path of a lint's page.
pub(super) fn lint_path(code: &str) -> String {
    format!("lints/{code}/")
}

/// Percent-encodes what may not stand in one part of a path.
fn encode(part: &str) -> String {
    let mut out = String::with_capacity(part.len());
    for byte in part.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'%') {
            out.push(char::from(byte));
        } else {
            let hex = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
            out.push('%');
            out.push(hex(byte >> 4).to_ascii_uppercase());
            out.push(hex(byte & 15).to_ascii_uppercase());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_may_live_below_a_path() {
        let urls = Urls::new("https://example.org/risk catalog/");
        assert_eq!(urls.to("servers/"), "/risk%20catalog/servers/");
        assert_eq!(
            urls.canonical("a/"),
            "https://example.org/risk%20catalog/a/"
        );
    }

    #[test]
    fn without_a_usable_base_nothing_is_canonical() {
        for base in ["", "javascript:alert(1)", "https://", "example.org"] {
            let urls = Urls::new(base);
            assert_eq!(
                (urls.to("a/").as_str(), urls.canonical("a/").as_str()),
                ("/a/", "")
            );
        }
    }
}
