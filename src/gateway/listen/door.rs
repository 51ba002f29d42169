//! Who may come in: the names that the gateway answers to, the pages that may speak to it, and its clients.

use std::sync::{PoisonError, RwLock};

use hyper::HeaderMap;
use hyper::header::{AUTHORIZATION, HOST, HeaderValue, ORIGIN};
use sha2::{Digest as _, Sha256};

use super::Client;

/// What the gateway looks at before it reads a request.
#[derive(Debug)]
pub(super) struct Door {
    port: u16,
    /// Names besides those of loopback, as a `Host` header has them.
    hosts: Vec<String>,
    /// Origins besides those of loopback.
    origins: Vec<String>,
    /// What lets each client in, in the order of the clients.
    locks: RwLock<Vec<Lock>>,
}

/// What lets a client in.
#[derive(Debug, PartialEq, Eq)]
enum Lock {
    /// Everybody on this machine may come in.
    Open,
    /// Whoever shows the token of this digest.
    Token([u8; 32]),
    /// Nobody: the client is not in the file of tokens any more.
    Shut,
}

/// Why a request is turned away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turned {
    /// Its `Host` is not one that this gateway answers to.
    Host,
    /// A page of another origin has sent it.
    Origin,
    /// It has no token, or one that is nobody's.
    Token,
}

impl Door {
    pub(super) fn new(port: u16, hosts: &[String], origins: &[String], clients: &[Client]) -> Self {
        let lower = |texts: &[String]| texts.iter().map(|it| it.to_ascii_lowercase()).collect();
        Self {
            port,
            hosts: lower(hosts),
            origins: lower(origins),
            locks: RwLock::new(clients.iter().map(|it| lock(it.token.as_deref())).collect()),
        }
    }

    /// Lets the client at this place in by this token from now on; whether it could come in otherwise before.
    pub(super) fn set(&self, place: usize, token: Option<&str>) -> bool {
        self.change(place, lock(token))
    }

    /// Lets the client at this place in no longer.
    pub(super) fn shut(&self, place: usize) {
        self.change(place, Lock::Shut);
    }

    fn change(&self, place: usize, new: Lock) -> bool {
        let mut locks = self.locks.write().unwrap_or_else(PoisonError::into_inner);
        // A place that is not known yet is that of a new client, for whom nothing was open.
        if place >= locks.len() {
            locks.resize_with(place + 1, || Lock::Shut);
        }
        let Some(old) = locks.get_mut(place) else {
            return false;
        };
        let before = std::mem::replace(old, new);
        before != *old && before != Lock::Shut
    }

    /// The origin of the page that has sent a request, if pages of it may read the answer.
    pub(super) fn page(&self, headers: &HeaderMap) -> Option<HeaderValue> {
        let origin = one(headers, ORIGIN.as_str());
        let known = self.is_known_origin(origin) && self.is_own_host(one(headers, HOST.as_str()));
        known.then(|| headers.get(ORIGIN).cloned()).flatten()
    }

    /// The place of the client that has sent a request.
    pub(super) fn client(&self, headers: &HeaderMap) -> Result<usize, Turned> {
        if !self.is_own_host(one(headers, HOST.as_str())) {
            return Err(Turned::Host);
        }
        if headers.contains_key(ORIGIN) && !self.is_known_origin(one(headers, ORIGIN.as_str())) {
            return Err(Turned::Origin);
        }
        let token = one(headers, AUTHORIZATION.as_str()).and_then(bearer);
        let given = token.map(digest);
        // Digests are compared, so how long it takes says nothing of a token.
        let locks = self.locks.read().unwrap_or_else(PoisonError::into_inner);
        let place = locks.iter().position(|lock| match lock {
            Lock::Open => true,
            Lock::Token(known) => given.as_ref() == Some(known),
            Lock::Shut => false,
        });
        place.ok_or(Turned::Token)
    }

    fn is_own_host(&self, host: Option<&str>) -> bool {
        let Some(host) = host.map(str::to_ascii_lowercase) else {
            return false;
        };
        if self.hosts.contains(&host) {
            return true;
        }
        let (name, port) = parts(&host);
        let own_port = port.map_or(Some(80), |port| port.parse().ok()) == Some(self.port);
        (own_port && is_loopback(name)) || self.hosts.iter().any(|known| known == name)
    }

    fn is_known_origin(&self, origin: Option<&str>) -> bool {
        let Some(origin) = origin.map(str::to_ascii_lowercase) else {
            return false;
        };
        if self.origins.contains(&origin) {
            return true;
        }
        let place = origin
            .strip_prefix("http://")
            .or_else(|| origin.strip_prefix("https://"));
        place.is_some_and(|place| {
            let (name, port) = parts(place);
            is_loopback(name) && port.is_none_or(|port| port.parse::<u16>().is_ok())
        })
    }
}

