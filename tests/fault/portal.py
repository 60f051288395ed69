# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Marks articles through a real document portal, as a Flatpak sees them.

    portal.py CHILD     (under a session bus of its own; see portal.sh)

One file alone: nothing is written beside it, neither in the portal nor in the real folder, and it
is all there again. The same file as part of a granted folder: what was kept is merged, and the
sidecar stands in the real folder under its true name.
"""

import json
import os
import pathlib
import subprocess
import sys
import time

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

from harness import Place, fail, whole_lines  # noqa: E402

APP = "org.postil.Postil"
REUSE_PERSISTENT = 1 | 2
DIRECTORY = 8
PATIENCE = 10.0


class Portal:
    """The daemon, mounted in the runtime folder of this test."""

    def __init__(self, libexec):
        self.mount = pathlib.Path(os.environ["XDG_RUNTIME_DIR"]) / "doc"
        self.processes = [subprocess.Popen([libexec / "xdg-permission-store"]),
                          subprocess.Popen([libexec / "xdg-document-portal"])]

    def __enter__(self):
        end = time.monotonic() + PATIENCE
        while not (self.mount / "by-app").is_dir():
            if self.processes[1].poll() is not None or time.monotonic() > end:
                print("The document portal cannot be mounted here: is there a /dev/fuse?")
                sys.exit(77)
            time.sleep(0.02)
        return self

    def __exit__(self, *_):
        for process in reversed(self.processes):
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                # Its loop over the mount may wait for one more request that never comes.
                process.kill()
                process.wait()
        subprocess.run(["fusermount3", "-u", "-z", "-q", str(self.mount)], stderr=subprocess.DEVNULL, check=False)

    def grant(self, path, flags):
        """The path under which a sandbox would see it."""
        bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
        fds = Gio.UnixFDList.new_from_array([fd])
        reply, _ = bus.call_with_unix_fd_list_sync(
            "org.freedesktop.portal.Documents", "/org/freedesktop/portal/documents", "org.freedesktop.portal.Documents",
            "AddFull", GLib.Variant("(ahusas)", ([0], flags, APP, ["read", "write"])), None, Gio.DBusCallFlags.NONE, -1, fds, None)
        return self.mount / "by-app" / APP / reply.unpack()[0][0] / path.name


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def ids(output):
    return {item["id"] for record in whole_lines(output) if "added" in record for item in record["added"]}


def mark(place, article, seed):
    place.article = article
    result = place.run("tag", seed, 5)
    if result.returncode != 0:
        fail(f"marking {article} ended with {result.returncode}: {result.stderr.decode()}")
    return ids(result.stdout)


def test(place, portal):
    before = names(place.folder)
    alone = portal.grant(place.folder / "a.txt", REUSE_PERSISTENT)
    marked = mark(place, alone, 1)
    if len(marked) < 3 or names(place.folder) != before or names(alone.parent) != ["a.txt"]:
        fail(f"{len(marked)} marked alone; in the folder: {names(place.folder)}, in the portal: {names(alone.parent)}")
    if place.reopen().keys() != marked:
        fail("what was marked alone is not there when it is opened alone again")

    folder = portal.grant(place.folder, REUSE_PERSISTENT | DIRECTORY)
    marked |= mark(place, folder / "a.txt", 2)
    if place.reopen(flush=True).keys() != marked:
        fail("what was marked alone did not come into the folder")
    if names(place.folder) != ["a.txt", place.sidecar.name]:
        fail(f"in the folder: {names(place.folder)}")
    if set(place.read_sidecar()) != marked:
        fail("the sidecar does not hold what was marked")
    kept = place.root / "data/postil/store"
    if names(kept):
        fail(f"still kept: {names(kept)}")

    place.article = alone
    if place.reopen():
        fail("what was brought into the folder is kept twice")
    print(json.dumps({"marked": len(marked), "folder": names(place.folder)}))


def main():
    child, libexec = sys.argv[1], pathlib.Path(sys.argv[2])
    with Place(child) as place:
        os.environ["XDG_RUNTIME_DIR"] = str(place.root / "run")
        os.environ["XDG_DATA_HOME"] = str(place.root / "data")
        (place.root / "run").mkdir(mode=0o700)
        with Portal(libexec) as portal:
            test(place, portal)
    print("alone and in its folder, through a real document portal: nothing lost, nothing littered")


main()
