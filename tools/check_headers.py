#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks that every header compiles alone as C17, without a warning."""
import concurrent.futures
import os
import shutil
import subprocess

import lint

FLAGS = ["-std=gnu17", "-fsyntax-only", "-x", "c", "-Wall", "-Wextra", "-Wshadow", "-Wstrict-prototypes", "-Werror",
         "-D_GNU_SOURCE", "-DCL_TARGET_OPENCL_VERSION=300"]


def llvm_flags():
    """The folder of LLVM's C headers, for those of compiler/cc."""
    tool = shutil.which("llvm-config-19")
    if not tool:
        return []
    return ["-isystem", subprocess.run([tool, "--includedir"], capture_output=True, text=True).stdout.strip()]


def compile_alone(command, tree, name):
    result = subprocess.run(command + [tree.path(name)], capture_output=True, text=True)
    return name, result.returncode, result.stderr


def main(argv):
    parser = lint.arguments(__doc__)
    parser.add_argument("--cc", default="cc", help="C compiler")
    options = parser.parse_args(argv)
    tree = lint.Tree(options.root)
    report = lint.Report()
    command = [options.cc] + FLAGS + llvm_flags() + ["-I", tree.root]
    headers = [name for name in tree.named(".h") if not lint.is_in(name, "builtins")]  # those are OpenCL C
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for name, status, errors in pool.map(lambda name: compile_alone(command, tree, name), headers):
            if status:
                report.add(name, 1, "does not compile alone\n" + errors)
    return report.status()


if __name__ == "__main__":
    lint.run(main)
