//! Agents: a client with the servers that it starts together.

use super::matching::{How, Match, Runs, match_entry, runs};
use super::{Gap, Input, shown};
use crate::clients::{ConfigFile, Entry, Scope, Transport};

/// What stands between an agent and a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nothing.
    Open,
    /// This program's gateway.
    Guarded,
    /// The client has it switched off.
    Disabled,
    /// The entry cannot be read.
    Unreadable,
}

impl State {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Guarded => "gateway",
            Self::Disabled => "disabled",
            Self::Unreadable => "unread",
        }
    }
}

/// A server as a client has it.
#[derive(Debug, Clone)]
pub struct Server {
    /// The place of its file, and of the entry in it.
    pub place: (usize, usize),
    /// Its name in the client.
    pub name: String,
    /// What it runs: a package, a host or a program.
    pub runs: String,
    /// The server of the catalog.
    pub matched: Option<Match>,
    /// What stands before it.
    pub state: State,
    /// Whose it is.
    pub scope: Scope,
    pub(super) details: Runs,
}

impl Server {
    /// The id of the server of the catalog.
    pub fn id(&self) -> Option<&str> {
        self.matched.as_ref().map(|it| it.id.as_str())
    }

    /// Whether the agent can call it.
    pub const fn is_on(&self) -> bool {
        matches!(self.state, State::Open | State::Guarded)
    }
}

/// A client, or one of its projects with the servers of all projects.
#[derive(Debug)]
pub struct Agent<'a> {
    /// The client's id; empty when a file was named whose client is unknown.
    pub client: &'static str,
    /// Its name.
    pub title: &'static str,
    /// The project; none for what every project has.
    pub project: Option<&'a str>,
    /// The files.
    pub files: Vec<String>,
    /// The servers.
    pub servers: Vec<Server>,
}

/// Every agent of the files.
pub(super) fn agents<'a>(input: &Input<'a>) -> Vec<Agent<'a>> {
    let mut agents: Vec<Agent<'a>> = Vec::new();
    for (at, file) in input.files.iter().enumerate() {
        let clients: Vec<(&'static str, &'static str)> = if file.clients.is_empty() {
            vec![("", "Unknown client")]
        } else {
            file.clients.iter().map(|it| (it.id, it.title)).collect()
        };
        for (client, title) in clients {
            for (number, entry) in file.entries.iter().enumerate() {
                let server = server(input, file, entry, (at, number));
                let agent = agent_of(&mut agents, client, title, entry.project());
                let path = shown(&file.path, input.home);
                if !agent.files.contains(&path) {
                    agent.files.push(path);
                }
                agent.servers.push(server);
            }
        }
    }
    inherit(&mut agents);
    agents
}

fn agent_of<'a, 'b>(
    agents: &'b mut Vec<Agent<'a>>,
    client: &'static str,
    title: &'static str,
    project: Option<&'a str>,
) -> &'b mut Agent<'a> {
    let known = agents
        .iter()
        .position(|it| it.client == client && it.project == project);
    let at = known.unwrap_or(agents.len());
    if known.is_none() {
        agents.push(Agent {
            client,
            title,
            project,
            files: Vec::new(),
            servers: Vec::new(),
        });
    }
    // The place was just looked up or made.
    #[expect(
        clippy::indexing_slicing,
        reason = "the place was just looked up or made"
    )]
    &mut agents[at]
}

/// A project's agent has the servers of the user too.
fn inherit(agents: &mut [Agent<'_>]) {
    let whole: Vec<(&'static str, Vec<Server>)> = agents
        .iter()
        .filter(|it| it.project.is_none())
        .map(|it| (it.client, it.servers.clone()))
        .collect();
    for agent in agents.iter_mut().filter(|it| it.project.is_some()) {
        let of_user = whole.iter().filter(|(client, _)| *client == agent.client);
        for server in of_user.flat_map(|(_, servers)| servers) {
            // The project's own server of the same name takes its place.
            if !agent.servers.iter().any(|it| it.name == server.name) {
                agent.servers.push(server.clone());
            }
        }
    }
}

fn server(input: &Input<'_>, file: &ConfigFile, entry: &Entry, place: (usize, usize)) -> Server {
    let details = runs(entry);
    let asked = input.asked.get(&place).map(|id| Match {
        id: id.clone(),
        how: How::Asked,
    });
    let state = match &entry.transport {
        _ if entry.disabled => State::Disabled,
        Transport::Other(_) => State::Unreadable,
        _ if matches!(input.gaps.get(&place), Some(Gap::Open(_))) => State::Open,
        _ if entry.is_wrapped() => State::Guarded,
        _ => State::Open,
    };
    Server {
        place,
        name: entry.name().to_owned(),
        runs: details.shown.clone(),
        matched: match_entry(entry, input.catalog).or(asked),
        state,
        scope: file.scope,
        details,
    }
}
