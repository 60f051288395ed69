#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The disk fails under the window: the folder of the article alone, or all that a person has.

    drive-faults.py [--seed N]     (or POSTIL_FAULT_SEED)

The window stays, says in a banner what happened, and keeps what is on screen. What it does not
call lost is there again after a clean start; what it calls unsafe it does not close over.
"""

import argparse
import errno
import os
import random
import shutil

from drive import App, BUILD, SOURCE, DriveError, check, check_slices, get_bodies, read_items, run, sidecar, wait_for

CODER = "maria"
SHIM = BUILD / "tests/fault/postil-fault-shim.so"
FAULTS = (("write", "ENOSPC"), ("open", "EROFS"), ("rename", "EACCES"), ("fsync", "EIO"), ("open", "EMFILE"))
UNSAVED = "cannot be saved beside the article"
UNSAFE = "not saved anywhere"
N_RANDOM = 5
MOST_CALLS = 14


def faults(path, call, name, n=1, sticky=True):
    options = os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"
    return dict(LD_PRELOAD=str(SHIM), ASAN_OPTIONS=options, POSTIL_FAULT_PATH=str(path), POSTIL_FAULT_CALL=call,
                POSTIL_FAULT_N=str(n), POSTIL_FAULT_ERRNO=str(getattr(errno, name)), POSTIL_FAULT_STICKY=str(int(sticky)))


def make_article(home):
    folder = home / "articles"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(home / "state", ignore_errors=True)
    folder.mkdir()
    shutil.copy(SOURCE / "data/rafah.txt", folder / "a.txt")
    return folder / "a.txt"


def rows(app):
    return app.find_all("list item", lambda name: name.startswith(("Position: ", "Concern: ")))


def alerts(app):
    return [node.get_name() for node in app.find_all("alert")]


def start(home, article, environment=None):
    return App(home, "--coder", CODER, article, environment=environment)


def mark_two(app):
    app.wait_for_window("a.txt")
    view = app.article()
    wait_for("the keyboard in the article", lambda: app.has_focus(view))
    app.key("ctrl+Home", "s", "1", "Down", "Down", "Down", "s", "2")
    wait_for("both marks on screen", lambda: len(rows(app)) == 2)


def check_reopened(home, article, where):
    with start(home, article) as app:
        app.wait_for_window("a.txt")
        wait_for(f"{where}: both marks again", lambda: len(rows(app)) == 2)
        wait_for(f"{where}: both in the sidecar", lambda: len(read_items(article, CODER)) == 2)
        app.key("ctrl+q")
        app.wait_for_end()
    check_slices(article, CODER)
    codes = sorted(get_bodies(item)["tagging"] for item in read_items(article, CODER))
    check(codes == ["concern", "position"], f"{where}: there are {codes}")


def check_folder(home, call, name):
    """The folder cannot be written to; the journal can."""
    where = f"{call} fails with {name} in the folder"
    article = make_article(home)
    # The sidecar, and the hidden file that is to become it; reading goes on.
    below = f"{article.parent}/" + ("a.txt.maria" if call == "rename" else ".")
    with start(home, article, faults(below, call, name)) as app:
        mark_two(app)
        wait_for(f"{where}: the banner", lambda: any(UNSAVED in text for text in alerts(app)))
        check(len(rows(app)) == 2, f"{where}: what was marked left the screen")
        app.key("ctrl+q")
        app.wait_for_end()
    check(not sidecar(article, CODER).exists(), f"{where}: there is a sidecar")
    check([path.name for path in article.parent.iterdir()] == ["a.txt"], f"{where}: something was left behind")
    check_reopened(home, article, where)


def check_all(home):
    """Nothing at all can be written: it says so, and asks before it closes."""
    article = make_article(home)
    before = b"{ not mine, and not to be touched"
    (article.parent / "b.txt.maria.postil.json").write_bytes(before)
    with start(home, article, faults(home, "write", "ENOSPC")) as app:
        mark_two(app)
        wait_for("the banner", lambda: any(UNSAFE in text for text in alerts(app)))
        app.key("ctrl+q")
        app.find(name=lambda name: name.startswith("Close Without Saving"))
        app.key("Escape")
        wait_for("what was marked, still on screen", lambda: app.process.poll() is None and len(rows(app)) == 2)
    check((article.parent / "b.txt.maria.postil.json").read_bytes() == before, "another file was touched")


def check_unreadable(home):
    """The article itself cannot be read; then it can."""
    article = make_article(home)
    with start(home, article, faults(article, "read", "EIO", sticky=False)) as app:
        app.wait_for_window("a.txt")
        again = app.find("push button", "Try Again")
        again.get_action_iface().do_action(0)
        mark_two(app)
        app.key("ctrl+q")
        app.wait_for_end()
    check_reopened(home, article, "after an article that could not be read")


def check_random(home, rng):
    call, name = rng.choice(FAULTS)
    n = rng.randrange(1, MOST_CALLS)
    sticky = rng.random() < 0.5
    where = f"{call} {n} fails with {name}{' and all after it' if sticky else ''}"
    article = make_article(home)
    with start(home, article, faults(home / "articles", call, name, n, sticky)) as app:
        app.wait_for_window("a.txt")
        wait_for(f"{where}: the article or why not", lambda: app.find_all("text", "Article text") or app.find_all("push button", "Try Again"))
        if not app.find_all("text", "Article text") or any("reading only" in text for text in alerts(app)):
            print(f"{where}: refused", flush=True)
            return
        mark_two(app)
        app.process.kill()
        app.process.wait()
    check_reopened(home, article, where)
    print(f"{where}: all there", flush=True)


def test(home):
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=int(os.environ.get("POSTIL_FAULT_SEED", random.randrange(2**32))))
    seed = parser.parse_args().seed
    print(f"seed {seed}", flush=True)
    check(SHIM.exists(), f"{SHIM} is missing")
    for call, name in FAULTS:
        check_folder(home, call, name)
    check_all(home)
    check_unreadable(home)
    rng = random.Random(seed)
    for _ in range(N_RANDOM):
        check_random(home, rng)


run("drive-faults", test)
