//! Words that people use for one another. Who searches for one finds the others, too.

/// Each line is a group. A phrase of several words stands without spaces, as a query joins them.
const GROUPS: &[&[&str]] = &[
    &["delete", "remove", "drop", "erase", "destroy", "purge"],
    &["pay", "payment", "charge", "sendmoney", "transfer"],
    &["mail", "email", "mails", "emails", "gmail", "inbox"],
    &["create", "add", "new"],
    &["update", "edit", "modify", "change"],
    &["search", "find", "query", "lookup"],
    &["run", "execute", "exec"],
    &["folder", "directory"],
    &["repo", "repository"],
    &["db", "database"],
    &["pr", "pullrequest", "mergerequest"],
    &["picture", "image", "photo"],
    &["website", "webpage", "browse", "browser"],
    &["login", "signin"],
    &["secret", "credential", "credentials", "password"],
];

/// All groups, as the script reads them: words with spaces, groups with commas between them.
pub(super) fn listed() -> String {
    let groups: Vec<String> = GROUPS.iter().map(|group| group.join(" ")).collect();
    groups.join(",")
}

/// The other words for those of a text, each once and sorted.
pub(super) fn others<'w>(words: impl Iterator<Item = &'w str>) -> Vec<&'static str> {
    let mut found: Vec<&str> = words
        .flat_map(|word| {
            let groups = GROUPS.iter().filter(move |group| group.contains(&word));
            groups.flat_map(|group| group.iter().copied())
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_the_others_of_its_group() {
        let found = others(["drop", "table"].into_iter());
        assert!(found.contains(&"delete") && found.contains(&"remove"));
        assert_eq!(others(["table"].into_iter()), Vec::<&str>::new());
    }

    #[test]
    fn a_word_stands_in_one_group() {
        let mut all: Vec<&str> = GROUPS.concat();
        all.sort_unstable();
        assert!(all.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
