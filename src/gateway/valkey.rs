//! The record of calls in a Valkey or Redis server, which the gateways of several machines share.
//!
//! Each question to the record is one script, which the store runs in one step. While the store is out of
//! reach, calls that must be counted are refused.

use std::fmt;
use std::net::{TcpStream, ToSocketAddrs as _};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use redis::{Client, Cmd, Connection, ConnectionAddr, ErrorKind, RedisError, RedisResult};
use serde_json::json;

use super::journal::say;
use crate::escape;
use crate::policy::{
    Bound, Counters, Entry, KEPT, OnError, Reservation, Scope, Uncounted, Used, begins,
};

/// The record of one server's calls in a store.
pub struct Valkey {
    client: Client,
    /// The address without what must stay secret.
    address: String,
    calls: String,
    counts: String,
    store: Mutex<Store>,
}

/// The connection to the store, and since when there is none.
#[derive(Default)]
struct Store {
    connection: Option<Connection>,
    /// When the store was last found out of reach.
    failed: Option<Instant>,
}

/// Why a store cannot be used at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// The address is not one of a store.
    #[error("expected a URL such as `redis://host:6379/0`, with `rediss` for TLS")]
    Address,
    /// The store does not let the gateway in.
    #[error("{0}")]
    Refused(String),
    /// Something listens there that does not speak TLS, or whose certificate is not trusted.
    #[error("cannot speak TLS with the store: {0}")]
    NoTls(String),
    /// Something listens there that does not answer as a store does.
    #[error("what listens there does not answer as a store does: {0}")]
    OtherProtocol(String),
}

/// How long the store may take to be reached and to answer.
const PATIENCE: Duration = Duration::from_secs(2);
/// After the store was out of reach, calls are refused for so long without another try.
const AGAIN: Duration = Duration::from_secs(1);

const RESERVE: &str = include_str!("valkey.lua");
const CHANGE: &str = include_str!("valkey_change.lua");

impl Valkey {
    /// The schemes of addresses.
    pub const SCHEMES: [&str; 7] = [
        "redis",
        "rediss",
        "valkey",
        "valkeys",
        "redis+unix",
        "valkey+unix",
        "unix",
    ];

    /// Opens the record of a server's calls. A store that is out of reach is tried again with each call.
    ///
    /// # Errors
    ///
    /// When the address is none, or the store answers with a refusal.
    pub fn open(url: &str, server: &str) -> Result<Self, Unusable> {
        let address = shown(url).ok_or(Unusable::Address)?;
        let client = Client::open(url).map_err(|_| Unusable::Address)?;
        // The braces keep both keys on one node of a cluster.
        let valkey = Self {
            client,
            address,
            calls: format!("toolrisk:1:{{{server}}}:calls"),
            counts: format!("toolrisk:1:{{{server}}}:counts"),
            store: Mutex::default(),
        };
        let answer: Result<String, RedisError> = valkey.ask(&redis::cmd("PING"));
        match answer {
            Ok(_) => Ok(valkey),
            Err(error) if valkey.is_without_tls(&error) => Err(Unusable::NoTls(error.to_string())),
            Err(error) if is_out_of_reach(&error) => Ok(valkey),
            Err(error) if error.kind() == ErrorKind::Parse => {
                Err(Unusable::OtherProtocol(error.to_string()))
            }
            Err(error) => Err(Unusable::Refused(error.to_string())),
        }
    }

    /// The address without the name and the password in it.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Whether TLS was asked for, and somebody answered without it or with a certificate that is not trusted. Such a
    /// store will not come into reach by waiting.
    fn is_without_tls(&self, error: &RedisError) -> bool {
        let is_gone = error.is_timeout() || error.is_connection_dropped();
        self.is_tls() && error.is_io_error() && !is_gone && self.is_listening()
    }

    fn is_tls(&self) -> bool {
        matches!(
            self.client.get_connection_info().addr(),
            ConnectionAddr::TcpTls { .. }
        )
    }

