# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""text, list, stats, formats, merge, export: their output, their exit codes, and odd names."""

import json
import os
import shutil
import subprocess

from common import (CLI, annotation, collection, equal, expect, folder, link, list_objects, run, run_json, write, write_sidecar)

TEXT = "One concern here 😀, and one concern there.\nStands open.\n"
COMMANDS = ("agree", "assign", "check", "compare", "export", "formats", "import", "list", "merge", "pack",
            "reanchor", "stats", "text", "unpack")


def test_usage():
    equal(run(code=2).stdout, b"", "nothing on stdout")
    expect(b"postil-cli 0." in run("--version", code=0).stdout, "--version")
    overview = run("--help", code=0).stdout.decode()
    for name in COMMANDS:
        expect(f"  {name} " in overview, f"--help names {name}")
        text = run(name, "--help", code=0).stdout.decode()
        expect("Example: postil-cli " + name in text, f"{name} --help has an example")
        equal(run(name, "--no-such-option", code=2).stdout, b"", f"{name}: an unknown option")
        run(name, *(["x"] if name == "formats" else []), code=2)
    run("no-such-command", code=2)
    run("export", ".", "--format", "csv", code=2)
    run("export", ".", "--output", "x.csv", code=2)
    run("export", ".", "--format", "nonsense", "--output", "x", code=2)
    run("export", ".", "--format", "jsonl", "--output", "-", "--excel", code=2)
    run("export", ".", "--format", "webannotation", "--output", "-", code=2)
    run("merge", "x", code=2)
    names = [f["name"] for f in run_json("formats", code=0)]
    equal(names, sorted(names), "formats in order")
    expect({"csv", "tsv", "jsonl", "webannotation"} <= set(names), "formats")
    for name in names:
        expect(name in run("formats", code=0).stdout.decode(), f"{name} in the table")


def test_text():
    with folder() as path:
        def text(data, *args, code=0, name="x.txt"):
            write(os.path.join(path, name), data)
            return run("text", os.path.join(path, name), *args, code=code)
        equal(text("\ufeffa\r\nb\rc\n\u2028d").stdout, "a\nb\nc\n\u2028d".encode(), "BOM and line ends")
        equal(text(b"").stdout, b"", "an empty file")
        equal(text("käse".encode("utf-16")).stdout, "käse".encode(), "UTF-16")
        equal(text(b"k\xe4se", "--encoding", "iso-8859-1").stdout, "käse".encode(), "--encoding")
        text(b"k\xe4se", "--encoding", "no-such-charset", code=2)
        text(b"a\0b", code=2)
        text(b"\xff\xfe\x00", "--encoding", "utf-8", code=2)
        for name, data in (("x.pdf", b"%PDF-1.4"), ("x.docx", b"PK\x03\x04..."), ("x.rtf", b"{\\rtf1 x"), ("x.html", b"")):
            expect(name.encode() in text(data, code=2, name=name).stderr, f"{name} says what is wrong with it")
        page = b"<html lang=en><title>A title</title><nav><a href=x>Home</a></nav><p>A caf\xe9, and more words than that.</p>"
        equal(text(page, "--encoding", "windows-1252", code=0, name="x.dat").stdout.decode(), "A café, and more words than that.\n", "a page")
        equal(text(b"{\\rtf1 one\\par two}", code=0, name="x.doc").stdout, b"one\n\ntwo\n", "rich text")
        about = json.loads(text(page, "--meta", code=0, name="x.htm").stdout)
        equal((about["title"], about["language"], about["kind"], about["url"]), ("A title", "en", "html", None), "--meta of a page")
        run("text", path, code=2)
        run("text", os.path.join(path, "nowhere"), code=2)
        meta = json.loads(text("äb", "--meta").stdout)
        equal((meta["characters"], meta["title"], meta["format"]), (2, None, "text/plain; charset=utf-8"), "--meta")
        out = os.path.join(path, "out.txt")
        text("a\r\n", "-o", out)
        equal(open(out, "rb").read(), b"a\n", "-o")
        text("a\r\n", "-o", os.path.join(path, "x.txt"), code=2)
        equal(open(os.path.join(path, "x.txt"), "rb").read(), b"a\r\n", "the article itself is never written")
        text("a", "-o", os.path.join(path, "no", "such", "folder"), code=2)
        if os.path.exists("/dev/full"):
            with open("/dev/full", "wb") as full:
                equal(subprocess.run([CLI, "text", out], stdout=full, stderr=subprocess.PIPE).returncode, 2, "a full disk")


