# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Judges what Postil writes with tools that know nothing of Postil.

validate.py WRITE-SAMPLES SCHEMA-FOLDER DATA-FOLDER [SEED]

- Every file is valid against its JSON Schema, by a real validator.
- Every key of a sidecar is a term of the published W3C context, or has its prefix schema:.
- Python, which counts code points, slices each passage out of the article.
- The layout is that of json.dumps (indent=2), so that no tool needs another one.
- The schemas refuse what files.md forbids; a schema that allows all would pass the rest.
"""

import copy
import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile
import time

import jsonschema

# The terms of http://www.w3.org/ns/anno.jsonld (REC-annotation-vocab-20170223, appendix A).
PREFIXES = "oa dc dcterms dctypes foaf rdf rdfs skos xsd iana owl as schema".split()
TERMS = set("""
    id type Annotation Dataset Image Video Audio Text TextualBody ResourceSelection
    SpecificResource FragmentSelector CssSelector XPathSelector TextQuoteSelector
    TextPositionSelector DataPositionSelector SvgSelector RangeSelector TimeState
    HttpRequestState CssStylesheet Choice Composite List Independents Person Software
    Organization AnnotationCollection AnnotationPage Audience Motivation bookmarking
    classifying commenting describing editing highlighting identifying linking moderating
    questioning replying reviewing assessing tagging auto ltr rtl
    body target source selector state scope styleClass stylesheet motivation purpose
    refinedBy startSelector endSelector renderedVia canonical via bodyValue
    value format language processingLanguage textDirection title rights conformsTo
    creator created modified generator generated name nickname email email_sha1 homepage
    accessibility audience exact prefix suffix start end cached sourceDate sourceDateStart
    sourceDateEnd styledBy styles items first last next prev partOf total startIndex label
