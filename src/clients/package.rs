//! The package that a command runs, as far as the command or what is installed tells.

use std::ffi::OsString;

/// A package of a registry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Package {
    /// `npm`, `pypi` or `oci`; empty when unknown.
    pub kind: String,
    /// Its name there.
    pub name: String,
    /// Its version; empty when unknown.
    pub version: String,
    /// The server's name in the official registry of MCP servers; empty when unknown.
    pub registry: String,
}

impl Package {
    fn new(kind: &str, name: &str, version: &str) -> Self {
        Self {
            kind: kind.to_owned(),
            name: name.to_owned(),
            version: version.to_owned(),
            registry: String::new(),
        }
    }

    /// `npm:@scope/name@1.2.3`; empty when unknown.
    pub fn typed(&self) -> String {
        match (self.name.as_str(), self.version.as_str()) {
            ("", _) => String::new(),
            (name, "") => format!("{}:{name}", self.kind),
            (name, version) => format!("{}:{name}@{version}", self.kind),
        }
    }

    /// `npm:@scope/name`; empty when unknown.
    pub fn unversioned(&self) -> String {
        if self.name.is_empty() {
            return String::new();
        }
        format!("{}:{}", self.kind, self.name)
    }
}

/// Programs that run a package, which an argument names.
const PACKAGES: &[&str] = &["npx", "bunx", "pnpx", "uvx"];
/// Programs that run a script or a module, which their first argument names.
const SCRIPTS: &[&str] = &["node", "bun", "deno", "python", "python3"];

/// A name for a server from its command: the program, or what a launcher runs. Arguments can hold secrets, so a
/// word is taken only where it must be a package, a module or a script, and only if it is no address.
pub fn label(command: &[OsString]) -> String {
    let words: Vec<_> = command.iter().map(|word| word.to_string_lossy()).collect();
    let Some((program, arguments)) = words.split_first() else {
        return String::new();
    };
    let is_plain = |word: &&str| {
        !word.starts_with('-') && !word.contains(|c: char| "=:?#%".contains(c) || c.is_whitespace())
    };
    let arguments: Vec<&str> = arguments.iter().map(AsRef::as_ref).collect();
    let runs = match stem(program).as_str() {
        launcher if PACKAGES.contains(&launcher) => operand(&arguments, &[], &["-y", "--yes"]),
        launcher if SCRIPTS.contains(&launcher) => match arguments.as_slice() {
            ["-m" | "run", module, ..] => Some(*module),
            arguments => script(launcher, arguments),
        },
        _ => None,
    };
    let package = package_of(command).name;
    let named = Some(package).filter(|it| !it.is_empty());
    let plain = runs.filter(is_plain).map(str::to_owned);
    plain.or(named).unwrap_or_else(|| {
        let program = stem(program);
        program.split('=').next().unwrap_or_default().to_owned()
    })
}

/// The script that the first argument of an interpreter names. Other arguments may be secret.
pub fn script<'a>(program: &str, arguments: &[&'a str]) -> Option<&'a str> {
    let first = arguments.first().filter(|_| SCRIPTS.contains(&program))?;
    (!first.starts_with('-') && !first.contains("://")).then_some(*first)
}

/// The name of a file without what systems add to the names of programs.
pub fn stem(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let endings = [".exe", ".cmd", ".bat", ".mjs", ".cjs", ".js", ".py"];
    // Windows writes them in either case.
    let stem = endings.iter().find_map(|ending| {
        let (stem, end) = name.split_at_checked(name.len().checked_sub(ending.len())?)?;
        end.eq_ignore_ascii_case(ending).then_some(stem)
    });
    stem.unwrap_or(name).to_owned()
}

/// The package that a command names.
pub fn package_of(command: &[OsString]) -> Package {
    let words: Vec<String> = command
        .iter()
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    let Some((program, arguments)) = words.split_first() else {
        return Package::default();
    };
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let found = match (stem(program).as_str(), arguments.as_slice()) {
        ("npx" | "bunx" | "pnpx", arguments) => npm(arguments),
        ("npm" | "pnpm" | "yarn" | "bun", [first, rest @ ..])
            if matches!(*first, "exec" | "x" | "dlx") =>
        {
            npm(rest)
        }
        ("uvx", arguments) => pypi(arguments),
        ("uv", ["tool", "run", rest @ ..]) | ("pipx", ["run", rest @ ..]) => pypi(rest),
        ("docker" | "podman" | "nerdctl", ["run", rest @ ..]) => image(rest),
        _ => None,
    };
    found.unwrap_or_default()
}

/// The value of an option, `--name value` or `--name=value`.
fn option<'a>(arguments: &[&'a str], names: &[&str]) -> Option<&'a str> {
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        if *argument == "--" {
            return None;
        }
        for name in names {
            if argument == name {
                return arguments.next().copied();
            }
            let value = argument
                .strip_prefix(name)
                .and_then(|rest| rest.strip_prefix('='));
            if value.is_some() {
                return value;
            }
        }
    }
    None
}

