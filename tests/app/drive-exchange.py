# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Exchange in the window: what a format would lose is shown before anything is written, and
what is written is what was chosen."""

import json

from drive import App, Atspi, check, read_items, run, sidecar, wait_for, xdotool

TEXT = "Joe Biden voiced deep concern \U0001f600 over Rafah.\nAll waited.\n"


def annotation(number, start, end, code):
    return {
        "id": f"urn:uuid:00000000-0000-4000-8000-{number:012}",
        "type": "Annotation",
        "motivation": "classifying",
        "body": [{"type": "TextualBody", "purpose": "tagging", "value": code}],
        "target": {
            "type": "SpecificResource",
            "source": "rafah.txt",
            "selector": [
                {"type": "TextPositionSelector", "start": start, "end": end},
                {"type": "TextQuoteSelector", "exact": TEXT[start:end]},
            ],
        },
    }


def write_sidecar(article, coder, items):
    collection = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "AnnotationCollection",
        "label": article.name,
        "schema:creativeWorkStatus": "in progress",
        "total": len(items),
        "first": {"type": "AnnotationPage", "startIndex": 0, "items": items},
    }
    sidecar(article, coder).write_text(json.dumps(collection), encoding="utf-8")


def place_of(app, node):
    rect = node.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
    x, y = app.geometry()
    return (x + rect.x + rect.width // 2, y + rect.y + rect.height // 2) if rect.height > 4 else None


def click(app, role, name):
    """Once it stands still."""
    seen = []

    def stands():
        seen.append(place_of(app, app.find_all(role, name)[0]))
        return len(seen) > 4 and seen[-1] is not None and len(set(seen[-4:])) == 1

    wait_for(f"“{name}” to stand still", stands)
    xdotool("mousemove", *seen[-1], "click", 1)


def test(home):
    folder = home / "articles"
    folder.mkdir()
    article = folder / "rafah.txt"
    article.write_text(TEXT, encoding="utf-8")
    write_sidecar(article, "maria", [annotation(1, 0, 9, "position"), annotation(2, 4, 29, "concern")])
    write_sidecar(article, "jonas", [annotation(3, 49, 52, "concern")])

    with App(home, "--coder", "maria", folder) as app:
        app.wait_for_window("articles")
        app.key("ctrl+shift+e")
        app.wait_for_window("Export Annotations")
        app.find("label", "Articles: 1. Annotations: 3. Losses: 0.")
        check(not list(home.glob("articles.*")), "something was written before it was asked for")

        # Without one coder, and back: the trial follows.
        click(app, "list item", "Coders")
        click(app, "list item", "jonas")
        app.find("label", "Articles: 1. Annotations: 2. Losses: 0.")
        click(app, "list item", "Coders")
        click(app, "list item", "Codes")
        click(app, "list item", "Position")
        app.find("label", "Articles: 1. Annotations: 1. Losses: 0.")

        click(app, "push button", "Export…")
        app.wait_for_window("Export As")
        app.key("Return")
        table = home / "articles.csv"
        wait_for("the table", table.exists)
        wait_for("the dialog gone", lambda: not app.find_all("frame", "Export Annotations"))
        content = table.read_text(encoding="utf-8")
        check("Biden voiced deep concern" in content, "the chosen annotation is not there")
        check("position" not in content and "jonas" not in content, "what was not chosen is there")

        # Another program's file, with two codes that the codebook lacks: one becomes ours,
        # the other is added. Nothing is written while it is looked at.
        foreign = home / "foreign.jsonl"
        foreign.write_text(
            json.dumps({"text": TEXT, "filename": "rafah.txt", "label": [[10, 16, "dread"], [38, 43, "place"]]}) + "\n",
            encoding="utf-8",
        )
        app.wait_for_window("articles")
        app.key("alt+Next")
        app.wait_for_window("rafah.txt")
        app.key("ctrl+i")
        app.wait_for_window("Import Annotations")
        click(app, "push button", "Choose Files…")
        app.choose("Choose Files", foreign)
        app.wait_for_window("Import Annotations")
        app.find("label", "Articles: 1. Annotations: 2. Losses: 0. Errors: 0.")
        app.find("label", "doccano (JSON, a line each)")
        check(len(read_items(article, "maria")) == 2, "something was written before it was asked for")
        click(app, "label", "dread")
        app.key("Down", "Down", "Return")
        click(app, "push button", "Import")
        wait_for("the dialog gone", lambda: not app.find_all("frame", "Import Annotations"))
        wait_for("the marks", lambda: len(read_items(article, "maria")) == 4)
        codes = {item["body"][0]["value"] for item in read_items(article, "maria")}
        check(codes == {"position", "concern", "place"}, f"the codes are {codes}")
        codebook = (folder / "codebook.json").read_text(encoding="utf-8")
        check('"place"' in codebook and '"dread"' not in codebook, "the codebook is not as it was chosen")
        app.wait_for_window("rafah.txt")
        app.find("list item", lambda name: name and name.startswith("place: "))
        app.find("list item", lambda name: name and name.startswith("Concern: ") and "voiced" in name)
        app.key("ctrl+q")
        app.wait_for_end()


run("drive-exchange", test)
