"""Puts exported policies before the types of the model APIs' own packages.

python apis.py TOOLRISK CATALOG
"""

import json
import subprocess
import sys

from anthropic.types.beta.beta_managed_agents_mcp_toolset_params import (
    BetaManagedAgentsMCPToolsetParams,
)
from openai.types.responses.tool_param import Mcp
from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config

TOOLRISK, CATALOG = sys.argv[1:]


def exported(target):
    command = [TOOLRISK, "export", "github", "--catalog", CATALOG, "--target", target, "--quiet"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def check(name, types, broken):
    # A key that the type does not know is a misspelling, not an extension.
    adapter = TypeAdapter(with_config(ConfigDict(extra="forbid"))(types))

    def validate(tool):
        # Iterables are validated as they are read.
        list(adapter.validate_python(tool).get("configs", []))

    [tool] = exported(name)
    validate(tool)
    for change in broken:
        try:
            validate(tool | change)
        except ValidationError:
            continue
        sys.exit(f"{name}: {change} was not refused")
    return tool


tool = check(
    "openai",
    Mcp,
    [{"require_approval": "sometimes"}, {"allowed_tool": []}, {"type": "mpc"}],
)
assert tool["allowed_tools"] == ["create_issue", "get_issue", "merge_pull_request"], tool
assert tool["require_approval"]["never"]["tool_names"] == ["get_issue"], tool
print("  openai: accepted by the types, broken ones refused")

toolset = check(
    "anthropic",
    BetaManagedAgentsMCPToolsetParams,
    [
        {"default_config": {"enabled": "sometimes"}},
        {"configs": [{"name": "x", "permission_policy": {"type": "never"}}]},
        {"config": []},
    ],
)
policies = {it["name"]: it["permission_policy"]["type"] for it in toolset["configs"]}
assert toolset["default_config"]["enabled"] is False, toolset
assert policies == {
    "get_issue": "always_allow",
    "create_issue": "always_ask",
    "merge_pull_request": "always_ask",
}, toolset
print("  anthropic: accepted by the types, broken ones refused")
