# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""agree and compare: their shapes, their values, what is left out and why."""

import os

from common import annotation, equal, expect, folder, run, run_json, write, write_sidecar

TEXT = "x" * 100


def make(path, name, coder, spans, **changes):
    write(os.path.join(path, name), TEXT)
    items = [annotation(TEXT, [span], code, article=name) for span, code in spans]
    return write_sidecar(path, TEXT, items, coder, name, **changes)


def measure(result, name):
    return next(m for m in result["measures"] if m["name"] == name)


def test_agree():
    with folder() as path:
        make(path, "a.txt", "ann", [((0, 60), "concern")])
        make(path, "a.txt", "bob", [((0, 45), "concern"), ((60, 85), "concern")])
        result = run_json("agree", path, "--coder", "ann", "--coder", "bob", "--measure", "kappa",
                          "--measure", "percent", "--by", "code", "--by", "article", code=0)
        equal(result["coders"], ["ann", "bob"], "coders")
        equal(result["articles"], 1, "articles")
        expect(abs(measure(result, "kappa")["value"] - 0.06 / 0.46) < 1e-12, "Cohen's κ of 45, 15, 25, 15")
        equal(measure(result, "percent")["value"], 0.6, "percent")
        equal(measure(result, "kappa")["low"], None, "no interval without a bootstrap")
        equal([g["code"] for g in result["by_code"]], ["concern"], "by code")
        equal([g["article"] for g in result["by_article"]], ["a.txt"], "by article")
        run("agree", path, "--coder", "ann", code=2)
        run("agree", path, "--coder", "ann", "--coder", "bob", "--measure", "nonsense", code=2)
        run("agree", path, "--coder", "ann", "--coder", "bob", "--unit", "words", code=2)
        run("agree", path, "--coder", "ann", "--coder", "bob", "--sampler", "dice", code=2)
        for name in ("shuffle", "statistical"):
            entry = measure(run_json("agree", path, "--coder", "ann", "--coder", "bob", "--measure", "gamma", "--sampler", name, code=0), "gamma")
            equal(entry["settings"]["sampler"], name, "the sampler in the settings")
            expect(-1 < entry["value"] < 1, f"γ by {name} is {entry['value']}")


def test_undefined():
    with folder() as path:
        make(path, "a.txt", "ann", [])
        make(path, "a.txt", "bob", [])
        result = run_json("agree", path, "--coder", "ann", "--coder", "bob", code=0)
        for entry in result["measures"]:
            if entry["name"] == "percent":
                equal(entry["value"], 1, "percent of an unmarked article")
                continue
            equal(entry["value"], None, entry["name"])
            expect(entry["reason"], f"{entry['name']} says why")


def test_left_out():
    with folder() as path:
        make(path, "a.txt", "ann", [((0, 10), "concern")])
        make(path, "a.txt", "bob", [((0, 10), "concern")])
        make(path, "b.txt", "ann", [((0, 10), "concern")])
        result = run_json("agree", path, "--coder", "ann", "--coder", "bob", code=0)
        equal((result["articles"], result["left_out"]), (1, ["b.txt"]), "bob has not begun b.txt")
        result = run_json("agree", path, "--coder", "ann", "--coder", "bob", "--include-unfinished", code=0)
        equal((result["articles"], result["left_out"]), (2, []), "--include-unfinished")
        make(path, "b.txt", "bob", [((0, 10), "concern")])
        for coder in ("ann", "bob"):
            make(path, "c.txt", coder, [((0, 10), "concern")], **{"schema:creativeWorkStatus": "done"})
        result = run_json("agree", path, "--coder", "ann", "--coder", "bob", code=0)
        equal((result["articles"], result["left_out"]), (1, ["a.txt", "b.txt"]), "only what is done")


def test_missing():
    """Krippendorff 2004, page 230: four coders, twelve units, some values missing."""
    rows = ("bb.b", "llpl", "pppp", "pppp", "llll", "blpc", "cccc", "bblb", "llll", ".fff", "..bb", "..p.")
    with folder() as path:
        for number, row in enumerate(rows):
            for coder, code in zip(("ann", "bob", "eva", "max"), row):
                if code != ".":
                    make(path, f"{number:02}.txt", coder, [((0, 100), code)])
        result = run_json("agree", path, *(f"--coder={coder}" for coder in ("ann", "bob", "eva", "max")),
                          "--unit", "paragraphs", "--measure", "alpha", "--include-unfinished", code=0)
        expect(abs(measure(result, "alpha")["value"] - 0.743) < 0.0005, f"α is {measure(result, 'alpha')['value']}, not .743")
        equal(measure(result, "alpha")["n"], 11, "units with two values or more")


def alpha_of_numbers(pairs, metric):
    """Krippendorff's α by its definition, value by value."""
    given = sorted(value for pair in pairs for value in pair)
    n = len(given)

    def distance(c, k):
        low, high = sorted((c, k))
        if metric == "interval":
            return (c - k) ** 2
        between = sum(low <= g <= high for g in given)
        return (between - (given.count(c) + given.count(k)) / 2) ** 2 if c != k else 0

    observed = 2 * sum(distance(a, b) for a, b in pairs) / n
    expected = sum(distance(a, b) for i, a in enumerate(given) for j, b in enumerate(given) if i != j) / (n * (n - 1))
    return 1 - observed / expected


