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
    """Once with operations that all succeed, which is the common case, and once where two of a hundred fail."""
    counter = library(folder)
    if not counter:
        return
    commands = {
        "metrics off": [program, "status", "--json", "--store", "none", "--at", end_text],
        "metrics and breakdowns on": [program, "export", "costs", "--at", end_text]}
    for kind, share in (("all succeed", 0), ("2 % fail", 0.02)):
        paths = {}
        for number in (200_000, 600_000):
            paths[number] = os.path.join(folder, "allocations-%d.jsonl" % number)
            # Over the same hour: few slots, so that what counts is events and not that slots begin.
            events.write(paths[number], number, 20, end, hours=1, failing=share)
        few, many = paths
        for name, command in commands.items():
            counts = [count([*command, "--tail", paths[number]], counter) for number in (few, many)]
            table.add(
                "allocations per event, %s, %s" % (name, kind), max(0, counts[1] - counts[0]) / (many - few), "",
                None if share else 0.01)
        for path in paths.values():
            os.remove(path)
