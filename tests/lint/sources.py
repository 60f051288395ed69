# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Licence lines, lengths of functions and files, and words that have no place in a source.

Long functions are refused everywhere, long files in src/ only.
"""

import re

from common import Problem, code_only, files, line_of, relative

SOURCES = (".c", ".h", ".py", ".sh", ".ui", ".css", ".R")
TEXTS = SOURCES + (".md", ".yml", ".xml", ".in", ".build", ".txt", ".svg", ".json")
FUNCTION_NOTED, FUNCTION_REFUSED = 60, 100
FILE_NOTED, FILE_REFUSED = 600, 900

# Spelled in pieces so that this file does not find itself.
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX|HA" r"CK)\b")
MACHINE = re.compile(r"(?<![\w.<>~}])(/wo" r"rk/|/tm" r"p/|/ho" r"me/|/ro" r"ot/|/Us" r"ers/|C:\\Users)")
LICENCE = "SPDX-License-Identifier: "
COPYRIGHT = "SPDX-FileCopyrightText: "

_FUNCTION_START = re.compile(r"^(?P<name>\w+) ?\([^;{}]*\)\s*(G_GNUC_\w+(?: ?\([^)]*\))?\s*)*\n\{[ \t]*$",
                             re.M)


def check(root):
    for path in files(root):
        name = relative(root, path)
        executable = path.suffix == "" and path.stat().st_mode & 0o111
        if not (path.name.endswith(TEXTS) or executable):
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        if path.name.endswith(SOURCES) or executable:
            yield from check_licence(name, text)
        if not name.startswith("tests/data/") and not name.endswith(".txt"):
            yield from check_words(name, text)
        if path.suffix in (".c", ".h"):
            yield from check_lengths(name, text)


def check_licence(name, text):
    head = text.splitlines()[:8]
    for wanted in (COPYRIGHT, LICENCE):
        if not any(wanted in line for line in head):
            yield Problem(name, 1, f"the line “{wanted}…” is missing at the top")


def check_words(name, text):
    for match in UNFINISHED.finditer(text):
        yield Problem(name, line_of(text, match.start()),
                      f"“{match.group(0)}”: finish it, or open an issue")
    for match in MACHINE.finditer(text):
        yield Problem(name, line_of(text, match.start()),
                      f"“{match.group(0)}”: a path of one machine does not belong in the tree")


def check_lengths(name, text):
    n_lines = text.count("\n")
    if n_lines > FILE_REFUSED:
        yield Problem(name, 0, f"{n_lines} lines: split it by concern (limit {FILE_REFUSED})",
                      fatal=name.startswith("src/"))
    elif n_lines > FILE_NOTED:
        yield Problem(name, 0, f"{n_lines} lines", fatal=False)
    for function, line, length in functions(text):
        if length <= FUNCTION_NOTED or function.endswith("_class_init"):
            continue
        yield Problem(name, line, f"{function}() has {length} lines (limit {FUNCTION_REFUSED})",
                      fatal=length > FUNCTION_REFUSED)


def functions(text):
    """Yields (name, line, number of lines between the braces) of each function."""
    code = code_only(text)
    for match in _FUNCTION_START.finditer(code):
        end = re.compile(r"^\}", re.M).search(code, match.end())
        last = end.start() if end else len(code)
        yield (match.group("name"), line_of(code, match.start()),
               code.count("\n", match.end(), last) - 1)
