// The list of all tools: by keyboard, by address, without script, and of a catalog too large for one file.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { tester, visit } from "../lib/browser.mjs";
import { serve } from "../lib/server.mjs";

const RANKS = ["low", "medium", "high", "critical"];

export default function ({ browser, site, toolrisk }) {
  const at = tester(browser, site);
  const all = async () => JSON.parse(await readFile(join(site.folder, "catalog.json"), "utf8"));

  test(
    "the list is filtered and sorted with the keyboard alone, and the address brings it back",
    at("tools/", async (page) => {
      await page.focus("::-p-aria([name='Category'][role='combobox'])");
      await page.keyboard.type("destr");
      await rows(page, (found) => found.length > 1 && found.every((row) => row.category === "destructive"));
      await everything(page);
      const found = await rows(page, () => true);
      await page.focus("::-p-aria([name='Tool'][role='button'])");
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => /^Tool/.test(document.querySelector("[aria-sort=ascending]")?.textContent));
      await everything(page);
      const up = await rows(page, (up) => up.length === found.length);
      const byName = (a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1);
      assert.deepEqual(up.map((it) => it.name), found.map((it) => it.name).sort(byName));
      await page.focus("::-p-aria([name='Tool'][role='button'])");
      await page.keyboard.press("Enter");
      await rows(page, ([first]) => first?.name === up.at(-1).name);
      await everything(page);
      const down = await rows(page, (down) => down.length === up.length);
      assert.deepEqual(down.map((it) => it.name), up.map((it) => it.name).reverse());
      assert.match(page.url(), /\?category=destructive&sort=-name$/);
      await visit(page, page.url());
      await rows(page, ([first]) => first?.name === down[0].name);
      await everything(page);
      assert.deepEqual(await rows(page, (again) => again.length === down.length), down);
    }),
  );

  test(
    "clicks while a part is on its way neither mix the rows nor lose one",
    at("tools/", async (page) => {
      const late = () => page.evaluate(() => {
        const now = window.fetch;
        window.fetch = async (...asked) => {
          await new Promise((done) => setTimeout(done, 200));
          return now(...asked);
        };
      });
      await late();
      await page.focus("::-p-aria([name='Category'][role='combobox'])");
      await page.keyboard.type("destr");
      await page.focus("::-p-aria([name='Tool'][role='button'])");
      await page.keyboard.press("Enter");
      await rows(page, (found) => found.length >= 100 && found.every((row) => row.category === "destructive"));
      await everything(page);
      const names = (await rows(page, () => true)).map((it) => it.name.toLowerCase());
      const { tools } = await all();
      assert.equal(names.length, tools.filter((it) => it.category === "destructive").length);
      assert.deepEqual(names, [...names].sort());
    }),
  );

  test(
    "every filter gives exactly the tools of the catalog that it names",
    at("tools/", async (page) => {
      const { tools } = await all();
      const wanted = {
        severity: ["critical", (it) => it.severity === "critical"],
        category: ["execute", (it) => it.category === "execute"],
        trait: ["private-data", (it) => it.traits.includes("private-data")],
        decision: ["limit", (it) => it.decision === "limit"],
        server: ["git", (it) => it.server === "git"],
      };
      for (const [name, [value, passes]] of Object.entries(wanted)) {
        await visit(page, `${site.origin}/tools/?${name}=${value}`);
        const { length } = tools.filter(passes);
        assert.ok(length > 0, name);
        await said(page, `${length.toLocaleString("en")} of ${tools.length.toLocaleString("en")} tools`);
        await everything(page);
        assert.equal((await rows(page, () => true)).length, length, name);
      }
    }),
  );

  test(
    "a server that is not there is said, and one that is typed is offered",
    at("tools/?server=no-such-server", async (page) => {
      await said(page, "There is no server with the id “no-such-server”");
      await page.focus("::-p-aria([name='Server'][role='combobox'])");
      await page.keyboard.down("Control");
      await page.keyboard.press("KeyA");
      await page.keyboard.up("Control");
      await page.keyboard.type("filesy");
      await page.waitForFunction(() => [...document.querySelectorAll("datalist option")].some((it) => it.value === "filesystem"));
      // The host answers 404, and the browser says so.
      page.faults.splice(0);
    }),
  );

  test(
    "without script the list shows the worst tools and leads to complete lists",
    at(
      "tools/",
      async (page) => {
        const found = await rows(page, () => true);
        const ranks = found.map((row) => RANKS.indexOf(row.risk));
        assert.deepEqual(ranks, [...ranks].sort().reverse());
        const paths = await page.evaluate(() => [...document.querySelectorAll("main a")].map((it) => it.pathname));
        for (const path of ["/servers/", "/risk/low/", "/categories/read/", "/traits/bulk/"]) assert.ok(paths.includes(path), path);
      },
      { script: false },
    ),
  );

  test(
    "each number of the home page's matrix leads to that many tools",
    at("", async (page) => {
      const links = await page.evaluate(() =>
        [...document.querySelectorAll(".matrix td a")].map((it) => [it.href, it.textContent]));
      assert.ok(links.length > 5);
      const [href, count] = links.at(-1);
      await visit(page, href);
      await said(page, `${Number(count).toLocaleString("en")} of `);
    }),
  );

  test("of a large catalog only the parts in view are loaded, and every order is right", async () => {
    const scratch = await mkdtemp(join(tmpdir(), "toolrisk-"));
    let large;
    try {
      const total = await write(join(scratch, "catalog"));
      await promisify(execFile)(toolrisk, ["build", join(scratch, "catalog"), "--out", join(scratch, "site"), "--quiet", "--keep-going"])
        .catch(({ code }) => assert.equal(code, 1));
      large = await serve(join(scratch, "site"));
      await at("tools/?sort=name", async (page) => {
        await said(page, `${total.toLocaleString("en")} tools`);
        const parts = () => page.evaluate(() =>
          performance.getEntriesByType("resource").filter((it) => /\/tools\/\w+\/.*json/.test(it.name)).length);
        const found = await rows(page, (found) => found.length === 100);
        assert.deepEqual(found.map((it) => it.name), found.map((it) => it.name).sort());
        assert.ok((await parts()) < 12, `${await parts()} parts`);
        for (const [query, key] of [["sort=-name", "name"], ["sort=-server", "server"], ["sort=severity", "risk"], ["trait=bulk", ""]]) {
          await visit(page, `${large.origin}/tools/?${query}`);
          const some = await rows(page, (found) => found.length > 0 && found.length !== 200);
          const keys = some.map((it) => (key === "risk" ? String(RANKS.indexOf(it.risk)) : it[key] ?? ""));
          const sorted = [...keys].sort();
          assert.deepEqual(keys, query.includes("-") ? sorted.reverse() : sorted, query);
        }
        await visit(page, `${large.origin}/tools/?category=destructive`);
        await everything(page);
        const shown = await rows(page, () => true);
        await said(page, `${shown.length} of `);
      }, { of: large })();
    } finally {
      await large?.close();
      await rm(scratch, { recursive: true });
    }
  });
}

