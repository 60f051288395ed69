#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sample article coded by somebody who does not see the screen: keys go in, and all that comes
out is AT-SPI: what is said unasked, what has the keyboard, texts, carets, names and descriptions.
Neither a picture nor a file is looked at before all is done."""

import shutil

from drive import App, Atspi, DriveError, Ears, SOURCE, check, check_slices, get_bodies, get_role, read_items, run, wait_for

CODER = "maria"
PASSAGES = [  # quote, label, actor, note
    ("deep concern over Israel's proposed ground invasion of Rafah", "Concern", "Joe Biden", "In the lede."),
    ("the necessity of the operation to dismantle Hamas battalions", "Position", "Benjamin Netanyahu", None),
    ("agreed to dispatch an Israeli delegation to Washington", "Concession", "Benjamin Netanyahu", None),
    ("growing rift between the U.S. and Israel", "Outcome", None, None),
    ("call for a halt to the planned invasion", "Position", "Joe Biden", None),
    ("fears of exacerbating the humanitarian crisis in Gaza", "Concern", "Joe Biden", "The reason for the call."),
    ("demanding that Israel present a plan", "Position", "White House", None),
    ("a ground invasion of Rafah is essential for Israel's security", "Position", "Benjamin Netanyahu", None),
    ("the risk of international condemnation", "Concern", None, None),
    ("acquiesced to Biden's request", "Concession", "Benjamin Netanyahu", None),
    ("could pave the way for de-escalation", "Outcome", None, "Awaited."),
    ("avert further conflict in Gaza", "Outcome", None, None),
]
LINKS = [(2, 0), (9, 5), (10, 9)]
MERGED = "a plan that minimizes civilian casualties"
SPOKEN_CHARS = 39  # of a quote, when an annotation is said


def spoken(quote):
    return quote[:SPOKEN_CHARS]


def read(node):
    return Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))


class Coder:
    """Knows keys and what was heard, and nothing else."""

    def __init__(self, app):
        self.app = app
        self.ears = Ears(app)
        self.view = app.article()
        self.wait_for_article()
        self.text = read(self.view)
        self.hint = self.view.get_description()
        self.keys = {}
        # "Concern, key 2, 0 annotations"
        for node in app.find_all("list item", lambda name: ", key " in name):
            label, key, _ = node.get_name().split(", ", 2)
            self.keys[label] = key.removeprefix("key ")

    def wait_for_keyboard(self, name, role="text"):
        """What came to have the keyboard, as the event said."""

        def find():
            self.ears.listen()
            node = self.ears.focus
            return node if node is not None and node.get_name() == name and get_role(node) == role else None

        try:
            return wait_for(f"the keyboard in “{name}”", find, 10)
        except DriveError as error:
            node = self.ears.focus
            raise DriveError(f"{error}; it is in {get_role(node)} “{node.get_name()}”") from None

    def wait_for_menu(self):
        """The kind of link that has the keyboard."""

        def find():
            self.ears.listen()
            node = self.ears.focus
            return node.get_name() if node is not None and get_role(node) == "menu item" else None

        return wait_for("the keyboard on a kind of link", find, 10)

    def wait_for_article(self):
        wait_for("the keyboard in the article", lambda: self.app.has_focus(self.view))

    def press(self, *keys):
        """What was said before is not what is said of these."""
        self.ears.forget()
        self.app.key(*keys)

    def selected(self):
        if Atspi.Text.get_n_selections(self.view) != 1:
            return ""
        place = Atspi.Text.get_selection(self.view, 0)
        return Atspi.Text.get_text(self.view, place.start_offset, place.end_offset)

    def count(self):
        """All annotations, as the codes pane says."""

        def names():
            found = [node.get_name() for node in self.app.find_all("list item", lambda name: ", key " in name)]
            return found if len(found) == len(self.keys) else None

        # What is looked at may go while one looks.
        return sum(int(name.split(", ")[-1].split()[0]) for name in wait_for("all codes", names))

    # Doing

    def find(self, words):
        self.press("ctrl+f")
        wait_for("the keyboard in the find bar", lambda: any(map(self.app.has_focus, self.app.walk(
            self.app.find("entry", "Find in the article")))))
        self.press("ctrl+a")
        self.app.type(words)
        self.ears.hear("1 of 1", words)
        self.app.key("Escape")
        self.wait_for_article()
        check(self.selected() == words, f"selected is “{self.selected()}”")

    def walk_to(self, words):
        """With the caret alone, which is asked for after each step."""
        start = self.text.index(words)
        self.app.key("ctrl+Home")
        paragraph = self.text.rfind("\n", 0, start) + 1
        for _ in range(200):
            at = Atspi.Text.get_caret_offset(self.view)
            if at == start:
                break
            if at < paragraph:
                self.app.key("Down")
            else:
                self.app.key("ctrl+Right" if at < start - 12 else "Right" if at < start else "Left")
        check(Atspi.Text.get_caret_offset(self.view) == start, "the caret does not get there")
        for _ in range(40):
            if len(self.selected()) >= len(words):
                break
            self.app.key("ctrl+shift+Right")
        check(self.selected() == words, f"selected is “{self.selected()}”")
        # Beside it the codes are offered, each with its key.
        for label, key in self.keys.items():
            wait_for(
                f"“{label}” with its key",
                lambda: any(node.get_description() == f"key {key}" for node in self.app.find_all("push button", label)),
                10,
            )

    def tag(self, quote, label):
        self.press(self.keys[label])
        sentence = self.ears.hear(label, spoken(quote))
        self.check_orca_speaks(sentence)

    def check_orca_speaks(self, sentence):
        """Orca 43, of Debian 12, does not speak the status bar."""
        wait_for(f"“{sentence}” as what the article is described by",
                 lambda: self.ears.listen() or self.ears.has_event or sentence in self.ears.described, 10)

    def fill(self, key, name, text, end):
        self.press(key)
        field = self.wait_for_keyboard(name)
        # What was said of the article last is not what it is described by when one comes back.
        wait_for("the article described as before", lambda: self.view.get_description() == self.hint, 10)
        self.app.type(text)
        wait_for(f"“{text}” in “{name}”", lambda: read(field) == text, 10)
        self.app.key(end)
        self.wait_for_article()

    def group_of(self, name):
        """What the field is about: the group around it says so."""
        node = self.app.find("text", name)
        while node is not None and node.get_name() != "Current annotation":
            node = node.get_parent()
        check(node is not None, f"“{name}” is in no group")
        return node.get_description()

    def go_to(self, number):
        """To the passage of this number, by Tab; each on the way is said."""
        self.press("ctrl+Home")
        for quote, label, actor, _ in PASSAGES[: number + 1]:
            self.press("Tab")
            self.check_orca_speaks(self.ears.hear(label, spoken(quote), actor or ""))

    def link(self, start, end):
        self.go_to(start)
        self.press("l")
        self.ears.hear("Link from", spoken(PASSAGES[start][0]), "press Return")
        step = 1 if end > start else -1
        for number in range(start + step, end + step, step):
            self.press("Tab" if step > 0 else "shift+Tab")
            self.ears.hear(PASSAGES[number][1], spoken(PASSAGES[number][0]))
        self.press("Return")
        kind = self.wait_for_menu()
        self.press("Return")
        self.ears.hear("Linked")
        self.wait_for_article()
        # The end that one is at lists the link, and says of what kind it is.
        ends = [node.get_name() for node in self.app.find_all("list item", lambda name: kind in name)]
        check(any(spoken(PASSAGES[start][0])[:20] in name for name in ends), f"the links are {ends}")

    def move_border(self):
        self.go_to(3)
        self.press("bracketleft")
        self.ears.hear("Start of the passage", "Escape")
        self.press("ctrl+Left")
        self.ears.hear("the")
        # One too many, and the same word once more on the way back.
        self.press("Left")
        self.ears.hear("the")
        self.press("Right")
        self.ears.hear("the")
        self.press("Return")
        self.ears.hear("Outcome", "the growing rift between")

    def merge(self):
        self.find(MERGED)
        self.press(self.keys["Position"])
        sentence = self.ears.hear("Position", "already marks", "Merge")
        self.press(sentence.rstrip(".").split()[-1].lower())
        self.ears.hear("Position", "demanding that Israel present")


def code_sample(coder):
    for number, (quote, label, actor, note) in enumerate(PASSAGES, 1):
        if number % 6 == 3:
            coder.walk_to(quote)
        else:
            coder.find(quote)
        coder.tag(quote, label)
        check(coder.count() == number, "the codes pane counts otherwise")
        if actor:
            coder.fill("a", "Actor", actor, "Return")
            check(spoken(quote) in coder.group_of("Actor"), f"the actor is that of “{coder.group_of('Actor')}”")
        if note:
            coder.fill("n", "Note", note, "ctrl+Return")
    for ends in LINKS:
        coder.link(*ends)
    coder.move_border()
    coder.merge()
    check(coder.count() == len(PASSAGES), "a merge added an annotation")


def undo_and_redo(coder):
    """All of it, back and forth; each step says what it was."""
    undone = []
    while coder.count() > 0:
        check(len(undone) < 100, "undo does not come to an end")
        coder.press("ctrl+z")
        undone.append(coder.ears.hear("Undone: ").split("Undone: ", 1)[1])
    # Tags, actors, notes, links, the border, the merge.
    expected = len(PASSAGES) + sum((actor is not None) + (note is not None) for _, _, actor, note in PASSAGES) + len(LINKS) + 2
    check(len(undone) == expected, f"{len(undone)} steps instead of {expected}: {undone}")
    for step in reversed(undone):
        coder.press("ctrl+shift+z")
        coder.ears.hear(f"Done again: {step}")
    check(coder.count() == len(PASSAGES), "not all of it was done again")


def check_file(article):
    """What was heard is what was written."""
    items = read_items(article, CODER)
    passages = sorted(
        (item for item in items if item["motivation"] != "linking"),
        key=lambda item: next(s["start"] for s in item["target"]["selector"] if s["type"] == "TextPositionSelector"),
    )
    check(len(passages) == len(PASSAGES), f"{len(passages)} passages in the file")
    check(len(items) - len(passages) == len(LINKS), f"{len(items) - len(passages)} links in the file")
    quotes = check_slices(article, CODER)
    check(any(quote.startswith("the growing rift") for quote in quotes), "the border is where it was")
    check(any("present a plan that minimizes civilian casualties" in quote for quote in quotes), "nothing was merged")
    for item, (quote, label, actor, note) in zip(passages, PASSAGES):
        bodies = get_bodies(item)
        check(bodies["tagging"] == label.lower(), f"“{quote}” bears {bodies}")
        check(bodies.get("actor") == actor, f"the actor of “{quote}” is {bodies.get('actor')}")
        check(bodies.get("commenting") == note, f"the note of “{quote}” is {bodies.get('commenting')}")


def test(home):
    article = home / "rafah.txt"
    shutil.copy(SOURCE / "data/rafah.txt", article)
    with App(home, "--coder", CODER, article) as app:
        app.wait_for_window("rafah.txt")
        coder = Coder(app)
        code_sample(coder)
        undo_and_redo(coder)
        # Once more from the beginning: who said it is heard, too.
        coder.go_to(2)
        app.key("ctrl+q")
        app.wait_for_end()
    check_file(article)


run("drive-reader", test)
