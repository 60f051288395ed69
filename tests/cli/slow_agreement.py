# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A second implementation of the measures of agreement, out of the papers' definitions: character
by character, placement by placement, alignment by alignment, in exact fractions, as slow as may be.

An article is an Article; a layer is a list of (pieces, code, attributes). A value is a number, None
where it is not defined, or ANY where equally good matchings or alignments disagree about it."""

import collections
import functools
import itertools
import math
from fractions import Fraction

Article = collections.namedtuple("Article", "length segments layers")  # segments: None for characters

ANY = "any"


def units_of(layer, code=None):
    """A coder's units: the pieces of each code, united where they share a character."""
    units = []
    for one in sorted({c for _, c, _ in layer}):
        if code is not None and one != code:
            continue
        spans = sorted(span for pieces, c, _ in layer if c == one for span in pieces)
        while spans:
            start, end = spans.pop(0)
            while True:
                sharing = [s for s in spans if s[0] < end and start < s[1]]
                if not sharing:
                    break
                end = max(end, *(e for _, e in sharing))
                spans = [s for s in spans if s not in sharing]
            units.append((start, end, one))
    return sorted(units)


def codes_of(articles):
    return sorted({code for article in articles for layer in article.layers for _, code, _ in layer})


def mean_of_pairs(measure, articles, *args):
    """The mean over the pairs of coders for which there is a value."""
    m = len(articles[0].layers)
    values = []
    for a, b in itertools.combinations(range(m), 2):
        pair = [article._replace(layers=(article.layers[a], article.layers[b])) for article in articles]
        values.append(measure(pair, *args))
    if any(v is ANY for v in values):
        return ANY
    values = [v for v in values if v is not None]
    return sum(values) / len(values) if values else None


# On characters, sentences and paragraphs.

def rows_of(articles, code):
    """For each character (or sentence, paragraph) what each coder says of it."""
    rows = []
    for article in articles:
        for start, end in article.segments or [(i, i + 1) for i in range(article.length)]:
            row = []
            for layer in article.layers:
                codes = {c for pieces, c, _ in layer for s, e in pieces if s < end and start < e}
                row.append(code in codes if code is not None else frozenset(codes))
            rows.append(tuple(row))
    return rows


def cohen(articles, code):
    rows = rows_of(articles, code)
    n = len(rows)
    observed = Fraction(sum(a == b for a, b in rows), n)
    first, second = (collections.Counter(row[i] for row in rows) for i in (0, 1))
    expected = sum(Fraction(first[c] * second[c], n * n) for c in first)
    return None if expected == 1 else (observed - expected) / (1 - expected)


def percent(articles, code):
    rows = rows_of(articles, code)
    pairs = [a == b for row in rows for a, b in itertools.combinations(row, 2)]
    return Fraction(sum(pairs), len(pairs))


def fleiss(articles, code):
    rows = rows_of(articles, code)
    m = len(rows[0])
    counts = [collections.Counter(row) for row in rows]
    observed = sum(Fraction(sum(n * (n - 1) for n in c.values()), m * (m - 1)) for c in counts) / len(rows)
    total = sum(counts, collections.Counter())
    expected = sum(Fraction(n, m * len(rows)) ** 2 for n in total.values())
    return None if expected == 1 else (observed - expected) / (1 - expected)


def alpha_of_values(rows):
    """Krippendorff's α, nominal: rows of values, None where one is missing."""
    coincidences = collections.Counter()
    for row in rows:
        given = [v for v in row if v is not None]
        for a, b in itertools.permutations(given, 2):
            coincidences[a, b] += Fraction(1, len(given) - 1)
    margin = collections.Counter()
    for (a, _), n in coincidences.items():
        margin[a] += n
    n = sum(margin.values())
    expected = sum(margin[a] * margin[b] for a, b in itertools.permutations(margin, 2))
    observed = sum(o for (a, b), o in coincidences.items() if a != b)
    return None if expected == 0 else 1 - (n - 1) * observed / expected


def alpha(articles, code):
    return alpha_of_values(rows_of(articles, code))


def ac1(articles, code):
    rows = rows_of(articles, code)
    total = collections.Counter(value for row in rows for value in row)
    if len(total) < 2:
        return None
    shares = [Fraction(n, sum(total.values())) for n in total.values()]
    expected = sum(s * (1 - s) for s in shares) / (len(total) - 1)
    return (percent(articles, code) - expected) / (1 - expected)


# Krippendorff, Mathet, Bouvry and Widlöcher 2016.

def flat(layer, length):
    """Runs of equal sets of codes, as units whose value is the set."""
    sets = [frozenset(c for pieces, c, _ in layer for s, e in pieces if s <= i < e) for i in range(length)]
    runs, at = [], 0
    for value, run in itertools.groupby(sets):
        n = len(list(run))
        if value:
            runs.append((at, at + n, value))
        at += n
    return runs


