// Runs the suite's client scenarios, but for OAuth's, with the official SDK at the suite's server itself and with the
// gateway's `--url` between: clients.mjs TOOLRISK CONFORMANCE CLIENT. No check that passes without may fail with it.
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [toolrisk, suite, client] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "scenarios-"));
const policy = join(folder, "policy.json");
writeFileSync(policy, JSON.stringify({ version: "1", default: "allow" }));

/** What a program prints. */
const run = (args, env) => new Promise((done) => {
  const it = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "ignore"], env: { ...process.env, ...env } });
  let said = "";
  it.stdout.on("data", (more) => (said += more));
  it.on("exit", () => done(said));
});

const revisions = ["2025-11-25", "2026-07-28"];
const listed = (await run([suite, "list"])).split("Client scenarios")[1].split("Authorization server scenarios")[0];
const scenarios = [...listed.matchAll(/- (\S+) \[(.*)\]/g)]
  .filter(([, name]) => !name.startsWith("auth/"))
  .flatMap(([, name, of]) => revisions.filter((it) => of.includes(it)).map((revision) => [name, revision]));

/** Each check with whether it passed. */
const checks = async (env) => {
  const found = {};
  const one = async ([name, revision]) => {
    const out = mkdtempSync(join(folder, "results-"));
    const command = `${process.execPath} ${client}`;
    const args = ["client", "--command", command, "--scenario", name, "--spec-version", revision, "--output-dir", out];
    await run([suite, ...args], { POLICY: policy, ...env });
    for (const place of readdirSync(out, { recursive: true }).filter((it) => it.endsWith("checks.json"))) {
      for (const { id, name: check, status } of JSON.parse(readFileSync(join(out, place), "utf8"))) {
        const key = `${revision} ${name} ${id} ${check}`;
        found[key] = (found[key] ?? true) && status !== "FAILURE";
      }
    }
  };
  await Promise.all(scenarios.map(one));
  return found;
};

const direct = await checks({});
const behind = await checks({ GATEWAY: toolrisk });
const passed = (found) => Object.values(found).filter(Boolean).length;
for (const [name, found] of [["without the gateway", direct], ["through --url", behind]]) {
  console.log(`  ${name}: ${passed(found)} of ${Object.keys(found).length} checks of ${scenarios.length} client scenarios pass`);
}
if (process.env.VERBOSE) for (const [key, ok] of Object.entries(direct)) if (!ok) console.log(`    fails without the gateway: ${key}`);
const lost = Object.keys(direct).filter((key) => direct[key] && !behind[key]);
for (const key of lost) console.log(`    passes without the gateway, not through --url: ${key}`);
if (passed(direct) < 20) throw new Error("too few checks pass without the gateway");
process.exit(lost.length === 0 ? 0 : 1);
