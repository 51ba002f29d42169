"""Imports real servers and holds the result against the official client's list: check.py TOOLRISK"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

toolrisk = sys.argv[1]
folder = tempfile.mkdtemp(prefix="capture-")
catalog = os.path.join(folder, "catalog")
bin, venv, gateway = "node_modules/.bin/", "venv/bin/", "../gateway/"
repository = os.path.join(folder, "repository")
subprocess.run(["git", "init", "--quiet", repository], check=True)

SERVERS = {
    "everything": [gateway + bin + "mcp-server-everything", "stdio"],
    "filesystem": [gateway + bin + "mcp-server-filesystem", folder],
    "memory": [gateway + bin + "mcp-server-memory"],
    "git": [gateway + venv + "mcp-server-git", "--repository", repository],
    "time": [gateway + venv + "mcp-server-time", "--local-timezone", "UTC"],
    "fetch": [venv + "mcp-server-fetch"],
    "aws-documentation": [venv + "awslabs.aws-documentation-mcp-server"],
    "sequential-thinking": [bin + "mcp-server-sequential-thinking"],
    "github": [bin + "mcp-server-github"],
    "notion": [bin + "notion-mcp-server"],
    "playwright": [bin + "playwright-mcp", "--headless"],
    "context7": [bin + "context7-mcp"],
    "hostinger": [bin + "hostinger-api-mcp"],
    "mongodb": [bin + "mongodb-mcp-server"],
    "chrome-devtools": ["node", "node_modules/chrome-devtools-mcp/build/src/bin/chrome-devtools-mcp.js", "--headless"],
}


def port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def over_http():
    """Two servers over HTTP, by id: the process and the address."""
    one, other = port(), port()
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    everything = [gateway + bin + "mcp-server-everything", "streamableHttp"]
    context7 = [bin + "context7-mcp", "--transport", "http", "--port", str(other)]
    processes = [
        subprocess.Popen(everything, env={**os.environ, "PORT": str(one)}, **quiet),
        subprocess.Popen(context7, **quiet),
    ]
    for each in (one, other):
        for _ in range(300):
            with socket.socket() as client:
                if client.connect_ex(("127.0.0.1", each)) == 0:
                    break
            time.sleep(0.1)
    urls = {"everything-http": f"http://127.0.0.1:{one}/mcp", "context7-http": f"http://127.0.0.1:{other}/mcp"}
    return processes, urls


def official(place):
    words = [place] if isinstance(place, str) else place
    output = subprocess.run(["node", "names.mjs", *words], capture_output=True, text=True, timeout=120)
    assert output.returncode == 0, (place, output.stderr)
    return json.loads(output.stdout)


def bulk(places):
    servers = {
        id: {"url": place} if isinstance(place, str) else {"command": place[0], "args": place[1:]}
        for id, place in places.items()
    }
    path = os.path.join(folder, "servers.json")
    with open(path, "w") as file:
        json.dump({"servers": servers}, file)
    command = [toolrisk, "import", "--from", path, "--jobs", "2", "--catalog", catalog]
    output = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert output.returncode == 0, output.stderr
    return path


def files():
    texts = {}
    for root, _, names in os.walk(catalog):
        for name in names:
            with open(os.path.join(root, name)) as file:
                texts[os.path.join(root, name)] = file.read()
    return texts


processes, urls = over_http()
try:
    places = {**SERVERS, **urls}
    listing = bulk(places)
    with ThreadPoolExecutor(2) as pool:
        expected = dict(zip(places, pool.map(official, places.values())))
    eras = {}
    for id in places:
        with open(os.path.join(catalog, id, "tools.lock.json")) as file:
            lock = json.load(file)
        assert sorted(lock["tools"]) == expected[id], (id, sorted(lock["tools"]), expected[id])
        eras[lock["protocol"]] = eras.get(lock["protocol"], 0) + 1
        print(f"  {id}: {len(expected[id])} tools, {lock['protocol']}, {lock.get('package') or lock['method']}")
    assert len(eras) > 1, eras
    before = files()
    bulk(places)
    assert files() == before, "the second import changes something"
    command = [toolrisk, "drift", "--from", listing, "--catalog", catalog]
    output = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert output.returncode == 0, output.stdout + output.stderr
    print(f"  {output.stderr.strip()}")
finally:
    for process in processes:
        process.kill()


def changes(old, new):
    lists = []
    for version in (old, new):
        package = "node_modules/chrome-devtools-mcp" + version
        path = os.path.join(folder, f"list{version}.json")
        script = package + "/build/src/bin/chrome-devtools-mcp.js"
        scratch = os.path.join(folder, f"catalog{version}")
        command = [toolrisk, "import", "--server", "c", "--catalog", scratch, "--save", path]
        asked = [*command, "--", "node", script, "--headless"]
        output = subprocess.run(asked, capture_output=True, text=True)
        assert output.returncode == 0, output.stderr
        lists.append(path)
    command = [toolrisk, "drift", "--before", lists[0], "--after", lists[1], "--format", "json"]
    output = subprocess.run(command, capture_output=True, text=True)
    assert output.returncode == 1, output.stderr
    server = json.loads(output.stdout)["servers"][0]
    return {it["tool"]: it["grade"] for it in server["changes"] if it["grade"] != "notation"}


found = changes("-1.8.0", "-1.10.1")
assert set(found) == {"get_css_styles", "evaluate_script", "fill_form", "get_network_request", "new_page"}, found
print(f"  chrome-devtools-mcp 1.8.0 to 1.10.1: {found}")
found = changes("-1.10.1", "")
assert set(found) == {
    "screencast_start", "screencast_stop", "emulate", "evaluate_script", "get_css_styles", "lighthouse_audit",
    "performance_start_trace", "resize_page",
}, found
print(f"  chrome-devtools-mcp 1.10.1 to 1.11.0: {found}")
