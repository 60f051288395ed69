# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Nothing is lost in silence: two layers that hold everything that a layer can hold go through every format and
back, and whatever is not there any more must have been named among the losses."""

import json
import os
import sys
from collections import defaultdict

from common import annotation, expect, folder, link, new_id, run, write, write_sidecar

TEXT = "Alpha beta gamma delta.\nEpsilon zeta eta theta 😀 iota.\nKappa lambda mu nu xi.\n"
CONTEXT = {"@vocab": "http://www.w3.org/2004/02/skos/core#", "id": "@id", "type": "@type", "schema": "http://schema.org/"}
CODEBOOK = {
    "@context": CONTEXT, "id": "codebook.json", "type": "ConceptScheme", "prefLabel": "Book",
    "hasTopConcept": [
        {"id": "one", "type": "Concept", "prefLabel": "One", "notation": "1", "schema:color": "#0072B2",
         "definition": "What is one.", "scopeNote": "Code when one. Do not code when two.", "example": ["alpha"],
         "narrower": [{"id": "half", "type": "Concept", "prefLabel": "Half", "schema:color": "#E69F00", "narrower": []}]},
        {"id": "two", "type": "Concept", "prefLabel": "Two", "schema:color": "#CC79A7", "narrower": []}],
    "schema:additionalProperty": [{"id": "actor", "prefLabel": "Actor", "schema:valueReference": "text"}],
}
# What a loss of the kind on the right may be called.
KINDS = {
    "id": {"id", "passage"}, "note": {"note", "passage"}, "unsure": {"unsure", "passage"},
    "attributes": {"attribute", "passage"}, "second value": {"attribute", "passage"}, "created": {"time", "passage", "id"},
    "modified": {"time", "passage", "id"}, "moved": {"anchor", "passage"}, "pieces": {"pieces", "passage", "overlap", "token-border"},
    "place": {"passage", "overlap", "token-border"}, "orphan": {"orphan", "passage"}, "link": {"link", "broken-link", "passage"},
    "link id": {"link", "passage"}, "link times": {"link", "passage"}, "coder": {"coder-name", "coder", "passage"},
    "coder name": {"coder-name", "passage"}, "status": {"status"}, "codebook": {"codebook", "code"},
    "records": {"metadata"}, "member": {"member"}, "empty layer": {"empty-layer"},
    "foreign": {"foreign"},
}
# Another program's, about no passage of the text.
FOREIGN = {"id": "https://example.org/9", "type": "Annotation", "motivation": "bookmarking", "target": "https://example.org/page"}


def at(words):
    start = TEXT.index(words)
    return start, start + len(words)


def make_folder(path):
    ids = {name: new_id() for name in ("plain", "pieces", "moved", "orphan", "over")}
    plain = annotation(TEXT, [at("beta gamma")], "one", id=ids["plain"], note="A note.\nIts second line.", unsure=True,
                       attributes={"actor": "Ann"})
    plain["body"].append({"type": "TextualBody", "purpose": "describing", "schema:name": "actor", "value": "Bob"})
    plain["dcterms:rights"] = "CC0"
    moved = annotation(TEXT, [at("Kappa lambda")], "half", id=ids["moved"])
    moved["body"].append({"type": "TextualBody", "purpose": "describing", "schema:name": "anchor", "value": "moved"})
    orphan = annotation(TEXT, [(0, 5)], "two", id=ids["orphan"], exact="not there any more")
    orphan["body"].append({"type": "TextualBody", "purpose": "describing", "schema:name": "anchor", "value": "orphan"})
    tie = link(ids["plain"], ids["pieces"], "answers", id=new_id())
    tie.update(created="2026-11-23T11:00:00Z", modified="2026-11-23T11:05:00Z")
    items = [plain, annotation(TEXT, [at("zeta"), at("theta 😀")], "two", id=ids["pieces"]), moved, orphan,
             annotation(TEXT, [at("gamma delta.\nEpsilon")], "two", id=ids["over"]), tie, FOREIGN]
    write(os.path.join(path, "a.txt"), TEXT)
    write(os.path.join(path, "codebook.json"), json.dumps(CODEBOOK))
    write(os.path.join(path, "articles.json"), json.dumps({
        "@context": {"@vocab": "http://schema.org/", "id": "@id", "type": "@type"}, "id": "articles.json", "type": "ItemList",
        "schemaVersion": "1", "itemListElement": [{"id": "a.txt", "type": "Article", "name": "Title", "datePublished": "2024-03-18"}]}))
    write_sidecar(path, TEXT, items, "maria", creator={"type": "Person", "nickname": "maria", "name": "Maria Santos"},
                  **{"schema:creativeWorkStatus": "done"})
    write_sidecar(path, TEXT, [annotation(TEXT, [at("xi")], "one")], "ben")
    write_sidecar(path, TEXT, [], "empty")


def read(path):
    """What stands in the sidecars, by coder: the layer, its annotations and links by id."""
    layers = {}
    for name in sorted(os.listdir(path)):
        if not name.endswith(".postil.json"):
            continue
        with open(os.path.join(path, name), encoding="utf-8") as file:
            layer = json.load(file)
        items = layer.get("first", {}).get("items", [])
        layer["foreign"] = [i for i in items if i["id"] == FOREIGN["id"]]
        layers[name.split(".")[-3]] = (layer, [i for i in items if i["motivation"] not in ("linking", "bookmarking")],
                                       [i for i in items if i["motivation"] == "linking"])
    return layers


def bodies(item):
    result = defaultdict(list)
    for body in item["body"] if isinstance(item["body"], list) else [item["body"]]:
        result[body.get("schema:name") or body["purpose"]].append(body.get("value") or body.get("source"))
    return result


def places(item):
    result = []
    for target in item["target"] if isinstance(item["target"], list) else [item["target"]]:
        for selector in target["selector"]:
            if selector["type"] == "TextPositionSelector":
                result.append((selector["start"], selector["end"]))
    return sorted(result)


def quote(item):
    targets = item["target"] if isinstance(item["target"], list) else [item["target"]]
    return " ".join(s["exact"] for t in targets for s in t["selector"] if s["type"] == "TextQuoteSelector")


def is_orphan(item):
    return "orphan" in bodies(item)["anchor"]


def find(item, others):
    """The same annotation in the other set: by id, else by code and place, else by code and a part of the place."""
    for other in others:
        if other["id"] == item["id"]:
            return other
    same = [o for o in others if bodies(o)["tagging"] == bodies(item)["tagging"]]
    exact = [o for o in same if (quote(o) == quote(item) if is_orphan(item) else places(o) == places(item))]
    return (exact or [o for o in same if set(places(o)) & set(places(item))] or [None])[0]


def compare_annotation(item, other):
    """Yields what @other, which may be None, has not."""
    if other is None:
        yield "orphan" if is_orphan(item) else "place"
        return
    said, left = bodies(item), bodies(other)
    checks = {
        "id": item["id"] == other["id"], "note": said["commenting"] == left["commenting"], "unsure": said["certainty"] == left["certainty"],
        "attributes": set(said["actor"]) <= set(left["actor"]) or len(said["actor"]) > 1 and bool(left["actor"]),
        "second value": set(said["actor"]) == set(left["actor"]),
        "created": item.get("created") == other.get("created"), "modified": item.get("modified") == other.get("modified"),
        "moved": ("moved" in said["anchor"]) == ("moved" in left["anchor"]),
        "pieces": is_orphan(item) or places(item) == places(other), "member": item.get("dcterms:rights") == other.get("dcterms:rights")}
    for name, good in checks.items():
        if not good:
            yield name


def compare_link(tie, ties, ids):
    """@ids: annotations before, and what they are called after."""
    ends = (ids.get(tie["target"]), ids.get(bodies(tie)["linking"][0]))
    same = [t for t in ties if (t["target"], bodies(t)["linking"][0]) == ends and bodies(t)["tagging"] == bodies(tie)["tagging"]]
    if not same:
        yield "link"
        return
    if same[0]["id"] != tie["id"]:
        yield "link id"
    if (same[0].get("created"), same[0].get("modified")) != (tie["created"], tie["modified"]):
        yield "link times"


def compare(before, after):
    """What the one folder has and the other has not."""
    old, new = read(before), read(after) if after else {}
    missing = set()
    for coder, (layer, items, ties) in old.items():
        if not items:
            missing |= {"empty layer"} - ({"empty layer"} if coder in new else set())
            continue
        if coder not in new:
            missing.add("coder")
        other, others, other_ties = new.get(coder, ({"creator": {}}, [i for n in new.values() for i in n[1]], [t for n in new.values() for t in n[2]]))
        if layer["creator"].get("name") != other["creator"].get("name"):
            missing.add("coder name")
        if layer["schema:creativeWorkStatus"] != other.get("schema:creativeWorkStatus", "in progress"):
            missing.add("status")
        if layer["foreign"] != other.get("foreign", []):
            missing.add("foreign")
        ids = {}
        for item in items:
            same = find(item, others)
            ids[item["id"]] = same["id"] if same else None
            missing |= set(compare_annotation(item, same))
        for tie in ties:
            missing |= set(compare_link(tie, other_ties, ids))
    for name, what in (("codebook.json", "codebook"), ("articles.json", "records")):
        if not after or not os.path.exists(os.path.join(after, name)):
            missing.add(what)
    return missing


def check(path, top, entry):
    name, is_read = entry["name"], entry["read"]
    out = os.path.join(top, "out-" + name + ("." + entry["extensions"][0] if entry["one_file"] else ""))
    report = json.loads(run("export", path, "--format", name, "--output", out, "--json", code=0).stdout)
    back = None
    if is_read:
        back = os.path.join(top, "back-" + name)
        os.mkdir(back)
        if name in ("csv", "tsv", "jsonl", "webannotation"):
            write(os.path.join(back, "a.txt"), TEXT)
        result = run("import", out, "--into", back, "--format", name.replace("-bioes", ""), "--json")
        expect(result.returncode < 2, f"{name} is read back: {result.stderr!r} {result.stdout[:2000]!r}")
    named = {loss["what"] for loss in report["losses"]}
    missing = compare(path, back) if is_read else {"codebook"}
    silent = sorted(what for what in missing if not KINDS[what] & named)
    return [f"{name}: {what} does not come back, and no loss says so ({sorted(named)})" for what in silent]


def main():
    problems = []
    with folder() as top:
        path = os.path.join(top, "set")
        make_folder(path)
        formats = json.loads(run("formats", "--json", code=0).stdout)
        for entry in formats["formats"] if isinstance(formats, dict) else formats:
            if entry["write"] and entry["name"] != "qdc":
                problems += check(path, top, entry)
    expect(not problems, "\n".join(problems))


sys.exit(main())