    /// Whether something takes connections at the address.
    fn is_listening(&self) -> bool {
        let (ConnectionAddr::Tcp(host, port) | ConnectionAddr::TcpTls { host, port, .. }) =
            self.client.get_connection_info().addr()
        else {
            return false;
        };
        let places = (host.as_str(), *port).to_socket_addrs();
        let mut places = places.into_iter().flatten();
        places.any(|it| TcpStream::connect_timeout(&it, PATIENCE).is_ok())
    }

    /// Asks the store. A connection that has broken since the last question is made anew once.
    fn ask<T: redis::FromRedisValue>(&self, question: &Cmd) -> RedisResult<T> {
        let mut store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        if store.failed.is_some_and(|failed| failed.elapsed() < AGAIN) {
            return Err((ErrorKind::Io, "the store was out of reach a moment ago").into());
        }
        let kept = store.connection.take();
        let answer = match kept.map(|connection| asked(connection, question)) {
            Some(Ok(answer)) => Ok(answer),
            // It may still be at the question, and would count the call twice.
            Some(Err(error)) if error.is_timeout() => Err(error),
            _ => self.connect().and_then(|it| asked(it, question)),
        };
        match answer {
            Ok((connection, answer)) => {
                store.connection = Some(connection);
                if store.failed.take().is_some() {
                    say(&format!("counting calls in {} again", self.address));
                }
                answer
            }
            Err(error) => {
                if store.failed.replace(Instant::now()).is_none() {
                    let what = format!("cannot count calls in {}: {}", self.address, why(&error));
                    let what = escape::one_line(&what);
                    // A store without TLS waits for the end of what it takes for a line.
                    let hint = if self.is_tls() && error.is_timeout() && self.is_listening() {
                        "; if it speaks without TLS on this port, begin the address with `redis`"
                    } else {
                        ""
                    };
                    say(&format!(
                        "error: {what}; the gateway refuses calls with a limit until the server answers{hint}"
                    ));
                }
                Err(error)
            }
        }
    }

    fn connect(&self) -> RedisResult<Connection> {
        let connection = self.client.get_connection_with_timeout(PATIENCE)?;
        connection.set_read_timeout(Some(PATIENCE))?;
        connection.set_write_timeout(Some(PATIENCE))?;
        Ok(connection)
    }

    fn change(&self, reservation: Reservation, change: &str) {
        let Some(entry) = reservation.0 else { return };
        let mut question = redis::cmd("EVAL");
        question.arg(CHANGE).arg(1).arg(&self.counts);
        question
            .arg(entry.minute)
            .arg(entry.grant)
            .arg(entry.tool)
            .arg(change);
        // What cannot be given back stays counted.
        let _stays: RedisResult<i64> = self.ask(&question);
    }
}

/// An answer with the connection that it came over, which is of use only while the store is in reach.
type Asked<T> = RedisResult<(Connection, RedisResult<T>)>;

fn asked<T: redis::FromRedisValue>(mut connection: Connection, question: &Cmd) -> Asked<T> {
    match question.query(&mut connection) {
        Err(error) if is_out_of_reach(&error) => Err(error),
        answer => Ok((connection, answer)),
    }
}

/// Whether it may go well another time.
fn is_out_of_reach(error: &RedisError) -> bool {
    error.is_io_error() || error.is_timeout() || error.is_connection_dropped()
}

/// Why the store could not be asked. The system says of a missing answer that a resource is unavailable.
fn why(error: &RedisError) -> String {
    if error.is_timeout() {
        format!("no answer came within {} seconds", PATIENCE.as_secs())
    } else {
        error.to_string()
    }
}

