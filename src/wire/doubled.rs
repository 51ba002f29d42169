//! Keys that stand twice in one object of a JSON text: readers of JSON differ in which of the two they take.

use std::collections::BTreeSet;

use super::json::{Members, items};

/// The JSON Pointers of the keys that stand more than once in their object, in the order of the text.
pub fn doubled(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    look(text, "", &mut found);
    found
}

/// Looks through a value as it is written; `path` leads to it.
fn look(text: &str, path: &str, found: &mut Vec<String>) {
    if let Some(members) = Members::of(text) {
        let mut keys = BTreeSet::new();
        for (key, value) in members.each() {
            let name = key.replace('~', "~0").replace('/', "~1");
            let path = format!("{path}/{name}");
            if !keys.insert(key) && !found.contains(&path) {
                found.push(path.clone());
            }
            look(value, &path, found);
        }
    } else if text.starts_with('[') {
        let items = items(text).unwrap_or_default();
        for (item, at) in items.into_iter().zip(0_usize..) {
            look(item.get(), &format!("{path}/{at}"), found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::doubled;

    #[test]
    fn doubled_keys_are_found_at_any_depth() {
        assert_eq!(doubled(r#"{"a":1,"b":[{"c":2}]}"#), [""; 0]);
        assert_eq!(
            doubled(r#" {"a": [{"b": 1, "b": 2, "b": 3}], "c/d": {"~": {}, "~": 1}, "a": 0} "#),
            ["/a/0/b", "/c~1d/~0", "/a"]
        );
        assert_eq!(doubled(r#"[{"name": "a", "n\u0061me": "b"}]"#), ["/0/name"]);
        assert_eq!(doubled("[1"), [""; 0]);
    }
}
