"""Checks the spelling of all prose: the catalog, the documentation, and the pages at the root.

Each word must be in the American dictionary of Hunspell or in words.txt beside this file. Code, addresses, words with a capital,
and names of tools and servers are left out.

usage: spelling.py ROOT [--new]    --new prints the unknown words alone, one a line
"""

import pathlib
import re
import sys

from ruamel.yaml import YAML
from spylls.hunspell import Dictionary

root = pathlib.Path(sys.argv[1])
known = {line.strip() for line in pathlib.Path(__file__).with_name("words.txt").read_text().splitlines()}
dictionary = Dictionary.from_files("en_US")
yaml = YAML(typ="safe", pure=True)
PROSE = ("title", "summary", "description", "rationale", "override", "on-deny", "tagline")
names = set()
seen = {}


def texts(value):
    """The prose of an entry."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, str) and key in PROSE:
                yield inner
            elif not isinstance(inner, str):
                yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def words(text):
    text = re.sub(r"```.*?```", " ", text, flags=re.DOTALL)
    text = re.sub(r"`[^`\n]*`|“[^”]*”|<[^>]*>|\]\([^)]*\)|https?://\S+", " ", text)
    # Words with a mark or digit in them are names: of tools, files, options, versions.
    for piece in re.split(r"[\s,;:()\[\]*|…]+|(?<=\w)--?(?=\w)|[—–]", text):
        piece = piece.strip(".!?'\"‘’„“”>#&=+-")
        if re.fullmatch(r"[A-Za-z]+(?:['’][a-z]+)?", piece):
            yield piece.replace("’", "'")


def right(word):
    base = re.sub(r"'s?$", "", word)
    if base in known or base.lower() in known or base.lower() in names or len(base) < 2:
        return True
    # Names and abbreviations: JSON, PyPI, Elasticsearch.
    return base != base.lower() or dictionary.lookup(base)


def check(place, text):
    for word in words(text):
        if not right(word):
            seen.setdefault(word, []).append(place)


def page(path):
    text = path.read_text()
    head, body = "", text
    if text.startswith("---\n"):
        head, body = text[4:].split("\n---\n", 1)
    for each in texts(yaml.load(head) or {}):
        check(path, each)
    check(path, body)


documents = []
for path in sorted((root / "catalog").rglob("*.yaml")):
    if ".schema" not in path.parts and path.name != "toolrisk.yaml":
        names.update(re.split(r"[^a-z]+", path.parent.name))
        for document in yaml.load_all(path):
            documents.append((path, document))
            names.update(re.split(r"[^a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", str(document.get("name", ""))).lower()))
            if "package" in document:
                names.update(re.split(r"[^a-z]+", f"{document['title']} {document['package']}".lower()))
for path, document in documents:
    for each in texts(document):
        check(path, each)
for path in sorted(root.glob("*.md")) + [path for folder in ("catalog", "docs") for path in sorted((root / folder).rglob("*.md"))]:
    page(path)

if "--new" in sys.argv:
    print("\n".join(sorted(seen)))
else:
    for word, places in sorted(seen.items()):
        print(f"{places[0].relative_to(root)}: `{word}` is in no dictionary ({len(places)} times)")
sys.exit(1 if seen else 0)
