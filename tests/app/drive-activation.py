# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The app as a desktop starts it: by its name on the bus, which starts one process, for an empty
window, for articles, and for the action of its icon's menu. On a bus of its own, which knows the
installed service file, pointed at the app that was built."""

import os
import pathlib
import shutil
import subprocess
import sys

from drive import BUILD, SOURCE, DriveError, run, wait_for

ID = "org.postil.Postil"
INSIDE = "POSTIL_TEST_INSIDE"


def windows():
    found = subprocess.run(["xdotool", "search", "--onlyvisible", "--class", "postil"], capture_output=True, text=True)
    names = []
    for window in found.stdout.split():
        name = subprocess.run(["xdotool", "getwindowname", window], capture_output=True, text=True)
        names.append(name.stdout.strip())
    return [name for name in names if name]


def bus(method, *arguments):
    found = subprocess.run(
        ["gdbus", "call", "--session", "--dest", "org.freedesktop.DBus", "--object-path", "/org/freedesktop/DBus",
         "--method", f"org.freedesktop.DBus.{method}", *arguments], capture_output=True, text=True)
    return found.stdout.strip() if found.returncode == 0 else None


def wait_for_windows(*names):
    try:
        wait_for("the windows", lambda: sorted(windows()) == sorted(names))
    except DriveError:
        raise DriveError(f"windows are {windows()}, and should be {names}") from None


def launch(*arguments):
    subprocess.run(["gapplication", *arguments], check=True, timeout=60)


def inside(home):
    first = home / "rafah.txt"
    second = home / "a second one: “ü”.txt"
    for article in (first, second):
        shutil.copy(SOURCE / "data/rafah.txt", article)
    assert bus("GetConnectionUnixProcessID", ID) is None, "it runs already"

    launch("launch", ID)
    wait_for_windows("Postil")
    process = bus("GetConnectionUnixProcessID", ID)
    assert process is not None

    # A free window takes the article; the next has one of its own, in the same process.
    launch("launch", ID, str(first))
    wait_for_windows(first.name)
    launch("launch", ID, second.as_uri())
    wait_for_windows(first.name, second.name)
    # What is open already comes to the front.
    launch("launch", ID, str(first))
    launch("action", ID, "new-window")
    wait_for_windows(first.name, second.name, "Postil")
    assert bus("GetConnectionUnixProcessID", ID) == process

    launch("action", ID, "quit")
    wait_for("the end", lambda: bus("GetConnectionUnixProcessID", ID) is None)
    # And once more, straight with an article.
    launch("launch", ID, str(first))
    wait_for_windows(first.name)
    launch("action", ID, "quit")
    wait_for("the end", lambda: bus("GetConnectionUnixProcessID", ID) is None)


def test(home):
    if os.environ.get(INSIDE):
        inside(pathlib.Path(os.environ[INSIDE]))
        return
    services = home / "share/dbus-1/services"
    services.mkdir(parents=True)
    text = (BUILD / f"data/{ID}.service").read_text(encoding="utf-8")
    lines = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
    assert lines["Name"] == ID
    program, argument = lines["Exec"].split(" ")
    assert program.startswith("/") and program.endswith("/bin/postil"), program
    (services / f"{ID}.service").write_text(text.replace(program, str(BUILD / "src/app/postil")), encoding="utf-8")
    assert argument == "--gapplication-service"
    environment = dict(
        os.environ, HOME=str(home), XDG_DATA_DIRS=f"{home / 'share'}:/usr/local/share:/usr/share", XDG_CONFIG_HOME=str(home / "config"),
        XDG_DATA_HOME=str(home / "data"), XDG_STATE_HOME=str(home / "state"), XDG_CACHE_HOME=str(home / "cache"),
        GTK_USE_PORTAL="0", **{INSIDE: str(home)})
    subprocess.run(["dbus-run-session", "--", sys.executable, __file__], check=True, env=environment)


run("drive-activation", test)
