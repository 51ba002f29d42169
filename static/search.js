// The search: which file of the index answers a word, what fits, and the list of it.
"use strict";

// How texts are cut into words and keys, as src/site/search/words.rs does.
const letter = /[\p{Alphabetic}\p{N}]/u;
const wide = /[\u2e80-\ua4cf\uf900-\ufaff\u{20000}-\u{3ffff}]/u;
const cased = (pattern, c) => c !== undefined && pattern.test(c);

function words(text, name) {
  const found = [];
  const chars = [...text];
  let last;
  chars.forEach((c, at) => {
    if (!letter.test(c)) {
      last = undefined;
      return;
    }
    const capital = name && cased(/\p{Uppercase}/u, c) && last !== undefined &&
      (/[\p{Lowercase}\p{N}]/u.test(last) ||
        (/\p{Uppercase}/u.test(last) && cased(/\p{Lowercase}/u, chars[at + 1])));
    if (last === undefined || wide.test(c) || wide.test(last) || capital) found.push("");
    found[found.length - 1] += c.toLowerCase();
    last = c;
  });
  return found;
}

const short = (key) => [...key].slice(0, 24).join("");

function nameKeys(text) {
  const found = words(text, true);
  return found.slice(0, 12).map((_, at) => short(found.slice(at).join("")));
}

const proseKeys = (text) => [...new Set(words(text, false).map(short))];

// The first file with its lists taken apart.
function unpack(first) {
  if (typeof first.best !== "string") return first;
  for (const list of ["best", "all", "words"]) first[list] = first[list].split(" ").filter(Boolean);
  const groups = first.synonyms.split(",").map((group) => group.split(" "));
  first.synonyms = new Map(groups.flatMap((group) => group.map((word) => [word, group])));
  return first;
}

// Whether a stands before b by the numbers of their characters.
function before(a, b) {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return (a.codePointAt(at) ?? -1) < (b.codePointAt(at) ?? -1);
}

// The file that answers a beginning of a word, and whether it holds everything.
function answering(first, key) {
  if (key === "") return { file: "", whole: first.any.total === undefined };
  let label;
  for (const each of first.best) {
    if (each.startsWith(key) && (label === undefined || each.length < label.length)) label = each;
  }
  const whole = label === undefined;
  if (whole) {
    for (const each of first.all) if (!before(key, each)) label = each;
    if (label === undefined) return undefined;
  }
  const name = label.replace(/[^a-z0-9]/gu, (c) => `-${c.codePointAt(0).toString(16)}-`);
  return { file: `${whole ? "all" : "best"}-${name}.json`, whole };
}

// A record as an object, with the keys under which it is found.
function read(record, first, servers) {
  const [name, line] = record;
  const others = [...words(name, true), ...words(line, false)].flatMap((word) => first.synonyms.get(word) ?? []);
  if (typeof record[2] === "string") {
    const kind = first.kinds[record[3]];
    const id = kind === "server" ? record[2].split("/")[1] : "";
    const further = record[4] ?? "";
    const ids = further.split(/\s+/).map((it) => short(words(it, false).join("")));
    return { name, line, path: record[2], kind, rank: record[3], id, title: name, publisher: record[5],
      names: nameKeys(name), prose: [[line, kind === "server" ? name : "", id, further].flatMap(proseKeys), ids, others].flat() };
  }
  const [id, title, publisher] = servers[record[4]];
  return { name, line, path: `servers/${id}/${record[5] ?? name}/`, kind: "tool", rank: first.kinds.length,
    severity: first.severities[record[2]], category: first.categories[record[3]], id, title, publisher,
    names: nameKeys(name), prose: [...[line, title, id].flatMap(proseKeys), ...others] };
}

// How well a result fits the words: exactly, by its name's beginning, by a word of its name, by
// what is said of it; undefined when it does not.
function fit(result, query) {
  const all = short(query.join(""));
  if (result.names[0] === all && all) return 0;
  if (result.names[0]?.startsWith(all)) return 1;
  if (result.names.some((key) => key.startsWith(all))) return 2;
  const begins = (keys, word) => keys.some((key) => key.startsWith(word));
  const parts = query.map(short);
  if (parts.every((word) => begins(result.names, word))) return 2;
  if (begins(result.prose, all)) return 3;
  return parts.every((word) => begins(result.names, word) || begins(result.prose, word)) ? 3 : undefined;
}

