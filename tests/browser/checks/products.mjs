// The policy of each product on a tool's page: brought from the server's page, and what toolrisk exports.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";
import { each, open, visit } from "../lib/browser.mjs";
import { none } from "../lib/none.mjs";

const SERVER = "evolution-api";
const TOOL = "send_text";

export default function ({ browser, site, toolrisk, catalog }) {
  const address = `${site.origin}/servers/${SERVER}/${TOOL}/`;
  const exported = async (target) => {
    const flags = ["export", SERVER, "--catalog", catalog, "--target", target, "--quiet"];
    return (await promisify(execFile)(toolrisk, flags)).stdout;
  };

  test("a tool's page shows every product's policy, by keyboard, with what it says of the tool marked", async () => {
    const page = await open(browser, site.origin);
    await visit(page, address);
    const products = await page.evaluate(links);
    assert(products.length > 15, `${products.length} products`);
    let policies = 0;
    for (const { target, title } of products) {
      await page.focus(`.elsewhere a[href$="#for-${target}"]`);
      await page.keyboard.press("Enter");
      await page.waitForFunction(opened, {}, title);
      // Two products cannot have a server with a hyphen in its name; their part says so.
      if (await page.evaluate(() => !document.querySelector(".elsewhere ~ details pre code"))) continue;
      policies += 1;
      const { parts, policy, marks, copies } = await page.evaluate(shown);
      assert.equal(parts, 1, title);
      assert.equal(copies, 1, title);
      assert.equal(policy.trimEnd(), (await exported(target)).trimEnd(), title);
      assert(marks.length > 0, `${title}: nothing is marked`);
      assert(marks.every(({ text }) => text === TOOL), `${title}: ${JSON.stringify(marks)}`);
      none(marks.filter(({ around }) => /[a-z\d-]send_text|send_text[\w-]/i.test(around)).map(({ around }) => `${title}: ${around}`));
    }
    assert(policies > 15, `${policies} policies`);
    none(page.faults);
    await page.done();
  });

  test("with script off, and in a new tab, a product leads to its part of the server's page, open", async () => {
    const work = async (page, product) => {
      await visit(page, product.href);
      await page.waitForFunction((id) => document.getElementById(id)?.checkVisibility(), {}, `for-${product.target}`);
      return [];
    };
    const page = await open(browser, site.origin);
    await visit(page, address);
    const products = await page.evaluate(links);
    await page.done();
    none(await each(browser, site.origin, products, work));
    const still = async (page, { href }) => {
      await visit(page, href);
      return (await page.evaluate(() => document.querySelector("details:has(:target)")?.open)) ? [] : [`${href} is folded`];
    };
    none(await each(browser, site.origin, products, still, { script: false }));
  });

  test("where the server's page cannot be had, a product is a link like any other", async () => {
    const page = await open(browser, site.origin);
    await visit(page, address);
    await page.evaluate(() => (globalThis.fetch = () => Promise.reject(new Error("offline"))));
    await Promise.all([page.waitForNavigation(), page.click('.elsewhere a[href$="#for-codex"]')]);
    assert.equal(page.url(), `${site.origin}/servers/${SERVER}/#for-codex`);
    await page.done();
  });
}

// What follows runs in the page.

function links() {
  return [...document.querySelectorAll(".elsewhere a")].map(({ href, textContent: title }) => ({ href, title, target: href.split("#for-")[1] }));
}

function opened(title) {
  const { activeElement: at } = document;
  return at.matches("summary") && at.textContent === title;
}

/** The parts that are shown, the policy of it, and what of it is marked. */
function shown() {
  const parts = document.querySelectorAll(".elsewhere ~ details");
  const code = parts[0].querySelector("pre code");
  const marks = [...parts[0].querySelectorAll("mark")].map((mark) => {
    const before = mark.previousSibling?.textContent.slice(-3) ?? "";
    return { text: mark.textContent, around: before + mark.textContent + (mark.nextSibling?.textContent.slice(0, 3) ?? "") };
  });
  return { parts: parts.length, policy: code.textContent, marks, copies: parts[0].querySelectorAll("figure > button").length };
}
