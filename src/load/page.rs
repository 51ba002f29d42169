//! Markdown pages with YAML front matter: attack patterns and glossary terms.

use super::faults::NO_FRONT_MATTER;
use super::fields::Fields;
use super::yaml::{Node, documents};
use crate::diagnostic::Diagnostic;
use crate::model::{Attack, Category, Concern, Doc, Predicate, Reference, Term, Trait};
use crate::source::{FileId, Span};

/// Reads `attacks/<id>.md`.
pub(super) fn attack(
    id: &str,
    file: FileId,
    text: &str,
    found: &mut Vec<Diagnostic>,
) -> Option<Attack> {
    let (node, body) = front_matter(file, text, found)?;
    let mut fields = Fields::new(node, "front matter", found)?;
    let title = fields.required("title");
    let summary = fields.required("summary");
    let concerns = fields.word::<Concern>("concerns", Concern::WORDS);
    let applies = fields.list("applies");
    let applies = applies
        .into_iter()
        .filter_map(|node| predicate(node, fields.found()))
        .collect();
    let frameworks = fields.texts("frameworks");
    let references = fields.list("references");
    let references = references
        .into_iter()
        .filter_map(|node| reference(node, fields.found()))
        .collect();
    fields.finish();
    let title = title?;
    Some(Attack {
        id: id.to_owned(),
        title: title.value,
        summary: summary.map(|text| text.value).unwrap_or_default(),
        concerns: concerns.map_or(Concern::Tools, |word| word.value),
        applies,
        frameworks,
        references,
        body,
        span: title.span,
    })
}

/// Reads `glossary/<id>.md`.
pub(super) fn term(
    id: &str,
    file: FileId,
    text: &str,
    found: &mut Vec<Diagnostic>,
) -> Option<Term> {
    let (node, body) = front_matter(file, text, found)?;
    let mut fields = Fields::new(node, "front matter", found)?;
    let title = fields.required("title");
    let summary = fields.required("summary");
    fields.finish();
    let title = title?;
    Some(Term {
        id: id.to_owned(),
        title: title.value,
        summary: summary.map(|text| text.value).unwrap_or_default(),
        body,
        span: title.span,
    })
}

fn predicate(node: Node, found: &mut Vec<Diagnostic>) -> Option<Predicate> {
    let mut fields = Fields::new(node, "a condition of `applies`", found)?;
    let category = fields.word::<Category>("category", Category::WORDS);
    let traits = fields.words::<Trait>("traits", Trait::WORDS);
    fields.finish();
    Some(Predicate {
        category: category.map(|it| it.value),
        traits,
    })
    .filter(|it| it.category.is_some() || !it.traits.is_empty())
}

fn reference(node: Node, found: &mut Vec<Diagnostic>) -> Option<Reference> {
    let mut fields = Fields::new(node, "a reference", found)?;
    let title = fields.required("title");
    let url = fields
        .required("url")
        .and_then(|url| fields.as_address(url));
    let date = fields.required("date");
    fields.finish();
    Some(Reference {
        title: title?.value,
        url: url?,
        date: date?.value,
    })
}

/// A page of prose; `found` says what is wrong with it.
pub(super) fn doc(
    path: String,
    file: FileId,
    text: &str,
    found: &mut Vec<Diagnostic>,
) -> Option<Doc> {
    let (node, body) = front_matter(file, text, found)?;
    let mut fields = Fields::new(node, "front matter", found)?;
    let title = fields.required("title");
    let summary = fields.required("summary");
    let section = fields.text("section");
    let order = fields.number("order");
    fields.finish();
    Some(Doc {
        path,
        file,
        title: title?.value,
        summary: summary?.value,
        section: section.map(|text| text.value).unwrap_or_default(),
        order: order.unwrap_or(u64::MAX),
        body,
    })
}

/// Where the text of a page begins, behind its front matter; none where it has none.
pub fn body_start(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("---")?;
    let end = rest
        .find("\n---")
        .filter(|_| rest.starts_with(['\n', '\r']))?;
    let dashes = "---".len() + end + 1;
    let tail = text.get(dashes..)?;
    Some(tail.find('\n').map_or(text.len(), |at| dashes + at + 1))
}

/// The front matter's node and the text under it.
fn front_matter(file: FileId, text: &str, found: &mut Vec<Diagnostic>) -> Option<(Node, String)> {
    let parts = body_start(text).and_then(|at| text.split_at_checked(at));
    let Some((head, body)) = parts else {
        let message = "this page has no front matter";
        let help = "begin it with `---`, keys such as `title`, and `---`";
        found.push(Diagnostic::new(&NO_FRONT_MATTER, Span::whole(file), message).help(help));
        return None;
    };
    // Without the dashes that end it.
    let head = head.trim_end_matches(['\n', '\r']);
    let head = head.rsplit_once('\n').map_or(head, |(keys, _)| keys);
    match documents(file, &format!("{head}\n")).pop() {
        Some(Ok(node)) => Some((node, body.trim().replace("\r\n", "\n"))),
        Some(Err(fault)) => {
            found.push(*fault);
            None
        }
        None => {
            let message = "the front matter is empty";
            found.push(Diagnostic::new(
                &NO_FRONT_MATTER,
                Span::whole(file),
                message,
            ));
            None
        }
    }
}
