# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every measure, for two coders and more, on characters, sentences and paragraphs, for whole
folders, for articles and for codes, against slow_agreement.py on random layers to 1e-9; γ and γcat
within their precision. POSTIL_TEST_ROUNDS multiplies how many; POSTIL_TEST_SEED chooses others."""

import os
import random
import sys

import slow_agreement as slow
from common import annotation, equal, expect, folder, run_json, write, write_sidecar

SEED = int(os.environ.get("POSTIL_TEST_SEED", "16"))
ROUNDS = int(os.environ.get("POSTIL_TEST_ROUNDS", "1"))
CODERS = ("ann", "bob", "eva", "max")
CODES = ("concern", "position", "outcome")
WITHIN = 1e-9


def random_text(rng, n_sentences):
    """A text whose sentences and paragraphs are known: (text, sentences, paragraphs)."""
    text, sentences, paragraphs, begin = "", [], [], 0
    for i in range(n_sentences):
        words = ["".join(rng.choice("abcdé🧀") for _ in range(rng.randrange(2, 5))) for _ in range(rng.randrange(1, 4))]
        start = len(text)
        text += "A" + " ".join(words) + "!"
        sentences.append((start, len(text)))
        if i == n_sentences - 1 or rng.random() < 0.4:
            paragraphs.append((begin, len(text)))
            text += "\n" * rng.choice((1, 2))
            begin = len(text)
        else:
            text += " "
    return text, sentences, paragraphs


def random_passage(rng, length):
    start = rng.randrange(length - 1)
    end = min(length, start + rng.choice((1, 2, 5, 12, 20)))
    pieces = [(start, end)]
    if end + 3 < length and rng.random() < 0.15:
        pieces.append((end + 2, rng.randrange(end + 3, min(length, end + 9) + 1)))
    return pieces, rng.choice(CODES), {"actor": rng.choice("AB")} if rng.random() < 0.7 else {}


def blur(rng, passage, length):
    pieces, code, attributes = passage
    start, end = pieces[-1]
    end = max(start + 1, min(length, end + rng.choice((0, 0, 0, -2, -1, 1, 3))))
    if rng.random() < 0.2:
        code = rng.choice(CODES)
    return pieces[:-1] + [(start, end)], code, attributes if rng.random() < 0.7 else {"actor": "B"}


def without_overlaps(layer):
    kept, taken = [], set()
    for passage in layer:
        if not slow.chars(passage) & taken:
            kept.append(passage)
            taken |= slow.chars(passage)
    return kept


def random_article(rng, n_coders, unit, may_overlap):
    text, sentences, paragraphs = random_text(rng, rng.randrange(2, 6))
    first = [random_passage(rng, len(text)) for _ in range(rng.choice((0, 1, 2, 3, 4)))]
    layers = [first]
    for _ in range(n_coders - 1):
        if rng.random() < 0.15:
            layers.append([random_passage(rng, len(text)) for _ in range(rng.choice((0, 1, 2)))])
        else:
            layers.append([blur(rng, p, len(text)) for p in first if rng.random() < 0.85])
    if not may_overlap:
        layers = [without_overlaps(layer) for layer in layers]
    segments = {"characters": None, "sentences": sentences, "paragraphs": paragraphs}[unit]
    return text, slow.Article(len(text), segments, tuple(layers))


def make(path, number, text, article):
    name = f"{number:04}.txt"
    write(os.path.join(path, name), text)
    for coder, layer in zip(CODERS, article.layers):
        items = [annotation(text, pieces, code, article=name, attributes=attributes) for pieces, code, attributes in layer]
        write_sidecar(path, text, items, coder, name)


def agree(path, n_coders, *args):
    return run_json("agree", path, *(a for coder in CODERS[:n_coders] for a in ("--coder", coder)), *args, code=0)


def compare(where, measures, expected):
    done = 0
    for entry in measures:
        name, value, wanted = entry["name"], entry["value"], expected[entry["name"]]
        if wanted is slow.ANY:
            continue
        expect(value is not None or entry["reason"], f"{where}: {name} says why")
        same = value is wanted if value is None or wanted is None else abs(value - wanted) < WITHIN
        if not same:
            sys.exit(f"{where}: {name} is {value}, not {wanted if wanted is None else float(wanted)} (seed {SEED})")
        done += 1
    return done


def check_folder(rng, n_articles, n_coders, unit, may_overlap, flatten):
    with folder() as path:
        corpus = []
        for number in range(n_articles):
            text, article = random_article(rng, n_coders, unit, may_overlap)
            make(path, number, text, article)
            corpus.append(article)
        extra = ("--flatten",) if flatten else ()
        result = agree(path, n_coders, "--unit", unit, "--by", "code", "--by", "article", *extra)
        where = f"{n_coders} coders, {unit}"
        equal(result["articles"], n_articles, "articles")
        expected = slow.measure_all(corpus, None, flatten)
        done = compare(where, result["measures"], expected)
        for group in result["by_code"]:
            done += compare(f"{where}, {group['code']}", group["measures"], slow.measure_all(corpus, group["code"], flatten))
        for article, group in zip(corpus, result["by_article"]):
            done += compare(f"{where}, {group['article']}", group["measures"], slow.measure_all([article], None, flatten))
    return done


def test_random():
    rng = random.Random(SEED)
    done = n_layers = 0
    for _ in range(ROUNDS):
        for n_coders in (2, 3, 4):
            for unit in ("characters", "sentences", "paragraphs"):
                for may_overlap in (False, True):
                    flatten = may_overlap and unit == "characters" and rng.random() < 0.7
                    n_articles = 60 if n_coders == 2 else 12
                    done += check_folder(rng, n_articles, n_coders, unit, may_overlap, flatten)
                    n_layers += n_articles * n_coders * (n_coders - 1) // 2
    print(f"{done} values of {n_layers} pairs of layers are the same (seed {SEED})")


# Unusual work: each measure has the second implementation's value, or none and says why.

def marked(*spans):
    return [([span], code, {}) for span, code in spans]


UNUSUAL = {
    "nobody marked anything": ([], []),
    "one coder marked nothing": (marked(((0, 10), "concern")), []),
    "one coder of three marked nothing": (marked(((0, 10), "concern")), marked(((0, 10), "concern")), []),
    "the same, of one code": (marked(((0, 10), "concern"), ((20, 30), "concern")),) * 2,
    "all of the text, one code": (marked(((0, 40), "concern")),) * 2,
    "all of the text, two codes": (marked(((0, 40), "concern")), marked(((0, 40), "position"))),
    "all of the text in touching passages": (marked(((0, 20), "concern"), ((20, 40), "concern")), marked(((0, 40), "concern"))),
    "overlapping passages of one code": (marked(((0, 10), "concern"), ((5, 15), "concern")), marked(((0, 15), "concern"))),
    "overlapping passages of two codes": (marked(((0, 10), "concern"), ((5, 15), "position")),) * 2,
    "the same passage twice": (marked(((3, 9), "concern"), ((3, 9), "concern")), marked(((3, 9), "concern"))),
    "one character": (marked(((3, 4), "concern")),) * 2,
    "one character beside another": (marked(((3, 4), "concern")), marked(((4, 5), "concern"))),
    "the last character": (marked(((39, 40), "concern")), marked(((38, 40), "concern"))),
    "nothing in common": (marked(((0, 10), "concern")), marked(((20, 30), "position"))),
    "four coders, each alone": tuple(marked(((10 * i, 10 * i + 5), code)) for i, code in enumerate((*CODES, "concern"))),
}


def test_unusual():
    for name, layers in UNUSUAL.items():
        article = slow.Article(40, None, tuple(layers))
        with folder() as path:
            make(path, 0, "x" * 40, article)
            for flatten in (False, True):
                extra = ("--flatten",) if flatten else ()
                result = agree(path, len(layers), "--by", "code", *extra)
                compare(name, result["measures"], slow.measure_all([article], None, flatten))
                for group in result["by_code"]:
                    compare(f"{name}, {group['code']}", group["measures"], slow.measure_all([article], group["code"], flatten))
            result = agree(path, len(layers), "--measure", "gamma", "--measure", "gamma-cat", "--precision", str(PRECISION))
            for entry, slowly in zip(result["measures"], slow.gamma(random.Random(1), article, 100)):
                check_gamma(name, entry, slowly)
    with folder() as path:
        make(path, 0, "", slow.Article(0, None, ([], [])))
        for entry in agree(path, 2)["measures"]:
            expect(entry["value"] is None and entry["reason"], f"an empty article: {entry['name']} is {entry['value']}")


# γ: the disorder that was observed is exact; the one that is expected is known to a precision.

PRECISION = 0.02
SPREAD = 4 / 1.96  # 4 standard errors instead of those of 95 %


def random_gamma_article(rng, n_coders):
    length = rng.randrange(120, 300)
    first = [([(start, min(length, start + rng.randrange(3, 30)))], rng.choice(CODES), {})
             for start in rng.sample(range(length - 3), rng.randrange(1, 5 if n_coders == 2 else 4))]
    layers = [[blur(rng, p, length) for p in first if rng.random() < 0.85] for _ in range(n_coders)]
    return "x" * length, slow.Article(length, None, tuple(layers))


def near(value, observed, expected, error):
    """Whether 1 − observed ∕ value's is what it can be for an expected disorder of this mean and error."""
    if observed == 0:
        return value == 1
    ours = observed / (1 - value)
    return abs(ours - expected) <= SPREAD * PRECISION * max(ours, expected) + 4 * error + 1e-9


