// Two versions of one server: those that the catalog's history has, and a list of the reader's own.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { tester, visit } from "../lib/browser.mjs";
import { serve } from "../lib/server.mjs";

const run = promisify(execFile);
const text = { type: "string" };
const tool = (name, description, properties = {}, required = []) => ({ name, description, inputSchema: { type: "object", properties, required } });
const KEEP = tool("list_notes", "Lists the notes of the user.");
const GONE = tool("count_notes", "Counts the notes.");
const READS = tool("get_note", "Returns a note.", { id: text }, ["id"]);
const ASKS = tool("get_note", "Returns a note.", { id: text, format: text }, ["id", "format"]);
const SOFT = tool("tidy_notes", "Lists the notes that are empty.");
const HARD = tool("tidy_notes", "Permanently deletes the notes that are empty.");
const NEW = tool("send_note", "Sends a note by e-mail.", { to: text }, ["to"]);
const VERSIONS = [
  ["2026-03-01", [KEEP, GONE, READS, SOFT]],
  ["2026-04-02", [KEEP, READS, HARD]],
  ["2026-05-03", [KEEP, ASKS, HARD, NEW]],
];
const LAST = VERSIONS.at(-1)[1];

export default function ({ browser, site: catalog, hostile, toolrisk }) {
  const site = {};
  let scratch;

  // A catalog with a history of three days.
  before(async () => {
    scratch = await mkdtemp(join(tmpdir(), "toolrisk-"));
    const git = (day, ...words) => {
      const time = `${day}T10:00:00Z`;
      const config = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
      return run("git", [...config, ...words], { cwd: scratch, env: { ...process.env, GIT_AUTHOR_DATE: time, GIT_COMMITTER_DATE: time } });
    };
    await mkdir(join(scratch, "catalog"));
    await writeFile(join(scratch, "catalog/toolrisk.yaml"), "title: Notes of a test\n");
    await git("2026-03-01", "init", "--quiet");
    for (const [day, tools] of VERSIONS) {
      await writeFile(join(scratch, "list.json"), JSON.stringify({ tools }));
      await run(toolrisk, ["import", "--file", "list.json", "--server", "notes", "--captured", day], { cwd: scratch });
      await git(day, "add", "catalog");
      await git(day, "commit", "--quiet", "--message", day);
    }
    await run(toolrisk, ["build", "catalog", "--out", "site", "--keep-going"], { cwd: scratch }).catch((error) => assert.equal(error.code, 1, error.stderr));
    Object.assign(site, { folder: join(scratch, "site"), ...(await serve(join(scratch, "site"))) });
  });
  after(async () => {
    await site.close?.();
    await rm(scratch, { recursive: true, force: true });
  });
  const at = (path, work, options) => () => tester(browser, site)(path, work, options)();

  test(
    "a server and two of its versions are chosen with the keyboard alone, and the address brings them back",
    at("compare/versions/", async (page) => {
      await page.focus("::-p-aria([name='Name or id of a server'])");
      await page.keyboard.type("notes\n");
      // The last change is shown first.
      await summary(page, "1 tool is new, 0 are gone, 1 changed.");
      assert.deepEqual(await names(page, "new"), ["send_note"]);
      assert.deepEqual(await names(page, "changed"), ["get_note"]);
      await page.focus("select[name=from]");
      await page.keyboard.press("Home");
      await summary(page, "1 tool is new, 1 is gone, 2 changed.");
      const { search } = new URL(page.url());
      assert.equal(search, "?server=notes&from=2026-03-01&to=2026-05-03");
      const shown = await words(page);
      await visit(page, page.url());
      await summary(page, "1 tool is new, 1 is gone, 2 changed.");
      assert.equal(await words(page), shown);
    }),
  );

  test(
    "each change has its rating and its policy before and after",
    at("compare/versions/?server=notes&from=2026-03-01&to=2026-05-03", async (page) => {
      await summary(page, "1 tool is new, 1 is gone, 2 changed.");
      const row = (id) => page.evaluate((id) => [...document.querySelectorAll(`#${id} ~ .scroll tbody tr`)].map((it) => [...it.cells].map((cell) => cell.textContent)), id);
      assert.deepEqual((await row("gone")).map(([name, , policy]) => [name, policy]), [["count_notes", "allow"]]);
      const [asks, hard] = await row("changed");
      assert.equal(asks[0], "get_note");
      assert.match(asks[1], /format/);
      assert.deepEqual([hard[0], hard[3]], ["tidy_notes", "allow → hide"]);
      assert.match(hard[2], /^low read.* → critical destructive/);
      const [[name, rating, policy]] = await row("new");
      assert.equal(name, "send_note");
      assert.match(rating, /write/);
      assert.match(policy, /limit to/);
    }),
  );

  test(
    "the order of the two versions does not matter, and one with itself has no change",
    at("compare/versions/?server=notes&from=2026-05-03&to=2026-04-02", async (page) => {
      await summary(page, "1 tool is new, 0 are gone, 1 changed.");
      assert.match(await words(page), /is the later of the two versions/);
      await visit(page, `${site.origin}/compare/versions/?server=notes&from=2026-04-02&to=2026-04-02`);
      await summary(page, "0 tools are new, 0 are gone, 0 changed.");
      assert.match(await words(page), /one and the same version/);
    }),
  );

  const paste = async (page, list) => {
    await page.waitForSelector("#own:not([hidden])");
    await page.evaluate((list) => {
      document.querySelector("#own details").open = true;
      document.querySelector("#own [name=list]").value = list;
    }, typeof list === "string" ? list : JSON.stringify(list));
    await page.focus("#own button");
    await page.keyboard.press("Enter");
  };
  const told = (page, words) => page.waitForFunction((words) => document.querySelector("#own [role=status]").textContent.includes(words), {}, words);

  test(
    "a pasted list is compared with the catalog's version, in each form that people have, and nothing is sent",
    at("compare/versions/?server=notes", async (page) => {
      const requests = [];
      await summary(page, "1 tool is new, 0 are gone, 1 changed.");
      page.on("request", (it) => requests.push(it.url()));
      const answer = { jsonrpc: "2.0", id: 1, result: { tools: LAST } };
      for (const same of [{ tools: LAST }, LAST, answer, [answer], [{ tools: LAST.slice(0, 2) }, { tools: LAST.slice(2) }], "\uFEFF" + JSON.stringify(answer, null, 2)]) {
        await paste(page, { tools: [] });
        await told(page, "0 tools are new, 4 are gone, 0 changed.");
        await paste(page, same);
        await told(page, "0 tools are new, 0 are gone, 0 changed.");
      }
      const other = [KEEP, { ...HARD, description: "Deletes notes." }, READS, tool("<img src=x>\u202e", "A tool.")];
      await paste(page, { tools: other });
      await told(page, "1 tool is new, 1 is gone, 2 changed.");
      const shown = await words(page);
      assert.match(shown, /<img src=x>\\u\{202e\}/);
      assert.match(shown, /deny, because the policy does not name it/);
      assert.match(shown, /argument format is gone/);
      assert.match(shown, /its description, a hint or a detail of its schema/);
      await page.select("#own [name=age]", "older");
      await paste(page, { tools: other });
      await page.waitForFunction(() => /argument format is new and required/.test(document.querySelector("#result").innerText));
      assert.deepEqual(requests.filter((it) => !/favicon/.test(it)), []);
      assert.equal(new URL(page.url()).search, "?server=notes");
    }),
  );

  test(
    "a lock file is compared with its own ratings, also from a file",
    at("compare/versions/?server=notes", async (page) => {
      await page.waitForSelector("#own:not([hidden])");
      await (await page.$("#own [name=file]")).uploadFile(join(scratch, "catalog/notes/tools.lock.json"));
      await told(page, "0 tools are new, 0 are gone, 0 changed.");
      const { stdout } = await run("git", ["show", "HEAD~2:catalog/notes/tools.lock.json"], { cwd: scratch });
      await page.select("#own [name=age]", "older");
      await paste(page, stdout);
      await told(page, "1 tool is new, 1 is gone, 2 changed.");
      assert.match(await words(page), /low read, private-data\s*→\s*critical destructive\s+hide$/m);
    }),
  );

  test(
    "a text that is no list says what is wrong, and what stands stays",
    at("compare/versions/?server=notes", async (page) => {
      await summary(page, "1 tool is new, 0 are gone, 1 changed.");
      const shown = await words(page);
      for (const [list, says] of [["{", "not valid JSON"], ["{}", "no list of tools"], ["[1]", "has no name"], ["null", "no list of tools"], ['{"tools":[{}]}', "has no name"], [" ", "Paste a list"]]) {
        await paste(page, list);
        await told(page, says);
      }
      assert.equal(await words(page), shown);
    }),
  );

  test("a server of which one version is known says so, and takes a list", () =>
    tester(browser, hostile)("compare/versions/?server=no-such-server", async (page) => {
      await page.waitForFunction(() => /Not found in this catalog/.test(document.querySelector("#pick [role=status]").textContent));
      page.faults.splice(0);
    })());

  test("the page says what to do with script off", () =>
    tester(browser, catalog)("compare/versions/", async (page) => {
      const shown = await page.evaluate(() => document.querySelector("main").innerText);
      assert.match(shown, /needs JavaScript, which is switched off/);
      assert.equal(await page.evaluate(() => [...document.querySelectorAll("main input, main button, main select")].filter((it) => it.checkVisibility()).length), 0);
    }, { script: false })());

  for (const width of [360, 1280]) {
    test(
      `the page fits ${width} pixels, light and dark`,
      at("compare/versions/?server=notes&from=2026-03-01&to=2026-05-03", async (page) => {
        for (const theme of ["light", "dark"]) {
          await page.setViewport({ width, height: 800 });
          await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
          await page.evaluate(() => (document.querySelector("#own details").open = true));
          await summary(page, "1 tool is new, 1 is gone, 2 changed.");
          const wide = await page.evaluate(() => document.documentElement.scrollWidth);
          assert.ok(wide <= width, `${wide} pixels`);
        }
      }),
    );
  }
}

const words = (page) => page.evaluate(() => document.querySelector("#result").innerText);
const summary = (page, says) => page.waitForFunction((says) => document.querySelector("#result .summary")?.textContent === says, {}, says);
const names = (page, id) => page.evaluate((id) => [...document.querySelectorAll(`#${id} ~ .scroll tbody tr`)].map((it) => it.cells[0].textContent), id);
