// Two servers side by side, and what an agent can do with several: by keyboard, by address, and as a policy.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { tester, visit } from "../lib/browser.mjs";

const SERVERS = ["brave-search", "filesystem", "slack"];

export default function ({ browser, site, hostile, toolrisk }) {
  const at = tester(browser, site);
  const json = async (path) => JSON.parse(await readFile(join(site.folder, path), "utf8"));

  test(
    "servers are chosen and removed with the keyboard alone, and the address brings them back",
    at("my-agent/", async (page) => {
      await page.focus("::-p-aria([name='Name or id of a server'])");
      for (const [at, id] of SERVERS.entries()) {
        await page.keyboard.type(id);
        await page.keyboard.press("Enter");
        await page.waitForFunction((id) => location.search.includes(id), {}, id);
        await heading(page, "One policy for this agent");
        await page.waitForFunction((count) => document.body.innerText.includes(`tools on ${count} server`), {}, at + 1);
      }
      assert.equal(new URL(page.url()).search, `?servers=${SERVERS.join(",")}`);
      const before = await text(page);
      await visit(page, page.url());
      await heading(page, "One policy for this agent");
      await page.waitForFunction((count) => document.body.innerText.includes(`tools on ${count} server`), {}, SERVERS.length);
      assert.equal(await text(page), before);
      await page.focus("::-p-aria([name='Remove Slack'][role='button'])").catch(() => page.focus("#chosen li:last-child button"));
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => !location.search.includes("slack"));
      assert.ok(await page.evaluate(() => document.activeElement.name === "q"), "the focus goes back to the field");
    }),
  );

  test(
    "a flow that only the combination has is told with all tools of its groups",
    at(`my-agent/?servers=${SERVERS.join(",")}`, async (page) => {
      await heading(page, "Toxic flows");
      const documents = await Promise.all(SERVERS.map((id) => json(`api/v1/servers/${id}.json`)));
      const groups = ["untrusted-content", "private-data", "external-sink"].map((word) =>
        documents.flatMap((it) => Object.values(it.tools)).filter((it) => it.traits.includes(word)).map((it) => it.name).sort());
      assert.ok(groups.every((it) => it.length), "this example has a flow");
      const shown = await page.evaluate(() => [...document.querySelectorAll(".flow li")].map((it) => [...it.querySelectorAll("a")].map((a) => a.textContent).sort()));
      assert.deepEqual(shown, groups);
      const severities = await page.evaluate(() => document.querySelector("#can + .summary").innerText);
      const total = documents.reduce((sum, it) => sum + it.counts.tools, 0);
      assert.match(severities, new RegExp(`${total} tools on 3 servers`));
    }),
  );

  test("the merged policy is one that toolrisk reads, and never looser than the policy of a server", async () => {
    const scratch = await mkdtemp(join(tmpdir(), "toolrisk-"));
    const ids = site.pages.filter((it) => it.kind === "server").map((it) => it.path.split("/")[1]).slice(0, 15);
    try {
      await at(`my-agent/?servers=${ids.join(",")}`, async (page) => {
        await heading(page, "One policy for this agent");
        const merged = await page.evaluate(() => document.querySelector("#policy ~ details code").textContent);
        await writeFile(join(scratch, "agent.policy.json"), merged);
        const calls = [];
        for (const id of ids) {
          const { hide = [], tools } = await json(`servers/${id}/policy.json`);
          calls.push(...hide.concat(Object.keys(tools)).map((tool) => ({ tool, arguments: {} })));
        }
        await writeFile(join(scratch, "calls.jsonl"), calls.map((it) => JSON.stringify(it)).join("\n"));
        const decide = async (policy) => {
          const { stdout } = await promisify(execFile)(toolrisk, ["simulate", "--policy", policy, "--format", "json", join(scratch, "calls.jsonl")], { maxBuffer: 1 << 26 });
          return stdout.trim().split("\n").map((line) => JSON.parse(line));
        };
        const all = await decide(join(scratch, "agent.policy.json"));
        assert.equal(all.length, calls.length);
        const strict = (it) => ["allow", "ask", "deny", "hide"].indexOf(it.effect ?? it.decision);
        for (const id of ids) {
          const own = await decide(join(site.folder, `servers/${id}/policy.json`));
          const { hide = [], tools } = await json(`servers/${id}/policy.json`);
          const names = new Set(hide.concat(Object.keys(tools)));
          calls.forEach(({ tool }, at) => {
            if (names.has(tool)) assert.ok(strict(all[at]) >= strict(own[at]), `${id} ${tool}: ${JSON.stringify(all[at])} after ${JSON.stringify(own[at])}`);
          });
        }
      })();
    } finally {
      await rm(scratch, { recursive: true });
    }
  });

  test(
    "two servers are compared, and what only one of them has is listed",
    at("compare/?servers=git,github-archived", async (page) => {
      await heading(page, "In figures");
      const [git, github] = await Promise.all(["git", "github-archived"].map((id) => json(`api/v1/servers/${id}.json`)));
      const cells = await page.evaluate(() => Object.fromEntries([...document.querySelectorAll("#figures + div tbody tr")].map(({ cells }) => [cells[0].textContent, [cells[1].textContent, cells[2].textContent]])));
      assert.deepEqual(cells.Tools, [String(git.counts.tools), String(github.counts.tools)]);
      assert.deepEqual(cells.high, [git, github].map((it) => String(it.counts.severities.high ?? 0)));
      const only = await page.evaluate(() => [...document.querySelectorAll("#left ~ ul a")].map((it) => it.textContent).sort());
      assert.deepEqual(only, Object.keys(git.tools).filter((name) => !github.tools[name]).sort());
      await page.focus("::-p-aria([name='Name or id of a server'])");
      await page.keyboard.type("slack\n");
      await page.waitForFunction(() => /Remove one first/.test(document.querySelector("#pick [role=status]").textContent));
    }),
  );

  test(
    "a server that is not there is said, and the others stay",
    at("my-agent/?servers=git,no-such-server", async (page) => {
      await page.waitForFunction(() => /Not found in this catalog: no-such-server/.test(document.body.innerText));
      await heading(page, "What this agent can do");
      page.faults.splice(0);
    }),
  );

  for (const path of ["compare/", "my-agent/"]) {
    test(
      `/${path} says what to do with script off`,
      at(path, async (page) => {
        const shown = await page.evaluate(() => document.querySelector("main").innerText);
        assert.match(shown, /needs JavaScript, which is switched off/);
        assert.equal(await page.evaluate(() => [...document.querySelectorAll("main input, main button")].filter((it) => it.checkVisibility()).length), 0);
      }, { script: false }),
    );
    for (const width of [360, 1280]) {
      test(
        `/${path} with servers fits ${width} pixels, light and dark`,
        at(`${path}?servers=git,notion`, async (page) => {
          for (const theme of ["light", "dark"]) {
            await page.setViewport({ width, height: 800 });
            await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
            await page.waitForFunction(() => document.querySelectorAll("#result section").length > 2);
            const wide = await page.evaluate(() => document.documentElement.scrollWidth);
            assert.ok(wide <= width, `${wide} pixels`);
          }
        }),
      );
    }
  }

  test("names that a hostile server chose stay text", async () => {
    const ids = hostile.pages.filter((it) => it.kind === "server").map((it) => it.path.split("/")[1]).slice(0, 20);
    await at(`my-agent/?servers=${ids.join(",")}`, async (page) => {
      await page.waitForFunction(() => document.querySelector("#result section") || document.querySelector("#pick [role=status]").textContent);
      const strange = await page.evaluate(() => document.querySelectorAll("#result :is(script, img, iframe, style, svg, object)").length);
      assert.equal(strange, 0);
    }, { of: hostile })();
  });
}

const heading = (page, name) => page.waitForFunction((name) => [...document.querySelectorAll("h2")].some((it) => it.textContent === name), {}, name);
const text = (page) => page.evaluate(() => document.getElementById("result").innerText);
