//! Whether a changed text says what it should, and nothing else changed.

use crate::clients::{ConfigFile, Entry, Kind, Node, parse};

/// Reads a changed text again: the entry starts the gateway, and every other value is what it was.
///
/// # Errors
///
/// What differs. The text must then not be written.
pub fn verify(file: &ConfigFile, new: &str, changed: &[&Entry]) -> Result<(), String> {
    let before = file.root.as_ref().map_err(Clone::clone)?;
    let after = parse(new, file.format)?;
    let paths: Vec<&[String]> = changed.iter().map(|it| it.path.as_slice()).collect();
    if !same(before, &after, &mut Vec::new(), &paths) {
        return Err("another value of the file would change".to_owned());
    }
    for entry in changed {
        let mut path: Vec<&str> = entry.path.iter().map(String::as_str).collect();
        let name = path.pop().unwrap_or_default();
        let found = crate::clients::entries(&after, &path)
            .into_iter()
            .find(|it| it.name() == name);
        let Some(found) = found.filter(Entry::is_wrapped) else {
            return Err(format!(
                "the changed entry of `{name}` would not start the gateway"
            ));
        };
        let own = match &entry.transport {
            crate::clients::Transport::Remote { url, .. } => found.gateway_url() == Some(url),
            _ => found.own_words() == entry.own_words(),
        };
        if !own {
            return Err(format!(
                "the gateway would not start `{name}` in the same way as before"
            ));
        }
    }
    Ok(())
}

/// Whether two trees have the same values, apart from their places and from the entries at some paths.
fn same(a: &Node, b: &Node, at: &mut Vec<String>, apart: &[&[String]]) -> bool {
    if apart.contains(&at.as_slice()) {
        return true;
    }
    match (&a.kind, &b.kind) {
        (Kind::Map(_, a), Kind::Map(_, b)) => {
            a.len() == b.len()
                && a.iter().zip(b).all(|(a, b)| {
                    at.push(a.key.clone());
                    let same = a.key == b.key && same(&a.value, &b.value, at, apart);
                    at.pop();
                    same
                })
        }
        (Kind::List(_, a), Kind::List(_, b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b, at, apart))
        }
        (a, b) => a == b,
    }
}
