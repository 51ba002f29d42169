// What a page may weigh, and that it is quiet: no message, no violation, no request to elsewhere.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { each, visit } from "../lib/browser.mjs";
import { none } from "../lib/none.mjs";
import { spread } from "../lib/site.mjs";

const KB = 1000;
const TOOL_RAW = 24 * KB;
const TOOL_GZIP = 8 * KB;
const CSS = 12 * KB;
const SCRIPT = 14 * KB;
/** Scripts of one page each, which no other page loads. */
const OWN = /static\/(tools|agent|versions|mine)\.js$/;
const OWN_SCRIPT = 14 * KB;

export default function ({ browser, site }) {
  const read = (name) => readFile(join(site.folder, name));
  const ending = (end) => site.files.filter((file) => file.name.endsWith(end));
  const total = (files) => files.reduce((sum, file) => sum + file.size, 0);

  test(`every tool page: at most ${TOOL_RAW} bytes, ${TOOL_GZIP} with gzip`, async () => {
    const faults = [];
    for (const { name, size } of site.pages.filter((page) => page.kind === "tool")) {
      const zipped = gzipSync(await read(name)).length;
      if (size > TOOL_RAW || zipped > TOOL_GZIP) faults.push(`${name}: ${size} bytes, ${zipped} with gzip`);
    }
    none(faults);
  });
  test(`all CSS: at most ${CSS} bytes`, () => {
    const size = total(ending(".css"));
    none(size > CSS ? [`${size} bytes`] : []);
  });
  test(`all script outside search: at most ${SCRIPT} bytes`, () => {
    const size = total(ending(".js").filter((file) => !/search/.test(file.name) && !OWN.test(file.name)));
    none(size > SCRIPT ? [`${size} bytes`] : []);
  });
  test(`the own script of a page: at most ${OWN_SCRIPT} bytes`, () => {
    none(ending(".js").filter((file) => OWN.test(file.name) && file.size > OWN_SCRIPT).map((file) => `${file.name}: ${file.size} bytes`));
  });
  test("a page loads itself, one style sheet, scripts and images of this site, and says nothing", async () => {
    const pages = [...site.samples, ...spread(site.pages, 40)];
    none(
      await each(browser, site.origin, pages, async (page, { path, kind }) => {
        const response = await visit(page, `${site.origin}/${path}`);
        const status = kind === "missing" ? [200, 404] : [200];
        return status.includes(response.status()) ? [] : [`${path}: status ${response.status()}`];
      }),
    );
  });
}
