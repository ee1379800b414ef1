#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Passes over data larger than RAM: every word is read, incremented and written.

In turns, each in a process and a memory cgroup of its own of LIMIT GiB (which takes root; --limit 0: none):
  kernel  an OpenCL kernel on one buffer, with VGPU_SPILL_DIR set
  memmap  NumPy on a mapped file
  swap    NumPy on ordinary memory, the rest of which the system swaps; where there is swap space
  dask    an array of Dask in a worker with LIMIT GiB, which spills; where `distributed` is installed
  fio     what the disk does: as many bytes read and written at once, in blocks of the same size
"""
import argparse
import importlib.util
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
import turns

SOURCE = """
kernel void start(global uint *a) { a[get_global_id(0)] = (uint)get_global_id(0) * 2654435761u; }
kernel void step(global uint *a) { a[get_global_id(0)] += 1; }
"""
FACTOR = np.uint32(2654435761)
PIECE = 2**19  # words, 2 MiB


def start_words(at, end):
    return np.arange(at, end, dtype=np.uint32) * FACTOR


class Passes:
    """A side: words are started when it is made, and incremented by each run()."""

    def __init__(self, words, directory, limit):
        self.words, self.directory, self.limit, self.runs = words, directory, limit, 0
        self.start()

    def run(self):
        self.runs += 1
        self.step()

    def check(self):
        for at in (0, self.words // 3, self.words - 1):
            want = start_words(at, at + 1)[0] + np.uint32(self.runs)
            got = self.word(at)
            assert got == want, f"word {at} is {got} and should be {want}"

    def close(self):
        pass


class Kernel(Passes):
    def start(self):
        import pyopencl as cl
        ctx = cl.create_some_context(interactive=False)
        self.queue = cl.CommandQueue(ctx)
        self.buffer = cl.Buffer(ctx, cl.mem_flags.READ_WRITE, 4 * self.words)
        self.program = cl.Program(ctx, SOURCE).build()
        self.program.start(self.queue, (self.words,), None, self.buffer)
        self.queue.finish()

    def step(self):
        self.program.step(self.queue, (self.words,), None, self.buffer)
        self.queue.finish()

    def word(self, at):
        import pyopencl as cl
        word = np.empty(1, np.uint32)
        cl.enqueue_copy(self.queue, word, self.buffer, src_offset=4 * at)
        return word[0]


class Swapped(Passes):
    def start(self):
        self.array = self.allocate()
        for at in range(0, self.words, PIECE):
            self.array[at:at + PIECE] = start_words(at, min(at + PIECE, self.words))

    def allocate(self):
        return np.empty(self.words, np.uint32)

    def step(self):
        for at in range(0, self.words, PIECE):
            self.array[at:at + PIECE] += 1

    def word(self, at):
        return self.array[at]


class Mapped(Swapped):
    def allocate(self):
        self.file = tempfile.NamedTemporaryFile(dir=self.directory)
        return np.memmap(self.file, np.uint32, "w+", shape=(self.words,))

    def step(self):
        super().step()
        self.array.flush()


class Dask(Passes):
    def start(self):
        import dask
        import dask.array as da
        from distributed import Client
        dask.config.set({"temporary-directory": self.directory})
        self.client = Client(n_workers=1, threads_per_worker=os.cpu_count(), memory_limit=self.limit,
                             dashboard_address=None)
        self.array = (da.arange(self.words, dtype=np.uint32, chunks=2**23) * FACTOR).persist()
        self.await_all()

    def await_all(self):
        from distributed import wait
        wait(self.array)

    def step(self):
        self.array = (self.array + np.uint32(1)).persist()
        self.await_all()

    def word(self, at):
        return self.array[at].compute()

    def close(self):
        self.client.close()


class Fio(Passes):
    def start(self):
        self.file = os.path.join(self.directory, f"fio-{os.getpid()}")
        self.jobs("write")

    def jobs(self, *kinds):
        """All at once, as a pass reads and writes at once; of contents that nothing can compress."""
        each = [arg for kind in kinds for arg in (f"--name={kind}", f"--rw={kind}")]
        subprocess.run(["fio", f"--filename={self.file}", "--bs=2M", "--direct=1", "--ioengine=libaio",
                        "--iodepth=4", "--refill_buffers", f"--size={4 * self.words}", *each],
                       check=True, stdout=subprocess.DEVNULL)

    def step(self):
        self.jobs("read", "write")

    def check(self):
        pass

    def close(self):
        os.unlink(self.file)


SIDES = {"kernel": Kernel, "memmap": Mapped, "swap": Swapped, "dask": Dask, "fio": Fio}


def why_not(name, bytes_):
    """Why a side cannot run here; None: it can."""
    if name == "dask" and not importlib.util.find_spec("distributed"):
        return "Python's distributed is not installed"
    if name == "swap":
        room = sum(int(line.split()[2]) << 10 for line in pathlib.Path("/proc/swaps").read_text().splitlines()[1:])
        return None if room > bytes_ else f"the system has {room >> 20} MiB of swap space"
    return None


def make_side(name, args):
    return turns.Side(name, [sys.executable, __file__, "--gib", str(args.gib), "--limit", str(args.limit),
                             "--dir", args.dir, "--serve", name],
                      int(args.limit * 2**30), {"VGPU_SPILL_DIR": args.dir} if name == "kernel" else None)


def measure(args):
    moved, sides = 2 * args.gib * 2**30, []
    try:
        for name in args.sides.split(","):
            reason = why_not(name, args.gib * 2**30)
            if reason:
                print(json.dumps({"side": name, "not_run": reason}), flush=True)
            else:
                sides.append(make_side(name, args))
        for _ in range(args.rounds):
            for side in sides:
                seconds = side.run()
                print(json.dumps({"side": side.name, "seconds": round(seconds, 2),
                                  "MB_per_s": round(moved / seconds / 1e6)}), flush=True)
        for side in sides:
            side.finish()
    finally:
        for side in sides:
            side.kill()
    best = {side.name: min(side.seconds) for side in sides}
    result = {f"{name}_over_kernel": round(best[name] / best["kernel"], 2) for name in best if name != "kernel"}
    result["peak_MiB"] = {side.name: side.peak and side.peak >> 20 for side in sides}
    print(json.dumps(result))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gib", type=float, default=8, help="of the data")
    parser.add_argument("--limit", type=float, default=2, help="GiB of RAM for each side")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sides", default="kernel,memmap,swap,dask,fio")
    parser.add_argument("--dir", default=os.environ.get("VGPU_SPILL_DIR", "/var/tmp"))
    parser.add_argument("--serve", choices=SIDES, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.serve:
        turns.serve(SIDES[args.serve](int(args.gib * 2**28), args.dir, int(args.limit * 2**30)))
    else:
        measure(args)


if __name__ == "__main__":
    main()