def test_names():
    with folder() as path:
        for name in ("-a.txt", "b c.txt", "d\x1b[31m.txt", "e\nf.txt", "%s.txt"):
            write_sidecar(path, TEXT, [annotation(TEXT, [(0, 3)], article=name)], "maria", name)
            write(os.path.join(path, name), TEXT)
        odd = os.fsencode(path) + b"/g\xff.txt"
        open(odd, "wb").write(TEXT.encode())
        with open(odd + b".maria.postil.json", "w", encoding="utf-8") as file:
            json.dump(collection(TEXT, [annotation(TEXT, [(4, 11)])], "maria", "g"), file)
        equal(run_json("check", path, code=0)["annotations"], 6, "odd names")
        lines = run("list", path, code=0).stdout
        equal(lines.count(b"\n"), 6, "a line each")
        expect(b"\x1b" not in lines and "d\ufffd[31m.txt".encode() in lines, "no escape sequence")
        equal(len(list_objects(path)), 6, "as JSON")
        expect("-a.txt" in {o["article"] for o in list_objects(path)}, "exact in JSON")
        equal(run("text", "--", "-a.txt", code=0, cwd=path).stdout, TEXT.encode(), "after --")
        equal(len(list_objects(os.path.join(path, "b c.txt"))), 1, "an article as FOLDER")
        subprocess.run([CLI, "text", odd], check=True, stdout=subprocess.DEVNULL)
        run("export", path, "--format", "csv", "--output", os.path.join(path, "o.csv"), code=0)
        run("list", path, "--coder", "maria", "--code", "no\udcffsuch", code=0)


def test_escapes():
    evil = "a\u009b31m\x7fb"
    with folder() as path:
        text = evil + " text\n"
        write(os.path.join(path, "a.txt"), text)
        write_sidecar(path, text, [annotation(text, [(0, len(evil))], "c\x1b]0;x\x07", note="\x1b[2J",
                                              attributes={"actor": "\x1b[31m"})], "maria")
        for args in (("list", path), ("check", path), ("stats", path, "--by", "code"), ("stats", path, "--by", "code", "--by", "actor")):
            result = run(*args)
            shown = (result.stdout + result.stderr).decode()
            expect(not any(c in shown for c in "\x1b\x07\x7f\u009b"), f"{args[0]} is safe to print")
        equal(list_objects(path)[0]["quote"], evil, "JSON is exact")
        equal(list_objects(path)[0]["note"], "\x1b[2J", "JSON is exact")
        for result in (run("text", os.path.join(path, "\x1b[31m")), run("\x1b[31m"), run("list", "\x1b[2J")):
            expect(b"\x1b" not in result.stderr and result.returncode == 2, "nor do messages carry them")


def test_escapes_everywhere():
    """Article names, quotes, codes, notes and attributes of a stranger, in every command that prints them."""
    evil = "\x1b]0;owned\x07\x1b[2J\u009b31m\x7f\x08"
    with folder() as path:
        text = f"One {evil} two.\nThree {evil} four.\n"
        name = f"a{evil}.txt".replace("/", "")
        write(os.path.join(path, name), text + "changed")

        def item(note, **changes):
            return dict(annotation(text, [(0, 9)], f"c{evil}", article=name, note=note, attributes={f"x{evil}": evil}), **changes)
        one = item(evil, id=f"urn:x:{evil}")
        for coder in ("maria", "jonas"):
            write_sidecar(path, text, [one, link(one["id"], f"gone{evil}", f"kind{evil}")], coder, name)
        other = os.path.join(path, "..", os.path.basename(path) + ".json")
        write(other, json.dumps(collection(text, [dict(one, body=item("x")["body"])], "maria", f"z{evil}")))
        table = os.path.join(path, "..", os.path.basename(path) + ".csv")
        write(table, f"article,coder,code,start,end,quote\n{name},maria,c{evil},0,3,{evil}\n{evil},m{evil},c,0,3,x\n")
        both = ("--coder", "maria", "--coder", "jonas")
        try:
            for args in (("list", path), ("check", path), ("stats", path, "--by", "article", "--by", "code"), ("reanchor", path, "--all"),
                         ("agree", path, *both, "--by", "code", "--by", "article"), ("compare", path, "--key", "maria"), ("formats",),
                         ("merge", "-o", other + ".out", os.path.join(path, f"{name}.maria.postil.json"), other),
                         ("import", table, "--into", path), ("export", path, "--format", "csv", "--output", table + ".out"),
                         ("export", path, "--format", evil, "--output", "x"), ("list", path, "--code", f"c{evil}"), ("text", evil), (evil,)):
                result = run(*args)
                shown = (result.stdout + result.stderr).decode()
                expect(not any(c in shown for c in "\x1b\x07\x7f\x08\u009b"), f"{args[0]!r} is safe to print: {shown!r}")
                expect(shown.strip(), f"{args[0]!r} says something")
        finally:
            for path in (other, other + ".out", table, table + ".out"):
                if os.path.exists(path):
                    os.unlink(path)


