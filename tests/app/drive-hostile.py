#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Markup, format directives and mnemonics wherever a file may put text on the screen: in the
article, its name, the codebook, notes, actors, the coder's name, and in what cannot be read. All
of it is shown to the letter. Warnings are fatal, so that markup that Pango refuses ends the app."""

import hashlib
import json
import shutil
import uuid

from drive import App, Atspi, Ears, SOURCE, check, get_bodies, get_role, read_items, run, wait_for

EVIL = "<span foreground='red' size='9999999'>big</span> &amp; &bad; </b><i> %s%n _x __ \\e[31m"
NAME = "<b>&_%s.txt"
TEXT = f"First {EVIL} end.\n\nSecond <a href='file:///etc/passwd'>{EVIL}</a> end.\n"
CODER = "maria"


def codebook():
    concept = {"type": "Concept", "schema:color": "#0072B2", "definition": EVIL, "scopeNote": EVIL, "example": [EVIL]}
    return {
        "@context": {"@vocab": "http://www.w3.org/2004/02/skos/core#", "id": "@id", "type": "@type", "schema": "http://schema.org/"},
        "id": "codebook.json", "type": "ConceptScheme", "prefLabel": EVIL,
        "hasTopConcept": [
            dict(concept, id="<i>one&", prefLabel=f"One {EVIL}", notation="1"),
            dict(concept, id="two", prefLabel=f"Two {EVIL}", notation="2", narrower=[dict(concept, id="three", prefLabel=f"<u>{EVIL}", notation="3")]),
        ],
        "schema:additionalProperty": [
            {"id": "actor", "prefLabel": f"Actor {EVIL}", "schema:valueReference": "text", "definition": EVIL},
        ],
    }


def annotation(start, end, code):
    return {
        "id": f"urn:uuid:{uuid.uuid4()}", "type": "Annotation", "motivation": "classifying",
        "created": "2026-11-23T10:00:00Z", "modified": "2026-11-23T10:00:00Z",
        "body": [
            {"type": "TextualBody", "purpose": "tagging", "value": code},
            {"type": "TextualBody", "purpose": "describing", "schema:name": "actor", "value": EVIL},
            {"type": "TextualBody", "purpose": "commenting", "format": "text/plain", "value": EVIL},
        ],
        "target": {"type": "SpecificResource", "source": "a", "selector": [
            {"type": "TextPositionSelector", "start": start, "end": end},
            {"type": "TextQuoteSelector", "exact": TEXT[start:end], "prefix": "", "suffix": ""}]},
    }


def sidecar(items):
    data = TEXT.encode()
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld", "id": f"urn:uuid:{uuid.uuid4()}", "type": "AnnotationCollection",
        "label": EVIL, "creator": {"type": "Person", "nickname": CODER, "name": EVIL},
        "generator": {"type": "Software", "name": "Postil", "schema:softwareVersion": "0.1.0"},
        "schema:schemaVersion": "1", "schema:creativeWorkStatus": "in progress",
        "schema:about": {"id": "a", "type": "Text", "format": "text/plain; charset=utf-8",
                         "schema:sha256": hashlib.sha256(data).hexdigest(), "schema:size": len(data)},
        "total": len(items),
        "first": {"id": f"urn:uuid:{uuid.uuid4()}", "type": "AnnotationPage", "startIndex": 0, "items": items},
    }


def shown(app):
    """All that a screen reader could read of the app's widgets."""
    return [node.get_name() for node in app.walk()]


def check_article(app, view):
    check(Atspi.Text.get_text(view, 0, -1) == TEXT, "the article is not shown to the letter")
    for label in (f"One {EVIL}", f"Two {EVIL}", f"<u>{EVIL}"):
        app.find("list item", lambda name, label=label: name.startswith(f"{label}, key "))
    row = app.find("list item", lambda name: name.startswith(f"Two {EVIL}: "))
    check(EVIL in row.get_name().split(": ", 1)[1], f"the row is “{row.get_name()}”")
    # An unknown code, by its id.
    app.find("list item", lambda name: name.startswith("</gone>&"))


