# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""postil-cli check finds each planted fault, as its kind and in its file, and nothing else."""

import json
import os

from common import (annotation, collection, equal, expect, folder, link, run, run_json, write, write_sidecar)

TEXT = "One concern here 😀, and a second one.\nCafe\u0301 stands open. שלום is peace.\n"


def kinds(result):
    return sorted((p["file"], p["kind"]) for p in result["problems"])


def check_one(make, wanted, message):
    """@make plants a fault in a folder; @wanted are the kinds that must be found in it."""
    with folder() as path:
        write(os.path.join(path, "a.txt"), TEXT)
        make(path)
        result = run_json("check", path, code=1 if wanted else 0)
        equal(sorted(p["kind"] for p in result["problems"]), sorted(wanted), message)
        for problem in result["problems"]:
            equal(set(problem), {"file", "kind", "annotation", "line", "message"}, message + ": members")
            expect(problem["message"].strip() != "" and problem["file"], message + ": message")
        human = run("check", path, code=1 if wanted else 0).stdout.decode()
        for kind in wanted:
            expect(f"[{kind}]" in human, f"{message}: the table names {kind}")
        return result


def sound(path):
    first = annotation(TEXT, [(4, 11)])
    second = annotation(TEXT, [(17, 18), (40, 45)], "position", attributes={"actor": "X"}, unsure=True)
    write_sidecar(path, TEXT, [first, second, link(first["id"], second["id"])], "maria")
    write_sidecar(path, TEXT, [], "jonas")
    write(os.path.join(path, "lonely.txt"), "No sidecar.\n")


def raw(data):
    return lambda path: write(os.path.join(path, "a.txt.maria.postil.json"), data)


def items(*given, **changes):
    return lambda path: write_sidecar(path, TEXT, list(given), "maria", **changes)