/// The first argument that is no option; `valued` options take the argument after them, and those that stand
/// `alone` do not. What follows any other option could be its value, a secret among others, so there is no answer.
fn operand<'a>(arguments: &[&'a str], valued: &[&str], alone: &[&str]) -> Option<&'a str> {
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        if *argument == "--" {
            return arguments.next().copied();
        }
        if !argument.starts_with('-') {
            return Some(argument);
        }
        if valued.contains(argument) {
            arguments.next();
        } else if !alone.contains(argument) && !argument.contains('=') {
            return None;
        }
    }
    None
}

/// Options of npm and its kin that take the argument after them.
const NPM_VALUED: &[&str] = &[
    "-c",
    "--call",
    "-w",
    "--workspace",
    "--registry",
    "--userconfig",
    "--prefix",
    "--cache",
    "--loglevel",
    "--node-options",
];
/// Those that do not.
const NPM_ALONE: &[&str] = &[
    "-y",
    "--yes",
    "--no",
    "-q",
    "--quiet",
    "-s",
    "--silent",
    "-d",
    "--verbose",
    "--bun",
    "-b",
    "--no-install",
    "--ignore-existing",
    "--ignore-scripts",
    "--prefer-offline",
    "--prefer-online",
    "--offline",
    "--no-audit",
    "--no-fund",
    "--no-update-notifier",
    "--legacy-peer-deps",
    "--workspaces",
];

