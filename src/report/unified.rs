//! Two texts of a file as a unified diff.

use similar::TextDiff;

/// What changes between two texts, with three lines around it.
pub fn unified(path: &str, old: &str, new: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    let (old_name, new_name) = (format!("a/{path}"), format!("b/{path}"));
    diff.unified_diff()
        .context_radius(3)
        .header(&old_name, &new_name)
        .to_string()
}
