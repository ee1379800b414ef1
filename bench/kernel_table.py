# SPDX-License-Identifier: MIT
"""compare.py --kernels: compiled kernels, one by one, against the faster of the peers.

In every round each kernel is run on each platform in turn, in a process of its own. A kernel's figure is the least time
over the rounds. The first round finds empty kernel caches, so it gives the time from the program's text to the first
result; later rounds may use the caches. A platform that fails on a kernel is named with the reason, and the others are
compared. The limit is the time that the kernel's operations or bytes would take at the machine's measured rates.
"""

import json
import math
import pathlib
import subprocess
import sys
import tempfile

from platforms import Failure, measure

OURS = "vgpu"
LARGE = "large program"
POOR = 0.9


class Results:
    """Every figure of every round: by kernel and platform."""

    def __init__(self, platforms, kernels):
        self.platforms = list(platforms)
        self.rows = {kernel: {} for kernel in kernels}
        self.failures = {}

    def add(self, kernel, platform, row):
        if "skipped" in row:
            self.failures.setdefault((kernel, platform), row["skipped"])
        else:
            self.rows[kernel].setdefault(platform, []).append(row)

    def fail(self, kernel, platform, reason):
        self.failures[kernel, platform] = reason

    def works(self, kernel, platform):
        return bool(self.rows[kernel].get(platform)) and (kernel, platform) not in self.failures

    def least(self, kernel, platform, figure):
        """The least over the rounds, None where the platform fails."""
        if not self.works(kernel, platform):
            return None
        return min(row[figure] for row in self.rows[kernel][platform])

    def cold(self, kernel, platform):
        """Milliseconds from nothing to the first result in the first round."""
        return self.rows[kernel][platform][0]["first_result_ms"] if self.works(kernel, platform) else None

    def fastest_peer(self, kernel, value_of):
        """(time, name) of the peer with the least value; (None, "-") without one."""
        times = [(value_of(kernel, name), name) for name in self.platforms if name != OURS]
        return min((pair for pair in times if pair[0] is not None), default=(None, "-"))

    def save(self, path, peak):
        """Writes all of it as JSON."""
        failures = [{"kernel": kernel, "platform": name, "reason": reason}
                    for (kernel, name), reason in self.failures.items()]
        text = json.dumps({"peak": peak, "kernels": self.rows, "failures": failures}, indent=1)
        pathlib.Path(path).write_text(text + "\n")


def thread_settings(threads):
    """PoCL asks the machine, not the process, how many threads to make."""
    return {"POCL_MAX_PTHREAD_COUNT": "1", "POCL_CPU_MAX_CU_COUNT": "1"} if threads == "one" else {}


def kernels_of(program, text):
    listing = subprocess.run([program, "--list", "--filter", text], capture_output=True, text=True)
    if listing.returncode != 0:
        sys.exit(f"no kernel's family/name contains '{text}'")
    return [line.split("/")[1] for line in listing.stdout.split()]


def command_of(kernel, options, bench):
    if kernel == LARGE:
        return [str(bench / "bench_compile")]
    return [str(bench / "kernels/bench_kernels"), "--only", kernel, "--threads", options.threads]


def run_all(options, platforms, kernels, bench, peak):
    """Kernels in the outer loop: a kernel's turns on the platforms follow each other closely. Saves every round."""
    large = [] if options.filter else [LARGE]
    results = Results(platforms, kernels + large)
    with tempfile.TemporaryDirectory() as caches:
        for name in platforms:
            (pathlib.Path(caches) / name).mkdir()
        for index in range(options.rounds or 3):
            for kernel in kernels + (large if index == 0 else []):
                for name, library in platforms.items():
                    try:
                        results.add(kernel, name, measure(command_of(kernel, options, bench), library,
                                                          pathlib.Path(caches) / name,
                                                          thread_settings(options.threads)))
                    except Failure as failure:
                        results.fail(kernel, name, str(failure))
            if options.json:
                results.save(options.json, peak)
            print(f"round {index + 1} is done", file=sys.stderr)
    return results


