//! Related tools from names alone, in near-linear time: two sorted orders, and looks around a place.

use rayon::prelude::*;

use crate::rules::RatedTool;

/// Most tools of one kind of relation.
const MOST: usize = 5;
/// How far to look for them; keeps a page's cost constant however large a group is.
const REACH: usize = 40;

/// Verbs and, for each, those that undo it.
const OPPOSITES: &[(&str, &[&str])] = &[
    ("activate", &["deactivate"]),
    ("add", &["remove", "delete"]),
    ("archive", &["unarchive", "restore"]),
    ("assign", &["unassign"]),
    ("block", &["unblock"]),
    ("close", &["reopen", "open"]),
    ("connect", &["disconnect", "logout"]),
    ("create", &["delete", "remove"]),
    ("deactivate", &["activate"]),
    ("delete", &["restore", "undelete"]),
    ("disable", &["enable"]),
    ("disconnect", &["connect"]),
    ("enable", &["disable"]),
    ("follow", &["unfollow"]),
    ("grant", &["revoke"]),
    ("insert", &["delete", "remove"]),
    ("install", &["uninstall"]),
    ("join", &["leave"]),
    ("like", &["unlike"]),
    ("lock", &["unlock"]),
    ("login", &["logout"]),
    ("logout", &["login", "connect"]),
    ("mount", &["unmount"]),
    ("mute", &["unmute"]),
    ("open", &["close"]),
    ("pause", &["resume", "unpause"]),
    ("pin", &["unpin"]),
    ("publish", &["unpublish"]),
    ("register", &["unregister", "deregister"]),
    ("share", &["unshare"]),
    ("star", &["unstar"]),
    ("start", &["stop"]),
    ("stop", &["start"]),
    ("subscribe", &["unsubscribe"]),
    ("suspend", &["resume", "unsuspend"]),
    ("trash", &["restore", "untrash"]),
    ("unarchive", &["archive"]),
    ("unlock", &["lock"]),
];

impl Relations {
    /// Everything that is related.
    pub(super) fn all(&self) -> Vec<usize> {
        let named = self.undo.into_iter().chain(self.opposite);
        let others = self.siblings.iter().chain(&self.elsewhere).copied();
        named.chain(others).collect()
    }
}

/// A name read as a verb and its object.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Name {
    verb: String,
    object: String,
}

/// Tools by name; a tool is its place in the rated list.
#[derive(Debug)]
pub(super) struct Related {
    names: Vec<Name>,
    /// Places in order of verb, object, place.
    by_name: Vec<usize>,
    /// Places in order of server, object, place.
    by_object: Vec<usize>,
    /// The server's number of each place.
    servers: Vec<usize>,
}

/// What is related to one tool; no tool is named twice.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Relations {
    /// The tool of the same server that undoes it, as its reviewer says.
    pub(super) undo: Option<usize>,
    /// The tool of the same server whose name says the opposite.
    pub(super) opposite: Option<usize>,
    /// Tools of the same verb and object on other servers.
    pub(super) elsewhere: Vec<usize>,
    /// Tools of the same server that work on the same object.
    pub(super) siblings: Vec<usize>,
}

impl Related {
    /// Reads every name and sorts. `servers` gives the server's number of each tool.
    pub(super) fn new(tools: &[RatedTool<'_>], servers: Vec<usize>) -> Self {
        let names: Vec<Name> = tools
            .par_iter()
            .map(|each| Name::new(&each.tool.definition.name))
            .collect();
        let mut by_name: Vec<usize> = (0..names.len()).collect();
        by_name.par_sort_unstable_by_key(|place| (names.get(*place), *place));
        let mut by_object: Vec<usize> = (0..names.len()).collect();
        by_object.par_sort_unstable_by_key(|place| object_key(&names, &servers, *place));
        Self {
            names,
            by_name,
            by_object,
            servers,
        }
    }

    /// What is related to the tool at `place`.
    pub(super) fn of(&self, place: usize, tools: &[RatedTool<'_>]) -> Relations {
        let Some((name, rated)) = self.names.get(place).zip(tools.get(place)) else {
            return Relations::default();
        };
        let undo = undo(place, rated);
        let opposite = if undo.is_some() {
            None
        } else {
            self.opposite(place, name)
        };
        let key = |at: usize| (self.names.get(at), at);
        let same_name = |at: &usize| self.names.get(*at) == Some(name);
        let elsewhere = around(&self.by_name, place, key, same_name)
            .filter(|at| self.server(*at) != self.server(place))
            .take(MOST)
            .collect();
        let siblings = if name.object.is_empty() {
            Vec::new()
        } else {
            self.same_object(place, name)
                .filter(|at| Some(*at) != undo && Some(*at) != opposite)
                .take(MOST)
                .collect()
        };
        Relations {
            undo,
            opposite,
            elsewhere,
            siblings,
        }
    }

    fn server(&self, place: usize) -> Option<usize> {
        self.servers.get(place).copied()
    }

    fn same_object<'s>(
        &'s self,
        place: usize,
        name: &'s Name,
    ) -> impl Iterator<Item = usize> + use<'s> {
        let server = self.server(place);
        let key = |at: usize| object_key(&self.names, &self.servers, at);
        let same = move |at: &usize| {
            self.server(*at) == server
                && self
                    .names
                    .get(*at)
                    .is_some_and(|each| each.object == name.object)
        };
        around(&self.by_object, place, key, same)
    }

