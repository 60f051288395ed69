# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fuzzes a target with JSON that is well-formed and wrong in what it says.

mangle.py TARGET CORPUS LAST-INPUT [COUNT [SEED]]

Random bytes nearly always break the syntax, and then only the JSON reader is tested. Here
members are dropped, doubled, renamed, exchanged and given values of other types, in several
layouts. The input of a run that fails stands in LAST-INPUT.
"""

import copy
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import time

KEYS = """id type body target selector value purpose schema:name start end exact prefix motivation source created
total first items x:y narrower hasTopConcept notation prefLabel schema:valueReference scopeNote example nickname
schema:about schema:additionalProperty kind added removed status codebook itemListElement isBasedOn author schemaVersion""".split()
WORDS = """unsure orphan moved anchor certainty tagging describing commenting linking classifying TextualBody
TextPositionSelector TextQuoteSelector SpecificResource link boolean text tag""".split()
UUID = "urn:uuid:8f14e45f-ceea-467e-9aab-2d5f0c0a5b13"


class Members(list):
    """An object as a list of [key, value], which can hold a key twice."""


VALUES = WORDS + [
    None, True, 0, 1.5, -1, 4294967295, 4294967296, "", "é\n\"", [], Members(), ["tagging", "linking"],
    ["classifying", "commenting"], ["a", ["b"]], UUID,
]


def load(path):
    try:
        return json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=lambda pairs: Members(map(list, pairs)))
    except ValueError:
        return None


def containers(value):
    if isinstance(value, Members):
        yield value
        for _, inner in value:
            yield from containers(inner)
    elif isinstance(value, list):
        yield value
        for inner in value:
            yield from containers(inner)


def any_value(rand, root):
    if rand.random() < 0.2:
        return copy.deepcopy(rand.choice(list(containers(root))))
    return copy.deepcopy(rand.choice(VALUES))


def mangle_members(rand, root, members):
    action = rand.randrange(6)
    if action == 0 or not members:
        members.insert(rand.randint(0, len(members)), [rand.choice(KEYS), any_value(rand, root)])
    elif action == 1:
        members.pop(rand.randrange(len(members)))
    elif action == 2:
        rand.choice(members)[0] = rand.choice(KEYS)
    elif action == 3:
        rand.shuffle(members)
    elif action == 4:
        member = rand.choice(members)
        member[1] = [copy.deepcopy(member[1])]
    else:
        rand.choice(members)[1] = any_value(rand, root)


def mangle_list(rand, root, elements):
    action = rand.randrange(5)
    if action == 0 or not elements:
        elements.insert(rand.randint(0, len(elements)), any_value(rand, root))
    elif action == 1:
        elements.pop(rand.randrange(len(elements)))
    elif action == 2:
        elements.append(copy.deepcopy(rand.choice(elements)))
    elif action == 3:
        rand.shuffle(elements)
    else:
        elements[rand.randrange(len(elements))] = any_value(rand, root)


def mangle(rand, root):
    for _ in range(rand.choice([1, 1, 2, 3, 5])):
        place = rand.choice(list(containers(root)))
        if isinstance(place, Members):
            mangle_members(rand, root, place)
        else:
            mangle_list(rand, root, place)


def dump(rand, value, colon, indent, depth):
    def wrap(opening, parts, closing):
        if not parts:
            return opening + closing
        space = "\n" + indent * (depth + 1) if indent else ""
        end = "\n" + indent * depth if indent else ""
        return opening + ",".join(space + part for part in parts) + end + closing

    if isinstance(value, Members):
        return wrap("{", [json.dumps(key) + colon + dump(rand, inner, colon, indent, depth + 1)
                          for key, inner in value], "}")
    if isinstance(value, list):
        return wrap("[", [dump(rand, inner, colon, indent, depth + 1) for inner in value], "]")
    return json.dumps(value, ensure_ascii=rand.random() < 0.1)


def main(target, corpus, last_input, count="400", seed=None):
    seed = seed or str(int(time.time()))
    print(f"seed {seed}", flush=True)
    rand = random.Random(int(seed))
    roots = [root for root in map(load, sorted(pathlib.Path(corpus).iterdir())) if isinstance(root, list)]
    if not roots:
        sys.exit(f"mangle: there is no JSON in {corpus}")

    with tempfile.TemporaryDirectory() as folder:
        for i in range(int(count)):
            root = copy.deepcopy(rand.choice(roots))
            mangle(rand, root)
            colon, indent = rand.choice([(": ", "  "), (": ", "  "), (": ", "\t"), (":", "")])
            text = dump(rand, root, colon, indent, 0) + rand.choice(["\n", ""])
            pathlib.Path(folder, f"{i}.json").write_text(text, encoding="utf-8")
        sys.exit(subprocess.run([target, folder, last_input, "0", seed]).returncode != 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
