//! What is the same on every page, rendered once: the links of the head, the navigation of each
//! section, the footer.

use std::collections::BTreeMap;

use minijinja::value::{Serde, Value};
use minijinja::{Environment, Error};
use serde::Serialize;

use super::context::SiteValues;
use super::html::Html;

/// The finished parts; the templates see them as `layout`.
#[derive(Debug, Serialize)]
pub(super) struct Layout {
    links: Html,
    /// By the key that a page's shell holds.
    nav: BTreeMap<String, Html>,
    footer: Html,
}

impl Layout {
    /// Renders the parts from their templates, which need the global `site`.
    pub(super) fn new(env: &Environment<'_>, values: &SiteValues) -> Result<Self, Error> {
        let part = |name: &str, context: Value| {
            let text = env.get_template(name)?.render(context)?;
            Ok::<Html, Error>(Html::finished(text))
        };
        let navs = values.navs().map(|nav| {
            let html = part("nav.html", Value::from(Serde(&nav)))?;
            Ok((nav.key(), html))
        });
        Ok(Self {
            links: part("links.html", Value::UNDEFINED)?,
            nav: navs.collect::<Result<_, Error>>()?,
            footer: part("footer.html", Value::UNDEFINED)?,
        })
    }
}
