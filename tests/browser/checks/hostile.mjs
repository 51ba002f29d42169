// The pages of a catalog that an attacker wrote, with the Content-Security-Policy lifted, so that what gets through runs.
import { test } from "node:test";
import { each, open, visit } from "../lib/browser.mjs";
import { none } from "../lib/none.mjs";
import { TEXTS } from "../hostile/payloads.mjs";
import { PLAIN, mark, server } from "../hostile/write.mjs";

// Elements that neither the templates nor the Markdown of harmless text nor the scripts make.
const FOREIGN =
  "iframe, frame, object, embed, img:not([src$='/badge.svg']), picture, video, audio, source, track, canvas, style, base, math, " +
  "template:not(#build > template), marquee, custom-element, animate, use, foreignObject, image, textarea:not(#mine-text, #own [name=list]), param, applet, input[type=checkbox], " +
  "main noscript :is(img, script), body link, body meta, body title, svg script, " +
  "[style], [srcdoc], [formaction], [ping], [srcset], [background], [autofocus]";

export default function ({ browser, hostile, hostileBase }) {
  // A page of a lint or of the rules holds of a catalog what every page holds.
  const pages = hostile.pages.filter(({ kind }) => kind !== "lint");

  test(`nothing of ${TEXTS.length} payloads runs, loads or becomes an element`, async () => {
    none(await each(browser, hostile.origin, pages, (page, { path }) => look(page, hostile, path), { width: 4 }));
  });

  test("nor does a hostile base address", async () => {
    const { pages, origin } = hostileBase;
    const few = pages.filter(({ kind }) => kind !== "lint" && kind !== "term");
    none(await each(browser, origin, few, (page, { path }) => look(page, hostileBase, path)));
  });

  test("nor what the search finds", async () => {
    const page = await open(browser, hostile.origin);
    const faults = [];
    let found = 0;
    await page.setBypassCSP(true);
    await visit(page, `${hostile.origin}/search/`);
    for (const at of TEXTS.keys()) {
      found += await page.evaluate(search, mark(at));
      faults.push(...(await page.evaluate(strange, FOREIGN)).map((fault) => `payload ${at} found: ${fault}`));
    }
    none([...faults, ...page.faults, ...(found < TEXTS.length * 4 ? [`only ${found} results`] : [])]);
    await page.done();
  });

  // What a link from outside can say to a script: a query to the search, a fragment to the page of a server.
  const links = TEXTS.flatMap((text, at) => {
    const said = encodeURIComponent(text);
    const all = ["q", "severity", "category", "server"].map((key) => `${key}=${said}`).join("&");
    return [`search/?${all}`, `servers/${server(at)}/#policy=1&.${said}=${said}&.${PLAIN}=${said}`];
  });
  test("nor does a link that carries a payload to a script", async () => {
    const follow = async (page, path) => {
      await page.setBypassCSP(true);
      await visit(page, `${hostile.origin}/${path}`);
      return (await page.evaluate(strange, FOREIGN)).map((fault) => `/${path}: ${fault}`);
    };
    // A server that is asked for and not there has no index, which the browser tells on the console.
    const missing = /server=\w+: console\.error: Failed to load resource: .* 404/;
    none((await each(browser, hostile.origin, links, follow, { width: 4 })).filter((fault) => !missing.test(fault)));
  });

  test("every payload has pages of its own", () => {
    const counts = [...TEXTS.keys()].map((at) => pages.filter(({ path }) => payloadOf(path) === at).length);
    none(counts.flatMap((count, at) => (count < 5 ? [`payload ${at} has ${count} pages`] : [])));
  });
}

/** The payload that a page is about, if it is about one. */
function payloadOf(path) {
  const [, at] = /^(?:servers\/server|attacks\/pattern|glossary\/term)-(\d+)\//.exec(path) ?? [];
  return at === undefined ? undefined : Number(at);
}

async function look(page, site, path) {
  const address = `${site.origin}/${path}`;
  await page.setBypassCSP(true);
  await visit(page, address);
  const faults = await page.evaluate(strange, FOREIGN);
  const at = payloadOf(path);
  if (at !== undefined && !(await page.evaluate(shows, mark(at)))) faults.push(`does not show payload ${at}`);
  if (page.url() !== address) faults.push(`went to ${page.url()}`);
  return faults.map((fault) => `/${path}: ${fault}`);
}

// What follows runs in the page.

function shows(mark) {
  return document.querySelector("main").textContent.includes(mark);
}

/** Types into the search; answers how many results show what was typed. */
async function search(text) {
  const field = document.querySelector("main input[type=search]");
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  const shown = () => [...document.querySelectorAll("[role=option]")].filter((it) => it.textContent.includes(text));
  for (let wait = 0; wait < 40 && !shown().length; wait++) await new Promise((done) => setTimeout(done, 25));
  return shown().length;
}

function strange(foreign) {
  const faults = [];
  const tell = (what, it) => faults.push(`${what}: ${it.outerHTML.slice(0, 160)}`);
  if ("pwned" in globalThis) faults.push("a payload ran");
  if (/97969/.test(document.documentElement.textContent)) faults.push("a template ran");
  for (const it of document.querySelectorAll(foreign)) tell("an element of no template", it);
  for (const it of document.scripts) {
    const ours = it.src && new URL(it.src).origin === location.origin && !it.textContent;
    const data = /^application\/(ld\+)?json$/.test(it.type) && !it.src;
    if (!ours && !data) tell("a script", it);
  }
  for (const it of document.querySelectorAll("*")) {
    for (const { name, value } of it.attributes) {
      if (/^on|^xmlns:|[^a-z-]/i.test(name)) tell(`an attribute ${name}`, it);
      if (/^(href|src|data|xlink:href|cite|poster|action)$/.test(name) && !/^(https?:\/\/|mailto:|\/(?!\/)|#|\?|\.)/.test(value)) {
        // The search writes whole addresses.
        if (!value.startsWith(`${location.origin}/`)) tell(`an address ${value.slice(0, 80)}`, it);
      }
      if (name === "id" && !/^[a-z0-9][a-z0-9_:.-]*$/i.test(value)) tell("an id", it);
      if (name === "name" && !/^(description|viewport|robots|color-scheme|twitter:\w+|[a-z-]+)$/.test(value)) {
        tell("a name", it);
      }
    }
  }
  // An element whose id or name shadows a part of the document turns scripts against themselves.
  for (const key of ["location", "cookie", "forms", "body", "head", "querySelector", "createElement", "currentScript"]) {
    if (document[key] instanceof HTMLCollection === false && document[key] instanceof HTMLAnchorElement) {
      faults.push(`document.${key} is an element of the page`);
    }
  }
  return faults;
}
