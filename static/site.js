// Additions only: everything reads and works without them.
"use strict";

const { src } = document.currentScript;

function make(name, more, ...inside) {
  const made = Object.assign(document.createElement(name), more);
  made.append(...inside);
  return made;
}

const button = (onclick, ...inside) => make("button", { type: "button", onclick }, ...inside);

function copyable(figure) {
  const code = figure.querySelector("code");
  const said = make("span", { className: "hide", role: "status" });
  const copy = button(async () => {
    let word = "Copied";
    try {
      await navigator.clipboard.writeText(code.textContent + "\n");
    } catch {
      word = "Press Ctrl+C";
      getSelection().selectAllChildren(code);
    }
    copy.textContent = said.textContent = word;
    setTimeout(() => {
      copy.textContent = "Copy";
      said.textContent = "";
    }, 2000);
  }, "Copy");
  figure.append(copy, said);
}

document.querySelectorAll("figure.code").forEach(copyable);

// The entry for the reader's client, which is remembered where the browser lets us.
const remembered = {
  get client() {
    try {
      return localStorage.client;
    } catch {
      return undefined;
    }
  },
  set client(name) {
    try {
      localStorage.client = name;
    } catch { /* It is chosen again next time. */ }
  },
};
const setup = document.querySelector("#client code");

function clients({ mcpServers }) {
  const [[name, { command, args }]] = Object.entries(mcpServers);
  const standard = JSON.stringify({ mcpServers }, null, 2);
  return {
    "Claude Desktop": standard,
    "Claude Code": `claude mcp add ${name} -- ${[command, ...args].join(" ")}`,
    "Codex CLI": `[mcp_servers.${name}]\ncommand = "${command}"\nargs = ${JSON.stringify(args)}`,
    Cursor: standard,
    "Gemini CLI": standard,
    "VS Code": JSON.stringify({ servers: mcpServers }, null, 2),
  };
}

if (setup) {
  const forms = clients(JSON.parse(setup.textContent));
  const choice = make("select", { ariaLabel: "Client" }, ...Object.keys(forms).map((it) => new Option(it)));
  choice.onchange = () => {
    remembered.client = choice.value;
    setup.textContent = forms[choice.value];
  };
  setup.closest("figure").firstElementChild.append(" for ", choice);
  if (forms[remembered.client]) {
    choice.value = remembered.client;
    choice.onchange();
  }
}

// The policy for a product, brought from the server's page, with what it says of this tool marked.
const elsewhere = document.querySelector(".elsewhere");

// A name of a tool may end as another's does; products put the server's before it.
function mark(part, server, name) {
  const pattern = new RegExp(`(?<![a-z\\d-]|(?<!_|${server})_)(${name.replace(/\W/g, "\\$&")})(?![\\w-])`, "gi");
  const nodes = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  const all = [];
  while (nodes.nextNode()) all.push(nodes.currentNode);
  for (const it of all) it.replaceWith(...it.data.split(pattern).map((it, at) => (at % 2 ? make("mark", {}, it) : it)));
}

elsewhere?.addEventListener("click", async (event) => {
  const { target, ctrlKey, metaKey, shiftKey } = event;
  if (!target.hash || ctrlKey || metaKey || shiftKey) return;
  event.preventDefault();
  try {
    const page = new DOMParser().parseFromString(await (await fetch(target)).text(), "text/html");
    const part = page.querySelector(target.hash).parentElement;
    part.open = true;
    elsewhere.nextElementSibling?.remove();
    elsewhere.after(part);
    part.querySelectorAll("figure").forEach(copyable);
    part.firstElementChild.focus();
    mark(part, target.pathname.split("/").at(-2), document.querySelector("h1").textContent);
  } catch {
    location = target;
  }
});

const ranks = ["low", "medium", "high", "critical"];

function sortable(table) {
  const heads = [...table.tHead.rows[0].cells];
  const key = ({ cells }, column) => {
    const text = (cells[column].firstElementChild ?? cells[column]).textContent;
    // `high` and `3 high` are sorted by rank, then by number.
    const [count, word] = /^(\d+ )?(\w+)$/.exec(text)?.slice(1) ?? [];
    const rank = ranks.indexOf(word);
    return rank < 0 ? text : `${rank} ${count ?? ""}`;
  };
  heads.forEach((head, column) => {
    head.append(button(() => {
      const up = head.ariaSort === "ascending" ? -1 : 1;
      for (const other of heads) other.ariaSort = null;
      head.ariaSort = up > 0 ? "ascending" : "descending";
      const order = (a, b) => up * key(a, column).localeCompare(key(b, column), "en", { numeric: true });
      table.tBodies[0].append(...[...table.tBodies[0].rows].sort(order));
    }, ...head.childNodes));
  });
}

function filterable(table) {
  const { rows } = table.tBodies[0];
  const said = make("small", { role: "status" });
  const oninput = ({ target }) => {
    const words = target.value.toLowerCase().split(/\s+/);
    for (const row of rows) row.hidden = !words.every((word) => row.textContent.toLowerCase().includes(word));
    said.textContent = target.value && `${[...rows].filter((row) => !row.hidden).length} of ${rows.length}`;
  };
  const field = make("input", { type: "search", oninput });
  table.parentElement.before(make("label", { className: "filter" }, table.dataset.filter, " ", field, said));
}

for (const table of document.querySelectorAll("table:not(#list, .matrix)")) {
  const { length } = table.tBodies[0]?.rows ?? "";
  if (table.tHead && length > 3) sortable(table);
  if (table.dataset.filter && length > 8) filterable(table);
}

// A heading is the address of its section.
for (const heading of document.querySelectorAll(":is(h2, h3)[id]")) {
  if (!heading.querySelector("a")) heading.append(make("a", { className: "here", href: `#${heading.id}` }, ...heading.childNodes));
}

document.querySelector(".report")?.append(button(() => print(), "Print a report"));

// The search: its script is loaded when its field is used, and stands on its own page from the start.
const field = document.querySelector("input[name=q]");

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.target.closest("input, select")) return;
  event.preventDefault();
  field?.focus();
});

document.querySelector(".top input")?.addEventListener("focus", () => {
  if (globalThis.attach) return;
  document.head.append(make("script", { src: src.replace("site.js", "search.js") }));
}, { once: true });
