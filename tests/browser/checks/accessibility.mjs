// WCAG 2.2 AA on a page of each kind: axe-core in both themes, wide and narrow; reflow; focus; keyboard.
import { test } from "node:test";
import axe from "axe-core";
import { each, visit } from "../lib/browser.mjs";
import { none } from "../lib/none.mjs";

const WIDE = { width: 1280, height: 900 };
// 320 CSS pixels: success criterion 1.4.10, Reflow.
const NARROW = { width: 320, height: 640 };
const THEMES = ["light", "dark"];

const OPTIONS = {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  // Off by default for being young; success criterion 2.5.8, Target Size.
  rules: { "target-size": { enabled: true } },
  resultTypes: ["violations", "incomplete"],
};

export default function ({ browser, site }) {
  const onSamples = (work) => async () => none(await each(browser, site.origin, site.samples, work));

  test(
    "axe-core finds nothing on a page of each kind, light and dark, wide and narrow",
    onSamples(async (page, { path }) => {
      const faults = [];
      await dress(page, WIDE, "light");
      await visit(page, `${site.origin}/${path}`);
      await page.evaluate(unfold);
      await page.evaluate(axe.source);
      for (const size of [WIDE, NARROW]) {
        for (const theme of THEMES) {
          await dress(page, size, theme);
          const found = await page.evaluate(examine, OPTIONS, size === WIDE);
          faults.push(...found.map((fault) => `/${path} ${theme} ${size.width}: ${fault}`));
        }
      }
      return faults;
    }),
  );

  test(
    "nothing scrolls sideways at 320 pixels",
    onSamples(async (page, { path }) => {
      await dress(page, NARROW, "light");
      await visit(page, `${site.origin}/${path}`);
      await page.evaluate(unfold);
      return (await page.evaluate(overflow)).map((fault) => `/${path}: ${fault}`);
    }),
  );

  test(
    "whatever takes the focus shows it, in view, in both themes",
    onSamples(async (page, { path }) => {
      const faults = [];
      for (const [size, theme] of [[WIDE, "light"], [NARROW, "dark"]]) {
        await dress(page, size, theme);
        await visit(page, `${site.origin}/${path}`);
        await page.evaluate(unfold);
        // Focus counts as visible once a key has moved it.
        await page.keyboard.press("Tab");
        const found = await page.evaluate(focusing);
        faults.push(...found.map((fault) => `/${path} ${theme} ${size.width}: ${fault}`));
      }
      return faults;
    }),
  );

  test("the Tab key reaches everything in order, skips with the first key, and is caught nowhere", async () => {
    // The search page starts in its field; its own check goes on from there.
    const kinds = site.samples.filter(({ kind }) => ["home", "servers", "tool"].includes(kind));
    none(
      await each(browser, site.origin, kinds, async (page, { path }) => {
        await dress(page, WIDE, "light");
        await visit(page, `${site.origin}/${path}`);
        return (await tabThrough(page)).map((fault) => `/${path}: ${fault}`);
      }),
    );
  });
}

/** Size, theme, and no motion, so that nothing is looked at half way. */
async function dress(page, size, theme) {
  await page.setViewport(size);
  await page.emulateMediaFeatures([
    { name: "prefers-color-scheme", value: theme },
    { name: "prefers-reduced-motion", value: "reduce" },
  ]);
}

