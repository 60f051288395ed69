# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of a lesson share: layers made by hand."""

import hashlib
import json

from drive import sidecar


def write_layer(article, coder, marks, status="in progress"):
    """@marks: (code, quote or (start, end), actor or None)."""
    text = article.read_text(encoding="utf-8")
    items = []
    for number, (code, quote, actor) in enumerate(marks):
        start, end = quote if isinstance(quote, tuple) else (text.index(quote), text.index(quote) + len(quote))
        body = [{"type": "TextualBody", "purpose": "tagging", "value": code}]
        if actor:
            body.append({"type": "TextualBody", "purpose": "describing", "schema:name": "actor", "value": actor})
        items.append({
            "id": f"urn:uuid:00000000-0000-4000-8000-{number:012}", "type": "Annotation", "motivation": "classifying", "body": body,
            "target": {"type": "SpecificResource", "source": article.name, "selector": [
                {"type": "TextPositionSelector", "start": start, "end": end},
                {"type": "TextQuoteSelector", "exact": text[start:end], "prefix": text[max(0, start - 32):start],
                 "suffix": text[end:end + 32]}]}})
    items.sort(key=lambda item: [item["target"]["selector"][0][edge] for edge in ("start", "end")])
    collection = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"urn:uuid:00000000-0000-4000-8000-{hashlib.sha256(coder.encode()).hexdigest()[:12]}",
        "type": "AnnotationCollection", "creator": {"type": "Person", "nickname": coder},
        "schema:schemaVersion": "1", "schema:creativeWorkStatus": status,
        "schema:about": {"id": article.name, "type": "Text", "format": "text/plain; charset=utf-8",
                         "schema:sha256": hashlib.sha256(text.encode()).hexdigest(), "schema:size": len(text.encode())},
        "total": len(items)}
    if items:
        collection["first"] = {"id": "urn:uuid:00000000-0000-4000-8000-0000000000a1", "type": "AnnotationPage",
                               "startIndex": 0, "items": items}
    sidecar(article, coder).write_text(json.dumps(collection, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


KEY = [
    ("concern", "deep concern over Israel's proposed ground invasion of Rafah", "Joe Biden"),
    ("position", "firm stance", "Benjamin Netanyahu"),
    ("concession", "agreed to dispatch an Israeli delegation to Washington", "Benjamin Netanyahu"),
    ("outcome", "the growing rift between the U.S. and Israel", None),
]
