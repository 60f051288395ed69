# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""reanchor: kept, moved, proposed, orphaned; what is written, and what is not."""

import json
import os

from common import annotation, equal, expect, folder, list_objects, run, run_json, write, write_sidecar

OLD = ("The minister spoke on Monday. He warned of “grave risks” for civilians in the north. "
       "The opposition leader replied at once. A vote is expected on Friday, said the speaker.")
NEW = ("A new first line 😀.\n\nThe minister spoke on Monday. He warned of “grave risks” for civilians in the north. "
       "The opposition chief replied at once.")
QUOTES = ("grave risks", "The opposition leader replied at once.", "A vote is expected on Friday, said the speaker.")


def make(path):
    write(os.path.join(path, "a.txt"), OLD)
    items = []
    for quote in QUOTES:
        start = OLD.index(quote)
        items.append(annotation(OLD, [(start, start + len(quote))]))
    items[0]["example:unknown"] = {"kept": 1.50}
    return write_sidecar(path, OLD, items, "maria")


def read(name):
    with open(name, "rb") as file:
        return file.read()


def test_states():
    with folder() as path:
        name = make(path)
        before = read(name)
        equal(run_json("reanchor", path, code=0)["annotations"], [], "nothing changed, nothing to do")
        write(os.path.join(path, "a.txt"), NEW)
        result = run_json("reanchor", path, code=1)
        equal([result[k] for k in ("kept", "moved", "proposed", "orphaned")], [0, 1, 1, 1], "counts")
        equal([a["state"] for a in result["annotations"]], ["moved", "proposed", "orphaned"], "states")
        start, end = result["annotations"][0]["to"][0]
        equal(NEW[start:end], QUOTES[0], "the moved one")
        start, end = result["annotations"][1]["to"][0]
        equal(NEW[start:end], "The opposition chief replied at once.", "the proposed one")
        equal(result["annotations"][2]["to"], None, "the orphan")
        equal(read(name), before, "nothing is written without --accept")
        run("reanchor", path, "--accept", "exact", "--dry-run", code=1)
        equal(read(name), before, "nor with --dry-run")
        run("reanchor", path, "--accept", "nonsense", code=2)
        run("reanchor", os.path.join(path, "nowhere"), code=2)


def test_accept():
    with folder() as path:
        name = make(path)
        write(os.path.join(path, "a.txt"), NEW)
        run("reanchor", path, "--accept", "exact", code=1)
        expect(b"1.50" in read(name) or b"1.5" in read(name), "unknown members survive")
        items = json.loads(read(name))["first"]["items"]
        names = [[b["value"] for b in item["body"] if b.get("schema:name") == "anchor"] for item in items]
        equal(sorted(names), [["moved"], ["orphan"], ["orphan"]], "marked")
        for item in items:
            selectors = [s["type"] for s in item["target"]["selector"]]
            is_orphan = any(b.get("value") == "orphan" for b in item["body"])
            equal("TextPositionSelector" not in selectors, is_orphan, "an orphan has no position")
        run("check", path, code=0)
        result = run_json("reanchor", path, "--all", "--accept", "proposed", code=1)
        equal((result["proposed"], result["orphaned"]), (1, 1), "an orphan is looked for again")
        run("check", path, code=0)
        equal(sorted(o["quote"] for o in list_objects(path))[-1], "grave risks", "list")


def test_turned_down():
    """What a consensus turned down moves along; what is not found stays as it was decided."""
    with folder() as path:
        write(os.path.join(path, "a.txt"), OLD)
        items = []
        for quote in QUOTES[::2]:
            start = OLD.index(quote)
            items.append(annotation(OLD, [(start, start + len(quote))], attributes={"decided-by": "ana", "from": "maria"}))
            items[-1]["motivation"] = "moderating"
        name = write_sidecar(path, OLD, items, "consensus")
        write(os.path.join(path, "a.txt"), NEW)
        run("reanchor", path, "--accept", "exact", code=None)
        found = {}
        for item in json.loads(read(name))["first"]["items"]:
            equal(item["motivation"], "moderating", "still turned down")
            position, quote = item["target"]["selector"]
            found[quote["exact"]] = (position["start"], position["end"])
        start = NEW.index(QUOTES[0])
        equal(found[QUOTES[0]], (start, start + len(QUOTES[0])), "moved")
        start = OLD.index(QUOTES[2])
        equal(found[QUOTES[2]], (start, start + len(QUOTES[2])), "not found")
        run("check", path, code=0)


for test in (test_states, test_accept, test_turned_down):
    test()
