// The search in the header of every page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, visit } from "../lib/browser.mjs";
import { none } from "../lib/none.mjs";

export default function ({ browser, site }) {
  test("a tool is found from the home page with the keyboard alone", async () => {
    const page = await open(browser, site.origin);
    await visit(page, `${site.origin}/`);
    await page.keyboard.press("/");
    await page.keyboard.type("logout inst");
    await page.waitForFunction(() => /^logout_instance/.test(document.querySelector("[role=option]")?.innerText));
    await page.keyboard.press("ArrowDown");
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    assert.equal(page.url(), `${site.origin}/servers/evolution-api/logout_instance/`);
    none(page.faults);
    await page.done();
  });

  test("a slash that is typed stays a slash, Enter leads to all results, and Escape closes the list", async () => {
    const page = await open(browser, site.origin);
    await visit(page, `${site.origin}/servers/`);
    await page.keyboard.press("/");
    await page.keyboard.type("read/file");
    assert.equal(await page.evaluate(() => document.activeElement.value), "read/file");
    const shows = () => [...document.querySelectorAll("[role=option]")].some((it) => it.checkVisibility());
    await page.waitForFunction(shows);
    await page.keyboard.press("Escape");
    assert.equal(await page.evaluate(shows), false);
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    assert.match(page.url(), /\/search\/\?q=read%2Ffile/);
    await page.waitForFunction(shows);
    none(page.faults);
    await page.done();
  });
}
