# SPDX-License-Identifier: MIT
"""compare.py --builtins: the mathematical functions, one by one, against each peer.

In every round each function is run on each platform in turn, in a process of its own. A figure is the least CPU time over
the rounds, in nanoseconds for 8 float or 4 double, beside the largest error in ulp that was seen.
"""

import json
import math
import pathlib
import subprocess
import sys
import tempfile

from platforms import Failure, measure

OURS = "vgpu"
POOR = 1.0


def functions_of(program, text):
    names = subprocess.run([program, "--list"], capture_output=True, text=True, check=True).stdout.split()
    return [name for name in names if text in name]


def run_all(options, platforms, names, program):
    """{(function, form): {platform: [ns, ulp]}} and the failures."""
    rows, failures = {}, {}
    flags = ["--scalars"] * options.scalars + ["--l1"] * options.l1
    settings = {"POCL_MAX_PTHREAD_COUNT": "1", "POCL_CPU_MAX_CU_COUNT": "1"} | ({"VGPU_ISA": options.isa} if options.isa else {})
    with tempfile.TemporaryDirectory() as caches:
        for platform in platforms:
            (pathlib.Path(caches) / platform).mkdir()
        for index in range(options.rounds or 3):
            for name in names:
                for platform, library in platforms.items():
                    try:
                        result = measure([program, "--only", name, *flags], library, pathlib.Path(caches) / platform,
                                         settings)
                    except Failure as failure:
                        failures[name, platform] = str(failure)
                        continue
                    add(rows, failures, name, platform, result["forms"])
            print(f"round {index + 1} is done", file=sys.stderr)
    return rows, failures


def add(rows, failures, name, platform, forms):
    for form in forms:
        if "failed" in form:
            failures[f"{name} {form['form']}", platform] = "does not build"
            continue
        figures = rows.setdefault((name, form["form"]), {})
        ns, ulp = figures.get(platform, (math.inf, 0.0))
        figures[platform] = [min(ns, form["ns"]), max(ulp, form["ulp"])]


def geometric_mean(values):
    return math.exp(sum(map(math.log, values)) / len(values)) if values else None


def print_table(rows, platforms):
    peers = [name for name in platforms if name != OURS]
    print("| function | form | vgpu ns | vgpu ulp | " + " | ".join(f"{p} ns | {p} ulp | {p} / vgpu" for p in peers) + " |")
    print("|---|---|---:|---:|" + "---:|---:|---:|" * len(peers))
    for (name, form), figures in sorted(rows.items(), key=lambda row: (row[0][1], row[0][0])):
        ns, ulp = figures.get(OURS, (math.nan, math.nan))
        cells = []
        for peer in peers:
            their_ns, their_ulp = figures.get(peer, (math.nan, math.nan))
            cells.append(f"{their_ns:.2f} | {their_ulp:.3g} | {their_ns / ns:.2f}")
        print(f"| {name} | {form} | {ns:.2f} | {ulp:.3g} | " + " | ".join(cells) + " |")


def print_summary(rows, platforms):
    for peer in platforms:
        if peer == OURS:
            continue
        for form in sorted({key[1] for key in rows}):
            ratios = {key[0]: figures[peer][0] / figures[OURS][0] for key, figures in rows.items()
                      if key[1] == form and peer in figures and OURS in figures}
            if not ratios:
                continue
            poor = ", ".join(f"{name} {ratio:.2f}" for name, ratio in sorted(ratios.items(), key=lambda item: item[1])
                             if ratio < POOR)
            print(f"{peer} / vgpu, {form}: geometric mean {geometric_mean(ratios.values()):.2f} over {len(ratios)}; "
                  f"under {POOR}: {poor or 'none'}")
    for form in ("relaxed", "native", "half"):
        gains = {key[0]: rows[key[0], "float"][OURS][0] / figures[OURS][0] for key, figures in rows.items()
                 if key[1] == form and OURS in figures and OURS in rows.get((key[0], "float"), {})}
        if gains:
            print(f"vgpu float / {form}: " + ", ".join(f"{name} {gain:.2f}" for name, gain in sorted(gains.items())))


def compare(options, platforms):
    program = str(pathlib.Path(options.build) / "bench/builtins/bench_builtins")
    names = functions_of(program, options.filter)
    if not names:
        sys.exit(f"no function's name contains '{options.filter}'")
    rows, failures = run_all(options, platforms, names, program)
    if options.json:
        table = [{"function": name, "form": form, **figures} for (name, form), figures in rows.items()]
        pathlib.Path(options.json).write_text(json.dumps(table, indent=1) + "\n")
    print_table(rows, platforms)
    print()
    print_summary(rows, platforms)
    for (name, platform), reason in failures.items():
        print(f"{name} on {platform}: {reason}")
    return 1 if any(platform == OURS for _, platform in failures) else 0
