"""How fast lines of others are taken in, beside native ones and beside DuckDB on the same question."""
import json
import os
import random
import shutil

from measuring.catching_up import middle, once, read, status
from measuring.table import joined

BEGIN = 1_767_312_000 - 7200
MODELS = ["gpt-4o", "claude-opus-4", "gemini-2.5-flash", "llama-3.3-70b"]


def calls(count, seed=5):
    """Calls of models: what each format tells in its own way."""
    rng = random.Random(seed)
    for number in range(count):
        yield {
            "id": "%016x" % rng.getrandbits(64), "trace": "%032x" % rng.getrandbits(128),
            "model": MODELS[number % len(MODELS)], "start": BEGIN + 7000 * number / count,
            "seconds": round(rng.lognormvariate(0, 0.7), 6), "prompt": rng.randrange(40, 4000),
            "cached": rng.randrange(0, 40), "completion": rng.randrange(10, 900), "failed": rng.random() < 0.02,
        }


def iso(seconds):
    """A time as most formats write it."""
    import datetime
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def native(call):
    return {
        "operation_id": call["id"], "wrapper_name": call["model"], "operation_type": "chat", "start_time": iso(call["start"]),
        "duration_ms": round(call["seconds"] * 1000, 3), "status": "error" if call["failed"] else "success",
        "cost_estimate": 0.002,
        "custom_metrics": {"model_used": call["model"], "prompt_tokens": call["prompt"],
                           "completion_tokens": call["completion"]},
    }


# What a line of LiteLLM's carries that tells of no call: most of it is about the model.
PRICES = {"model_map_key": "m", "model_map_value": {"key_%03d" % key: 1e-6 * key for key in range(120)}}


def litellm(call):
    return {
        "id": call["id"], "trace_id": call["trace"], "call_type": "acompletion", "cache_hit": None,
        "status": "failure" if call["failed"] else "success", "model": "openai/" + call["model"], "model_group": call["model"],
        "custom_llm_provider": "openai", "startTime": call["start"], "endTime": call["start"] + call["seconds"],
        "response_cost": 0 if call["failed"] else 0.002, "prompt_tokens": call["prompt"],
        "completion_tokens": call["completion"], "total_tokens": call["prompt"] + call["completion"],
        "metadata": {"usage_object": {"prompt_tokens_details": {"cached_tokens": call["cached"]}}, "user_api_key_alias": "team"},
        "model_map_information": PRICES, "messages": [{"role": "user", "content": "words " * 100}],
        "error_information": {"error_code": "429" if call["failed"] else "", "error_class": "RateLimitError"},
    }


def attribute(key, value):
    kind = "stringValue" if isinstance(value, str) else "intValue"
    return {"key": key, "value": {kind: str(value)}}


def spans(calls_of_line):
    """A line of the Collector's file exporter: many spans."""
    return {"resourceSpans": [{
        "resource": {"attributes": [attribute("service.name", "app")]},
        "scopeSpans": [{"scope": {"name": "s"}, "spans": [{
            "traceId": call["trace"], "spanId": call["id"], "name": "chat " + call["model"], "kind": 3,
            "startTimeUnixNano": str(int(call["start"] * 1e9)),
            "endTimeUnixNano": str(int((call["start"] + call["seconds"]) * 1e9)),
            "attributes": [
                attribute("gen_ai.operation.name", "chat"), attribute("gen_ai.provider.name", "openai"),
                attribute("gen_ai.request.model", call["model"]), attribute("gen_ai.usage.input_tokens", call["prompt"]),
                attribute("gen_ai.usage.output_tokens", call["completion"]),
                attribute("gen_ai.input.messages", "words " * 60)],
            "status": {"code": 2} if call["failed"] else {},
        } for call in calls_of_line]}]}]}


