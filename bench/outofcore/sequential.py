#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""One pass over data larger than RAM: every word is read, incremented and written.

In turns: a kernel on one buffer, the same on a file through NumPy's memmap, and what fio gets from the disk
for as many bytes in blocks of the same size. Run it in a cgroup whose limit is a quarter of SIZE, or the page
cache will hold what memmap writes.
"""
import argparse
import json
import os
import subprocess
import tempfile
import time

import numpy as np
import pyopencl as cl

SOURCE = "kernel void step(global uint *a) { a[get_global_id(0)] += 1; }"


class Kernel:
    name = "kernel"

    def __init__(self, words, directory):
        ctx = cl.create_some_context(interactive=False)
        self.words, self.queue = words, cl.CommandQueue(ctx)
        self.buffer = cl.Buffer(ctx, cl.mem_flags.READ_WRITE, 4 * words)
        self.program = cl.Program(ctx, SOURCE).build()
        self.run()

    def run(self):
        self.program.step(self.queue, (self.words,), None, self.buffer)
        self.queue.finish()

    def last(self):
        word = np.empty(1, np.uint32)
        cl.enqueue_copy(self.queue, word, self.buffer, src_offset=4 * (self.words - 1))
        return int(word[0])


class Mapped:
    name = "memmap"

    def __init__(self, words, directory):
        self.file = tempfile.NamedTemporaryFile(dir=directory)
        self.words = words
        self.array = np.memmap(self.file, np.uint32, "w+", shape=(words,))
        self.run()

    def run(self):
        for at in range(0, self.words, 2**19):
            self.array[at:at + 2**19] += 1
        self.array.flush()

    def last(self):
        return int(self.array[-1])


class Fio:
    name = "fio"

    def __init__(self, words, directory):
        self.file = os.path.join(directory, f"fio-{os.getpid()}")
        self.words = words
        self.runs = 1
        self.job("write")

    def job(self, kind):
        subprocess.run(["fio", "--name=x", f"--filename={self.file}", f"--rw={kind}", "--bs=2M", "--direct=1",
                        "--ioengine=libaio", "--iodepth=4", f"--size={4 * self.words}"],
                       check=True, stdout=subprocess.DEVNULL)

    def run(self):
        self.job("read")
        self.job("write")
        self.runs += 1

    def last(self):
        return self.runs


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gib", type=float, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--dir", default=os.environ.get("VGPU_SPILL_DIR", "/var/tmp"))
    args = parser.parse_args()
    words = int(args.gib * 2**28)
    sides = [side(words, args.dir) for side in (Kernel, Mapped, Fio)]
    times = {side.name: [] for side in sides}
    try:
        for turn in range(args.rounds):
            for side in sides:
                began = time.time()
                side.run()
                times[side.name].append(time.time() - began)
                print(json.dumps({"side": side.name, "seconds": round(times[side.name][-1], 2),
                                  "MB_per_s": round(8 * words / times[side.name][-1] / 1e6)}), flush=True)
        assert all(side.last() == args.rounds + 1 for side in sides)
    finally:
        os.unlink(sides[-1].file)
    best = {name: min(t) for name, t in times.items()}
    print(json.dumps({"disk_over_kernel": round(best["fio"] / best["kernel"], 2),
                      "memmap_over_kernel": round(best["memmap"] / best["kernel"], 2)}))


if __name__ == "__main__":
    main()
