//! What an audit reports, each kind with its code.

use crate::diagnostic::{Level, LintInfo};

macro_rules! kind {
    ($name:ident, $code:literal, $slug:literal, $level:ident, $summary:literal, $explanation:literal) => {
        pub(super) static $name: LintInfo = LintInfo {
            code: $code,
            name: $slug,
            level: Level::$level,
            summary: $summary,
            explanation: $explanation,
        };
    };
}

kind!(
    UNREADABLE,
    "TR910",
    "unreadable-configuration",
    Error,
    "A configuration or one of its servers cannot be read.",
    "The audit cannot rate a server that it cannot read. Correct the file, then run the audit again."
);
kind!(
    ASKS_NOTHING,
    "TR911",
    "asks-nothing",
    Error,
    "The client runs every tool without asking.",
    "In this mode the client ignores its own rules on tools, or they are not enough. Turn it off, or put the \
     gateway before the servers with `toolrisk protect`: the gateway holds in this mode too."
);
kind!(
    TOXIC_FLOW,
    "TR912",
    "toxic-flow",
    Warn,
    "The servers of one agent together give an outsider a way to private data.",
    "One tool returns private data, one returns text that outsiders can write, and one can carry data out. An \
     order in the outsider's text can then make the agent send the data away. Remove all tools of one of the \
     three kinds from this agent, or let a person approve each call that can carry data out."
);
kind!(
    UNKNOWN_SERVER,
    "TR913",
    "unknown-server",
    Warn,
    "The catalog does not have this server.",
    "Nobody has rated its tools. `toolrisk audit --live` asks the server for its tools, and the rules rate them."
);
kind!(
    UNPINNED,
    "TR914",
    "unpinned-version",
    Warn,
    "The configuration names no version, so different code may run tomorrow.",
    "Whoever takes over the package can run code on this machine at the next start. Name the version that \
     you have checked."
);
kind!(
    OTHER_VERSION,
    "TR915",
    "other-version",
    Warn,
    "The version that runs is not the version that was rated.",
    "It may have other tools, or its tools may behave differently. `toolrisk drift` compares the tools of both versions."
);
kind!(
    DUPLICATE,
    "TR916",
    "duplicate-server",
    Warn,
    "One agent has the same server twice.",
    "The agent sees every tool twice, and a rule on one server leaves the other one open. Keep only one of them."
);
kind!(
    ALLOWED,
    "TR917",
    "allowed-for-good",
    Warn,
    "The client runs a risky tool without asking.",
    "The client's own settings always allow a tool that a person should approve. Remove it from the list."
);
kind!(
    PLAIN_SECRET,
    "TR918",
    "plain-secret",
    Warn,
    "The configuration contains a secret as plain text.",
    "Everybody who can read the file, its backups and its history has the secret. Use a variable of the \
     environment or the client's own store of secrets instead."
);
kind!(
    OPEN_SERVER,
    "TR919",
    "nothing-between",
    Warn,
    "The agent can call tools of critical risk, and no policy guards them.",
    "`toolrisk protect` puts the gateway with the recommended policy before the server."
);
kind!(
    PROJECT_SERVERS,
    "TR920",
    "project-servers-start",
    Warn,
    "The client starts the servers of a project without asking.",
    "Whoever can change the project can then run programs on this machine. Approve the servers one by one."
);
kind!(
    HEADERS_HELPER,
    "TR921",
    "headers-helper",
    Warn,
    "A shell command creates the headers for this server.",
    "The command runs whenever the client connects. Make sure that you know what it does."
);
kind!(
    DOUBLED_KEY,
    "TR922",
    "doubled-key",
    Warn,
    "The configuration contains a key twice.",
    "Clients use the last of the two, but people often see only the first. Remove one of them."
);

kind!(
    DEAD_GATEWAY,
    "TR923",
    "gateway-does-not-start",
    Error,
    "The gateway before a server does not start.",
    "Without its program and a valid policy the gateway does not start, and the agent does not have the server. Do not \
     repair that by taking the gateway away: run `toolrisk protect --undo` and `toolrisk protect`, which write the \
     policy again."
);
kind!(
    IDLE_GATEWAY,
    "TR924",
    "gateway-lets-all-pass",
    Error,
    "The gateway before a server lets every call pass.",
    "With `--dry-run` the gateway only records what its policy would have decided. Remove the option once the policy \
     is what you want."
);

/// Everything that an audit can report.
pub static AUDIT_LINTS: &[&LintInfo] = &[
    &UNREADABLE,
    &ASKS_NOTHING,
    &TOXIC_FLOW,
    &UNKNOWN_SERVER,
    &UNPINNED,
    &OTHER_VERSION,
    &DUPLICATE,
    &ALLOWED,
    &PLAIN_SECRET,
    &OPEN_SERVER,
    &PROJECT_SERVERS,
    &HEADERS_HELPER,
    &DOUBLED_KEY,
    &DEAD_GATEWAY,
    &IDLE_GATEWAY,
];
