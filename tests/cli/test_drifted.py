# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""reanchor on many articles that were changed, with the true place of each passage known: nothing
is silently wrong. With arguments: the first seed and how many texts of each kind."""

import collections
import os
import sys

from common import annotation, expect, folder, run_json, write, write_sidecar
from drifted import Drifted, hull, is_as_good, is_at, is_untouched

FIRST = int(sys.argv[1]) if len(sys.argv) > 1 else 1
COUNT = int(sys.argv[2]) if len(sys.argv) > 2 else 250


def make(path, is_plain):
    texts = {}
    for seed in range(FIRST, FIRST + COUNT):
        drifted = Drifted(seed, is_plain)
        if drifted.old == drifted.new:
            continue
        name = f"text{seed}.txt"
        items = [annotation(drifted.old, [span], article=name, id=f"urn:uuid:{seed}-{i}")
                 for i, span in enumerate(drifted.spans)]
        write_sidecar(path, drifted.old, items, "maria", name)
        write(os.path.join(path, name), drifted.new)
        texts[seed] = drifted
    return texts


def judge(counts, drifted, span, places, state, found):
    true = hull(places)
    is_silent = state in ("kept", "moved")
    if is_untouched(places):
        is_right = found == (places[0], places[-1] + 1)
        counts["untouched"] += 1
        counts["exact"] += is_right and is_silent
        counts["long"] += span[1] - span[0] >= 12
        counts["long exact"] += is_right and is_silent and span[1] - span[0] >= 12
        counts["there"] += is_right
    else:
        is_right = found is not None and true is not None and is_at(found, true)
        counts["edited"] += true is not None
        counts["right"] += is_right
    if is_silent and not is_right:
        counts["ambiguous" if is_as_good(drifted, span, found) else "wrong"] += 1
        return is_as_good(drifted, span, found)
    return True


def measure(is_plain):
    counts = collections.Counter()
    with folder() as path:
        texts = make(path, is_plain)
        for entry in run_json("reanchor", path)["annotations"]:
            seed, i = (int(part) for part in entry["annotation"].split(":")[-1].split("-"))
            drifted = texts[seed]
            found = tuple(entry["to"][0]) if entry["to"] else None
            expect(judge(counts, drifted, drifted.spans[i], drifted.places[i], entry["state"], found),
                   f"seed {seed}, passage {i} at {drifted.spans[i]} is {entry['state']} at {found}")
    print(f"# from seed {FIRST}, {'plain' if is_plain else 'misleading'}: {dict(counts)}")
    return counts


def test(is_plain, least_exact, least_long):
    counts = measure(is_plain)
    expect(counts["untouched"] > 0 and counts["edited"] > 0, "something to judge")
    expect(counts["exact"] >= least_exact * counts["untouched"], "untouched passages are placed")
    expect(counts["long exact"] >= least_long * counts["long"], "and more of those that are no single words")
    expect(counts["there"] >= 0.98 * counts["untouched"], "or at least found")
    expect(counts["right"] >= 0.9 * counts["edited"], "edited passages are proposed where they are")
    # Where both places are equally good, that is rare.
    expect(counts["ambiguous"] <= 0.005 * counts["untouched"], "ambiguous places")


test(True, 0.93, 0.95)
# Of what stands twice, a person is asked.
test(False, 0.88, 0.92)
