//! What a user's templates write that no page would show: blocks, texts and files that nothing asks for. The language
//! ignores all three, so a misspelt name would go unseen.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::suggest;

/// What no page would show, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) template: String,
    /// The line, where it is one of the template.
    pub(super) line: Option<usize>,
    pub(super) what: String,
}

/// What is wrong with the first template that has such a fault. `source` gives any template, `replaced` are the user's
/// own, `built_in` the names of the others.
pub(super) fn fault<'t>(
    replaced: &'t BTreeMap<String, String>,
    built_in: &[&'t str],
    source: impl Fn(&str) -> Option<&'t str>,
) -> Option<Fault> {
    let mut outlines = Outlines {
        source,
        read: BTreeMap::new(),
    };
    let own: Vec<&'t str> = replaced.keys().map(String::as_str).collect();
    let lost = own.iter().find_map(|name| outlines.lost(name));
    lost.or_else(|| {
        let all: BTreeSet<&'t str> = own.iter().chain(built_in).copied().collect();
        let all: Vec<Outline<'t>> = all.iter().filter_map(|name| outlines.of(name)).collect();
        let mut unknown = own.iter().filter(|name| !built_in.contains(name));
        let unused = unknown.find(|name| !all.iter().any(|it| it.uses(name)))?;
        let help = suggest(unused, built_in);
        Some(Fault {
            template: (**unused).to_owned(),
            line: None,
            what: format!(
                "no page uses the template `{unused}`; {help}; or include it in another template"
            ),
        })
    })
}

/// What one template defines and asks for.
#[derive(Debug, Clone, Default)]
struct Outline<'t> {
    /// Every block.
    blocks: Vec<&'t str>,
    /// The blocks that stand in no other, each with its line.
    outer: Vec<(&'t str, usize)>,
    /// The line of the first text that stands in no block.
    text: Option<usize>,
    /// The template that it extends, if that is written as a plain name.
    parent: Option<&'t str>,
    /// The templates that it names; `None` for one that is worked out when the page is made.
    named: Vec<Option<&'t str>>,
}

impl<'t> Outline<'t> {
    fn of(source: &'t str) -> Self {
        let mut outline = Self::default();
        let mut depth = 0_usize;
        for (token, line) in tokens(source) {
            let words = match token {
                Token::Tag(words) => words,
                Token::Text => {
                    if depth == 0 {
                        outline.text.get_or_insert(line);
                    }
                    continue;
                }
            };
            match *words.as_slice() {
                ["block", name, ..] => {
                    outline.blocks.push(name);
                    if depth == 0 {
                        outline.outer.push((name, line));
                    }
                    depth += 1;
                }
                ["macro" | "call", ..] => depth += 1,
                ["set", ..] if !words.iter().any(|word| word.contains('=')) => depth += 1,
                ["endblock" | "endmacro" | "endcall" | "endset", ..] => {
                    depth = depth.saturating_sub(1);
                }
                [word @ ("extends" | "include" | "import" | "from"), name, ..] => {
                    let name = literal(name);
                    outline.named.push(name);
                    if word == "extends" {
                        outline.parent = name;
                    }
                }
                _ => {}
            }
        }
        outline
    }

    fn uses(&self, name: &str) -> bool {
        self.named.iter().any(|it| it.is_none_or(|it| it == name))
    }
}

/// Outlines of templates, read when they are asked for.
struct Outlines<'t, S> {
    source: S,
    read: BTreeMap<String, Outline<'t>>,
}

impl<'t, S: Fn(&str) -> Option<&'t str>> Outlines<'t, S> {
    fn of(&mut self, name: &str) -> Option<Outline<'t>> {
        if let Some(outline) = self.read.get(name) {
            return Some(outline.clone());
        }
        let outline = Outline::of((self.source)(name)?);
        self.read.insert(name.to_owned(), outline.clone());
        Some(outline)
    }

    /// What a template that extends another writes for nobody.
    fn lost(&mut self, name: &str) -> Option<Fault> {
        let outline = self.of(name)?;
        let parent = outline.parent?;
        let fault_at = |line, what| Fault {
            template: name.to_owned(),
            line: Some(line),
            what,
        };
        let mut known = Vec::new();
        let mut above = Some(parent);
        let mut seen = BTreeSet::new();
        while let Some(next) = above.filter(|it| seen.insert(*it)) {
            let next = self.of(next)?;
            known.extend(next.blocks);
            above = next.parent;
        }
        let unknown = |(block, _): &&(&str, usize)| !known.contains(block);
        if let Some((block, line)) = outline.outer.iter().find(unknown) {
            let help = suggest(block, &known);
            let what = format!(
                "unknown block `{block}` in `{name}`, line {line}: `{parent}` has no such block; {help}"
            );
            return Some(fault_at(*line, what));
        }
        let line = outline.text?;
        let what = format!(
            "the text in line {line} of `{name}` stands in no block, so no page shows it: put it in a block of `{parent}`"
        );
        Some(fault_at(line, what))
    }
}

/// A name in quotation marks.
fn literal(word: &str) -> Option<&str> {
    let quotes = ['"', '\''];
    let inside = word.strip_prefix(quotes)?.strip_suffix(quotes)?;
    (!inside.contains(quotes)).then_some(inside)
}

enum Token<'t> {
    /// `{% … %}`, as words.
    Tag(Vec<&'t str>),
    /// Anything that a page would show.
    Text,
}

