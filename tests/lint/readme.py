# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documents tell the truth: their links and pictures exist, and the README's table of keys is
the table of actions, which `postil --list-actions` prints (POSTIL_APP names the program)."""

import os
import re
import subprocess

from common import Problem, files, line_of, relative

BEGIN = "<!-- keys: written by build-aux/update-readme-keys -->\n"
END = "<!-- end of keys -->"

_LINK = re.compile(r"\]\(([^)#\s]+)\)")
_SCRIPT = re.compile(r"^(?:\./)?(build-aux/[\w.-]+|\.ci/[\w.-]+)", re.M)


def check(root):
    for path in files(root, ".md"):
        name = relative(root, path)
        text = path.read_text(encoding="utf-8")
        for match in _LINK.finditer(text):
            target = match.group(1)
            if "://" not in target and not (path.parent / target).is_file():
                yield Problem(name, line_of(text, match.start()), f"{target} does not exist")
    readme = (root / "README.md").read_text(encoding="utf-8")
    yield from check_commands(root, readme)
    if os.environ.get("POSTIL_APP"):
        yield from check_keys(readme, list_actions(os.environ["POSTIL_APP"]))


def check_commands(root, readme):
    for match in _SCRIPT.finditer(readme):
        script = root / match.group(1)
        if not script.is_file() or not script.stat().st_mode & 0o100:
            yield Problem("README.md", line_of(readme, match.start()),
                          f"{match.group(1)} is not a program")


def list_actions(program):
    return subprocess.run([program, "--list-actions"], check=True, text=True, encoding="utf-8",
                          capture_output=True, env={**os.environ, "LC_ALL": "C.UTF-8"}).stdout


def check_keys(readme, actions):
    if BEGIN not in readme or END not in readme:
        yield Problem("README.md", 0, "the marks around the table of keys are missing")
        return
    start = readme.index(BEGIN)
    written = readme[start + len(BEGIN):readme.index(END)].strip().splitlines()
    wanted = actions.strip().splitlines()
    if not wanted:
        yield Problem("README.md", 0, "postil --list-actions prints nothing")
    for offset, (here, there) in enumerate(zip(written + [""] * len(wanted), wanted)):
        if here != there:
            yield Problem("README.md", line_of(readme, start) + 1 + offset,
                          f"“{here}” should be “{there}”; run build-aux/update-readme-keys")
            return
    if len(written) > len(wanted):
        yield Problem("README.md", 0, "the table of keys has rows that the app does not have")
