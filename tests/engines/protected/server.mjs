// An MCP server of notes over pipes. Appends each call that reaches it to the file that is its argument.
//
// node server.mjs FILE

import { appendFileSync } from "node:fs";
import { createInterface } from "node:readline";

// `new_tool` is one that no catalog has heard of.
const TOOLS = ["list_notes", "read_note", "add_note", "pay_bill", "delete_notes", "wipe_storage", "new_tool"];
const text = { type: "string" };
const tools = TOOLS.map((name) => ({
  name,
  description: `The tool ${name}.`,
  inputSchema: { type: "object", properties: { path: text, text, source: text, kind: text } },
}));

const answers = {
  initialize: ({ protocolVersion }) => ({
    protocolVersion,
    capabilities: { tools: {} },
    serverInfo: { name: "notes", version: "1.0.0" },
  }),
  ping: () => ({}),
  "tools/list": () => ({ tools }),
  "tools/call": ({ name, arguments: given }) => {
    appendFileSync(process.argv[2], `${JSON.stringify({ name, arguments: given })}\n`);
    return { content: [{ type: "text", text: `${name} was called` }] };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) continue;
  const answer = answers[method];
  const body = answer ? { result: answer(params ?? {}) } : { error: { code: -32601, message: "unknown method" } };
  process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", id, ...body })}\n`);
}
