//! What the files of an installed program say of the package that they are of.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use serde_json::Value;
use walkdir::WalkDir;

use crate::capture::Program;
use crate::clients::{Package, stem};
use crate::load::read_file;

/// A package with what is installed where the command does not say it. Asked after the program has run:
/// a launcher installs what it runs.
pub(super) fn completed(package: &Package, program: &Program) -> Package {
    let found = match (package.kind.as_str(), package.version.as_str()) {
        ("npm", _) => launched(package, program),
        ("", _) => self::program(program),
        _ => None,
    };
    let Some(found) = found else {
        return package.clone();
    };
    Package {
        version: if package.version.is_empty() {
            found.version
        } else {
            package.version.clone()
        },
        kind: found.kind,
        name: found.name,
        registry: found.registry,
    }
}

/// The package of a program that is installed: an npm package around its script, or a Python
/// distribution that has installed its command.
fn program(program: &Program) -> Option<Package> {
    let (name, arguments) = program.command.split_first()?;
    let path = find(name, program)?;
    let called = stem(&path.to_string_lossy());
    if matches!(called.as_str(), "node" | "bun" | "deno") || called.starts_with("python") {
        let script = arguments
            .iter()
            .find(|it| !it.to_string_lossy().starts_with('-'))?;
        return npm_around(Path::new(script));
    }
    npm_around(&path).or_else(|| distribution(&path))
}

/// The program's file, as the system would find it.
fn find(name: &OsStr, program: &Program) -> Option<PathBuf> {
    let path = Path::new(name);
    if path.components().count() > 1 {
        return path.is_file().then(|| path.to_owned());
    }
    let mut environment = program.environment.iter().rev();
    let (_, folders) = environment.find(|(name, _)| name == "PATH")?;
    let mut files = std::env::split_paths(folders).map(|folder| folder.join(path));
    files.find(|file| file.is_file())
}

/// The npm package whose folder holds a script: only within `node_modules`, for anything else is
/// somebody's own checkout.
fn npm_around(script: &Path) -> Option<Package> {
    let script = script.canonicalize().ok()?;
    let inside = script
        .components()
        .any(|part| part.as_os_str() == "node_modules");
    let mut folders = script.ancestors().skip(1).filter(|_| inside);
    folders.find_map(|folder| npm_package(&folder.join("package.json")))
}

fn npm_package(file: &Path) -> Option<Package> {
    let package: Value = serde_json::from_str(&read_file(file).ok()?).ok()?;
    let text = |key: &str| package.get(key).and_then(Value::as_str);
    Some(Package {
        kind: "npm".to_owned(),
        name: text("name")?.to_owned(),
        version: text("version")?.to_owned(),
        registry: text("mcpName").unwrap_or_default().to_owned(),
    })
}

/// What npx has installed for a package: its cache says which folder is whose.
fn launched(package: &Package, program: &Program) -> Option<Package> {
    let variable = |name: &str| {
        let mut all = program.environment.iter().rev();
        all.find(|(known, _)| known == name)
            .map(|(_, value)| PathBuf::from(value))
    };
    let cache = variable("npm_config_cache")
        .or_else(|| Some(variable("HOME")?.join(".npm")))
        .or_else(|| Some(variable("LOCALAPPDATA")?.join("npm-cache")))?;
    let folders = WalkDir::new(cache.join("_npx"))
        .min_depth(1)
        .max_depth(1)
        .sort_by_file_name();
    let mut found = Vec::new();
    for folder in folders.into_iter().filter_map(Result::ok) {
        let asked = read_file(&folder.path().join("package.json")).ok();
        let asked: Option<Value> = asked.and_then(|text| serde_json::from_str(&text).ok());
        let spec = |asked: &Value| {
            let packages = asked.pointer("/_npx/packages")?.as_array()?;
            let [Value::String(spec)] = packages.as_slice() else {
                return None;
            };
            Some(spec.clone())
        };
        let spec = asked.as_ref().and_then(spec).unwrap_or_default();
        let words = program.command.iter().map(|word| word.to_string_lossy());
        if words.into_iter().any(|word| word == spec) {
            let file = folder.path().join("node_modules").join(&package.name);
            found.extend(npm_package(&file.join("package.json")));
        }
    }
    match found.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    }
}

/// The Python distribution that has installed a command, from the metadata beside it.
fn distribution(path: &Path) -> Option<Package> {
    let command = stem(&path.to_string_lossy());
    let root = path.parent()?.parent()?;
    let folders = WalkDir::new(root)
        .min_depth(1)
        .max_depth(4)
        .sort_by_file_name();
    let metadata = folders
        .into_iter()
        .filter_entry(|entry| is_on_the_way(entry.file_name(), entry.depth()));
    let metadata = metadata
        .filter_map(Result::ok)
        .filter(|entry| entry.path().extension() == Some(OsStr::new("dist-info")));
    metadata
        .filter(|entry| installs(&entry.path().join("entry_points.txt"), &command))
        .find_map(|entry| python_package(&read_file(&entry.path().join("METADATA")).ok()?))
}

/// `lib/python3.12/site-packages/x.dist-info`, or `Lib/site-packages/x.dist-info` on Windows.
fn is_on_the_way(name: &OsStr, depth: usize) -> bool {
    let name = name.to_string_lossy();
    let metadata = Path::new(name.as_ref()).extension() == Some(OsStr::new("dist-info"));
    match depth {
        0 => true,
        1 => name.eq_ignore_ascii_case("lib"),
        2 => name.starts_with("python") || name == "site-packages",
        3 => name == "site-packages" || metadata,
        _ => metadata,
    }
}

fn installs(entry_points: &Path, command: &str) -> bool {
    let text = read_file(entry_points).unwrap_or_default();
    let names = text.lines().filter_map(|line| line.split_once('='));
    names.into_iter().any(|(name, _)| command == name.trim())
}

fn python_package(metadata: &str) -> Option<Package> {
    let field = |name: &str| {
        let mut lines = metadata.lines().take_while(|line| !line.is_empty());
        lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    };
    let registry = metadata.split("mcp-name:").nth(1).unwrap_or_default();
    let registry = registry.split_whitespace().next().unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-/".contains(c);
    Some(Package {
        kind: "pypi".to_owned(),
        name: field("Name")?.to_owned(),
        version: field("Version")?.to_owned(),
        registry: if registry.chars().all(plain) {
            registry.to_owned()
        } else {
            String::new()
        },
    })
}
