//! Errors of the command line without values that may be secrets.

use clap::Error;
use clap::error::{ContextKind, ContextValue};

/// Options that people write a secret behind by mistake.
const OPTIONS: &[&str] = &["--env", "--header", "--url"];

/// An error without the value of an argument that may hold a secret.
pub(super) fn hide(mut error: Error) -> Error {
    let Some(ContextValue::String(argument)) = error.get(ContextKind::InvalidArg) else {
        return error;
    };
    let name = argument.split([' ', '=']).next().unwrap_or_default();
    if OPTIONS.contains(&name) && error.get(ContextKind::InvalidValue).is_some() {
        error.remove(ContextKind::InvalidValue);
        let hidden = ContextValue::String("…".to_owned());
        error.insert(ContextKind::InvalidValue, hidden);
    }
    error
}
