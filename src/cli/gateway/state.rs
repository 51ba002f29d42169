//! Where a gateway counts calls.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use super::{Args, reload};
use crate::cli::CliError;
use crate::escape::one_line;
use crate::gateway::{State, Unusable, Valkey};
use crate::policy::{Evaluator, Policy};

/// The policy with the record of calls that the user has chosen; `file` is what the record belongs to by
/// default.
pub(super) fn evaluator(
    policy: Policy,
    file: &Path,
    args: &Args,
    server: &str,
) -> Result<Evaluator, CliError> {
    let in_memory = args.state.as_deref() == Some(Path::new("memory"));
    if in_memory || args.dry_run {
        return Ok(Evaluator::new(policy));
    }
    let on_disk = |policy, state| Evaluator::counting(policy, Arc::new(state), "");
    if let Some(address) = args.state.as_deref().map_or(Ok(None), address)? {
        let shared = shared(&address, server)?;
        return Ok(Evaluator::counting(policy, Arc::new(shared), ""));
    }
    if let Some(folder) = &args.state {
        let state = State::open(folder, server).map_err(|error| {
            CliError::usage(
                format!("cannot count calls in `{}`: {error}", folder.display()),
                "name a folder that can be written, or `--state memory`",
            )
        })?;
        return Ok(on_disk(policy, state));
    }
    if !counts(&policy) {
        return Ok(Evaluator::new(policy));
    }
    let opened = match folder_of(file) {
        Some(folder) => State::open(&folder, server).map_err(|error| error.to_string()),
        None => Err("there is no home folder".to_owned()),
    };
    Ok(match opened {
        Ok(state) => on_disk(policy, state),
        Err(error) => {
            reload::say(&format!(
                "warning: calls are counted in memory, so each start of the gateway resets the limits: {error}; \
                 name a folder with `--state DIR`"
            ));
            Evaluator::new(policy)
        }
    })
}

/// The address of a store, if it is not a folder: as it stands there, or in the environment variable that is
/// named, which keeps a password from those who list processes.
fn address(state: &Path) -> Result<Option<String>, CliError> {
    let Some(text) = state.to_str() else {
        return Ok(None);
    };
    if let Some(name) = text.strip_prefix("env:") {
        return of_variable(name).map(Some);
    }
    // With one slash it is meant as an address, too; as a folder it would have the password in its name.
    let scheme = text.split_once(':').map(|(scheme, _)| scheme);
    let meant = scheme.is_some_and(|it| Valkey::SCHEMES.contains(&it));
    Ok((meant || text.contains("://")).then(|| text.to_owned()))
}

/// The address in an environment variable.
fn of_variable(name: &str) -> Result<String, CliError> {
    let value = std::env::var_os(name).unwrap_or_default();
    let value = value.to_string_lossy().trim().to_owned();
    if !value.is_empty() {
        return Ok(value);
    }
    let shown = one_line(name);
    Err(CliError::usage(
        format!("the environment variable `{shown}`, which `--state` names, is not set or empty"),
        format!(
            "set `{shown}` to the address of the store, such as `redis://name:password@host:6379/0`"
        ),
    ))
}

/// The record in a store that several machines share.
fn shared(address: &str, server: &str) -> Result<Valkey, CliError> {
    Valkey::open(address, server).map_err(|error| {
        // The address may have a password in it, so it is not repeated.
        let what = format!("cannot count calls at the URL of `--state`: {error}");
        let help = match error {
            Unusable::Address => {
                "give a folder, a URL, `env:NAME` for a variable with a URL, or `memory`"
            }
            Unusable::Refused(_) => {
                "give the name and the password as `redis://name:password@host`"
            }
            Unusable::NoTls(_) => {
                "begin the address with `redis` if the store speaks without TLS on this port; if it speaks TLS, let \
                 this machine trust its certificate"
            }
            Unusable::OtherProtocol(_) => {
                "check the port; if the store speaks TLS on it, begin the address with `rediss`"
            }
        };
        CliError::usage(what, help)
    })
}

/// Whether a policy has a limit.
pub(super) fn counts(policy: &Policy) -> bool {
    let mut rules = policy.tools.0.iter();
    rules.any(|(_, rule)| !rule.limits.is_empty()) || !policy.all_tools.limits.is_empty()
}

/// The folder of a policy file in the place that the system has for such things.
fn folder_of(policy: &Path) -> Option<PathBuf> {
    let absolute = |name: &str| {
        let path = PathBuf::from(std::env::var_os(name)?);
        path.is_absolute().then_some(path)
    };
    let state = absolute("XDG_STATE_HOME")
        .or_else(|| absolute("LOCALAPPDATA"))
        .or_else(|| Some(absolute("HOME")?.join(".local/state")))?;
    let policy = policy.canonicalize().ok()?;
    let digest = Sha256::digest(policy.to_string_lossy().as_bytes());
    let first = digest.iter().take(8);
    let name = first.fold(0_u64, |name, byte| (name << 8) | u64::from(*byte));
    Some(state.join("toolrisk").join(format!("{name:016x}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_not_taken_for_a_folder() {
        for text in [
            "redis://host",
            "redis:/user:password@host",
            "rediss:host",
            "http://host",
        ] {
            assert_eq!(address(Path::new(text)).unwrap().as_deref(), Some(text));
        }
        for folder in ["state", "./redis:", "/var/lib/redis", "memory"] {
            assert_eq!(address(Path::new(folder)).unwrap(), None, "{folder}");
        }
    }
}
