"""The job of catching up done by other tools: for each wrapper its operations, failures, fallbacks, cost, and quantiles
of durations where the tool knows any."""
import importlib.util
import json
import os
import shutil
import subprocess
import sys

DUCKDB = """
import duckdb, sys
connection = duckdb.connect()
connection.execute('SET preserve_insertion_order = false')
connection.execute('''
  SELECT wrapper_name, count(*), count(*) FILTER (NOT success), count(*) FILTER (fallback_used),
    sum(cost_estimate), quantile_cont(duration_ms, 0.5), quantile_cont(duration_ms, 0.99)
  FROM read_json('%s', format='newline_delimited', ignore_errors=true, columns={wrapper_name: 'VARCHAR',
    success: 'BOOLEAN', fallback_used: 'BOOLEAN', cost_estimate: 'DOUBLE', duration_ms: 'DOUBLE'})
  GROUP BY 1''' % sys.argv[1]).fetchall()
"""
ORJSON = """
import orjson, sys
wrappers = {}
with open(sys.argv[1], 'rb') as file:
    for line in file:
        try:
            record = orjson.loads(line)
            sums = wrappers.setdefault(record['wrapper_name'], [0, 0, 0, 0.0, []])
            sums[0] += 1
            sums[1] += not record['success']
            sums[2] += bool(record.get('fallback_used'))
            sums[3] += record['cost_estimate'] or 0
            sums[4].append(record['duration_ms'])
        except (ValueError, KeyError, TypeError):
            continue
for sums in wrappers.values():
    durations = sorted(sums[4])
    print(sums[:4], durations[(len(durations) - 1) // 2], durations[(len(durations) - 1) * 99 // 100])
"""
LNAV = {"operations": {
    "title": "operations", "description": "what wrappers report", "json": True, "timestamp-field": "end_time",
    "body-field": "operation_type", "line-format": [{"field": "__timestamp__"}, " ", {"field": "wrapper_name"}],
    "hide-extra": True,
    "value": {"wrapper_name": {"kind": "string"}, "success": {"kind": "boolean"}, "fallback_used": {"kind": "boolean"},
              "cost_estimate": {"kind": "float"}, "duration_ms": {"kind": "float"}}}}
LNAV_QUERY = (";SELECT wrapper_name, count(*), sum(success = 0), sum(fallback_used), sum(cost_estimate),"
              " avg(duration_ms) FROM operations GROUP BY 1")
GOACCESS = ('{"end_time":"%dT%t.%^","wrapper_name":"%v","operation_type":"%U","duration_ms":"%L","request_id":"%h"}')


class Peer:
    """A tool and the command that makes it take in one file; `is_slow` ones are asked once only."""

    def __init__(self, name, command, is_slow=False):
        self.name, self.command, self.is_slow = name, command, is_slow


def installed(folder):
    """Those that are there; `folder` takes what they need."""
    found = []
    if importlib.util.find_spec("duckdb"):
        found.append(Peer("DuckDB", lambda path: [sys.executable, "-c", DUCKDB, path]))
    if simdjson := compiled(folder):
        found.append(Peer("simdjson", lambda path: [simdjson, path]))
    if importlib.util.find_spec("orjson"):
        found.append(Peer("orjson", lambda path: [sys.executable, "-c", ORJSON, path], is_slow=True))
    if shutil.which("lnav"):
        formats = os.path.join(folder, "lnav", "formats", "installed")
        os.makedirs(formats, exist_ok=True)
        with open(os.path.join(formats, "operations.json"), "w", encoding="utf-8") as file:
            json.dump({"$schema": "https://lnav.org/schemas/format-v1.schema.json", **LNAV}, file)
        found.append(Peer(
            "lnav", lambda path: ["lnav", "-I", os.path.join(folder, "lnav"), "-n", "-c", LNAV_QUERY,
                                  "-c", ":write-csv-to -", path], is_slow=True))
    if shutil.which("goaccess"):
        found.append(Peer(
            "goaccess", lambda path: ["goaccess", path, "--no-global-config", "--log-format=" + GOACCESS,
                                      "--date-format=%Y-%m-%d", "--time-format=%H:%M:%S", "--no-ip-validation",
                                      "-o", os.path.join(folder, "goaccess.json")], is_slow=True))
    return found


def compiled(folder):
    """The program over simdjson alone; None where there is no compiler or no simdjson."""
    source = os.path.join(os.path.dirname(__file__), "simdjson_peer.cpp")
    program = os.path.join(folder, "simdjson_peer")
    if not shutil.which("g++"):
        return None
    command = ["g++", "-O3", "-march=native", "-std=c++17", "-o", program, source, "-lsimdjson"]
    return program if subprocess.run(command, capture_output=True).returncode == 0 else None
