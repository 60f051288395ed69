# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""postil-cli over a large folder, beside a bare json-glib loop that only parses it.

  bench-cli.py CLI FLOOR [--sidecars 10000] [--annotations 50] [--seed 1] [--strict]

Prints times, ratios and peak memory; --strict ends with 1 where check or export to csv is
under 5 times as fast, or anything over 100 MB."""

import argparse
import hashlib
import os
import random
import subprocess
import sys
import tempfile
import time

WORDS = ("the president said that he was deeply concerned about an offensive into the city and would "
         "accept a corridor if talks went on while ministers denied — “never” — it 😀 Überprüfung 会议").split()
ITEM = """      {{
        "id": "urn:uuid:{id}",
        "type": "Annotation",
        "motivation": "classifying",
        "created": "2026-11-23T10:00:00Z",
        "modified": "2026-11-23T10:05:00Z",
        "body": [
          {{ "type": "TextualBody", "purpose": "tagging", "value": "{code}" }},
          {{ "type": "TextualBody", "purpose": "describing", "schema:name": "actor", "value": "Actor {n}" }},
          {{ "type": "TextualBody", "purpose": "commenting", "format": "text/plain", "value": "A note, number {n}." }}
        ],
        "target": {{
          "type": "SpecificResource",
          "source": "{article}",
          "selector": [
            {{ "type": "TextPositionSelector", "start": {start}, "end": {end} }},
            {{ "type": "TextQuoteSelector", "exact": "{exact}",
              "prefix": "{prefix}", "suffix": "{suffix}" }}
          ]
        }}
      }}"""
HEAD = """{{
  "@context": "http://www.w3.org/ns/anno.jsonld",
  "id": "urn:uuid:{id}",
  "type": "AnnotationCollection",
  "label": "{article}",
  "creator": {{ "type": "Person", "nickname": "{coder}" }},
  "generator": {{ "type": "Software", "name": "Postil", "schema:softwareVersion": "0.1.0" }},
  "schema:schemaVersion": "1",
  "schema:creativeWorkStatus": "in progress",
  "schema:about": {{
    "id": "{article}",
    "type": "Text",
    "format": "text/plain; charset=utf-8",
    "schema:sha256": "{sha256}",
    "schema:size": {size}
  }},
  "total": {total},
  "first": {{
    "id": "urn:uuid:{page}",
    "type": "AnnotationPage",
    "startIndex": 0,
    "items": [
"""
CODES = ("position", "concern", "concession", "outcome")


def new_id(rng):
    h = f"{rng.getrandbits(128):032x}"
    return f"{h[:8]}-{h[8:12]}-4{h[13:16]}-8{h[17:20]}-{h[20:]}"


def make_sidecar(rng, text, article, coder, n):
    utf8 = text.encode()
    step = len(text) // n
    items = []
    for i in range(n):
        start = i * step + rng.randrange(step // 4)
        end = start + rng.randrange(step // 4, step // 2)
        items.append(ITEM.format(id=new_id(rng), code=CODES[i % 4], n=i, article=article, start=start, end=end,
                                 exact=text[start:end], prefix=text[max(0, start - 32):start], suffix=text[end:end + 32]))
    head = HEAD.format(id=new_id(rng), page=new_id(rng), article=article, coder=coder, total=n,
                       sha256=hashlib.sha256(utf8).hexdigest(), size=len(utf8))
    return head + ",\n".join(items) + "\n    ]\n  }\n}\n"


def make_folder(folder, n_sidecars, n_annotations, seed):
    rng = random.Random(seed)
    for i in range((n_sidecars + 1) // 2):
        article = f"article-{i:05}.txt"
        text = " ".join(rng.choice(WORDS) for _ in range(n_annotations * 16)) + "\n"
        with open(os.path.join(folder, article), "w", encoding="utf-8") as out:
            out.write(text)
        for coder in ("maria", "jonas")[:min(2, n_sidecars - 2 * i)]:
            with open(os.path.join(folder, f"{article}.{coder}.postil.json"), "w", encoding="utf-8") as out:
                out.write(make_sidecar(rng, text.replace("\n", " "), article, coder, n_annotations)
                          .replace(hashlib.sha256(text.replace("\n", " ").encode()).hexdigest(),
                                   hashlib.sha256(text.encode()).hexdigest()))


def make_brat(folder, n_pairs, seed):
    """Pairs of text and standoff: 20 passages each, and attributes, relations and notes on some."""
    rng = random.Random(seed)
    for i in range(n_pairs):
        text = " ".join(rng.choice(WORDS) for _ in range(300)) + "\n"
        lines = []
        for n in range(1, 21):
            start = rng.randrange(len(text) - 40)
            end = start + rng.randrange(3, 30)
            lines.append(f"T{n}\tCode{n % 4} {start} {end}\t{text[start:end]}\n")
        for n in range(1, 6):
            lines += [f"A{n}\tDenied T{n}\n", f"R{n}\tanswers Arg1:T{n} Arg2:T{n + 5}\n", f"#{n}\tAnnotatorNotes T{n}\ta note\n"]
        for suffix, content in ((".txt", text), (".ann", "".join(lines))):
            with open(os.path.join(folder, f"a{i:05}{suffix}"), "w", encoding="utf-8") as out:
                out.write(content)


def measure_import(cli, n_pairs, seed):
    """Once, since a second time there would be nothing to write."""
    with tempfile.TemporaryDirectory(prefix="postil-bench-") as folder, tempfile.TemporaryDirectory(prefix="postil-bench-") as into:
        make_brat(folder, n_pairs, seed)
        began = time.monotonic()
        child = subprocess.Popen([cli, "import", folder, "--into", into, "--format", "brat", "--quiet"],
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        took = time.monotonic() - began
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            sys.exit(f"the import ended with {child.returncode}")
        print(f"{f'import of {n_pairs} brat pairs':28} {took:7.2f} s {usage.ru_maxrss / 1024:6.0f} MB   "
              f"{usage.ru_utime + usage.ru_stime:5.1f} s of processor time")


def measure(*args):
    """Seconds and megabytes of the best of three runs."""
    best = None
    for _ in range(3):
        began = time.monotonic()
        child = subprocess.Popen(args, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        took = time.monotonic() - began
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            sys.exit(f"{args!r} ended with {child.returncode}")
        if best is None or took < best[0]:
            best = (took, usage.ru_maxrss / 1024)
    return best


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("cli")
    parser.add_argument("floor")
    parser.add_argument("--sidecars", type=int, default=10000)
    parser.add_argument("--annotations", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--strict", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="postil-bench-") as folder, tempfile.TemporaryDirectory(prefix="postil-bench-") as out:
        make_folder(folder, args.sidecars, args.annotations, args.seed)
        size = sum(e.stat().st_size for e in os.scandir(folder) if e.name.endswith(".json")) / 1e6
        print(f"{args.sidecars} sidecars of {args.annotations} annotations, {size:.0f} MB, seed {args.seed}")
        floor, memory = measure(args.floor, folder)
        print(f"{'json-glib, parsing only':28} {floor:7.2f} s {memory:6.0f} MB")
        good = True
        for name, *command in (("check", "check", folder),
                               ("export --format csv", "export", folder, "--format", "csv", "--output", os.path.join(out, "o.csv")),
                               ("export --format jsonl", "export", folder, "--format", "jsonl", "--output", os.path.join(out, "o.jsonl")),
                               ("list", "list", folder),
                               ("stats --by code", "stats", folder, "--by", "code")):
            took, memory = measure(args.cli, *command)
            print(f"{name:28} {took:7.2f} s {memory:6.0f} MB   {floor / took:5.1f} times as fast")
            promised = name in ("check", "export --format csv")
            good = good and memory < 100 and (floor / took >= 5 or not promised)
        measure_import(args.cli, args.sidecars, args.seed)
        if args.strict and not good:
            sys.exit("under 5 times as fast, or over 100 MB")


main()
