// A model on loopback that speaks the APIs of four vendors, and calls one tool after the other as it is told,
// whether the client offers it or not: an agent that has been talked into something does that too.

import { createServer } from "node:http";

// A tool of the server that no policy hides. Its name in a request shows how the client spells the others.
const KNOWN = "list_notes";

// Every tool of a request: its name, and the namespace that some clients put it into.
function offered(body) {
  const flat = (tools, namespace) =>
    (tools ?? []).flatMap((tool) => {
      if (tool.type === "namespace") return flat(tool.tools, tool.name);
      if (tool.functionDeclarations) return flat(tool.functionDeclarations, namespace);
      const name = tool.name ?? tool.function?.name;
      return name ? [{ name, namespace }] : [];
    });
  return flat(body.tools);
}

const json = (value) => JSON.stringify(value);
const events = (list) => list.map(([event, data]) => `${event ? `event: ${event}\n` : ""}data: ${json(data)}\n\n`).join("");

// Each answer is a text, or one call of a tool.
const APIS = [
  {
    // The Messages API of Anthropic.
    path: /\/v1\/messages$/,
    answer({ text, call }, body) {
      const block = call ? { type: "tool_use", id: call.id, name: call.name, input: call.input } : { type: "text", text };
      const message = {
        id: "msg_1", type: "message", role: "assistant", model: body.model, stop_sequence: null,
        stop_reason: call ? "tool_use" : "end_turn", usage: { input_tokens: 1, output_tokens: 1 },
      };
      if (!body.stream) return json({ ...message, content: [block] });
      const delta = call ? { type: "input_json_delta", partial_json: json(call.input) } : { type: "text_delta", text };
      const start = call ? { ...block, input: {} } : { type: "text", text: "" };
      return events([
        { type: "message_start", message: { ...message, content: [], stop_reason: null } },
        { type: "content_block_start", index: 0, content_block: start },
        { type: "content_block_delta", index: 0, delta },
        { type: "content_block_stop", index: 0 },
        { type: "message_delta", delta: { stop_reason: message.stop_reason, stop_sequence: null }, usage: { output_tokens: 1 } },
        { type: "message_stop" },
      ].map((data) => [data.type, data]));
    },
  },
  {
    // The Responses API of OpenAI.
    path: /\/responses$/,
    answer({ text, call }) {
      const item = call
        ? { type: "function_call", id: `fc_${call.id}`, call_id: call.id, name: call.name, namespace: call.namespace, arguments: json(call.input) }
        : { type: "message", id: "msg_1", role: "assistant", content: [{ type: "output_text", text, annotations: [] }] };
      const usage = { input_tokens: 1, output_tokens: 1, total_tokens: 2, input_tokens_details: { cached_tokens: 0 }, output_tokens_details: { reasoning_tokens: 0 } };
      return events([
        { type: "response.created", response: { id: "resp_1" } },
        { type: "response.output_item.done", output_index: 0, item },
        { type: "response.completed", response: { id: "resp_1", status: "completed", output: [item], usage } },
      ].map((data) => [data.type, data]));
    },
  },
  {
    // The Chat Completions API of OpenAI.
    path: /\/chat\/completions$/,
    answer({ text, call }, body) {
      const calls = call && [{ index: 0, id: call.id, type: "function", function: { name: call.name, arguments: json(call.input) } }];
      const message = call ? { role: "assistant", content: null, tool_calls: calls } : { role: "assistant", content: text };
      const finish_reason = call ? "tool_calls" : "stop";
      const about = { id: "chat_1", created: 1, model: body.model, usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 } };
      if (!body.stream) return json({ ...about, object: "chat.completion", choices: [{ index: 0, message, finish_reason }] });
      const chunk = (delta, finish_reason) => [null, { ...about, object: "chat.completion.chunk", choices: [{ index: 0, delta, finish_reason }] }];
      return `${events([chunk(message, null), chunk({}, finish_reason)])}data: [DONE]\n\n`;
    },
  },
  {
    // The Gemini API of Google.
    path: /:(stream)?[gG]enerateContent$/,
    answer({ text, call }, _body, url) {
      const part = call ? { functionCall: { name: call.name, args: call.input } } : { text };
      const answer = {
        candidates: [{ index: 0, content: { role: "model", parts: [part] }, finishReason: "STOP" }],
        usageMetadata: { promptTokenCount: 1, candidatesTokenCount: 1, totalTokenCount: 2 },
      };
      return url.includes("stream") ? events([[null, answer]]) : json(answer);
    },
  },
];

/** Starts a model that makes the calls `{ tool, input }`, one at each turn. `seen` has every tool that was offered. */
export async function model(calls) {
  const seen = new Set();
  const requests = [];
  let turn = 0;
  const next = (tools) => {
    const known = tools.find((tool) => tool.name.endsWith(KNOWN));
    if (!known || turn >= calls.length) return { text: "I am done." };
    const { tool, input } = calls[turn++];
    const name = known.name.slice(0, -KNOWN.length) + tool;
    return { call: { id: `call_${turn}`, name, namespace: known.namespace, input } };
  };
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const part of request) text += part;
    const { pathname } = new URL(request.url, "http://localhost");
    const api = APIS.find((it) => it.path.test(pathname));
    requests.push(`${request.method} ${pathname}`);
    if (request.method !== "POST" || !api) {
      response.writeHead(pathname.endsWith("count_tokens") ? 200 : 404, { "content-type": "application/json" });
      response.end(json({ input_tokens: 1, data: [], models: [] }));
      return;
    }
    const body = JSON.parse(text);
    const tools = offered(body);
    for (const { name } of tools) seen.add(name);
    const answer = api.answer(next(tools), body, request.url);
    response.writeHead(200, { "content-type": answer.startsWith("{") ? "application/json" : "text/event-stream" });
    response.end(answer);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    seen,
    requests,
    /** How many of the calls have been made. */
    made: () => turn,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
