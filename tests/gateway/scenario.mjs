// The client of the suite's client scenarios, by the official SDK: scenario.mjs URL. With GATEWAY, the client has the
// gateway on pipes and the gateway has the URL; without, the client goes to the URL itself.
import * as sdk from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";

const url = process.argv.at(-1);
const { GATEWAY, POLICY, MCP_CONFORMANCE_SCENARIO: name, MCP_CONFORMANCE_PROTOCOL_VERSION: version } = process.env;
const context = JSON.parse(process.env.MCP_CONFORMANCE_CONTEXT ?? "{}");

/** A connected client of the revision that is asked for. */
const connect = async () => {
  const client = new sdk.Client({ name: "scenario", version: "1" }, {
    capabilities: { elicitation: { form: { applyDefaults: true }, applyDefaults: true } },
    ...(version >= "2026-07-28" && { versionNegotiation: { mode: { pin: "2026-07-28" } } }),
  });
  client.setRequestHandler("elicitation/create", () => ({ action: "accept", content: {} }));
  const args = ["gateway", "--policy", POLICY, "--no-reload", "--log", "/dev/null", "--url", url];
  await client.connect(GATEWAY
    ? new StdioClientTransport({ command: GATEWAY, args, env: process.env })
    : new sdk.StreamableHTTPClientTransport(new URL(url)));
  return client;
};
const client = await connect();
const { tools } = await client.listTools();
const call = (tool, values = {}) => client.callTool({ name: tool, arguments: values }).catch((error) => console.error(`${tool}: ${error}`));

if (name === "tools_call") await call("add_numbers", { a: 2, b: 3 });
else if (name === "json-schema-2020-12-preservation") {
  await call("json_schema_echo", { schema: tools.find((tool) => tool.name === "json_schema_2020_12_tool").inputSchema });
} else if (name === "sep-2322-client-request-state") {
  await Promise.all([call("test_mrtr_echo_state"), call("test_mrtr_unrelated")]);
  await call("test_mrtr_no_state");
  await call("test_mrtr_no_result_type");
} else if (name === "http-standard-headers") {
  for (const tool of tools) await call(tool.name);
  for (const { uri } of (await client.listResources()).resources) await client.readResource({ uri });
  for (const prompt of (await client.listPrompts()).prompts) await client.getPrompt({ name: prompt.name });
} else if (context.toolCalls) {
  for (const each of context.toolCalls) await call(each.name, each.arguments);
} else if (name !== "json-schema-ref-no-deref") {
  for (const tool of tools) await call(tool.name, tool.name === "valid_tool" ? { region: "eu" } : {});
}
await client.close();
