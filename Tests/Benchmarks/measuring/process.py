"""A process that runs without a terminal, and what the system says about it."""
import json
import os
import re
import signal
import subprocess
import time


def field(pid, name):
    """A size of /proc/PID/status in MB."""
    with open("/proc/%d/status" % pid) as file:
        return int(re.search(r"^%s:\s+(\d+) kB" % name, file.read(), re.M)[1]) * 1024 / 1e6


def peak(pid):
    """The most memory that a process has had, in MB."""
    return field(pid, "VmHWM")


def written(pid):
    """How many bytes a process had written to disks."""
    with open("/proc/%d/io" % pid) as file:
        return int(re.search(r"^write_bytes: (\d+)", file.read(), re.M)[1])


class Core:
    """`wraptop serve` with a store."""

    def __init__(self, program, folder, patterns=()):
        self.program = program
        self.store = os.path.join(folder, "store.db")
        self.socket = os.path.join(folder, "core.sock")
        tails = [part for pattern in patterns for part in ("--tail", pattern)]
        self.log = open(os.path.join(folder, "core.log"), "wb")
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [program, "serve", "--socket", self.socket, "--store", self.store, *tails], stderr=self.log)
        self.pid = self.process.pid

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def ready(self, seconds=10):
        """Waits until its socket is there."""
        limit = time.monotonic() + seconds
        while not os.path.exists(self.socket) and time.monotonic() < limit:
            time.sleep(0.005)

    def cpu(self):
        """CPU seconds until now."""
        with open("/proc/%d/stat" % self.pid) as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def size(self):
        """The bytes of the store, its log too."""
        total = 0
        for suffix in ("", "-wal"):
            try:
                total += os.stat(self.store + suffix).st_size
            except FileNotFoundError:
                pass
        return total

    def status(self):
        """What the store tells; None as long as there is none."""
        result = subprocess.run(
            [self.program, "status", "--json", "--store", self.store], capture_output=True, text=True)
        return json.loads(result.stdout) if result.returncode in range(4) else None

    def changed(self):
        """When the store was last written to."""
        try:
            return os.stat(self.store + "-wal").st_mtime_ns
        except FileNotFoundError:
            return None

    def stored(self, is_all, seconds):
        """Waits until the store tells what `is_all` wants, at most so long: seconds since the start, and the status.

        The store is asked only when a commit is over, so that asking costs little.
        """
        limit = time.monotonic() + seconds
        asked = changed = None
        since = time.monotonic()
        while time.monotonic() < limit:
            now = self.changed()
            if now != changed:
                changed, since = now, time.monotonic()
            elif changed != asked and time.monotonic() - since > 0.05:
                asked = changed
                status = self.status()
                if status and is_all(status):
                    return since - self.began, status
            time.sleep(0.005)
        return None, None

    def close(self):
        """Ends it as a user would; the answer is how many seconds that took."""
        begin = time.monotonic()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()
        return time.monotonic() - begin
