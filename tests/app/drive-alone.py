#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An article that came alone through the document portal: a banner says where its annotations are
and what to do, nothing is written beside it, and in its folder they are there again."""

import shutil

from drive import App, SOURCE, check, check_slices, read_items, run, wait_for

CODER = "maria"


def rows(app):
    return app.find_all("list item", lambda name: name.startswith("Concern: "))


def open_and_mark(app):
    app.wait_for_window("a.txt")
    view = app.article()
    wait_for("the keyboard in the article", lambda: app.has_focus(view))
    app.key("ctrl+Home", "s", "2")
    wait_for("the mark", lambda: len(rows(app)) == 1)
    wait_for("it to be saved", lambda: app.find_all("label", f"{CODER} · saved"))


def test(home):
    # As a sandbox sees it: a folder that has nothing but this file, whatever stands beside it.
    alone = home / "run/doc/8f14e45f/a.txt"
    article = home / "articles/a.txt"
    for path in (alone, article):
        path.parent.mkdir(parents=True)
        shutil.copy(SOURCE / "data/rafah.txt", path)
    (home / "run").chmod(0o700)
    environment = {"XDG_RUNTIME_DIR": str(home / "run")}

    with App(home, "--coder", CODER, alone, environment=environment) as app:
        open_and_mark(app)
        wait_for("the banner", lambda: any("opened alone" in node.get_name() for node in app.find_all("alert")))
        for name in ("Open Folder…", "Save a Copy…"):
            app.find("push button", name)
        check(not any("/run/" in node.get_name() for node in app.walk()), "the portal's path is shown")
        app.key("ctrl+q")
        app.wait_for_end()
    check([path.name for path in alone.parent.iterdir()] == ["a.txt"], "something was written beside it")
    kept = list((home / "data/postil/store").iterdir())
    check(len(kept) == 1, f"kept are {kept}")

    with App(home, "--coder", CODER, article, environment=environment) as app:
        app.wait_for_window("a.txt")
        wait_for("the mark again", lambda: len(rows(app)) == 1)
        wait_for("it beside the article", lambda: len(read_items(article, CODER)) == 1)
        check(not any("opened alone" in node.get_name() for node in app.find_all("alert")), "the banner stays")
        app.key("ctrl+q")
        app.wait_for_end()
    check(len(check_slices(article, CODER)) == 1, "the quote is another")
    check(not list((home / "data/postil/store").iterdir()), "it is kept twice")


run("drive-alone", test)
