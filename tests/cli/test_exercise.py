# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Exercises: the key is kept apart, nobody's work is in what is handed out, one article goes
alone, and the hand-ins hold one student's layer and the very text that was handed out."""

import json
import os
import zipfile

from common import annotation, collection, equal, expect, folder, list_objects, run, run_json, write, write_sidecar

TEXT = "One deep concern is voiced here 😀, and one concern there.\n"
CODEBOOK = {
    "@context": {"@vocab": "http://www.w3.org/2004/02/skos/core#", "id": "@id", "type": "@type", "schema": "http://schema.org/"},
    "id": "codebook.json", "type": "ConceptScheme", "prefLabel": "Lesson",
    "hasTopConcept": [{"id": "concern", "type": "Concept", "prefLabel": "Concern", "notation": "1"}],
}


def names(path):
    return zipfile.ZipFile(path).namelist()


def fill(path):
    write(os.path.join(path, "lesson/a.txt"), TEXT)
    write(os.path.join(path, "lesson/b.txt"), "Another article, for next week.\n")
    write(os.path.join(path, "lesson/articles.json"), json.dumps({
        "@context": {"@vocab": "http://schema.org/", "id": "@id", "type": "@type"}, "type": "ItemList", "itemListElement": [
            {"id": "a.txt", "type": "Article", "name": "First"}, {"id": "b.txt", "type": "Article", "name": "Secret title"}]}))
    write(os.path.join(path, "lesson/codebook.json"), json.dumps(CODEBOOK))
    write(os.path.join(path, "lesson/assignments.csv"), "article,coder\na.txt,jonas\n")
    for coder in ("teacher", "jonas"):
        write_sidecar(os.path.join(path, "lesson"), TEXT, [annotation(TEXT, [(4, 16)], id=f"urn:uuid:{coder}")], coder)


def test_key_apart(path):
    fill(path)
    lesson, pack, key = (os.path.join(path, n) for n in ("lesson", "a.postil.zip", "a-key.postil.zip"))
    found = run_json("pack", os.path.join(lesson, "a.txt"), "--key", "teacher", "-o", pack, code=0)
    equal((found["articles"], found["layers"]), (1, 0), "one article, nobody's layer")
    equal(sorted(names(pack)), ["SHA256SUMS", "a.txt", "articles.json", "codebook.json"], "the exercise")
    everything = b"".join(zipfile.ZipFile(pack).read(name) for name in names(pack))
    for word in (b"teacher", b"jonas", b"Secret", b"b.txt"):
        expect(word not in everything, f"{word!r} is in what is handed out")
    expect(b"First" in everything, "what is known of the article goes with it")
    equal(sorted(n for n in names(key) if "postil.json" in n), ["a.txt.teacher.postil.json"], "the key alone")

    elsewhere = os.path.join(path, "own.zip")
    run("pack", lesson, "--key", "teacher", "--key-output", elsewhere, "-o", pack, code=0)
    expect("b.txt" in names(pack) and "assignments.csv" not in names(pack), "the folder, without who codes what")
    equal([n for n in names(elsewhere) if "jonas" in n], [], "nobody else's layer in the key")


def test_gives_away(path):
    fill(path)
    lesson, pack = os.path.join(path, "lesson"), os.path.join(path, "a.postil.zip")
    book = json.loads(json.dumps(CODEBOOK))
    book["hasTopConcept"][0]["example"] = ["deep concern is voiced", "not in the article at all"]
    write(os.path.join(lesson, "codebook.json"), json.dumps(book))
    problems = run_json("pack", lesson, "--key", "teacher", "-o", pack, code=1)["problems"]
    equal([(p["file"], p["what"]) for p in problems], [("a.txt", "example")], "the codebook tells the answer")


def test_refused(path):
    fill(path)
    lesson, pack = os.path.join(path, "lesson"), os.path.join(path, "a.postil.zip")
    for arguments in (["--key", "nobody"], ["--key", "teacher", "--coder", "jonas"], ["--key", "teacher", "--all-coders"],
                      ["--key", "teacher", "--key-output", pack], ["--key-output", os.path.join(path, "k.zip")]):
        result = run("pack", lesson, *arguments, "-o", pack, code=2)
        expect(result.stderr.strip() and not os.path.exists(pack), f"{arguments}: nothing is handed out, and that is said")
    equal(sorted(os.listdir(path)), ["lesson"], "nothing else was written")


def test_hand_in(path):
    """What the app's Hand In writes is what this writes."""
    fill(path)
    lesson, pack = os.path.join(path, "lesson"), os.path.join(path, "a.postil.zip")
    run("pack", os.path.join(lesson, "a.txt"), "--key", "teacher", "-o", pack, code=0)
    for coder, span in (("Zoë-O-Neill", (4, 16)), ("学生", (43, 50))):
        mine, sent, back = (os.path.join(path, f"{coder}{n}") for n in ("", ".postil.zip", "-back"))
        run("unpack", pack, "--into", mine, code=0)
        equal(open(os.path.join(mine, "a.txt"), "rb").read(), TEXT.encode(), "the very text")
        write_sidecar(mine, TEXT, [annotation(TEXT, [span], id=f"urn:uuid:{coder}")], coder)
        run("pack", mine, "--coder", coder, "-o", sent, code=0)
        run("unpack", sent, "--into", back, code=0)
        for name in os.listdir(mine):
            equal(open(os.path.join(back, name), "rb").read(), open(os.path.join(mine, name), "rb").read(), name)
        run("unpack", sent, "--into", lesson)
    equal(sorted({o["coder"] for o in list_objects(lesson)}), ["Zoë-O-Neill", "jonas", "teacher", "学生"], "collected")


for test in (test_key_apart, test_gives_away, test_refused, test_hand_in):
    with folder() as place:
        test(place)
