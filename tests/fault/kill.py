# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills a process that codes an article, at random moments, again and again.

    kill.py CHILD [ROUNDS [SEED]]

After each death the article is opened anew: what is there must be what was acknowledged, with
or without the one change that was on its way, and the sidecar is absent or sound.
"""

import random
import sys
import time

from harness import Place, apply, difference, fail, whole_lines


def play_round(place, rng, state):
    process = place.start("mark", rng.randrange(2**32))
    time.sleep(rng.uniform(0.005, 0.150))
    process.kill()
    output, errors = process.communicate()
    if process.returncode != -9:
        fail(f"the child died by itself ({process.returncode}): {errors.decode()}")
    n_acknowledged = 0
    pending = None
    for record in whole_lines(output):
        if "done" in record:
            state = apply(state, pending)
            pending = None
            n_acknowledged += 1
        else:
            pending = record
    return state, pending, n_acknowledged


def main():
    child = sys.argv[1]
    n_rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(2**32)
    rng = random.Random(seed)
    print(f"seed {seed}, {n_rounds} rounds", flush=True)
    state, n_total, n_saved = {}, 0, 0
    with Place(child) as place:
        for number in range(1, n_rounds + 1):
            state, pending, n_acknowledged = play_round(place, rng, state)
            n_total += n_acknowledged
            n_saved += place.read_sidecar() is not None
            found = place.reopen(flush=rng.random() < 0.5)
            if pending is not None and found == apply(state, pending):
                state = found
            if found != state:
                fail(f"seed {seed}, round {number}: what was acknowledged is not what is there\n" +
                     difference(state, found))
    if n_total < n_rounds or n_saved == 0:
        fail(f"only {n_total} changes were acknowledged and {n_saved} sidecars seen: too few to say anything")
    print(f"{n_rounds} deaths, {n_total} acknowledged changes, none missing")


main()
