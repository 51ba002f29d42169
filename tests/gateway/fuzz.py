"""Fuzzed messages between a client and a server that notes every tool that it is asked for. No denied call may
reach it: over pipes and over HTTP, where the default is deny and where it is allow. fuzz.py TOOLRISK [MESSAGES]
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

toolrisk, messages = sys.argv[1], int(sys.argv[2] if len(sys.argv) > 2 else 5000)
seed = int(os.environ.get("SEED", time.time_ns() % 10**9))

# A lenient reader: the last of repeated keys, keys in any case, names trimmed and folded, and arrays of messages.
SERVER = r'''
import json, sys, unicodedata
seen = open(sys.argv[1], "a", buffering=1)
def fold(text):
    text = "".join(c for c in unicodedata.normalize("NFKC", str(text)) if c.isprintable())
    return text.strip().lower()
def value(message, key):
    return next((v for k, v in reversed(list(message.items())) if fold(k) == key), None)
def one(message):
    if isinstance(message, list):
        return [one(each) for each in message]
    if not isinstance(message, dict):
        return
    if fold(value(message, "method")) == "tools/call":
        params = value(message, "params")
        seen.write(fold(value(params, "name") if isinstance(params, dict) else params) + "\n")
    if "id" in message:
        print(json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": {"content": []}}), flush=True)
for line in sys.stdin.buffer:
    try:
        one(json.loads(line.decode("utf-8", "replace"), strict=False))
    except (ValueError, RecursionError):
        pass
'''

NAMES = ["read", "drop", "Drop", "DROP", " drop", "drop ", "dr\u200bop", "drop\u0000", "\uff44rop", "d\u0072op", "other", "reader", ""]
POLICIES = {
    "deny": {"version": "1", "default": "deny", "tools": {"read": {}}},
    "allow": {"version": "1", "default": "allow", "hide": ["drop"]},
}


def denied(default, name):
    """Whether a tool that the server has understood may not be called."""
    return name != "read" if default == "deny" else name == "drop"


def spelled(dice, text):
    """A text of JSON in one of its spellings."""
    if dice.random() < 0.7:
        return json.dumps(text)
    return '"' + "".join(f"\\u{ord(c):04x}" if dice.random() < 0.5 and ord(c) < 0x10000 else json.dumps(c)[1:-1] for c in text) + '"'


def wide(text):
    """The text with its first letter in its wide form."""
    return chr(ord(text[0]) + 0xfee0) + text[1:]


def members(dice, pairs):
    pairs = list(pairs)
    if dice.random() < 0.15:
        pairs.append(dice.choice(pairs))
    if dice.random() < 0.1:
        dice.shuffle(pairs)
    key = lambda it: spelled(dice, dice.choice([str.upper, str.title, lambda x: x + " ", lambda x: x + "\u200b", wide])(it) if dice.random() < 0.04 else it)
    return "{" + ",".join(f"{key(name)}:{value}" for name, value in pairs) + "}"


def message(dice, number, modern):
    """A call, in a spelling that a reader may understand in one way or another."""
    names = [dice.choice(["read", dice.choice(NAMES)])] + ([dice.choice(NAMES)] if dice.random() < 0.15 else [])
    meta = ('{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}')
    params = [("name", spelled(dice, name)) for name in names] + [("arguments", "{}")]
    if modern:
        params.append(("_meta", meta))
    method = dice.choice(["tools/call"] * 40 + [
        "Tools/Call", "tools/call ", "tools\u2215call", "tools\uff0fcall", "\uff54ools/call", "ping", "tools/list"])
    identity = dice.choice([str(number)] * 40 + [f'"{number}"', f"{number}.0", "null", "[]", "1e3"])
    pairs = [("jsonrpc", '"2.0"'), ("method", spelled(dice, method)), ("params", members(dice, params)), ("id", identity)]
    if dice.random() < 0.05:
        del pairs[dice.randrange(4)]
    text = members(dice, pairs)
    roll = dice.random()
    if roll < 0.05:
        text = f"[{text}]"
    elif roll < 0.1:
        at = dice.randrange(len(text))
        text = text[:at] + dice.choice(["\r", "\x00", "\ufeff", "\u2028", "}", '"', "\\ud83d", "\x85", ","]) + text[at:]
    elif roll < 0.15:
        at = dice.randrange(len(text))
        text = text[:at] + text[at + 1:]
    return text.replace("\n", " ").encode("utf-8", "replace"), names[-1]


def over_pipes(command, dice):
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for number in range(messages):
        process.stdin.write(message(dice, number, dice.random() < 0.3)[0] + b"\n")
    process.stdin.close()
    process.wait(600)


def over_http(command, dice):
    process = subprocess.Popen([*command[:2], "--listen", "127.0.0.1:0", *command[2:]], stderr=subprocess.PIPE, text=True)
    line = next(line for line in process.stderr if line.startswith("listening at "))
    url = line.split(" ")[2].strip()
    threading.Thread(target=process.stderr.read, daemon=True).start()

    def post(body, headers):
        headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream", **headers}
        try:
            with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=60) as response:
                response.read()
                return response.headers.get("Mcp-Session-Id")
        except (urllib.error.HTTPError, ValueError, UnicodeError):
            return None

    first = {"protocolVersion": "2025-11-25", "capabilities": {}}
    first = {"jsonrpc": "2.0", "id": "first", "method": "initialize", "params": first}
    session = post(json.dumps(first).encode(), {})

    def some(dice, start):
        for number in range(start, messages, 8):
            modern = dice.random() < 0.5
            body, name = message(dice, number, modern)
            named = dice.choice([name, "read"]).encode("ascii", "ignore").decode().replace("\x00", "")
            version = {"MCP-Protocol-Version": "2026-07-28", "Mcp-Method": "tools/call", "Mcp-Name": named}
            post(body, version if modern else {"Mcp-Session-Id": session})

    threads = [threading.Thread(target=some, args=(random.Random(dice.random()), start)) for start in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    process.terminate()
    process.wait(60)


with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
    place = lambda name: os.path.join(folder, name)
    open(place("server.py"), "w").write(SERVER)
    for default, policy in POLICIES.items():
        json.dump(policy, open(place("policy.json"), "w"))
        for way, run in [("pipes", over_pipes), ("HTTP", over_http)]:
            seen = place(f"seen-{default}-{way}")
            command = [toolrisk, "gateway", "--policy", place("policy.json"), "--no-reload", "--log", os.devnull,
                       "--state", "memory", "--", sys.executable, place("server.py"), seen]
            run(command, random.Random(f"{seed} {default} {way}"))
            called = open(seen).read().split("\n")[:-1]
            through = sorted({name for name in called if denied(default, name)})
            assert not through, f"seed {seed}, default {default}, over {way}: {through} reached the server"
            assert called.count("read") > messages / 50, f"seed {seed}: only {len(called)} calls reached the server"
            print(f"  default {default}, over {way}: {messages} messages, {len(called)} calls reached the server, none denied")
