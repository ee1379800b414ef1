# SPDX-License-Identifier: MIT
"""Running a benchmark program on one OpenCL platform alone; shared by compare.py and kernel_table.py."""

import json
import os
import pathlib
import subprocess
import tempfile

CACHES = ("VGPU_CACHE_DIR", "POCL_CACHE_DIR", "XDG_CACHE_HOME")
TIMEOUT = 300


class Failure(RuntimeError):
    """A program that ended with an error; the message is the last line that it printed."""


def library_of(path):
    """The vendor's library that an .icd file names, or the library itself."""
    path = pathlib.Path(path)
    return path.read_text().strip() if path.suffix == ".icd" else str(path.resolve())


def environment(library, cache, folder):
    """Only this vendor is visible. Its own folder of libraries is searched, its kernel cache is `cache`."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("VGPU_", "POCL_", "OCL_ICD_"))}
    (folder / "one.icd").write_text(library + "\n")
    env["OCL_ICD_VENDORS"] = str(folder)
    if os.path.isabs(library) and "intel" in library:
        env["LD_LIBRARY_PATH"] = os.path.dirname(library)
    env.update({name: str(cache) for name in CACHES})
    return env


def measure(command, library, cache, settings=None):
    """The JSON object in the last line that the command prints; Failure when it fails. `settings` are more variables."""
    with tempfile.TemporaryDirectory() as folder:
        env = environment(library, cache, pathlib.Path(folder)) | (settings or {})
        try:
            done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=TIMEOUT)
        except subprocess.TimeoutExpired as late:
            raise Failure(f"not done after {TIMEOUT} s") from late
    if done.returncode != 0:
        reason = (done.stderr.strip() or done.stdout.strip()).splitlines()
        raise Failure(reason[-1] if reason else f"exit {done.returncode}")
    return json.loads(done.stdout.strip().splitlines()[-1])
