// What people do on the pages, by roles and names as they meet them.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { each, open, tester, visit } from "../lib/browser.mjs";
import { none } from "../lib/none.mjs";

const SERVER = "servers/evolution-api/";
const RANKS = ["low", "medium", "high", "critical"];

export default function ({ browser, site }) {
  const at = tester(browser, site);

  test(
    "a server's table filters while typing, and tells how much is left",
    at(SERVER, async (page) => {
      const all = await page.evaluate(rows);
      assert.ok(all.length > 20);
      await page.focus("::-p-aria([name='Filter tools'])");
      await page.keyboard.type("delete");
      const left = await page.evaluate(rows);
      const names = left.map((row) => row.name);
      assert.ok(names.includes("delete_instance") && names.includes("delete_message"), names.join());
      assert.deepEqual(left, all.filter((row) => /delete/i.test(row.text)));
      await said(page, `${left.length} of ${all.length}`);
      for (const _ of "delete") await page.keyboard.press("Backspace");
      assert.deepEqual(await page.evaluate(rows), all);
    }),
  );

  test(
    "a server's table sorts by name and by risk, up and down, with the keyboard",
    at(SERVER, async (page) => {
      const sort = async (name) => {
        await page.focus(`::-p-aria([name='${name}'][role='button'])`);
        await page.keyboard.press("Enter");
        return page.evaluate(rows);
      };
      const ranks = (found) => found.map((row) => RANKS.indexOf(row.risk));
      const up = ranks(await sort("Risk"));
      assert.deepEqual(up, [...up].sort());
      assert.notEqual(up[0], up.at(-1));
      const down = ranks(await sort("Risk"));
      assert.deepEqual(down, [...down].sort().reverse());
      const names = (await sort("Tool")).map((row) => row.name);
      assert.deepEqual(names, [...names].sort());
      assert.equal(await page.evaluate(sorting), "Tool ascending");
    }),
  );

  for (const path of [SERVER, `${SERVER}logout_instance/`]) {
    test(
      `the copy button of /${path} puts the very policy on the clipboard`,
      at(path, async (page) => {
        const allowed = ["clipboard-read", "clipboard-write", "clipboard-sanitized-write"];
        await page.browserContext().overridePermissions(site.origin, allowed);
        // The policy of a server is folded; of several forms the first is policy.json.
        await page.evaluate(() => document.querySelector("details:has(pre)")?.setAttribute("open", ""));
        const button = await page.evaluateHandle(() => {
          const shows = (figure) => /"default": "deny"/.test(figure.querySelector("pre")?.textContent ?? "");
          return [...document.querySelectorAll("figure")].find(shows).querySelector("button");
        });
        await button.click();
        await page.locator("::-p-aria([name='Copied'][role='button'])").wait();
        const copied = await page.evaluate(() => navigator.clipboard.readText());
        assert.equal(copied, await readFile(join(site.folder, path, "policy.json"), "utf8"));
      }),
    );
  }

  test(
    "pages are light or dark as the reader prefers",
    at("", async (page) => {
      const colours = {};
      for (const theme of ["light", "dark"]) {
        await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
        colours[theme] = await page.evaluate(lightness);
      }
      const { light, dark } = colours;
      assert.ok(light.page > 0.8 && light.text < 0.2, JSON.stringify(light));
      assert.ok(dark.page < 0.2 && dark.text > 0.8, JSON.stringify(dark));
    }),
  );

  test("with script off every page is as complete, and shows no control that does nothing", async () => {
    const read = async (page, { path }) => {
      await visit(page, `${site.origin}/${path}`);
      return [{ path, ...(await page.evaluate(content)) }];
    };
    const scripted = await each(browser, site.origin, site.samples, read);
    const plain = await each(browser, site.origin, site.samples, read, { script: false });
    none(
      plain.flatMap(({ path, links, words, idle }, at) => {
        const lost = (there, here) => there.filter((it) => !here.includes(it)).slice(0, 5);
        const without = lost(scripted[at].links, links);
        return [
          ...(words > 30 || path === "404.html" ? [] : [`/${path} has ${words} words`]),
          ...without.map((it) => `/${path} lacks the link ${it}`),
          ...idle.map((it) => `/${path} has ${it}`),
        ];
      }),
    );
  });

  test("print shows the policy and no controls", async () => {
    const page = await open(browser, site.origin);
    await visit(page, `${site.origin}/${SERVER}logout_instance/`);
    await page.emulateMediaType("print");
    const shown = await page.evaluate(() => ({
      controls: [...document.querySelectorAll("button, input, select")].filter((it) => it.checkVisibility()).length,
      policy: document.querySelector("main pre").checkVisibility(),
    }));
    await page.done();
    assert.deepEqual(shown, { controls: 0, policy: true });
  });
}

/** Waits until a status of the page says this. */
function said(page, text) {
  const holds = (text) => [...document.querySelectorAll("[role=status]")].some((it) => it.textContent.includes(text));
  return page.waitForFunction(holds, {}, text);
}

// What follows runs in the page.

/** The visible rows of the table of tools. */
function rows() {
  const [table] = [...document.querySelectorAll("table")].filter((it) => /^Tool/.test(it.tHead?.innerText.trim()));
  const shown = [...table.tBodies[0].rows].filter((row) => row.checkVisibility());
  return shown.map((row) => ({
    name: row.querySelector("a").textContent,
    text: row.textContent,
    risk: /\b(low|medium|high|critical)\b/.exec([...row.cells].slice(1).map((cell) => cell.textContent).join(" "))[0],
  }));
}

function sorting() {
  const sorted = [...document.querySelectorAll("th[aria-sort]")];
  return sorted.map((it) => `${it.textContent.trim()} ${it.ariaSort}`).join(", ");
}

/** How light the page and its text are, from 0 to 1. */
function lightness() {
  const of = (colour) => {
    const [red, green, blue] = colour.match(/[\d.]+/g).map(Number);
    return (red + green + blue) / 3 / 255;
  };
  const { backgroundColor, color } = getComputedStyle(document.body);
  return { page: of(backgroundColor), text: of(color) };
}

/** The links and the amount of text of a page, and the controls in view that no script and no form backs. */
function content() {
  const seen = (it) => it.checkVisibility({ visibilityProperty: true });
  const main = document.querySelector("main");
  const controls = [...document.querySelectorAll("button, input, select, textarea")].filter(seen);
  return {
    links: [...new Set([...document.querySelectorAll("a[href]:not(.here)")].map((it) => it.href))],
    words: main.textContent.split(/\s+/).filter(Boolean).length,
    idle: controls.filter((it) => !it.form?.getAttribute("action")).map((it) => it.outerHTML.slice(0, 100)),
  };
}
