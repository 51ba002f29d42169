// The list of all tools: filtered and sorted from static parts, of which only those in view are loaded.
const form = document.getElementById("choose");
const table = document.getElementById("list");
const status = document.querySelector("main [role=status]");
const base = new URL(form.dataset.tools, location);
const names = ["severity", "category", "trait", "decision", "server"];
const STEP = 100;

const loaded = new Map();
const json = (path) => {
  if (!loaded.has(path)) {
    const answer = fetch(new URL(path, base)).then((it) => (it.ok ? it.json() : Promise.reject(new Error(it.statusText))));
    answer.catch(() => loaded.delete(path));
    loaded.set(path, answer);
  }
  return loaded.get(path);
};

// The records of a file as rows, with what they are sorted by.
function rowsOf({ records, servers }) {
  return records.map(([name, line, severity, category, server, folder, decision, traits, limit]) => {
    const [id, title] = servers[server];
    const [low, last] = [name.toLowerCase(), folder ?? name];
    return { name, line, severity, category, decision, traits, limit, id, title, folder: last,
      byName: `${low}\0${id}\0${last}`, byServer: `${id}\0${low}\0${last}` };
  });
}

const below = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const sorter = (column) => (column === "server" ? "byServer" : "byName");
const isText = (column) => column === "name" || column === "server";

function passes(want) {
  return (it) => (want.severity < 0 || it.severity === want.severity) &&
    (want.category < 0 || it.category === want.category) &&
    (want.decision < 0 || it.decision === want.decision) && (want.trait < 0 || it.traits >> want.trait & 1);
}

// All rows of a short list in order.
function sorted(rows, { column, down }) {
  const key = sorter(column);
  const turn = down ? -1 : 1;
  const compare = isText(column) ? (a, b) => turn * below(a[key], b[key]) :
    (a, b) => turn * (a[column] - b[column]) || below(a.byName, b.byName);
  return [...rows].sort(compare);
}

// The rows of a group in order, part by part; parts without the trait are not loaded.
async function* inOrder(index, group, by, want) {
  const parts = group[by].map((mask, at) => [mask, at + 1]);
  const back = want.down && isText(want.column);
  const words = [index.severities[group.severity], index.categories[group.category], index.decisions[group.decision]];
  for (const [mask, number] of back ? parts.reverse() : parts) {
    if (want.trait >= 0 && !(mask >> want.trait & 1)) continue;
    const rows = rowsOf(await json(`${by}/${words.join("-")}-${number}.json`)).filter(passes(want));
    yield* back ? rows.reverse() : rows;
  }
}

// The rows of several groups as one sorted list.
async function* merged(index, groups, want) {
  const by = want.column === "server" ? "server" : "name";
  const key = sorter(want.column);
  const back = want.down && isText(want.column);
  const heads = [];
  await Promise.all(groups.map(async (group) => {
    const rows = inOrder(index, group, by, want);
    const { done, value } = await rows.next();
    if (!done) heads.push({ rows, row: value });
  }));
  while (heads.length) {
    const first = heads.reduce((a, b) => (below(a.row[key], b.row[key]) * (back ? -1 : 1) <= 0 ? a : b));
    yield first.row;
    const { done, value } = await first.rows.next();
    if (done) heads.splice(heads.indexOf(first), 1);
    else first.row = value;
  }
}

// What is wanted: how many rows there are, and the rows one after the other.
async function list(index, want) {
  if (want.server || index.all) {
    const file = want.server ? await json(new URL(`in-${want.server}.json`, new URL(form.dataset.index, location)).href) : index.all;
    const rows = sorted(rowsOf(file).filter((it) => passes(want)(it)), want);
    return { total: rows.length, rows: rows.values() };
  }
  const groups = index.groups.filter((it) => passes({ ...want, trait: -1 })(it));
  const total = groups.reduce((sum, it) => sum + (want.trait < 0 ? it.count : it.traits[want.trait]), 0);
  const word = (group) => (isText(want.column) ? 0 : group[want.column]);
  const words = [...new Set(groups.map(word))].sort((a, b) => (want.down ? b - a : a - b));
  const all = async function* () {
    for (const each of words) yield* merged(index, groups.filter((it) => word(it) === each), want);
  };
  return { total, rows: all() };
}

