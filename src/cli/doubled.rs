//! What to say of keys that stand twice in one object of a list of tools.

use crate::plural::count;
use crate::wire::doubled;

/// Most of them that are told of one file.
const MOST: usize = 10;

/// What to say of the doubled keys of a JSON text, or of JSON Lines.
pub(super) fn notes(text: &str) -> Vec<String> {
    let whole = serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
    let found: Vec<String> = if whole {
        doubled(text).iter().map(|path| note("", path)).collect()
    } else {
        let lines = text.lines().zip(1_usize..);
        lines
            .flat_map(|(line, number)| {
                let place = format!("line {number}: ");
                let each = doubled(line).into_iter();
                each.map(move |path| note(&place, &path))
            })
            .collect()
    };
    let more = found.len().saturating_sub(MOST);
    let rest = (more > 0).then(|| format!("{} more in this file", count(more, "doubled key")));
    found.into_iter().take(MOST).chain(rest).collect()
}

fn note(place: &str, path: &str) -> String {
    format!(
        "{place}the key `{path}` stands twice; the last one is taken, and other readers may take the first, so remove one of the two"
    )
}
