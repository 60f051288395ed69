# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sums up the runs of `meson test`: count-tests.py LOG.json…, each beside its LOG.junit.xml.

Prints a line for each run, the names of what failed, and at the end, alone on its line,
"N passed, N failed, N skipped". Exit 1 when something failed, when nothing ran, or when a
log is missing.
"""

import collections
import json
import pathlib
import sys
import xml.etree.ElementTree as ElementTree

GOOD = {"OK", "EXPECTEDFAIL"}


def count_run(log):
    """Returns (Counter of passed, failed, skipped; names of failed tests)."""
    counts, failed = collections.Counter(), []
    programs = collections.Counter()
    for line in log.read_text(encoding="utf-8").splitlines():
        result = json.loads(line)
        verdict = ("passed" if result["result"] in GOOD
                   else "skipped" if result["result"] == "SKIP" else "failed")
        programs[verdict] += 1
        if verdict == "failed":
            failed.append(f"{result['name']}: {result['result']}")
    junit = log.with_suffix("").with_suffix(".junit.xml")
    for case in ElementTree.parse(junit).iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            counts["failed"] += 1
        elif case.find("skipped") is not None:
            counts["skipped"] += 1
        else:
            counts["passed"] += 1
    # A program that crashed or ran out of time counts even if no case of it failed.
    counts["failed"] = max(counts["failed"], programs["failed"])
    return counts, failed


def main(arguments):
    total, missing = collections.Counter(), False
    for name in arguments:
        log = pathlib.Path(name)
        if not log.is_file():
            print(f"{name}: there is no log, so this run did not take place")
            missing = True
            continue
        counts, failed = count_run(log)
        total += counts
        print(f"{name}: {counts['passed']} passed, {counts['failed']} failed, "
              f"{counts['skipped']} skipped")
        for test in failed:
            print(f"  failed: {test}")
    total["failed"] += missing
    print(f"{total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped")
    return 1 if total["failed"] or not total["passed"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
