#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What it costs that memory could be spilled, when all of it fits into RAM.

One process with VGPU_SPILL_DIR set and one without do the same in turns: a kernel over one large buffer,
many small launches, and buffers that are made, written, read and freed. Prints the ratio of CPU time and of
wall time, spilling over not, of the least of all rounds.
"""
import argparse
import json
import os
import sys

import numpy as np
import turns

SOURCE = """
kernel void step(global uint *a) { a[get_global_id(0)] += 1; }
"""


class Work:
    def __init__(self, kind):
        import pyopencl as cl
        self.cl, self.kind, self.runs = cl, kind, 0
        self.ctx = cl.create_some_context(interactive=False)
        self.queue = cl.CommandQueue(self.ctx)
        self.step = cl.Program(self.ctx, SOURCE).build().step
        self.words = {"large": 2**26, "small": 2**12, "buffers": 2**18}[kind]
        self.buffer = self.zeros()

    def zeros(self):
        return self.cl.Buffer(self.ctx, self.cl.mem_flags.READ_WRITE | self.cl.mem_flags.COPY_HOST_PTR,
                              hostbuf=np.zeros(self.words, np.uint32))

    def run(self):
        self.runs += 1
        getattr(self, self.kind)()
        self.queue.finish()

    def launches(self, count):
        for _ in range(count):
            self.step(self.queue, (self.words,), None, self.buffer)

    def large(self):
        self.launches(20)

    def small(self):
        self.launches(20000)

    def buffers(self):
        for _ in range(200):
            self.buffer = self.zeros()
            self.launches(1)
            self.word()

    def word(self):
        host = np.empty(self.words, np.uint32)
        self.cl.enqueue_copy(self.queue, host, self.buffer)
        return host[-1]

    def check(self):
        want = {"large": 20 * self.runs, "small": 20000 * self.runs, "buffers": 1}[self.kind]
        got = self.word()
        assert got == want, f"{got} should be {want}"

    def close(self):
        pass


def compare(kind, args):
    command = [sys.executable, __file__, "--serve", kind]
    os.environ.pop("VGPU_SPILL_DIR", None)
    sides = [turns.Side("spilling", command, settings={"VGPU_SPILL_DIR": args.dir}), turns.Side("plain", command)]
    try:
        for turn in range(args.rounds + 1):
            for side in sides[::1 if turn % 2 else -1]:
                side.run()
        for side in sides:
            side.finish()
    finally:
        for side in sides:
            side.kill()
    ratios = {what: min(getattr(sides[0], what)[1:]) / min(getattr(sides[1], what)[1:]) for what in ("cpu", "seconds")}
    print(json.dumps({"work": kind, "seconds": round(min(sides[1].seconds[1:]), 3),
                      "cpu_ratio": round(ratios["cpu"], 3), "wall_ratio": round(ratios["seconds"], 3)}), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=10, help="behind one that does not count")
    parser.add_argument("--work", default="large,small,buffers")
    parser.add_argument("--dir", default=os.environ.get("VGPU_SPILL_DIR", "/var/tmp"))
    parser.add_argument("--serve", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.serve:
        turns.serve(Work(args.serve))
        return
    for kind in args.work.split(","):
        compare(kind, args)


if __name__ == "__main__":
    main()
