//! Who besides the user could write the policy.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// What is wrong with where the policy lies, a sentence each.
pub(super) fn doubts(policy: &Path, command: &[OsString]) -> Vec<String> {
    let Ok(place) = policy.canonicalize() else {
        return Vec::new();
    };
    let mut doubts = writers(&place);
    // A link can be replaced where it stands, not only where it leads.
    if let Some(folder) = std::path::absolute(policy)
        .ok()
        .and_then(|it| it.parent().map(Path::to_owned))
        && let Ok(folder) = folder.canonicalize()
        && Some(folder.as_path()) != place.parent()
    {
        doubts.extend(writers(&folder));
    }
    doubts.extend(within_reach(&place, command));
    doubts
}

/// What is wrong with where a recording will lie: the server's own tools may read the calls in it.
pub(super) fn readers(recording: &Path, command: &[OsString]) -> Vec<String> {
    let folder = std::path::absolute(recording).ok();
    let folder = folder.and_then(|it| it.parent()?.canonicalize().ok());
    let told = |path: PathBuf| {
        format!(
            "the server is given `{}`, which contains the recording: a tool could read the calls in it; keep the \
             recording elsewhere",
            path.display()
        )
    };
    let holding = folder.map(|folder| holding(&folder, command));
    holding.into_iter().flatten().map(told).collect()
}

/// The server's arguments that hold the policy: a tool that writes files there can rewrite it.
fn within_reach(policy: &Path, command: &[OsString]) -> Vec<String> {
    let told = |path: PathBuf| {
        format!(
            "the server is given `{}`, which contains the policy: a tool that writes files could change it; \
             keep the policy elsewhere",
            path.display()
        )
    };
    holding(policy, command).into_iter().map(told).collect()
}

/// The paths among the server's arguments that hold a file or folder.
fn holding(place: &Path, command: &[OsString]) -> Vec<PathBuf> {
    let words = command.iter().skip(1).map(|word| word.to_string_lossy());
    let paths =
        words.map(|word| PathBuf::from(word.split_once('=').map_or(&*word, |(_, path)| path)));
    let holds = |path: &PathBuf| {
        let whole = path.canonicalize();
        whole.is_ok_and(|whole| place.starts_with(whole))
    };
    paths.filter(holds).collect()
}

/// The file and each folder above it that somebody else can write.
#[cfg(unix)]
fn writers(place: &Path) -> Vec<String> {
    let owner = rustix::process::geteuid().as_raw();
    let each = place.ancestors().filter_map(|path| {
        let who = writer(&path.metadata().ok()?, owner)?;
        let path = path.display();
        Some(format!(
            "{who} can write `{path}`, and so can change the policy; remove that right, for example \
             with `chmod go-w`"
        ))
    });
    each.collect()
}

/// Who else can write it: its owner, its group where that is more than one user, everyone.
#[cfg(unix)]
fn writer(found: &std::fs::Metadata, user: u32) -> Option<&'static str> {
    use std::os::unix::fs::MetadataExt as _;
    const STICKY: u32 = 0o1000;
    let mode = found.mode();
    if found.uid() != user && found.uid() != 0 {
        return Some("another user");
    }
    // In such a folder everyone can write files of their own, but not those of others.
    if found.is_dir() && mode & STICKY != 0 {
        return None;
    }
    // Many systems give each user a group of the same number.
    let alone = found.gid() == found.uid();
    match (mode & 0o002 != 0, mode & 0o020 != 0 && !alone) {
        (true, _) => Some("everyone"),
        (false, true) => Some("its group"),
        (false, false) => None,
    }
}

#[cfg(not(unix))]
fn writers(_: &Path) -> Vec<String> {
    Vec::new()
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests write files of their own")]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_is_given_the_folder_of_the_policy_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let policy = folder.path().join("policy.json");
        std::fs::write(&policy, "{}").unwrap();
        let inside = folder.path().join("notes");
        std::fs::create_dir(&inside).unwrap();
        let command =
            |path: &Path| vec!["server".into(), format!("--root={}", path.display()).into()];
        assert_eq!(doubts(&policy, &command(&inside)), [] as [String; 0]);
        assert_eq!(doubts(&policy, &command(folder.path())).len(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_policy_that_everyone_can_write_is_told_with_its_place() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let policy = folder.path().join("policy.json");
        std::fs::write(&policy, "{}").unwrap();
        for (path, mode) in [(policy.as_path(), 0o646), (folder.path(), 0o707)] {
            let before = path.metadata().unwrap().permissions();
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
            let told = doubts(&policy, &[]);
            assert_eq!(told.len(), 1, "{told:?}");
            assert!(told[0].starts_with("everyone can write"), "{told:?}");
            std::fs::set_permissions(path, before).unwrap();
        }
        assert_eq!(doubts(&policy, &[]), [] as [String; 0]);
    }
}
