//! The server that a policy is for.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::check::find_lint;
use crate::cli::{CliError, Console, catalog};
use crate::import::{Listed, read_tool};
use crate::load::read_file;
use crate::model::{Catalog, Category, Definition, Server, Severity};
use crate::policy::{Fault, FaultKind, Known, Policy, Profile, recommend, sibling_doors};
use crate::rules::{Classifier, rate_server};

/// Where the tools of the server come from.
#[derive(Debug, clap::Args)]
pub(super) struct ServerArg {
    /// The server of the catalog that the policy is for. By default, the server that has most of the tools.
    #[arg(long, value_name = "SERVER")]
    server: Option<String>,

    /// A `tools/list` result of the server, to use instead of the tools in the catalog.
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
    /// What is said of the open tools of that policy whose entries argue why they stay open.
    argued: BTreeSet<String>,
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

    /// Whether the catalog's own policy has the same fault, and the tool's entry says why that is right.
    pub(super) fn argues(&self, fault: &Fault) -> bool {
        fault.kind == FaultKind::SiblingDoor && self.argued.contains(&fault.message)
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
            return of_file(path, console).map(Some);
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
    let mut found = Found {
        id: server.id.clone(),
        tools: rated.iter().map(tool).collect(),
        recommended: None,
        argued: BTreeSet::new(),
    };
    let policy = recommend(&rated, Profile::Recommended);
    let doors = sibling_doors(&policy, &found.known()).into_iter();
    let doors = doors.filter(|(tool, _)| argues(server, tool));
    found.argued = doors.map(|(_, message)| message).collect();
    found.recommended = Some(policy);
    found
}

/// Whether the entry of a tool says why it has less before it than another.
fn argues(server: &Server, tool: &str) -> bool {
    let tool = server.tools.iter().find(|it| it.definition.name == tool);
    let allowed = tool.into_iter().flat_map(|it| &it.review.allow_lints);
    allowed
        .filter_map(|it| find_lint(&it.lint.value))
        .any(|it| it.name == "sibling-door")
}

fn of_file(path: &Path, console: &mut Console) -> Result<Found, CliError> {
    let listed = catalog::listing(path, &read_file(path)?, console)?;
    let tool = |it: &Listed| {
        let definition = read_tool(&it.tool)?.definition;
        let assessment = Classifier::built_in().assess(&definition);
        Some((definition, assessment.category, assessment.severity))
    };
    Ok(Found {
        id: String::new(),
        tools: listed.iter().filter_map(tool).collect(),
        recommended: None,
        argued: BTreeSet::new(),
    })
}
