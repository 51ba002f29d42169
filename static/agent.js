// Compares two servers, or adds up what an agent can do with several. Everything is read from the static API and stays in the browser; the choice stands in the address.
const form = document.getElementById("pick");
const out = document.getElementById("result");
const chips = document.getElementById("chosen");
const status = form.querySelector("[role=status]");
const { root, mode } = form.dataset;
const most = mode === "compare" ? 2 : 20;
const index = new URL(form.dataset.index, location).href;
const severities = ["critical", "high", "medium", "low"];
const categories = ["read", "write", "execute", "destructive", "financial"];
const flows = [["untrusted-content", "Untrusted text enters through"], ["private-data", "Private data comes from"], ["external-sink", "Data can leave through"]];
const usable = (tool) => tool.decision !== "hide" && tool.decision !== "deny";

const counted = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
const list = (...items) => make("ul", {}, ...items.map((it) => make("li", {}, ...[it].flat())));
const section = (id, title, ...inside) => {
  const made = make("section", {}, make("h2", { id }, title), ...inside);
  made.setAttribute("aria-labelledby", id);
  return made;
};
const sev = (word, text = word) => make("b", { className: `sev ${word}` }, text);
const link = (it) => make("a", { href: new URL(it.page, location).pathname }, it.title ?? it.name);
const toolLink = (tool) => make("a", { className: "name", href: new URL(tool.page, location).pathname }, tool.name);

function table(label, heads, rows) {
  const row = (cell, scope, [first, ...others]) =>
    make("tr", {}, make("th", { scope }, ...[first].flat()), ...others.map((it) => make(cell, cell === "th" ? { scope } : {}, ...[it].flat())));
  const made = make("table", { className: "facts" }, make("thead", {}, row("th", "col", heads)), make("tbody", {}, ...rows.map((it) => row("td", "row", it))));
  const box = make("div", { className: "scroll", tabIndex: 0, ariaLabel: label, role: "group" }, made);
  if (rows.length > 3) sortable(made);
  return box;
}

// A server with all its tools and its policy.
const loaded = new Map();
async function server(id) {
  if (!loaded.has(id)) loaded.set(id, read(id));
  loaded.get(id).catch(() => loaded.delete(id));
  return loaded.get(id);
}

