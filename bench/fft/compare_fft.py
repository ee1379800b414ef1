#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How fast are the built-in Fourier transforms beside scipy.fft and ducc0?

Runs bench_fft and the two libraries in turns, one thread each, and prints a table: milliseconds of CPU time, the median of
several rounds; GFLOP/s of ours by 5 N log2 N (half of that for real numbers); and the time of the faster of the others over
ours, above 1 where ours is faster. The program finds the device as any OpenCL program does."""
import argparse
import math
import statistics
import subprocess
import time

import ducc0
import numpy
import scipy.fft

CASES = ("c 1024 1024", "c 65536 16", "c 1048576 1", "c 2 262144", "c 3 174762", "c 4 131072", "c 5 104857", "c 8 65536",
         "c 16 32768", "c 32 16384", "c 60 8738", "c 64 8192", "c 100 5242", "c 128 4096", "c 243 2157", "c 256 4096",
         "c 1000 524", "c 1009 519", "c 4096 256", "c 5000 104", "c 10007 52", "c 16384 64", "c 100003 5", "c 1000000 1",
         "c 4194304 1", "c 512x512 4", "c 1024x1024 1", "c 128x128x128 1", "r 64 8192", "r 1024 1024", "r 65536 16",
         "r 1048576 1", "r 1024x1024 1")


class Ours:
    def __init__(self, program, kind, kind_of_real, shape, batch):
        command = [program, kind, kind_of_real, "x".join(map(str, shape)), str(batch)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def seconds(self):
        self.process.stdin.write("go\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline().split()[0])

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def timed(function):
    start = time.process_time()
    function()
    return time.process_time() - start


def peers(kind, real, shape, batch):
    """One function for each library, on the same kind of array."""
    dtype = numpy.float32 if real == "f" else numpy.float64
    axes = tuple(range(1, 1 + len(shape)))
    x = (numpy.random.rand(batch, *shape) - 0.5).astype(dtype)
    if kind == "r":
        half = numpy.empty((batch,) + shape[:-1] + (shape[-1] // 2 + 1,), numpy.result_type(dtype, numpy.complex64))
        return {"scipy": lambda: scipy.fft.rfftn(x, axes=axes, workers=1),
                "ducc0": lambda: ducc0.fft.r2c(x, axes=axes, out=half, nthreads=1)}
    x = x + 1j * x
    out = numpy.empty_like(x)
    return {"scipy": lambda: scipy.fft.fftn(x, axes=axes, workers=1),
            "ducc0": lambda: ducc0.fft.c2c(x, axes=axes, out=out, nthreads=1)}


def measure(program, case, real, rounds):
    kind, text, batch = case.split()
    shape = tuple(map(int, text.split("x")))
    ours = Ours(program, kind, real, shape, int(batch))
    runs = {"ours": ours.seconds}
    for name, function in peers(kind, real, shape, int(batch)).items():
        runs[name] = lambda function=function: timed(function)
    times = {name: [] for name in runs}
    for round_number in range(rounds + 1):  # the first makes tables
        for name, run in runs.items():
            seconds = run()
            if round_number:
                times[name].append(seconds)
    ours.close()
    elements = math.prod(shape)
    flop = 5 * elements * max(math.log2(elements), 1) * int(batch) / (2 if kind == "r" else 1)
    return {name: statistics.median(values) for name, values in times.items()}, flop


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default="build/release/bench/fft/bench_fft")
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--only", default="fd", help="f, d or both")
    parser.add_argument("--case", action="append", help='such as "c 1024 1024", instead of all')
    options = parser.parse_args()
    print("| kind | type | shape | batch | ours | scipy | ducc0 | GFLOP/s | ratio |\n|---|---|---|---|---|---|---|---|---|")
    for case in options.case or CASES:
        for real in options.only:
            best, flop = measure(options.program, case, real, options.rounds)
            kind, shape, batch = case.split()
            ratio = min(best["scipy"], best["ducc0"]) / best["ours"]
            cells = [{"c": "complex", "r": "real"}[kind], {"f": "float", "d": "double"}[real], shape, batch]
            cells += [f"{best[name] * 1e3:.3f}" for name in ("ours", "scipy", "ducc0")]
            cells += [f"{flop / best['ours'] * 1e-9:.1f}", f"{ratio:.2f}"]
            print("| " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
