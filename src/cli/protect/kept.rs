//! Policies that stay although another profile was asked for.

use std::path::Path;

use super::Args;
use super::plan::policy_text;
use crate::clients::Entry;
use crate::escape::one_line;
use crate::load::read_file;
use crate::model::{Catalog, Server};
use crate::policy::Profile;
use crate::rules::rate_server;

/// That a policy stays as it is, where its user asks for another profile than it has.
pub(super) fn kept(args: &Args, policy: &Path, wanted: &str) -> Option<String> {
    let profile = args.profile?;
    let is_other = read_file(policy).is_ok_and(|it| it != wanted);
    is_other.then(|| {
        let policy = one_line(&policy.display().to_string());
        format!("kept the policy `{policy}`; remove it to get `{profile}`")
    })
}

/// The same of a server that is behind the gateway already, whose policy is written again only after `--undo`.
pub(super) fn kept_behind(
    args: &Args,
    entry: &Entry,
    server: Option<(&Catalog, &Server)>,
) -> Option<String> {
    args.profile?;
    let (catalog, server) = server?;
    let policy = entry.gateway_policy()?;
    let wanted = policy_text(&rate_server(catalog, server), entry, args).ok()?;
    let words = kept(args, Path::new(policy), &wanted)?;
    Some(format!(
        "{words} (run `toolrisk protect --undo` first, and `toolrisk protect` after)"
    ))
}

impl Args {
    /// The profile of new policies.
    pub(super) fn profile(&self) -> Profile {
        self.profile.unwrap_or(Profile::Recommended)
    }
}
