"""How many allocations an event costs: those of a long file less those of a short one, per event more."""
import os
import shutil
import subprocess
import sys

from .catching_up import status


def count(library, command):
    """The allocations of one run."""
    reading, writing = os.pipe()
    with open(os.devnull, "wb") as null, open(reading, encoding="ascii") as numbers:
        process = subprocess.Popen(
            command, stdout=null, stderr=null, pass_fds=[writing],
            env={**os.environ, "LD_PRELOAD": library, "ALLOCATIONS_FD": str(writing)})
        os.close(writing)
        told = numbers.read().split()
        if process.wait() not in range(4) or not told:
            sys.exit("could not count the allocations of: %s" % " ".join(command))
    return int(told[-1])


def measure(table, program, folder, files, end):
    """`files` maps two numbers of events to files with so many. Needs a C compiler; without one there is no figure."""
    compiler = shutil.which("cc") or shutil.which("clang")
    if not compiler:
        return
    library = os.path.join(folder, "allocations.so")
    source = os.path.join(os.path.dirname(__file__), "allocations.c")
    subprocess.run([compiler, "-O2", "-shared", "-fPIC", "-o", library, source], check=True)
    (few, short), (many, long) = sorted(files.items())
    more = count(library, status(program, long, end)) - count(library, status(program, short, end))
    table.add("allocations per event, catching up", more / (many - few), "", 1)
