//! What surrounds a tool: the server that offers it, and the tools beside it.

use std::collections::BTreeMap;

use super::tokens::{Token, tokens, word_hash};

/// Words of servers' names that say nothing about what a server does.
const COMMON: &[&str] = &["mcp", "server", "npm", "io", "com", "github", "the", "for"];
/// How many words of a server's name and title are read.
const MOST_WORDS: usize = 24;
/// How many words at the start of its names a server may repeat.
const LONGEST_PREFIX: usize = 3;
/// From how many tools a common start of their names counts as the server's name.
const FEWEST_TOOLS: usize = 3;

/// What surrounds a tool. The default is a tool of which nothing else is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// Hashes of the words of the server's name and title.
    pub(super) server: Vec<u32>,
    /// Hashes of the words with which the names of its tools begin.
    pub(super) prefix: Vec<u32>,
}

impl Surroundings {
    /// Of a server, by its id or name, its title (may be empty) and the names of its tools.
    pub fn of<'a>(id: &str, title: &str, names: impl IntoIterator<Item = &'a str>) -> Self {
        let common: Vec<u32> = COMMON.iter().map(|word| word_hash(word)).collect();
        let mut server: Vec<u32> = words(id)
            .into_iter()
            .chain(words(title))
            .filter(|word| !common.contains(word))
            .collect();
        server.sort_unstable();
        server.dedup();
        let names: Vec<Vec<u32>> = names.into_iter().map(words).collect();
        Self {
            server,
            prefix: prefix(&names),
        }
    }

    /// Of each server of a list of tools: id, title and the tool's name.
    pub fn by_server<'a>(
        tools: impl IntoIterator<Item = (&'a str, &'a str, &'a str)>,
    ) -> BTreeMap<String, Self> {
        let mut servers: BTreeMap<&str, (&str, Vec<&str>)> = BTreeMap::new();
        for (id, title, name) in tools {
            let server = servers.entry(id).or_insert((title, Vec::new()));
            server.1.push(name);
        }
        servers
            .into_iter()
            .map(|(id, (title, names))| (id.to_owned(), Self::of(id, title, names)))
            .collect()
    }

    /// How many words at the start of a name are the server's own; at least one word stays.
    pub(super) fn cut(&self, name: &[Token]) -> usize {
        let pairs = name.iter().zip(&self.prefix);
        let same = pairs.take_while(|(word, own)| word.hash == **own).count();
        same.min(name.len().saturating_sub(1))
    }
}

fn words(text: &str) -> Vec<u32> {
    let mut found = Vec::new();
    tokens(text, MOST_WORDS, &mut found);
    let words = found.iter().filter(|it| !it.number);
    words.map(|it| it.hash).collect()
}

/// The words with which at least four in five names begin.
fn prefix(names: &[Vec<u32>]) -> Vec<u32> {
    let mut prefix = Vec::new();
    if names.len() < FEWEST_TOOLS {
        return prefix;
    }
    for at in 0..LONGEST_PREFIX {
        let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
        for word in names.iter().filter_map(|name| name.get(at)) {
            *counts.entry(*word).or_default() += 1;
        }
        let most = counts
            .into_iter()
            .max_by_key(|(word, count)| (*count, *word));
        match most {
            Some((word, count)) if count * 5 >= names.len() * 4 => prefix.push(word),
            _ => break,
        }
    }
    prefix
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left<'a>(surroundings: &Surroundings, name: &'a str) -> &'a str {
        let mut found = Vec::new();
        tokens(name, 24, &mut found);
        let cut = found.get(surroundings.cut(&found)).map_or(0, |it| it.start);
        name.get(cut..).unwrap_or_default()
    }

    #[test]
    fn the_servers_own_words_are_cut_from_its_tools_names() {
        let names = ["acme_crm_list_deals", "acme_crm_get_deal", "acme_crm_ping"];
        let acme = Surroundings::of("acme", "", names);
        assert_eq!(left(&acme, "acme_crm_list_deals"), "list_deals");
        assert_eq!(left(&acme, "acme_crm"), "crm");
        assert_eq!(left(&acme, "list_deals"), "list_deals");
        let few = Surroundings::of("acme", "", ["get_a", "get_b"]);
        assert_eq!(left(&few, "get_a"), "get_a");
        assert_eq!(
            left(&Surroundings::default(), "acme_crm_ping"),
            "acme_crm_ping"
        );
    }
}
