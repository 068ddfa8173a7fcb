"""Many events through a file that grows and through a socket, into a store: what remains the same, and what is right."""
import decimal
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time

from measuring import events
from measuring.process import Core, field

WRAPPERS, DAYS, BLOCK = 20, 30, 2048
BOUND = 1 << 30  # What a store may have, its log aside.


def blocks(count, seed, end):
    """Yields `count` operations as blocks of bytes; they end evenly over the days before `end`, each with an id of its own.

    One time is told for all of a block: telling it for each would take longer than taking it in.
    """
    made = events.bodies(WRAPPERS, seed)
    heads = [head[:head.rindex(',"start_time"')] for _, head, _ in made]
    tails = [tail for _, _, tail in made]
    span = DAYS * 86_400_000_000
    clock = events.Lines(1, count=1)
    for first in range(0, count, BLOCK):
        time_text = clock.text(int(end * 1e6) - span + span * first // count)
        middle = ',"end_time":"' + time_text
        yield "".join([
            '{"operation_id":"%08x%s%s%s' % (number, heads[number % len(heads)], middle, tails[number % len(heads)])
            for number in range(first, min(first + BLOCK, count))]).encode()


def truth(count, seed):
    """What `count` operations of `blocks` come to: for each wrapper its operations, failures and dollars."""
    sums = {}
    made = events.bodies(WRAPPERS, seed)
    for number, (_, head, tail) in enumerate(made):
        record = json.loads('{"operation_id":"00000000' + head + tail, parse_float=decimal.Decimal)
        times = count // len(made) + (number < count % len(made))
        of = sums.setdefault(record["wrapper_name"], [0, 0, decimal.Decimal(0)])
        of[0] += times
        of[1] += times * (not record["success"])
        of[2] += times * record["cost_estimate"]
    return sums


def told(status):
    """The same as the store tells it."""
    return {
        wrapper["wrapper_name"]: [
            wrapper["totals"]["total"], wrapper["totals"]["failed"], decimal.Decimal(wrapper["totals"]["cost_usd"])]
        for wrapper in status["wrappers"]}


# What a process that feeds does.
FEED = """
import sys
from measuring import soak
name, where, count, end = sys.argv[1:]
getattr(soak, name)(where, int(count), float(end))
"""


def grow(path, count, end):
    """Lets a file grow by the operations."""
    with open(path, "ab", buffering=0) as file:
        for block in blocks(count, 1, end):
            file.write(block)


def send(path, count, end):
    """Sends the operations, waits until they are stored, and prints what the socket answers to that."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.connect(path)
        for block in blocks(count, 2, end):
            client.sendall(block)
        client.sendall(b'{"event":"flush","id":1}\n')
        print(client.makefile().readline())


class Watch(threading.Thread):
    """Notes memory and the size of the store until it is told to stop."""

    def __init__(self, core, seconds=0.5):
        super().__init__(daemon=True)
        self.core, self.seconds = core, seconds
        self.seen = []  # (when, resident MB, bytes of the database)
        self.ends = threading.Event()

    def run(self):
        while not self.ends.wait(self.seconds):
            size = os.stat(self.core.store).st_size if os.path.exists(self.core.store) else 0
            self.seen.append((time.monotonic(), field(self.core.pid, "VmRSS"), size))

    def around(self, share):
        """The median of memory in the tenth of the time around a share of it."""
        first, last = self.seen[0][0], self.seen[-1][0]
        near = sorted(memory for when, memory, _ in self.seen
                      if abs((when - first) / max(1e-9, last - first) - share) <= 0.05)
        return near[len(near) // 2] if near else None


def measure(table, program, folder, count):
    half = count // 2
    end = time.time()
    what = "soak of {:,} events, ".format(count)
    with tempfile.TemporaryDirectory(dir=folder) as own:
        path = os.path.join(own, "soak.jsonl")
        open(path, "wb").close()
        with Core(program, own, [path]) as core:
            core.ready()
            watch = Watch(core)
            watch.start()
            # Processes of their own: a thread of Python would wait for the other.
            feeders = [subprocess.Popen(
                [sys.executable, "-c", FEED, *map(str, (name, where, number, end))], stdout=subprocess.PIPE, text=True,
                cwd=os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
                for name, where, number in (("grow", path, half), ("send", core.socket, count - half))]
            answers = [feeder.communicate()[0] for feeder in feeders]
            wall, status = core.stored(lambda status: status["system"]["total_operations"] == count, 120)
            passed = time.monotonic() - watch.seen[0][0]
            watch.ends.set()
            watch.join()
            cpu = core.cpu()
            status = status or core.status()
        size = os.stat(core.store).st_size
    expected = truth(half, 1)
    for name, sums in truth(count - half, 2).items():
        expected[name] = [a + b for a, b in zip(expected[name], sums)]
    found = told(status)
    wrong = sum(found.get(name) != sums for name, sums in expected.items()) + len(found.keys() - expected.keys())
    answer = json.loads(answers[1])
    table.add(what + "wrappers with other totals than the truth", wrong, "", 0)
    table.add(what + "missing in the answer to flush", abs(count - half - answer["accepted"]), "", 0)
    table.add(what + "stored", count / passed, "/s")
    table.add(what + "CPU", cpu * 1e6 / count, "us/event")
    start = watch.around(0.15)
    for name, share in (("a seventh", 0.15), ("the middle", 0.5), ("the end", 0.95)):
        table.add(what + "memory at " + name, watch.around(share), "MB", start and 1.1 * start if share > 0.2 else None)
    table.add(what + "greatest store", max(bytes_ for _, _, bytes_ in watch.seen) / 1e6, "MB", BOUND / 1e6)
    table.add(what + "store in the end", size / 1e6, "MB", BOUND / 1e6)
