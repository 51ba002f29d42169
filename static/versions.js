// Compares two versions of a server: two that the catalog knows, or its version and a list of the reader's own. Everything is read from static files and stays in the browser; the server and the versions stand in the address.
const form = document.getElementById("pick");
const own = document.getElementById("own");
const known = document.getElementById("known");
const out = document.getElementById("result");
const [status, ownStatus] = [form, own].map((it) => it.querySelector("[role=status]"));
const { from, to, list, file, age } = own.elements;
const { root } = form.dataset;
const index = new URL(form.dataset.index, location).href;
const LARGEST = 32 << 20;

const counted = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
const visible = (text) => String(text).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (c) => `\\u{${c.codePointAt(0).toString(16)}}`);
const sev = (word) => make("b", { className: `sev ${word}` }, word);
const hasTools = (it) => it && typeof it === "object" && it.tools && typeof it.tools === "object";

async function json(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

// A server with all its tools, its policy, and what is known of its earlier versions.
async function read(id) {
  const [first, counts] = await Promise.all([json(`${root}api/v1/servers/${id}.json`), json(`${root}compare/versions/known.json`)]);
  const tools = Object.values(first.tools);
  for (let { next } = first; next; ) {
    const part = await json(new URL(next, location).pathname);
    tools.push(...Object.values(part.tools));
    next = part.next;
  }
  const versions = Object.hasOwn(counts, id) ? await json(`${root}servers/${id}/versions.json`) : { days: [] };
  return { ...first, tools: new Map(tools.map((it) => [it.name, it])), days: versions.days.reverse(), beginsBefore: versions.begins_before };
}

// What became of each tool over these days, the oldest first.
function joined(days) {
  const all = new Map();
  for (const { tools } of days) {
    for (const step of tools) {
      const old = step.was ?? step.name;
      const first = all.get(old) ?? { was: step.was, isNew: step.done === "new", before: step.before, what: [] };
      all.delete(old);
      all.set(step.name, { ...first, name: step.name, isGone: step.done === "gone", after: step.after, what: [...new Set([...first.what, ...step.what])] });
    }
  }
  // A tool that came and went between the two versions is in neither.
  return [...all.values()].filter((it) => !(it.isNew && it.isGone));
}

const rating = (it) => (it ? [...(it.severity ? [sev(it.severity), " "] : []), [it.category, ...(it.traits ?? [])].filter(Boolean).join(", ")] : ["unknown"]);
const policy = (it) => it?.policy ?? "unknown";
const same = (a, b) => JSON.stringify([a?.severity, a?.category, a?.traits, a?.policy]) === JSON.stringify([b?.severity, b?.category, b?.traits, b?.policy]);

function table(label, heads, rows) {
  const row = (cell, scope, [first, ...others]) =>
    make("tr", {}, make("th", { scope }, ...[first].flat()), ...others.map((it) => make(cell, cell === "th" ? { scope } : {}, ...[it].flat())));
  const made = make("table", { className: "facts" }, make("thead", {}, row("th", "col", heads)), make("tbody", {}, ...rows.map((it) => row("td", "row", it))));
  if (rows.length > 3) sortable(made);
  return make("div", { className: "scroll", tabIndex: 0, ariaLabel: label, role: "group" }, made);
}

function section(id, title, ...inside) {
  const made = make("section", {}, make("h2", { id }, title), ...inside);
  made.setAttribute("aria-labelledby", id);
  return made;
}

function nameOf(server, it) {
  const page = server.tools.get(it.name)?.page;
  const name = page ? make("a", { className: "name", href: new URL(page, location).pathname }, visible(it.name)) : make("code", {}, visible(it.name));
  return it.was && it.was !== it.name ? [name, ` (before: ${visible(it.was)})`] : [name];
}

// Two versions: the tools that are new, gone and changed.
function show(server, steps, words, notes = []) {
  const fresh = steps.filter((it) => it.isNew);
  const gone = steps.filter((it) => it.isGone);
  const changed = steps.filter((it) => !it.isNew && !it.isGone && (it.what.length || !same(it.before, it.after)));
  const sorted = (all) => all.sort((a, b) => (a.name < b.name ? -1 : 1));
  const part = (id, title, all, none, heads, row) =>
    section(id, title, all.length ? table(title, heads, sorted(all).map(row)) : make("p", {}, none));
  const moved = ({ before, after }, says) => {
    const [old, now] = [before, after].map((it) => make("span", {}, ...[says(it)].flat()));
    return old.textContent === now.textContent ? [now] : [old, " → ", now];
  };
  const said = `${counted(fresh.length, "tool")} ${fresh.length === 1 ? "is" : "are"} new, ${gone.length} ${gone.length === 1 ? "is" : "are"} gone, ${changed.length} changed.`;
  out.replaceChildren(
    section("result-words", words, make("p", { className: "summary" }, make("b", {}, said)), ...notes.map((it) => make("p", { className: "prose" }, it))),
    part("new", "New tools", fresh, "The later version has no new tool.", ["Tool", "Rating", "Policy"], (it) => [nameOf(server, it), rating(it.after), policy(it.after)]),
    part("gone", "Tools that are gone", gone, "No tool of the earlier version is gone.", ["Tool", "Rating before", "Policy before"], (it) => [nameOf(server, it), rating(it.before), policy(it.before)]),
    part("changed", "Changed tools", changed, "No tool changed.", ["Tool", "What changed", "Rating", "Policy"],
      (it) => [nameOf(server, it), it.what.join("; ") || "only the rating or the policy", moved(it, rating), moved(it, policy)]),
  );
  return said;
}

// The versions of a server that the catalog knows, the oldest first.
const versionsOf = ({ days, beginsBefore }) => [
  ...(beginsBefore ? [{ value: "first", text: `before ${days[0].day}`, after: 0 }] : []),
  ...days.map(({ day }, at) => ({ value: day, text: at === days.length - 1 ? `${day}, the newest` : day, after: at + 1 })),
];

let chosen;

function showKnown() {
  const versions = versionsOf(chosen);
  const [a, b] = [from, to].map(({ value }) => versions.find((it) => it.value === value));
  history.replaceState(null, "", `?${new URLSearchParams({ server: chosen.id, from: a.value, to: b.value })}`);
  const [older, newer] = a.after <= b.after ? [a, b] : [b, a];
  const days = chosen.days.slice(older.after, newer.after);
  const notes = a.after > b.after ? ["“From” is the later of the two versions. The older one stands first here."] : [];
  const lost = days.filter((it) => it.unread).map((it) => it.day);
  if (lost.length) notes.push(`The catalog's files of ${lost.join(", ")} cannot be read, so what changed on these days is missing here.`);
  if (a === b) notes.push("These are one and the same version.");
  show(chosen, joined(days), `${chosen.title}, ${older.text} and ${newer.text}`, notes);
}

// A list as people have it: an answer to tools/list, its result, its tools, or a lock file.
function parsed(text) {
  let read;
  try {
    read = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new Error(`This is not valid JSON: ${error.message}`);
  }
  const found = Array.isArray(read) && !read.some((it) => hasTools(it) || hasTools(it?.result)) ? [{ tools: read }] : [read].flat();
  const lists = found.map((it) => (hasTools(it?.result) ? it.result : it));
  if (!lists.length || !lists.every(hasTools)) throw new Error("There is no list of tools in this text. Paste an answer to tools/list, or a tools.lock.json.");
  const isLock = !Array.isArray(lists[0].tools);
  const tools = isLock ? Object.entries(lists[0].tools).map(([name, tool]) => ({ ...tool, name })) : lists.flatMap((it) => it.tools);
  if (!tools.every((it) => it && typeof it.name === "string")) throw new Error("A tool of this list has no name.");
  return { isLock, tools, isCut: !isLock && Boolean(lists.at(-1).nextCursor) };
}

// JSON in its canonical form (RFC 8785).
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join()}}`;
}

// The fingerprint of a definition, as the catalog has it; nothing where the browser has no digests.
async function fingerprint(tool) {
  const text = canonical(Object.fromEntries(Object.entries(tool).filter(([, value]) => value !== null)));
  const digest = await crypto.subtle?.digest("SHA-256", new TextEncoder().encode(text));
  return digest && [...new Uint8Array(digest)].map((it) => it.toString(16).padStart(2, "0")).join("");
}

const plain = (digest) => digest?.replace(/^sha256:/, "");

// The arguments of a definition by name, and whether each is required. Nothing where they are not known.
function argumentsOf({ parameters, inputSchema }) {
  if (parameters) return new Map(parameters.filter((it) => !/[.[]/.test(it.path)).map((it) => [it.path, Boolean(it.required)]));
  const { properties, required } = inputSchema ?? {};
  return new Map(Object.keys(properties ?? {}).map((name) => [name, Array.isArray(required) && required.includes(name)]));
}

function differences(older, newer) {
  const [a, b] = [older, newer].map(argumentsOf);
  const say = (name, what) => `argument ${visible(name)} ${what}`;
  return [
    ...[...b.keys()].filter((it) => !a.has(it)).map((it) => say(it, b.get(it) ? "is new and required" : "is new")),
    ...[...a.keys()].filter((it) => !b.has(it)).map((it) => say(it, "is gone")),
    ...[...a].filter(([it, required]) => b.has(it) && b.get(it) !== required).map(([it, required]) => say(it, required ? "is now optional" : "is now required")),
  ];
}

async function showOwn(text) {
  const { isLock, tools, isCut } = parsed(text);
  const server = chosen;
  // What the capture does not have is an entry of a tool that has left the server.
  const captured = new Map([...server.tools].filter(([, it]) => !server.capture || it.fingerprint));
  const given = new Map(tools.map((it) => [it.name, it]));
  const digests = new Map(await Promise.all([...given].map(async ([name, it]) => [name, isLock ? it.fingerprint : await fingerprint(it)])));
  const isOlder = age.value === "older";
  const limit = (it) => (it.limit ? ` to ${it.limit.max}/${it.limit.window}` : "");
  const ours = (it) => ({ severity: it.severity, category: it.category, traits: it.traits, policy: `${it.decision}${limit(it)}` });
  // What is not in the catalog has no rating but that of its lock, and the policy denies what it does not name.
  const yours = (it) => {
    const here = server.tools.get(it.name);
    const rated = isLock && it.assessment;
    const rules = rated ? { severity: rated.severity, category: rated.category, traits: rated.traits ?? [] } : { category: "not rated" };
    return { ...rules, policy: here ? ours(here).policy : "deny, because the policy does not name it" };
  };
  const steps = [];
  for (const name of new Set([...captured.keys(), ...given.keys()])) {
    // The capture has these, but the catalog has not rated them.
    if (server.without_entry.includes(name)) continue;
    const [here, there] = [captured.get(name), given.get(name)];
    const [older, newer] = isOlder ? [there, here] : [here, there];
    const standing = (it) => it && (it === here ? ours(it) : yours(it));
    if (here && there) {
      const digest = plain(digests.get(name));
      const what = here.parameters ? differences(older, newer) : [];
      if (digest && here.fingerprint && digest === plain(here.fingerprint)) continue;
      if (!what.length && digest && here.fingerprint) what.push("its description, a hint or a detail of its schema");
      if (!what.length) continue;
      // Where nobody has rated the other definition, the rating is that of the catalog.
      const [before, after] = isLock ? [standing(older), standing(newer)] : [ours(here), ours(here)];
      steps.push({ name, before, after, what });
    } else {
      steps.push({ name, isNew: Boolean(newer), isGone: Boolean(older), before: standing(older), after: standing(newer), what: [] });
    }
  }
  const notes = [];
  if (isCut) notes.push("Your list has a next page (`nextCursor`), which is not in it. Its tools look gone or new here. Paste all pages as one JSON list.");
  if (!isLock) notes.push("Your browser does not rate tools. A changed tool is shown with the catalog's rating of its old definition; run “toolrisk drift” for the new one.");
  else notes.push("The ratings of your list are those of the rules, as its lock file has them. The catalog's are those after review.");
  if (!crypto.subtle && !isLock) notes.push("This page was not loaded over https, so only names and arguments were compared, not descriptions.");
  const date = server.capture?.date ?? "an unknown day";
  const words = isOlder ? `Your list, and ${server.title} as of ${date}` : `${server.title} as of ${date}, and your list`;
  return show(server, steps, words, notes);
}

const ask = async (q) => (await search(index, { q, severity: "", category: "", server: "" })).results.filter((it) => it.kind === "server");
const idOf = (it) => it.path.split("/")[1];

// Shows a server, and the two versions that the address names, or else its last change.
async function choose(id, wanted = {}) {
  chosen = await read(id);
  form.elements.q.value = id;
  own.hidden = false;
  out.replaceChildren();
  const versions = versionsOf(chosen);
  known.hidden = versions.length < 2;
  if (known.hidden) {
    history.replaceState(null, "", `?server=${id}`);
    own.querySelector("details").open = true;
    const date = chosen.capture?.date;
    status.textContent = `This catalog has one version of ${chosen.title}${date ? `, captured on ${date}` : ""}. Compare it with a list of your own.`;
    return;
  }
  for (const [select, at] of [[from, versions.length - 2], [to, versions.length - 1]]) {
    select.replaceChildren(...versions.map((it) => new Option(it.text, it.value)));
    const named = versions.find((it) => it.value === wanted[select.name]);
    select.value = (named ?? versions[at]).value;
  }
  status.textContent = `${chosen.title}: ${counted(versions.length, "version")}.`;
  showKnown();
}

async function pick() {
  const q = form.elements.q.value.trim();
  if (!q) return;
  const found = await ask(q);
  const low = q.toLowerCase();
  const hit = found.find((it) => idOf(it) === low || it.name.toLowerCase() === low) ?? (found.length === 1 ? found[0] : undefined);
  if (hit) return choose(idOf(hit));
  const near = found.slice(0, 5).map(idOf);
  status.textContent = near.length ? `Several servers fit “${q}”: ${near.join(", ")}. Enter one of these ids.` : `There is no server called “${q}” in this catalog.`;
}

async function offer() {
  const q = form.elements.q.value.trim();
  if (!q) return;
  const found = (await ask(q)).slice(0, 20);
  document.getElementById("servers").replaceChildren(...found.map((it) => new Option(it.name, idOf(it))));
}

const failed = () => (status.textContent = "The server could not be loaded.");
form.onsubmit = (event) => {
  event.preventDefault();
  pick().catch(failed);
};
form.elements.q.oninput = () => offer().catch(() => {});
from.onchange = to.onchange = showKnown;
file.onchange = async () => {
  const [first] = file.files;
  if (!first) return;
  if (first.size > LARGEST) return (ownStatus.textContent = "This file is too large for a list of tools.");
  list.value = await first.text();
  own.requestSubmit();
};
own.onsubmit = (event) => {
  event.preventDefault();
  if (!list.value.trim()) return (ownStatus.textContent = "Paste a list of tools, or choose a file.");
  history.replaceState(null, "", `?server=${chosen.id}`);
  showOwn(list.value).then((said) => (ownStatus.textContent = said), (error) => (ownStatus.textContent = error.message));
};
form.hidden = false;
const wanted = Object.fromEntries(new URLSearchParams(location.search));
if (/^[a-z0-9-]+$/.test(wanted.server ?? "")) choose(wanted.server, wanted).catch(() => (status.textContent = `Not found in this catalog: ${wanted.server}.`));
