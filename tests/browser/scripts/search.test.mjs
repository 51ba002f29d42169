// The script of the search, without a browser: it cuts words as the index does, and what it finds in
// a built site is what is there. `SITE` names the folder of a built site.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";

const require = createRequire(import.meta.url);
const root = new URL("../../../", import.meta.url).pathname;
const { nameKeys, proseKeys, before, answering, needed, find, read, unpack, search, one } = require(join(root, "static/search.js"));

test("words are cut as the index cuts them", () => {
  const cases = readFileSync(join(root, "tests/fixtures/search/words.tsv"), "utf8").split("\n").filter(Boolean);
  assert.ok(cases.length >= 20);
  for (const line of cases) {
    const [shape, text, keys] = line.split("\t");
    const sorted = (found) => found.sort((a, b) => (before(a, b) ? -1 : before(b, a) ? 1 : 0));
    const found = shape === "name" ? nameKeys(text) : sorted(proseKeys(text));
    assert.equal(found.join(" "), keys, text);
  }
});

const folder = join(process.env.SITE ?? "", "search");
const built = process.env.SITE ? test : test.skip;
const json = (name) => JSON.parse(readFileSync(join(folder, name), "utf8"));

const open = () => unpack(json("index.json"));

const none = { severity: "", category: "", server: "" };

function ask(first, query, wanted = none) {
  const names = wanted.server ? [{ file: `in-${wanted.server}.json`, whole: true }] : needed(first, query);
  const files = names.map(({ file, whole }) => ({ whole, file: file === "" ? first.any : json(file) }));
  return { ...find(first, files, query, wanted), files: names };
}

// Every tool of the site, from the files of its servers.
function everything(first) {
  return readdirSync(folder).filter((name) => name.startsWith("in-")).flatMap((name) => {
    const file = json(name);
    return file.records.map((record) => read(record, first, file.servers));
  });
}

built("every label has its file, and no file is without", () => {
  const first = open();
  const wanted = new Set(["index.html", "index.json"]);
  for (const label of first.best) wanted.add(answering({ ...first, all: [] }, label).file);
  for (const label of first.all) wanted.add(answering({ ...first, best: [] }, label).file);
  const there = readdirSync(folder).filter((name) => !name.startsWith("in-"));
  assert.deepEqual([...wanted].sort(), there.sort());
});

built("every tool is found by the beginning of its name, and stands first by the whole of it", () => {
  const first = open();
  const tools = everything(first);
  assert.ok(tools.length > 100);
  for (const tool of tools) {
    const whole = ask(first, [tool.names[0]]);
    const same = tools.filter((it) => it.names[0] === tool.names[0]).length;
    const place = whole.results.findIndex((it) => it.path === tool.path);
    const others = whole.results.slice(0, place).filter((it) => it.kind === "tool").length;
    assert.ok(place >= 0 && others < same, `${tool.path} at ${place}`);
    assert.ok(existsSync(join(process.env.SITE, tool.path, "index.html")), tool.path);
  }
});

built("counts are exact or rounded down, for any beginning of a word and any filter", () => {
  const first = open();
  const tools = everything(first);
  for (const word of ["c", "cr", "create", "l", "s", "the", "message", "zzz", ""]) {
    for (const severity of ["", ...first.severities]) {
      for (const category of ["", "read", "write"]) {
        if (!severity && !category) continue;
        const { total, exact } = ask(first, [word], { severity, category, server: "" });
        const has = (keys) => keys.some((key) => key.startsWith(word)) || word === "";
        const there = tools.filter((it) => (!severity || it.severity === severity) &&
          (!category || it.category === category) && (has(it.names) || has(it.prose)));
        const what = `${word} ${severity} ${category}: ${total} of ${there.length}`;
        assert.ok(exact ? total === there.length : total <= there.length && total * 2 > there.length, what);
        assert.ok(exact || there.length >= 10, what);
      }
    }
  }
});

built("several words must all be there, in any order, and need no more than their files", () => {
  const first = open();
  const { results, files } = ask(first, ["issue", "create"]);
  assert.ok(results.some((it) => it.name === "create_issue"));
  assert.ok(files.length <= 3);
  assert.equal(ask(first, ["create", "issue"]).results[0].name, "create_issue");
  assert.equal(ask(first, ["create", "zzzz"]).results.length, 0);
});