function shown(index, it) {
  const { root } = form.dataset;
  const cell = (...inside) => make("td", {}, ...inside);
  const severity = index.severities[it.severity];
  return make("tr", {},
    make("th", { scope: "row" }, make("a", { className: "name", href: `${root}servers/${it.id}/${it.folder}/` }, it.name), make("span", {}, it.line)),
    make("td", { className: "wrap" }, make("a", { href: `${root}servers/${it.id}/` }, it.title)),
    cell(index.categories[it.category]), cell(make("b", { className: `sev ${severity}` }, severity)),
    cell(it.limit ?? index.decisions[it.decision]));
}

const sort = { column: "severity", down: true };
let turn = 0;
let rest;
const more = button(() => extend().catch(() => {
  status.textContent = "The rest of the list could not be loaded. Reload the page to try again.";
}), "Show more");
more.hidden = true;

// Appends the next rows. What is asked for while rows are on their way is not taken: two takers would mix their rows.
async function extend() {
  const now = turn;
  const asked = rest;
  if (asked.loading) return;
  asked.loading = true;
  const next = [];
  for (let row; next.length < STEP && !(row = await asked.rows.next()).done; ) next.push(shown(asked.index, row.value));
  asked.loading = false;
  if (now !== turn) return;
  const body = table.tBodies[0];
  const from = body.rows.length;
  body.append(...next);
  more.hidden = body.rows.length >= asked.total;
  if (from) body.rows[from]?.querySelector("a").focus();
}

// What the form and the address say, as numbers of the index's words.
function wanted(index) {
  const { severity, category, trait, decision, server } = form.elements;
  return { ...sort, server: server.value.trim().toLowerCase(),
    severity: index.severities.indexOf(severity.value), category: index.categories.indexOf(category.value),
    trait: index.traits.indexOf(trait.value), decision: index.decisions.indexOf(decision.value) };
}

async function update() {
  const now = (turn += 1);
  const given = names.map((name) => [name, form.elements[name].value.trim()]).filter(([, value]) => value);
  if (sort.column !== "severity" || !sort.down) given.push(["sort", (sort.down ? "-" : "") + sort.column]);
  history.replaceState(null, "", given.length ? `?${new URLSearchParams(given)}` : location.pathname);
  try {
    const index = await json(base.href);
    const want = wanted(index);
    if (want.server && !/^[a-z0-9-]+$/.test(want.server)) throw new Error("no id");
    const found = await list(index, want);
    if (now !== turn) return;
    rest = { index, ...found };
    table.tBodies[0].replaceChildren();
    await extend();
    if (now !== turn) return;
    const of = index.total.toLocaleString("en");
    status.textContent = found.total === index.total ? `${of} tools` : `${found.total.toLocaleString("en")} of ${of} tools`;
  } catch {
    if (now !== turn) return;
    table.tBodies[0].replaceChildren();
    more.hidden = true;
    const server = form.elements.server.value;
    status.textContent = server ? `There is no server with the id “${server}”. Choose one of the list.` : "The list could not be loaded.";
  }
  for (const head of table.tHead.rows[0].cells) {
    head.ariaSort = head.dataset.sort === sort.column ? (sort.down ? "descending" : "ascending") : null;
  }
}

// Offers the servers that begin with what is typed.
async function offer() {
  const q = form.elements.server.value;
  if (!q.trim()) return;
  const { results } = await search(new URL(form.dataset.index, location).href, { q, severity: "", category: "", server: "" });
  const servers = results.filter((it) => it.kind === "server").slice(0, 20);
  const option = ({ path, name }) => new Option(name, path.split("/")[1]);
  document.getElementById("servers").replaceChildren(...servers.map(option));
}

if (table) {
  for (const head of table.tHead.rows[0].cells) {
    head.append(button(() => {
      const { sort: column } = head.dataset;
      sort.down = sort.column === column ? !sort.down : !isText(column);
      sort.column = column;
      update();
    }, ...head.childNodes));
  }
  table.parentElement.after(more);
  const given = new URLSearchParams(location.search);
  for (const name of names) form.elements[name].value = given.get(name) ?? "";
  const [, minus, column] = /^(-?)(\w+)$/.exec(given.get("sort") ?? "") ?? [];
  if ([...table.tHead.rows[0].cells].some((it) => it.dataset.sort === column)) Object.assign(sort, { column, down: minus === "-" });
  form.hidden = false;
  form.onsubmit = (event) => event.preventDefault();
  form.onchange = update;
  form.onreset = () => setTimeout(update);
  form.elements.server.oninput = () => offer().catch(() => {});
  if (given.size || status.textContent) update();
}
