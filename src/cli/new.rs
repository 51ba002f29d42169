//! `toolrisk new`.

use clap::Subcommand;

use super::create::create;
use super::{CliError, Console, Outcome, catalog};
use crate::load::{load, read_tree};
use crate::model::is_server_id;
use crate::scaffold::{Kind, part};

/// Add a server, a tool, an attack pattern or a glossary term to a catalog.
///
/// The command never changes a file that exists. To add the tools of a server that runs, use `toolrisk import`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,

    #[command(flatten)]
    pub(super) catalog: catalog::CatalogArg,
}

#[derive(Debug, Subcommand)]
enum What {
    /// A server.
    Server {
        /// The server's id, which is the name of its folder: lower-case letters, digits and hyphens.
        id: String,
        /// The title on its page. The default is the id.
        #[arg(long)]
        title: Option<String>,
    },
    /// A tool of a server.
    Tool {
        /// The server's id.
        server: String,
        /// The tool's name, exactly as the server gives it.
        name: String,
        /// What a call does, as the server describes it.
        #[arg(long, default_value = "TODO: what a call does.")]
        description: String,
    },
    /// An attack pattern.
    Attack {
        /// The pattern's id, which is the name of its file.
        id: String,
        /// The title on its page. The default is the id.
        #[arg(long)]
        title: Option<String>,
    },
    /// A term of the glossary.
    Term {
        /// The term's id, which is the name of its file.
        id: String,
        /// The term as it is written. The default is the id.
        #[arg(long)]
        title: Option<String>,
    },
}

pub(super) fn run(args: &Args, console: &mut Console) -> Result<Outcome, CliError> {
    let folder = args.catalog.folder();
    let schemas = folder.join(".schema/tool.json").is_file();
    let words = |id: &str| id.replace(['-', '_'], " ");
    let (id, (place, text), next) = match &args.what {
        What::Server { id, title } => {
            let title = title.clone().unwrap_or_else(|| words(id));
            (
                valid(id)?,
                part(Kind::Server(&title), id, schemas),
                format!("toolrisk new tool {id} NAME"),
            )
        }
        What::Tool {
            server,
            name,
            description,
        } => {
            free(args, server, name)?;
            let file = part(Kind::Tool(server, description), name, schemas);
            (name.as_str(), file, "toolrisk check".to_owned())
        }
        What::Attack { id, title } => {
            let title = title.clone().unwrap_or_else(|| words(id));
            (
                valid(id)?,
                part(Kind::Attack(&title), id, schemas),
                "toolrisk check".to_owned(),
            )
        }
        What::Term { id, title } => {
            let title = title.clone().unwrap_or_else(|| words(id));
            (
                valid(id)?,
                part(Kind::Term(&title), id, schemas),
                "toolrisk check".to_owned(),
            )
        }
    };
    let created = create(folder, &[(place, text)], console)?;
    if let Some(kept) = created.kept.first() {
        return Err(CliError::usage(
            format!(
                "`{}` exists, so it was not changed",
                folder.join(kept).display()
            ),
            format!("choose another name than `{id}`, or edit the file"),
        ));
    }
    console.say(&format!("next: replace each TODO in it, then run `{next}`"));
    Ok(Outcome::Clean)
}

fn valid(id: &str) -> Result<&str, CliError> {
    if is_server_id(id) {
        return Ok(id);
    }
    Err(CliError::usage(
        format!("invalid id `{id}`"),
        "use lower-case letters, digits and hyphens, at most 64",
    ))
}

/// Refuses a tool of a server that is not there, and one that has an entry.
fn free(args: &Args, server: &str, name: &str) -> Result<(), CliError> {
    let folder = args.catalog.folder();
    let loaded = load(&read_tree(folder, None)?);
    let Some(found) = loaded.catalog.server(server) else {
        let mut error = catalog::no_server(server, &loaded.catalog);
        if let CliError::Usage { help, .. } = &mut error {
            *help = format!("{help}; to add the server, run `toolrisk new server {server}`");
        }
        return Err(error);
    };
    if found.tools.iter().any(|tool| tool.definition.name == name) {
        return Err(CliError::usage(
            format!("`{server}` already has an entry for `{name}`"),
            "edit that entry",
        ));
    }
    Ok(())
}
