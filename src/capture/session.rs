//! A conversation with a server: which way of the protocol it speaks, and one question at a time.

use std::time::Instant;

use serde_json::{Value, json};

use super::ServerInfo;
use super::channel::{Channel, Received};
use super::finding::{Failure, Finding, short};
use super::limits::{Limit, Limits};
use super::message::{Incoming, LEGACY, MODERN, Outgoing, VERSIONS, is_id, read};
use crate::wire::{items, json_fault};

/// What a server can send without answering before it is left.
const MOST_OTHER: usize = 10_000;

/// The result of a request: its text within what was received.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) result: String,
    /// Whether there were bytes that are not UTF-8.
    pub(super) lossy: bool,
}

/// A conversation.
pub(super) struct Session<'a> {
    channel: &'a mut dyn Channel,
    limits: Limits,
    end: Instant,
    last_id: u64,
    modern: bool,
    others: usize,
    /// Lines that are no messages: how many, and the first.
    noise: (usize, String),
    pub(super) server: ServerInfo,
    pub(super) protocol: String,
    pub(super) findings: Vec<Finding>,
}

/// What has come of waiting.
enum Heard {
    Result(u64, Answer),
    Error(u64, Failure, Value),
    Nothing,
}

impl<'a> Session<'a> {
    pub(super) fn new(channel: &'a mut dyn Channel, limits: Limits) -> Self {
        Self {
            channel,
            limits,
            end: Instant::now() + limits.time,
            last_id: 0,
            modern: false,
            others: 0,
            noise: (0, String::new()),
            server: ServerInfo::default(),
            protocol: String::new(),
            findings: Vec::new(),
        }
    }

    /// Finds out how the server speaks, and opens the connection.
    pub(super) fn open(&mut self) -> Result<(), Failure> {
        match self.probe() {
            // Some old servers die of a first request that is not `initialize`, at once or at the next one.
            Err(Failure::Ended(_)) if self.channel.restart()? => self.initialize(LEGACY, None),
            opened => opened,
        }
    }

    fn probe(&mut self) -> Result<(), Failure> {
        let discover = self.next_request("server/discover", json!({}), true);
        let id = self.last_id;
        let until = self.end.min(Instant::now() + self.limits.probe);
        let sent = self.channel.send(&discover, until);
        match sent.and_then(|()| self.hear(&[(id, "server/discover")], until)) {
            Ok(Heard::Result(_, answer)) => self.discovered(&answer.result),
            Ok(Heard::Error(_, _, data)) => match supported(&data) {
                Some(versions) => self.choose(&versions),
                None => self.initialize(LEGACY, None),
            },
            // The answer may still come: a server can be slow to start.
            Ok(Heard::Nothing) => self.initialize(LEGACY, Some(id)),
            Err(Failure::Silent { .. } | Failure::Status { .. } | Failure::Instead { .. }) => {
                self.initialize(LEGACY, None)
            }
            Err(failure) => Err(failure),
        }
    }

    /// Whether this is the way of 2026-07-28 or the one before it.
    fn choose(&mut self, versions: &[String]) -> Result<(), Failure> {
        let speaks = |version: &&&str| versions.iter().any(|it| it == **version);
        match VERSIONS.iter().find(speaks) {
            Some(version) if *version == MODERN => {
                self.modern = true;
                MODERN.clone_into(&mut self.protocol);
                Ok(())
            }
            Some(version) => self.initialize(version, None),
            None => Err(Failure::Version {
                supported: versions.to_vec(),
            }),
        }
    }

    fn discovered(&mut self, result: &str) -> Result<(), Failure> {
        let result: Value = serde_json::from_str(result).unwrap_or_default();
        let versions = result.get("supportedVersions").and_then(texts);
        let Some(versions) = versions else {
            // An old server that answers whatever it is asked.
            return self.initialize(LEGACY, None);
        };
        self.server.read(&result);
        self.choose(&versions)
    }

    /// Opens a connection in the old way; `probe` is a request of the new way whose answer may still come.
    fn initialize(&mut self, version: &str, probe: Option<u64>) -> Result<(), Failure> {
        let method = "initialize";
        self.last_id += 1;
        let id = self.last_id;
        self.channel
            .send(&Outgoing::initialize(id, version), self.end)?;
        let mut waited = vec![(id, method)];
        waited.extend(probe.map(|probe| (probe, "server/discover")));
        loop {
            match self.hear(&waited, self.end)? {
                Heard::Result(of, answer) if of == id => return self.initialized(&answer.result),
                Heard::Result(_, answer) => return self.discovered(&answer.result),
                Heard::Error(of, failure, data) if of == id => {
                    let older = supported(&data).and_then(|versions| older(&versions, version));
                    return match older {
                        Some(older) => self.initialize(older, None),
                        None => Err(failure),
                    };
                }
                Heard::Error(..) => waited.truncate(1),
                Heard::Nothing => return Err(silent(method)),
            }
        }
    }

