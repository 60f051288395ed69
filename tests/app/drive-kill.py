#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills the app at random moments while passages are marked in it by keyboard, again and again.

    drive-kill.py [--rounds N] [--seed N]     (or POSTIL_KILL_ROUNDS, POSTIL_KILL_SEED)

What a person sees on screen is what a screen reader sees: the status line that tells of the mark,
and its row in the list. After each death every sidecar is sound. After the reopening everything
acknowledged is there, on screen and on disk, once, in its place. Some deaths come while the app
starts and brings back what the one before left.
"""

import argparse
import collections
import os
import random
import re
import subprocess
import time

from drive import (App, Atspi, BUILD, DriveError, PATIENCE, check, check_slices, get_bodies, get_role, read_items, run,
                   wait_for, xdotool)

CODER = "maria"
CODES = {"1": "Position", "2": "Concern", "3": "Concession", "4": "Outcome"}
N_LINES = 600
N_MARKS_AT_MOST = 40
N_ROWS_SEEN = 8
ROUNDS_PER_ARTICLE = 5
KEY_DELAY_MS = 12
MARKING_SECONDS = 1.0
STARTING_SECONDS = 0.4
STARTING_SHARE = 0.15


def line(number):
    return f"Speaker {number:03d} – معارض, 对手 😀 – is concerned."


MARK = re.compile("(%s)[:,]? .?(%s)" % ("|".join(CODES.values()), re.escape(line(0)).replace("000", r"\d{3}")))


class Eyes:
    """What is on screen of the marks; fast, since it has to be quicker than death."""

    def __init__(self, app):
        self.app = app
        nodes = wait_for("the whole window", lambda: self.find_nodes(app))
        self.view, self.rows, self.status, *self.codes = nodes

    @staticmethod
    def find_nodes(app):
        """All in one walk, which is what takes the time; none where one is missing yet."""
        named = {(get_role(node), "" if get_role(node) == "status bar" else node.get_name()): node for node in app.walk()}
        codes = [node for (role, name), node in named.items() if role == "list item" and ", key " in name]
        view = named.get(("text", "Article text"))
        if len(codes) != len(CODES) or view is None:
            return None
        # Newer GTKs show no list while it is empty, and announce without a status bar.
        return [view, named.get(("list", "Annotations")), named.get(("status bar", ""))] + codes

    def names(self):
        if self.status is not None:
            yield self.status.get_name()
        if self.rows is None:
            self.rows = next(iter(self.app.find_all("list", "Annotations")), None)
        n_rows = 0 if self.rows is None else self.rows.get_child_count()
        for i in range(max(0, n_rows - N_ROWS_SEEN), n_rows):
            yield self.rows.get_child_at_index(i).get_name()

    def see_marks(self, marks):
        try:
            for name in self.names():
                found = MARK.search(name)
                if found is not None:
                    marks.add((found[2], found[1].lower()))
        except Exception:  # it died while we looked
            pass

    def count_by_code(self):
        names = (re.fullmatch(r"(\w+), key \d, (\d+) annotations?", code.get_name()) for code in self.codes)
        return {name[1].lower(): int(name[2]) for name in names if name is not None}


class Kills:
    def __init__(self, home, rng):
        self.home = home
        self.folder = home / "articles"
        self.folder.mkdir()
        self.rng = rng
        self.acknowledged = set()
        self.article = None
        self.n_starting = 0
        self.n_seen = 0

    def begin_article(self, number):
        self.article = self.folder / f"a{number}.txt"
        self.article.write_text("".join(line(i) + "\n" for i in range(N_LINES)), encoding="utf-8")
        self.acknowledged = set()

    def start(self):
        return App(self.home, "--coder", CODER, self.article)

    def saved(self):
        """(quote, code) of all that is in the sidecar, each once."""
        items = read_items(self.article, CODER)
        marks = [(quote, get_bodies(item)["tagging"]) for quote, item in zip(check_slices(self.article, CODER), items)]
        twice = [mark for mark, n in collections.Counter(marks).items() if n > 1]
        check(not twice, f"marked once, there twice: {twice}")
        return set(marks)

    def check_sound(self):
        result = subprocess.run([str(BUILD / "src/cli/postil-cli"), "check", str(self.folder)], capture_output=True, text=True)
        check(result.returncode == 0, f"after the death: {result.stdout}{result.stderr}")

    def check_reopened(self, app):
        """That everything acknowledged is on screen again, and then in the sidecar."""
        app.wait_for_window(self.article.name)
        eyes = Eyes(app)
        wanted = collections.Counter(code for _, code in self.acknowledged)

        def is_shown():
            shown = eyes.count_by_code()
            return all(shown.get(code, 0) >= n for code, n in wanted.items())

        try:
            wait_for("what was acknowledged on screen", is_shown, PATIENCE / 3)
            wait_for("what was acknowledged in the sidecar", lambda: self.saved() >= self.acknowledged, PATIENCE / 3)
        except DriveError as error:
            missing = sorted(self.acknowledged - self.saved())
            raise DriveError(f"{error}; shown {eyes.count_by_code()}, acknowledged {dict(wanted)}, missing {missing}") from None
        return eyes

    def go_to_unmarked(self, app, view):
        wait_for("the keyboard in the article", lambda: app.has_focus(view))
        start = max([int(quote.split()[1]) for quote, _ in self.saved()], default=0)
        if start > 0:
            xdotool("key", "--delay", 2, *["Down"] * start)
        offset = start * len(line(0) + "\n")
        try:
            wait_for(f"the caret in line {start}", lambda: Atspi.Text.get_caret_offset(view) == offset, PATIENCE / 3)
        except DriveError as error:
            raise DriveError(f"{error}; it is at {Atspi.Text.get_caret_offset(view)}, not {offset}") from None

    def die_starting(self):
        with self.start() as app:
            time.sleep(self.rng.uniform(0, STARTING_SECONDS))
            app.process.kill()
            app.process.wait()
        self.n_starting += 1

    def die_marking(self):
        with self.start() as app:
            eyes = self.check_reopened(app)
            self.go_to_unmarked(app, eyes.view)
            keys = [key for _ in range(N_MARKS_AT_MOST) for key in ("Down", "s", self.rng.choice(list(CODES)))]
            typist = subprocess.Popen(["xdotool", "key", "--delay", str(KEY_DELAY_MS), *keys])
            seen = set()
            end = time.monotonic() + self.rng.uniform(0.02, MARKING_SECONDS)
            while time.monotonic() < end:
                eyes.see_marks(seen)
            app.process.kill()
            typist.kill()
            typist.wait()
            # Else a key that was down when it died stays down, and repeats itself.
            xdotool("keyup", "Down", "s", *CODES)
            app.process.wait()
        check(app.process.returncode == -9, f"the app died by itself: {app.process.returncode}")
        self.n_seen += len(seen - self.acknowledged)
        self.acknowledged |= seen

    def end_article(self):
        with self.start() as app:
            self.check_reopened(app)
            app.key("ctrl+q")
            app.wait_for_end()
        check(self.saved() >= self.acknowledged, "after quitting, something acknowledged is missing")

    def play(self, n_rounds):
        for number in range(n_rounds):
            if number % ROUNDS_PER_ARTICLE == 0:
                if self.article is not None:
                    self.end_article()
                self.begin_article(number // ROUNDS_PER_ARTICLE)
            if self.rng.random() < STARTING_SHARE and self.acknowledged:
                self.die_starting()
            else:
                self.die_marking()
            self.check_sound()
        self.end_article()


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=int(os.environ.get("POSTIL_KILL_ROUNDS", "20")))
    parser.add_argument("--seed", type=int, default=int(os.environ.get("POSTIL_KILL_SEED", random.randrange(2**32))))
    return parser.parse_args()


def test(home):
    arguments = parse()
    print(f"seed {arguments.seed}, {arguments.rounds} rounds", flush=True)
    kills = Kills(home, random.Random(arguments.seed))
    kills.play(arguments.rounds)
    check(kills.n_seen >= arguments.rounds, f"only {kills.n_seen} marks were seen: too few to say anything")
    print(f"{arguments.rounds} deaths, {kills.n_starting} of them while starting; "
          f"{kills.n_seen} acknowledged marks, none missing")


run("drive-kill", test)