fn npm(arguments: &[&str]) -> Option<Package> {
    let named = option(arguments, &["-p", "--package"]);
    let spec = named.or_else(|| operand(arguments, NPM_VALUED, NPM_ALONE))?;
    let scope = usize::from(spec.starts_with('@'));
    let (name, version) = match spec.get(scope..)?.split_once('@') {
        Some((name, version)) => (spec.get(..scope + name.len())?, version),
        None => (spec, ""),
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || "@/._-~".contains(c);
    let slashes = name.matches('/').count();
    let is_package = name.chars().all(plain) && slashes == scope && !name.starts_with('.');
    is_package.then(|| Package::new("npm", name, exact(version)))
}

/// Options of uv and pipx that take the argument after them.
const PYPI_VALUED: &[&str] = &[
    "--with",
    "--python",
    "-p",
    "--index",
    "--index-url",
    "-i",
    "--extra-index-url",
    "--with-requirements",
    "--env-file",
    "--directory",
    "--pip-args",
    "-c",
    "--constraints",
    "--overrides",
    "--with-editable",
    "--default-index",
    "--find-links",
    "-f",
    "--prerelease",
    "--resolution",
    "--fork-strategy",
    "--index-strategy",
    "--keyring-provider",
    "--exclude-newer",
    "--link-mode",
    "--refresh-package",
    "--reinstall-package",
    "--upgrade-package",
    "-P",
    "--python-platform",
    "--allow-insecure-host",
    "--cache-dir",
    "--config-file",
    "--project",
    "--color",
    "--fetch-python",
    "--backend",
];
/// Those that do not.
const PYPI_ALONE: &[&str] = &[
    "-q",
    "--quiet",
    "-v",
    "--verbose",
    "-n",
    "--no-cache",
    "--refresh",
    "--reinstall",
    "-U",
    "--upgrade",
    "--offline",
    "--isolated",
    "--native-tls",
    "--system-certs",
    "--no-config",
    "--no-progress",
    "--no-index",
    "--no-sources",
    "--no-build",
    "--no-binary",
    "--no-env-file",
    "--no-build-isolation",
    "--compile-bytecode",
    "--managed-python",
    "--no-managed-python",
    "--no-python-downloads",
    "--lfs",
    "--pypackages",
    "--no-path-check",
];

fn pypi(arguments: &[&str]) -> Option<Package> {
    let named = option(arguments, &["--from", "--spec"]);
    let spec = named.or_else(|| operand(arguments, PYPI_VALUED, PYPI_ALONE))?;
    let end = spec.find(|c: char| !c.is_ascii_alphanumeric() && !"._-".contains(c));
    let (name, rest) = spec.split_at_checked(end.unwrap_or(spec.len()))?;
    // Extras say nothing of the version.
    let rest = rest.strip_prefix('[').map_or(rest, |rest| {
        rest.split_once(']').map_or("", |(_, rest)| rest)
    });
    let version = match rest.strip_prefix("==").or_else(|| rest.strip_prefix('@')) {
        Some(version) => version.trim(),
        None if rest.is_empty() || rest.starts_with(['>', '<', '~', '!', '=']) => "",
        // An address or a path.
        None => return None,
    };
    let is_address = version.contains(['/', ':']);
    (!name.is_empty() && !is_address).then(|| Package::new("pypi", name, exact(version)))
}

fn image(arguments: &[&str]) -> Option<Package> {
    const ALONE: &[&str] = &[
        "--rm",
        "-i",
        "-t",
        "-it",
        "-ti",
        "-d",
        "--interactive",
        "--tty",
        "--init",
        "--privileged",
        "--read-only",
        "--detach",
        "-q",
        "--quiet",
        "-P",
        "--publish-all",
        "--no-healthcheck",
        "--sig-proxy",
    ];
    let mut arguments = arguments.iter();
    let image = loop {
        let argument = arguments.next()?;
        if !argument.starts_with('-') {
            break *argument;
        }
        if !ALONE.contains(argument) && !argument.contains('=') {
            arguments.next();
        }
    };
    let (name, digest) = image.split_once('@').unwrap_or((image, ""));
    let folder = name.rfind('/').map_or(0, |at| at + 1);
    let (name, tag) = match name.get(folder..)?.split_once(':') {
        Some((last, tag)) => (name.get(..folder + last.len())?, tag),
        None => (name, ""),
    };
    let version = if digest.is_empty() {
        exact(tag)
    } else {
        digest
    };
    Some(Package::new("oci", name, version))
}

/// A version that names one release, else nothing: `latest`, `next` and ranges do not.
fn exact(version: &str) -> &str {
    let plain = |c: char| c.is_ascii_alphanumeric() || ".-+_!".contains(c);
    let digit = version
        .trim_start_matches('v')
        .starts_with(|c: char| c.is_ascii_digit());
    let whole = digit && version.contains('.') && version.chars().all(plain);
    let part = version.split(['-', '+']).next().unwrap_or_default();
    if whole && !part.split('.').any(|part| part == "x" || part == "*") {
        version
    } else {
        ""
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(command: &str) -> Vec<OsString> {
        command.split(' ').map(OsString::from).collect()
    }

    #[test]
    fn a_command_names_its_package() {
        for (command, package) in [
            ("npx -y @scope/server@1.2.3 /tmp", "npm:@scope/server@1.2.3"),
            ("npx -y @scope/server", "npm:@scope/server"),
            ("npx server@latest", "npm:server"),
            ("npx server@^1.2", "npm:server"),
            (
                "npx -y -p mcp-pack@2.0.0-beta.1 run-it",
                "npm:mcp-pack@2.0.0-beta.1",
            ),
            ("npx --package=mcp-pack run-it", "npm:mcp-pack"),
            ("/usr/bin/npx -y github:user/repo", ""),
            ("npx -y ./here", ""),
            ("npm exec -y server@1.0.0", "npm:server@1.0.0"),
            ("pnpm dlx server@1.0.0", "npm:server@1.0.0"),
            ("bunx server", "npm:server"),
            ("uvx mcp-server-time", "pypi:mcp-server-time"),
            (
                "uvx mcp-server-time@2026.10.19 --local-timezone UTC",
                "pypi:mcp-server-time@2026.10.19",
            ),
            (
                "uvx mcp-server-time==2026.10.19",
                "pypi:mcp-server-time@2026.10.19",
            ),
            ("uvx awslabs.docs[extra]==1.2.3", "pypi:awslabs.docs@1.2.3"),
            ("uvx --python 3.12 --from pack>=2 run", "pypi:pack"),
            ("uvx --from git+https://x.example/y run", ""),
            ("uv tool run mcp-server-git", "pypi:mcp-server-git"),
            ("pipx run --spec pack==1.0 run", "pypi:pack@1.0"),
            (
                "docker run -i --rm -e TOKEN ghcr.io/o/s:1.4.0 stdio",
                "oci:ghcr.io/o/s@1.4.0",
            ),
            (
                "docker run -i --rm --name x host:5000/o/s",
                "oci:host:5000/o/s",
            ),
            ("podman run --env=A=b mcp/time:latest", "oci:mcp/time"),
            ("docker run a@sha256:00ff", "oci:a@sha256:00ff"),
            ("npx --token s3cret server", ""),
            ("npx --//registry.x/:_authToken s3cret server", ""),
            ("uvx --api-key s3cret server", ""),
            (
                "uvx --prerelease allow mcp-server-time",
                "pypi:mcp-server-time",
            ),
            ("npx --token=s3cret -y server@1.0.0", "npm:server@1.0.0"),
            ("docker ps", ""),
            ("my-server --stdio", ""),
            ("npx", ""),
        ] {
            assert_eq!(package_of(&words(command)).typed(), package, "{command}");
        }
    }

    #[test]
    fn a_server_is_named_after_what_its_command_runs() {
        for (command, expected) in [
            ("/usr/bin/mcp-server-git --repository .", "mcp-server-git"),
            ("npx -y @scope/server@1.2.3 /tmp", "@scope/server@1.2.3"),
            ("python -m mcp_server_time", "mcp_server_time"),
            ("uvx", "uvx"),
            ("npx --token s3cret server", "npx"),
            ("uvx git+https://x:s3cret@host.example/a", "uvx"),
            ("uvx --from pack==1.0 run", "pack"),
            ("node --require s3cret server.js", "node"),
            ("KEY=s3cret server", "KEY"),
        ] {
            assert_eq!(label(&words(command)), expected);
        }
    }
}
