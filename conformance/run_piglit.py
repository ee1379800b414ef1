#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the OpenCL programs of Debian's piglit package: cl-api-*, cl-program-*, cl-custom-*, and cl-program-tester over
its test kernels and generated kernels.

  conformance/run_piglit.py [--filter TEXT] [--root /usr/lib/x86_64-linux-gnu/piglit]
"""

import json
import pathlib
import re
import sys

import suite

SUB = re.compile(r'^PIGLIT: (\{.*\})$', re.MULTILINE)
OUTCOME = {"pass": "pass", "warn": "pass", "skip": "skip", "fail": "fail", "crash": "crash"}


def outcomes(output):
    """The verdicts that a piglit program printed, {test or '': result}."""
    found = {}
    for match in SUB.finditer(output):
        verdict = json.loads(match.group(1))
        if "result" in verdict:
            found[""] = OUTCOME.get(verdict["result"], "fail")
        for name, value in verdict.get("subtest", {}).items():
            found[name] = OUTCOME.get(value, "fail")
    return found


def job(kind, name, command, options):
    def go():
        # Paths in the tests' build options are relative to piglit's root.
        code, output, seconds = suite.run(command, options, cwd=options.root)
        whole = outcomes(output).get("")
        if code is None or code < 0 or whole is None:
            whole = suite.exit_outcome(code) if code is None or code < 0 else "crash"
        if whole not in suite.GOOD:
            suite.keep_log(options, f"piglit_{name}", output)
        return [suite.result(f"piglit {kind}", name, whole, seconds)]
    return go


def main():
    parser = suite.parser(__doc__.split("\n", 1)[0])
    parser.add_argument("--root", default="/usr/lib/x86_64-linux-gnu/piglit", help="where piglit is installed")
    options = parser.parse_args()
    root = pathlib.Path(options.root)
    jobs = []
    for program in sorted((root / "bin").glob("cl-*")):
        kind = "-".join(program.name.split("-")[:2])
        if kind in ("cl-api", "cl-program", "cl-custom") and program.name != "cl-program-tester":
            jobs.append((kind, program.name, [str(program)]))
    for kernel in sorted([*root.glob("tests/cl/program/**/*.cl"), *root.glob("generated_tests/cl/**/*.cl")]):
        name = str(kernel.relative_to(root))
        kind = "generated" if name.startswith("generated") else "tests"
        jobs.append((kind, name, [str(root / "bin/cl-program-tester"), str(kernel)]))
    chosen = [job(k, n, c, options) for k, n, c in jobs if options.filter in n]
    return suite.report(suite.run_all(chosen, options), options)


if __name__ == "__main__":
    sys.exit(main())
