#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Lets vgpu-cc make code for a call of every built-in function that clang declares, many calls to a kernel.

What code generation leaves undefined must be among the names that the loader provides (VG_RUNTIME_SYMBOLS)."""
import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from check_complete import LOWERED, VECTOR, Clang, read_features

STANDARD = "CL3.0"
CALLS = 640  # components in the calls of one kernel, roughly

RETURNS_NOTHING = re.compile(
    r"vstore.*|prefetch|atomic_(init|store|flag_clear|work_item_fence).*|wait_group_events|(read_|write_)?mem_fence|"
    r"sub_group_barrier|write_image.*")
RETURNS_EVENT = re.compile(r"async_.*")


def width_of(types):
    """Components of the widest parameter."""
    return max([int(VECTOR.search(kind).group(0)[len(VECTOR.search(kind).group(1)):])
                for kind in types if VECTOR.search(kind)], default=1)


def parameter(kind):
    """The name of the kernel's parameter of a type that cannot lie in memory; None for other types."""
    opaque = re.fullmatch(r"(?:__(\w+) )?(image\w+_t|sampler_t)", kind)
    return opaque and f"{opaque.group(2)}_{opaque.group(1) or 'any'}"


def argument(kind):
    if parameter(kind):
        return parameter(kind)
    if "*" in kind:
        space = re.search(r"__(local|private|constant)", kind)
        return f"({kind}){space.group(1) if space else 'global'}_memory"
    if kind == "event_t":
        return "0"
    if kind.startswith("memory_"):
        return {"memory_order": "memory_order_relaxed", "memory_scope": "memory_scope_device"}[kind]
    return f"*(global {kind} *)(global_memory + 64 * get_local_id(0))"


def statement(index, name, types):
    call = f"{name}({', '.join(argument(kind) for kind in types)})"
    if RETURNS_NOTHING.fullmatch(name) or RETURNS_EVENT.fullmatch(name):
        return f"    {call};\n"
    return (f"    {{\n        __typeof__({call}) result = {call};\n"
            f"        for (uint i = 0; i < sizeof result; i++)\n"
            f"            out[{index} * 128 + i] = ((private const char *)&result)[i];\n    }}\n")


def kernel(functions):
    calls = "".join(statement(index, *function) for index, function in enumerate(functions))
    opaque = sorted({kind for _, types in functions for kind in types if parameter(kind)})
    parameters = "".join(f", {kind} {parameter(kind)}" for kind in opaque)
    return ("kernel void calls(global char *global_memory, local char *local_memory,\n"
            f"                  constant char *constant_memory, global char *out{parameters})\n{{\n"
            f"    private char private_memory[512] = {{0}};\n{calls}    out[0] = private_memory[get_local_id(0)];\n}}\n")


def batches(functions):
    batch, size = [], 0
    for function in sorted(functions, key=lambda function: width_of(function[1])):
        batch.append(function)
        size += 10 + width_of(function[1]) * 2
        if size >= CALLS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def undefined_names(nm, path):
    listing = subprocess.run([nm, "--undefined-only", "--format=just-symbols", path],
                             check=True, capture_output=True, text=True)
    return set(listing.stdout.split())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("clang", "nm", "features", "compiler", "abi"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--isa", required=True)
    options = parser.parse_args()
    table = re.search(r"#define VG_RUNTIME_SYMBOLS\(X\)(.*?)\n\n", Path(options.abi).read_text(), re.S).group(1)
    provided = set(re.findall(r"X\((\w+)\)", table))
    failed, count = 0, 0
    with tempfile.TemporaryDirectory() as folder:
        clang = Clang(options.clang, read_features(options.features), Path(folder))
        functions = {function for function in clang.declarations(STANDARD) if not LOWERED.fullmatch(function[0])}
        for batch in batches(functions):
            source, code = Path(folder) / "calls.cl", Path(folder) / "calls.o"
            source.write_text(kernel(batch))
            done = subprocess.run([options.compiler, f"--isa={options.isa}", "--emit=obj", "-o", code, source, "--", "-w",
                                   f"-cl-std={STANDARD}"], capture_output=True, text=True)
            missing = undefined_names(options.nm, code) - provided if done.returncode == 0 else set()
            if done.returncode or missing:
                print(f"{batch[0]} .. {batch[-1]}: {missing or ''}\n{done.stdout}{done.stderr}"[:2000])
                failed += 1
            count += len(batch)
    print(f"{count} functions, {failed} kernels failed")
    return 1 if failed or count < 5000 else 0


if __name__ == "__main__":
    sys.exit(main())
