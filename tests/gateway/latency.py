"""Times calls of `echo` on the everything server: latency.py TOOLRISK"""

import json
import statistics
import subprocess
import sys
import tempfile
import time

CALLS, BLOCK = 10_000, 500
server = ["node_modules/.bin/mcp-server-everything", "stdio"]
policy = tempfile.NamedTemporaryFile("w", suffix=".json")
json.dump({
    "version": "1", "default": "deny",
    "all_tools": {"limits": [{"counter": "all", "window": "hour", "max": 1_000_000}]},
    "tools": {"echo": {"deny_if": [{"conditions": [{"path": "args.message", "op": "regex", "value": "^no"}]}]}},
}, policy)
policy.flush()


def start(command):
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    params = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "l", "version": "1"}}
    ask(process, 0, "initialize", params)
    process.stdin.write(b'{"jsonrpc":"2.0","method":"notifications/initialized"}\n')
    return process


def ask(process, identifier, method, params):
    line = json.dumps({"jsonrpc": "2.0", "id": identifier, "method": method, "params": params}).encode() + b"\n"
    wanted = f'"id":{identifier}}}'.encode()
    begin = time.perf_counter()
    process.stdin.write(line)
    process.stdin.flush()
    while True:
        answer = process.stdout.readline()
        if wanted in answer:
            return time.perf_counter() - begin
        assert answer, "the server ended"


log = tempfile.NamedTemporaryFile()
through = [sys.argv[1], "gateway", "--policy", policy.name, "--log", log.name, "--", *server]
sides = [(start(server), []), (start(through), [])]
for block in range(CALLS // BLOCK):
    for process, times in sides:
        for call in range(block * BLOCK + 1, (block + 1) * BLOCK + 1):
            params = {"name": "echo", "arguments": {"message": f"message {call}"}}
            times.append(ask(process, call, "tools/call", params))
for process, _ in sides:
    process.stdin.close()
    process.wait(20)
direct, gateway = ([1000 * each for each in times] for _, times in sides)
for words, times in [("direct", direct), ("gateway", gateway)]:
    tail = statistics.quantiles(times, n=100)
    print(f"{words:8} {len(times)} calls: median {statistics.median(times):.3f} ms, 99th of 100 {tail[98]:.3f} ms")
added = statistics.median(gateway) - statistics.median(direct)
print(f"added at the median: {added:.3f} ms, {statistics.median(gateway) / statistics.median(direct):.2f} times")
