# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documents tell the truth: their links and pictures exist, and the README's and the help's tables
of keys are the table of actions, which `postil --list-actions` prints (POSTIL_APP names the
program)."""

import os
import re
import subprocess
import xml.etree.ElementTree as ElementTree

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
    yield from check_help(root)
    if os.environ.get("POSTIL_APP"):
        actions = list_actions(os.environ["POSTIL_APP"])
        yield from check_keys(readme, actions)
        yield from check_help_keys(root, actions)


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


MALLARD = "{http://projectmallard.org/1.0/}"


def check_help(root):
    """Pages parse, bear the id of their name, are installed, and link to what exists."""
    folder = root / "data" / "help" / "C"
    build = (root / "data" / "help" / "meson.build")
    listed = build.read_text(encoding="utf-8") if build.is_file() else ""
    pages = {}
    for path in files(root, ".page", under="data/help"):
        name = relative(root, path)
        try:
            pages[path.stem] = ElementTree.parse(path).getroot()
        except ElementTree.ParseError as error:
            yield Problem(name, error.position[0], f"not well-formed: {error}")
            continue
        if pages[path.stem].get("id") != path.stem:
            yield Problem(name, 0, "the page's id is not the file's name")
        if f"'C/{path.name}'" not in listed:
            yield Problem("data/help/meson.build", 0, f"{path.name} is not installed")
    for stem, page in pages.items():
        for link in page.iter(MALLARD + "link"):
            target, _, section = (link.get("xref") or "").partition("#")
            ids = {part.get("id") for part in pages[target].iter()} if target in pages else set()
            if link.get("xref") and (target not in pages or (section and section not in ids)):
                yield Problem(relative(root, folder / (stem + ".page")), 0,
                              f"there is no {link.get('xref')} to link to")


def check_help_keys(root, actions):
    page = root / "data" / "help" / "C" / "keyboard.page"
    if not page.is_file():
        return
    rows = [tuple("".join(cell.itertext()) for cell in row)
            for row in ElementTree.parse(page).getroot().iter(MALLARD + "tr")]
    wanted = [tuple(cell.replace("`", "") for cell in line[2:-2].split(" | "))
              for line in actions.splitlines() if line.startswith("| `")]
    if rows != wanted:
        yield Problem(relative(root, page), 0,
                      "the table of keys is not the app's; run build-aux/update-readme-keys")
