"""Reports operations to wraptop without holding up the program: Wraptop().send(wrapper_name="nightly", cost_usd=2).
Events wait in a bounded queue until wraptop acknowledges them, and are sent again if a connection broke: their ids let
them count once. What had to be dropped or was rejected is counted, and said on standard error."""
import atexit, collections, contextlib, json, os, socket, sys, threading, time, uuid

class Wraptop:
    def __init__(self, path=None, capacity=10_000, patience=5):
        self.path, self.capacity, self.patience, self.dropped, self.rejected = path, capacity, patience, 0, 0
        self._lines, self._thread, self._problem, self._is_ending = collections.deque(), threading.Thread(), "", False
        news = self._news = threading.Condition()
        os.register_at_fork(before=news.acquire, after_in_parent=news.release, after_in_child=news.release)
        atexit.register(self.close)
    def send(self, **event):  # With the fields of the article Events. Never waits, never raises.
        event.setdefault("operation_id", uuid.uuid4().hex)
        if "event" in event or not {"start_time", "duration_ms"} <= event.keys():
            event.setdefault("time" if "event" in event else "end_time", time.time())
        self.send_object(event)
    def send_object(self, value, line=None):  # As it is, such as an object of a foreign format.
        with contextlib.suppress(Exception): line = json.dumps(value, default=str, allow_nan=False) + "\n"
        with self._news:
            if line and len(self._lines) < self.capacity: self._lines.append(line)
            else: self.dropped += 1
            self._news.notify()
            if self._thread.is_alive(): return
            self._thread = threading.Thread(target=self._run, daemon=True)  # Also after a fork, which copies none.
            self._thread.start()
    def close(self):  # Waits until all is delivered, `patience` seconds at most.
        with self._news: self._is_ending = not self._news.notify()
        if self._thread.is_alive(): self._thread.join(self.patience)
        self._say(len(self._lines), f"not delivered: {self._problem or 'no answer came'}")
        self._say(self.dropped, "dropped in all")
    def _say(self, count, what):
        with contextlib.suppress(Exception): count and print(f"wraptop: {count} events {what}", file=sys.stderr)
    def _run(self, said=0):
        while self._lines or not self._is_ending:
            try: self._deliver(path := self.path or usual_path())
            except (OSError, ValueError) as error:
                self._problem = f"{path}: {error}"
                if self._is_ending: return
                time.sleep(0.3)
            if self.dropped > 2 * said: said = self._say(self.dropped, "dropped so far") or self.dropped
    def _deliver(self, path, before=0):
        with socket.socket(socket.AF_UNIX) as link, link.makefile("rb") as replies:
            link.settimeout(30), link.connect(path)
            while self._lines or not self._is_ending:
                with self._news:
                    self._news.wait_for(lambda: self._lines or self._is_ending)
                    lines = list(self._lines)
                link.sendall("".join([*lines, '{"event":"flush","id":1}\n']).encode())
                reply = json.loads(replies.readline() or '{"error":"the connection broke"}')
                if "flushed" not in reply: raise OSError(reply.get("error"))
                with self._news: [self._lines.popleft() for _ in lines]
                new, before = reply["rejected"] - before, reply["rejected"]
                self.rejected += new
                self._say(new, "rejected: " + (reply.get("rejections") or [{"message": "see wraptop"}])[-1]["message"])
def usual_path(run=os.environ.get("XDG_RUNTIME_DIR", "")):
    own = f"{run}/wraptop" if run.startswith("/") else f"/tmp/wraptop-{os.geteuid()}"
    about = os.path.exists(f"{own}/ingest.sock") and os.lstat(own)  # A link looks as if others could write there.
    is_own = about and about.st_uid == os.geteuid() and not about.st_mode & 0o22
    return f"{own if is_own else '/run/wraptop'}/ingest.sock"
