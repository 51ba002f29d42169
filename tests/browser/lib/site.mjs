// What a built site holds: its files, and its pages by kind.
import { readFile, readdir, stat } from "node:fs/promises";
import { join } from "node:path";

/** Every kind of page by its path. A page that fits none fails the checks, so that no kind is left out of them. */
const KINDS = {
  home: /^$/,
  tools: /^tools\/$/,
  servers: /^servers\/(page\/\d+\/)?$/,
  server: /^servers\/[^/]+\/$/,
  tool: /^servers\/(?!page\/)[^/]+\/[^/]+\/$/,
  categories: /^categories\/$/,
  category: /^categories\/[a-z]+\/([a-z]+\/)?(page\/)?(\d+\/)?$/,
  risks: /^risk\/$/,
  severity: /^risk\/[a-z]+\/([a-z]+\/)?(page\/)?(\d+\/)?$/,
  traits: /^traits\/$/,
  trait: /^traits\/[a-z-]+\/(page\/)?(\d+\/)?$/,
  attacks: /^attacks\/$/,
  attack: /^attacks\/[^/]+\/(page\/)?(\d+\/)?$/,
  glossary: /^glossary\/$/,
  term: /^glossary\/[^/]+\/$/,
  lints: /^lints\/$/,
  lint: /^lints\/TR\d+\/$/,
  method: /^method\/$/,
  rules: /^method\/rules\/$/,
  doc: /^docs\/([a-z-]+\/)*$/,
  search: /^search\/$/,
  changes: /^changes\/(page\/\d+\/)?$/,
  compare: /^compare\/$/,
  versions: /^compare\/versions\/$/,
  agent: /^my-agent\/$/,
  api: /^api\/$/,
  missing: /^404\.html$/,
};

/** Reads the folder of a site: `{ folder, root, files, pages, samples, strange }`; `root` is the path of its home page. */
export async function readSite(folder) {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  const files = names.map((name, at) => ({ name, size: sizes[at] }));
  const home = await readFile(join(folder, "index.html"), "utf8");
  const [, root] = /class="brand" href="([^"]+)"/.exec(home);
  const pages = files.filter((file) => file.name.endsWith(".html")).map(page);
  return {
    folder,
    root,
    files,
    pages,
    samples: Object.keys(KINDS).flatMap((kind) => largest(pages.filter((page) => page.kind === kind))),
    strange: pages.filter((page) => !page.kind).map((page) => page.name),
  };
}

function page({ name, size }) {
  const path = name.replace(/(^|\/)index\.html$/, "$1");
  const kind = Object.keys(KINDS).find((kind) => KINDS[kind].test(path));
  return { name, path, kind, size };
}

/** The largest page stands for its kind: it has the most that can go wrong. */
function largest(pages) {
  return [...pages].sort((a, b) => b.size - a.size).slice(0, 1);
}

/** At most `count` of the items, evenly spread. */
export function spread(items, count) {
  if (items.length <= count) return items;
  return Array.from({ length: count }, (_, at) => items[Math.floor((at * items.length) / count)]);
}
