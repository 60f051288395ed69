# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs one lint over a source tree: lint.py NAME ROOT. Exit 1 when there are problems."""

import importlib
import pathlib
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))


def main(arguments):
    name, root = arguments
    problems = list(importlib.import_module(name).check(pathlib.Path(root).resolve()))
    for problem in problems:
        print(problem)
    n_fatal = sum(problem.fatal for problem in problems)
    print(f"{name}: {n_fatal} problems, {len(problems) - n_fatal} notes")
    return 1 if n_fatal else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
