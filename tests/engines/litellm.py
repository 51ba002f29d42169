"""Puts an exported policy before LiteLLM's own `is_tool_allowed_for_server`.

python litellm.py TOOLRISK CATALOG FOLDER, where FOLDER holds the package. Of all that the package needs, this function
needs pydantic alone; the two libraries for HTTP that its module imports on the way are stood in for.
"""

import json
import subprocess
import sys
import types

from ruamel.yaml import YAML

TOOLRISK, CATALOG, FOLDER = sys.argv[1:]


class Absent(types.ModuleType):
    """A library that is imported and not used."""

    __path__ = []

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {})


for name in ["httpx", "aiohttp", "aiohttp.client"]:
    sys.modules[name] = Absent(name)
# The package's own start would import everything.
package = types.ModuleType("litellm")
package.__path__ = [f"{FOLDER}/litellm"]
sys.modules["litellm"] = package

from litellm.proxy.mcp_server.utils import (  # noqa: E402
    is_tool_allowed_for_server,
    validate_mcp_server_name,
)
from litellm.types.mcp_server.mcp_server_manager import MCPServer  # noqa: E402


def run(*arguments):
    done = subprocess.run([TOOLRISK, *arguments], check=True, capture_output=True, text=True)
    return done.stdout


def exported(*more):
    """The server as LiteLLM reads it from its configuration, and the export's own list of losses."""
    text = run("export", "github", "--catalog", CATALOG, "--target", "litellm", "--quiet", *more)
    [(name, entry)] = YAML(typ="safe").load(text)["mcp_servers"].items()
    validate_mcp_server_name(name)
    keys = {"allowed_tools", "disallowed_tools", "mcp_info"}
    assert set(entry) <= keys, entry
    return MCPServer(server_id="1", name=name, server_name=name, transport="stdio", **entry)


policy = json.loads(run("export", "github", "--catalog", CATALOG, "--quiet"))
hidden = set(policy.get("hide", []))


def passes(tool):
    """What the policy lets through without a person."""
    if tool in hidden or tool not in policy["tools"]:
        return False
    always = [it for it in policy["tools"][tool].get("deny_if", []) if not it["conditions"]]
    return not always


tools = sorted(hidden | set(policy["tools"])) + ["a_tool_that_nobody_knows"]
server = exported()
for tool in tools:
    allowed = is_tool_allowed_for_server(tool, server)
    # A rule on some arguments denies all calls, since this product reads none.
    guarded = policy["tools"].get(tool, {}).get("deny_if") or policy["tools"].get(tool, {}).get("require")
    expected = passes(tool) and not guarded
    assert allowed == expected, f"{tool}: {allowed}, and the policy says {expected}"
count = sum(is_tool_allowed_for_server(tool, server) for tool in tools)
assert 0 < count < len(tools), count
# A list that is empty lets everything through, unless it is enforced.
bare = MCPServer(server_id="1", name="x", transport="stdio", allowed_tools=[])
assert is_tool_allowed_for_server("drop", bare)
assert not is_tool_allowed_for_server("drop", bare.model_copy(update={"mcp_info": {"tool_allowlist_enforced": True}}))
print(f"  litellm: {count} of {len(tools)} tools pass, those that the policy lets through")