""".split())


def fail(message):
    sys.exit(f"validate: {message}")


def check_keys(name, value):
    if isinstance(value, dict):
        for key, inner in value.items():
            head, colon, rest = key.partition(":")
            if key != "@context" and key not in TERMS and not (colon and rest and head in PREFIXES):
                fail(f"{name}: “{key}” is not in the published context")
            if key in ("type", "motivation", "purpose") and inner not in TERMS:
                fail(f"{name}: “{inner}” is not in the published context")
            check_keys(name, inner)
    elif isinstance(value, list):
        for inner in value:
            check_keys(name, inner)


def is_orphan(item):
    return any(body.get("schema:name") == "anchor" and body["value"] == "orphan" for body in item["body"])


def check_passages(name, sidecar, text):
    count = 0
    for item in sidecar.get("first", {}).get("items", []):
        if item["motivation"] != "classifying" or is_orphan(item):
            continue
        targets = item["target"] if isinstance(item["target"], list) else [item["target"]]
        for target in targets:
            position, quote = target["selector"]
            start, end = position["start"], position["end"]
            if text[start:end] != quote["exact"]:
                fail(f"{name}: {item['id']}: the passage is not the quote")
            if not text[:start].endswith(quote.get("prefix", "")):
                fail(f"{name}: {item['id']}: the prefix does not stand before it")
            if not text[end:].startswith(quote.get("suffix", "")):
                fail(f"{name}: {item['id']}: the suffix does not stand behind it")
            count += 1
    return count


def check_layout(name, raw, value):
    plain = json.dumps(value, ensure_ascii=False, indent=2).replace("\x7f", "\\u007f") + "\n"
    if raw != plain:
        fail(f"{name}: the layout is not that of json.dumps")


def read(path):
    return open(path, encoding="utf-8", newline="").read()


def check_samples(folder, sidecar_schema, codebook_schema):
    count = 0
    for path in sorted(folder.glob("*.postil.json")):
        raw = read(path)
        sidecar = json.loads(raw)
        text = open(str(path).replace(".postil.json", ".txt"), encoding="utf-8-sig", newline="\n").read()
        sidecar_schema.validate(sidecar)
        check_keys(path.name, sidecar)
        check_layout(path.name, raw, sidecar)
        count += check_passages(path.name, sidecar, text)
        if sidecar["schema:about"]["schema:sha256"] != hashlib.sha256(text.encode()).hexdigest():
            fail(f"{path.name}: the hash is not that of the text")
    if count == 0:
        fail("there was not one passage to check")
    raw = read(folder / "codebook.json")
    codebook_schema.validate(json.loads(raw))
    check_layout("codebook.json", raw, json.loads(raw))
    return count


def must_refuse(schema, value, what, change):
    changed = copy.deepcopy(value)
    change(changed)
    if schema.is_valid(changed):
        fail(f"the schema allows {what}")


def item(sidecar, index=0):
    return sidecar["first"]["items"][index]


def put(container, key, value):
    container[key] = value


def check_refusals(schema, good):
    changes = {
        "no context": lambda s: s.pop("@context"),
        "another type": lambda s: put(s, "type", "AnnotationPage"),
        "a total that is a text": lambda s: put(s, "total", "1"),
        "a page in an empty collection": lambda s: put(s, "total", 0),
        "no page": lambda s: s.pop("first"),
        "an empty page": lambda s: put(s["first"], "items", []),
        "an id that is no UUID": lambda s: put(item(s), "id", "urn:uuid:7"),
        "a local time": lambda s: put(item(s), "created", "2026-11-23T10:00:00+01:00"),
        "a body that is no list": lambda s: put(item(s), "body", item(s)["body"][0]),
        "no code": lambda s: item(s)["body"].pop(0),
        "two codes": lambda s: item(s)["body"].append(item(s)["body"][0]),
        "a value that is a number": lambda s: put(item(s)["body"][1], "value", 7),
        "a path of the machine": lambda s: put(item(s)["target"], "source", "/articles/rafah.txt"),
        "an IRI with a space": lambda s: put(s["schema:about"], "id", "a b.txt"),
        "an offset below 0": lambda s: put(item(s)["target"]["selector"][0], "start", -1),
        "an offset that is a text": lambda s: put(item(s)["target"]["selector"][0], "start", "1"),
        "a fraction of an offset": lambda s: put(item(s)["target"]["selector"][0], "end", 1.5),
        "no position": lambda s: item(s)["target"]["selector"].pop(0),
        "no quote": lambda s: item(s)["target"]["selector"].pop(1),
        "an orphan with a position": lambda s: put(item(s, 3)["target"], "selector", item(s)["target"]["selector"]),
        "a hash that is none": lambda s: put(s["schema:about"], "schema:sha256", "abc"),
        "a coder with a dot": lambda s: put(s["creator"], "nickname", "ma.ria"),
        "a link from nowhere": lambda s: put(item(s, 4), "target", ""),
    }
    for what, change in changes.items():
        must_refuse(schema, good, what, change)


def check_codebook_refusals(schema, good):
    changes = {
        "no context": lambda c: c.pop("@context"),
        "another type": lambda c: put(c, "type", "Concept"),
        "a code without an id": lambda c: c["hasTopConcept"][0].pop("id"),
        "a colour by name": lambda c: put(c["hasTopConcept"][0], "schema:color", "blue"),
        "a code within that is a text": lambda c: put(c["hasTopConcept"][0], "narrower", ["a"]),
        "a property without a kind": lambda c: c["schema:additionalProperty"][0].pop("schema:valueReference"),
    }
    for what, change in changes.items():
        must_refuse(schema, good, what, change)


def load_schema(path):
    schema = json.loads(read(path))
    validator = jsonschema.validators.validator_for(schema, default=None)
    if validator is None:
        fail(f"{path}: the validator does not know this kind of schema")
    validator.check_schema(schema)
    return validator(schema)


def main(write_samples, schemas, data, seed=None):
    seed = seed or str(int(time.time()))
    print(f"seed {seed}")
    schemas, data = pathlib.Path(schemas), pathlib.Path(data)
    sidecar_schema = load_schema(schemas / "sidecar.schema.json")
    codebook_schema = load_schema(schemas / "codebook.schema.json")

    for name in ("canonical-empty", "canonical-example", "canonical-full", "unknown-members", "foreign-items"):
        sidecar_schema.validate(json.loads(read(data / "sidecar" / f"{name}.json")))
    for path in sorted((data / "codebook").glob("*.json")):
        codebook_schema.validate(json.loads(read(path)))
    check_refusals(sidecar_schema, json.loads(read(data / "sidecar" / "canonical-full.json")))
    check_codebook_refusals(codebook_schema, json.loads(read(data / "codebook" / "canonical.json")))

    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([write_samples, folder, seed], check=True)
        count = check_samples(pathlib.Path(folder), sidecar_schema, codebook_schema)
    print(f"{count} passages are where they should be")


if __name__ == "__main__":
    main(*sys.argv[1:])
