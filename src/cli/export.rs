//! `toolrisk export`.

use std::path::PathBuf;

use super::{CliError, Console, Outcome, catalog};
use crate::policy::{Policy, policylayer};
use crate::publish::write_file;
use crate::rules::rate_server;

/// Export the recommended policy of a server as PolicyLayer JSON.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The server's id: the name of its folder.
    server: String,

    #[command(flatten)]
    catalog: catalog::CatalogArg,

    /// Write to this file instead of stdout.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) fn run(args: &Args, console: &mut Console) -> Result<Outcome, CliError> {
    let (_, loaded) = catalog::open(&args.catalog.catalog)?;
    let Some(server) = loaded.catalog.server(&args.server) else {
        return Err(catalog::no_server(&args.server, &loaded.catalog));
    };
    let rated = rate_server(&loaded.catalog, server);
    let text = policylayer(&Policy::new(&server.id, &rated));
    match &args.output {
        None => console.data(&text)?,
        Some(path) => {
            write_file(path, text.as_bytes())?;
            console.say(&format!(
                "wrote the policy of {} to {}",
                server.id,
                path.display()
            ));
        }
    }
    Ok(Outcome::Clean)
}
