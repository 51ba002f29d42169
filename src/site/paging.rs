//! A long list on pages whose borders stay where they are when an entry comes or goes.
//!
//! Pages of a fixed length would shift every later entry by one, and one tool fewer would change half
//! of all lists. Here an entry begins a page because of what it is, so a change moves at most the
//! border beside it. The borders follow from the list alone, whatever order it was edited in.

use std::ops::Range;

/// Fewest entries of a page that another page follows.
const LEAST: usize = 60;
/// Most entries of a page.
const MOST: usize = 160;
/// One in this many entries may begin a page, so that a page has about a hundred.
const ONE_IN: u64 = 40;

/// The pages of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Paging {
    /// Where each page after the first begins.
    starts: Vec<usize>,
    entries: usize,
}

impl Paging {
    /// Of a list without entries.
    pub(super) const EMPTY: Self = Self {
        starts: Vec::new(),
        entries: 0,
    };

    /// Of a list of entries with these keys.
    pub(super) fn new<'k>(keys: impl Iterator<Item = [&'k str; 2]>) -> Self {
        let mut paging = Self::default();
        let mut length = 0;
        for key in keys {
            if length >= MOST || (length >= LEAST && hash(key).is_multiple_of(ONE_IN)) {
                paging.starts.push(paging.entries);
                length = 0;
            }
            length += 1;
            paging.entries += 1;
        }
        paging
    }

    /// How many pages there are; an empty list has one.
    pub(super) fn pages(&self) -> usize {
        self.starts.len() + 1
    }

    /// How many entries there are.
    pub(super) fn entries(&self) -> usize {
        self.entries
    }

    /// The numbers of the pages, from 1.
    pub(super) fn numbers(&self) -> impl Iterator<Item = usize> + use<> {
        1..=self.pages()
    }

    /// The page on which an entry stands, from 1.
    pub(super) fn page_of(&self, entry: usize) -> usize {
        self.starts.partition_point(|start| *start <= entry) + 1
    }

    /// The entries of a page.
    pub(super) fn range(&self, number: usize) -> Range<usize> {
        let start = |page: usize| match page.checked_sub(1) {
            None => 0,
            Some(at) => self.starts.get(at).copied().unwrap_or(self.entries),
        };
        start(number.saturating_sub(1))..start(number)
    }

    /// What stands on a page of the list.
    pub(super) fn part<'l, T>(&self, list: &'l [T], number: usize) -> &'l [T] {
        list.get(self.range(number)).unwrap_or_default()
    }
}

/// FNV-1a with a last mix: the same on every machine and in every version.
fn hash(key: [&str; 2]) -> u64 {
    let bytes = key.into_iter().flat_map(|part| part.bytes().chain([0]));
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(count: usize) -> Vec<String> {
        (0..count).map(|number| format!("tool_{number}")).collect()
    }

    fn paging(names: &[String]) -> Paging {
        Paging::new(names.iter().map(|name| ["server", name.as_str()]))
    }

    fn pages(names: &[String]) -> Vec<&[String]> {
        let paging = paging(names);
        let numbers = paging.numbers();
        numbers.map(|number| paging.part(names, number)).collect()
    }

    #[test]
    fn every_entry_stands_on_one_page_of_a_fair_length() {
        for count in [0, 1, LEAST, 159, 160, 161, 5_000] {
            let names = names(count);
            let pages = pages(&names);
            assert_eq!(pages.concat(), names);
            let (last, others) = pages.split_last().unwrap();
            assert!(last.len() <= MOST, "{count}");
            for page in others {
                assert!((LEAST..=MOST).contains(&page.len()), "{count}");
            }
        }
        let average = 5_000 / pages(&names(5_000)).len();
        assert!((70..130).contains(&average), "{average}");
    }

    #[test]
    fn an_entry_fewer_changes_few_pages() {
        let names = names(5_000);
        let before = pages(&names);
        let mut changed = 0;
        for gone in (0..5_000).step_by(97) {
            let mut fewer = names.clone();
            fewer.remove(gone);
            let after = pages(&fewer);
            changed += after.iter().filter(|page| !before.contains(page)).count();
        }
        assert!(changed < 52 * 3, "{changed} pages of 52 edits");
    }

    #[test]
    fn an_entry_is_found_on_its_page() {
        let names = names(1_000);
        let paging = paging(&names);
        for entry in 0..1_000 {
            assert!(paging.range(paging.page_of(entry)).contains(&entry));
        }
    }
}
