#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a screen reader meets: the article's text to the letter, a name on every control, the
annotations as list items with code, quote and actor, errors as alerts."""

import re
import shutil

from drive import App, Atspi, SOURCE, check, get_role, run, wait_for, xdotool

CONTROLS = {"push button", "toggle button", "text", "entry", "combo box", "check box", "switch", "list", "slider", "spin button"}


def is_on_screen(node):
    place = node.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
    return place.width > 0 and place.height > 0


def check_class_names(app, where):
    """GTK gives a nameless thing the name of its class. Orca speaks that of what labels a button, and of
    what has the keyboard and all around it."""
    spoken = []
    for node in app.walk():
        if get_role(node) in {"push button", "toggle button"} and is_on_screen(node):
            spoken += [relation.get_target(i) for relation in node.get_relation_set() for i in range(relation.get_n_targets())
                       if relation.get_relation_type() == Atspi.RelationType.LABELLED_BY]
        if app.has_focus(node):
            while node is not None:
                spoken += [node] if get_role(node) != "filler" else []
                node = node.get_parent()
    classes = {node.get_name() for node in spoken if re.match("(Gtk|Adw|Postil)[A-Z]", node.get_name())}
    check(not classes, f"{where}: called by their classes: {classes}")


def check_names(app, where):
    check_class_names(app, where)
    nameless = []
    for node in app.walk():
        states = node.get_state_set()
        if get_role(node) not in CONTROLS or not states.contains(Atspi.StateType.VISIBLE):
            continue
        inside = node.get_parent()
        # The text in an entry and the button in a menu button are named by what holds them. GTK
        # gives a nameless thing the name of its class.
        names = [node.get_name(), inside.get_name() if inside is not None else ""]
        if all(name == "" or name.startswith(("Gtk", "Adw", "Postil")) for name in names):
            nameless.append(f"{get_role(node)} in {get_role(inside)} “{inside.get_name()}”")
    check(not nameless, f"{where}: without a name: {nameless}")


def check_tour(app):
    """Each step of the first minute waits for what it asks for, and is said aloud."""
    def step(start):
        wait_for(f"“{start}…”", lambda: any(node.get_name().startswith(start) for node in app.find_all("alert")))

    view = app.article()
    wait_for("the keyboard in the article", lambda: app.has_focus(view))
    step("First steps, 1 of 4")
    check_names(app, "the tour")
    app.picture("tour")
    app.key("ctrl+Home", "s")
    step("2 of 4")
    app.key("2")
    step("3 of 4")
    app.key("a")
    app.type("Biden")
    app.key("Return")
    step("4 of 4")
    app.find("push button", "End the Tour").get_action_iface().do_action(0)
    wait_for("the end of the tour", lambda: not app.find_all("push button", "End the Tour"))


def test(home):
    article = home / "a.txt"
    text = "Café ☕ said:\n\n“We insist,” said Ana 👩‍👩‍👧. They worry.\n"
    article.write_text(text, encoding="utf-8")
    sample = home / "rafah.txt"
    shutil.copy(SOURCE / "data/rafah.txt", sample)

    # Settings that outlast the app.
    keyfile = {"GSETTINGS_BACKEND": "keyfile"}
    with App(home, environment=keyfile) as app:
        app.wait_for_window("Postil")
        app.find("push button", "Open an Article…")
        app.find("push button", "Try the Sample Article")
        check_names(app, "the empty window")

        # The sample is copied to where it can be marked, and opens in this very window.
        app.find("push button", "Try the Sample Article").get_action_iface().do_action(0)
        app.wait_for_window("rafah.txt")
        copy = home / "data/Postil/rafah.txt"
        check(copy.read_bytes() == (SOURCE / "data/rafah.txt").read_bytes(), "the copy of the sample is another")
        check(len(app.find_all("frame")) == 1, "the sample opened in another window")
        check_tour(app)
        app.key("ctrl+q")
        app.wait_for_end()

    # Whoever ended it is not told again; a sample that was marked is as good as any.
    with App(home, copy, environment=keyfile) as app:
        app.wait_for_window("rafah.txt")
        app.find("list item", lambda name: name.startswith("Concern: "))
        check(not app.find_all("push button", "End the Tour"), "the tour is there again")
        app.key("ctrl+q")
        app.wait_for_end()

    with App(home, "--coder", "ana", article) as app:
        app.wait_for_window("a.txt")
        view = app.article()
        check(Atspi.Text.get_text(view, 0, -1) == text, "the article's text is another")
        check("F6" in view.get_description(), "how to leave the article is not said")
        for code in ("Position, key 1", "Concern, key 2", "Concession, key 3", "Outcome, key 4"):
            app.find("list item", lambda name, code=code: name.startswith(code))
        check_names(app, "an article")

        wait_for("the keyboard in the article", lambda: app.has_focus(view))
        app.key("ctrl+End", "ctrl+Home", "Down", "Down", "s", "1")
        row = app.find("list item", lambda name: name.startswith("Position: "))
        check("We insist" in row.get_name(), f"the row is “{row.get_name()}”")
        app.key("a")
        app.type("Ana")
        app.key("Return")
        app.find("list item", lambda name: name.startswith("Position: ") and name.endswith("Ana"))
        for name in ("Actor", "Note"):
            app.find("text", name)
        check_names(app, "an annotation")

        app.key("ctrl+f")
        app.find("entry", "Find in the article")
        check_names(app, "finding")
        app.key("Escape")

        # F6 goes round: codes, annotations, annotation, article.
        for name in ("codes", "annotations", "the annotation"):
            app.key("F6")
            wait_for(f"the keyboard to leave for {name}", lambda: not app.has_focus(view))
        app.key("F6")
        wait_for("the keyboard back in the article", lambda: app.has_focus(view))

        # All keys, on a small screen; that GTK does not warn is checked, too.
        app.key("ctrl+question")
        shown = app.wait_for_window("Keyboard Shortcuts")
        height = int(re.search("HEIGHT=(\\d+)", xdotool("getwindowgeometry", "--shell", shown)).group(1))
        check(height <= 768, f"the shortcuts are {height} pixels high")
        app.key("Escape")
        app.wait_for_window("a.txt")
        app.key("ctrl+q")
        app.wait_for_end()

    # What cannot be read is said, in a banner that is an alert, and nothing is written over.
    broken = home / "rafah.txt.ana.postil.json"
    broken.write_text("{ this is no JSON", encoding="utf-8")
    with App(home, "--coder", "ana", sample) as app:
        app.wait_for_window("rafah.txt")
        wait_for("an alert", lambda: any("rafah.txt.ana.postil.json" in node.get_name() for node in app.find_all("alert")))
        check_names(app, "an error")
        app.key("ctrl+q")
        app.wait_for_end()
    check(broken.read_text(encoding="utf-8") == "{ this is no JSON", "the broken file was written over")

    # No article at all.
    with App(home, home / "missing.txt") as app:
        app.wait_for_window("missing.txt")
        app.find(name=lambda name: "missing.txt" in name and name != "missing.txt")
        app.find("push button", "Try Again")
        app.key("ctrl+q")
        app.wait_for_end()


run("drive-accessible", test)