def test_stats():
    with folder() as path:
        write(os.path.join(path, "a.txt"), "x" * 80)
        write(os.path.join(path, "b.txt"), "y" * 20)
        a = annotation
        write_sidecar(path, "x" * 80, [a("x" * 80, [(0, 10)]), a("x" * 80, [(5, 20)], "position", attributes={"actor": "A"})], "maria")
        write_sidecar(path, "x" * 80, [a("x" * 80, [(8, 12)])], "jonas")
        write_sidecar(path, "y" * 20, [a("y" * 20, [(0, 5), (10, 15)], attributes={"actor": "A"})], "maria", "b.txt")

        def rows(*args):
            return run_json("stats", path, *args, code=0)["rows"]
        equal(rows(), [{"annotations": 4, "characters": 30, "share": .3}], "all")
        by_code = {r["code"]: (r["annotations"], r["characters"], r["share"]) for r in rows("--by", "code")}
        equal((by_code["concern"], by_code["position"]), ((3, 22, .22), (1, 15, .15)), "by code")
        equal(by_code["outcome"], (0, 0, 0), "a code that nobody used")
        equal([(r["coder"], r["characters"]) for r in rows("--by", "coder")], [("jonas", 4), ("maria", 30)], "by coder")
        equal([(r["article"], r["share"]) for r in rows("--by", "article")], [("a.txt", .25), ("b.txt", .5)], "by article")
        equal([(r["actor"], r["annotations"]) for r in rows("--by", "actor")], [(None, 2), ("A", 2)], "by attribute")
        equal({(r["code"], r["coder"]): r["annotations"] for r in rows("--by", "code", "--by", "coder")},
              {("position", "maria"): 1, ("concern", "jonas"): 1, ("concern", "maria"): 2}, "crossed")
        equal(rows("--code", "position")[0]["characters"], 15, "--code")
        equal(rows("--coder", "jonas")[0]["annotations"], 1, "--coder")
        table = run("stats", path, "--by", "code", "--by", "coder", code=0).stdout.decode().splitlines()
        equal(table[0].split(), ["code", "jonas", "maria"], "the head of the cross table")
        equal([line.split() for line in table[1:]], [["position", "0", "1"], ["concern", "1", "2"]], "the cross table")
        expect("30.0 %" in run("stats", path, code=0).stdout.decode(), "the share")
        run("stats", path, "--by", "nonsense", code=2)


def test_export():
    with folder() as path:
        write(os.path.join(path, "a.txt"), TEXT)
        one = annotation(TEXT, [(0, 3)], note="=cmd()", attributes={"actor": "@x", "new": "-1"})
        name = write_sidecar(path, TEXT, [one, link(one["id"], one["id"])], "maria", **{"schema:unknown": 1.50})
        out = os.path.join(path, "o.csv")
        plain = run_json("export", path, "--format", "csv", "--output", out, code=0)
        equal(sorted({l["what"] for l in plain["losses"]}), ["link"], "losses of csv")
        expect(b'=cmd()' in open(out, "rb").read() and b"'=cmd()" not in open(out, "rb").read(), "untouched")
        excel = run_json("export", path, "--format", "csv", "--output", out, "--excel", code=0)
        equal([l["what"] for l in excel["losses"]].count("guarded"), 3, "each guarded cell is announced")
        data = open(out, "rb").read()
        expect(data.startswith(b"\xef\xbb\xbfarticle,") and b"'=cmd()" in data and b"'@x" in data and b"'-1" in data, "guarded")
        expect(b",actor,new,links," in data.split(b"\r\n")[0], "an attribute that the codebook lacks has its column")
        web = os.path.join(path, "..", os.path.basename(path) + "-web")
        run("export", path, "--format", "webannotation", "--output", web, code=0)
        try:
            equal(sorted(os.listdir(web)), ["a.txt", "a.txt.maria.jsonld"], "a collection an article and coder")
            equal(json.load(open(os.path.join(web, "a.txt.maria.jsonld")))["schema:unknown"], 1.5, "unknown members too")
        finally:
            shutil.rmtree(web)
        for over in (path, os.path.join(path, "a.txt"), name):
            format = "webannotation" if over == path else "csv"
            before = open(over, "rb").read() if over != path else None
            run("export", path, "--format", format, "--output", over, code=2)
            expect(before is None or open(over, "rb").read() == before, "never over what it is made from")
        write(os.path.join(path, "b.txt.maria.postil.json"), "{")
        run("export", path, "--format", "jsonl", "--output", out, code=1)
        equal(open(out, "rb").read().count(b"\n"), 1, "the rest goes on")
        equal([n for n in os.listdir(path) if n.startswith(".")], [], "no temporary file is left")
        if os.path.exists("/dev/full"):
            run("export", path, "--format", "csv", "--output", "/dev/full", code=2)


