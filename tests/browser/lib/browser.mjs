// One Chromium for all checks, and pages in it that tell of everything a quiet page must not do.
import puppeteer from "puppeteer-core";
import { none } from "./none.mjs";

/** Launches `executable`, cut off from every host but loopback. */
export function launch(executable) {
  const root = process.getuid?.() === 0;
  return puppeteer.launch({
    executablePath: executable,
    headless: true,
    args: [
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
      "--force-color-profile=srgb",
      "--hide-scrollbars",
      // The sandbox of Chromium refuses to run as root, which containers are.
      ...(root ? ["--no-sandbox"] : []),
    ],
  });
}

/**
 * A page in a context of its own. `page.faults` fills with console messages, errors, dialogs, violations of the
 * Content-Security-Policy, popups, and requests that leave `origin`.
 */
export async function open(browser, origin, { script = true } = {}) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const faults = [];
  const note = (what) => faults.push(`${decodeURI(page.url()).slice(0, 300)}: ${what}`);
  page.setDefaultTimeout(30_000);
  await page.setJavaScriptEnabled(script);
  await page.emulateFocusedPage(true);
  page.on("console", (message) => note(`console.${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => note(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    note(`dialog: ${dialog.message()}`);
    dialog.dismiss().catch(() => {});
  });
  page.on("popup", (popup) => note(`popup: ${popup?.url()}`));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`)) note(`request to ${url.slice(0, 200)}`);
  });
  await page.exposeFunction("toolriskViolation", (what) => note(`violates the policy: ${what}`));
  await page.evaluateOnNewDocument(() => {
    addEventListener("securitypolicyviolation", (event) => {
      const { violatedDirective, blockedURI, sample } = event;
      toolriskViolation(`${violatedDirective} ${blockedURI} ${sample}`);
    });
  });
  return Object.assign(page, { faults, done: () => context.close() });
}

/** Goes to an address and waits until the page has loaded and has nothing left to do. */
export async function visit(page, address) {
  const response = await page.goto(address, { waitUntil: "load" });
  // With script off nothing is left to do, and nothing could tell.
  if (page.isJavaScriptEnabled()) await page.evaluate(() => new Promise((done) => requestIdleCallback(() => setTimeout(done, 20), { timeout: 1000 })));
  return response;
}

/**
 * For tests of one page: `at(path, work)` is a test that opens that path of the site `of`, runs `work(page)`, and fails
 * with whatever a quiet page must not have done.
 */
export const tester = (browser, site) => (path, work, { of = site, ...options } = {}) => async () => {
  const page = await open(browser, of.origin, options);
  try {
    await visit(page, `${of.origin}/${path}`);
    await work(page);
    none(page.faults);
  } finally {
    await page.done();
  }
};

/** Runs `work(page, item)` over all items on `width` pages side by side; answers what they gave, in order of the items. */
export async function each(browser, origin, items, work, { width = 3, ...options } = {}) {
  const answers = [];
  let next = 0;
  const worker = async () => {
    const page = await open(browser, origin, options);
    try {
      while (next < items.length) {
        const at = next++;
        const item = items[at];
        try {
          const answer = await work(page, item);
          answers[at] = [...(answer ?? []), ...page.faults.splice(0)];
        } catch (error) {
          throw new Error(`at ${item.path ?? item}: ${error.message}`, { cause: error });
        }
      }
    } finally {
      await page.done();
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  return answers.flat();
}
