#!/usr/bin/env node
// Starts the toolrisk binary of the package for this system.
"use strict";
const { spawn } = require("node:child_process");

const name = `@toolrisk/${process.platform}-${process.arch}`;
const program = process.platform === "win32" ? "toolrisk.exe" : "toolrisk";
let path;
try {
  path = require.resolve(`${name}/bin/${program}`);
} catch {
  console.error(
    `error: the package ${name} is missing\n` +
      "help: install without --omit=optional; if your system is not supported, build from source: cargo install toolrisk",
  );
  process.exit(2);
}
const child = spawn(path, process.argv.slice(2), { stdio: "inherit" });
// The binary decides what a signal means; the gateway stops its server first.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("error", (error) => {
  console.error(`error: cannot start ${path}: ${error.message}`);
  process.exit(2);
});
child.on("exit", (code, signal) => {
  if (signal) {
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  } else {
    process.exit(code);
  }
});
