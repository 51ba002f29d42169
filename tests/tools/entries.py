"""Validates every YAML document of a catalog against the schemas that `toolrisk schema` prints."""

import json
import pathlib
import sys

import jsonschema
from ruamel.yaml import YAML

catalog, schemas = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
validators = {
    name: jsonschema.Draft7Validator(json.loads((schemas / f"{name}.json").read_text()))
    for name in ("tool", "server", "config", "attack", "term", "lock")
}
yaml = YAML(typ="safe", pure=True)
count = 0


def check(kind, place, value):
    global count
    count += 1
    for error in validators[kind].iter_errors(value):
        sys.exit(f"{place}: {error.message}")


for path in sorted(path for path in catalog.rglob("*") if path.is_file() and path.name != "README.md" and path.parent.name != ".schema"):
    place = path.relative_to(catalog)
    if path.name == "toolrisk.yaml":
        check("config", place, yaml.load(path))
    elif path.name == "server.yaml":
        check("server", place, yaml.load(path))
    elif path.suffix == ".yaml":
        for document in yaml.load_all(path):
            check("tool", place, document)
    elif path.name == "tools.lock.json":
        check("lock", place, json.loads(path.read_text()))
    elif place.parts[0] in ("attacks", "glossary"):
        kind = "attack" if place.parts[0] == "attacks" else "term"
        check(kind, place, yaml.load(path.read_text().split("---\n")[1]))

assert count > 50, count
broken = {"name": "a", "description": "b", "serverity": "high"}
assert list(validators["tool"].iter_errors(broken)), "the schema lets an unknown key pass"
print(f"{count} documents valid")
