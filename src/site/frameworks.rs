//! What the ids of frameworks stand for, and where each is explained: in the release that we read, where the
//! framework has releases.

/// Ids and names, one a line: OWASP MCP Top 10 2025 (v0.1, commit 4774c5e), OWASP Top 10 for Agentic
/// Applications 2026 (v1.0), SAFE-MCP (commit 5be9702), MITRE ATLAS 5.6.0, CWE.
const NAMES: &str = include_str!("frameworks.tsv");

/// A framework whose ids begin alike.
struct Framework {
    prefix: &'static str,
    /// With its release.
    title: &'static str,
    /// The address of an id; what stands after the prefix is put in for `{}`.
    address: &'static str,
}

const FRAMEWORKS: &[Framework] = &[
    Framework {
        prefix: "AML.CS",
        title: "MITRE ATLAS",
        address: "https://atlas.mitre.org/studies/AML.CS{}",
    },
    Framework {
        prefix: "AML.T",
        title: "MITRE ATLAS 5.6.0",
        address: "https://atlas.mitre.org/techniques/AML.T{}",
    },
    Framework {
        prefix: "ASI",
        title: "OWASP Top 10 for Agentic Applications 2026",
        address: "https://genai.owasp.org/resource/owasp-top-10-for-agentic-applications-for-2026/",
    },
    Framework {
        prefix: "CVE-",
        title: "CVE",
        address: "https://www.cve.org/CVERecord?id=CVE-{}",
    },
    Framework {
        prefix: "CWE-",
        title: "CWE",
        address: "https://cwe.mitre.org/data/definitions/{}.html",
    },
    Framework {
        prefix: "MCP",
        title: "OWASP MCP Top 10 2025 (beta)",
        address: "https://owasp.org/www-project-mcp-top-10/",
    },
    Framework {
        prefix: "SAFE-T",
        title: "SAFE-MCP, commit 5be9702",
        address: "https://github.com/SAFE-MCP/safe-mcp/blob/5be9702/techniques/SAFE-T{}/README.md",
    },
];

/// What an id stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Meaning {
    /// Its name; empty when we do not know it.
    pub(super) name: &'static str,
    /// The framework with its release.
    pub(super) framework: &'static str,
    /// Where it is explained.
    pub(super) href: String,
}

/// What an id stands for, if it is of a framework that we know.
pub(super) fn meaning(id: &str) -> Option<Meaning> {
    let framework = FRAMEWORKS.iter().find(|each| id.starts_with(each.prefix))?;
    let rest = id.strip_prefix(framework.prefix)?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    if rest.is_empty() || !rest.chars().all(plain) {
        return None;
    }
    let mut names = NAMES.lines().filter_map(|line| line.split_once('\t'));
    Some(Meaning {
        name: names
            .find(|(each, _)| *each == id)
            .map_or("", |(_, name)| name),
        framework: framework.title,
        href: framework.address.replace("{}", rest),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_its_name_and_its_address_in_a_pinned_release() {
        let technique = meaning("SAFE-T1102").unwrap();
        assert_eq!(technique.name, "Prompt Injection (Multiple Vectors)");
        assert!(technique.href.contains("/5be9702/techniques/SAFE-T1102/"));
        let weakness = meaning("CWE-22").unwrap();
        assert_eq!(
            weakness.href,
            "https://cwe.mitre.org/data/definitions/22.html"
        );
        assert_eq!(meaning("X01"), None);
        assert_eq!(meaning("MCP\"><script>"), None);
    }
}
