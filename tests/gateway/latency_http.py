"""What the gateway adds to a call over HTTP, and its memory with 1,000 clients: latency_http.py TOOLRISK [CALLS]

The server is a small one of our own, direct and behind the gateway, each call on a connection that stays open, in
turns of a hundred. Nothing is asserted; a busy machine shows in the 99th of 100.
"""

import http.client
import http.server
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time

toolrisk, calls = sys.argv[1], int(sys.argv[2] if len(sys.argv) > 2 else 5000)
CLIENTS, TURN = 1000, 100
VERSION, PREFIX = "2026-07-28", "io.modelcontextprotocol/"


class Server(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # The head and the body in one packet.

    def log_message(self, *_):
        pass

    def do_POST(self):
        message = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if message.get("method") == "initialize":
            result = {"protocolVersion": "2025-11-25", "capabilities": {"tools": {}}, "serverInfo": {"name": "s", "version": "1"}}
        else:
            result = {"content": [{"type": "text", "text": "hello"}]}
        body = json.dumps({"jsonrpc": "2.0", "id": message.get("id"), "result": result}).encode() if "id" in message else b""
        self.send_response(200 if body else 202)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()


class Many(http.server.ThreadingHTTPServer):
    daemon_threads, request_queue_size = True, 256


def serve():
    server = Many(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port


def gateway(port, folder):
    policy = os.path.join(folder, "policy.json")
    limit = {"limits": [{"counter": "all", "window": "hour", "max": 10_000_000}]}
    rule = {"deny_if": [{"conditions": [{"path": "args.message", "op": "regex", "value": "^no"}]}]}
    json.dump({"version": "1", "default": "deny", "all_tools": limit, "tools": {"echo": rule}}, open(policy, "w"))
    command = [toolrisk, "gateway", "--listen", "127.0.0.1:0", "--policy", policy, "--log", os.path.join(folder, "log"),
               "--state", "memory", "--url", f"http://127.0.0.1:{port}/mcp"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    line = next(line for line in process.stderr if line.startswith("listening at "))
    threading.Thread(target=process.stderr.read, daemon=True).start()
    return process, int(line.split(":")[2].split("/")[0])


def post(connection, message, headers):
    connection.request("POST", "/mcp", json.dumps(message), {
        "Content-Type": "application/json", "Accept": "application/json, text/event-stream", **headers})
    response = connection.getresponse()
    return response, response.read()


def call(connection, number):
    meta = {PREFIX + "protocolVersion": VERSION, PREFIX + "clientCapabilities": {}}
    params = {"name": "echo", "arguments": {"message": f"message {number}"}, "_meta": meta}
    message = {"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": params}
    begin = time.perf_counter()
    response, body = post(connection, message, {"MCP-Protocol-Version": VERSION, "Mcp-Method": "tools/call", "Mcp-Name": "echo"})
    took = time.perf_counter() - begin
    assert response.status == 200 and b"hello" in body, body
    return 1000 * took


def memory(process):
    status = open(f"/proc/{process.pid}/status").read()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


def session(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    params = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "l", "version": "1"}}
    response, _ = post(connection, {"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": params}, {})
    headers = {"Mcp-Session-Id": response.headers["Mcp-Session-Id"]}
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "echo", "arguments": {"message": "m"}}}
    assert b"hello" in post(connection, message, headers)[1]
    return connection


with tempfile.TemporaryDirectory(prefix="latency-") as folder:
    port = serve()
    process, behind = gateway(port, folder)
    sides = [(http.client.HTTPConnection("127.0.0.1", each), []) for each in (port, behind)]
    for connection, _ in sides:
        for number in range(TURN):
            call(connection, number)
    for turn in range(calls // TURN):
        for connection, times in sides:
            times.extend(call(connection, turn * TURN + number) for number in range(TURN))
    (_, direct), (_, through) = sides
    for words, times in [("direct", direct), ("gateway", through)]:
        tail = statistics.quantiles(times, n=100)[98]
        print(f"{words:8} {len(times)} calls over HTTP: median {statistics.median(times):.3f} ms, 99th of 100 {tail:.3f} ms")
    print(f"added at the median: {statistics.median(through) - statistics.median(direct):.3f} ms")
    print(f"memory before the clients: {memory(process):.0f} MB")
    held = [session(behind) for _ in range(CLIENTS)]
    print(f"memory with {CLIENTS} clients, each with a session and an open connection: {memory(process):.0f} MB")
    process.terminate()
    process.wait(60)
