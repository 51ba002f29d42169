//! Names in the rule spelling of a target.

use std::collections::BTreeMap;

use super::lower::Lowered;
use super::target::Refusal;
use crate::model::Decision;

/// Whether a name has letters, digits, `_` and `-` only.
pub(super) fn is_word(name: &str) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    !name.is_empty() && name.chars().all(word)
}

/// Refuses a server's name that a target cannot carry.
///
/// # Errors
///
/// When `accept` does not take it; `allowed` says in words what it takes.
pub(super) fn server(
    name: &str,
    allowed: &str,
    accept: impl FnOnce(&str) -> bool,
) -> Result<(), Refusal> {
    if accept(name) {
        return Ok(());
    }
    Err(Refusal {
        reason: format!("the server's name `{name}` is not valid for this product: use {allowed}"),
        help: "rename the server in your own configuration, and give that name with --as"
            .to_owned(),
    })
}

/// A file that the server stands in is to be merged into, and it does not stand there.
pub(super) fn not_configured(key: &str) -> Refusal {
    Refusal {
        reason: format!("the file has no `{key}`"),
        help: "add the server to the file first, or give its name in that file with --as"
            .to_owned(),
    }
}

/// The tools of a server in the spelling of clients that put `_` for every character outside
/// `[A-Za-z0-9_-]`.
pub(super) struct Spelled<'a>(Vec<(String, &'a str, Decision)>);

impl<'a> Spelled<'a> {
    /// Spells the names.
    ///
    /// # Errors
    ///
    /// When two tools with different decisions get the same spelling.
    pub(super) fn new(server: &'a Lowered<'_>) -> Result<Self, Refusal> {
        let mut spelled: Vec<(String, &str, Decision)> = Vec::new();
        let mut met: BTreeMap<String, usize> = BTreeMap::new();
        for (name, decision) in server.decisions() {
            let new: String = name.chars().map(replaced).collect();
            let same = met.get(&new).and_then(|at| spelled.get(*at));
            match same {
                Some((_, other, decided)) if *decided != decision => {
                    return Err(Refusal {
                        reason: format!(
                            "the tools `{other}` and `{name}` of `{}` cannot be told apart: the \
                             target writes both as `{new}`",
                            server.name
                        ),
                        help: "use a product that can, such as `toolrisk`".to_owned(),
                    });
                }
                Some(_) => {}
                None => {
                    met.insert(new.clone(), spelled.len());
                    spelled.push((new, name, decision));
                }
            }
        }
        Ok(Self(spelled))
    }

    /// Each spelling with its decision.
    pub(super) fn decisions(&self) -> impl Iterator<Item = (&str, Decision)> {
        self.0
            .iter()
            .map(|(name, _, decision)| (name.as_str(), *decision))
    }
}

/// The character as such a client writes it.
pub(super) const fn replaced(c: char) -> char {
    if c.is_ascii_alphanumeric() || c == '_' || c == '-' {
        c
    } else {
        '_'
    }
}
