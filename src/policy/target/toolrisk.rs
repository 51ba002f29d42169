//! toolrisk's own gateway: the neutral policy as it is.

use super::{Export, Prefer, Refusal, ServerPolicy, Target, TargetInfo, only};

/// See the module.
pub(super) struct Toolrisk;

impl Target for Toolrisk {
    fn info(&self) -> &'static TargetInfo {
        &TargetInfo {
            name: "toolrisk",
            title: "toolrisk gateway",
            language: "json",
            place: "`policy.json`, which `toolrisk gateway --policy policy.json` reads",
            is_client: false,
            source: "https://github.com/toolrisk/toolrisk#policies",
        }
    }

    fn export(&self, servers: &[ServerPolicy<'_>], _: Prefer) -> Result<Export, Refusal> {
        let server = only(servers, self.info())?;
        Ok(Export {
            text: server.policy.json(),
            losses: Vec::new(),
            schema: None,
        })
    }
}
