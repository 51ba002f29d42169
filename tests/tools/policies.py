"""Holds the schema of policies to what `toolrisk export` writes, and to broken policies."""

import copy
import json
import pathlib
import subprocess
import sys

import jsonschema

toolrisk, schema = sys.argv[1:]
validator = jsonschema.Draft7Validator(json.loads(pathlib.Path(schema).read_text()))
count = 0
for server in sorted(path.parent.name for path in pathlib.Path("catalog").glob("*/server.yaml")):
    for profile in ("strict", "recommended", "permissive"):
        command = [toolrisk, "export", server, "--catalog", "catalog", "--profile", profile]
        text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        validator.validate(json.loads(text))
        count += 1

good = {
    "version": "1",
    "default": "deny",
    "hide": ["delete"],
    "all_tools": {"limits": [{"counter": "calls", "window": "hour", "max": 9}]},
    "tools": {
        "pay": {
            "require": [{"conditions": [{"path": "args.reason", "op": "exists", "value": True}]}],
            "deny_if": [
                {"conditions": [{"path": "args.amount", "op": "gt", "value": 100}], "ask": True},
                {"conditions": [{"path": "args.to.0", "op": "in", "value": ["a"]}], "on_deny": "No."},
            ],
            "limits": [{"counter": "pay", "window": "day", "max": 0, "scope": "grant"}],
        },
        "get": {},
    },
}
validator.validate(good)


def put(*path):
    *keys, last, value = path
    broken = copy.deepcopy(good)
    place = broken
    for key in keys:
        place = place[key]
    place[last] = value
    return broken


condition = ("tools", "pay", "deny_if", 0, "conditions", 0)
for broken in (
    put("version", "2"),
    put("default", "ask"),
    put("defualt", "deny"),
    put("hide", ["delete", "delete"]),
    put("all_tools", "limits", 0, "window", "week"),
    put("tools", "pay", "limits", 0, "max", -1),
    put("tools", "get", "limit", "10/minute"),
    put(*condition, "op", "over"),
    put(*condition, "value", "100"),
    put(*condition, "path", "amount"),
    put("tools", "pay", "require", 0, "conditions", 0, "value", "yes"),
):
    assert list(validator.iter_errors(broken)), broken
print(f"{count} policies valid")
