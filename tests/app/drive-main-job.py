#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job, by mouse and keyboard: open, mark, name the actor, note, overlap, undo, redo,
recode, remove, quit; then the sidecar holds exactly that, and real Python finds each passage."""

import shutil

from drive import App, SOURCE, check, check_slices, get_bodies, read_items, run, wait_for

CODER = "maria"
FIRST = "deep concern over Israel's proposed ground invasion of Rafah"
SECOND = "proposed ground invasion of Rafah, located in southern Gaza"


def wait_for_codes(article, *codes):
    wait_for(
        f"the codes {codes} in the sidecar",
        lambda: sorted(get_bodies(item)["tagging"] for item in read_items(article, CODER)) == sorted(codes),
    )


def test(home):
    article = home / "rafah.txt"
    shutil.copy(SOURCE / "data/rafah.txt", article)
    text = article.read_text(encoding="utf-8")
    bytes_before = article.read_bytes()

    with App(home, "--coder", CODER, article) as app:
        app.wait_for_window("rafah.txt")
        view = app.article()
        wait_for("the keyboard in the article", lambda: app.has_focus(view))

        # By mouse, then 2; the actor and a note by keyboard alone.
        start = text.index(FIRST)
        app.select_by_mouse(view, start + 1, start + len(FIRST) - 1)
        app.key("2")
        wait_for_codes(article, "concern")
        actor = app.find("text", "Actor")
        app.key("a")
        wait_for("the keyboard in the actor's field", lambda: app.has_focus(actor))
        app.type("Joe Biden 123")
        app.key("Return")
        wait_for("the keyboard back in the article", lambda: app.has_focus(view))
        app.key("n")
        note = app.find("text", "Note")
        wait_for("the keyboard in the note", lambda: app.has_focus(note))
        app.type("Voiced in the lede. x u 4")
        app.key("ctrl+Return")
        wait_for("the keyboard back in the article", lambda: app.has_focus(view))
        wait_for("the note in the sidecar", lambda: "commenting" in get_bodies(read_items(article, CODER)[0]))

        # A passage that overlaps it, with another code; undo and redo.
        start = text.index(SECOND)
        app.select_by_mouse(view, start + 1, start + len(SECOND) - 1)
        app.key("4")
        wait_for_codes(article, "concern", "outcome")
        app.key("ctrl+z")
        wait_for_codes(article, "concern")
        app.key("ctrl+shift+z")
        wait_for_codes(article, "concern", "outcome")

        # Recode the current one, be unsure of it, go to the other and remove it, and take that back.
        app.key("1", "u")
        wait_for_codes(article, "concern", "position")
        app.key("shift+Tab")
        app.key("x")
        wait_for_codes(article, "position")
        app.key("ctrl+z")
        wait_for_codes(article, "concern", "position")

        # Save what was just typed: nothing is lost by quitting at once.
        app.key("shift+Tab", "shift+Tab", "Tab", "n")
        wait_for("the keyboard in the note", lambda: app.has_focus(note))
        app.type("Typed last.")
        app.key("ctrl+q")
        app.wait_for_end()

    check(article.read_bytes() == bytes_before, "the article was changed")
    quotes = check_slices(article, CODER)
    check(sorted(quotes) == sorted([FIRST, SECOND]), f"quotes are {quotes}")
    items = {get_bodies(item)["tagging"]: get_bodies(item) for item in read_items(article, CODER)}
    check(items["concern"]["actor"] == "Joe Biden 123", f"actor is {items['concern'].get('actor')}")
    check("Voiced in the lede. x u 4" in items["concern"].get("commenting", "")
          or "Voiced in the lede. x u 4" in items["position"].get("commenting", ""), f"the note is lost: {items}")
    check(any("Typed last." in bodies.get("commenting", "") for bodies in items.values()), "what was typed last is lost")
    check(items["position"].get("certainty") == "unsure", "the doubt is lost")

    # What is there is there again.
    with App(home, "--coder", CODER, article) as app:
        app.wait_for_window("rafah.txt")
        stamp = (home / "rafah.txt.maria.postil.json").stat().st_mtime_ns
        wait_for("both rows", lambda: len(app.find_all("list item", lambda name: name.startswith(("Concern: ", "Position: ")))) == 2)
        app.key("ctrl+w")
        app.wait_for_end()
        check((home / "rafah.txt.maria.postil.json").stat().st_mtime_ns == stamp, "unchanged work was written again")


run("drive-main-job", test)
