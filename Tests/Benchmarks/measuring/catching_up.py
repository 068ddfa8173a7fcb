"""How fast a whole program takes a file in: for a report, on the screen, as rows for other programs."""
import os
import shutil
import statistics
import subprocess
import sys

from measuring import peers
from measuring.process import peak
from measuring.table import joined
from measuring.terminal import Terminal


def once(command, codes=(0,)):
    """(wall seconds, CPU seconds, peak MB) of one run."""
    helper = os.path.join(os.path.dirname(__file__), "once.py")
    output = subprocess.run(
        [sys.executable, "-S", "-I", helper, *command], capture_output=True, text=True, check=True).stdout.split()
    if int(output[3]) not in codes:
        sys.exit("exit status %s of: %s" % (output[3], " ".join(command)))
    return float(output[0]), float(output[1]), int(output[2]) * 1024 / 1e6


def status(program, path, end):
    return [program, "status", "--json", "--store", "none", "--at", end, "--tail", path]


def read(path):
    """Brings a file into memory, where everyone is to find it."""
    with open(path, "rb") as file:
        while file.read(1 << 22):
            pass


def middle(runs):
    """The median of each column."""
    return [statistics.median(column) for column in zip(*runs)]


def measure(table, program, files, end, runs, folder):
    """`files` maps a number of events to a file with so many; the first one is set beside other tools."""
    first, *more = files
    path = files[first]
    read(path)
    found = {"wraptop": []}
    others = peers.installed(folder)
    for number in range(runs):  # In turn, so that what else the machine does falls on all of them.
        found["wraptop"].append(once(status(program, path, end), codes=range(4)))
        for peer in others:
            if number == 0 or not peer.is_slow:
                found.setdefault(peer.name, []).append(once(peer.command(path)))
    ours = middle(found.pop("wraptop"))
    theirs = {name: middle(of) for name, of in found.items()}

    def beside(place):
        return joined({name: costs[place] for name, costs in theirs.items()})

    what = "catching up with {:,} events".format(first)
    goal = theirs["DuckDB"][0] / 1.5 if "DuckDB" in theirs else None
    table.add(what + ", wall", ours[0], "s", goal, peers=beside(0))
    ratios = joined({name: costs[0] / ours[0] for name, costs in theirs.items()})
    if ratios:
        table.add(what + ", wall of peers over ours", 1, "x", peers=ratios)
    table.add(what + ", CPU", ours[1], "s", peers=beside(1))
    table.add(what + ", peak memory", ours[2], "MB", 64, peers=beside(2))
    for events in more:
        wall, _, memory = middle([once(status(program, files[events], end), codes=range(4)) for _ in range(3)])
        what = "catching up with {:,} events".format(events)
        table.add(what + ", wall", wall, "s")
        table.add(what + ", peak memory", memory, "MB", 64)


def on_screen(table, program, path, count, runs):
    """As the dashboard does it: with metrics and breakdowns."""
    read(path)
    found = []
    for _ in range(runs):
        with Terminal([program, "--store", "none", "--tail", path]) as terminal:
            # What stands in the place of the progress line once the backlog is taken in.
            if terminal.watch_for(b"backlog", 10) is None or terminal.watch_for(b"1 source", 60) is None:
                sys.exit("the dashboard did not catch up with " + path)
            wall = terminal.output[-1][0] - terminal.began
            found.append((wall, terminal.account()[0], peak(terminal.pid)))
    wall, cpu, memory = middle(found)
    what = "dashboard, catching up with {:,} events".format(count)
    table.add(what + ", wall", wall, "s")
    table.add(what + ", CPU", cpu, "s")
    table.add(what + ", peak memory", memory, "MB")


def rows(table, program, path, count, runs):
    """Operations as rows, beside jq, which picks the same columns of a file."""
    read(path)
    ours = middle([once([program, "export", "operations", "--format", "csv", "--tail", path]) for _ in range(runs)])
    theirs = {}
    if shutil.which("jq"):
        columns = ("operation_id", "wrapper_name", "operation_type", "status", "start_time", "end_time", "duration_ms",
                   "cost_estimate", "error_code", "error_message")
        query = "[%s]|@csv" % ",".join("." + name for name in columns)
        theirs["jq"] = once(["jq", "-r", query, path])
    what = "export operations, {:,} events".format(count)
    for place, (name, unit) in enumerate((("wall", "s"), ("CPU", "s"), ("peak memory", "MB"))):
        peer = joined({name: costs[place] for name, costs in theirs.items()})
        table.add("%s, %s" % (what, name), ours[place], unit, 64 if unit == "MB" else None, peers=peer)
