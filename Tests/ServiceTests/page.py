"""Looks at the page in headless Chromium: page.py FOLDER

The folder holds the page's bytes (page.html) and its header fields (fields.json), as the program sends them. A stand-in
of the API is served beside it. What the page shows is asked for by the DevTools protocol; screenshots are left in the
folder.
"""
import base64, http.server, json, os, re, socket, struct, subprocess, sys, tempfile, threading, time, urllib.request

FOLDER, TOKEN = sys.argv[1], "a token"
EVIL = "<img src=x onerror=document.title='evil'>"
LIVES = {"on": True, "requests": []}


def wrapper(name, score, status, error_rate=0.0, budget=None):
    health = {"health_score": score, "status": status, "status_message": status, "success_rate": 1 - error_rate,
              "error_rate": error_rate, "fallback_rate": 0, "last_activity": "2026-01-01T00:00:00.000000Z",
              "recent_errors": [f"<script>document.title='evil'</script> of {name}"]}
    return {"wrapper_name": name, "seen": True, "idle_since": None, "operations_per_minute": 7, "health": health,
            "stats": {"p50_ms": 120, "p95_ms": 4700}, "totals": {"cost_usd": "12.5", "estimated_usd": "0", "active": 0},
            "budget": budget and {"daily": budget, "monthly": None}}


STATE = {
    "schema": 1, "at": "2026-01-01T00:00:05.000000Z", "budget": None, "sources": [],
    "system": {"overall_health_score": 0.8, "system_status": "Degraded", "operations_per_minute": 14,
               "total_wrappers": 2, "overall_success_rate": 0.9, "unhealthy_wrappers": 1},
    "wrappers": [wrapper("a/b ?#", 0.99, "Healthy", budget={
        "budget_usd": "10", "spent_usd": "9.5", "percentage": 95.0, "status": "critical", "remaining_usd": "0.5",
        "projected_usd": "20", "complete": True}), wrapper(EVIL, 0.2, "Critical", 0.5)],
    "alerts": [{"rule": "r", "wrapper_name": EVIL, "severity": "critical", "state": "firing", "message": EVIL,
                "since": "2026-01-01T00:00:00.000000Z"}],
}
SERIES = [{"timestamp": f"2026-01-01T00:{minute:02}:00.000000Z", "total_operations": minute, "error_count": 1,
           "error_rate": 0.1, "fallback_rate": None, "p50_ms": 10, "p95_ms": 20, "cost_usd": "0.01"}
          for minute in range(30)]
COSTS = [{"wrapper_name": EVIL, "date": "2026-01-01", "cost_usd": "3.25"}]


class API(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def answer(self, body, fields, status=200):
        self.send_response(status)
        for name, value in {**fields, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        LIVES["requests"].append((self.path, dict(self.headers)))
        if self.path == "/":
            return self.answer(open(f"{FOLDER}/page.html", "rb").read(), json.load(open(f"{FOLDER}/fields.json")))
        if self.headers.get("Authorization") != f"Bearer {TOKEN}":
            return self.answer(b'{"detail":"no"}', {"Content-Type": "application/problem+json"}, 401)
        if self.path == "/v1/stream":
            return self.stream()
        rows = SERIES if "/series?" in self.path else COSTS
        self.answer(json.dumps(rows).encode(), {"Content-Type": "application/json"})

    def stream(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        self.event(1, "snapshot", STATE)
        number = 1
        while LIVES["on"]:
            time.sleep(0.2)
            number += 1
            self.event(number, "change", {"at": "2026-01-01T00:00:06.000000Z",
                                          "wrappers": [wrapper("new", 0.75, "Degraded")]})

    def event(self, number, name, value):
        self.wfile.write(f"id: {number}\nevent: {name}\ndata: {json.dumps(value)}\n\n: comment\n\n".encode())


class Browser:
    """A page in Chromium, spoken to by the DevTools protocol."""

    def __init__(self):
        self.home = tempfile.mkdtemp(dir=FOLDER)
        self.process = subprocess.Popen(
            ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0",
             "--no-first-run", "--hide-scrollbars", "--disable-dev-shm-usage", f"--user-data-dir={self.home}",
             "about:blank"],
            stderr=subprocess.PIPE, text=True, env={**os.environ, "HOME": self.home})
        found = (re.search(r"ws://127\.0\.0\.1:(\d+)", line) for line in self.process.stderr)
        port = next(match[1] for match in found if match)
        threading.Thread(target=self.process.stderr.read, daemon=True).start()
        pages = json.load(urllib.request.urlopen(f"http://127.0.0.1:{port}/json"))
        path = next(page["webSocketDebuggerUrl"] for page in pages if page["type"] == "page").split(port, 1)[1]
        self.socket = socket.create_connection(("127.0.0.1", int(port)), timeout=60)
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode())
        self.file, self.count, self.complaints = self.socket.makefile("rb"), 0, []
        while self.file.readline().strip():
            pass
        for domain in ("Page", "Runtime", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method, **parameters):
        self.count += 1
        data, mask = json.dumps({"id": self.count, "method": method, "params": parameters}).encode(), os.urandom(4)
        self.socket.sendall(b"\x81\xff" + struct.pack(">Q", len(data)) + mask
                            + bytes(byte ^ mask[index % 4] for index, byte in enumerate(data)))
        while True:
            message = self.receive()
            if message.get("id") == self.count:
                return message.get("result", message)
            if message.get("method") in ("Log.entryAdded", "Runtime.exceptionThrown"):
                self.complaints.append(json.dumps(message["params"]))

    def receive(self):
        data, is_last = b"", False
        while not is_last:
            head, length = self.file.read(2)
            is_last, length = bool(head & 128), length & 127
            if length > 125:
                length = int.from_bytes(self.file.read(2 if length == 126 else 8), "big")
            data += self.file.read(length)
        return json.loads(data)

    def value(self, script):
        return self.call("Runtime.evaluate", expression=script, returnByValue=True)["result"].get("value")

    def expect(self, script):
        end = time.monotonic() + 30
        while not self.value(f"!!({script})"):
            if time.monotonic() > end:
                sys.exit(f"never: {script}\n{self.value('document.body.innerText')}\n{self.complaints}")
            time.sleep(0.05)

    def look(self, width, scheme, name):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=False)
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.expect(f"document.documentElement.scrollWidth <= {width}")
        with open(f"{FOLDER}/{name}-{scheme}-{width}.png", "wb") as file:
            file.write(base64.b64decode(self.call("Page.captureScreenshot", captureBeyondViewport=True)["data"]))


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True


