#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A document of many articles is looked at, split and opened as a folder: a page that is opened,
and a text that is chosen to be imported, since it would open as it is."""

import json
import zipfile

from drive import App, Atspi, check, run, wait_for

CODER = "maria"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TITLE = "Make Articles of Documents"
EXPORT = """Pier to be rebuilt

The Tide

November 19, 2026 Thursday

Copyright 2026 The Tide All Rights Reserved

Byline: By Ada Quill

Body

The harbour council voted on Tuesday to rebuild the north pier.

Load-Date: November 20, 2026

End of Document

Gulls

The Tide

November 20, 2026 Friday

Copyright 2026 The Tide All Rights Reserved

Body

Gulls & boats are <here>.

Load-Date: November 21, 2026

End of Document
"""


def shows(app, name, words):
    return lambda: any(words in (Atspi.Text.get_text(node, 0, -1) or "") for node in app.find_all("text", name))


def says_of(app, name, said):
    def look():
        text = "".join(Atspi.Text.get_text(node, 0, -1) or "" for node in app.find_all("text", "Documents that were not read"))
        return any(part.startswith(name + "\n") and said in part for part in text.split("\n\n"))

    return look


def known(folder):
    items = json.loads((folder / "articles.json").read_text(encoding="utf-8"))["itemListElement"]
    return [item.get("item", item) for item in items]


def end(app, folder):
    """The folder is open, and the keyboard is back in its window."""
    wait_for("the dialog gone", lambda: not app.find_all("frame", TITLE))
    app.wait_for_window(folder)
    wait_for("the articles", lambda: app.find_all(name=lambda name: "-002" in (name or "")))
    app.key("ctrl+q")
    app.wait_for_end()


def split(home):
    folder = home / "one & two"
    folder.mkdir()
    export = folder / "tide.html"
    export.write_text("<html><body>" + "".join(
        f"<p>{line.replace('&', '&amp;').replace('<', '&lt;')}</p>" for line in EXPORT.splitlines() if line
    ) + "</body></html>", encoding="utf-8")
    with App(home, "--coder", CODER, export) as app:
        app.wait_for_window(TITLE)
        wait_for("the number of its parts", lambda: app.find_all("label", "The document shown has 2 parts."))
        wait_for("the first article", shows(app, "Beginning of the article", "rebuild the north pier"))
        app.key("Return")
        wait_for("two articles", lambda: (folder / "articles.json").exists())
        end(app, "one & two")
    check((folder / "tide-001.txt").read_text(encoding="utf-8") == "The harbour council voted on Tuesday to rebuild the north pier.\n", "the first text")
    check((folder / "tide-002.txt").read_text(encoding="utf-8") == "Gulls & boats are <here>.\n", "the second text")
    titles = sorted(item["name"] for item in known(folder))
    check(titles == ["Gulls", "Pier to be rebuilt"], f"articles.json has {titles}")


def make_docx(path, body, before=""):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as docx:
        docx.writestr("[Content_Types].xml", '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>')
        docx.writestr("word/document.xml", f'<?xml version="1.0"?>{before}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>')


def make_bad(folder):
    """Documents that cannot be read, by what the report says of each."""
    said = {
        "empty.html": "is empty",
        "cut-off.docx": "cut off or damaged",
        "entities.docx": "XML entities",
        "bomb.docx": "unpacks to far more",
        "nested.html": "nested far deeper",
        "absurd.html": "MB that are read",
        "picture.html": "a picture",
        "letter.docx": "old Office program",
        "blank.docx": "holds no text",
        "cut-off.rtf": "its end is missing",
        "cut-off.pdf": "The PDF",
    }
    make_docx(folder / "blank.docx", "<w:p/>")
    make_docx(folder / "cut-off.docx", "".join(f"<w:p><w:r><w:t>Gull {number}</w:t></w:r></w:p>" for number in range(2000)))
    whole = (folder / "cut-off.docx").read_bytes()
    (folder / "cut-off.docx").write_bytes(whole[:len(whole) // 2])
    make_docx(folder / "entities.docx", "<w:p><w:r><w:t>&gulls;</w:t></w:r></w:p>",
              '<!DOCTYPE d [<!ENTITY gulls SYSTEM "file:///etc/hostname">]>')
    make_docx(folder / "bomb.docx", "<w:p><w:r><w:t>" + "gulls " * (16 << 20) + "</w:t></w:r></w:p>")
    (folder / "empty.html").write_bytes(b"")
    (folder / "nested.html").write_text("<html><body>" + "<div>" * 100000 + "gulls", encoding="utf-8")
    (folder / "absurd.html").write_text("<html><body><p>" + "gulls " * (17 << 20) + "</p></body></html>", encoding="utf-8")
    (folder / "picture.html").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)))
    (folder / "letter.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2048) + "WordDocument".encode("utf-16-le") + bytes(2048))
    (folder / "cut-off.rtf").write_text("{\\rtf1\\ansi The gulls {\\b sat", encoding="ascii")
    (folder / "cut-off.pdf").write_bytes(b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\n")
    return said


def several(home):
    """Many that are opened at once come in one dialog, whatever is wrong with some."""
    folder = home / "many"
    folder.mkdir()
    pages = []
    for number in range(20):
        pages.append(folder / f"page-{number:02}.html")
        pages[-1].write_text(f"<html><body><p>Page {number} says that the pier is to be rebuilt, and so on.</p></body></html>", encoding="utf-8")
    bad = make_bad(folder)
    pages += [folder / name for name in bad]
    with App(home, "--coder", CODER, *pages) as app:
        app.wait_for_window(TITLE)
        wait_for("the first article", shows(app, "Beginning of the article", "Page 0 says"))
        check(len(app.find_all("frame", TITLE)) == 1, "there are several dialogs")
        app.picture("many-documents")
        app.key("Return")
        wait_for("the articles", lambda: len(list(folder.glob("page-*.txt"))) == 20 and (folder / "articles.json").exists())
        for name, said in bad.items():
            wait_for(f"what was wrong with {name}", says_of(app, name, said))
        app.picture("many-documents-report")
    check(len(list(folder.glob("*.txt"))) == 20, "an article was made of what cannot be read")


def chosen(home):
    export = home / "texts" / "export.txt"
    export.parent.mkdir()
    export.write_text(EXPORT, encoding="utf-16")
    with App(home, "--coder", CODER) as app:
        app.wait_for_window("Postil")
        app.key("ctrl+k")
        wait_for("the palette", lambda: app.find_all("list", "Commands"))
        app.type("Make Articles of")
        wait_for("the command", lambda: app.find_all("list item", lambda name: name.startswith("Make Articles of Documents")))
        app.key("Return")
        app.choose(TITLE, export)
        wait_for("the number of its parts", lambda: app.find_all("label", "The document shown has 2 parts."))
        wait_for("its charset", lambda: app.find_all("label", "utf-16le"))
        app.wait_for_window(TITLE)
        app.key("Return")
        wait_for("two articles", lambda: (export.parent / "articles.json").exists())
        end(app, "texts")
    check((export.parent / "export-002.txt").read_text(encoding="utf-8") == "Gulls & boats are <here>.\n", "the second text")


def test(home):
    split(home)
    several(home)
    chosen(home)


run("drive-documents", test)
