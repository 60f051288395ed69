#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a sync service leaves beside the annotations is offered, merged by a button, undone by a
key, and gone from the folder only then; and what another program changed is listed."""

import json
import shutil

from drive import App, SOURCE, check, get_bodies, read_items, run, sidecar, wait_for

CODER = "maria"


def codes(article):
    return sorted(get_bodies(item)["tagging"] for item in read_items(article, CODER))


def add_item(path, text, quote, code, number):
    """Another computer's version of the sidecar: one passage more."""
    data = json.loads(path.read_text(encoding="utf-8"))
    start = text.index(quote)
    item = json.loads(json.dumps(data["first"]["items"][0]))
    item["id"] = f"urn:uuid:00000000-0000-4000-8000-{number:012}"
    item["body"] = [{"type": "TextualBody", "purpose": "tagging", "value": code}]
    item["target"]["selector"] = [
        {"type": "TextPositionSelector", "start": start, "end": start + len(quote)},
        {"type": "TextQuoteSelector", "exact": quote, "prefix": text[max(0, start - 32) : start],
         "suffix": text[start + len(quote) : start + len(quote) + 32]},
    ]
    data["first"]["items"].append(item)
    data["total"] += 1
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def banner(app, start):
    return app.find_all("label", lambda name: name.startswith(start))


def test(home):
    article = home / "rafah.txt"
    shutil.copy(SOURCE / "data/rafah.txt", article)
    text = article.read_text(encoding="utf-8")
    path = sidecar(article, CODER)
    copy = path.with_name("rafah.txt.maria.postil (conflicted copy 2026-11-23 101500).json")

    with App(home, "--coder", CODER, article) as app:
        app.wait_for_window("rafah.txt")
        view = app.article()
        wait_for("the keyboard in the article", lambda: app.has_focus(view))
        app.key("s", "2")
        wait_for("the first in the sidecar", lambda: codes(article) == ["concern"])

        # It comes while the article is open.
        copy.write_text(add_item(path, text, "a ground invasion of Rafah is essential", "position", 1), encoding="utf-8")
        wait_for("the offer", lambda: banner(app, "A sync service kept a second version"))
        check(codes(article) == ["concern"] and copy.exists(), "merged without being asked")
        app.picture("copies-offered")
        app.find("push button", "Merge").get_action_iface().do_action(0)
        wait_for("both in the sidecar", lambda: codes(article) == ["concern", "position"])
        wait_for("the copy gone", lambda: not copy.exists())
        wait_for("what was merged", lambda: banner(app, "1 other version was merged"))
        wait_for("the offer gone", lambda: not [node for node in banner(app, "A sync service kept") if app.is_showing(node)])
        app.picture("copies-merged")

        # A step like any other.
        app.key("ctrl+z")
        wait_for("one again", lambda: codes(article) == ["concern"])
        app.key("ctrl+shift+z")
        wait_for("both again", lambda: codes(article) == ["concern", "position"])

        # Another program writes into the sidecar itself.
        path.write_text(add_item(path, text, "humanitarian crisis", "outcome", 2), encoding="utf-8")
        wait_for("what it changed", lambda: [node for node in banner(app, "Another program changed") if "humanitarian crisis" in node.get_name()])
        wait_for("three in the list", lambda: len(app.find_all("list item", lambda name: name.startswith(("Concern: ", "Position: ", "Outcome: ")))) == 3)
        app.picture("outside-change")
        app.key("ctrl+q")
        app.wait_for_end()


run("drive-copies", test)