class Unitizing:
    """l, S and I of all articles, out of each coder's units, which do not overlap."""

    def __init__(self, articles, units):
        m = len(articles[0].layers)
        self.l, self.s, self.i = collections.Counter(), collections.Counter(), collections.Counter()
        self.has_units = any(coder for article in units for coder in article)
        for article, coders in zip(articles, units):
            lines = [[next((v for s, e, v in coder if s <= at < e), 0) for at in range(article.length)] for coder in coders]
            for values in zip(*lines):
                for a, b in itertools.permutations(values, 2):
                    self.l[a, b] += Fraction(1, m - 1)
            for coder, line in zip(coders, lines):
                self.s[0] += line.count(0)
                for start, end, value in coder:
                    self.s[value] += (end - start) ** 2
            for one, two in itertools.permutations(range(m), 2):
                for start, end, value in coders[one]:
                    both = sum(lines[two][at] != 0 for at in range(start, end))
                    self.i[value] += Fraction(both ** 2, m - 1)
        self.values = {c for c, _ in self.l}
        self.total = sum(self.l.values())

    def margin(self, c):
        return sum(n for (a, _), n in self.l.items() if a == c)

    def e(self, c, k):
        numerator = self.margin(c) * self.margin(k) - (self.s[c] if c == k else 0)
        return self.total * numerator / (self.total ** 2 - sum(self.s.values()))

    def ualpha(self):
        if not self.has_units or self.total ** 2 == sum(self.s.values()):
            return None
        observed = self.total - sum(self.l[c, c] for c in self.values)
        expected = sum(self.e(c, k) for c, k in itertools.permutations(self.values, 2))
        return 1 - observed / expected if expected else None

    def binary(self):
        if not self.has_units or self.total ** 2 == sum(self.s.values()):
            return None
        expected = sum(self.e(0, k) for k in self.values if k != 0)
        return 1 - (self.margin(0) - self.l[0, 0]) / expected if expected else None

    def shared(self):
        """What cuα and (k)uα are made of: l' and e', or None."""
        values = sorted((c for c in self.values if c != 0), key=str)
        l = {(c, k): self.l[c, k] for c in values for k in values}
        margin = {c: sum(l[c, k] for k in values) for c in values}
        total = sum(margin.values())
        if not self.has_units or not total:
            return None
        base = total - sum(self.i.values()) / total
        if base <= 0:
            return None
        e = {(c, k): (margin[c] * margin[k] - (self.i[c] if c == k else 0)) / base for c in values for k in values}
        return values, l, margin, total, e

    def cualpha(self):
        shared = self.shared()
        if shared is None:
            return None
        values, l, _, total, e = shared
        expected = sum(e[c, k] for c in values for k in values if c != k)
        return 1 - (total - sum(l[c, c] for c in values)) / expected if expected else None

    def kualpha(self, k):
        shared = self.shared()
        if shared is None or not shared[2].get(k):
            return None
        values, l, margin, _, e = shared
        row = sum(e[k, c] for c in values)
        if row == e[k, k]:
            return None
        return 1 - row / margin[k] * (margin[k] - l[k, k]) / (row - e[k, k])


def overlap_somewhere(units):
    return any(b[0] < a[1] for coder in units for a, b in itertools.combinations(coder, 2) if a[0] <= b[0])


def unitized(articles, code, flatten):
    if code is None and flatten:
        return Unitizing(articles, [[flat(layer, article.length) for layer in article.layers] for article in articles])
    everything = [[units_of(layer, code) for layer in article.layers] for article in articles]
    if any(overlap_somewhere(units) for units in everything):
        return None
    return Unitizing(articles, everything)


def marked_units(layer, code):
    return units_of([(pieces, "any", None) for pieces, c, _ in layer if code is None or c == code])


def relevance(articles, code):
    return Unitizing(articles, [[marked_units(layer, code) for layer in article.layers] for article in articles]).binary()


# Krippendorff 1995, by all placements of a unit on another and in a gap.

def sections_of(units, length):
    sections, at = [], 0
    for start, end, _ in units:
        if start > at:
            sections.append((at, start, False))
        sections.append((start, end, True))
        at = end
    if length > at:
        sections.append((at, length, False))
    return sections


def difference(a, b):
    if a[2] and b[2]:
        return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 if a[0] < b[1] and b[0] < a[1] else 0
    if a[2] and not b[2]:
        return (a[1] - a[0]) ** 2 if b[0] <= a[0] and a[1] <= b[1] else 0
    return difference(b, a) if b[2] else 0


@functools.lru_cache(None)
def meet_unit(one, two):
    """All ways in which a unit as long as one can overlap another as long as two."""
    return sum(difference((at, at + one, True), (0, two, True)) for at in range(1 - one, two))


