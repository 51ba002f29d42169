//! `import --from`: many servers, asked at once and written one after the other.

use std::path::Path;

use super::{Args, many, named, one, outcome};
use crate::cli::live::{Asked, Read, ask_all, read_list};
use crate::cli::{CliError, Console, Outcome};
use crate::plural::count;

/// Imports every server of a list that can be asked, and sums up. A server that fails costs no other.
pub(super) fn run(args: &Args, list: &Path, console: &mut Console) -> Result<Outcome, CliError> {
    let listings = read_list(list, console)?;
    let all = listings.len();
    let bar = console.bar("asking", all);
    let asked = ask_all(listings, args.jobs, &args.source.limits(), &bar);
    bar.finish_and_clear();
    let mut faults = 0;
    let mut failed = Vec::new();
    for asked in asked {
        let id = asked.id.clone();
        match import(args, asked, console) {
            Ok(found) => faults += found,
            Err(reason) => {
                console.complain(&format!("error: {id}: {reason}"));
                failed.push(id);
            }
        }
    }
    let good = all - failed.len();
    console.say(&format!("{good} of {} imported", count(all, "server")));
    if failed.is_empty() {
        return Ok(outcome(faults));
    }
    let message = format!(
        "{} could not be imported: {}",
        count(failed.len(), "server"),
        failed.join(", ")
    );
    Err(CliError::usage(
        message,
        "run the command again for these servers; what was imported stays",
    ))
}

fn import(args: &Args, asked: Asked, console: &mut Console) -> Result<usize, String> {
    let id = named(asked.id).map_err(|error| error.to_string())?;
    let done = match asked.read? {
        Read::One(taken) => one(args, &id, &taken, console),
        Read::Many(listing) if listing.tools.iter().all(|it| it.server.is_empty()) => {
            many(args, &id, listing, console)
        }
        Read::Many(_) => {
            let message = "each line of the file names a server; import it with `--file`";
            return Err(message.to_owned());
        }
    };
    done.map_err(|error| match error.help() {
        Some(help) => format!("{error}\nhelp: {help}"),
        None => error.to_string(),
    })
}
