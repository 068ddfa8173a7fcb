"""Makes operations as wrappers report them, the same ones each time (article Events, Operation records)."""
import datetime
import random

KINDS = ["chat_completion", "embedding", "rerank", "tool_call", "summarize", "classify"]
MODELS = ["gpt-4o", "claude-opus-4", "gemini-2.5-flash", "llama-3.3-70b-instruct"]
FAULTS = [("HTTP_429", "Rate limit reached for requests"), ("HTTP_502", "upstream returned 502: bad gateway"),
          ("CONN_RESET", "connection reset by peer"), ("TIMEOUT", "operation timed out after 30s")]
EPOCH = datetime.datetime(1970, 1, 1)


def bodies(wrappers, seed=1, count=65536, failing=0.02):
    """(duration in microseconds, what stands before the times, what stands behind them), `count` times.

    Every other line leaves out what does not apply, as some clients do; the others say null.
    """
    rng = random.Random(seed)
    made = []
    for number in range(count):
        # Each wrapper at least once, the first ones more often than the last.
        wrapper = number if number < wrappers else int(wrappers * rng.random() ** 1.5)
        duration = min(60_000_000, int(rng.lognormvariate(12.5, 1.0)))
        tokens = rng.randrange(40, 4000)
        cost = "0.%06d" % (tokens * 7 + rng.randrange(50))
        chance = rng.random()
        status = "error" if chance < failing else "fallback" if chance < 0.05 else "success"
        failed = status == "error"
        code, message = rng.choice(FAULTS)
        head = '-%04x-4%03x-a%03x-%012x","wrapper_name":"wrapper-%05d","operation_type":"%s","start_time":"' % (
            rng.getrandbits(16), rng.getrandbits(12), rng.getrandbits(12), rng.getrandbits(48), wrapper,
            rng.choice(KINDS))
        tail = '","duration_ms":%d.%03d,"status":"%s","success":%s' % (
            duration // 1000, duration % 1000, status, "false" if failed else "true")
        is_terse = wrapper % 2 == 1
        if failed:
            tail += ',"error_message":"%s","error_code":"%s"' % (message, code)
        elif not is_terse:
            tail += ',"error_message":null,"error_code":null'
        if status == "fallback":
            tail += ',"fallback_used":true,"fallback_reason":"primary_timeout"'
        elif not is_terse:
            tail += ',"fallback_used":false,"fallback_reason":null'
        tail += ',"network_calls":%d,"network_latency_ms":%d.%03d,"cost_estimate":%s' % (
            rng.randrange(1, 4), duration // 1300, rng.randrange(1000), cost)
        if not is_terse:
            tail += ',"quality_score":0.%02d,"user_satisfaction":null,"user_id":"user-%d","session_id":"s-%06x"' % (
                rng.randrange(60, 100), rng.randrange(4096), rng.getrandbits(24))
        tail += ',"request_id":"req-%08x","custom_metrics":{"api_cost":%s,"model_used":"%s","tokens_used":%d}}\n' % (
            rng.getrandbits(32), cost, MODELS[wrapper % len(MODELS)], tokens)
        made.append((duration, head, tail))
    return made


class Lines:
    """An endless supply of lines whose operations end when they are asked for."""

    def __init__(self, wrappers, seed=1, count=65536, failing=0.02):
        self.bodies = bodies(wrappers, seed, count, failing)
        self.number = 0
        self.seconds = {}

    def line(self, end):
        """The next operation, which ends `end` microseconds after the epoch."""
        duration, head, tail = self.bodies[self.number % len(self.bodies)]
        serial = self.number * 2654435761 & 0xFFFFFFFF
        self.number += 1
        return '{"operation_id":"%08x%s%s","end_time":"%s%s' % (
            serial, head, self.text(end - duration), self.text(end), tail)

    def text(self, time):
        second, fraction = divmod(time, 1_000_000)
        known = self.seconds.get(second)
        if known is None:
            if len(self.seconds) > 100_000:
                self.seconds.clear()
            known = self.seconds[second] = (EPOCH + datetime.timedelta(seconds=second)).isoformat()
        return "%s.%06dZ" % (known, fraction)


def write(path, events, wrappers, end, hours=24.0, seed=1, failing=0.02):
    """Writes `events` operations that end evenly over the `hours` before `end` (seconds since the epoch), a share of
    them failing."""
    lines = Lines(wrappers, seed, failing=failing)
    span = int(hours * 3600e6)
    begin = int(end * 1e6) - span
    with open(path, "w", encoding="utf-8") as file:
        for first in range(0, events, 4096):
            file.write("".join(
                lines.line(begin + span * (number + 1) // events)
                for number in range(first, min(first + 4096, events))))
