# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""One text as pandoc and LibreOffice wrote it into documents (tests/data/documents): what is read of
each has its words, by token F1, and they are in order."""

import collections
import pathlib
import re

from common import expect, run

FOLDER = pathlib.Path(__file__).parents[1] / "data" / "documents"
NAMES = ("pandoc.docx", "pandoc.epub", "pandoc.odt", "pandoc.rtf", "writer.docx", "writer.rtf", "writer.pdf", "writer-columns.pdf")
LEAST = 0.98


def tokens(text):
    return re.findall(r"\w+", text.lower())


def score(found, wanted):
    a, b = collections.Counter(tokens(found)), collections.Counter(tokens(wanted))
    return 2 * sum((a & b).values()) / max(1, sum(a.values()) + sum(b.values()))


def begins(text):
    """The first words of each long paragraph."""
    return [" ".join(tokens(line)[:8]) for line in text.split("\n") if len(line) > 120]


wanted = (FOLDER / "text.txt").read_text(encoding="utf-8")
for name in NAMES:
    result = run("text", "--quiet", str(FOLDER / name))
    if name.endswith(".pdf") and result.returncode == 2:
        expect(b"built without" in result.stderr, f"{name}: {result.stderr!r}")
        continue
    found = result.stdout.decode("utf-8")
    f1 = score(found, wanted)
    print(f"{name}: {f1:.4f}")
    expect(f1 >= LEAST, f"{name}: {f1:.4f}\n{found}")
    rest = " ".join(tokens(found))
    for begin in begins(wanted):
        expect(begin in rest, f"{name}: {begin!r} is missing, or not in its place\n{found}")
        rest = rest.split(begin, 1)[1]
