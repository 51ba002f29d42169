//! The Markdown twin of a page: what its main part says, for those who read text.
//!
//! It is made from the finished page, so that it cannot fall behind a template, nor say less.

mod tags;
mod writer;

use html5gum::{Token, Tokenizer};

pub(super) use writer::escaped;

use tags::{Tag, kind};
use writer::Writer;

/// The main part of a page as Markdown. Links to the site begin with `origin`.
pub(super) fn markdown(page: &str, origin: &str) -> String {
    let mut writer = Writer::new(origin);
    for Ok(token) in Tokenizer::new(main_of(page)) {
        match token {
            Token::StartTag(tag) => {
                let attribute = |name: &[u8]| tag.attributes.get(name).map(|it| utf8(it));
                writer.open(
                    kind(&tag.name),
                    attribute(b"href").as_deref().unwrap_or_default(),
                );
            }
            Token::EndTag(tag) => writer.close(kind(&tag.name)),
            Token::String(text) => writer.text(&utf8(&text)),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    writer.finish()
}

/// What stands in the main element; all of it where a template has none.
fn main_of(page: &str) -> &str {
    let after = page.split_once("<main").map_or(page, |(_, after)| after);
    let inside = after.split_once('>').map_or(after, |(_, inside)| inside);
    inside
        .split_once("</main>")
        .map_or(inside, |(main, _)| main)
}

fn utf8(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(main: &str) -> String {
        markdown(
            &format!("<html><main id=\"main\">{main}</main><footer>x"),
            "https://a.example",
        )
    }

    #[test]
    fn blocks_stand_apart_and_lists_keep_their_depth() {
        assert_eq!(
            of(
                "<h1>A <code>b`c</code></h1>\n<p>One\n  two</p><ul><li>x<ul><li>y</li></ul></li><li>z</li></ul>\
                <ol><li>a</li><li><p>b</p><p>c</p></li></ol>"
            ),
            "# A ``b`c``\n\nOne two\n\n- x\n  - y\n- z\n\n1. a\n2. b\n\n   c\n"
        );
    }

    #[test]
    fn tables_and_descriptions_keep_their_cells() {
        assert_eq!(
            of(
                "<table><caption>Cap</caption><thead><tr><th>A</th><th>B</th></tr></thead><tbody>\
                <tr><th><a href=\"/x/\">n|m</a><span>what</span></th><td><div>1</div><div>2</div></td></tr></tbody></table>\
                <dl><div><dt>T</dt><dd>d</dd></div></dl>"
            ),
            "Cap\n\n| A | B |\n|---|---|\n| [n\\|m](https://a.example/x/) what | 1; 2 |\n\n- **T**: d\n"
        );
    }

    #[test]
    fn code_keeps_its_lines_and_cannot_end_its_fence() {
        assert_eq!(
            of(
                "<figure><figcaption>policy.json</figcaption><pre><code><span class=k>{</span>\n```\n}</code></pre></figure>"
            ),
            "**policy.json**\n\n````\n{\n```\n}\n````\n"
        );
    }

    #[test]
    fn text_is_never_markup() {
        assert_eq!(
            of(
                "<p># &lt;b&gt; [x](javascript:a) *a* _b_ c_d &amp;lt; `q`</p><p>1. no list</p><p>+ no</p>"
            ),
            "\\# \\<b\\> \\[x\\](javascript:a) \\*a\\* \\_b\\_ c_d \\&lt; \\`q\\`\n\n1\\. no list\n\n\\+ no\n"
        );
        assert_eq!(
            of("<p><svg><text>no</text></svg>a<script>b</script></p>"),
            "a\n"
        );
    }
}
