#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks that no file has words that say it is unfinished, that all sources carry the licence line, and with --library
that the driver exports just the names of icd/exports.map."""
import re
import subprocess

import lint

# Joined from halves, since this file is looked at too.
UNFINISHED = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|X" r"XX|HA" r"CK)\b|^\s*#\s*if\s+0\b|\bfor" r" now\b")
LICENSED = lint.C_FILES + (".cl", ".S", ".py", ".sh", ".cmake", ".def", "CMakeLists.txt")
LICENCE = "SPDX-License-Identifier: MIT"
BINARY = (".png", ".bc", ".gz", ".xz", ".zip", ".bin")


def check_words(report, tree):
    for name in tree.files:
        if name.endswith(BINARY):
            continue
        for number, line in enumerate(tree.lines(name), 1):
            match = UNFINISHED.search(line)
            if match:
                report.add(name, number, f'"{match.group().strip()}" marks unfinished work')


def check_licences(report, tree):
    for name in tree.named(*LICENSED):
        if LICENCE not in "\n".join(tree.lines(name)[:3]):
            report.add(name, 1, f"no {LICENCE} in the first lines")


def names_of_map(text):
    """The names of the global part of a linker version script."""
    part = re.search(r"global:(.*?)(?:local:|})", re.sub(r"#.*|/\*.*?\*/", "", text), re.DOTALL)
    return set(re.findall(r"(\w+)\s*;", part.group(1))) if part else set()


def exported(library):
    listing = subprocess.run(["nm", "-D", "--defined-only", library], capture_output=True, text=True, check=True)
    return {line.split()[-1].split("@")[0] for line in listing.stdout.splitlines()}


def check_exports(report, tree, library):
    wanted = names_of_map(tree.text("icd/exports.map"))
    given = exported(library)
    for name in sorted(given - wanted):
        report.add(library, 1, f"exports {name}, which is not in icd/exports.map")
    for name in sorted(wanted - given):
        report.add(library, 1, f"does not export {name} of icd/exports.map")


def main(argv):
    parser = lint.arguments(__doc__)
    parser.add_argument("--library", help="the driver library")
    options = parser.parse_args(argv)
    tree = lint.Tree(options.root)
    report = lint.Report()
    check_words(report, tree)
    check_licences(report, tree)
    if options.library:
        check_exports(report, tree, options.library)
    return report.status()


if __name__ == "__main__":
    lint.run(main)
