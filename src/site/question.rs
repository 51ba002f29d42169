//! A question with its answer, as markup.

use super::html::Html;

/// A question and its answer.
#[derive(Debug)]
pub(super) struct Question {
    /// Fragment of its address.
    id: &'static str,
    asked: Html,
    answer: Html,
}

impl Question {
    pub(super) fn new(id: &'static str, asked: Html, answer: Html) -> Self {
        Self { id, asked, answer }
    }

    /// Adds it under what is there.
    pub(super) fn under(html: Html, question: &Self) -> Html {
        html.tag("<h3 id=\"q-")
            .tag(question.id)
            .tag("\">")
            .html(&question.asked)
            .tag("</h3>\n<p>")
            .html(&question.answer)
            .tag("</p>\n")
    }
}
