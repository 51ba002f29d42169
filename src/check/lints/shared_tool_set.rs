//! `shared-tool-set`.

use std::collections::BTreeMap;

use crate::check::Lint;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::model::Server;
use crate::rules::Rated;

declare_lint! {
    /// ## What it does
    /// Reports two servers of one repository, with different subfolders or packages, whose five or more tools
    /// have the same names.
    ///
    /// ## Why
    /// If a crawler treats a monorepo as one server, each of its packages gets the tools of all packages.
    ///
    /// ## Example
    /// ```yaml fail
    /// # file: a/server.yaml
    /// title: A
    /// repository: https://example.com/mono
    /// # file: a/tools.yaml
    /// name: get_a
    /// description: Gets the list of a of one.
    /// rationale: The list of a of one is public.
    /// ---
    /// name: get_b
    /// description: Gets the list of b of one.
    /// rationale: The list of b of one is public.
    /// ---
    /// name: get_c
    /// description: Gets the list of c of one.
    /// rationale: The list of c of one is public.
    /// ---
    /// name: get_d
    /// description: Gets the list of d of one.
    /// rationale: The list of d of one is public.
    /// ---
    /// name: get_e
    /// description: Gets the list of e of one.
    /// rationale: The list of e of one is public.
    /// # file: b/server.yaml
    /// title: B
    /// repository: https://example.com/mono
    /// # file: b/tools.yaml
    /// name: get_a
    /// description: Gets the list of a of two.
    /// rationale: The list of a of two is public.
    /// ---
    /// name: get_b
    /// description: Gets the list of b of two.
    /// rationale: The list of b of two is public.
    /// ---
    /// name: get_c
    /// description: Gets the list of c of two.
    /// rationale: The list of c of two is public.
    /// ---
    /// name: get_d
    /// description: Gets the list of d of two.
    /// rationale: The list of d of two is public.
    /// ---
    /// name: get_e
    /// description: Gets the list of e of two.
    /// rationale: The list of e of two is public.
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// # file: a/server.yaml
    /// title: A
    /// repository: https://example.com/mono
    /// # file: a/tools.yaml
    /// name: get_a
    /// description: Gets the list of a of one.
    /// rationale: The list of a of one is public.
    /// ---
    /// name: get_b
    /// description: Gets the list of b of one.
    /// rationale: The list of b of one is public.
    /// ---
    /// name: get_c
    /// description: Gets the list of c of one.
    /// rationale: The list of c of one is public.
    /// ---
    /// name: get_d
    /// description: Gets the list of d of one.
    /// rationale: The list of d of one is public.
    /// ---
    /// name: get_e
    /// description: Gets the list of e of one.
    /// rationale: The list of e of one is public.
    /// # file: b/server.yaml
    /// title: B
    /// repository: https://example.com/other
    /// # file: b/tools.yaml
    /// name: get_a
    /// description: Gets the list of a of two.
    /// rationale: The list of a of two is public.
    /// ---
    /// name: get_b
    /// description: Gets the list of b of two.
    /// rationale: The list of b of two is public.
    /// ---
    /// name: get_c
    /// description: Gets the list of c of two.
    /// rationale: The list of c of two is public.
    /// ---
    /// name: get_d
    /// description: Gets the list of d of two.
    /// rationale: The list of d of two is public.
    /// ---
    /// name: get_e
    /// description: Gets the list of e of two.
    /// rationale: The list of e of two is public.
    /// ```
    SharedToolSet, "TR606", "shared-tool-set", Warn,
    "two servers of one repository have the same tools"
}

impl Lint for SharedToolSet {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_catalog(&self, rated: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        let mut first_of: BTreeMap<(&str, Vec<&str>), &Server> = BTreeMap::new();
        for server in &rated.catalog.servers {
            if server.repository.is_empty() || server.tools.len() < FEWEST {
                continue;
            }
            let names = server
                .tools
                .iter()
                .map(|tool| tool.definition.name.as_str())
                .collect();
            let key = (server.repository.as_str(), names);
            if let Some(first) = first_of.get(&key) {
                let message = format!(
                    "`{}` and `{}` of one repository have the same {} tools",
                    server.id,
                    first.id,
                    server.tools.len()
                );
                let help = "capture each package separately and set `subfolder`";
                found.push(
                    Diagnostic::new(&INFO, server.title.span, message)
                        .related(first.title.span, "the other one")
                        .help(help),
                );
            } else {
                first_of.insert(key, server);
            }
        }
    }
}

/// Fewer tools than this may be alike by chance.
const FEWEST: usize = 5;
