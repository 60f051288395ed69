#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The overview of a folder: its numbers against counts made here, from a mark to its passages
and into the article by keyboard, another coder chosen, a chart saved, the table read."""

import collections
import hashlib
import json
import os
import pathlib
import subprocess

from drive import App, Atspi, BUILD, SOURCE, check, run, sidecar, wait_for

PICTURES = os.environ.get("POSTIL_TEST_PICTURES")
TEXT = (SOURCE / "data/rafah.txt").read_text(encoding="utf-8")
MARKS = {
    "maria": [
        ("a.txt", "concern", "deep concern", "Joe Biden"),
        ("a.txt", "position", "firm stance", "Benjamin Netanyahu"),
        ("a.txt", "concession", "agreed to dispatch", "Benjamin Netanyahu"),
        ("a.txt", "outcome", "growing rift", None),
        ("b.txt", "concern", "ground invasion", "Joe Biden"),
        ("b.txt", "concern", "calls for restraint", "United Nations"),
    ],
    "jonas": [("a.txt", "position", "deep concern", "Joe Biden"), ("b.txt", "position", "firm stance", "Hamas")],
}
LABELS = {"position": "Position", "concern": "Concern", "concession": "Concession", "outcome": "Outcome"}


def make(folder):
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(TEXT, encoding="utf-8")
    number = 0
    for coder, marks in MARKS.items():
        for name in ("a.txt", "b.txt"):
            items = []
            for article, code, quote, actor in marks:
                if article != name:
                    continue
                number += 1
                start = TEXT.index(quote)
                body = [{"type": "TextualBody", "purpose": "tagging", "value": code}]
                if actor:
                    body.append({"type": "TextualBody", "purpose": "describing", "schema:name": "actor", "value": actor})
                items.append({
                    "id": f"urn:uuid:00000000-0000-4000-8000-{number:012}", "type": "Annotation",
                    "motivation": "classifying", "body": body,
                    "target": {"type": "SpecificResource", "source": name, "selector": [
                        {"type": "TextPositionSelector", "start": start, "end": start + len(quote)},
                        {"type": "TextQuoteSelector", "exact": quote, "prefix": TEXT[max(0, start - 32):start],
                         "suffix": TEXT[start + len(quote):start + len(quote) + 32]}]}})
            items.sort(key=lambda item: item["target"]["selector"][0]["start"])
            if name == "a.txt" and coder == "maria":
                ids = {item["body"][0]["value"]: item["id"] for item in items}
                items.append({"id": "urn:uuid:00000000-0000-4000-9000-000000000001", "type": "Annotation",
                              "motivation": "linking", "target": ids["concession"],
                              "body": [{"type": "SpecificResource", "purpose": "linking", "source": ids["concern"]},
                                       {"type": "TextualBody", "purpose": "tagging", "value": "responds-to"}]})
            sidecar(folder / name, coder).write_text(json.dumps({
                "@context": "http://www.w3.org/ns/anno.jsonld", "id": f"urn:uuid:00000000-0000-4000-a000-{number:012}",
                "type": "AnnotationCollection", "creator": {"type": "Person", "nickname": coder},
                "schema:schemaVersion": "1",
                "schema:about": {"id": name, "type": "Text", "format": "text/plain; charset=utf-8",
                                 "schema:sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
                                 "schema:size": len(TEXT.encode())},
                "total": len(items),
                "first": {"id": f"urn:uuid:00000000-0000-4000-b000-{number:012}", "type": "AnnotationPage",
                          "startIndex": 0, "items": items}}), encoding="utf-8")


def picture(app, name):
    if PICTURES:
        app.screenshot(pathlib.Path(PICTURES) / f"{name}.png")


def chart(app, start):
    """The chart whose name begins so."""
    return wait_for(f"the chart “{start}”", lambda: [
        node for node in app.find_all() if node.get_role_name() in ("image", "icon") and node.get_name().startswith(start)])[0]


def holds_focus(app, node):
    return any(app.has_focus(inner) for inner in app.walk(node))


def focus(app, node):
    """Tab by Tab, as without a mouse."""
    wait_for(f"the keyboard on “{node.get_name()}”", lambda: holds_focus(app, node) or app.key("Tab") or holds_focus(app, node))


def buttons(app):
    return {node.get_name() for node in app.find_all("push button")}


def expected(coders, key):
    marks = [mark for coder in coders for mark in MARKS[coder]]
    return collections.Counter(key(mark) for mark in marks)


def check_table(app, counts):
    def names(counts):
        return {f"{label}: {n} passage{'' if n == 1 else 's'}" for label, n in counts.items()}

    wait_for(f"a table with {dict(counts)}", lambda: names(counts) <= buttons(app))


def test(home):
    folder = home / "folder"
    folder.mkdir()
    make(folder)
    with App(home, "--coder", "maria", folder) as app:
        app.wait_for_window("folder")
        app.find("list item", lambda name: name.startswith("a.txt"))
        app.key("alt+4")
        chart(app, "Codes: 6 passages · 2 articles · maria")
        picture(app, "codes")

        # The table beside it, for one's own, then for all.
        table = app.find(None, "As a Table")
        focus(app, table)
        app.key("space")
        check_table(app, expected(["maria"], lambda mark: LABELS[mark[1]]))
        picture(app, "codes-table")
        coders = app.find(None, "By Whom")
        focus(app, coders)
        app.pick("Down")
        check_table(app, expected(["maria", "jonas"], lambda mark: LABELS[mark[1]]))
        app.pick("Up")
        check_table(app, expected(["maria"], lambda mark: LABELS[mark[1]]))

        # Actors and codes: every cell is a button with what it counts.
        charts = app.find(None, "Chart")
        focus(app, charts)
        app.pick(*["Down"] * 5)
        check_table(app, expected(["maria"], lambda mark: f"{mark[3] or 'Actor: not given'}, {LABELS[mark[1]]}"))
        picture(app, "matrix-table")
        focus(app, table)
        app.key("space")
        matrix = chart(app, "Actors and Codes")
        picture(app, "matrix")

        # From a mark to its passage, by keyboard alone.
        focus(app, matrix)
        app.key("Home")
        wait_for("a mark in words", lambda: "passage" in matrix.get_description() and ": " in matrix.get_description())
        wanted = "Joe Biden, Concern: 2 passages"
        wait_for(f"“{wanted}”", lambda: matrix.get_description() == wanted or app.key("Down") or matrix.get_description() == wanted)
        app.key("Return")
        row = app.find("list item", lambda name: name.startswith("ground invasion, b.txt"))
        picture(app, "passages")
        wait_for("the keyboard in the list", lambda: app.has_focus(row) or app.key("Down"))
        app.key("Return")
        app.wait_for_window("b.txt")
        view = app.article()
        start = TEXT.index("ground invasion")
        wait_for("the passage at hand", lambda: app.has_focus(view) and start <= Atspi.Text.get_caret_offset(view) <= start + 15)

        # The same of one article, and its claims.
        app.key("alt+4")
        scopes = app.find(None, "Of What")
        focus(app, scopes)
        app.pick("Up")
        chart(app, "Actors and Codes: 2 passages · b.txt · maria")
        charts = app.find(None, "Chart")
        focus(app, charts)
        app.pick("Home", *["Down"] * 6)
        chart(app, "Codes Along the Article: 2 passages · b.txt · maria")
        picture(app, "along")

        # Saved, through the file dialog.
        focus(app, app.find(None, "Copy or Save"))
        app.key("space")
        app.wait_for_menu("Save as SVG")
        picture(app, "save-menu")
        app.key("Down", "Return")
        app.wait_for_window("Save the Chart")
        app.key("ctrl+a")
        app.type(str(home / "chart.svg"))
        app.key("Return")
        wait_for("the chart on the disk", lambda: (home / "chart.svg").exists() and b"<svg" in (home / "chart.svg").read_bytes())
        app.wait_for_window("b.txt")

        # On paper: the same pages that postil-cli makes.
        app.key("alt+1")
        wait_for("the keyboard in the article", lambda: app.has_focus(view))
        app.key("ctrl+k")
        app.type("Save as PDF")
        app.find("list item", lambda name: name.startswith("Save as PDF"))
        app.key("Return")
        app.wait_for_window("Save as PDF")
        app.key("ctrl+a")
        app.type(str(home / "b.pdf"))
        app.key("Return")
        wait_for("the PDF on the disk", lambda: (home / "b.pdf").exists())
        app.wait_for_window("b.txt")
        app.key("ctrl+q")
        app.wait_for_end()
    subprocess.run([str(BUILD / "src/cli/postil-cli"), "pdf", str(folder / "b.txt"), "--coder", "maria", "-o", str(home / "c.pdf")],
                   check=True)
    check((home / "b.pdf").read_bytes()[:5] == b"%PDF-", "a PDF")
    pages = [subprocess.run(["pdftotext", "-layout", str(home / name), "-"], check=True, capture_output=True).stdout
             for name in ("b.pdf", "c.pdf")]
    check(pages[0] == pages[1] and b"1 of " in pages[0], "the app's pages are not the command line's")


if __name__ == "__main__":
    check(len(MARKS["maria"]) == 6, "the marks that are counted")
    run("drive-overview", test)
