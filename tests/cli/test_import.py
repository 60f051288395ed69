# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Imports that go wrong in parts: each bad row is named with file and line, the rest comes
in, nothing is put at a wrong place, nothing that stands there is lost."""

import json
import os

from common import (annotation, equal, expect, folder, link, list_objects, new_id, run, run_json, write, write_sidecar)

TEXT = "One concern here 😀, and one concern there.\nCafe\u0301 stands open.\n"
HEAD = "article,coder,annotation,code,code_label,start,end,pieces,quote,before,after,note,unsure,actor,links,created,modified\r\n"


def row(start, end, quote, code="concern", coder="maria", article="a.txt", id="", pieces="", before="", note=""):
    cells = [article, coder, id, code, "", str(start), str(end), pieces, quote, before, "", note, "", "", "", "", ""]
    return ",".join('"' + c.replace('"', '""') + '"' if c else "" for c in cells) + "\r\n"


def import_rows(path, rows, *args, code=None, name="t.csv", head=HEAD):
    write(os.path.join(path, "a.txt"), TEXT)
    table = os.path.join(path, "..", os.path.basename(path) + "-" + name)
    write(table, head + "".join(rows))
    try:
        return run_json("import", table, "--into", path, *args, code=code)
    finally:
        os.unlink(table)


def found(result, where):
    return [(e["line"], e["what"]) for e in result[where]]


def test_rows():
    with folder() as path:
        result = import_rows(path, [
            row(4, 11, "concern"),                      # 2: right
            row(5, 12, "One concern"),                  # 3: one place only: moved
            row(5, 12, "concern"),                      # 4: two places, at neither: no place
            row(24, 99999, "there"),                    # 5: past the end, moved
            row(0, 3, "not in there"),                  # 6: nowhere
            row(1, 2, "x", article="b.txt"),            # 7: no such article
            row("4x", 11, "stands open"),               # 8: no offset; found by its quote
            "too,few\r\n",                              # 9
            row(0, 3, "One", code=""),                  # 10: no code
            row(3, 3, ""),                              # 11: an empty range without a quote
            row(9, 8, "concern", before="and one "),    # 12: the context tells which
            'a.txt,maria,,concern,,0,3,,"One" x,,,,,,,,\r\n',  # 13: text after a quote
            row(0, 0, "", pieces="0-3;24-27"),          # 14: pieces without a quote
            row(17, 18, "😀", code="own"),              # 15
            "\r\n",                                     # blank: nothing
            row(0, 3, "One", article="../evil.txt"),    # 17
        ], code=1)
        equal(found(result, "losses"), [(8, "range"), (3, "moved"), (5, "moved"), (12, "moved")], "losses")
        equal(sorted(found(result, "errors")),
              [(4, "quote-mismatch"), (6, "quote-mismatch"), (7, "no-article"), (9, "malformed"), (10, "no-code"),
               (11, "range"), (13, "malformed"), (17, "no-article")], "errors")
        expect(all(e["file"].endswith("t.csv") for e in result["losses"] + result["errors"]), "files")
        placed = sorted(((o["pieces"], o["quote"]) for o in list_objects(path)), key=str)
        for pieces, quote in placed:
            if pieces:
                equal(" ".join(TEXT[s:e] for s, e in pieces), quote, "no wrong place")
        equal([quote for pieces, quote in placed if not pieces], ["concern", "not in there"], "kept without a place")
        equal(sorted(pieces[0] for pieces, quote in placed if quote == "concern" and pieces), [[4, 11], [28, 35]], "by context")
        equal([pieces for pieces, quote in placed if quote == "One one"], [[[0, 3], [24, 27]]], "two pieces")
        equal(result["annotations"], 9, "annotations")
        expect(not os.path.exists(os.path.join(path, "..", "evil.txt")), "never outside")
        again = [o["annotation"] for o in list_objects(path)]
        import_rows(path, [row(4, 11, "concern")], code=0)
        equal([o["annotation"] for o in list_objects(path)], again, "the same row has the same id")


def test_dialects():
    with folder() as path:
        semicolons = import_rows(path, ["a.txt;concern;4;11;concern\r\n"], head="article;code;start;end;quote\r\n", code=0)
        equal((semicolons["dialect"], semicolons["annotations"]), ("semicolons", 1), "as a German spreadsheet saves")
        equal(list_objects(path)[0]["coder"], "imported", "without a coder")
        result = import_rows(path, ["concern\ta.txt\tstands open\r\n"], "--coder", "lea", name="t.tsv",
                             head="code\tarticle\tquote\r\n", code=0)
        equal((result["format"], result["annotations"]), ("tsv", 1), "tsv, by the quote alone")
        equal([o["quote"] for o in list_objects(path, "--coder", "lea")], ["stands open"], "--coder")
        bom = import_rows(path, [row(0, 3, "One", coder="bom")], head="\ufeff" + HEAD, code=0)
        equal(bom["annotations"], 1, "with a BOM")
        names = import_rows(path, [row(0, 3, "One", coder="a b"), row(4, 11, "concern", coder="a.b")], code=0)
        equal(sorted(l["what"] for l in names["losses"]), ["coder-name"] * 2, "names that no sidecar can bear")
        equal(len({o["coder"] for o in list_objects(path) if o["coder"].startswith("a-b")}), 2, "two coders stay two")
        run("import", os.path.join(path, "a.txt"), "--format", "csv", "--into", path, code=0)
        run("import", os.path.join(path, "nowhere.csv"), "--into", path, code=2)
        run("import", os.path.join(path, "a.txt"), "--format", "nonsense", "--into", path, code=2)
        run("import", os.path.join(path, "a.txt"), code=2)


def test_jsonl():
    with folder() as path:
        write(os.path.join(path, "a.txt"), TEXT)
        good = {"article": "a.txt", "coder": "maria", "code": "concern", "start": 4, "end": 11, "quote": "concern",
                "attributes": {"actor": "X", "n": 3}, "extra": [1, {"a": 2}]}
        lines = [json.dumps(good), "", "{broken", json.dumps(dict(good, start="4")), "[]",
                 json.dumps({"article": "a.txt", "code": "concern", "quote": "stands"})]
        table = os.path.join(path, "t.jsonl")
        write(table, "\n".join(lines))
        result = run_json("import", table, "--into", path, code=1)
        equal(found(result, "errors"), [(3, "malformed"), (4, "schema"), (5, "schema")], "bad lines")
        equal(found(result, "losses"), [(1, "member")], "a member that is not known")
        equal(sorted((o["quote"], o["coder"]) for o in list_objects(path)), [("concern", "maria"), ("stands", "imported")], "rest")
        equal([o["attributes"] for o in list_objects(path, "--coder", "maria")], [{"actor": "X", "n": "3"}], "attributes")


def test_merging():
    with folder() as path:
        write(os.path.join(path, "a.txt"), TEXT)
        mine = annotation(TEXT, [(0, 3)], note="mine", modified="2026-11-23T12:00:00Z")
        name = write_sidecar(path, TEXT, [mine], "maria", **{"schema:unknown": [1.50, "\u00e9"]})
        result = import_rows(path, [row(0, 3, "One", id=mine["id"], note="theirs"), row(4, 11, "concern", id=new_id())], code=0)
        equal(result["sidecars"], 1, "merged")
        equal(sorted((o["quote"], o["note"]) for o in list_objects(path)), [("One", "mine"), ("concern", "")], "both, the newer")
        expect(b'"schema:unknown"' in open(name, "rb").read(), "what Postil does not know survives")
        result = import_rows(path, [row(0, 3, "One", id=mine["id"], note="else").replace(",,,,,\r\n", ",,,,,2026-11-23T12:00:00Z\r\n")], code=1)
        equal([l["what"] for l in result["losses"]], ["conflict"], "equally new, but different: listed")
        write(name, "{ broken")
        result = import_rows(path, [row(4, 11, "concern")], code=1)
        equal([e["what"] for e in result["errors"]], ["malformed"], "a broken sidecar is named")
        equal(open(name).read(), "{ broken", "and never overwritten")
        second = os.path.join(path, "..", os.path.basename(path) + "-a")
        write(os.path.join(second, "a.txt"), "Another text.\r\n")
        run_json("import", os.path.join(second, "a.txt"), "--into", path, code=0)
        equal(open(os.path.join(path, "a.txt"), encoding="utf-8").read(), TEXT, "an article is never overwritten")
        equal(open(os.path.join(path, "a-2.txt"), "rb").read(), b"Another text.\n", "the other one stands beside it")
        write(os.path.join(second, "a.txt"), TEXT.replace("\n", "\r\n"))
        run_json("import", os.path.join(second, "a.txt"), "--into", path, code=0)
        expect(not os.path.exists(os.path.join(path, "a-3.txt")), "the same text is the same article")


W3C = {
    "@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage", "id": "http://example.org/page",
    "items": [
        {"id": "http://example.org/1", "type": "Annotation", "motivation": "tagging", "creator": "http://example.org/people/ann",
         "created": "2026-11-23T11:00:00+01:00",
         "body": [{"type": "TextualBody", "value": "first"}, {"type": "TextualBody", "purpose": "tagging", "value": "second"},
                  {"type": "TextualBody", "purpose": "commenting", "value": "A note."}],
         "target": {"source": "http://example.org/docs/a.txt#x", "selector": [
             {"type": "TextPositionSelector", "start": 21, "end": 24}, {"type": "TextQuoteSelector", "exact": "and"}]}},
        {"id": "http://example.org/2", "type": ["Annotation"], "bodyValue": "Just a comment",
         "creator": {"type": "Person", "nickname": "bob", "name": "Bob B."},
         "target": {"source": {"id": "a.txt"}, "selector": {"type": "TextPositionSelector", "start": 19, "end": 20}}},
        {"id": "http://example.org/3", "type": "Annotation", "motivation": "highlighting",
         "target": [{"source": "a.txt", "selector": {"type": "TextQuoteSelector", "exact": "concern", "prefix": "and one "}},
                    {"source": "a.txt", "selector": {"type": "TextQuoteSelector", "exact": "open"}}]},
        {"id": "http://example.org/4", "type": "Annotation", "target": "a.txt"},
        {"id": "http://example.org/5", "type": "Annotation", "target": {"source": "a.txt", "selector": {"type": "CssSelector", "value": "p"}}},
        {"id": "http://example.org/6", "type": "Annotation",
         "target": {"source": "gone.txt", "selector": {"type": "TextQuoteSelector", "exact": "One"}}},
    ]}


def test_foreign():
    with folder() as path:
        write(os.path.join(path, "a.txt"), TEXT)
        table = os.path.join(path, "x.jsonld")
        write(table, json.dumps(W3C))
        result = run_json("import", table, "--into", path, code=1)
        equal((result["format"], result["dialect"]), ("webannotation", "utf-16-offsets"), "browsers count UTF-16 units")
        objects = {(o["coder"], o["code"]): o for o in list_objects(path)}
        equal(sorted(objects), [("ann", "first"), ("ann", "second"), ("bob", "highlighting"), ("imported", "highlighting")], "rows")
        equal(objects["ann", "first"]["pieces"], [[20, 23]], "offsets are converted")
        equal((objects["ann", "first"]["note"], objects["ann", "first"]["created"]), ("A note.", "2026-11-23T10:00:00Z"), "note, time")
        equal((objects["bob", "highlighting"]["quote"], objects["bob", "highlighting"]["note"]), (",", "Just a comment"), "position alone")
        equal(objects["imported", "highlighting"]["pieces"], [[28, 35], [56, 60]], "quotes alone, two pieces")
        equal(sorted(e["what"] for e in result["errors"]), ["no-article", "target", "target"], "errors")
        for data in (b"{", b"[" * 100000, b'{"a":1}', b"", b'"x"', b"[[], {}]", b'{"type":"AnnotationCollection","first":"http://x/"}'):
            write(table, data)
            result = run("import", table, "--into", path, "--format", "webannotation")
            expect(result.returncode in (1, 2), f"{data[:40]!r} is no clean import")


def test_documents():
    with folder() as path, folder() as there:
        write(os.path.join(path, "pages", "a.html"), "<html><nav><a href=x>Home</a></nav><article><p>One café.</p><p>Two.</p></article>")
        write(os.path.join(path, "b.rtf"), b"{\\rtf1 three}")
        write(os.path.join(path, "c.aspx"), "<!doctype html><title>t</title><p>four and five")
        write(os.path.join(path, "broken.docx"), b"PK\x03\x04")
        result = run_json("import", path, os.path.join(path, "c.aspx"), "--into", there, code=1)
        equal((result["articles"], len(result["errors"])), (3, 1), "all but the broken one")
        expect("broken.docx" in result["errors"][0]["file"], "which one")
        texts = sorted(open(os.path.join(folder_, name), encoding="utf-8").read()
                       for folder_, _, names in os.walk(there) for name in names if name.endswith(".txt"))
        equal(texts, ["One café.\n\nTwo.\n", "four and five\n", "three\n"], "their texts")


test_documents()
test_rows()
test_dialects()
test_jsonl()
test_merging()
test_foreign()
