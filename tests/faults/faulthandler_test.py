# SPDX-License-Identifier: MIT
"""A faulty kernel under Python's faulthandler: Python goes on, and its own faults are still reported by it."""
import ctypes
import faulthandler
import subprocess
import sys

SOURCE = "kernel void k(global int *a) { if (!a) a[get_global_id(0)] = 1; }"


def run_kernel(later):
    """Enables faulthandler before or after the first kernel."""
    import pyopencl as cl
    if not later:
        faulthandler.enable()
    context = cl.Context(dev_type=cl.device_type.ALL)
    queue = cl.CommandQueue(context)
    kernel = cl.Program(context, SOURCE).build().k
    kernel(queue, (64,), None, cl.Buffer(context, cl.mem_flags.READ_WRITE, 256)).wait()
    if later:
        faulthandler.enable()
    for _ in range(3):
        try:
            kernel(queue, (64,), None, None).wait()
        except cl.Error:
            continue
        sys.exit("a faulty kernel did not fail")
    print("went on", flush=True)
    ctypes.string_at(16)


def child(mode, reported):
    """What Python's report names: its own fault, or the kernel's, which it then was told of first."""
    done = subprocess.run([sys.executable, __file__, mode], capture_output=True, text=True, check=False)
    if "went on" not in done.stdout:
        sys.exit(f"{mode}: {done.stdout}{done.stderr}")
    if "Fatal Python error: Segmentation fault" not in done.stderr or reported not in done.stderr:
        sys.exit(f"{mode}: faulthandler did not report: {done.stderr}")
    if done.returncode != -11:
        sys.exit(f"{mode}: ended with {done.returncode}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        run_kernel(sys.argv[1] == "later")
    else:
        child("before", "string_at")
        child("later", "run_kernel")
