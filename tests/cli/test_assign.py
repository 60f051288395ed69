# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""assign: plans, what they refuse to write over, and how far they have come."""

import csv
import os

from common import annotation, equal, expect, folder, run, run_json, write, write_sidecar


def read_plan(path):
    with open(os.path.join(path, "assignments.csv"), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def main():
    with folder() as path:
        texts = {f"week {n % 3}/ä{n}.txt": f"Nr. {n}. " + "concern " * (n * 7 % 31 + 1) for n in range(20)}
        for name, text in texts.items():
            os.makedirs(os.path.dirname(os.path.join(path, name)), exist_ok=True)
            write(os.path.join(path, name), text)
        coders = ["--coder", "maria", "--coder", "jonas"]
        run("assign", path, "--progress", code=2)
        for bad in (["--coder", "a/b"], ["--coder", "a", "--coder", "a"], [*coders, "--overlap", "1.1"],
                    [*coders, "--overlap", "nan"], [*coders, "--seed", "-1"], [*coders, "--progress"], []):
            run("assign", path, *bad, code=2)
        run("assign", os.path.join(path, next(iter(texts))), *coders, code=2)
        expect(not os.path.exists(os.path.join(path, "assignments.csv")), "nothing was written")

        found = run_json("assign", path, *coders, "--overlap", "0.2", "--seed", "7", code=0)
        equal((found["articles"], found["for_all"], found["seed"]), (20, 4, 7), "plan")
        equal([c["articles"] for c in found["coders"]], [12, 12], "each codes as many")
        equal(sum(c["characters"] for c in found["coders"]),
              sum(map(len, texts.values())) + sum(len(texts[r["article"]]) for r in read_plan(path) if r["for_all"] == "yes") // 2,
              "characters are code points")
        rows = read_plan(path)
        equal({r["article"] for r in rows}, set(texts), "every article is in the plan")
        equal(len([r for r in rows if r["for_all"] == "yes"]), 8, "for all")

        before = open(os.path.join(path, "assignments.csv"), "rb").read()
        run("assign", path, *coders, "--seed", "7", code=0)
        run("assign", path, *coders, "--seed", "8", code=2)
        equal(open(os.path.join(path, "assignments.csv"), "rb").read(), before, "a plan is not replaced by itself")
        run("assign", path, *coders, "--seed", "8", "--replace", code=0)
        expect(open(os.path.join(path, "assignments.csv"), "rb").read() != before, "--replace")

        mine = [r["article"] for r in read_plan(path) if r["coder"] == "maria"]
        text = texts[mine[0]]
        at = text.index("concern")
        write_sidecar(path, text, [annotation(text, [(at, at + 7)])], "maria", article=mine[0])
        progress = {c["coder"]: c for c in run_json("assign", path, "--progress", code=0)["coders"]}
        equal((progress["maria"]["in_progress"], progress["maria"]["untouched"]), (1, 11), "maria has begun")
        equal(progress["jonas"]["untouched"], 12, "jonas has not")
        expect(b"maria\t12\t" in run("assign", path, "--progress", code=0).stdout, "the table")
        # A second pass: of what she has coded, under a name of its own, beside the plan.
        before = read_plan(path)
        run("assign", path, "--again", "nobody", code=2)
        run("assign", path, "--again", "maria", *coders, code=2)
        for name in mine[1:5]:
            write_sidecar(path, texts[name], [annotation(texts[name], [(0, 3)], article=name)], "maria", article=name)
        run("assign", path, "--again", "maria", "--overlap", "0.4", "--seed", "3", code=0)
        again = [r["article"] for r in read_plan(path) if r["coder"] == "maria-2"]
        equal(len(again), 2, "two of the five that she coded")
        expect(set(again) <= set(mine[:5]), "only what she coded")
        equal([r for r in read_plan(path) if r["coder"] != "maria-2"], before, "the rest of the plan stands")
        run("assign", path, "--again", "maria", "--overlap", "1", code=0)
        equal(len([r for r in read_plan(path) if r["coder"] == "maria-3"]), 5, "a third pass has the next name")
        # A plan that a spreadsheet made: what else it says stays, to the letter.
        sheet = "\ufeffcoder;remark;article\r\nmaria;\"first; then\";" + mine[0] + "\r\nmaria;;" + mine[1]
        plan = open(os.path.join(path, "assignments.csv"), "rb").read()
        write(os.path.join(path, "assignments.csv"), sheet.encode())
        run("assign", path, "--again", "maria", "--overlap", "0.4", code=0)
        lines = open(os.path.join(path, "assignments.csv"), "rb").read()
        expect(lines.startswith(sheet.encode() + b"\r\n"), "the rest of the plan stands to the letter")
        added = lines[len(sheet.encode()) + 2:].decode().split("\r\n")
        expect(len(added) == 3 and added[0].startswith("maria-2;;") and added[2] == "", f"{added} has its columns")
        write(os.path.join(path, "assignments.csv"), plan)
        os.remove(os.path.join(path, mine[5]))
        result = run("assign", path, "--progress", code=1)
        expect(b"[no-article]" in result.stderr, "an article of the plan that is gone")
        write(os.path.join(path, "assignments.csv"), b"nonsense\n")
        run("assign", path, "--progress", code=2)


main()
