#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The article was changed under its annotations: what was found to the letter is accepted at
once and confirmed one by one, what is alike is accepted, what is gone is placed by hand or
discarded, all by keyboard; and every step can be undone."""

import hashlib
import json
import shutil

from drive import App, Atspi, SOURCE, check, check_slices, get_bodies, read_items, run, sidecar, wait_for

CODER = "maria"
EXACT = "deep concern over Israel's proposed ground invasion of Rafah"
ALIKE = "agreed to dispatch an Israeli delegation to Washington"
GONE = "highlighting the growing rift between the U.S. and Israel"


def make_annotations(article):
    text = article.read_text(encoding="utf-8")
    items = []
    for number, (code, quote) in enumerate((("concern", EXACT), ("concession", ALIKE), ("outcome", GONE))):
        start = text.index(quote)
        end = start + len(quote)
        items.append({
            "id": f"urn:uuid:00000000-0000-4000-8000-00000000000{number}",
            "type": "Annotation",
            "motivation": "classifying",
            "body": [{"type": "TextualBody", "purpose": "tagging", "value": code}],
            "target": {"type": "SpecificResource", "source": article.name, "selector": [
                {"type": "TextPositionSelector", "start": start, "end": end},
                {"type": "TextQuoteSelector", "exact": quote, "prefix": text[max(0, start - 32):start], "suffix": text[end:end + 32]},
            ]},
        })
    collection = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "urn:uuid:00000000-0000-4000-8000-0000000000a0",
        "type": "AnnotationCollection",
        "creator": {"type": "Person", "nickname": CODER},
        "schema:schemaVersion": "1",
        "schema:about": {"id": article.name, "type": "Text", "format": "text/plain; charset=utf-8",
                         "schema:sha256": hashlib.sha256(text.encode()).hexdigest(), "schema:size": len(text.encode())},
        "total": len(items),
        "first": {"id": "urn:uuid:00000000-0000-4000-8000-0000000000a1", "type": "AnnotationPage", "startIndex": 0,
                  "items": sorted(items, key=lambda item: item["target"]["selector"][0]["start"])},
    }
    sidecar(article, CODER).write_text(json.dumps(collection, indent=2), encoding="utf-8")


def rows(app):
    return app.find_all("list item", lambda name: name.endswith((", Found to the letter", ", Found alike", ", Not found", ", Moved: is it right?")))


def states(app):
    return sorted(row.get_name().rsplit(", ", 1)[1] for row in rows(app))


def go_to(app, state):
    """With the arrow keys, from the top."""
    app.key("ctrl+r")
    wait_for("the keyboard in the list", lambda: any(app.has_focus(row) for row in rows(app)))
    app.key("Home")

    def there():
        focused = [row for row in rows(app) if app.has_focus(row)]
        if focused and focused[0].get_name().endswith(state):
            return True
        app.key("Down")
        return False

    wait_for(f"the keyboard on “{state}”", there)


def anchors(article):
    return sorted(get_bodies(item).get("anchor", "firm") for item in read_items(article, CODER))


def test(home):
    article = home / "rafah.txt"
    shutil.copy(SOURCE / "data/rafah.txt", article)
    make_annotations(article)
    old = sidecar(article, CODER).read_bytes()
    text = article.read_text(encoding="utf-8")
    changed = "A new first line, put in later.\n\n" + text.replace(ALIKE, ALIKE.replace("agreed to dispatch", "decided to dispatch"))
    changed = changed.replace(GONE, "which pleased everybody")
    article.write_text(changed, encoding="utf-8")

    with App(home, "--coder", CODER, article) as app:
        app.wait_for_window("rafah.txt")
        view = app.article()
        wait_for("three to review", lambda: states(app) == ["Found alike", "Found to the letter", "Not found"])
        check(sidecar(article, CODER).read_bytes() == old, "something was saved before anybody decided")
        selected = [row.get_name() for row in rows(app) if row.get_state_set().contains(Atspi.StateType.SELECTED)]
        check(selected == [rows(app)[0].get_name()], f"selected at first: {selected}")

        # All exact, then that one is confirmed.
        button = app.find("push button", "Accept All Exact")
        app.key("ctrl+r")
        wait_for("the keyboard on the button", lambda: app.has_focus(button) or app.key("shift+Tab"))
        app.key("space")
        wait_for("it marked as moved", lambda: "Moved: is it right?" in states(app))
        wait_for("it saved as moved", lambda: anchors(article) == ["firm", "firm", "moved"])
        go_to(app, "Moved: is it right?")
        app.key("Return")
        wait_for("it gone from the list", lambda: states(app) == ["Found alike", "Not found"])

        # Undone and done again.
        app.key("ctrl+z")
        wait_for("it back", lambda: "Moved: is it right?" in states(app))
        app.key("ctrl+shift+z")
        wait_for("it gone again", lambda: states(app) == ["Found alike", "Not found"])

        # The one that is alike, as it stands now.
        go_to(app, "Found alike")
        app.find("label", lambda name: "agreed to dispatch" in name)
        app.find("label", lambda name: "decided to dispatch" in name)
        app.key("Return")
        wait_for("only the lost one", lambda: states(app) == ["Not found"])

        # Discarded, taken back, then placed by hand.
        go_to(app, "Not found")
        app.key("Delete")
        wait_for("none", lambda: not rows(app))
        wait_for("two annotations", lambda: len(read_items(article, CODER)) == 2)
        app.key("ctrl+z")
        wait_for("it back", lambda: states(app) == ["Not found"])
        app.key("F6")
        start = changed.index("which pleased everybody")
        app.select_by_mouse(view, start + 1, start + 20)
        app.key("h")
        wait_for("none", lambda: not rows(app))
        wait_for("all firm", lambda: anchors(article) == ["firm", "firm", "firm"])
        app.key("ctrl+q")
        app.wait_for_end()

    quotes = check_slices(article, CODER)
    check(EXACT in quotes and "which pleased everybody" in quotes, f"quotes are {quotes}")
    check(any("decided to dispatch" in quote for quote in quotes), f"quotes are {quotes}")

    # It is of the new text now: nothing is asked again.
    with App(home, "--coder", CODER, article) as app:
        app.wait_for_window("rafah.txt")
        wait_for("the rows", lambda: len(app.find_all("list item", lambda name: name.startswith(("Concern: ", "Concession: ", "Outcome: ")))) == 3)
        check(not app.find_all("push button", "Accept All Exact"), "the review is shown again")
        app.key("ctrl+q")
        app.wait_for_end()


run("drive-moved", test)
