#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The article on a projector: passages revealed one by one and taken back by the keys of a
clicker, code by code, a blank screen, nobody named unless asked for, and nothing changed on
the disk."""

import shutil

from drive import App, Ears, SOURCE, check, run, sidecar, wait_for
from lesson import KEY, write_layer


def says(app, *words):
    """Labels of the window on screen."""
    return all(app.find_all("label", lambda name, word=word: name == word) for word in words)


def read_folder(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def present(app):
    app.key("F5")
    wait_for("the presentation", lambda: app.find_all("label", lambda name: name.endswith("to reveal")))


def test(home):
    folder = home / "articles"
    folder.mkdir()
    article = folder / "rafah.txt"
    shutil.copy(SOURCE / "data/rafah.txt", article)
    text = article.read_text(encoding="utf-8")
    article.write_text(text * 4, encoding="utf-8")
    last = ("outcome", (4 * len(text) - 60, 4 * len(text) - 20), None)
    write_layer(article, "maria", [*KEY, last])
    write_layer(article, "jonas", KEY[:2])
    before = read_folder(folder)

    with App(home, "--coder", "maria", article) as app:
        app.wait_for_window("rafah.txt")
        app.article()
        ears = Ears(app)
        present(app)
        check(not says(app, "maria"), "the coder is named, and nobody asked")
        app.picture("present-start")
        app.key("Right")
        wait_for("the first", lambda: says(app, "1 of 5", "Joe Biden"))
        wait_for("it being said", lambda: ears.heard("Concern, Joe Biden: “deep concern over"))
        app.picture("present-first")
        app.key("Page_Down", "space")
        wait_for("the third", lambda: says(app, "3 of 5"))
        app.key("Page_Up")
        wait_for("the second again", lambda: says(app, "2 of 5"))
        app.key("End")
        wait_for("the last", lambda: says(app, "5 of 5"))
        app.key("Right")
        app.picture("present-last")
        app.key("period")
        wait_for("it being blank", lambda: ears.heard("The screen is blank"))
        app.picture("present-blank")
        app.key("Left")
        wait_for("it being back", lambda: ears.heard("The screen is shown again"))
        check(says(app, "5 of 5"), "a key on the blank screen went on")
        app.key("n")
        wait_for("the name, which was asked for", lambda: says(app, "maria"))
        app.key("n")
        wait_for("no name", lambda: not says(app, "maria"))
        # From the far end, code by code: the start again.
        app.key("c")
        wait_for("the start", lambda: says(app, "5 passages to reveal"))
        app.key("Right", "Right")
        wait_for("the second code", lambda: says(app, "2 of 4", "1 passage"))
        app.picture("present-code")
        app.key("Home")
        wait_for("the start", lambda: says(app, "5 passages to reveal"))
        app.key("Escape")
        # The window manager may take a moment to give the window the keyboard back.
        app.wait_for_window("rafah.txt")
        wait_for("the article again", lambda: app.has_focus(app.article()))

        # What is compared: nobody's name, one after the other.
        app.key("alt+2")
        wait_for("what is compared", lambda: app.find_all("label", lambda name: name.startswith("0 of")))
        present(app)
        wait_for("a coder", lambda: says(app, "Coder 1"))
        app.key("l")
        wait_for("the other", lambda: says(app, "Coder 2"))
        app.key("n")
        wait_for("the name", lambda: says(app, "maria"))
        app.key("Escape")
        wait_for("the comparison again", lambda: not says(app, "Coder 2") and not says(app, "maria", "5 passages to reveal"))
        app.key("ctrl+q")
        app.wait_for_end()
    after = read_folder(folder)
    check({name: after[name] for name in before} == before, "something was changed on the disk")
    check(not sidecar(article, "consensus").exists(), "a consensus was made")


run("drive-present", test)