async function tabThrough(page) {
  const expected = await page.evaluate(() => {
    const chosen = "a[href], button, input, select, textarea, summary, [tabindex='0']";
    const shown = [...document.querySelectorAll(chosen)].filter(
      (it) => it.checkVisibility({ visibilityProperty: true }) && !it.disabled,
    );
    // Of a group of radio buttons the Tab key stops at the chosen one.
    globalThis.stops = shown.filter((it) => it.type !== "radio" || it.checked);
    return globalThis.stops.length;
  });
  const faults = [];
  for (let at = 0; at < expected; at++) {
    await page.keyboard.press("Tab");
    const fault = await page.evaluate((at) => {
      const here = document.activeElement;
      const there = globalThis.stops[at];
      if (here === there) return "";
      return `stop ${at + 1} is ${here.outerHTML.slice(0, 90)}, not ${there.outerHTML.slice(0, 90)}`;
    }, at);
    if (fault) faults.push(fault);
    if (at === 0) {
      const skips = await page.evaluate(() => document.activeElement.getAttribute("href") === "#main");
      if (!skips) faults.push("the first stop does not skip to the content");
    }
    if (faults.length > 3) break;
  }
  return faults;
}

// What follows runs in the page.

/** Opens all that is folded, also where only one may be open at a time. */
async function unfold() {
  for (const each of document.querySelectorAll("details")) {
    each.removeAttribute("name");
    each.open = true;
  }
  // What opens is filled a moment later.
  await new Promise((filled) => setTimeout(filled, 100));
  // What is scrolled out of a box has no contrast that axe can tell.
  for (const each of document.querySelectorAll(".choose")) each.style.maxHeight = "none";
}

async function examine(options, allInView) {
  const { violations, incomplete } = await axe.run(document, options);
  // Where axe cannot tell a contrast, nobody has looked. Of text that is scrolled out of a narrow table it never can.
  const unsure = incomplete.filter((rule) => allInView && rule.id === "color-contrast");
  return [...violations, ...unsure].flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.target} ${node.failureSummary.replace(/\s+/g, " ").slice(0, 300)}`),
  );
}

function overflow() {
  const root = document.documentElement;
  const faults = [];
  for (const each of [root, document.body]) {
    if (getComputedStyle(each).overflowX === "hidden") faults.push(`${each.tagName} hides what overflows`);
  }
  if (root.scrollWidth <= root.clientWidth) return faults;
  const scrolls = (it) => it && (getComputedStyle(it).overflowX !== "visible" || scrolls(it.parentElement));
  for (const each of document.body.querySelectorAll("*")) {
    const { right } = each.getBoundingClientRect();
    if (right > root.clientWidth + 0.5 && !scrolls(each.parentElement)) {
      faults.push(`${each.outerHTML.slice(0, 120)} ends at ${right}`);
    }
  }
  return [`${root.scrollWidth} pixels wide`, ...faults.slice(-4)];
}

function focusing() {
  const faults = [];
  const chosen = "a[href], button, input, select, textarea, summary, [tabindex]";
  const shown = [...document.querySelectorAll(chosen)].filter((it) => it.checkVisibility({ visibilityProperty: true }));
  const tiny = (it) => {
    const { width, height } = it.getBoundingClientRect();
    return width < 2 || height < 2 || getComputedStyle(it).opacity === "0";
  };
  const look = (it) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(it);
    return { outline: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2, boxShadow };
  };
  for (const each of shown) {
    const name = each.outerHTML.slice(0, 120);
    if (each.tabIndex > 0) faults.push(`${name} has a tabindex above 0`);
    // A control that is drawn by its label shows its focus there.
    const drawn = tiny(each) && each.labels?.length ? each.labels[0] : each;
    document.activeElement.blur();
    const before = look(drawn);
    each.focus();
    if (document.activeElement !== each) {
      if (!each.disabled) faults.push(`${name} does not take the focus`);
      continue;
    }
    const after = look(drawn);
    const shows = (after.outline && !before.outline) || after.boxShadow !== before.boxShadow;
    if (!shows) faults.push(`${name} does not show its focus`);
    const { left, right, top, bottom } = drawn.getBoundingClientRect();
    const seen = right > 0 && left < innerWidth && bottom > 0 && top < innerHeight && right - left > 2;
    if (!seen) faults.push(`${name} is out of view with the focus: ${[left, top, right, bottom].map(Math.round)}`);
  }
  return faults;
}
