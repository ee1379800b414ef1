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

SOURCE = """
kernel void start(global uint *a) { a[get_global_id(0)] = (uint)get_global_id(0) * 2654435761u; }
kernel void step(global uint *a) { a[get_global_id(0)] += 1; }
"""
FACTOR = np.uint32(2654435761)


class Kernel:
    name = "kernel"

    def __init__(self, words, directory):
        ctx = cl.create_some_context(interactive=False)
        self.words, self.queue = words, cl.CommandQueue(ctx)
        self.buffer = cl.Buffer(ctx, cl.mem_flags.READ_WRITE, 4 * words)
        self.program = cl.Program(ctx, SOURCE).build()
        self.program.start(self.queue, (words,), None, self.buffer)
        self.queue.finish()

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
        for at in range(0, words, 2**19):
            self.array[at:at + 2**19] = np.arange(at, min(at + 2**19, words), dtype=np.uint32) * FACTOR
        self.array.flush()

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
        self.jobs("write")

    def jobs(self, *kinds):
        """All at once, as a pass reads and writes at once; of contents that nothing can compress."""
        each = [arg for kind in kinds for arg in (f"--name={kind}", f"--rw={kind}")]
        subprocess.run(["fio", f"--filename={self.file}", "--bs=2M", "--direct=1", "--ioengine=libaio",
                        "--iodepth=4", "--refill_buffers", f"--size={4 * self.words}", *each],
                       check=True, stdout=subprocess.DEVNULL)

    def run(self):
        self.jobs("read", "write")


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
        want = int((np.full(1, words - 1, np.uint32) * FACTOR + np.uint32(args.rounds))[0])
        assert all(side.last() == want for side in sides[:2])
    finally:
        os.unlink(sides[-1].file)
    best = {name: min(t) for name, t in times.items()}
    print(json.dumps({"disk_over_kernel": round(best["fio"] / best["kernel"], 2),
                      "memmap_over_kernel": round(best["memmap"] / best["kernel"], 2)}))


if __name__ == "__main__":
    main()