/// The tags and texts of a template, each with its line; comments and blank texts are left out.
fn tokens(source: &str) -> Vec<(Token<'_>, usize)> {
    let mut tokens = Vec::new();
    let mut rest = source;
    let line = |rest: &str| {
        let before = source.strip_suffix(rest).unwrap_or_default();
        before.matches('\n').count() + 1
    };
    while !rest.is_empty() {
        let mut starts = rest.match_indices('{').map(|(at, _)| at);
        let opens = |at: &usize| {
            let after = rest.get(at + 1..).unwrap_or_default();
            after.starts_with(['%', '#', '{'])
        };
        let start = starts.find(opens).unwrap_or(rest.len());
        let (text, tag) = rest.split_at_checked(start).unwrap_or((rest, ""));
        if !text.trim().is_empty() {
            let begins = text.trim_start();
            tokens.push((Token::Text, line(rest) + breaks(text, begins)));
        }
        let (kind, close) = match tag.get(..2) {
            Some("{%") => ('%', "%}"),
            Some("{{") => ('{', "}}"),
            _ => ('#', "#}"),
        };
        let end = tag.find(close).map_or(tag.len(), |at| at + 2);
        let (inside, after) = tag.split_at_checked(end).unwrap_or((tag, ""));
        match kind {
            '{' => tokens.push((Token::Text, line(tag))),
            '%' => {
                let words = inside.trim_matches(['{', '%', '}', '-', '+']);
                let words: Vec<&str> = words.split_whitespace().collect();
                let raw = words.first() == Some(&"raw");
                tokens.push((Token::Tag(words), line(tag)));
                if raw {
                    rest = raw_end(after);
                    continue;
                }
            }
            _ => {}
        }
        rest = after;
    }
    tokens
}

/// The line breaks of a text before its part `begins`.
fn breaks(text: &str, begins: &str) -> usize {
    let blank = text.strip_suffix(begins).unwrap_or_default();
    blank.matches('\n').count()
}

/// What follows a raw text, which may hold what looks like tags.
fn raw_end(text: &str) -> &str {
    let end = text.find("endraw").unwrap_or(text.len());
    let after = text.get(end..).unwrap_or_default();
    after.split_once("%}").map_or("", |(_, after)| after)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault_of(own: &[(&str, &str)]) -> Option<String> {
        let built_in = [
            (
                "base.html",
                "<html>{% block head %}{% endblock %}{% block main %}{% endblock %}",
            ),
            (
                "tool.html",
                "{% extends \"base.html\" %}{% block main %}{% block hero %}{% endblock %}{% endblock %}",
            ),
            ("part.html", "<p>"),
        ];
        let replaced: BTreeMap<String, String> = own
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .collect();
        let names = built_in.map(|(name, _)| name);
        let fault = fault(&replaced, &names, |name| {
            let bare = name.strip_prefix("builtin/");
            let own = replaced.get(name).map(String::as_str);
            let find = |name| built_in.iter().find(|(it, _)| *it == name);
            own.or_else(|| find(bare.unwrap_or(name)).map(|(_, text)| *text))
        });
        fault.map(|it| it.what)
    }

    #[test]
    fn what_no_page_would_show_is_a_fault() {
        let extends = "{% extends \"builtin/tool.html\" %}\n";
        for (text, what) in [
            (
                "{% block heros %}{% endblock %}",
                "unknown block `heros` in `tool.html`, line 2",
            ),
            (
                "{%- block titel -%}{%- endblock -%}",
                "unknown block `titel`",
            ),
            ("{% block\n hreo %}{% endblock %}", "did you mean `hero`?"),
            ("\n<p>Lost</p>", "the text in line 3 of `tool.html`"),
            ("{{ name }}", "the text in line 2"),
            ("{% if name %}Lost{% endif %}", "the text in line 2"),
        ] {
            let told = fault_of(&[("tool.html", &format!("{extends}{text}"))]).unwrap();
            assert!(told.contains(what), "{text}: {told}");
        }
        let told = fault_of(&[("tol.html", "<p>")]).unwrap();
        assert!(told.contains("did you mean `tool.html`?"), "{told}");
    }

    #[test]
    fn what_a_page_shows_is_none() {
        let extends = "{% extends \"builtin/tool.html\" %}\n";
        for text in [
            "{% block hero %}x{% endblock %}",
            "{% block main %}{% block mine %}{% endblock mine %}{% endblock main %}",
            "{# {% block heros %} #}{% block head %}{% raw %}{% block heros %}{% endraw %}{% endblock %}",
            "{% macro row(it) %}<p>{{ it }}{% endmacro %}{% set a = 1 %}{% set b %}text{% endset %}",
        ] {
            let told = fault_of(&[("tool.html", &format!("{extends}{text}"))]);
            assert_eq!(told, None, "{text}");
        }
        assert_eq!(
            fault_of(&[("tool.html", "<p>{% block any %}{% endblock %}")]),
            None
        );
        let own = [
            (
                "mine.html",
                "{% extends \"base.html\" %}{% block odd %}{% endblock %}",
            ),
            (
                "base.html",
                "{% block odd %}{% endblock %}{% include 'more.html' %}",
            ),
            ("more.html", "<p>"),
            (
                "tool.html",
                "{% extends 'mine.html' %}{% block odd %}{% endblock %}",
            ),
        ];
        assert_eq!(fault_of(&own), None);
    }
}
