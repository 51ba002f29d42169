"""What the SDKs do not show: bytes of answers, and processes that are killed. raw.py TOOLRISK"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time

toolrisk = sys.argv[1]
folder = tempfile.mkdtemp(prefix="gateway-")
open(os.path.join(folder, "a.txt"), "w").write("hello \u2028 \U0001f600\n" * 1000)
subprocess.run(["git", "-C", folder, "init", "--quiet"], check=True)
os.environ["MEMORY_FILE_PATH"] = os.path.join(folder, "memory.json")
servers = json.loads(open("servers.json").read().replace("$DIR", folder))
policy = os.path.join(folder, "policy.json")
json.dump({"version": "1", "default": "allow"}, open(policy, "w"))


def gateway(command):
    return [toolrisk, "gateway", "--policy", policy, "--log", policy + ".log", "--", *command]


def start(command):
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def send(process, message):
    process.stdin.write(json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n")
    process.stdin.flush()


def answer(process, identifier):
    for line in process.stdout:
        message = json.loads(line)
        if message.get("id") == identifier and "method" not in message:
            return line


def handshake(process):
    params = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "raw", "version": "1"}}
    send(process, {"id": 0, "method": "initialize", "params": params})
    answer(process, 0)
    send(process, {"method": "notifications/initialized"})


def exchange(command, call):
    process = start(command)
    handshake(process)
    send(process, {"id": 1, "method": "tools/list"})
    listed = answer(process, 1)
    send(process, {"id": 2, "method": "tools/call", "params": {"name": call[0], "arguments": call[1]}})
    called = answer(process, 2)
    process.stdin.close()
    process.wait(20)
    return listed, called


for name, server in servers.items():
    direct, through = exchange(server["command"], server["call"]), exchange(gateway(server["command"]), server["call"])
    assert direct == through, name
    print(f"  {name}: lists and answers equal, {len(direct[0])} and {len(direct[1])} bytes")


def family(pid):
    """The process and all below it."""
    rows = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True).stdout.split("\n")
    children = {}
    for row in rows:
        if row.strip():
            child, parent = map(int, row.split())
            children.setdefault(parent, []).append(child)
    found, todo = [], [pid]
    while todo:
        found.append(todo.pop())
        todo += children.get(found[-1], [])
    return found


def running(pids):
    rows = subprocess.run(["ps", "-o", "pid=,stat=", "-p", ",".join(map(str, pids))], capture_output=True, text=True)
    return [row for row in rows.stdout.split("\n") if row.strip() and not row.split()[1].startswith("Z")]


CLIENT = """
import json, subprocess, sys, time
process = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
params = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "raw", "version": "1"}}
process.stdin.write(json.dumps({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": params}).encode() + b"\\n")
process.stdin.flush()
process.stdout.readline()
print("ready", flush=True)
time.sleep(600)
"""


def killed(which, command):
    """Kills one of client, gateway and server, and waits for the others to end."""
    client = subprocess.Popen([sys.executable, "-c", CLIENT, *gateway(command)], stdout=subprocess.PIPE)
    client.stdout.readline()
    pids = family(client.pid)
    processes = {}
    for pid in pids:
        line = subprocess.run(["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True).stdout
        if " gateway --policy " in line and "-c" not in line.split():
            processes["gateway"] = pid
        elif "gateway-guard" not in line and pid != client.pid:
            processes["server"] = pid
    processes["client"] = client.pid
    os.kill(processes[which], signal.SIGKILL)
    rest = [pid for pid in pids if which == "client" or pid != client.pid]
    until = time.time() + 30
    while running(rest):
        assert time.time() < until, (which, running(rest))
        time.sleep(0.05)
    client.kill()
    client.wait()


for name in ["filesystem", "everything", "git"]:
    for which in ["client", "gateway", "server"]:
        killed(which, servers[name]["command"])
wrapped = ["npm", "exec", "--offline", "--", "mcp-server-everything", "stdio"]
for which in ["client", "gateway"]:
    killed(which, wrapped)
print("  client, gateway and server killed: nothing is left")
for line in open(policy + ".log"):
    json.loads(line)
