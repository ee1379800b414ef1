#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks that files have at most 800 lines and functions of C and C++ at most 100."""
import re

import lint

FILE_LINES = 800
FUNCTION_LINES = 100
NO_FUNCTION = re.compile(r"^(namespace|class|struct|union|enum|extern)\b[^()]*$")


def functions(text):
    """Yields (name, first line, lines) of each function. The brace style puts a function's braces in column 0."""
    lines = lint.without_comments(text).splitlines()
    begin = None
    head = ""
    for number, line in enumerate(lines, 1):
        if line == "{" and not NO_FUNCTION.match(head):
            begin = number
        elif line.startswith("}") and begin:
            yield name_of(lines, begin), begin, number - begin + 1
            begin = None
        if line.strip():
            head = line


def name_of(lines, begin):
    """The last identifier before a parenthesis in the lines that lead to the brace."""
    head = " ".join(lines[max(0, begin - 8):begin - 1])
    names = re.findall(r"([A-Za-z_]\w*)\s*\(", head.split("}")[-1].split(";")[-1])
    return names[0] if names else "function"


def check_file(report, tree, name):
    text = tree.text(name)
    lines = text.count("\n")
    if lines > FILE_LINES:
        report.add(name, FILE_LINES + 1, f"the file has {lines} lines, over {FILE_LINES}")
    if name.endswith(lint.C_FILES + (".cl",)):
        for function, begin, size in functions(text):
            if size > FUNCTION_LINES:
                report.add(name, begin, f"{function}() has {size} lines, over {FUNCTION_LINES}")


def main(argv):
    tree = lint.Tree(lint.arguments(__doc__).parse_args(argv).root)
    report = lint.Report()
    for name in tree.named(*lint.C_FILES, ".def", ".cl", ".S", ".py", ".cmake", "CMakeLists.txt"):
        check_file(report, tree, name)
    return report.status()


if __name__ == "__main__":
    lint.run(main)
