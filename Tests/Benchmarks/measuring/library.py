"""What the library costs in process: the medians of `swift package benchmark`."""
import os
import re
import subprocess


def measure(table, package):
    output = subprocess.run(
        ["swift", "package", "--package-path", package, "benchmark", "--format", "markdown", "--path", "stdout",
         "--no-progress"], check=True, capture_output=True, text=True,
        # Counting allocations would slow them down.
        env={**os.environ, "BENCHMARK_DISABLE_MALLOC_INTERPOSER": "1"}).stdout
    name = None
    for line in output.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("### "):
            name = line[4:]
        elif cells[0].startswith("Throughput") and name.startswith("operations"):
            scale = {"K": 1e3, "M": 1e6}.get(re.search(r"\((\w)\)$", cells[0])[1], 1)
            table.add("library, start and end: " + name, float(cells[3]) * scale, "/s", 1_000_000, at_least=True)
        elif cells[0].startswith("Time") and not name.startswith("operations"):
            scale = {"ns": 1e-3, "μs": 1, "ms": 1e3}[re.search(r"\((ns|μs|ms)\)", cells[0])[1]]
            table.add("library: " + name, float(cells[3]) * scale, "us")
