# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""pack and unpack: the same bytes on both sides, nobody's layer unasked for, and packs that mean
harm write nothing."""

import hashlib
import io
import os
import shutil
import subprocess
import warnings
import zipfile

from common import annotation, collection, equal, expect, folder, list_objects, run, run_json, write, write_sidecar

TEXT = "One concern here 😀, and one concern there.\r\n"
CANONICAL = TEXT.replace("\r\n", "\n")


def read_all(path):
    found = {}
    for place, _, names in os.walk(path):
        for name in names:
            full = os.path.join(place, name)
            found[os.path.relpath(full, path)] = open(full, "rb").read()
    return found


def pack_of(entries, sums=None, extra=()):
    """A pack by hand; @sums replaces what stands in the list."""
    out = io.BytesIO()
    lines = sums if sums is not None else "".join(
        f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in entries.items())
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in [*entries.items(), *extra]:
            file.writestr(name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
        if lines is not False:
            file.writestr("SHA256SUMS", lines)
    return out.getvalue()


def fill(path):
    write(os.path.join(path, "a.txt"), TEXT)
    write(os.path.join(path, "week 1/ä 😀.md"), "Nothing.\n")
    write(os.path.join(path, "codebook.json"), "{}\n")
    write(os.path.join(path, "assignments.csv"), "article,coder\na.txt,maria\n")
    write(os.path.join(path, "notes.pdf"), b"not packed")
    for coder in ("maria", "jonas"):
        write_sidecar(path, CANONICAL, [annotation(CANONICAL, [(4, 11)], id=f"urn:uuid:{coder}")], coder)


def test_round_trip(path):
    source, target = os.path.join(path, "source"), os.path.join(path, "target")
    first, second = os.path.join(path, "1.zip"), os.path.join(path, "2.zip")
    fill(source)
    found = run_json("pack", source, "-o", first, code=0)
    equal((found["articles"], found["layers"], found["files"]), (2, 0, 4), "no layers unless chosen")
    expect(not any("postil.json" in name for name in zipfile.ZipFile(first).namelist()), "nobody's layer")
    run("pack", source, "--coder", "maria", "-o", first, code=0)
    os.utime(os.path.join(source, "a.txt"), (1, 1))
    copy = os.path.join(path, "copy")
    shutil.copytree(source, copy)
    run("pack", copy, "--coder", "maria", "-o", second, code=0)
    equal(open(first, "rb").read(), open(second, "rb").read(), "the same folder gives the same bytes")

    found = run_json("unpack", first, "--into", target, code=0)
    equal((found["articles"], found["layers"], found["files"], found["same"]), (2, 1, 5, 0), "unpacked")
    expected = {n: d for n, d in read_all(source).items() if n != "notes.pdf" and ".jonas." not in n}
    equal(read_all(target), expected, "the same bytes on the other side")
    equal(run_json("unpack", first, "--into", target, code=0)["same"], 5, "again: all is there")
    with zipfile.ZipFile(first) as file:
        file.extractall(os.path.join(path, "by-zip"))
    if shutil.which("sha256sum"):
        subprocess.run(["sha256sum", "-c", "--quiet", "--strict", "SHA256SUMS"], cwd=os.path.join(path, "by-zip"), check=True)
    run("pack", source, "--all-coders", "-o", second, code=0)
    equal(sum("postil.json" in name for name in zipfile.ZipFile(second).namelist()), 2, "--all-coders")


def test_there_already(path):
    source, target = os.path.join(path, "source"), os.path.join(path, "target")
    pack = os.path.join(path, "p.zip")
    fill(source)
    run("pack", source, "--coder", "maria", "-o", pack, code=0)
    write_sidecar(target, CANONICAL, [annotation(CANONICAL, [(28, 35)], id="urn:uuid:other")], "maria")
    write(os.path.join(target, "week 1/ä 😀.md"), "Something else.\n")
    before = read_all(target)
    result = run("unpack", pack, "--into", target, code=1)
    expect(result.stderr.count(b"Another file of that name") == 2, "what was kept is listed")
    after = read_all(target)
    equal({n: after[n] for n in before}, before, "what was there is kept")
    equal(run_json("unpack", pack, "--into", target, "--merge", code=1)["merged"], 1, "merged")
    equal(sorted(o["annotation"] for o in list_objects(target, code=1)), ["urn:uuid:maria", "urn:uuid:other"], "both")


def test_hostile(path):
    target = os.path.join(path, "deep/target")
    good = {"a.txt": b"x\n"}
    side = collection("x\n", [], "maria")
    link = zipfile.ZipInfo("b.txt")
    link.external_attr = 0o120777 << 16
    link.create_system = 3
    digest = hashlib.sha256(b"x\n").hexdigest()
    names = ("../a.txt", "/a.txt", "x/../../a.txt", "./a.txt", "x//a.txt", "..\\a.txt", ".hidden.txt", ".git/a.txt", "a\x1b.txt",
             "run.sh", "a.txt/", "x" * 300 + ".txt", "a.desktop", "/".join(["x"] * 80) + "/a.txt", "SHA256SUMS", "a.json")
    packs = [pack_of({name: b"x\n"}) for name in names]
    packs += [
        b"", b"PK\x03\x04", b"not a zip", pack_of(good)[:-30],
        pack_of(good, sums=False),
        pack_of(good, sums="nonsense\n"),
        pack_of(good, sums=digest.upper() + "  a.txt\n"),
        pack_of(good, sums=f"{digest}  a.txt\n{digest}  b.txt\n"),
        pack_of(good, sums=f"{digest}  a.txt\n" * 2),
        pack_of(good, sums="0" * 64 + "  a.txt\n"),
        pack_of(good, sums=b"\0" + digest.encode()),
        pack_of(good, extra=[("more.txt", b"y")]),
        pack_of(good, extra=[("a.txt", b"y")]),
        pack_of({**good, "a.txt/b.txt": b"x\n"}),
        pack_of(good, sums=f"{digest}  a.txt\n{hashlib.sha256(b'/etc/passwd').hexdigest()}  b.txt\n", extra=[(link, "/etc/passwd")]),
        pack_of({"a.txt": b"\0" * (60 << 20)}),
        pack_of({"a.txt": b"x", "a.txt.maria.postil.json": str(side).encode()}, sums="\xff"),
    ]
    for i, data in enumerate(packs):
        pack = os.path.join(path, "p.zip")
        write(pack, data)
        result = run("unpack", pack, "--into", target)
        equal(result.returncode, 2, f"pack {i} is refused")
        expect(result.stderr.strip() and b"\x1b" not in result.stderr, f"pack {i} is refused in words")
        equal(sorted(os.listdir(path)), ["p.zip"], f"pack {i} writes nothing")

    # Not through a link, wherever it leads.
    outside = os.path.join(path, "outside")
    os.makedirs(outside)
    os.makedirs(target)
    os.symlink(outside, os.path.join(target, "x"))
    os.symlink(os.path.join(outside, "b.txt"), os.path.join(target, "b.txt"))
    write(os.path.join(path, "p.zip"), pack_of({"x/a.txt": b"x\n", "b.txt": b"x\n", "c.txt": b"x\n"}))
    run("unpack", os.path.join(path, "p.zip"), "--into", target, code=1)
    equal(os.listdir(outside), [], "nothing through a link")
    equal(open(os.path.join(target, "c.txt"), "rb").read(), b"x\n", "the rest goes on")


def test_usage(path):
    os.makedirs(os.path.join(path, "empty"))
    run("pack", os.path.join(path, "empty"), code=2)
    run("pack", os.path.join(path, "empty"), "-o", os.path.join(path, "p.zip"), code=2)
    run("pack", os.path.join(path, "none"), "-o", os.path.join(path, "p.zip"), code=2)
    expect(not os.path.exists(os.path.join(path, "p.zip")), "no pack of nothing")
    run("unpack", os.path.join(path, "none.zip"), "--into", path, code=2)
    run("unpack", os.path.join(path, "none.zip"), code=2)
    if os.sep == "/":
        odd = os.path.join(path, "odd")
        write(os.path.join(odd, "a.txt"), "x")
        with open(os.path.join(os.fsencode(odd), b"\xff.txt"), "wb") as file:
            file.write(b"x")
        expect(b"left out" in run("pack", odd, "-o", os.path.join(path, "p.zip"), code=1).stderr, "a name that is not UTF-8")
        equal(zipfile.ZipFile(os.path.join(path, "p.zip")).namelist(), ["a.txt", "SHA256SUMS"], "the rest is packed")


warnings.simplefilter("ignore")  # of zipfile, about what is made wrong on purpose
for test in (test_round_trip, test_there_already, test_hostile, test_usage):
    with folder() as place:
        test(place)
