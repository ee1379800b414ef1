#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Works on buffers of SIZE GiB in all, by default far more than RAM, and checks every result.

An ordinary OpenCL program: it knows nothing of where the device keeps its memory. Steps: vector updates,
random gathers, a sort by counting in six bits at a time, and a product of matrices in tiles.
"""
import argparse
import resource
import sys
import time

import numpy as np
import pyopencl as cl

SOURCE = """
kernel void start(global uint *a, global uint *b) {
    size_t i = get_global_id(0);
    a[i] = (uint)i * 2654435761u;
    b[i] = (uint)i ^ 77u;
}
kernel void update(global const uint *a, global const uint *b, global uint *c) {
    size_t i = get_global_id(0);
    c[i] = a[i] + b[i];
}
kernel void gather(global const uint *c, global uint *sums, ulong count) {
    ulong at = get_global_id(0) * 6364136223846793005UL + 1442695040888963407UL;
    at = at * 6364136223846793005UL + 1442695040888963407UL;
    sums[get_global_id(0)] = c[(at >> 20) % count];
}
/* One work-item counts, and later moves, the values of one part. */
kernel void count(global const uint *from, global ulong *counts, ulong part, ulong all, uint shift) {
    size_t me = get_global_id(0), parts = get_global_size(0);
    for (int d = 0; d < 64; d++) counts[d * parts + me] = 0;
    for (ulong i = me * part; i < min((me + 1) * part, all); i++) counts[(from[i] >> shift & 63) * parts + me]++;
}
kernel void move(global const uint *from, global uint *to, global ulong *at, ulong part, ulong all, uint shift) {
    size_t me = get_global_id(0), parts = get_global_size(0);
    for (ulong i = me * part; i < min((me + 1) * part, all); i++)
        to[at[(from[i] >> shift & 63) * parts + me]++] = from[i];
}
kernel void fill(global float *a, global float *b, uint n) {
    size_t x = get_global_id(0), y = get_global_id(1);
    a[y * n + x] = (float)((x + 2 * y) % 5);
    b[y * n + x] = (float)((3 * x + y) % 7);
}
/* Rows y0.. of the product, a tile of K at a time. */
kernel void product(global const float *a, global const float *b, global float *c, uint n, uint k0, uint k1) {
    size_t x = get_global_id(0), y = get_global_id(1);
    float sum = k0 ? c[y * n + x] : 0.0f;
    for (uint k = k0; k < k1; k++) sum += a[y * n + k] * b[k * n + x];
    c[y * n + x] = sum;
}
"""


class Steps:
    def __init__(self, gib, ctx):
        self.ctx, self.queue = ctx, cl.CommandQueue(ctx)
        self.program = cl.Program(ctx, SOURCE).build()
        self.bytes = int(gib * 2**30)
        self.bad = 0

    def timed(self, name, moved, run):
        began = time.time()
        run()
        self.queue.finish()
        seconds = time.time() - began
        print(f"{name:8s} {seconds:8.2f} s {moved / seconds / 1e6:8.0f} MB/s of operands", flush=True)

    def check(self, name, right):
        print(f"{name:8s} {'right' if right else 'WRONG'}", flush=True)
        self.bad += not right

    def pieces(self, buffer, count, dtype=np.uint32, step=2**22):
        for at in range(0, count, step):
            piece = np.empty(min(step, count - at), dtype)
            cl.enqueue_copy(self.queue, piece, buffer, src_offset=at * piece.itemsize)
            yield at, piece

    def vectors(self):
        p, q = self.program, self.queue
        n = self.bytes // 12
        a, b, c = (cl.Buffer(self.ctx, cl.mem_flags.READ_WRITE, 4 * n) for _ in range(3))
        self.timed("start", 8 * n, lambda: p.start(q, (n,), None, a, b))
        for _ in range(2):
            self.timed("update", 12 * n, lambda: p.update(q, (n,), None, a, b, c))
        items = 2000
        sums = cl.Buffer(self.ctx, cl.mem_flags.READ_WRITE, 4 * items)
        self.timed("gather", 4 * items, lambda: p.gather(q, (items,), None, c, sums, np.uint64(n)))
        host = np.empty(items, np.uint32)
        cl.enqueue_copy(q, host, sums)
        at = np.arange(items, dtype=np.uint64)
        for _ in range(2):
            at = at * np.uint64(6364136223846793005) + np.uint64(1442695040888963407)
        at = (at >> np.uint64(20)) % np.uint64(n)
        low = (at & np.uint64(0xFFFFFFFF)).astype(np.uint32)
        self.check("gather", bool((host == low * np.uint32(2654435761) + (low ^ np.uint32(77))).all()))
        right = True

        def compare():
            nonlocal right
            for at, piece in self.pieces(c, n):
                i = np.arange(at, at + len(piece), dtype=np.uint64).astype(np.uint32)
                right &= bool((piece == i * np.uint32(2654435761) + (i ^ np.uint32(77))).all())

        self.timed("read", 4 * n, compare)
        self.check("update", right)

    def sort(self):
        p, q = self.program, self.queue
        n = self.bytes // 8
        values, other = (cl.Buffer(self.ctx, cl.mem_flags.READ_WRITE, 4 * n) for _ in range(2))
        self.timed("start", 8 * n, lambda: p.start(q, (n,), None, values, other))
        parts = 64
        part = -(-n // parts)
        counts = cl.Buffer(self.ctx, cl.mem_flags.READ_WRITE, 8 * 64 * parts)
        host = np.empty(64 * parts, np.uint64)

        def six_bits(source, to, shift):
            args = (np.uint64(part), np.uint64(n), np.uint32(shift))
            p.count(q, (parts,), None, source, counts, *args)
            cl.enqueue_copy(q, host, counts)
            cl.enqueue_copy(q, counts, np.cumsum(host) - host)
            p.move(q, (parts,), None, source, to, counts, *args)

        for shift in range(0, 32, 6):
            self.timed("sort", 12 * n, lambda: six_bits(values, other, shift))
            values, other = other, values
        last, right, total = 0, True, 0
        for _, piece in self.pieces(values, n):
            right &= int(piece[0]) >= last and bool((piece[1:] >= piece[:-1]).all())
            last, total = int(piece[-1]), (total + int(piece.sum(dtype=np.uint64))) % 2**64
        want = 0
        for at in range(0, n, 2**22):
            i = np.arange(at, min(at + 2**22, n), dtype=np.uint64).astype(np.uint32)
            want = (want + int((i * np.uint32(2654435761)).sum(dtype=np.uint64))) % 2**64
        self.check("sort", right and total == want)

    def product(self, n):
        p, q = self.program, self.queue
        a, b, c = (cl.Buffer(self.ctx, cl.mem_flags.READ_WRITE, 4 * n * n) for _ in range(3))
        size = np.uint32(n)
        p.fill(q, (n, n), None, a, b, size)

        def tiles():
            for k in range(0, n, 512):
                p.product(q, (n, n), None, a, b, c, size, np.uint32(k), np.uint32(min(k + 512, n)))

        self.timed("product", 12 * n * n, tiles)
        x, k = np.arange(n), np.arange(n)
        right = True
        for y in (0, 1, n // 2, n - 1):
            row = np.empty(n, np.float32)
            cl.enqueue_copy(q, row, c, src_offset=4 * n * y)
            want = ((k + 2 * y) % 5).astype(np.float64) @ ((3 * x[None, :] + k[:, None]) % 7).astype(np.float64)
            right &= bool((row == want).all())
        self.check("product", right)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gib", type=float, default=12, help="of the buffers of a step together")
    parser.add_argument("--steps", default="vectors,sort,product")
    parser.add_argument("--matrix", type=int, default=4096, help="rows of a matrix")
    args = parser.parse_args()
    ctx = cl.create_some_context(interactive=False)
    device = ctx.devices[0]
    print(f"{device.name}: {device.global_mem_size >> 20} MiB of memory", flush=True)
    steps = Steps(args.gib, ctx)
    for step in args.steps.split(","):
        steps.product(args.matrix) if step == "product" else getattr(steps, step)()
    print(f"most memory of the process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MiB")
    return steps.bad > 0


if __name__ == "__main__":
    sys.exit(main())