const VERBS = ["get", "list", "create", "update", "delete", "bulk_delete", "run", "pay"];

/** A catalog of more tools than stand in one file; answers their number. */
async function write(folder) {
  let total = 0;
  for (let server = 0; server < 12; server++) {
    const id = `server-${String.fromCharCode(97 + server)}`;
    await mkdir(join(folder, id), { recursive: true });
    await writeFile(join(folder, id, "server.yaml"), `title: ${id}\nsummary: Keeps things of many kinds.\n`);
    const entries = Array.from({ length: 100 }, (_, at) => {
      const verb = VERBS[at % VERBS.length];
      return `name: ${verb}_thing_${server}_${at}\ndescription: ${verb === "bulk_delete" ? "Deletes all things" : `Will ${verb} the thing`}.\n`;
    });
    total += entries.length;
    await writeFile(join(folder, id, "tools.yaml"), entries.join("---\n"));
  }
  return total;
}

/** Waits for rows that please; answers them. */
async function rows(page, pleases) {
  const limit = Date.now() + 20_000;
  for (;;) {
    const found = await page.evaluate(() => [...document.querySelectorAll("#list tbody tr")].map(({ cells }) => {
      const [name, server, category, risk, policy] = [...cells].map((cell) => (cell.querySelector("a") ?? cell).textContent);
      return { name, server, category, risk, policy };
    }));
    if (pleases(found)) return found;
    if (Date.now() > limit) throw new Error(`found only:\n${JSON.stringify(found.slice(0, 5))}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** Presses the button for more until there is none. */
async function everything(page) {
  await page.evaluate(async () => {
    const more = () => [...document.querySelectorAll("button")].find((it) => it.textContent === "Show more" && !it.hidden);
    for (let wait = 0; more() && wait < 100; wait++) {
      more().click();
      await new Promise((done) => setTimeout(done, 30));
    }
  });
}

function said(page, text) {
  const holds = (text) => document.querySelector("main [role=status]").textContent.startsWith(text);
  return page.waitForFunction(holds, {}, text);
}
