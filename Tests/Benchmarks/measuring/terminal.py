"""A program on a pseudo-terminal: what it writes and when, and what it costs."""
import fcntl
import os
import re
import select
import signal
import struct
import termios
import time

# What a terminal acts upon instead of showing it.
CONTROL = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][A-Z0-9]|[=>78DEHM])|[\x00-\x1f]")


class Terminal:
    """Runs a command on a terminal of its own, 160 columns by 48 rows if nothing else is said."""

    def __init__(self, command, columns=160, rows=48):
        self.output = []  # (when it was read, bytes)
        self.has_ended = False
        environment = {**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
        for name in ("COLUMNS", "LINES", "TMUX"):
            environment.pop(name, None)
        master, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.began = time.monotonic()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                os.setsid()
                fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
                for descriptor in (0, 1, 2):
                    os.dup2(slave, descriptor)
                os.closerange(3, 64)
                os.execvpe(command[0], command, environment)
            finally:
                os._exit(127)
        os.close(slave)
        os.set_blocking(master, False)
        self.master = master
        self.poll = select.poll()
        self.poll.register(master, select.POLLIN)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def send(self, keys):
        os.write(self.master, keys)

    def watch(self, seconds, until=None):
        """Reads for that long, or until `until(bytes read since the call)` holds: when that was, or None."""
        limit = time.monotonic() + seconds
        seen = b""
        while not self.has_ended:
            rest = limit - time.monotonic()
            if rest <= 0 or not self.poll.poll(rest * 1000 + 1):
                if rest <= 0:
                    return None
                continue
            try:
                data = os.read(self.master, 1 << 20)
            except BlockingIOError:
                continue
            except OSError:
                data = b""
            now = time.monotonic()
            if not data:
                self.has_ended = True
                return None
            self.output.append((now, data))
            if until:
                seen += data
                if until(seen):
                    return now
        return None

    def watch_for(self, text, seconds):
        """Reads until `text` was shown; the answer is when that was read, or None."""
        return self.watch(seconds, lambda seen: text in CONTROL.sub(b"", seen))

    def processes(self):
        """The processes on this terminal: their numbers, and the fields of /proc/PID/stat from the state on."""
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open("/proc/%s/stat" % pid) as file:
                    fields = file.read().rsplit(")", 1)[1].split()
            except OSError:
                continue  # It has just ended.
            if int(fields[3]) == self.pid:
                yield pid, fields

    def account(self):
        """CPU seconds of all processes in steps of 10 ms, their resident bytes, and for each thread its nanoseconds and
        how often it has waited."""
        seconds = resident = 0
        threads = {}
        for pid, fields in self.processes():
            seconds += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
            resident += int(fields[21]) * os.sysconf("SC_PAGE_SIZE")
            try:
                for thread in os.listdir("/proc/%s/task" % pid):
                    with open("/proc/%s/task/%s/schedstat" % (pid, thread)) as file:
                        used = int(file.read().split()[0])
                    with open("/proc/%s/task/%s/status" % (pid, thread)) as file:
                        waits = int(re.search(r"^voluntary_ctxt_switches:\s+(\d+)", file.read(), re.M)[1])
                    threads[thread] = (used, waits)
            except OSError:
                continue
        return seconds, resident, threads

    def measure(self, seconds):
        """What the program costs a second over that time; `gap` is the longest time without output, in milliseconds."""
        coarse, _, threads = self.account()
        begin, first = time.monotonic(), len(self.output)
        self.watch(seconds)
        passed = time.monotonic() - begin
        coarse_after, resident, threads_after = self.account()
        both = [(threads[name], threads_after[name]) for name in threads.keys() & threads_after.keys()]
        new = [threads_after[name] for name in threads_after.keys() - threads.keys()]
        cpu = (sum(b[0] - a[0] for a, b in both) + sum(used for used, _ in new)) / 1e9
        # What threads used that have ended is in the coarse clock only.
        cpu = max(cpu, coarse_after - coarse - 0.02)
        times = [begin] + [when for when, _ in self.output[first:]]
        return {
            "cpu": 100 * cpu / passed,
            "wakeups": (sum(b[1] - a[1] for a, b in both) + sum(waits for _, waits in new)) / passed,
            "bytes": sum(len(data) for _, data in self.output[first:]) / passed, "resident": resident / 1e6,
            "gap": 1000 * max((b - a for a, b in zip(times, times[1:])), default=0)}

    def time_of_byte(self, number):
        """Milliseconds from the start until that many bytes had been read; None if there are fewer."""
        total = 0
        for when, data in self.output:
            total += len(data)
            if total >= number:
                return 1000 * (when - self.began)
        return None

    def close(self):
        for sign in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.pid, sign)
            except ProcessLookupError:
                pass
            limit = time.monotonic() + 3
            while time.monotonic() < limit:
                try:
                    os.read(self.master, 1 << 16)
                except OSError:
                    pass
                if os.waitpid(self.pid, os.WNOHANG)[0]:
                    os.close(self.master)
                    return
                time.sleep(0.01)
