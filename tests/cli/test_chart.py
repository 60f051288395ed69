# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The charts' numbers against counts made here, from the same sidecars, in another way."""

import collections
import csv
import io
import json
import os
import random
import xml.dom.minidom
import zlib

from common import annotation, equal, expect, folder, link, run, write, write_sidecar

SEED = int(os.environ.get("POSTIL_TEST_SEED", "20261130"))
CODES = {"position": "Position", "concern": "Concern", "concession": "Concession", "outcome": "Outcome"}
ACTORS = ["Joe Biden", "Benjamin Netanyahu", "علي", "a, “quoted” \"actor\"", None]
DATES = ["2026-01-31", "2026-03-05T10:00:00Z", "2026-03", "2026-06-01", "2026", "no date", "2026-02-31", None]


def make(root, rng):
    """Articles with two coders' layers; gives back all passages and links as plain tuples."""
    passages, links, records = [], [], []
    for number, date in enumerate(DATES):
        name = f"sub/a{number}.txt" if number % 2 else f"a{number}.txt"
        text = "".join(rng.choice("abcd é😀 ") for _ in range(rng.randint(300, 600)))
        write(os.path.join(root, name), text)
        if date is not None:
            records.append((name, date))
        for coder in ("jonas", "maria"):
            items = []
            for _ in range(rng.randint(0, 14)):
                spans = [(start, start + rng.randint(1, 80)) for start in [rng.randint(0, 200)]]
                if rng.random() < 0.2:
                    start = spans[0][1] + rng.randint(1, 10)
                    spans.append((start, start + 5))
                code, actor = rng.choice([*CODES, "unheard-of"]), rng.choice(ACTORS)
                items.append(annotation(text, spans, code, attributes={"actor": actor} if actor else None,
                                        article=os.path.basename(name)))
                passages.append((name, coder, code, actor, spans, items[-1]["id"], len(text), date))
            ties = [(a["id"], b["id"]) for a in items for b in items if rng.random() < 0.03 and a is not b]
            links += [(name, coder, *tie) for tie in ties]
            write_sidecar(root, text, items + [link(*tie) for tie in ties], coder, article=name)
    for sub in ("", "sub"):
        ours = [(name, date) for name, date in records if os.path.dirname(name) == sub]
        write(os.path.join(root, sub, "articles.json"), json.dumps({
            "@context": {"@vocab": "http://schema.org/", "id": "@id", "type": "@type"}, "id": "articles.json",
            "type": "ItemList", "schemaVersion": "1",
            "itemListElement": [{"id": os.path.basename(name), "type": "Article", "datePublished": date}
                                for name, date in ours]}))
    return passages, links


def read(root, chart, *args):
    out = run("chart", root, "--chart", chart, "--output", "-", *args, code=0).stdout.decode()
    expect(out.endswith("\r\n"), "RFC 4180 lines")
    rows = list(csv.reader(io.StringIO(out, newline="")))
    return rows[0], rows[1:]


def by_label(rows, n=1):
    return {row[0]: row[n] for row in rows if row[n] != "0"}


def as_text(counter):
    return {label: str(n) for label, n in counter.items()}


def label(code):
    return CODES.get(code, code)


def overlap(first, second):
    return any(max(a, c) < min(b, d) for a, b in first for c, d in second)


def month(date):
    if date is None or len(date) < 7 or date == "no date":
        return None
    return date[:7]


def check_bars(root, passages):
    for chart, value in (("codes", lambda p: label(p[2])), ("coders", lambda p: p[1]), ("articles", lambda p: p[0]),
                         ("actors", lambda p: p[3] or "Actor: not given")):
        counts = collections.Counter(map(value, passages))
        head, rows = read(root, chart)
        equal(by_label(rows), as_text(counts), chart)
        for row in rows:
            equal(row[2], f"{100 * counts[row[0]] / len(passages):.1f}", f"{chart}: the share of {row[0]}")
    mine = [p for p in passages if p[1] == "maria"]
    equal(by_label(read(root, "codes", "--coder", "maria")[1]), as_text(collections.Counter(label(p[2]) for p in mine)),
          "one coder's codes")


def check_cross(root, passages, chart, down, across):
    counts = collections.Counter((down(p), across(p)) for p in passages)
    head, rows = read(root, chart)
    found = {(row[0], head[i]): n for row in rows for i, n in enumerate(row)
             if 0 < i and head[i] not in ("All", "Links") and n != "0"}
    equal(found, as_text(counts), chart)


def check_time(root, passages):
    head, rows = read(root, "time")
    counts = collections.Counter((month(p[7]) or "No date, or not so exact", label(p[2])) for p in passages)
    equal({(row[0], head[i]): n for row in rows for i, n in enumerate(row) if i > 1 and n != "0"}, as_text(counts), "time")
    totals = collections.Counter(month(p[7]) or "No date, or not so exact" for p in passages)
    equal(by_label(rows), as_text(totals), "all over time")
    months = [row[0] for row in rows if row[0].startswith("2026")]
    equal(months, [f"2026-{m:02}" for m in range(int(months[0][5:]), int(months[-1][5:]) + 1)], "no gap between months")


