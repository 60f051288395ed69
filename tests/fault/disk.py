# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lets every call to the disk fail in its turn, once and from then on.

    disk.py CHILD SHIM [STEP [OFFSET [CALL...]]]    (STEP 3: every third call, from the OFFSET-th on)

Whatever fails: the child ends by itself, says in words what could not be saved, the sidecar is
absent or one of its states in full, nothing temporary is left, and a clean reopening shows all
that the child called safe.
"""

import collections
import concurrent.futures
import errno
import sys

from harness import Place, apply, difference, fail, whole_lines

FAULTS = {
    "open": ["EACCES", "EMFILE", "EROFS"],
    "write": ["ENOSPC", "EIO", "SHORT", "SHORT ftruncate"],
    "fsync": ["EIO", "ENOSPC"],
    "fdatasync": ["EIO"],
    "rename": ["EACCES", "EROFS", "ENOSPC"],
    "close": ["EIO"],
}
N_AT_ONCE = 4
SAFE = {"journaled", "saved", "failed"}


def run_script(place, shim, call, n, fault="EIO", sticky=False):
    # "SHORT ftruncate": a torn line that cannot even be cut off.
    name, _, also = fault.partition(" ")
    return place.run("script", LD_PRELOAD=shim, POSTIL_FAULT_PATH=str(place.root), POSTIL_FAULT_CALL=call,
                     POSTIL_FAULT_N=str(n), POSTIL_FAULT_STICKY=str(int(sticky)), POSTIL_FAULT_ALSO=also,
                     POSTIL_FAULT_SHORT=str(int(name == "SHORT")),
                     POSTIL_FAULT_ERRNO=str(errno.ENOSPC if name == "SHORT" else getattr(errno, name)))


def states_of(output):
    """All states that the child went through, and the index of the last that it called safe."""
    states, safe, pending, flushes = [{}], 0, None, []
    for record in whole_lines(output):
        if "flushed" in record:
            flushes.append(record)
            if record["flushed"]:
                safe = len(states) - 1
        elif "done" in record:
            states.append(apply(states[-1], pending))
            if record["state"] in SAFE:
                safe = len(states) - 1
        else:
            pending = record
    return states, safe, flushes


def count_calls(child, shim, call):
    with Place(child) as place:
        result = run_script(place, shim, call, 0)
        if result.returncode != 0:
            fail(f"without a fault: {result.returncode} {result.stderr.decode()}")
        states, safe, flushes = states_of(result.stdout)
        if safe != len(states) - 1 or not all(flush["flushed"] for flush in flushes) or len(states) < 9:
            fail("without a fault not everything was saved")
        if place.reopen() != states[-1]:
            fail("without a fault something is missing")
        lines = [line for line in result.stderr.decode().splitlines() if line.startswith("fault-count")]
        return int(lines[-1].split()[1])


def check_one(child, shim, call, n, fault, sticky):
    where = f"{call} {n} with {fault}{' and all after it' if sticky else ''}"
    with Place(child) as place:
        result = run_script(place, shim, call, n, fault, sticky)
        if result.returncode == 2 and result.stderr.strip():
            return "refused"
        if result.returncode != 0:
            fail(f"{where}: the child ended with {result.returncode}: {result.stderr.decode()}")
        states, safe, flushes = states_of(result.stdout)
        on_disk = place.read_sidecar()
        if on_disk is not None and set(on_disk) not in [set(state) for state in states]:
            fail(f"{where}: the sidecar is neither the old one nor the new one")
        if place.leftovers():
            fail(f"{where}: {place.leftovers()} were left")
        for flush in flushes:
            if flush["state"] not in ("saved", "failed", "unsafe") or flush["flushed"] != (flush["state"] == "saved"):
                fail(f"{where}: after a flush that {'worked' if flush['flushed'] else 'failed'} "
                     f"the state is {flush['state']}")
        found = place.reopen(flush=True)
        # A journal that can neither be written nor cut falls behind the sidecar; what it brings
        # back then may be more than there was, never less.
        is_behind = fault.endswith("ftruncate") and states[safe].keys() <= found.keys()
        if found not in states[safe:] and not is_behind:
            fail(f"{where}: what was called safe is not there\n" + difference(states[safe], found))
        if place.reopen() != found:
            fail(f"{where}: a second reopening shows something else")
    return "failed" if any(not flush["flushed"] for flush in flushes) else "recovered"


def main():
    child, shim = sys.argv[1:3]
    only = sys.argv[5:]
    step = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    offset = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    with concurrent.futures.ThreadPoolExecutor(N_AT_ONCE) as pool:
        for call, faults in FAULTS.items():
            if only and call not in only:
                continue
            n_calls = count_calls(child, shim, call)
            runs = [pool.submit(check_one, child, shim, call, n, fault, sticky)
                    for n in range(offset, n_calls + 1, step) for fault in faults for sticky in (False, True)]
            outcomes = collections.Counter(run.result() for run in runs)
            print(f"{call}: {n_calls} calls; {dict(outcomes)}", flush=True)


main()