// How well a result fits all words but one.
function loose(result, query) {
  const fits = query.map((word) => fit(result, [word])).filter((it) => it !== undefined);
  return fits.length < query.length - 1 || !fits.length ? undefined : 4 + fits.reduce((a, b) => a + b, 0);
}

// Whether one letter makes the difference: another, one more, one less, or two that changed places.
function one(a, b) {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  const [x, y] = [a.slice(at), b.slice(at)];
  return x.slice(1) === y.slice(1) || x === y.slice(1) || x.slice(1) === y ||
    (x[0] === y[1] && x[1] === y[0] && x.slice(2) === y.slice(2));
}

// The most frequent word that is one letter away, or that begins so; the word itself where it is known.
function mended(first, word) {
  if (word.length < 4 || first.words.some((it) => it.startsWith(word))) return word;
  return first.words.find((it) => one(word, it)) ??
    first.words.find((it) => it.length > word.length && one(word, it.slice(0, word.length))) ?? word;
}

// Words to try where nothing is found.
function near(first, query) {
  const begins = (word) => first.words.filter((it) => it.startsWith(word.slice(0, 3))).slice(0, 3);
  return [...new Set(query.filter((word) => word.length > 2).flatMap(begins))].slice(0, 4);
}

// Which files a query needs: that of all its words together, and one that holds everything that has
// one of its words, or where there is none, those of every word.
function needed(first, query) {
  const together = answering(first, short(query.join("")));
  if (query.length < 2) return [together].filter(Boolean);
  const each = query.map((word) => answering(first, short(word)));
  if (each.includes(undefined)) return [together].filter(Boolean);
  const whole = each.find((it) => it.whole);
  return [together, ...(whole ? [whole] : each)].filter(Boolean);
}

// What is found: the results that are at hand in their order, and how many there are at least, or
// exactly when `exact`.
function find(first, files, query, wanted, fits = fit) {
  const seen = new Map();
  for (const { file } of files) {
    for (const record of file.records) {
      const result = read(record, first, file.servers);
      if (!seen.has(result.path)) seen.set(result.path, result);
    }
  }
  const passes = (it) => (!wanted.severity || it.severity === wanted.severity) &&
    (!wanted.category || it.category === wanted.category) && (!wanted.server || it.id === wanted.server);
  const fitting = [...seen.values()].map((it) => ({ ...it, fit: fits(it, query) }))
    .filter((it) => it.fit !== undefined);
  const results = fitting.filter(passes);
  results.sort((a, b) => a.fit - b.fit || a.rank - b.rank || a.name.length - b.name.length ||
    (before(a.name, b.name) ? -1 : before(b.name, a.name) ? 1 : 0));
  const [all, ...others] = files;
  const whole = files.length > 0 && (others.some((it) => it.whole) || query.length < 2 || wanted.server);
  const most = all && all.file.total !== undefined ? counted(first, all.file, wanted) : undefined;
  const exact = most ? most.exact && query.length < 2 : whole || files.length === 0;
  const total = Math.max(results.length, most?.total ?? 0);
  const servers = new Map(fitting.filter((it) => it.id).map((it) => [it.id, it.title]));
  // Servers of the same title are told apart by who publishes them.
  const ids = new Map();
  for (const { title, id } of results) ids.set(title, (ids.get(title) ?? new Set()).add(id));
  for (const it of results) it.twin = Boolean(it.id) && ids.get(it.title).size > 1;
  return { results, total, exact, servers };
}

