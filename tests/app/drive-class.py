#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A lesson of thirty: the hand-ins are collected out of the folder into which they were dropped,
the class is seen as a heat map, names are hidden for the projector, scores have their reasons,
two students are compared, and the sheets are saved; against what postil-cli says."""

import json
import random
import re
import shutil
import subprocess

from drive import App, Atspi, BUILD, SOURCE, check, run, wait_for
from lesson import write_layer

CLI = BUILD / "src/cli/postil-cli"
N_STUDENTS = 30
CODES = ["position", "concern", "concession", "outcome"]


def passages(text):
    """A passage of the key in every other sentence."""
    sentences = [match.span() for match in re.finditer(r"[A-Z][^.\n]{40,}\.", text)]
    return [(CODES[number % 4], span, None) for number, span in enumerate(sentences[::2])]


def student(rng, key):
    skill = rng.uniform(0.4, 0.95)
    marks = []
    for code, (start, end), _ in key:
        if rng.random() > skill:
            continue
        if rng.random() < 0.3:
            end -= rng.randrange(1, 20)
        marks.append((code if rng.random() > 0.12 else rng.choice(CODES), (start, end), None))
    return marks


def make_lesson(home):
    """The teacher's folder with the key, and thirty hand-ins in another."""
    folder, drop = home / "class", home / "drop"
    folder.mkdir()
    drop.mkdir()
    article = folder / "rafah.txt"
    shutil.copy(SOURCE / "data/rafah.txt", article)
    key = passages(article.read_text(encoding="utf-8"))
    write_layer(article, "teacher", key, "done")
    rng = random.Random(7)
    for number in range(N_STUDENTS):
        coder = f"student{number:02}"
        place = home / "homes" / coder
        place.mkdir(parents=True)
        shutil.copy(article, place / "rafah.txt")
        write_layer(place / "rafah.txt", coder, student(rng, key) if number != 3 else [], "done")
        made = place / f"rafah.txt.{coder}.postil.json"
        if number % 2:
            shutil.copy(made, drop / f"rafah.txt.postil ({number}).json")
        else:
            subprocess.run([CLI, "pack", "--quiet", place, "--coder", coder, "-o", drop / f"{coder}.zip"], check=True)
    (drop / "cut.zip").write_bytes((drop / "student00.zip").read_bytes()[:300])
    (drop / "notes.docx").write_bytes(b"no hand-in")
    return article, drop


def ask(article):
    found = subprocess.run([CLI, "class", article, "--key", "teacher", "--json"], check=True, capture_output=True)
    return json.loads(found.stdout)["articles"][0]


def says(app, start):
    return app.find_all("label", lambda name: name.startswith(start))


def collect(app, drop):
    app.key("alt+3")
    button = app.find("push button", "Collect Hand-Ins…")
    wait_for("the keyboard on it", lambda: app.has_focus(button) or app.key("Tab") or app.has_focus(button))
    app.picture("class-empty")
    app.key("Return")
    app.choose("Choose the Folder With the Hand-Ins", drop)
    wait_for("what needs a look", lambda: says(app, "30 hand-ins are collected. What follows needs a look."))
    wait_for("the damaged one", lambda: says(app, "cut.zip"))
    check(says(app, "notes.docx") and says(app, "Nothing is marked in it."), "a hand-in is not named")
    app.picture("class-collected")
    app.key("Escape")


def look(app, found):
    """The heat map by pointer and keyboard, and the passages."""
    first = found["passages"][0]
    label = f"{first['code'].capitalize()}: {first['students']} of 30: "
    app.find("list item", lambda name: name.startswith(label))
    app.picture("class-heat")
    view = app.find("text", "The article, and how many marked what")
    wait_for("the keyboard in the article", lambda: app.has_focus(view))
    run_ = next((run for run in found["heat"] if run["start"] <= 1 < run["end"]), None)

    def is_said():
        return says(app, f"{run_['students']} of 30: " if run_ else "Nobody marked this.")

    # The map may be drawn anew meanwhile, for the last hand-ins, and the caret with it.
    wait_for("who marked it", lambda: is_said() or app.key("ctrl+Home", "Right") or is_said())

    def is_there():
        return any(map(app.has_focus, app.find_all("list item", lambda name: name.startswith(label))))

    wait_for("the list", lambda: is_there() or app.key("Tab") or is_there())
    app.key("Return")
    wait_for("the passage", lambda: Atspi.Text.get_n_selections(view) > 0
             and Atspi.Text.get_selection(view, 0).start_offset == first["start"]
             and Atspi.Text.get_selection(view, 0).end_offset == first["end"])


def press(app, role, name, step="Tab"):
    """The keyboard goes there, and presses it."""
    app.find(role, name)

    def is_there():
        return any(map(app.has_focus, app.find_all(role, name)))

    wait_for(f"the keyboard on {name}", lambda: is_there() or app.key(step))
    app.key("space")


def score(app, found):
    press(app, "page tab", "Scores", "shift+Tab")
    best = max(found["scores"], key=lambda row: row["partial_credit"] or 0)
    wait_for("the scores", lambda: app.find_all(None, f"Student: {best['student']}"))
    wait_for("the best", lambda: app.find_all(None, f"Partial: {100 * best['partial_credit']:.0f} %"))
    app.picture("class-scores")


def hide(app):
    press(app, None, "Hide Names", "shift+Tab")
    # Neither is one in what was said last, to who cannot see the screen.
    wait_for("no names", lambda: app.find_all(None, "Student: Student 1") and not app.find_all(None, lambda name: "student00" in name))
    app.picture("class-hidden")
    app.key("space")
    wait_for("the names", lambda: app.find_all(None, "Student: student00"))


def ends(app, end):
    return app.find_all("label", lambda name: name.endswith(end))


def compare(app):
    """From the table to two students side by side."""
    wait_for("the keyboard in the table", lambda: any(map(app.has_focus, app.find_all("table row"))) or app.key("Tab"))
    app.key("Down")
    wait_for("a student's reasons", lambda: ends(app, ", passage by passage"))
    check(app.find_all("label", lambda name: re.match(r"(Position|Concern|Concession|Outcome): (Found|Missed)", name)), "no reasons")
    app.picture("class-reasons")
    app.key("shift+Down")
    wait_for("two of them", lambda: says(app, "Two students are selected."))
    app.key("Return")
    wait_for("both side by side", lambda: app.find_all(None, lambda name: re.fullmatch(r"student\d\d · student\d\d", name)))
    app.picture("class-compared")


def save(app, home):
    """Sheets as PDF, by the menu."""
    app.key("alt+3")
    press(app, None, "Save, Print or Collect", "shift+Tab")
    app.wait_for_menu("Save the Scores")
    app.key("Down", "Down", "Return")
    target = home / "sheets.pdf"
    app.choose("Save What the Class Made", target)
    wait_for("the sheets", lambda: target.exists() and target.read_bytes().startswith(b"%PDF"))


def test(home):
    article, drop = make_lesson(home)
    before = {path.name: path.read_bytes() for path in drop.iterdir()}
    with App(home, "--coder", "teacher", article) as app:
        app.wait_for_window("rafah.txt")
        app.article()
        collect(app, drop)
        found = ask(article)
        check(found["students"] == N_STUDENTS, "not all were collected")
        look(app, found)
        score(app, found)
        hide(app)
        compare(app)
        save(app, home)
        app.key("ctrl+q")
        app.wait_for_end()
    check({path.name: path.read_bytes() for path in drop.iterdir()} == before, "a hand-in was changed")


run("drive-class", test)
