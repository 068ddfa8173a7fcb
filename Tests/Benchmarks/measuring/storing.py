"""What the store costs: while a file is taken in."""
import os
import sys
import tempfile

from measuring.catching_up import middle, once, read, status
from measuring.process import Core, peak


def catching_up(table, program, path, end, count, runs, folder):
    """`serve` from an empty store until the store has everything, against a report without a store."""
    read(path)
    found = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory(dir=folder) as own, Core(program, own, [path]) as core:
            wall, _ = core.stored(lambda status: status["system"]["total_operations"] == count, 120)
            if wall is None:
                sys.exit("serve did not store " + path)
            cpu, resident = core.cpu(), peak(core.pid)
            core.close()
            found.append((wall, cpu, resident, os.stat(core.store).st_size / 1e6))
    what = "into a store, {:,} events, ".format(count)
    costs = middle(found)
    for (name, unit), value in zip((("wall", "s"), ("CPU", "s"), ("peak memory", "MB"), ("size", "MB")), costs):
        table.add(what + name, value, unit)
    without = middle([once(status(program, path, end), codes=range(4)) for _ in range(runs)])
    table.add(what + "wall against without a store", costs[0] / without[0], "x", 1.5)
    table.add(what + "CPU against without a store", costs[1] / without[1], "x")
