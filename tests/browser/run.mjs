// Runs the checks named on the command line, or all of them. Called by `check`, which builds what they look at:
// run.mjs <chromium> <toolrisk> <catalog> <site> <hostile site> <hostile base site> [check…]
import { after, test } from "node:test";
import assert from "node:assert/strict";
import { launch } from "./lib/browser.mjs";
import { serve } from "./lib/server.mjs";
import { readSite } from "./lib/site.mjs";

// In this order; what is timed comes last, when nothing else runs.
const ALL = ["markup", "budgets", "accessibility", "hostile", "use", "tools", "agent", "versions", "upkeep", "search", "header", "builder", "products", "lighthouse"];

const [executable, toolrisk, catalog, folder, hostileFolder, baseFolder, ...asked] = process.argv.slice(2);
const names = asked.length ? asked : ALL;
const checks = await Promise.all(names.map((name) => import(`./checks/${name}.mjs`)));
const browser = await launch(executable);
const open = async (folder) => {
  const site = await readSite(folder);
  return { ...site, ...(await serve(folder, site.root)) };
};
const sites = await Promise.all([folder, hostileFolder, baseFolder].map(open));
const [site, hostile, hostileBase] = sites;

after(async () => {
  await browser.close();
  for (const site of sites) await site.close();
});

test("every page is of a known kind", () => {
  assert.deepEqual(site.strange, []);
});
for (const check of checks) check.default({ browser, site, hostile, hostileBase, toolrisk, catalog });
