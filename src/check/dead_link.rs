//! `dead-link`: what the site finds out, because it alone knows where its pages go.

use crate::diagnostic::{Level, LintInfo};

/// A link in a page of Markdown that leads nowhere.
pub static DEAD_LINK: LintInfo = LintInfo {
    code: "TR310",
    name: "dead-link",
    level: Level::Error,
    summary: "a link of a page leads nowhere",
    explanation: r" ## What it does
 Reports links in the pages of `docs`, in attack patterns and in glossary terms that lead to no page or file of the
 site, to a heading that the page does not have, or that the site shows as plain text, such as `other.md`. It does
 not look at other sites. It looks at your own files under `/static/` only with `check --static`.

 ## Why
 A reader who follows the link finds nothing. Links often break when a page or a server gets another name.

 ## Example
 ```text
 See [the review](review.md) and [the list](/server/).
 ```
 Use instead:
 ```text
 See [the review](/docs/review/) and [the list](/servers/).
 ```
",
};
