#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Shows each lint of tools/ a good and a bad sample: a lint that cannot fail checks nothing."""
import contextlib
import importlib
import io
import os
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tools"))

TABLE = 'VG_CONFIG(VGPU_LOG, STRING, "", "Diagnostics.")\nVG_CONFIG(VGPU_MEM_RAM, SIZE, 2147483648, "Memory.")\n'
HEAD = "/* SPDX-License-Identifier: MIT */\n"


def lint(name, files, *options):
    """Runs a lint over a tree of the given files; gives its status and what it printed."""
    with tempfile.TemporaryDirectory() as root:
        for path, text in files.items():
            full = os.path.join(root, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "w", encoding="utf-8") as stream:
                stream.write(text)
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            status = importlib.import_module(name).main(["--root", root, *options])
        return status, printed.getvalue()


class LintCase(unittest.TestCase):
    def assert_fine(self, name, files, *options):
        self.assertEqual(lint(name, files, *options), (0, ""))

    def assert_found(self, name, files, *texts, options=()):
        status, printed = lint(name, files, *options)
        self.assertEqual(status, 1, printed)
        for text in texts:
            self.assertIn(text, printed)


class Life(LintCase):
    DOCUMENT = "docs/life-of-a-kernel.md"

    def test_true_names_are_fine(self):
        self.assert_fine("check_life", {self.DOCUMENT: "`a/b.c`: `vg_b` and `a/b.c`\n", "a/b.c": "void vg_b(void);\n"})

    def test_lost_names_are_found(self):
        self.assert_found("check_life", {self.DOCUMENT: "`a/b.c`: `vg_b`, `a/c.c`\n", "a/b.c": "void vg_bc(void);\n"},
                          "a/b.c does not contain vg_b", "a/c.c does not exist")

    def test_an_empty_page_is_found(self):
        self.assert_found("check_life", {self.DOCUMENT: "Nothing.\n"}, "names no file")


class Includes(LintCase):
    def test_downward_is_fine(self):
        self.assert_fine("check_includes", {
            "platform/a.c": '#include "platform/a.h"\n#include "executor/task.h"\n#include "base/cl.h"\n',
            "compiler/cc/b.cc": '#include "compiler/wire.h"\n#include <llvm-c/Core.h>\n',
            "compiler/client.c": '#include "compiler/client/cache.h"\n',
            "base/topology.c": "#include <hwloc.h>\n",
            "base/cl.h": "#include <CL/cl.h>\n",
            "tests/unit/memory/t.c": '#include "memory/tier.h"\n#include "tests/unit/unit.h"\n',
            "examples/e.c": '#include "common.h"\n#include <CL/cl.h>\n'})

    def test_upward_is_found(self):
        self.assert_found("check_includes", {"base/a.c": '#include "base/a.h"\n#include "memory/memory.h"\n'},
                          'base/a.c:2: base/ may not include "memory/memory.h"')

    def test_each_level_refuses_the_next(self):
        order = ["base", "memory", "executor", "platform", "icd"]
        for low, high in zip(order, order[1:]):
            self.assert_found("check_includes", {f"{low}/a.c": f'#include "{high}/a.h"\n'}, f"{low}/a.c:1:")

    def test_entry_points_see_the_platform_only(self):
        self.assert_found("check_includes", {"icd/a.c": '#include "executor/task.h"\n'}, "icd/a.c:1:")

    def test_client_and_compiler_program_are_apart(self):
        self.assert_found("check_includes", {"compiler/cc/a.c": '#include "compiler/client/cache.h"\n'}, "a.c:1:")
        self.assert_found("check_includes", {"compiler/client/a.c": '#include "compiler/cc/ir.h"\n'}, "a.c:1:")
        self.assert_found("check_includes", {"platform/a.c": '#include "compiler/client/cache.h"\n'}, "a.c:1:")

    def test_foreign_headers_are_found(self):
        self.assert_found("check_includes", {"compiler/a.c": "#include <llvm-c/Core.h>\n"}, "headers of LLVM")
        self.assert_found("check_includes", {"executor/a.c": "#include <hwloc.h>\n"}, "headers of hwloc")
        self.assert_found("check_includes", {"platform/a.c": "#include <CL/cl.h>\n"}, "use base/cl.h")

    def test_short_paths_are_found(self):
        self.assert_found("check_includes", {"base/a.c": '#include "error.h"\n'}, "full path")

    def test_examples_do_not_look_inside(self):
        self.assert_found("check_includes", {"examples/a.c": '#include "base/clock.h"\n'}, "public headers")


class Size(LintCase):
    @staticmethod
    def function(lines):
        return HEAD + "int f(int a)\n{\n" + "    a++;\n" * (lines - 3) + "    return a;\n}\n"

    def test_limits_are_fine(self):
        self.assert_fine("check_size", {"a.c": self.function(100), "b.py": "\n" * 800})

    def test_long_function_is_found(self):
        self.assert_found("check_size", {"a.c": self.function(101)}, "a.c:3: f() has 101 lines")

    def test_braces_in_strings_do_not_confuse(self):
        text = self.function(101).replace("a++;", 'g("}\\"{");', 1)
        self.assert_found("check_size", {"a.c": text}, "101 lines")

    def test_long_file_is_found(self):
        self.assert_found("check_size", {"a.h": "\n" * 801}, "the file has 801 lines")


