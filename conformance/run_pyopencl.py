#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs pyopencl's own tests from its source package, with pytest in the Python that is given.

  conformance/run_pyopencl.py --source DIR [--python PYTHON] [--filter TEXT]

DIR is the unpacked source package from PyPI; PYTHON has pyopencl, numpy, mako and pytest. Each test file runs in a
process of its own; a test case is a row of the result.
"""

import pathlib
import re
import sys
import tempfile
import xml.etree.ElementTree as xml

import suite


def plain(name):
    """A case's name without the device that pyopencl's fixtures put into it."""
    return re.sub(r"<context factory for <.*?>>-?", "", name).replace("[]", "")


def rows_of(report):
    for case in xml.parse(report).iter("testcase"):
        kinds = {child.tag: child for child in case}
        bad = kinds.get("failure") if "failure" in kinds else kinds.get("error")
        outcome = "fail" if bad is not None else "skip" if "skipped" in kinds else "pass"
        note = (bad.get("message") or "").split("\n")[0][:160] if bad is not None else ""
        yield suite.result("pyopencl", f"{case.get('classname').split('.')[-1]}.{plain(case.get('name'))}", outcome,
                           float(case.get("time", 0)), note)


def job(test, options):
    def go():
        with tempfile.TemporaryDirectory() as folder:
            report = pathlib.Path(folder) / "report.xml"
            code, output, seconds = suite.run(
                [options.python, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}", test.name],
                options, cwd=test.parent, extra={"XDG_CACHE_HOME": folder})
            rows = list(rows_of(report)) if report.exists() else []
        if code not in (0, 1, 5):
            rows.append(suite.result("pyopencl", f"{test.stem}.(file)", suite.exit_outcome(code), seconds, f"exit {code}"))
        if any(row["result"] not in suite.GOOD for row in rows):
            suite.keep_log(options, f"pyopencl_{test.stem}", output)
        return rows
    return go


def main():
    parser = suite.parser(__doc__.split("\n", 1)[0])
    parser.add_argument("--source", required=True, help="folder of pyopencl's unpacked source package")
    parser.add_argument("--python", default=sys.executable, help="Python that has pyopencl and pytest")
    options = parser.parse_args()
    tests = sorted((pathlib.Path(options.source) / "test").glob("test_*.py"))
    chosen = [job(test, options) for test in tests if options.filter in test.name]
    return suite.report(suite.run_all(chosen, options), options)


if __name__ == "__main__":
    sys.exit(main())
