#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A PDF of 300 pages to text, side by side with pdftotext, as a ratio. Asserts no times; the PDF
is made here, in one and in two columns."""

import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

CLI = sys.argv[1]
N_PAGES = 300
N_LINES = 50
N_RUNS = 5
WORDS = ("council pier harbour town vote mayor court plan stone lamp boat gull fish market region cost spring autumn "
         "dispute resident hotel owner meeting minister border delegation ceasefire river bridge school budget reform").split()
RNG = random.Random(7)


def line(n_chars):
    text = RNG.choice(WORDS)
    while len(text) < n_chars:
        text += " " + RNG.choice(WORDS)
    return text


def page(number, n_columns):
    width = 90 // n_columns - 8
    out = [f"BT /F 10 Tf 1 0 0 1 50 810 Tm (The Harbour Gazette) Tj 1 0 0 1 500 30 Tm ({number}) Tj"]
    for column in range(n_columns):
        for row in range(N_LINES):
            out.append(f"1 0 0 1 {50 + column * 265} {780 - row * 14} Tm ({line(width)}) Tj")
    return "\n".join(out + ["ET"])


def write(path, n_columns):
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", None, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for number in range(1, N_PAGES + 1):
        content = page(number, n_columns)
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R "
                       "/Resources << /Font << /F 3 0 R >> >> >>")
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {N_PAGES} >>"
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n".encode("ascii")
    start = len(data)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode("ascii")
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode("ascii")
    path.write_bytes(data)


def fastest(*command):
    times = []
    for _ in range(N_RUNS):
        start = time.monotonic()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append(time.monotonic() - start)
    return min(times)


with tempfile.TemporaryDirectory(prefix="postil-bench-") as home:
    for n_columns in (1, 2):
        pdf = pathlib.Path(home, f"{n_columns}.pdf")
        write(pdf, n_columns)
        own = fastest(CLI, "text", "--quiet", pdf)
        if shutil.which("pdftotext") is None:
            print(f"{N_PAGES} pages, {n_columns} columns: {own:.2f} s (there is no pdftotext to compare with)")
            continue
        other = fastest("pdftotext", pdf, "-")
        print(f"{N_PAGES} pages, {n_columns} columns: {own:.2f} s, pdftotext {other:.2f} s, {own / other:.2f} times as long")
