#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The codebook editor with the mouse and the keyboard: codes dragged before, behind and below
others, with what would happen seen first; an id changed, a code split and one deleted, with all
articles of the folder following, undo and redo; another coder's unknown code matched; what was
coded before a definition changed served again. Another coder's file stays as it is, to the byte."""

import hashlib
import json
import subprocess
import time
import uuid

from drive import App, Atspi, check, get_bodies, read_items, run, sidecar, wait_for, xdotool

CODER = "maria"
TEXT = "They worry. They insist. They wait.\n"
# What AT-SPI says of places may be wrong by the padding of a list.
SLACK = 8
ACCENT = (0x35, 0x84, 0xE4)
# GTK 4.8 warns of its own blinking cursor where a window goes while an entry has the keyboard.
ENVIRONMENT = {"G_DEBUG": "fatal-criticals"}


def write_layer(article, coder, passages):
    """As somebody marked it long ago: quotes and their codes."""
    items = [
        {
            "id": f"urn:uuid:{uuid.uuid4()}", "type": "Annotation", "motivation": "classifying",
            "created": "2026-01-01T10:00:00Z", "modified": "2026-01-01T10:00:00Z",
            "body": [{"type": "TextualBody", "purpose": "tagging", "value": code}],
            "target": {"type": "SpecificResource", "source": article.name, "selector": [
                {"type": "TextPositionSelector", "start": TEXT.index(quote), "end": TEXT.index(quote) + len(quote)},
                {"type": "TextQuoteSelector", "exact": quote}]},
        }
        for quote, code in passages
    ]
    sidecar(article, coder).write_text(json.dumps({
        "@context": "http://www.w3.org/ns/anno.jsonld", "id": f"urn:uuid:{uuid.uuid4()}", "type": "AnnotationCollection",
        "label": article.name, "creator": {"type": "Person", "nickname": coder},
        "generator": {"type": "Software", "name": "Postil", "schema:softwareVersion": "0.1.0"},
        "schema:schemaVersion": "1", "schema:creativeWorkStatus": "in progress",
        "schema:about": {"id": article.name, "type": "Text", "format": "text/plain; charset=utf-8",
                         "schema:sha256": hashlib.sha256(TEXT.encode()).hexdigest(), "schema:size": len(TEXT)},
        "total": len(items),
        "first": {"id": f"urn:uuid:{uuid.uuid4()}", "type": "AnnotationPage", "startIndex": 0, "items": items},
    }), encoding="utf-8")


def write_articles(home):
    articles = [home / name for name in ("a.txt", "b.txt")]
    for article in articles:
        article.write_text(TEXT, encoding="utf-8")
        write_layer(article, CODER, [("They worry.", "concern"), ("They insist.", "position")])
    write_layer(articles[1], "jonas", [("They worry.", "concern"), ("They wait.", "patience")])
    return articles


def codes_of(article):
    return [get_bodies(item)["tagging"] for item in read_items(article, CODER)]


def codebook_of(home):
    """The ids, each with those below it."""
    def ids(codes):
        return [(code["id"], ids(code["narrower"])) if code.get("narrower") else code["id"] for code in codes]

    path = home / "codebook.json"
    return ids(json.loads(path.read_text(encoding="utf-8"))["hasTopConcept"]) if path.exists() else None


def find_rows(app, start=""):
    """The editor's: they say in how many articles a code is used."""
    return app.find_all("list item", lambda name: name.startswith(start) and " annotation" in name and " in " in name)


def press(app, name):
    button = wait_for(f"“{name}”", lambda: app.find_all("push button", name))[-1]
    wait_for(f"“{name}” to be possible", lambda: button.get_state_set().contains(Atspi.StateType.SENSITIVE))
    button.get_action_iface().do_action(0)


def open_editor(app, view):
    main = app.window
    wait_for("the keyboard in the article", lambda: app.has_focus(view))
    app.key("ctrl+b")
    app.wait_for_window("Codebook")
    wait_for("the codes, counted", lambda: len(find_rows(app)) >= 4)
    return main


def close_editor(app, main, keys="ctrl+Return"):
    app.key(keys)
    wait_for("the editor to close", lambda: not find_rows(app))
    app.window = main


def choose(app, start):
    """By keyboard, from the top."""
    wait_for("the keyboard in the list", lambda: any(map(app.has_focus, find_rows(app))) or app.key("shift+Tab"))
    app.key("Home")
    wait_for(f"“{start}” to be chosen", lambda: any(map(app.has_focus, find_rows(app, start))) or app.key("Down"))


# Dragging


