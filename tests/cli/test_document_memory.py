# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What reading a document costs beyond a bare start: at most 20 times its text, for web pages at most
20 times their file (a page can be a hundred times its text). Files as editors leave them: a run
for each word, a span for each word."""

import os
import subprocess
import sys
import zipfile

from common import CLI, expect, folder, write

N_PARAGRAPHS = 1500
WORDS = "council pier harbour town vote mayor court plan".split()
BARE = "Nothing but a start.\n"
LIMIT = 20


def peak(path):
    """In bytes, and the length of the text."""
    script = ("import resource, subprocess, sys\n"
              "done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, check=True)\n"
              "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, len(done.stdout))")
    sizes = []
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", script, CLI, "text", "--quiet", path], check=True, capture_output=True, text=True)
        sizes.append([int(n) for n in done.stdout.split()])
    return min(sizes)[0] * 1024, sizes[0][1]


def paragraphs(begin, word, end):
    text = "".join(word % WORDS[(i * i) % 8] for i in range(60))
    return (begin + text + end) * N_PARAGRAPHS


def pack(path, entries):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in entries.items():
            out.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)


def write_docx(path):
    run = ('<w:r w:rsidR="00A77427"><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/><w:sz w:val="24"/>'
           '<w:lang w:val="en-US"/></w:rPr><w:t xml:space="preserve">%s </w:t></w:r>')
    pack(path, {"word/document.xml": '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
                + paragraphs('<w:p><w:pPr><w:jc w:val="both"/></w:pPr>', run, "</w:p>") + "</w:body></w:document>"})


def write_odt(path):
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "style"))
    pack(path, {"mimetype": "application/vnd.oasis.opendocument.text",
                "content.xml": f"<office:document-content {spaces}><office:body><office:text>"
                + paragraphs("<text:p>", '<text:span text:style-name="T12">%s </text:span>', "</text:p>")
                + "</office:text></office:body></office:document-content>"})


def write_epub(path):
    pack(path, {"mimetype": "application/epub+zip",
                "META-INF/container.xml": "<container><rootfiles><rootfile full-path='a.opf'/></rootfiles></container>",
                "a.opf": "<package><manifest><item id='c' href='c.html' media-type='application/xhtml+xml'/></manifest>"
                         "<spine><itemref idref='c'/></spine></package>",
                "c.html": "<html><body>" + paragraphs("<p>", "%s ", "</p>") + "</body></html>"})


def write_rtf(path):
    write(path, "{\\rtf1\\ansi " + paragraphs("{\\pard\\qj ", "{\\f0\\fs24 %s }", "\\par}\n") + "}")


def write_html(path):
    write(path, "<html><body><article>" + paragraphs("<p>", "%s ", "</p>") + "</article></body></html>")


def write_styled_html(path):
    write(path, "<html><body><article>" + paragraphs("<p class='c1 c2'>", "<span class='s7'><b>%s</b></span> ", "</p>")
          + "</article></body></html>")


with folder() as home:
    bare = os.path.join(home, "bare.txt")
    write(bare, BARE)
    start = peak(bare)[0]
    for writer in (write_docx, write_odt, write_epub, write_rtf, write_html, write_styled_html):
        name = os.path.join(home, writer.__name__.replace("write_", "a."))
        writer(name)
        size, n_text = peak(name)
        measure = os.path.getsize(name) if writer is write_styled_html else n_text
        grown = (size - start) / measure
        expect(n_text > N_PARAGRAPHS * 200, f"{name}: all of the text")
        print(f"{os.path.basename(name)}: {grown:.1f}")
        # The sanitizer keeps what was freed.
        expect(grown < LIMIT or "ASAN_OPTIONS" in os.environ, f"{name}: {grown:.1f} times {measure}")
