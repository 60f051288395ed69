# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Documents become articles: what is known of them stands in articles.json, comes out with
exports and back with imports, and is never lost to a second import or another writer."""

import csv
import hashlib
import json
import os
import pathlib
import signal
import subprocess
import sys
import threading
import time

import jsonschema

from common import CLI, annotation, equal, expect, folder, run, run_json, write, write_sidecar

PAGE = """<!doctype html><html lang="en"><head><title>Rafah looms</title>
<meta name="author" content="Ann Lee"><meta property="article:published_time" content="2026-11-20T08:00:00Z">
</head><body><article><h1>Rafah looms</h1><p>{0} first paragraph, of some length, with commas.</p>
<p>The second paragraph, too, is here, so that there is something to read.</p></article></body></html>"""


def same(found, wanted):
    equal(found, wanted, "what came of the documents")


def load(path):
    with open(os.path.join(path, "articles.json"), encoding="utf-8") as file:
        value = json.load(file)
    schema = pathlib.Path(__file__).parents[2] / "data" / "schema" / "articles.schema.json"
    jsonschema.validate(value, json.loads(schema.read_text(encoding="utf-8")))
    return {item["id"]: item for item in value["itemListElement"]}


def test_records():
    with folder() as source, folder() as path:
        page = PAGE.format("The").encode()
        write(os.path.join(source, "20261123_Zeit_Rafah.html"), page)
        write(os.path.join(source, "old.txt"), "caf\xe9 au lait, d\xe9j\xe0 vu\r\n".encode("latin-1"))
        write(os.path.join(source, "plain.txt"), "Nothing is known of it.\n")
        write(os.path.join(source, "..", os.path.basename(source) + ".csv"), "file,title\nold.txt,Old\nnone,None\n")
        table = source + ".csv"
        result = run_json("import", source, "--into", path, "--pattern", "{date}_{publisher}_{title}",
                          "--metadata", table, "--keep-original", code=0)
        os.unlink(table)
        same(sorted(e["what"] for e in result["losses"] if e["what"] != "charset"),
              ["metadata", "metadata", "pattern", "pattern", "unused"])
        items = load(path)
        rafah = items["20261123_Zeit_Rafah.txt"]
        same([rafah[k] for k in ("name", "author", "datePublished", "publisher", "inLanguage")],
              ["Rafah", "Ann Lee", "2026-11-23", "Zeit", "en"])
        same(rafah["isBasedOn"]["sha256"], hashlib.sha256(page).hexdigest())
        same(items["old.txt"]["name"], "Old")
        expect("plain.txt" not in items, "nothing is known of a plain text")
        expect(os.path.exists(os.path.join(path, "20261123_Zeit_Rafah.html")), "the original is kept")
        expect(os.path.exists(os.path.join(path, "old.txt.original")), "the original of a text is kept")
        expect(not os.path.exists(os.path.join(path, "plain.txt.original")), "a text is its own original")


def test_split():
    """One file of three articles; without --split it is one."""
    def article(number):
        return (f"Pier {number}\n\nThe Tide\n\nNovember 1{number}, 2026 Thursday\n\nCopyright 2026 The Tide\n\nByline: By Ada Quill\n\n"
                f"Body\n\nText {number} 😀 is here.\n\nClassification\n\nLanguage: ENGLISH\n\nEnd of Document\n\n")

    with folder() as source, folder() as path, folder() as whole:
        export = os.path.join(source, "export.txt")
        write(export, "About LexisNexis\n\n" + "".join(article(n) for n in (1, 2, 3)))
        equal(run_json("import", export, "--into", path, "--split", code=0)["articles"], 3, "articles")
        items = load(path)
        same(sorted(items), ["export-001.txt", "export-002.txt", "export-003.txt"])
        for number in (1, 2, 3):
            name = f"export-00{number}.txt"
            same(open(os.path.join(path, name), encoding="utf-8").read(), f"Text {number} 😀 is here.\n")
            same([items[name][k] for k in ("name", "author", "datePublished", "publisher", "inLanguage")],
                 [f"Pier {number}", "Ada Quill", f"2026-11-1{number}", "The Tide", "en"])
            same(items[name]["isBasedOn"]["sha256"], hashlib.sha256(open(export, "rb").read()).hexdigest())
        equal(run_json("import", export, "--into", whole, code=0)["articles"], 1, "articles")


def test_second_import():
    with folder() as source, folder() as path:
        write(os.path.join(source, "a.html"), PAGE.format("The"))
        run("import", source, "--into", path, code=0)
        file = os.path.join(path, "articles.json")
        text = open(file, encoding="utf-8").read().replace('"Ann Lee"', '"Ann B. Lee",\n      "keywords": "war"')
        write(file, text)
        run("import", source, "--into", path, code=0)
        same(open(file, encoding="utf-8").read(), text)
        write(file, text[:200])
        result = run_json("import", source, "--into", path)
        same([e["what"] for e in result["errors"]], ["malformed"])
        same(open(file, encoding="utf-8").read(), text[:200])


def test_writers_at_once():
    with folder() as source, folder() as path:
        for i in range(8):
            write(os.path.join(source, f"{i}.html"), PAGE.format(f"The {i}th"))
        threads = [threading.Thread(target=subprocess.run, daemon=True, kwargs={
            "args": [CLI, "import", os.path.join(source, f"{i}.html"), "--into", path, "--quiet"]}) for i in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        same(sorted(load(path)), [f"{i}.txt" for i in range(8)])


def test_interrupted():
    """Ctrl+C in the midst of a batch leaves whole articles and what is known of them, nothing else."""
    n_pages = 300
    with folder() as source, folder() as path, folder() as other:
        for i in range(n_pages):
            write(os.path.join(source, f"{i:04}.html"), PAGE.format(f"The {i}th") + "<!-- filler -->" * 4000)
        child = subprocess.Popen([CLI, "import", source, "--into", path], stderr=subprocess.PIPE, text=True)
        while child.poll() is None and not os.listdir(path):
            time.sleep(0.002)
        child.send_signal(signal.SIGINT)
        error = child.communicate()[1]
        equal(child.returncode, 1, error)
        expect("interrupted" in error, error)
        names = sorted(os.listdir(path))
        expect(1 < len(names) < n_pages, f"stopped on the way: {len(names)}")
        same(names, sorted(load(path)) + ["articles.json"])
        run("import", source, "--into", path, code=0)
        run("import", source, "--into", other, code=0)
        for name in sorted(os.listdir(other)):
            same(open(os.path.join(path, name), "rb").read(), open(os.path.join(other, name), "rb").read())


def test_memory_of_a_batch():
    """What a batch needs does not grow with the batch."""
    def peak(n_pages):
        with folder() as source, folder() as path:
            for i in range(n_pages):
                write(os.path.join(source, f"{i:04}.html"), PAGE.format(f"The {i}th") + "<!-- filler -->" * 30000)
            script = ("import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True);"
                      "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
            done = subprocess.run([sys.executable, "-c", script, CLI, "import", source, "--into", path, "--quiet"],
                                  check=True, capture_output=True, text=True)
            return int(done.stdout) / 1024

    small, large = peak(30), peak(150)
    expect(large < small + 40 or "ASAN_OPTIONS" in os.environ, f"150 pages of 450 KB take {large:.0f} MB, 30 take {small:.0f} MB")


def test_exports_carry_it():
    with folder() as source, folder() as path, folder() as back:
        write(os.path.join(source, "a.html"), PAGE.format("The"))
        run("import", source, "--into", path, code=0)
        text = open(os.path.join(path, "a.txt"), encoding="utf-8").read()
        write_sidecar(path, text, [annotation(text, [(0, 5)])], "maria")
        table = os.path.join(path, "set.csv")
        run("export", path, "--format", "csv", "--output", table, code=0)
        with open(table, encoding="utf-8", newline="") as file:
            row = next(csv.DictReader(file))
        same([row["article:title"], row["article:author"], row["article:original"]], ["Rafah looms", "Ann Lee", "a.html"])
        lines = os.path.join(path, "set.jsonl")
        run("export", path, "--format", "jsonl", "--output", lines, code=0)
        same(json.loads(open(lines, encoding="utf-8").readline())["metadata"]["author"], "Ann Lee")
        for file in (table, lines):
            with folder() as other:
                write(os.path.join(other, "a.txt"), text)
                run("import", file, "--into", other, code=0)
                same(load(other), load(path))
        result = run_json("export", path, "--format", "brat", "--output", os.path.join(back, "brat"), code=0)
        expect("metadata" in [e["what"] for e in result["losses"]], "a format that does not hold it says so")
        run("import", path, "--into", os.path.join(back, "copy"))
        same(load(os.path.join(back, "copy"))["a.txt"]["author"], "Ann Lee")


def test_wrong_usage():
    with folder() as path:
        write(os.path.join(path, "a.txt"), "Text.\n")
        for args in (["--pattern", "{colour}"], ["--pattern", "x"], ["--metadata", os.path.join(path, "none.csv")],
                     ["--metadata", os.path.join(path, "a.txt")]):
            result = run("import", os.path.join(path, "a.txt"), "--into", os.path.join(path, "to"), *args, code=2)
            expect(result.stderr.strip() != b"", "it says why")


def test_old_documents():
    """A folder of them is not passed over in silence; what is only called so is read."""
    with folder() as path:
        source, target = os.path.join(path, "in"), os.path.join(path, "to")
        os.mkdir(source)
        for name, data in (("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)), ("rich.doc", b"{\\rtf1 Some text.\\par}")):
            with open(os.path.join(source, name), "wb") as file:
                file.write(data)
        result = run("import", source, "--into", target, code=1)
        expect("old.doc" in result.stderr.decode() and "DOCX" in result.stderr.decode(), "it says what to do")
        same(sorted(os.listdir(target)), ["articles.json", "rich.txt"])


def test_same_bytes():
    """The same documents give the same bytes whatever the computer's language, time zone, number of cores and folders."""
    trees = []
    with folder() as path:
        source = os.path.join(path, "in")
        os.mkdir(source)
        for number in range(24):
            write(os.path.join(source, f"{number}.html"), PAGE.format(number))
        with open(os.path.join(source, "news.txt"), "wb") as file:
            file.write("Президент выразил обеспокоенность ситуацией в регионе. Министр иностранных дел заявил об этом.\n".encode("cp1251"))
        for name, more, prefix in (("a", {"LC_ALL": "C", "TZ": "UTC"}, []), ("b/ü", {"LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "de", "TZ": "Asia/Tokyo"},
                                                                            ["taskset", "-c", str(min(os.sched_getaffinity(0)))])):
            target = os.path.join(path, name)
            done = subprocess.run([*prefix, CLI, "import", source, "--into", target, "--pattern", "{title}"], env={**os.environ, **more},
                                  capture_output=True, check=False)
            expect(done.returncode == 0, done.stderr.decode())
            trees.append({file: pathlib.Path(target, file).read_bytes() for file in sorted(os.listdir(target))})
    same(len(trees[0]), 26)
    expect(trees[0] == trees[1], "the same bytes")


test_records()
test_old_documents()
test_same_bytes()
test_split()
test_second_import()
test_writers_at_once()
test_interrupted()
test_memory_of_a_batch()
test_exports_carry_it()
test_wrong_usage()
