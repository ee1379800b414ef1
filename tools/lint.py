# SPDX-License-Identifier: MIT
"""What the check_*.py programs share: the list of source files and the way findings are reported.

Each program takes --root, the tree to look at, so that tests can show it a bad sample; it prints one line
`file:line: what is wrong` per finding and ends with status 1 when there is one.
"""
import argparse
import os
import re
import subprocess
import sys

C_FILES = (".c", ".h", ".cc")
HERE = os.path.dirname(os.path.abspath(__file__))


class Report:
    """The findings of one program."""

    def __init__(self):
        self.count = 0

    def add(self, path, line, text):
        self.count += 1
        print(f"{path}:{line}: {text}")

    def status(self):
        return 1 if self.count else 0


class Tree:
    """The files of a source tree: those that git knows or would add, or all of them outside a repository."""

    def __init__(self, root):
        self.root = os.path.abspath(root)
        self.files = sorted(self._git_files() or self._walk())

    def _git_files(self):
        if not os.path.exists(os.path.join(self.root, ".git")):
            return None
        listing = subprocess.run(["git", "-C", self.root, "ls-files", "-z", "-co", "--exclude-standard"],
                                 capture_output=True)
        names = listing.stdout.decode().split("\0") if listing.returncode == 0 else []
        return [name for name in names if name and os.path.isfile(self.path(name))]

    def _walk(self):
        for folder, folders, names in os.walk(self.root):
            folders[:] = [name for name in folders if name not in ("build", ".git", "__pycache__")]
            for name in names:
                yield os.path.relpath(os.path.join(folder, name), self.root)

    def path(self, name):
        return os.path.join(self.root, name)

    def named(self, *suffixes):
        """The files whose names end in one of the suffixes."""
        return [name for name in self.files if name.endswith(suffixes)]

    def text(self, name):
        with open(self.path(name), encoding="utf-8", errors="replace") as stream:
            return stream.read()

    def lines(self, name):
        return self.text(name).splitlines()


def is_in(name, *folders):
    """Whether a file lies in one of the folders."""
    return any(name.startswith(folder + "/") for folder in folders)


def without_comments(text):
    """C text with comments and the insides of literals blanked, lines kept."""
    pattern = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)
    return pattern.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)


def arguments(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--root", default=os.path.dirname(HERE), help="tree to look at")
    return parser


def run(main):
    """Ends the process with the status of main(argv)."""
    sys.exit(main(sys.argv[1:]))
