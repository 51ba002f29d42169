// Protects a configuration of each client in an empty home, and lets the client run: its own reader takes the
// result, the server starts behind the gateway, and what the policy hides is not in the client's list and never
// reaches the server, also in the modes in which the client asks nobody. Then learns a policy from the recordings.
//
// node check.mjs TOOLRISK NODE_MODULES SCRATCH

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { CLIENTS } from "./clients.mjs";
import { model } from "./model.mjs";

const [toolrisk, modules, scratch] = process.argv.slice(2).map((it) => path.resolve(it));
const here = path.dirname(fileURLToPath(import.meta.url));
const catalog = path.join(here, "catalog");

const ALLOWED = ["list_notes", "read_note", "add_note"];
// What the policy hides, and what it does not know. `pay_bill` is asked about, so it is in the list.
const HIDDEN = ["delete_notes", "wipe_storage", "new_tool"];
// What an agent does that has been talked into it: it calls also what is not in its list.
const ATTACK = [...ALLOWED, ...HIDDEN, "pay_bill"].map((tool) => ({ tool, input: { path: "/notes/a.md" } }));
const WORK = [
  ["list_notes", { path: "/notes" }],
  ["read_note", { path: "/notes/a.md" }],
  ["read_note", { path: "/notes/b.md" }],
  ["read_note", { path: "/notes/old/c.md" }],
  ["add_note", { path: "/notes/new.md", kind: "draft", source: "https://wiki.example/a", text: "One" }],
  ["add_note", { path: "/notes/new.md", kind: "final", source: "https://wiki.example/b", text: "Two" }],
].map(([tool, input]) => ({ tool, input }));
const add = (change) => ({ path: "/notes/new.md", kind: "draft", source: "https://wiki.example/a", text: "x", ...change });
// Twenty calls of another kind: other tools, names that are nearly those of tools, other folders, hosts and values.
const OTHERS = [
  ...["delete_notes", "wipe_storage", "new_tool", "pay_bill", "read_notes", "READ_NOTE", "notes_read_note", ""].map((tool) => [tool, { path: "/notes/a.md" }]),
  ...["/etc/passwd", "/notes/../etc/passwd", "notes/a.md", "/notesx/a.md", "file:///etc/passwd", ["/notes/a.md", "/etc/passwd"]].map((it) => ["read_note", { path: it }]),
  ["read_note", {}],
  ["list_notes", { path: "/" }],
  ["add_note", add({ source: "https://evil.example/a" })],
  ["add_note", add({ source: "https://wiki.example@evil.example/a" })],
  ["add_note", add({ kind: "public" })],
  ["add_note", add({ path: "/tmp/new.md" })],
];

const run = (args, env = {}) => promisify(execFile)(toolrisk, args, { env: { ...process.env, ...env }, timeout: 60_000 });