// How many documents of a file of the best pass the filters by severity and category, at least. The numbers
// are rounded down from ten on.
function counted(first, file, wanted) {
  if (wanted.server) return undefined;
  if (!wanted.severity && !wanted.category) return { total: file.total, exact: false };
  const counts = file.cells.filter((_, cell) => {
    const severity = first.severities[Math.floor(cell / first.categories.length)];
    const category = first.categories[cell % first.categories.length];
    return (!wanted.severity || severity === wanted.severity) && (!wanted.category || category === wanted.category);
  });
  return { total: counts.reduce((sum, count) => sum + count, 0), exact: counts.every((count) => count < 10) };
}

// The list of results under a field: a combobox as the ARIA practices have it.
const step = 20;
const asked = new Map();

function load(address) {
  if (!asked.has(address)) {
    const answer = fetch(address).then((it) => (it.ok ? it.json() : Promise.reject(new Error(it.statusText))));
    answer.catch(() => asked.delete(address));
    asked.set(address, answer);
  }
  return asked.get(address);
}

async function search(base, wanted) {
  const first = unpack(await load(base));
  const fetched = (names) => Promise.all(names.map(async ({ file, whole }) =>
    ({ whole, file: file === "" ? first.any : await load(new URL(file, base).href) })));
  const query = words(wanted.q, false);
  const own = wanted.server && [{ file: `in-${wanted.server}.json`, whole: true }];
  const found = find(first, await fetched(own || needed(first, query)), query, wanted);
  return found.results.length || !query.length ? found : nearly(first, fetched, own, query, wanted);
}

// Where nothing has all words: the words with a letter mended, or else all words but one. Two more files at most.
async function nearly(first, fetched, own, query, wanted) {
  const other = query.map((word) => mended(first, word));
  if (other.join() !== query.join()) {
    const found = find(first, await fetched(own || needed(first, other).slice(0, 2)), other, wanted);
    if (found.results.length) return { ...found, instead: other.join(" ") };
  }
  const names = other.map((word) => answering(first, short(word))).filter(Boolean);
  names.sort((a, b) => b.whole - a.whole);
  const some = query.length > 1 ? find(first, await fetched(own || names.slice(0, 2)), other, wanted, loose) : { results: [] };
  if (some.results.length) return { ...some, total: some.results.length, exact: false, missing: true };
  return { results: [], total: 0, exact: true, servers: new Map(), near: near(first, query) };
}

function element(name, text, of) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (of) made.className = of;
  return made;
}

function option(result, root, id) {
  const made = element("a");
  made.href = root + result.path;
  made.id = id;
  made.tabIndex = -1;
  made.setAttribute("role", "option");
  made.setAttribute("aria-selected", "false");
  const by = result.twin ? ` by ${result.publisher || result.id}` : "";
  const about = (result.kind === "tool" ? `${result.category} tool of ${result.title}` : result.kind) + by;
  made.append(element("span", result.name, result.kind === "tool" ? "name" : ""), " ");
  if (result.severity) made.append(element("b", result.severity, `sev ${result.severity}`), " ");
  made.append(element("small", about), element("span", result.line, "line"));
  return made;
}

