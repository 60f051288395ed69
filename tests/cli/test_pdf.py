# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""PDFs: everything is on the pages, in any script, the same bytes twice, however much is
marked; a page is told from another by pdftotext, an independent reader."""

import os
import random
import shutil
import subprocess
import sys

from common import annotation, equal, expect, folder, run, write, write_sidecar

ENGLISH = ("The president voiced deep concern over the plan. The minister, who had called it essential, agreed to "
           "send a delegation. Both awaited the outcome of the talks.\n\nHeading\n\n") * 14
ARABIC = "أعرب الرئيس عن قلقه العميق إزاء الغزو البري المقترح لمدينة رفح (U.S. officials).\n\nووافق على إرسال وفد.\n"
CHINESE = "美国总统对地面进攻深表关切,总理则坚称该行动至关重要。\n"


def mark(text, quote, code, **more):
    start = text.index(quote)
    return annotation(text, [(start, start + len(quote))], code, **more)


def make(root):
    write(os.path.join(root, "en.txt"), ENGLISH)
    items = [mark(ENGLISH, "deep concern", "concern", attributes={"actor": "Joe Biden"}, note="Voiced in the lede."),
             mark(ENGLISH, "voiced deep concern over", "position", unsure=True),
             mark(ENGLISH, "agreed to send a delegation", "concession", attributes={"actor": "The minister"}),
             mark(ENGLISH, "awaited the outcome", "unheard-of", note="A <b>note</b> & more.")]
    write_sidecar(root, ENGLISH, sorted(items, key=lambda i: i["target"]["selector"][0]["start"]), "maria", article="en.txt")
    write(os.path.join(root, "sub", "ar.txt"), ARABIC)
    write_sidecar(root, ARABIC, [mark(ARABIC, "قلقه العميق", "concern", note="ملاحظة", article="ar.txt")], "maria", article="sub/ar.txt")
    write(os.path.join(root, "zh.txt"), CHINESE)
    write_sidecar(root, CHINESE, [mark(CHINESE, "深表关切", "concern", article="zh.txt")], "jonas", article="zh.txt")
    write(os.path.join(root, "articles.json"), '{"@context": {"@vocab": "http://schema.org/", "id": "@id", "type": "@type"}, '
          '"id": "articles.json", "type": "ItemList", "schemaVersion": "1", "itemListElement": [{"id": "en.txt", "type": "Article", '
          '"name": "Talks at last", "publisher": "The Paper", "datePublished": "2026-11-23T08:00:00Z"}]}')


def read_text(path):
    tool = shutil.which("pdftotext")
    if tool is None:
        sys.exit("pdftotext is missing: install poppler-utils")
    text = subprocess.run([tool, "-layout", path, "-"], check=True, capture_output=True).stdout.decode()
    return text.split("\f")[:-1]


def has_font(language):
    return bool(subprocess.run(["fc-list", f":lang={language}"], check=True, capture_output=True).stdout)


def check_article(root):
    out = os.path.join(root, "en.pdf")
    run("pdf", os.path.join(root, "en.txt"), "-o", out, code=0)
    pages = read_text(out)
    expect(len(pages) >= 2, "an article of some pages")
    for number, page in enumerate(pages, 1):
        expect("Talks at last. The Paper, 2026-11-23" in page and "maria" in page, f"the head of page {number}")
        expect(f"{number} of {len(pages)}" in page, f"the foot of page {number}")
    words = " ".join(" ".join(pages).split())
    expect("Position" in words and "Concern" in words and "unheard-of" in words and "Outcome" not in words.split("The president")[0],
           "a legend of the codes that are used")
    expect("(1) Joe Biden" in words and "The minister" in words, "actors in the margin")
    expect("Notes" in words and "Voiced in the lede." in words and "A <b>note</b> & more." in words, "notes at the end")


def check_same(root):
    first, second = (os.path.join(root, name) for name in ("1.pdf", "2.pdf"))
    for path in (first, second):
        run("pdf", root, "-o", path, code=0)
    with open(first, "rb") as a, open(second, "rb") as b:
        equal(a.read() == b.read(), True, "the same bytes twice")
    equal(run("pdf", root, "-o", "-", code=0).stdout[:5], b"%PDF-", "on standard output")
    pages = read_text(first)
    equal(sum("jonas" in page for page in pages), 1, "the pages of a coder")
    run("pdf", root, "--coder", "jonas", "-o", second, code=0)
    equal(len(read_text(second)), 1, "one coder only")
    if has_font("zh"):
        expect(any("深表关切" in page for page in pages), "Chinese")
    else:
        print("no font has Chinese here: its page was made, but not read back")
    expect(any("Notes" in page and "U.S." in page for page in pages), "Arabic with its note")


def check_codebook(root):
    out = os.path.join(root, "codes.pdf")
    run("pdf", root, "--codebook", "-o", out, "--paper", "letter", code=0)
    words = " ".join(" ".join(read_text(out)).split())
    for part in ("Positions and outcomes", "Position", "Concern", "Concession", "Outcome", "Code when", "Not when", "Examples", "Actor",
                 "responds to"):
        expect(part in words, f"the codebook says “{part}”")
    info = subprocess.run(["pdfinfo", out], check=True, capture_output=True, text=True).stdout
    expect("612 x 792" in info, "on letter paper")


def check_much(root):
    """Far more than there is room for, in the margin and below the lines, in one long paragraph."""
    rng = random.Random(7)
    text = " ".join("word%d" % i for i in range(3000)) + "\n" + "x" * 3000
    items = []
    for _ in range(900):
        start = rng.randrange(len(text) - 400)
        items.append(annotation(text, [(start, start + rng.randint(1, 300))], rng.choice(["position", "concern", "outcome"]),
                                article="much.txt", attributes={"actor": "A name that is far too long for any margin " * 3}))
    items.sort(key=lambda i: i["target"]["selector"][0]["start"])
    write(os.path.join(root, "much.txt"), text)
    write_sidecar(root, text, items, "maria", article="much.txt")
    out = os.path.join(root, "much.pdf")
    run("pdf", os.path.join(root, "much.txt"), "-o", out, code=0)
    words = set(" ".join(read_text(out)).split())
    expect(all(f"word{i}" in words for i in range(3000)), "every word is there")


def main():
    with folder() as root:
        make(root)
        check_article(root)
        check_same(root)
        check_codebook(root)
        check_much(root)
        run("pdf", root, "-o", os.path.join(root, "x.pdf"), "--coder", "nobody", code=2)
        expect(not os.path.exists(os.path.join(root, "x.pdf")), "no file of nothing")
        run("pdf", root, code=2)
        run("pdf", root, "-o", "x.pdf", "--paper", "napkin", code=2)
        run("pdf", os.path.join(root, "gone"), "-o", "x.pdf", code=2)


main()
