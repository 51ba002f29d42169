//! Markup that is escaped by type: text goes in through one door, own tags through another.

use std::convert::Infallible;

use minijinja::Value;
use serde::{Serialize, Serializer};

use super::text::{Text, visible};
use crate::escape::is_plain;
use crate::model::Severity;

/// Room that is made for markup when its first piece comes, in bytes.
const FIRST: usize = 256;

/// Finished markup. What it was given as text is escaped; nothing else from outside can get in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Html(String);

impl Html {
    /// Own markup, spelled in the code.
    pub(super) fn own(markup: &'static str) -> Self {
        Self::default().tag(markup)
    }

    /// Nothing yet, with room for that many bytes.
    pub(super) fn with_room(bytes: usize) -> Self {
        Self(String::with_capacity(bytes))
    }

    /// Markup from a function of this module's neighbours that has escaped every text in it.
    pub(super) fn finished(markup: String) -> Self {
        Self(markup)
    }

    /// Text from outside or of our own.
    pub(super) fn of(text: &str) -> Self {
        Self::default().text(text)
    }

    /// Text in which what stands between backticks is code.
    pub(super) fn ticked(text: &str) -> Self {
        let mut html = Self::default();
        for (at, piece) in text.split('`').enumerate() {
            html = match (at % 2, piece) {
                (_, "") => html,
                (0, piece) => html.text(piece),
                (_, piece) => html.code(piece),
            };
        }
        html
    }

    /// Adds own markup.
    pub(super) fn tag(mut self, markup: &'static str) -> Self {
        self.make_room();
        self.0.push_str(markup);
        self
    }

    /// Adds text, escaped and with hidden characters shown.
    pub(super) fn text(mut self, text: &str) -> Self {
        self.make_room();
        if is_plain(text) {
            escape_into(&mut self.0, text);
        } else {
            escape_into(&mut self.0, &visible(text));
        }
        self
    }

    /// Adds text as code.
    pub(super) fn code(self, text: &str) -> Self {
        self.tag("<code>").text(text).tag("</code>")
    }

    /// Adds a link.
    pub(super) fn link(self, href: &str, text: &str) -> Self {
        self.open(href).text(text).tag("</a>")
    }

    /// Adds a link whose text is code.
    pub(super) fn code_link(self, href: &str, text: &str) -> Self {
        self.open(href).code(text).tag("</a>")
    }

    /// Adds a severity as a badge: word, shape and colour.
    pub(super) fn badge(self, severity: Severity) -> Self {
        let word = severity.as_str();
        self.tag("<b class=\"sev ")
            .tag(word)
            .tag("\">")
            .tag(word)
            .tag("</b>")
    }

    /// Adds finished markup.
    pub(super) fn html(mut self, other: &Self) -> Self {
        self.0.push_str(&other.0);
        self
    }

    /// The markup, taken out.
    pub(super) fn into_string(self) -> String {
        self.0
    }

    /// The markup.
    #[cfg(test)]
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Most markup is a sentence with a link: that much at once, rather than by doubling.
    fn make_room(&mut self) {
        if self.0.is_empty() {
            self.0.reserve(FIRST);
        }
    }

    fn open(mut self, href: &str) -> Self {
        self.make_room();
        self.0.push_str("<a href=\"");
        escape_into(&mut self.0, href);
        self.tag("\">")
    }
}

/// Reaches the template as a value that is not escaped again.
impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Value::from_safe_string(self.0.clone()).serialize(serializer)
    }
}

impl From<&Text> for Html {
    fn from(text: &Text) -> Self {
        Self::of(text.as_str())
    }
}

/// Escapes text for HTML, for the inside of elements and of quoted attributes.
pub(super) fn escape_into(out: &mut String, text: &str) {
    // Writing into a string cannot fail.
    let _ = escape_to(text, |piece| {
        out.push_str(piece);
        Ok::<(), Infallible>(())
    });
}

/// Hands the escaped text to `put`, piece by piece.
pub(super) fn escape_to<E>(
    text: &str,
    mut put: impl FnMut(&str) -> Result<(), E>,
) -> Result<(), E> {
    // Most text has nothing to escape, and looking at all of it without a branch is quick.
    let special = |byte: u8| matches!(byte, b'<' | b'>' | b'&' | b'"' | b'\'');
    if !text
        .bytes()
        .fold(false, |found, byte| found | special(byte))
    {
        return put(text);
    }
    let mut start = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'&' => "&amp;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => continue,
        };
        // Both ends lie beside ASCII bytes, so they are character boundaries.
        put(text.get(start..at).unwrap_or_default())?;
        put(entity)?;
        start = at + 1;
    }
    put(text.get(start..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backticks_make_code() {
        assert_eq!(Html::ticked("a `b<` c").as_str(), "a <code>b&lt;</code> c");
    }

    #[test]
    fn text_cannot_leave_its_element_or_attribute() {
        let html = Html::default().link("/a?b=\"c\"&d", "<i>\u{202e}'x'</i>");
        assert_eq!(
            html.as_str(),
            "<a href=\"/a?b=&quot;c&quot;&amp;d\">&lt;i&gt;\\u{202e}&#39;x&#39;&lt;/i&gt;</a>"
        );
    }
}
