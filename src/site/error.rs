//! Why a site cannot be rendered, and in which template.

use super::blocks::Fault;

/// Why a site cannot be rendered: a template is wrong, and the source says how.
#[derive(Debug, thiserror::Error)]
#[error("cannot render {page}: {}", self.what())]
pub struct SiteError {
    /// The page, or `templates` when they could not be compiled.
    page: String,
    source: Cause,
}

#[derive(Debug, thiserror::Error)]
enum Cause {
    /// Boxed: it is large.
    #[error(transparent)]
    Language(Box<minijinja::Error>),
    #[error("{}", .0.what)]
    Unused(Fault),
}

impl From<Fault> for SiteError {
    fn from(fault: Fault) -> Self {
        Self {
            page: "templates".to_owned(),
            source: Cause::Unused(fault),
        }
    }
}

impl SiteError {
    pub(super) fn new(page: String, source: minijinja::Error) -> Self {
        Self {
            page,
            source: Cause::Language(Box::new(source)),
        }
    }

    /// The error with what caused it: an error in an included template says where in its cause.
    pub fn what(&self) -> String {
        match &self.source {
            Cause::Unused(fault) => fault.what.clone(),
            Cause::Language(error) => {
                let texts = errors(&**error).map(ToString::to_string);
                texts.collect::<Vec<_>>().join(": ")
            }
        }
    }

    /// The templates in which it happened, each with the line if that is known; the innermost first.
    pub fn places(&self) -> Vec<(String, Option<usize>)> {
        match &self.source {
            Cause::Unused(fault) => vec![(fault.template.clone(), fault.line)],
            Cause::Language(error) => {
                let language =
                    errors(&**error).filter_map(|it| it.downcast_ref::<minijinja::Error>());
                let mut places: Vec<_> = language
                    .filter_map(|it| Some((it.name()?.to_owned(), it.line())))
                    .collect();
                places.reverse();
                places
            }
        }
    }
}

/// An error and its causes.
fn errors<'e>(
    error: &'e (dyn std::error::Error + 'static),
) -> impl Iterator<Item = &'e (dyn std::error::Error + 'static)> {
    std::iter::successors(Some(error), |error| error.source())
}