// As a browser asks, with the files that are loaded counted.
async function asked(q, wanted = none) {
  const files = [];
  globalThis.fetch = async (address) => {
    const name = new URL(address).pathname.split("/").at(-1);
    files.push(name);
    return { ok: true, json: async () => json(name) };
  };
  const found = await search(`http://site/${Math.random()}/search/index.json`, { ...wanted, q });
  return { ...found, files: files.slice(1) };
}

test("one letter is another, one more, one less, or two that changed places", () => {
  for (const typed of ["delte", "deleet", "dellete", "selete", "delet"]) assert.ok(one(typed, "delete"), typed);
  for (const typed of ["dlte", "deleting", "eldete", "list"]) assert.ok(!one(typed, "delete"), typed);
});

built("a letter that is typed wrongly is mended, with two more files at most", async () => {
  for (const [typed, meant] of [["mesage", "message"], ["isue", "issue"], ["instnace", "instance"], ["repositry", "repository"], ["browzer", "browser"]]) {
    const { results, instead, files } = await asked(typed);
    assert.equal(instead, meant, typed);
    assert.ok(results.length > 0 && files.length <= 3, typed);
  }
});

built("all words but one must be there, and the closest stands first", async () => {
  const { results, missing } = await asked("logout instance zzzz");
  assert.ok(missing);
  assert.equal(results[0].name, "logout_instance");
  assert.equal((await asked("zzzz qqqq")).results.length, 0);
});

built("words that mean the same find the same", async () => {
  for (const [typed, name] of [["remove instance", "delete_instance"], ["erase instance", "delete_instance"], ["charge link", "create_payment_link"],
    ["send money", "create_payment_link"], ["directory", "directory_tree"], ["add refund", "create_refund"]]) {
    const { results, missing } = await asked(typed);
    assert.ok(!missing && results.some((it) => it.name === name), typed);
  }
});

built("packages, ids of frameworks and vulnerabilities, and terms are found", async () => {
  const api = JSON.parse(readFileSync(join(process.env.SITE, "api/v1/index.json"), "utf8"));
  for (const [id, { package: name }] of Object.entries(api.servers)) {
    if (!name) continue;
    const { results } = await asked(name.replace(/^\w+:/, ""));
    assert.ok(results.some((it) => it.path === `servers/${id}/`), name);
  }
  const { attacks } = JSON.parse(readFileSync(join(process.env.SITE, "api/v1/attacks.json"), "utf8"));
  for (const id of Object.keys(attacks)) {
    const [framework] = JSON.parse(readFileSync(join(process.env.SITE, `api/v1/attacks/${id}.json`), "utf8")).frameworks;
    if (!framework) continue;
    const { results } = await asked(framework.id ?? framework);
    assert.ok(results.some((it) => it.path === `attacks/${id}/`), `${id} by ${framework}`);
  }
  assert.ok((await asked("default deny")).results.some((it) => it.kind === "term"));
});

built("where nothing is found, words that are near are offered", async () => {
  const { results, near } = await asked("delxyzzy");
  assert.equal(results.length, 0);
  assert.ok(near.length > 0 && near.every((it) => it.startsWith("del")), near);
});

test("servers of the same title are told apart by their publishers", () => {
  const first = unpack({ kinds: ["server"], best: "", all: "", words: "", synonyms: "mail email", any: {} });
  const record = (id, by) => ["Mail", "", `servers/${id}/`, 0, "", by];
  const { results } = find(first, [{ whole: true, file: { servers: [], records: [record("a", "acme"), record("b", "umbrella")] } }], ["mail"], none);
  assert.deepEqual(results.map((it) => [it.twin, it.publisher]), [[true, "acme"], [true, "umbrella"]]);
});

built("a server is searched in whole", () => {
  const first = open();
  const { results, total, exact } = ask(first, ["issue"], { ...none, server: "github-archived" });
  assert.ok(exact && total === results.length && total > 3);
  assert.ok(results.every((it) => it.id === "github-archived"));
});
