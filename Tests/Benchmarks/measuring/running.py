"""What the dashboard costs while it runs, and how soon it shows."""
import os
import shutil
import socket
import statistics
import tempfile
import time

from measuring import events
from measuring.latency import keys_to_screen, load, quantile
from measuring.process import peak, written
from measuring.table import joined
from measuring.terminal import Terminal

PEERS = {"htop": ["htop"], "btop": ["btop", "--utf-force"]}


def peers(seconds):
    """What general tools cost that draw a screen of the same size."""
    found = {}
    for name, command in PEERS.items():
        if shutil.which(command[0]):
            with Terminal(command) as terminal:
                terminal.watch(3)
                found[name] = terminal.measure(seconds)
    return found


def measure(table, program, folder, seconds=20):
    others = peers(seconds)

    def beside(key):
        return joined({name: cost[key] for name, cost in others.items()})

    def store(number):
        return os.path.join(folder, "running-%d.db" % number)

    path = os.path.join(folder, "events.sock")
    with Terminal([program, "--socket", path, "--store", store(1)]) as terminal:
        idle(table, "dashboard", terminal, path, seconds, beside)
        with load(path, 1000, 12, seconds + 5):
            terminal.watch(3)
            cost = terminal.measure(seconds)
        table.add(
            "1,000 events/s of 12 wrappers, to the terminal", cost["bytes"], "bytes/s", 2350, peers=beside("bytes"))
    with Terminal([program, "serve", "--socket", path, "--store", store(2)]) as terminal:
        idle(table, "serve", terminal, path, seconds)
    with Terminal([program, "--socket", path, "--store", store(3)]) as terminal:
        terminal.watch(1)
        with load(path, 1000, 100, seconds + 8):
            terminal.watch(4)
            cost = terminal.measure(seconds)
        table.add("1,000 events/s of 100 wrappers, CPU", cost["cpu"], "% a core", 3)
    with Terminal([program, "demo"]) as terminal:
        terminal.watch(4)
        cost = terminal.measure(seconds)
        table.add("demo, 12 wrappers, to the terminal", cost["bytes"], "bytes/s", 2350, peers=beside("bytes"))
        table.add("demo, 12 wrappers, CPU", cost["cpu"], "% a core", peers=beside("cpu"))


def idle(table, name, terminal, path, seconds, beside=lambda _: ""):
    """What a program with a store needs while nothing comes in."""
    terminal.watch(1)
    with load(path, 2000, 12, 2):
        terminal.watch(15)
    before = written(terminal.pid)
    cost = terminal.measure(seconds)
    what = "idle with 12 wrappers and a store, %s, " % name
    table.add(what + "CPU", cost["cpu"], "% a core", 0.1, peers=beside("cpu"))
    table.add(what + "wake-ups", cost["wakeups"], "/s", 2, peers=beside("wakeups"))
    table.add(what + "to the terminal", cost["bytes"], "bytes/s", 60, peers=beside("bytes"))
    table.add(what + "to the disk", (written(terminal.pid) - before) / seconds, "bytes/s", 0)


def first_paint(table, program, backlog, count, runs):
    """How soon 1,000 bytes are drawn while a large file waits to be read."""
    def median(command):
        times = []
        for _ in range(runs):
            with Terminal(command) as terminal:
                terminal.watch(2, lambda _: terminal.time_of_byte(1000) is not None)
                times.append(terminal.time_of_byte(1000))
        times = [time for time in times if time is not None]
        return statistics.median(times) if times else None

    commands = {**PEERS, "lnav": ["lnav", backlog]}
    others = {name: median(command) for name, command in commands.items() if shutil.which(command[0])}
    table.add(
        "first paint with {:,} events waiting".format(count), median([program, "--tail", backlog, "--store", "none"]), "ms", 30,
        peers=joined(others))


def crowd(table, program, folder):
    """Ten thousand wrappers, a hundred thousand events a second, into a store."""
    what = "10,000 wrappers, 100,000 events/s into a store, "
    with tempfile.TemporaryDirectory(dir=folder) as own:
        path, log, store = (os.path.join(own, name) for name in ("crowd.sock", "crowd.jsonl", "store.db"))
        events.write(log, 600_000, 10_000, time.time(), hours=1)

        def reached(rate):
            table.add(what + "taken in", rate, "/s", 95_000, at_least=True)

        with Terminal([program, "--tail", log, "--socket", path, "--store", store]) as terminal:
            with load(path, 100_000, 10_000, 120, reached):
                terminal.watch(8)
                found = keys_to_screen(terminal)
                cost = terminal.measure(10)
                waits = flushes(path, terminal)
            table.add(what + "key to screen, p50", quantile(found, 0.5), "ms")
            table.add(what + "key to screen, p95", quantile(found, 0.95), "ms", 16)
            table.add(what + "key to screen, slowest", quantile(found, 1), "ms", 50)
            table.add(what + "longest time between frames", cost["gap"], "ms")
            table.add(what + "CPU", cost["cpu"], "% a core")
            table.add(what + "memory", cost["resident"], "MB", 512)
            table.add(what + "peak memory", peak(terminal.pid), "MB", 512)
            # A flush is answered when the commit that it asks for is over, and the one before that.
            table.add(what + "commit waited for, p50", quantile(waits, 0.5), "ms")
            table.add(what + "commit waited for, slowest", quantile(waits, 1), "ms")


def flushes(path, terminal, count=15):
    """Milliseconds until the store has what a connection sent, while others send too."""
    found = []
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.connect(path)
        client.settimeout(0)
        for number in range(count):
            begin = time.monotonic()
            client.send(b'{"event":"flush","id":%d}\n' % number)
            while time.monotonic() - begin < 15:
                terminal.watch(0.002)
                try:
                    client.recv(4096)
                except BlockingIOError:
                    continue
                found.append(1000 * (time.monotonic() - begin))
                break
    return found
