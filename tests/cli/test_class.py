# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""collect and class: thirty hand-ins as they come by mail, with what goes wrong among them, and
what the class made of the article, against counting here."""

import csv
import io
import json
import os
import random
import zipfile

from common import annotation, collection, equal, expect, folder, new_id, run, run_json, write, write_sidecar

TEXT = ("Biden voiced deep concern 😀 over the proposed invasion.\n\nNetanyahu said that it is essential, but sent a "
        "delegation.\n\nNothing has come out of it so far, officials said; talks go on next week in Cairo.\n")
KEY = [((0, 55), "concern"), ((57, 96), "position"), ((98, 118), "concession"), ((121, 160), "outcome")]
N_STUDENTS = 30


def read_all(path):
    found = {}
    for place, _, names in os.walk(path):
        for name in names:
            full = os.path.join(place, name)
            found[os.path.relpath(full, path)] = open(full, "rb").read()
    return found


def sidecar(items, coder, text=TEXT, article="rafah.txt", **changes):
    return json.dumps(collection(text, items, coder, article, **changes), ensure_ascii=False, indent=2).encode() + b"\n"


def mark(spans, text=TEXT, **more):
    return [annotation(text, [span], code, article="rafah.txt", **more) for span, code in spans]


def students(seed=3):
    """What each of thirty marked: [(span, code)], apart for one code."""
    rng = random.Random(seed)
    made = {}
    for number in range(N_STUDENTS):
        marks = []
        for (start, end), code in KEY:
            chance = rng.random()
            if chance < 0.5:
                marks.append(((start, end), code))
            elif chance < 0.75:
                marks.append(((start, end - rng.randrange(1, 8)), code))
            elif chance < 0.85:
                marks.append(((start, end), rng.choice([other for _, other in KEY if other != code])))
        made[f"student{number:02}"] = marks
    return made


def pack(path, home, coder):
    """As a student hands in: with the pack command itself."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    run("pack", home, "--coder", coder, "-o", path, code=0)


def hand_in_all(path, drop):
    """Zips, bare sidecars, and names that mail and browsers make."""
    made = students()
    for index, (coder, marks) in enumerate(made.items()):
        data = sidecar(mark(marks), coder)
        if index % 3 == 0:
            home = os.path.join(path, "homes", coder)
            write(os.path.join(home, "rafah.txt"), TEXT)
            write(os.path.join(home, f"rafah.txt.{coder}.postil.json"), data)
            pack(os.path.join(drop, f"hand-in ({index}).zip"), home, coder)
        elif index % 3 == 1:
            write(os.path.join(drop, f"mail {index}", f"rafah.txt.{coder}.postil.json"), data)
        else:
            # No coder is left in the name: the file itself says who it is of.
            write(os.path.join(drop, f"rafah.txt.postil ({index}).json"), data)
    return made


def by_file(found):
    return {entry["file"]: entry for entry in found["hand_ins"]}


def test_collect(path):
    drop, home = os.path.join(path, "drop"), os.path.join(path, "class")
    made = hand_in_all(path, drop)
    write(os.path.join(home, "rafah.txt"), TEXT)
    before = read_all(drop)
    found = run_json("collect", drop, "--into", home, code=None)
    equal(found["collected"], N_STUDENTS, "all are collected")
    equal(sorted(entry["coder"] for entry in found["hand_ins"]), sorted(made), "under their names")
    equal({entry["article"] for entry in found["hand_ins"]}, {"rafah.txt"}, "beside the article")
    equal(read_all(drop), before, "nothing of the drop folder is touched")
    for entry in found["hand_ins"]:
        expect((entry["message"] is not None) == (entry["annotations"] == 0), f"only empty ones are remarked on: {entry}")
    after = read_all(home)
    equal(len(after), N_STUDENTS + 1, "the article and a sidecar each")
    again = run_json("collect", drop, "--into", home, code=None)
    equal({entry["state"] for entry in again["hand_ins"]}, {"there"}, "twice is once")
    equal(read_all(home), after, "and changes nothing")
    run("check", home, code=0)


