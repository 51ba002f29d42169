// An MCP server of our own with what the official conformance suite asks a server for, in both ways of the
// protocol: server.mjs speaks over pipes, server.mjs PORT over HTTP.
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { createInterface } from "node:readline";

const VERSIONS = ["2026-07-28"];
const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";
const WAV = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=";
const META = "io.modelcontextprotocol/";
const pause = () => new Promise((next) => setTimeout(next, 20));
const text = (words) => ({ content: [{ type: "text", text: words }] });
const image = { type: "image", data: PNG, mimeType: "image/png" };
const fault = (code, message, data) => Object.assign(new Error(message), { code, data });
const form = (message, properties) => ({
  method: "elicitation/create",
  params: { message, requestedSchema: { type: "object", properties, required: Object.keys(properties) } },
});
const word = { type: "string" };
const sampling = (words) => ({
  method: "sampling/createMessage",
  params: { messages: [{ role: "user", content: { type: "text", text: words } }], maxTokens: 50 },
});
const roots = { method: "roots/list", params: {} };

/** Asks for inputs in a result, until all of them are there. */
const needs = (params, inputRequests, done, requestState) => {
  const given = params.inputResponses ?? {};
  const usable = (key) => typeof given[key] === "object" && given[key] !== null
    && (inputRequests[key].method !== "elicitation/create" || given[key].action !== undefined);
  if (Object.keys(inputRequests).every(usable)) return done(given);
  return { resultType: "input_required", inputRequests, ...(requestState && { requestState }) };
};
const state = (params, expected) => {
  if (params.requestState !== undefined && params.requestState !== expected) throw fault(-32602, "tampered state");
};

