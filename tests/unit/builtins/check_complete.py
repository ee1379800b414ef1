#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks that the library serves every built-in function that clang declares for our extensions and features.

The declarations are read from clang's own opencl-c.h. Each is called once with arguments of exactly its parameter types,
in a program compiled the way vgpu-cc compiles programs, and the name that clang calls must be defined by the library. When
it is not, and the function acts on each component alone, the scalar function of the same name must be. The rest must be
among the functions that vgpu-cc lowers itself."""
import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

STANDARDS = ("CL1.2", "CL2.0", "CL3.0")

# Lowered by vgpu-cc.
LOWERED = re.compile(
    r"get_(work_dim|global_(id|size|offset|linear_id)|local_(id|size|linear_id)|group_id|num_groups|"
    r"enqueued_local_size|fence|sub_group_id|(enqueued_)?num_sub_groups)|barrier|work_group_barrier|to_(global|local|private)|printf")

# Functions whose meaning for vectors is not that of their components: the library must define every overload.
WHOLE_VECTORS = re.compile(
    r"is[a-z]+|signbit|any|all|select|shuffle2?|dot|cross|(fast_)?(length|distance|normalize)|"
    r"v(load|store).*|async_.*|prefetch|wait_group_events|atom(ic)?_.*|work_group_.*")

# Types of features that are not offered; opencl-c.h declares some of their functions without asking.
NOT_OFFERED = re.compile(r"image2d_(array_)?msaa|pipe|reserve_id|queue_t|clk_event|ndrange|block|\^")

VECTOR = re.compile(r"\b((?:u?(?:char|short|int|long))|half|float|double)(?:2|3|4|8|16)\b")


def read_features(path):
    """The names that programs see as extension or feature macros."""
    text = Path(path).read_text()
    names = re.findall(r"^VG_EXTENSION\((\w+),.*LANGUAGE\)", text, re.M)
    return names + re.findall(r"^VG_FEATURE\((\w+)\)", text, re.M)


class Clang:
    def __init__(self, program, features, folder):
        self.program, self.folder = program, folder
        resources = subprocess.run([program, "-print-resource-dir"], check=True, capture_output=True, text=True)
        self.include = Path(resources.stdout.strip()) / "include"
        self.features = features
        base = (self.include / "opencl-c-base.h").read_text()
        offered = set(features) | {"__opencl_c_named_address_space_builtins"}
        macros = re.findall(r"^#define ((?:cl_|__opencl_c_)\w+)", base, re.M)
        undefine = "".join(f"#undef {name}\n" for name in macros if name not in offered)
        self.head = f"#include <opencl-c-base.h>\n{undefine}#pragma OPENCL EXTENSION cl_khr_fp16 : enable\n"

    def run(self, standard, text, *options, more_features=()):
        source = self.folder / "source.cl"
        source.write_text(self.head + text)
        extensions = ",".join(["-all"] + ["+" + name for name in (*self.features, *more_features)])
        command = [self.program, "-cc1", "-triple", "spir64-unknown-unknown", f"-cl-std={standard}",
                   f"-cl-ext={extensions}", "-O2", "-disable-llvm-passes", "-ferror-limit", "0", "-w",
                   "-internal-isystem", str(self.include), *options, str(source)]
        return subprocess.run(command, capture_output=True, text=True)

    def declarations(self, standard):
        """(name, parameter types) of each function of opencl-c.h."""
        done = self.run(standard, "#include <opencl-c.h>\n", "-ast-dump=json")
        if done.returncode:
            raise RuntimeError(done.stderr)
        for node in json.loads(done.stdout)["inner"]:
            if node["kind"] != "FunctionDecl":
                continue
            types = [parameter["type"]["qualType"] for parameter in node.get("inner", [])
                     if parameter["kind"] == "ParmVarDecl"]
            types = [re.sub(r"^__private (?!.*\*)|(?<=\*)__private$", "", kind) for kind in types]
            if not NOT_OFFERED.search(" ".join(types)):
                yield node["name"], tuple(types)

    def called_names(self, standard, functions):
        """What clang calls for each (name, types): a mangled name, or None when it knows no such function."""
        lines = [caller(index, *function) for index, function in enumerate(functions)]
        options = ("-fdeclare-opencl-builtins", "-emit-llvm", "-o", "-")
        done = self.run(standard, "\n".join(lines), *options)
        if done.returncode:
            first = self.head.count("\n") + 1
            for line in re.findall(r"source\.cl:(\d+):\d+: error:", done.stderr):
                lines[int(line) - first] = ""
            done = self.run(standard, "\n".join(lines), *options)
        if done.returncode:
            raise RuntimeError(done.stderr)
        found = re.findall(r"^define [^@]*@_vg_call_(\d+)\(.*?\n}", done.stdout, re.M | re.S)
        bodies = re.split(r"^define [^@]*@_vg_call_\d+\(", done.stdout, flags=re.M)[1:]
        names = [None] * len(functions)
        for index, body in zip(found, bodies):
            call = re.search(r"call [^@]*@([\w.]+)\(", body[:body.index("\n}")])
            names[int(index)] = call.group(1) if call else None
        return names


def caller(index, name, types):
    parameters = ", ".join(f"{kind} a{i}" for i, kind in enumerate(types)) or "void"
    arguments = ", ".join(f"a{i}" for i in range(len(types)))
    return f"void _vg_call_{index}({parameters}) {{ {name}({arguments}); }}"


def scalar_of(name, types):
    convert = re.fullmatch(r"(convert_[a-z]+?)(?:2|3|4|8|16)(_.*)?", name)
    scalar_name = convert.group(1) + (convert.group(2) or "") if convert else name
    return scalar_name, tuple(VECTOR.sub(r"\1", kind) for kind in types)


def check(clang, standard, defined):
    """Prints what is missing; gives (number of functions, number of missing ones)."""
    functions = sorted(set(clang.declarations(standard)))
    functions = [function for function in functions if not LOWERED.fullmatch(function[0])]
    names = clang.called_names(standard, functions)
    missing, by_component = [], []
    for function, name in zip(functions, names):
        if name in defined:
            continue
        scalar = scalar_of(*function)
        if name is None or scalar == function or WHOLE_VECTORS.fullmatch(function[0]):
            missing.append((function, name))
        else:
            by_component.append((function, scalar))
    scalars = sorted({scalar for _, scalar in by_component})
    # A scalar function may be of a later standard than the extension that declares the vectors.
    names = clang.called_names(STANDARDS[-1], scalars)
    served = {scalar for scalar, name in zip(scalars, names) if name in defined}
    missing += [(function, "by components") for function, scalar in by_component if scalar not in served]
    for (name, types), reason in missing:
        print(f"{standard}: missing {name}({', '.join(types)}) {reason or '(not known to clang)'}")
    return len(functions), len(missing)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clang", required=True)
    parser.add_argument("--nm", required=True, help="llvm-nm")
    parser.add_argument("--library", required=True, help="builtins.bc")
    parser.add_argument("--features", required=True, help="features.def")
    options = parser.parse_args()
    listing = subprocess.run([options.nm, "--defined-only", "--format=just-symbols", options.library],
                             check=True, capture_output=True, text=True)
    defined = set(listing.stdout.split())
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        clang = Clang(options.clang, read_features(options.features), Path(folder))
        for standard in STANDARDS:
            count, missing = check(clang, standard, defined)
            print(f"{standard}: {count} functions, {missing} missing")
            failed |= missing != 0 or count < 5000
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