def peak_of(program, threads, before=None):
    """The machine's limits: the best of this measurement and an earlier one."""
    lines = subprocess.run([program, "--peak"], capture_output=True, text=True, check=True).stdout.splitlines()
    peak = next(row for row in map(json.loads, lines) if row["threads"] == threads)
    return {key: max(value, before[key]) if before else value for key, value in peak.items()}


def limit_ms(row, peak):
    """The least time that the machine needs for the row's work."""
    level = "l2" if row["footprint"] <= peak["l2_bytes"] else "l3" if row["footprint"] <= peak["l3_bytes"] else "memory"
    return 1e-6 * max(row["operations"] / peak[row["unit"]], row["bytes"] / peak[level])


def ratio_of(ours, theirs):
    return theirs / ours if ours and theirs else None


def text_of(value, digits=2):
    return "-" if value is None else f"{value:.{digits}f}"


def print_table(results, kernels, figure, peak):
    """Prints a row a kernel; returns the ratios of run times and of cold first results."""
    def least(kernel, name):
        return results.least(kernel, name, figure)

    speed, start = {}, {}
    print("| kernel | vgpu ms | fastest peer ms | peer | peer / vgpu | of the limit | first result ms | peer's | ratio |")
    print("|---|---:|---:|---|---:|---:|---:|---:|---:|")
    for kernel in kernels:
        ours, cold = least(kernel, OURS), results.cold(kernel, OURS)
        theirs, peer = results.fastest_peer(kernel, least)
        their_cold, _ = results.fastest_peer(kernel, results.cold)
        speed[kernel], start[kernel] = ratio_of(ours, theirs), ratio_of(cold, their_cold)
        share = limit_ms(results.rows[kernel][OURS][0], peak) / ours if ours else None
        print(f"| {kernel} | {text_of(ours, 3)} | {text_of(theirs, 3)} | {peer} | {text_of(speed[kernel])} | "
              f"{text_of(share)} | {text_of(cold, 0)} | {text_of(their_cold, 0)} | {text_of(start[kernel])} |")
    return speed, start


def geometric_mean(values):
    values = [value for value in values if value]
    return math.exp(sum(map(math.log, values)) / len(values)) if values else None


def print_summary(results, speed, start):
    print(f"\ngeometric mean of peer / vgpu over {sum(1 for v in speed.values() if v)} kernels: "
          f"{text_of(geometric_mean(speed.values()))}; of cold first results: "
          f"{text_of(geometric_mean(start.values()))}")
    poor = sorted((ratio, kernel) for kernel, ratio in speed.items() if ratio and ratio < POOR)
    print(f"under {POOR}: " + (", ".join(f"{kernel} {ratio:.2f}" for ratio, kernel in poor) or "none"))
    if LARGE in results.rows:
        times = {name: results.cold(LARGE, name) for name in results.platforms}
        print("large program, cold to the first result, ms: " +
              ", ".join(f"{name} {text_of(value, 0)}" for name, value in times.items()))
    for (kernel, name), reason in results.failures.items():
        print(f"{kernel} on {name}: {reason}")


def compare(options, platforms):
    """The whole comparison; returns the exit status: 1 when a result of ours is wrong or missing."""
    bench = pathlib.Path(options.build) / "bench"
    program = str(bench / "kernels/bench_kernels")
    kernels = kernels_of(program, options.filter)
    peak = peak_of(program, options.threads)
    results = run_all(options, platforms, kernels, bench, peak)
    peak = peak_of(program, options.threads, peak)
    if options.json:
        results.save(options.json, peak)
    print("limits: " + ", ".join(f"{key} {value}" for key, value in peak.items()) + "\n")
    speed, start = print_table(results, kernels, "cpu_ms" if options.time == "cpu" else "ms", peak)
    print_summary(results, speed, start)
    return 1 if any(name == OURS and "lacks a feature" not in reason
                    for (_, name), reason in results.failures.items()) else 0
