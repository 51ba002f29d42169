// Puts exported policies before the clients that read them: each takes the good document and decides
// as the policy says, and refuses a broken one.
//
// node clients.mjs TOOLRISK CATALOG NODE_MODULES SCRATCH

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

const [toolrisk, catalog, modules, scratch] = process.argv.slice(2).map((it) => path.resolve(it));
const TOOLS = ["get_issue", "create_issue", "merge_pull_request", "fork_repository", "delete_repository", "new_tool"];

// A call by a person's clock: a minute is long for a program that only reads a file.
const run = (command, args, options = {}) =>
  promisify(execFile)(command, args, { timeout: 120_000, maxBuffer: 1 << 24, ...options });

const exported = async (target, ...more) =>
  (await run(toolrisk, ["export", "github", "--catalog", catalog, "--target", target, "--quiet", ...more])).stdout;

// The program in a package for this platform; the packages without a platform only start it. `*` is
// the one folder there.
function program(...parts) {
  let place = modules;
  for (const part of parts) {
    const name = part.replace("PLATFORM", `${process.platform}-${process.arch}`);
    place = path.join(place, name === "*" ? readdirSync(place)[0] : name);
  }
  assert.ok(existsSync(place), `${place} is not installed`);
  return place;
}

function home(name) {
  const folder = path.join(scratch, name);
  mkdirSync(folder, { recursive: true });
  const env = { ...process.env, HOME: folder, NO_COLOR: "1" };
  for (const kind of ["CONFIG", "DATA", "CACHE", "STATE"]) env[`XDG_${kind}_HOME`] = path.join(folder, kind);
  return { folder, env };
}

function write(folder, name, text) {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

async function refused(promise, words) {
  const error = await promise.then((done) => assert.fail(`not refused: ${done.stdout}`), (error) => error);
  assert.match(`${error.stdout}${error.stderr}`, words);
}

async function geminiCli() {
  // It tells every step.
  console.debug = () => {};
  const module = (name) => import(pathToFileURL(path.join(modules, "@google/gemini-cli-core/dist/src/policy", name)));
  const [{ loadPoliciesFromToml }, { PolicyEngine }] = await Promise.all([module("toml-loader.js"), module("policy-engine.js")]);
  const { folder } = home("gemini");
  const load = async (text) => loadPoliciesFromToml([write(folder, "policies/mcp.toml", text)], () => 4);
  const decide = async (text) => {
    const { rules, errors } = await load(text);
    assert.deepEqual(errors, []);
    const engine = new PolicyEngine({ rules });
    const answers = TOOLS.map((tool) => engine.check({ name: `mcp_github_${tool}`, args: {} }, "github"));
    return (await Promise.all(answers)).map((answer) => answer.decision);
  };
  assert.deepEqual(await decide(await exported("gemini-cli")), ["allow", "ask_user", "ask_user", "deny", "deny", "deny"]);
  assert.deepEqual(await decide(await exported("gemini-cli", "--prefer", "convenience")), [
    "allow", "allow", "ask_user", "deny", "deny", "deny",
  ]);
  const broken = await load((await exported("gemini-cli")).replace('toolName = "*"\n', ""));
  assert.equal(broken.rules.length, 0);
  assert.equal(broken.errors[0].errorType, "schema_validation");
}

async function codex() {
  const codex = program("@openai", "codex-PLATFORM", "vendor", "*", "bin", "codex");
  const get = (text, name) => {
    const { folder, env } = home(name);
    write(folder, "config.toml", text);
    return run(codex, ["mcp", "get", "github", "--json"], { env: { ...env, CODEX_HOME: folder } });
  };
  const { folder } = home("codex");
  const file = write(folder, "config.toml", '# mine\n[mcp_servers.github]\ncommand = "true"\n');
  await exported("codex", "--merge-into", file);
  const merged = readFileSync(file, "utf8");
  const server = JSON.parse((await get(merged, "codex")).stdout);
  assert.deepEqual(server.enabled_tools, ["create_issue", "get_issue", "merge_pull_request"]);
  await refused(get(merged.replace('"approve"', '"sometimes"'), "codex-broken"), /unknown variant `sometimes`/);
}

async function opencode() {
  const opencode = program("opencode-PLATFORM", "bin", "opencode");
  const config = (text, name) => {
    const { folder, env } = home(name);
    write(folder, "project/opencode.json", text);
    return run(opencode, ["debug", "config"], { env, cwd: path.join(folder, "project") });
  };
  const document = await exported("opencode");
  const [good] = await Promise.all([
    config(document, "opencode"),
    refused(config(document.replace('"ask"', '"prompt"'), "opencode-broken"), /PermissionActionConfig/),
  ]);
  // The order decides, so it is compared as text.
  const { permission } = JSON.parse(good.stdout);
  assert.equal(JSON.stringify(permission), JSON.stringify({
    "github_*": "deny",
    github_create_issue: "ask",
    github_get_issue: "allow",
    github_merge_pull_request: "ask",
  }));
}

async function copilotCli() {
  const copilot = program("@github", "copilot-PLATFORM", "copilot");
  // It unpacks itself at its first start in a home.
  const { folder, env } = home("copilot");
  const file = path.join(folder, ".copilot/mcp-config.json");
  const get = () => run(copilot, ["mcp", "get", "github", "--json"], { env });
  write(folder, ".copilot/mcp-config.json", '{\n  "mcpServers": {\n    "github": { "type": "local", "command": "true", "args": [] }\n  }\n}\n');
  await exported("copilot-cli", "--merge-into", file);
  const good = JSON.parse((await get()).stdout);
  assert.deepEqual(good.github.tools, ["create_issue", "get_issue", "merge_pull_request"]);
  const broken = JSON.parse(readFileSync(file, "utf8"));
  broken.mcpServers.github.tools = "get_issue";
  writeFileSync(file, JSON.stringify(broken));
  // It drops what it cannot read, and the whole server with it.
  await refused(get(), /"github" not found/);
}

async function claudeCode() {
  const claude = program("@anthropic-ai", "claude-code-PLATFORM", "claude");
  const doctor = async (text, name) => {
    const { folder, env } = home(name);
    write(folder, "project/.claude/settings.json", text);
    return (await run(claude, ["doctor"], { env, cwd: path.join(folder, "project") })).stdout;
  };
  const document = await exported("claude-code");
  const permissions = JSON.parse(document).permissions;
  const rules = (...names) => names.map((name) => `mcp__github__${name}`);
  assert.deepEqual(permissions, {
    allow: rules("get_issue"),
    ask: rules("create_issue", "merge_pull_request"),
    deny: rules("delete_repository", "fork_repository"),
  });
  const broken = document.replace("mcp__github__get_issue", "mcp__github__get_issue(owner:me)");
  const [good, bad] = await Promise.all([doctor(document, "claude"), doctor(broken, "claude-broken")]);
  assert.doesNotMatch(good, /invalid settings/i);
  assert.match(bad, /invalid settings/i);
}

const only = process.env.ENGINES?.split(",");
const checks = { "gemini-cli": geminiCli, codex, opencode, "copilot-cli": copilotCli, "claude-code": claudeCode };
let failed = false;
await Promise.all(Object.entries(checks).map(async ([name, check]) => {
  if (only && !only.includes(name)) return;
  try {
    await check();
    console.log(`  ${name}: accepted, decided as the policy says, broken one refused`);
  } catch (error) {
    failed = true;
    console.error(`  ${name}: ${error.stack}`);
  }
}));
process.exit(failed ? 1 : 0);
