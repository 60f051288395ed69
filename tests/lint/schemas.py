# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""data/schema/: every JSON Schema is JSON, names its draft, and is a valid schema."""

import json

from common import Problem, files, relative


def check(root):
    import jsonschema  # Debian: python3-jsonschema

    folder = root / "data" / "schema"
    if not folder.is_dir():
        yield Problem("data/schema", 0, "the folder is missing")
        return
    found = files(root, ".json", under="data/schema")
    if not found:
        yield Problem("data/schema", 0, "there is no schema")
    for path in found:
        name = relative(root, path)
        try:
            schema = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            yield Problem(name, getattr(error, "lineno", 0), f"not JSON: {error}")
            continue
        if "$schema" not in schema:
            yield Problem(name, 1, "“$schema” does not name the draft")
            continue
        try:
            jsonschema.validators.validator_for(schema).check_schema(schema)
        except jsonschema.exceptions.SchemaError as error:
            yield Problem(name, 0, f"not a valid schema: {error.message}")
