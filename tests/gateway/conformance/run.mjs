// Runs the official conformance suite against the server direct and behind the gateway, and holds the results
// against each other: run.mjs TOOLRISK CONFORMANCE
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [toolrisk, suite] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "conformance-"));
const policy = join(folder, "policy.json");
writeFileSync(policy, JSON.stringify({ version: "1", default: "allow" }));
const own = join(import.meta.dirname, "server.mjs");
const first = 20000 + (process.pid % 20000);
const running = [];

/** Starts a program and waits until it says that it listens. */
const start = (command, args) => new Promise((ready, failed) => {
  const it = spawn(command, args, { stdio: ["ignore", "ignore", "pipe"] });
  running.push(it);
  it.stderr.on("data", (said) => /listening/.test(said) && ready(it));
  it.on("exit", () => failed(new Error(`${command} ${args.join(" ")} has ended`)));
});
const gateway = ["gateway", "--policy", policy, "--no-reload", "--log", join(folder, "log")];
const direct = `http://127.0.0.1:${first}/mcp`;
const onPipes = [process.execPath, own];
const behind = {
  "HTTP before pipes": ["--", ...onPipes],
  "HTTP before HTTP": ["--url", direct],
  "pipes before pipes": ["--", toolrisk, ...gateway, "--", ...onPipes],
  "pipes before HTTP": ["--", toolrisk, ...gateway, "--url", direct],
};
await start(process.execPath, [own, String(first)]);

/** Each check of a revision with whether it passed. */
const checks = async (url, revision) => {
  const out = mkdtempSync(join(folder, "results-"));
  const args = [suite, "server", "--url", url, "--requirements", revision, "--output-dir", out];
  await new Promise((done) => spawn(process.execPath, args, { stdio: "ignore" }).on("exit", done));
  const found = {};
  for (const place of readdirSync(out, { recursive: true }).filter((it) => it.endsWith("checks.json"))) {
    const scenario = place.split(/[\\/]/)[0].replace(/-\d{4}-\d\d-\d\dT.*$/, "");
    for (const { id, name, status } of JSON.parse(readFileSync(join(out, place), "utf8"))) {
      const key = `${revision} ${scenario} ${id} ${name}`;
      found[key] = (found[key] ?? true) && status !== "FAILURE";
    }
  }
  return found;
};

let failed = 0;
const revisions = ["2025-11-25", "2026-07-28"];
/** The checks of all revisions, which run at the same time. */
const all = async (url) => Object.assign({}, ...await Promise.all(revisions.map((it) => checks(url, it))));
const expected = await all(direct);
const passes = Object.keys(expected).filter((key) => expected[key]);
console.log(`  direct: ${passes.length} of ${Object.keys(expected).length} checks pass`);
if (passes.length < 100) throw new Error("too few checks pass without the gateway");
let port = first;
for (const [name, args] of Object.entries(behind)) {
  port += 1;
  await start(toolrisk, [...gateway, "--listen", `127.0.0.1:${port}`, ...args]);
  const found = await all(`http://127.0.0.1:${port}/mcp`);
  const lost = passes.filter((key) => !found[key]);
  const passed = Object.values(found).filter(Boolean).length;
  console.log(`  ${name}: ${passed} of ${Object.keys(found).length} checks pass`);
  for (const key of lost) console.log(`    passes direct, not behind the gateway: ${key}`);
  failed += lost.length;
}
for (const it of running) it.removeAllListeners("exit").kill();
process.exit(failed === 0 ? 0 : 1);
