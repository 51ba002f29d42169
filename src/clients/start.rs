//! The command that starts a server from its package.

/// The words that start a server from a typed package such as `npm:@scope/name@1.2.3`. People copy them into a shell,
/// so a package whose name could mean more than itself there gives none.
pub fn start(package: &str) -> Option<Vec<String>> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '@' | '/' | '.' | '_' | '-');
    let (kind, name) = package.split_once(':')?;
    if name.is_empty() || name.starts_with('-') || !name.chars().all(plain) {
        return None;
    }
    let words = |words: &[&str]| words.iter().map(|it| (*it).to_owned()).collect();
    match kind {
        "npm" => Some(words(&["npx", "-y", name])),
        "pypi" => Some(words(&["uvx", &name.replacen('@', "==", 1)])),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_gives_its_command_unless_a_shell_could_read_more_into_it() {
        let joined = |package| start(package).map(|it| it.join(" "));
        let npm = joined("npm:@scope/server@1.2.3").unwrap();
        assert_eq!(npm, "npx -y @scope/server@1.2.3");
        assert_eq!(joined("pypi:server@1.2").unwrap(), "uvx server==1.2");
        assert_eq!(joined("pypi:server").unwrap(), "uvx server");
        for none in [
            "",
            "npm:",
            "npm:a; rm x",
            "npm:$(x)",
            "npm:--call",
            "smithery:a/b",
            "npm:a\nb",
        ] {
            assert_eq!(start(none), None, "{none}");
        }
    }
}
