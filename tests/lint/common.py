# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every lint needs: which files there are, and C without comments and strings.

A lint is a module with check(root), which yields Problem values. A problem fails the
test; a note (fatal=False) is only printed.
"""

import dataclasses
import pathlib
import re

SKIPPED_DIRS = {".git", "__pycache__", "subprojects", ".flatpak-builder", "repo"}


@dataclasses.dataclass(frozen=True)
class Problem:
    path: str
    line: int
    message: str
    fatal: bool = True

    def __str__(self):
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {'' if self.fatal else 'note: '}{self.message}"


def files(root, *suffixes, under="."):
    """All files below root/under with one of the suffixes, sorted, without build folders."""
    root = pathlib.Path(root)
    found = []
    for path in sorted((root / under).rglob("*")):
        parts = path.relative_to(root).parts
        if any(p in SKIPPED_DIRS for p in parts) or parts[0].startswith("build") and parts[0] != "build-aux":
            continue
        if path.is_file() and (not suffixes or path.name.endswith(suffixes)):
            found.append(path)
    return found


def relative(root, path):
    return path.relative_to(root).as_posix()


_TOKEN = re.compile(
    r"""(?P<comment>/\*.*?\*/|//[^\n]*)|(?P<text>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')""",
    re.S)


def code_only(source, keep_strings=False):
    """C source with comments (and strings) blanked out; lines and columns stay."""

    def blank(match):
        text = match.group(0)
        if match.group("text") is not None:
            if keep_strings:
                return text
            return text[0] + " " * (len(text) - 2) + text[-1]
        return re.sub(r"[^\n]", " ", text)

    return _TOKEN.sub(blank, source)


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1
