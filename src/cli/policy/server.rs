//! The server that a policy is for.

use std::path::{Path, PathBuf};

use crate::cli::{CliError, Console, catalog};
use crate::import::{Listed, read_tool};
use crate::load::read_file;
use crate::model::{Catalog, Category, Definition, Server, Severity};
use crate::policy::{Known, Policy, Profile, recommend};
use crate::rules::{Classifier, rate_server};

/// Where the tools of the server come from.
#[derive(Debug, clap::Args)]
pub(super) struct ServerArg {
    /// The server of the catalog that the policy is for. By default, the one that has the most of the tools.
    #[arg(long, value_name = "SERVER")]
    server: Option<String>,

    /// The tools of the server as it lists them, in place of those of the catalog: a `tools/list` result.
    #[arg(long, value_name = "FILE", conflicts_with = "server")]
    tools: Option<PathBuf>,

    #[command(flatten)]
    catalog: catalog::LookupArg,
}

/// A server with its rated tools.
pub(super) struct Found {
    /// Its id in the catalog; empty for tools of a file.
    pub(super) id: String,
    pub(super) tools: Vec<(Definition, Category, Severity)>,
    /// What the catalog recommends.
    pub(super) recommended: Option<Policy>,
}

impl Found {
    pub(super) fn known(&self) -> Vec<Known<'_>> {
        self.tools
            .iter()
            .map(|(definition, category, severity)| Known {
                definition,
                category: *category,
                severity: *severity,
            })
            .collect()
    }

    pub(super) fn definitions(&self) -> Vec<&Definition> {
        self.tools
            .iter()
            .map(|(definition, _, _)| definition)
            .collect()
    }
}

impl ServerArg {
    /// The server that was named, or the one of the catalog that has the most of these tools.
    pub(super) fn find<'n>(
        &self,
        names: impl Iterator<Item = &'n str>,
        console: &mut Console,
    ) -> Result<Option<Found>, CliError> {
        if let Some(path) = &self.tools {
            return of_file(path).map(Some);
        }
        let catalog = self.catalog.open(console)?.1.catalog;
        if let Some(id) = &self.server {
            let server = catalog.server(id);
            let server = server.ok_or_else(|| catalog::no_server(id, &catalog))?;
            return Ok(Some(of_catalog(&catalog, server)));
        }
        let found = likely(&catalog, &names.collect::<Vec<_>>());
        if let Some(server) = found {
            console.say(&format!(
                "compared with the tools of `{}`; `--server` names another one",
                server.id
            ));
        }
        Ok(found.map(|server| of_catalog(&catalog, server)))
    }
}

/// The one server that has the most of these tools, and at least half of them.
fn likely<'c>(catalog: &'c Catalog, names: &[&str]) -> Option<&'c Server> {
    let shared = |server: &Server| {
        let has = |name: &&&str| server.tools.iter().any(|it| it.definition.name == **name);
        names.iter().filter(has).count()
    };
    let counted = || {
        catalog
            .servers
            .iter()
            .map(|server| (shared(server), server))
    };
    let most = counted().map(|(shared, _)| shared).max()?;
    let mut best = counted().filter(|(shared, _)| *shared == most);
    let (_, server) = best.next()?;
    let is_clear = best.next().is_none() && most > 0 && most * 2 >= names.len();
    is_clear.then_some(server)
}

fn of_catalog(catalog: &Catalog, server: &Server) -> Found {
    let rated = rate_server(catalog, server);
    let tool = |it: &crate::rules::RatedTool<'_>| {
        (
            it.tool.definition.clone(),
            it.rating.category,
            it.rating.severity,
        )
    };
    Found {
        id: server.id.clone(),
        tools: rated.iter().map(tool).collect(),
        recommended: Some(recommend(&rated, Profile::Recommended)),
    }
}

fn of_file(path: &Path) -> Result<Found, CliError> {
    let listed = catalog::listing(path, &read_file(path)?)?.tools;
    let tool = |it: &Listed| {
        let definition = read_tool(&it.tool)?.definition;
        let assessment = Classifier::built_in().assess(&definition);
        Some((definition, assessment.category, assessment.severity))
    };
    Ok(Found {
        id: String::new(),
        tools: listed.iter().filter_map(tool).collect(),
        recommended: None,
    })
}
