//! Requests over HTTP that can be cancelled by closing their stream, from 2026-07-28 on. Each has a
//! connection of its own, which serves the next request once it is free.

use std::collections::BTreeMap;
use std::sync::Mutex;

use ureq::Agent;

use super::link::lock;
use crate::wire::Id;

/// The connections in use, and those that wait for the next request.
#[derive(Debug, Default)]
pub(super) struct Running(Mutex<Agents>);

#[derive(Debug, Default)]
struct Agents {
    busy: BTreeMap<Id, Agent>,
    idle: Vec<Agent>,
}

impl Running {
    /// Gives a request its connection.
    pub(super) fn begin(&self, id: &Id, new: impl FnOnce() -> Agent) {
        let mut agents = lock(&self.0);
        let agent = agents.idle.pop().unwrap_or_else(new);
        agents.busy.insert(id.clone(), agent);
    }

    /// The connection of a request.
    pub(super) fn of(&self, id: &Id) -> Option<Agent> {
        lock(&self.0).busy.get(id).cloned()
    }

    /// A request is over.
    pub(super) fn end(&self, id: &Id) {
        let mut agents = lock(&self.0);
        if let Some(agent) = agents.busy.remove(id) {
            agents.idle.push(agent);
        }
    }

    /// Takes the connection of a request, to be shut down: closed streams tell the server.
    pub(super) fn cancel(&self, id: &Id) -> Option<Agent> {
        lock(&self.0).busy.remove(id)
    }
}
