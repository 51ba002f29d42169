// The policy builder of a server's page. Its words come from the page's block of data.
"use strict";

const pretty = (value, indent = 2) => JSON.stringify(value, null, 2).replaceAll("\n", "\n" + " ".repeat(indent));

// What the policy says of a tool.
function ruleOf(data, [name, , , , own], { decision, max, window }) {
  const rule = data.rules[decision];
  const deny_if = [rule, own].flatMap((it) => it.deny_if ?? []);
  const limits = rule.limits?.map((it) => ({ ...it, counter: it.counter.replace(data.any, () => name), window, max }));
  return { ...(own.require && { require: own.require }), ...(deny_if[0] && { deny_if }), ...(limits && { limits }) };
}

// The policy file of these choices, byte for byte as toolrisk writes it. Names are no keys of objects
// here: those would change their order.
function written(data, choices) {
  const hidden = [];
  const rules = [];
  data.tools.forEach((tool, at) => {
    const [name] = tool;
    if (choices[at].decision === data.hide) hidden.push(name);
    else rules.push(`\n    ${JSON.stringify(name)}: ${pretty(ruleOf(data, tool, choices[at]), 4)}`);
  });
  const fields = Object.entries(data.document).map(([key, value]) => {
    if (key === "hide") return hidden.length ? `\n  "hide": ${pretty(hidden)}` : [];
    if (key === "tools") return `\n  "tools": {${rules}${rules.length ? "\n  " : ""}}`;
    return `\n  ${JSON.stringify(key)}: ${pretty(value)}`;
  });
  return data.hidden.reduce((text, [c, escape]) => text.replaceAll(c, escape), `{${fields.flat()}\n}\n`);
}

const recommended = (data) => data.tools.map(([, decision, max, window]) => ({ decision, max, window }));

const said = (data, choice) => (choice.decision === data.limit ? `${choice.max}/${choice.window}` : choice.decision);

// What differs from the recommended policy, by name with a dot before it, as an address has it.
function changes(data, choices) {
  const own = recommended(data);
  const all = data.tools.map(([name], at) => [`.${name}`, said(data, choices[at]), said(data, own[at])]);
  return all.filter(([, now, before]) => now !== before);
}

const shared = (data, differing) =>
  new URLSearchParams([["policy", data.version], ...differing.map(([name, now]) => [name, now])]).toString();

// The choices of a fragment, and what of it does not fit this server any more.
function opened(data, fragment) {
  const given = new URLSearchParams(fragment);
  if (given.get("policy") !== String(data.version)) return;
  const choices = recommended(data);
  const lost = [];
  for (const [key, value] of given) {
    if (key[0] !== ".") continue;
    const at = data.tools.findIndex(([name]) => name === key.slice(1));
    const [, max, window] = /^([1-9]\d{0,8})\/(\w+)$/.exec(value) ?? [];
    if (at >= 0 && data.windows.includes(window)) choices[at] = { decision: data.limit, max: +max, window };
    else if (at >= 0 && data.decisions.includes(value)) choices[at].decision = value;
    else lost.push(key.slice(1));
  }
  return { choices, lost };
}

const select = (ariaLabel, words) => make("select", { ariaLabel }, ...words.map((word) => new Option(word)));

function build(box, data) {
  const own = recommended(data);
  const from = opened(data, location.hash.slice(1)) ?? { choices: own, lost: [] };
  let { choices } = from;
  const rows = data.tools.map(([name], at) => {
    const decision = select(`Policy for ${name}`, data.decisions);
    const max = make("input", { type: "number", min: 1, max: 999999999, ariaLabel: `Calls of ${name}` });
    const window = select(`Window for ${name}`, data.windows);
    const row = make("tr", {}, make("th", { scope: "row", className: "name" }, name),
      make("td", {}, decision, " ", max, " ", window));
    row.onchange = () => {
      choices = choices.with(at, { decision: decision.value, max: (max.validity.valid && +max.value) || 1, window: window.value });
      changed();
    };
    const show = () => {
      decision.value = choices[at].decision;
      max.value = choices[at].max;
      window.value = choices[at].window;
      max.hidden = window.hidden = decision.value !== data.limit;
    };
    return { row, show };
  });
  box.append(box.querySelector("template").content);
  const [status, all, table, figure] = ["[role=status]", "select", "table", "figure"].map((it) => box.querySelector(it));
  const [download, link, reset] = box.querySelectorAll("button");
  table.tBodies[0].append(...rows.map(({ row }) => row));
  if (from.lost.length) status.after(make("p", {}, `The link has rules that do not fit any more: ${from.lost.join(", ")}.`));
  all.onchange = () => {
    choices = choices.map((it, at) => (rows[at].row.hidden ? it : { ...it, decision: all.value }));
    all.selectedIndex = 0;
    changed();
  };
  download.onclick = () => {
    const href = URL.createObjectURL(new Blob([written(data, choices)]));
    make("a", { href, download: "policy.json" }).click();
  };
  link.onclick = async () => {
    await navigator.clipboard.writeText(location.href);
    status.textContent = "Link copied.";
  };
  reset.onclick = () => {
    choices = own;
    changed();
  };
  function changed() {
    for (const { show } of rows) show();
    figure.querySelector("code").textContent = written(data, choices).trimEnd();
    const differing = changes(data, choices);
    status.textContent = `${differing.length} of ${rows.length} differ from the recommended policy.`;
    history.replaceState(null, "", `#${shared(data, differing)}`);
  }
  if (rows.length > 8) filterable(table);
  copyable(figure);
  changed();
}

if (typeof module !== "undefined") {
  module.exports = { written, recommended, changes, shared, opened };
} else {
  const box = document.getElementById("build");
  const data = JSON.parse(document.getElementById("policy-data").textContent);
  box.addEventListener("toggle", () => build(box, data), { once: true });
  if (opened(data, location.hash.slice(1))) {
    box.open = true;
    box.scrollIntoView();
  }
}
