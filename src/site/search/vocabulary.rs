//! The words that stand in many texts, by which the script fixes a letter that is typed wrongly.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::document::Item;
use super::words::{Shape, words};
use crate::rules::Rated;

/// Most words, and the fewest letters of one.
const MOST: usize = 3_000;
const LETTERS: usize = 4;
/// About as many things are read; of more, every so many.
const READ: usize = 50_000;

/// The most frequent words, the most frequent first, with spaces between them.
pub(super) fn vocabulary(items: &[Item], rated: &Rated<'_>) -> String {
    let step = items.len().div_ceil(READ).max(1);
    let counts = items
        .par_iter()
        .step_by(step)
        .fold(
            BTreeMap::new,
            |mut counts: BTreeMap<String, usize>, item| {
                let (name, line) = item.words(rated);
                let server = item.server(rated);
                let title = server.map_or("", |server| server.title.value.as_str());
                let texts = [
                    (name.as_str(), Shape::Name),
                    (line.as_str(), Shape::Prose),
                    (title, Shape::Prose),
                ];
                for word in texts.iter().flat_map(|(text, shape)| words(text, *shape)) {
                    *counts.entry(word).or_default() += 1;
                }
                counts
            },
        )
        .reduce(BTreeMap::new, |mut all, some| {
            for (word, count) in some {
                *all.entry(word).or_default() += count;
            }
            all
        });
    let plain = |word: &str| word.len() >= LETTERS && word.bytes().all(|b| b.is_ascii_lowercase());
    let mut found: Vec<(usize, String)> = counts
        .into_iter()
        .filter(|(word, _)| plain(word))
        .map(|(word, count)| (count, word))
        .collect();
    found.sort_unstable_by(|(a, word), (b, other)| b.cmp(a).then_with(|| word.cmp(other)));
    found.truncate(MOST);
    let words: Vec<String> = found.into_iter().map(|(_, word)| word).collect();
    words.join(" ")
}