/// An address without what must stay secret.
fn shown(url: &str) -> Option<String> {
    let url = url::Url::parse(url).ok()?;
    let scheme = Valkey::SCHEMES.iter().find(|it| **it == url.scheme())?;
    let port = url.port().map(|port| format!(":{port}"));
    let host = url.host_str().unwrap_or_default();
    let path = url.path();
    Some(format!(
        "{scheme}://{host}{}{path}",
        port.unwrap_or_default()
    ))
}

impl fmt::Debug for Valkey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Valkey").field(&self.address).finish()
    }
}

/// The bounds as the script reads them.
fn told(bounds: &[Bound]) -> String {
    let one = |bound: &Bound| {
        let (first, end) = bound.window_of(0);
        json!({
            "tools": bound.tools, "everybody": bound.scope == Scope::Server, "length": end - first,
            "give_back": bound.on_error == OnError::GiveBack, "max": bound.max,
        })
    };
    json!(bounds.iter().map(one).collect::<Vec<_>>()).to_string()
}

impl Counters for Valkey {
    fn reserve(&self, used: Used<'_>, bounds: &[Bound]) -> Result<Reservation, Uncounted> {
        let mut question = redis::cmd("EVAL");
        question
            .arg(RESERVE)
            .arg(2)
            .arg(&self.calls)
            .arg(&self.counts);
        question.arg(used.at / 60).arg(KEPT);
        question.arg(used.grant).arg(used.tool).arg(told(bounds));
        let answer: RedisResult<Vec<u64>> = self.ask(&question);
        let unavailable = |why: String| Uncounted::Unavailable(format!("{}: {why}", self.address));
        let answer = answer.map_err(|error| unavailable(why(&error)))?;
        match answer.as_slice() {
            [1, minute] => Ok(Reservation(Some(Entry {
                minute: *minute,
                grant: used.grant.to_owned(),
                tool: used.tool.to_owned(),
            }))),
            [0, place, end] => Err(Uncounted::Full {
                place: usize::try_from(*place).unwrap_or_default(),
                until: begins(*end),
            }),
            _ => Err(unavailable("its answer cannot be read".to_owned())),
        }
    }

    fn release(&self, reservation: Reservation) {
        self.change(reservation, "release");
    }

    fn failed(&self, reservation: Reservation) {
        self.change(reservation, "failed");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_secret_of_an_address_is_shown() {
        for (url, address) in [
            (
                "redis://user:geheim@cache:6380/2",
                Some("redis://cache:6380/2"),
            ),
            ("rediss://:geheim@cache/", Some("rediss://cache/")),
            (
                "unix:///run/valkey.sock?pass=geheim",
                Some("unix:///run/valkey.sock"),
            ),
            ("valkey://cache?geheim#geheim", Some("valkey://cache")),
            ("http://user:geheim@cache", None),
            ("geheim", None),
        ] {
            assert_eq!(shown(url).as_deref(), address, "{url}");
        }
    }

    #[test]
    fn what_is_no_address_of_a_store_is_refused_without_its_password() {
        for url in [
            "http://:geheim@cache",
            "redis://:geheim@",
            "redis://:geheim@cache/not-a-number",
            "rediss://:geheim@cache/#geheim",
        ] {
            let error = Valkey::open(url, "bank").unwrap_err();
            assert_eq!(error, Unusable::Address, "{url}");
            assert!(!error.to_string().contains("geheim"), "{error}");
        }
    }

    #[test]
    fn a_store_out_of_reach_counts_nothing_and_says_so_without_its_password() {
        // Port 9 takes no connection here.
        let valkey = Valkey::open("redis://user:geheim@127.0.0.1:9", "bank").unwrap();
        let used = Used {
            grant: "",
            tool: "pay",
            at: 0,
        };
        let Err(Uncounted::Unavailable(why)) = valkey.reserve(used, &[]) else {
            panic!("it counted");
        };
        assert!(
            why.starts_with("redis://127.0.0.1:9") && !why.contains("geheim"),
            "{why}"
        );
        assert!(!format!("{valkey:?}").contains("geheim"));
    }
}