server = Server(("127.0.0.1", 0), API)
threading.Thread(target=server.serve_forever, daemon=True).start()
browser = Browser()
try:
    browser.call("Page.navigate", url=f"http://127.0.0.1:{server.server_port}/")
    # It asks for the token, and again after a wrong one.
    answers = {"wrong": "document.body.innerText.includes('not accepted')", TOKEN: "document.querySelector('tbody')"}
    for token, sign in answers.items():
        browser.expect("document.getElementById('token')")
        browser.value(f"document.getElementById('token').value = '{token}'")
        browser.value("document.querySelector('form').requestSubmit()")
        browser.expect(sign)
    browser.expect("document.getElementById('link').textContent.startsWith('live')")
    # The worst first; a change brings another wrapper and keeps those that it does not name.
    browser.expect("document.querySelectorAll('tbody tr').length === 3")
    browser.expect(f"document.querySelector('tbody td.name').textContent === {json.dumps(EVIL)}")
    browser.expect("document.querySelector('tbody').innerText.includes('95 %')")
    browser.expect("document.querySelectorAll('main img, main script').length === 0")
    for scheme in ("light", "dark"):
        for width in (1280, 375):
            browser.look(width, scheme, "overview")
    # One wrapper, whose name is no part of a path by itself.
    browser.value("document.querySelector('a[data-key^=\"a/b\"]').click()")
    browser.expect("document.querySelector('h2').textContent === 'a/b ?#'")
    browser.expect("document.querySelectorAll('svg').length === 4 && document.querySelectorAll('svg rect').length > 50")
    browser.expect("document.title.startsWith('a/b ?#')")
    browser.look(1280, "dark", "wrapper")
    browser.look(375, "light", "wrapper")
    browser.value("location.hash = '#/costs'")
    browser.expect("document.querySelector('tbody').innerText.includes('$3.25')")
    browser.look(375, "dark", "costs")
    # A stream that ends is said, and begun again with what came last.
    LIVES["on"] = False
    browser.expect("document.getElementById('link').className === 'lost' && document.body.className === 'stale'")
    LIVES["on"] = True
    browser.expect("document.getElementById('link').className === ''")
    streams = [fields for path, fields in LIVES["requests"] if path == "/v1/stream"]
    assert int(streams[-1]["Last-Event-ID"]) > 1, streams[-1]
    # The token is kept nowhere, and nothing was asked of anybody else or in another way.
    kept = "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, location.href])"
    assert TOKEN not in browser.value(kept) and not any(TOKEN in path for path, _ in LIVES["requests"])
    odd = [text for text in browser.complaints if "401" not in text]
    assert not odd, odd
    assert "evil" not in browser.value("document.title").replace(EVIL, "")
    print("the page is well")
finally:
    browser.process.kill()