def test_adopt(path):
    """A folder without the article: it comes out of the hand-ins."""
    drop, home = os.path.join(path, "drop"), os.path.join(path, "new", "class")
    hand_in_all(path, drop)
    found = run_json("collect", drop, "--into", home, code=None)
    equal((found["article"], found["collected"]), ("rafah.txt", N_STUDENTS), "the article and all layers")
    equal(read_all(home)["rafah.txt"], TEXT.encode(), "the text, to the letter")
    # Into the drop folder itself.
    found = run_json("collect", drop, code=None)
    equal(found["collected"], N_STUDENTS, "all")
    expect(os.path.exists(os.path.join(drop, "rafah.txt.student29.postil.json")), "beside the article there")


def bad_hand_ins(drop):
    first = sidecar(mark([((0, 5), "concern")]), "maria")
    second = sidecar(mark([((6, 12), "concern")]), "Maria")
    other_text = TEXT.replace("deep", "grave")
    files = {
        "a/rafah.txt.maria.postil.json": first,
        "b/rafah.txt.Maria.postil.json": second,
        "c/rafah.txt.maria.postil (1).json": first,
        "cut.zip": b"PK\x03\x04 and then nothing",
        "cut/rafah.txt.cem.postil.json": first[:200],
        "empty.zip": b"",
        "nothing/rafah.txt.dora.postil.json": sidecar([], "dora"),
        "holiday.jpg": b"\xff\xd8\xff",
        "other.json": b'{"a": 1}',
        "text/rafah.txt.eve.postil.json": sidecar(mark([((0, 5), "concern")], text=other_text), "eve", text=other_text),
        "void/rafah.txt.finn.postil.json": b"",
        "zero/rafah.txt.gus.postil.json": sidecar([annotation(TEXT, [(0, 5)], exact="Nixon", article="rafah.txt")], "gus"),
        "poem.txt.hal.postil.json": sidecar([annotation("A poem.", [(0, 6)], article="poem.txt")], "hal", text="A poem.", article="poem.txt"),
        "~$notes.docx": b"",
    }
    for name, data in files.items():
        write(os.path.join(drop, name), data)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("rafah.txt", TEXT)
        file.writestr("rafah.txt.ida.postil.json", sidecar(mark([((0, 5), "concern")]), "ida"))
        file.writestr("SHA256SUMS", "0" * 64 + "  rafah.txt.ida.postil.json\n")
    write(os.path.join(drop, "changed.zip"), packed.getvalue())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("../../rafah.txt.jan.postil.json", sidecar(mark([((0, 5), "concern")]), "jan"))
        file.writestr("__MACOSX/._rafah.txt.jan.postil.json", b"rubbish")
    write(os.path.join(drop, "up.zip"), packed.getvalue())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("x.postil.json", sidecar(mark([((0, 5), "concern")]), "kim"))
    write(os.path.join(drop, "rafah.txt.kim.postil.json.zip"), packed.getvalue())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("rafah.txt", TEXT)
    write(os.path.join(drop, "bare.zip"), packed.getvalue())


def test_bad(path):
    drop, home = os.path.join(path, "drop"), os.path.join(path, "deep", "class")
    write(os.path.join(home, "rafah.txt"), TEXT)
    bad_hand_ins(drop)
    before = read_all(drop)
    result = run("collect", drop, "--into", home, "--json", code=1)
    found = by_file(json.loads(result.stdout))
    states = {name: entry["state"] for name, entry in found.items()}
    equal(states, {
        "a/rafah.txt.maria.postil.json": "collected",
        "b/rafah.txt.Maria.postil.json": "collected",
        "bare.zip": "unknown",
        "c/rafah.txt.maria.postil (1).json": "duplicate",
        "changed.zip/rafah.txt.ida.postil.json": "damaged",
        "cut.zip": "damaged",
        "cut/rafah.txt.cem.postil.json": "damaged",
        "empty.zip": "damaged",
        "holiday.jpg": "unknown",
        "nothing/rafah.txt.dora.postil.json": "collected",
        "other.json": "unknown",
        "poem.txt.hal.postil.json": "wrong-text",
        "text/rafah.txt.eve.postil.json": "wrong-text",
        "rafah.txt.kim.postil.json.zip/x.postil.json": "collected",
        "up.zip/../../rafah.txt.jan.postil.json": "collected",
        "void/rafah.txt.finn.postil.json": "damaged",
        "zero/rafah.txt.gus.postil.json": "wrong-text",
        "~$notes.docx": "unknown",
    }, "each is told apart")
    for name, entry in found.items():
        expect(entry["message"] or entry["state"] == "collected", f"{name} is said why")
    equal(found["b/rafah.txt.Maria.postil.json"]["coder"], "Maria-2", "two of one name are kept apart")
    expect("Maria-2" in found["b/rafah.txt.Maria.postil.json"]["message"], "and it is said")
    expect("Nothing is marked" in found["nothing/rafah.txt.dora.postil.json"]["message"], "an empty one is named")
    equal(read_all(drop), before, "nothing of the drop folder is touched")
    equal(sorted(read_all(home)), ["rafah.txt"] + [f"rafah.txt.{coder}.postil.json" for coder in ("Maria-2", "dora", "jan", "kim", "maria")],
          "what is good is there, and nothing else")
    equal(sorted(os.listdir(path)), ["deep", "drop"], "nothing was written elsewhere")