def test_metric():
    pairs = [(1, 1), (2, 2), (3, 3), (3, 4), (2, 2), (1, 2), (4, 4), (1, 1), (2, 2), (5, 5), (10, 3)]
    with folder() as path:
        write(os.path.join(path, "a.txt"), TEXT)
        for side, coder in enumerate(("ann", "bob")):
            items = [annotation(TEXT, [(5 * i, 5 * i + 3)], "concern", article="a.txt", attributes={"strength": str(pair[side])})
                     for i, pair in enumerate(pairs)]
            write_sidecar(path, TEXT, items, coder, "a.txt")
        args = ("agree", path, "--coder", "ann", "--coder", "bob", "--measure", "attribute")
        for metric in ("ordinal", "interval"):
            entry = measure(run_json(*args, "--metric", metric, code=0), "attribute")
            equal(entry["settings"]["metric"], metric, "the metric in the settings")
            expect(abs(entry["value"] - alpha_of_numbers(pairs, metric)) < 1e-12,
                   f"{metric} α is {entry['value']}, not {alpha_of_numbers(pairs, metric)}")
        run(*args, "--metric", "ratio", code=2)
        items = [annotation(TEXT, [(5 * i, 5 * i + 3)], "concern", article="a.txt", attributes={"strength": "ab"[i]}) for i in (0, 1)]
        write_sidecar(path, TEXT, items, "bob", "a.txt")
        entry = measure(run_json(*args, "--metric", "ordinal", code=0), "attribute")
        equal((entry["value"], entry["reason"]), (None, "not every value is a number"), "names have no rank")


def test_other_text():
    with folder() as path:
        make(path, "a.txt", "ann", [((0, 10), "concern")])
        make(path, "a.txt", "bob", [((0, 10), "concern")])
        write(os.path.join(path, "a.txt"), TEXT + "!")
        result = run("agree", path, "--coder", "ann", "--coder", "bob", code=1)
        expect(b"ann" in result.stderr and b"a.txt" in result.stderr, "who and which")


def test_unknown_coder():
    with folder() as path:
        make(path, "a.txt", "ann", [((0, 10), "concern")])
        make(path, "a.txt", "bob", [((0, 10), "concern")])
        result = run("agree", path, "--coder", "ann", "--coder", "bbo", code=1)
        expect(b"bbo has marked nothing" in result.stderr, "a name that nobody has")


def test_pairs():
    """α of an attribute of three coders is that of the units they share; and there is one of each pair."""
    values = {"ann": ("A", "B", "A", "A"), "bob": ("A", "B", "B", "A"), "eva": ("A", None, "A", "B")}
    with folder() as path:
        write(os.path.join(path, "a.txt"), TEXT)
        for coder, given in values.items():
            items = [annotation(TEXT, [(20 * i, 20 * i + 9)], "concern", article="a.txt", attributes={"actor": value} if value else None)
                     for i, value in enumerate(given)]
            write_sidecar(path, TEXT, items, coder, "a.txt")
        result = run_json("agree", path, *(f"--coder={coder}" for coder in values), "--measure", "attribute", code=0)
        # 7 A, 4 B; units of 3, 2, 3 and 3 values, of which two have one that differs.
        expect(abs(measure(result, "attribute")["value"] - (1 - 10 * 4 / (2 * 7 * 4))) < 1e-12, "α of all three")
        equal(measure(result, "attribute")["n"], 4, "units")
        equal([pair["coders"] for pair in result["by_pair"]], [["ann", "bob"], ["ann", "eva"], ["bob", "eva"]], "pairs")


def test_bootstrap():
    with folder() as path:
        for i in range(8):
            make(path, f"{i}.txt", "ann", [((0, 40), "concern")])
            make(path, f"{i}.txt", "bob", [((0, 10 + 5 * i), "concern")])
        args = ("agree", path, "--coder", "ann", "--coder", "bob", "--bootstrap", "200", "--seed", "7")
        result = run_json(*args, code=0)
        entry = measure(result, "ualpha")
        expect(entry["low"] < entry["value"] < entry["high"], "the value lies in its interval")
        equal(run_json(*args, code=0), result, "the same seed gives the same interval")


def test_compare():
    with folder() as path:
        make(path, "a.txt", "key", [((0, 10), "concern"), ((20, 30), "position")])
        make(path, "a.txt", "eva", [((0, 10), "concern"), ((20, 28), "position"), ((50, 60), "position")])
        make(path, "a.txt", "max", [])
        result = run_json("compare", path, "--key", "key", code=0)
        equal([c["coder"] for c in result["coders"]], ["eva", "max"], "coders")
        eva = result["coders"][0]
        equal(eva["exact"], {"precision": 1 / 3, "recall": 0.5, "f1": 0.4}, "exact")
        equal(eva["overlap"], {"precision": 2 / 3, "recall": 1, "f1": 0.8}, "overlap")
        expect(abs(eva["partial_credit"] - 2 * 1.8 / 5) < 1e-12, "partial credit")
        equal(result["coders"][1]["exact"]["precision"], None, "nothing marked: no precision")
        equal([g["code"] for g in eva["by_code"]], ["concern", "position"], "by code")
        run("compare", path, code=2)
        run("compare", path, "--key", "nobody", code=1)


for test in (test_agree, test_undefined, test_left_out, test_missing, test_metric, test_other_text,
             test_unknown_coder, test_pairs, test_bootstrap, test_compare):
    test()
