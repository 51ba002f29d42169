"""One quota of 100 for four gateways and forty clients: exactly 100 calls pass, over restarts and kills, counted at
the servers. In the embedded store and in a real Valkey or Redis. Then what a gateway does while the store is down.
quota.py TOOLRISK
"""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

toolrisk = sys.argv[1]
PASSWORD = "open-sesame-4711"
QUOTA, GATEWAYS, CLIENTS, ROUNDS = 100, 4, 40, 5
program = shutil.which("valkey-server") or shutil.which("redis-server")
if not program:
    sys.exit("MISSING: neither valkey-server nor redis-server is installed, so the shared store is NOT tested.\n"
             "Install one: apt-get install redis-server (tests/gateway/prepare does it on Debian as root).")

SERVER = r'''
import json, sys
seen = open(sys.argv[1], "a", buffering=1)
for line in sys.stdin:
    message = json.loads(line)
    if message.get("method") == "tools/call":
        seen.write(message["params"]["name"] + "\n")
    if "id" in message:
        print(json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": {"content": []}}), flush=True)
'''
POLICY = {
    "version": "1", "default": "deny",
    "tools": {"free": {}, "create": {"limits": [{"counter": "c", "window": "day", "max": QUOTA}]}},
}
folder = tempfile.mkdtemp(prefix="quota-")
place = lambda name: os.path.join(folder, name)
open(place("server.py"), "w").write(SERVER)
json.dump(POLICY, open(place("policy.json"), "w"))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Gateway:
    """A gateway that listens, in a process of its own; what it says is kept."""

    def __init__(self, state, seen, env=None):
        self.command = [toolrisk, "gateway", "--listen", "127.0.0.1:0", "--policy", place("policy.json"), "--as", "shared",
                        "--state", state, "--", sys.executable, place("server.py"), place(seen)]
        self.env, self.said = {**os.environ, **(env or {})}, []
        self.start()

    def start(self):
        self.process = subprocess.Popen(self.command, env=self.env, stderr=subprocess.PIPE, text=True)
        for line in self.process.stderr:
            self.said.append(line)
            if line.startswith("listening at "):
                break
        else:
            raise AssertionError("".join(self.said))
        self.url = line.split(" ")[2].strip()
        threading.Thread(target=lambda: self.said.extend(self.process.stderr), daemon=True).start()

    def restart(self, how):
        self.process.send_signal(how)
        self.process.wait(30)
        self.start()

    def stop(self):
        self.process.terminate()
        self.process.wait(30)

    def call(self, tool):
        """The answer to a call, without a session, as from 2026-07-28 on."""
        version, tail = "2026-07-28", "io.modelcontextprotocol/"
        meta = {tail + "protocolVersion": version, tail + "clientCapabilities": {}}
        params = {"name": tool, "arguments": {}, "_meta": meta}
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}).encode()
        headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream",
                   "MCP-Protocol-Version": version, "Mcp-Method": "tools/call", "Mcp-Name": tool}
        try:
            with urllib.request.urlopen(urllib.request.Request(self.url, body, headers), timeout=60) as response:
                return json.load(response)["result"]
        except urllib.error.HTTPError as error:
            raise AssertionError(error.read()) from error

    def passes(self, tool):
        return not self.call(tool).get("isError", False)

    def refusal(self, tool):
        return self.call(tool)["_meta"]["io.github.toolrisk/refusal"]


class Store:
    """A real store, with a password, that keeps what it has confirmed."""

    def __init__(self, tls=None):
        self.port = free_port()
        where = place(f"store-{self.port}")
        os.mkdir(where)
        self.command = [program, "--bind", "127.0.0.1", "--requirepass", PASSWORD, "--dir", where, "--save", "",
                        "--appendonly", "yes", "--appendfsync", "always", "--daemonize", "no"]
        if tls:
            self.command += ["--port", "0", "--tls-port", str(self.port), "--tls-cert-file", tls[0],
                             "--tls-key-file", tls[1], "--tls-auth-clients", "no"]
        else:
            self.command += ["--port", str(self.port)]
        self.start()

    def start(self):
        self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(500):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                time.sleep(0.2)  # It may still be loading.
                return
            time.sleep(0.02)
        raise AssertionError("the store does not start")

    def kill(self):
        self.process.kill()
        self.process.wait(30)


