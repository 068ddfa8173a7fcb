"""What the dashboard costs while it runs, and how soon it shows."""
import os
import shutil
import statistics
import time

from measuring import events
from measuring.latency import keys_to_screen, load, quantile
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
    path = os.path.join(folder, "events.sock")
    others = peers(seconds)

    def beside(key):
        return joined({name: cost[key] for name, cost in others.items()})

    with Terminal([program, "--socket", path]) as terminal:
        terminal.watch(1)
        with load(path, 2000, 12, 2):
            terminal.watch(10)
        cost = terminal.measure(seconds)
        table.add("idle with 12 wrappers, CPU", cost["cpu"], "% a core", 0.1, peers=beside("cpu"))
        table.add("idle with 12 wrappers, wake-ups", cost["wakeups"], "/s", 2, peers=beside("wakeups"))
        table.add("idle with 12 wrappers, to the terminal", cost["bytes"], "bytes/s", 60, peers=beside("bytes"))
        with load(path, 1000, 12, seconds + 5):
            terminal.watch(3)
            cost = terminal.measure(seconds)
        table.add(
            "1,000 events/s of 12 wrappers, to the terminal", cost["bytes"], "bytes/s", 2350, peers=beside("bytes"))
    with Terminal([program, "--socket", path]) as terminal:
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
        "first paint with {:,} events waiting".format(count), median([program, "--tail", backlog]), "ms", 30,
        peers=joined(others))


def crowd(table, program, folder):
    """Ten thousand wrappers, a hundred thousand events a second."""
    path, log = os.path.join(folder, "crowd.sock"), os.path.join(folder, "crowd.jsonl")
    events.write(log, 600_000, 10_000, time.time(), hours=1)
    def reached(rate):
        table.add("10,000 wrappers, 100,000 events/s: taken in", rate, "/s", 95_000, at_least=True)

    with Terminal([program, "--tail", log, "--socket", path]) as terminal:
        with load(path, 100_000, 10_000, 60, reached):
            terminal.watch(8)
            found = keys_to_screen(terminal)
            cost = terminal.measure(10)
        table.add("10,000 wrappers, 100,000 events/s: key to screen, p50", quantile(found, 0.5), "ms")
        table.add("10,000 wrappers, 100,000 events/s: key to screen, p95", quantile(found, 0.95), "ms", 16)
        table.add("10,000 wrappers, 100,000 events/s: key to screen, slowest", quantile(found, 1), "ms", 50)
        table.add("10,000 wrappers, 100,000 events/s: longest time between frames", cost["gap"], "ms")
        table.add("10,000 wrappers, 100,000 events/s: memory", cost["resident"], "MB", 512)
