#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A tiled matrix product through pyopencl, checked against NumPy.

  matmul.py [ORDER]    a multiple of 32
"""

import pathlib
import sys
import time

import numpy as np
import pyopencl as cl

TILE, PER = 32, 8
KERNELS = pathlib.Path(__file__).resolve().parent.parent / "matmul.cl"


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 512
    if n < TILE or n % TILE:
        print(f"matmul: the order must be a positive multiple of {TILE}, not {n}", file=sys.stderr)
        return 1
    context = cl.Context(cl.get_platforms()[0].get_devices()[:1])
    queue = cl.CommandQueue(context)
    print("device:", context.devices[0].name)
    program = cl.Program(context, KERNELS.read_text()).build()
    a, b = (np.random.default_rng(seed).uniform(-1, 1, (n, n)).astype(np.float32) for seed in (1, 2))
    c = np.empty_like(a)
    flags = cl.mem_flags
    a_buf, b_buf = (cl.Buffer(context, flags.READ_ONLY | flags.COPY_HOST_PTR, hostbuf=x) for x in (a, b))
    c_buf = cl.Buffer(context, flags.WRITE_ONLY, c.nbytes)
    kernel = cl.Kernel(program, "matmul")

    def run():
        begin = time.perf_counter()
        kernel(queue, (n, n // PER), (TILE, TILE // PER), a_buf, b_buf, c_buf, np.int32(n))
        queue.finish()
        return time.perf_counter() - begin

    best = min(run() for _ in range(3))
    print(f"matmul {n} x {n}: {1e3 * best:.2f} ms, {2e-9 * n ** 3 / best:.2f} GFLOP/s")
    cl.enqueue_copy(queue, c, c_buf)
    error, limit = np.abs(c - a @ b).max(), 2 * n * np.finfo(np.float32).eps
    good = error <= limit
    print(f"{'verified' if good else 'WRONG'}: largest difference to NumPy {error:.3g} (limit {limit:.3g})")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
