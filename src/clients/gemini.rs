//! Which servers Gemini CLI starts: its settings files name those that it may start and those that it may not.
//!
//! The client merges its files, and of a list it takes the one of the strongest file that has it: the administrator's
//! settings, then those of the project, then those of the user, then the administrator's defaults
//! (google-gemini/gemini-cli packages/cli/src/config/settings.ts and settingsSchema.ts, where `mcp.allowed` and
//! `mcp.excluded` have no merge strategy of their own).

use super::document::{Kind, Node};
use super::files::ConfigFile;
use super::table::{GEMINI_DEFAULTS, Scope};

/// The lists of one file, where it has them.
#[derive(Debug, Clone, Default)]
struct Lists {
    allowed: Option<Vec<String>>,
    excluded: Option<Vec<String>>,
}

impl Lists {
    fn of(file: &ConfigFile) -> Self {
        let Ok(root) = &file.root else {
            return Self::default();
        };
        Self {
            allowed: names(root, "allowed"),
            excluded: names(root, "excluded"),
        }
    }

    /// These, and those of a weaker file where there are none.
    fn over(self, weaker: &Self) -> Self {
        Self {
            allowed: self.allowed.or_else(|| weaker.allowed.clone()),
            excluded: self.excluded.or_else(|| weaker.excluded.clone()),
        }
    }

    /// Whether the client leaves a server out. Newer releases compare names without regard to case; whether this one
    /// does is not known, so a server is taken for one that starts.
    fn leave_out(&self, name: &str) -> bool {
        let is_excluded = |it: &Vec<String>| it.iter().any(|known| known == name);
        let alike = |known: &String| known.trim().eq_ignore_ascii_case(name.trim());
        let is_allowed = |it: &Vec<String>| it.iter().any(alike);
        self.excluded.as_ref().is_some_and(is_excluded)
            || self.allowed.as_ref().is_some_and(|it| !is_allowed(it))
    }
}

fn names(root: &Node, key: &str) -> Option<Vec<String>> {
    let list = root.at(&["mcp", key])?;
    let is_list = matches!(list.kind, Kind::List(..));
    let names = list.items().iter().filter_map(Node::text);
    is_list.then(|| names.map(str::to_owned).collect())
}

/// The strength of a project's own settings, which count in that project alone.
const PROJECT: u8 = 2;

/// How strong a file is against others.
fn strength(file: &ConfigFile) -> u8 {
    match file.scope {
        Scope::Managed if file.place == Some(&GEMINI_DEFAULTS) => 0,
        Scope::User => 1,
        Scope::Project => PROJECT,
        Scope::Managed => 3,
    }
}

/// Switches off the servers that the client starts nowhere: neither in a project that has settings of its own nor
/// elsewhere.
pub(super) fn switch_off(files: &mut [ConfigFile]) {
    let is_own = |file: &ConfigFile| file.clients.iter().any(|it| it.id == "gemini-cli");
    let mut layers: Vec<(usize, u8, Lists)> = files
        .iter()
        .enumerate()
        .filter(|(_, file)| is_own(file))
        .map(|(at, file)| (at, strength(file), Lists::of(file)))
        .collect();
    layers.sort_by_key(|(_, strength, _)| *strength);
    let projects = layers.iter().filter(|it| it.1 == PROJECT).map(|it| it.0);
    // Outside of all projects, and in each of them.
    let places: Vec<Option<usize>> = std::iter::once(None).chain(projects.map(Some)).collect();
    let merged = |place: Option<usize>| {
        let here = layers
            .iter()
            .filter(|it| it.1 != PROJECT || Some(it.0) == place);
        here.fold(Lists::default(), |weaker, (_, _, lists)| {
            lists.clone().over(&weaker)
        })
    };
    let merged: Vec<(Option<usize>, Lists)> =
        places.into_iter().map(|it| (it, merged(it))).collect();
    for (at, strength, _) in &layers {
        let Some(file) = files.get_mut(*at) else {
            continue;
        };
        for entry in &mut file.entries {
            let mut lists = merged
                .iter()
                .filter(|(place, _)| *strength != PROJECT || *place == Some(*at));
            let name = entry.name().to_owned();
            entry.disabled |= lists.all(|(_, lists)| lists.leave_out(&name));
        }
    }
}
