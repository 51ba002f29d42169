//! The fixes of findings, as new texts of the files they are in.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Fix};
use crate::edit::{Refusal, edited};
use crate::sort;
use crate::source::{FileId, Sources};

/// What the fixes of some findings make of their files.
#[derive(Debug, Default)]
pub struct Fixed<'a> {
    /// The new text of each file that changes.
    pub texts: BTreeMap<FileId, String>,
    /// The findings whose fix was not applied, and why, in order.
    pub refused: Vec<(&'a Diagnostic, Refusal)>,
}

/// Applies the fixes of findings. A fix that would change any other value of its file is not applied,
/// and none is in a file that is not UTF-8.
pub fn fixed<'a>(found: &'a [Diagnostic], sources: &Sources) -> Fixed<'a> {
    let mut by_file: BTreeMap<FileId, Vec<(&Diagnostic, &Fix)>> = BTreeMap::new();
    for finding in found {
        if let Some(fix) = &finding.fix {
            let of_file = by_file.entry(finding.primary.span.file).or_default();
            of_file.push((finding, fix));
        }
    }
    let mut result = Fixed::default();
    for (id, fixes) in by_file {
        let Some(file) = sources.get(id) else {
            continue;
        };
        if !file.is_utf8 {
            let refused = fixes
                .iter()
                .map(|(finding, _)| (*finding, Refusal::NotUtf8));
            result.refused.extend(refused);
            continue;
        }
        let edits: Vec<(usize, &Fix)> = fixes
            .iter()
            .map(|(finding, fix)| (finding.primary.span.range().start, *fix))
            .collect();
        let mut edited = edited(&file.text, &edits);
        sort::by_key(&mut edited.refused, |(number, _)| *number);
        let refused = edited.refused.into_iter().filter_map(|(number, refusal)| {
            let (finding, _) = fixes.get(number)?;
            Some((*finding, refusal))
        });
        result.refused.extend(refused);
        if edited.text != file.text {
            result.texts.insert(id, edited.text);
        }
    }
    result
}
