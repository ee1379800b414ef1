# SPDX-License-Identifier: MIT
"""Work that several processes do in turns, each in a memory cgroup of its own, so that none has another's RAM.

A process that takes part calls serve(); the one that measures makes a Side of each.
"""
import json
import os
import pathlib
import resource
import subprocess
import sys
import time

V1 = pathlib.Path("/sys/fs/cgroup/memory")
V2 = pathlib.Path("/sys/fs/cgroup")


class Failure(RuntimeError):
    """A side that ended before it should; the message says which and with what it ended."""


def cpu_seconds():
    each = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in each)


def serve(work):
    """Runs work.run() for every line of standard input and tells how long it took; work.check() in the end."""
    print(json.dumps({"ready": True}), flush=True)
    for _ in sys.stdin:
        began, cpu = time.monotonic(), cpu_seconds()
        work.run()
        print(json.dumps({"seconds": time.monotonic() - began, "cpu": cpu_seconds() - cpu}), flush=True)
    work.check()
    work.close()


class Group:
    """A memory cgroup with a limit in bytes; without one (0) or the right to make one, nothing."""

    def __init__(self, name, limit):
        unified = not (V1 / "memory.limit_in_bytes").exists()
        self.folder = (V2 if unified else V1) / f"vgpu-bench-{os.getpid()}-{name}"
        self.peak_file = self.folder / ("memory.peak" if unified else "memory.max_usage_in_bytes")
        if not limit:
            self.folder = None
            return
        self.folder.mkdir()
        (self.folder / ("memory.max" if unified else "memory.limit_in_bytes")).write_text(str(limit))

    def enter(self):
        if self.folder:
            (self.folder / "cgroup.procs").write_text(str(os.getpid()))

    def peak(self):
        """The most memory that it had, page cache included, bytes; None when nobody counts."""
        return int(self.peak_file.read_text()) if self.folder and self.peak_file.exists() else None

    def remove(self):
        for _ in range(100 if self.folder else 0):
            try:
                return self.folder.rmdir()
            except OSError:
                time.sleep(0.05)  # the kernel is still taking the processes apart


class Side:
    """A process that calls serve(); limit: bytes of RAM, 0: no limit."""

    def __init__(self, name, command, limit=0, settings=None):
        self.name, self.group = name, Group(name, limit)
        self.seconds, self.cpu, self.peak = [], [], None
        env = os.environ | (settings or {})
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env,
                                        preexec_fn=self.group.enter)
        self.answer()

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise Failure(f"{self.name} ended with {self.process.wait()}")
        return json.loads(line)

    def run(self):
        """One turn; returns its seconds."""
        self.process.stdin.write("run\n")
        self.process.stdin.flush()
        took = self.answer()
        self.seconds.append(took["seconds"])
        self.cpu.append(took["cpu"])
        return took["seconds"]

    def finish(self):
        """Lets it check its results; Failure when they are wrong."""
        self.process.stdin.close()
        status = self.process.wait()
        self.peak = self.group.peak()
        self.group.remove()
        if status:
            raise Failure(f"{self.name} ended with {status}: wrong results, or its error is above")

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.group.remove()
