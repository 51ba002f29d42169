//! `title-says-mcp-server`.

use crate::check::Lint;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::rules::Rated;

declare_lint! {
    /// ## What it does
    /// Reports a title that ends in "MCP server" or "MCP".
    ///
    /// ## Why
    /// The pages call every entry an MCP server, so readers would see "the GitHub MCP Server MCP server".
    ///
    /// ## Example
    /// ```yaml fail
    /// # file: github/server.yaml
    /// title: GitHub MCP Server
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// # file: github/server.yaml
    /// title: GitHub
    /// ```
    TitleSaysMcpServer, "TR404", "title-says-mcp-server", Warn,
    "a server's title says that it is a server, which is true of every entry"
}

impl Lint for TitleSaysMcpServer {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_catalog(&self, rated: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        for server in &rated.catalog.servers {
            let title = server.title.value.to_lowercase();
            if title.ends_with(" mcp server") || title.ends_with(" mcp") {
                let message = format!(
                    "the title `{}` says what every entry in this catalog is: a server",
                    server.title.value
                );
                let help = "write only the product's name";
                found.push(Diagnostic::new(&INFO, server.title.span, message).help(help));
            }
        }
    }
}
