"""How fast a whole program takes a file in: `wraptop status` beside DuckDB with the smaller aggregation."""
import importlib.util
import os
import statistics
import subprocess
import sys

QUERY = """
import duckdb, sys
duckdb.connect().execute('''
  SELECT wrapper_name, count(*), count(*) FILTER (NOT success), count(*) FILTER (fallback_used),
    sum(cost_estimate), quantile_cont(duration_ms, 0.5), quantile_cont(duration_ms, 0.99)
  FROM read_json('%s', format='newline_delimited', ignore_errors=true, columns={wrapper_name: 'VARCHAR',
    success: 'BOOLEAN', fallback_used: 'BOOLEAN', cost_estimate: 'DOUBLE', duration_ms: 'DOUBLE'})
  GROUP BY 1''' % sys.argv[1]).fetchall()
"""


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


def measure(table, program, files, end, runs):
    """`files` maps a number of events to a file with so many; the first one is set beside DuckDB."""
    first, *more = files
    duckdb = importlib.util.find_spec("duckdb") is not None
    with open(files[first], "rb") as file:
        while file.read(1 << 22):  # Everyone is to find it in memory.
            pass
    ours, theirs = [], []
    for _ in range(runs):
        ours.append(once(status(program, files[first], end), codes=range(4)))
        if duckdb:
            theirs.append(once([sys.executable, "-c", QUERY, files[first]]))
    middle = [statistics.median(column) for column in zip(*ours)]
    peer = [statistics.median(column) for column in zip(*theirs)] if theirs else [None] * 3

    def beside(place):
        return "" if peer[place] is None else "DuckDB %.3g" % peer[place]

    what = "catching up with {:,} events".format(first)
    table.add(what + ", wall", middle[0], "s", peer[0] and peer[0] / 1.5, peers=beside(0))
    table.add(what + ", CPU", middle[1], "s", peers=beside(1))
    table.add(what + ", peak memory", middle[2], "MB", 64, peers=beside(2))
    for events in more:
        wall, cpu, memory = (
            statistics.median(column)
            for column in zip(*(once(status(program, files[events], end), codes=range(4)) for _ in range(3))))
        what = "catching up with {:,} events".format(events)
        table.add(what + ", wall", wall, "s")
        table.add(what + ", peak memory", memory, "MB", 64)
