//! Addresses, parsed as browsers do (WHATWG), and refused where other parsers find another host.
//!
//! Names are not looked up: a name of a stranger's can lead to an address of this network.

use std::net::{Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

use super::Truth;

/// A host of a rule, in the form in which hosts are compared; `*.` before it stands for every name below.
pub(super) fn host_pattern(text: &str) -> Option<String> {
    let (star, name) = match text.strip_prefix("*.") {
        Some(name) => ("*.", name),
        None => ("", text),
    };
    let host = Host::parse(name).ok()?;
    let is_plain = !name.contains(['/', '@', '%', '?', '#', '*']);
    is_plain.then(|| format!("{star}{}", plain(&host)))
}

/// Schemes of the web: whoever opens such an address connects to its host and to no other.
const WEB: &[&str] = &["http", "https", "ws", "wss"];
/// Other schemes whose addresses lead to their own host.
const TO_HOST: &[&str] = &["file", "ftp", "ftps", "sftp", "ssh", "git"];

/// Whether an address is of the web and its host is one of these. An address that wraps another one, or
/// that runs as a script, is left open.
pub(super) fn host_in(text: &str, hosts: &[String]) -> Truth {
    let Some(url) = parse(text) else {
        return Truth::Unjudged;
    };
    let Some(host) = host(&url) else {
        let is_of_a_disk = url.scheme() == "file";
        return if is_of_a_disk {
            Truth::No
        } else {
            Truth::Unjudged
        };
    };
    let name = plain(&host);
    let is = |wanted: &String| match wanted.strip_prefix("*.") {
        Some(parent) => name
            .strip_suffix(parent)
            .is_some_and(|rest| rest.ends_with('.')),
        None => *wanted == name,
    };
    let is_listed = hosts.iter().any(is);
    if WEB.contains(&url.scheme()) {
        Truth::from(is_listed)
    } else if !is_listed && TO_HOST.contains(&url.scheme()) {
        Truth::No
    } else {
        Truth::Unjudged
    }
}

/// Whether an address is of the web and its host is none of this machine or of a private network.
pub(super) fn is_public(text: &str) -> Truth {
    let Some(url) = parse(text) else {
        return Truth::Unjudged;
    };
    if !WEB.contains(&url.scheme()) {
        return Truth::Unjudged;
    }
    Truth::from(match host(&url) {
        Some(Host::Domain(name)) => is_public_name(&name),
        Some(Host::Ipv4(address)) => is_public_v4(address),
        Some(Host::Ipv6(address)) => is_public_v6(address),
        None => false,
    })
}

/// An address that every parser takes alike.
fn parse(text: &str) -> Option<Url> {
    let odd = |c: char| c.is_control() || c.is_whitespace() || c == '\\';
    if text.contains(odd) {
        return None;
    }
    let url = Url::parse(text).ok()?;
    let authority = text.split_once("://").map_or("", |(_, rest)| rest);
    let authority = authority.split(['/', '?', '#']).next().unwrap_or_default();
    // `http:host` and `http:///host` lead to a host here and nowhere elsewhere; a user before the host hides it.
    let is_whole = !authority.is_empty() || !url.has_host();
    (is_whole && !authority.contains('@')).then_some(url)
}

/// The host; one that looks like a number stays a number where the scheme is not of the web.
fn host(url: &Url) -> Option<Host<String>> {
    let host = url.host()?.to_owned();
    match host {
        Host::Domain(name) => Host::parse(&name).ok().or(Some(Host::Domain(name))),
        other => Some(other),
    }
}

fn plain(host: &Host<String>) -> String {
    match host {
        Host::Domain(name) => name.trim_end_matches('.').to_ascii_lowercase(),
        other => other.to_string(),
    }
}

/// Endings of names that are not of the public network: reserved ones, those that routers, clusters and
/// container engines give, those at which clouds tell their machines' secrets, and services whose names
/// are addresses. Most are no top-level domain; a firm that uses one has it for itself.
const PRIVATE: &[&str] = &[
    "localhost",
    "localhost4",
    "localhost6",
    "localdomain",
    "localdomain4",
    "localdomain6",
    "ip6-localhost",
    "ip6-loopback",
    "local",
    "localnet",
    "internal",
    "intern",
    "intra",
    "intranet",
    "private",
    "priv",
    "lan",
    "home",
    "homenet",
    "corp",
    "domain",
    "workgroup",
    "mail",
    "vpn",
    "arpa",
    "alt",
    "test",
    "example",
    "invalid",
    "onion",
    "i2p",
    // Clusters and containers.
    "svc",
    "cluster",
    "default",
    "pod",
    "kube",
    "k8s",
    "consul",
    "nomad",
    "mesos",
    "marathon",
    "docker",
    "containers",
    "lxd",
    "lxc",
    "swarm",
    // Routers and private networks.
    "router",
    "gateway",
    "modem",
    "fritz.box",
    "belkin",
    "dlink",
    "tplinkwifi.net",
    "routerlogin.net",
    "routerlogin.com",
    "mshome.net",
    "ts.net",
    "beta.tailscale.net",
    // Clouds.
    "metadata",
    "instance-data",
    "metadata.goog",
    "metadata.tencentyun.com",
    "metadata.packet.net",
    "metadata.platformequinix.com",
    // Names that are addresses.
    "nip.io",
    "sslip.io",
    "xip.io",
    "xip.name",
    "ip.addr.tools",
    "backname.io",
    "localtest.me",
    "local.gd",
    "localho.st",
    "lacolhost.com",
    "yoogle.com",
    "fuf.me",
    "lvh.me",
    "vcap.me",
    "traefik.me",
    "1u.ms",
    "rbndr.us",
];

fn is_public_name(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let within = |end: &str| {
        let rest = name.strip_suffix(end);
        rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    let is_private =
        PRIVATE.iter().any(|end| within(end)) || !spelled(&name).into_iter().all(is_public_v4);
    name.contains('.') && !is_private
}

/// The IPv4 addresses that stand in a name: `10.0.0.1.example.com`, `ip-10-0-0-1.example.com`. Many services
/// answer such a name with the address in it.
fn spelled(name: &str) -> Vec<Ipv4Addr> {
    let parts = name.split(['.', '-']).map(|part| part.parse().ok());
    let parts: Vec<Option<u8>> = parts.collect();
    let runs = parts.windows(4).filter_map(|run| match run {
        [Some(a), Some(b), Some(c), Some(d)] => Some(Ipv4Addr::new(*a, *b, *c, *d)),
        _ => None,
    });
    runs.collect()
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !(address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || address.is_multicast()
        || a == 0
        || a >= 240
        || (a, b & 0xc0) == (100, 64)
        || (a, b & 0xfe) == (198, 18)
        || (a, b, c) == (192, 0, 0)
        || (a, b, c) == (192, 88, 99)
        // What clouds answer their own machines at.
        || address == Ipv4Addr::new(168, 63, 129, 16))
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let inner = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match address.segments() {
        // IPv4 inside IPv6: mapped, translated, tunnelled.
        [0, 0, 0, 0, 0, 0xffff, high, low]
        | [0, 0, 0, 0, 0xffff, 0, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..] => inner(high, low),
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => false,
        // All that is given out to the public network.
        [0x2000..=0x3fff, ..] => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_spelling_of_a_private_address_is_taken_for_a_public_one() {
        for text in [
            "http://169.254.169.254/latest/meta-data/",
            "file:///etc/passwd",
            "http://localhost:8080/",
            "http://[::1]/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://0177.0.0.1/",
            "http://127.1",
            "http://10.0.0.1",
            "http://[::ffff:127.0.0.1]/",
            "http://[::ffff:a9fe:a9fe]/",
            "http://[64:ff9b::7f00:1]/",
            "http://[2002:7f00:1::]/",
            "http://[fe80::1]/",
            "http://[fd00::1]/",
            "http://[::]/",
            "http://0/",
            "http://LOCALHOST./",
            "http://a.localhost/",
            "http://printer/",
            "http://db.internal/",
            "http://127.0.0.1.nip.io/",
            "http://100.64.0.1/",
            "http://①②⑦.⓪.⓪.①/",
            "http://127.0.0.1%2f@x.com/",
            "http://example.com@127.0.0.1/",
            "http://example.com\\@127.0.0.1/",
            "http:127.0.0.1",
            "//localhost/",
            "localhost",
            "",
            " http://example.com/",
            "http:///127.0.0.1/",
            "ftp://files.gnu.org/",
            "javascript:alert(1)",
            "http://ⓛocalhost/",
            "http://192.168.1.1:80",
            "http://lo\u{ad}calhost/",
            "data:text/html,x",
            "view-source:http://localhost/",
            "http://[2001:db8::1]/",
        ] {
            assert_ne!(is_public(text), Truth::Yes, "{text:?}");
        }
        for text in [
            "https://www.gnu.org/",
            "HTTPS://gnu.org:8443/x?y#z",
            "http://8.8.8.8/",
            "http://[2606:4700::1111]/",
            "https://bücher.de/",
            "https://example.com/@user",
            "https://x.org/?u=http://localhost/",
            "wss://gnu.org/x",
        ] {
            assert_eq!(is_public(text), Truth::Yes, "{text:?}");
        }
    }

    const PRIVATE_NAMES: &[&str] = &[
        "kubernetes.default.svc",
        "kubernetes.default",
        "api.prod.svc",
        "db.svc.cluster.local",
        "10-1-2-3.default.pod.cluster.local",
        "vault.service.consul",
        "x.internal",
        "host.docker.internal",
        "gateway.docker.internal",
        "host.containers.internal",
        "host.lima.internal",
        "kubernetes.docker.internal",
        "ip-10-0-0-1.ec2.internal",
        "printer.local",
        "a.b.localhost",
        "localhost.localdomain",
        "localhost4",
        "localhost4.localdomain4",
        "localhost6",
        "localhost6.localdomain6",
        "ip6-localhost",
        "ip6-loopback",
        "x.localdomain",
        "router.home.arpa",
        "nas.lan",
        "wiki.intranet",
        "mail.corp",
        "tv.home",
        "fs.private",
        "fritz.box",
        "pc.mshome.net",
        "laptop.tail1234.ts.net",
        "metadata",
        "metadata.goog",
        "metadata.google.internal",
        "metadata.azure.internal",
        "metadata.tencentyun.com",
        "instance-data",
        "instance-data.ec2.internal",
        "printer",
        "db",
        "127.0.0.1.nip.io",
        "app-10-0-0-1.nip.io",
        "7f000001.nip.io",
        "192-168-1-1.sslip.io",
        "10.1.2.3.example.com",
        "www-192-168-0-1.example.com",
        "ec2-10-0-0-1.compute.example.com",
        "169.254.169.254.example.org",
        "x.lvh.me",
        "localtest.me",
    ];

    #[test]
    fn no_name_that_is_private_by_custom_is_taken_for_a_public_one() {
        for name in PRIVATE_NAMES {
            for text in [
                format!("http://{name}/"),
                format!("https://{name}.:8443/x"),
                format!("http://{}./", name.to_uppercase()),
                format!("wss://{name}"),
            ] {
                assert_eq!(is_public(&text), Truth::No, "{text:?}");
            }
        }
        for name in [
            "kubernetes.io",
            "svc.gnu.org",
            "metadata.un.org",
            "local.gnu.org",
            "home.cern",
            "localhost.gnu.org",
            "corp.example.com",
            "internal-tools.gnu.org",
            "v1-2-3-4.gnu.org",
            "8-8-8-8.gnu.org",
            "2026-11-27-10.gnu.org",
            "10-0-0.gnu.org",
            "lan.de",
            "a1.b2.c3.d4.com",
        ] {
            let text = format!("https://{name}/");
            assert_eq!(is_public(&text), Truth::Yes, "{text:?}");
        }
    }

    #[test]
    fn an_address_that_is_not_of_the_web_is_neither_public_nor_private() {
        for text in [
            "javascript://gnu.org/",
            "file:///etc/passwd",
            "view-source:https://gnu.org/",
            "gnu.org:443",
        ] {
            assert_eq!(is_public(text), Truth::Unjudged, "{text:?}");
        }
    }

    #[test]
    fn hosts_are_compared_as_they_are_reached() {
        let hosts: Vec<_> = ["example.com", "*.gnu.org", "bücher.de", "127.0.0.1"]
            .map(|it| host_pattern(it).unwrap())
            .into();
        for text in [
            "https://example.com/",
            "HTTP://EXAMPLE.COM.:80/x",
            "https://a.b.gnu.org",
            "https://xn--bcher-kva.de/",
            "http://0x7f000001/",
            "wss://example.com/",
        ] {
            assert_eq!(host_in(text, &hosts), Truth::Yes, "{text:?}");
        }
        for text in [
            "https://example.com.evil.org/",
            "https://evil.org/?example.com",
            "https://gnu.org/",
            "https://evilgnu.org/",
            "file:///example.com",
            "https://evil.org#@example.com",
            "ftp://evil.org/",
        ] {
            assert_eq!(host_in(text, &hosts), Truth::No, "{text:?}");
        }
        for text in [
            "example.com",
            "https://example.com@evil.org/",
            "https://evil.org\\@example.com/",
            "//example.com",
            "ftp://example.com/",
            "javascript://example.com/%0aalert(1)",
            "javascript://evil.org/%0afetch('https://example.com')",
            "file://example.com/etc/passwd",
            "vbscript://example.com/x",
            "data://example.com/x",
            "example.com:443",
            "view-source:https://example.com/",
            "blob:https://example.com/1",
            "jar:https://example.com/a.jar!/b",
            "feed:https://example.com/",
            "x-unknown://evil.org/",
        ] {
            assert_eq!(host_in(text, &hosts), Truth::Unjudged, "{text:?}");
        }
        for odd in ["", "a/b", "*", "http://a", "a b"] {
            assert_eq!(host_pattern(odd), None, "{odd:?}");
        }
    }
}
