#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the Khronos OpenCL conformance suite from a folder where it was built.

  conformance/run_cts.py --build DIR [--list conformance/cts.list] [--filter TEXT] [--loader DIR]

The list names one program a line: `suite: path/of/program arguments`. A sub-test is a row of the result.
"""

import json
import pathlib
import shlex
import sys
import tempfile

import suite

RESULT = {"pass": "pass", "fail": "fail", "skip": "skip"}


def program_job(name, command, options):
    def go():
        with tempfile.TemporaryDirectory() as folder:
            answer = pathlib.Path(folder) / "results.json"
            # Compiler tests include files relative to their own folder.
            cwd = pathlib.Path(command[0]).parent
            code, output, seconds = suite.run(command, options, cwd=cwd,
                                              extra={"CL_CONFORMANCE_RESULTS_FILENAME": str(answer)})
            rows = []
            if answer.exists():
                for test, value in json.loads(answer.read_text())["results"].items():
                    rows.append(suite.result(name, test, RESULT.get(value, "fail"), 0))
            if code is None or code < 0 or not rows:
                rows.append(suite.result(name, "(program)", suite.exit_outcome(code), 0, f"exit {code}"))
            rows[0]["seconds"] = round(seconds, 2)
        if any(row["result"] not in suite.GOOD for row in rows):
            suite.keep_log(options, name, output)
        return rows
    return go


def main():
    parser = suite.parser(__doc__.split("\n", 1)[0])
    parser.add_argument("--build", required=True, help="the suite's build folder (holds test_conformance/)")
    parser.add_argument("--list", default=str(suite.HERE / "cts.list"), help="programs to run")
    options = parser.parse_args()
    jobs = []
    for line in pathlib.Path(options.list).read_text().splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, _, rest = line.partition(": ")
        words = shlex.split(rest)
        program = pathlib.Path(options.build) / "test_conformance" / words[0]
        if options.filter in name:
            jobs.append(program_job(name, [str(program.resolve()), *words[1:]], options))
    return suite.report(suite.run_all(jobs, options), options)


if __name__ == "__main__":
    sys.exit(main())
