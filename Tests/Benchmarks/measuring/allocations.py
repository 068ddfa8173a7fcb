"""How many allocations an event costs: what a longer file needs more than a shorter one."""
import os
import shutil
import subprocess
import sys

from measuring import events


def library(folder):
    """The library that counts; None where there is no compiler."""
    source = os.path.join(os.path.dirname(__file__), "allocations.c")
    path = os.path.join(folder, "allocations.so")
    compiler = shutil.which("gcc") or shutil.which("clang")
    if not compiler:
        return None
    subprocess.run([compiler, "-O2", "-shared", "-fPIC", "-o", path, source], check=True)
    return path


def count(command, counter):
    """The allocations of one run."""
    reading, writing = os.pipe()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, pass_fds=[writing],
        env={**os.environ, "LD_PRELOAD": counter, "ALLOCATIONS_FD": str(writing)})
    os.close(writing)
    with os.fdopen(reading) as pipe:
        told = pipe.read().split()
    if process.wait() not in range(4) or not told:
        sys.exit("could not count the allocations of: %s" % " ".join(command))
    return int(told[-1])


def measure(table, program, folder, end, end_text):
    counter = library(folder)
    if not counter:
        return
    paths = {}
    for number in (200_000, 600_000):
        paths[number] = os.path.join(folder, "allocations-%d.jsonl" % number)
        # As many events in every minute, so that both have as many slots.
        events.write(paths[number], number, 20, end, hours=12)
    short, long = paths
    for name, command in (
            ("metrics off", [program, "status", "--json", "--store", "none", "--at", end_text]),
            ("metrics and breakdowns on", [program, "export", "costs", "--at", end_text])):
        few, many = (count([*command, "--tail", paths[number]], counter) for number in paths)
        table.add("allocations per event, " + name, max(0, many - few) / (long - short), "", 0.01)
    for path in paths.values():
        os.remove(path)