def test_versions(path):
    """One layer handed in twice: what was changed last counts, before and after collecting."""
    drop, home = os.path.join(path, "drop"), os.path.join(path, "class")
    write(os.path.join(home, "rafah.txt"), TEXT)
    ids = {"id": new_id()}
    old = sidecar(mark([((0, 5), "concern")], modified="2026-11-23T10:05:00Z"), "maria", **ids)
    new = sidecar(mark([((0, 5), "concern")], modified="2026-11-24T10:05:00Z"), "maria", **ids)
    write(os.path.join(drop, "rafah.txt.maria.postil.json"), new)
    write(os.path.join(drop, "rafah.txt.maria.postil (1).json"), old)
    found = by_file(run_json("collect", drop, "--into", home, code=1))
    equal([found[name]["state"] for name in sorted(found)], ["older", "collected"], "the newer one counts")
    kept = os.path.join(home, "rafah.txt.maria.postil.json")
    equal(open(kept, "rb").read(), new, "to the letter")
    late = os.path.join(path, "late")
    newest = sidecar(mark([((0, 6), "concern")], modified="2026-11-25T10:05:00Z"), "maria", **ids)
    write(os.path.join(late, "x.postil.json"), newest)
    equal([entry["state"] for entry in run_json("collect", late, "--into", home, code=1)["hand_ins"]], ["replaced"], "a late one")
    equal(open(kept, "rb").read(), newest, "took its place")
    found = run_json("collect", drop, "--into", home, code=1)
    equal({entry["state"] for entry in found["hand_ins"]}, {"older"}, "and stays")
    equal(open(kept, "rb").read(), newest, "to the letter")


def iou(first, second):
    both = max(0, min(first[1], second[1]) - max(first[0], second[0]))
    return both / (first[1] - first[0] + second[1] - second[0] - both)


def best_credit(key, marks):
    """By trying everything: passages of one code, one to one."""
    if not key:
        return 0
    (span, code), rest = key[0], key[1:]
    best = best_credit(rest, marks)
    for index, (other, other_code) in enumerate(marks):
        if other_code == code and iou(span, other) > 0:
            best = max(best, iou(span, other) + best_credit(rest, marks[:index] + marks[index + 1:]))
    return best


def make_class(path):
    made = students()
    write(os.path.join(path, "rafah.txt"), TEXT)
    for coder, marks in made.items():
        write(os.path.join(path, f"rafah.txt.{coder}.postil.json"), sidecar(mark(marks), coder))
    write(os.path.join(path, "rafah.txt.teacher.postil.json"), sidecar(mark(KEY), "teacher"))
    return made


