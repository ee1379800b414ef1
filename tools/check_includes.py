#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks that includes go one way (docs/architecture.md) and that foreign headers stay where they belong."""
import re

import lint

# Folder -> what it may include besides itself: a folder ("base/") or a file.
SHARED = ["base/", "compiler/wire.h", "compiler/options.h", "compiler/kernel_info.h", "compiler/abi.h", "compiler/binary.h",
          "compiler/features.def"]
BELOW_PLATFORM = ["base/", "memory/", "executor/", "compiler/", "kernels/kernels.h"]
MAY_INCLUDE = {
    "include": [],
    "base": ["include/"],
    "memory": ["base/"],
    "executor": ["base/", "memory/", "compiler/abi.h"],
    "builtins": [],
    "compiler/cc": SHARED,
    "compiler": ["base/", "memory/", "executor/", "compiler/"],
    "kernels": ["base/", "memory/", "executor/", "compiler/abi.h", "compiler/kernel_info.h"],
    "platform": BELOW_PLATFORM,
    "icd": ["base/", "platform/", "compiler/compiler.h"],  # the latter for clUnloadPlatformCompiler
    "tests/unit": ["tests/"],  # and all that the tested folder may include; see allowed()
    "tests/fuzz": ["tests/", "base/", "compiler/"],  # parsers are fuzzed from the inside
    "tests/kernels": ["tests/", "base/", "compiler/"],  # kernels run without a platform
    "tests/accuracy": ["tests/", "base/", "compiler/"],  # likewise; loads objects for several instruction sets itself
    "tests": ["tests/", "base/", "include/", "compiler/features.def", "icd/entry.def"],
}
# The front of the compiler that the platform may see; client/ and cc/ are its own affair.
PRIVATE = {"compiler/client/": "compiler", "compiler/cc/": "compiler/cc", "builtins/": "builtins"}

# Programs that stand for applications: they see public headers and their own files only.
APPLICATIONS = ("examples", "bench", "conformance")

# Foreign header -> the places that may include it. The dispatch table has entries from the sharing headers' types.
FOREIGN = [
    (re.compile(r"^(llvm|llvm-c|clang|clang-c|lld)/"), ["compiler/cc/", "tests/unit/"], "LLVM"),
    (re.compile(r"^hwloc"), ["base/"], "hwloc"),
    (re.compile(r"^CL/"), ["include/", "base/cl.h", "icd/entry.h", "examples/", "tests/", "bench/", "conformance/"], "OpenCL (use base/cl.h)"),
]

INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]')


def tested_folder(name):
    """tests/unit/platform/x.c -> platform, and tests/unit/cc/x.c -> compiler/cc"""
    if not lint.is_in(name, "tests/unit") or name.count("/") < 3:
        return None
    folder = name.split("/")[2]
    return folder if folder in MAY_INCLUDE else f"compiler/{folder}"


def folder_of(name):
    """The longest entry of the table that holds the file; None for files outside of it."""
    homes = [folder for folder in MAY_INCLUDE if lint.is_in(name, folder)]
    return max(homes, key=len, default=None)


def allowed(name):
    folder = folder_of(name)
    tested = tested_folder(name)
    tests_more = [tested + "/"] + MAY_INCLUDE.get(tested, []) if tested else []
    return [folder + "/"] + MAY_INCLUDE[folder] + tests_more


def may_see_private(name, header):
    tested = (tested_folder(name) or "").split("/")[0]
    for prefix, home in PRIVATE.items():
        if header.startswith(prefix):
            return lint.is_in(name, home, "tests/fuzz", "tests/accuracy") or tested == home.split("/")[0]
    return True


def check_own(report, name, number, header):
    if "/" not in header:
        report.add(name, number, f'"{header}" must be included by its full path from the root')
        return
    reachable = any(header == item or (item.endswith("/") and header.startswith(item)) for item in allowed(name))
    if not reachable or not may_see_private(name, header):
        report.add(name, number, f'{folder_of(name)}/ may not include "{header}"')


def check_foreign(report, name, number, header):
    for pattern, places, what in FOREIGN:
        if pattern.match(header) and not any(name.startswith(place) for place in places):
            report.add(name, number, f"<{header}>: headers of {what} belong in {', '.join(places)} only")


def check_application(report, name, number, header):
    if header.split("/")[0] in MAY_INCLUDE:
        report.add(name, number, f'"{header}": applications include public headers only')


def check_file(report, tree, name):
    for number, line in enumerate(tree.lines(name), 1):
        match = INCLUDE.match(line)
        if not match:
            continue
        quote, header = match.groups()
        if lint.is_in(name, *APPLICATIONS):
            check_application(report, name, number, header)
        elif quote == '"' and folder_of(name):
            check_own(report, name, number, header)
        check_foreign(report, name, number, header)


def main(argv):
    tree = lint.Tree(lint.arguments(__doc__).parse_args(argv).root)
    report = lint.Report()
    for name in tree.named(*lint.C_FILES, ".def", ".cl"):
        check_file(report, tree, name)
    return report.status()


if __name__ == "__main__":
    lint.run(main)
