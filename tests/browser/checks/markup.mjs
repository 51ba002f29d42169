// html-validate on a page of each kind and on tool pages spread over the site, and the style sheet as Chromium reads it.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { HtmlValidate, StaticConfigLoader } from "html-validate";
import { open, visit } from "../lib/browser.mjs";
import { none } from "../lib/none.mjs";
import { spread } from "../lib/site.mjs";

const config = {
  root: true,
  extends: ["html-validate:recommended", "html-validate:standard"],
  rules: {
    // Case means nothing to a parser; lower case is what formatters write and what packs best.
    "doctype-style": ["error", { style: "lowercase" }],
    // The title is the exact name of a tool and its server, which others chose and which nobody may shorten.
    "long-title": "off",
    // The list of results belongs to the field above it, as the combobox pattern of ARIA has it; a select has no links.
    "prefer-native-element": ["error", { exclude: ["listbox"] }],
    // A search field is alone in its form: Enter submits it. On the search page the results come while typing.
    "wcag/h32": "off",
  },
};

// Hostile texts end lines in spaces and break them on purpose: that is the author's style, and no fault of the markup.
const forAnyText = {
  ...config,
  rules: { ...config.rules, "no-trailing-whitespace": "off", "void-style": "off" },
};

export default function ({ browser, site, hostile }) {
  const strict = new HtmlValidate(new StaticConfigLoader(config));
  const tolerant = new HtmlValidate(new StaticConfigLoader(forAnyText));
  const faultsOf = async ({ folder }, page) => {
    const validator = folder === hostile.folder ? tolerant : strict;
    const html = await readFile(join(folder, page.name), "utf8");
    const { results } = await validator.validateString(html, page.name);
    const faults = results.flatMap((result) => result.messages);
    return faults.map((it) => `${page.name}:${it.line}:${it.column} ${it.ruleId}: ${it.message}`);
  };
  const validate = async (site, pages) => {
    const faults = [];
    for (const page of pages) faults.push(...(await faultsOf(site, page)));
    none(faults);
  };

  test("html-validate finds nothing in a page of each kind", () => validate(site, site.samples));
  test("html-validate finds nothing in a hundred tool pages", () =>
    validate(site, spread(site.pages.filter((page) => page.kind === "tool"), 100)));
  test("html-validate finds nothing in the pages of a hostile catalog", () =>
    validate(hostile, spread(hostile.pages, 40)));
  test("the style sheet that is served has every rule of its source", async () => {
    const source = await readFile(new URL("../../../static/site.css", import.meta.url), "utf8");
    const served = await readFile(join(site.folder, "static/site.css"), "utf8");
    const page = await open(browser, site.origin);
    await visit(page, `${site.origin}/`);
    const rules = (text) =>
      page.evaluate((text) => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(text);
        // The value of a custom property is kept as it was written, spaces and all.
        return [...sheet.cssRules].map((rule) => rule.cssText.replaceAll(", ", ","));
      }, text);
    const written = await rules(source);
    assert(written.length > 50, `${written.length} rules`);
    assert.deepEqual(await rules(served), written);
    await page.done();
  });
}
