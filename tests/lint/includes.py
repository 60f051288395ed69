# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Includes point down the house, are qualified by their room, and make no ring.

    base ← model ← { articles, exchange, agreement, counts } ← { storage, drawing } ← { cli, app }
"""

import re

from common import Problem, code_only, files, line_of, relative

LEVEL = {"base": 0, "model": 1, "articles": 2, "exchange": 2, "agreement": 2, "counts": 2,
         "storage": 3, "drawing": 3, "cli": 4, "app": 4}

_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]+"([^"]+)"', re.M)


def room_of(path):
    return path.split("/", 1)[0]


def includes_of(path):
    text = code_only(path.read_text(encoding="utf-8"), keep_strings=True)
    for match in _INCLUDE.finditer(text):
        yield match.group(1), line_of(text, match.start())


def check(root):
    src = root / "src"
    graph = {}
    for path in files(root, ".c", ".h", under="src"):
        name = relative(src, path)
        graph[name] = []
        for target, line in includes_of(path):
            if target == "config.h":
                if name.endswith(".h"):
                    yield Problem("src/" + name, line, "a header does not include config.h")
                continue
            if not (src / target).is_file():
                yield Problem("src/" + name, line,
                              f'"{target}" is not a path below src/; write "room/{target}"')
                continue
            graph[name].append((target, line))
            yield from check_edge(name, target, line)
    yield from check_rings(graph)


def check_edge(name, target, line):
    here, there = room_of(name), room_of(target)
    for room in (here, there):
        if room not in LEVEL:
            yield Problem("src/" + name, line, f"“{room}” is not a room of the house")
            return
    if here != there and LEVEL[there] >= LEVEL[here]:
        yield Problem("src/" + name, line,
                      f"{here} may not include {there} (“{target}”): includes point down")


def check_rings(graph):
    state = {}

    def visit(name, trail):
        state[name] = "open"
        for target, line in graph.get(name, []):
            if state.get(target) == "open":
                ring = trail[trail.index(target):] + [target] if target in trail else [name, target]
                yield Problem("src/" + name, line, "ring of includes: " + " → ".join(ring))
            elif target not in state:
                yield from visit(target, trail + [target])
        state[name] = "done"

    for name in sorted(graph):
        if name not in state:
            yield from visit(name, [name])
