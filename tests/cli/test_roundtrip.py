# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Export, then import into an empty folder: the same annotations. And the README's recipe:
real Python slices every passage out of every article, in any script and charset."""

import csv
import io
import json
import os
import random
import sys

from common import (annotation, canonical, equal, expect, folder, link, list_objects, new_id, run, run_json, write,
                    write_sidecar)

ARTICLES = {
    "plain.txt": ("A short report.\nTwo lines, and a “quote”.\n", "utf-8"),
    "emoji.txt": ("👩‍👩‍👧 met 🇩🇪 and 👍🏽 said \"no\", twice.\nTabs\there; commas, too.\n", "utf-8"),
    "combining.txt": ("Cafe\u0301 a\u0308o\u0302u\u0323\u0301 ends.\u2028After a line separator.\n", "utf-8"),
    "crlf.txt": ("One\r\ntwo\r\nthree, four\rfive\r\n", "utf-8"),
    "bom.txt": ("\ufeffStarts with a mark.\nGoes on.\n", "utf-8"),
    "arabic.txt": ("قال الرئيس إنه قلق جداً من العملية.\nوأضاف: لا.\n", "utf-8"),
    "hebrew.txt": ("שָׁלוֹם עולם, הוא אמר \"כן\".\n", "utf-8"),
    "chinese.txt": ("总统对行动表示关切。\n他说：“不。”\n", "utf-8"),
    "utf16.txt": ("\ufeffSechzehn Bit: äöü 😀 und mehr.\r\nEnde.\r\n", "utf-16-le"),
    "windows.txt": ("Der Präsident sagte – „nein“ – für drei Euro (€) am Übergang über die Straße.\r\nDanach ging er zurück nach Köln.\r\n", "cp1252"),
    "gb.txt": ("总统对此次军事行动表示深切关注，他说这次会议没有取得任何成果。\r\n会议明天继续进行。\r\n" * 3, "gb18030"),
    "sub/deep/nested name.txt": ("In a folder below. Below!\n", "utf-8"),
}
OTHER_CHARSETS = {"utf16.txt": None, "windows.txt": "windows-1252", "gb.txt": "gb18030"}
WORDS = ["a note", "with, comma", 'with "quotes"', "two\nlines", "=1+1", "-x", "@at", "'quoted", " spaces ", "😀 emoji",
         "tab\tinside", "שלום", "ends with \\", "semi;colon", "٣", "\u202eoverride", "a\r\nb", "null", "<b>&amp;"]


def seed():
    value = int(os.environ.get("POSTIL_TEST_SEED", "0")) or random.SystemRandom().randrange(1, 2 ** 31)
    print(f"POSTIL_TEST_SEED={value}")
    return random.Random(value)


def random_items(rng, text, article):
    items = []
    taken = set()
    for _ in range(rng.randrange(0, 9)):
        borders = sorted(rng.sample(range(len(text) + 1), 2 * rng.choice([1, 1, 1, 2, 3])))
        spans = list(zip(borders[::2], borders[1::2]))
        code = rng.choice(["position", "concern", "concession", "outcome", "own-code"])
        if (code, tuple(spans)) in taken:
            continue
        taken.add((code, tuple(spans)))
        attributes = {name: rng.choice(WORDS) for name in ("actor", "note", "attribute:x", "zzz") if rng.random() < .3}
        items.append(annotation(text, spans, code, id=new_id(rng), article=article,
                                note=rng.choice(WORDS) if rng.random() < .5 else None, attributes=attributes,
                                unsure=rng.random() < .3, modified=f"2026-11-23T10:{rng.randrange(60):02}:05.25Z"))
    pairs = {(rng.choice(items)["id"], rng.choice(items)["id"], rng.choice(["responds-to", "a:b c%", "results-from"]))
             for _ in range(rng.randrange(0, 4)) if items}
    return items + [link(a, b, kind, id=new_id(rng)) for a, b, kind in sorted(pairs)]


def make_folder(path, rng):
    texts = {}
    for name, (content, charset) in ARTICLES.items():
        data = content.encode(charset)
        write(os.path.join(path, name), data)
        texts[name] = canonical(data, "utf-8-sig" if charset == "utf-8" else charset)
        format = f"text/plain; charset={OTHER_CHARSETS.get(name) or 'utf-8'}"
        for coder in ("maria", "jonas", "Jürgen-2"):
            items = random_items(rng, texts[name], os.path.basename(name))
            if items:
                write_sidecar(path, texts[name], items, coder, name)
                sidecar = os.path.join(path, f"{name}.{coder}.postil.json")
                with open(sidecar, encoding="utf-8") as file:
                    whole = json.load(file)
                if name in OTHER_CHARSETS and OTHER_CHARSETS[name]:
                    whole["schema:about"]["format"] = format
                write(sidecar, json.dumps(whole, ensure_ascii=False))
    return texts


def comparable(objects):
    """What must survive: all of it, links without their order."""
    return sorted((dict(o, links=sorted(o["links"], key=str)) for o in objects), key=lambda o: (o["article"], o["coder"], o["annotation"]))


def texts_of(path, into):
    """The articles as `postil-cli text` gives them, for a table to be joined with."""
    for name in ARTICLES:
        charset = OTHER_CHARSETS.get(name)
        out = os.path.join(into, name)
        os.makedirs(os.path.dirname(out), exist_ok=True)
        run("text", os.path.join(path, name), "-o", out, *(["--encoding", charset] if charset else []), code=0)


def check_slices(path, texts, objects):
    with folder() as plain:
        texts_of(path, plain)
        for name, text in texts.items():
            with open(os.path.join(plain, name), "rb") as file:
                equal(file.read(), text.encode(), f"text {name}")
        for o in objects:
            whole = open(os.path.join(plain, o["article"]), encoding="utf-8-sig").read()
            equal(" ".join(whole[s:e] for s, e in o["pieces"]), o["quote"], "the recipe on canonical text")
            if o["article"] not in OTHER_CHARSETS:
                whole = open(os.path.join(path, o["article"]), encoding="utf-8-sig").read()
                equal(" ".join(whole[s:e] for s, e in o["pieces"]), o["quote"], f"the recipe on {o['article']} itself")


def check_csv(data, objects, delimiter):
    rows = list(csv.DictReader(io.StringIO(data.decode(), newline=""), delimiter=delimiter, strict=True))
    by_id = {(o["article"], o["coder"], o["annotation"]): o for o in objects}
    equal(len(rows), len(objects), "rows")
    for row in rows:
        o = by_id[row["article"], row["coder"], row["annotation"]]
        equal(row["quote"], o["quote"], "quote")
        equal((row["start"], row["end"]), (str(o["start"]), str(o["end"])), "offsets")
        equal(row["note"], o["note"], "note")
        equal(row["pieces"], ";".join(f"{s}-{e}" for s, e in o["pieces"]) if len(o["pieces"]) > 1 else "", "pieces")
        equal({"actor": row["actor"], "zzz": row.get("zzz", "")},
              {"actor": o["attributes"].get("actor", ""), "zzz": o["attributes"].get("zzz", "")}, "attributes")


def round_trip(path, format, objects):
    with folder() as work:
        out = os.path.join(work, "out" if format == "webannotation" else f"out.{format}")
        into = os.path.join(work, "into")
        run("export", path, "--format", format, "--output", out, code=0)
        if format in ("csv", "tsv"):
            data = open(out, "rb").read()
            equal(run("export", path, "--format", format, "--output", "-", code=0).stdout, data, "standard output")
            check_csv(data, objects, "," if format == "csv" else "\t")
        plain = os.path.join(work, "plain")
        texts_of(path, plain)
        result = run_json("import", out, plain, "--into", into, code=0)
        equal(result["format"], format, "the format is recognised")
        equal((result["annotations"], result["errors"]), (len(objects), []), format)
        equal(comparable(list_objects(into)), comparable(objects), f"{format}, there and back")
        problems = run_json("check", into)["problems"]
        expect(all(p["kind"] in ("unknown-code", "self-overlap") for p in problems), f"{format}: {problems}")
        before = {n: open(os.path.join(into, n), "rb").read() for n in sorted(os.listdir(into)) if n.endswith(".json")}
        run("import", out, plain, "--into", into, "--format", format, code=0)
        for name, data in before.items():
            equal(open(os.path.join(into, name), "rb").read(), data, f"{format}: a second import of {name} changes nothing")


def marks(objects):
    """What every format must hold: who marked what, where."""
    return sorted((o["article"], o["coder"], o["code"], str(o["pieces"]), o["quote"]) for o in objects)


def set_round_trip(path, format, objects):
    """Formats that bring their articles, of many articles and several coders at once."""
    with folder() as work:
        out = os.path.join(work, f"out.{'jsonl' if format == 'spacy' else format}")
        into = os.path.join(work, "into")
        exported = run_json("export", path, "--format", format, "--output", out)
        equal(exported["annotations"], len(objects), f"{format}, written")
        result = run_json("import", out, "--into", into, "--format", format)
        equal(result["errors"], [], f"{format}, read")
        equal(marks(list_objects(into)), marks(objects), f"{format}, there and back")


OWN_TEXTS = ("brat", "cas", "doccano", "labelstudio", "qdpx", "spacy", "xmi")


def same_place_twice():
    """What one coder marked is a part of what another did, with the same code."""
    text = "All fear, and all wait.\n"
    with folder() as path:
        write(os.path.join(path, "a.txt"), text)
        write_sidecar(path, text, [annotation(text, [(0, 3)], "concern", id=new_id(random.Random(1)))], "ana", "a.txt")
        write_sidecar(path, text, [annotation(text, [(0, 3), (10, 13)], "concern", id=new_id(random.Random(2)))], "ben", "a.txt")
        for format in OWN_TEXTS:
            set_round_trip(path, format, list_objects(path))


def main():
    rng = seed()
    with folder() as path:
        texts = make_folder(path, rng)
        found = run_json("check", path)
        bad = [p for p in found["problems"] if p["kind"] not in ("unknown-code", "self-overlap")]
        equal(bad, [], "the folder is sound")
        objects = list_objects(path)
        equal(len(objects), found["annotations"], "as many as check counts")
        check_slices(path, texts, objects)
        for format in ("csv", "tsv", "jsonl", "webannotation"):
            round_trip(path, format, objects)
        same_place_twice()
        for format in OWN_TEXTS:
            set_round_trip(path, format, objects)
        jsonl = run("export", path, "--format", "jsonl", "--output", "-", code=0).stdout
        equal([json.loads(line) for line in jsonl.decode().split("\n") if line], objects, "jsonl is list --json")


if __name__ == "__main__":
    sys.exit(main())
