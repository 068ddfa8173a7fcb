"""What the store costs: while a file is taken in."""
import os
import sys
import tempfile

from measuring.catching_up import middle, read
from measuring.process import Core, peak


def catching_up(table, program, path, count, runs, folder):
    """`serve` from an empty store until the store has everything."""
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
    for (name, unit), value in zip((("wall", "s"), ("CPU", "s"), ("peak memory", "MB"), ("size", "MB")), middle(found)):
        table.add(what + name, value, unit)
