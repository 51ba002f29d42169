//! What is noted of a capture beside its tools, from the arguments and from the list.

use super::{Args, date};
use crate::cli::CliError;
use crate::cli::live::Taken;
use crate::import::{CaptureNote, Listed};

/// The note on a server that was asked, or on its list.
pub(super) fn of_taken(args: &Args, taken: &Taken) -> CaptureNote {
    let or =
        |given: &Option<String>, found: &str| given.clone().unwrap_or_else(|| found.to_owned());
    CaptureNote {
        title: or(&args.title, &taken.capture.server.title),
        package: or(&args.package, &taken.package.typed()),
        protocol: or(&args.protocol, &taken.capture.protocol),
        date: args.captured.clone().unwrap_or_else(today),
        registry: taken.package.registry.clone(),
        method: taken.method,
    }
}

/// The note on the lines of one server.
pub(super) fn of_lines(
    args: &Args,
    listed: &[Listed],
    protocol: &str,
) -> Result<CaptureNote, CliError> {
    let first = listed.first();
    let or =
        |given: &Option<String>, found: &str| given.clone().unwrap_or_else(|| found.to_owned());
    let note = CaptureNote {
        title: or(&args.title, first.map_or("", |it| &it.title)),
        package: or(&args.package, first.map_or("", |it| &it.package)),
        protocol: or(&args.protocol, protocol),
        date: args.captured.clone().unwrap_or_else(today),
        ..CaptureNote::default()
    };
    check(&note.package, &note.protocol)?;
    Ok(note)
}

/// Refuses a package and a protocol version that are malformed; empty ones are unknown.
pub(super) fn check(package: &str, protocol: &str) -> Result<(), CliError> {
    if !package.is_empty() && !is_package(package) {
        return Err(CliError::usage(
            format!("invalid package `{package}`"),
            "write the registry, a colon, the name, and the version: `npm:@scope/name@1.2.3`",
        ));
    }
    if !protocol.is_empty() && date(protocol).is_err() {
        return Err(CliError::usage(
            format!("invalid protocol version `{protocol}`"),
            "versions are days, such as `2025-11-25`",
        ));
    }
    Ok(())
}

/// `npm:@scope/name@1.2.3`: a registry, a name, and a version if it is known; no spaces or other signs.
fn is_package(package: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "@/._+-:".contains(c);
    package.split_once(':').is_some_and(|(registry, name)| {
        !registry.is_empty()
            && registry
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
            && name.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '@')
            && name.ends_with(|c: char| c.is_ascii_alphanumeric())
            && name.chars().all(plain)
    })
}

fn today() -> String {
    jiff::Timestamp::now().strftime("%F").to_string()
}
