// make.mjs VERSION OUT TARGET=BINARY...: writes the npm packages. `toolrisk` starts the binary of the package for this
// system; npm installs that one alone. No script runs at installation, and nothing is downloaded by us.
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const TARGETS = {
  "x86_64-unknown-linux-musl": ["linux", "x64"],
  "aarch64-unknown-linux-musl": ["linux", "arm64"],
  "x86_64-apple-darwin": ["darwin", "x64"],
  "aarch64-apple-darwin": ["darwin", "arm64"],
  "x86_64-pc-windows-msvc": ["win32", "x64"],
};

const [version, out, ...given] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const common = {
  version,
  license: "MIT OR Apache-2.0",
  repository: { type: "git", url: "git+https://github.com/toolrisk/toolrisk.git" },
  homepage: "https://github.com/toolrisk/toolrisk",
};

function write(name, manifest, files) {
  const folder = join(out, name.replace("@toolrisk/", ""));
  mkdirSync(join(folder, "bin"), { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name, ...common, ...manifest }, null, 2) + "\n");
  for (const [from, to] of files) {
    copyFileSync(from, join(folder, to));
    if (to.startsWith("bin/")) chmodSync(join(folder, to), 0o755);
  }
}

const optionalDependencies = {};
for (const pair of given) {
  const [target, binary] = pair.split("=");
  const [os, cpu] = TARGETS[target] ?? (() => { throw new Error(`no npm package is made for ${target}`); })();
  const name = `@toolrisk/${os}-${cpu}`;
  optionalDependencies[name] = version;
  const program = os === "win32" ? "bin/toolrisk.exe" : "bin/toolrisk";
  write(name, { description: `toolrisk for ${os} on ${cpu}`, os: [os], cpu: [cpu], files: ["bin"] }, [[binary, program]]);
}
const description = /^description = "(.*)"$/m.exec(readFileSync(join(here, "../../../Cargo.toml"), "utf8"))[1];
write(
  "toolrisk",
  {
    description,
    keywords: ["mcp", "risk", "policy", "security"],
    bin: { toolrisk: "bin/toolrisk.js" },
    engines: { node: ">=18" },
    files: ["bin", "README.md"],
    optionalDependencies,
  },
  [[join(here, "toolrisk.js"), "bin/toolrisk.js"], [join(here, "../../../README.md"), "README.md"]],
);
