// "Is my server in this catalog?": names, packages or a pasted configuration are compared here, in the browser.
"use strict";

const form = document.getElementById("mine");
const [text, found] = [form.querySelector("textarea"), form.querySelector("[role=status]")];
let known;

async function servers() {
  const list = [];
  for (let next = form.dataset.servers; next; ) {
    const part = await (await fetch(new URL(next, location).pathname)).json();
    for (const [id, it] of Object.entries(part.servers)) list.push({ id, ...it, href: new URL(it.page, location).pathname });
    next = part.next;
  }
  return list;
}

// A package without its release: `@scope/name` of `@scope/name@1.2`, `name` of `name==1.2`, `mcp/name` of `mcp/name:latest`.
const bare = (word) => word.trim().toLowerCase().replace(/^(npm|pypi|oci|docker|https?):(\/\/)?/, "").replace(/^(index\.)?docker\.io\/(library\/)?/, "")
  .replace(/(.)(@|[=~!<>]=|[<>[;]).*$/, "$1").replace(/:[\w.-]+$/, "").replace(/[_.]/g, "-");

// JSON as people write it: with comments, and a comma after the last item. What is in quotation marks stays.
function relaxed(input) {
  const string = /("(?:\\.|[^"\\])*")/.source;
  const bare = input.replace(new RegExp(`${string}|//.*|/\\*[^]*?\\*/`, "g"), (_, text) => text ?? "");
  return JSON.parse(bare.replace(new RegExp(`${string}|,(?=\\s*[}\\]])`, "g"), (_, text) => text ?? ""));
}

const isMap = (it) => it !== null && typeof it === "object";
const isEntry = (it) => isMap(it) && ["command", "url", "serverUrl", "httpUrl", "cmd"].some((key) => isMap(it[key]) || typeof it[key] === "string");
const roots = ["mcpServers", "servers", "mcp", "context_servers", "mcp_servers", "amp.mcpServers", "extensions"];

// The servers in a document: under a key that some client uses, at any depth, or the document itself.
function entries(document, depth = 0) {
  if (isEntry(document)) return [["This server", document]];
  if (!isMap(document) || depth > 4) return [];
  const maps = roots.map((key) => document[key]).filter(isMap);
  const inside = maps.length ? maps : Object.values(document).filter((it) => isMap(it) && !isEntry(it));
  const own = Object.entries(document).filter(([, it]) => isEntry(it)).map(([key, it]) => [Array.isArray(document) ? it.name ?? key : key, it]);
  return [...own, ...inside.flatMap((it) => entries(it, depth + 1))];
}

// What a server is started with: `npx -y a`, `["cmd", "/c", "npx", "a"]`, `uvx --from=a b`, a shell's one line.
function started({ command, cmd, args, url, serverUrl, httpUrl }) {
  const all = [command?.path ?? command, command?.args, cmd, args, url, serverUrl, httpUrl].flat(2).filter((it) => typeof it === "string");
  return all.flatMap((it) => it.split(/[\s"']+/)).map((it) => it.replace(/^--?[\w-]+=/, "")).filter(Boolean);
}

// Codex: a table for each server, with its command and arguments.
function toml(input) {
  const tables = input.split(/^\s*(?=\[)/m).map((it) => /^\[mcp_servers\.("[^"]+"|[\w-]+)\]([^]*)$/.exec(it)).filter(Boolean);
  return tables.map(([, name, rest]) => {
    const lines = rest.replace(/^\s*(#|env\b).*$/gm, "");
    return [name.replaceAll('"', ""), { command: "", args: [...lines.matchAll(/"((?:\\.|[^"\\])*)"|'([^']*)'/g)].map((it) => it[1] ?? it[2]) }];
  });
}

const notRead = "This is not valid JSON yet.";
const isToml = /^\s*\[[\w."-]+\]\s*$/m;
const isYaml = /^[ \t]*[\w.-]+:[ \t]*(\n|$)|^[ \t]*(- )?(command|args|url):[ \t]/m;

// What to look for: the servers of a configuration, or a name or package in each line. A text says why there is nothing to look for.
function wanted(input) {
  const plain = input.replace(/^\ufeff/, "").replace(/^\s*```\w*$/gm, "").trim();
  const list = (found) => found.length ? found.map(([name, it]) => ({ name, words: started(it), own: name })) : "There is no server in this configuration.";
  if (isToml.test(plain)) return list(toml(plain));
  // A part of a file may lack the braces around it.
  for (const text of [plain, `{${plain}}`]) {
    try {
      const read = relaxed(text);
      if (isMap(read)) return list(entries(read));
    } catch { /* The next one, or no JSON. */ }
  }
  if (/^[{["]/.test(plain)) return notRead;
  if (isYaml.test(plain)) return "This looks like YAML, which is not read here. Enter the names or packages, one on each line.";
  return plain.split(/[\n,]/).filter((line) => line.trim()).map((name) => ({ name: name.trim(), words: name.trim().split(/\s+/), own: name }));
}

// The name in an image: `github` of `ghcr.io/github/github-mcp-server:1.2`.
const imaged = (words) => words.some((it) => /(^|[\\/])(docker|podman|nerdctl)(\.exe)?$/i.test(it))
  ? words.map(bare).filter((it) => /^[^/:-][^:]*\/[^/:]+$/.test(it)).map((it) => it.split("/").pop().replace(/^(mcp-)?server-|(-mcp)?(-server)?$/g, "")) : [];

function match({ words, own }) {
  const bares = words.map(bare);
  const exact = known.filter((it) => it.package && bares.includes(bare(it.package)));
  const name = own.trim().toLowerCase();
  const names = [name, bare(own), ...imaged(words)];
  const named = known.filter((it) => names.includes(it.id) || names.includes(it.title.toLowerCase()));
  const near = known.filter((it) => name.length > 2 && (it.id.includes(name) || it.title.toLowerCase().includes(name)));
  return [exact, named, near].find((list) => list.length) ?? [];
}

function row(it) {
  const hits = match(it);
  if (!hits.length) return make("li", {}, make("b", {}, it.name), " is not in this catalog.");
  const links = hits.slice(0, 5).flatMap(({ href, title, tools }, at) => [at ? ", " : "", make("a", { href }, title), ` (${tools} tools)`]);
  return make("li", {}, make("b", {}, it.name), ": ", ...links);
}

async function answer() {
  const input = text.value;
  if (!input.trim()) return found.replaceChildren();
  const list = wanted(input);
  if (typeof list === "string") return found.replaceChildren(list);
  known ??= await servers();
  if (text.value === input) found.replaceChildren(make("ul", {}, ...list.slice(0, 50).map(row)));
}

form.hidden = false;
form.onsubmit = (event) => event.preventDefault();
text.oninput = () => answer().catch(() => found.replaceChildren("The list of servers could not be loaded."));
