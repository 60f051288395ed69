# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every measure but γ against a second implementation, which counts characters one by one and
tries all pairings, over a thousand random pairs of layers; and what each says of bad input."""

import itertools
import os
import random
import sys

from common import annotation, equal, expect, folder, run_json, write, write_sidecar

SEED = int(os.environ.get("POSTIL_TEST_SEED", "8"))
CODES = ("concern", "position", "outcome")
CODERS = ("ann", "bob")
LETTERS = "ab .é🧀\u0301"


# A layer is a list of (pieces, code, actor or None).

def random_layer(rng, length, may_overlap):
    layer, taken = [], {code: set() for code in CODES}
    for _ in range(rng.choice((0, 1, 2, 3, 5))):
        start = rng.randrange(length - 1)
        end = min(length, start + rng.choice((1, 2, 5, 12)))
        code = rng.choice(CODES)
        wanted = set(range(start, end))
        others = taken[code] if may_overlap else set().union(*taken.values())
        if wanted & others:
            continue
        taken[code] |= wanted
        layer.append(([(start, end)], code, rng.choice((None, "A", "B"))))
    return layer


def blur(rng, layer, length):
    """What a second coder makes of it: mostly the same, so that values are of every size."""
    blurred = []
    for pieces, code, actor in layer:
        (start, end), = pieces
        chance = rng.random()
        if chance < 0.15:
            continue
        if chance < 0.4:
            end = max(start + 1, min(length, end + rng.choice((-2, -1, 1, 3))))
        if rng.random() < 0.2:
            code = rng.choice(CODES)
        if any(c == code and s < end and start < e for [(s, e)], c, _ in blurred):
            continue
        blurred.append(([(start, end)], code, actor if rng.random() < 0.7 else "B"))
    return blurred


def without_overlaps(layer):
    kept, taken = [], set()
    for pieces, code, actor in layer:
        chars = set(range(*pieces[0]))
        if not chars & taken:
            kept.append((pieces, code, actor))
            taken |= chars
    return kept


# The second implementation.

def sets_of(layer, length):
    sets = [set() for _ in range(length)]
    for pieces, code, _ in layer:
        for start, end in pieces:
            for i in range(start, end):
                sets[i].add(code)
    return [frozenset(s) for s in sets]


def categorical(one, two):
    n = len(one)
    agreed = sum(a == b for a, b in zip(one, two)) / n
    categories = set(one) | set(two)
    first = {c: one.count(c) / n for c in categories}
    second = {c: two.count(c) / n for c in categories}
    values = {"percent": agreed}
    if len(categories) < 2:
        return {**values, "kappa": None, "alpha": None, "ac1": None, "fleiss": None}
    chance = sum(first[c] * second[c] for c in categories)
    values["kappa"] = (agreed - chance) / (1 - chance)
    mean = {c: (first[c] + second[c]) / 2 for c in categories}
    chance = sum(m * m for m in mean.values())
    values["fleiss"] = (agreed - chance) / (1 - chance)
    total = {c: one.count(c) + two.count(c) for c in categories}
    chance = sum(t * (t - 1) for t in total.values()) / (2 * n * (2 * n - 1))
    values["alpha"] = 1 - (1 - agreed) / (1 - chance)
    chance = sum(m * (1 - m) for m in mean.values()) / (len(categories) - 1)
    values["ac1"] = (agreed - chance) / (1 - chance)
    return values


def iou(a, b):
    one, two = set(range(*a[0][0])), set(range(*b[0][0]))
    return len(one & two) / len(one | two)


def pairings(one, two):
    """All ways to pair some of one's passages with some of two's, one to one."""
    if not one:
        yield ()
        return
    head, rest = one[0], one[1:]
    for pairing in pairings(rest, two):
        yield pairing
    for i, other in enumerate(two):
        if other[1] == head[1] and iou(head, other) > 0:
            for pairing in pairings(rest, two[:i] + two[i + 1:]):
                yield ((head, other),) + pairing


def f1(matched, one, two):
    return 2 * matched / (len(one) + len(two)) if one or two else None


def passages(one, two):
    values = {"f1": f1(sum(any(a[:2] == b[:2] for b in two) for a in one), one, two)}
    values["f1-overlap"] = f1(max(len(p) for p in pairings(one, two) if all(iou(a, b) >= 0.5 - 1e-12 for a, b in p)), one, two)
    best = max(pairings(one, two), key=lambda p: sum(iou(a, b) for a, b in p))
    values["border"] = sum(iou(a, b) for a, b in best) / len(best) if best else None
    # Which of two equally good pairings is taken decides whose actors are compared.
    total = sum(iou(a, b) for a, b in best)
    candidates = [p for p in pairings(one, two) if abs(sum(iou(a, b) for a, b in p) - total) < 1e-9 and len(p) == len(best)]
    values["attribute"] = [attribute(p) for p in candidates]
    return values


def attribute(pairing):
    pairs = [(a[2], b[2]) for a, b in pairing if a[2] and b[2]]
    given = [value for pair in pairs for value in pair]
    if not given or len(set(given)) == 1:
        return None
    n = len(given)
    chance = 1 - sum(given.count(v) * (given.count(v) - 1) for v in set(given)) / (n * (n - 1))
    return 1 - sum(a != b for a, b in pairs) / len(pairs) / chance


def coincidences(units, length, mark):
    values = []
    for layer in units:
        row = [None] * length
        for [(start, end)], code, _ in layer:
            for i in range(start, end):
                row[i] = mark(code)
        values.append(row)
    counts = {}
    for a, b in zip(*values):
        counts[a, b] = counts.get((a, b), 0) + 1
        counts[b, a] = counts.get((b, a), 0) + 1
    return counts


def squares(units, length, mark):
    sums = {None: 0}
    for layer in units:
        covered = 0
        for [(start, end)], code, _ in layer:
            sums[mark(code)] = sums.get(mark(code), 0) + (end - start) ** 2
            covered += end - start
        sums[None] += length - covered
    return sums


def ualpha(units, length, mark, only_gap):
    counts, s = coincidences(units, length, mark), squares(units, length, mark)
    codes = {a for a, _ in counts}
    margin = {c: sum(n for (a, _), n in counts.items() if a == c) for c in codes}
    total = sum(margin.values())
    base = total ** 2 - sum(s.values())
    expected = {c: total * (margin[c] ** 2 - s.get(c, 0)) / base for c in codes} if base else {}
    if not any(units):
        return None
    if only_gap:
        observed = margin.get(None, 0) - counts.get((None, None), 0)
        chance = sum(total * margin.get(None, 0) * margin[c] / base for c in codes if c is not None) if base else 0
    else:
        observed = total - sum(counts.get((c, c), 0) for c in codes)
        chance = total - sum(expected.values())
    return 1 - observed / chance if chance > 1e-9 else None


def merged(layer):
    """Passages that overlap, as one, whatever their codes."""
    spans = []
    for [(start, end)], code, _ in sorted(layer):
        if spans and start < spans[-1][1]:
            spans[-1][1] = max(end, spans[-1][1])
        else:
            spans.append([start, end])
    return [([(start, end)], "any", None) for start, end in spans]


def cualpha(units, length):
    counts = {k: n for k, n in coincidences(units, length, lambda code: code).items() if None not in k}
    codes = {a for a, _ in counts}
    margin = {c: sum(n for (a, _), n in counts.items() if a == c) for c in codes}
    total = sum(margin.values())
    if total == 0:
        return None
    shared = {}
    for one, two in itertools.permutations(units):
        for [(start, end)], code, _ in one:
            both = sum(1 for i in range(start, end) if any(s <= i < e for [(s, e)], _, _ in two))
            shared[code] = shared.get(code, 0) + both ** 2
    base = total - sum(shared.values()) / total
    if base <= 1e-9:
        return None
    expected = sum((margin[c] ** 2 - shared.get(c, 0)) / base for c in codes)
    chance = total - expected
    return 1 - (total - sum(counts.get((c, c), 0) for c in codes)) / chance if chance > 1e-9 else None


# Both

def make(path, number, text, layers):
    name = f"{number:04}.txt"
    write(os.path.join(path, name), text)
    for coder, layer in zip(CODERS, layers):
        items = [annotation(text, pieces, code, article=name, attributes={"actor": actor} if actor else None)
                 for pieces, code, actor in layer]
        write_sidecar(path, text, items, coder, name)


def compare(name, article, value, expected):
    if isinstance(expected, list):
        if any(value == e or (value is not None and e is not None and abs(value - e) < 1e-9) for e in expected):
            return 1
    elif value is None or expected is None:
        if value is None and expected is None:
            return 1
    elif abs(value - expected) < 1e-9:
        return 1
    sys.exit(f"{article}: {name} is {value}, not {expected} (seed {SEED})")


def check_many(n, may_overlap, rng):
    done = 0
    with folder() as path:
        everything = []
        for number in range(n):
            length = rng.randrange(20, 60)
            text = "".join(rng.choice(LETTERS) for _ in range(length))
            first = random_layer(rng, length, may_overlap)
            second = blur(rng, first, length) if rng.random() < 0.8 else random_layer(rng, length, may_overlap)
            layers = (first, second if may_overlap else without_overlaps(second))
            make(path, number, text, layers)
            everything.append((length, layers))
        result = run_json("agree", path, "--coder", "ann", "--coder", "bob", "--by", "article", code=0)
        equal(result["articles"], n, "articles")
        for (length, layers), group in zip(everything, result["by_article"]):
            expected = {**categorical(*(sets_of(layer, length) for layer in layers)), **passages(*layers)}
            # An article in which no coder's codes overlap has a value, whatever the others have.
            expected["ualpha-binary"] = ualpha([merged(layer) for layer in layers], length, lambda code: True, True)
            if any(max(map(len, sets_of(layer, length))) > 1 for layer in layers):
                expected["ualpha"] = expected["cualpha"] = None
            else:
                expected["ualpha"] = ualpha(layers, length, lambda code: code, False)
                expected["cualpha"] = cualpha(layers, length)
            for entry in group["measures"]:
                expect(entry["value"] is not None or entry["reason"], f"{entry['name']} says why")
                if entry["name"] in expected:
                    done += compare(entry["name"], group["article"], entry["value"], expected[entry["name"]])
    return done


def test_random():
    rng = random.Random(SEED)
    done = check_many(500, False, rng) + check_many(500, True, rng)
    print(f"{done} values are the same (seed {SEED})")


# Bad input: measure → what is said. "unit" stands for any number.

TABLE = {
    "nothing marked": ((), (), {"percent": 1.0, "kappa": None, "alpha": None, "ac1": None, "f1": None, "f1-overlap": None,
                                "border": None, "ualpha": None, "ualpha-binary": None, "cualpha": None, "gamma": None}),
    "one coder marked nothing": (((0, 10, "concern"),), (), {"percent": 0.75, "kappa": 0.0, "f1": 0.0, "f1-overlap": 0.0,
                                                             "border": None, "cualpha": None, "gamma": "unit"}),
    "the same, one code": (((0, 10, "concern"),), ((0, 10, "concern"),),
                           {"percent": 1.0, "kappa": 1.0, "alpha": 1.0, "ac1": 1.0, "f1": 1.0, "border": 1.0, "ualpha": 1.0,
                            "ualpha-binary": 1.0, "cualpha": None}),
    "all of the text, one code": (((0, 40, "concern"),), ((0, 40, "concern"),),
                                  {"percent": 1.0, "kappa": None, "alpha": None, "ac1": None, "f1": 1.0, "border": 1.0,
                                   "ualpha": None, "ualpha-binary": None, "cualpha": None}),
    "one character": (((3, 4, "concern"),), ((3, 4, "concern"),), {"percent": 1.0, "kappa": 1.0, "f1": 1.0, "border": 1.0}),
    "passages of one code that overlap": (((0, 10, "concern"), (5, 15, "concern")), ((0, 15, "concern"),),
                                          {"percent": 1.0, "kappa": 1.0, "ualpha": 1.0, "f1": 0.0}),
    "passages of two codes that overlap": (((0, 10, "concern"), (5, 15, "position")), ((0, 10, "concern"), (5, 15, "position")),
                                           {"percent": 1.0, "kappa": 1.0, "ualpha": None, "cualpha": None, "f1": 1.0}),
    "nothing in common": (((0, 10, "concern"),), ((20, 30, "concern"),), {"percent": 0.5, "f1": 0.0, "border": None, "cualpha": None}),
}


def test_bad_input():
    for name, (first, second, wanted) in TABLE.items():
        with folder() as path:
            layers = [[([(start, end)], code, None) for start, end, code in layer] for layer in (first, second)]
            make(path, 0, "x" * 40, layers)
            arguments = [a for measure in wanted for a in ("--measure", measure)]
            result = run_json("agree", path, "--coder", "ann", "--coder", "bob", *arguments, code=0)
            for entry in result["measures"]:
                value = wanted[entry["name"]]
                if value == "unit":
                    expect(entry["value"] is not None, f"{name}: {entry['name']} has a value")
                elif value is None:
                    expect(entry["value"] is None and entry["reason"], f"{name}: {entry['name']} is {entry['value']}, without a reason")
                else:
                    expect(entry["value"] is not None and abs(entry["value"] - value) < 1e-9,
                           f"{name}: {entry['name']} is {entry['value']} ({entry.get('reason')}), not {value}")


def test_qualcoder():
    """Three that QualCoder has wrong: it multiplies the two chances instead of adding them, counts
    only characters that somebody coded, and takes a coder's own overlap for agreement."""
    def concern(*spans):
        return [([span], "concern", None) for span in spans]

    for first, second, percent, kappa in (
            (concern((0, 60)), concern((10, 70)), 0.98, 0.8227),
            (concern((0, 100), (50, 150)), [], 0.85, 0),
            (concern((0, 100), (50, 150)), concern((0, 150)), 1, 1)):
        with folder() as path:
            make(path, 0, "x" * 1000, [first, second])
            result = run_json("agree", path, "--coder", "ann", "--coder", "bob", "--measure", "percent", "--measure", "kappa", code=0)
            values = [entry["value"] for entry in result["measures"]]
            expect(abs(values[0] - percent) < 1e-9 and abs(values[1] - kappa) < 5e-5, f"{values} is not {percent}, {kappa}")


for test in (test_bad_input, test_qualcoder, test_random):
    test()
