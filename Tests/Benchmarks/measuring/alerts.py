"""What it costs each second to look at wrappers by rules, in process: `alert-probe`."""
import json
import os
import subprocess
import sys


def measure(table, root, runs):
    build = ["swift", "build", "--package-path", root, "-c", "release", "--product", "alert-probe"]
    subprocess.run(build, check=True, stdout=sys.stderr)
    folder = subprocess.run([*build[:-2], "--show-bin-path"], check=True, capture_output=True, text=True).stdout.strip()
    for wrappers in (100, 10_000):
        found = []
        for _ in range(runs):
            output = subprocess.run(
                [os.path.join(folder, "alert-probe"), str(wrappers), "20", "100"], check=True, capture_output=True, text=True)
            found.append(json.loads(output.stdout))
        found.sort(key=lambda one: one["evaluating_ms"])
        middle = found[len(found) // 2]
        name = "20 rules, {:,} wrappers: ".format(wrappers)
        table.add(name + "looking, a second", middle["evaluating_ms"], "ms", 10 if wrappers == 10_000 else None)
        table.add(name + "keeping alerts, a second", middle["keeping_ms"], "ms")