def main():
    result = check_one(sound, [], "a sound folder")
    equal((result["articles"], result["sidecars"], result["annotations"]), (2, 2, 2), "counts")

    check_one(items(annotation(TEXT, [(4, 11)], exact="concerm")), ["quote-mismatch"], "a wrong quote")
    check_one(items(annotation(TEXT, [(4, 1000)], exact="x")), ["range"], "past the end")
    check_one(items(annotation(TEXT, [(11, 4)], exact="x")), ["range"], "end before start")
    check_one(items(annotation(TEXT, [(4, 11)], "no-such-code")), ["unknown-code"], "an unknown code")
    twin = annotation(TEXT, [(0, 3)])
    check_one(items(twin, annotation(TEXT, [(4, 11)], id=twin["id"])), ["duplicate-id"], "an id twice")
    check_one(items(annotation(TEXT, [(0, 11)]), annotation(TEXT, [(4, 16)])), ["self-overlap"], "a code over itself")
    check_one(items(annotation(TEXT, [(0, 16)]), annotation(TEXT, [(1, 3)]), annotation(TEXT, [(8, 12)])),
              ["self-overlap", "self-overlap"], "two in one")
    check_one(items(annotation(TEXT, [(0, 11)]), annotation(TEXT, [(11, 16)])), [], "neighbours")
    check_one(items(annotation(TEXT, [(0, 4), (10, 14)]), annotation(TEXT, [(5, 9)])), [], "between two pieces")
    check_one(items(annotation(TEXT, [(0, 11)]), annotation(TEXT, [(4, 16)], "position")), [], "two codes")
    check_one(items(twin, link(twin["id"], "urn:uuid:00000000-0000-4000-8000-000000000000")),
              ["broken-link"], "a link to nowhere")

    whole = json.dumps(collection(TEXT, [twin], "maria"), indent=2)
    cut = check_one(raw(whole[:len(whole) // 2]), ["malformed"], "a file that is cut off")
    expect(cut["problems"][0]["line"] > 1, "the line of the cut")
    check_one(raw(""), ["malformed"], "an empty file")
    check_one(raw("[" * 100000), ["malformed"], "deep nesting")
    check_one(raw(whole.replace('"total"', "total")), ["malformed"], "no JSON")
    check_one(raw(whole.encode("utf-16")), ["malformed"], "UTF-16")
    check_one(raw('{"hello": "world"}'), ["schema"], "JSON of something else")
    check_one(raw("[]"), ["schema"], "an array")
    check_one(items(twin, **{"schema:schemaVersion": "2"}), ["newer-version"], "a newer version")
    check_one(items(twin, **{"schema:about": {"id": "a.txt", "type": "Text", "schema:sha256": "0" * 64, "schema:size": 9}}),
              ["text-changed"], "another text, but the quote stands")
    check_one(items(annotation(TEXT, [(4, 11)], exact="elsewhr"),
                    **{"schema:about": {"id": "a.txt", "type": "Text", "schema:sha256": "0" * 64, "schema:size": 9}}),
              ["quote-mismatch", "text-changed"], "another text, and another quote")
    check_one(lambda path: write(os.path.join(path, "a.txt"), b"bin\0ary"), ["encoding"], "no text")
    check_one(lambda path: write(os.path.join(path, "codebook.json"), "{"), ["malformed"], "a broken codebook")
    check_one(lambda path: write(os.path.join(path, "articles.json"), "[1, ]"), ["malformed"], "a broken list of articles")

    def lists(path):
        for name in ("a.txt", "b/a.txt", "c.txt"):
            write(os.path.join(path, name), TEXT)
        write(os.path.join(path, "articles.json"), "{")
        write(os.path.join(path, "b/articles.json"), "{")
    check_one(lists, ["malformed", "malformed"], "two broken lists, each told once")
    check_one(lambda path: write_sidecar(path, TEXT, [twin], "maria", "gone.txt"), ["no-article"], "no article")

    def conflicted(path):
        name = write_sidecar(path, TEXT, [twin], "maria")
        os.link(name, os.path.join(path, "a.txt.maria.postil (conflicted copy 2026-11-23).json"))
        os.link(name, os.path.join(path, "a.txt.maria.postil.sync-conflict-20261123-101010-ABCDEFG.json"))
    check_one(conflicted, ["conflicted-copy", "conflicted-copy"], "conflicted copies")

    with folder() as path:
        write(os.path.join(path, "sub/a.txt"), TEXT)
        write_sidecar(path, TEXT, [annotation(TEXT, [(4, 11)], exact="x")], "maria", "sub/a.txt")
        write_sidecar(path, TEXT, [annotation(TEXT, [(4, 11)], "strange")], "jonas", "sub/a.txt")
        result = run_json("check", path, code=1)
        equal(kinds(result), [("sub/a.txt.jonas.postil.json", "unknown-code"),
                              ("sub/a.txt.maria.postil.json", "quote-mismatch")], "two files")
        equal(kinds(run_json("check", path, "--coder", "jonas", code=1)),
              [("sub/a.txt.jonas.postil.json", "unknown-code")], "--coder")
        run("check", path, "--coder", "jonas", "--code", "concern", code=0)
        write(os.path.join(path, "other/b.txt"), TEXT)
        two = run_json("check", os.path.join(path, "sub"), os.path.join(path, "other"), code=1)
        equal(two["articles"], 2, "two folders")
        one = run_json("check", os.path.join(path, "sub", "a.txt"), code=1)
        equal(one["articles"], 1, "an article instead of a folder")
        run("check", os.path.join(path, "nowhere"), code=2)
        mixed = run_json("check", os.path.join(path, "nowhere"), os.path.join(path, "other"), code=1)
        equal(mixed["problems"][0]["kind"], "unreadable", "one of two folders is not there")

    if os.geteuid() != 0:
        def unreadable(path):
            os.chmod(write_sidecar(path, TEXT, [twin], "maria"), 0)
        check_one(unreadable, ["unreadable"], "no permission")


main()
