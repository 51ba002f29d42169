//! Badges: small SVG pictures for the README of a server, and one for each severity.

use super::data::SiteData;
use super::html::Html;
use super::text::Text;
use super::words::count;
use crate::model::Severity;

/// Longest label, in characters.
const LABEL: usize = 24;
/// Longest name of a tool, in characters.
const NAME: usize = 40;
/// Space at both ends of a text, and the height, in pixels.
const PADDING: usize = 6;
const HEIGHT: usize = 20;

/// The badge of a server: its worst severity, and how many of its tools have it.
pub(super) fn of_server(site: &SiteData<'_>, number: usize) -> String {
    let Some(entry) = site.index.servers.get(number) else {
        return String::new();
    };
    let all = count(entry.range.len(), "tool");
    match entry.severities.iter().next_back() {
        None => badge(site, "no tools", "#565b64"),
        Some((worst, tools)) if *tools == entry.range.len() => {
            badge(site, &format!("{all}, {worst} risk"), colour(*worst))
        }
        Some((worst, tools)) => badge(
            site,
            &format!("{tools} of {all} {worst} risk"),
            colour(*worst),
        ),
    }
}

/// The badge of a tool: its name and its severity.
pub(super) fn of_tool(site: &SiteData<'_>, place: usize) -> String {
    let Some(rated) = site.index.tool(place) else {
        return String::new();
    };
    let severity = rated.rating.severity;
    let name = Text::short(&rated.tool.definition.name, NAME);
    badge(
        site,
        &format!("{}: {severity} risk", name.as_str()),
        colour(severity),
    )
}

/// The badge of a severity.
pub(super) fn of_severity(site: &SiteData<'_>, severity: Severity) -> String {
    badge(site, &format!("{severity} risk"), colour(severity))
}

/// The text colours of the light theme: white on them has a contrast of 5 and more.
pub(super) const fn colour(severity: Severity) -> &'static str {
    match severity {
        Severity::Low => "#1b6a3b",
        Severity::Medium => "#725000",
        Severity::High => "#963400",
        Severity::Critical => "#9a0f34",
    }
}

/// A label on grey and what it says on `colour`.
fn badge(site: &SiteData<'_>, what: &str, colour: &'static str) -> String {
    let label = Text::short(&site.index.rated.catalog.config.title, LABEL);
    let label = label.as_str();
    let (left, right) = (width(label) + 2 * PADDING, width(what) + 2 * PADDING);
    let number = |pixels: usize| pixels.to_string();
    let all = number(left + right);
    let text = |html: Html, x: usize, text: &str| {
        html.tag("<text x=\"")
            .text(&number(x + PADDING))
            .tag("\" y=\"14\" textLength=\"")
            .text(&number(width(text)))
            .tag("\">")
            .text(text)
            .tag("</text>\n")
    };
    let html = Html::own("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"")
        .text(&all)
        .tag("\" height=\"")
        .text(&number(HEIGHT))
        .tag("\" viewBox=\"0 0 ")
        .text(&all)
        .tag(" ")
        .text(&number(HEIGHT))
        .tag("\">\n<title>")
        .text(label)
        .tag(": ")
        .text(what)
        .tag("</title>\n<rect width=\"")
        .text(&number(left))
        .tag("\" height=\"20\" fill=\"#3c4149\"/>\n<rect x=\"")
        .text(&number(left))
        .tag("\" width=\"")
        .text(&number(right))
        .tag("\" height=\"20\" fill=\"")
        .tag(colour)
        .tag("\"/>\n<g fill=\"#fff\" font-family=\"Verdana,DejaVu Sans,sans-serif\" font-size=\"11\">\n");
    let html = text(html, 0, label);
    text(html, left, what).tag("</g>\n</svg>\n").into_string()
}

/// About how wide a text is in Verdana at 11 pixels; `textLength` makes it so in any other font.
fn width(text: &str) -> usize {
    let tenths = |c: char| match c {
        'i' | 'j' | 'l' | '\'' | '|' => 31,
        ' ' | '.' | ',' | ':' | ';' | 'f' | 'I' | 'r' | 't' | '(' | ')' | '[' | ']' | '/' | '!' => {
            43
        }
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 102,
        'A'..='Z' => 77,
        c if c.is_ascii() => 67,
        // Wide letters of other scripts take a whole square.
        _ => 110,
    };
    text.chars().map(tenths).sum::<usize>().div_ceil(10)
}
