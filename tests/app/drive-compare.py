#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two coders disagree: from there to a consensus that is settled, all by keyboard. What was
decided is on disk, with who decided and whose it was, and can be undone."""

import hashlib
import json
import shutil

from drive import App, Atspi, BUILD, SOURCE, check, check_slices, get_bodies, read_items, run, sidecar, wait_for

SAME = "deep concern over Israel's proposed ground invasion of Rafah"
OTHER_CODE = "agreed to dispatch an Israeli delegation to Washington"
BORDERS = ("highlighting the growing rift between the U.S. and Israel", "the growing rift between the U.S. and Israel")


def make_layer(article, coder, marks):
    text = article.read_text(encoding="utf-8")
    items = []
    for number, (code, quote, actor) in enumerate(marks):
        start = text.index(quote)
        end = start + len(quote)
        body = [{"type": "TextualBody", "purpose": "tagging", "value": code}]
        if actor:
            body.append({"type": "TextualBody", "purpose": "describing", "schema:name": "actor", "value": actor})
        items.append({
            "id": f"urn:uuid:00000000-0000-4000-8000-{number:012}",
            "type": "Annotation",
            "motivation": "classifying",
            "body": body,
            "target": {"type": "SpecificResource", "source": article.name, "selector": [
                {"type": "TextPositionSelector", "start": start, "end": end},
                {"type": "TextQuoteSelector", "exact": quote, "prefix": text[max(0, start - 32):start], "suffix": text[end:end + 32]},
            ]},
        })
    collection = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"urn:uuid:00000000-0000-4000-8000-{hashlib.sha256(coder.encode()).hexdigest()[:12]}",
        "type": "AnnotationCollection",
        "creator": {"type": "Person", "nickname": coder},
        "schema:schemaVersion": "1",
        "schema:creativeWorkStatus": "done",
        "schema:about": {"id": article.name, "type": "Text", "format": "text/plain; charset=utf-8",
                         "schema:sha256": hashlib.sha256(text.encode()).hexdigest(), "schema:size": len(text.encode())},
        "total": len(items),
        "first": {"id": "urn:uuid:00000000-0000-4000-8000-0000000000a1", "type": "AnnotationPage", "startIndex": 0,
                  "items": sorted(items, key=lambda item: item["target"]["selector"][0]["start"])},
    }
    sidecar(article, coder).write_text(json.dumps(collection, indent=2), encoding="utf-8")


def make_folder(folder):
    folder.mkdir()
    for name in ("rafah.txt", "second.txt"):
        shutil.copy(SOURCE / "data/rafah.txt", folder / name)
    article = folder / "rafah.txt"
    make_layer(article, "maria", [("concern", SAME, "Joe Biden"), ("concession", OTHER_CODE, None), ("outcome", BORDERS[0], None)])
    make_layer(article, "jonas", [("concern", SAME, "Joe Biden"), ("outcome", OTHER_CODE, None), ("outcome", BORDERS[1], None),
                                  ("position", "Netanyahu", None)])
    make_layer(folder / "second.txt", "maria", [("concern", SAME, None)])
    make_layer(folder / "second.txt", "jonas", [("concern", SAME, None)])
    return article


KINDS = ("Same place, other code", "Other borders", "Not marked by all", "The same")


def rows(app):
    return app.find_all("list item", lambda name: name.startswith(KINDS))


def get_selected(app):
    return next((row.get_name() for row in rows(app) if row.get_name().count(", ") > 2 and (", open, " in row.get_name() or ", settled, " in row.get_name())
                 and row.get_state_set().contains(Atspi.StateType.SELECTED)), "")


def step_to(app, kind):
    """With n, to the next that is open."""
    wait_for(f"“{kind}” selected", lambda: get_selected(app).startswith(kind + ", open") or app.key("n"))


def get_decided(article, motivation="classifying"):
    return sorted((get_bodies(item)["tagging"], get_bodies(item).get("from"), get_bodies(item).get("decided-by"))
                  for item in read_items(article, "consensus") if item["motivation"] == motivation)


def get_turned_down(article):
    return get_decided(article, "moderating")


def get_status(article):
    return json.loads(sidecar(article, "consensus").read_text(encoding="utf-8"))["schema:creativeWorkStatus"]


def test(home):
    article = make_folder(home / "articles")
    theirs = [sidecar(article, coder).read_bytes() for coder in ("maria", "jonas")]

    # From a number to the passages behind it, and from one of them to where it is settled.
    with App(home, "--coder", "ana", home / "articles") as app:
        app.wait_for_window("articles")
        wait_for("the articles", lambda: app.find_all("list item", lambda name: "second.txt" in name))
        check(not app.find_all(name=lambda name: "jonas" in name), "another coder's work is shown before comparing")
        app.key("alt+5")
        number = app.find("list item", lambda name: name.startswith("F1 of identical passages: 0.44"))
        wait_for("the keyboard on it", lambda: app.has_focus(number) or app.key("Down"))
        app.screenshot(BUILD / "drive-agreement.png")
        app.key("Return")
        behind = wait_for("the passages behind it", lambda: [row for row in rows(app) if row.get_name().startswith("Other borders")])[0]
        wait_for("the keyboard on one", lambda: app.has_focus(behind) or app.key("Down"))
        app.screenshot(BUILD / "drive-passages.png")
        app.key("Return")
        app.wait_for_window("rafah.txt")
        wait_for("that passage compared", lambda: get_selected(app).startswith("Other borders, open"))
        app.key("ctrl+q")
        app.wait_for_end()

    with App(home, "--coder", "ana", article) as app:
        app.wait_for_window("rafah.txt")
        app.article()
        app.key("alt+2")
        wait_for("three disagreements", lambda: len(rows(app)) == 3)
        wait_for("what is left to do", lambda: app.find_all("label", lambda name: name.startswith("0 of 3 disagreements are settled")))

        # One side, then all of it, then what they agree on.
        step_to(app, "Same place, other code")
        app.key("2")
        wait_for("maria's code", lambda: get_decided(article) == [("concession", "maria", "ana")])
        step_to(app, "Other borders")
        app.key("b")
        wait_for("both", lambda: ("outcome", "jonas maria", "ana") in get_decided(article))
        app.key("a")
        wait_for("what is the same", lambda: ("concern", "jonas maria", "ana") in get_decided(article))
        check(BORDERS[0] in check_slices(article, "consensus"), "the wider passage was not accepted")
        check(get_bodies(read_items(article, "consensus")[0]).get("actor") == "Joe Biden", "the actor was lost")

        # Undone, and done again.
        app.key("ctrl+z")
        wait_for("two again", lambda: len(get_decided(article)) == 2)
        app.key("ctrl+shift+z")
        wait_for("three again", lambda: len(get_decided(article)) == 3)

        # Accepted, and turned down after all.
        step_to(app, "Not marked by all")
        app.key("1")
        wait_for("jonas's", lambda: ("position", "jonas", "ana") in get_decided(article))
        app.key("x")
        wait_for("nothing of it", lambda: len(get_decided(article)) == 3)
        wait_for("that it was turned down", lambda: get_turned_down(article) == [("position", "jonas", "ana")])
        wait_for("three settled", lambda: app.find_all("label", lambda name: name.startswith("3 of 3 disagreements are settled")))
        app.key("ctrl+z")
        wait_for("it back", lambda: len(get_decided(article)) == 4 and not get_turned_down(article))
        app.key("ctrl+shift+z")
        wait_for("it turned down again", lambda: len(get_turned_down(article)) == 1)

        # All of it is settled.
        app.key("ctrl+d")
        wait_for("the article done", lambda: get_status(article) == "done")
        wait_for("the folder's", lambda: app.find_all("label", lambda name: "1 of 2 articles of the folder are settled" in name))
        wait_for("the numbers", lambda: app.find_all("label", lambda name: "0.29 before, 1.00 with" in name))
        app.screenshot(BUILD / "drive-compare.png")

        # By hand, as the coder "consensus", and back.
        app.key("e")
        wait_for("the consensus to code", lambda: app.find_all("list item", lambda name: name.startswith("Outcome: ")))
        app.key("alt+2")
        wait_for("comparing again", lambda: len(rows(app)) == 3)
        app.key("ctrl+q")
        app.wait_for_end()

    check([sidecar(article, coder).read_bytes() for coder in ("maria", "jonas")] == theirs, "a coder's file was changed")
    # What was open is where editing by hand began.
    check(("position", "jonas", "ana") in get_decided(article) and len(get_decided(article)) == 4, "the consensus was lost")


run("drive-compare", test)