@functools.lru_cache(None)
def meet_gap(unit, gap):
    return sum(difference((at, at + unit, True), (0, gap, False)) for at in range(gap - unit + 1))


def alpha_u(articles, code):
    m = len(articles[0].layers)
    length = sum(article.length for article in articles)
    observed = expected = 0
    for one in [code] if code is not None else codes_of(articles):
        everything = []
        for article in articles:
            coders = [sections_of(units_of(layer, one), article.length) for layer in article.layers]
            for a, b in itertools.permutations(coders, 2):
                observed += Fraction(sum(difference(s, t) for s in a for t in b), m * (m - 1) * length ** 2)
            everything += [section for coder in coders for section in coder]
        units = [e - s for s, e, is_unit in everything if is_unit]
        gaps = [e - s for s, e, is_unit in everything if not is_unit]
        met = sum(meet_unit(*pair) for pair in itertools.combinations(units, 2)) + sum(meet_gap(u, g) for u in units for g in gaps)
        if met:
            expected += Fraction(2 * met, length * (m * length * (m * length - 1) - sum(u * (u - 1) for u in units)))
    return 1 - observed / expected if expected else None


# Matched passages.

def chars(passage):
    return {at for start, end in passage[0] for at in range(start, end)}


def iou(a, b):
    return Fraction(len(chars(a) & chars(b)), len(chars(a) | chars(b)))


def pairings(one, two):
    """All ways to pair some of one's passages with some of two's that share code and text."""
    if not one:
        yield ()
        return
    yield from pairings(one[1:], two)
    for i, other in enumerate(two):
        if other[1] == one[0][1] and chars(one[0]) & chars(other):
            for pairing in pairings(one[1:], two[:i] + two[i + 1:]):
                yield ((one[0], other),) + pairing


def layers_of(articles, code):
    return [[[p for p in layer if code is None or p[1] == code] for layer in article.layers] for article in articles]


def f1(articles, code, least):
    matched = passages = 0
    for one, two in layers_of(articles, code):
        matched += max(len(p) for p in pairings(one, two) if all(iou(a, b) >= least for a, b in p))
        passages += len(one) + len(two)
    return Fraction(2 * matched, passages) if passages else None


def best_pairings(articles, code):
    """The best of each article: several, where they are equally good."""
    for one, two in layers_of(articles, code):
        scored = [(sum(iou(a, b) for a, b in p), p) for p in pairings(one, two)]
        best = max(score for score, _ in scored)
        yield [p for score, p in scored if score == best]


def border(articles, code):
    total = n = 0
    for best in best_pairings(articles, code):
        if len({len(p) for p in best}) > 1:
            return ANY
        total += sum(iou(a, b) for a, b in best[0])
        n += len(best[0])
    return total / n if n else None


def joined(edges, turned):
    """Passages of several coders as units: what overlaps most first, one passage a coder."""
    units = {}
    for _, one, two in sorted(edges, key=lambda e: (-e[0], e[1:] if not turned else [(-c, -p) for c, p in e[1:]])):
        first, second = units.setdefault(one, {one}), units.setdefault(two, {two})
        if first is not second and not {c for c, _ in first} & {c for c, _ in second}:
            first |= second
            for passage in second:
                units[passage] = first
    return {frozenset(unit) for unit in units.values() if len(unit) > 1}


def attribute(articles, code, name):
    """α over the units that coders share; who did not find one, or gave no value, is missing."""
    rows = []
    for layers in layers_of(articles, code):
        values = [[attributes.get(name) for _, _, attributes in layer] for layer in layers]
        edges, is_clear = [], True
        for a, b in itertools.combinations(range(len(layers)), 2):
            one, two = ([(*p, i) for i, p in enumerate(layer)] for layer in (layers[a], layers[b]))
            scored = [(sum(iou(x, y) for x, y in p), p) for p in pairings(one, two)]
            best = [p for score, p in scored if score == max(score for score, _ in scored)]
            given = {tuple(sorted((str(values[a][x[3]]), str(values[b][y[3]])) for x, y in p)) for p in best}
            is_clear = is_clear and len(given if len(layers) == 2 else best) == 1
            edges += [(iou(x, y), (a, x[3]), (b, y[3])) for x, y in best[0]]
        units = joined(edges, False)
        if not is_clear or units != joined(edges, True):
            return ANY
        rows += [[values[c][p] for c, p in unit] for unit in units]
    return alpha_of_values([row for row in rows if sum(v is not None for v in row) > 1])


# Mathet, Widlöcher and Métivier 2015; Mathet 2017. A unit is (start, end, code, coder).

def positional(a, b):
    return ((abs(a[0] - b[0]) + abs(a[1] - b[1])) / (a[1] - a[0] + b[1] - b[0])) ** 2