def go_through(app, view):
    """Whatever opens over the article, with the text in it."""
    ears = Ears(app)
    app.key("Tab")
    wait_for("the note", lambda: any(Atspi.Text.get_text(node, 0, -1) == EVIL for node in app.find_all("text", "Note")))
    wait_for("the status", lambda: ears.heard(EVIL[:20]))
    app.key("ctrl+Home", "s", "1")
    app.find("list item", lambda name: name.startswith(f"One {EVIL}: "))
    # A toast quotes the passage.
    app.key("x", "ctrl+z", "u", "2", "3", "ctrl+z", "ctrl+shift+z")
    app.key("l", "Escape", "bracketright", "Escape", "ctrl+k")
    app.type("two")
    wait_for("the palette", lambda: any(EVIL[:20] in name for name in shown(app)))
    app.key("Escape")
    app.key("ctrl+f")
    app.type("<span [.*(")
    app.key("Return", "Escape")
    app.key("ctrl+l")
    app.type("</b> %s")
    app.key("Escape")
    for role in ("push button", "toggle button"):  # newer GTKs tell that it stays pressed
        for button in app.find_all(role, lambda name: name.startswith("Definition of ")):
            button.get_action_iface().do_action(0)
    wait_for("a definition", lambda: any(name == EVIL for name in shown(app)))
    app.key("Escape")
    app.press_until("F6", "the keyboard in the article again", lambda: app.has_focus(view))


def show_others(app):
    """The editor of the codebook, the recent articles."""
    app.key("ctrl+b")
    wait_for("the editor of the codebook", lambda: sum(f"One {EVIL}" in name for name in shown(app)) > 1
             or len(app.find_all("frame")) + len(app.find_all("dialog")) > 1)
    app.key("Escape")
    app.key("F10", "Escape")
    # In newer GTKs there is a toggle button within the button.
    buttons = [node for role in ("push button", "toggle button") for node in app.find_all(role, "Recent Articles and More")]
    buttons[-1].get_action_iface().do_action(0)
    # GTK 4.18 names no item of its menus: there, that the section of recent articles stands is all that is told.
    wait_for("the recent article", lambda: any(name.startswith(f"{NAME} — ") for name in shown(app))
             or app.find_all("menu item", "") and app.find_all("label", "Recent"))
    app.key("Escape")


def test(home):
    article = home / NAME
    article.write_text(TEXT, encoding="utf-8")
    (home / "codebook.json").write_text(json.dumps(codebook()), encoding="utf-8")
    second = TEXT.index("Second")
    items = [annotation(0, TEXT.index(" end."), "two"), annotation(second, len(TEXT) - 1, "</gone>&")]
    (home / f"{NAME}.{CODER}.postil.json").write_text(json.dumps(sidecar(items)), encoding="utf-8")

    with App(home, "--coder", CODER, article) as app:
        app.wait_for_window("<b>&_%s.txt")
        view = app.article()
        wait_for("the keyboard in the article", lambda: app.has_focus(view))
        check_article(app, view)
        go_through(app, view)
        show_others(app)
        app.key("ctrl+q")
        app.wait_for_end()
    saved = [get_bodies(item) for item in read_items(article, CODER)]
    check(sum(bodies.get("commenting") == EVIL for bodies in saved) == 2, f"the notes are {saved}")
    check(sum(bodies.get("actor") == EVIL for bodies in saved) == 2, f"the actors are {saved}")

    # Messages quote what they are about.
    missing = home / "missing <b>&%s.txt"
    with App(home, missing) as app:
        app.wait_for_window("missing <b>&%s.txt")
        app.find(name=lambda name: "<b>&%s.txt" in name and name != missing.name)
        app.key("ctrl+q")
        app.wait_for_end()
    shutil.copy(SOURCE / "data/rafah.txt", home / "b.txt")
    (home / f"b.txt.{CODER}.postil.json").write_text(json.dumps({"type": EVIL}), encoding="utf-8")
    (home / "codebook.json").write_text('{"type": "ConceptScheme", "hasTopConcept": "' + EVIL.replace("\\", "") + '"}', encoding="utf-8")
    with App(home, "--coder", CODER, home / "b.txt") as app:
        app.wait_for_window("b.txt")
        wait_for("an alert", lambda: any("b.txt" in node.get_name() for node in app.find_all("alert")))
        app.key("ctrl+q")
        app.wait_for_end()


run("drive-hostile", test)
