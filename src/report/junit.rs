//! Findings as JUnit XML, for test dashboards.

use std::collections::BTreeMap;

use super::human;
use crate::diagnostic::{Diagnostic, Level};
use crate::escape::visible;
use crate::source::Sources;

/// A suite per lint that found something; a failing case per error, a passing one per warning or note, and
/// one passing suite when there is nothing.
pub fn junit(found: &[Diagnostic], sources: &Sources) -> String {
    let mut suites: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    for finding in found {
        suites.entry(finding.lint.code).or_default().push(finding);
    }
    let failures = found.iter().filter(|it| it.level == Level::Error).count();
    let tests = found.len().max(1);
    let mut lines = vec![
        r#"<?xml version="1.0" encoding="UTF-8"?>"#.to_owned(),
        format!(r#"<testsuites name="toolrisk" tests="{tests}" failures="{failures}">"#),
    ];
    if suites.is_empty() {
        lines.push(r#"  <testsuite name="catalog" tests="1" failures="0">"#.to_owned());
        lines.push(r#"    <testcase classname="catalog" name="clean"/>"#.to_owned());
        lines.push("  </testsuite>".to_owned());
    }
    for (code, findings) in suites {
        lines.extend(suite(code, &findings, sources));
    }
    lines.push("</testsuites>\n".to_owned());
    lines.join("\n")
}

fn suite(code: &str, findings: &[&Diagnostic], sources: &Sources) -> Vec<String> {
    let failures = findings
        .iter()
        .filter(|it| it.level == Level::Error)
        .count();
    let name = findings.first().map_or("", |first| first.lint.name);
    let tests = findings.len();
    let mut lines = vec![format!(
        r#"  <testsuite name="{code} {name}" tests="{tests}" failures="{failures}">"#
    )];
    for finding in findings {
        let (start, _) = sources.line_col(finding.primary.span);
        let path = xml(sources.path(finding.primary.span.file));
        let place = format!("{path}:{}:{}", start.line, start.column);
        let message = xml(&finding.message);
        let text = xml(&human(finding, sources, false));
        let case = format!(r#"    <testcase classname="{path}" name="{place} {message}""#);
        if finding.level == Level::Error {
            lines.push(format!("{case}>"));
            lines.push(format!(
                r#"      <failure type="{name}" message="{message}">{text}</failure>"#
            ));
        } else {
            lines.push(format!("{case}>"));
            lines.push(format!("      <system-out>{text}</system-out>"));
        }
        lines.push("    </testcase>".to_owned());
    }
    lines.push("  </testsuite>".to_owned());
    lines
}

/// Text as XML 1.0 allows it and people can read it: characters that are forbidden there, that hide or
/// that steer are shown as `\u{…}`.
fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::xml;

    #[test]
    fn what_xml_forbids_or_hides_is_shown() {
        assert_eq!(
            xml("a<b>&\"'\u{1b}\u{ffff}\u{202e}\n"),
            "a&lt;b&gt;&amp;&quot;&apos;\\u{1b}\\u{ffff}\\u{202e}\n"
        );
    }
}
