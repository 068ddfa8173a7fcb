"""How long until something is on the screen: an event that comes in, a key that is pressed."""
import contextlib
import os
import random
import shutil
import socket
import subprocess
import sys
import time

from measuring import events
from measuring.terminal import Terminal

RECORD = '{"wrapper_name":"probe","status":"error","error_code":"PROBE","error_message":"%s","duration_ms":5}\n'


def quantile(values, share):
    """The value of nearest rank."""
    ordered = sorted(values)
    return ordered[max(0, -(-int(share * 100) * len(ordered) // 100) - 1)] if ordered else None


def words(count, seed=7):
    """Words of which no two neighbours have the same letter at the same place, so that each is drawn in one piece."""
    rng = random.Random(seed)
    return ["".join(rng.choices("QXZVKWYJ" if number % 2 else "BHPDGFMT", k=10)) for number in range(count)]


@contextlib.contextmanager
def load(path, rate, wrappers, seconds, report=None):
    """Sends `rate` events a second to a socket meanwhile; calls `report` with how many a second went out."""
    sender = subprocess.Popen(
        [sys.executable, os.path.join(os.path.dirname(__file__), "load.py"), path, str(rate), str(wrappers),
         str(seconds)], stdout=subprocess.PIPE, text=True)
    try:
        yield sender
    finally:
        sender.terminate()
        sent = sender.communicate()[0].strip()
        if report:
            report(float(sent) if sent else None)


def events_to_screen(terminal, send, shown="%s", line=RECORD, count=40, jitter=0.9, seed=3):
    """Milliseconds from writing a line to its word on the screen, for each word that was seen within five seconds."""
    rng = random.Random(seed)
    found = []
    for word in words(count):
        terminal.watch(0.3 + jitter * rng.random())
        text = (line % word).encode()
        sent = time.monotonic()
        send(text)
        seen = terminal.watch_for((shown % word).encode(), 5)
        if seen is not None:
            found.append(1000 * (seen - sent))
    return found


def keys_to_screen(terminal, count=60, seed=5):
    """Milliseconds from pressing j or k to the mark of the cursor standing in its new row."""
    rng = random.Random(seed)
    found = []
    for number in range(count):
        terminal.watch(0.11 + 0.2 * rng.random())
        pressed = time.monotonic()
        terminal.send(b"k" if number % 2 else b"j")
        seen = terminal.watch_for("▸".encode(), 5)
        if seen is not None:
            found.append(1000 * (seen - pressed))
    return found


def appender(path):
    """Writes to the end of a file."""
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    return lambda data: os.write(descriptor, data)


def connected(path):
    """Writes to a socket."""
    client = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    client.connect(path)
    return client.sendall


def measure(table, program, folder):
    log, path = os.path.join(folder, "probe.jsonl"), os.path.join(folder, "events.sock")
    events.write(log, 20_000, 12, time.time(), hours=1)

    lnav = None
    if shutil.which("lnav"):
        plain = os.path.join(folder, "plain.log")
        with open(plain, "w", encoding="utf-8") as file:
            file.write("a line\n" * 1000)
        with Terminal(["lnav", plain]) as terminal:
            terminal.watch(3)
            lnav = events_to_screen(terminal, appender(plain), line="%s\n", count=20, jitter=2.0)

    def rows(what, found, goal):
        for share, name in ((0.5, "p50"), (0.95, "p95")):
            peer = "lnav %.3g" % quantile(lnav, share) if lnav else ""
            table.add("%s, %s" % (what, name), quantile(found, share), "ms", goal if share > 0.9 else None, peers=peer)

    with Terminal([program, "--tail", log, "--store", os.path.join(folder, "latency-1.db")]) as terminal:
        terminal.watch(3)
        rows("event in a file to screen, quiet", events_to_screen(terminal, appender(log)), 20)
        found = keys_to_screen(terminal)
        table.add("key to screen, quiet, p50", quantile(found, 0.5), "ms")
        table.add("key to screen, quiet, slowest of 60", quantile(found, 1), "ms", 16)
    with Terminal([program, "--socket", path, "--store", os.path.join(folder, "latency-2.db")]) as terminal:
        terminal.watch(1)
        with load(path, 2000, 12, 2):
            terminal.watch(3)
        rows("event through a socket to screen, quiet", events_to_screen(terminal, connected(path)), 20)
    def reached(rate):
        table.add("100,000 events/s: taken in", rate, "/s", 95_000, at_least=True)

    with Terminal([program, "--tail", log, "--socket", path, "--store", os.path.join(folder, "latency-3.db")]) as terminal:
        with load(path, 100_000, 12, 120, reached):
            terminal.watch(6)
            found = events_to_screen(terminal, appender(log), count=30, jitter=0.5)
            rows("event in a file to screen, 100,000 others/s", found, 110)
            found = keys_to_screen(terminal)
            table.add("key to screen, 100,000 events/s, p50", quantile(found, 0.5), "ms")
            table.add("key to screen, 100,000 events/s, p95", quantile(found, 0.95), "ms", 16)
            table.add("key to screen, 100,000 events/s, slowest of 60", quantile(found, 1), "ms", 16)