// Each tool gets the parameters and what it can do on the connection.
const tools = {
  test_simple_text: () => text("This is a simple text response for testing."),
  test_image_content: () => ({ content: [image] }),
  test_audio_content: () => ({ content: [{ type: "audio", data: WAV, mimeType: "audio/wav" }] }),
  test_embedded_resource: () => ({ content: [{ type: "resource", resource: {
    uri: "test://embedded-resource", mimeType: "text/plain", text: "This is an embedded resource content." } }] }),
  test_multiple_content_types: () => ({ content: [...text("Multiple content types test:").content, image,
    { type: "resource", resource: { uri: "test://mixed-content-resource", mimeType: "application/json", text: "{}" } }] }),
  test_error_handling: () => ({ ...text("This tool intentionally returns an error for testing"), isError: true }),
  test_tool_with_logging: async (_, it) => {
    for (const data of ["Tool execution started", "Tool processing data", "Tool execution completed"]) {
      it.notify("notifications/message", { level: "info", data });
      await pause();
    }
    return text("logged");
  },
  test_logging_tool: () => text("nothing logged"),
  test_tool_with_progress: async (params, it) => {
    const progressToken = params._meta?.progressToken;
    for (const progress of [0, 50, 100]) {
      if (progressToken !== undefined) it.notify("notifications/progress", { progressToken, progress, total: 100 });
      await pause();
    }
    return text("done");
  },
  test_sampling: async (params, it) => {
    const { method, params: asked } = sampling(params.arguments?.prompt ?? "");
    return text(`LLM response: ${(await it.ask(method, asked)).content?.text}`);
  },
  test_elicitation: async (params, it) => {
    const asked = form(params.arguments?.message ?? "", { username: word, email: word });
    return text(`User response: ${JSON.stringify(await it.ask(asked.method, asked.params))}`);
  },
  test_elicitation_sep1034_defaults: async (_, it) => completed(it, {
    name: { type: "string", default: "John Doe" }, age: { type: "integer", default: 30 },
    score: { type: "number", default: 95.5 }, verified: { type: "boolean", default: true },
    status: { type: "string", enum: ["active", "inactive", "pending"], default: "active" } }),
  test_elicitation_sep1330_enums: async (_, it) => completed(it, {
    untitledSingle: { type: "string", enum: ["option1", "option2", "option3"] },
    titledSingle: { type: "string", oneOf: [{ const: "value1", title: "First Option" }, { const: "value2", title: "Second Option" }] },
    legacyEnum: { type: "string", enum: ["opt1", "opt2"], enumNames: ["Option One", "Option Two"] },
    untitledMulti: { type: "array", items: { type: "string", enum: ["option1", "option2", "option3"] } },
    titledMulti: { type: "array", items: { anyOf: [{ const: "value1", title: "First Choice" }, { const: "value2", title: "Second Choice" }] } } }),
  test_input_required_result_elicitation: (params) =>
    needs(params, { user_name: form("What is your name?", { name: word }) }, (it) => text(`Hello, ${it.user_name.content?.name}!`)),
  test_input_required_result_sampling: (params) =>
    needs(params, { capital_question: sampling("What is the capital of France?") }, (it) => text(it.capital_question.content?.text ?? "")),
  test_input_required_result_list_roots: (params) =>
    needs(params, { client_roots: roots }, (it) => text(JSON.stringify(it.client_roots.roots))),
  test_input_required_result_request_state: (params) => {
    state(params, "kept");
    return needs(params, { confirm: form("Please confirm", { ok: { type: "boolean" } }) }, () => text("state-ok"), "kept");
  },
  test_input_required_result_tampered_state: (params) => {
    state(params, "kept");
    return needs(params, { confirm: form("Please confirm", { ok: { type: "boolean" } }) }, () => text("state-ok"), "kept");
  },
  test_input_required_result_multiple_inputs: (params) => needs(params, {
    user_name: form("What is your name?", { name: word }), greeting: sampling("Generate a greeting"), client_roots: roots,
  }, () => text("all there"), "kept"),
  test_input_required_result_multi_round: (params) => {
    if (params.requestState === "two") return needs(params, { step2: form("Step 2: What is your favourite colour?", { color: word }) }, () => text("both there"), "two");
    if (params.inputResponses?.step1) return needs({}, { step2: form("Step 2: What is your favourite colour?", { color: word }) }, () => text(""), "two");
    return needs(params, { step1: form("Step 1: What is your name?", { name: word }) }, () => text(""), "one");
  },
  test_input_required_result_capabilities: (params) => {
    const can = params._meta?.[`${META}clientCapabilities`] ?? {};
    const all = { ...(can.elicitation && { a: form("Name?", { name: word }) }), ...(can.sampling && { b: sampling("Hello") }) };
    return needs(params, all, () => text("done"));
  },
  test_streaming_elicitation: (params) => needs(params, { a: form("Name?", { name: word }) }, () => text("done")),
  test_missing_capability: (params) => {
    if (!params._meta?.[`${META}clientCapabilities`]?.sampling) {
      throw fault(-32021, "sampling is needed", { requiredCapabilities: { sampling: {} } });
    }
    return text("done");
  },
  test_trigger_tool_change: (_, it) => it.changed("tools"),
  test_trigger_prompt_change: (_, it) => it.changed("prompts"),
  test_headers: (params) => text(`${params.arguments?.region}`),
  json_schema_2020_12_tool: () => text("done"),
};

const completed = async (it, properties) => {
  const asked = form("Please fill in", properties);
  const told = await it.ask(asked.method, { ...asked.params, requestedSchema: { type: "object", properties, required: [] } });
  return text(`Elicitation completed: action=${told.action}, content=${JSON.stringify(told.content)}`);
};

const address = { $anchor: "addressDef", type: "object", properties: { street: word, city: word } };
const schemas = {
  test_headers: { type: "object", properties: { region: { type: "string", "x-mcp-header": "Region" } } },
  json_schema_2020_12_tool: {
    $schema: "https://json-schema.org/draft/2020-12/schema", type: "object", $defs: { address },
    properties: { name: word, address: { $ref: "#/$defs/address" }, contactMethod: { type: "string", enum: ["phone", "email"] }, phone: word, email: word },
    allOf: [{ anyOf: [{ required: ["phone"] }, { required: ["email"] }] }],
    if: { properties: { contactMethod: { const: "phone" } }, required: ["contactMethod"] },
    then: { required: ["phone"] }, else: { required: ["email"] }, additionalProperties: false,
  },
};