def session(call):
    return {
        "parentUuid": call["trace"], "sessionId": call["trace"], "cwd": "/home/u/app", "type": "assistant",
        "timestamp": iso(call["start"]), "requestId": "req_" + call["id"],
        "message": {"id": "msg_" + call["id"], "model": call["model"], "role": "assistant",
                    "content": [{"type": "text", "text": "words " * 60}],
                    "usage": {"input_tokens": call["prompt"], "cache_read_input_tokens": call["cached"],
                              "cache_creation_input_tokens": 0, "output_tokens": call["completion"]}},
    }


def docker(call):
    return {"log": json.dumps(native(call)) + "\n", "stream": "stdout", "time": iso(call["start"] + call["seconds"])}


def lines(name, count):
    """The lines of a format."""
    if name == "otlp":
        batch = []
        for call in calls(count):
            batch.append(call)
            if len(batch) == 50:
                yield spans(batch)
                batch = []
        return
    make = {"native": native, "litellm": litellm, "claude": session, "docker": docker}[name]
    for call in calls(count):
        yield make(call)


# The same question in each format: how many calls and tokens each model had.
QUESTIONS = {
    "native": ("wrapper_name", "custom_metrics.completion_tokens::BIGINT", ""),
    "litellm": ("model_group", "completion_tokens", ""),
    "claude": ("message.model", "message.usage.output_tokens", "WHERE type = 'assistant'"),
}

PEER = """
import duckdb, sys
duckdb.sql("SELECT {0}, count(*), sum({1}) FROM read_json_auto('%s', format='newline_delimited') {2} GROUP BY 1" % sys.argv[1]).fetchall()
"""


def peer(name, path, folder):
    """DuckDB with the question of that format; None where it has none."""
    if name not in QUESTIONS:
        return None
    try:
        import duckdb  # noqa: F401
    except ImportError:
        return None
    script = os.path.join(folder, "ask-%s.py" % name)
    with open(script, "w", encoding="utf-8") as file:
        file.write(PEER.format(*QUESTIONS[name]))
    return [shutil.which("python3"), script, path]


def measure(table, program, end, count, runs, folder):
    """Megabytes a second of each format, then of sessions in many files."""
    for name in ("native", "litellm", "otlp", "claude", "docker"):
        path = os.path.join(folder, name + ".jsonl")
        with open(path, "w", encoding="utf-8") as file:
            for line in lines(name, count):
                file.write(json.dumps(line, separators=(",", ":")) + "\n")
        read(path)
        megabytes = os.path.getsize(path) / 1e6
        other = peer(name, path, folder)
        ours, theirs = [], []
        for _ in range(runs):
            ours.append(once(status(program, path, end), codes=range(4)))
            if other:
                theirs.append(once(other))
        wall, _, memory = middle(ours)
        beside = {"DuckDB": megabytes / middle(theirs)[0]} if theirs else {}
        what = "{:,} calls as {} lines, ".format(count, name)
        table.add(what + "taken in", megabytes / wall, "MB/s", peers=joined(beside))
        table.add(what + "calls taken in", count / wall, "/s")
        table.add(what + "peak memory", memory, "MB")
        os.remove(path)
    many_files(table, program, end, count, runs, folder)


def many_files(table, program, end, count, runs, folder, files=2000):
    """Sessions as agents leave them: a file each, in a tree of folders."""
    tree = os.path.join(folder, "projects")
    for number, line in enumerate(lines("claude", count)):
        place = number % files
        path = os.path.join(tree, "p%02d" % (place % 40), "s%04d.jsonl" % place)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "a", encoding="utf-8") as file:
            file.write(json.dumps(line, separators=(",", ":")) + "\n")
    costs = middle([once(status(program, os.path.join(tree, "**", "*.jsonl"), end), codes=range(4)) for _ in range(runs)])
    what = "{:,} calls in {:,} session files, ".format(count, files)
    table.add(what + "wall", costs[0], "s")
    table.add(what + "peak memory", costs[2], "MB")
    shutil.rmtree(tree)
