// Writes what an attacker may have written, with every payload in every field: write.mjs <folder>
// makes <folder>/catalog, and <folder>/base, whose base URL is hostile too.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ADDRESSES, TEXTS } from "./payloads.mjs";

/** Stands after payload `at` in every field, so that a check can tell that it has arrived. */
export const mark = (at) => `z${String(at).padStart(3, "0")}z`;
export const server = (at) => `server-${String(at).padStart(3, "0")}`;
/** The tool whose name is plain and whose other fields hold the payload. */
export const PLAIN = "delete_item";

const BASE = `https://toolrisk.example/"><script>alert(1)</script>/{{313*313}}/`;
const HEX = "a".repeat(64);

if (process.argv[1] === import.meta.filename) await write(process.argv[2]);

async function write(folder) {
  const put = async (path, text) => {
    const file = join(folder, path);
    await mkdir(join(file, ".."), { recursive: true });
    await writeFile(file, text);
  };
  await put("catalog/toolrisk.yaml", mapping(config()));
  for (const at of TEXTS.keys()) {
    const text = `${TEXTS[at]} ${mark(at)}`;
    const address = ADDRESSES[at % ADDRESSES.length];
    await put(`catalog/${server(at)}/server.yaml`, mapping(serverOf(text, address)));
    await put(`catalog/${server(at)}/tools.yaml`, tools(text, address, at).map(mapping).join("---\n"));
    await put(`catalog/${server(at)}/tools.lock.json`, JSON.stringify(lock(text)));
    await put(`catalog/attacks/pattern-${at}.md`, page({ ...attack(text, address, at), body: text }));
    await put(`catalog/glossary/term-${at}.md`, page({ title: text, summary: text, body: text }));
  }
  await put("base/toolrisk.yaml", mapping({ ...config(), "base-url": BASE }));
  const [text, address] = [`${TEXTS[0]} ${mark(0)}`, ADDRESSES[0]];
  await put(`base/${server(0)}/server.yaml`, mapping(serverOf(text, address)));
  await put(`base/${server(0)}/tools.yaml`, tools(text, address, 0).map(mapping).join("---\n"));
}

function config() {
  const all = TEXTS.filter((text) => text.length < 120).join(" ");
  return {
    title: all,
    tagline: all,
    "base-url": "https://toolrisk.example/",
    repository: ADDRESSES[6],
    gateway: { name: all, url: ADDRESSES[8] },
    words: TEXTS.map((text) => ({ word: text, category: "destructive", reason: text })),
  };
}

function serverOf(text, address) {
  return { title: text, summary: text, package: text, repository: address, subfolder: text, homepage: address };
}

function tools(text, address, at) {
  const rest = {
    title: text,
    description: text,
    rationale: text,
    override: text,
    category: "destructive",
    risk: "critical",
    traits: ["untrusted-content", "private-data", "external-sink"],
    attacks: [`pattern-${at}`, text],
    references: [address, text],
    "allow-lints": { "no-such-lint": text, [text]: text },
  };
  return [
    { name: text, ...rest, undo: PLAIN },
    { name: PLAIN, ...rest, undo: text, status: { disputed: text } },
  ];
}

function lock(text) {
  const parameters = [
    { path: text, type: text, enum: [text, "a"], required: true },
    { path: "plain", type: "string", enum: [text] },
  ];
  const locked = { fingerprint: `sha256:${HEX}`, parameters, hints: { readOnlyHint: true } };
  return {
    version: 1,
    package: text,
    protocol: text,
    captured: text,
    method: text,
    tools: { [text]: locked, [PLAIN]: locked, [`unrated ${text}`]: locked },
  };
}

function attack(text, address, at) {
  return {
    title: text,
    summary: text,
    // A few that list every tool, and that every tool lists, are enough.
    applies: at < 3 ? [{ category: "destructive" }] : [],
    frameworks: [text],
    references: [{ title: text, url: address, date: text }],
  };
}

function page({ body, ...head }) {
  return `---\n${mapping(head)}---\n${body}\n`;
}

/** JSON is YAML, but for characters that YAML wants escaped. */
function mapping(object) {
  const escape = (c) => {
    const code = c.codePointAt(0);
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
  };
  const value = (it) => JSON.stringify(it).replace(/[^\x20-\x7e]/gu, escape);
  return Object.entries(object)
    .map(([key, it]) => `${key}: ${value(it)}\n`)
    .join("");
}
