//! The program as people run it: its exit code, its output, the catalogs and folders it works on.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The program, to be run in `folder`.
pub(crate) fn toolrisk<S: AsRef<OsStr>>(folder: &Path, arguments: &[S]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_toolrisk"));
    command.current_dir(folder).args(arguments);
    command.stdin(Stdio::null());
    command
}

/// What a run said and how it ended.
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// Fails the test unless the run ended so.
    #[track_caller]
    pub(crate) fn ended(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}\n{}", self.out, self.err);
        self
    }

    /// Fails the test unless these words are on stdout or stderr.
    #[track_caller]
    pub(crate) fn said(self, words: &str) -> Self {
        let both = format!("{}\n{}", self.out, self.err);
        assert!(both.contains(words), "no {words:?} in:\n{both}");
        self
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// Runs the program to its end.
pub(crate) fn run<S: AsRef<OsStr>>(folder: &Path, arguments: &[S]) -> Ran {
    toolrisk(folder, arguments).output().unwrap().into()
}

/// A catalog of these files in a folder `catalog` of a new scratch folder.
pub(crate) fn catalog(files: &[(&str, &str)]) -> tempfile::TempDir {
    let scratch = tempfile::tempdir().unwrap();
    for (place, text) in files {
        write(&scratch.path().join("catalog").join(place), text);
    }
    scratch
}

/// Writes a file and the folders above it.
pub(crate) fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// Every file below a folder with its bytes.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            let place = entry.path().strip_prefix(folder).unwrap();
            let bytes = std::fs::read(entry.path()).unwrap();
            (place.display().to_string(), bytes)
        })
        .collect()
}

/// A user whom permissions bind. Root reads and writes everything, so where the tests run as root the
/// program runs as nobody.
#[cfg(unix)]
pub(crate) struct Bound {
    as_nobody: bool,
    program: PathBuf,
    _copy: Option<tempfile::TempDir>,
}

#[cfg(unix)]
impl Bound {
    /// Nothing, and loud words on it, where root cannot become somebody else here.
    pub(crate) fn new(test: &str) -> Option<Self> {
        use std::os::unix::fs::MetadataExt as _;

        let program = Path::new(env!("CARGO_BIN_EXE_toolrisk")).to_owned();
        let scratch = tempfile::tempdir().unwrap();
        if std::fs::metadata(scratch.path()).unwrap().uid() != 0 {
            return Some(Self {
                as_nobody: false,
                program,
                _copy: None,
            });
        }
        let copy = scratch.path().join("toolrisk");
        std::fs::copy(&program, &copy).unwrap();
        open_to_all(scratch.path());
        let probe = Command::new("setpriv")
            .args(SETPRIV)
            .arg(&copy)
            .arg("--version")
            .output();
        if !probe.is_ok_and(|output| output.status.success()) {
            skipped(test, "root cannot become another user here (setpriv)");
            return None;
        }
        Some(Self {
            as_nobody: true,
            program: copy,
            _copy: Some(scratch),
        })
    }

    pub(crate) fn run(&self, folder: &Path, arguments: &[&str]) -> Ran {
        let mut command = if self.as_nobody {
            let mut command = Command::new("setpriv");
            command.args(SETPRIV).arg(&self.program);
            command
        } else {
            Command::new(&self.program)
        };
        command.current_dir(folder).args(arguments);
        command.output().unwrap().into()
    }
}

#[cfg(unix)]
const SETPRIV: [&str; 3] = ["--reuid=65534", "--regid=65534", "--clear-groups"];

/// Whether a process runs; one that has ended and was not yet asked how does not.
pub(crate) fn runs(pid: &str) -> bool {
    let output = Command::new("ps")
        .args(["-o", "stat=", "-p", pid])
        .output()
        .unwrap();
    let state = String::from_utf8(output.stdout).unwrap();
    !state.trim().is_empty() && !state.trim().starts_with('Z')
}

/// Lets everybody read and write below a folder.
#[cfg(unix)]
pub(crate) fn open_to_all(folder: &Path) {
    for entry in walkdir::WalkDir::new(folder) {
        permit(entry.unwrap().path(), 0o777);
    }
}

/// Sets the permissions of a file or folder.
#[cfg(unix)]
pub(crate) fn permit(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

/// Says on stderr that a test looked at nothing.
pub(crate) fn skipped(test: &str, why: &str) {
    told(&format!("SKIPPED: {test}: {why}"));
}

/// Says something on stderr; also where `cargo test` shows no output of tests.
pub(crate) fn told(words: &str) {
    use std::io::Write as _;
    let _closed = writeln!(std::io::stderr().lock(), "\n{words}");
}
