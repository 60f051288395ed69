#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes data/screenshots/ by driving the app on the sample article: ninja -C build screenshots.
With picom, a compositor, windows have their rounded corners. The Arabic one needs localedef and the
sources of locales, which Debian has in the package locales."""

import csv
import json
import pathlib
import random
import shutil
import subprocess
import sys
import time

from drive import App, Atspi, BUILD, SOURCE, check_slices, read_items, run, sidecar, wait_for

TARGET = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else SOURCE / "data/screenshots"

MARKS = [
    ("deep concern over Israel's proposed ground invasion of Rafah", "2", "Joe Biden", "Voiced in the lede."),
    ("firm stance on the necessity of the operation to dismantle Hamas battalions", "1", "Benjamin Netanyahu", None),
    ("international calls for restraint", "2", "international community", None),
    ("Netanyahu has agreed to dispatch an Israeli delegation to Washington", "3", "Benjamin Netanyahu", "Answers the concern; the invasion itself is not given up."),
    ("dispatch an Israeli delegation to Washington in an effort to address the standoff diplomatically", "4", None, None),
    ("the growing rift between the U.S. and Israel over military strategy in Gaza", "4", None, None),
    ("call for a halt to the planned invasion", "1", "Joe Biden", None),
    ("fears of exacerbating the humanitarian crisis in Gaza and further isolating Israel on the global stage", "2", "Joe Biden", None),
    ("demanding that Israel present a plan that minimizes civilian casualties", "1", "White House", None),
]

# The article in Arabic, which is marked by an import: xdotool does not type it reliably.
ARABIC_MARKS = [
    ("قلق عميق من الاجتياح البري الذي تعتزمه إسرائيل لمدينة رفح", "concern", "جو بايدن", "ورد في مستهل المقال."),
    ("تمسّك رئيس الوزراء بنيامين نتنياهو بضرورة العملية لتفكيك كتائب حماس", "position", "بنيامين نتنياهو", ""),
    ("الدعوات الدولية إلى ضبط النفس", "concern", "المجتمع الدولي", ""),
    ("وافق نتنياهو على إيفاد وفد إسرائيلي إلى واشنطن", "concession", "بنيامين نتنياهو", "جواب عن القلق، ولا تخلّي عن الاجتياح نفسه."),
    ("إيفاد وفد إسرائيلي إلى واشنطن سعيًا إلى حل الخلاف بالدبلوماسية", "outcome", "", ""),
    ("دعوة الرئيس بايدن إلى وقف الاجتياح المزمع", "position", "جو بايدن", ""),
    ("مخاوف من تفاقم الأزمة الإنسانية في غزة وزيادة عزلة إسرائيل على الساحة العالمية", "concern", "جو بايدن", ""),
    ("طالب إسرائيل بتقديم خطة تقلّل الخسائر بين المدنيين", "position", "البيت الأبيض", ""),
]


def mark(app, article, view, text, passage):
    quote, key, actor, note = passage
    start = text.index(quote)
    before = len(read_items(article, "maria"))
    # The keyboard is exact where the mouse would have to scroll: find it, and its words are selected.
    app.key("ctrl+f")
    app.key("ctrl+a")
    app.type(quote)
    wait_for("the match", lambda: Atspi.Text.get_n_selections(view) > 0 and Atspi.Text.get_selection(view, 0).start_offset == start)
    app.key("Escape")
    wait_for("the keyboard in the article", lambda: app.has_focus(view))
    app.key(key)
    wait_for(f"“{quote}” in the sidecar", lambda: len(read_items(article, "maria")) > before)
    if actor is not None:
        app.key("a")
        app.type(actor)
        app.key("Return")
        wait_for("the keyboard in the article", lambda: app.has_focus(view))
    if note is not None:
        app.key("n")
        app.type(note)
        app.key("ctrl+Return")
        wait_for("the keyboard in the article", lambda: app.has_focus(view))


# From a passage (its place in the text's order) to another, and what the link says.
LINKS = [(3, 0, "responds-to"), (3, 2, "responds-to"), (4, 3, "results-from"), (8, 7, "responds-to")]


def link(article):
    """Who answers whom: what is conceded answers a concern, what comes of it results from it."""
    path = sidecar(article, "maria")
    layer = json.loads(path.read_text(encoding="utf-8"))
    items = layer["first"]["items"]
    links = []
    for number, (start, end, kind) in enumerate(LINKS):
        links.append({"id": f"{layer['id'][:-4]}{number:04x}", "type": "Annotation", "motivation": "linking",
                      "created": items[start]["created"], "modified": items[start]["modified"],
                      "body": [{"type": "SpecificResource", "purpose": "linking", "source": items[end]["id"]},
                               {"type": "TextualBody", "purpose": "tagging", "value": kind}],
                      "target": items[start]["id"]})
    layer["first"]["items"] = items + links
    layer["total"] = len(items) + len(links)
    path.write_text(json.dumps(layer, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def take(app, name):
    time.sleep(1.2)
    picture = TARGET / f"{name}.png"
    subprocess.run(["import", "-window", app.window, str(picture)], check=True)
    subprocess.run(["convert", str(picture), "-strip", "-define", "png:compression-level=9", str(picture)], check=True)


def show(home, article, name, environment=None, size=None):
    with App(home, "--coder", "maria", article, environment=environment) as app:
        app.wait_for_window(article.name)
        view = app.article()
        wait_for("the keyboard in the article", lambda: app.has_focus(view))
        if size is not None:
            subprocess.run(["xdotool", "windowsize", "--sync", app.window, *map(str, size)], check=True)
        app.key("ctrl+Home", "Tab", "Tab", "Tab", "Tab")
        take(app, name)
        app.key("ctrl+q")
        app.wait_for_end()


def second_coder(article):
    """Jonas marked most of it too: one passage is missing, one has another code, one is shorter."""
    text = article.read_text(encoding="utf-8")
    layer = json.loads(sidecar(article, "maria").read_text(encoding="utf-8"))
    layer["id"] = layer["id"][:-4] + "0000"
    layer["creator"] = {"type": "Person", "nickname": "jonas"}
    items = [item for item in layer["first"]["items"] if item["motivation"] == "classifying"]
    items = items[:2] + items[3:]
    items[2]["body"][0]["value"] = "outcome"
    place, quote = items[4]["target"]["selector"]
    place["start"] += len("the growing rift ")
    quote["exact"] = text[place["start"]:place["end"]]
    quote["prefix"] = text[place["start"] - 32:place["start"]]
    for number, item in enumerate(items):
        item["id"] = item["id"][:-4] + f"{number:04}"
    items.sort(key=lambda item: item["target"]["selector"][0]["start"])
    layer["first"]["items"] = items
    layer["total"] = len(items)
    sidecar(article, "jonas").write_text(json.dumps(layer, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def show_views(home, article):
    with App(home, "--coder", "maria", article) as app:
        app.wait_for_window(article.name)
        view = app.article()
        wait_for("the keyboard in the article", lambda: app.has_focus(view))
        for key, name, words in (("alt+2", "compare", "Same place, other code"), ("alt+5", "agreement", "F1 of "),
                                 ("alt+4", "overview", None)):
            app.key(key)
            if words is not None:
                app.find("list item", lambda found: found.startswith(words))
            if name == "overview":
                # Of the charts, the one of claims and their links.
                app.key("Return", *["Down"] * 8, "Return")
            take(app, name)
        app.key("ctrl+q")
        app.wait_for_end()


def show_class(home):
    """Twenty-eight students and their teacher's key, then the key on the projector."""
    folder = home / "class"
    folder.mkdir()
    article = folder / "rafah.txt"
    shutil.copy(SOURCE / "data/rafah.txt", article)
    codes = ["", "position", "concern", "concession", "outcome"]
    rng = random.Random(3)
    table = home / "class.csv"
    with table.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["article", "coder", "code", "quote", "actor", "note"])
        rows.writerows((article.name, "teacher", codes[int(key)], quote, actor or "", "") for quote, key, actor, _ in MARKS)
        for student in range(1, 29):
            skill = rng.uniform(0.35, 0.95)
            for quote, key, _, _ in MARKS:
                if rng.random() > skill:
                    continue
                words = quote.split()
                cut = rng.choice((0, 0, 0, 1, 2))
                code = int(key) if rng.random() < 0.85 else rng.randrange(1, 5)
                rows.writerow((article.name, f"student{student:02}", codes[code], " ".join(words[:len(words) - cut]), "", ""))
    subprocess.run([BUILD / "src/cli/postil-cli", "import", "--quiet", table, "--into", folder], check=True)
    with App(home, "--coder", "teacher", article) as app:
        app.wait_for_window(article.name)
        view = app.article()
        wait_for("the keyboard in the article", lambda: app.has_focus(view))
        app.key("alt+3")
        app.find("list item", lambda name: " of 28: " in name)
        app.find("text", "The article, and how many marked what")
        app.key("ctrl+Home", *["Right"] * 80)
        take(app, "class")
        app.key("alt+1")
        wait_for("the keyboard in the article", lambda: app.has_focus(view))
        app.key("F5")
        time.sleep(2)
        app.key("Right", "Right", "Right")
        time.sleep(1)
        app.screenshot(TARGET / "presentation.png")
        subprocess.run(["convert", str(TARGET / "presentation.png"), "-strip", str(TARGET / "presentation.png")], check=True)
        app.key("Escape", "ctrl+q")
        app.wait_for_end()


