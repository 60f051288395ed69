#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Articles of every script and charset, marked by mouse and by keyboard: real Python, which knows
nothing of Postil, finds each passage in the file's own bytes at the sidecar's offsets."""

from drive import App, check, get_bodies, read_items, run, wait_for

CODER = "maria"

# Name, charset as Python decodes it, line end, and lines: the third is one sentence, and is marked.
ARTICLES = [
    ("emoji", "utf-8", "\n", ["👩🏽‍🚀 and 🇩🇪 spoke.", "", "The 😀 minister fears 👨‍👩‍👧 losses 🏴󠁧󠁢󠁳󠁣󠁴󠁿.", "", "No more."]),
    ("combining", "utf-8", "\n", ["Cafe\u0301 noir.", "", "Zu\u0308rich offers a\u0327\u0301 truce.", "", "Fin."]),
    ("crlf", "utf-8", "\r\n", ["First line.", "Second line.", "The minister fears losses.", "", "Last line."]),
    ("bom", "utf-8-sig", "\n", ["First line.", "Second line.", "The “minister” fears losses.", "", "Last line."]),
    ("bom-crlf", "utf-8-sig", "\r\n", ["Erste Zeile.", "", "Die Ministerin fürchtet Verluste.", "", "Ende."]),
    ("arabic", "utf-8", "\n", ["قال الوزير ذلك أمس.", "", "أعربت الحكومة عن قلقها العميق إزاء الغزو.", "", "انتهى."]),
    ("hebrew", "utf-8", "\n", ["השר דיבר אתמול.", "", "הממשלה הביעה דאגה עמוקה מהפלישה.", "", "סוף."]),
    ("chinese", "utf-8", "\n", ["部长昨天讲话。", "", "政府对入侵深表关切。", "", "完。"]),
    ("utf-16-le", "utf-16", "\n", ["First – line.", "", "The 😀 minister “fears” losses.", "", "Last."]),
    ("utf-16-be", "utf-16-be", "\n", ["\ufeffFirst – line.", "", "The minister “fears” losses.", "", "Last."]),
    ("windows-1252", "cp1252", "\r\n", ["Caf\u00e9 \u2013 d\u00e9j\u00e0 vu.", "", "Le ministre \u201ccraint\u201d des pertes \u2013 5 \u20ac.", "", "Fin de l\u2019article fran\u00e7ais."]),
    ("gb18030", "gb18030", "\n", ["部长昨天在北京发表了讲话。", "", "政府对这次入侵行动深表关切和不安。", "", "报道到此结束,谢谢大家。"]),
]


def mark(home, name, charset, line_end, lines):
    article = home / f"{name}.txt"
    article.write_bytes(line_end.join(lines + [""]).encode(charset))
    before = article.read_bytes()
    with App(home, "--coder", CODER, article) as app:
        app.wait_for_window(article.name)
        view = app.article()
        wait_for("the keyboard in the article", lambda: app.has_focus(view))
        app.key("ctrl+Home", "Down", "Down", "s", "2")
        wait_for(f"a mark in {name}", lambda: len(read_items(article, CODER)) == 1)
        app.key("ctrl+Home")
        app.select_by_mouse(view, 0, len(lines[0].lstrip("\ufeff")) // 2)
        app.key("1")
        wait_for(f"a second mark in {name}", lambda: len(read_items(article, CODER)) == 2)
        app.key("ctrl+q")
        app.wait_for_end()

    check(article.read_bytes() == before, f"{name}: the article was written")
    with open(article, encoding="utf-8-sig" if charset == "utf-8" else charset) as file:
        text = file.read().lstrip("\ufeff")
    quotes = {}
    for item in read_items(article, CODER):
        place, quote = item["target"]["selector"]
        check(text[place["start"]:place["end"]] == quote["exact"],
              f"{name}: “{text[place['start']:place['end']]}” stands there, not “{quote['exact']}”")
        quotes[get_bodies(item)["tagging"]] = quote["exact"]
    check(quotes["concern"] == lines[2], f"{name}: “{quotes['concern']}” was marked, not “{lines[2]}”")
    check(quotes["position"], f"{name}: nothing was marked by mouse")


def test(home):
    for article in ARTICLES:
        mark(home, *article)


run("drive-encodings", test)
