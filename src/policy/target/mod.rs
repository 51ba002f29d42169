//! The products that a policy is exported to: one file each, and one word in the list here.

mod agentcore;
mod agentgateway;
mod anthropic;
mod bifrost;
mod cedar;
mod claude_code;
mod codex;
mod copilot_cli;
mod docker;
mod envoy_ai_gateway;
mod gemini_cli;
mod intercept;
mod litellm;
mod openai;
mod opencode;
mod policylayer;
mod rego;
mod toolhive;
mod toolrisk;

use super::Policy;
use super::loss::Loss;
use crate::model::{Definition, vocabulary};

/// What is known of a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TargetInfo {
    /// The name on the command line and of the target's file here, with `-` for `_`.
    pub name: &'static str,
    /// The product's name, as people write it.
    pub title: &'static str,
    /// The language of the document: `json`, `toml`, `yaml`, `cedar`, `rego`, `sh`.
    pub language: &'static str,
    /// Where the document goes: a path or a place in a program.
    pub place: &'static str,
    /// Whether people sit before it, so that it can ask them: a client. A gateway cannot.
    pub is_client: bool,
    /// Where the format is documented: an https address.
    pub source: &'static str,
}

vocabulary! {
    /// In which direction a decision goes that a target cannot express.
    Prefer {
        /// The stricter: a limit asks or denies, a question denies.
        Safety = "safety",
        /// What people can work with: a limit is left out, a question denies, and a hidden tool is denied.
        Usable = "usable",
        /// The looser: a limit is left out, a question allows.
        Convenience = "convenience",
    }
}

/// A server's policy on its way to a target.
#[derive(Debug, Clone, Copy)]
pub struct ServerPolicy<'a> {
    /// The server's name in the user's own configuration.
    pub name: &'a str,
    /// The policy.
    pub policy: &'a Policy,
    /// The server's tools as far as they are known.
    pub tools: &'a [&'a Definition],
}

/// A document for a target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// The document, with a final newline.
    pub text: String,
    /// What the document does not say, in the order of the policy.
    pub losses: Vec<Loss>,
    /// What the document is valid against, where it comes with the document: a Cedar schema.
    pub schema: Option<String>,
}

/// A policy that a target cannot carry at all: why, and a way out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct Refusal {
    /// Why, with the name that is the cause.
    pub reason: String,
    /// What to do.
    pub help: String,
}

/// Why a document has no limits where the target cannot count.
pub const NO_LIMITS: &str = "This product does not count calls, so the document leaves the limits out. The product could only deny every \
                             limited tool, which would leave too few tools to work with; `--prefer safety` does that.";

impl TargetInfo {
    /// That the product asks nothing in these modes, and what holds then.
    pub fn unasked_sentence(&self, modes: &[&str]) -> String {
        format!(
            "{} never asks in these modes: {}. Calls that it should ask about then run at once. The toolrisk gateway still decides.",
            self.title,
            modes.join(", ")
        )
    }
}

/// A product that a policy is exported to.
pub trait Target: Sync {
    /// What is known of it.
    fn info(&self) -> &'static TargetInfo;

    /// Where a decision goes that it cannot express, unless its user says otherwise.
    ///
    /// A client asks in place of a limit, and the tool stays usable. A gateway without counters could only deny,
    /// and would leave a handful of tools; a policy of that kind is soon replaced by none. There the limit is left
    /// out and listed, and what needs a person is still denied.
    fn preference(&self) -> Prefer {
        if self.info().is_client {
            Prefer::Safety
        } else {
            Prefer::Usable
        }
    }

    /// The modes in which it asks nothing, as its users switch them on.
    fn unasked(&self) -> &'static [&'static str] {
        &[]
    }

    /// The document for these servers.
    ///
    /// # Errors
    ///
    /// When a name cannot be written in the target's format, or the target takes one server only.
    fn export(&self, servers: &[ServerPolicy<'_>], prefer: Prefer) -> Result<Export, Refusal>;

    /// A settings file with these servers' rules in place of the earlier ones of the same servers, and
    /// all else as it was, comments and order too. Merging twice is merging once.
    ///
    /// # Errors
    ///
    /// As [`Target::export`]; and when the file cannot be read or has another shape, with line and
    /// column, or the target has no such file.
    fn merge(
        &self,
        existing: &str,
        servers: &[ServerPolicy<'_>],
        prefer: Prefer,
    ) -> Result<Export, Refusal> {
        let (_, _, _) = (existing, servers, prefer);
        Err(Refusal {
            reason: format!(
                "a document for {} cannot be merged into another file",
                self.info().title
            ),
            help: "write it to its own file with `--output`".to_owned(),
        })
    }
}

/// Every target, the neutral one first.
pub const fn all_targets() -> &'static [&'static dyn Target] {
    &[
        &toolrisk::Toolrisk,
        &policylayer::PolicyLayer,
        &intercept::Intercept,
        &claude_code::ClaudeCode,
        &codex::Codex,
        &gemini_cli::GeminiCli,
        &opencode::Opencode,
        &copilot_cli::CopilotCli,
        &cedar::Cedar,
        &agentcore::AgentCore,
        &toolhive::ToolHive,
        &agentgateway::AgentGateway,
        &envoy_ai_gateway::EnvoyAiGateway,
        &docker::Docker,
        &litellm::LiteLlm,
        &bifrost::Bifrost,
        &openai::OpenAi,
        &anthropic::Anthropic,
        &rego::Rego,
    ]
}

/// A target by its name.
pub fn target(name: &str) -> Option<&'static dyn Target> {
    all_targets()
        .iter()
        .find(|target| target.info().name == name)
        .copied()
}

/// The server of a document that holds one.
fn only<'a>(servers: &[ServerPolicy<'a>], info: &TargetInfo) -> Result<ServerPolicy<'a>, Refusal> {
    match servers {
        [server] => Ok(*server),
        _ => Err(Refusal {
            reason: format!(
                "a document for {} can hold the policy of one server, but there are {}",
                info.title,
                servers.len()
            ),
            help: "export each server separately".to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_targets_is_the_folder() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/policy/target");
        let mut files: Vec<String> = walkdir::WalkDir::new(folder)
            .min_depth(1)
            .into_iter()
            .filter_map(|entry| {
                let name = entry.unwrap().file_name().to_str().unwrap().to_owned();
                name.strip_suffix(".rs").map(|stem| stem.replace('_', "-"))
            })
            .filter(|stem| stem != "mod")
            .collect();
        files.sort();
        let mut names: Vec<&str> = all_targets().iter().map(|it| it.info().name).collect();
        names.sort_unstable();
        assert_eq!(names, files);
    }
}
