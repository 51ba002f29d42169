// The search, as people and as addresses that others sent them use it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { tester, visit } from "../lib/browser.mjs";
import { none } from "../lib/none.mjs";

export default function ({ browser, site }) {
  const at = tester(browser, site);

  test(
    "a tool is found with the keyboard alone",
    at("search/", async (page) => {
      assert.equal(await page.evaluate(() => document.activeElement.role), "combobox");
      await page.keyboard.type("logout inst");
      await options(page, (found) => found[0]?.includes("logout_instance"));
      await page.keyboard.press("ArrowDown");
      assert.match(await page.evaluate(active), /logout_instance/);
      await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
      assert.equal(page.url(), `${site.origin}/servers/evolution-api/logout_instance/`);
    }),
  );

  test(
    "servers, categories, attacks and terms are found too",
    at("search/", async (page) => {
      for (const [text, path] of [
        ["evolution api", "/servers/evolution-api/"],
        ["destructive", "/categories/destructive/"],
        ["toxic flow", "/attacks/toxic-flow/"],
        ["default deny", "/glossary/default-deny/"],
      ]) {
        await retype(page, text);
        await page.waitForFunction(
          (path) => [...document.querySelectorAll("[role=option]")].some((it) => new URL(it.href).pathname === path),
          {},
          path,
        );
      }
    }),
  );

  test(
    "filters narrow what is found, and the address brings it back",
    at("search/?q=message", async (page) => {
      const all = await options(page, (found) => found.length > 3);
      await page.select("::-p-aria([name='Risk'][role='combobox'])", "critical");
      const some = await options(page, (found) => found.length > 0 && found.length < all.length);
      assert.ok(some.every((text) => text.includes("critical")), some.join("\n"));
      const address = new URL(page.url());
      assert.equal(address.searchParams.get("q"), "message");
      assert.ok([...address.searchParams.values()].includes("critical"));
      await visit(page, address.href);
      assert.deepEqual(await options(page, (found) => found.length === some.length), some);
    }),
  );

  test(
    "without script the search page leads to everything",
    at(
      "search/",
      async (page) => {
        const paths = await page.evaluate(() => {
          const shown = [...document.querySelectorAll("main a")].filter((it) => it.checkVisibility());
          return shown.map((it) => it.pathname);
        });
        const wanted = site.pages.filter(({ kind }) => ["server", "category", "attack", "term"].includes(kind));
        none(wanted.map(({ path }) => `/${path}`).filter((path) => !paths.includes(path) && !/\/\d+\/$/.test(path)));
      },
      { script: false },
    ),
  );
}

/** Waits for results that please; answers their texts. */
async function options(page, pleases) {
  const limit = Date.now() + 20_000;
  for (;;) {
    const found = await page.evaluate(() => {
      const shown = [...document.querySelectorAll("[role=option]")].filter((it) => it.checkVisibility());
      return shown.map((it) => it.innerText);
    });
    if (pleases(found)) return found;
    if (Date.now() > limit) throw new Error(`found only:\n${found.join("\n")}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** Replaces what the field with the focus holds, as a person does. */
async function retype(page, text) {
  await page.keyboard.down("Control");
  await page.keyboard.press("KeyA");
  await page.keyboard.up("Control");
  await page.keyboard.type(text);
}

/** Runs in the page: the text of the option that the keyboard is on. */
function active() {
  return document.getElementById(document.activeElement.getAttribute("aria-activedescendant"))?.innerText;
}
