"""Puts the files that a site has for programs before the validators of their formats."""

import csv
import json
import re
import sys
from datetime import datetime
from pathlib import Path

import feedparser
from jsonschema import Draft202012Validator
from llms_txt import parse_llms_file
from lxml import etree, html
from openapi_spec_validator import OpenAPIV31SpecValidator

site, typed = Path(sys.argv[1]), Path(sys.argv[2])
index = json.loads((site / "api/v1/index.json").read_text())
base = json.loads((site / "api/v1/openapi.json").read_text())["servers"][0]["url"]


def count(what, number, least=1):
    assert number >= least, f"{what}: only {number}"
    print(f"  {what}: {number}")


def local(address):
    assert address.startswith(base + "/"), address
    path = site / address.removeprefix(base + "/").split("#")[0]
    return path / "index.html" if path.is_dir() else path


def schemas():
    """The API's documents, by the schemas that the site itself publishes."""
    checked = 0
    validators = {}
    for file in sorted((site / "api/v1/schemas").glob("*.json")):
        schema = json.loads(file.read_text())
        Draft202012Validator.check_schema(schema)
        assert schema["$id"] == f"{base}/api/v1/schemas/{file.name}", file
        validators[file.stem] = Draft202012Validator(schema)
    kinds = {
        "index": ["api/v1/index.json"],
        "server": ["api/v1/servers/*.json", "servers/*/index.json"],
        "attacks": ["api/v1/attacks.json"],
        "attack": ["api/v1/attacks/*.json"],
        "catalog": ["catalog.json"],
    }
    tools = 0
    for kind, patterns in kinds.items():
        files = [file for pattern in patterns for file in site.glob(pattern)]
        assert files, kind
        for file in files:
            document = json.loads(file.read_text())
            validators[kind].validate(document)
            if kind == "server":
                for tool in document["tools"].values():
                    validators["tool"].validate(tool)
                    tools += 1
            broken = {key: value for key, value in document.items() if key != "version"}
            assert not validators[kind].is_valid(broken), f"{kind}: a version is not required"
            checked += 1
    count("API documents", checked, 20)
    count("tools in them", tools, 2 * index["counts"]["tools"])


def openapi():
    description = json.loads((site / "api/v1/openapi.json").read_text())
    OpenAPIV31SpecValidator(description).validate()
    count("paths of the OpenAPI description", len(description["paths"]), 10)


def feeds():
    """RFC 4287: what a feed and an entry must have, ids and addresses, dates of RFC 3339."""
    atom = "{http://www.w3.org/2005/Atom}"
    entries = 0
    for file in site.rglob("changes.atom"):
        feed = etree.parse(file).getroot()
        assert feed.tag == atom + "feed"
        for node in [feed, *feed.findall(atom + "entry")]:
            for name in ["title", "id", "updated"]:
                assert len(node.findall(atom + name)) == 1, f"{file}: {name}"
            address = node.findtext(atom + "id")
            assert re.fullmatch(r"https?://[^\s<>\"]+", address), address
            datetime.fromisoformat(node.findtext(atom + "updated"))
            links = {link.get("rel"): link.get("href") for link in node.findall(atom + "link")}
            assert local(links["alternate"]).is_file(), links
        assert feed.find(f"{atom}author/{atom}name").text
        assert local(feed.find(f"{atom}link[@rel='self']").get("href")) == file
        ids = [entry.findtext(atom + "id") for entry in feed.findall(atom + "entry")]
        assert len(set(ids)) == len(ids), f"{file}: an id stands twice"
        times = [entry.findtext(atom + "updated") for entry in feed.findall(atom + "entry")]
        assert times == sorted(times, reverse=True) and times[0] == feed.findtext(atom + "updated")
        parsed = feedparser.parse(str(file))
        assert not parsed.bozo and parsed.version == "atom10", parsed.get("bozo_exception")
        entries += len(parsed.entries)
    count("entries of feeds", entries, len(index["servers"]))


def sitemap():
    """sitemaps.org, protocol 0.9: names, order, limits, dates of W3C."""
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    date = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?")
    listed = dated = 0

    def entries(file, root, entry):
        assert file.stat().st_size <= 52_428_800
        tree = etree.parse(file).getroot()
        assert tree.tag == space + root and 1 <= len(tree) <= 50_000
        for node in tree:
            names = [child.tag for child in node]
            assert node.tag == space + entry
            assert names in ([space + "loc"], [space + "loc", space + "lastmod"]), names
            changed = node.findtext(space + "lastmod")
            assert changed is None or date.fullmatch(changed), changed
            yield node.findtext(space + "loc"), changed

    for part, _ in entries(site / "sitemap.xml", "sitemapindex", "sitemap"):
        for address, changed in entries(local(part), "urlset", "url"):
            assert len(address) < 2048 and local(address).is_file(), address
            listed += 1
            dated += changed is not None
    count("addresses of the sitemap", listed, index["counts"]["tools"])
    count("of them with a date", dated, index["counts"]["tools"])


def discovery():
    text = (site / "llms.txt").read_text()
    parsed = parse_llms_file(text)
    links = [link for section in parsed.sections.values() for link in section]
    assert parsed.title and parsed.summary and len(parsed.sections) >= 3
    for link in links:
        assert local(link.url).is_file(), link
    count("links of llms.txt", len(links), 20)
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    search = etree.parse(site / "opensearch.xml").getroot()
    assert search.tag == space + "OpenSearchDescription"
    assert 1 <= len(search.findtext(space + "ShortName")) <= 16
    assert 1 <= len(search.findtext(space + "Description")) <= 1024
    url = search.find(space + "Url")
    assert url.get("type") == "text/html" and "{searchTerms}" in url.get("template")


def pictures():
    badges = list(site.rglob("badge.svg"))
    for file in badges:
        root = etree.parse(file).getroot()
        svg = "{http://www.w3.org/2000/svg}"
        assert root.tag == svg + "svg" and root.get("role") == "img" and root[0].tag == svg + "title"
    count("badges", len(badges), len(index["servers"]) + 4)


def table():
    with open(site / "catalog.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file, strict=True))
    assert len(rows) == index["counts"]["tools"]
    assert all(None not in row and None not in row.values() for row in rows)
    count("rows of the table", len(rows))


def linked():
    """Writes the data of each page as a constant of its type, for the compiler to check."""
    blocks = []
    for file in sorted(site.rglob("*.html")):
        page = html.parse(file).getroot()
        for block in page.iterfind(".//script[@type='application/ld+json']"):
            data = json.loads(block.text)
            kinds = [node["@type"] for node in data["@graph"]]
            assert kinds[0] == "BreadcrumbList", file
            steps = data["@graph"][0]["itemListElement"]
            assert [step["position"] for step in steps] == list(range(1, len(steps) + 1)), file
            assert all(local(step["item"]).is_file() for step in steps), file
            blocks.append((kinds, block.text))
    seen = {}
    for kinds, text in blocks:
        seen.setdefault(tuple(kinds), []).append(text)
    assert {kind for kinds in seen for kind in kinds} == {"BreadcrumbList", "TechArticle", "DefinedTerm"}
    chosen = [text for texts in seen.values() for text in texts[:40]]
    lines = ['import type { Graph } from "schema-dts";']
    lines += [f"export const page{number}: Graph = {text};" for number, text in enumerate(chosen)]
    typed.write_text("\n".join(lines) + "\n")
    count("pages with linked data", len(blocks), index["counts"]["tools"])


for check in [schemas, openapi, feeds, sitemap, discovery, pictures, table, linked]:
    check()