    fn opposite(&self, place: usize, name: &Name) -> Option<usize> {
        let (_, undoing) = OPPOSITES.iter().find(|(verb, _)| *verb == name.verb)?;
        self.same_object(place, name).find(|at| {
            self.names
                .get(*at)
                .is_some_and(|each| undoing.contains(&each.verb.as_str()))
        })
    }
}

/// The tool that undoes the one at `place`, as its reviewer says: a server's tools stand together.
fn undo(place: usize, rated: &RatedTool<'_>) -> Option<usize> {
    let name = &rated.tool.review.undo.as_ref()?.value;
    let tools = &rated.server.tools;
    let find = |name: &str| {
        tools
            .binary_search_by(|tool| tool.definition.name.as_str().cmp(name))
            .ok()
    };
    let (own, other) = (find(&rated.tool.definition.name)?, find(name)?);
    (own != other).then(|| (place + other).checked_sub(own))?
}

type ObjectKey<'n> = (Option<usize>, Option<&'n str>, usize);

fn object_key<'n>(names: &'n [Name], servers: &[usize], place: usize) -> ObjectKey<'n> {
    let object = names.get(place).map(|name| name.object.as_str());
    (servers.get(place).copied(), object, place)
}

/// The others of the group in which `place` lies in `order`: those after it, then those before it.
fn around<K: Ord, F, G>(
    order: &[usize],
    place: usize,
    key: F,
    same: G,
) -> impl Iterator<Item = usize> + use<'_, K, F, G>
where
    F: Fn(usize) -> K,
    G: Fn(&usize) -> bool + Clone,
{
    let own = key(place);
    let at = order.partition_point(|each| key(*each) < own);
    let (before, after) = order.split_at_checked(at).unwrap_or((order, &[]));
    let after = after.iter().skip(1).copied().take_while(same.clone());
    let before = before.iter().rev().copied().take_while(same);
    after.take(REACH).chain(before.take(REACH))
}

impl Name {
    fn new(name: &str) -> Self {
        let mut words = split(name).into_iter();
        let verb = words.next().unwrap_or_default();
        let mut object: Vec<String> = words.collect();
        if let Some(last) = object.last_mut() {
            singular(last);
        }
        Self {
            verb,
            object: object.join(" "),
        }
    }
}

/// The words of a name in snake, kebab, dotted, camel or Pascal form, in lower case.
fn split(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for c in name.chars().take(200) {
        let starts = c.is_uppercase() && (before.is_lowercase() || before.is_numeric());
        if !c.is_alphanumeric() || starts {
            words.push(String::new());
        }
        if let (true, Some(word)) = (c.is_alphanumeric(), words.last_mut()) {
            word.extend(c.to_lowercase());
        }
        before = c;
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Takes the plural off an English noun, well enough to bring names together.
fn singular(word: &mut String) {
    if word.len() > 4 && word.ends_with("ies") {
        word.truncate(word.len() - 3);
        word.push('y');
    } else if word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") {
        word.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_every_form_read_as_verb_and_object() {
        for name in [
            "list_dns_records",
            "listDnsRecords",
            "List-DNS-record",
            "list.dns.records",
        ] {
            let name = Name::new(name);
            assert_eq!(
                (name.verb.as_str(), name.object.as_str()),
                ("list", "dns record")
            );
        }
        assert_eq!(Name::new("").verb, "");
        assert_eq!(Name::new("search").object, "");
        assert_eq!(Name::new("get_entities").object, "entity");
    }

    #[test]
    fn opposites_are_sorted_and_never_their_own() {
        assert!(OPPOSITES.is_sorted());
        assert!(
            OPPOSITES
                .iter()
                .all(|(verb, undoing)| !undoing.contains(verb))
        );
    }
}
