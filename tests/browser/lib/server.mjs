// Serves a built site from loopback as a static host would: types, gzip, `_headers`, 404.html.
import { createServer } from "node:http";
import { readFile, stat } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".webp": "image/webp",
  ".xml": "application/xml",
  ".atom": "application/atom+xml",
  ".txt": "text/plain; charset=utf-8",
  ".md": "text/markdown; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
};
const PLAIN = "application/octet-stream";
const IS_TEXT = /^text\/|json|xml|javascript/;

/** Serves `folder`, below the path `root` too; answers `{ origin, close }`. */
export async function serve(folder, root = "/") {
  const rules = headerRules(await readFile(join(folder, "_headers"), "utf8").catch(() => ""));
  const kept = new Map();
  const server = createServer(async (request, response) => {
    const { pathname: asked } = new URL(request.url, "http://site");
    const pathname = asked.startsWith(root) ? `/${asked.slice(root.length)}` : asked;
    if (!kept.has(pathname)) kept.set(pathname, answer(folder, pathname));
    const { status, headers, body, zipped } = await kept.get(pathname);
    const zip = zipped && /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
    const rest = zip ? { "Content-Encoding": "gzip", Vary: "Accept-Encoding" } : {};
    const sent = zip ? zipped : body;
    const length = { "Content-Length": sent.length };
    response.writeHead(status, { ...headers, ...matching(rules, pathname), ...rest, ...length });
    response.end(request.method === "HEAD" ? undefined : sent);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const close = () => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  };
  return { origin: `http://127.0.0.1:${server.address().port}`, close };
}

async function answer(folder, pathname) {
  let path;
  try {
    path = join(folder, normalize(decodeURIComponent(pathname)));
  } catch {
    return file(join(folder, "404.html"), 404);
  }
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory() && !pathname.endsWith("/")) {
    return { status: 301, headers: { Location: `${pathname}/` }, body: Buffer.alloc(0) };
  }
  return file(found?.isDirectory() ? join(path, "index.html") : path, 200).catch(() =>
    file(join(folder, "404.html"), 404),
  );
}

async function file(path, status) {
  const body = await readFile(path);
  const type = TYPES[extname(path)] ?? PLAIN;
  const zipped = IS_TEXT.test(type) && body.length > 256 ? gzipSync(body) : undefined;
  return { status, headers: { "Content-Type": type }, body, zipped };
}

/** `_headers`: a line with a path, where `*` stands for anything, and indented headers under it. */
function headerRules(text) {
  const rules = [];
  for (const line of text.split("\n")) {
    const [, name, value] = /^\s+([\w-]+):\s*(.*)$/.exec(line) ?? [];
    if (name) rules.at(-1)?.headers.push([name, value]);
    else if (line.startsWith("/")) rules.push({ path: pattern(line.trim()), headers: [] });
  }
  return rules;
}

function pattern(path) {
  const parts = path.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`);
}

function matching(rules, pathname) {
  const all = rules.filter((rule) => rule.path.test(pathname)).flatMap((rule) => rule.headers);
  return Object.fromEntries(all);
}
