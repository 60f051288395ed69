# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""`check` finds whatever breaks data/schema/: sidecars and codebooks are changed in every place,
and a real validator says which changes break the schema."""

import copy
import json
import os
import pathlib

import jsonschema

from common import equal, expect, folder, run_json, write

VALUES = [None, True, 5, -1, 1.5, "x", "", [], {}, ["x"], [5], {"a": 1}]
SOURCE = pathlib.Path(os.environ["POSTIL_SOURCE_ROOT"])


def paths(node, path=()):
    """Every place in @node; of a long list the first and the last elements will do."""
    yield path
    if isinstance(node, dict):
        for key, value in node.items():
            yield from paths(value, (*path, key))
    elif isinstance(node, list):
        for index in sorted({0, 1, len(node) - 1} & set(range(len(node)))):
            yield from paths(node[index], (*path, index))


def changed(document):
    """Yields (what was done, the document with one value taken away or replaced)."""
    for path in paths(document):
        if not path:
            continue
        for value in [Ellipsis, *VALUES]:
            variant = copy.deepcopy(document)
            parent = variant
            for key in path[:-1]:
                parent = parent[key]
            if value is Ellipsis:
                del parent[path[-1]]
            else:
                parent[path[-1]] = value
            yield f"{'/'.join(map(str, path))} = {'gone' if value is Ellipsis else json.dumps(value)}", variant


def validator(name):
    schema = json.loads((SOURCE / "data" / "schema" / name).read_text(encoding="utf-8"))
    return jsonschema.validators.validator_for(schema)(schema)


def read(name):
    return json.loads((SOURCE / "tests" / "data" / name).read_text(encoding="utf-8"))


def found_in(path):
    """The files of which check says that they are not what they should be."""
    return {problem["file"] for problem in run_json("check", path)["problems"]
            if problem["kind"] in ("schema", "malformed", "newer-version")}


def compare(path, variants, rules):
    """@variants: name → (what was changed, the document)."""
    found = found_in(path)
    broken = [name for name, (what, variant) in variants.items() if not rules.is_valid(variant)]
    missed = [variants[name][0] for name in broken if name not in found]
    equal(missed, [], "changes that break the schema, and that check did not find")
    expect(len(broken) > len(variants) // 3, "enough changes break the schema")


def test_sidecars():
    rules = validator("sidecar.schema.json")
    for base in ("canonical-full.json", "foreign-items.json"):
        document = read("sidecar/" + base)
        expect(rules.is_valid(document), base + " is sound")
        with folder() as path:
            variants = {}
            for number, (what, variant) in enumerate(changed(document)):
                name = f"a.txt.c{number}.postil.json"
                write(os.path.join(path, name), json.dumps(variant, ensure_ascii=False, indent=2))
                variants[name] = what, variant
            write(os.path.join(path, "a.txt.sound.postil.json"), json.dumps(document))
            expect("a.txt.sound.postil.json" not in found_in(path), base + " is found to be sound")
            compare(path, variants, rules)


def test_codebooks():
    rules = validator("codebook.schema.json")
    document = read("codebook/canonical.json")
    expect(rules.is_valid(document), "the codebook is sound")
    with folder() as path:
        variants = {}
        for number, (what, variant) in enumerate(changed(document)):
            write(os.path.join(path, f"f{number}", "a.txt"), "An article.\n")
            write(os.path.join(path, f"f{number}", "codebook.json"), json.dumps(variant))
            variants[f"f{number}/codebook.json"] = what, variant
        compare(path, variants, rules)


test_sidecars()
test_codebooks()
