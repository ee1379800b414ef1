# SPDX-License-Identifier: MIT
"""compare.py --checked: checked kernels at tiny sizes against Oclgrind, which looks for the same faults.

Each kernel of bench_kernels is run on both in turn, in processes of their own, with all checks on. The figure is the CPU time
of a run of its launches, the least over the rounds. A kernel that fails on either platform is named with the reason.
"""

import math
import pathlib
import subprocess
import tempfile

from platforms import Failure, measure

OURS, PEER = "vgpu", "oclgrind"
PEER_COMMAND = ["oclgrind", "--data-races", "--uninitialized", "--log", "/dev/null"]


def figure(program, kernel, platform, library, cache, rounds):
    """CPU milliseconds; Failure when the kernel does not run. Oclgrind puts itself in the place of the OpenCL loader."""
    command = [program, "--tiny", "--threads", "one", "--only", kernel]
    if platform == PEER:
        command = PEER_COMMAND + command
    rows = [measure(command, library, cache, {"VGPU_CHECK": "all"}) for _ in range(rounds)]
    if "skipped" in rows[0]:
        raise Failure(rows[0]["skipped"])
    return min(row["cpu_ms"] for row in rows)


def kernels_of(program, filter_text):
    done = subprocess.run([program, "--list", "--filter", filter_text], capture_output=True, text=True, check=True)
    return [line.split("/")[1] for line in done.stdout.split()]


def compare(options, platforms):
    program = pathlib.Path(options.build) / "bench/kernels/bench_kernels"
    ratios = []
    print(f"| kernel | {OURS} ms | {PEER} ms | {PEER} / {OURS} |\n|---|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as cache:
        for kernel in kernels_of(program, options.filter):
            times = {}
            try:
                for name in (OURS, PEER):
                    times[name] = figure(program, kernel, name, platforms[OURS], cache, options.rounds or 1)
            except Failure as problem:
                print(f"| {kernel} | - | - | {PEER if OURS in times else OURS}: {str(problem)[:80]} |", flush=True)
                continue
            ratios.append(times[PEER] / times[OURS])
            print(f"| {kernel} | {times[OURS]:.3f} | {times[PEER]:.1f} | {ratios[-1]:.1f} |", flush=True)
    if ratios:
        mean = math.exp(sum(math.log(ratio) for ratio in ratios) / len(ratios))
        print(f"\n{len(ratios)} kernels, geometric mean of the ratios {mean:.1f}, least {min(ratios):.1f}")
    return 0
