# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files that mean harm, in every format that is read: entities that grow or reach out, archives
that grow or climb out, JSON that is deep. Each is refused in words, soon, in little memory, and
nothing is written but where it was asked to be."""

import io
import json
import os
import resource
import subprocess
import tempfile
import time
import zipfile

from common import CLI, annotation, collection, expect, folder, write

MEMORY = 2 * 1024**3
SECONDS = 20
SECRET = "the-secret-of-another-file"
DEPTH = 100000
LAUGHS = ('<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "' + "&a;" * 50 + '"><!ENTITY c "' + "&b;" * 50 + '"><!ENTITY d "' + "&c;" * 50 +
          '"><!ENTITY e "' + "&d;" * 50 + '"><!ENTITY f "' + "&e;" * 50 + '">]>')
ABSOLUTE = os.path.join(tempfile.gettempdir(), "postil-evil.txt")
CLIMBING = ("../evil.txt", "../../evil.txt", ABSOLUTE, "..\\evil.txt", "sources/../../evil.txt", "C:\\evil.txt", "x\0y.txt")


def archive(entries, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        for name, data in entries.items():
            # The first one may say what the archive is.
            file.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_STORED if name == "mimetype" else method, 9)
    return out.getvalue()


def docx(xml, **more):
    return archive({"[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
                    "word/document.xml": xml, **more})


def odt(xml):
    return archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": xml})


def epub(xml):
    return archive({"mimetype": "application/epub+zip",
                    "META-INF/container.xml": "<container><rootfiles><rootfile full-path='p.opf'/></rootfiles></container>",
                    "p.opf": "<package><manifest><item id='a' href='a.xhtml' media-type='application/xhtml+xml'/></manifest>"
                             "<spine><itemref idref='a'/></spine></package>",
                    "a.xhtml": xml})


def qdpx(xml, **more):
    return archive({"project.qde": xml, **more})


def project(prefix, text="x", path="internal://a.txt"):
    return (f'<?xml version="1.0" encoding="utf-8"?>{prefix}<Project xmlns="urn:QDA-XML:project:1.0" name="p" origin="x">'
            f'<Sources><TextSource guid="8f14e45f-ceea-467e-9aab-2d5f0c0a5b11" name="{text}" plainTextPath="{path}"/></Sources></Project>')


def word(prefix, text):
    return (f'{prefix}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>'
            f"{text}</w:t></w:r></w:p></w:body></w:document>")


def office(prefix, text):
    return f'{prefix}<office:document-content xmlns:office="o" xmlns:text="t"><office:body><office:text><text:p>{text}</text:p></office:text></office:body></office:document-content>'


def xhtml(prefix, text):
    return f'{prefix}<html xmlns="http://www.w3.org/1999/xhtml"><body><p>Some text. {text}</p></body></html>'


def codes(prefix, text):
    return f'<?xml version="1.0"?>{prefix}<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes><Code guid="8f14e45f-ceea-467e-9aab-2d5f0c0a5b11" name="{text}"/></Codes></CodeBook>'


def bomb(make, text):
    """A quarter of a gigabyte in a quarter of a megabyte."""
    return make(text[0] + "some words " * (24 * 1024 * 1024) + text[1])


def run_limited(*args, cwd):
    start = time.monotonic()
    result = subprocess.run([CLI, *args], capture_output=True, cwd=cwd, timeout=SECONDS * 6,
                            preexec_fn=lambda: None if "ASAN_OPTIONS" in os.environ
                            else resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)))
    return result, time.monotonic() - start


def tree(path):
    return sorted(os.path.relpath(os.path.join(root, name), path) for root, _, names in os.walk(path) for name in names)


def check_file(name, data, is_refused=True, commands=("import", "text")):
    with folder() as outer:
        write(os.path.join(outer, "secret.txt"), SECRET)
        inner = os.path.join(outer, "a", "b")
        write(os.path.join(inner, name), data)
        before = tree(outer)
        for command in commands:
            args = ["import", "--into", "into", "--", name] if command == "import" else [command, "--", name]
            result, seconds = run_limited(*args, cwd=inner)
            said = (result.stdout + result.stderr).decode(errors="replace")
            where = f"{command} {name}: {result.returncode} in {seconds:.1f} s: {said[:400]!r}"
            expect(result.returncode in ((1, 2) if is_refused else (0, 1, 2)), where)
            expect(result.returncode == 0 or said.strip(), f"{where}: no word")
            expect(seconds < SECONDS or "ASAN_OPTIONS" in os.environ, where)
            expect(SECRET not in said and "root:x:" not in said, f"{where}: another file's contents")
            new = [path for path in tree(outer) if path not in before]
            expect(all(path.startswith("a/b/into/") for path in new), f"{where}: it wrote {new}")
            for path in new:
                with open(os.path.join(outer, path), "rb") as file:
                    contents = file.read()
                expect(SECRET.encode() not in contents and b"root:x:" not in contents, f"{where}: {path} has another file's contents")
    expect(not os.path.exists(ABSOLUTE), f"{name} climbed out")


def reaching_out(kind):
    return {"dtd": f'<!DOCTYPE r SYSTEM "{kind}">', "entity": f'<!DOCTYPE r [<!ENTITY f SYSTEM "{kind}">]>',
            "parameter": f'<!DOCTYPE r [<!ENTITY % f SYSTEM "{kind}"> %f;]>'}


def test_entities():
    for reach in ("file:///etc/passwd", "../../secret.txt", "http://127.0.0.1:9/x"):
        for kind, prefix in reaching_out(reach).items():
            # A DTD that is only named is not loaded, and does no harm.
            is_refused = kind != "dtd"
            check_file("a.docx", docx(word(prefix, "&f;")), is_refused)
            check_file("a.odt", odt(office(prefix, "&f;")), is_refused)
            check_file("a.epub", epub(xhtml(prefix, "&f;")), is_refused=False)
            check_file("a.html", xhtml(prefix, "&f;"), is_refused=False)
            check_file("a.qdpx", qdpx(project(prefix, "&f;")), is_refused, ("import",))
            check_file("a.qdc", codes(prefix, "&f;"), is_refused, ("import",))


def test_laughs():
    check_file("a.docx", docx(word(LAUGHS, "&f;")))
    check_file("a.odt", odt(office(LAUGHS, "&f;")))
    check_file("a.epub", epub(xhtml(LAUGHS, "&f;")), is_refused=False)
    check_file("a.html", xhtml(LAUGHS, "&f;"), is_refused=False)
    check_file("a.qdpx", qdpx(project(LAUGHS, "&f;")), commands=("import",))
    check_file("a.qdc", codes(LAUGHS, "&f;"), commands=("import",))


def test_bombs():
    check_file("a.docx", bomb(docx, word("", "|").split("|")))
    check_file("a.odt", bomb(odt, office("", "|").split("|")))
    check_file("a.epub", bomb(epub, xhtml("", "|").split("|")))
    check_file("a.qdpx", bomb(qdpx, project("", "|").split("|")), commands=("import",))
    inner = archive({"0.zip": b"\0" * (64 * 1024 * 1024)})
    check_file("a.docx", docx(word("", "x"), **{"1.zip": inner}), is_refused=False)
    many = {f"word/{i}.xml": "x" for i in range(70000)}
    check_file("a.docx", docx(word("", "x"), **many), is_refused=False)


def test_climbing():
    for name in CLIMBING:
        check_file("a.docx", docx(word("", "x"), **{name.replace("\0", "_"): "evil"}), is_refused=False)
        for path in (f"internal://{name}", f"relative://{name}", f"absolute://{name}", name):
            harmless = path.replace("\0", "&#0;")
            check_file("a.qdpx", qdpx(project("", "x", harmless), **{f"sources/{name}".replace("\0", "_"): SECRET[:3]}),
                       is_refused=False, commands=("import",))
            check_file("a.qdpx", qdpx(project("", name.replace("\0", "&#0;"), "internal://a.txt"), **{"sources/a.txt": "x"}),
                       is_refused=False, commands=("import",))
    check_file("a.qdpx", qdpx(project("", "x", "relative://../../secret.txt")), is_refused=False, commands=("import",))


def test_links():
    """Links that a stranger planted where a command is to write: what they lead to stays as it is."""
    text, changed = "One concern here.\n", "Now: One concern here.\n"
    for planted, args in (
        ("a.txt.maria.postil.json", ("reanchor", "in", "--accept", "exact")),
        ("a.txt.maria.postil.json", ("import", "rows.csv", "--into", "in")),
        ("a.txt.maria.postil.json", ("merge", "-o", "in/a.txt.maria.postil.json", "sound.json", "sound.json")),
        ("new.txt", ("import", "new.docx", "--into", "in")),
        ("a.txt.maria.jsonld", ("export", "from", "--format", "webannotation", "--output", "in")),
    ):
        with folder() as path:
            outside = os.path.join(path, "outside", "file")
            sidecar = json.dumps(collection(text, [annotation(text, [(4, 11)])], "maria"))
            before = f" {sidecar} "
            write(outside, before)
            for place in ("in", "from"):
                write(os.path.join(path, place, "a.txt"), changed if args[0] == "reanchor" else text)
            write(os.path.join(path, "from", "a.txt.maria.postil.json"), sidecar)
            write(os.path.join(path, "sound.json"), sidecar)
            write(os.path.join(path, "rows.csv"), "article,coder,code,start,end,quote\na.txt,maria,outcome,0,3,One\n")
            write(os.path.join(path, "new.docx"), docx(word("", "Some text.")))
            os.symlink(outside, os.path.join(path, "in", planted))
            result, _ = run_limited(*args, cwd=path)
            said = (result.stdout + result.stderr).decode(errors="replace")
            where = f"{args[0]} over a link ended with {result.returncode}: {said[:400]!r}"
            expect(result.returncode in (0, 1, 2), where)
            expect(os.listdir(os.path.join(path, "outside")) == ["file"], f"{where}; there are {os.listdir(os.path.join(path, 'outside'))}")
            with open(outside, encoding="utf-8") as file:
                expect(file.read() == before, f"{where}; it wrote through the link")
            # Another name may do as well.
            is_written = not os.path.islink(os.path.join(path, "in", planted)) or len(os.listdir(os.path.join(path, "in"))) > 2
            expect(result.returncode > 0 or is_written, f"{where}; nothing was written, and nothing said")


def test_depth():
    for data in ("[" * DEPTH, '{"a":' * DEPTH, "[" * DEPTH + "]" * DEPTH, '{"type":"AnnotationCollection","first":' + "[" * DEPTH):
        for name in ("a.json", "a.jsonl", "a.jsonld", "a.txt.maria.postil.json", "codebook.json"):
            check_file(name, data, commands=("import",))
    deep = "<a>" * DEPTH
    check_file("a.html", f"<html><body>{deep}x", is_refused=False)
    check_file("a.docx", docx(word("", deep)))
    check_file("a.odt", odt(office("", deep)))
    check_file("a.epub", epub(xhtml("", deep)), is_refused=False)
    check_file("a.qdpx", qdpx(project("", "x").replace("<Sources>", deep)), commands=("import",))
    check_file("a.rtf", r"{\rtf1 " + "{" * DEPTH)


test_entities()
test_laughs()
test_bombs()
test_climbing()
test_links()
test_depth()
