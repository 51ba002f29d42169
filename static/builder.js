// The policy builder of a server's page. Its words come from the page's block of data.
"use strict";

const pretty = (value, indent = 2) => JSON.stringify(value, null, 2).replaceAll("\n", "\n" + " ".repeat(indent));

// What the policy says of a tool.
function ruleOf(data, [name, , , , own], { decision, max, window }) {
  const rule = data.rules[decision];
  const { note } = own;
  const always = (it) => !it.conditions.length;
  // Where every call is refused, the tool's own rules would never be reached.
  if (rule.deny_if?.some((it) => always(it) && !it.ask)) own = {};
  const noted = (it) => (note && always(it) ? { ...it, on_deny: `${it.on_deny} ${note}` } : it);
  const deny_if = [rule, own].flatMap((it) => it.deny_if ?? []).map(noted);
  const limits = rule.limits?.map((it) => ({ ...it, counter: it.counter.replace(data.any, () => name), window, max }));
  return { ...(own.require && { require: own.require }), ...(deny_if[0] && { deny_if }), ...(limits && { limits }) };
}

// The policy file of these choices, byte for byte as toolrisk writes it. Names are no keys of objects
// here: those would change their order.
function written(data, chosen) {
  const hidden = [];
  const rules = [];
  data.tools.forEach((tool, at) => {
    const [name] = tool;
    if (chosen[at].decision === data.hide) hidden.push(name);
    else rules.push(`\n    ${JSON.stringify(name)}: ${pretty(ruleOf(data, tool, chosen[at]), 4)}`);
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
function changes(data, chosen) {
  const own = recommended(data);
  const all = data.tools.map(([name], at) => [`.${name}`, said(data, chosen[at]), said(data, own[at])]);
  return all.filter(([, now, before]) => now !== before);
}

const shared = (data, diff) =>
  new URLSearchParams([["policy", data.version], ...diff.map(([name, now]) => [name, now])]).toString();

// The choices of a fragment, and what of it does not fit this server any more.
function opened(data, fragment) {
  const given = new URLSearchParams(fragment);
  if (given.get("policy") !== String(data.version)) return;
  const chosen = recommended(data);
  const lost = [];
  for (const [key, value] of given) {
    if (key[0] !== ".") continue;
    const at = data.tools.findIndex(([name]) => name === key.slice(1));
    const [, max, window] = /^([1-9]\d{0,8})\/(\w+)$/.exec(value) ?? [];
    if (at >= 0 && data.windows.includes(window)) chosen[at] = { decision: data.limit, max: +max, window };
    else if (at >= 0 && data.decisions.includes(value)) chosen[at].decision = value;
    else lost.push(key.slice(1));
  }
  return { chosen, lost };
}

const select = (ariaLabel, words) => make("select", { ariaLabel }, ...words.map((word) => new Option(word)));

function build(box, data) {
  const own = recommended(data);
  const from = opened(data, location.hash.slice(1)) ?? { chosen: own, lost: [] };
  let { chosen } = from;
  const rows = data.tools.map(([name], at) => {
    const decision = select(`Policy for ${name}`, data.decisions);
    const max = make("input", { type: "number", min: 1, max: 999999999, ariaLabel: `Calls of ${name}` });
    const window = select(`Window for ${name}`, data.windows);
    const row = make("tr", {}, make("th", { scope: "row", className: "name" }, name),
      make("td", {}, decision, " ", max, " ", window));
    row.onchange = () => {
      chosen = chosen.with(at, { decision: decision.value, max: (max.validity.valid && +max.value) || 1, window: window.value });
      changed();
    };
    const show = () => {
      decision.value = chosen[at].decision;
      max.value = chosen[at].max;
      window.value = chosen[at].window;
      max.hidden = window.hidden = decision.value !== data.limit;
    };
    return { row, show };
  });
  box.append(box.querySelector("template").content);
  const [status, all, table, figure] = ["[role=status]", "select", "table", "figure"].map((it) => box.querySelector(it));
  const [download, link, reset] = box.querySelectorAll("button");
  table.tBodies[0].append(...rows.map(({ row }) => row));
  if (from.lost.length) status.after(make("p", {}, `Rules of the link that do not fit: ${from.lost.join(", ")}.`));
  all.onchange = () => {
    chosen = chosen.map((it, at) => (rows[at].row.hidden ? it : { ...it, decision: all.value }));
    all.selectedIndex = 0;
    changed();
  };
  download.onclick = () => {
    const href = URL.createObjectURL(new Blob([written(data, chosen)]));
    make("a", { href, download: "policy.json" }).click();
  };
  link.onclick = async () => {
    await navigator.clipboard.writeText(location.href);
    status.textContent = "Link copied.";
  };
  reset.onclick = () => {
    chosen = own;
    changed();
  };
  function changed() {
    for (const { show } of rows) show();
    figure.querySelector("code").textContent = written(data, chosen).trimEnd();
    const diff = changes(data, chosen);
    status.textContent = `${diff.length} of ${rows.length} differ from the recommended policy.`;
    history.replaceState(null, "", `#${shared(data, diff)}`);
  }
  if (rows.length > 8) filterable(table);
  copyable(figure);
  changed();
}

const box = document.getElementById("build");
const data = JSON.parse(document.getElementById("policy-data").textContent);
box.addEventListener("toggle", () => build(box, data), { once: true });
if (opened(data, location.hash.slice(1))) {
  box.open = true;
  box.scrollIntoView();
}
