#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages for reading: the html export holds the article's text to the letter, each passage at its
place and in the table, nothing of what people wrote as markup, and nothing to be fetched."""

import html.parser
import json
import os
import random

from common import annotation, collection, equal, expect, folder, link, run, write, write_sidecar

VOID = {"meta", "br", "link", "img"}


class Page(html.parser.HTMLParser):
    """The text of the article, the words of each passage, the table's rows, and what is wrong."""

    def __init__(self, source):
        super().__init__(convert_charrefs=True)
        self.open, self.problems, self.text, self.marks, self.rows, self.ids, self.links = [], [], [], {}, [], [], []
        self.hidden = 0
        self.covering = []
        self.feed(source)
        self.close()
        if self.open:
            self.problems.append(f"left open: {self.open}")

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag in ("script", "iframe", "img", "link", "object", "form") or any(
            name.startswith("on") or name in ("src", "style") for name in attributes
        ):
            self.problems.append(f"a page for reading has {tag} {attributes}")
        if not attributes.get("href", "#").startswith("#"):
            self.problems.append(f"it leads elsewhere: {attributes['href']}")
        if "href" in attributes:
            self.links.append(attributes["href"][1:])
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag in VOID:
            return
        self.open.append(tag)
        if attributes.get("class") in ("h", "r"):
            self.hidden = self.hidden or len(self.open)
        if tag == "mark":
            self.covering.append(attributes.get("class"))
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th") and self.rows:
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.problems.append(f"</{tag}> closes nothing")
        if self.hidden > len(self.open):
            self.hidden = 0
        if tag == "mark":
            self.covering.pop()
        if tag == "p" and "div" in self.open:
            self.text.append("\n")

    def handle_data(self, data):
        if "table" in self.open and self.rows and self.rows[-1]:
            self.rows[-1][-1] += data
        if "p" in self.open and "div" in self.open and not self.hidden:
            self.text.append(data)
            for name in self.covering:
                code = name.split()[1] if " c" in name else "unknown"
                self.marks[code] = self.marks.get(code, "") + data


def export(path, code=0):
    run("export", path, "--format", "html", "--output", os.path.join(path, "page.html"), code=code)
    with open(os.path.join(path, "page.html"), encoding="utf-8") as file:
        page = Page(file.read())
    equal(page.problems, [], "the page")
    equal(len(page.ids), len(set(page.ids)), "ids are there once")
    equal(sorted(set(page.links) - set(page.ids)), [], "every link leads somewhere")
    return page


def lines_of(text):
    return [line for line in text.split("\n") if line]


def test_golden():
    text = "One <b>bold</b> & \"two\".\n\nA concern 😀 and a concession, both.\nشكرا end.\n"
    with folder() as path:
        at = text.index("concern")
        concern = annotation(text, [(at, at + 24)], note="<script>alert(1)</script>", attributes={"actor": "A & B"})
        inner = annotation(text, [(at + 8, at + 9)], "concession", unsure=True)
        pieces = annotation(text, [(0, 3), (text.index("شكرا"), text.index("شكرا") + 4)], "position")
        write(os.path.join(path, "a.txt"), text)
        write_sidecar(path, text, [concern, inner, pieces, link(inner["id"], concern["id"])], "maria")
        page = export(path)
        equal("".join(page.text).split("\n")[:-1], lines_of(text), "the article's lines")
        equal(page.marks["c1"], text[at:at + 24], "the concern")
        equal(page.marks["c2"], "😀", "the concession inside of it")
        equal(page.marks["c0"], "Oneشكرا", "the position in pieces")
        rows = [row for row in page.rows if row and row[0].isdigit()]
        equal([row[0] for row in rows], ["1", "2", "3"], "numbers in reading order")
        expect("<script>alert(1)</script>" in rows[1][3] and "A & B" in rows[1][3], f"note and actor: {rows[1]}")
        expect("→ 2" in rows[2][3], f"the link: {rows[2]}")


def test_random():
    seed = random.randrange(1 << 30)
    print(f"seed {seed}")
    rng = random.Random(seed)
    for _ in range(8):
        text = "".join(rng.choice("ab <&>\"'é😀\u0301م\n\n") for _ in range(rng.randrange(30, 400))) + "."
        items, wanted = [], {}
        for code, name in (("position", "c0"), ("concern", "c1"), ("concession", "c2"), ("outcome", "c3")):
            start = rng.randrange(len(text) - 1)
            end = rng.randrange(start + 1, len(text) + 1)
            items.append(annotation(text, [(start, end)], code))
            wanted[name] = text[start:end].replace("\n", "")
        with folder() as path:
            write(os.path.join(path, "a.txt"), text)
            write_sidecar(path, text, items, "maria")
            page = export(path)
            equal("".join(page.text).split("\n")[:-1], lines_of(text), "the article's lines")
            for name, quote in wanted.items():
                equal(page.marks.get(name, ""), quote, f"what {name} covers")


def test_line_ends():
    """Passages that begin or end with the end of a line have their number at the line, and both lead to each other."""
    text = "One.\nTwo.\n\n\nThree.\n"
    with folder() as top:
        path = os.path.join(top, "set")
        write(os.path.join(path, "a.txt"), text)
        items = [annotation(text, span, code) for span, code in (([(0, 5)], "position"), ([(4, 9)], "concern"), ([(3, 13)], "outcome"),
                                                                  ([(10, 12)], "concession"))]
        write_sidecar(path, text, items, "maria")
        page = export(path)
        equal(len([link for link in page.links if link.startswith("p1-")]), 3, "numbers in the text")
        equal(len([link for link in page.links if link.startswith("t1-")]), 3, "numbers in the table that lead there")
        run("export", path, "--format", "markdown", "--output", os.path.join(top, "page.md"), code=0)
        with open(os.path.join(top, "page.md"), encoding="utf-8") as file:
            note = file.read()
        for number in range(1, 5):
            equal(note.count(f"[^1-{number}]"), 2, f"footnote {number} and where it is")


def test_hostile():
    name = "<img src=x onerror=alert(1)>.txt"
    text = "</p></div><script>alert(1)</script>\x0b\x01 <!-- \" ' ]]> &amp; \u202e.\n"
    with folder() as path:
        write(os.path.join(path, name), text)
        item = annotation(text, [(0, 10)], "<i>code</i>", attributes={"<b>": "javascript:alert(1)"})
        sidecar = json.dumps(collection(text, [item], "maria", article=name))
        write(os.path.join(path, f"{name}.maria.postil.json"), sidecar)
        page = export(path)
        expect("<script>alert(1)</script>" in "".join(page.text), "the text is text")
        equal(page.marks, {"unknown": text[:10]}, "a code that the codebook lacks")
        expect("\x01" not in "".join(page.text), "no control characters")


def test_without_article():
    text = "Some words.\n"
    with folder() as path:
        write_sidecar(path, text, [annotation(text, [(0, 4)])], "maria")
        expect(any("Some" in cell for row in export(path, code=1).rows for cell in row), "the quote is still in the table")


test_golden()
test_without_article()
test_line_ends()
test_random()
test_hostile()
