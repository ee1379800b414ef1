# SPDX-License-Identifier: MIT
"""What the conformance runners share: running one program on one OpenCL vendor, known failures, and tables.

A result is a dict {suite, test, result, seconds, note}; result is pass, fail, skip, crash or timeout. A failure that
expected.txt names, with its reason, is reported as such; an entry there that passes is reported as stale.
"""

import argparse
import json
import os
import pathlib
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
GOOD = ("pass", "skip")


def parser(description):
    """The options that every runner has."""
    p = argparse.ArgumentParser(description=description)
    p.add_argument("--vendors", default=str(ROOT / "build/release/vendors"),
                   help="folder with the .icd file of the platform under test (default: the release build)")
    p.add_argument("--loader", help="folder with the libOpenCL.so.1 to use (default: the system's)")
    p.add_argument("--filter", default="", help="run only tests whose name contains this text")
    p.add_argument("--jobs", type=int, default=os.cpu_count(), help="programs at once")
    p.add_argument("--timeout", type=float, default=600, help="seconds for one program")
    p.add_argument("--json", help="write the results to this file")
    p.add_argument("--markdown", help="write the table to this file")
    p.add_argument("--logs", help="folder for the output of each program that did not pass")
    return p


def environment(options, extra=None):
    """The environment of a program under test: only the vendor under test is visible."""
    env = dict(os.environ)
    env["OCL_ICD_VENDORS"] = options.vendors
    if options.loader:
        env["LD_LIBRARY_PATH"] = options.loader + os.pathsep + env.get("LD_LIBRARY_PATH", "")
    env.update(extra or {})
    return env


def run(command, options, extra=None, cwd=None):
    """Runs command in a process group of its own. Returns (exit code, None after a time-out; output; seconds)."""
    start = time.monotonic()
    process = subprocess.Popen(command, env=environment(options, extra), cwd=cwd, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
    try:
        output, _ = process.communicate(timeout=options.timeout)
        code = process.returncode
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        output, _ = process.communicate()
        code = None
    return code, output.decode("utf-8", "replace"), time.monotonic() - start


def result(suite, test, outcome, seconds, note=""):
    return {"suite": suite, "test": test, "result": outcome, "seconds": round(seconds, 2), "note": note}


def exit_outcome(code):
    """The outcome that an exit code alone implies."""
    if code is None:
        return "timeout"
    return "pass" if code == 0 else "crash" if code < 0 else "fail"


def keep_log(options, name, text):
    if not options.logs:
        return
    folder = pathlib.Path(options.logs)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / (name.replace("/", "_").replace(" ", "_") + ".log")).write_text(text)


def expected():
    """expected.txt: lines `suite test: reason`; # starts a comment."""
    known = {}
    for line in (HERE / "expected.txt").read_text().splitlines():
        line = line.strip()
        if line and not line.startswith("#"):
            name, _, reason = line.partition(": ")
            known[name] = reason
    return known


def run_all(jobs, options):
    """jobs: callables that each give a list of results. Runs options.jobs of them at once; keeps their order."""
    with ThreadPoolExecutor(max_workers=max(1, options.jobs)) as pool:
        return [row for rows in pool.map(lambda job: job(), jobs) for row in rows]


def table(rows):
    """A Markdown table with one line per suite."""
    suites = {}
    for row in rows:
        count = suites.setdefault(row["suite"], {"pass": 0, "skip": 0, "bad": 0, "seconds": 0.0})
        count[row["result"] if row["result"] in GOOD else "bad"] += 1
        count["seconds"] += row["seconds"]
    lines = ["| suite | passed | skipped | failed | seconds |", "|---|---:|---:|---:|---:|"]
    for name, c in suites.items():
        lines.append(f"| {name} | {c['pass']} | {c['skip']} | {c['bad']} | {c['seconds']:.0f} |")
    return "\n".join(lines) + "\n"


def report(rows, options):
    """Prints and writes the results; returns the exit code: 1 when there is a failure that expected.txt lacks."""
    known, surprises = expected(), 0
    for row in rows:
        name = f"{row['suite']} {row['test']}"
        if row["result"] in GOOD:
            if name in known and row["result"] == "pass":
                print(f"stale    {name} passes, but expected.txt lists it")
        elif name in known:
            row["note"] = known[name]
            print(f"expected {name}: {row['result']} ({known[name]})")
        else:
            surprises += 1
            print(f"{row['result']:8} {name} {row['note']}")
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(rows, indent=1) + "\n")
    if options.markdown:
        pathlib.Path(options.markdown).write_text(table(rows))
    print(table(rows), end="")
    good = sum(row["result"] in GOOD for row in rows)
    print(f"{good} of {len(rows)} passed or skipped, {surprises} unexpected")
    return 1 if surprises or not rows else 0