def test_class(path):
    made = make_class(path)
    found = run_json("class", path, "--key", "teacher", code=0)["articles"][0]
    equal(found["students"], N_STUDENTS, "all but the key")
    heat = [0] * len(TEXT)
    for run_ in found["heat"]:
        for place in range(run_["start"], run_["end"]):
            heat[place] = run_["students"]
    equal(heat, [sum(any(start <= place < end for (start, end), _ in marks) for marks in made.values())
                 for place in range(len(TEXT))], "the heat map")
    for row in found["scores"]:
        marks = made[row["student"]]
        exact = sum(mark_ in KEY for mark_ in marks)
        equal(row["found"], exact, f"found by {row['student']}")
        for name, value in (("exact_precision", exact / len(marks) if marks else None), ("exact_recall", exact / len(KEY)),
                            ("partial_credit", 2 * best_credit(KEY, marks) / (len(KEY) + len(marks)))):
            expect((row[name] is None) == (value is None) and abs((row[name] or 0) - (value or 0)) < 6e-5, f"{name} of {row}")
        equal(row["found"] + row["borders"] + row["other_code"] + row["missed"], len(KEY), "each of the key's is accounted for")
        equal(row["found"] + row["borders"] + row["other_code"] + row["extra"], len(marks), "each of the student's too")
    counts = [passage["students"] for passage in found["passages"]]
    equal(counts, sorted(counts, reverse=True), "ranked by consensus")
    for passage in found["passages"]:
        equal(passage["quote"], TEXT[passage["start"]:passage["end"]], "the words there")
        most = max(sum(any(code == passage["code"] and start <= place < end for (start, end), code in marks) for marks in made.values())
                   for place in range(passage["start"], passage["end"]))
        equal(passage["students"], most, "as many as at the peak")
    # The same numbers as compare has.
    compared = {row["coder"]: row for row in run_json("compare", path, "--key", "teacher", code=0)["coders"]}
    for row in found["scores"]:
        expect(abs(compared[row["student"]]["partial_credit"] - row["partial_credit"]) < 6e-5, "compare agrees")


def test_tables(path):
    make_class(path)
    rows = list(csv.reader(io.StringIO(run("class", path, "--key", "teacher", "-o", "-", code=0).stdout.decode(), newline="")))
    equal(len(rows), N_STUDENTS + 1, "a head and a row each")
    equal(rows[0][:3], ["article", "student", "key_passages"], "the columns")
    rows = list(csv.DictReader(io.StringIO(run("class", path, "--key", "teacher", "--table", "reasons", "-o", "-", code=0).stdout.decode(), newline="")))
    expect({row["reason"] for row in rows} >= {"found", "borders", "other-code", "missed"}, "each passage with its reason")
    hidden = run("class", path, "--key", "teacher", "--hide-names", "--json", code=0).stdout.decode()
    expect("student0" not in hidden and "Student 30" in hidden, "no names, but numbers")
    one = run_json("class", path, "--key", "teacher", "--code", "concern", code=0)["articles"][0]
    equal({passage["code"] for passage in one["passages"]}, {"concern"}, "one code")
    equal(one["scores"][0]["key_passages"], 1, "of the key too")
    sheets = os.path.join(path, "sheets.pdf")
    run("class", os.path.join(path, "rafah.txt"), "--key", "teacher", "-o", sheets, code=0)
    expect(open(sheets, "rb").read(5) == b"%PDF-", "a PDF")
    book = os.path.join(path, "class.xlsx")
    result = run("class", path, "--key", "teacher", "-o", book)
    if result.returncode == 0:
        names = zipfile.ZipFile(book).read("xl/workbook.xml").decode()
        expect(all(f'name="{name}"' in names for name in ("scores", "reasons", "key", "passages")), "four sheets")
        first = open(book, "rb").read()
        run("class", path, "--key", "teacher", "-o", book, code=0)
        equal(open(book, "rb").read(), first, "the same bytes")
    else:
        expect(b"XLSX" in result.stderr, "or it is said that there are none")


def test_usage(path):
    make_class(path)
    run("class", path, "--table", "scores", code=2)
    run("class", path, "--table", "nonsense", code=2)
    run("class", path, "--key", "nobody", code=1)
    run("collect", os.path.join(path, "rafah.txt"), code=2)
    run("collect", os.path.join(path, "missing"), "--into", path, code=2)
    expect(b"students" in run("class", path, code=0).stdout, "without a key: where it agrees")


if __name__ == "__main__":
    for test in (test_collect, test_adopt, test_bad, test_versions, test_class, test_tables, test_usage):
        with folder() as place:
            test(place)
    print("ok")
