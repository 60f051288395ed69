# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the drivers share: a folder with an article, the child, and a model of what it said."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

CODER = "maria"
TEXT = "The minister voiced concern. Her rival — معارض, 对手 — holds another position. 😀 " * 40


class Place:
    """A temporary home, state directory and article."""

    def __init__(self, child):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="postil-fault-"))
        self.child = child
        self.folder = self.root / "articles"
        self.folder.mkdir()
        self.article = self.folder / "a.txt"
        self.article.write_text(TEXT, encoding="utf-8")
        self.sidecar = self.folder / f"a.txt.{CODER}.postil.json"

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        shutil.rmtree(self.root, ignore_errors=True)

    def environment(self, **more):
        env = dict(os.environ, HOME=str(self.root), XDG_STATE_HOME=str(self.root / "state"),
                   XDG_DATA_HOME=str(self.root / "data"), XDG_CONFIG_HOME=str(self.root / "config"),
                   XDG_CACHE_HOME=str(self.root / "cache"), G_DEBUG="fatal-warnings",
                   ASAN_OPTIONS=os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0")
        return dict(env, **more)

    def command(self, mode, *arguments):
        return [self.child, mode, str(self.article), *map(str, arguments)]

    def run(self, mode, *arguments, **more):
        return subprocess.run(self.command(mode, *arguments), env=self.environment(**more),
                              capture_output=True, timeout=60)

    def start(self, mode, *arguments, **more):
        return subprocess.Popen(self.command(mode, *arguments), env=self.environment(**more),
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def read_sidecar(self):
        """Its state; None where there is none. Raises where it is not valid JSON."""
        try:
            text = self.sidecar.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        return [item["id"] for item in json.loads(text).get("first", {}).get("items", [])]

    def reopen(self, flush=False):
        """What is on screen after a clean start."""
        result = self.run("check", *(["flush"] if flush else []))
        if result.returncode != 0:
            fail(f"the reopening ended with {result.returncode}: {result.stderr.decode()}")
        return {item["id"]: item for item in map(json.loads, result.stdout.splitlines())}

    def leftovers(self):
        return [path.name for path in self.folder.iterdir() if path.name.endswith(".tmp")]


def fail(message):
    print("FAILED:", message, flush=True)
    sys.exit(1)


def whole_lines(output):
    """The records of what a child wrote; a line that was cut off by its death does not count."""
    return [json.loads(line) for line in output.split(b"\n")[:-1]]


def apply(state, intent):
    state = dict(state)
    for item in intent["removed"]:
        if state.pop(item["id"], None) != item:
            fail(f"the child removes what the model does not have: {item}")
    for item in intent["added"]:
        state[item["id"]] = item
    return state


def difference(expected, found):
    lines = [f"  missing: {expected[i]}" for i in sorted(expected.keys() - found.keys())]
    lines += [f"  too many: {found[i]}" for i in sorted(found.keys() - expected.keys())]
    lines += [f"  different: {expected[i]} is {found[i]}"
              for i in sorted(expected.keys() & found.keys()) if expected[i] != found[i]]
    return "\n".join(lines)
