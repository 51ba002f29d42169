// What a page offers besides its text: links to its file, badges, headings as addresses, a report on paper.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { tester } from "../lib/browser.mjs";

const SERVER = "servers/slack/";
const TOOL = `${SERVER}slack_post_message/`;

export default function ({ browser, site }) {
  const at = tester(browser, site);

  test(
    "a tool's page leads to its file, its history, its JSON and a form that is filled in, without script",
    at(TOOL, async (page) => {
      const links = await page.evaluate(() =>
        Object.fromEntries([...document.querySelectorAll("[aria-label='This page'] a")].map((it) => [it.textContent, it.href])));
      assert.match(links.Edit, /\/edit\/HEAD\/catalog\/slack\/.*\.yaml$/);
      assert.match(links.History, /\/commits\/HEAD\/catalog\/slack\/.*\.yaml$/);
      const form = new URL(links["Dispute this rating"]);
      assert.equal(form.searchParams.get("template"), "dispute-a-rating.yml");
      assert.match(form.searchParams.get("page"), /\/servers\/slack\/slack_post_message\/$/);
      assert.match(form.searchParams.get("title"), /^Rating of slack\/slack_post_message: .* risk/);
      const json = new URL(links.JSON);
      const document = JSON.parse(await readFile(join(site.folder, json.pathname), "utf8"));
      const [, key, name] = json.hash.slice(1).split("/").map(decodeURIComponent);
      assert.equal(document[key][name].name, "slack_post_message");
    }, { script: false }),
  );

  test("the form has the field that the links fill in", async () => {
    const form = await readFile(new URL("../../../.github/ISSUE_TEMPLATE/dispute-a-rating.yml", import.meta.url), "utf8");
    assert.match(form, /id: page$/m);
  });

  test(
    "a tool has a badge of its own, and the Markdown that shows it",
    at(TOOL, async (page) => {
      const [source, width, markdown] = await page.evaluate(() => {
        const badge = document.querySelector(".upkeep img");
        return [badge.src, badge.naturalWidth, badge.closest("nav").querySelector("details code").textContent];
      });
      assert.match(source, /slack_post_message\/badge\.svg$/);
      assert.ok(width > 50);
      assert.match(markdown, /^\[!\[Risk of .*\]\(https:.*badge\.svg\)\]\(https:.*\/slack_post_message\/\)$/);
    }),
  );

  test(
    "a heading is the address of its section",
    at(SERVER, async (page) => {
      await page.focus("h2#policy a");
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => location.hash === "#policy");
      const bare = await page.evaluate(() => [...document.querySelectorAll("main h2[id]")].filter((it) => !it.querySelector("a")).map((it) => it.textContent));
      assert.deepEqual(bare, []);
    }),
  );

  test(
    "a server prints as a report: its tools, its flow and its policy, without controls",
    at(SERVER, async (page) => {
      await page.emulateMediaType("print");
      const shown = await page.evaluate(() => {
        const seen = (it) => it?.checkVisibility({ contentVisibilityAuto: true });
        return {
          headings: [...document.querySelectorAll("h2")].filter(seen).map((it) => it.textContent),
          controls: [...document.querySelectorAll("main :is(button, input, select)")].filter(seen).length,
          policies: [...document.querySelectorAll(".targets pre")].filter(seen).length,
        };
      });
      assert.deepEqual(shown.headings.slice(0, 2), ["Tools", "Toxic flow"]);
      assert.ok(!shown.headings.includes("For programs and READMEs"), shown.headings.join());
      assert.deepEqual([shown.controls, shown.policies], [0, 1]);
    }),
  );

  test(
    "at 360 pixels the name, the risk and the policy of a tool are in sight",
    at(SERVER, async (page) => {
      await page.setViewport({ width: 360, height: 800 });
      const out = await page.evaluate(() => [...document.querySelectorAll("table.tools tbody tr > *")]
        .filter((it) => it.getBoundingClientRect().right > innerWidth + 1).length);
      assert.equal(out, 0);
    }),
  );
}
