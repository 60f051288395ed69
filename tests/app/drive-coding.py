#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole coding task by keyboard alone, read through AT-SPI alone: the sample article with
twelve passages, actors, notes, three links, a border, a merge; all of it undone and done again,
also after a restart with another article in between. Then the codebook and "tag all"."""

import json
import shutil
import time

from drive import App, Atspi, SOURCE, check, check_slices, get_bodies, read_items, run, sidecar, wait_for

CODER = "maria"
PASSAGES = [  # quote, key, label, actor, note
    ("deep concern over Israel's proposed ground invasion of Rafah", "2", "Concern", "Joe Biden", "In the lede."),
    ("the necessity of the operation to dismantle Hamas battalions", "1", "Position", "Benjamin Netanyahu", None),
    ("agreed to dispatch an Israeli delegation to Washington", "3", "Concession", "Benjamin Netanyahu", None),
    ("growing rift between the U.S. and Israel", "4", "Outcome", None, None),
    ("call for a halt to the planned invasion", "1", "Position", "Joe Biden", None),
    ("fears of exacerbating the humanitarian crisis in Gaza", "2", "Concern", "Joe Biden", "The reason for the call."),
    ("demanding that Israel present a plan", "1", "Position", "White House", None),
    ("a ground invasion of Rafah is essential for Israel's security", "1", "Position", "Benjamin Netanyahu", None),
    ("the risk of international condemnation", "2", "Concern", None, None),
    ("acquiesced to Biden's request", "3", "Concession", "Benjamin Netanyahu", None),
    ("could pave the way for de-escalation", "4", "Outcome", None, "Awaited."),
    ("avert further conflict in Gaza", "4", "Outcome", None, None),
]
ROWS = ("Position: ", "Concern: ", "Concession: ", "Outcome: ")


def get_rows(app):
    return [node.get_name() for node in app.find_all("list item", lambda name: name.startswith(ROWS))]


def count_of(app, label):
    """How many the codes pane says there are."""
    name = app.find("list item", lambda name: name.startswith(f"{label}, key ")).get_name()
    return int(name.split(", ")[-1].split()[0])


def total(app):
    return sum(count_of(app, label[:-2]) for label in ROWS)


def wait_for_total(app, number, patience=30.0):
    wait_for(f"{number} annotations", lambda: total(app) == number, patience)


def select(app, view, words):
    """By finding them: what is found is selected, and stays so in the article."""
    app.key("ctrl+f")
    entry = app.find("entry", "Find in the article")
    wait_for("the keyboard in the find bar", lambda: app.has_focus(entry) or any(map(app.has_focus, app.walk(entry))))
    app.key("ctrl+a")
    app.type(words)

    def is_selected():
        if Atspi.Text.get_n_selections(view) != 1:
            return False
        place = Atspi.Text.get_selection(view, 0)
        return Atspi.Text.get_text(view, place.start_offset, place.end_offset) == words

    wait_for(f"“{words}” to be selected", is_selected)
    app.key("Escape")
    wait_for("the keyboard back in the article", lambda: app.has_focus(view))


def fill(app, view, key, name, text, end):
    app.key(key)
    field = app.find("text", name)
    wait_for(f"the keyboard in “{name}”", lambda: app.has_focus(field))
    app.type(text)
    app.key(end)
    wait_for("the keyboard back in the article", lambda: app.has_focus(view))


def code_passages(app, view):
    for number, (quote, key, label, actor, note) in enumerate(PASSAGES, 1):
        select(app, view, quote)
        app.key(key)
        wait_for_total(app, number)
        if actor:
            fill(app, view, "a", "Actor", actor, "Return")
        if note:
            fill(app, view, "n", "Note", note, "ctrl+Return")
        wait_for(
            f"the row of “{quote}”",
            lambda: any(row.startswith(f"{label}: ") and quote in row and (actor or "") in row for row in get_rows(app)),
        )


def link(app, view, start, end):
    """From one passage to another, counted in the order of the text; the first kind is taken."""
    app.key("ctrl+Home")
    app.key(*["Tab"] * (start + 1))
    app.key("l")
    wait_for("the link bar", lambda: app.find_all(name=lambda name: name.startswith("Link from ")))
    app.key(*(["Tab"] * (end - start) if end > start else ["shift+Tab"] * (start - end)))
    app.key("Return")
    wait_for("the kinds of link", lambda: app.find_all("menu item") or app.find_all("push button", "Responds to"))
    time.sleep(0.2)
    app.key("Return")
    wait_for("the keyboard back in the article", lambda: app.has_focus(view))


def items_of(article):
    return sorted(read_items(article, CODER), key=lambda item: item["id"])


def links_of(article):
    return [item for item in read_items(article, CODER) if item["motivation"] == "linking"]


def code_sample(app, article):
    view = app.article()
    wait_for("the keyboard in the article", lambda: app.has_focus(view))
    code_passages(app, view)
    for number, ends in enumerate([(2, 0), (9, 5), (10, 9)], 1):
        link(app, view, *ends)
        wait_for(f"{number} links", lambda: len(links_of(article)) == number)

    # One border: "growing rift …" grows to the word before it, live, and is said to be so.
    app.key("ctrl+Home", "Tab", "Tab", "Tab", "Tab", "bracketleft", "ctrl+Left", "Return")
    wait_for("the longer row", lambda: any("the growing rift between" in row for row in get_rows(app)))

    # One merge: the same code over a part of what bears it already.
    select(app, view, "a plan that minimizes civilian casualties")
    app.key("1", "m")
    wait_for("the merged row", lambda: any("present a plan that minimizes civilian" in row for row in get_rows(app)))
    check(total(app) == len(PASSAGES), "a merge added an annotation")
    return view


def undo_all(app, article):
    """As often as there is something to undo; the number of steps."""
    steps = 0
    while total(app) > 0:
        app.key("ctrl+z")
        steps += 1
        check(steps < 200, "undo does not come to an end")
    return steps


def test_sample(home):
    folder = home / "articles"
    folder.mkdir()
    article = folder / "rafah.txt"
    other = folder / "b.txt"
    shutil.copy(SOURCE / "data/rafah.txt", article)
    other.write_text("Another article.\n", encoding="utf-8")

    with App(home, "--coder", CODER, article) as app:
        app.wait_for_window("rafah.txt")
        view = code_sample(app, article)
        app.key("ctrl+s")
        wait_for("the merge in the file", lambda: any("minimizes" in quote for quote in check_slices(article, CODER)))
        done = items_of(article)
        steps = undo_all(app, article)
        check(steps >= len(PASSAGES) * 2, f"only {steps} steps")
        wait_for("an empty file", lambda: not read_items(article, CODER))
        app.key(*["ctrl+shift+z"] * steps)
        wait_for_total(app, len(PASSAGES))
        app.key("ctrl+s")
        wait_for("all of it again", lambda: items_of(article) == done)

        # The last passage is deleted, and the app ended.
        app.key("ctrl+End", "shift+Tab", "x")
        wait_for_total(app, len(PASSAGES) - 1)
        app.key("ctrl+q")
        app.wait_for_end()

    # Restart, with another article first, and from there to the first by the palette.
    with App(home, "--coder", CODER, other) as app:
        app.wait_for_window("b.txt")
        app.find("text", "Article text")
        app.key("ctrl+k")
        wait_for("the palette", lambda: app.find_all("list", "Commands"))
        app.type("rafah")
        wait_for("the article in the palette", lambda: app.find_all("list item", "rafah.txt, Article"))
        app.key("Return")
        app.wait_for_window("rafah.txt")
        wait_for_total(app, len(PASSAGES) - 1)
        view = app.article()
        wait_for("the keyboard in the article", lambda: app.has_focus(view))
        app.key("ctrl+z")
        wait_for_total(app, len(PASSAGES))
        app.key("ctrl+s")
        wait_for("what was deleted", lambda: items_of(article) == done)

        # The history goes back to the beginning in one go, and forth again.
        app.key("ctrl+h")
        app.key("End")  # newer GTK makes the rows that are seen, and few more
        beginning = app.find("list item", lambda name: name.startswith("Before all of this"))
        check(len([node for node in app.walk(beginning.get_parent())]) > steps, "the history is too short")
        app.key("End", "Return")
        wait_for_total(app, 0)
        app.key("ctrl+q")
        app.wait_for_end()
    check(sorted(check_slices(article, CODER)) == [], "the history did not go back")


def press(app, name):
    """A button, as a screen reader presses it."""
    button = app.find("push button", name)
    wait_for(f"“{name}” to be possible", lambda: button.get_state_set().contains(Atspi.StateType.SENSITIVE))
    button.get_action_iface().do_action(0)


def test_codebook(home):
    articles = [home / name for name in ("a.txt", "b.txt")]
    for article in articles:
        article.write_text("They worry. They insist.\n", encoding="utf-8")
        with App(home, "--coder", CODER, article) as app:
            app.wait_for_window(article.name)
            view = app.article()
            wait_for("the keyboard in the article", lambda: app.has_focus(view))
            app.key("s", "2", "Right", "Right", "s", "1")
            wait_for_total(app, 2)
            app.key("ctrl+q")
            app.wait_for_end()
    shutil.copy(sidecar(articles[1], CODER), sidecar(articles[1], "jonas"))
    others = sidecar(articles[1], "jonas").read_bytes()

    # GTK 4.8 warns of its own blinking cursor where a window goes while an entry has the keyboard.
    with App(home, "--coder", CODER, articles[0], environment={"G_DEBUG": "fatal-criticals"}) as app:
        app.wait_for_window("a.txt")
        view = app.article()
        wait_for("the keyboard in the article", lambda: app.has_focus(view))
        app.key("ctrl+Home", "ctrl+b")
        rows = lambda: app.find_all("list item", lambda name: name.startswith("Concern, key 2, 2 annotations in 2 articles"))
        wait_for("the keyboard on the code", lambda: any(map(app.has_focus, rows())))
        press(app, "Merge Into…")
        app.find("label", "Merge")
        app.go_to("push button", "Merge", "Merge Merge")  # older libadwaita says it twice
        app.key("Return")
        wait_for("the preview", lambda: app.find_all(name=lambda name: "changes the codebook and 2 of your" in name))
        app.key("ctrl+Return")
        wait_for("one code for all", lambda: count_of(app, "Position") == 2)
        wait_for("the codebook", lambda: (home / "codebook.json").exists())
        codes = json.loads((home / "codebook.json").read_text(encoding="utf-8"))["hasTopConcept"]
        check([code["id"] for code in codes] == ["position", "concession", "outcome"], f"the codes are {codes}")
        wait_for(
            "the other article",
            lambda: [get_bodies(item)["tagging"] for item in read_items(articles[1], CODER)] == ["position", "position"],
        )
        check(sidecar(articles[1], "jonas").read_bytes() == others, "another coder's file was changed")

        # One step: undone here, it is undone there.
        wait_for("the keyboard back in the article", lambda: app.has_focus(view))
        app.key("ctrl+z")
        wait_for("both codes", lambda: count_of(app, "Concern") == 1)
        wait_for(
            "the other article as it was",
            lambda: [get_bodies(item)["tagging"] for item in read_items(articles[1], CODER)] == ["concern", "position"],
        )
        check(not (home / "codebook.json").exists(), "the codebook is still there")

        # A code that cannot be: said in an alert, and nothing is changed.
        app.key("ctrl+b")
        app.find("list item", lambda name: name.startswith("Concern, key 2, 2 annotations"))
        app.key("Insert")
        wait_for("the new code", lambda: app.find_all("list item", lambda name: name.startswith("New Code")))
        app.type("Doubt")
        wait_for("its label", lambda: app.find_all("list item", lambda name: name.startswith("Doubt, ")))
        app.key("Tab")
        app.key("1")
        wait_for("the refusal", lambda: any("same key" in node.get_name() for node in app.find_all("alert")))
        app.key("BackSpace", "5")
        app.key("ctrl+Return")
        wait_for("the new code in the window", lambda: app.find_all("list item", lambda name: name.startswith("Doubt, key 5")))

        # What one marked is an example by a key.
        wait_for("the keyboard back in the article", lambda: app.has_focus(view))
        app.key("ctrl+Home", "e")
        wait_for("the example", lambda: "They worry." in (home / "codebook.json").read_text(encoding="utf-8"))
        app.key("ctrl+q")
        app.wait_for_end()


def test_tag_all(home):
    number = 2000
    article = home / "many.txt"
    article.write_text("Café and tea. " * number, encoding="utf-8")
    with App(home, "--coder", CODER, article) as app:
        app.wait_for_window("many.txt")
        view = app.article()
        wait_for("the keyboard in the article", lambda: app.has_focus(view))
        app.key("ctrl+f")
        app.type("cafe")
        wait_for("the matches", lambda: app.find_all("entry", "Find in the article")[0].get_description() == f"1 of {number}")
        app.key("ctrl+shift+t")
        app.find("push button", f"Tag {number} Passages")
        for keys, expected, what in (
            ("ctrl+Return", number, "tag all"),
            ("ctrl+z", 0, "undo"),
            ("ctrl+shift+z", number, "redo"),
        ):
            started = time.monotonic()
            app.key(keys)
            wait_for(what, lambda: count_of(app, "Position") == expected, 10)
            seconds = time.monotonic() - started
            print(f"{what} of {number}: {seconds:.2f} s with asking for it")
            wait_for("the keyboard in the article", lambda: app.has_focus(view))
        app.key("ctrl+q")
        app.wait_for_end()
    check(len(check_slices(article, CODER)) == number, "not all of it is in the file")


run("drive-coding-sample", test_sample)
run("drive-coding-codebook", test_codebook)
run("drive-coding-tag-all", test_tag_all)
