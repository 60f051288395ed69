# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the tests of postil-cli share: running it, and making folders with sidecars."""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import urllib.parse
import uuid

CLI = os.path.join(os.environ["POSTIL_BUILD_ROOT"], "src", "cli", "postil-cli")


def run(*args, code=None, stdin=None, env=None, cwd=None):
    """Runs postil-cli; @code is the exit code that it must end with."""
    result = subprocess.run([CLI, *args], capture_output=True, input=stdin, cwd=cwd,
                            env={**os.environ, **(env or {})}, timeout=120)
    if result.returncode < 0 or (code is not None and result.returncode != code):
        sys.exit(f"postil-cli {args!r} ended with {result.returncode}, not {code}\n"
                 f"stdout: {result.stdout[:3000]!r}\nstderr: {result.stderr[:3000]!r}")
    return result


def run_json(*args, code=None):
    return json.loads(run(*args, "--json", code=code).stdout)


def list_objects(folder, *args, code=0):
    lines = run("list", folder, "--json", *args, code=code).stdout.decode().splitlines()
    return [json.loads(line) for line in lines]


def canonical(data, encoding="utf-8-sig"):
    """The article text of @data, as files.md defines it."""
    text = data.decode(encoding)
    text = text[1:] if text.startswith("\ufeff") else text
    return text.replace("\r\n", "\n").replace("\r", "\n")


def new_id(rng=None):
    number = rng.getrandbits(128) if rng else None
    return "urn:uuid:" + str(uuid.UUID(int=number, version=4) if rng else uuid.uuid4())


def annotation(text, spans, code="concern", *, id=None, note=None, attributes=None, unsure=False,
               article="a.txt", exact=None, created="2026-11-23T10:00:00Z", modified="2026-11-23T10:05:00Z"):
    body = [{"type": "TextualBody", "purpose": "tagging", "value": code}]
    for name, value in sorted((attributes or {}).items()):
        body.append({"type": "TextualBody", "purpose": "describing", "schema:name": name, "value": value})
    if unsure:
        body.append({"type": "TextualBody", "purpose": "describing", "schema:name": "certainty", "value": "unsure"})
    if note:
        body.append({"type": "TextualBody", "purpose": "commenting", "format": "text/plain", "value": note})
    targets = []
    for start, end in spans:
        targets.append({
            "type": "SpecificResource",
            "source": urllib.parse.quote(article),
            "selector": [
                {"type": "TextPositionSelector", "start": start, "end": end},
                {"type": "TextQuoteSelector", "exact": text[start:end] if exact is None else exact,
                 "prefix": text[max(0, start - 32):start], "suffix": text[end:end + 32]},
            ]})
    return {"id": id or new_id(), "type": "Annotation", "motivation": "classifying", "created": created,
            "modified": modified, "body": body, "target": targets[0] if len(targets) == 1 else targets}


def link(source, target, kind="responds-to", *, id=None):
    return {"id": id or new_id(), "type": "Annotation", "motivation": "linking",
            "body": [{"type": "SpecificResource", "purpose": "linking", "source": target},
                     {"type": "TextualBody", "purpose": "tagging", "value": kind}],
            "target": source}


def collection(text, items, coder, article="a.txt", **changes):
    """A sidecar as a dict; @changes replace its members."""
    utf8 = text.encode()
    result = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": new_id(),
        "type": "AnnotationCollection",
        "label": article,
        "creator": {"type": "Person", "nickname": coder},
        "generator": {"type": "Software", "name": "Postil", "schema:softwareVersion": "0.1.0"},
        "schema:schemaVersion": "1",
        "schema:creativeWorkStatus": "in progress",
        "schema:about": {"id": urllib.parse.quote(article), "type": "Text", "format": "text/plain; charset=utf-8",
                         "schema:sha256": hashlib.sha256(utf8).hexdigest(), "schema:size": len(utf8)},
        "total": len(items),
    }
    if items:
        result["first"] = {"id": new_id(), "type": "AnnotationPage", "startIndex": 0, "items": items}
    result.update(changes)
    return result


def write(path, data):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as out:
        out.write(data if isinstance(data, bytes) else data.encode())


def write_sidecar(folder, text, items, coder, article="a.txt", **changes):
    name = os.path.join(folder, f"{article}.{coder}.postil.json")
    base = os.path.basename(article)
    write(name, json.dumps(collection(text, items, coder, base, **changes), indent=2, ensure_ascii=False) + "\n")
    return name


def folder():
    return tempfile.TemporaryDirectory(prefix="postil-test-")


def expect(condition, message):
    if not condition:
        sys.exit(f"failed: {message}")


def equal(found, wanted, message):
    if found != wanted:
        sys.exit(f"failed: {message}\n  found  {found!r}\n  wanted {wanted!r}")