def quota(name, state, between):
    """Forty clients call in rounds; between the rounds gateways are stopped and killed."""
    seen = [f"seen-{name}-{number}" for number in range(GATEWAYS)]
    gateways = [Gateway(state, each) for each in seen]
    passed, lock = [], threading.Lock()

    def client(number):
        if gateways[number % GATEWAYS].passes("create"):
            with lock:
                passed.append(number)

    for number in range(ROUNDS):
        threads = [threading.Thread(target=client, args=(each,)) for each in range(CLIENTS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        gateways[number % GATEWAYS].restart(signal.SIGKILL)
        gateways[(number + 1) % GATEWAYS].restart(signal.SIGTERM)
        between(number)
    for gateway in gateways:
        gateway.stop()
    reached = sum(open(place(each)).read().count("create") for each in seen)
    assert (len(passed), reached) == (QUOTA, QUOTA), f"{name}: {len(passed)} passed, {reached} reached the servers"
    print(f"  {name}: {CLIENTS * ROUNDS} calls of {CLIENTS} clients over {GATEWAYS} gateways, {reached} passed, "
          f"{ROUNDS} gateways killed and {ROUNDS} restarted")
    return gateways


def killed_in_flight(name, state):
    """A gateway is killed while its calls are on their way: none passes twice, and what was counted stays so."""
    seen = [f"seen-flight-{name}-{number}" for number in range(GATEWAYS)]
    gateways = [Gateway(state, each) for each in seen]

    def client(number):
        for _ in range(10):
            with contextlib.suppress(OSError, urllib.error.URLError, ValueError):
                gateways[number % GATEWAYS].passes("create")

    threads = [threading.Thread(target=client, args=(each,)) for each in range(CLIENTS)]
    for thread in threads:
        thread.start()
    time.sleep(0.2)
    gateways[0].process.kill()
    for thread in threads:
        thread.join()
    for gateway in gateways:
        gateway.stop()
    reached = sum(open(place(each)).read().count("create") for each in seen if os.path.exists(place(each)))
    lost = CLIENTS // GATEWAYS
    assert QUOTA - lost <= reached <= QUOTA, f"{name}: {reached} reached the servers"
    print(f"  {name}: a gateway was killed amid its calls, {reached} of {QUOTA} reached the servers")


def out_of_reach(store):
    """While the store is down, calls with a limit are refused; the others pass. Then it counts on."""
    gateway = Gateway(f"redis://:{PASSWORD}@127.0.0.1:{store.port}/1", "seen-down")
    assert gateway.passes("create")
    store.kill()
    refusal = gateway.refusal("create")
    assert refusal["code"] == "uncounted" and f"127.0.0.1:{store.port}" in refusal["reason"], refusal
    assert gateway.refusal("create")["code"] == "uncounted" and gateway.passes("free")
    store.start()
    time.sleep(1.1)
    assert gateway.passes("create")
    gateway.stop()
    time.sleep(0.2)
    said = "".join(gateway.said)
    assert said.count("error: cannot count calls in redis://127.0.0.1") == 1, said
    assert "counting calls in redis://127.0.0.1" in said, said
    assert PASSWORD not in said + json.dumps(refusal)
    assert open(place("seen-down")).read().split() == ["create", "free", "create"]
    print("  the store down: calls with a limit are refused, loudly, and counted again when it is back")


def stalled(store):
    """A store that takes connections and answers nothing holds a call up for seconds, not for ever."""
    gateway = Gateway(f"redis://:{PASSWORD}@127.0.0.1:{store.port}/2", "seen-stalled")
    assert gateway.passes("create")
    store.process.send_signal(signal.SIGSTOP)
    assert gateway.refusal("create")["code"] == "uncounted"
    store.process.send_signal(signal.SIGCONT)
    time.sleep(1.1)
    assert gateway.passes("create")
    gateway.stop()
    print("  the store stalled: the call is refused after seconds")


def kept_secret(store):
    """A wrong password stops the start, and no password is ever shown."""
    for address, words in [(f"redis://:not-{PASSWORD}@127.0.0.1:{store.port}", "WRONGPASS"),
                           (f"redis://127.0.0.1:{store.port}", "NOAUTH"),
                           (f"http://:{PASSWORD}@127.0.0.1:{store.port}", "expected a URL")]:
        command = [toolrisk, "gateway", "--policy", place("policy.json"), "--state", "env:STORE", "--", "true"]
        run = subprocess.run(command, env={**os.environ, "STORE": address}, capture_output=True, text=True, timeout=60)
        assert run.returncode == 2 and PASSWORD not in run.stdout + run.stderr, run
        assert words in run.stderr or "uthentication" in run.stderr, run.stderr
    print("  a wrong password stops the start; no password is shown")


def over_tls():
    """The store over TLS: only with a certificate that the machine trusts."""
    key, certificate = place("key.pem"), place("certificate.pem")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "2",
                    "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-addext", "basicConstraints=CA:FALSE"],
                   check=True, capture_output=True)
    store = Store((certificate, key))
    address = f"rediss://:{PASSWORD}@localhost:{store.port}"
    gateway = Gateway(address, "seen-tls", {"SSL_CERT_FILE": certificate})
    assert gateway.passes("create")
    gateway.stop()
    try:
        Gateway(address, "seen-stranger")
    except AssertionError as refused:
        assert "certificate" in str(refused), refused
    else:
        raise AssertionError("a gateway counts in a store whose certificate nobody trusts")
    store.kill()
    print("  over TLS: counted with a certificate that is trusted, refused with another")


try:
    quota("embedded", place("state"), lambda _: None)
    killed_in_flight("embedded", place("state-flight"))
    store = Store()

    def killed(_):
        store.kill()
        store.start()

    what = os.path.basename(program)
    said = [gateway.said for gateway in quota(what, f"redis://:{PASSWORD}@127.0.0.1:{store.port}", killed)]
    assert PASSWORD not in json.dumps(said)
    killed_in_flight(what, f"redis://:{PASSWORD}@127.0.0.1:{store.port}/3")
    out_of_reach(store)
    stalled(store)
    kept_secret(store)
    store.kill()
    over_tls()
finally:
    with contextlib.suppress(NameError):
        store.process.kill()
    shutil.rmtree(folder, ignore_errors=True)
