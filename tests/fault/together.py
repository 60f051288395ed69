# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several processes mark one sidecar at once, or change anything in it; some are killed; and
clocks go backwards.

    together.py CHILD SHIM [ROUNDS [SEED]]
"""

import random
import sys
import time

from harness import Place, apply, difference, fail, whole_lines

N_PROCESSES = 4
N_PASSAGES = 12
N_CHANGES = 80
N_MIXED_ROUNDS = 3


def acknowledged(output):
    state, pending = {}, None
    for record in whole_lines(output):
        if "done" in record:
            state = apply(state, pending)
        else:
            pending = record
    return state


def mark_together(child, rng, kills):
    with Place(child) as place:
        processes = [place.start("tag", rng.randrange(2**32), N_PASSAGES) for _ in range(N_PROCESSES)]
        if kills:
            time.sleep(rng.uniform(0.02, 0.12))
            processes[0].kill()
        wanted = {}
        for number, process in enumerate(processes):
            output, errors = process.communicate(timeout=100)
            is_killed = kills and number == 0 and process.returncode == -9
            if process.returncode != 0 and not is_killed:
                fail(f"a child ended with {process.returncode}: {errors.decode()}")
            wanted.update(acknowledged(output))
        place.read_sidecar()
        found = place.reopen(flush=True)
        # The one that was killed may have had one more on its way.
        extra = found.keys() - wanted.keys()
        if wanted != {i: item for i, item in found.items() if i not in extra} or len(extra) > kills:
            fail(f"of {len(wanted)} passages by {N_PROCESSES} processes not all are there\n" +
                 difference(wanted, found))
        if set(place.read_sidecar()) != found.keys():
            fail("the sidecar does not hold what is on screen")
        return len(wanted)


def mix_together(child, rng):
    """What somebody made and nobody removed is there, whoever changed what of it meanwhile."""
    with Place(child) as place:
        processes = [place.start("mix", rng.randrange(2**32), N_CHANGES) for _ in range(N_PROCESSES)]
        time.sleep(rng.uniform(0.1, 0.5))
        processes[0].kill()
        added, removed, n_changes = set(), set(), 0
        for number, process in enumerate(processes):
            output, errors = process.communicate(timeout=100)
            if process.returncode != 0 and not (number == 0 and process.returncode == -9):
                fail(f"a child ended with {process.returncode}: {errors.decode()}")
            pending = None
            for record in whole_lines(output):
                if "done" in record:
                    here = {item["id"] for item in pending["added"]}
                    added |= here
                    removed |= {item["id"] for item in pending["removed"]} - here
                    n_changes += 1
                pending = record if "added" in record else None
            if pending is not None:
                # It was on its way when its process died.
                removed |= {item["id"] for item in pending["removed"]}
        found = place.reopen(flush=True)
        lost = added - removed - found.keys()
        if lost or len(added) < N_CHANGES // 2:
            fail(f"of {len(added)} passages made and {len(removed)} removed in {n_changes} changes these are lost: {lost}")
        if set(place.read_sidecar()) != found.keys() or place.reopen() != found:
            fail("the sidecar does not hold what is on screen")
        return n_changes


def set_clock_back(child, shim):
    """Each session begins an hour before the one before it began."""
    with Place(child) as place:
        wanted = {}
        for hours in range(4):
            result = place.run("tag", hours, N_PASSAGES, LD_PRELOAD=shim, POSTIL_FAULT_CLOCK=str(-3600 * hours))
            if result.returncode != 0:
                fail(f"the child ended with {result.returncode}: {result.stderr.decode()}")
            wanted.update(acknowledged(result.stdout))
            result = place.run("script", LD_PRELOAD=shim, POSTIL_FAULT_CLOCK=str(-3600 * hours - 1800))
            if result.returncode != 0:
                fail(f"the child ended with {result.returncode}: {result.stderr.decode()}")
            found = place.reopen()
            for item in wanted:
                if item not in found and not result.stdout.count(item.encode()):
                    fail(f"with the clock {hours} hours back a passage is missing")
            wanted = found
        if len(wanted) < 2 * N_PASSAGES:
            fail(f"only {len(wanted)} passages were made")


def main():
    child, shim = sys.argv[1:3]
    n_rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 6
    seed = int(sys.argv[4]) if len(sys.argv) > 4 else random.randrange(2**32)
    rng = random.Random(seed)
    print(f"seed {seed}", flush=True)
    for number in range(n_rounds):
        n = mark_together(child, rng, number % 2)
        print(f"round {number + 1}: {n} passages by {N_PROCESSES} processes, none missing", flush=True)
    for number in range(N_MIXED_ROUNDS):
        n = mix_together(child, rng)
        print(f"mixed round {number + 1}: {n} changes by {N_PROCESSES} processes, none lost", flush=True)
    set_clock_back(child, shim)
    print("a clock that goes back loses nothing")


main()
