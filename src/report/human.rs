//! Findings as rustc shows them: the source line, carets, and the way out.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level as Tone, Origin, Renderer, Snippet,
};

use crate::diagnostic::{Diagnostic, Label, Level};
use crate::escape::{is_hidden, one_line, visible};
use crate::source::Sources;

/// Longest excerpt that is shown, in bytes; beyond it only the place is named.
const LONGEST_EXCERPT: usize = 2_000;

/// One finding, with a final newline. `color` chooses ANSI styles.
pub fn human(found: &Diagnostic, sources: &Sources, color: bool) -> String {
    let renderer = if color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let renderer = renderer.decor_style(DecorStyle::Ascii);
    let tone = match found.level {
        Level::Error => Tone::ERROR,
        Level::Warn => Tone::WARNING,
        Level::Note | Level::Allow => Tone::NOTE,
    };
    let title = one_line(&found.message);
    let id = format!("{} {}", found.lint.code, found.lint.name);
    let primary = Excerpt::new(&found.primary, sources);
    let related: Vec<Excerpt<'_>> = found
        .related
        .iter()
        .map(|label| Excerpt::new(label, sources))
        .collect();
    let mut group = tone
        .primary_title(&*title)
        .id(&*id)
        .elements(None::<Origin<'_>>);
    group = primary.add_to(group, AnnotationKind::Primary);
    for excerpt in &related {
        group = excerpt.add_to(group, AnnotationKind::Context);
    }
    let help = found.help.as_deref().map(|help| visible(help).into_owned());
    if let Some(help) = &help {
        group = group.element(Tone::HELP.message(&**help));
    }
    let text = renderer.render(&[group]) + "\n";
    // The renderer shows the excerpt's ASCII controls; what it leaves is shown here. Its own styles
    // are the escapes that remain.
    let escape = |c: char| c == '\u{1b}' || !is_hidden(c);
    if text.chars().all(escape) {
        text
    } else {
        text.split_inclusive(|c| !escape(c)).map(shown).collect()
    }
}

/// A piece of text whose last character may be hidden.
fn shown(piece: &str) -> String {
    match piece.char_indices().last() {
        Some((at, c)) if c != '\u{1b}' && is_hidden(c) => {
            let (plain, hidden) = piece.split_at_checked(at).unwrap_or((piece, ""));
            format!("{plain}{}", visible(hidden))
        }
        _ => piece.to_owned(),
    }
}

/// A place with the lines around it.
struct Excerpt<'a> {
    path: String,
    /// Line and column, from 1.
    at: (usize, usize),
    /// Lines, and the marked bytes in them; `None` when they are too long to show.
    lines: Option<(&'a str, std::ops::Range<usize>)>,
    label: String,
}

impl<'a> Excerpt<'a> {
    fn new(label: &Label, sources: &'a Sources) -> Self {
        let (start, end) = sources.line_col(label.span);
        let lines = sources.get(label.span.file).and_then(|file| {
            let (offset, lines) = file.lines(start.line, end.line.min(start.line + 3));
            let limit = |at: u32| (at as usize).saturating_sub(offset).min(lines.len());
            let fits = !lines.is_empty() && lines.len() <= LONGEST_EXCERPT;
            fits.then(|| (lines, limit(label.span.start)..limit(label.span.end)))
        });
        Self {
            path: one_line(sources.path(label.span.file)),
            at: (start.line, start.column),
            lines,
            label: one_line(&label.text),
        }
    }

    fn add_to<'b>(&'b self, group: Group<'b>, kind: AnnotationKind) -> Group<'b> {
        let Some((lines, range)) = &self.lines else {
            let origin = Origin::path(&*self.path)
                .line(self.at.0)
                .char_column(self.at.1);
            return group.element(origin);
        };
        let mut annotation: Annotation<'b> = kind.span(range.clone());
        if !self.label.is_empty() {
            annotation = annotation.label(&*self.label);
        }
        let snippet = Snippet::source(*lines)
            .line_start(self.at.0)
            .path(&*self.path);
        group.element(snippet.annotation(annotation))
    }
}
