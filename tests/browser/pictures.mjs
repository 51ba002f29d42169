// Pictures of a page of each kind: wide, narrow and dark. pictures.mjs <chromium> <site> <folder>
// With --readme instead of a folder: the picture of a tool's page that the README shows.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { launch, open, visit } from "./lib/browser.mjs";
import { serve } from "./lib/server.mjs";
import { readSite } from "./lib/site.mjs";

const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 320, height: 640 };
const LOOKS = {
  wide: [WIDE, "light"],
  narrow: [NARROW, "light"],
  dark: [WIDE, "dark"],
  "narrow-dark": [NARROW, "dark"],
};
const README = {
  path: "servers/evolution-api/logout_instance/",
  size: { width: 1200, height: 1350 },
  file: ".github/tool-page.png",
};

const [executable, folder, target] = process.argv.slice(2);
const site = await readSite(folder);
const { origin, close } = await serve(folder, site.root);
const browser = await launch(executable);
const page = await open(browser, origin);

if (target === "--readme") {
  await take(README.path, README.size, "light", { path: README.file });
} else {
  await mkdir(target, { recursive: true });
  for (const { kind, path } of site.samples) {
    for (const [look, [size, theme]] of Object.entries(LOOKS)) {
      await take(path, size, theme, { path: join(target, `${kind}-${look}.png`), fullPage: true });
    }
  }
  console.log(`${site.samples.length * Object.keys(LOOKS).length} pictures in ${target}`);
}
await browser.close();
await close();

async function take(path, size, theme, options) {
  await page.setViewport(size);
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
  await visit(page, `${origin}/${path}`);
  await page.screenshot(options);
}
