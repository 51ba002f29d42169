//! Which release of a server was looked at, when, and whether that is out of date.

use serde::Serialize;

use crate::model::{Capture, Server};
use crate::site::html::Html;

/// A line of provenance.
#[derive(Debug, Serialize)]
pub(in crate::site) struct Fact {
    pub(in crate::site) label: &'static str,
    pub(in crate::site) value: Html,
}

impl Fact {
    pub(in crate::site) fn new(label: &'static str, value: Html) -> Self {
        Self { label, value }
    }

    /// Adds it under what is there.
    pub(in crate::site) fn under(html: Html, fact: &Self) -> Html {
        html.tag("<div><dt>")
            .tag(fact.label)
            .tag("</dt><dd>")
            .html(&fact.value)
            .tag("</dd></div>\n")
    }
}

/// The package, the release of it, and how and when its tool list was taken.
pub(in crate::site) fn capture_facts(server: &Server) -> Vec<Fact> {
    let mut facts = Vec::new();
    let capture = server.capture.as_ref();
    let package = capture.map_or("", |capture| &capture.package);
    let package = if package.is_empty() {
        &server.package
    } else {
        package
    };
    if !package.is_empty() {
        facts.push(Fact::new("Package", Html::default().code(package)));
    }
    let Some(capture) = capture.filter(|capture| !capture.date.is_empty()) else {
        return facts;
    };
    if capture.version().is_empty() {
        facts.push(Fact::new("Release", Html::own("unknown")));
    }
    facts.push(Fact::new("Tool list", taken(capture)));
    if server.is_outdated() {
        facts.push(Fact::new("State", Html::own("<b>out of date</b>")));
    }
    facts
}

/// How the list was taken: a file says nothing of when the server offered it.
fn taken(capture: &Capture) -> Html {
    let how = if capture.method == "file" {
        "from a file, imported "
    } else {
        "from the server, asked "
    };
    Html::own(how).text(&capture.date)
}

/// That the tool list is of another release than the newest, as a sentence; empty when it is not known to be.
pub(in crate::site) fn outdated(server: &Server) -> Html {
    let (true, Some(newest), Some(capture)) =
        (server.is_outdated(), &server.newest, &server.capture)
    else {
        return Html::default();
    };
    let html = match capture.version() {
        "" => Html::own("This tool list is of an unknown, probably old release"),
        version => Html::own("This tool list is of release ").text(version),
    };
    html.text(", but ")
        .text(&newest.version)
        .text(" was the newest on ")
        .text(&newest.seen)
        .text(". The server may have added, changed or removed tools since. The policy blocks tools that are not listed here.")
}
