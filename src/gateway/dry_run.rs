//! A session in which everything passes, and what the policy would have decided is only recorded.

use super::envelope::Envelope;
use super::record::{Record, Side};
use super::session::{Out, Session, Settings, Talk, Waiting};
use crate::policy::{Evaluator, Policy};

/// A session around which every line goes as it came.
#[derive(Debug)]
pub(super) struct DryRun(Session);

/// The session of a connection, as its settings want it.
pub(super) fn talk(evaluator: Evaluator, settings: Settings) -> Box<dyn Talk> {
    let dry_run = settings.dry_run;
    let session = Session::of(evaluator, settings);
    if dry_run {
        Box::new(DryRun(session))
    } else {
        Box::new(session)
    }
}

impl DryRun {
    #[cfg(test)]
    pub(super) const fn of(session: Session) -> Self {
        Self(session)
    }

    /// Whether only the server's list says what would be decided of a call.
    fn needs_list(&self, read: &Envelope, at: u64) -> bool {
        let call = read.call().and_then(|it| it.as_ref().ok());
        call.is_some_and(|call| self.0.needs_list(call, at))
    }

    /// Lets what is recorded of a call wait for the list. The call itself does not wait. Gives the request for the
    /// list, which is the one message of a dry run that the client has not sent.
    fn hold(&mut self, read: Envelope, at: u64) -> Vec<Out> {
        let Some(id) = read.id().cloned() else {
            return Vec::new();
        };
        let asked = self.0.hold(id.clone(), read, at);
        self.0.waiting.insert(id, Waiting::Other);
        asked
    }

    /// What is recorded of a message of the client.
    fn watched(&mut self, read: Result<Envelope, String>, at: u64) -> Vec<Out> {
        let allowed = read.and_then(|read| self.0.allowed(&read).map(|()| read));
        let outs = match allowed {
            Err(reason) => vec![Out::Log(Record::Refused {
                at,
                side: Side::Client,
                reason,
            })],
            Ok(read) if self.needs_list(&read, at) => return self.hold(read, at),
            Ok(read) if read.call().is_some() => self.0.watch_call(&read, at),
            Ok(read) => self.0.client_said(read, at),
        };
        recorded(outs)
    }
}

impl Talk for DryRun {
    fn session(&mut self) -> &mut Session {
        &mut self.0
    }

    fn client_line(&mut self, line: Vec<u8>, at: u64) -> Vec<Out> {
        if line.trim_ascii().is_empty() {
            return Vec::new();
        }
        let text = std::str::from_utf8(&line).map_err(|_| "it is not UTF-8".to_owned());
        let mut outs = self.watched(text.and_then(Envelope::of_client), at);
        outs.push(Out::ToServer(line.into()));
        outs
    }

    fn client_said(&mut self, read: Envelope, at: u64) -> Vec<Out> {
        let mut outs = self.watched(Ok(read.clone()), at);
        outs.push(Out::ToServer(read.into()));
        outs
    }

    fn server_line(&mut self, line: Vec<u8>, at: u64) -> Vec<Out> {
        let before = self.0.listing.over();
        let outs = self.0.from_server(line.clone(), at);
        if self.0.listing.over() > before {
            // It was the gateway that asked.
            return outs;
        }
        let mut outs = recorded(outs);
        outs.push(Out::ToClient(line.into()));
        outs
    }

    fn decide_listed(&mut self, at: u64) -> Vec<Out> {
        let mut outs = Vec::new();
        for read in self.0.listing.take_ready() {
            let Some(id) = read.id() else { continue };
            let waits = self.0.waiting.contains_key(id);
            outs.extend(self.0.watch_call(&read, at));
            if !waits {
                self.0.over(id);
            }
        }
        recorded(outs)
    }

    fn replace(&mut self, policy: Policy) -> Vec<Out> {
        recorded(self.0.replace(policy))
    }
}

/// What is written down, without what would have been done.
fn recorded(outs: Vec<Out>) -> Vec<Out> {
    let is_recorded = |out: &Out| matches!(out, Out::Log(_) | Out::Passed(_));
    outs.into_iter().filter(is_recorded).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::gateway::listing_tests::{call, led, session};

    #[test]
    fn a_dry_run_asks_for_the_list_and_holds_nothing_back() {
        let hidden = "delete_file".to_owned();
        let tools = [hidden.clone(), "fs_delete_file".to_owned()];
        let mut it = DryRun::of(session(&[&hidden]));
        let line = |id, tool| call(id, tool).to_string().into_bytes();
        let records = |outs: &[Out]| {
            let record = |out: &Out| match out {
                Out::Log(Record::Decided { tool, effect, .. }) => {
                    Some(format!("{tool} {effect:?}"))
                }
                Out::Log(Record::Refused {
                    side: Side::Client | Side::Server,
                    ..
                }) => Some("refused".to_owned()),
                _ => None,
            };
            outs.iter().filter_map(record).collect::<Vec<_>>()
        };
        let outs = it.client_line(line(1, "fs_delete_file"), 0);
        assert_eq!(records(&outs), [""; 0]);
        let (server, _) = led(outs);
        assert_eq!(server.len(), 2);
        assert_eq!(server[1], call(1, "fs_delete_file"));
        let outs = it.client_line(line(2, "delete_flie"), 0);
        assert_eq!(led(outs).0, [call(2, "delete_flie")]);
        // One call has its answer before the list is there, and its id is free again.
        let answer = json!({ "jsonrpc": "2.0", "id": 1, "result": { "content": [] } });
        let outs = it.server_line(answer.to_string().into_bytes(), 0);
        assert_eq!(led(outs), (vec![], vec![answer]));
        let page: Vec<Value> = tools.iter().map(|name| json!({ "name": name })).collect();
        let list = json!({ "jsonrpc": "2.0", "id": server[0]["id"], "result": { "tools": page } });
        let mut outs = it.server_line(list.to_string().into_bytes(), 0);
        outs.extend(it.decide_listed(0));
        assert_eq!(records(&outs), ["fs_delete_file Allow", "delete_flie Deny"]);
        assert_eq!(
            led(outs),
            (vec![], vec![]),
            "the list is for nobody but the gateway"
        );
        assert_eq!(it.session().waiting(), 1);
    }
}