def check_together(root, passages):
    counts = collections.Counter()
    for i, first in enumerate(passages):
        for second in passages[i + 1:]:
            if first[:2] == second[:2] and overlap(first[4], second[4]):
                counts.update({(label(first[2]), label(second[2])), (label(second[2]), label(first[2]))})
    head, rows = read(root, "together")
    equal({(row[0], head[i]): n for row in rows for i, n in enumerate(row) if i > 0 and n != "0"}, as_text(counts), "together")


def check_links(root, passages, links):
    known = {p[5]: p for p in passages}
    counts = collections.Counter()
    for _, _, start, end in links:
        a, b = known[start], known[end]
        counts[(a[3] or "Actor: not given", f"{label(a[2])} responds to {label(b[2])} ({b[3] or 'Actor: not given'})")] += 1
    head, rows = read(root, "claims")
    found = {}
    for row in rows:
        for part in filter(None, row[-1].split("; ")):
            text, n = part.rsplit(": ", 1)
            found[(row[0], text)] = n
    equal(found, as_text(counts), "links")


def check_network(root):
    """What two have in common, an article at a time: as postil-cli network counts it."""
    _, rows = read(root, "network")
    edges = list(csv.reader(io.StringIO(run("network", root, "--from", "actor", "--to", "actor", "--format", "edges",
                                            "--output", "-", code=0).stdout.decode(), newline="")))
    equal(sorted((*sorted(row[:2]), float(row[2])) for row in rows),
          sorted((*sorted(row[:2]), float(row[2])) for row in edges[1:]), "the network")
    expect(len(rows) >= 3, "a network with ties")


def check_article(root, passages, name):
    mine = sorted((p for p in passages if p[0] == name and p[1] == "maria"), key=lambda p: p[4][0][0])
    _, rows = read(os.path.join(root, name), "along", "--coder", "maria")
    equal([(int(row[1]), int(row[2])) for row in rows], sorted((p[4][0][0], p[4][-1][1]) for p in mine), "places in one article")
    _, rows = read(os.path.join(root, name), "claims", "--coder", "maria")
    equal(len(rows), len(mine), "claims in one article")


def check_pictures(root):
    for chart in ("codes", "actors", "coders", "articles", "time", "matrix", "along", "together", "claims", "network"):
        for where in (root, os.path.join(root, "a0.txt")):
            svg = os.path.join(root, "chart.svg")
            run("chart", where, "--chart", chart, "-o", svg, code=0)
            with open(svg, encoding="utf-8") as file:
                first = file.read()
            xml.dom.minidom.parseString(first)
            run("chart", where, "--chart", chart, "-o", svg, code=0)
            with open(svg, encoding="utf-8") as file:
                equal(file.read() == first, True, f"{chart}: the same picture twice")
    run("chart", root, "--chart", "matrix", "-o", os.path.join(root, "chart.png"), code=0)
    with open(os.path.join(root, "chart.png"), "rb") as file:
        data = file.read()
    equal(data[:8], b"\x89PNG\r\n\x1a\n", "a PNG")
    width, height = (int.from_bytes(data[i:i + 4], "big") for i in (16, 20))
    expect(width > 400 and height > 200 and zlib.crc32(data) != 0, "a picture of some size")


def main():
    rng = random.Random(SEED)
    print(f"seed {SEED} (POSTIL_TEST_SEED)")
    with folder() as root:
        passages, links = make(root, rng)
        actor = lambda p: p[3] or "Actor: not given"  # noqa: E731
        check_bars(root, passages)
        check_cross(root, passages, "matrix", actor, lambda p: label(p[2]))
        check_cross(root, passages, "claims", actor, lambda p: label(p[2]))
        check_cross(root, passages, "along", lambda p: label(p[2]),
                    lambda p: (lambda t: f"{10 * t}–{10 * t + 10} %")(p[4][0][0] * 10 // p[6]))
        check_time(root, passages)
        check_together(root, passages)
        check_links(root, passages, links)
        check_network(root)
        check_article(root, passages, "a0.txt")
        check_pictures(root)
        run("chart", root, "--chart", "nothing", "-o", "-", code=2)
        run("chart", root, "--chart", "codes", "-o", "chart.pdf", code=2)
        run("chart", os.path.join(root, "gone"), "--chart", "codes", "-o", "-", code=2)
        write(os.path.join(root, "a0.txt.broken.postil.json"), "{")
        expect(b"broken" in run("chart", root, "--chart", "codes", "-o", "-", code=1).stderr, "what cannot be read is named")
    with folder() as root:
        write(os.path.join(root, "empty.txt"), "Nothing.")
        for chart in ("codes", "actors", "time", "matrix", "together", "claims", "along", "network"):
            run("chart", root, "--chart", chart, "-o", os.path.join(root, "chart.svg"), code=0)


main()
