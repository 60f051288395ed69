#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Flatpak, installed for this user, in its sandbox with the real portals. build-aux/test-flatpak
builds and installs it, and runs this under a display and a session bus of its own.

An article opened alone, as a file manager opens it: marked, kept, nothing written beside it. A copy
saved through the file dialog's portal. Then its folder, granted through the same dialog: what was
kept stands beside the article, and what is marked next goes there at once."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "app"))
from drive import SOURCE, App, Atspi, check, check_slices, read_items, run, wait_for  # noqa: E402

ID = "org.postil.Postil"
CODER = "maria"


def sandboxed(*arguments, command="postil"):
    return ["flatpak", "run", "--user", f"--command={command}", "--file-forwarding", ID, *map(str, arguments)]


class Sandboxed(App):
    """HOME and what follows from it are the sandbox's own; the app is another program's child."""

    def __init__(self, home, *arguments):
        self.home = home
        environment = dict(os.environ, GTK_A11Y="atspi", G_DEBUG="fatal-warnings", LC_ALL="C.UTF-8")
        self.process = subprocess.Popen(sandboxed(*arguments), env=environment)
        self.window = None

    def accessible(self):
        """The one that there is: what it says of its process is true in the sandbox only."""
        desktop = Atspi.get_desktop(0)
        found = [desktop.get_child_at_index(i) for i in range(desktop.get_child_count())]
        return next((child for child in found if child is not None and "ostil" in child.get_name()), None)

    def __exit__(self, kind, *_):
        super().__exit__(kind)
        subprocess.run(["flatpak", "kill", ID], capture_output=True, check=False)


def rows(app, start):
    return app.find_all("list item", lambda name: name.startswith(start))


def mark(app, key, label):
    view = app.article()
    wait_for("the keyboard in the article", lambda: app.has_focus(view))
    app.key("s", key)
    wait_for("the mark", lambda: rows(app, f"{label}: "))
    wait_for("it to be saved", lambda: app.find_all("label", f"{CODER} · saved"))


def check_permissions():
    shown = subprocess.run(["flatpak", "info", "--user", "--show-permissions", ID], check=True, capture_output=True, text=True).stdout
    asked = dict(line.split("=", 1) for line in shown.splitlines() if "=" in line)
    # flatpak counts x11 to what falls back to it.
    asked["sockets"] = ";".join(sorted(set(asked.get("sockets", "").split(";")) - {"", "x11"}))
    check(asked == {"shared": "ipc;", "sockets": "fallback-x11;wayland", "devices": "dri;"}, f"the permissions are {shown}")


def check_twin(article):
    result = subprocess.run(sandboxed("text", "@@", article, "@@", command="postil-cli"), capture_output=True, check=False)
    check(result.returncode == 0, f"postil-cli text ended with {result.returncode}: {result.stderr.decode()}")
    check(result.stdout.strip() == article.read_bytes().strip(), "postil-cli text printed something else")


def press(app, name):
    app.find("push button", name).get_action_iface().do_action(0)


def choose_in_portal(app, title, path):
    """The portal's own dialog, outside the sandbox; it is GTK 3's."""
    chooser = app.wait_for_window(title)

    def is_gone():
        found = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", f"^{title}$"], capture_output=True, text=True, check=False)
        return chooser not in found.stdout.split()

    # What is typed before there is an entry for it is lost.
    if not title.startswith("Save"):
        app.key("slash")
        time.sleep(1)
    app.key("ctrl+a")
    app.type(str(path))
    app.picture(f"flatpak-{title}")
    # The first Return may do no more than go there.
    wait_for(f"“{title}” to be over", lambda: app.key("Return") or time.sleep(0.5) or is_gone())


def test(home):
    # Both are read by flatpak, and by the portals that the bus starts.
    article = home / "articles/a.txt"
    article.parent.mkdir()
    shutil.copy(SOURCE / "data/rafah.txt", article)
    copy = home / "elsewhere/copy.postil.json"
    copy.parent.mkdir()
    kept = pathlib.Path(os.environ["HOME"]) / ".var/app" / ID / "data/postil/store"

    check_permissions()
    check_twin(article)
    with Sandboxed(home, "--coder", CODER, "@@u", article.as_uri(), "@@") as app:
        app.wait_for_window("a.txt")
        view = app.article()
        wait_for("the keyboard in the article", lambda: app.has_focus(view))
        app.key("ctrl+Home")
        mark(app, "2", "Concern")
        app.picture("flatpak-alone")
        check([path.name for path in article.parent.iterdir()] == ["a.txt"], f"written beside it: {os.listdir(article.parent)}")
        check(len(list(kept.iterdir())) == 1, "it is not kept")

        press(app, "Save a Copy…")
        choose_in_portal(app, "Save a Copy of the Annotations", copy)
        wait_for("the copy", lambda: copy.exists() and json.loads(copy.read_text(encoding="utf-8"))["total"] == 1)
        app.wait_for_window("a.txt")

        press(app, "Open Folder…")
        choose_in_portal(app, "Open a Folder", article.parent)
        wait_for("what was kept beside the article", lambda: len(read_items(article, CODER)) == 1)
        app.wait_for_window("a.txt")
        wait_for("it to count as opened alone no more", lambda: not app.find_all("push button", "Save a Copy…"))
        app.picture("flatpak-folder")
        app.key("ctrl+q")
        app.wait_for_end()
    check(len(check_slices(article, CODER)) == 1, "the quote is another")
    check(sorted(os.listdir(article.parent)) == ["a.txt", f"a.txt.{CODER}.postil.json"], f"in the folder: {os.listdir(article.parent)}")
    check(not list(kept.iterdir()), "it is kept twice")


run("drive-flatpak", test)
