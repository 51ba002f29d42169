//! `slug-as-title`.

use crate::check::Lint;
use crate::check::prose::words;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::rules::Rated;

declare_lint! {
    /// ## What it does
    /// Reports a server title that is the id itself or its words with capitals, and `Mcp` for `MCP`.
    ///
    /// ## Why
    /// "Mcp Ap2" is nobody's name. Titles are written by people.
    ///
    /// ## Example
    /// ```yaml fail
    /// # file: mcp-ap2/server.yaml
    /// title: Mcp Ap2
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// # file: mcp-ap2/server.yaml
    /// title: Agent Payments (AP2)
    /// ```
    SlugAsTitle, "TR403", "slug-as-title", Warn,
    "a server's title is made from its id"
}

impl Lint for SlugAsTitle {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_catalog(&self, rated: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        for server in &rated.catalog.servers {
            let title = server.title.value.as_str();
            let spelled = title.to_lowercase().replace(' ', "-") == server.id;
            let slug = title == server.id && title.contains('-') || spelled && title.contains(' ') && title.contains("Mcp");
            if slug || words(title).contains(&"Mcp") {
                let message = format!("the title `{title}` is made from an id");
                let help = "write the server's proper name";
                found.push(Diagnostic::new(&INFO, server.title.span, message).help(help));
            }
        }
    }
}
