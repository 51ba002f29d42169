//! Where a site is published: an address that paths can be added to.

/// What to write in place of a faulty one.
pub(super) const HELP: &str =
    "write the address of the site's first page, such as `https://example.com/risk/`";

/// What is wrong with an https address as the beginning of every address of a site, if anything.
pub(super) fn fault(address: &str) -> Option<&'static str> {
    let rest = address.strip_prefix("https://").unwrap_or_default();
    let (authority, path) = match rest.find(['/', '?', '#']) {
        Some(at) => rest.split_at_checked(at).unwrap_or((rest, "")),
        None => (rest, ""),
    };
    if authority.contains('@') {
        return Some("holds a user name or a password, which every page would show");
    }
    if let Some(reason) = host_fault(authority) {
        return Some(reason);
    }
    if address.contains('?') {
        return Some("has a query (`?`), after which no path can follow");
    }
    if address.contains('#') {
        return Some("has a fragment (`#`), after which no path can follow");
    }
    path_fault(path)
}

fn host_fault(authority: &str) -> Option<&'static str> {
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    };
    if host.is_empty() {
        return Some("has no host");
    }
    let port_is_good = |port: &str| {
        port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|it| it > 0)
    };
    if !port.is_none_or(port_is_good) {
        return Some("has a port that is no number from 1 to 65535");
    }
    let inner = host.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    let is_good = match inner {
        Some(inner) => inner.parse::<std::net::Ipv6Addr>().is_ok(),
        None => host.trim_end_matches('.').split('.').all(is_label),
    };
    (!is_good).then_some("has a host that is no name of one")
}

fn is_label(label: &str) -> bool {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    !label.is_empty()
        && label.chars().all(inside)
        && !label.starts_with('-')
        && !label.ends_with('-')
}

fn path_fault(path: &str) -> Option<&'static str> {
    let path = path.strip_prefix('/').unwrap_or(path);
    let path = path.strip_suffix('/').unwrap_or(path);
    if path.contains('\\') || path.chars().any(char::is_control) {
        return Some("has a character that stands in no path");
    }
    let mut names = path
        .split('/')
        .map(|name| name.to_ascii_lowercase().replace("%2e", "."));
    if names.any(|name| matches!(name.as_str(), "." | "..")) {
        return Some("has a path with `.` or `..`, which leads elsewhere");
    }
    (path.contains("//") || path.starts_with('/') || path.ends_with('/'))
        .then_some("has a path with an empty part (`//`)")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_no_path_can_follow_is_told_with_the_reason() {
        for (address, reason) in [
            ("https://me:secret@example.com/", "user name or a password"),
            ("https://me@example.com", "user name or a password"),
            ("https://example.com/?a=b", "query"),
            ("https://example.com?", "query"),
            ("https://example.com/#top", "fragment"),
            ("https://example.com/a/../b", "`..`"),
            ("https://example.com/%2E%2e/", "`..`"),
            ("https://example.com/./", "`.`"),
            ("https://example.com//a/", "`//`"),
            ("https://example.com/a//", "`//`"),
            ("https://example.com:65536/", "port"),
            ("https://example.com:0/", "port"),
            ("https://example.com:/", "port"),
            ("https://example.com:+80/", "port"),
            ("https://", "no host"),
            ("https:///a", "no host"),
            ("https://:443/", "no host"),
            ("https://a..b/", "host"),
            ("https://[::zz]/", "host"),
        ] {
            let told = fault(address).unwrap_or_default();
            assert!(told.contains(reason), "{address}: {told}");
        }
        for good in [
            "https://example.com",
            "https://example.com/",
            "https://example.com:8443/risk/tools/",
            "https://münchen.example/",
            "https://[::1]:443/",
            "https://127.0.0.1/",
        ] {
            assert_eq!(fault(good), None, "{good}");
        }
    }
}
