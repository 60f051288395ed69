#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the window narrow and wide again, in one jump each: nothing is complained of (a warning ends
the app here), and the article is drawn after each, not left blank."""

import pathlib
import shutil
import subprocess
import tempfile
import time

from drive import App, SOURCE, read_items, run, wait_for


def n_colours(app):
    """A blank window has a handful."""
    with tempfile.TemporaryDirectory() as folder:
        picture = pathlib.Path(folder) / "window.png"
        # Of the window itself this would wait for ever, were it gone.
        subprocess.run(["import", "-window", "root", str(picture)], check=True)
        left, top = app.geometry()
        return int(subprocess.run(["convert", str(picture), "-crop", f"260x360+{left + 20}+{top + 80}", "-format", "%k", "info:"],
                                  check=True, capture_output=True, text=True).stdout)


def test(home):
    article = home / "rafah.txt"
    shutil.copy(SOURCE / "data/rafah.txt", article)
    for _ in range(3):
        with App(home, "--coder", "maria", article) as app:
            app.wait_for_window(article.name)
            view = app.article()
            wait_for("the keyboard in the article", lambda: app.has_focus(view))
            if not read_items(article, "maria"):
                app.key("p", "2")
                wait_for("the annotation", lambda: read_items(article, "maria"))
            for size in ((360, 640), (1100, 700), (360, 640), (700, 500), (360, 640)):
                subprocess.run(["xdotool", "windowsize", "--sync", app.window, *map(str, size)], check=True)
                time.sleep(0.4)
                assert app.process.poll() is None, f"the app ended at {size} with {app.process.poll()}"
                wait_for(f"the article at {size}", lambda: n_colours(app) > 20)
            app.key("ctrl+q")
            app.wait_for_end()


run("drive-narrow", test)
