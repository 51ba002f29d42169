//! Docker MCP Gateway: the tools of a profile, as the commands that set them
//! (docs.docker.com/ai/mcp-catalog-and-toolkit).
//!
//! A profile file names each server's image, which a policy does not know; the commands need its name
//! alone.

use super::{Export, Prefer, Refusal, ServerPolicy, Target, TargetInfo};
use crate::model::Decision;
use crate::policy::capabilities::{Capabilities, LISTS_NAMES};
use crate::policy::lower::lower_all;
use crate::policy::{names, quote};

/// See the module.
pub(super) struct Docker;

const CAPABILITIES: Capabilities = Capabilities {
    asks: false,
    opens: false,
    ..LISTS_NAMES
};

impl Target for Docker {
    fn info(&self) -> &'static TargetInfo {
        &TargetInfo {
            name: "docker",
            title: "Docker MCP Gateway",
            language: "sh",
            place: "a shell script. Its first argument is the profile; without one it uses `default`",
            is_client: false,
            source: "https://docs.docker.com/ai/mcp-catalog-and-toolkit/profiles/",
        }
    }

    fn export(&self, servers: &[ServerPolicy<'_>], prefer: Prefer) -> Result<Export, Refusal> {
        let lowered = lower_all(servers, prefer, &CAPABILITIES)?;
        let mut lines = vec!["set -eu".to_owned(), "profile=${1:-default}".to_owned()];
        for server in &lowered {
            names::server(server.name, "letters, digits, `_` and `-`", names::is_word)?;
            let name = server.name;
            lines.push(format!(
                "docker mcp profile tools \"$profile\" --disable-all {name}"
            ));
            let allowed = server.named(&[Decision::Allow, Decision::Limit, Decision::Ask]);
            if allowed.is_empty() {
                continue;
            }
            let enabled: Vec<String> = allowed
                .iter()
                .map(|tool| format!(" \\\n  --enable {name}.{tool}"))
                .collect();
            lines.push(format!(
                "docker mcp profile tools \"$profile\"{}",
                enabled.join("")
            ));
        }
        let losses: Vec<_> = lowered.iter().flat_map(|it| it.losses.clone()).collect();
        let head = quote::comment("#", self.info(), servers, &losses);
        Ok(Export {
            text: format!("#!/bin/sh\n{head}{}\n", lines.join("\n")),
            losses,
            schema: None,
        })
    }
}
