#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks that docs/life-of-a-kernel.md names files that exist and functions that they contain."""

import argparse
import pathlib
import re
import sys

DOCUMENT = "docs/life-of-a-kernel.md"
FILE = re.compile(r"`((?:\w+/)+\w+\.\w+)`(?::\s+`(\w+)`)?")


def problems(text, root):
    names = FILE.findall(text)
    if not names:
        yield "names no file at all"
    for path, function in names:
        file = root / path
        if not file.is_file():
            yield f"{path} does not exist"
        elif function and not re.search(rf"\b{function}\b", file.read_text()):
            yield f"{path} does not contain {function}"


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", default=str(pathlib.Path(__file__).resolve().parent.parent))
    root = pathlib.Path(parser.parse_args(arguments).root)
    found = list(problems((root / DOCUMENT).read_text(encoding="utf-8"), root))
    for problem in found:
        print(f"{DOCUMENT}: {problem}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