def area_of(app, start):
    """On the screen. What GTK draws round its windows does not count for AT-SPI."""
    def extents(node):
        return Atspi.Component.get_extents(node, Atspi.CoordType.WINDOW)

    row = find_rows(app, start)[0]
    window = row
    while window.get_parent().get_role_name() != "application":
        window = window.get_parent()
    lines = xdotool("getwindowgeometry", "--shell", app.window).splitlines()
    values = {key: int(value) for key, value in (line.split("=") for line in lines if "=" in line)}
    outer = extents(window)
    border = max(0, (values["WIDTH"] - outer.width) // 2)
    area = extents(row)
    # GTK 4.18 does count it, and begins left of it.
    return values["X"] + border + area.x - outer.x, values["Y"] + border + area.y - outer.y, area.width, area.height


def see_accent(app, area):
    """The rows of pixels with a line in the accent's colour in them, counted from the area's top."""
    x, y, width, height = area
    crop = f"{width}x{height + 2 * SLACK}+{x}+{y - SLACK}"
    data = subprocess.run(["import", "-window", "root", "-crop", crop, "+repage", "-depth", "8", "rgb:-"],
                          capture_output=True, check=True).stdout

    def is_accent(pixel):
        return all(abs(a - b) < 24 for a, b in zip(pixel, ACCENT))

    lines = [data[i * width * 3:(i + 1) * width * 3] for i in range(height + 2 * SLACK)]
    return [i - SLACK for i, line in enumerate(lines)
            if sum(is_accent(line[j:j + 3]) for j in range(0, len(line), 3)) > width // 3]


def drag(app, start, target, part, picture):
    """From the middle of a row to a part of another; what would happen is seen before it does."""
    before = [node.get_name() for node in find_rows(app)]
    x, y, _width, height = area_of(app, start)
    area = area_of(app, target)
    end = area[1] + int(area[3] * part)
    check(not see_accent(app, area), f"{picture}: a line already")
    xdotool("mousemove", x + 150, y + height // 2, "mousedown", 1)
    # A few points on the way, and the last one until it is seen: X tells of one less than there are.
    for step in range(1, 8):
        xdotool("mousemove", x + 150 + step, y + height // 2 + (end - y - height // 2) * step // 8)
        time.sleep(0.02)

    def shows_line():
        xdotool("mousemove", x + 160, end, "mousemove", x + 161, end)
        time.sleep(0.2)
        lines = see_accent(app, area)
        return lines if lines == see_accent(app, area) else None

    lines = wait_for(f"{picture}: a line", shows_line)
    app.picture(picture)
    # The one who drags learns a moment later that it would be taken.
    time.sleep(0.3)
    xdotool("mouseup", 1)
    wait_for(f"{picture}: another order", lambda: [node.get_name() for node in find_rows(app)] != before)
    return lines, area[3]


def test_drag(home):
    article = write_articles(home)[0]
    with App(home, "--coder", CODER, article, environment=ENVIRONMENT) as app:
        app.wait_for_window("a.txt")
        view = app.article()
        main = open_editor(app, view)
        lines, height = drag(app, "Outcome", "Position", 0.25, "drag-before")
        check(max(lines) < height // 3, f"the line before stands at {lines} of {height}")
        lines, height = drag(app, "Concession", "Position", 0.5, "drag-into")
        check(min(lines) < height // 3 and max(lines) > height * 2 // 3, f"the frame stands at {lines} of {height}")
        lines, height = drag(app, "Outcome", "Concern", 0.9, "drag-after")
        check(min(lines) > height // 2, f"the line behind stands at {lines} of {height}")

        # Onto one of its own: nothing is shown, and nothing happens.
        x, y, _width, height = area_of(app, "Position")
        child = area_of(app, "Concession")
        xdotool("mousemove", x + 150, y + height // 2, "mousedown", 1)
        for step in range(1, 9):
            xdotool("mousemove", x + 150 + step, y + height // 2 + (child[1] - y) * step // 8)
            time.sleep(0.05)
        check(not see_accent(app, child), "a code may be dropped into itself")
        xdotool("mouseup", 1)

        close_editor(app, main)
        order = [("position", ["concession"]), "concern", "outcome"]
        wait_for("the new order", lambda: codebook_of(home) == order)
        wait_for("the keyboard in the article", lambda: app.has_focus(view))
        app.key("ctrl+z")
        wait_for("no codebook", lambda: codebook_of(home) is None)
        app.key("ctrl+shift+z")
        wait_for("the new order again", lambda: codebook_of(home) == order)

        # The same by keys.
        main = open_editor(app, view)
        choose(app, "Outcome")
        app.key("alt+Up", "alt+Right")
        wait_for("a level more", lambda: find_rows(app, "Outcome, key 4, level 2"))
        app.key("alt+Left", "alt+Up")
        close_editor(app, main)
        wait_for("the order of the keys", lambda: codebook_of(home) in (["outcome", *order[:2]], ["outcome", order[0], order[1]]))
        app.key("ctrl+q")
        app.wait_for_end()


# Verbs over the folder


def undo_and_redo(app, view, articles, before, after, what):
    for keys, codes in (("ctrl+z", before), ("ctrl+shift+z", after)):
        wait_for("the keyboard in the article", lambda: app.has_focus(view))
        app.key(keys)
        wait_for(f"{what}: {keys}", lambda codes=codes: [codes_of(article) for article in articles] == codes)


def go_through(app, view, home, articles):
    kept = [codes_of(article) for article in articles]

    # An id.
    main = open_editor(app, view)
    choose(app, "Concern")
    app.go_to("text", "Definition")
    app.key("shift+Tab", "ctrl+a")
    app.type("worry")
    app.key("Return")
    wait_for("what it touches", lambda: app.find_all(name=lambda name: "changes the codebook and 2 of your" in name))
    close_editor(app, main)
    renamed = [["worry", "position"], ["worry", "position"]]
    wait_for("the new id everywhere", lambda: [codes_of(article) for article in articles] == renamed)
    undo_and_redo(app, view, articles, kept, renamed, "the id")

    # A split: one of the two passages gets the new code.
    main = open_editor(app, view)
    choose(app, "Concern")
    press(app, "Split…")
    app.find("text", "Label of the new code")
    app.type("Dread")
    app.go_to("check box", "They worry. — b.txt")
    app.key("space")
    app.go_to("push button", "Split", "Split Split")  # older libadwaita says it twice
    app.key("Return")
    wait_for("the new code", lambda: find_rows(app, "Dread"))
    close_editor(app, main)
    split = [["worry", "position"], ["dread", "position"]]
    wait_for("the split", lambda: [codes_of(article) for article in articles] == split)
    undo_and_redo(app, view, articles, renamed, split, "the split")

    # A deletion: its annotations become another code's.
    main = open_editor(app, view)
    choose(app, "Position")
    app.key("Delete")
    wait_for("the passages it touches", lambda: app.find_all("label", lambda name: name.startswith("They insist. — ")))
    choices = app.find(None, "What becomes of its annotations")
    app.press_until("Tab", "the keyboard on the choices", lambda: any(map(app.has_focus, app.walk(choices))))
    app.pick("Down", "Down")
    app.go_to("push button", "Delete", "Delete Delete")
    app.key("Return")
    wait_for("the code gone", lambda: not find_rows(app, "Position"))
    close_editor(app, main)
    deleted = [["worry", "worry"], ["dread", "worry"]]
    wait_for("the deletion", lambda: [codes_of(article) for article in articles] == deleted)
    undo_and_redo(app, view, articles, split, deleted, "the deletion")


def match_unknown(app, view, home):
    """What only another coder uses is shown, and is understood as a code from now on."""
    main = open_editor(app, view)
    choose(app, "patience, not in the codebook")
    wait_for("who uses it", lambda: app.find_all("label", lambda name: "used by jonas, whose files are left as they are" in name))
    press(app, "It Is This Code")
    wait_for("it to be known", lambda: not find_rows(app, "patience"))
    close_editor(app, main)
    wait_for("the match", lambda: '"patience"' in (home / "codebook.json").read_text(encoding="utf-8"))


def review(app, view, home, articles):
    main = open_editor(app, view)
    choose(app, "Concern")
    app.go_to("text", "Definition")
    app.picture("definition")
    app.key("ctrl+a")
    app.type("Fear that is said.")
    close_editor(app, main)
    wait_for("the definition", lambda: "Fear that is said." in (home / "codebook.json").read_text(encoding="utf-8"))

    main = open_editor(app, view)
    choose(app, "Concern")
    press(app, "Review…")
    app.wait_for_window("To Review")
    rows = wait_for("what is to be reviewed", lambda: app.find_all("list item", lambda name: name.startswith("They worry.")))
    check(len(rows) == 1, f"{len(rows)} passages are to be reviewed")
    app.key("Return")
    app.window = main
    wait_for("the keyboard in the article", lambda: app.has_focus(view))
    app.key("k")
    wait_for("it to be as new", lambda: read_items(articles[0], CODER)[0]["modified"] > "2026-01-01T10:00:00Z")


def test_verbs(home):
    articles = write_articles(home)
    others = sidecar(articles[1], "jonas").read_bytes()
    with App(home, "--coder", CODER, articles[0], environment=ENVIRONMENT) as app:
        app.wait_for_window("a.txt")
        view = app.article()
        go_through(app, view, home, articles)
        match_unknown(app, view, home)
        review(app, view, home, articles)
        app.key("ctrl+q")
        app.wait_for_end()
    check(sidecar(articles[1], "jonas").read_bytes() == others, "another coder's file was changed")


run("drive-codebook-drag", test_drag)
run("drive-codebook-verbs", test_verbs)
