// The script of the search, without a browser: it cuts words as the index does, and what it finds in
// a built site is what is there. `SITE` names the folder of a built site.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";

const require = createRequire(import.meta.url);
const root = new URL("../../../", import.meta.url).pathname;
const { nameKeys, proseKeys, before, answering, needed, find, read } = require(join(root, "static/search.js"));

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

function open() {
  const first = json("index.json");
  for (const list of ["best", "all"]) first[list] = first[list].split(" ").filter(Boolean);
  return first;
}

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

built("counts are exact, for any beginning of a word and any filter", () => {
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
        assert.equal(total, there.length, `${word} ${severity} ${category}`);
        assert.ok(exact);
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

built("a server is searched in whole", () => {
  const first = open();
  const { results, total, exact } = ask(first, ["issue"], { ...none, server: "github-archived" });
  assert.ok(exact && total === results.length && total > 3);
  assert.ok(results.every((it) => it.id === "github-archived"));
});
