#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes the tables of docs/accuracy.md from the output of accuracy_test --variants.

    accuracy_test --all --variants > all.txt
    table.py all.txt...

For each function and type one row: its bound, the largest error of accurate code over all instruction sets, vectorised and
scalar, and the argument that gave it; and for float the same of relaxed code. Later lines for a function and variant take the
place of earlier ones. Exits with 1 when a line tells of a failure."""

import re
import sys

LINE = re.compile(
    r"(?P<name>\w+) +(?P<type>float|double) +(?P<isa>sse4\.2|avx2|avx512)(?P<options>(?: -cl-\S+)*) +"
    r"(?P<error>\S+) of (?P<bound>\S+) +(?P<unit>ulp|absolute)(?: +at (?P<at>[^:]*):.*)?(?P<failed>; FAILED.*)?$"
)


def read(paths):
    """The last line of each function, type and variant, as a dictionary of dictionaries."""
    rows = {}
    for path in paths:
        with open(path, encoding="utf-8") as file:
            for line in file:
                found = LINE.match(line.rstrip())
                if found:
                    variant = found["isa"], found["options"].strip()
                    rows.setdefault((found["name"], found["type"]), {})[variant] = found.groupdict()
    return rows


def share(row):
    error, bound = float(row["error"]), float(row["bound"])
    return error / bound if bound else error


def worst(variants, relaxed):
    return max((row for (_, options), row in variants.items() if ("relaxed" in options) == relaxed), key=share, default=None)


def cells(row):
    if not row:
        return "- | - |"
    bound = row["bound"] + (" absolute" if row["unit"] == "absolute" else "")
    return f"{bound} | {row['error']} | {row['at'] or ''} |".replace("|  |", "| |")


def table(rows, kind):
    of_kind = {name: variants for (name, type_), variants in rows.items() if type_ == kind}
    if not of_kind:
        return
    heads = ["function", "bound", "error", "at"] + (["relaxed bound", "error", "at"] if kind == "float" else [])
    print("| " + " | ".join(heads) + " |")
    print("|---|---:|---:|---|" + ("---:|---:|---|" if kind == "float" else ""))
    for name, variants in sorted(of_kind.items()):
        relaxed = " " + cells(worst(variants, True)) if kind == "float" else ""
        print(f"| {name} | {cells(worst(variants, False))}{relaxed}")
    print()


def main():
    rows = read(sys.argv[1:])
    for kind in ("float", "double"):
        table(rows, kind)
    failed = [f"{name} {kind}" for (name, kind), variants in rows.items() if any(v["failed"] or float(v["error"]) == float("inf") for v in variants.values())]
    if failed:
        print("outside of its bound: " + ", ".join(failed), file=sys.stderr)
    return 1 if failed or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
