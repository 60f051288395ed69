# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lets every call to the disk of every command that reads or writes fail in its turn.

    commands.py CLI SHIM [COMMAND...]

Whatever fails: the command ends by itself; with 0 only where its work is whole, else with a
message. Every file is then as it was or as it was to be, to its last byte, and nothing temporary
is left.
"""

import collections
import concurrent.futures
import errno
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "cli"))
os.environ.setdefault("POSTIL_BUILD_ROOT", "")

from common import annotation, collection  # noqa: E402

FAULTS = {
    "open": ["EACCES", "EMFILE", "EROFS"],
    "read": ["EIO"],
    "write": ["ENOSPC", "EIO", "SHORT"],
    "fsync": ["EIO"],
    "rename": ["EACCES", "EROFS"],
    "close": ["EIO"],
}
N_AT_ONCE = 4
TEXT = "The minister voiced concern. Her rival — معارض, 对手 — holds another position. 😀\n"
CHANGED = "A new line.\n" + TEXT.replace("another position", "some other position")
QUOTES = ("minister", "voiced concern", "holds another position", "😀")
HEAD = "article,coder,code,start,end,quote\n"
# What is made anew at each run: ids and times.
VOLATILE = re.compile(rb"urn:uuid:[0-9a-f-]{36}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")

COMMANDS = {
    "check": ["check", "."],
    "list": ["list", ".", "--json"],
    "stats": ["stats", ".", "--by", "code"],
    "agree": ["agree", ".", "--coder", "maria", "--coder", "jonas"],
    "export-csv": ["export", ".", "--format", "csv", "--output", "old.csv"],
    "export-folder": ["export", ".", "--format", "webannotation", "--output", "../out"],
    "import": ["import", "rows.csv", "--into", "."],
    "merge": ["merge", "-o", "a.txt.maria.postil.json", "a.txt.maria.postil.json", "other.json"],
    "reanchor": ["reanchor", ".", "--accept", "proposed"],
}


def write_json(path, value):
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def make_folder(root, command):
    folder = root / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text(CHANGED if command == "reanchor" else TEXT, encoding="utf-8")
    items = []
    for number, quote in enumerate(QUOTES):
        start = TEXT.index(quote)
        items.append(annotation(TEXT, [(start, start + len(quote))], id=f"urn:uuid:00000000-0000-4000-8000-{number:012}"))
    write_json(folder / "a.txt.maria.postil.json", collection(TEXT, items[:3], "maria"))
    write_json(folder / "a.txt.jonas.postil.json", collection(TEXT, items[1:], "jonas"))
    if command == "merge":
        write_json(folder / "other.json", collection(TEXT, items, "maria"))
    (folder / "rows.csv").write_text(HEAD + "a.txt,maria,outcome,0,3,The\na.txt,ana,concern,4,12,minister\n", encoding="utf-8")
    (folder / "old.csv").write_text("old\n", encoding="utf-8")
    return folder


def read_files(root):
    return {str(path.relative_to(root)): VOLATILE.sub(b"#", path.read_bytes())
            for part in ("articles", "out") for path in sorted((root / part).rglob("*")) if path.is_file()}


class Trial:
    """One run of a command in a folder of its own, with a fault or without."""

    def __init__(self, cli, shim, command, **faults):
        with tempfile.TemporaryDirectory(prefix="postil-fault-") as root:
            root = pathlib.Path(root)
            folder = make_folder(root, command)
            self.before = read_files(root)
            env = dict(os.environ, HOME=str(root), XDG_STATE_HOME=str(root / "state"), XDG_DATA_HOME=str(root / "data"),
                       XDG_CACHE_HOME=str(root / "cache"), LD_PRELOAD=shim, POSTIL_FAULT_PATH=str(root),
                       ASAN_OPTIONS=os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0", **faults)
            result = subprocess.run([cli, *COMMANDS[command]], cwd=folder, env=env, capture_output=True, timeout=60)
            self.code = result.returncode
            self.output = result.stdout
            self.errors = result.stderr.decode(errors="replace")
            self.after = read_files(root)


def fail(message):
    print("FAILED:", message, flush=True)
    sys.exit(1)


def check_one(cli, shim, command, sound, call, n, fault, sticky):
    where = f"{command}: {call} {n} with {fault}{' and all after it' if sticky else ''}"
    number = errno.ENOSPC if fault == "SHORT" else getattr(errno, fault)
    trial = Trial(cli, shim, command, POSTIL_FAULT_CALL=call, POSTIL_FAULT_N=str(n), POSTIL_FAULT_ERRNO=str(number),
                  POSTIL_FAULT_SHORT=str(int(fault == "SHORT")), POSTIL_FAULT_STICKY=str(int(sticky)))
    if trial.code not in (0, 1, 2):
        fail(f"{where}: it ended with {trial.code}: {trial.errors}")
    if re.search(r"CRITICAL|WARNING|assertion", trial.errors):
        fail(f"{where}: {trial.errors}")
    # What check finds is its output.
    is_told = bool(trial.errors.strip()) or (command == "check" and trial.output != sound.output)
    is_whole = trial.after == sound.after and VOLATILE.sub(b"#", trial.output) == VOLATILE.sub(b"#", sound.output)
    if not is_whole and (trial.code == 0 or not is_told):
        fail(f"{where}: it ended with {trial.code}, as though all were well: {trial.errors}")
    if trial.code > sound.code and not is_told:
        fail(f"{where}: it ended with {trial.code} and no word")
    for name, data in trial.after.items():
        whole = sound.after.get(name)
        # An export goes on without what cannot be read, says so, and ends with 1.
        is_rest = command == "export-csv" and trial.code == 1 and set(data.splitlines()) <= set(whole.splitlines())
        if data not in (trial.before.get(name), whole) and not is_rest:
            fail(f"{where}: {name} is neither as it was nor as it was to be; {trial.code}: {trial.errors}")
    gone = sound.before.keys() - trial.after.keys()
    if gone:
        fail(f"{where}: {gone} are gone")
    return trial.code


def check_command(cli, shim, command):
    sound = Trial(cli, shim, command)
    if sound.code not in (0, 1) or (command not in ("check", "reanchor", "export-folder") and sound.code != 0):
        fail(f"{command}: without a fault it ended with {sound.code}: {sound.errors}")
    outcomes = collections.Counter()
    with concurrent.futures.ThreadPoolExecutor(N_AT_ONCE) as pool:
        runs = []
        for call, faults in FAULTS.items():
            counted = Trial(cli, shim, command, POSTIL_FAULT_CALL=call, POSTIL_FAULT_N="0")
            n_calls = int(re.findall(r"fault-count (\d+)", counted.errors)[-1])
            runs += [pool.submit(check_one, cli, shim, command, sound, call, n, fault, sticky)
                     for n in range(1, n_calls + 1) for fault in faults for sticky in (False, True)]
        for run in runs:
            outcomes[run.result()] += 1
    print(f"{command}: {sum(outcomes.values())} faults; ended with {dict(outcomes)}", flush=True)


def main():
    cli, shim = map(os.path.abspath, sys.argv[1:3])
    for command in sys.argv[3:] or COMMANDS:
        check_command(cli, shim, command)


main()
