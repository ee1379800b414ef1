#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks that C and C++ files are as clang-format 19 lays them out; --fix lays them out."""
import shutil
import subprocess

import lint


def main(argv):
    parser = lint.arguments(__doc__)
    parser.add_argument("--fix", action="store_true", help="rewrite the files")
    options = parser.parse_args(argv)
    tree = lint.Tree(options.root)
    tool = shutil.which("clang-format-19")
    if not tool:
        print("clang-format-19 is missing (Debian package clang-format-19)")
        return 1
    files = [name for name in tree.named(*lint.C_FILES) if not lint.is_in(name, "builtins")]  # those are OpenCL C
    mode = ["-i"] if options.fix else ["--dry-run", "--Werror"]
    if not files:
        return 0
    return 1 if subprocess.run([tool] + mode + files, cwd=tree.root).returncode else 0


if __name__ == "__main__":
    lint.run(main)
