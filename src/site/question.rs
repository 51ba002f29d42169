//! A question with its answer, as markup.

use super::html::Html;

/// A question and its answer.
#[derive(Debug)]
pub(super) struct Question {
    /// Fragment of its address.
    pub(super) id: &'static str,
    pub(super) asked: Html,
    pub(super) answer: Html,
    /// A policy that the answer speaks of; empty for none.
    pub(super) policy: Html,
}

impl Question {
    pub(super) fn new(id: &'static str, asked: Html, answer: Html) -> Self {
        Self {
            id,
            asked,
            answer,
            policy: Html::default(),
        }
    }

    /// Adds it under what is there.
    pub(super) fn under(html: Html, question: &Self) -> Html {
        let html = html
            .tag("<h3 id=\"q-")
            .tag(question.id)
            .tag("\">")
            .html(&question.asked)
            .tag("</h3>\n<p>")
            .html(&question.answer)
            .tag("</p>\n");
        if question.policy.is_empty() {
            return html;
        }
        html.tag("<figure class=\"code\"><pre tabindex=\"0\"><code>")
            .html(&question.policy)
            .tag("</code></pre></figure>\n")
    }
}
