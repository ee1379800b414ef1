#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the benchmarks on several OpenCL platforms in turns and prints each figure and its ratio to ours.

  bench/compare.py --peer pocl=/etc/OpenCL/vendors/pocl.icd --peer intel=VENV/lib/libintelocl.so [--rounds 7]

A peer is NAME=FILE: an .icd file or the vendor's library. Rounds are interleaved (ours, peer, peer, ours, ...), each in
a fresh process; the figure is the median over rounds, and lower is better for all of them.

With --kernels the compiled kernels of bench_kernels are compared one by one instead, see kernel_table.py; with --builtins
the mathematical functions of bench_builtins, see builtin_table.py; with --checked the same kernels in tiny sizes with all
checks, against Oclgrind, see checked_table.py.
"""

import argparse
import json
import pathlib
import statistics
import sys
import tempfile

import builtin_table
import checked_table
import kernel_table
from platforms import Failure, library_of, measure

ROOT = pathlib.Path(__file__).resolve().parent.parent


def one_round(build, library):
    """Every figure of one platform: launches and uneven work, after a cold and a warm build with a cache of its own."""
    figures = {}
    with tempfile.TemporaryDirectory() as cache:
        for key in ("cold", "warm"):
            for name, value in measure([build / "bench_build"], library, cache).items():
                figures[f"{key} {name}"] = value
        for bench in ("launch", "steal"):
            for name, value in measure([build / f"bench_{bench}"], library, cache).items():
                figures[f"{bench} {name}"] = value
    return figures


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default=str(ROOT / "build/release"), help="build folder")
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=FILE", help="a platform to compare with")
    parser.add_argument("--rounds", type=int, help="7, or 3 with --kernels or --builtins")
    parser.add_argument("--json", help="write every round's figures to this file")
    parser.add_argument("--ours", help="compare this .icd file or library with the peers, not the build's")
    group = parser.add_argument_group("compiled kernels")
    group.add_argument("--kernels", action="store_true", help="compare the kernels of bench_kernels")
    group.add_argument("--filter", default="", help="only kernels whose family/name, or functions whose name, contains this")
    group.add_argument("--threads", choices=("one", "all"), default="one", help="one CPU (default), or all of them")
    group.add_argument("--time", choices=("wall", "cpu"), default="wall",
                       help="what is compared: wall time, or on a busy machine the CPU time of the process")
    group = parser.add_argument_group("mathematical functions")
    group.add_argument("--builtins", action="store_true", help="compare the functions of bench_builtins")
    group.add_argument("--isa", help="instruction set of our code, as VGPU_ISA has it")
    group.add_argument("--l1", action="store_true", help="arguments and results that lie in the L1 cache, not the L2 cache")
    group.add_argument("--scalars", action="store_true", help="a number a work-item, not vectors of 8 float or 4 double")
    group = parser.add_argument_group("checked kernels")
    group.add_argument("--checked", action="store_true", help="compare checked kernels with Oclgrind, which is in the PATH")
    return parser.parse_args()


def platforms_of(options):
    platforms = {"vgpu": library_of(options.ours or pathlib.Path(options.build) / "vendors/vgpu.icd")}
    for peer in options.peer:
        name, _, path = peer.partition("=")
        platforms[name] = library_of(path)
    return platforms


def compare_figures(options, platforms):
    rounds = {name: [] for name in platforms}
    for _ in range(options.rounds or 7):
        for name, library in platforms.items():
            rounds[name].append(one_round(pathlib.Path(options.build) / "bench", library))
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(rounds, indent=1) + "\n")
    print("| figure | " + " | ".join(platforms) + " | best peer / vgpu |")
    print("|---|" + "---:|" * (len(platforms) + 1))
    for figure in rounds["vgpu"][0]:
        medians = {name: statistics.median(r[figure] for r in rows) for name, rows in rounds.items()}
        peers = [value for name, value in medians.items() if name != "vgpu"]
        ratio = f"{min(peers) / medians['vgpu']:.2f}" if peers and medians["vgpu"] > 0 else "-"
        print(f"| {figure} | " + " | ".join(f"{v:.3f}" for v in medians.values()) + f" | {ratio} |")
    return 0


def main():
    options = arguments()
    run = compare_figures
    for wanted, table in ((options.kernels, kernel_table), (options.builtins, builtin_table), (options.checked, checked_table)):
        run = table.compare if wanted else run
    try:
        return run(options, platforms_of(options))
    except (Failure, OSError) as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    sys.exit(main())
