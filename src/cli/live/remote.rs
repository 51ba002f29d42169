//! Addresses and headers as the command line gives them.

use crate::wire::{HeaderName, HeaderValue, Uri};

/// An address of a server. Secrets go into headers, so there is none in it.
pub(in crate::cli) fn address(text: &str) -> Result<Uri, String> {
    let url: Uri = text.parse().map_err(|_| "expected a URL".to_owned())?;
    let known = matches!(url.scheme_str(), Some("http" | "https")) && url.host().is_some();
    let named = url.authority().is_some_and(|it| it.as_str().contains('@'));
    match (known, named) {
        (true, false) => Ok(url),
        (true, true) => Err("the URL contains credentials; use `--header`".to_owned()),
        (false, _) => Err("expected an http or https URL".to_owned()),
    }
}

/// How a header is written.
const FORM: &str = "write it as NAME=env:VAR: the value comes from an environment variable, so that the list of \
                    processes does not show it";

/// A header from the environment, so that its value is in no list of processes. What has another form may be a secret,
/// and no message repeats it.
pub(in crate::cli) fn header(text: &str) -> Result<(String, HeaderValue), String> {
    let (name, value) = text.split_once('=').ok_or(FORM)?;
    let variable = value.strip_prefix("env:").unwrap_or_default();
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let is_variable = !variable.is_empty() && variable.chars().all(is_name);
    if !is_variable || HeaderName::try_from(name).is_err() {
        return Err(FORM.to_owned());
    }
    header_of(name, value)
}

/// A header whose value is `env:` and the name of a variable.
#[expect(
    clippy::disallowed_methods,
    reason = "the one value that must come from nowhere else"
)]
pub(in crate::cli) fn header_of(name: &str, value: &str) -> Result<(String, HeaderValue), String> {
    let variable = value
        .strip_prefix("env:")
        .ok_or_else(|| {
            format!(
                "write it as {name}=env:VAR: the value comes from an environment variable, so that the list of processes does not show it"
            )
        })?;
    let value = std::env::var(variable)
        .map_err(|_| format!("the environment variable `{variable}` is not set"))?;
    header_as_written(name, &value)
}

/// A header with this value, which no message repeats.
pub(super) fn header_as_written(name: &str, value: &str) -> Result<(String, HeaderValue), String> {
    HeaderName::try_from(name).map_err(|_| format!("invalid header name `{name}`"))?;
    let value = HeaderValue::from_str(value);
    let mut value = value
        .map_err(|_| format!("the value of `{name}` holds characters that a header cannot have"))?;
    value.set_sensitive(true);
    Ok((name.to_owned(), value))
}
