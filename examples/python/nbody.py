#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""An N-body cluster integrated by leapfrog through pyopencl; the drift of its total energy is shown.

  nbody.py [BODIES [STEPS]]    BODIES a multiple of 256
"""

import pathlib
import sys
import time

import numpy as np
import pyopencl as cl

TILE, SOFTENING, LIMIT = 256, 1e-3, 1e-5
KERNELS = pathlib.Path(__file__).resolve().parent.parent / "nbody.cl"


def energy(position, velocity):
    """Kinetic and potential energy in double precision, G = 1."""
    x, v = position.astype(np.float64), velocity.astype(np.float64)
    kinetic = 0.5 * (x[:, 3] * (v[:, :3] ** 2).sum(1)).sum()
    potential = 0.0
    for i in range(len(x) - 1):
        d = x[i + 1:, :3] - x[i, :3]
        potential -= (x[i, 3] * x[i + 1:, 3] / np.sqrt((d * d).sum(1) + SOFTENING)).sum()
    return kinetic + potential


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 2048
    steps = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    if n < TILE or n % TILE or steps < 1:
        print(f"nbody: bodies must be a positive multiple of {TILE}, not {n}; steps at least 1, not {steps}",
              file=sys.stderr)
        return 1
    context = cl.Context(cl.get_platforms()[0].get_devices()[:1])
    queue = cl.CommandQueue(context)
    print("device:", context.devices[0].name)
    program = cl.Program(context, KERNELS.read_text()).build()
    random = np.random.default_rng(1)
    position = np.zeros((n, 4), np.float32)
    direction = random.normal(size=(n, 3))
    position[:, :3] = direction / np.linalg.norm(direction, axis=1)[:, None] * random.uniform(size=(n, 1)) ** (1 / 3)
    position[:, 3] = 1 / n
    velocity = np.zeros_like(position)
    velocity[:, 0], velocity[:, 1] = -0.5 * position[:, 1], 0.5 * position[:, 0]
    before = energy(position, velocity)

    flags = cl.mem_flags
    p, v = (cl.Buffer(context, flags.READ_WRITE | flags.COPY_HOST_PTR, hostbuf=x) for x in (position, velocity))
    a = cl.Buffer(context, flags.READ_WRITE, position.nbytes)
    accelerate, kick = cl.Kernel(program, "accelerate"), cl.Kernel(program, "kick")
    begin = time.perf_counter()
    for step in range(steps + 1):
        accelerate(queue, (n,), (TILE,), p, a, np.int32(n))
        if step > 0:
            kick(queue, (n,), None, p, v, a, np.float32(0.005), np.int32(0))
        if step < steps:
            kick(queue, (n,), None, p, v, a, np.float32(0.005), np.int32(1))
    queue.finish()
    seconds = time.perf_counter() - begin
    cl.enqueue_copy(queue, position, p)
    cl.enqueue_copy(queue, velocity, v)
    print(f"nbody {n} bodies, {steps} steps: {1e3 * seconds:.1f} ms, {1e-9 * n * n * (steps + 1) / seconds:.3f} Gpair/s")
    drift = abs(energy(position, velocity) / before - 1)
    good = drift < LIMIT
    print(f"{'verified' if good else 'WRONG'}: relative drift of the total energy {drift:.3g} (limit {LIMIT:g})")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
