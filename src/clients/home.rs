//! Where a user's files lie: the system, the home folder, and the variables that move them.

use std::path::{Path, PathBuf};

/// The systems that clients run on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Os {
    /// Linux and what is like it.
    Linux,
    /// macOS.
    Mac,
    /// Windows.
    Windows,
}

impl Os {
    /// The system that this program runs on.
    pub const fn current() -> Self {
        if cfg!(target_os = "macos") {
            Self::Mac
        } else if cfg!(windows) {
            Self::Windows
        } else {
            Self::Linux
        }
    }
}

/// What decides where a user's files lie.
#[derive(Debug, Clone)]
pub struct Home {
    /// The system.
    pub os: Os,
    /// The home folder.
    pub folder: PathBuf,
    /// The folder to look for projects from.
    pub here: PathBuf,
    /// Variables of the environment that move folders, by name.
    pub variables: Vec<(String, String)>,
}

/// The variables that move folders and files, each with the name that templates have for it, and the place without it.
const MOVABLE: &[(&str, &str, &str)] = &[
    // code.claude.com/docs/en/settings
    ("claude", "CLAUDE_CONFIG_DIR", "{home}/.claude"),
    // developers.openai.com/codex/config-advanced
    ("codex", "CODEX_HOME", "{home}/.codex"),
    // docs.github.com/en/copilot: configuration folder
    ("copilot", "COPILOT_HOME", "{home}/.copilot"),
    // google-gemini/gemini-cli docs: GEMINI_CLI_HOME replaces the home folder
    ("gemini", "GEMINI_CLI_HOME", "{home}"),
    // The same, docs/cli/enterprise.md: the administrator's files, each by its whole path. The defaults lie beside the
    // settings, wherever these are.
    (
        "gemini-settings",
        "GEMINI_CLI_SYSTEM_SETTINGS_PATH",
        "{gemini-system}/settings.json",
    ),
    (
        "gemini-defaults",
        "GEMINI_CLI_SYSTEM_DEFAULTS_PATH",
        "{beside-gemini-settings}/system-defaults.json",
    ),
    // XDG base directories
    ("config", "XDG_CONFIG_HOME", "{home}/.config"),
    ("roaming", "APPDATA", "{home}/AppData/Roaming"),
    ("local", "LOCALAPPDATA", "{home}/AppData/Local"),
    ("programdata", "PROGRAMDATA", "C:/ProgramData"),
];

impl Home {
    /// The names of the variables that can move a client's files.
    pub fn variables_used() -> impl Iterator<Item = &'static str> {
        MOVABLE.iter().map(|(_, variable, _)| *variable)
    }

    fn variable(&self, name: &str) -> Option<&str> {
        let found = self.variables.iter().find(|(it, _)| it == name);
        found
            .map(|(_, value)| value.as_str())
            .filter(|it| !it.is_empty())
    }

    /// The folder in which programs keep the settings of a user.
    fn support(&self) -> PathBuf {
        match self.os {
            Os::Linux => self.path("{config}"),
            Os::Mac => self.path("{home}/Library/Application Support"),
            Os::Windows => self.path("{roaming}"),
        }
    }

    /// The folder of the administrator's settings of Gemini CLI.
    fn gemini_system(&self) -> PathBuf {
        match self.os {
            Os::Linux => PathBuf::from("/etc/gemini-cli"),
            Os::Mac => PathBuf::from("/Library/Application Support/GeminiCli"),
            Os::Windows => self.path("{programdata}/gemini-cli"),
        }
    }

    /// A template such as `{config}/zed/settings.json` as a path.
    pub fn path(&self, template: &str) -> PathBuf {
        let Some((name, rest)) = template.strip_prefix('{').and_then(|it| it.split_once('}'))
        else {
            return PathBuf::from(template);
        };
        let base = match name {
            "home" => self.folder.clone(),
            "support" => self.support(),
            "gemini-system" => self.gemini_system(),
            "beside-gemini-settings" => {
                let settings = self.path("{gemini-settings}");
                settings.parent().unwrap_or(&settings).to_path_buf()
            }
            name => self.movable(name),
        };
        let parts = rest.split('/').filter(|part| !part.is_empty());
        parts.fold(base, |path, part| path.join(part))
    }

    fn movable(&self, name: &str) -> PathBuf {
        let Some((_, variable, default)) = MOVABLE.iter().find(|(it, ..)| *it == name) else {
            return self.folder.clone();
        };
        match self.variable(variable) {
            Some(folder) => PathBuf::from(folder),
            None => self.path(default),
        }
    }

    /// Whether a variable moves the folder that a template begins with.
    pub fn is_moved(&self, variable: &str) -> bool {
        self.variable(variable).is_some()
    }

    /// The folders in which a project's files may lie: here and above, below the home folder; outside of it,
    /// here alone.
    pub fn projects(&self) -> Vec<PathBuf> {
        let inside = self.here.starts_with(&self.folder) && self.here != self.folder;
        if !inside {
            return if self.here == self.folder {
                Vec::new()
            } else {
                vec![self.here.clone()]
            };
        }
        let above = self.here.ancestors();
        above
            .take_while(|it| *it != self.folder)
            .map(Path::to_path_buf)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn home(os: Os, variables: &[(&str, &str)]) -> Home {
        let variables = variables
            .iter()
            .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()));
        Home {
            os,
            folder: PathBuf::from("/home/u"),
            here: PathBuf::from("/home/u/code/app"),
            variables: variables.collect(),
        }
    }

    #[test]
    fn templates_follow_the_system_and_the_variables() {
        let path = |os, variables: &[(&str, &str)], template| {
            home(os, variables).path(template).display().to_string()
        };
        assert_eq!(
            path(Os::Linux, &[], "{support}/Code"),
            "/home/u/.config/Code"
        );
        assert_eq!(
            path(Os::Mac, &[], "{support}/Code"),
            "/home/u/Library/Application Support/Code"
        );
        assert_eq!(
            path(Os::Windows, &[("APPDATA", "/r")], "{support}/Code"),
            "/r/Code"
        );
        assert_eq!(
            path(Os::Linux, &[("CODEX_HOME", "/c")], "{codex}/config.toml"),
            "/c/config.toml"
        );
        assert_eq!(
            path(Os::Linux, &[("CODEX_HOME", "")], "{codex}/a"),
            "/home/u/.codex/a"
        );
        assert_eq!(
            path(Os::Linux, &[], "/etc/codex/config.toml"),
            "/etc/codex/config.toml"
        );
        let moved = ("GEMINI_CLI_SYSTEM_SETTINGS_PATH", "/opt/gemini.json");
        let defaults = ("GEMINI_CLI_SYSTEM_DEFAULTS_PATH", "/srv/defaults.json");
        for (variables, settings, beside) in [
            (
                &[][..],
                "/etc/gemini-cli/settings.json",
                "/etc/gemini-cli/system-defaults.json",
            ),
            (&[moved], "/opt/gemini.json", "/opt/system-defaults.json"),
            (&[moved, defaults], "/opt/gemini.json", "/srv/defaults.json"),
        ] {
            assert_eq!(path(Os::Linux, variables, "{gemini-settings}"), settings);
            assert_eq!(path(Os::Linux, variables, "{gemini-defaults}"), beside);
        }
    }

    #[test]
    fn projects_are_looked_for_up_to_the_home_folder() {
        let shown: Vec<_> = home(Os::Linux, &[]).projects();
        assert_eq!(
            shown,
            [Path::new("/home/u/code/app"), Path::new("/home/u/code")]
        );
    }
}