class Env(LintCase):
    @staticmethod
    def tree(**more):
        doc = importlib.import_module("gen_config_doc").document(TABLE)
        files = {"base/config.def": TABLE, "docs/config.md": doc}
        files.update({name.replace("__", "/").replace("_dot_", "."): text for name, text in more.items()})
        return files

    def test_table_and_reader_are_fine(self):
        self.assert_fine("check_env", self.tree(base__config_dot_c='getenv("VGPU_LOG");',
                                                examples__a_dot_c='getenv("HOME");',
                                                executor__a_dot_c="/* getenv() is elsewhere */\n"))

    def test_other_readers_are_found(self):
        self.assert_found("check_env", self.tree(executor__a_dot_c='\nx = getenv("HOME");'), "executor/a.c:2:")
        self.assert_found("check_env", self.tree(icd__a_dot_c='secure_getenv ("HOME");'), "icd/a.c:1:")

    def test_undeclared_name_is_found(self):
        self.assert_found("check_env", self.tree(docs__a_dot_md="Set VGPU_SECRET=1."), "VGPU_SECRET is not in")

    def test_build_variables_are_known(self):
        self.assert_fine("check_env", self.tree(CMakeLists_dot_txt="option(VGPU_WERROR x)",
                                                docs__a_dot_md="-DVGPU_WERROR=ON and VGPU_* in general"))

    def test_stale_document_is_found(self):
        files = self.tree()
        files["docs/config.md"] += "| more |\n"
        self.assert_found("check_env", files, "docs/config.md:1: does not match")

    def test_missing_document_is_found(self):
        self.assert_found("check_env", {"base/config.def": TABLE}, "docs/config.md:1: does not match")


class Document(LintCase):
    def test_rows_show_name_type_default_and_meaning(self):
        status, printed = lint("gen_config_doc", {"base/config.def": TABLE})
        self.assertEqual(status, 0)
        self.assertIn("| `VGPU_LOG` | text | (empty) | Diagnostics. |", printed)
        self.assertIn("| `VGPU_MEM_RAM` | bytes | 2G | Memory. |", printed)

    def test_every_row_of_the_real_table_is_understood(self):
        with open(os.path.join(ROOT, "base/config.def"), encoding="utf-8") as stream:
            text = stream.read()
        rows = importlib.import_module("gen_config_doc").rows(text)
        self.assertEqual(len(rows), sum(line.startswith("VG_CONFIG(") for line in text.splitlines()))


class Headers(LintCase):
    def test_complete_header_is_fine(self):
        self.assert_fine("check_headers", {"base/a.h": "#include <stddef.h>\nsize_t f(void);\n",
                                           "base/b.h": '#include "base/a.h"\nsize_t g(void);\n'})

    def test_header_that_needs_another_is_found(self):
        self.assert_found("check_headers", {"base/a.h": "size_t f(void);\n"}, "base/a.h:1: does not compile alone")

    def test_warning_is_found(self):
        self.assert_found("check_headers", {"base/a.h": "int f();\n"}, "base/a.h:1:")


class Format(LintCase):
    STYLE = {".clang-format": "BasedOnStyle: LLVM\nIndentWidth: 4\n"}

    def test_formatted_is_fine(self):
        self.assert_fine("check_format", {**self.STYLE, "a.c": "int a;\n"})

    def test_unformatted_is_found(self):
        self.assertEqual(lint("check_format", {**self.STYLE, "a.c": "int   a ;\n"})[0], 1)


class Names(LintCase):
    MAP = {"icd/exports.map": "{ global: clGetPlatformInfo; clIcd; local: *; };\n"}

    def test_finished_work_is_fine(self):
        self.assert_fine("check_names", {"a.c": HEAD + "/* mkstemp: XXXXXX, TODOS */\n", "README.md": "none\n"})

    def test_unfinished_work_is_found(self):
        for word in ("TO" "DO", "FIX" "ME", "X" "XX", "HA" "CK", "works for" " now"):
            self.assert_found("check_names", {"a.c": HEAD + f"/* {word}: later */\n"}, "a.c:2:")

    def test_dead_code_is_found(self):
        self.assert_found("check_names", {"a.c": HEAD + "# if " "0\n#endif\n"}, "a.c:2:")

    def test_missing_licence_is_found(self):
        self.assert_found("check_names", {"a.c": "int a;\n"}, "no SPDX")

    @staticmethod
    def library(folder, source):
        path = os.path.join(folder, "lib.so")
        subprocess.run(["cc", "-shared", "-fPIC", "-x", "c", "-", "-o", path], input=source.encode(), check=True)
        return path

    def test_exports_of_the_map_are_fine(self):
        with tempfile.TemporaryDirectory() as folder:
            library = self.library(folder, "int clGetPlatformInfo; int clIcd; static int hidden;")
            self.assert_fine("check_names", self.MAP, "--library", library)

    def test_export_too_many_or_too_few_is_found(self):
        with tempfile.TemporaryDirectory() as folder:
            library = self.library(folder, "int clGetPlatformInfo; int leak;")
            self.assert_found("check_names", self.MAP, "exports leak", "does not export clIcd",
                              options=("--library", library))


if __name__ == "__main__":
    unittest.main()