def tuple_disorder(units, m):
    n_pairs = m * (m - 1) / 2
    met = list(itertools.combinations(units, 2))
    return (n_pairs - len(met) + sum(positional(a, b) + (a[2] != b[2]) for a, b in met)) / n_pairs


def best_alignments(units, m):
    """The least disorder of all partitions into tuples, and all alignments that have it."""
    units = tuple(sorted(units))

    @functools.lru_cache(None)
    def search(left):
        if not left:
            return 0.0, ((),)
        head, rest = left[0], left[1:]
        # A tuple that costs more than its members alone is in no best alignment.
        tuples = [(head,)]
        for n in range(2, m + 1):
            for others in itertools.combinations(rest, n - 1):
                coders = {units[i][3] for i in (head,) + others}
                if len(coders) == n and tuple_disorder([units[i] for i in (head,) + others], m) <= n + 1e-9:
                    tuples.append((head,) + others)
        best, found = math.inf, ()
        for one in tuples:
            cost, alignments = search(tuple(i for i in rest if i not in one))
            cost += tuple_disorder([units[i] for i in one], m)
            more = tuple(a + (one,) for a in alignments)
            if cost < best - 1e-9:
                best, found = cost, more
            elif cost < best + 1e-9:
                found += more
        return best, found[:50]

    disorder, alignments = search(tuple(range(len(units))))
    return disorder, [[[units[i] for i in one] for one in alignment] for alignment in alignments]


def code_disorder(alignment):
    """γcat's: the dissimilarity of codes of what is aligned, weighted by how close it is; None where nothing is."""
    above = below = 0
    for one in alignment:
        for a, b in itertools.combinations(one, 2):
            weight = max(0, 1 - positional(a, b)) / (len(one) - 1)
            above += weight * (a[2] != b[2])
            below += weight
    return above / below if below else None


def shuffled(rng, units, m, length):
    """Each coder's units are those of a coder drawn at random, moved around the end of the text."""
    apart = sum(e - s for s, e, _, _ in units) / len(units) / 2
    sample = []
    while not sample:
        shifts = []
        for coder in range(m):
            drawn = rng.randrange(m)
            shift = rng.randrange(length)
            for _ in range(200):
                if all(abs(shift - other) >= apart for other in shifts):
                    break
                shift = rng.randrange(length)
            shifts.append(shift)
            for start, end, code, whose in units:
                if whose == drawn:
                    moved = (start + shift) % length
                    sample.append((moved, moved + end - start, code, coder))
    return sample


def gamma(rng, article, n_samples):
    """Observed and expected disorder with the standard error of the latter, of γ and of γcat;
    None where there is none. Means over samples that have a value, as in the papers."""
    m = len(article.layers)
    units = [(min(s for s, _ in pieces), max(e for _, e in pieces), code, coder)
             for coder, layer in enumerate(article.layers) for pieces, code, _ in layer]
    if not units:
        return None, None
    disorder, alignments = best_alignments(units, m)
    observed_cat = {code_disorder(a) for a in alignments}
    samples, low, high = [], [], []
    for _ in range(n_samples):
        sample = shuffled(rng, units, m, article.length)
        chance, found = best_alignments(sample, m)
        samples.append(chance / (len(sample) / m))
        cats = [c for c in map(code_disorder, found) if c is not None]
        if len(cats) == len(found):
            low.append(min(cats))
            high.append(max(cats))
    whole = (disorder / (len(units) / m),) + mean_and_error(samples)
    if None in observed_cat or len(low) < n_samples / 4:
        return whole, None
    return whole, (observed_cat,) + mean_and_error(low) + mean_and_error(high)


def mean_and_error(numbers):
    n = len(numbers)
    mean = sum(numbers) / n
    return mean, math.sqrt(sum((x - mean) ** 2 for x in numbers) / (n - 1) / n)


# All of them.

def measure_all(articles, code=None, flatten=False):
    """name → value, over all codes or of one; γ is apart."""
    units = unitized(articles, code, flatten)
    values = {
        "ualpha": units and units.ualpha(),
        "ualpha-binary": relevance(articles, code),
        "cualpha": units and units.cualpha(),
        "alpha-u": alpha_u(articles, code),
        "f1": mean_of_pairs(f1, articles, code, 1),
        "f1-overlap": mean_of_pairs(f1, articles, code, Fraction(1, 2)),
        "border": mean_of_pairs(border, articles, code),
        "attribute": attribute(articles, code, "actor"),
        "kappa": mean_of_pairs(cohen, articles, code),
        "percent": percent(articles, code),
        "fleiss": fleiss(articles, code),
        "alpha": alpha(articles, code),
        "ac1": ac1(articles, code),
    }
    if code is not None:
        units = unitized(articles, None, False)
        values["kualpha"] = units and units.kualpha(code)
    return values
