#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks that the environment is read in base/config.c only, that every VGPU_ name in the tree is a variable of
base/config.def or of the build, and that docs/config.md is what tools/gen_config_doc.py makes of the table."""
import re

import gen_config_doc
import lint

GETENV = re.compile(r"\b(?:secure_)?getenv\s*\(")
NAME = re.compile(r"\bVGPU_[A-Z][A-Z0-9_]*[A-Z0-9]\b")
READER = "base/config.c"
MAY_READ = ("tests", "examples", "bench", "conformance")
BUILD_FILES = ("CMakeLists.txt", ".cmake", ".cmake.in", "CMakePresets.json", ".icd.in")


def check_readers(report, tree):
    for name in tree.named(*lint.C_FILES):
        if name == READER or lint.is_in(name, *MAY_READ):
            continue
        for number, line in enumerate(lint.without_comments(tree.text(name)).splitlines(), 1):
            if GETENV.search(line):
                report.add(name, number, f"the environment is read in {READER} only")


def check_names(report, tree, table):
    known = {row[0] for row in gen_config_doc.rows(table)}
    for name in tree.named(*BUILD_FILES):
        known.update(NAME.findall(tree.text(name)))
    for name in tree.named(*lint.C_FILES, ".def", ".md", ".py", ".sh"):
        if lint.is_in(name, "tests/lint"):
            continue
        for number, line in enumerate(tree.lines(name), 1):
            for used in NAME.findall(line):
                if used not in known:
                    report.add(name, number, f"{used} is not in base/config.def")


def check_document(report, tree, table):
    expected = gen_config_doc.document(table)
    given = tree.text("docs/config.md") if "docs/config.md" in tree.files else ""
    if given != expected:
        report.add("docs/config.md", 1, "does not match base/config.def; run tools/gen_config_doc.py --write")


def main(argv):
    tree = lint.Tree(lint.arguments(__doc__).parse_args(argv).root)
    report = lint.Report()
    table = tree.text("base/config.def")
    check_readers(report, tree)
    check_names(report, tree, table)
    check_document(report, tree, table)
    return report.status()


if __name__ == "__main__":
    lint.run(main)
