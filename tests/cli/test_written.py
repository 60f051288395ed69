# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Formats that are written and not read: xlsx, tei and markdown, each opened by a reader of its own that knows
nothing of Postil, and compared with what `list` says. The workbook may not hold a formula, whatever people wrote."""

import csv
import io
import json
import os
import re
import sys
import xml.etree.ElementTree as ET
import zipfile

from common import annotation, equal, expect, folder, link, list_objects, new_id, run, write, write_sidecar

TEXT = ("A *bold* claim == here, said 😀 Joe [x](y).\n1. First = point\n   indented _x0041_ text\n\n# not a heading\n"
        "Cafe\u0301 שלום |pipe| $5 & <b>. \ufffe\uffff\n")
TEI = "{http://www.tei-c.org/ns/1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def at(words):
    start = TEXT.index(words)
    return start, start + len(words)


def make_folder(path):
    ids = [new_id() for _ in range(6)]
    items = [
        annotation(TEXT, [at("*bold* claim == here")], "concern", id=ids[0], note="=1+1\nsecond line\n- x",
                   attributes={"actor": "Joe \"B\"", "zeit": "+cmd|' /C calc'!A0"}, unsure=True),
        annotation(TEXT, [at("claim == here, said 😀 Joe"), at("שלום |pipe|")], "own code", id=ids[1]),
        annotation(TEXT, [(at("Joe [x]")[0], TEXT.index("1. F"))], "position", id=ids[2], attributes={"actor": "@SUM(A1)"}),
        annotation(TEXT, [at("= point\n   indented _x0041_")], "outcome", id=ids[3], note="-1"),
        annotation(TEXT, [at("said ")], "outcome", id=ids[4], note="x" * 40000),
        annotation(TEXT, [at("& <b>. \ufffe\uffff\n")], "position", note="\u0001 bell"),
        annotation("gone words" + TEXT, [(0, 10)], "concern", id=ids[5]),
        link(ids[0], ids[2]), link(ids[2], ids[1], "odd kind"), link(ids[2], "urn:x:nowhere"),
    ]
    write(os.path.join(path, "a.txt"), TEXT)
    write(os.path.join(path, "sub", "b <i>.txt"), "Nothing here.\n")
    write_sidecar(path, TEXT, items, "maria")
    write_sidecar(path, TEXT, [annotation(TEXT, [(0, 5)], "concern")], "ben", **{"schema:creativeWorkStatus": "done"})
    context = {"@vocab": "http://schema.org/", "id": "@id", "type": "@type"}
    write(os.path.join(path, "articles.json"), json.dumps({
        "@context": context, "id": "articles.json", "type": "ItemList", "schemaVersion": "1",
        "itemListElement": [{"id": "a.txt", "type": "Article", "name": "The <title>", "author": "Ann & Bob",
                             "datePublished": "2024-03-18", "url": "https://x.example/?a=1&b=2"}]}))


def without_nonsense(text):
    """As XML can write it."""
    return text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")


def export(path, name, *options):
    """The bytes, and the losses by kind."""
    out = os.path.join(path, "..", "out." + name)
    report = json.loads(run("export", path, "--format", name, "--output", out, "--json", *options, code=0).stdout)
    with open(out, "rb") as file:
        return file.read(), report["losses"]


def kinds(losses):
    return {loss["what"] for loss in losses}


def read_sheet(data):
    """The cells of a workbook's first sheet, as strings."""
    book = zipfile.ZipFile(io.BytesIO(data))
    equal(book.testzip(), None, "the workbook is whole")
    sheet = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))
    expect(not list(sheet.iter(SHEET + "f")), "there is no formula")
    rows = []
    for row in sheet.iter(SHEET + "row"):
        cells = {}
        for cell in row.iter(SHEET + "c"):
            text = "".join(t.text or "" for t in cell.iter(SHEET + "t")) if cell.get("t") == "inlineStr" else cell.find(SHEET + "v").text
            text = re.sub("_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m.group(1), 16)), text)
            column = 0
            for letter in re.match("[A-Z]+", cell.get("r")).group():
                column = column * 26 + ord(letter) - 64
            cells[column - 1] = text
        rows.append([cells.get(i, "") for i in range(max(cells) + 1)])
    return [row + [""] * (len(rows[0]) - len(row)) for row in rows]


def check_xlsx(path):
    if "\nxlsx " not in run("formats", code=0).stdout.decode():
        print("this postil-cli was built without xlsx")
        return
    data, losses = export(path, "xlsx")
    rows = read_sheet(data)
    table = list(csv.reader(io.StringIO(export(path, "csv")[0].decode(), newline="")))
    equal(rows[0], table[0], "the columns of xlsx are those of csv")
    for found, wanted in zip(rows[1:], table[1:], strict=True):
        equal(found, [cell[:32767] for cell in wanted], "a row")
    equal([loss["what"] for loss in losses if loss["what"] == "cut"], ["cut"], "what a cell cannot hold is listed")
    equal(data, export(path, "xlsx")[0], "the same set gives the same bytes")


def read_tei(data):
    """{annotation: (coder, code, pieces, quote, note, attributes, unsure)}, and the links."""
    corpus = ET.fromstring(data)
    codes = {c.get(XML_ID): c.get("n") for c in corpus.iter(TEI + "category")}
    found, links = {}, []
    for tei in corpus.iter(TEI + "TEI"):
        coders = {c.get(XML_ID): c.get("n") for c in tei.iter(TEI + "respStmt")}
        text, anchors = "", {}
        ab = tei.find(f".//{TEI}ab")
        text += ab.text or ""
        for anchor in ab:
            anchors["#" + anchor.get(XML_ID)] = len(text)
            text += anchor.tail or ""
        file = tei.find(f".//{TEI}idno[@type='file']").text
        equal(text, without_nonsense(TEXT) if file == "a.txt" else "Nothing here.\n", "the text of " + file)
        ids = {}
        for group in tei.iter(TEI + "spanGrp"):
            for span in group:
                place = (anchors[span.get("from")], anchors[span.get("to")]) if span.get("from") else None
                if span.get("prev"):
                    ids["#" + span.get(XML_ID)] = ids[span.get("prev")]
                    found[ids[span.get("prev")]]["pieces"].append(list(place))
                    continue
                notes = {n.get("type"): n.text for n in span if n.get("type") != "attribute"}
                ids["#" + span.get(XML_ID)] = span.get("n")
                if span.get("ana"):
                    equal(codes[span.get("ana")[1:]], notes["code"], "the code's category")
                found[span.get("n")] = {
                    "coder": coders[group.get("resp")[1:]], "code": notes["code"], "pieces": [list(place)] if place else [],
                    "quote": notes["quote"], "note": notes.get("comment"), "unsure": span.get("cert") == "low",
                    "created": notes.get("created"), "modified": notes.get("modified"),
                    "attributes": {n.get("n"): n.text for n in span if n.get("type") == "attribute"}}
        links += [(ids[t[0]], element.get("n"), ids[t[1]]) for element in tei.iter(TEI + "link") for t in [element.get("target").split()]]
    return found, links


def clean(value):
    return without_nonsense(value).replace("\u0001", "\ufffd") if isinstance(value, str) else value


def check_tei(path):
    data, losses = export(path, "tei")
    found, links = read_tei(data)
    wanted = {o["annotation"]: o for o in list_objects(path)}
    equal(sorted(found), sorted(wanted), "annotations in TEI")
    for key, item in found.items():
        for member, value in item.items():
            equal(value or "", clean(wanted[key][member] or ""), f"{member} of {key}")
    equal(sorted(links), sorted((o["annotation"], tie["kind"], tie["to"]) for o in wanted.values() for tie in o["links"]
                                if tie["to"] in wanted), "links in TEI")
    expect({"link", "broken-link"} <= kinds(losses), "what becomes of links is listed")
    expect(b"Ann &amp; Bob" in data and b"2024-03-18" in data, "what is known of the article is there")
    expect("metadata" not in kinds(losses), "and is no loss")


def check_markdown(path):
    data, losses = export(path, "markdown")
    text = data.decode()
    notes = re.findall(r"^\[\^(\d+-\d+)\]: \*\*(.*?)\*\* \((.*?)\): “(.*)”", text, re.MULTILINE)
    wanted = list_objects(path)
    equal(len(notes), len(wanted), "a footnote a passage")
    plain = [re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", quote) for _, _, _, quote in notes]
    equal(sorted(plain), sorted(o["quote"].replace("\n", " ") for o in wanted), "their quotes")
    for number, _, _, quote in notes:
        expect(text.count(f"[^{number}]") >= 2 or "gone words" in quote, f"[^{number}] stands in the text")
    equal(text.replace("\\==", "").count("==") % 2, 0, "highlights are closed")
    expect("<b>" not in text and "[x](y)" not in text and "\n# not" not in text, "what people wrote is no markup")
    expect({"passage", "status", "link"} <= kinds(losses), "what is not there is listed")


def main():
    with folder() as top:
        path = os.path.join(top, "set")
        make_folder(path)
        run("reanchor", path, "--accept", "exact", "--all")
        check_xlsx(path)
        check_tei(path)
        check_markdown(path)
        empty = os.path.join(top, "empty")
        os.mkdir(empty)
        for name in ("xlsx", "tei", "markdown", "graphml"):
            if name != "xlsx" or "\nxlsx " in run("formats", code=0).stdout.decode():
                expect(export(empty, name)[0], f"an empty folder gives a sound {name}")
        ET.fromstring(export(empty, "tei")[0])


sys.exit(main())