/// The one value of a header; none where there are several, for readers differ in which one they take.
pub(super) fn one<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (Some(value), None) => value.to_str().ok().map(str::trim),
        _ => None,
    }
}

/// A name and its port.
fn parts(place: &str) -> (&str, Option<&str>) {
    match place.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => (name, Some(port)),
        _ => (place, None),
    }
}

fn is_loopback(name: &str) -> bool {
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}

fn bearer(value: &str) -> Option<&str> {
    let (scheme, token) = value.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| token.trim_start())
}

fn lock(token: Option<&str>) -> Lock {
    token.map_or(Lock::Open, |it| Lock::Token(digest(it)))
}

fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Evaluator;

    fn client(name: &str, token: Option<&str>) -> Client {
        let policy = r#"{ "version": "1", "default": "deny", "tools": {} }"#;
        Client {
            name: name.to_owned(),
            token: token.map(str::to_owned),
            evaluator: Evaluator::new(policy.parse().unwrap()),
        }
    }

    fn came(door: &Door, lines: &[(&str, &str)]) -> Result<usize, Turned> {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            let name = hyper::header::HeaderName::from_bytes(name.as_bytes()).unwrap();
            headers.append(name, value.parse().unwrap());
        }
        door.client(&headers)
    }

    #[test]
    fn only_own_names_and_known_pages_are_answered() {
        let hosts = ["mcp.example.com".to_owned()];
        let origins = ["https://app.example.com".to_owned()];
        let door = Door::new(4000, &hosts, &origins, &[client("", None)]);
        for host in [
            "localhost:4000",
            "127.0.0.1:4000",
            "[::1]:4000",
            "LocalHost:4000",
            "mcp.example.com",
            "mcp.example.com:443",
        ] {
            assert_eq!(came(&door, &[("host", host)]), Ok(0), "{host}");
        }
        for host in [
            "",
            "localhost",
            "localhost:4001",
            "evil.example:4000",
            "localhost.evil.example:4000",
            "127.0.0.1.evil.example:4000",
            "evil.example#localhost:4000",
            "mcp.example.com.evil.example",
        ] {
            assert_eq!(came(&door, &[("host", host)]), Err(Turned::Host), "{host}");
        }
        assert_eq!(came(&door, &[]), Err(Turned::Host));
        let twice = [("host", "localhost:4000"), ("host", "evil.example")];
        assert_eq!(came(&door, &twice), Err(Turned::Host));
        for (origin, known) in [
            ("http://localhost:6274", true),
            ("https://127.0.0.1", true),
            ("https://app.example.com", true),
            ("https://app.example.com.evil.example", false),
            ("http://localhost:6274.evil.example", false),
            ("http://evil.example", false),
            ("null", false),
            ("", false),
            ("file://", false),
        ] {
            let lines = [("host", "localhost:4000"), ("origin", origin)];
            assert_eq!(came(&door, &lines).is_ok(), known, "{origin}");
        }
    }

    #[test]
    fn each_token_is_one_client_and_no_token_is_nobody() {
        let (first, second) = ("first-token-of-many", "second-token-of-many");
        let clients = [client("a", Some(first)), client("b", Some(second))];
        let door = Door::new(4000, &[], &[], &clients);
        let by = |value: &str| {
            came(
                &door,
                &[("host", "localhost:4000"), ("authorization", value)],
            )
        };
        assert_eq!(by("Bearer first-token-of-many"), Ok(0));
        assert_eq!(by("bearer second-token-of-many"), Ok(1));
        for value in [
            "",
            "Bearer",
            "Bearer ",
            "Bearer first-token-of-man",
            "Basic first-token-of-many",
            "first-token-of-many",
        ] {
            assert_eq!(by(value), Err(Turned::Token), "{value}");
        }
        assert_eq!(
            came(&door, &[("host", "localhost:4000")]),
            Err(Turned::Token)
        );
        door.shut(0);
        assert!(door.set(1, Some("another-token")));
        assert!(!door.set(1, Some("another-token")));
        assert_eq!(by("Bearer another-token"), Ok(1));
        for token in [first, second] {
            assert_eq!(by(&format!("Bearer {token}")), Err(Turned::Token));
        }
        // A new client, and one that comes back: neither has anything open.
        assert!(!door.set(2, Some("third-token-of-many")));
        assert!(!door.set(0, Some(first)));
        assert_eq!(by("Bearer third-token-of-many"), Ok(2));
        assert_eq!(by("Bearer first-token-of-many"), Ok(0));
    }
}
