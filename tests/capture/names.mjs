// The names of a server's tools as the official client lists them: names.mjs URL | names.mjs COMMAND...
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { join } from "node:path";

const from = createRequire(join(process.cwd(), "../gateway/package.json"));
const load = (name) => import(pathToFileURL(from.resolve(name)));
const { Client, StreamableHTTPClientTransport } = await load("@modelcontextprotocol/client");
const { StdioClientTransport } = await load("@modelcontextprotocol/client/stdio");

const [command, ...args] = process.argv.slice(2);
const transport = /^http:/.test(command)
  ? new StreamableHTTPClientTransport(new URL(command))
  : new StdioClientTransport({ command, args, stderr: "ignore" });
const client = new Client({ name: "check", version: "1" }, { versionNegotiation: { mode: "auto" } });
await client.connect(transport);
const names = [];
let cursor;
do {
  const page = await client.listTools(cursor === undefined ? {} : { cursor });
  names.push(...page.tools.map((tool) => tool.name));
  cursor = page.nextCursor;
} while (cursor !== undefined);
console.log(JSON.stringify(names.sort()));
await client.close();
process.exit(0);
