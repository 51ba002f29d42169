//! Why a tool has its severity, in a sentence.

use super::context::step_ups;
use super::html::Html;
use super::text::Text;
use super::urls::Urls;
use super::words::capital;
use crate::model::Category;
use crate::rules::{Claim, Evidence, Place, RatedTool};

/// Adds `a write tool`, with a link to the category.
pub(super) fn a_tool(html: Html, urls: &Urls, category: Category) -> Html {
    let article = match category {
        Category::Execute => "an ",
        Category::Read | Category::Write | Category::Destructive | Category::Financial => "a ",
    };
    html.tag(article)
        .link(&urls.category(category), category.as_str())
        .text(" tool")
}

/// `High, because it is a write tool with the trait bulk.`
pub(super) fn severity_sentence(urls: &Urls, rated: &RatedTool<'_>) -> Html {
    let rating = &rated.rating;
    let severity = capital(rating.severity.as_str());
    let html = Html::default()
        .link(&urls.severity(rating.severity), &severity)
        .text(", because it is ");
    let mut html = a_tool(html, urls, rating.category);
    for (at, each) in step_ups(rating).iter().enumerate() {
        let before = if at == 0 { " with the trait " } else { " and " };
        html = html.text(before).link(&urls.of_trait(*each), each.as_str());
    }
    html.text(".")
}

/// The same with the words that decided it, and with what makes it doubtful.
pub(super) fn risk(urls: &Urls, rated: &RatedTool<'_>) -> Html {
    let rating = &rated.rating;
    let mut html = severity_sentence(urls, rated);
    let raised = step_ups(rating).first().copied();
    let decided = raised.map_or(Claim::Category(rating.category), Claim::Trait);
    let mut evidence = rated.assessment.evidence.iter();
    if let Some(seen) = evidence.find(|it| it.claim == decided && !it.quote.is_empty()) {
        html = quoted(html, seen);
    }
    let doubt = &rated.assessment.doubt;
    if !doubt.is_empty() {
        html = html.text(&format!(" This rating is unsure: {doubt}."));
    }
    html
}

/// Adds what the evidence says: ` The name says “logout_instance”.`
fn quoted(html: Html, seen: &Evidence) -> Html {
    if let Place::Hint(name) = &seen.place {
        return html
            .text(" The server’s hint ")
            .code(name)
            .text(" supports this.");
    }
    let quote = Text::short(&seen.quote, 60);
    html.text(&format!(" The {} says “", seen.place))
        .text(quote.as_str())
        .text("”.")
}
