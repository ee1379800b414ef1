#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Terrain through pyopencl: noise, a Gaussian filter checked against NumPy, and a shaded relief as a PNG.

  terrain.py [OUTPUT.png [WIDTH HEIGHT]]
"""

import pathlib
import struct
import sys
import time
import zlib

import numpy as np
import pyopencl as cl

TILE, RADIUS = 16, 4
KERNELS = pathlib.Path(__file__).resolve().parent.parent / "terrain.cl"


def gauss(image, weights):
    """The device's filter in double precision: borders repeat the edge."""
    padded = np.pad(image.astype(np.float64), RADIUS, mode="edge")
    height, width = image.shape
    rows = sum(w * padded[:, i:i + width] for i, w in enumerate(weights))
    return sum(w * rows[i:i + height] for i, w in enumerate(weights))


def png_bytes(pixels):
    """An RGBA image as PNG; pixels has shape (height, width, 4), uint8."""
    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))
    height, width, _ = pixels.shape
    lines = b"".join(b"\0" + row.tobytes() for row in pixels)
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")


def main():
    path = sys.argv[1] if len(sys.argv) > 1 else "terrain-python.png"
    width, height = (int(a) for a in sys.argv[2:4]) if len(sys.argv) > 3 else (1024, 768)
    context = cl.Context(cl.get_platforms()[0].get_devices()[:1])
    queue = cl.CommandQueue(context)
    print("device:", context.devices[0].name)
    start = time.perf_counter()
    program = cl.Program(context, KERNELS.read_text()).build()
    make, gauss_filter, shade = (cl.Kernel(program, name) for name in ("heights", "gauss", "shade"))
    print(f"build: {1e3 * (time.perf_counter() - start):.1f} ms")

    weights = np.exp(-np.arange(-RADIUS, RADIUS + 1) ** 2 / (2 * 1.8 ** 2))
    weights = (weights / weights.sum()).astype(np.float32)
    flags = cl.mem_flags
    weights_buf = cl.Buffer(context, flags.READ_ONLY | flags.COPY_HOST_PTR, hostbuf=weights)
    heights, smooth, pixels = (cl.Buffer(context, flags.READ_WRITE, 4 * width * height) for _ in range(3))
    grid, group = tuple(-(-n // TILE) * TILE for n in (width, height)), (TILE, TILE)
    w, h = np.int32(width), np.int32(height)

    def run():
        begin = time.perf_counter()
        make(queue, grid, group, heights, w, h, np.float32(6 / width), np.int32(8))
        gauss_filter(queue, grid, group, heights, smooth, w, h, weights_buf)
        shade(queue, grid, group, smooth, pixels, w, h, np.float32(width / 7))
        queue.finish()
        return time.perf_counter() - begin

    best = min(run() for _ in range(5))
    print(f"terrain {width} x {height}: {1e3 * best:.2f} ms, {1e-6 * width * height / best:.1f} Mpixel/s")
    raw, filtered = (np.empty((height, width), np.float32) for _ in range(2))
    image = np.empty((height, width, 4), np.uint8)
    for host, buffer in ((raw, heights), (filtered, smooth), (image, pixels)):
        cl.enqueue_copy(queue, host, buffer)
    error = np.abs(gauss(raw, weights) - filtered).max()
    good = error < 1e-5
    print(f"{'verified' if good else 'WRONG'}: largest difference of the filter to NumPy's {error:.3g} (limit 1e-05)")
    pathlib.Path(path).write_bytes(png_bytes(image))
    print("wrote", path)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
