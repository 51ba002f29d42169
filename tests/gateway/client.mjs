// Drives the gateway with a client of the TypeScript SDK: client.mjs TOOLRISK SERVER v1|v2 [--http]
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [toolrisk, name, version, http] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "gateway-"));
writeFileSync(join(folder, "a.txt"), "hello\n");
process.env.MEMORY_FILE_PATH = join(folder, "memory.json");
const text = readFileSync("servers.json", "utf8").replaceAll("$DIR", folder).replaceAll("$ERA", version);
const server = JSON.parse(text)[name];

const policy = (hide) => ({
  version: "1",
  default: "deny",
  hide,
  tools: Object.fromEntries([
    [server.call[0], {}],
    [server.limited[0], { limits: [{ counter: "c", window: "minute", max: 30 }] }],
    [server.asked[0], { deny_if: [{ conditions: [], on_deny: "Requires human approval.", ask: true }] }],
    [server.denied[0], { deny_if: [{ conditions: [] }] }],
  ].filter(([tool]) => !hide.includes(tool))),
});
// Apart from the folder that the server may write, or the gateway would not read it again.
const kept = mkdtempSync(join(tmpdir(), "policy-"));
const file = join(kept, "policy.json");
const write = (hide) => writeFileSync(file, JSON.stringify(policy(hide)));
write([server.hidden[0]]);

const args = ["gateway", "--policy", file, "--log", join(folder, "log")];
let upstream;
if (http) {
  const port = 20000 + (process.pid % 20000);
  upstream = spawn("node_modules/.bin/mcp-server-everything", ["streamableHttp"], {
    env: { ...process.env, PORT: String(port) }, stdio: ["ignore", "ignore", "pipe"],
  });
  await new Promise((ready) => upstream.stderr.on("data", (said) => /listening/.test(said) && ready()));
  args.push("--url", `http://127.0.0.1:${port}/mcp`);
} else {
  args.push("--", ...server.command);
}

const sdk = version === "v1"
  ? await import("@modelcontextprotocol/sdk/client/index.js")
  : await import("@modelcontextprotocol/client");
const { StdioClientTransport } = version === "v1"
  ? await import("@modelcontextprotocol/sdk/client/stdio.js")
  : await import("@modelcontextprotocol/client/stdio");
const { ElicitRequestSchema, ToolListChangedNotificationSchema } = version === "v1"
  ? await import("@modelcontextprotocol/sdk/types.js")
  : {};

let changed = 0;
let answer;
let asked;
const client = new sdk.Client(
  { name: "check", version: "1" },
  {
    capabilities: { elicitation: {} },
    ...(version === "v2" && { versionNegotiation: { mode: "auto" } }),
    listChanged: { tools: { autoRefresh: false, onChanged: () => (changed += 1) } },
  },
);
client.setRequestHandler(version === "v1" ? ElicitRequestSchema : "elicitation/create", (request) => {
  asked = request.params.message;
  return answer;
});
const transport = new StdioClientTransport({ command: toolrisk, args, env: process.env, stderr: "inherit" });
await client.connect(transport);

const call = async ([tool, values]) => {
  const result = await client.callTool({ name: tool, arguments: values });
  return { error: result.isError === true, text: result.content?.[0]?.text ?? "" };
};
const names = async () => (await client.listTools()).tools.map((tool) => tool.name).sort();

assert.deepEqual(await names(), [...server.list].sort());
assert.equal((await call(server.call)).error, false);
for (const [which, rule] of [["denied", `/tools/${server.denied[0]}/deny_if/0`], ["hidden", "/hide/0"]]) {
  const { error, text } = await call(server[which]);
  assert.ok(error && text.includes("denied by policy") && text.endsWith(rule), text);
}

answer = { action: "accept", content: { approve: true } };
const yes = await call(server.asked);
assert.equal(yes.error, false, yes.text);
assert.ok(asked.includes(server.asked[0]) && asked.includes("Requires human approval."), asked);
answer = { action: "decline" };
const no = await call(server.asked);
assert.ok(no.error && no.text.includes("did not approve"), no.text);

const left = 60 - (Math.floor(Date.now() / 1000) % 60);
if (left < 10) await new Promise((fresh) => setTimeout(fresh, left * 1000));
for (let calls = 1; calls <= 31; calls += 1) {
  const { error, text } = await call(server.limited);
  assert.equal(error, calls === 31, `call ${calls}: ${text}`);
  if (error) assert.ok(text.endsWith(`/tools/${server.limited[0]}/limits/0`), text);
}

changed = 0;
write([server.hidden[0], server.call[0]]);
// The server may say on its own that its list has changed, so the list itself is looked at too.
const gone = async () => changed > 0 && !(await names()).includes(server.call[0]);
for (let wait = 0; !(await gone()) && wait < 200; wait += 1) await new Promise((next) => setTimeout(next, 50));
assert.ok(changed > 0, "no word of the changed list");
assert.ok(!(await names()).includes(server.call[0]));

await client.close();
upstream?.kill();
const log = readFileSync(join(folder, "log"), "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));
assert.ok(log.filter((line) => line.effect === "deny").length >= 4);
console.log(`  ${name} ${version}${http ? " over HTTP" : ""}: ${log.length} decisions`);
process.exit(0);