async function json(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

async function read(id) {
  const first = await json(`${root}api/v1/servers/${id}.json`);
  const tools = Object.values(first.tools);
  for (let { next } = first; next; ) {
    const part = await json(new URL(next, location).pathname);
    tools.push(...Object.values(part.tools));
    next = part.next;
  }
  const policy = await json(`${root}servers/${id}/policy.json`);
  return { ...first, policy, tools: tools.map((it) => ({ ...it, decision: decisionOf(policy, it.name) })) };
}

// What the recommended policy says of a tool.
function decisionOf({ hide = [], tools }, name) {
  if (hide.includes(name)) return "hide";
  if (!Object.hasOwn(tools, name)) return "deny";
  const { deny_if = [], limits } = tools[name];
  const always = deny_if.filter((it) => !it.conditions.length);
  if (always.length) return always.every((it) => it.ask) ? "ask" : "deny";
  return limits ? "limit" : "allow";
}

// The groups of a toxic flow over these tools, or nothing where one group is empty.
function flowOf(tools) {
  const groups = flows.map(([word, says]) => ({ word, says, tools: tools.filter((it) => it.traits.includes(word)) }));
  return groups.every((it) => it.tools.length) ? groups : undefined;
}

// One policy for all: what one of them hides is hidden, and a tool that several name gets the rules of all.
function merge(policies) {
  const hidden = new Set(policies.flatMap((it) => it.hide ?? []));
  const rules = new Map();
  for (const { tools } of policies) {
    for (const [name, rule] of Object.entries(tools)) rules.set(name, [...(rules.get(name) ?? []), rule]);
  }
  // A tool that one server's policy neither names nor hides is refused there, which each gateway does by its default.
  const tools = [...rules].filter(([name]) => !hidden.has(name)).map(([name, all]) => [name, joined(all)]);
  return { version: "1", default: "deny", ...(hidden.size && { hide: [...hidden] }), tools: Object.fromEntries(tools) };
}

function joined(rules) {
  const rule = {};
  for (const key of ["require", "deny_if"]) {
    const all = new Map(rules.flatMap((it) => it[key] ?? []).map((it) => [JSON.stringify(it), it]));
    if (all.size) rule[key] = [...all.values()];
  }
  const limits = new Map();
  for (const it of rules.flatMap((rule) => rule.limits ?? [])) {
    const key = `${it.counter} ${it.window} ${it.scope}`;
    if (!(limits.get(key)?.max <= it.max)) limits.set(key, it);
  }
  if (limits.size) rule.limits = [...limits.values()];
  return rule;
}

// The file: characters outside ASCII are written as escapes, so that none of them hides.
const written = (policy) => JSON.stringify(policy, null, 2)
  .replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`) + "\n";

const namesOf = (tools, mixed) => tools.flatMap((it, at) => [at ? ", " : "", toolLink(it), ...(mixed ? [` (${it.server})`] : [])]);

function flowView(tools, servers) {
  const groups = flowOf(tools);
  if (!groups) return [make("p", {}, "These tools do not form a toxic flow: at least one of untrusted text, private data and a way out is missing.")];
  const alone = servers.filter((it) => flowOf(it.tools));
  const open = groups.every((it) => it.tools.some(usable));
  const cut = [2, 0, 1].map((at) => groups[at]).map((it) => ({ ...it, tools: it.tools.filter(usable) }))
    .reduce((a, b) => (b.tools.length < a.tools.length ? b : a));
  const says = !open ? "The recommended policies already break this flow: they block every tool of one group." :
    alone.length ? `This flow is already open on ${alone.map((it) => it.title).join(", ")} alone.` :
    "No single server has this flow. It opens because the agent uses these servers together.";
  const cell = (it) => make("li", {}, make("h3", {}, it.says), make("p", {}, ...namesOf(it.tools, true)));
  return [
    make("p", { className: "prose" }, "An outsider can write text that tells the agent to read private data and send it out. ", make("b", {}, says)),
    make("ol", { className: "flow" }, ...groups.map(cell)),
    ...(open ? [make("p", { className: "prose" }, make("b", {}, "Smallest cut. "), `To break the flow, block ${counted(cut.tools.length, "more tool")}: `, ...namesOf(cut.tools, true), ".")] : []),
  ];
}

function agentView(servers) {
  const policy = merge(servers.map((it) => it.policy));
  // The one policy decides on every server, also on tools whose names several have.
  const tools = servers.flatMap((it) => it.tools.map((tool) => ({ ...tool, server: it.id, decision: decisionOf(policy, tool.name) })));
  const of = (severity) => tools.filter((it) => it.severity === severity);
  const summary = severities.filter((it) => of(it).length);
  const rows = categories.map((word) => [word, ...severities.map((severity) => String(of(severity).filter((it) => it.category === word).length))]);
  const details = summary.map((severity) => {
    const named = of(severity).map((it) => [toolLink(it), ` (${it.server}): ${it.category}, the policy says ${it.decision}`]);
    const made = make("details", { open: severity === "critical" }, make("summary", {}, counted(named.length, `${severity} risk tool`)), list(...named));
    return made;
  });
  const text = written(policy);
  const shared = [...new Set(tools.map((it) => it.name).filter((name, at, all) => all.indexOf(name) !== at))];
  const figure = make("figure", { className: "code" }, make("pre", { tabIndex: 0 }, make("code", {}, text.trimEnd())));
  const href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const copy = make("details", {}, make("summary", {}, "Show the policy"), figure);
  copyable(figure);
  return [
    section("can", "What this agent can do",
      make("p", { className: "summary" }, make("b", {}, `${counted(tools.length, "tool")} on ${counted(servers.length, "server")}`), ...summary.flatMap((it) => [" ", sev(it, `${of(it).length} ${it}`)])),
      table("Tools by category and severity", ["Category", ...severities], rows), ...details),
    section("flows", "Toxic flows", ...flowView(tools, servers)),
    section("policy", "One policy for this agent",
      make("p", { className: "prose" }, `The file lets ${counted(tools.filter(usable).length, "tool")} through and blocks ${tools.length - tools.filter(usable).length}. It also blocks every tool that it does not name. Give the same file to the gateway of each server.`),
      ...(shared.length ? [make("p", { className: "prose" }, "Several servers have a tool of the same name, and the rules of all of them apply to it: ", make("code", {}, shared.join(", ")), ".")] : []),
      make("p", {}, make("a", { className: "action", href, download: "agent.policy.json" }, "Download agent.policy.json")), copy),
  ];
}

function compareView(servers) {
  if (servers.length < 2) return [make("p", {}, "Choose a second server.")];
  const [left, right] = servers;
  const both = (says) => servers.map((it) => says(it));
  const count = (passes) => both((it) => String(it.tools.filter(passes).length));
  const rows = [
    ["Package", ...both((it) => it.capture?.package || it.package || "unknown")],
    ["Tool list of", ...both((it) => it.capture?.date ?? "unknown")],
    ["Tools", ...count(() => true)],
    ...severities.map((word) => [sev(word), ...count((it) => it.severity === word)]),
    ...categories.map((word) => [word, ...count((it) => it.category === word)]),
    ["Usable under the recommended policy", ...count(usable)],
    ["Toxic flow", ...both((it) => (flowOf(it.tools) ? "yes" : "no"))],
  ];
  const named = (it) => new Map(it.tools.map((tool) => [tool.name, tool]));
  const others = named(right);
  const own = named(left);
  const common = left.tools.filter((it) => others.has(it.name));
  const rating = (it) => [sev(it.severity), ` ${it.category}, ${it.decision}`];
  const shared = common.map((it) => [toolLink(it), rating(it), rating(others.get(it.name))]);
  const byRisk = (tools) => severities.flatMap((word) => {
    const some = tools.filter((it) => it.severity === word);
    return some.length ? [[sev(word, `${some.length} ${word}`), " ", ...namesOf(some)]] : [];
  });
  const only = (id, it, missing) => section(id, `Only on ${it.title}`, missing.length ? list(...byRisk(missing)) : make("p", {}, `Every tool of ${it.title} is on the other server, too.`));
  const flow = servers.every((it) => !flowOf(it.tools)) && flowOf(servers.flatMap((it) => it.tools));
  return [
    section("figures", "In figures", table("The two servers in figures", ["", ...servers.map(link)], rows)),
    section("same", "Tools of the same name", shared.length ? table("Tools of the same name", ["Tool", left.title, right.title], shared) : make("p", {}, "The two servers have no tool of the same name.")),
    only("left", left, left.tools.filter((it) => !others.has(it.name))),
    only("right", right, right.tools.filter((it) => !own.has(it.name))),
    ...(flow ? [section("flows", "Together", ...flowView(servers.flatMap((it) => it.tools), servers))] : []),
  ];
}

let chosen = [];
let turn = 0;

async function show() {
  const now = (turn += 1);
  history.replaceState(null, "", chosen.length ? `?servers=${chosen.join(",")}` : location.pathname);
  const answers = await Promise.allSettled(chosen.map(server));
  if (now !== turn) return;
  const lost = chosen.filter((_, at) => answers[at].status === "rejected");
  const servers = answers.filter((it) => it.status === "fulfilled").map((it) => it.value);
  if (lost.length) {
    chosen = chosen.filter((id) => !lost.includes(id));
    status.textContent = `Not found in this catalog: ${lost.join(", ")}.`;
  }
  chips.replaceChildren(...servers.map((it) => make("li", {}, link(it), " ", button(() => {
    chosen = chosen.filter((id) => id !== it.id);
    status.textContent = `${it.title} is removed.`;
    form.elements.q.focus();
    show();
  }, "Remove", make("span", { className: "hide" }, ` ${it.title}`)))));
  out.replaceChildren(...(servers.length ? (mode === "compare" ? compareView : agentView)(servers) : []));
}

const ask = async (q) => (await search(index, { q, severity: "", category: "", server: "" })).results.filter((it) => it.kind === "server");
const idOf = (it) => it.path.split("/")[1];

// Adds what is typed: an id, a title, or the only server that fits.
async function add() {
  const q = form.elements.q.value.trim();
  if (!q) return;
  if (chosen.length >= most) return (status.textContent = `You can choose ${most} servers. Remove one first.`);
  const found = await ask(q);
  const low = q.toLowerCase();
  const hit = found.find((it) => idOf(it) === low || it.name.toLowerCase() === low) ?? (found.length === 1 ? found[0] : undefined);
  if (!hit) {
    const near = found.slice(0, 5).map(idOf);
    return (status.textContent = near.length ? `Several servers fit “${q}”: ${near.join(", ")}. Enter one of these ids.` : `There is no server called “${q}” in this catalog.`);
  }
  form.elements.q.value = "";
  const id = idOf(hit);
  status.textContent = chosen.includes(id) ? `${hit.name} is chosen already.` : `${hit.name} is added.`;
  if (!chosen.includes(id)) chosen = [...chosen, id];
  await show();
}

async function offer() {
  const q = form.elements.q.value.trim();
  if (!q) return;
  const found = (await ask(q)).slice(0, 20);
  document.getElementById("servers").replaceChildren(...found.map((it) => new Option(it.name, idOf(it))));
}

form.onsubmit = (event) => {
  event.preventDefault();
  add().catch(() => (status.textContent = "The list of servers could not be loaded."));
};
form.elements.q.oninput = () => offer().catch(() => {});
form.hidden = false;
chosen = [...new Set((new URLSearchParams(location.search).get("servers") ?? "").split(","))]
  .filter((id) => /^[a-z0-9-]+$/.test(id)).slice(0, most);
if (chosen.length) show();
