//! The part of a URL that stands for a tool. Names are hostile: they may hold `../`, capitals that
//! collide on case-blind file systems, or any script.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

/// Longest slug made from a name, before the hash.
const LONGEST: usize = 60;

/// Device names that Windows reserves in any folder, with or without an extension
/// (learn.microsoft.com, "Naming Files, Paths, and Namespaces").
const DEVICES: &[&str] = &["con", "prn", "aux", "nul", "conin$", "conout$"];

/// Files that the site itself writes into a server's folder.
const OURS: &[&str] = &[
    "index.html",
    "index.json",
    "index.md",
    "policy.json",
    "badge.svg",
    "changes.atom",
    "404",
];

/// Folders of a catalog that hold other pages.
const TAKEN: &[&str] = &["attacks", "glossary"];

/// A server id: lower-case letters, digits and hyphens, at most 64, no hyphen at either end; not a folder of
/// the catalog's other pages, and not the name of a device.
pub fn is_server_id(id: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    (1..=64).contains(&id.len())
        && id.chars().all(|c| plain(c) || c == '-')
        && id.starts_with(plain)
        && id.ends_with(plain)
        && !TAKEN.contains(&id)
        && !DEVICES.contains(&id)
        && !is_port(id)
}

/// `com0` to `lpt9`, which Windows reserves.
fn is_port(id: &str) -> bool {
    let number = id.strip_prefix("com").or_else(|| id.strip_prefix("lpt"));
    number.is_some_and(|it| it.len() == 1 && it.starts_with(|c: char| c.is_ascii_digit()))
}

/// One slug for each name, in order; distinct on case-blind file systems too.
///
/// A plain name is its own slug. Any other gets a readable form and eight hex digits of the name's
/// SHA-256, so that no sibling can take its address.
pub fn tool_slugs(names: &[&str]) -> Vec<String> {
    let mut folded: BTreeMap<String, usize> = BTreeMap::new();
    for name in names {
        *folded.entry(name.to_lowercase()).or_default() += 1;
    }
    names
        .iter()
        .map(|name| {
            let lower = name.to_lowercase();
            let collides = folded.get(&lower).is_some_and(|count| *count > 1);
            if is_plain(name) && (!collides || lower == **name) {
                (*name).to_owned()
            } else {
                hashed(name)
            }
        })
        .collect()
}

fn is_plain(name: &str) -> bool {
    name.len() <= 100
        && !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
        && !name.starts_with('.')
        && !name.ends_with('.')
        && !is_reserved(&name.to_lowercase())
}

fn is_reserved(lower: &str) -> bool {
    let stem = lower.split('.').next().unwrap_or(lower);
    let numbered = |prefix: &str| {
        stem.strip_prefix(prefix)
            .is_some_and(|rest| rest.len() == 1 && rest.chars().all(|c| c.is_ascii_digit()))
    };
    OURS.contains(&lower) || DEVICES.contains(&stem) || numbered("com") || numbered("lpt")
}

fn hashed(name: &str) -> String {
    let mut readable = String::new();
    for c in name.to_lowercase().chars() {
        let keep = c.is_ascii_alphanumeric() || c == '_';
        if keep {
            readable.push(c);
        } else if !readable.ends_with('-') {
            readable.push('-');
        }
        if readable.len() >= LONGEST {
            break;
        }
    }
    let digest = Sha256::digest(name.as_bytes());
    let hex = digest
        .iter()
        .take(4)
        .fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
    match readable.trim_matches('-') {
        "" => format!("tool-{hex:08x}"),
        readable => format!("{readable}-{hex:08x}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_names_are_their_own_slugs() {
        let names = [
            "create_instance",
            "manageDnsRecords",
            "storage.get",
            "API-post-search",
        ];
        assert_eq!(tool_slugs(&names), names);
    }

    #[test]
    fn hostile_names_become_distinct_and_harmless() {
        let names = [
            "../../etc/passwd",
            "..",
            "",
            "get status",
            "get/status",
            "GET STATUS",
            "日本語",
            "con",
            "Con.txt",
            "index.html",
            "a",
            "A",
            "trailing.",
            "<script>alert(1)</script>",
        ];
        let slugs = tool_slugs(&names);
        let mut folded: Vec<String> = slugs.iter().map(|slug| slug.to_lowercase()).collect();
        folded.sort();
        folded.dedup();
        assert_eq!(folded.len(), names.len(), "{slugs:?}");
        for slug in &slugs {
            assert!(is_plain(slug), "{slug}");
        }
    }

    #[test]
    fn server_ids_are_short_and_lower_case() {
        assert!(is_server_id("evolution-api"));
        let long = "a".repeat(65);
        let taken = ["attacks", "glossary", "con", "lpt1"];
        for wrong in ["", "-a", "a-", "A", "a_b", "a.b", "a/b", &long]
            .into_iter()
            .chain(taken)
        {
            assert!(!is_server_id(wrong), "{wrong}");
        }
    }
}
