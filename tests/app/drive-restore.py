#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Going back to an older version by keyboard, and undoing it; and putting a version in the place
of a sidecar that something has cut off."""

import shutil

from drive import App, SOURCE, check, check_slices, get_bodies, get_words, read_items, run, sidecar, wait_for

CODER = "maria"
FIRST = "deep concern over Israel's proposed ground invasion of Rafah"


def codes(article):
    return sorted(get_bodies(item)["tagging"] for item in read_items(article, CODER))


def rows(app):
    return [row for row in app.find_all("list item") if "annotation" in get_words(row)
            and ("adds" in get_words(row) or "as now" in get_words(row))]


def test(home):
    article = home / "rafah.txt"
    shutil.copy(SOURCE / "data/rafah.txt", article)
    text = article.read_text(encoding="utf-8")

    with App(home, "--coder", CODER, article) as app:
        app.wait_for_window("rafah.txt")
        view = app.article()
        wait_for("the keyboard in the article", lambda: app.has_focus(view))
        start = text.index(FIRST)
        app.select_by_mouse(view, start + 1, start + len(FIRST) - 1)
        app.key("2")
        wait_for("the first in the sidecar", lambda: codes(article) == ["concern"])
        app.key("s", "4")
        wait_for("both in the sidecar", lambda: codes(article) == ["concern", "outcome"])

        # The newest version is as now and cannot be restored; the one before takes the second away.
        app.key("ctrl+shift+r")
        app.find("frame", "Restore an Older Version")
        wait_for("two versions", lambda: len(rows(app)) == 2)
        check("1 annotation: adds 0, removes 1, changes 0" in get_words(rows(app)[1]), get_words(rows(app)[1]))
        check("2 annotations, as now" in get_words(rows(app)[0]), get_words(rows(app)[0]))
        wait_for("the keyboard on the newest", lambda: app.has_focus(rows(app)[0]))
        app.key("Down")
        wait_for("what differs", lambda: app.find_all("label", lambda name: name.startswith("Removes Outcome")))
        app.key("Return")
        wait_for("one annotation", lambda: codes(article) == ["concern"])

        # A step like any other.
        wait_for("the dialog gone", lambda: not app.find_all("frame", "Restore an Older Version"))
        app.key("ctrl+z")
        wait_for("both again", lambda: codes(article) == ["concern", "outcome"])
        app.key("ctrl+q")
        app.wait_for_end()

    # Something cut the sidecar off while the app was not there.
    path = sidecar(article, CODER)
    good = path.read_bytes()
    path.write_bytes(good[: len(good) // 2])
    with App(home, "--coder", CODER, article) as app:
        app.wait_for_window("rafah.txt")
        app.find("push button", "Restore…")
        app.key("ctrl+shift+r")
        app.find("frame", "Restore an Older Version")
        wait_for("the versions", lambda: len(rows(app)) >= 2)
        check(path.read_bytes() == good[: len(good) // 2], "the damaged file was touched")
        wait_for("the keyboard on the newest", lambda: app.has_focus(rows(app)[0]))
        app.key("Return")
        wait_for("the good one in its place", lambda: path.read_bytes() == good)
        wait_for("both rows", lambda: len(app.find_all("list item", lambda name: name.startswith(("Concern: ", "Outcome: ")))) == 2)
        app.key("ctrl+q")
        app.wait_for_end()
    damaged = list(home.glob("rafah.txt.maria.postil.json.damaged-*"))
    check(len(damaged) == 1 and damaged[0].read_bytes() == good[: len(good) // 2], "the damaged file is not kept")
    check(FIRST in check_slices(article, CODER), "the quotes are others")


run("drive-restore", test)