const message = (content) => ({ role: "user", content });
const words = (it) => message({ type: "text", text: it });
const prompts = {
  test_simple_prompt: () => [words("This is a simple prompt for testing.")],
  test_prompt_with_arguments: (given) => [words(`Prompt with arguments: arg1='${given.arg1}', arg2='${given.arg2}'`)],
  test_prompt_with_embedded_resource: (given) => [message({ type: "resource", resource: {
    uri: given.resourceUri, mimeType: "text/plain", text: "Embedded resource content for testing." } }), words("Please process the embedded resource above.")],
  test_prompt_with_image: () => [message(image), words("Please analyze the image above.")],
};
const promptArguments = { test_prompt_with_arguments: ["arg1", "arg2"], test_prompt_with_embedded_resource: ["resourceUri"] };

const read = (uri) => {
  if (uri === "test://static-text") return { uri, mimeType: "text/plain", text: "This is the content of the static text resource." };
  if (uri === "test://static-binary") return { uri, mimeType: "image/png", blob: PNG };
  const id = /^test:\/\/template\/([^/]+)\/data$/.exec(uri)?.[1];
  if (id) return { uri, mimeType: "application/json", text: JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` }) };
  if (uri === "test://watched-resource") return { uri, mimeType: "text/plain", text: "watched" };
  throw fault(-32602, "Resource not found", { uri });
};
const resource = (uri, mimeType) => ({ uri, name: uri, description: uri, mimeType });
const capabilities = { tools: { listChanged: true }, prompts: { listChanged: true }, resources: { subscribe: true }, logging: {}, completions: {} };
const serverInfo = { name: "conformance", version: "1" };
const cached = { ttlMs: 1000, cacheScope: "public" };

const methods = {
  "initialize": (params) => ({ protocolVersion: params.protocolVersion, capabilities, serverInfo }),
  "ping": () => ({}),
  "logging/setLevel": () => ({}),
  "resources/subscribe": () => ({}),
  "resources/unsubscribe": () => ({}),
  "server/discover": () => ({ supportedVersions: VERSIONS, capabilities, ...cached }),
  "completion/complete": () => ({ completion: { values: ["paris", "park"], total: 2, hasMore: false } }),
  "tools/list": () => ({ tools: Object.keys(tools).map((name) => ({ name, description: name, inputSchema: schemas[name] ?? { type: "object", properties: {} } })), ...cached }),
  "resources/list": () => ({ resources: [resource("test://static-text", "text/plain"), resource("test://static-binary", "image/png"), resource("test://watched-resource", "text/plain")], ...cached }),
  "resources/templates/list": () => ({ resourceTemplates: [{ uriTemplate: "test://template/{id}/data", name: "data", description: "data", mimeType: "application/json" }], ...cached }),
  "resources/read": (params) => ({ contents: [read(params.uri)], ...cached }),
  "prompts/list": () => ({ prompts: [...Object.keys(prompts), "test_input_required_result_prompt"].map((name) => ({
    name, description: name, arguments: (promptArguments[name] ?? []).map((it) => ({ name: it, description: it, required: true })) })), ...cached }),
  "prompts/get": (params) => {
    if (params.name === "test_input_required_result_prompt") {
      return needs(params, { user_context: form("What context should the prompt use?", { context: word }) }, (it) => ({ messages: [words(`${it.user_context.content?.context}`)] }));
    }
    if (!prompts[params.name]) throw fault(-32602, "Unknown prompt");
    return { messages: prompts[params.name](params.arguments ?? {}) };
  },
  "tools/call": (params, it) => {
    if (!tools[params.name]) throw fault(-32602, "Unknown tool");
    return tools[params.name](params, it);
  },
};
const GONE = ["initialize", "ping", "logging/setLevel", "resources/subscribe", "resources/unsubscribe"];

/** Subscriptions of all connections, with what writes to each. */
const listening = new Map();

/** One connection: reads messages, writes through what each message came with. */
const connection = (whole) => {
  const asked = new Map();
  const read = async (incoming, write) => {
    const { id, method, params = {} } = incoming;
    if (method === undefined) {
      const [done, failed] = asked.get(id) ?? [];
      asked.delete(id);
      return incoming.error ? failed?.(fault(-32603, incoming.error.message)) : done?.(incoming.result);
    }
    if (method === "notifications/cancelled") return listening.delete(params.requestId);
    if (id === undefined) return;
    const answer = (it) => write({ jsonrpc: "2.0", id, ...it });
    const version = params._meta?.[`${META}protocolVersion`];
    if (version !== undefined && !VERSIONS.includes(version)) {
      return answer({ error: { code: -32022, message: "Unsupported protocol version", data: { supported: VERSIONS, requested: version } } });
    }
    const notify = (name, values) => write({ jsonrpc: "2.0", method: name, params: values });
    if (version !== undefined && method === "subscriptions/listen") {
      const _meta = { [`${META}subscriptionId`]: id };
      const notifications = params.notifications ?? {};
      listening.set(whole ? id : write, (kind) => notifications[`${kind}ListChanged`] && notify(`notifications/${kind}/list_changed`, { _meta }));
      return notify("notifications/subscriptions/acknowledged", { _meta, notifications });
    }
    const ask = (name, values) => new Promise((done, failed) => {
      const question = randomUUID();
      asked.set(question, [done, failed]);
      write({ jsonrpc: "2.0", id: question, method: name, params: values });
    });
    const changed = (kind) => {
      for (const tell of listening.values()) tell(kind);
      return text("changed");
    };
    try {
      const run = version !== undefined && GONE.includes(method) ? undefined : methods[method];
      if (!run) throw fault(-32601, "Method not found");
      const result = await run(params, { ask, notify, changed });
      const more = version === undefined ? {} : { _meta: { [`${META}serverInfo`]: serverInfo } };
      answer({ result: { ...(version !== undefined && { resultType: "complete" }), ...result, ...more } });
    } catch (error) {
      answer({ error: { code: error.code ?? -32603, message: error.message, data: error.data } });
    }
  };
  return { read };
};

const overPipes = () => {
  const { read } = connection(true);
  const write = (it) => process.stdout.write(`${JSON.stringify(it)}\n`);
  createInterface({ input: process.stdin }).on("line", (line) => line.trim() && read(JSON.parse(line), write));
};

const overHttp = (port) => {
  const sessions = new Map();
  createServer(async (request, response) => {
    const origin = request.headers.origin ?? "http://localhost";
    const local = /^(https?:\/\/)?(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;
    if (!local.test(origin) || !local.test(request.headers.host ?? "")) return response.writeHead(403).end();
    const session = request.headers["mcp-session-id"];
    if (request.method === "DELETE") return response.writeHead(sessions.delete(session) ? 200 : 404).end();
    if (request.method !== "POST") return response.writeHead(405).end();
    let body = "";
    for await (const part of request) body += part;
    const incoming = JSON.parse(body);
    const isModern = incoming.params?._meta?.[`${META}protocolVersion`] !== undefined;
    const begins = !isModern && incoming.method === "initialize";
    if (!isModern && !begins && !sessions.has(session)) return response.writeHead(session ? 404 : 400).end();
    const name = begins ? randomUUID() : session;
    if (begins) sessions.set(name, connection(false));
    const { read } = isModern ? connection(false) : sessions.get(name);
    if (incoming.id === undefined || incoming.method === undefined) {
      await read(incoming, () => {});
      return response.writeHead(202).end();
    }
    const write = (it) => {
      const last = it.id === incoming.id && it.method === undefined;
      const headers = begins ? { "mcp-session-id": name } : {};
      if (last && !response.headersSent) {
        const code = isModern ? it.error?.code : undefined;
        const status = code === -32601 ? 404 : code <= -32020 && code >= -32022 ? 400 : 200;
        return response.writeHead(status, { ...headers, "content-type": "application/json" }).end(JSON.stringify(it));
      }
      if (!response.headersSent) response.writeHead(200, { ...headers, "content-type": "text/event-stream" });
      response.write(`data: ${JSON.stringify(it)}\n\n`);
      if (last) response.end();
    };
    response.on("close", () => listening.delete(write));
    await read(incoming, write);
  }).listen(port, "127.0.0.1", () => console.error("listening"));
};

process.argv[2] ? overHttp(Number(process.argv[2])) : overPipes();
