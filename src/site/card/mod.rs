//! The picture that stands for a server where its address is shared: 1200 by 630 pixels, PNG.
//!
//! Consumers of Open Graph take no SVG, so the picture is drawn here, in three kinds of things:
//! a ground, boxes, and glyphs. A general renderer of SVG (resvg) brings parsing, shaping, and
//! filling in true colour to every picture; here glyphs are rasterised once a run and copied into
//! sixteen colours, so that a server's picture costs little more than its compression.

mod canvas;
mod letters;

use canvas::{Canvas, Colour};
use letters::{Size, fits, is_covered, width};

use super::render::Site;
use super::words::count;
use crate::model::Severity;

/// Left and right margin, in pixels.
const MARGIN: usize = 80;
const INNER: usize = canvas::WIDTH - 2 * MARGIN;

/// The card of the whole site.
pub(super) fn of_site(site: &Site<'_>) -> Vec<u8> {
    let index = &site.index;
    let config = &index.rated.catalog.config;
    let places = |severity: &Severity| index.in_severity(*severity).len();
    let counts = Severity::ALL.iter().rev().map(|each| (*each, places(each)));
    let all = format!(
        "{} on {}",
        count(index.rated.tools.len(), "tool"),
        count(index.servers.len(), "server")
    );
    let tagline = shown(&config.tagline, "A risk catalog of MCP tools");
    card(tagline, shown(&config.title, "toolrisk"), &all, counts)
}

/// The card of a server, by its place in the catalog.
pub(super) fn of_server(site: &Site<'_>, number: usize) -> Vec<u8> {
    let Some(entry) = site.index.servers.get(number) else {
        return Vec::new();
    };
    let title = &site.index.rated.catalog.config.title;
    let counts = entry
        .severities
        .iter()
        .rev()
        .map(|(each, tools)| (*each, *tools));
    card(
        shown(title, "toolrisk"),
        shown(&entry.server.title.value, &entry.server.id),
        &count(entry.range.len(), "tool"),
        counts,
    )
}

/// The text, or what stands for it where the font lacks one of its characters.
fn shown<'t>(text: &'t str, other: &'t str) -> &'t str {
    if is_covered(text) { text } else { other }
}

fn card(
    over: &str,
    title: &str,
    under: &str,
    counts: impl Iterator<Item = (Severity, usize)>,
) -> Vec<u8> {
    let mut canvas = Canvas::new();
    canvas.text(
        MARGIN,
        130,
        Size::Small,
        Colour::Soft,
        &fits(over, Size::Small, INNER),
    );
    let size = if width(title, Size::Huge) <= INNER {
        Size::Huge
    } else {
        Size::Large
    };
    canvas.text(MARGIN, 280, size, Colour::Text, &fits(title, size, INNER));
    canvas.text(
        MARGIN,
        370,
        Size::Medium,
        Colour::Soft,
        &fits(under, Size::Medium, INNER),
    );
    let counts: Vec<(Severity, usize)> = counts.filter(|(_, tools)| *tools > 0).collect();
    let all: usize = counts.iter().map(|(_, tools)| tools).sum();
    let (mut before, mut x) = (0, MARGIN);
    for (severity, tools) in counts {
        let colour = Colour::Severity(severity);
        let at = |tools: usize| MARGIN + INNER * tools / all.max(1);
        let (left, right) = (at(before), at(before + tools));
        canvas.fill(
            left,
            430,
            (right - left).saturating_sub(4).max(2),
            44,
            colour,
        );
        before += tools;
        let text = format!("{tools} {severity}");
        canvas.fill(x, 519, 24, 24, colour);
        canvas.text(x + 36, 542, Size::Small, Colour::Text, &text);
        x += 36 + width(&text, Size::Small) + 44;
    }
    canvas.png()
}