def test_merge():
    with folder() as path:
        base, gone, both = (annotation(TEXT, [span], code)
                            for span, code in (((0, 3), "concern"), ((4, 11), "concern"), ((12, 16), "position")))

        def noted(item, note, **changes):
            return dict(item, body=both["body"][:1] + [{"type": "TextualBody", "purpose": "commenting",
                                                        "format": "text/plain", "value": note}], **changes)
        newer = noted(both, "new", modified="2026-11-23T11:00:00Z")
        added = annotation(TEXT, [(20, 23)])
        common = collection(TEXT, [base, gone, both], "maria")

        def file(name, items):
            whole = dict(common, total=len(items), first=dict(common["first"], items=items))
            write(os.path.join(path, name), json.dumps(whole, indent=2))
            return os.path.join(path, name)

        def ids(name):
            return sorted(i["id"] for i in json.load(open(name))["first"]["items"])
        o, a, b = file("o", [base, gone, both]), file("a", [base, both]), file("b", [base, gone, newer, added])
        out = os.path.join(path, "out")
        run("merge", "-o", out, a, b, code=0)
        equal(ids(out), sorted(x["id"] for x in (base, gone, both, added)), "union")
        equal(run_json("merge", "-o", out, a, b, "--base", o, code=0)["annotations"], 3, "three-way")
        equal(ids(out), sorted(x["id"] for x in (base, both, added)), "what one side removed is removed")
        expect('"new"' in open(out).read(), "the newer one")
        first = open(out, "rb").read()
        run("merge", "-o", out, b, a, "--base", o, code=0)
        equal(open(out, "rb").read(), first, "the same whichever is named first")
        other = os.path.join(path, "other")
        write(other, json.dumps(collection(TEXT, [base], "jonas")))
        run("merge", "-o", out, a, other, code=2)
        write(other, "{")
        run("merge", "-o", out, a, other, code=2)
        equal(open(out, "rb").read(), first, "nothing is written then")
        c, d = file("c", [base, noted(both, "one")]), file("d", [base, noted(both, "other")])
        run("merge", "-o", out, c, d, "--base", o, code=1)
        write(os.path.join(path, "empty"), "")
        run("merge", "-o", a, a, b, "--base", os.path.join(path, "empty"), code=0)
        equal(len(ids(a)), 4, "an empty base is none; OUT may be one of the sidecars")


def test_merge_driver():
    if shutil.which("git") is None:
        print("git is not there: the merge driver was not tried")
        return
    with folder() as path:
        def git(*args):
            return subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *args],
                                  cwd=path, check=True, capture_output=True)
        one, two, three = (annotation(TEXT, [span]) for span in ((0, 3), (4, 11), (12, 16)))
        rest = collection(TEXT, [], "maria")
        page = {"id": "urn:uuid:6f14e45f-ceea-467e-9aab-2d5f0c0a5b12", "type": "AnnotationPage", "startIndex": 0}

        def save(*items):
            write(os.path.join(path, "a.txt.maria.postil.json"),
                  json.dumps(dict(rest, total=len(items), first=dict(page, items=items)), indent=2))
            git("add", "-A")
            git("commit", "-qm", "x")
        git("init", "-q", "-b", "main")
        git("config", "merge.postil.driver", f"'{CLI}' merge --quiet --base %O -o %A %A %B")
        write(os.path.join(path, ".gitattributes"), "*.postil.json merge=postil\n")
        write(os.path.join(path, "a.txt"), TEXT)
        save(one)
        git("switch", "-qc", "other")
        save(one, two)
        git("switch", "-q", "main")
        save(one, three)
        git("merge", "-q", "other", "-m", "merged")
        equal(sorted(o["annotation"] for o in list_objects(path)), sorted(x["id"] for x in (one, two, three)), "git merges")


test_usage()
test_text()
test_names()
test_escapes()
test_escapes_everywhere()
test_stats()
test_export()
test_merge()
test_merge_driver()