def check_gamma(name, entry, slowly):
    value = entry["value"]
    if slowly is None:
        expect(value is None and entry["reason"] or entry["name"] == "gamma-cat", f"{name}: {entry['name']} says why")
        return
    if entry["name"] == "gamma":
        observed, (expected, error) = slowly[0], slowly[1:]
        fits = value is not None and near(value, observed, expected, error)
    else:
        # Of equally good alignments any may be taken, in the sample and in the layers.
        observed, low, low_error, high, high_error = slowly
        fits = value is None and high == 0 or value is not None and any(
            near(value, o, middle, error) or (0 < o and low <= o / (1 - value) <= high)
            for o in observed for middle, error in ((low, low_error), (high, high_error)))
    if not fits:
        sys.exit(f"{name}: {entry['name']} is {value} ({entry.get('reason')}), not of {slowly} (seed {SEED})")


def test_gamma():
    rng = random.Random(SEED + 1)
    for n_coders, n_articles in ((2, 30 * ROUNDS), (3, 6 * ROUNDS)):
        with folder() as path:
            corpus = []
            for number in range(n_articles):
                text, article = random_gamma_article(rng, n_coders)
                make(path, number, text, article)
                corpus.append(article)
            result = agree(path, n_coders, "--measure", "gamma", "--measure", "gamma-cat", "--by", "article",
                           "--precision", str(PRECISION))
            for article, group in zip(corpus, result["by_article"]):
                for entry, slowly in zip(group["measures"], slow.gamma(rng, article, 150)):
                    check_gamma(f"{n_coders} coders, {group['article']}", entry, slowly)


for test in (test_random, test_unusual, test_gamma):
    test()
