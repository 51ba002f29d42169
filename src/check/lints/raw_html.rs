//! `raw-html`.

use crate::check::Lint;
use crate::check::prose::{pieces, without_code};
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports HTML tags in prose. Pages show them as text.
    ///
    /// ## Why
    /// Prose is Markdown. An HTML tag in it is either a mistake or an attack.
    ///
    /// ## Example
    /// ```yaml fail
    /// name: get_weather
    /// description: Gets the forecast of a <b>city</b>.
    /// rationale: Returns a public forecast.
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// name: get_weather
    /// description: Gets the forecast of a city.
    /// rationale: Returns a public forecast.
    /// ```
    RawHtml, "TR211", "raw-html", Warn,
    "a text contains HTML"
}

impl Lint for RawHtml {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_tool(&self, tool: &RatedTool<'_>, _: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        for piece in pieces(tool.tool).filter(|piece| piece.text.contains('<')) {
            let text = without_code(before_stray_fence(piece.text)).to_lowercase();
            let opens = |tag: &&&str| {
                text.contains(&format!("<{tag}>"))
                    || text.contains(&format!("<{tag} "))
                    || text.contains(&format!("</{tag}>"))
            };
            if let Some(tag) = TAGS.iter().find(opens) {
                let message = format!("the {} has the HTML tag `<{tag}>`", piece.key);
                let help = "write Markdown; put a literal tag in backticks";
                found.push(piece.finding(&INFO, message).help(help));
            }
        }
    }
}

/// The part of a text of which one can tell what is code: after a fence too many, code and prose change places.
fn before_stray_fence(text: &str) -> &str {
    let odd = text.matches("```").count() % 2 == 1;
    let first = text.split("```").next().unwrap_or_default();
    if odd { first } else { text }
}

const TAGS: &[&str] = &[
    "a", "b", "i", "p", "br", "em", "ul", "ol", "li", "div", "img", "svg", "pre", "code", "span",
    "script", "style", "iframe", "object", "strong", "table", "details",
];

#[cfg(test)]
mod tests {
    use super::before_stray_fence;

    #[test]
    fn what_follows_a_stray_fence_may_be_code() {
        let whole = "Says:\n```\n<p>\n```\nThen <p>.";
        assert_eq!(before_stray_fence(whole), whole);
        let stray = "Says <b>:\n```\n```\n```\n<p>";
        assert_eq!(before_stray_fence(stray), "Says <b>:\n");
    }
}
