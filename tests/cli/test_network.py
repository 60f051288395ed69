# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""`postil-cli network` against networks that are summed up here from the same statements, matrix cell by
matrix cell, by the definitions of Discourse Network Analyzer; and its files, read by what reads such files."""

import csv
import datetime
import io
import json
import os
import random
import xml.etree.ElementTree as ET
from collections import Counter

from common import annotation, equal, expect, folder, new_id, run, run_json, write, write_sidecar

ACTORS = ["Joe Biden", "Benjamin Netanyahu", "UN, the", "Ärzte ohne Grenzen", "قطر", "<a & b>"]
CODES = ["position", "concern", "concession", "outcome"]
CONTEXT = {"id": "@id", "type": "@type", "schema": "http://schema.org/"}
CODEBOOK = {
    "@context": {"@vocab": "http://www.w3.org/2004/02/skos/core#", **CONTEXT},
    "id": "codebook.json", "type": "ConceptScheme", "prefLabel": "Book",
    "hasTopConcept": [{"id": code, "type": "Concept", "prefLabel": code.capitalize(), "schema:color": "#0072B2", "narrower": []}
                      for code in CODES],
    "schema:additionalProperty": [{"id": name, "prefLabel": name, "schema:valueReference": kind} for name, kind in
                                  (("actor", "text"), ("agrees", "boolean"), ("degree", "text"), ("side", "text"))],
}


def make_folder(rng, path):
    """A folder of articles, and its statements: (actor, code, values, article, date)."""
    statements = []
    records = []
    text = "abcdefghij " * 40
    for i in range(12):
        name = f"a{i:02}.txt"
        date = datetime.date(2023, 11, 1) + datetime.timedelta(days=rng.randrange(0, 200))
        write(os.path.join(path, name), text)
        records.append({"id": name, "type": "Article", "datePublished": date.isoformat(), "author": rng.choice(["Ann", "Bob"])})
        for coder in ("ana", "ben"):
            items = []
            for j in range(rng.randrange(0, 12)):
                values = {"actor": rng.choice(ACTORS), "agrees": rng.choice(["yes", "no", ""]),
                          "degree": str(rng.randrange(-2, 3)), "side": rng.choice(["left", "right", "middle", ""])}
                if rng.random() < .1:
                    values["actor"] = ""
                code = rng.choice(CODES)
                start = 11 * j + (5 if coder == "ben" else 0)
                items.append(annotation(text, [(start, start + 4)], code, id=new_id(rng), article=name,
                                        attributes={k: v for k, v in values.items() if v}))
                statements.append({**values, "code": code, "article": name, "date": date, "coder": coder,
                                   "article:author": records[-1]["author"]})
            write_sidecar(path, text, items, coder, name)
    write(os.path.join(path, "codebook.json"), json.dumps(CODEBOOK))
    write(os.path.join(path, "articles.json"), json.dumps({"@context": {**CONTEXT, "@vocab": "http://schema.org/"}, "id": "articles.json", "type": "ItemList", "schemaVersion": "1",
                      "itemListElement": records}))
    return statements


def period(kind, statement):
    date = statement["date"]
    return {"document": statement["article"], "week": date.isocalendar()[:2], "month": (date.year, date.month),
            "year": date.year, "once": 0}[kind]


def filtered(statements, row, column, qualifier, aggregate, duplicates):
    seen = set()
    result = []
    for s in sorted(statements, key=lambda s: s["date"]):
        if not s[row] or not s[column]:
            continue
        level = None
        if aggregate != "ignore":
            level = s[qualifier]
            if qualifier == "agrees":
                level = 1 if level == "yes" else 0
            elif not level:
                continue
            elif qualifier == "degree":
                level = int(level)
        if duplicates != "all":
            key = (period(duplicates, s), s[row], s[column], level)
            if key in seen:
                continue
            seen.add(key)
        result.append((s[row], s[column], level, s["date"]))
    return result


def two_mode(items, qualifier, aggregate, normalize):
    count = Counter((r, c, q) for r, c, q, _ in items)
    levels = sorted({q for _, _, q in count}) if aggregate == "combine" and qualifier != "agrees" else [0, 1]
    rows, columns = sorted({r for r, _, _ in count}), sorted({c for _, c, _ in count})
    result = {}
    for r in rows:
        for c in columns:
            cells = {q: n for (a, b, q), n in count.items() if (a, b) == (r, c)}
            if aggregate == "ignore" or (aggregate == "subtract" and qualifier == "side"):
                weight = sum(cells.values())
            elif aggregate == "subtract":
                weight = sum(n * (q if qualifier == "degree" else 1 if q else -1) for q, n in cells.items())
            else:
                weight = sum(2 ** (len(levels) - 1 - levels.index(q)) for q in cells)
            if normalize == "activity":
                weight /= sum(n for (a, _, _), n in count.items() if a == r)
            elif normalize == "prominence":
                weight /= sum(n for (_, b, _), n in count.items() if b == c)
            if weight:
                result[r, c] = weight
    return result


def one_mode(items, qualifier, aggregate, normalize, value_range):
    count = Counter((r, c, q) for r, c, q, _ in items)
    rows = sorted({r for r, _, _ in count})
    of = {r: {(c, q): n for (a, c, q), n in count.items() if a == r} for r in rows}
    result = {}
    for i, a in enumerate(rows):
        for b in rows[i + 1:]:
            weight = congruence = conflict = 0
            for (c1, q1), n1 in of[a].items():
                for (c2, q2), n2 in of[b].items():
                    if c1 != c2:
                        continue
                    weight += n1 * n2
                    if qualifier == "side":
                        congruence += n1 * n2 if q1 == q2 else 0
                    elif qualifier:
                        distance = abs(q1 - q2) / value_range if aggregate != "ignore" else 0
                        congruence += n1 * n2 * (1 - distance)
                        conflict += n1 * n2 * distance
            if qualifier == "side":
                conflict = sum(n for k, n in of[a].items() if k not in of[b]) + sum(n for k, n in of[b].items() if k not in of[a])
            weight = {"ignore": weight, "congruence": congruence, "conflict": conflict,
                      "subtract": congruence - conflict}[aggregate]
            total_a, total_b = sum(of[a].values()), sum(of[b].values())
            if normalize == "average":
                norm = (total_a + total_b) / 2
            elif normalize == "jaccard":
                norm = (sum(n for k, n in of[a].items() if k not in of[b]) + sum(n for k, n in of[b].items() if k not in of[a])
                        + sum(n * of[b][k] for k, n in of[a].items() if k in of[b]))
            elif normalize == "cosine":
                norm = total_a * total_b
            else:
                norm = 1
            if weight:
                result[a, b] = weight / norm
    return result


def same(found, expected, what):
    equal(sorted(found), sorted(expected), f"ties of {what}")
    for pair, weight in expected.items():
        expect(abs(found[pair] - weight) < 1e-9, f"{what}: {pair} is {found[pair]}, not {weight}")


def check_all(path, statements):
    for duplicates in ("all", "document", "week", "month", "year", "once"):
        for qualifier, aggregate in [(None, "ignore"), ("agrees", "subtract"), ("agrees", "combine"), ("degree", "subtract"),
                                     ("side", "combine"), ("side", "subtract"), ("agrees", "congruence"), ("agrees", "conflict"),
                                     ("degree", "congruence"), ("degree", "conflict"), ("side", "congruence"),
                                     ("side", "conflict")]:
            items = filtered(statements, "actor", "code", qualifier, aggregate, duplicates)
            options = ["--duplicates", duplicates, "--aggregate", aggregate] + (["--qualifier", qualifier] if qualifier else [])
            if aggregate in ("ignore", "subtract", "combine"):
                for normalize in ("no",) if aggregate == "combine" else ("no", "activity", "prominence"):
                    found = ties(run_json("network", path, "--from", "actor", "--to", "code", "--normalize", normalize,
                                          *options, code=0)["networks"][0])
                    same(found, two_mode(items, qualifier, aggregate, normalize), f"two modes {options} {normalize}")
            if aggregate != "combine":
                normalize = {"all": "average", "document": "jaccard", "week": "cosine"}.get(duplicates, "no")
                found = ties(run_json("network", path, "--from", "actor", "--to", "actor", "--normalize", normalize,
                                      *options, code=0)["networks"][0])
                same(found, one_mode(items, qualifier, aggregate, normalize, 4 if qualifier == "degree" else 1),
                     f"one mode {options} {normalize}")


def ties(network):
    return {(tie["from"], tie["to"]): tie["weight"] for tie in network["ties"]}


def check_windows(path, statements):
    for unit, size, side in (("days", 30, 15), ("weeks", 3, 1), ("months", 1, 0)):
        networks = run_json("network", path, "--from", "actor", "--to", "code", "--window", unit, "--window-size", str(size),
                            "--duplicates", "all", code=0)["networks"]
        expect(len(networks) > 0, f"windows of {unit}")
        items = filtered(statements, "actor", "code", None, "ignore", "all")
        for network in networks:
            first, last = network["first"], network["last"]
            inside = [item for item in items if first <= item[3].isoformat() <= last]
            same(ties(network), two_mode(inside, None, "ignore", "no"), f"the window of {network['day']}")
            days = {"days": side, "weeks": 7 * side, "months": 0}[unit]
            day = datetime.date.fromisoformat(network["day"])
            equal((first, last), ((day - datetime.timedelta(days)).isoformat(), (day + datetime.timedelta(days)).isoformat()), "a window")
    out = os.path.join(path, "..", "windows")
    run("network", path, "--from", "actor", "--to", "code", "--window", "months", "--output", out, code=0)
    expect(all(name.startswith("network-") and name.endswith(".graphml") for name in os.listdir(out)), "a file a window")
    edges = run("network", path, "--from", "actor", "--to", "code", "--window", "months", "--format", "edges", code=0).stdout
    equal(edges.split(b"\r\n")[0], b"from,to,weight,day,first,last", "columns of windows")


def check_files(path, statements):
    expected = two_mode(filtered(statements, "actor", "code", None, "ignore", "document"), None, "ignore", "no")
    space = {"g": "http://graphml.graphdrawing.org/xmlns"}
    root = ET.fromstring(run("network", path, "--from", "actor", "--to", "code", code=0).stdout)
    names = {}
    for node in root.findall(".//g:node", space):
        data = {d.get("key"): d.text for d in node.findall("g:data", space)}
        names[node.get("id")] = data["value"]
        if data["variable"] == "code":
            equal((data["name"], data["color"]), (data["value"].capitalize(), "#0072B2"), "a code's node")
    found = {(names[e.get("source")], names[e.get("target")]): float(e.find("g:data", space).text)
             for e in root.findall(".//g:edge", space)}
    same(found, expected, "GraphML")
    rows = list(csv.reader(io.StringIO(run("network", path, "--from", "actor", "--to", "code", "--format", "csv",
                                           code=0).stdout.decode(), newline="")))
    found = {(row[0], rows[0][i]): float(value) for row in rows[1:] for i, value in enumerate(row[1:], 1) if float(value)}
    same(found, expected, "the matrix")
    rows = list(csv.DictReader(io.StringIO(run("network", path, "--from", "actor", "--to", "code", "--format", "edges",
                                               code=0).stdout.decode(), newline="")))
    same({(row["from"], row["to"]): float(row["weight"]) for row in rows}, expected, "the list")
    rows = list(csv.reader(io.StringIO(run("network", path, "--from", "actor", "--to", "actor", "--format", "csv",
                                           code=0).stdout.decode(), newline="")))
    expect(all(rows[i][j] == rows[j][i] for i in range(1, len(rows)) for j in range(1, len(rows))), "one mode is symmetric")
    expect(all(rows[i][i] == "0" for i in range(1, len(rows))), "nobody is tied to themselves")
    graph = run("export", path, "--format", "graphml", "--output", "-", code=0).stdout
    equal(graph, run("network", path, "--from", "actor", "--to", "code", code=0).stdout, "export writes the same")
    author = ties(run_json("network", path, "--from", "article:author", "--to", "code", "--duplicates", "all", code=0)["networks"][0])
    same(author, two_mode(filtered(statements, "article:author", "code", None, "ignore", "all"), None, "ignore", "no"), "authors")


def check_refused(path):
    for options in (["--from", "actor"], ["--from", "actor", "--to", "nobody"], ["--from", "actor", "--to", "code", "--aggregate", "subtract"],
                    ["--from", "actor", "--to", "code", "--normalize", "jaccard"], ["--from", "code", "--to", "code", "--through", "code"],
                    ["--from", "actor", "--to", "code", "--duplicates", "weekly"], ["--from", "actor", "--to", "code", "--since", "March"],
                    ["--from", "actor", "--to", "code", "--window", "days", "--output", "-"],
                    ["--from", "actor", "--to", "code", "--window", "days", "--window-size", "0", "--json"]):
        expect(run("network", path, *options, code=2).stderr, f"{options} are refused with a reason")
    write(os.path.join(path, "undated.txt"), "No date.\n")
    write_sidecar(path, "No date.\n", [annotation("No date.\n", [(0, 2)], "concern", article="undated.txt",
                                                  attributes={"actor": "x"})], "ana", "undated.txt")
    result = run_json("network", path, "--from", "actor", "--to", "code", "--duplicates", "week", code=1)
    equal([(p["file"], p["what"]) for p in result["problems"]], [("undated.txt", "no-date")], "what has no date is named")
    equal(run_json("network", path, "--from", "actor", "--to", "code", code=0)["problems"], [], "where dates do not matter it counts")


def main():
    seed = int(os.environ.get("POSTIL_TEST_SEED", "0")) or random.SystemRandom().randrange(1, 2 ** 31)
    print(f"POSTIL_TEST_SEED={seed}")
    with folder() as top:
        path = os.path.join(top, "set")
        os.mkdir(path)
        statements = make_folder(random.Random(seed), path)
        check_all(path, statements)
        check_windows(path, statements)
        check_files(path, statements)
        check_refused(path)


main()
