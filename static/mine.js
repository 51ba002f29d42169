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

// A package without its release: `@scope/name` of `@scope/name@1.2`, `name` of `name==1.2`.
const bare = (word) => word.trim().toLowerCase().replace(/^\w+:(?!\/)/, "").replace(/(.)(@|==|\[).*$/, "$1");

// What to look for: the servers of a configuration, or a name or package in each line.
function wanted(input) {
  const json = input.replace(/^\s*\/\/.*$/gm, "").replace(/,(\s*[}\]])/g, "$1");
  try {
    const { mcpServers, servers, mcp, context_servers } = JSON.parse(json);
    const all = Object.entries(mcpServers ?? servers ?? mcp?.servers ?? mcp ?? context_servers);
    return all.map(([name, it]) => ({ name, words: [it.command, it.args ?? [], it.url ?? []].flat(2).map(String), own: name }));
  } catch {
    if (/^\s*[{[]/.test(input)) return;
    return input.split(/[\n,]/).filter((line) => line.trim()).map((name) => ({ name: name.trim(), words: [name], own: name }));
  }
}

function match({ words, own }) {
  const bares = words.map(bare);
  const exact = known.filter((it) => it.package && bares.includes(bare(it.package)));
  const name = bare(own);
  const named = known.filter((it) => it.id === name || it.title.toLowerCase() === name);
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
  if (!list) return found.replaceChildren("This is not valid JSON yet.");
  known ??= await servers();
  if (text.value === input) found.replaceChildren(make("ul", {}, ...list.slice(0, 50).map(row)));
}

form.hidden = false;
form.onsubmit = (event) => event.preventDefault();
text.oninput = () => answer().catch(() => found.replaceChildren("The list of servers could not be loaded."));