    fn initialized(&mut self, result: &str) -> Result<(), Failure> {
        let result: Value = serde_json::from_str(result).map_err(|error| Failure::Answer {
            method: "initialize".to_owned(),
            reason: json_fault(result, &error),
        })?;
        self.server.read(&result);
        let version = result.get("protocolVersion").and_then(Value::as_str);
        match version.and_then(|version| VERSIONS.iter().find(|it| **it == version)) {
            Some(known) => (*known).clone_into(&mut self.protocol),
            None => self.findings.push(Finding::Protocol {
                reason: format!(
                    "the server answers `initialize` with the unknown protocol version `{}`",
                    short(version.unwrap_or_default())
                ),
            }),
        }
        let spoken = if self.protocol.is_empty() {
            LEGACY
        } else {
            &self.protocol
        };
        self.channel.agreed(spoken);
        self.channel.send(&Outgoing::initialized(), self.end)
    }

    /// Asks something and waits for the answer.
    pub(super) fn ask(&mut self, method: &'static str, params: Value) -> Result<Answer, Failure> {
        let modern = self.modern;
        let request = self.next_request(method, params, modern);
        let id = self.last_id;
        self.channel.send(&request, self.end)?;
        match self.hear(&[(id, method)], self.end)? {
            Heard::Result(_, answer) => Ok(answer),
            Heard::Error(_, failure, _) => Err(failure),
            Heard::Nothing => Err(silent(method)),
        }
    }

    fn next_request(&mut self, method: &'static str, params: Value, modern: bool) -> Outgoing {
        self.last_id += 1;
        Outgoing::request(self.last_id, method, params, modern)
    }

    /// Waits for the answer to one of some requests, and answers what the server asks meanwhile.
    fn hear(&mut self, waited: &[(u64, &str)], until: Instant) -> Result<Heard, Failure> {
        while let Some(received) = self.channel.next(until)? {
            let heard = self.take_all(&received, waited)?;
            if !matches!(heard, Heard::Nothing) {
                return Ok(heard);
            }
            self.others += 1;
            if self.others > MOST_OTHER {
                return Err(Failure::Limit(Limit::Total));
            }
            if Instant::now() >= until {
                break;
            }
        }
        Ok(Heard::Nothing)
    }

    /// Takes a message, or each of a batch, which version 2025-03-26 allows.
    fn take_all(&mut self, received: &Received, waited: &[(u64, &str)]) -> Result<Heard, Failure> {
        let is_list = received.text.trim_start().starts_with('[');
        let batch = is_list.then(|| items(&received.text)).flatten();
        let Some(batch) = batch.filter(|it| !it.is_empty()) else {
            return self.take(received, waited);
        };
        let mut answer = Heard::Nothing;
        for message in batch {
            let message = Received {
                text: message.get().to_owned(),
                lossy: received.lossy,
            };
            let heard = self.take(&message, waited)?;
            if matches!(answer, Heard::Nothing) {
                answer = heard;
            }
        }
        Ok(answer)
    }

    fn take(&mut self, received: &Received, waited: &[(u64, &str)]) -> Result<Heard, Failure> {
        let find = |id: &str| waited.iter().find(|(waited, _)| is_id(id, *waited));
        match read(&received.text) {
            Ok(Incoming::Result { id, result }) => {
                if let Some((of, _)) = find(id) {
                    let answer = Answer {
                        result: result.to_owned(),
                        lossy: received.lossy,
                    };
                    return Ok(Heard::Result(*of, answer));
                }
            }
            Ok(Incoming::Error {
                id,
                code,
                message,
                data,
            }) => {
                // An error without an id is of what was asked last: the server could not read it.
                let of = if id == "null" {
                    waited.first()
                } else {
                    find(id)
                };
                if let Some((of, method)) = of {
                    let method = (*method).to_owned();
                    let failure = Failure::Refused {
                        method,
                        code,
                        message,
                    };
                    return Ok(Heard::Error(*of, failure, data));
                }
            }
            Ok(Incoming::Request { id, method }) => {
                let reply = Outgoing::reply(id, &method);
                self.channel.send(&reply, self.end)?;
            }
            Ok(Incoming::Notification) => {}
            Err(_) if received.text.trim().is_empty() => {}
            Err(reason) => {
                if self.noise.0 == 0 {
                    self.noise.1 = format!("`{}`: {reason}", short(&received.text));
                }
                self.noise.0 += 1;
            }
        }
        Ok(Heard::Nothing)
    }

    /// What the server wrote that is no message, as a finding.
    pub(super) fn noise(&self) -> Option<Finding> {
        let (lines, first) = &self.noise;
        (*lines > 0).then(|| Finding::Protocol {
            reason: match lines {
                1 => format!("the server sends a line that is not a message, {first}"),
                _ => format!(
                    "the server sends {lines} lines that are not messages, the first is {first}"
                ),
            },
        })
    }
}

fn silent(method: &str) -> Failure {
    Failure::Silent {
        method: method.to_owned(),
    }
}

/// The versions that an error names.
fn supported(data: &Value) -> Option<Vec<String>> {
    data.get("supported").and_then(texts)
}

/// The newest of some versions that is opened with `initialize` and was not tried.
fn older(versions: &[String], tried: &str) -> Option<&'static str> {
    let known = VERSIONS.iter().copied().filter(|it| *it != MODERN);
    known
        .filter(|it| *it < tried)
        .find(|it| versions.iter().any(|version| version == it))
}

fn texts(value: &Value) -> Option<Vec<String>> {
    let texts = value.as_array()?.iter();
    Some(texts.filter_map(Value::as_str).map(str::to_owned).collect())
}
