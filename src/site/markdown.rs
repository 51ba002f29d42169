//! Prose of the catalog to HTML: raw HTML shows as text, links keep to harmless schemes, no pictures.

use pulldown_cmark::{
    CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html,
};

use super::highlight;
use super::html::Html;
use super::text::visible;
use crate::escape::is_hidden;

/// What becomes of headings in the prose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Headings {
    /// They become bold paragraphs: the page's own outline stays as it is.
    Bold,
    /// They follow under the page's `h1`, without gaps: the outermost becomes `h2`.
    Sections,
}

/// Markdown as HTML, and its outermost headings, each with the fragment of its address.
pub(super) fn with_contents(markdown: &str, root: &str) -> (Html, Vec<(String, String)>) {
    let html = render(markdown, Headings::Sections, root).into_string();
    let mut contents: Vec<(String, String)> = Vec::new();
    let mut out = String::with_capacity(html.len() + 256);
    let mut rest = html.as_str();
    // No text can hold this: every `<` in it is escaped.
    while let Some((before, after)) = rest.split_once("<h2>") {
        let (heading, tail) = after.split_once("</h2>").unwrap_or((after, ""));
        let text = text_of(heading);
        let id = fragment(&text, &contents);
        out.push_str(before);
        out.push_str("<h2 id=\"");
        out.push_str(&id);
        out.push_str("\">");
        out.push_str(heading);
        out.push_str("</h2>");
        contents.push((id, text));
        rest = tail;
    }
    out.push_str(rest);
    (Html::finished(out), contents)
}

/// The text of markup that this file made.
fn text_of(markup: &str) -> String {
    let mut out = String::new();
    let mut rest = markup;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        rest = after.split_once('>').map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    let entities = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ];
    entities
        .iter()
        .fold(out, |text, (entity, plain)| text.replace(entity, plain))
}

/// A fragment that no heading before this one has.
fn fragment(text: &str, before: &[(String, String)]) -> String {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let base = if words.is_empty() {
        "section".to_owned()
    } else {
        words.join("-")
    };
    let taken = |id: &str| before.iter().any(|(other, _)| other == id);
    let mut id = base.clone();
    let mut number = 1;
    while taken(&id) {
        number += 1;
        id = format!("{base}-{number}");
    }
    id
}

/// Markdown as HTML. `root` stands before links that begin with a single `/`.
pub(super) fn render(markdown: &str, headings: Headings, root: &str) -> Html {
    let mut cleaner = Cleaner {
        headings,
        root,
        open: Vec::new(),
        kept_links: Vec::new(),
        levels: Vec::new(),
        code: None,
    };
    let parser = Parser::new_ext(markdown, Options::ENABLE_TABLES);
    let events = parser.filter_map(|event| cleaner.clean(event));
    let mut out = String::with_capacity(markdown.len() * 2);
    html::push_html(&mut out, events);
    Html::finished(out.trim_end().to_owned())
}

struct Cleaner<'r> {
    headings: Headings,
    root: &'r str,
    /// Source levels of the headings around this place, outermost first.
    open: Vec<HeadingLevel>,
    /// For each open link, whether its tags are kept.
    kept_links: Vec<bool>,
    /// Levels given to headings that are not closed yet.
    levels: Vec<HeadingLevel>,
    /// The block of code that is open: what stands after its fence, and its text so far.
    code: Option<(String, String)>,
}

impl Cleaner<'_> {
    fn clean<'e>(&mut self, event: Event<'e>) -> Option<Event<'e>> {
        Some(match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info.into_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some((info, String::new()));
                return None;
            }
            Event::End(TagEnd::CodeBlock) => {
                let (info, text) = self.code.take()?;
                Event::Html(figure(&info, &text).into_string().into())
            }
            Event::Text(text) if self.code.is_some() => {
                if let Some((_, code)) = &mut self.code {
                    code.push_str(&text);
                }
                return None;
            }
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                Event::Text(seen(&text))
            }
            Event::Code(text) => Event::Code(seen(&text)),
            Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
            Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
            Event::Start(Tag::Heading { level, .. }) => self.heading(level),
            Event::End(TagEnd::Heading(_)) => self.heading_end(),
            Event::Start(Tag::Link {
                dest_url, title, ..
            }) => return self.link(&dest_url, &title),
            Event::End(TagEnd::Link) => {
                return self.kept_links.pop()?.then_some(Event::End(TagEnd::Link));
            }
            // A picture's words stay.
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => return None,
            other => other,
        })
    }

    fn heading<'e>(&mut self, level: HeadingLevel) -> Event<'e> {
        match self.headings {
            Headings::Bold => Event::Start(Tag::Paragraph),
            Headings::Sections => {
                while self.open.last().is_some_and(|open| *open >= level) {
                    self.open.pop();
                }
                self.open.push(level);
                let given = match self.open.len() {
                    0 | 1 => HeadingLevel::H2,
                    2 => HeadingLevel::H3,
                    3 => HeadingLevel::H4,
                    4 => HeadingLevel::H5,
                    _ => HeadingLevel::H6,
                };
                self.levels.push(given);
                Event::Start(Tag::Heading {
                    level: given,
                    id: None,
                    classes: Vec::new(),
                    attrs: Vec::new(),
                })
            }
        }
    }

    fn heading_end<'e>(&mut self) -> Event<'e> {
        match self.levels.pop() {
            Some(level) => Event::End(TagEnd::Heading(level)),
            None => Event::End(TagEnd::Paragraph),
        }
    }

    fn link<'e>(&mut self, address: &str, title: &str) -> Option<Event<'e>> {
        let address = safe_address(address, self.root);
        self.kept_links.push(address.is_some());
        Some(Event::Start(Tag::Link {
            link_type: pulldown_cmark::LinkType::Inline,
            dest_url: address?.into(),
            title: seen(title),
            id: CowStr::Borrowed(""),
        }))
    }
}

