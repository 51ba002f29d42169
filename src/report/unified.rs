//! Two texts of a file as a unified diff.

use similar::TextDiff;

use crate::escape::visible;

/// What changes between two texts, with three lines around it; hidden characters are shown.
pub fn unified(path: &str, old: &str, new: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    let (old_name, new_name) = (format!("a/{path}"), format!("b/{path}"));
    let mut lines = diff.unified_diff();
    let text = lines
        .context_radius(3)
        .header(&old_name, &new_name)
        .to_string();
    visible(&text).into_owned()
}
