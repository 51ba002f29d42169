//! `slug-as-title`.

use crate::check::Lint;
use crate::check::prose::words;
use crate::check::words::name_words;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::rules::Rated;

declare_lint! {
    /// ## What it does
    /// Reports a server title that is an id, a package or a random number, or an id with capitals: `my-server`,
    /// `@me/my_server`, `Mcp Ap2`. A title of one lower-case word that equals the id is only a note, because some
    /// names are written like this: `n8n`.
    ///
    /// ## Why
    /// Nothing is called "Mcp Ap2". A person should write the title.
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
            let title = server.title.value.trim();
            let message = format!("the title `{title}` is made from an id");
            let finding = || Diagnostic::new(&INFO, server.title.span, message.clone());
            if is_slug(title) || spells_initials_small(title, &server.id) {
                found.push(finding().help("write the server's proper name"));
            } else if title == server.id && server.title.span.range().len() >= title.len() {
                found.push(finding().help("write the name as its owner writes it; if this is the owner's spelling, change nothing").note());
            }
        }
    }
}

/// Whether a title is written as ids and packages are: one word with joints.
fn is_slug(title: &str) -> bool {
    if title.contains(char::is_whitespace) {
        return false;
    }
    let small = !title.contains(char::is_uppercase);
    let parts: Vec<&str> = title.split(['-', '_', '/', '.']).collect();
    let generic = |part: &&str| GENERIC.iter().any(|word| part.eq_ignore_ascii_case(word));
    let joined = title.contains('-') && (small || parts.iter().any(generic));
    let package = title.contains(['_', '/', '@']) || small && title.matches('.').count() > 1;
    joined || package || is_camel(title) || is_number(title)
}

/// Words that ids have and names do not need.
const GENERIC: &[&str] = &["mcp", "server", "mcpserver"];

/// `notesServer`: joints of capitals after a small letter, and a word that only ids have.
fn is_camel(title: &str) -> bool {
    let small = title.starts_with(char::is_lowercase);
    small
        && name_words(title)
            .split(' ')
            .skip(1)
            .any(|word| GENERIC.contains(&word))
}

/// A random number: many hexadecimal digits, letters among them.
fn is_number(title: &str) -> bool {
    let hex = |c: char| c.is_ascii_hexdigit() || c == '-';
    title.len() >= 12 && title.chars().all(hex) && title.contains(|c: char| c.is_ascii_digit())
}

/// Initials that a program has written with one capital in the words of the id: "Mcp Ap2".
fn spells_initials_small(title: &str, id: &str) -> bool {
    let spelled = title.to_lowercase().replace(' ', "-") == id;
    let has = |initials: &[&str]| words(title).iter().any(|word| initials.contains(word));
    has(&["Mcp"]) || spelled && has(INITIALS)
}

const INITIALS: &[&str] = &[
    "Api", "Aws", "Http", "Json", "Llm", "Pdf", "Sdk", "Sql", "Url", "Xml", "Csv", "Cli",
];

#[cfg(test)]
mod tests {
    use super::{is_slug, spells_initials_small};

    #[test]
    fn names_that_people_write_are_no_ids() {
        for title in [
            "GitHub",
            "iTerm",
            "n8n",
            "Next.js",
            "Trigger.dev",
            "Wi-Fi",
            "Vibe-Coder",
            "Notes (MCP)",
            "eBay",
            "decade",
        ] {
            assert!(!is_slug(title), "{title}");
        }
        assert!(!spells_initials_small("Google Drive", "google-drive"));
    }

    #[test]
    fn ids_packages_and_numbers_are_found() {
        let ids = [
            "trigger-dev",
            "office-word-mcp-server",
            "Hass-MCP",
            "QRCode_MCP",
            "@me/notes",
            "io.github.me",
            "notesServer",
            "3f2b9c1d-77aa-4e0b",
            "MyNotes_v2",
        ];
        for title in ids {
            assert!(is_slug(title), "{title}");
        }
        assert!(spells_initials_small("Mcp Ap2", "mcp-ap2"));
        assert!(spells_initials_small("Weather Api", "weather-api"));
    }
}
