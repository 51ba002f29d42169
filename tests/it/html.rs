//! A reader of HTML that is just good enough for pages of our own making.

/// A start or end tag; an end tag's name begins with `/`.
#[derive(Debug, Clone)]
pub(crate) struct Tag {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
}

impl Tag {
    pub(crate) fn get(&self, name: &str) -> Option<String> {
        let found = self.attributes.iter().find(|(each, _)| each == name);
        found.map(|(_, value)| value.clone())
    }
}

/// Every tag of a page. A `<` that does not begin a tag of the page's own form fails the test.
pub(crate) fn tags(page: &str) -> Vec<Tag> {
    let mut found = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix("!doctype html>") {
            rest = after;
            continue;
        }
        let end = rest.find(|c: char| c == '>' || c.is_whitespace()).unwrap();
        let name = rest[..end].trim_end_matches('/').to_owned();
        let word = name.trim_start_matches('/');
        assert!(
            !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric()),
            "<{name}"
        );
        rest = &rest[end..];
        let mut attributes = Vec::new();
        loop {
            rest = rest.trim_start();
            if let Some(after) = rest.strip_prefix("/>").or_else(|| rest.strip_prefix('>')) {
                rest = after;
                break;
            }
            let end = rest
                .find(|c: char| matches!(c, '=' | '>' | '/') || c.is_whitespace())
                .unwrap();
            let key = rest[..end].to_owned();
            rest = &rest[end..];
            let mut value = String::new();
            if let Some(after) = rest.strip_prefix("=\"") {
                let end = after.find('"').unwrap();
                value = unescape(&after[..end]);
                rest = &after[end + 1..];
            }
            attributes.push((key, value));
        }
        found.push(Tag { name, attributes });
    }
    found
}

/// The text of a page, without tags.
pub(crate) fn text_of(page: &str) -> String {
    let mut out = String::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let end = rest[at..].find('>').unwrap();
        let name = rest[at + 1..].split(['>', ' ']).next().unwrap();
        if !matches!(
            name,
            "b" | "/b" | "a" | "/a" | "code" | "/code" | "span" | "/span" | "small"
        ) {
            out.push('\n');
        }
        rest = &rest[at + end + 1..];
    }
    out.push_str(rest);
    unescape(&out)
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}
