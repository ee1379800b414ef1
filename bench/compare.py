#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the benchmarks on several OpenCL platforms in turns and prints each figure and its ratio to ours.

  bench/compare.py --peer pocl=/etc/OpenCL/vendors/pocl.icd --peer intel=VENV/lib/libintelocl.so [--rounds 7]

A peer is NAME=FILE: an .icd file or the vendor's library. Rounds are interleaved (ours, peer, peer, ours, ...), each in
a fresh process; the figure is the median over rounds, and lower is better for all of them.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
CACHES = ("VGPU_CACHE_DIR", "POCL_CACHE_DIR", "XDG_CACHE_HOME")


def library_of(path):
    path = pathlib.Path(path)
    return path.read_text().strip() if path.suffix == ".icd" else str(path.resolve())


def environment(library, cache, folder):
    """Only this vendor is visible. Its own folder of libraries is searched, its kernel cache is `cache`."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("VGPU_", "POCL_", "OCL_ICD_"))}
    (folder / "one.icd").write_text(library + "\n")
    env["OCL_ICD_VENDORS"] = str(folder)
    if os.path.isabs(library) and "intel" in library:
        env["LD_LIBRARY_PATH"] = os.path.dirname(library)
    env.update({name: str(cache) for name in CACHES})
    return env


def measure(program, library, cache):
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([program], env=environment(library, cache, pathlib.Path(folder)), capture_output=True,
                              text=True, timeout=300)
    if done.returncode != 0:
        raise RuntimeError(f"{program} on {library}: {done.stderr.strip() or done.returncode}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def one_round(build, library):
    """Every figure of one platform: launches and uneven work, after a cold and a warm build with a cache of its own."""
    figures = {}
    with tempfile.TemporaryDirectory() as cache:
        for key in ("cold", "warm"):
            for name, value in measure(build / "bench_build", library, cache).items():
                figures[f"{key} {name}"] = value
        for bench in ("launch", "steal"):
            for name, value in measure(build / f"bench_{bench}", library, cache).items():
                figures[f"{bench} {name}"] = value
    return figures


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default=str(ROOT / "build/release"), help="build folder")
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=FILE", help="a platform to compare with")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", help="write every round's figures to this file")
    options = parser.parse_args()
    build = pathlib.Path(options.build)
    platforms = {"vgpu": library_of(build / "vendors/vgpu.icd")}
    for peer in options.peer:
        name, _, path = peer.partition("=")
        platforms[name] = library_of(path)
    rounds = {name: [] for name in platforms}
    for _ in range(options.rounds):
        for name, library in platforms.items():
            rounds[name].append(one_round(build / "bench", library))
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


if __name__ == "__main__":
    sys.exit(main())