/// A block of code as other code on the site, coloured by the language after its fence. An example
/// says whether it is wrong or right.
fn figure(info: &str, text: &str) -> Html {
    let mut words = info.split_whitespace();
    let code = match words.next() {
        Some("yaml") => highlight::yaml(text),
        Some("json") => highlight::json(text),
        _ => Html::of(text.trim_end()),
    };
    let start = match words.next() {
        Some("fail") => "<figure class=\"code wrong\"><figcaption>Wrong</figcaption>",
        Some("pass") => "<figure class=\"code right\"><figcaption>Right</figcaption>",
        _ => "<figure class=\"code\">",
    };
    Html::own(start)
        .tag("<pre tabindex=\"0\"><code>")
        .html(&code)
        .tag("</code></pre></figure>\n")
}

fn seen<'e>(text: &str) -> CowStr<'e> {
    visible(text).into()
}

/// The address as it may stand in `href`: https, http, mailto, a fragment, or a path of this site,
/// which gets `root`. Anything else is none.
pub(super) fn safe_address(address: &str, root: &str) -> Option<String> {
    let harmless = address
        .chars()
        .all(|c| !is_hidden(c) && !c.is_whitespace() && c != '\\');
    if !harmless {
        return None;
    }
    if let Some(path) = address.strip_prefix('/') {
        return (!path.starts_with('/')).then(|| format!("{root}{path}"));
    }
    if address.starts_with('#') {
        return Some(address.to_owned());
    }
    let (scheme, rest) = address.split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    let allowed = match scheme.as_str() {
        "https" | "http" => rest.len() > 2 && rest.starts_with("//"),
        "mailto" => !rest.is_empty(),
        _ => false,
    };
    allowed.then(|| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prose(markdown: &str) -> String {
        render(markdown, Headings::Bold, "/").as_str().to_owned()
    }

    #[test]
    fn raw_html_shows_as_text() {
        assert_eq!(
            prose("a <b onclick=x>b</b>"),
            "<p>a &lt;b onclick=x&gt;b&lt;/b&gt;</p>"
        );
        let block = prose("<script>\nalert(1)\n</script>");
        assert!(!block.contains("<script"), "{block}");
        assert!(block.starts_with("<p>&lt;script&gt;"), "{block}");
    }

    #[test]
    fn links_keep_to_harmless_schemes() {
        assert_eq!(
            prose("[a](https://example.org/) [b](mailto:a@example.org) [c](/attacks/) [d](#e)"),
            "<p><a href=\"https://example.org/\">a</a> <a href=\"mailto:a@example.org\">b</a> \
             <a href=\"/attacks/\">c</a> <a href=\"#e\">d</a></p>"
        );
        for address in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "&#106;avascript:alert(1)",
            "java&Tab;script:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "//evil.example",
            "/\\evil.example",
            "other/page",
            "https:",
        ] {
            assert_eq!(prose(&format!("[x]({address})")), "<p>x</p>", "{address}");
        }
        assert_eq!(prose("<javascript:alert(1)>"), "<p>javascript:alert(1)</p>");
    }

    #[test]
    fn examples_say_whether_they_are_wrong_or_right() {
        assert_eq!(
            prose("```yaml fail\na: <b>\n```\nx"),
            "<figure class=\"code wrong\"><figcaption>Wrong</figcaption><pre tabindex=\"0\"><code>\
             <span class=\"k\">a</span>: &lt;b&gt;</code></pre></figure>\n<p>x</p>"
        );
        assert_eq!(
            prose("```\n<i>\u{202e}\n```"),
            "<figure class=\"code\"><pre tabindex=\"0\"><code>&lt;i&gt;\\u{202e}</code></pre></figure>"
        );
    }

    #[test]
    fn pictures_leave_their_words() {
        assert_eq!(
            prose("![a **cat**](https://example.org/x.png)"),
            "<p>a <strong>cat</strong></p>"
        );
    }

    #[test]
    fn headings_follow_the_pages_own_without_gaps() {
        assert_eq!(prose("# One"), "<p>One</p>");
        let body = render("### A\n\n##### B\n\n# C", Headings::Sections, "/");
        assert_eq!(body.as_str(), "<h2>A</h2>\n<h3>B</h3>\n<h2>C</h2>");
    }

    #[test]
    fn headings_get_addresses_and_a_list() {
        let (html, contents) = with_contents("# A `b` & c\n\n## d\n\n# A b C\n\n# \u{e4}", "/");
        assert_eq!(
            html.as_str(),
            "<h2 id=\"a-b-c\">A <code>b</code> &amp; c</h2>\n<h3>d</h3>\n\
             <h2 id=\"a-b-c-2\">A b C</h2>\n<h2 id=\"section\">\u{e4}</h2>"
        );
        assert_eq!(contents[0], ("a-b-c".to_owned(), "A b & c".to_owned()));
    }

    #[test]
    fn hidden_characters_show_and_cannot_become_markup() {
        assert_eq!(
            prose("a\u{202e}b `c\u{200b}`"),
            "<p>a\\u{202e}b <code>c\\u{200b}</code></p>"
        );
    }

    #[test]
    fn links_of_the_site_get_its_root() {
        let html = render("[a](/attacks/x/)", Headings::Bold, "/sub/");
        assert_eq!(html.as_str(), "<p><a href=\"/sub/attacks/x/\">a</a></p>");
    }
}
