// Clients with windows, which cannot run here: each one's protected configuration before the client's own reader,
// where that is published, and else before the parser of the language that the client is written in. The server
// that is read there then starts behind the gateway. What was not checked is said for each client.
//
// node readers.mjs TOOLRISK NODE_MODULES SCRATCH

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";

const [toolrisk, modules, scratch] = process.argv.slice(2).map((it) => path.resolve(it));
const here = path.dirname(fileURLToPath(import.meta.url));
const catalog = path.join(here, "catalog");
const cline = await import(pathToFileURL(path.join(modules, "@cline/core/dist/index.js")).href);
const jsonc = (await import(pathToFileURL(path.join(modules, "jsonc-parser/lib/umd/main.js")).href)).default;

const pretty = (value) => `${JSON.stringify(value, null, 2)}\n`;
const flat = ([command, ...args]) => ({ command, args, env: { MODE: "quiet" } });
const standard = (words) => pretty({ mcpServers: { notes: flat(words) } });
/** The servers of a file as registrations. */
const servers = (found) =>
  Object.entries(found).map(([name, { command, args, env }]) => ({ name, transport: { type: "stdio", command, args, env } }));

/** VS Code's parser, which collects what it would mark in the editor. */
function vscode(file) {
  const errors = [];
  const found = jsonc.parse(readFileSync(file, "utf8"), errors, { allowTrailingComma: true });
  assert.deepEqual(errors, []);
  return servers(found.servers);
}
const plain = (file) => servers(JSON.parse(readFileSync(file, "utf8")).mcpServers);

/** A client whose reader is not published. */
const unpublished = (title, file) => ({ title, file, text: standard, read: plain, not: "only JSON.parse read it; its own reader is not published" });
const CLIENTS = [
  {
    title: "Cline", file: ".cline/data/settings/cline_mcp_settings.json",
    text: standard,
    read: (file) => cline.resolveMcpServerRegistrations({ filePath: file }),
  },
  {
    title: "Cline, as its command line writes it", file: ".cline/data/settings/cline_mcp_settings.json",
    text: (words) => pretty({ mcpServers: { notes: { transport: { type: "stdio", ...flat(words) }, autoApprove: [] } } }),
    read: (file) => cline.resolveMcpServerRegistrations({ filePath: file }),
  },
  {
    title: "VS Code", file: ".config/Code/User/mcp.json",
    text: (words) => `{\r\n\t// mine\r\n\t"servers": {\r\n\t\t"notes": ${JSON.stringify(flat(words))}, // quick\r\n\t},\r\n}\r\n`,
    read: vscode,
    not: "the app itself was not run",
  },
  unpublished("Amazon Q Developer", ".aws/amazonq/mcp.json"),
  unpublished("Claude Desktop", ".config/Claude/claude_desktop_config.json"),
  unpublished("Cursor", ".cursor/mcp.json"),
  unpublished("JetBrains Junie", ".junie/mcp/mcp.json"),
  unpublished("Kiro", ".kiro/settings/mcp.json"),
  unpublished("LM Studio", ".lmstudio/mcp.json"),
  unpublished("Roo Code", ".config/Code/User/globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json"),
  unpublished("Warp", ".warp/.mcp.json"),
  unpublished("Windsurf", ".codeium/windsurf/mcp_config.json"),
];

/** Protects the configuration of a client, and starts the server as the client's reader has it. */
async function check(number, { title, file, text, read, not }) {
  const home = path.join(scratch, `reader-${number}`);
  rmSync(home, { recursive: true, force: true });
  const installed = path.join(home, "lib/node_modules/toolrisk-notes/server.mjs");
  const place = path.join(home, file);
  const log = path.join(home, "reached.jsonl");
  for (const each of [installed, place]) mkdirSync(path.dirname(each), { recursive: true });
  copyFileSync(path.join(here, "server.mjs"), installed);
  const before = text([process.execPath, installed, log]);
  writeFileSync(place, before);
  const run = (...args) => promisify(execFile)(toolrisk, args, { env: { PATH: process.env.PATH, HOME: home }, timeout: 60_000 });
  await run("protect", "--yes", "--catalog", catalog);

  const registrations = read(place);
  assert.deepEqual(registrations.map((it) => it.name), ["notes"]);
  const [{ transport }] = registrations;
  assert.match(transport.command, /toolrisk$/);
  assert.equal(transport.args[0], "gateway");
  assert.deepEqual(transport.args.slice(-3), [process.execPath, installed, log]);
  assert.deepEqual(transport.env, { MODE: "quiet" });

  // Cline's own client of MCP starts it.
  const manager = new cline.InMemoryMcpManager({ clientFactory: cline.createDefaultMcpServerClientFactory() });
  try {
    await manager.registerServer(registrations[0]);
    const tools = (await manager.listTools("notes")).map((it) => it.name).sort();
    assert.deepEqual(tools, ["add_note", "list_notes", "pay_bill", "read_note"]);
    for (const toolName of ["list_notes", "delete_notes", "new_tool"]) {
      await manager.callTool({ serverName: "notes", toolName, arguments: {} });
    }
  } finally {
    await manager.dispose();
  }
  const reached = existsSync(log) ? readFileSync(log, "utf8").trim().split("\n").map((it) => JSON.parse(it).name) : [];
  assert.deepEqual(reached, ["list_notes"]);

  await run("protect", "--undo", "--yes");
  assert.equal(readFileSync(place, "utf8"), before);
  console.log(`  ${title}: read and started behind the gateway${not ? `. NOT CHECKED: ${not}` : ", by its own code"}`);
}

for (const [number, client] of CLIENTS.entries()) {
  await check(number, client).catch((error) => {
    throw new Error(client.title, { cause: error });
  });
}
console.log("  Goose and Zed: not here; `cargo test` puts Zed's before the parser that Zed is built with. NOT CHECKED: their own readers are not published");