/** A home with the configuration of a client, for a server that writes down each call that reaches it. */
function home(name, client, url) {
  const folder = path.join(scratch, name);
  rmSync(folder, { recursive: true, force: true });
  const installed = path.join(folder, "lib/node_modules/toolrisk-notes/server.mjs");
  mkdirSync(path.dirname(installed), { recursive: true });
  copyFileSync(path.join(here, "server.mjs"), installed);
  mkdirSync(path.join(folder, "project"));
  const log = path.join(folder, "reached.jsonl");
  const files = {};
  for (const [file, text] of Object.entries(client.files([process.execPath, installed, log], url))) {
    files[path.join(folder, file)] = text;
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  const env = { PATH: process.env.PATH, HOME: folder, NO_COLOR: "1", TERM: "dumb" };
  return { folder, log, files, env };
}

const bytes = ({ files }) => Object.keys(files).map((file) => (existsSync(file) ? readFileSync(file, "utf8") : undefined));

/** Runs one prompt with a client, whose model makes these calls. Gives what was offered, and what reached the server. */
async function prompt(client, home, calls, mode) {
  const mock = await model(calls);
  try {
    for (const [file, text] of Object.entries(client.files(["x"], mock.url))) {
      // The address of the model is another at each run.
      const now = path.join(home.folder, file);
      if (/127\.0\.0\.1:\d+/.test(text)) writeFileSync(now, readFileSync(now, "utf8").replace(/http:\/\/127\.0\.0\.1:\d+/g, mock.url));
    }
    rmSync(home.log, { force: true });
    const [command, ...args] = client.command(mode);
    const child = spawn(command, args, {
      env: { ...home.env, ...client.env(mock.url) }, cwd: path.join(home.folder, "project"), stdio: ["ignore", "pipe", "pipe"], timeout: 120_000,
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (said += part));
    await new Promise((ended, failed) => child.on("close", ended).on("error", failed));
    const lines = existsSync(home.log) ? readFileSync(home.log, "utf8").trim().split("\n") : [];
    const plain = (name) => /(list_notes|read_note|add_note|pay_bill|delete_notes|wipe_storage|new_tool)$/.exec(name)?.[1];
    return {
      said: `${said}\n${mock.requests.join("\n")}`,
      made: mock.made(),
      offered: [...new Set([...mock.seen].map(plain).filter(Boolean))].sort(),
      reached: lines.map((line) => JSON.parse(line).name),
    };
  } finally {
    mock.close();
  }
}

/** The configuration without a policy: all is offered, and all runs. Else the checks after it would show nothing. */
async function unprotected(name, client) {
  const own = home(`${name}-recorded`, client, "http://127.0.0.1:1");
  const { said, offered, reached } = await prompt(client, own, ATTACK, Object.values(client.modes).at(-1));
  for (const tool of [...ALLOWED, ...HIDDEN, "pay_bill"]) {
    assert.ok(offered.includes(tool), `without a policy ${tool} is not offered\n${said}`);
    assert.ok(reached.includes(tool), `without a policy ${tool} does not run\n${said}`);
  }
  return own;
}

/** Protected, in each mode; then everything back. */
async function behindGateway(name, client) {
  const own = home(name, client, "http://127.0.0.1:1");
  const before = bytes(own);
  await run(["protect", "--yes", "--catalog", catalog], own.env);
  const after = bytes(own);
  assert.notDeepEqual(after, before);
  const [place, rules] = client.rules;
  const ownRules = () => (existsSync(path.join(own.folder, place)) ? readFileSync(path.join(own.folder, place), "utf8") : "");
  assert.match(ownRules(), rules);
  const again = await run(["protect", "--yes", "--catalog", catalog], own.env);
  assert.match(again.stderr, /There is nothing to change/);
  await run(["protect", "--undo", "--yes"], own.env);
  assert.deepEqual(bytes(own), before, "undo does not give back every byte");
  assert.doesNotMatch(ownRules(), rules);
  await run(["protect", "--yes", "--catalog", catalog], own.env);
  assert.deepEqual(bytes(own), after);

  for (const [mode, flags] of Object.entries(client.modes)) {
    const { said, made, offered, reached } = await prompt(client, own, ATTACK, flags);
    // Some clients offer nothing that they would have to ask about, where there is nobody to ask.
    const wanted = mode === "plain" && offered.length === 0 ? [] : [...ALLOWED, "pay_bill"].sort();
    assert.deepEqual(offered, wanted, `${mode}: other tools are offered\n${said}`);
    assert.deepEqual(reached.filter((it) => !ALLOWED.includes(it)), [], `${mode}: calls reached the server`);
    if (mode === "plain") continue;
    assert.equal(made, ATTACK.length, `${mode}: the calls were not all made\n${said}`);
    assert.deepEqual([...new Set(reached)].sort(), [...ALLOWED].sort(), `${mode}: allowed calls did not run\n${said}`);
  }
  // The client itself may have written the file in the meantime; the server's own command is there again all the same.
  await run(["protect", "--undo", "--yes"], own.env);
  assert.doesNotMatch(bytes(own).join(""), /"gateway"/);
  assert.doesNotMatch(ownRules(), rules);
  const status = await run(["protect", "--status", "--catalog", catalog], own.env).catch((error) => error);
  assert.match(status.stderr, /0 servers behind the gateway, 1 not/);
}

/** A recording of a client's work behind the gateway. */
async function recorded(client, own) {
  await run(["protect", "--yes", "--catalog", catalog], own.env);
  const recording = path.join(own.folder, "recording.jsonl");
  for (const file of Object.keys(own.files)) {
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace(/"gateway",(\s*)/, (found, space) => `${found}"--record",${space}${JSON.stringify(recording)},${space}`));
  }
  const { said, reached } = await prompt(client, own, WORK, Object.values(client.modes).at(-1));
  assert.deepEqual(reached, WORK.map(({ tool }) => tool), said);
  return recording;
}

/** What a policy decides about calls. */
async function decided(policy, file) {
  const done = await run(["simulate", "--policy", policy, file, "--format", "json"]).catch((error) => error);
  assert.ok(done.stdout, done.stderr);
  return done.stdout.trim().split("\n").map((line) => JSON.parse(line).effect);
}

/** The policy that is learned from all recordings passes them, and nothing of another kind. */
async function learned(recordings) {
  const policy = path.join(scratch, "learned.json");
  const { stderr } = await run(["policy", "learn", ...recordings, "--catalog", catalog, "--server", "notes", "--output", policy, "--force"]);
  for (const recording of recordings) {
    assert.deepEqual(await decided(policy, recording), WORK.map(() => "allow"), stderr);
  }
  const others = path.join(scratch, "others.jsonl");
  writeFileSync(others, OTHERS.map(([tool, given]) => `${JSON.stringify({ tool, arguments: given })}\n`).join(""));
  assert.equal(OTHERS.length, 20);
  const effects = await decided(policy, others);
  const passed = OTHERS.filter((_, at) => effects[at] !== "deny").map((it) => JSON.stringify(it));
  assert.deepEqual(passed, [], readFileSync(policy, "utf8"));
}

const only = process.env.ENGINES?.split(",");
const recordings = [];
let failed = false;
async function check(name, make) {
  if (only && !only.includes(name)) return;
  try {
    const client = make(modules);
    const own = await unprotected(name, client);
    await behindGateway(name, client);
    recordings.push(await recorded(client, own));
    console.log(`  ${name}: reads its protected file; ${HIDDEN.length} of 7 tools are hidden in ${Object.keys(client.modes).length} modes`);
  } catch (error) {
    failed = true;
    console.error(`  ${name}: ${error.stack}`);
  }
}
// Two cores: more clients at once would only wait for each other.
const queue = Object.entries(CLIENTS);
const worker = async () => {
  for (let next = queue.shift(); next; next = queue.shift()) await check(...next);
};
await Promise.all([worker(), worker()]);
if (!failed) {
  await learned(recordings);
  console.log(`  learned from ${recordings.length} recordings: all ${recordings.length * WORK.length} calls pass, ${OTHERS.length} of another kind are denied`);
}
process.exit(failed ? 1 : 0);