function attach(form) {
  const input = form.elements.q;
  const base = new URL(form.dataset.search, location.href).href;
  const root = new URL("..", base).href;
  const own = form.querySelector("[role=listbox]");
  const list = own ?? element("div", "", "found");
  const said = form.querySelector("[role=status]") ?? element("p", "", "hide");
  const more = form.querySelector("button");
  if (!own) {
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Results");
    said.setAttribute("role", "status");
    form.append(list, said);
  }
  list.id = `${form.id}-found`;
  list.hidden = true;
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"],
    ["aria-controls", list.id], ["aria-expanded", "false"]]) input.setAttribute(name, value);
  let turn = 0;
  let active = -1;
  let found = { results: [] };

  const open = (yes) => {
    list.hidden = !yes;
    input.setAttribute("aria-expanded", String(yes));
    if (!yes) point(-1);
  };
  const point = (to) => {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = to;
    const option = list.children[active];
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  };
  const show = (from, to) => {
    found.results.slice(from, to).forEach((it, at) => list.append(option(it, root, `${list.id}-${from + at}`)));
    if (more) more.hidden = list.children.length >= found.results.length;
  };
  const tell = () => {
    const { results, total, exact } = found;
    const held = total > results.length && results.length ? `, the best ${results.length} of them here` : "";
    const count = `${total.toLocaleString("en")} ${total === 1 ? "result" : "results"}`;
    const what = found.missing ? `Nothing has all of these words. ${count} ${total === 1 ? "has" : "have"} all but one` :
      `${exact ? "" : "At least "}${count}${held}${found.instead ? ` for “${found.instead}” instead` : ""}`;
    said.textContent = total ? what : found.near?.length ? "Nothing found. Try one of these words" : "Nothing found";
  };
  const wanted = () => ({ q: "", severity: "", category: "", server: "", ...Object.fromEntries(new FormData(form)) });

  async function update() {
    const now = (turn += 1);
    const want = wanted();
    const idle = !want.q.trim() && !want.severity && !want.category && !want.server;
    if (own) address(want);
    if (own) document.getElementById("browse").parentElement.hidden = !idle;
    let result = { results: [], total: 0, servers: new Map() };
    try {
      if (!idle) result = await search(base, want);
    } catch {
      said.textContent = "The search index could not be loaded.";
      return;
    }
    if (now !== turn) return;
    found = result;
    list.replaceChildren();
    point(-1);
    show(0, own ? step : 8);
    for (const word of found.near ?? []) {
      list.append(option({ name: word, line: "", kind: "search", path: `search/?q=${word}` }, root, `${list.id}-near-${word}`));
    }
    if (idle) said.textContent = "";
    else tell();
    open(list.children.length > 0);
    if (own && !idle) choices(form.elements.server, found.servers);
  }

  input.addEventListener("input", update);
  form.addEventListener("change", (event) => event.target !== input && update());
  more?.addEventListener("click", () => {
    const from = list.children.length;
    show(from, from + step);
    list.children[from].focus();
  });
  form.addEventListener("submit", (event) => {
    if (own) event.preventDefault();
  });
  input.addEventListener("keydown", (event) => {
    const { key } = event;
    const count = list.hidden ? 0 : list.children.length;
    if ((key === "ArrowDown" || key === "ArrowUp") && count) {
      event.preventDefault();
      // One more place than options: the field itself lies between the last and the first.
      point(((active + 1 + (key === "ArrowDown" ? 1 : count)) % (count + 1)) - 1);
    } else if (key === "Enter" && active >= 0) {
      event.preventDefault();
      list.children[active].click();
    } else if (key === "Escape" && (active >= 0 || (!own && count))) {
      event.preventDefault();
      if (own) point(-1);
      else open(false);
    }
  });
  if (own) {
    const given = new URLSearchParams(location.search);
    for (const name of ["q", "severity", "category"]) form.elements[name].value = given.get(name) ?? "";
    const server = given.get("server") ?? "";
    if (/^[a-z0-9-]+$/.test(server)) {
      form.elements.server.append(new Option(server, server, true, true));
    }
    form.hidden = false;
    input.focus();
  } else {
    form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || open(false));
    list.addEventListener("mousedown", (event) => event.preventDefault());
  }
  update();
}

// Keeps the address of what is asked, to be shared.
function address(wanted) {
  const given = Object.entries(wanted).filter(([, value]) => value.trim());
  const query = new URLSearchParams(given).toString();
  history.replaceState(null, "", query ? `?${query}` : location.pathname);
}

// Offers the servers of what was found, and keeps the one that is chosen.
function choices(select, servers) {
  if (document.activeElement === select) return;
  const chosen = select.value;
  const sorted = [...servers].sort(([, a], [, b]) => a.localeCompare(b, "en"));
  if (chosen && !servers.has(chosen)) sorted.push([chosen, chosen]);
  select.replaceChildren(select.options[0], ...sorted.slice(0, 100).map(([id, title]) => new Option(title, id)));
  select.value = chosen;
}

if (typeof module !== "undefined") {
  module.exports = { words, nameKeys, proseKeys, before, answering, needed, find, read, unpack, search, one };
} else {
  document.querySelectorAll("form[data-search]").forEach(attach);
}
