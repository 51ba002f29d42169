// The policy builder of a server's page: what it makes is what toolrisk writes of the same decisions.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { open, visit } from "../lib/browser.mjs";
import { none } from "../lib/none.mjs";

const SERVER = "evolution-api";
/** One tool for each decision; the others stay as recommended. */
const CHOSEN = {
  archive_chat: "deny",
  check_number: "ask",
  create_group: "7/hour",
  delete_instance: "allow",
  send_text: "hide",
};

export default function ({ browser, site, toolrisk, catalog }) {
  const at = (fragment, work) => async () => {
    const page = await open(browser, site.origin);
    const scratch = await mkdtemp(join(tmpdir(), "toolrisk-"));
    try {
      const session = await page.createCDPSession();
      const browserContextId = page.browserContext().id;
      const behavior = { behavior: "allow", downloadPath: scratch, browserContextId };
      await session.send("Browser.setDownloadBehavior", behavior);
      await visit(page, `${site.origin}/servers/${SERVER}/${fragment}`);
      await work(page, scratch);
      none(page.faults);
    } finally {
      await page.done();
      await rm(scratch, { recursive: true });
    }
  };

  test(
    "a policy is built, its address brings it back, and the download is what toolrisk writes",
    at("", async (page, scratch) => {
      await page.locator("::-p-text(Build your own)").click();
      const recommended = await readFile(join(site.folder, "servers", SERVER, "policy.json"), "utf8");
      assert.equal(await policy(page), recommended.trimEnd());
      for (const [tool, said] of Object.entries(CHOSEN)) await choose(page, tool, said);
      const wanted = await written(toolrisk, join(catalog, SERVER), scratch);
      assert.equal(await policy(page), wanted.trimEnd());

      await visit(page, "about:blank");
      page.faults.length = 0;
      await page.goBack();
      assert.equal(await policy(page), wanted.trimEnd());
      const address = page.url();
      await page.goto("about:blank");
      await visit(page, address);
      page.faults.length = 0;
      assert.equal(await policy(page), wanted.trimEnd());

      await page.locator("::-p-aria([name='Download'][role='button'])").click();
      assert.equal(await downloaded(scratch), wanted);
      await page.locator("::-p-aria([name='Reset'][role='button'])").click();
      assert.equal(await policy(page), recommended.trimEnd());
    }),
  );

  test(
    "all tools that are shown are set at once",
    at("", async (page) => {
      await page.locator("::-p-text(Build your own)").click();
      await policy(page);
      await page.select("::-p-aria([name='Set all that are shown'])", "hide");
      const { hide, tools } = JSON.parse(await policy(page));
      assert.ok(hide.length > 20);
      assert.deepEqual(tools, {});
    }),
  );

  test(
    "an address that fits no more says so and keeps to what fits",
    at("#policy=1&.no_such_tool=hide&.send_text=hide&.archive_chat=no-such-word", async (page) => {
      const { hide } = JSON.parse(await policy(page));
      assert.ok(hide.includes("send_text"));
      const said = await page.evaluate(() => document.querySelector("main").innerText);
      assert.match(said, /no_such_tool/);
    }),
  );
}

/** The policy that the builder shows. The builder opens a moment after the click, so this waits for it. */
async function policy(page) {
  const text = await page.waitForFunction(shown);
  return text.jsonValue();
}

async function choose(page, tool, said) {
  const [max, window] = said.split("/");
  const decision = window ? "limit" : said;
  await page.select(`::-p-aria([name='Policy for ${tool}'][role='combobox'])`, decision);
  if (!window) return;
  await page.focus(`::-p-aria([name='Calls of ${tool}'])`);
  await page.keyboard.down("Control");
  await page.keyboard.press("KeyA");
  await page.keyboard.up("Control");
  await page.keyboard.type(max);
  await page.keyboard.press("Tab");
  await page.select(`::-p-aria([name='Window for ${tool}'][role='combobox'])`, window);
}

/** What toolrisk exports of the same server when a reviewer has decided the same. */
async function written(toolrisk, folder, scratch) {
  const copy = join(scratch, "catalog", SERVER);
  await mkdir(copy, { recursive: true });
  for (const name of await readdir(folder)) {
    const text = await readFile(join(folder, name), "utf8");
    const entries = name.endsWith(".yaml") && name !== "server.yaml" ? text.split(/^---$/m).map(decided).join("---") : text;
    await writeFile(join(copy, name), entries);
  }
  const { stdout } = await promisify(execFile)(toolrisk, ["export", SERVER, "--catalog", join(scratch, "catalog")]);
  return stdout;
}

/** An entry with the decision that was chosen for it. */
function decided(entry) {
  const [, tool] = /^name: *(\S+)/m.exec(entry) ?? [];
  const said = CHOSEN[tool];
  if (!said) return entry;
  const rest = entry.replace(/^(decision|limit|override):.*\n(?:[ \t]+.*\n)*/gm, "");
  const rule = said.includes("/") ? `limit: ${said}` : `decision: ${said}`;
  return `${rest.trimEnd()}\n${rule}\noverride: Chosen in the builder.\n`;
}

async function downloaded(folder) {
  for (let wait = 0; wait < 400; wait++) {
    const name = (await readdir(folder)).find((name) => name.endsWith(".json"));
    const text = name && (await readFile(join(folder, name), "utf8"));
    if (text) return text;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error("nothing was downloaded");
}

/** Runs in the page. */
function shown() {
  const [summary] = [...document.querySelectorAll("summary")].filter((it) => /Build your own/.test(it.textContent));
  return summary?.parentElement.querySelector("pre")?.textContent;
}
