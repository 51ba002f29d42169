//! Sorting by one piece of machine code. The standard library's stable sorts are compiled anew for each type and each
//! comparison, six kilobytes each time. These are for lists that no one waits for; they keep the order of equal items,
//! too.

use std::cmp::Ordering;

/// Sorts a list by a comparison.
pub fn by<T>(list: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let mut order = order(list.len(), &|a, b| match (list.get(a), list.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    for start in 0..list.len() {
        let mut at = start;
        // Each item goes to its place, and then the one that belongs where that was.
        while let Some(from) = order.get_mut(at).map(|from| std::mem::replace(from, at)) {
            if from == start {
                break;
            }
            list.swap(at, from);
            at = from;
        }
    }
}

/// Sorts a list by a key of its items.
pub fn by_key<T, K: Ord>(list: &mut [T], key: impl Fn(&T) -> K) {
    by(list, |a, b| key(a).cmp(&key(b)));
}

/// Sorts a list.
pub fn all<T: Ord>(list: &mut [T]) {
    by(list, T::cmp);
}

/// The places of a list's items, in the order of the items.
#[inline(never)]
fn order(length: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..length).collect();
    order.sort_by(|a, b| compare(*a, *b));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_and_equal_items_keep_their_order() {
        for length in 0..60_u32 {
            // Places that look random, and keys that many share.
            let mut list: Vec<(u32, u32)> = (0..length).map(|it| (it * 37 % 11, it)).collect();
            let mut expected = list.clone();
            expected.sort_by_key(|(key, _)| *key);
            by_key(&mut list, |(key, _)| *key);
            assert_eq!(list, expected);
            list.reverse();
            all(&mut list);
            expected.sort_unstable();
            assert_eq!(list, expected);
        }
    }
}
