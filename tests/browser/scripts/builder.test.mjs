// The script of the policy builder, without a browser: the recommended policy of every server of a
// built site comes out byte for byte as toolrisk wrote it, and what is shared comes back.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { runInThisContext } from "node:vm";

// As much of a page as the script touches before somebody opens the builder.
globalThis.document = { getElementById: () => ({ textContent: "{}", addEventListener() {} }) };
globalThis.location = { hash: "" };
runInThisContext(readFileSync(new URL("../../../static/builder.js", import.meta.url), "utf8"));
const { written, recommended, changes, shared, opened } = runInThisContext("({ written, recommended, changes, shared, opened })");

const site = process.env.SITE;
const built = site ? test : test.skip;

function servers() {
  const folder = join(site, "servers");
  const ids = readdirSync(folder).filter((id) => existsSync(join(folder, id, "policy.json")));
  return ids.map((id) => {
    const page = readFileSync(join(folder, id, "index.html"), "utf8");
    const [, data] = /<script type="application\/json" id="policy-data">(.*?)<\/script>/s.exec(page);
    return { id, data: JSON.parse(data), policy: readFileSync(join(folder, id, "policy.json"), "utf8") };
  });
}

built("the recommended policy is written byte for byte", () => {
  const all = servers();
  assert.ok(all.length > 10);
  for (const { id, data, policy } of all) assert.equal(written(data, recommended(data)), policy, id);
});

built("what is shared comes back, whatever was chosen", () => {
  for (const { data } of servers()) {
    const chosen = recommended(data).map((choice, at) => {
      const decision = data.decisions[at % data.decisions.length];
      const limit = decision === data.limit;
      return { decision, max: limit ? at + 1 : choice.max, window: limit ? data.windows[at % 3] : choice.window };
    });
    const back = opened(data, shared(data, changes(data, chosen)));
    assert.deepEqual(back.lost, []);
    assert.equal(written(data, back.chosen), written(data, chosen));
    assert.equal(JSON.parse(written(data, chosen)).version, data.document.version);
  }
});

built("a definition that nobody has approved is told of when a tool is refused and when a person is asked", () => {
  const [{ data }] = servers();
  const note = "Nobody has approved it.";
  const rule = { conditions: [{ path: "/a", op: "eq", value: 1 }], on_deny: "No." };
  const own = { ...data, tools: [["a", data.limit, 3, data.windows[0], { deny_if: [rule], note }]] };
  const told = (decision) => JSON.parse(written(own, [{ ...recommended(own)[0], decision }])).tools.a.deny_if.map((it) => it.on_deny);
  const always = (decision) => data.rules[decision].deny_if[0].on_deny;
  assert.deepEqual(told("deny"), [`${always("deny")} ${note}`]);
  assert.deepEqual(told("ask"), [`${always("ask")} ${note}`, "No."]);
  assert.deepEqual(told("limit"), ["No."]);
});

const hostile = ["42", "7", "__proto__", 'a"b', "x&y=z", "a+b c", "</script>", "\u202egnp", "日本語", "$&"];

built("names that are numbers, marks or traps keep their place and their letters", () => {
  const [{ data }] = servers();
  const tools = hostile.map((name) => [name, data.limit, 3, data.windows[0], {}]);
  const own = { ...data, tools, hidden: [["\u202e", "\\u202e"]] };
  const text = written(own, recommended(own));
  assert.ok(!text.includes("\u202e"));
  const order = [...text.matchAll(/^ {4}("(?:[^"\\]|\\.)*"):/gm)].map(([, name]) => JSON.parse(name));
  assert.deepEqual(order, hostile);
  assert.ok(text.includes('"$&_rate"'));
  const chosen = recommended(own).map((choice) => ({ ...choice, decision: data.hide }));
  assert.deepEqual(JSON.parse(written(own, chosen)).hide, hostile);
  assert.deepEqual(opened(own, shared(own, changes(own, chosen))).chosen.map((it) => it.decision), hostile.map(() => data.hide));
});

built("an address for another list of tools keeps what fits and names the rest", () => {
  const [{ data }] = servers();
  const [name] = data.tools[0];
  const { chosen, lost } = opened(data, `policy=1&.${name}=5/hour&.gone=ask&.${name}x=0/minute`);
  assert.equal(chosen[0].max, 5);
  assert.deepEqual(lost, ["gone", `${name}x`]);
  assert.equal(opened(data, "policy=2&.a=ask"), undefined);
  assert.equal(opened(data, "tools"), undefined);
});
