"""Drives the gateway with the Python SDK's client: client.py TOOLRISK SERVER legacy|auto"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time

import mcp_types as types
from mcp import Client
from mcp.client.stdio import StdioServerParameters

toolrisk, name, era = sys.argv[1:]
folder = tempfile.mkdtemp(prefix="gateway-")
git = ["git", "-C", folder, "-c", "user.name=t", "-c", "user.email=t@example.com"]
subprocess.run([*git, "init", "--quiet"], check=True)
subprocess.run([*git, "commit", "--quiet", "--allow-empty", "-m", "first"], check=True)
text = open("servers.json").read().replace("$DIR", folder).replace("$ERA", era)
server = json.loads(text)[name]
asked, answer = [], {}


def rules():
    tools = {server["call"][0]: {}}
    tools[server["limited"][0]] = {"limits": [{"counter": "c", "window": "minute", "max": 30}]}
    if "asked" in server:
        guard = {"conditions": [], "on_deny": "Requires human approval.", "ask": True}
        tools[server["asked"][0]] = {"deny_if": [guard]}
        tools[server["denied"][0]] = {"deny_if": [{"conditions": []}]}
    return tools


async def elicit(_, params):
    asked.append(params.message)
    return types.ElicitResult(**answer)


async def main():
    path = os.path.join(folder, "..", os.path.basename(folder) + ".json")
    hide = [server["hidden"][0]] if "hidden" in server else []
    with open(path, "w") as file:
        json.dump({"version": "1", "default": "deny", "hide": hide, "tools": rules()}, file)
    args = ["gateway", "--policy", path, "--log", path + ".log", "--", *server["command"]]
    command = StdioServerParameters(command=toolrisk, args=args, env=dict(os.environ))
    async with Client(command, mode=era, elicitation_callback=elicit) as client:
        version = client.protocol_version

        async def call(which):
            tool, arguments = server[which]
            result = await client.call_tool(tool, arguments)
            return bool(result.is_error), result.content[0].text if result.content else ""

        names = [tool.name for tool in (await client.list_tools()).tools]
        assert sorted(names) == sorted(server["list"]), names
        assert not (await call("call"))[0]
        if "asked" in server:
            for which, rule in [("denied", "/deny_if/0"), ("hidden", "/hide/0")]:
                error, said = await call(which)
                assert error and "denied by policy" in said and said.endswith(rule), said
            answer.update(action="accept", content={"approve": True})
            error, said = await call("asked")
            assert not error and "Requires human approval." in asked[-1], (said, asked)
            answer.update(action="decline", content=None)
            error, said = await call("asked")
            assert error and "did not approve" in said, said
        left = 60 - int(time.time()) % 60
        if left < 10:
            await asyncio.sleep(left)
        for calls in range(1, 32):
            error, said = await call("limited")
            assert error == (calls == 31), (calls, said)
        assert said.endswith("/limits/0"), said
    print(f"  {name} {version}: {sum(1 for _ in open(path + '.log'))} decisions")


asyncio.run(main())