def show_arabic(home):
    """The app in Arabic, with the translation and the locale from the build, not from the system."""
    folder = home / "arabic"
    folder.mkdir()
    article = folder / "rafah-ar.txt"
    shutil.copy(SOURCE / "tests/app/rafah-ar.txt", article)
    table = home / "arabic.csv"
    with table.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["article", "coder", "code", "quote", "actor", "note"])
        rows.writerows((article.name, "maria", code, quote, actor, note) for quote, code, actor, note in ARABIC_MARKS)
    subprocess.run([BUILD / "src/cli/postil-cli", "import", "--quiet", table, "--into", folder], check=True)
    check_slices(article, "maria")

    locales = home / "locales"
    locales.mkdir()
    subprocess.run(["localedef", "-i", "ar_EG", "-f", "UTF-8", locales / "ar_EG.UTF-8"], check=True)
    environment = {"LC_ALL": "ar_EG.UTF-8", "LOCPATH": str(locales), "POSTIL_LOCALEDIR": str(BUILD / "po")}
    with App(home, "--coder", "maria", article, environment=environment) as app:
        app.wait_for_window(article.name)
        view = app.find("text", "نص المقال")
        wait_for("the keyboard in the article", lambda: app.has_focus(view))
        app.key("ctrl+Home", "Tab", "Tab", "Tab", "Tab")
        take(app, "coding-arabic")
        app.key("ctrl+q")
        app.wait_for_end()


