#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Saved news pages to text: how long on all cores, how much memory, and how well, by token F1
against the text that each page was made around. Asserts no times; the pages are made here."""

import collections
import pathlib
import random
import re
import resource
import subprocess
import sys
import tempfile
import time

CLI = sys.argv[1]
N_PAGES = 300
PAGE_BYTES = 300 * 1024
WORDS = ("council pier harbour town vote mayor court plan stone lamp boat gull fish market region cost spring autumn "
         "dispute resident hotel owner meeting minister border delegation ceasefire river bridge school budget reform").split()
RNG = random.Random(7)


def sentence():
    words = [RNG.choice(WORDS) for _ in range(RNG.randint(6, 24))]
    for place in range(5, len(words) - 1, 7):
        words[place] += ","
    return " ".join(words).capitalize() + "."


def paragraph():
    return " ".join(sentence() for _ in range(RNG.randint(2, 5)))


def links(n):
    return "".join(f"<li><a href='/{i}'>{sentence()}</a></li>" for i in range(n))


def page(body):
    """One of the structures that sites have; which one is as random as the rest."""
    inner = "".join(f"<p>{text}</p>" for text in body)
    shell = RNG.choice([
        "<article><h1>{title}</h1><p class='byline'>By Ada Quill</p><div class='share-bar'><a href='#'>Share</a></div>{inner}"
        "<aside><h3>Related</h3><ul>{few}</ul></aside></article>",
        "<div id='main' class='col-8'><h1>{title}</h1><div class='story-text'>{inner}</div><div class='comments'><p>{other}</p><p>{other}</p></div></div>",
        "<main><div itemprop='articleBody'>{inner}</div><div class='newsletter'><p>Sign up for more of this.</p></div></main>",
        "<table><tr><td>{few}</td><td class='text'>{inner}</td></tr></table>",
        "<div class='field field--label-hidden'>{inner}</div><div class='teaser'><div>{other}</div><div>{other}</div></div>",
    ])
    content = shell.format(title="The council decides at last", inner=inner, few=links(6), other=paragraph())
    script = "<script>window.data = [%s];</script>"
    filler = script % ",".join('{"id": %d, "html": "<p>no text</p>"}' % RNG.randint(0, 10**9) for _ in range(PAGE_BYTES // 60))
    return (f"<!doctype html><html lang='en'><head><title>The council decides at last | The Tide</title>{filler}</head><body>"
            f"<nav><ul>{links(30)}</ul></nav>{content}<div class='most-read'><ul>{links(10)}</ul></div>"
            f"<footer><p>All rights reserved by The Tide, 12 Quay Street.</p></footer></body></html>")


def score(found, wanted):
    a, b = (collections.Counter(re.findall(r"\w+", text.lower())) for text in (found, wanted))
    common = sum((a & b).values())
    return 2 * common / max(1, sum(a.values()) + sum(b.values()))


with tempfile.TemporaryDirectory(prefix="postil-bench-") as home:
    source, target = pathlib.Path(home, "pages"), pathlib.Path(home, "articles")
    source.mkdir()
    texts = {}
    for number in range(N_PAGES):
        texts[f"{number:04}"] = [paragraph() for _ in range(RNG.randint(4, 20))]
        (source / f"{number:04}.html").write_text(page(texts[f"{number:04}"]), encoding="utf-8")
    start = time.monotonic()
    subprocess.run([CLI, "import", source, "--into", target, "--quiet"], check=True)
    seconds = time.monotonic() - start
    scores = [score((target / f"{name}.txt").read_text(encoding="utf-8"), "\n".join(body)) for name, body in texts.items()]
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{N_PAGES} pages of {PAGE_BYTES // 1024} KB: {seconds:.2f} s ({seconds * 1000 / N_PAGES:.1f} ms each, "
          f"{usage.ru_utime + usage.ru_stime:.2f} s of all cores), {usage.ru_maxrss / 1024:.0f} MB at most")
    print(f"token F1: mean {sum(scores) / len(scores):.4f}, least {min(scores):.4f}")