def test(home):
    TARGET.mkdir(parents=True, exist_ok=True)
    article = home / "rafah.txt"
    shutil.copy(SOURCE / "data/rafah.txt", article)
    article.chmod(0o644)
    text = article.read_text(encoding="utf-8")
    picom = subprocess.Popen(["picom", "--backend", "xrender"], stderr=subprocess.DEVNULL) if shutil.which("picom") else None

    with App(home) as app:
        app.wait_for_window("Postil")
        take(app, "welcome")
        app.key("ctrl+q")
        app.wait_for_end()

    # GTK 4.8 warns of its own blinking cursor where an entry is selected by key.
    with App(home, "--coder", "maria", article, environment={"G_DEBUG": "fatal-criticals"}) as app:
        app.wait_for_window("rafah.txt")
        view = app.article()
        wait_for("the keyboard in the article", lambda: app.has_focus(view))
        for passage in MARKS:
            mark(app, article, view, text, passage)
        app.key("ctrl+f")
        app.key("ctrl+a")
        app.type("Netanyahu")
        take(app, "find")
        app.key("Escape", "ctrl+q")
        app.wait_for_end()
    check_slices(article, "maria")

    link(article)
    show(home, article, "coding")
    show(home, article, "coding-dark", {"ADW_DEBUG_COLOR_SCHEME": "prefer-dark"})
    show(home, article, "narrow", size=(360, 640))
    second_coder(article)
    check_slices(article, "jonas")
    show_views(home, article)
    show_class(home)
    show_arabic(home)
    if picom is not None:
        picom.terminate()


run("make-screenshots", test)
